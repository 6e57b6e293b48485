import { sameText } from "../../src/i18n/text.ts";
import { bgNbd, mbgNbd } from "../../src/models/btyd/beta-geometric.ts";
import { fit } from "../../src/models/btyd/fit.ts";
import {
  type SpendingParameters,
  expectedSpending,
  fitSpending,
  spendingLogLikelihood,
} from "../../src/models/btyd/gamma-gamma.ts";
import { distinctHistories } from "../../src/models/btyd/history.ts";
import type { Parameters, PurchaseModel } from "../../src/models/btyd/model.ts";
import { fitWithoutDropout } from "../../src/models/btyd/no-dropout.ts";
import { paretoNbd } from "../../src/models/btyd/pareto.ts";
import { countOfNew } from "../../src/models/btyd/counts.ts";
import { discountedResidual } from "../../src/models/btyd/residual.ts";
import { cdnowSample } from "../models/cdnow.ts";
import { type Fit, fitRows, likelihood, toAllDigits } from "./fit-rows.ts";
import { published as referenceJson } from "./published.ts";
import type { Pair, ReferenceRow, Rows } from "./row.ts";

const models: readonly (readonly [string, PurchaseModel, string])[] = [
  ["BG/NBD", bgNbd, "Fader, Hardie & Lee (2005), Marketing Science 24(2)"],
  ["MBG/NBD", mbgNbd, "Batislam, Denizel & Filiztekin (2007), IJRM 24(3)"],
  ["Pareto/NBD", paretoNbd, "Schmittlein, Morrison & Colombo (1987), Management Science 33(1)"],
];
const cdnow = {
  en: "CDNOW, 1/10 sample, 39 weeks (2,357 customers)",
  "zh-CN": "CDNOW 十分之一样本，39 周（2,357 位顾客）",
};
/** Fits of the purchase and spending models. */
export function purchaseFits(rows: Rows): void {
  const { fits, "unique_(x,t_x,T)": distinct } = referenceJson<{
    fits: Record<string, Fit>;
    "unique_(x,t_x,T)": number;
  }>("cdnow_sample_btyd.json");
  const customers = cdnowSample();
  const histories = distinctHistories(
    customers.map(({ x }) => x),
    customers.map(({ tx }) => tx),
    customers.map(({ age }) => age),
  );
  rows.one(
    { subject: { en: "Histories", "zh-CN": "购买历史" }, data: cdnow, source: sameText("scipy") },
    { en: "distinct histories", "zh-CN": "不同的购买历史数" },
    [histories.length, distinct],
    "exact",
  );
  for (const [name, model, source] of models) {
    const shared = { subject: sameText(name), data: cdnow, source: toAllDigits(source) };
    fitRows(rows, shared, fits[name] as Fit, fit(model, histories));
  }
  const { r, alpha, standardErrors, logLikelihood } = fitWithoutDropout(histories);
  fitRows(
    rows,
    { subject: sameText("NBD"), data: cdnow, source: sameText("Ehrenberg (1959); BTYDplus, scipy") },
    fits["NBD (BTYDplus likelihood)"] as Fit,
    { parameters: [r, alpha], standardErrors, logLikelihood },
  );
  const repeaters = customers.filter(({ x, mean }) => x > 0 && mean > 0);
  const spendingOf = (mean: (own: number) => number) =>
    fitSpending({
      length: repeaters.length,
      x: Float64Array.from(repeaters, ({ x }) => x),
      mean: Float64Array.from(repeaters, (own) => mean(own.mean)),
    });
  const spending = spendingOf((mean) => mean);
  const shared = {
    subject: sameText("Gamma–Gamma"),
    data: cdnow,
    source: toAllDigits("Fader & Hardie (2013), note 025"),
  };
  fitRows(rows, shared, fits["Gamma-Gamma"] as Fit, spending);
  fitRows(
    rows,
    { ...shared, data: { en: `${cdnow.en}, to cents`, "zh-CN": `${cdnow["zh-CN"]}，取到分` } },
    fits["Gamma-Gamma (zbar rounded to cents as in lifetimes file)"] as Fit,
    spendingOf((mean) => Math.round(mean * 100 + 1e-7) / 100),
  );
  spendings(rows, shared, customers, spending.parameters);
}

/** What each customer is expected to spend, by the fit. */
function spendings(
  rows: Rows,
  shared: Pick<ReferenceRow, "subject" | "data" | "source">,
  customers: ReturnType<typeof cdnowSample>,
  parameters: SpendingParameters,
): void {
  const { gamma_gamma: wanted } = referenceJson<{
    gamma_gamma: {
      readonly pop_mean: number;
      readonly mean_E_M_x_gt_0: number;
      readonly E_M_first10: readonly number[];
      readonly E_M_x2_m40: number;
      readonly E_M_x3_m35: number;
    };
  }>("cdnow_sample_btyd.json");
  const each = customers.map(({ x, mean }) => expectedSpending(parameters, x, mean));
  const again = each.filter((_, i) => (customers[i]?.x ?? 0) > 0);
  rows.many(
    shared,
    {
      en: "expected value per purchase, of customers and on average",
      "zh-CN": "每次购买的预期金额：逐人与平均",
    },
    [
      [expectedSpending(parameters, 0, 0), wanted.pop_mean],
      [again.reduce((sum, value) => sum + value, 0) / again.length, wanted.mean_E_M_x_gt_0],
      ...wanted.E_M_first10.map((value, i): Pair => [each[i] ?? NaN, value]),
      [expectedSpending(parameters, 2, 40), wanted.E_M_x2_m40],
      [expectedSpending(parameters, 3, 35), wanted.E_M_x3_m35],
    ],
    { relative: 1e-5 },
  );
}

interface Golden {
  readonly bg_pmf: Readonly<Record<string, string | readonly string[]>>;
  readonly params: Readonly<Record<string, readonly string[]>>;
  readonly individual: readonly ({ readonly x: number; readonly t_x: string; readonly T: string } & Readonly<
    Record<string, Readonly<Record<string, string>>>
  >)[];
  readonly E_X_t: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly gamma_gamma: readonly {
    readonly x: number;
    readonly zbar: string;
    readonly LL: string | null;
    readonly E_M: string;
  }[];
}
/** Closed-form functions at given parameters. */
export function purchaseFunctions(rows: Rows): void {
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
      Object.entries(golden.E_X_t)
        .filter(([weeks]) => !weeks.includes("."))
        .map(([weeks, row]) => [model.expectedNew(parameters, Number(weeks)), Number(row[name])]),
      close,
    );
  }
  for (const [name, model] of models)
    rows.many(
      { subject: sameText(name), data: histories, source: digits },
      { en: "the same after part of a week", "zh-CN": "非整周后的同一数值" },
      // These times are given to six digits only.
      Object.entries(golden.E_X_t)
        .filter(([weeks]) => weeks.includes("."))
        .map(([weeks, row]) => [
          model.expectedNew((golden.params[name] ?? []).map(Number) as unknown as Parameters, Number(weeks)),
          Number(row[name]),
        ]),
      { relative: 3e-6 },
    );
  const betaGeometric = (golden.params["BG/NBD"] ?? []).map(Number) as unknown as Parameters;
  rows.one(
    { subject: sameText("BG/NBD"), data: histories, source: digits },
    { en: "probability of no repeat purchase in 39 weeks", "zh-CN": "39 周内没有重复购买的概率" },
    [bgNbd.quiet(betaGeometric, 0, 0, 0, 39), Number(golden.bg_pmf["t=39,x=0"])],
    { relative: 1e-9 },
  );
  rows.many(
    { subject: sameText("BG/NBD"), data: histories, source: digits },
    { en: "probability of just so many repeat purchases", "zh-CN": "恰有若干次重复购买的概率" },
    Object.entries(golden.bg_pmf).flatMap(([place, wanted]): Pair[] => {
      const [, weeks, from] = /^t=(\d+),x=(\d+)/.exec(place) ?? [];
      return [wanted]
        .flat()
        .map((one, at) => [
          countOfNew("bg-nbd", betaGeometric, Number(weeks), Number(from) + at),
          Number(one),
        ]);
    }),
    { relative: 1e-9 },
  );
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
  rows.many(
    { subject: sameText("Gamma–Gamma"), data: histories, source: digits },
    likelihood,
    golden.gamma_gamma.flatMap(({ x, zbar, LL }): Pair[] => {
      if (LL === null) return [];
      const one = { length: 1, x: Float64Array.of(x), mean: Float64Array.of(Number(zbar)) };
      return [[spendingLogLikelihood([p, q, v], one), Number(LL)]];
    }),
    { relative: 1e-9 },
  );
}
