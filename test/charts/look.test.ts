// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { drawChart } from "../../src/charts/draw.ts";
import type { Drawing } from "../../src/charts/drawing.ts";
import type { ChartLook } from "../../src/charts/look.ts";
import { choicesOf, unmarkedIn } from "../../src/charts/look-choices.ts";
import { messages } from "../../src/charts/messages.ts";
import { metrics } from "../../src/metrics/catalog.ts";
import {
  type Sample,
  cohortRows,
  mixRows,
  npsRows,
  optionsOf,
  repurchaseRows,
  rfmRows,
  sample,
} from "./samples.ts";

function draw({ spec, frame, columns }: Sample, look: ChartLook): Drawing {
  const drawing = drawChart(spec, frame, optionsOf(columns, { look }));
  if (!drawing) throw new Error("nothing drawn");
  return drawing;
}
const unmarked = ({ spec, frame, columns }: Sample, look: ChartLook) =>
  unmarkedIn(spec, frame, optionsOf(columns, { look }));
const count = ({ svg }: Drawing, selector: string) => svg.querySelectorAll(selector).length;
const texts = ({ svg }: Drawing) => [...svg.querySelectorAll("text")].map((element) => element.textContent);
const off: ChartLook = { averageRow: false, hatchIncomplete: false, greySmall: false };

describe("a triangle's look", () => {
  const triangle = sample("retention-cohorts", "triangle", cohortRows([700, 20, 8, 500]));

  it("is as ever where nothing is chosen or all is on", () => {
    const on = draw(triangle, {
      colors: "blue",
      averageRow: true,
      hatchIncomplete: true,
      greySmall: true,
    });
    on.svg.classList.remove("scale-blue");
    const bare = (drawing: Drawing) => drawing.svg.outerHTML.replace(/hatch-\w+/g, "hatch");
    expect(bare(on)).toBe(bare(draw(triangle, {})));
  });
  it("leaves out hatch, grey and average, but never what can be read of a cell", () => {
    const [as, plain] = [draw(triangle, {}), draw(triangle, off)];
    expect([count(as, "rect.pending"), count(as, "rect.hollow")]).not.toContain(0);
    expect(count(plain, "rect.pending")).toBe(0);
    expect(texts(as)).toContain(messages.average.en);
    expect(texts(plain)).not.toContain(messages.average.en);
    expect(plain.points.map(({ title, lines }) => [title, lines])).toEqual(
      as.points.map(({ title, lines }) => [title, lines]),
    );
    expect(plain.summary).toEqual(as.summary);
  });
  it("never shows a rate of fewer than 10", () => {
    const tiny = sample("retention-cohorts", "triangle", cohortRows([700, 8, 9, 500]));
    expect(count(draw(tiny, off), "rect.hollow")).toBeGreaterThan(0);
    expect(texts(draw(tiny, off))).toEqual(texts(draw(tiny, { averageRow: false })));
  });
  it("says what it leaves unmarked, and only that", () => {
    expect(unmarked(triangle, off)).toEqual({ incomplete: true, small: true });
    expect(unmarked(triangle, {})).toEqual({ incomplete: false, small: false });
    expect(unmarked(triangle, { greySmall: false })).toEqual({ incomplete: false, small: true });
    const large = sample("retention-cohorts", "triangle", cohortRows([700, 500]));
    expect(unmarked(large, off)).toEqual({ incomplete: true, small: false });
  });
  it("takes other colours", () => {
    expect(draw(triangle, { colors: "grey" }).svg.classList.contains("scale-grey")).toBe(true);
  });
});

describe("other marks' looks", () => {
  const line = sample("repurchase-rate", "line", repurchaseRows([null], 20));
  it("draws a line neither dashed nor hollow", () => {
    expect([count(draw(line, {}), "path.dash"), count(draw(line, {}), "circle.small")]).not.toContain(0);
    expect([count(draw(line, off), "path.dash"), count(draw(line, off), "circle.small")]).toEqual([0, 0]);
    expect(unmarked(line, off)).toEqual({ incomplete: true, small: true });
  });
  it("draws bars without a hatch", () => {
    const bars = sample("revenue-mix", "bars", mixRows());
    const hatched = (drawing: Drawing) => count(drawing, "rect[style*='hatch']");
    expect(hatched(draw(bars, {}))).toBeGreaterThan(0);
    expect(hatched(draw(bars, off))).toBe(0);
    expect(unmarked(bars, off)).toEqual({ incomplete: true, small: false });
  });
  it("draws intervals of few as those of many", () => {
    const nps = sample("nps", "intervals", npsRows());
    expect(count(draw(nps, {}), ".small, .sm")).toBeGreaterThan(0);
    expect(unmarked(nps, off)).toEqual({ incomplete: false, small: true });
    expect(count(draw(nps, off), ".small")).toBeLessThan(count(draw(nps, {}), ".small"));
  });
  it("colours a grid", () => {
    const grid = sample("rfm", "grid", rfmRows());
    expect(draw(grid, { colors: "ochre" }).svg.classList.contains("scale-ochre")).toBe(true);
  });
});

describe("what can be chosen", () => {
  it("is honoured by the chart: without a mark to leave out there is no choice", () => {
    for (const metric of metrics)
      for (const [name, spec] of Object.entries(metric.charts)) {
        const columns = spec.part ? (metric.parts?.[spec.part]?.columns ?? {}) : metric.columns;
        const choices = choicesOf(spec, columns);
        if (choices.has("hatchIncomplete"))
          expect("complete" in spec && spec.complete, `${metric.id} ${name}`).toBeTruthy();
        if (choices.has("averageRow")) expect(spec.mark, `${metric.id} ${name}`).toBe("triangle");
      }
  });
});
