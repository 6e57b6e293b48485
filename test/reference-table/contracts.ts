import { readFileSync } from "node:fs";
import { sameText } from "../../src/i18n/text.ts";
import {
  aliveNext,
  expectedNext,
  expectedPurchases,
  fitBetaBinomial,
} from "../../src/models/btyd/beta-binomial.ts";
import {
  contractLikelihood,
  contractRetention,
  contractSurvival,
  discountedLifetime,
  discountedRenewals,
  fitContract,
  renewalsOf,
} from "../../src/models/shifted-beta-geometric.ts";
import { sharedPath } from "../reference.ts";
import { type Fit, fitRows, toAllDigits } from "./fit-rows.ts";
import { published as referenceJson } from "./published.ts";
import type { Pair, Rows } from "./row.ts";

/** Contracts, and opportunities that may be skipped. */
export function contracts(rows: Rows): void {
  interface Contract {
    readonly fit: Fit;
    readonly "DEL new customer d=0.1 (sum S(t)/1.1^t, t=0..inf)": number;
    readonly "S_hat(0..12)": readonly number[];
    readonly "retention_rate r_t=(beta+t-1)/(alpha+beta+t-1), t=1..12": readonly number[];
  }
  const { sbg } = referenceJson<{
    sbg: {
      series: Readonly<Record<string, readonly number[]>>;
      checks: {
        readonly "mean LL at (1,1), high end (published -2.115)": number;
        readonly "DERL(high end, t=7, d=0.1) (published 7.530)": number;
        readonly "DERL(high end) t=0..11": readonly number[];
        readonly "LL regular at (.688,1.182) vs MLE": readonly number[];
      };
    } & Readonly<Record<string, Contract>>;
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
    const renewals = renewalsOf((sbg.series[name] ?? []).slice(0, 8).map((percent) => percent * 10));
    const found = fitContract(renewals);
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
    rows.one(
      shared,
      {
        en: "discounted lifetime of a new customer, 10% a period (DEL)",
        "zh-CN": "新顾客的折现寿命，每期 10%（DEL）",
      },
      [discountedLifetime(alpha, beta, 0.1), published["DEL new customer d=0.1 (sum S(t)/1.1^t, t=0..inf)"]],
      { relative: 1e-4 },
    );
    const { checks } = sbg;
    if (name === "highend") {
      rows.many(
        shared,
        {
          en: "discounted renewals still to come after 0 to 11, 10% a period (DERL)",
          "zh-CN": "0 至 11 次续约后剩余续约的折现次数，每期 10%（DERL）",
        },
        [
          ...checks["DERL(high end) t=0..11"].map((value, t): Pair => [
            discountedRenewals(alpha, beta, t, 0.1),
            value,
          ]),
          [discountedRenewals(alpha, beta, 7, 0.1), checks["DERL(high end, t=7, d=0.1) (published 7.530)"]],
        ],
        { relative: 1e-4 },
      );
      rows.one(
        shared,
        { en: "mean log-likelihood at α = β = 1", "zh-CN": "α = β = 1 时的平均对数似然" },
        [contractLikelihood(1, 1, renewals) / 1000, checks["mean LL at (1,1), high end (published -2.115)"]],
        { relative: 1e-9 },
      );
    } else
      rows.many(
        shared,
        {
          en: "log-likelihood at (0.688, 1.182) and at the maximum",
          "zh-CN": "在 (0.688, 1.182) 与最大值处的对数似然",
        },
        [
          [contractLikelihood(0.688, 1.182, renewals), checks["LL regular at (.688,1.182) vs MLE"][0] ?? NaN],
          [logLikelihood, checks["LL regular at (.688,1.182) vs MLE"][1] ?? NaN],
        ],
        { within: 1e-6 },
      );
  }
}

/** BG/BB on donations: by its functions, from the counts of the paper. */
export function opportunities(rows: Rows): void {
  interface Donations {
    readonly n: number;
    readonly fit: Fit;
    readonly "E_X(n=1..11)": readonly number[];
    readonly E_X_10: number;
    readonly "CET_10_customerA(0,0,6)": number;
    readonly "CET_10_customerB(4,5,6)": number;
    readonly CET_5_total: number;
    readonly published: {
      readonly params: readonly number[];
      readonly LL: number;
      readonly "BTYD vignette LL": number;
      readonly E_X_10: number;
      readonly "CET A": number;
      readonly "CET B": number;
      readonly "P(alive) 0,0 / 2,4 / 6,6": readonly number[];
      readonly "CET_5_total (Hardie sheet)": number;
    };
    readonly "P_alive_at_start_of_2002 (t=7) by (x,t_x)": Readonly<Record<string, number>>;
  }
  const { bgbb_donations: wanted } = referenceJson<{ bgbb_donations: Donations }>("bgbb_sbg.json");
  const [, ...lines] = readFileSync(sharedPath("data/donations/donations.csv"), "utf8").trim().split("\n");
  const table = lines.map((line) => line.split(",").map(Number));
  const column = (at: number) => table.map((row) => row[at] ?? 0);
  const seen = { length: table.length, x: column(0), tx: column(1), n: column(2), weight: column(3) };
  const found = fitBetaBinomial(seen);
  const { parameters } = found;
  const ofAll = table.reduce(
    (sum, [x = 0, tx = 0, n = 0, weight = 0]) => sum + weight * expectedNext(parameters, x, tx, n, 5),
    0,
  );
  const shared = {
    subject: sameText("BG/BB"),
    data: { en: "donations (11,104 donors, 6 years)", "zh-CN": "捐赠数据（11,104 位捐赠者，6 年）" },
    source: toAllDigits("Fader, Hardie & Shang (2010), Marketing Science 29(6)"),
  };
  rows.one(shared, { en: "donors", "zh-CN": "捐赠者数" }, [found.customers, wanted.n], "exact");
  fitRows(rows, shared, wanted.fit, found);
  rows.many(
    shared,
    {
      en: "expected donations of a new donor in 1 to 11 years",
      "zh-CN": "新捐赠者 1 至 11 年的预期捐赠次数",
    },
    [
      ...wanted["E_X(n=1..11)"].map((value, i): Pair => [expectedPurchases(parameters, i + 1), value]),
      [expectedPurchases(parameters, 10), wanted.E_X_10],
    ],
    { relative: 1e-5 },
  );
  rows.many(
    shared,
    {
      en: "expected donations of two donors in 10 years, and of all in 5",
      "zh-CN": "两位捐赠者 10 年、全体 5 年的预期捐赠次数",
    },
    [
      [expectedNext(parameters, 0, 0, 6, 10), wanted["CET_10_customerA(0,0,6)"]],
      [expectedNext(parameters, 4, 5, 6, 10), wanted["CET_10_customerB(4,5,6)"]],
      [ofAll, wanted.CET_5_total],
      [ofAll, wanted.published["CET_5_total (Hardie sheet)"]],
    ],
    { relative: 1e-5 },
  );
  rows.many(
    shared,
    { en: "P(alive) at the start of 2002", "zh-CN": "2002 年初的活跃概率" },
    Object.entries(wanted["P_alive_at_start_of_2002 (t=7) by (x,t_x)"]).map(([history, value]) => {
      const [x = 0, tx = 0] = history.split(",").map(Number);
      return [aliveNext(parameters, x, tx, 6), value];
    }),
    { relative: 1e-5 },
  );
  const { published } = wanted;
  rows.many(
    { ...shared, source: sameText("Fader, Hardie & Shang (2010); R BTYD 2.4.3") },
    { en: "parameters, as printed", "zh-CN": "参数（按印出的位数）" },
    published.params.map((value, i) => [parameters[i] ?? NaN, value]),
    { within: 1e-3 },
  );
  rows.many(
    { ...shared, source: sameText("Fader, Hardie & Shang (2010); R BTYD 2.4.3") },
    { en: "expected donations, as printed", "zh-CN": "预期捐赠次数（按印出的位数）" },
    [
      [expectedPurchases(parameters, 10), published.E_X_10],
      [expectedNext(parameters, 0, 0, 6, 10), published["CET A"]],
      [expectedNext(parameters, 4, 5, 6, 10), published["CET B"]],
    ],
    { relative: 5e-5 },
  );
  rows.many(
    { ...shared, source: sameText("Fader, Hardie & Shang (2010)") },
    { en: "P(alive), as printed", "zh-CN": "活跃概率（按印出的位数）" },
    published["P(alive) 0,0 / 2,4 / 6,6"].map((value, i) => {
      const [x, tx] = (
        [
          [0, 0],
          [2, 4],
          [6, 6],
        ] as const
      )[i] ?? [NaN, NaN];
      return [aliveNext(parameters, x, tx, 6), value];
    }),
    { within: 5e-3 },
  );
  rows.many(
    { ...shared, source: sameText("Fader, Hardie & Shang (2010); R BTYD 2.4.3") },
    { en: "log-likelihood, as printed", "zh-CN": "对数似然（按印出的位数）" },
    [
      [found.logLikelihood, published.LL],
      [found.logLikelihood, published["BTYD vignette LL"]],
    ],
    { within: 0.05 },
  );
}
