import { expect, it } from "vitest";
import { frameFromRows } from "../../src/tables/frame.ts";
import { sortedRows } from "../../src/ui/sorted-rows.ts";

const frame = frameFromRows(
  [
    { name: "n", type: "integer" },
    { name: "t", type: "text" },
  ],
  [
    { n: 10, t: "b10" },
    { n: null, t: null },
    { n: 9, t: "b9" },
    { n: 10, t: "a" },
  ],
);

it("sorts figures by size and words as people count, the empty last either way", () => {
  expect(sortedRows(frame, "n", false)).toEqual([2, 0, 3, 1]);
  expect(sortedRows(frame, "n", true)).toEqual([0, 3, 2, 1]);
  expect(sortedRows(frame, "t", false)).toEqual([3, 2, 0, 1]);
  expect(sortedRows(frame, "t", true)).toEqual([0, 2, 3, 1]);
});
