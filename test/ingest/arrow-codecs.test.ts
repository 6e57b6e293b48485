import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readArrow } from "../../src/ingest/arrow-file.ts";
import { lz4Frame } from "../../src/ingest/arrow-codecs.ts";

const fixture = (name: string) =>
  new Blob([readFileSync(new URL(`../fixtures/import/${name}`, import.meta.url))]);

test.each(["orders-lz4.feather", "orders-zstd.feather"])(
  "%s holds what orders.feather holds",
  async (name) => {
    const plain = await readArrow("orders.feather", fixture("orders.feather"));
    const packed = await readArrow(name, fixture(name));
    expect(await packed.content.text()).toBe(await plain.content.text());
  },
);

// A frame by hand: magic, version 1 with independent blocks, blocks of 64 KB, a checksum that is passed over.
const head = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0];
const end = [0, 0, 0, 0];
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test("a match that overlaps what it writes repeats it", () => {
  // "ab", then eleven bytes from two back, then the last literals.
  const block = [0x27, 0x61, 0x62, 2, 0, 0x10, 0x63];
  expect(text(lz4Frame(new Uint8Array([...head, block.length, 0, 0, 0, ...block, ...end])))).toBe(
    `${"ab".repeat(6)}ac`,
  );
});

test("a block that is stored is copied, and one after it may refer to it", () => {
  const stored = [...new TextEncoder().encode("loyalty ")];
  const block = [0x04, 8, 0, 0x10, 0x2e];
  const bytes = [...head, 8, 0, 0, 0x80, ...stored, block.length, 0, 0, 0, ...block, ...end];
  expect(text(lz4Frame(new Uint8Array(bytes)))).toBe("loyalty loyalty .");
});

test.each([
  ["cut off", [...head, 9, 0, 0, 0, 0x27, 0x61]],
  ["reaching before its beginning", [...head, 6, 0, 0, 0, 0x14, 0x61, 9, 0, 0x10, 0x62, ...end]],
  ["of another kind", [1, 2, 3, 4, 0, 0, 0, 0]],
])("a frame %s is refused", (_, bytes) => {
  expect(() => lz4Frame(new Uint8Array(bytes))).toThrow(/LZ4/);
});
