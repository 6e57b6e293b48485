declare module "virtual:engine-assets" {
  export const assets: import("../src/engine/state.ts").EngineAssets;
}
