import { sameText } from "../../src/i18n/text.ts";
import { expectedSince } from "../../src/models/btyd/holdout.ts";
import type { Parameters } from "../../src/models/btyd/model.ts";
import { purchaseModels } from "../../src/metrics/purchase-model.ts";
import { type Row, dayNumber, isoDay } from "../../src/tables/frame.ts";
import type { Figures } from "../shop/figures.ts";
import { type Place, name, subjects } from "./parts.ts";
import { published as referenceJson } from "./published.ts";
import type { Pair, Rows } from "./row.ts";

interface Customer {
  readonly x: number;
  readonly t_x: number;
  readonly T: number;
  readonly palive: number;
  readonly CET39: number;
  readonly CET52: number;
  readonly x_star: number;
}
interface Held {
  readonly CET39_total: number;
  readonly CET39_mean_by_x: readonly number[];
  readonly MAE: number;
  readonly RMSE: number;
  readonly mean_palive: number;
  readonly E_X_39: number;
  readonly E_X_52: number;
  readonly "expected_cumulative_repeat_by_days_since_1997-01-01": Readonly<Record<string, number>>;
}
interface Reference {
  readonly check: Readonly<
    Record<"customers" | "repeat_days_cal" | "holdout_days" | "n_x>0" | "n_x>0_and_m>0", number>
  >;
  readonly holdout: {
    readonly actual_total: number;
    readonly "actual_mean_by_x(0..6,7+)": readonly number[];
    readonly "n_by_x(0..6,7+)": readonly number[];
    readonly "actual_cumulative_repeat_by_days_since_1997-01-01": Readonly<Record<string, number>>;
  } & Readonly<Record<string, Held>>;
}
const models = [
  ["bg-nbd", "BG/NBD"],
  ["mbg-nbd", "MBG/NBD"],
  ["pareto-nbd", "Pareto/NBD"],
] as const;

/** CDNOW, fitted to 39 weeks: what the product expected of the 39 after them, and of single customers. */
export async function holdout(rows: Rows, figures: Figures, place: Place) {
  const { holdout: wanted, check } = referenceJson<Reference>("cdnow_sample_btyd.json");
  const shared = {
    ...place,
    subject: subjects.predicted,
    source: sameText("Fader, Hardie & Lee (2005); BTYD; scipy"),
  };
  for (const [model, title] of models) {
    const own = wanted[title];
    if (!own) throw new Error(`no holdout of ${title}`);
    const params = { model, holdout: 39 };
    const weeks = await figures.rows("predicted-clv", { params, part: "holdout" });
    const total = (column: string) => weeks.reduce((sum, row) => sum + Number(row[column]), 0);
    const groups = await figures.rows("predicted-clv", { params, part: "calibration" });
    const [summary] = await figures.rows("predicted-clv", { params, part: "summary" });
    if (model === "bg-nbd") {
      rows.one(
        shared,
        name("purchases of the last 39 weeks", "最后 39 周的购买次数"),
        [total("actual"), wanted.actual_total],
        "exact",
      );
      rows.many(
        shared,
        name("the same, and customers at the cut", "同上，以及切分时的顾客数"),
        [
          [Number(summary?.held_out_actual), check.holdout_days],
          [Number(summary?.held_out_customers), check.customers],
        ],
        "exact",
      );
      rows.many(
        shared,
        name("customers by repeat purchases before the cut", "按切分前重复购买次数分组的顾客数"),
        [
          ...wanted["n_by_x(0..6,7+)"].map((n, i): Pair => [Number(groups[i]?.customers), n]),
          [groups.slice(1).reduce((sum, row) => sum + Number(row.customers), 0), check["n_x>0"]],
        ],
        "exact",
      );
      rows.many(
        shared,
        name("purchases after the cut by those before, mean", "按切分前次数分组的切分后平均购买"),
        wanted["actual_mean_by_x(0..6,7+)"].map((mean, i) => [Number(groups[i]?.actual), mean]),
        { within: 1e-12 },
      );
      const until = Object.entries(wanted["actual_cumulative_repeat_by_days_since_1997-01-01"]);
      const counted: Pair[] = [];
      for (const [days, count] of until)
        counted.push([repeats(await knownUntil(figures, isoDay(first + Number(days)))), count]);
      rows.many(
        shared,
        name("repeat purchases by days since 1997-01-01", "自 1997-01-01 起各日的累计重复购买"),
        [...counted, [repeats(await knownUntil(figures, "1997-09-30")), check.repeat_days_cal]],
        "exact",
      );
    }
    rows.one(
      shared,
      name(`purchases that ${title} expects in them`, `${title} 对这 39 周的预期购买次数`),
      [total("expected"), own.CET39_total],
      { within: 0.5 },
    );
    rows.many(
      shared,
      name(`the same by purchases before the cut, mean, ${title}`, `同上，按切分前次数分组的均值，${title}`),
      own.CET39_mean_by_x.map((mean, i) => [Number(groups[i]?.expected), mean]),
      { relative: 1e-3 },
    );
    rows.many(
      shared,
      name(`how far ${title} missed customers: MAE and RMSE`, `${title} 对逐个顾客的误差：MAE 与 RMSE`),
      [
        [Number(summary?.held_out_mae), own.MAE],
        [Number(summary?.held_out_rmse), own.RMSE],
      ],
      { relative: 1e-3 },
    );
    await customers(rows, figures, place, model, title, own);
  }
}

const first = dayNumber("1997-01-01");
/** Everyone's history as of the end of a day. */
const knownUntil = (figures: Figures, to: string) =>
  figures.rows("predicted-clv", {
    params: { holdout: 0 },
    window: { to, asOf: isoDay(dayNumber(to) + 1) },
  });
const repeats = (main: readonly Row[]) => main.reduce((sum, row) => sum + Number(row.frequency), 0);

/** Single customers as of the cut. */
async function customers(
  rows: Rows,
  figures: Figures,
  { data }: Place,
  model: (typeof models)[number][0],
  title: string,
  own: Held,
) {
  const shared = { subject: sameText(title), data, source: sameText("scipy") };
  const window = { to: "1997-09-30", asOf: "1997-10-01" };
  const asked = (horizon: number, part: string) =>
    figures.rows("predicted-clv", { params: { model, horizon, holdout: 0 }, window, part });
  const [in39, in52] = await Promise.all([39, 52].map((horizon) => asked(horizon, "main")));
  const byId = (found: readonly Row[] | undefined) =>
    new Map((found ?? []).map((row) => [String(row.customer_id), row]));
  const [one, other] = [byId(in39), byId(in52)];
  const picked = Object.entries(own as unknown as Readonly<Record<string, Customer>>).flatMap(
    ([key, customer]) => {
      const id = /^customer_(\d+)$/.exec(key)?.[1];
      return id === undefined ? [] : [[id.padStart(4, "0"), customer] as const];
    },
  );
  const pairs = (read: (id: string, customer: Customer) => readonly Pair[]) =>
    picked.flatMap(([id, customer]) => read(id, customer));
  rows.many(
    shared,
    name("frequency, recency and age of six customers", "六位顾客的频次、最近一次与周龄"),
    pairs((id, { x, t_x, T }) => [
      [Number(one.get(id)?.frequency), x],
      [Number(one.get(id)?.recency), t_x],
      [Number(one.get(id)?.age), T],
    ]),
    { within: 1e-9 },
  );
  const later = byId(await figures.rows("predicted-clv", { params: { model, holdout: 0 } }));
  rows.many(
    shared,
    name("purchases of six customers in the 39 weeks after", "六位顾客其后 39 周的购买次数"),
    pairs((id, { x_star }) => [[Number(later.get(id)?.frequency) - Number(one.get(id)?.frequency), x_star]]),
    "exact",
  );
  rows.many(
    shared,
    name("P(alive) of six customers, and of all on average", "六位顾客的活跃概率，及全体平均"),
    [
      ...pairs((id, { palive }) => [[Number(one.get(id)?.p_alive), palive]]),
      [Number((await asked(39, "summary"))[0]?.mean_p_alive), own.mean_palive],
    ],
    { relative: 1e-3 },
  );
  rows.many(
    shared,
    name("expected purchases of six customers in 39 and 52 weeks", "六位顾客 39 周与 52 周的预期购买次数"),
    pairs((id, { CET39, CET52 }) => [
      [Number(one.get(id)?.expected_orders), CET39],
      [Number(other.get(id)?.expected_orders), CET52],
    ]),
    { relative: 1e-3 },
  );
  // What the tracking plot is drawn from.
  const fit = (await asked(39, "fit")).filter((row) => row.model === model);
  if (model === "bg-nbd") {
    const spending = (await asked(39, "fit")).find((row) => row.model === "gamma-gamma");
    const { check } = referenceJson<Reference>("cdnow_sample_btyd.json");
    rows.one(
      { ...shared, subject: sameText("Gamma–Gamma") },
      name("customers with repeat purchases of a value", "有金额的重复购买顾客数"),
      [Number(spending?.customers), check["n_x>0_and_m>0"]],
      "exact",
    );
  }
  const names = purchaseModels[model].parameters;
  const parameters = names.map((name) =>
    Number(fit.find(({ parameter }) => parameter === name)?.estimate),
  ) as unknown as Parameters;
  rows.many(
    shared,
    name("expected purchases of a new customer in 39 and 52 weeks", "新客 39 周与 52 周的预期购买次数"),
    [
      [purchaseModels[model].expectedNew(parameters, 39), own.E_X_39],
      [purchaseModels[model].expectedNew(parameters, 52), own.E_X_52],
    ],
    { relative: 1e-3 },
  );
  const births = new Map<number, number>();
  for (const row of in39 ?? []) {
    const day = dayNumber("1997-09-30") - Math.round(7 * Number(row.age));
    births.set(day, (births.get(day) ?? 0) + 1);
  }
  const wanted = Object.entries(own["expected_cumulative_repeat_by_days_since_1997-01-01"]);
  const found = expectedSince(
    purchaseModels[model],
    parameters,
    births,
    wanted.map(([days]) => first + Number(days)),
  );
  rows.many(
    shared,
    name("expected repeat purchases by days since 1997-01-01", "自 1997-01-01 起各日的预期累计重复购买"),
    wanted.map(([, value], i) => [found[i] ?? NaN, value]),
    { relative: 1e-3 },
  );
}
