// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { drawChart } from "../../src/charts/draw.ts";
import type { ChartOptions, Drawing } from "../../src/charts/drawing.ts";
import { type Sample, ladderRows, lorenzRows, optionsOf, sample, survivalRows } from "./samples.ts";
import { boxes } from "./text-boxes.ts";

function draw({ spec, frame, columns }: Sample, more: Partial<ChartOptions> = {}): Drawing {
  const drawing = drawChart(spec, frame, optionsOf(columns, more));
  if (!drawing) throw new Error("nothing drawn");
  return drawing;
}
const all = (drawing: Drawing, selector: string) => [...drawing.svg.querySelectorAll(selector)];
const texts = (drawing: Drawing) => all(drawing, "text").map((element) => element.textContent);
const tall = { height: 420 };

describe("a survival curve", () => {
  const rows = survivalRows();
  const one = sample("time-to-next-order", "survival", rows);

  it("begins with everyone at day 0 and marks where half are left", () => {
    const drawing = draw(one);
    expect(drawing.points[0]).toMatchObject({ title: expect.stringMatching(/^0 .*: 100/) as string });
    const half = rows.find(({ survival }) => Number(survival) <= 0.5)?.day;
    expect(texts(drawing)).toContain(`Half after ${String(half)} days`);
    expect(drawing.summary["zh-CN"]).toContain(`第 ${String(half)} 天过半`);
    expect(all(drawing, "path.band")).toHaveLength(1);
  });

  it("tells below each tick how many were still at risk, as the rows do", () => {
    const drawing = draw(one, { width: 600 });
    const placed = boxes(drawing.svg);
    const middle = ({ left, right }: { left: number; right: number }) => (left + right) / 2;
    const heading = placed.find(({ text }) => text === "At risk");
    const numbers = placed.filter(
      ({ text, baseline }) => text !== "At risk" && Math.abs(baseline - (heading?.baseline ?? 0)) < 1,
    );
    expect(numbers.length).toBeGreaterThan(3);
    for (const number of numbers) {
      const tick = placed.find(
        (other) =>
          other.baseline < number.baseline - 20 &&
          Math.abs(middle(other) - middle(number)) < 1 &&
          /^\d+$/.test(other.text),
      );
      const day = Number(tick?.text);
      const wanted = day === 0 ? 400 : (rows.find((row) => Number(row.day) >= day)?.at_risk ?? 0);
      expect(Number(number.text), `day ${day}`).toBe(wanted);
    }
  });

  it("has a row of those at risk for each group, in its colour", () => {
    const names = ["Phone", "Store", "Tmall"];
    const drawing = draw(sample("time-to-next-order", "survival", survivalRows(names)), tall);
    expect(texts(drawing)).toEqual(expect.arrayContaining([...names, "At risk", "400"]));
    expect(texts(drawing).filter((text) => text === "400")).toHaveLength(3);
    expect(all(drawing, "circle.bar").map((dot) => dot.getAttribute("class"))).toEqual([
      "bar s1",
      "bar s2",
      "bar s3",
    ]);
    expect(new Set(drawing.points.map(({ row }) => row)).size).toBe(3);
  });

  it("gathers the groups beyond eight, and counts all of them at risk", () => {
    const names = Array.from({ length: 200 }, (_, i) => `Channel ${i}`);
    const drawing = draw(sample("time-to-next-order", "survival", survivalRows(names.slice(0, 12))), tall);
    expect(texts(drawing)).toEqual(expect.arrayContaining(["Other (5)", "2,000"]));
    const many = draw(sample("time-to-next-order", "survival", survivalRows(names, 100, 5)), tall);
    expect(texts(many)).toContain("Other (193)");
    expect(all(many, "path.line").length).toBeLessThan(60);
  });

  it("is dashed while fewer than 30 are at risk and ends before fewer than 10 are", () => {
    const drawing = draw(sample("time-to-next-order", "survival", survivalRows([null], 60)));
    expect(all(drawing, "path.line.dash")).toHaveLength(1);
    const few = draw(sample("time-to-next-order", "survival", survivalRows([null], 9)));
    expect(all(few, "path.line")).toHaveLength(0);
    expect(few.points).toHaveLength(0);
    expect(texts(few)).toContain("hidden, n under 10");
    expect(texts(few)).toContain("9");
  });

  it("rises from nobody where it shows who has come back", () => {
    const drawing = draw(sample("time-to-next-order", "returned", rows));
    expect(drawing.points[0]?.title).toMatch(/: 0/);
    const [first, last] = [drawing.points[0], drawing.points.at(-1)];
    expect(first?.y).toBeGreaterThan(last?.y ?? Infinity);
  });
});

describe("a purchase ladder", () => {
  it("has a rung an order with its share, interval and n", () => {
    const drawing = draw(sample("purchase-ladder", "ladder", ladderRows()), { width: 360 });
    expect(texts(drawing)).toEqual(expect.arrayContaining(["1 → 2", "8 → 9", "28.0%", "2,400", "n"]));
    expect(all(drawing, "rect.bar")).toHaveLength(6);
    expect(all(drawing, "line.span")).toHaveLength(6 + 1);
    expect(drawing.points[0]?.lines).toEqual([
      ["Customers at risk", "2,400"],
      ["95% CI", "23.0% to 34.0%"],
    ]);
    expect(drawing.summary.en).toBe("Share who bought again: 28.0% at 1 → 2, 53.0% at 6 → 7.");
  });

  it("hollows what fewer than 30 stand behind and hides a share of fewer than 10, but shows n", () => {
    const drawing = draw(sample("purchase-ladder", "ladder", ladderRows()));
    expect(all(drawing, "rect.hollow")).toHaveLength(1);
    expect(texts(drawing)).toEqual(expect.arrayContaining(["20", "9", "–"]));
    expect(drawing.points.at(-1)?.title).toBe("8 → 9: hidden, n under 10");
  });

  it("stands the groups of a split under one another on each rung, named by colour", () => {
    const drawing = draw(sample("purchase-ladder", "ladder", ladderRows(["Store", "Tmall"])), tall);
    expect(texts(drawing).filter((text) => text === "1 → 2")).toHaveLength(1);
    expect(texts(drawing)).toEqual(expect.arrayContaining(["Store", "Tmall"]));
    expect(drawing.points[0]?.title).toMatch(/^Store · 1 → 2: /);
    expect(drawing.points[1]?.title).toMatch(/^Tmall · 1 → 2: /);
    const crowd = draw(
      sample("purchase-ladder", "ladder", ladderRows(Array.from({ length: 30 }, (_, i) => `g${i}`))),
    );
    expect(texts(crowd)).toContain("Largest 7 of 30 groups.");
  });

  it("keeps every interval within the drawing", () => {
    const drawing = draw(sample("purchase-ladder", "ladder", ladderRows([null], 60)), { width: 300 });
    for (const line of all(drawing, "line.span, line.cap"))
      for (const name of ["x1", "x2"]) expect(Number(line.getAttribute(name) ?? 0)).toBeLessThanOrEqual(300);
  });
});

describe("a Lorenz curve", () => {
  it("stands below the line on which all are equal, with the Gini coefficient", () => {
    const drawing = draw(sample("abc-segments", "lorenz", lorenzRows()), { width: 428, height: 260 });
    expect(texts(drawing)).toEqual(expect.arrayContaining(["all equal", "Gini 0.50"]));
    expect(all(drawing, "path.cut")).toHaveLength(1);
    expect(all(drawing, "path.reach")).toHaveLength(1);
    expect(drawing.summary.en).toBe("Gini coefficient 0.50. The least half brings 12.5% of value.");
    expect(drawing.points.at(-1)?.title).toBe("Least 100.0%: 100.0% of value");
  });
  it("says that there is nothing where all values are nothing", () => {
    const rows = [
      { customer_share: 0, value_share: null, gini: null },
      { customer_share: 1, value_share: null, gini: null },
    ];
    expect(texts(draw(sample("abc-segments", "lorenz", rows)))).toEqual(["No data in this window."]);
  });
});
