import fc from "../property.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { decodeFrame, encodeFrame } from "../../src/engine/arrow.ts";
import type { ColumnType, Frame, Value } from "../../src/tables/frame.ts";

const columns = [
  { name: "text", type: "text" },
  { name: "integer", type: "integer" },
  { name: "number", type: "number" },
  { name: "date", type: "date" },
  { name: "boolean", type: "boolean" },
] as const;
const types: Record<string, ColumnType> = Object.fromEntries(columns.map(({ name, type }) => [name, type]));

const frames: fc.Arbitrary<Frame> = fc
  .array(
    fc.record<Record<string, Value>>({
      text: fc.option(fc.string({ unit: "grapheme" })),
      integer: fc.option(fc.integer()),
      number: fc.option(fc.double({ noNaN: true })),
      date: fc.option(fc.constantFrom("2024-02-29", "1999-12-31")),
      boolean: fc.option(fc.boolean()),
    }),
    { maxLength: 40 },
  )
  .map((rows) => ({
    columns,
    length: rows.length,
    values: Object.fromEntries(columns.map(({ name }) => [name, rows.map((row) => row[name] ?? null)])),
  }));

describe("a frame as Arrow bytes", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("comes back whole", () => {
    fc.assert(
      fc.property(frames, (frame) => {
        expect(decodeFrame(encodeFrame(frame), types)).toEqual(frame);
      }),
    );
  });
  it("is made without functions out of text, which the Content-Security-Policy forbids", () => {
    const refuse = () => {
      throw new EvalError("refused to evaluate a string as JavaScript");
    };
    vi.stubGlobal("Function", new Proxy(Function, { construct: refuse, apply: refuse }));
    const frame: Frame = {
      columns: [columns[0], columns[1]],
      length: 2,
      values: { text: ["青禾", null], integer: [null, 7] },
    };
    expect(decodeFrame(encodeFrame(frame), types)).toEqual(frame);
  });
});
