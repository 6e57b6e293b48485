import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const require = createRequire(import.meta.url);
const distribution = (file: string) => require.resolve(`@duckdb/duckdb-wasm/dist/${file}`);
const name = "virtual:engine-assets";
const devPath = "/@engine/";

interface Packed {
  readonly worker: { readonly file: string; readonly bytes: Buffer };
  readonly module: { readonly file: string; readonly bytes: Buffer; readonly unpacked: number };
}

/**
 * Ships DuckDB: its worker, and its module gzip-compressed, since one large static host refuses files
 * over 25 MiB and few compress one. `virtual:engine-assets` tells where they lie, relative to the
 * script that asks, so that the site works from any folder. `emit` is for the main build alone; the
 * bundles of workers only refer to the files.
 */
export function engineAssets({ emit }: { emit: boolean }): Plugin {
  let building = false;
  return {
    name: "engine-assets",
    configResolved: (config) => {
      building = config.command === "build";
    },
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) => {
      if (id !== `\0${name}`) return null;
      if (!building) {
        const unpacked = statSync(distribution("duckdb-eh.wasm")).size;
        return `const at = (file) => new URL("${devPath}" + file, new URL(import.meta.url).origin).href;
export const assets = { worker: at("worker.js"), module: at("module.wasm"), packed: ${unpacked}, unpacked: ${unpacked} };`;
      }
      const { worker, module } = pack();
      return `const at = (file) => new URL(file, import.meta.url).href;
export const assets = { worker: at("${worker.file}"), module: at("${module.file}"), packed: ${module.bytes.length}, unpacked: ${module.unpacked} };`;
    },
    configureServer: (server) => {
      server.middlewares.use(devPath, (request, response, next) => {
        const files: Record<string, [string, string]> = {
          "/worker.js": ["duckdb-browser-eh.worker.js", "text/javascript"],
          "/module.wasm": ["duckdb-eh.wasm", "application/wasm"],
        };
        const file = files[(request.url ?? "").split("?")[0] ?? ""];
        if (!file) return next();
        response.setHeader("Content-Type", file[1]);
        response.end(readFileSync(distribution(file[0])));
      });
    },
    generateBundle() {
      if (!emit) return;
      const { worker, module } = pack();
      for (const { file, bytes } of [worker, module])
        this.emitFile({ type: "asset", fileName: `assets/${file}`, source: bytes });
    },
  };
}

let packed: Packed | null = null;

function pack(): Packed {
  if (packed) return packed;
  const source = readFileSync(distribution("duckdb-eh.wasm"));
  const module = squeeze(source);
  const worker = Buffer.from(
    readFileSync(distribution("duckdb-browser-eh.worker.js"), "utf8").replace(
      /\/\/# sourceMappingURL=.*\s*$/,
      "",
    ),
  );
  packed = {
    worker: { file: `duckdb-worker-${hash(worker)}.js`, bytes: worker },
    module: { file: `duckdb-eh-${hash(source)}.wasm.gz`, bytes: module, unpacked: source.length },
  };
  return packed;
}

/** Compresses once: the seconds it takes are kept out of later builds. */
function squeeze(source: Buffer): Buffer {
  const folder = join(import.meta.dirname, "../node_modules/.cache/engine-assets");
  const file = join(folder, `${hash(source)}.gz`);
  try {
    return readFileSync(file);
  } catch {
    const bytes = gzipSync(source, { level: 9 });
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, bytes);
    return bytes;
  }
}

function hash(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 10);
}
