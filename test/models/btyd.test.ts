import { expect, it } from "vitest";
import { bgNbd, mbgNbd } from "../../src/models/btyd/beta-geometric.ts";
import { fit } from "../../src/models/btyd/fit.ts";
import { expectedSpending, fitSpending, spendingLogLikelihood } from "../../src/models/btyd/gamma-gamma.ts";
import { distinctHistories } from "../../src/models/btyd/history.ts";
import type { Parameters, PurchaseModel } from "../../src/models/btyd/model.ts";
import { paretoNbd } from "../../src/models/btyd/pareto.ts";
import { describeWithReference, referenceJson } from "../reference.ts";
import { cdnowSample } from "./cdnow.ts";
import { simulate } from "./simulate.ts";

const models: Record<string, PurchaseModel> = { "BG/NBD": bgNbd, "MBG/NBD": mbgNbd, "Pareto/NBD": paretoNbd };

interface Golden {
  params: Record<string, string[]>;
  individual: ({ x: number; t_x: string; T: string } & Record<string, Record<string, string>>)[];
  E_X_t: Record<string, Record<string, string>>;
  gamma_gamma: { x: number; zbar: string; LL: string | null; E_M: string }[];
}
interface Published {
  fits: Record<string, { params: Record<string, number>; se: Record<string, number>; loglik: number }>;
}

function expectClose(actual: number, expected: string | number, relative: number, name: string): void {
  const wanted = Number(expected);
  const error = Math.abs(actual - wanted) / Math.max(Math.abs(wanted), 1e-300);
  expect(error, `${name}: ${actual} against ${wanted}`).toBeLessThan(relative);
}

describeWithReference("BTYD functions at 50 digits", () => {
  const golden = referenceJson<Golden>("golden_btyd_functions.json");
  it.each(Object.keys(models))("%s", (name) => {
    const model = models[name] as PurchaseModel;
    const parameters = (golden.params[name] ?? []).map(Number) as unknown as Parameters;
    for (const row of golden.individual) {
      const wanted = row[name] as Record<string, string>;
      const [tx, age] = [Number(row.t_x), Number(row.T)];
      const one = {
        x: Float64Array.of(row.x),
        tx: Float64Array.of(tx),
        age: Float64Array.of(age),
        weight: Float64Array.of(1),
      };
      const place = `${name} (${row.x}, ${tx}, ${age})`;
      expectClose(
        model.logLikelihood(parameters, { length: 1, ...one }),
        wanted.LL ?? "",
        1e-9,
        `${place} LL`,
      );
      if (Number(wanted.P_alive) > 1e-300)
        expectClose(model.alive(parameters, row.x, tx, age), wanted.P_alive ?? "", 1e-9, `${place} P(alive)`);
      for (const weeks of [39, 52])
        if (wanted[`CET_${weeks}`])
          expectClose(
            model.expected(parameters, row.x, tx, age, weeks),
            wanted[`CET_${weeks}`] ?? "",
            1e-9,
            `${place} E`,
          );
    }
    for (const [weeks, row] of Object.entries(golden.E_X_t)) {
      // The table's own time is rounded to six digits where it is a fraction.
      const relative = weeks.includes(".") ? 2e-6 : 1e-9;
      expectClose(
        model.expectedNew(parameters, Number(weeks)),
        row[name] ?? "",
        relative,
        `${name} E[X(${weeks})]`,
      );
    }
  });

  it("Gamma–Gamma", () => {
    const parameters = (golden.params["Gamma-Gamma"] ?? []).map(Number) as unknown as [
      number,
      number,
      number,
    ];
    for (const { x, zbar, LL, E_M } of golden.gamma_gamma) {
      expectClose(expectedSpending(parameters, x, Number(zbar)), E_M, 1e-9, "E[M]");
      const one = {
        length: 1,
        x: Float64Array.of(x),
        mean: Float64Array.of(Number(zbar)),
        weight: Float64Array.of(1),
      };
      if (LL !== null) expectClose(spendingLogLikelihood(parameters, one), LL, 1e-9, "LL");
    }
  });
});

describeWithReference("BTYD fits on CDNOW", () => {
  const { fits } = referenceJson<Published>("cdnow_sample_btyd.json");
  const customers = cdnowSample();
  const histories = distinctHistories(
    customers.map(({ x }) => x),
    customers.map(({ tx }) => tx),
    customers.map(({ age }) => age),
  );

  it("need 1,016 distinct histories of 2,357 customers", () => {
    expect([histories.length, customers.length]).toEqual([1016, 2357]);
  });

  it.each(Object.keys(models))("%s reaches the published maximum", (name) => {
    const published = fits[name] as Published["fits"][string];
    const found = fit(models[name] as PurchaseModel, histories);
    expect(found.status).toBe("ok");
    expect(Math.abs(found.logLikelihood - published.loglik)).toBeLessThan(1e-3);
    Object.values(published.params).forEach((value, i) =>
      expectClose(found.parameters[i] ?? NaN, value, 1e-3, name),
    );
    Object.values(published.se).forEach((value, i) =>
      expectClose(found.standardErrors[i] ?? NaN, value, 1e-2, name),
    );
  });

  it("Gamma–Gamma reaches the published maximum", () => {
    const repeaters = customers.filter(({ x, mean }) => x > 0 && mean > 0);
    const found = fitSpending({
      length: repeaters.length,
      x: Float64Array.from(repeaters, ({ x }) => x),
      mean: Float64Array.from(repeaters, ({ mean }) => mean),
      weight: Float64Array.from(repeaters, () => 1),
    });
    expect(found.status).toBe("ok");
    expect(Math.abs(found.logLikelihood - -4055.9177)).toBeLessThan(1e-3);
    expectClose(found.parameters[0], 6.2496, 1e-3, "p");
  });
});

it("a fit without repeat purchases says so", () => {
  const histories = distinctHistories([0, 0, 0, 0], [0, 0, 0, 0], [10, 20, 30, 40]);
  expect(fit(bgNbd, histories).status).toBe("too-few");
});

it("a fit climbs the higher of two peaks", () => {
  const par: Parameters = [0.10666755604767758, 9.870019634463812, 0.13241256826724623, 0.4104611080331393];
  const { x, tx, age } = simulate(
    527,
    "mbg-nbd",
    par,
    [1.8108727139410687, 2.8706835097679404, 39.86389881369495],
    1055,
  );
  const found = fit(mbgNbd, distinctHistories(x, tx, age));
  // From (1, 1, 1, 1) the way leads to -1109.6793; the other peak was found by Nelder–Mead from many starts.
  expect(found.logLikelihood).toBeGreaterThan(-1109.457);
});

it("a fit ends where nearly every customer has bought another number of times", () => {
  const x = Float64Array.from({ length: 300 }, (_, i) => i);
  const age = x.map(() => 100);
  const found = fit(
    bgNbd,
    distinctHistories(
      x,
      x.map((n) => (n > 0 ? 99 : 0)),
      age,
    ),
  );
  expect(Number.isFinite(found.logLikelihood)).toBe(true);
});
