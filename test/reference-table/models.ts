import { readFileSync } from "node:fs";
import { sameText, type Text } from "../../src/i18n/text.ts";
import { bgNbd, mbgNbd } from "../../src/models/btyd/beta-geometric.ts";
import { fit } from "../../src/models/btyd/fit.ts";
import { expectedSpending, fitSpending } from "../../src/models/btyd/gamma-gamma.ts";
import { discountedResidual } from "../../src/models/btyd/residual.ts";
import { distinctHistories } from "../../src/models/btyd/history.ts";
import type { Parameters, PurchaseModel } from "../../src/models/btyd/model.ts";
import { paretoNbd } from "../../src/models/btyd/pareto.ts";
import { npsScore } from "../../src/models/intervals.ts";
import {
  contractRetention,
  contractSurvival,
  fitContract,
  renewalsOf,
} from "../../src/models/shifted-beta-geometric.ts";
import { type Durations, kaplanMeier, logRank, quantileOf } from "../../src/models/survival.ts";
import { cdnowSample } from "../models/cdnow.ts";
import { referenceJson, sharedPath } from "../reference.ts";
import type { Pair, ReferenceRow } from "./row.ts";
import { Rows } from "./row.ts";

const models: readonly (readonly [string, PurchaseModel, string])[] = [
  ["BG/NBD", bgNbd, "Fader, Hardie & Lee (2005), Marketing Science 24(2)"],
  ["MBG/NBD", mbgNbd, "Batislam, Denizel & Filiztekin (2007), IJRM 24(3)"],
  ["Pareto/NBD", paretoNbd, "Schmittlein, Morrison & Colombo (1987), Management Science 33(1)"],
];
const likelihood = { en: "log-likelihood", "zh-CN": "对数似然" };
const cdnow = {
  en: "CDNOW, 1/10 sample, 39 weeks (2,357 customers)",
  "zh-CN": "CDNOW 十分之一样本，39 周（2,357 位顾客）",
};
/** A paper prints few digits; the rest come from fitting its likelihood with scipy. */
const toAllDigits = (paper: string): Text => ({
  en: `${paper}; to all digits with scipy`,
  "zh-CN": `${paper}；全部位数由 scipy 拟合`,
});
interface Fit {
  readonly params: Readonly<Record<string, number>>;
  readonly se: Readonly<Record<string, number>>;
  readonly loglik: number;
}

/** Every model against published fits and functions. */
export function modelRows(): readonly ReferenceRow[] {
  const rows = new Rows();
  purchaseFits(rows);
  purchaseFunctions(rows);
  contracts(rows);
  survival(rows);
  promoters(rows);
  return rows.all;
}

function fitRows(
  rows: Rows,
  shared: { subject: ReferenceRow["subject"]; data: ReferenceRow["data"]; source: ReferenceRow["source"] },
  published: Fit,
  found: { parameters: readonly number[]; standardErrors: readonly (number | null)[]; logLikelihood: number },
): void {
  rows.one(shared, likelihood, [found.logLikelihood, published.loglik], { within: 1e-3 });
  Object.entries(published.params).forEach(([name, value], i) => {
    rows.one(shared, sameText(name), [found.parameters[i] ?? NaN, value], { relative: 1e-3 });
    rows.one(
      shared,
      { en: `standard error of ${name}`, "zh-CN": `${name} 的标准误` },
      [found.standardErrors[i] ?? NaN, published.se[name] ?? NaN],
      { relative: 1e-2 },
    );
  });
}

function purchaseFits(rows: Rows): void {
  const { fits } = referenceJson<{ fits: Record<string, Fit> }>("cdnow_sample_btyd.json");
  const customers = cdnowSample();
  const histories = distinctHistories(
    customers.map(({ x }) => x),
    customers.map(({ tx }) => tx),
    customers.map(({ age }) => age),
  );
  for (const [name, model, source] of models) {
    const shared = { subject: sameText(name), data: cdnow, source: toAllDigits(source) };
    fitRows(rows, shared, fits[name] as Fit, fit(model, histories));
  }
  const repeaters = customers.filter(({ x, mean }) => x > 0 && mean > 0);
  const spending = fitSpending({
    length: repeaters.length,
    x: Float64Array.from(repeaters, ({ x }) => x),
    mean: Float64Array.from(repeaters, ({ mean }) => mean),
  });
  const shared = {
    subject: sameText("Gamma–Gamma"),
    data: cdnow,
    source: toAllDigits("Fader & Hardie (2013), note 025"),
  };
  fitRows(rows, shared, fits["Gamma-Gamma"] as Fit, spending);
}

interface Golden {
  readonly params: Readonly<Record<string, readonly string[]>>;
  readonly individual: readonly ({ readonly x: number; readonly t_x: string; readonly T: string } & Readonly<
    Record<string, Readonly<Record<string, string>>>
  >)[];
  readonly E_X_t: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly gamma_gamma: readonly { readonly x: number; readonly zbar: string; readonly E_M: string }[];
}
function purchaseFunctions(rows: Rows): void {
  const golden = referenceJson<Golden>("golden_btyd_functions.json");
  const digits = { en: "the formulae at 50 digits (mpmath)", "zh-CN": "按公式以 50 位精度计算（mpmath）" };
  const histories = { en: "12 customers, up to 1,000 purchases", "zh-CN": "12 位顾客，最多 1,000 次购买" };
  for (const [name, model] of models) {
    const parameters = (golden.params[name] ?? []).map(Number) as unknown as Parameters;
    const found: Record<string, Pair[]> = { LL: [], alive: [], expected: [] };
    for (const row of golden.individual) {
      const wanted = row[name] ?? {};
      const [tx, age] = [Number(row.t_x), Number(row.T)];
      const one = { x: [row.x], tx: [tx], age: [age], weight: [1] };
      const arrays = Object.fromEntries(
        Object.entries(one).map(([key, values]) => [key, Float64Array.from(values)]),
      ) as Record<keyof typeof one, Float64Array>;
      found.LL?.push([model.logLikelihood(parameters, { length: 1, ...arrays }), Number(wanted.LL)]);
      if (Number(wanted.P_alive) > 1e-300)
        found.alive?.push([model.alive(parameters, row.x, tx, age), Number(wanted.P_alive)]);
      for (const weeks of [39, 52])
        if (wanted[`CET_${weeks}`])
          found.expected?.push([
            model.expected(parameters, row.x, tx, age, weeks),
            Number(wanted[`CET_${weeks}`]),
          ]);
    }
    const shared = { subject: sameText(name), data: histories, source: digits };
    const close = { relative: 1e-9 };
    rows.many(shared, likelihood, found.LL ?? [], close);
    rows.many(shared, { en: "P(alive)", "zh-CN": "P(活跃)" }, found.alive ?? [], close);
    rows.many(
      shared,
      { en: "expected purchases in 39 and 52 weeks", "zh-CN": "39 周与 52 周的预期购买次数" },
      found.expected ?? [],
      close,
    );
    rows.many(
      shared,
      { en: "expected purchases of a new customer", "zh-CN": "新客的预期购买次数" },
      // Times that are a fraction are given to six digits only.
      Object.entries(golden.E_X_t)
        .filter(([weeks]) => !weeks.includes("."))
        .map(([weeks, row]) => [model.expectedNew(parameters, Number(weeks)), Number(row[name])]),
      close,
    );
  }
  const pareto = (golden.params["Pareto/NBD"] ?? []).map(Number) as unknown as Parameters;
  rows.many(
    { subject: sameText("Pareto/NBD"), data: histories, source: digits },
    {
      en: "purchases of all time to come, discounted at 0.0027 a week (DERT)",
      "zh-CN": "今后全部购买的折现次数，每周 0.0027（DERT）",
    },
    golden.individual.flatMap((row): Pair[] => {
      const wanted = Number(row["Pareto/NBD"]?.["DERT_d0.0027"]);
      // Below the smallest number there is, zero is all that can be said.
      if (!(wanted > 1e-300)) return [];
      return [[discountedResidual(pareto, row.x, Number(row.t_x), Number(row.T), 0.0027), wanted]];
    }),
    { relative: 1e-9 },
  );
  const [p = NaN, q = NaN, v = NaN] = (golden.params["Gamma-Gamma"] ?? []).map(Number);
  rows.many(
    { subject: sameText("Gamma–Gamma"), data: histories, source: digits },
    { en: "expected value per purchase", "zh-CN": "每次购买的预期金额" },
    golden.gamma_gamma.map(({ x, zbar, E_M }) => [expectedSpending([p, q, v], x, Number(zbar)), Number(E_M)]),
    { relative: 1e-9 },
  );
}

function contracts(rows: Rows): void {
  interface Contract {
    readonly fit: Fit;
    readonly "S_hat(0..12)": readonly number[];
    readonly "retention_rate r_t=(beta+t-1)/(alpha+beta+t-1), t=1..12": readonly number[];
  }
  const { sbg } = referenceJson<{
    sbg: { series: Readonly<Record<string, readonly number[]>> } & Readonly<Record<string, Contract>>;
  }>("bgbb_sbg.json");
  for (const [name, data] of [
    [
      "regular",
      { en: "“Regular” contracts of the paper, 7 renewals", "zh-CN": "论文中的 Regular 合约，7 次续约" },
    ],
    [
      "highend",
      { en: "“High End” contracts of the paper, 7 renewals", "zh-CN": "论文中的 High End 合约，7 次续约" },
    ],
  ] as const) {
    const published = sbg[name] as Contract;
    const found = fitContract(
      renewalsOf((sbg.series[name] ?? []).slice(0, 8).map((percent) => percent * 10)),
    );
    const shared = {
      subject: { en: "Shifted-beta-geometric", "zh-CN": "平移贝塔几何分布" },
      data,
      source: toAllDigits("Fader & Hardie (2007), Journal of Interactive Marketing 21(1)"),
    };
    const { alpha, beta, standardErrors, logLikelihood } = found;
    fitRows(rows, shared, published.fit, { parameters: [alpha, beta], standardErrors, logLikelihood });
    rows.many(
      shared,
      { en: "share still there after 0 to 12 renewals", "zh-CN": "0 至 12 次续约后的留存比例" },
      published["S_hat(0..12)"].map((share, t) => [contractSurvival(alpha, beta, t), share]),
      { relative: 1e-4 },
    );
    rows.many(
      shared,
      { en: "retention rate of renewals 1 to 12", "zh-CN": "第 1 至 12 次续约的留存率" },
      published["retention_rate r_t=(beta+t-1)/(alpha+beta+t-1), t=1..12"].map((rate, i) => [
        contractRetention(alpha, beta, i + 1),
        rate,
      ]),
      { relative: 1e-4 },
    );
  }
}

interface Curve {
  readonly at: readonly number[];
  readonly S: readonly number[];
  readonly std_err: readonly number[];
  readonly n_risk: readonly number[];
  readonly quantiles_25_50_75: readonly (number | null)[];
  readonly "ci_log-log": {
    readonly lower: readonly (number | null)[];
    readonly upper: readonly (number | null)[];
  };
}
function survival(rows: Rows): void {
  const reference = referenceJson<Record<string, Curve> & { waltons_logrank: { chisq: number } }>(
    "km_R_survival.json",
  );
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
    const found: Record<"S" | "error" | "ends" | "risk", Pair[]> = { S: [], error: [], ends: [], risk: [] };
    published.at.forEach((day, i) => {
      const step = steps.findLast(({ time }) => time <= day);
      if (!step) return;
      found.S.push([step.survival, published.S[i] ?? NaN]);
      found.error.push([step.standardError, published.std_err[i] ?? NaN]);
      found.risk.push([steps.find(({ time }) => time >= day)?.atRisk ?? 0, published.n_risk[i] ?? NaN]);
      const { lower, upper } = published["ci_log-log"];
      for (const [own, end] of [
        [step.low, lower[i]],
        [step.high, upper[i]],
      ] as const)
        if (own != null && typeof end === "number") found.ends.push([own, end]);
    });
    const close = { within: 1e-9 };
    rows.many(shared, { en: "share left", "zh-CN": "尚存比例" }, found.S, close);
    rows.many(shared, { en: "Greenwood's standard error", "zh-CN": "Greenwood 标准误" }, found.error, close);
    rows.many(shared, { en: "log-log 95% interval", "zh-CN": "双对数 95% 区间" }, found.ends, close);
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
}

function promoters(rows: Rows): void {
  interface Case {
    readonly detractors: number;
    readonly passives: number;
    readonly promoters: number;
    readonly nps: number;
    readonly wald: readonly [number, number];
    readonly "adjusted.wald": readonly [number, number];
  }
  const {
    definitions: _,
    two_sample_30_40_30_vs_20_40_40: __,
    ...cases
  } = referenceJson<Readonly<Record<string, Case>>>("package_run_NPS.json");
  // A limit beyond the scale is shown at its end.
  const clip = (value: number) => Math.min(1, Math.max(-1, value));
  const all = Object.values(cases);
  const pairs = (interval: "wald" | "adjusted") =>
    all.flatMap((own): Pair[] => {
      const found = npsScore(own.promoters, own.passives, own.detractors, interval);
      const [low, high] = own[interval === "wald" ? "wald" : "adjusted.wald"];
      return [
        [found?.low ?? NaN, clip(low)],
        [found?.high ?? NaN, clip(high)],
      ];
    });
  const shared = {
    subject: { en: "Net promoter score", "zh-CN": "净推荐值" },
    data: { en: `${all.length} sets of answers`, "zh-CN": `${all.length} 组回答` },
    source: sameText("R NPS 2.0.999; Rocks (2016)"),
  };
  rows.many(
    shared,
    sameText("NPS"),
    all.map((own) => [npsScore(own.promoters, own.passives, own.detractors, "wald")?.nps ?? NaN, own.nps]),
    { within: 1e-12 },
  );
  rows.many(shared, { en: "Wald 95% interval", "zh-CN": "Wald 95% 区间" }, pairs("wald"), { within: 1e-11 });
  rows.many(shared, { en: "adjusted Wald 95% interval", "zh-CN": "调整 Wald 95% 区间" }, pairs("adjusted"), {
    within: 1e-11,
  });
}
