import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { cspMeta } from "./build/csp-meta.ts";
import { engineAssets } from "./build/engine-assets.ts";

export default defineConfig({
  base: "./",
  plugins: [svelte(), engineAssets({ emit: true }), cspMeta()],
  worker: { format: "es", plugins: () => [engineAssets({ emit: false })] },
  build: { target: "es2022", sourcemap: false, chunkSizeWarningLimit: 700 },
  test: { include: ["test/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000 },
});
