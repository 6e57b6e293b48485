import { sameText } from "../../src/i18n/text.ts";
import { bgNbd, mbgNbd } from "../../src/models/btyd/beta-geometric.ts";
import type { Parameters, PurchaseModel } from "../../src/models/btyd/model.ts";
import { paretoNbd } from "../../src/models/btyd/pareto.ts";
import { discountedResidual } from "../../src/models/btyd/residual.ts";
import { likelihood } from "./fit-rows.ts";
import { published as referenceJson } from "./published.ts";
import type { Pair, Rows } from "./row.ts";

/** Single values that manuals and tests of packages print, at the parameters that they use. */
export function publishedChecks(rows: Rows): void {
  const { checks_against_published: given } = referenceJson<{
    checks_against_published: Readonly<Record<string, unknown>>;
  }>("golden_btyd_functions.json");
  const find = (start: string): unknown =>
    given[Object.keys(given).find((name) => name.startsWith(start)) ?? start];
  const value = (start: string) => Number(find(start));
  const one = (x: number, tx: number, age: number) => ({
    length: 1,
    x: Float64Array.of(x),
    tx: Float64Array.of(tx),
    age: Float64Array.of(age),
    weight: Float64Array.of(1),
  });
  const close = { relative: 1e-9 };
  const customers = { en: "single customers", "zh-CN": "个别顾客" };

  const mbg = [0.25, 4, 0.8, 2.5] as const;
  const logOf = (model: PurchaseModel, x: number, tx: number) => model.logLikelihood(mbg, one(x, tx, 40));
  const pymc = { data: customers, source: sameText("PyMC-Marketing, tests") };
  rows.many(
    { ...pymc, subject: sameText("MBG/NBD") },
    likelihood,
    [
      [logOf(mbgNbd, 0, 0), value("PyMC-Marketing test: MBG logp(x=0,")],
      [logOf(mbgNbd, 200, 38), value("PyMC-Marketing test: MBG logp(x=200")],
    ],
    close,
  );
  rows.many(
    { ...pymc, subject: sameText("BG/NBD") },
    likelihood,
    [
      [logOf(bgNbd, 0, 0), value("BG logp same params (0,0")],
      [logOf(bgNbd, 200, 38), value("BG logp same params (200")],
    ],
    close,
  );

  const vignette: Parameters = [0.5533971, 10.5801985, 0.6060625, 11.6562237];
  rows.many(
    { subject: sameText("Pareto/NBD"), data: customers, source: sameText("R BTYD 2.4.3, vignette") },
    { en: "expected purchases and P(alive)", "zh-CN": "预期购买次数与活跃概率" },
    [
      [paretoNbd.expectedNew(vignette, 52), value("BTYD vignette: pnbd.Expectation")],
      [paretoNbd.expected(vignette, 26, 30.857, 31, 52), value("BTYD vignette: pnbd CET")],
      [paretoNbd.alive(vignette, 26, 30.857, 31), value("BTYD vignette: pnbd PAlive")],
      [paretoNbd.alive(vignette, 0, 0, 39), value("BTYD man: pnbd PAlive")],
    ],
    // The parameters are printed to seven digits.
    { relative: 1e-5 },
  );
  const all: Parameters = [0.5629966, 12.559037, 0.4081095, 10.5148048];
  const dert = (x: number, tx: number) => discountedResidual(all, x, tx, 77.86, 0.0027);
  rows.many(
    { subject: sameText("Pareto/NBD"), data: customers, source: sameText("R BTYD 2.4.3, manual") },
    {
      en: "purchases of all time to come, discounted at 0.0027 a week (DERT)",
      "zh-CN": "今后全部购买的折现次数，每周 0.0027（DERT）",
    },
    [
      [dert(7, 35), value("BTYD man example pnbd.DERT")],
      ...(find("same, x=1..10") as readonly string[]).map((wanted, i): Pair => [
        dert(i + 1, 30),
        Number(wanted),
      ]),
    ],
    { relative: 1e-8 },
  );

  const fitted: Parameters = [0.2425945, 4.413602, 0.792922, 2.425907];
  const late = (x: number) => bgNbd.expected(fitted, x, 20, 39, 52);
  rows.many(
    { subject: sameText("BG/NBD"), data: customers, source: sameText("R BTYD 2.4.3, vignette") },
    { en: "expected purchases and P(alive)", "zh-CN": "预期购买次数与活跃概率" },
    [
      [bgNbd.expectedNew(fitted, 52), value("BTYD vignette: bgnbd.Expectation")],
      [bgNbd.expected(fitted, 26, 30.857, 31, 52), value("BTYD vignette: bgnbd CET(52; 26")],
      [bgNbd.alive(fitted, 26, 30.857, 31), value("BTYD vignette: bgnbd PAlive")],
      ...[10, 15, 20, 25].map((x): Pair => [late(x), value(`BTYD vignette: bgnbd CET(52; ${x},20`)]),
    ],
    // At the maximum itself; the vignette stopped a little before it.
    { relative: 1e-4 },
  );
  const man: Parameters = [0.243, 4.414, 0.793, 2.426];
  rows.one(
    { subject: sameText("BG/NBD"), data: customers, source: sameText("R BTYD 2.4.3, manual") },
    { en: "probability of no repeat purchase in 39 weeks", "zh-CN": "39 周内没有重复购买的概率" },
    [bgNbd.quiet(man, 0, 0, 0, 39), value("BTYD man: bgnbd.pmf(t=39")],
    close,
  );

  const overflow: Parameters = [10.465, 0.00798565181, 3.0516, 2.82];
  const pairs = Object.entries(given).find(([name]) =>
    name.startsWith("lifetimes overflow"),
  )?.[1] as readonly (readonly [string, string])[];
  const many = [
    [400, 5, 6],
    [500, 1, 37],
    [500, 4, 37],
  ] as const;
  const lifetimes = {
    subject: sameText("Pareto/NBD"),
    data: { en: "customers of 132 to 500 purchases", "zh-CN": "购买 132 至 500 次的顾客" },
    source: sameText("lifetimes, tests"),
  };
  rows.many(
    lifetimes,
    likelihood,
    many.map(([x, tx, age], i) => [
      paretoNbd.logLikelihood(overflow, one(x, tx, age)),
      Number(pairs[i]?.[0]),
    ]),
    close,
  );
  rows.many(
    lifetimes,
    { en: "P(alive)", "zh-CN": "P(活跃)" },
    // Below the smallest number there is, zero is all that can be said.
    many.map(([x, tx, age], i) => [paretoNbd.alive(overflow, x, tx, age), Number(pairs[i]?.[1])]),
    { relative: 1e-9 },
  );
  const under = find("lifetimes underflow") as readonly string[];
  rows.many(
    lifetimes,
    { en: "expected purchases in 10 weeks", "zh-CN": "10 周内的预期购买次数" },
    [132, 133].map((x, i) => [
      paretoNbd.expected([0.55, 10.58, 0.61, 11.67], x, 200, 200, 10),
      Number(under[i]),
    ]),
    { relative: 1e-9 },
  );
}
