import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Durations, kaplanMeier, logRank, quantileOf } from "../../src/models/survival.ts";
import { fitContract, renewalsOf } from "../../src/models/shifted-beta-geometric.ts";
import { describeWithReference, referenceJson, sharedPath } from "../reference.ts";

interface Curve {
  at: number[];
  S: number[];
  std_err: number[];
  n_risk: number[];
  quantiles_25_50_75: (number | null)[];
  "ci_log-log": { lower: (number | null)[]; upper: (number | null)[] };
}
type Reference = Record<string, Curve> & { waltons_logrank: { chisq: number } };

function rows(path: string): Record<string, string>[] {
  const [header = "", ...lines] = readFileSync(sharedPath(path), "utf8").trim().split(/\r?\n/);
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(header.split(",").map((name, i) => [name, cells[i] ?? ""]));
  });
}
function durations(list: Record<string, string>[], time: string, event: string): Durations {
  return {
    length: list.length,
    time: list.map((row) => Number(row[time])),
    event: list.map((row) => Number(row[event])),
  };
}

describeWithReference("Kaplan–Meier against R", () => {
  const reference = referenceJson<Reference>("km_R_survival.json");
  const waltons = rows("data/survival/waltons_dataset.csv");
  const groups = ["miR-137", "control"].map((name) => waltons.filter(({ group }) => group === name));
  const cases: [string, Durations][] = [
    ["lung_days", durations(rows("data/survival/lung.csv"), "time", "status")],
    ["waltons_all", durations(waltons, "T", "E")],
    ["waltons_miR-137", durations(groups[0] ?? [], "T", "E")],
    ["waltons_control", durations(groups[1] ?? [], "T", "E")],
  ];
  it.each(cases)("%s", (name, data) => {
    const wanted = reference[name] as Curve;
    const steps = kaplanMeier(data);
    wanted.at.forEach((time, i) => {
      const step = steps.filter((candidate) => candidate.time <= time).at(-1);
      if (!step) return;
      expect(step.survival).toBeCloseTo(wanted.S[i] ?? NaN, 9);
      expect(step.standardError).toBeCloseTo(wanted.std_err[i] ?? NaN, 9);
      const { lower, upper } = wanted["ci_log-log"];
      if (typeof lower[i] === "number" && step.low !== null) expect(step.low).toBeCloseTo(lower[i], 9);
      if (typeof upper[i] === "number" && step.high !== null) expect(step.high).toBeCloseTo(upper[i], 9);
    });
    expect([0.75, 0.5, 0.25].map((share) => quantileOf(steps, share).at)).toEqual(wanted.quantiles_25_50_75);
  });
  it("log-rank", () => {
    const { chi2, df } = logRank(groups.map((group) => durations(group, "T", "E")));
    expect(chi2).toBeCloseTo(reference.waltons_logrank.chisq, 8);
    expect(df).toBe(1);
  });
});

describeWithReference("shifted-beta-geometric against the paper", () => {
  interface Series {
    sbg: { series: Record<string, number[]> } & Record<
      string,
      { fit: { params: { alpha: number; beta: number }; loglik: number } }
    >;
  }
  const { sbg } = referenceJson<Series>("bgbb_sbg.json");
  it.each(["regular", "highend"])("%s", (name) => {
    const survivors = (sbg.series[name] ?? []).slice(0, 8).map((percent) => percent * 10);
    const found = fitContract(renewalsOf(survivors));
    expect(found.status).toBe("ok");
    expect(found.alpha).toBeCloseTo(sbg[name]?.fit.params.alpha ?? NaN, 5);
    expect(found.beta).toBeCloseTo(sbg[name]?.fit.params.beta ?? NaN, 4);
    expect(found.logLikelihood).toBeCloseTo(sbg[name]?.fit.loglik ?? NaN, 3);
  });
});
