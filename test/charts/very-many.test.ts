// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { drawChart } from "../../src/charts/draw.ts";
import { metrics } from "../../src/metrics/catalog.ts";
import { type Row, type Value, isoDay } from "../../src/tables/frame.ts";
import { optionsOf, sample } from "./samples.ts";

/** Charts that draw a result, by metric and name. */
const charts = metrics.flatMap(({ id, charts: own }) =>
  Object.entries(own).flatMap(([name, { mark }]) =>
    mark === "page" || mark === "table" ? [] : [[`${id}, ${name}`, id, name] as const],
  ),
);

/** A value of a column in a row: all texts differ, dates go through a century, figures are mixed. */
function valueOf(type: string, name: string, row: number, values: readonly string[] | null): Value {
  if (type === "text") return values ? (values[row % values.length] ?? null) : `channel ${row}`;
  if (type === "boolean") return row % 3 !== 0;
  if (type === "date") return isoDay(row % 36_524);
  if (type === "timestamp") return `${isoDay(row % 36_524)} 10:00:00`;
  if (type === "integer")
    return name === "period" || name === "cohort" ? row % 40 : 1 + ((row * 7919) % 1000);
  return ((row * 7919) % 1000) / 1000;
}
function rowsOf(id: string, name: string, count: number): Row[] {
  const { columns } = sample(id, name, []);
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(
      Object.entries(columns).map(([column, { type, values }]) => [
        column,
        valueOf(type, column, row, values ? Object.keys(values) : null),
      ]),
    ),
  );
}

describe.each(charts)("%s", (_, id, name) => {
  it.each([0, 1, 2])("draws %i rows", (count) => {
    const { spec, frame, columns } = sample(id, name, rowsOf(id, name, count));
    for (const locale of ["en", "zh-CN"] as const) {
      const drawing = drawChart(spec, frame, optionsOf(columns, { locale }));
      expect(drawing?.summary[locale]).toBeTruthy();
      expect(drawing?.svg.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  // The rows of other charts are few whatever the data: scores, tenths, points of a curve.
  const split = metrics.find((metric) => metric.id === id)?.params.split !== undefined;
  it.runIf(split)(
    "draws 100,000 groups in time, with no more marks than can be read",
    { timeout: 300_000 },
    () => {
      const { spec, frame, columns } = sample(id, name, rowsOf(id, name, 100_000));
      // The processor's time: what else a machine does is nothing to a drawing.
      const before = process.cpuUsage();
      const drawing = drawChart(spec, frame, optionsOf(columns));
      expect(process.cpuUsage(before).user / 1e6).toBeLessThan(15);
      expect(drawing?.svg.querySelectorAll("*").length).toBeLessThan(5000);
      expect(drawing?.points.length).toBeLessThan(5000);
    },
  );
});
