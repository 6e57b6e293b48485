// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { drawChart } from "../../src/charts/draw.ts";
import type { ChartOptions, Drawing } from "../../src/charts/drawing.ts";
import { drawPlain } from "../../src/charts/plain.ts";
import { drawSpark } from "../../src/charts/spark.ts";
import { frameFromRows } from "../../src/tables/frame.ts";
import {
  type Sample,
  cohortRows,
  curveRows,
  mixRows,
  npsRows,
  optionsOf,
  repurchaseRows,
  rfmRows,
  sample,
  twelve,
} from "./samples.ts";
import { boxes } from "./text-boxes.ts";

function draw({ spec, frame, columns }: Sample, more: Partial<ChartOptions> = {}): Drawing {
  const drawing = drawChart(spec, frame, optionsOf(columns, more));
  if (!drawing) throw new Error("nothing drawn");
  return drawing;
}
const all = (drawing: Drawing, selector: string) => [...drawing.svg.querySelectorAll(selector)];
const texts = (drawing: Drawing) => all(drawing, "text").map((element) => element.textContent);

describe("a triangle", () => {
  const triangle = sample("retention-cohorts", "triangle", cohortRows(twelve));

  it("draws a cell for each period after the first order, hatched where it is not over", () => {
    const drawing = draw(triangle);
    expect(
      all(drawing, "rect[class^='h']").filter((cell) => /^h[1-8]$/.test(cell.getAttribute("class") ?? ""))
        .length,
    ).toBeGreaterThanOrEqual(55);
    const pending = all(drawing, "rect.pending");
    expect(pending).toHaveLength(11);
    expect(pending[0]?.getAttribute("style")).toMatch(/^fill: url\(#hatch-/);
    expect(drawing.svg.querySelector("pattern line.hatch")).not.toBeNull();
  });

  it("averages complete cells by cohort size", () => {
    const drawing = draw(
      sample("retention-cohorts", "triangle", [
        ...[100, 300].map((cohort_size, i) => ({
          cohort: `2025-0${i + 1}-01`,
          period: 1,
          cohort_size,
          share: i ? 0.4 : 0.2,
          complete: true,
          split: null,
        })),
        { cohort: "2025-03-01", period: 1, cohort_size: 1000, share: 0.9, complete: false, split: null },
      ]),
    );
    const last = texts(drawing).slice(-5);
    expect(texts(drawing)).toContain("35.0");
    expect(last.join()).not.toContain("61");
    expect(drawing.summary.en).toContain("35.0% in month 1");
    expect(drawing.summary["zh-CN"]).toContain("第 1 月 35.0%");
  });

  it("greys what fewer than 30 stand behind and hides a rate of fewer than 10, but shows n", () => {
    const drawing = draw(sample("retention-cohorts", "triangle", cohortRows([700, 20, 8, 500])));
    expect(all(drawing, "rect.hollow")).toHaveLength(1);
    const sizes = texts(drawing);
    expect(sizes).toContain("8");
    const hidden = drawing.points.filter(({ title }) => title.includes("hidden, n under 10"));
    expect(hidden).toHaveLength(1);
    expect(hidden[0]?.title).not.toMatch(/\d%/);
  });

  it("shows the latest cohorts that fit, and says so in words", () => {
    const drawing = draw(triangle, { width: 300, height: 160 });
    expect(texts(drawing)).toContain("Latest 5 of 12 cohorts; the average covers all.");
    expect(texts(drawing)).toContain("Dec 2025");
    expect(texts(drawing)).not.toContain("Jan 2025");
    expect(texts(draw(triangle, { width: 300, height: 160, locale: "zh-CN" }))).toContain(
      "只列最近 5 个批次（共 12 个），平均含全部。",
    );
  });

  it("is wider than its room rather than cutting figures", () => {
    expect(Number(draw(triangle, { width: 260 }).svg.getAttribute("width"))).toBeGreaterThan(260);
  });

  it("compares the values of a split by their averages", () => {
    const rows = [...cohortRows(twelve, "Tmall"), ...cohortRows(twelve, "Store")];
    const drawing = draw(sample("retention-cohorts", "triangle", rows));
    expect(texts(drawing)).toEqual(expect.arrayContaining(["Tmall", "Store", "M1"]));
    expect(texts(drawing)).not.toContain("Jan 2025");
  });

  it("names periods in both languages", () => {
    expect(texts(draw(triangle))).toEqual(expect.arrayContaining(["M1", "M11", "Jan 2025", "First order"]));
    expect(texts(draw(triangle, { locale: "zh-CN", width: 900 }))).toEqual(
      expect.arrayContaining(["第 1 月", "第 11 月", "2025-01", "首购", "加权平均"]),
    );
  });
});

describe("lines", () => {
  it("are dashed and hollow where the period is not over", () => {
    const drawing = draw(sample("repurchase-rate", "line", repurchaseRows()));
    expect(all(drawing, "path.line")).toHaveLength(2);
    expect(all(drawing, "path.line.dash")).toHaveLength(1);
    expect(all(drawing, "circle.point.open")).toHaveLength(3);
    expect(all(drawing, "path.band")).toHaveLength(1);
  });

  it("are labelled at their ends", () => {
    const drawing = draw(sample("repurchase-rate", "line", repurchaseRows(["Tmall", "Store", "Phone"])));
    expect(texts(drawing)).toEqual(expect.arrayContaining(["Tmall", "Store", "Phone"]));
    expect(drawing.summary.en).toMatch(
      /^Repurchase rate of 3 groups, last: highest Tmall with 4\d\.\d%, lowest Phone with 3\d\.\d%\. Incomplete/,
    );
  });

  it("hide a rate of fewer than 10 and hollow one of fewer than 30", () => {
    const few = draw(sample("repurchase-rate", "line", repurchaseRows([null], 20)));
    expect(all(few, "circle.point.small")).toHaveLength(12);
    const tiny = draw(sample("repurchase-rate", "line", repurchaseRows([null, "Store"].slice(1), 9)));
    expect(tiny.points).toHaveLength(0);
    expect(texts(tiny)).toEqual(["Under 10 stand behind each point: hidden."]);
  });

  it("break where there is no figure", () => {
    const rows = repurchaseRows().map((row, i) => (i === 4 ? { ...row, rate: null } : row));
    const paths = all(draw(sample("repurchase-rate", "line", rows)), "path.line:not(.dash)");
    expect(paths).toHaveLength(2);
  });

  it("beyond eight share the last colour under one name", () => {
    const names = Array.from({ length: 12 }, (_, i) => `Channel ${i}`);
    const drawing = draw(sample("repurchase-rate", "line", repurchaseRows(names)));
    expect(texts(drawing)).toContain("Other (5)");
    const colours = new Set(
      all(drawing, "path.line").map((line) => /\b(s\d|ctx)\b/.exec(line.getAttribute("class") ?? "")?.[1]),
    );
    expect(colours.size).toBe(8);
  });

  it("keep a colour whatever a filter leaves", () => {
    const categories = ["Phone", "Store", "Tmall"];
    const colour = (names: string[]) => {
      const drawing = draw(
        sample("repurchase-rate", "line", repurchaseRows(["x", ...names].slice(1).concat("Phone"))),
        { categories },
      );
      return all(drawing, "path.line").at(-1)?.getAttribute("class");
    };
    expect(colour(["Tmall"])).toContain("s3");
    expect(colour(["Store", "Tmall"])).toContain("s3");
  });

  it("leave out period 0, when everyone is there", () => {
    const drawing = draw(sample("retention-cohorts", "line", cohortRows(twelve)));
    expect(texts(drawing)).not.toContain("100%");
    expect(texts(drawing)).not.toContain("M0");
  });
});

describe("bars", () => {
  it("are stacked, the last period hatched in its series' own colour", () => {
    const drawing = draw(sample("revenue-mix", "bars", mixRows()));
    expect(drawing.points).toHaveLength(24);
    const open = all(drawing, "rect.bar.open");
    expect(open).toHaveLength(2);
    expect(open.map((bar) => bar.getAttribute("style"))).toEqual([
      expect.stringMatching(/-s1\)$/),
      expect.stringMatching(/-s2\)$/),
    ]);
    expect(texts(drawing)).toEqual(expect.arrayContaining(["New", "Returning", "¥0"]));
    expect(texts(draw(sample("revenue-mix", "bars", mixRows()), { locale: "zh-CN" }))).toEqual(
      expect.arrayContaining(["新客", "老客"]),
    );
  });

  it("of too many periods are the latest, and say so", () => {
    const drawing = draw(sample("revenue-mix", "bars", mixRows(120)), { width: 260, height: 160 });
    expect(texts(drawing)).toContain("Latest 40 of 120 periods.");
  });

  it("gather what does not fit into others, and lose nothing", () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ city: `City number ${i}`, orders: 100 - i }));
    const frame = frameFromRows(
      [
        { name: "city", type: "text" },
        { name: "orders", type: "integer" },
      ],
      rows,
    );
    const drawing = drawPlain({ mark: "bars", x: "city", y: "orders", color: null }, frame, {
      width: 320,
      height: 200,
      locale: "en",
    });
    const total = drawing.points.reduce(
      (sum, { title }) => sum + Number(title.split(": ")[1]?.replace(",", "")),
      0,
    );
    expect(total).toBe(rows.reduce((sum, { orders }) => sum + orders, 0));
    expect(texts(drawing).some((text) => /^Other \(\d+\)$/.test(text ?? ""))).toBe(true);
  });

  it("go below zero for what is negative", () => {
    const frame = frameFromRows(
      [
        { name: "m", type: "text" },
        { name: "v", type: "number" },
      ],
      [
        { m: "a", v: -5 },
        { m: "b", v: 10 },
      ],
    );
    const drawing = drawPlain({ mark: "bars", x: "m", y: "v", color: null }, frame, {
      width: 300,
      height: 200,
      locale: "en",
    });
    expect(texts(drawing)).toContain("−5");
    expect((drawing.points[0]?.y ?? 0) > (drawing.points[1]?.y ?? 0)).toBe(true);
  });
});

describe("a grid", () => {
  it("shows value and share in the ink of its step", () => {
    const drawing = draw(sample("rfm", "grid", rfmRows()), { width: 548, height: 262 });
    expect(drawing.points).toHaveLength(25);
    expect(texts(drawing)).toEqual(expect.arrayContaining(["2,194", "11.9%", "172–363", "6–31"]));
    const [least, most] = ["217", "2,194"].map((text) =>
      all(drawing, "text").find((each) => each.textContent === text),
    );
    expect(least?.getAttribute("class")).toContain("t1");
    expect(most?.getAttribute("class")).toContain("t8");
    expect(drawing.summary.en).toContain("2,194 (11.9%)");
  });

  it("keeps the order of an axis whose first value the first row lacks", () => {
    const rows = rfmRows().filter(({ r, f }) => r !== 5 || f !== 1);
    const drawing = draw(sample("rfm", "grid", rows), { width: 548, height: 262 });
    const [second, first] = [0, 4].map((row) => drawing.points.find(({ index }) => index === row));
    expect(first?.x).toBeLessThan(second?.x ?? 0);
  });

  it("drops figures before they would touch, not cells", () => {
    const drawing = draw(sample("rfm", "grid", rfmRows()), { width: 260, height: 100 });
    expect(texts(drawing)).not.toContain("2,194");
    expect(drawing.points).toHaveLength(25);
  });
});

describe("a Pareto curve", () => {
  it("annotates its cuts and counts its classes", () => {
    const drawing = draw(sample("abc-segments", "pareto", curveRows()), { width: 428, height: 206 });
    expect(texts(drawing)).toEqual(expect.arrayContaining(["A", "B", "C", "Top 41%", "bring 79%", "820"]));
    expect(all(drawing, "circle.bar")).toHaveLength(2);
    expect(drawing.summary.en).toContain("the top 41.0% bring 79.5% of value");
  });
  it.each([1.05, 1.4, 1.8, 2.2, 2.6, 3, 4, 8])(
    "writes no word over the line of a cut, bent by %d",
    (bend) => {
      for (const locale of ["en", "zh-CN"] as const)
        for (const [width, height] of [
          [200, 150],
          [320, 206],
          [358, 260],
          [428, 296],
          [784, 260],
        ] as const) {
          const drawing = draw(sample("abc-segments", "pareto", curveRows(bend)), { width, height, locale });
          const cuts = all(drawing, "circle.bar").map((dot) => ({
            x: Number(dot.getAttribute("cx")),
            y: Number(dot.getAttribute("cy")),
          }));
          expect(cuts).toHaveLength(2);
          for (const { text, left, right, baseline } of boxes(drawing.svg))
            for (const cut of cuts)
              expect(
                left < cut.x && cut.x < right && baseline > cut.y && baseline < height - 40,
                `${text} at ${width} × ${height}`,
              ).toBe(false);
        }
    },
  );
  it("says what both cuts reach, however flat the curve", () => {
    for (const bend of [1.4, 2, 3]) {
      const words = texts(
        draw(sample("abc-segments", "pareto", curveRows(bend)), { width: 428, height: 296 }),
      ).join(" ");
      expect(words.match(/Top \d+%/g)).toHaveLength(2);
    }
  });
});

describe("intervals", () => {
  const intervals = sample("nps", "intervals", npsRows());
  it("show a figure and n a row, hollow and dashed where few answered, no figure under 10", () => {
    const drawing = draw(intervals, { width: 428, height: 206 });
    expect(texts(drawing)).toEqual(expect.arrayContaining(["+42", "446", "+18", "28", "–", "6", "NPS", "n"]));
    expect(texts(drawing)).not.toContain("+50");
    expect(all(drawing, "line.span.small")).toHaveLength(1);
    expect(all(drawing, "circle.spot")).toHaveLength(3);
    expect(all(drawing, "circle.spot.small")).toHaveLength(1);
    expect(drawing.points[3]?.title).toBe("WeChat: hidden, n under 10");
    expect(drawing.points[0]?.lines).toEqual([
      ["Responses", "446"],
      ["95% CI", "+32 to +52"],
    ]);
  });
  it("keep the largest groups where not all fit", () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({
      split: `g${i}`,
      nps: 0.1,
      low: 0,
      high: 0.2,
      responses: 100 + i,
    }));
    const drawing = draw(sample("nps", "intervals", rows), { width: 300, height: 160 });
    expect(texts(drawing)).toContain("g29");
    expect(texts(drawing)).not.toContain("g0");
    expect(texts(drawing).some((text) => /^Largest \d+ of 30 groups\.$/.test(text ?? ""))).toBe(true);
  });
});

describe("a spark line", () => {
  it("ends in an open circle and a dash while its period runs", () => {
    const series = [1, 2, 3].map((value, i) => ({ value, complete: i < 2 }));
    const open = drawSpark(series, { width: 80, height: 28 });
    expect(open?.querySelectorAll("path.dash")).toHaveLength(1);
    expect(open?.querySelector("circle")?.getAttribute("class")).toBe("point open");
    expect(open?.getAttribute("aria-hidden")).toBe("true");
    const closed = drawSpark(series.slice(0, 2), { width: 80, height: 28 });
    expect(closed?.querySelector("path.dash")).toBeNull();
    expect(drawSpark(series.slice(0, 1), { width: 80, height: 28 })).toBeNull();
  });
});

describe("every chart", () => {
  const hostile = "<img src=x onerror=alert(1)>\"'&\u202e";
  it("takes hostile names as words", () => {
    for (const drawing of [
      draw(sample("nps", "intervals", npsRows(hostile)), { title: hostile }),
      draw(sample("repurchase-rate", "line", repurchaseRows([hostile, "b"]))),
    ]) {
      expect(drawing.svg.querySelector("img, script, foreignObject, a")).toBeNull();
      expect(texts(drawing).join()).toContain("<img");
    }
  });

  it("is one picture with one name, made of the summary and the title", () => {
    const drawing = draw(sample("rfm", "grid", rfmRows()), { title: "Recency" });
    expect(drawing.svg.getAttribute("role")).toBe("img");
    expect(drawing.svg.getAttribute("aria-label")).toBe(`Recency. ${drawing.summary.en}`);
    expect(drawing.svg.querySelectorAll("[aria-label]")).toHaveLength(0);
    expect(drawing.svg.querySelector("style")).toBeNull();
  });

  it("says that there is nothing where there are no rows", () => {
    const drawing = draw(sample("rfm", "grid", []), { locale: "zh-CN" });
    expect(texts(drawing)).toEqual(["这个范围内没有数据。"]);
  });

  it("has points in rows and columns for the arrow keys, each within the drawing", () => {
    for (const drawing of [
      draw(sample("retention-cohorts", "triangle", cohortRows(twelve))),
      draw(sample("revenue-mix", "bars", mixRows())),
      draw(sample("abc-segments", "pareto", curveRows())),
    ]) {
      const seen = new Set(drawing.points.map(({ row, column }) => `${row} ${column}`));
      expect(seen.size).toBe(drawing.points.length);
      const [width, height] = ["width", "height"].map((name) => Number(drawing.svg.getAttribute(name)));
      for (const { x, y } of drawing.points) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(width ?? 0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(height ?? 0);
      }
    }
  });
});
