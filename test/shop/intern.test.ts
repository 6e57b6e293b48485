import { vectorFromArray, Utf8 } from "apache-arrow";
import fc from "../property.ts";
import { expect, test } from "vitest";
import { Interner } from "../../src/shop/loading/intern.ts";

/** Numbers texts in pieces of so many: by the order of their bytes. */
function numbered(texts: readonly string[], piece: number) {
  const interner = new Interner();
  const codes = new Int32Array(texts.length);
  for (let at = 0; at < texts.length; at += piece)
    interner.add(vectorFromArray(texts.slice(at, at + piece), new Utf8()), codes, at);
  const ranks = interner.ranks();
  return { count: interner.count, codes: codes.map((code) => ranks[code] ?? -1) };
}

const text = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ minLength: 60, maxLength: 70 }),
  fc.constantFrom("", "C1", "C10", "C2", "customer 1", "customer 10", "甲", "甲乙", "😀"),
);

test("texts are numbered in the order of their bytes, equal ones alike", () => {
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 300 }),
      (texts, piece) => {
        const { codes, count } = numbered(texts, piece);
        const known = [...new Set(texts)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(count).toBe(known.length);
        expect([...codes]).toEqual(texts.map((each) => known.indexOf(each)));
      },
    ),
  );
});

test("many texts fit", () => {
  const texts = Array.from({ length: 200_000 }, (_, i) => `id-${String((i * 7919) % 150_000)}`);
  const { codes, count } = numbered(texts, 60_000);
  expect(count).toBe(150_000);
  const place = new Map([...new Set(texts)].sort().map((each, index) => [each, index]));
  expect(texts.every((each, row) => place.get(each) === codes[row])).toBe(true);
});

test("a missing text is refused", () => {
  const missing = vectorFromArray(["a", null], new Utf8());
  expect(() => new Interner().add(missing, new Int32Array(2), 0)).toThrow(/missing/);
});
