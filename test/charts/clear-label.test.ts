// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { clearLabel } from "../../src/charts/clear-label.ts";
import { drawChart } from "../../src/charts/draw.ts";
import { locales } from "../../src/i18n/text.ts";
import { curveRows, month, optionsOf, sample, survivalRows } from "./samples.ts";
import { boxes } from "./text-boxes.ts";

const sizes = [
  [260, 160],
  [428, 206],
  [590, 130],
  [784, 260],
] as const;

/** Rates that go up and down, whose last firm point lies before three open ones. */
function wavyRates(turn: number, open = 3) {
  return sample(
    "repurchase-rate",
    "line",
    Array.from({ length: 21 }, (_, i) => {
      const rate = 0.5 + 0.05 * Math.sin(i * turn) + (i > 18 ? 0.06 : 0);
      const customers = 1000 - i * 25;
      return {
        cohort: month(i),
        customers,
        repurchased: Math.round(rate * customers),
        rate,
        low: rate - 0.03,
        high: rate + 0.03,
        complete: i < 21 - open,
        split: null,
      };
    }),
  );
}

type Segment = readonly [x1: number, y1: number, x2: number, y2: number];
/** The straight parts of the drawn lines. */
function segmentsOf(svg: SVGSVGElement): Segment[] {
  return [...svg.querySelectorAll("path.line")].flatMap((path) => {
    let at: [number, number] = [0, 0];
    const found: Segment[] = [];
    for (const [, command, numbers = ""] of (path.getAttribute("d") ?? "").matchAll(/([MLHV])([-\d.,e]*)/g)) {
      const [first = 0, second = 0] = numbers.split(",").map(Number);
      const to: [number, number] =
        command === "H" ? [first, at[1]] : command === "V" ? [at[0], first] : [first, second];
      if (command !== "M") found.push([...at, ...to]);
      at = to;
    }
    return found;
  });
}
/** Whether a line goes through a box, tried at many places of it. */
function crosses([x1, y1, x2, y2]: Segment, box: { left: number; right: number; baseline: number }): boolean {
  return Array.from({ length: 101 }, (_, i) => i / 100).some((part) => {
    const [x, y] = [x1 + part * (x2 - x1), y1 + part * (y2 - y1)];
    return x > box.left && x < box.right && y > box.baseline - 9 && y < box.baseline + 1;
  });
}

const charts = {
  "rates that end early": wavyRates(0.9),
  "rates that turn at each cohort": wavyRates(3),
  "rates that end at the edge": wavyRates(0.9, 0),
  "a slow return": sample("time-to-next-order", "survival", survivalRows()),
  "a quick return": sample("time-to-next-order", "survival", survivalRows([null], 4000, 120)),
};

describe.each(Object.entries(charts))(
  "the value at a line's point: %s",
  (_name, { spec, frame, columns }) => {
    it.each(locales)("is not crossed by the line, in %s", (locale) => {
      const faults: string[] = [];
      let told = 0;
      for (const [width, height] of sizes) {
        const drawing = drawChart(spec, frame, optionsOf(columns, { width, height, locale }));
        if (!drawing) throw new Error("nothing drawn");
        const segments = segmentsOf(drawing.svg);
        expect(segments.length).toBeGreaterThan(3);
        for (const box of boxes(drawing.svg).filter(({ text }) => text !== "")) {
          if (/%|n =|days|天/.test(box.text)) told += 1;
          if (segments.some((segment) => crosses(segment, box)))
            faults.push(`${width}×${height}: ${box.text}`);
        }
      }
      expect(told).toBeGreaterThan(0);
      expect(faults).toEqual([]);
    });
  },
);

describe.each([1.05, 1.2, 1.5, 2, 3, 6])("what the cuts of a concentration curve of bend %d say", (bend) => {
  it.each(locales)("is crossed by neither cut nor the curve, in %s", (locale) => {
    const { spec, frame, columns } = sample("abc-segments", "pareto", curveRows(bend));
    const faults: string[] = [];
    for (const [width, height] of sizes) {
      const drawing = drawChart(spec, frame, optionsOf(columns, { width, height, locale }));
      if (!drawing) throw new Error("nothing drawn");
      const cuts = [...drawing.svg.querySelectorAll("line.base")].map((line): Segment => {
        const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = ["x1", "y1", "x2", "y2"].map((name) =>
          Number(line.getAttribute(name)),
        );
        return [x1, y1, x2, y2];
      });
      expect(cuts.filter(([x1, , x2]) => x1 === x2)).toHaveLength(2);
      for (const box of boxes(drawing.svg))
        if ([...segmentsOf(drawing.svg), ...cuts].some((segment) => crosses(segment, box)))
          faults.push(`${width}×${height}: ${box.text}`);
    }
    expect(faults).toEqual([]);
  });
});

describe("words beside a point", () => {
  const bounds = { left: 0, right: 200, top: 0, bottom: 100 };
  const words = [{ text: "53.4%", class: "b" }];

  it("stand over it where the line is level", () => {
    const [word] = clearLabel(
      { x: 100, y: 50 },
      [
        { x: 0, y: 50 },
        { x: 200, y: 50 },
      ],
      words,
      bounds,
    );
    expect(word).toMatchObject({ x: 100, anchor: "middle" });
    expect(word?.y).toBeLessThan(50);
  });
  it("go beside a peak's slope rather than upon it", () => {
    const line = [
      { x: 0, y: 5 },
      { x: 100, y: 60 },
      { x: 200, y: 5 },
    ];
    const [word] = clearLabel({ x: 100, y: 60 }, line, words, bounds);
    expect(word?.y).toBeGreaterThan(66);
  });
  it("are left out where there is no place for them", () => {
    expect(clearLabel({ x: 10, y: 8 }, [{ x: 0, y: 8 }], words, { ...bounds, right: 20 })).toEqual([]);
  });
});
