// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { drawIntervals, intervalsHeight } from "../../src/charts/intervals.ts";
import type { ResultColumns } from "../../src/metrics/metric.ts";
import { frameFromRows } from "../../src/tables/frame.ts";
import { optionsOf } from "./samples.ts";

const names = [
  "Second order within 90 days of the first (this figure)",
  "Second order within 90 days of the first, mature only",
  "Any order again",
];
const label = { en: "Value", "zh-CN": "数值" };
const columns: ResultColumns = {
  name: { type: "text", label },
  value: { type: "number", unit: "share", label },
  low: { type: "number", unit: "share", label },
  high: { type: "number", unit: "share", label },
  n: { type: "integer", label },
};
const frame = frameFromRows(
  Object.entries(columns).map(([name, { type }]) => ({ name, type })),
  names.map((name, i) => ({ name, value: 0.3 + i / 10, low: 0.25 + i / 10, high: 0.35 + i / 10, n: 400 })),
);
function draw(width: number, height: number) {
  const spec = { mark: "intervals", y: "name", x: "value", low: "low", high: "high", n: "n" } as const;
  const { svg, points } = drawIntervals(spec, frame, optionsOf(columns, { width, height }));
  const texts = [...svg.querySelectorAll("text")].map((element) => element.textContent);
  return { texts, points, height: Number(svg.getAttribute("height")) };
}

describe("intervals of long names", () => {
  it("are told apart at the width of a phone: the name stands above its row", () => {
    const height = intervalsHeight(names, 340);
    const drawn = draw(340, height);
    expect(drawn.texts).toEqual(expect.arrayContaining(names));
    expect(drawn.height).toBeLessThanOrEqual(height);
    expect(draw(340, height - 30).texts).not.toEqual(expect.arrayContaining(names));
  });
  it("stand beside their rows where there is room", () => {
    const height = intervalsHeight(names, 1100);
    expect(height).toBeLessThan(intervalsHeight(names, 340));
    const drawn = draw(1100, height);
    expect(drawn.texts).toEqual(expect.arrayContaining(names));
    const [first, second] = drawn.points;
    expect((second?.y ?? 0) - (first?.y ?? 0)).toBeLessThan(31);
  });
});
