// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { drawChart } from "../../src/charts/draw.ts";
import type { ChartOptions, Drawing } from "../../src/charts/drawing.ts";
import { locales } from "../../src/i18n/text.ts";
import { isoDay } from "../../src/tables/frame.ts";
import { type Sample, optionsOf, sample } from "./samples.ts";
import { boxes } from "./text-boxes.ts";

function draw({ spec, frame, columns }: Sample, more: Partial<ChartOptions> = {}): Drawing {
  const drawing = drawChart(spec, frame, optionsOf(columns, more));
  if (!drawing) throw new Error("nothing drawn");
  return drawing;
}
const all = (drawing: Drawing, selector: string) => [...drawing.svg.querySelectorAll(selector)];
const texts = (drawing: Drawing) => all(drawing, "text").map((element) => element.textContent);
const numbersOf = (path: Element | undefined) =>
  (path?.getAttribute("d") ?? "").match(/-?[\d.]+/g)?.map(Number) ?? [];

/** Eleven weeks, the last five held out: 100 a week happened, 90 a week were expected. */
const tracking = sample(
  "predicted-clv",
  "tracking",
  Array.from({ length: 11 }, (_, i) => ({
    until: isoDay(20_000 + 7 * i),
    week: i - 5,
    actual: 100 * i,
    expected: i <= 5 ? 98 * i : 500 + 90 * (i - 5),
    held_out: i > 5,
  })),
);
const against = sample(
  "predicted-clv",
  "calibration",
  ["0", "1", "2", "7+"].map((frequency, i) => ({
    frequency,
    customers: i === 3 ? 12 : 400,
    actual: 0.3 + i,
    low: 0.2 + i,
    high: 0.5 + i,
    expected: 0.25 + i,
  })),
);
const calibration = sample(
  "backtest-churn",
  "calibration",
  [0.1, 0.5, 0.9].map((told, i) => ({
    bin: 1 + i * 4,
    customers: [8, 20, 300][i] ?? 0,
    expected: told,
    left: 1,
    rate: told + 0.05,
    low: told,
    high: Math.min(1, told + 0.1),
  })),
);

describe("a tracking plot", () => {
  it("draws what happened through, and what was expected from the cut on", () => {
    const drawing = draw(tracking);
    const [cut] = all(drawing, "line.cut, path.cut");
    expect(cut).toBeDefined();
    expect(all(drawing, "path.line.s1")).toHaveLength(1);
    const [fitted, foreseen] = all(drawing, "path.line.s2");
    expect(fitted?.getAttribute("class")).toContain("dash");
    // The forecast starts where the days that it was fitted to ended: at what had happened.
    const actual = numbersOf(all(drawing, "path.line.s1")[0]);
    const from = numbersOf(foreseen).slice(0, 2);
    expect(actual.slice(10, 12)).toEqual(from);
    expect(drawing.points[6]?.lines).toContainEqual(["Expected so far", "590"]);
    expect(drawing.points[6]?.lines).toContainEqual(["Expected against actual", "−1.7%"]);
    expect(drawing.points.map(({ lines }) => lines.at(-1)?.[1])).toEqual([
      ...Array<string>(6).fill("Fitted to"),
      ...Array<string>(5).fill("Held out"),
    ]);
  });

  it("says how much was expected of what came after the cut", () => {
    const { summary } = draw(tracking);
    expect(summary.en).toBe("After 8 Nov 2024: 500 actual, 450 expected.");
    expect(summary["zh-CN"]).toBe("2024-11-08 之后：实际 500，预期 450。");
  });

  it("draws no cut where nothing is held out", () => {
    const rows = tracking.frame.length;
    const frame = {
      ...tracking.frame,
      values: { ...tracking.frame.values, held_out: Array(rows).fill(false) },
    };
    expect(all(draw({ ...tracking, frame }), ".cut")).toHaveLength(0);
  });
});

describe("actual against expected", () => {
  it("has a bar and a point a group, and is hollow for a few customers", () => {
    const drawing = draw(against);
    expect(all(drawing, "rect.bar.s1.pale")).toHaveLength(3 + 1);
    expect(all(drawing, "rect.hollow")).toHaveLength(1);
    expect(all(drawing, "circle.ring")).toHaveLength(4 + 1);
    expect(all(drawing, "line.span")).toHaveLength(4);
    expect(texts(drawing)).toEqual(expect.arrayContaining(["Actual", "Expected", "7+"]));
    expect(drawing.summary.en).toContain("0: 0.30 and 0.25");
  });
});

describe("a calibration", () => {
  it("shows each group at what it was told and what happened, but for too few", () => {
    const drawing = draw(calibration);
    const dots = all(drawing, "circle.point");
    expect(dots).toHaveLength(2);
    expect(dots.filter((dot) => dot.classList.contains("small"))).toHaveLength(1);
    expect(all(drawing, "path.cut")).toHaveLength(1);
    // Above the diagonal more happened than was told.
    const diagonal = numbersOf(all(drawing, "path.cut")[0]);
    const [x0 = 0, y0 = 0, x1 = 1, y1 = 1] = diagonal;
    const [x, y] = [drawing.points[1]?.x ?? 0, drawing.points[1]?.y ?? 0];
    expect(y).toBeLessThan(y0 + ((y1 - y0) * (x - x0)) / (x1 - x0));
    expect(drawing.summary.en).toMatch(/^2 groups of 320 customers: 87\.5% were told on average, 92\.5%/);
  });
});

describe.each(Object.entries({ tracking, against, calibration }))("the words of %s", (_, own) => {
  it.each(locales)("stay within the drawing, in %s", (locale) => {
    for (const [width, height] of [
      [260, 172],
      [320, 130],
      [428, 206],
      [784, 260],
      [1400, 700],
    ] as const) {
      const drawing = draw(own, { width, height, locale });
      const found = boxes(drawing.svg);
      expect(found.length).toBeGreaterThan(0);
      for (const box of found) {
        expect(box.left, `${width}×${height}`).toBeGreaterThanOrEqual(-4);
        expect(box.right, `${width}×${height}`).toBeLessThanOrEqual(width + 4);
      }
      found.forEach((box, i) => {
        for (const other of found.slice(i + 1)) {
          const apart =
            box.right <= other.left + 1 ||
            other.right <= box.left + 1 ||
            Math.abs(box.baseline - other.baseline) >= 9;
          expect(apart, `${width}×${height}: ${JSON.stringify([box, other])}`).toBe(true);
        }
      });
    }
  });
});
