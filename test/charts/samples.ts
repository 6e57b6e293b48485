import type { ChartOptions } from "../../src/charts/drawing.ts";
import type { ChartSpec } from "../../src/charts/spec.ts";
import { metrics } from "../../src/metrics/catalog.ts";
import type { ResultColumns } from "../../src/metrics/metric.ts";
import { type Frame, type Row, frameFromRows } from "../../src/tables/frame.ts";

/** A chart of a metric with rows made for the test. */
export interface Sample {
  readonly spec: ChartSpec;
  readonly frame: Frame;
  readonly columns: ResultColumns;
}

/** The named chart of a metric over rows, which state only the columns that matter. */
export function sample(id: string, chart: string, rows: readonly Row[]): Sample {
  const metric = metrics.find((each) => each.id === id);
  const spec = metric?.charts[chart];
  const columns = spec?.part ? metric?.parts?.[spec.part]?.columns : metric?.columns;
  if (!spec || !columns) throw new Error(`no chart ${chart} of ${id}`);
  const named = Object.entries(columns).map(([name, { type }]) => ({ name, type }));
  return { spec, columns, frame: frameFromRows(named, rows) };
}
export function optionsOf(columns: ResultColumns, more: Partial<ChartOptions> = {}): ChartOptions {
  return { width: 784, height: 260, locale: "en", columns, currency: "CNY", period: "month", ...more };
}

export const month = (i: number) =>
  `${2025 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}-01`;

/** Twelve cohorts with a size each; the last cell of each is not over. */
export function cohortRows(sizes: readonly number[], split: string | null = null): Row[] {
  return sizes.flatMap((size, i) =>
    Array.from({ length: sizes.length - i }, (_, period): Row => {
      const share = period === 0 ? 1 : 0.35 - period * 0.012 - i * 0.004;
      return {
        cohort: month(i),
        period,
        cohort_size: size,
        value: Math.round(share * size),
        share,
        low: Math.max(0, share - 0.03),
        high: Math.min(1, share + 0.03),
        complete: i + period < sizes.length - 1,
        split,
      };
    }),
  );
}
export const twelve = [712, 648, 803, 776, 842, 1015, 731, 768, 804, 861, 1190, 702];

const counts = [
  [742, 688, 640, 742, 881],
  [1006, 764, 601, 694, 627],
  [1388, 832, 579, 512, 381],
  [1716, 793, 485, 412, 287],
  [2194, 586, 327, 368, 217],
];
export function rfmRows(): Row[] {
  const recency = ["0–21", "22–48", "49–95", "96–171", "172–363"];
  const frequency = ["1", "2", "3", "4–5", "6–31"];
  return counts.flatMap((line, i) =>
    line.map((customers, k) => ({
      r: 5 - i,
      f: k + 1,
      recency: recency[i] ?? "",
      frequency: frequency[k] ?? "",
      customers,
      customer_share: customers / 18462,
      value: customers * 500,
    })),
  );
}
/** A curve whose value gathers at the first customers: the more, the higher `bend`; 1 is a straight line. */
export function curveRows(bend = 3): Row[] {
  return Array.from({ length: 101 }, (_, i) => {
    const x = i / 100;
    const y = 1 - (1 - x) ** bend;
    return {
      rank: Math.round(x * 2000),
      customer_share: x,
      value_share: y,
      class: y < 0.8 ? "A" : y < 0.95 ? "B" : "C",
    };
  }).slice(1);
}
export function npsRows(name = "Tmall"): Row[] {
  return [
    [name, 0.42, 446],
    ["Store", 0.26, 224],
    ["Phone", 0.18, 28],
    ["WeChat", 0.5, 6],
  ].map(([split, nps, responses]) => ({
    period: null,
    split: split as string,
    responses: responses as number,
    nps: nps as number,
    low: (nps as number) - 0.1,
    high: (nps as number) + 0.1,
  }));
}
export function mixRows(months = 12): Row[] {
  return Array.from({ length: months }, (_, i) => i).flatMap((i) =>
    ["new", "returning"].map((kind, k) => ({
      period: month(i),
      customer_kind: kind,
      buyers: 100 + i,
      orders: 120 + i,
      value: 120_000 + k * 300_000 + i * 9000,
      average_order_value: 140 + i,
      complete: i < months - 1,
    })),
  );
}
export function repurchaseRows(splits: readonly (string | null)[] = [null], n = 700): Row[] {
  return splits.flatMap((split, k) =>
    Array.from({ length: 12 }, (_, i) => {
      const rate = 0.4 + 0.03 * Math.sin(i) - k * 0.02;
      return {
        cohort: month(i),
        customers: n,
        repurchased: Math.round(rate * n),
        rate,
        low: rate - 0.04,
        high: rate + 0.04,
        complete: i < 9,
        split,
      };
    }),
  );
}
/** A group that comes back in steps: of `n` customers at the start, some leave every five days. */
export function survivalRows(splits: readonly (string | null)[] = [null], n = 400, days = 40): Row[] {
  return splits.flatMap((split, k) => {
    let [survival, atRisk] = [1, n];
    return Array.from({ length: days }, (_, i) => {
      const events = Math.round(atRisk * (0.05 - k * 0.004));
      const censored = Math.round(atRisk * 0.01);
      survival *= 1 - events / atRisk;
      const row: Row = {
        split,
        day: (i + 1) * 5,
        at_risk: atRisk,
        events,
        censored,
        survival,
        low: Math.max(0, survival - 0.04),
        high: Math.min(1, survival + 0.04),
        returned: 1 - survival,
        returned_low: Math.max(0, 1 - survival - 0.04),
        returned_high: Math.min(1, 1 - survival + 0.04),
      };
      atRisk -= events + censored;
      return row;
    });
  });
}
export function ladderRows(splits: readonly (string | null)[] = [null], first = 2400): Row[] {
  return splits.flatMap((split, k) =>
    Array.from({ length: 8 }, (_, i) => {
      const rate = 0.28 + 0.05 * i - 0.02 * k;
      const at_risk = Math.round(first * 0.45 ** i);
      return {
        split,
        orders: i + 1,
        at_risk,
        repurchased: Math.round(rate * at_risk),
        rate,
        low: rate - 0.05,
        high: rate + 0.06,
      };
    }),
  );
}
export function lorenzRows(): Row[] {
  return Array.from({ length: 101 }, (_, i) => ({
    customer_share: i / 100,
    value_share: (i / 100) ** 3,
    gini: 0.5,
  }));
}
