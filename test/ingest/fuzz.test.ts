import { readFile, readdir } from "node:fs/promises";
import fc from "../property.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { TextError } from "../../src/i18n/text.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import { HeldFiles, recogniseFiles } from "../../src/shop/loading/load.ts";
import { loadWhole } from "../shop/load-whole.ts";

// However a file is damaged, importing it ends in figures that account for every row, or in words.
const folder = new URL("../fixtures/import/", import.meta.url);
const names = (await readdir(folder, { withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name !== "thousand-columns.csv")
  .map(({ name }) => name);

type Damage = (bytes: Uint8Array<ArrayBuffer>, at: number, value: number) => Uint8Array<ArrayBuffer>;
const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(parts.flatMap((part) => [...part]));
const place = (bytes: Uint8Array, at: number) => Math.floor(at * bytes.length);

const damages: Readonly<Record<string, Damage>> = {
  cut: (bytes, at) => bytes.slice(0, place(bytes, at)),
  "cut at the beginning": (bytes, at) => bytes.slice(place(bytes, at)),
  "a byte changed": (bytes, at, value) => {
    const changed = bytes.slice();
    if (changed.length > 0) changed[Math.min(place(bytes, at), changed.length - 1)] = value;
    return changed;
  },
  "a quotation mark put in": (bytes, at) =>
    joined(bytes.subarray(0, place(bytes, at)), new Uint8Array([34]), bytes.subarray(place(bytes, at))),
  "a long cell put in": (bytes, at, value) =>
    joined(
      bytes.subarray(0, place(bytes, at)),
      new Uint8Array(20_000).fill(97 + (value % 26)),
      bytes.subarray(place(bytes, at)),
    ),
  "a part twice": (bytes, at) => joined(bytes, bytes.subarray(place(bytes, at))),
};

describe("a damaged file ends in figures or in words:", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openNodeEngine();
  });
  afterAll(() => engine.close());

  test.each(Object.entries(damages))("%s", { timeout: 120_000 }, async (_, damage) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 255 }),
        async (name, at, value) => {
          const bytes = new Uint8Array(await readFile(new URL(encodeURIComponent(name), folder)));
          const source = new Blob([damage(bytes, at, value)]);
          const held = new HeldFiles();
          const found = await recogniseFiles(held, [{ name, source }]);
          expect(found.length).toBeGreaterThan(0);
          try {
            const { rows } = await loadWhole(
              engine,
              held,
              found.map(({ file, mapping }) => ({ file, mapping })),
              defaultPolicies,
            );
            expect(rows.read).toBe(rows.used + rows.aside);
          } catch (error) {
            if (!(error instanceof TextError)) throw error;
            expect(error.text.en).not.toBe("");
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
