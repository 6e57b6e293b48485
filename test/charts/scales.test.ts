import fc from "../property.ts";
import { describe, expect, it } from "vitest";
import { spread } from "../../src/charts/axes.ts";
import { categoriesOf } from "../../src/charts/categories.ts";
import { stepsOf } from "../../src/charts/steps.ts";
import { fitText, textWidth } from "../../src/charts/text-width.ts";
import { niceTicks, tickLabels } from "../../src/charts/ticks.ts";

const figure = fc.double({ min: -1e9, max: 1e9, noNaN: true });

describe("ticks", () => {
  it("cover the range in round steps, about as many as asked for", () => {
    fc.assert(
      fc.property(figure, figure, fc.integer({ min: 1, max: 12 }), (a, b, count) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        // Closer than doubles of that size can tell apart is no range.
        fc.pre(high - low > Math.max(1e-6, Math.abs(high) * 1e-9));
        const ticks = niceTicks(low, high, count);
        const slack = (high - low) * 1e-6;
        expect(ticks[0]).toBeLessThanOrEqual(low + slack);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(high - slack);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(count + 3);
      }),
    );
  });
  it("are whole for counts and stand for one value too", () => {
    expect(niceTicks(0, 2, 8, true)).toEqual([0, 1, 2]);
    expect(niceTicks(5, 5, 3).length).toBeGreaterThan(1);
    expect(niceTicks(0, 0, 3)[0]).toBe(0);
  });
  it("are written alike along an axis, in each language", () => {
    expect(tickLabels([0, 0.2, 0.4], "share", "en", null)).toEqual(["0%", "20%", "40%"]);
    expect(tickLabels([0.4, 0.405, 0.41], "share", "en", null)).toEqual(["40.0%", "40.5%", "41.0%"]);
    expect(tickLabels([-0.2, 0, 0.2], "nps", "en", null)).toEqual(["−20", "0", "+20"]);
    expect(tickLabels([0, 250_000, 500_000], "money", "en", "CNY")).toEqual(["¥0", "¥250K", "¥500K"]);
    expect(tickLabels([0, 500_000, 1_000_000], "money", "en", "CNY")).toEqual(["¥0", "¥0.5M", "¥1.0M"]);
    expect(tickLabels([0, 250_000, 500_000], "money", "zh-CN", "CNY")).toEqual(["¥0", "¥25 万", "¥50 万"]);
    expect(tickLabels([0, 5000, 10_000], "customers", "en", null)).toEqual(["0", "5,000", "10,000"]);
    expect(tickLabels([0, 5000, 10_000], "customers", "zh-CN", null)).toEqual(["0", "0.5 万", "1.0 万"]);
  });
});

describe("steps of colour", () => {
  it("are eight, in order, and reach from the least to the most", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 60 }),
        (values) => {
          const steps = stepsOf(values);
          const sorted = [...values].sort((a, b) => a - b).map(steps.of);
          expect([...sorted].sort((a, b) => a - b)).toEqual(sorted);
          expect(sorted.every((step) => step >= 1 && step <= 8)).toBe(true);
        },
      ),
    );
    expect(stepsOf([0.1, 0.2, 0.3]).of(0.3)).toBe(8);
    expect(stepsOf([217, 2194]).of(217)).toBe(1);
    expect(stepsOf([5, 5]).of(5)).toBe(4);
  });
});

describe("colours of categories", () => {
  it("follow the alphabet, not the rank", () => {
    const weights = new Map([
      ["b", 9],
      ["a", 1],
    ]);
    expect(categoriesOf(weights).kept).toEqual(["a", "b"]);
    expect(categoriesOf(weights, ["b", "a"]).classOf("b")).toBe("s1");
  });
  it("are at most eight", () => {
    const weights = new Map(Array.from({ length: 20 }, (_, i) => [`k${i}`, i]));
    const { kept, others, classOf } = categoriesOf(weights);
    expect(kept).toHaveLength(7);
    expect(others).toHaveLength(13);
    expect(kept).toContain("k19");
    expect(new Set([...weights.keys()].map(classOf)).size).toBe(8);
  });
});

describe("labels", () => {
  it("are spread apart within bounds while there is room", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { minLength: 1, maxLength: 15 }),
        (places) => {
          const put = spread(places, 13, 0, 200);
          const sorted = [...put].sort((a, b) => a - b);
          for (let i = 1; i < sorted.length; i += 1)
            expect((sorted[i] ?? 0) - (sorted[i - 1] ?? 0)).toBeGreaterThan(12.99);
          expect(sorted[0]).toBeGreaterThanOrEqual(-0.01);
          expect(sorted.at(-1)).toBeLessThanOrEqual(200.01);
        },
      ),
    );
  });
  it("are cut to what fits, or to nothing", () => {
    expect(fitText("Mini-program", 200)).toBe("Mini-program");
    expect(fitText("Mini-program", 40)).toMatch(/^Mini?.*…$/);
    expect(fitText("Mini-program", 2)).toBe("");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 0, max: 120 }), (text, width) => {
        expect(textWidth(fitText(text, width))).toBeLessThanOrEqual(width + 0.5);
      }),
    );
  });
});
