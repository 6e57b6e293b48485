import { sameText, type Text } from "../../src/i18n/text.ts";
import type { ReferenceRow, Rows } from "./row.ts";

export const likelihood = { en: "log-likelihood", "zh-CN": "对数似然" };
/** A paper prints few digits; the rest come from fitting its likelihood with scipy. */
export const toAllDigits = (paper: string): Text => ({
  en: `${paper}; to all digits with scipy`,
  "zh-CN": `${paper}；全部位数由 scipy 拟合`,
});
export interface Fit {
  readonly params: Readonly<Record<string, number>>;
  readonly se: Readonly<Record<string, number>>;
  readonly loglik: number;
}

/** A fit against a published one: its likelihood, parameters and their errors. */
export function fitRows(
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
