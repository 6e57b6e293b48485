import { defineConfig } from "vite";
import { cspMeta } from "../../../build/csp-meta.ts";
import { engineAssets } from "../../../build/engine-assets.ts";

/** A page that measures the engine and the shop, built as the site is. */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [engineAssets({ emit: true }), cspMeta()],
  worker: { format: "es", plugins: () => [engineAssets({ emit: false })] },
  build: { target: "es2022", outDir: "../../../.cache/bench/page", emptyOutDir: true },
  logLevel: "warn",
});
