import type { Engine } from "../../src/engine/engine.ts";
import { sameText } from "../../src/i18n/text.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import { npsScore } from "../../src/models/intervals.ts";
import { csvFiles, openFigures } from "../shop/figures.ts";
import { published as referenceJson } from "./published.ts";
import type { Pair, Rows } from "./row.ts";

/** Net promoter scores against R. */
export function promoters(rows: Rows): void {
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

/** Two groups of answers, by the metric. */
export async function twoGroups(rows: Rows, engine: Engine): Promise<void> {
  interface Test {
    readonly delta: number;
    readonly int: readonly [number, number];
    readonly p: number;
  }
  const { two_sample_30_40_30_vs_20_40_40: wanted } = referenceJson<{
    two_sample_30_40_30_vs_20_40_40: Readonly<Record<"wald" | "adjusted", Test>>;
  }>("package_run_NPS.json");
  const answers = (group: string, [detractors, passives, promoters]: readonly [number, number, number]) =>
    [
      ...Array<number>(detractors).fill(3),
      ...Array<number>(passives).fill(7),
      ...Array<number>(promoters).fill(10),
    ].map((score) => `2025-01-01,${score},nps,10,${group}`);
  const surveys = [
    "answered_at,score,kind,scale_max,region",
    ...answers("a", [20, 40, 40]),
    ...answers("b", [30, 40, 30]),
  ].join("\n");
  const figures = await openFigures(
    engine,
    csvFiles({ surveys }),
    ({ mapping }) => ({
      ...mapping,
      roles: { ...mapping.roles, region: "dimension" },
    }),
    { ...defaultPolicies, duplicates: "keep" },
  );
  for (const interval of ["wald", "adjusted"] as const) {
    const [found] = await figures.rows("nps", { params: { interval, split: "region" }, part: "differences" });
    const { delta, int, p } = wanted[interval];
    rows.many(
      {
        subject: { en: "Net promoter score", "zh-CN": "净推荐值" },
        data: { en: "two groups of 100 answers", "zh-CN": "两组各 100 份回答" },
        source: sameText("R NPS 2.0.999; Rocks (2016)"),
      },
      interval === "wald"
        ? { en: "difference, Wald interval and p", "zh-CN": "差、Wald 区间与 p" }
        : { en: "difference, adjusted Wald interval and p", "zh-CN": "差、调整 Wald 区间与 p" },
      [
        [Number(found?.difference), delta],
        [Number(found?.low), int[0]],
        [Number(found?.high), int[1]],
        [Number(found?.p), p],
      ],
      { within: 1e-11 },
    );
  }
}
