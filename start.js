// `npm start`: installs and builds what is missing or old, then serves the site on this machine.
import { spawnSync } from "node:child_process";
import { createReadStream, existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { contentSecurityPolicy } from "./build/csp.js";

const root = fileURLToPath(new URL(".", import.meta.url));
const firstPort = 4173;

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".gz": "application/gzip",
  ".webmanifest": "application/manifest+json",
};

/**
 * Serves a folder; gives the listening server. Port 0 takes any free one.
 * @param {number} port
 * @param {{ folder?: string, host?: string }} [options]
 * @returns {Promise<import("node:http").Server>}
 */
export function serve(port, { folder = join(root, "dist"), host = "localhost" } = {}) {
  const base = realpathSync(folder);
  const server = createServer((request, response) => answer(base, request, response));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve(server);
    });
  });
}

/**
 * @param {string} base
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 */
function answer(base, request, response) {
  const headers = {
    "Content-Security-Policy": contentSecurityPolicy,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
  };
  const refuse = (/** @type {number} */ status, /** @type {string} */ text) => {
    response.writeHead(status, { ...headers, "Content-Type": "text/plain; charset=utf-8" });
    response.end(`${text}\n`);
  };
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(405, "only GET and HEAD");
  const found = locate(base, request.url ?? "/");
  if (!found) return refuse(404, "not found");
  if ("folder" in found) {
    // Relative addresses in the page need the slash.
    response.writeHead(301, { ...headers, Location: found.folder });
    return response.end();
  }
  const { file, size, modified } = found;
  const tag = `"${size.toString(16)}-${modified.toString(16)}"`;
  // Files under assets/ carry their hash in their name, so they never change.
  const named = file.includes(`${sep}assets${sep}`);
  const caching = { "Cache-Control": named ? "public, max-age=31536000, immutable" : "no-cache", ETag: tag };
  if (request.headers["if-none-match"] === tag) {
    response.writeHead(304, { ...headers, ...caching });
    return response.end();
  }
  const type = types[/** @type {keyof typeof types} */ (extname(file).toLowerCase())];
  response.writeHead(200, {
    ...headers,
    ...caching,
    "Content-Type": type ?? "application/octet-stream",
    "Content-Length": size,
  });
  if (request.method === "HEAD") return response.end();
  createReadStream(file)
    .on("error", () => response.destroy())
    .pipe(response);
}

/**
 * The file behind an address, or the address of a folder with its slash; null for anything outside.
 * @param {string} base
 * @param {string} url
 * @returns {{ file: string, size: number, modified: number } | { folder: string } | null}
 */
function locate(base, url) {
  try {
    const pathname = (url.split(/[?#]/, 1)[0] ?? "/").replace(/^\/*/, "/");
    const path = decodeURIComponent(pathname);
    if (path.includes("\0")) return null;
    let file = realpathSync(resolve(base, `.${path}`));
    if (file !== base && !file.startsWith(base + sep)) return null;
    let status = statSync(file);
    if (status.isDirectory()) {
      if (!path.endsWith("/")) return { folder: `${pathname}/` };
      file = join(file, "index.html");
      status = statSync(file);
    }
    return { file, size: status.size, modified: Math.floor(status.mtimeMs) };
  } catch {
    return null;
  }
}

/** Installs the packages where they are missing or older than the lock file. */
function install() {
  const stamp = join(root, "node_modules/.package-lock.json");
  if (existsSync(stamp) && changed(stamp) >= changed(join(root, "package-lock.json"))) return;
  run("Installing packages", "npm", ["ci", "--include=dev"]);
}

/** Builds the site where it is missing or older than its sources. */
function build() {
  const built = join(root, "dist/index.html");
  const sources = [
    "src",
    "workers",
    "build",
    "public",
    "samples",
    "index.html",
    "vite.config.ts",
    "package-lock.json",
  ];
  if (existsSync(built) && changed(built) >= Math.max(...sources.map((path) => newest(join(root, path)))))
    return;
  run("Building the site", process.execPath, [join(root, "node_modules/vite/bin/vite.js"), "build"]);
}

/** @param {string} path */
function changed(path) {
  return statSync(path).mtimeMs;
}

/** @param {string} path */
function newest(path) {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return changed(path);
  const entries = readdirSync(path, { recursive: true, encoding: "utf8" });
  return Math.max(changed(path), ...entries.map((entry) => changed(join(path, entry))));
}

/**
 * @param {string} what
 * @param {string} command
 * @param {string[]} args
 */
function run(what, command, args) {
  console.log(`${what}…`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32" && command === "npm",
  });
  if (status === 0) return;
  console.error(`${what} failed${error ? `: ${error.message}` : ""}. See the lines above.`);
  process.exit(1);
}

async function main() {
  install();
  build();
  const host = process.env.HOST || "localhost";
  const given = process.env.PORT;
  if (given !== undefined && !/^\d{1,5}$/.test(given)) {
    console.error(`PORT must be a number from 0 to 65535, not ${given}.`);
    process.exit(1);
  }
  for (let port = given === undefined ? firstPort : Number(given); ; port += 1) {
    try {
      const server = await serve(port, { host });
      const address = server.address();
      const open = address !== null && typeof address === "object" ? address.port : port;
      console.log(`Regulars · 常客: http://${host.includes(":") ? `[${host}]` : host}:${open}/`);
      return;
    } catch (error) {
      const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (taken && given === undefined && port < firstPort + 50) continue;
      console.error(
        taken
          ? `Port ${port} is in use. Give another with PORT=… npm start.`
          : `The server could not start on ${host}:${port}: ${error instanceof Error ? error.message : String(error)}`,
      );
      process.exit(1);
    }
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
