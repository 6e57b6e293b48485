import { vectorFromArray, Utf8 } from "apache-arrow";
import fc from "fast-check";
import { expect, test } from "vitest";
import { intern } from "../../src/shop/intern.ts";

const text = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ minLength: 60, maxLength: 70 }),
  fc.constantFrom("", "C1", "C10", "C2", "customer 1", "customer 10", "甲", "甲乙", "😀"),
);

test("texts are numbered in the order of their bytes, equal ones alike", () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 300 }), (texts) => {
      const { codes, count } = intern(vectorFromArray(texts, new Utf8()));
      const known = [...new Set(texts)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(count).toBe(known.length);
      expect([...codes]).toEqual(texts.map((each) => known.indexOf(each)));
    }),
  );
});

test("many texts fit", () => {
  const texts = Array.from({ length: 200_000 }, (_, i) => `id-${String((i * 7919) % 150_000)}`);
  const { codes, count } = intern(vectorFromArray(texts, new Utf8()));
  expect(count).toBe(150_000);
  const place = new Map([...new Set(texts)].sort().map((each, index) => [each, index]));
  expect(texts.every((each, row) => place.get(each) === codes[row])).toBe(true);
});

test("a missing text is refused", () => {
  expect(() => intern(vectorFromArray(["a", null], new Utf8()))).toThrow(/missing/);
});
