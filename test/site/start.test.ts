import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentSecurityPolicy } from "../../build/csp.js";
import { serve } from "../../start.js";

let base: string;
let server: Server;
let port: number;

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "site-"));
  const site = join(base, "dist");
  mkdirSync(join(site, "assets"), { recursive: true });
  mkdirSync(join(base, "dist-beside"));
  writeFileSync(join(base, "secret.txt"), "secret");
  writeFileSync(join(base, "dist-beside/secret.txt"), "secret");
  writeFileSync(join(site, "index.html"), "<!doctype html>");
  writeFileSync(join(site, "样品 1.csv"), "a\n1\n");
  writeFileSync(join(site, "assets/a-1.js"), "export {}");
  writeFileSync(join(site, "assets/b-1.wasm.gz"), "x");
  symlinkSync(join(base, "secret.txt"), join(site, "link.txt"));
  server = await serve(0, { folder: site });
  const at = server.address();
  port = at !== null && typeof at === "object" ? at.port : 0;
});
afterAll(() => {
  server.close();
  rmSync(base, { recursive: true });
});

/** Asks without a client that tidies the path first. */
function ask(path: string, method = "GET", headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      request({ host: "localhost", port, path, method, headers }, (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (body += chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      })
        .on("error", reject)
        .end();
    },
  );
}

describe("the site's server", () => {
  it("sends the page with its policy, to be asked for again", async () => {
    const { status, headers, body } = await ask("/?lang=en");
    expect([status, body]).toEqual([200, "<!doctype html>"]);
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": contentSecurityPolicy,
      "cache-control": "no-cache",
    });
    const again = await ask("/", "GET", { "If-None-Match": String(headers.etag) });
    expect([again.status, again.body]).toEqual([304, ""]);
  });

  it("sends hashed files to be kept, packed ones as they are", async () => {
    expect((await ask("/assets/a-1.js")).headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    });
    const { headers } = await ask("/assets/b-1.wasm.gz");
    expect(headers["content-type"]).toBe("application/gzip");
    expect(headers["content-encoding"]).toBeUndefined();
  });

  it("finds names in any script", async () => {
    expect((await ask(encodeURI("/样品 1.csv"))).body).toBe("a\n1\n");
  });

  it.each([
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/assets/../../secret.txt",
    "/..\\secret.txt",
    "//../secret.txt",
    "/../dist-beside/secret.txt",
    "/link.txt",
    "/%00",
    "/%zz",
    "/nothing.js",
  ])("does not answer for %s", async (path) => {
    const { status, body } = await ask(path);
    expect(status).toBe(404);
    expect(body).not.toContain("secret");
  });

  it("sends a folder's address with its slash, and takes no other methods", async () => {
    expect(await ask("/assets")).toMatchObject({ status: 301, headers: { location: "/assets/" } });
    expect((await ask("/", "POST")).status).toBe(405);
    expect(await ask("/", "HEAD")).toMatchObject({ status: 200, body: "" });
  });
});
