import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { downloadModule } from "../../src/engine/download.ts";
import { TextError } from "../../src/i18n/text.ts";

/** A module with nothing but a section called `pad`, of so many bytes as a length of three bytes can tell. */
const pad = Buffer.alloc(500_000, "module");
const length = 4 + pad.length;
const plain = Buffer.concat([
  Buffer.from("\0asm\x01\0\0\0"),
  Buffer.from([0, (length & 127) | 128, ((length >> 7) & 127) | 128, length >> 14, 3]),
  Buffer.from("pad"),
  pad,
]);
const packed = gzipSync(plain);

let server: Server | null = null;
afterEach(() => void server?.close());

async function download(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  server = createServer(answer);
  await new Promise<void>((resolve) => server?.listen(0, "localhost", resolve));
  const at = server.address();
  const port = at !== null && typeof at === "object" ? at.port : 0;
  const heard: [number, number][] = [];
  const assets = {
    worker: "",
    module: `http://localhost:${port}/module.wasm.gz`,
    packed: packed.length,
    unpacked: plain.length,
  };
  const module = await downloadModule(assets, (received, total) => heard.push([received, total]));
  return { sections: WebAssembly.Module.customSections(module, "pad"), heard };
}

describe("the module's download", () => {
  it("unpacks, and tells how much of the packed bytes came", async () => {
    const { sections, heard } = await download((_, response) => response.end(packed));
    expect(sections.map(({ byteLength }) => byteLength)).toEqual([pad.length]);
    expect(heard.at(-1)).toEqual([packed.length, packed.length]);
  });

  it.each([
    ["sent plain", {}, plain],
    ["unpacked on its way", { "Content-Encoding": "gzip" }, packed],
  ])("takes a module that is %s", async (_, headers, body) => {
    const { sections, heard } = await download((_request, response) => {
      response.writeHead(200, headers);
      response.end(body);
    });
    expect(sections).toHaveLength(1);
    expect(heard.at(-1)).toEqual([plain.length, plain.length]);
  });

  it.each([
    ["an error", 500, "oops", /500/],
    ["another page", 200, "<!doctype html>", /not the engine/],
    ["half of it", 200, packed.subarray(0, 300), /engine/],
    ["another module", 200, "\0asm\x01\0\0\0", /not the engine/],
    ["nothing", 200, "", /not the engine/],
  ])("says what is wrong with %s", async (_, status, body, message) => {
    const error: unknown = await download((_request, response) => {
      response.writeHead(status);
      response.end(body);
    }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TextError);
    expect((error as TextError).message).toMatch(message);
    expect((error as TextError).text["zh-CN"]).toMatch(/重新加载/);
  });
});
