// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { drawWaterfall, waterfallHeight } from "../../src/charts/waterfall.ts";
import type { ResultColumns } from "../../src/metrics/metric.ts";
import { type Row, frameFromRows } from "../../src/tables/frame.ts";
import { optionsOf } from "./samples.ts";
import { boxes } from "./text-boxes.ts";

const share = { type: "number", unit: "share", label: { en: "Rate", "zh-CN": "比率" } } as const;
const columns: ResultColumns = {
  name: { type: "text", label: { en: "Cause", "zh-CN": "原因" } },
  from: share,
  to: share,
  whole: { type: "boolean", label: { en: "Figure", "zh-CN": "数字" } },
};
const rows: Row[] = [
  { name: "A", from: 0.412, to: 0.412, whole: true },
  { name: "Window", from: 0.412, to: 0.452, whole: false },
  { name: "Incomplete windows", from: 0.452, to: 0.439, whole: false },
  { name: "Refunds", from: 0.439, to: 0.439, whole: false },
  { name: "B", from: 0.439, to: 0.439, whole: true },
];
const draw = (given: readonly Row[], more = {}) =>
  drawWaterfall(
    { y: "name", from: "from", to: "to", whole: "whole" },
    frameFromRows(
      Object.entries(columns).map(([name, { type }]) => ({ name, type })),
      given,
    ),
    optionsOf(columns, { width: 496, height: waterfallHeight(given.length), ...more }),
  );
const texts = (drawing: ReturnType<typeof draw>) =>
  [...drawing.svg.querySelectorAll("text")].map((element) => element.textContent);

describe("a waterfall", () => {
  it("writes both figures, and each part with its sign", () => {
    const drawing = draw(rows);
    for (const text of ["41.2%", "+4.0 pt", "−1.3 pt", "0", "43.9%"]) expect(texts(drawing)).toContain(text);
    expect(drawing.points.map(({ title }) => title)).toEqual([
      "A: 41.2%",
      "Window: +4.0 pt",
      "Incomplete windows: −1.3 pt",
      "Refunds: 0",
      "B: 43.9%",
    ]);
  });

  it("begins each part where the one before it ended", () => {
    const bars = [...draw(rows).svg.querySelectorAll("rect.bar")].map((bar) => ({
      x: Number(bar.getAttribute("x")),
      width: Number(bar.getAttribute("width")),
      class: bar.getAttribute("class"),
    }));
    expect(bars).toHaveLength(3);
    const [rise, fall] = bars;
    expect(rise?.class).toBe("bar s1");
    expect(fall?.class).toBe("bar lower");
    expect((fall?.x ?? 0) + (fall?.width ?? 0)).toBeCloseTo((rise?.x ?? 0) + (rise?.width ?? 0), 6);
    expect((fall?.width ?? 0) / (rise?.width ?? 1)).toBeCloseTo(1.3 / 4, 6);
  });

  it("says the largest part in both languages", () => {
    const { summary } = draw(rows);
    expect(summary.en).toBe("From A, 41.2%, to B, 43.9%. The largest part: Window, +4.0 pt.");
    expect(summary["zh-CN"]).toContain("影响最大的是Window");
  });

  it.each([284, 496])("keeps its words apart in a width of %s", (width) => {
    const { svg } = draw(rows, { width });
    for (const box of boxes(svg)) {
      expect(box.left).toBeGreaterThanOrEqual(-1);
      expect(box.right).toBeLessThanOrEqual(width + 1);
    }
  });

  it("draws nothing of nothing", () => expect(draw([]).points).toEqual([]));
});
