import fc from "../property.ts";
import { describe, expect, it } from "vitest";
import { place } from "../../src/ui/place.ts";

const window = { width: 1000, height: 800 };
const size = { width: 200, height: 300 };

describe("a floating box", () => {
  it("stands below its anchor, at the edge it is told", () => {
    const anchor = { left: 400, right: 440, top: 100, bottom: 130 };
    expect(place(anchor, size, window, "start")).toMatchObject({ left: 400, top: 134 });
    expect(place(anchor, size, window, "end")).toMatchObject({ left: 240, top: 134 });
  });

  it("stands above where there is more room", () => {
    const anchor = { left: 400, right: 440, top: 700, bottom: 730 };
    expect(place(anchor, size, window).top).toBe(396);
  });

  it("is always inside the window where it fits", () => {
    const anchors = fc.record({
      left: fc.integer({ min: 0, max: 980 }),
      top: fc.integer({ min: 0, max: 760 }),
    });
    fc.assert(
      fc.property(anchors, fc.constantFrom("start" as const, "end" as const), ({ left, top }, align) => {
        const box = place({ left, right: left + 20, top, bottom: top + 30 }, size, window, align);
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.left + size.width).toBeLessThanOrEqual(window.width);
        expect(box.top).toBeGreaterThanOrEqual(0);
        expect(box.top + Math.min(size.height, box.maxHeight)).toBeLessThanOrEqual(window.height);
      }),
    );
  });
});
