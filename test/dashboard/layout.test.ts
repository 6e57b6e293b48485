import fc from "../property.ts";
import { describe, expect, it } from "vitest";
import {
  type Placed,
  inOrder,
  inTurn,
  moveTo,
  narrowPlaces,
  rise,
  settle,
} from "../../src/dashboard/layout.ts";
import { bottom, firstFree, overlaps } from "../../src/document/place.ts";

const place = fc.record({
  x: fc.integer({ min: -3, max: 14 }),
  y: fc.integer({ min: -2, max: 20 }),
  w: fc.integer({ min: 1, max: 14 }),
  h: fc.integer({ min: 1, max: 8 }),
});
const anyTiles = fc
  .array(place, { maxLength: 12 })
  .map((places): Placed[] => places.map((one, index) => ({ id: `t${index}`, ...one })));
/** Tiles as a dashboard has them. */
const tiles = anyTiles.map((list) => settle(list));

function faults(list: readonly Placed[], columns = 12): string[] {
  const found: string[] = [];
  list.forEach((a, index) => {
    if (a.x < 0 || a.y < 0 || a.x + a.w > columns || a.w < 1) found.push(`${a.id} is outside`);
    for (const b of list.slice(index + 1)) if (overlaps(a, b)) found.push(`${a.id} and ${b.id} overlap`);
  });
  return found;
}
const hasEmptyRow = (list: readonly Placed[]) =>
  Array.from({ length: bottom(list) }, (_, row) => row).some(
    (row) => !list.some(({ y, h }) => y <= row && row < y + h),
  );

describe("the dashboard's layout", () => {
  it("brings any tiles inside the grid without overlaps", () => {
    fc.assert(
      fc.property(anyTiles, (list) => {
        const settled = settle(list);
        expect(faults(settled)).toEqual([]);
        expect(settled.map(({ id }) => id)).toEqual(list.map(({ id }) => id));
      }),
    );
  });
  it("leaves settled tiles where they are", () => {
    fc.assert(
      fc.property(tiles, (list) => {
        expect(settle(list)).toEqual(list);
      }),
    );
  });
  it("moves a tile to its place and the others out of its way", () => {
    fc.assert(
      fc.property(tiles, fc.nat(), place, (list, pick, to) => {
        const tile = list[pick % Math.max(1, list.length)];
        if (!tile) return;
        const moved = moveTo(list, tile.id, to);
        expect(faults(moved)).toEqual([]);
        expect(hasEmptyRow(moved)).toBe(false);
        const after = moved.find(({ id }) => id === tile.id);
        expect(after?.x).toBe(Math.min(12 - Math.min(12, to.w), Math.max(0, to.x)));
        expect(after?.y).toBeLessThanOrEqual(Math.max(0, to.y));
      }),
    );
  });
  it("finds a free place that needs nobody to move", () => {
    fc.assert(
      fc.property(tiles, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 8 }), (list, w, h) => {
        const free = firstFree(list, { w, h });
        expect(faults([...list, { id: "new", ...free }])).toEqual([]);
        expect(free.y).toBeLessThanOrEqual(bottom(list));
      }),
    );
  });
  it("lets what is left rise when one is taken away", () => {
    fc.assert(
      fc.property(tiles, fc.nat(), (list, pick) => {
        const rest = rise(list.filter((_, index) => index !== pick % Math.max(1, list.length)));
        expect(faults(rest)).toEqual([]);
        expect(hasEmptyRow(rest)).toBe(false);
      }),
    );
  });
  it("folds every tile into a narrow window", () => {
    fc.assert(
      fc.property(tiles, (list) => {
        const narrow = narrowPlaces(list, ({ w }) => w <= 3);
        expect(faults(narrow, 4)).toEqual([]);
        expect(narrow.map(({ id }) => id).sort()).toEqual(list.map(({ id }) => id).sort());
      }),
    );
  });
  it("leaves nothing hanging: above each tile there is another, or the top", () => {
    fc.assert(
      fc.property(tiles, fc.nat(), place, (list, pick, to) => {
        const tile = list[pick % Math.max(1, list.length)];
        if (!tile) return;
        const moved = moveTo(list, tile.id, to);
        for (const one of moved)
          if (one.y > 0)
            expect(
              moved.some((other) => other.id !== one.id && overlaps(other, { ...one, y: one.y - 1 })),
            ).toBe(true);
      }),
    );
  });
  it("takes a tile earlier or later in the order of reading, and keeps the layout whole", () => {
    fc.assert(
      fc.property(tiles, fc.nat(), fc.constantFrom(-1 as const, 1 as const), (list, pick, step) => {
        const order = inOrder(list).map(({ id }) => id);
        const at = pick % Math.max(1, list.length);
        const [moved, other] = [order[at], order[at + step]];
        if (moved === undefined) return;
        const turned = inTurn(list, moved, step);
        expect(faults(turned)).toEqual([]);
        expect(turned.map(({ id, w, h }) => ({ id, w, h }))).toEqual(
          list.map(({ id, w, h }) => ({ id, w, h })),
        );
        if (other === undefined) {
          expect(turned).toEqual(list);
          return;
        }
        const now = inOrder(turned).map(({ id }) => id);
        expect(Math.sign(now.indexOf(moved) - now.indexOf(other))).toBe(step);
      }),
    );
  });
  it("lets neighbours in a row, and tiles of one size, just change places", () => {
    const list = [
      { id: "a", x: 0, y: 0, w: 7, h: 8 },
      { id: "b", x: 7, y: 0, w: 5, h: 8 },
      { id: "c", x: 0, y: 8, w: 5, h: 8 },
    ];
    expect(inTurn(list, "b", -1)).toEqual([
      { id: "a", x: 5, y: 0, w: 7, h: 8 },
      { id: "b", x: 0, y: 0, w: 5, h: 8 },
      { id: "c", x: 0, y: 8, w: 5, h: 8 },
    ]);
    expect(inTurn(list, "b", 1)).toEqual([
      { id: "a", x: 0, y: 0, w: 7, h: 8 },
      { id: "b", x: 0, y: 8, w: 5, h: 8 },
      { id: "c", x: 7, y: 0, w: 5, h: 8 },
    ]);
  });
  it("puts a new tile beside what leaves room", () => {
    const list = [{ id: "a", x: 0, y: 0, w: 7, h: 7 }];
    expect(firstFree(list, { w: 5, h: 7 })).toEqual({ x: 7, y: 0, w: 5, h: 7 });
    expect(firstFree(list, { w: 6, h: 2 })).toEqual({ x: 0, y: 7, w: 6, h: 2 });
  });
});
