import { readFileSync } from "node:fs";
import { sameText } from "../../src/i18n/text.ts";
import { chiSquareUpper } from "../../src/models/intervals.ts";
import {
  type Durations,
  kaplanMeier,
  logRank,
  quantileOf,
  restrictedMean,
} from "../../src/models/survival.ts";
import { sharedPath } from "../reference.ts";
import { published as referenceJson } from "./published.ts";
import type { Pair, Rows } from "./row.ts";

interface Curve {
  readonly at: readonly number[];
  readonly S: readonly number[];
  readonly std_err: readonly number[];
  readonly n_risk: readonly number[];
  readonly quantiles_25_50_75: readonly (number | null)[];
  readonly n: number;
  readonly events: number;
  readonly median_ci_log: readonly (number | null)[];
  readonly rmean_at_max: number;
  readonly rmean_se: number;
  readonly "ci_log-log": Ends;
  readonly ci_log: Ends;
  readonly ci_plain: Ends;
}
interface Ends {
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}
const intervals = [
  ["log-log", { en: "log-log 95% interval", "zh-CN": "双对数 95% 区间" }],
  ["log", { en: "log 95% interval", "zh-CN": "对数 95% 区间" }],
  ["plain", { en: "plain 95% interval", "zh-CN": "普通 95% 区间" }],
] as const;
/** Survival curves against R. */
export function survival(rows: Rows): void {
  const reference = referenceJson<
    Record<string, Curve> & { waltons_logrank: { chisq: number; p: number } } & Record<
        "late_entry" | "late_entry_tied",
        { readonly time: readonly number[]; readonly surv: readonly number[] }
      >
  >("km_R_survival.json");
  const table = (path: string) => {
    const [header = "", ...lines] = readFileSync(sharedPath(path), "utf8").trim().split(/\r?\n/);
    return lines.map((line) => {
      const cells = line.split(",");
      return Object.fromEntries(header.split(",").map((name, i) => [name, cells[i] ?? ""]));
    });
  };
  const durations = (list: readonly Record<string, string>[], time: string, event: string): Durations => ({
    length: list.length,
    time: list.map((row) => Number(row[time])),
    event: list.map((row) => Number(row[event])),
  });
  const waltons = table("data/survival/waltons_dataset.csv");
  const of = (name: string) =>
    durations(
      waltons.filter(({ group }) => group === name),
      "T",
      "E",
    );
  const source = sameText("R 4.2.2, survival 3.5-3");
  const subject = { en: "Kaplan–Meier", "zh-CN": "Kaplan–Meier 生存曲线" };
  for (const [name, data, given] of [
    ["lung_days", sameText("lung (n = 228)"), durations(table("data/survival/lung.csv"), "time", "status")],
    ["waltons_all", sameText("waltons (n = 163)"), durations(waltons, "T", "E")],
    ["waltons_miR-137", sameText("waltons, miR-137 (n = 34)"), of("miR-137")],
    ["waltons_control", sameText("waltons, control (n = 129)"), of("control")],
  ] as const) {
    const published = reference[name] as Curve;
    const steps = kaplanMeier(given);
    const shared = { subject, data, source };
    const found: Record<"S" | "error" | "risk", Pair[]> = { S: [], error: [], risk: [] };
    published.at.forEach((day, i) => {
      const step = steps.findLast(({ time }) => time <= day);
      if (!step) return;
      found.S.push([step.survival, published.S[i] ?? NaN]);
      found.error.push([step.standardError, published.std_err[i] ?? NaN]);
      found.risk.push([steps.find(({ time }) => time >= day)?.atRisk ?? 0, published.n_risk[i] ?? NaN]);
    });
    const close = { within: 1e-9 };
    rows.many(shared, { en: "share left", "zh-CN": "尚存比例" }, found.S, close);
    rows.many(shared, { en: "Greenwood's standard error", "zh-CN": "Greenwood 标准误" }, found.error, close);
    for (const [kind, title] of intervals) {
      const banded = kaplanMeier(given, kind);
      const { lower, upper } = published[`ci_${kind}`];
      rows.many(
        shared,
        title,
        published.at.flatMap((day, i): Pair[] => {
          const step = banded.findLast(({ time }) => time <= day);
          return (
            [
              [step?.low ?? null, lower[i]],
              [step?.high ?? null, upper[i]],
            ] as const
          ).flatMap(([own, end]): Pair[] => (typeof end === "number" ? [[own ?? NaN, end]] : []));
        }),
        close,
      );
    }
    const median = quantileOf(kaplanMeier(given, "log"), 0.5);
    rows.many(
      shared,
      { en: "log 95% interval of the median", "zh-CN": "中位数的对数 95% 区间" },
      [
        [median.low ?? NaN, published.median_ci_log[0] ?? NaN],
        [median.high ?? NaN, published.median_ci_log[1] ?? NaN],
      ],
      "exact",
    );
    const { mean, standardError } = restrictedMean(steps, published.at.at(-1) ?? NaN);
    rows.many(
      shared,
      { en: "restricted mean and its standard error", "zh-CN": "限制均值及其标准误" },
      [
        [mean, published.rmean_at_max],
        [standardError, published.rmean_se],
      ],
      { within: 1e-9 },
    );
    rows.many(
      shared,
      { en: "durations and events", "zh-CN": "时长数与事件数" },
      [
        [given.length, published.n],
        [steps.reduce((sum, { events }) => sum + events, 0), published.events],
      ],
      "exact",
    );
    rows.many(shared, { en: "number at risk", "zh-CN": "仍可观察人数" }, found.risk, "exact");
    rows.many(
      shared,
      { en: "quartiles", "zh-CN": "四分位数" },
      [0.75, 0.5, 0.25].flatMap((share, i): Pair[] => {
        const wanted = published.quantiles_25_50_75[i];
        return wanted == null ? [] : [[quantileOf(steps, share).at ?? NaN, wanted]];
      }),
      "exact",
    );
  }
  rows.one(
    {
      subject: { en: "Log-rank test", "zh-CN": "对数秩检验" },
      data: sameText("waltons, miR-137 / control"),
      source,
    },
    sameText("χ²"),
    [logRank([of("miR-137"), of("control")]).chi2, reference.waltons_logrank.chisq],
    { within: 1e-8 },
  );
  rows.one(
    {
      subject: { en: "Log-rank test", "zh-CN": "对数秩检验" },
      data: sameText("waltons, miR-137 / control"),
      source,
    },
    sameText("p"),
    [chiSquareUpper(logRank([of("miR-137"), of("control")]).chi2, 1), reference.waltons_logrank.p],
    { within: 1e-9 },
  );
  // R's result alone is given: these durations have the numbers at risk that it tells of.
  for (const [name, entry, data] of [
    [
      "late_entry",
      [0, 2, 0, 4, 0],
      { en: "5 durations, two seen from days 2 and 4 on", "zh-CN": "5 段时长，其中两段从第 2、4 天起观察" },
    ],
    [
      "late_entry_tied",
      [1, 0, 0, 0, 0],
      { en: "5 durations, one seen from day 1 on", "zh-CN": "5 段时长，其中一段从第 1 天起观察" },
    ],
  ] as const) {
    const { time, surv } = reference[name];
    const steps = kaplanMeier({ length: time.length, time, event: time.map(() => 1), entry });
    rows.many(
      { subject, data, source },
      { en: "share left, with late entry", "zh-CN": "尚存比例（延迟进入）" },
      surv.map((share, i) => [steps[i]?.survival ?? NaN, share]),
      { within: 1e-9 },
    );
  }
}
