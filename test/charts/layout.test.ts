// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { drawChart } from "../../src/charts/draw.ts";
import { locales } from "../../src/i18n/text.ts";
import {
  cohortRows,
  curveRows,
  ladderRows,
  lorenzRows,
  mixRows,
  npsRows,
  optionsOf,
  repurchaseRows,
  rfmRows,
  sample,
  survivalRows,
  twelve,
} from "./samples.ts";
import { boxes } from "./text-boxes.ts";

const sizes = [
  [260, 160],
  [200, 150],
  [320, 120],
  [428, 206],
  [590, 130],
  [784, 260],
  [1400, 700],
] as const;
const samples = {
  triangle: sample("retention-cohorts", "triangle", cohortRows(twelve)),
  "few customers": sample("retention-cohorts", "triangle", cohortRows(twelve.map((n) => Math.round(n / 40)))),
  "lines of cohorts": sample("retention-cohorts", "line", cohortRows(twelve)),
  grid: sample("rfm", "grid", rfmRows()),
  pareto: sample("abc-segments", "pareto", curveRows()),
  lorenz: sample("abc-segments", "lorenz", lorenzRows()),
  survival: sample("time-to-next-order", "survival", survivalRows()),
  intervals: sample("nps", "intervals", npsRows("门店小程序与官方网站 and a very long name")),
  bars: sample("revenue-mix", "bars", mixRows(30)),
  line: sample("repurchase-rate", "line", repurchaseRows()),
  "lines by channel": sample(
    "repurchase-rate",
    "line",
    repurchaseRows(["微信小程序", "Tmall", "Store", "Phone orders"]),
  ),
};

/** Charts that keep every row readable, and scroll where there is no room for all. */
const scrolling = {
  "survival by channel": sample(
    "time-to-next-order",
    "survival",
    survivalRows(["微信小程序", "Tmall", "Store", "Phone orders"]),
  ),
  ladder: sample("purchase-ladder", "ladder", ladderRows()),
  "ladder by channel": sample(
    "purchase-ladder",
    "ladder",
    ladderRows(["微信小程序", "Tmall", "Store", "Phone orders"]),
  ),
};

describe.each(Object.entries({ ...samples, ...scrolling }))(
  "the words of a chart: %s",
  (name, { spec, frame, columns }) => {
    it.each(locales)("neither touch nor leave the drawing, in %s", (locale) => {
      const faults: string[] = [];
      for (const [width, height] of sizes) {
        const drawing = drawChart(spec, frame, optionsOf(columns, { width, height, locale }));
        if (!drawing) throw new Error("nothing drawn");
        const [drawnWidth, drawnHeight] = ["width", "height"].map((name) =>
          Number(drawing.svg.getAttribute(name)),
        );
        const all = boxes(drawing.svg);
        if (all.length === 0) faults.push(`${width}×${height}: no words`);
        if ((drawnHeight ?? 0) > height + 1 && !(name in scrolling))
          faults.push(`${width}×${height}: ${drawnHeight} high`);
        all.forEach((own, i) => {
          if (
            own.left < -4 ||
            own.right > (drawnWidth ?? 0) + 4 ||
            own.baseline < 8 ||
            own.baseline > (drawnHeight ?? 0) + 1
          )
            faults.push(`${width}×${height}: ${own.text} leaves the drawing`);
          for (const other of all.slice(i + 1)) {
            const across = Math.min(own.right, other.right) - Math.max(own.left, other.left);
            if (across > 2 && Math.abs(own.baseline - other.baseline) < 9)
              faults.push(`${width}×${height}: ${own.text} touches ${other.text}`);
          }
        });
      }
      expect(faults).toEqual([]);
    });
  },
);
