import type { Profile } from "./profile.ts";

const month = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
const year = "(19|20)\\d{2}";
const period = new RegExp(
  [
    `${year}[-/.年]?(0?[1-9]|1[0-2])([-/.月]?(0?[1-9]|[12]\\d|3[01])日?)?月?`,
    `(0?[1-9]|1[0-2])月(份|(0?[1-9]|[12]\\d|3[01])日)?`,
    `(一|二|三|四|五|六|七|八|九|十|十一|十二)月份?`,
    `(${month})[a-z]*\\.?[- /']*(${year}|\\d{2})?`,
    `(0?[1-9]|1[0-2])[-/](${year})`,
    `${year}年?`,
    `(${year}年?)?[- ]?(q[1-4]|第?[一二三四1-4]季度)[- ]?(${year})?`,
    `(w|week|wk|第)\\s?\\d{1,2}周?`,
  ]
    .map((one) => `(?:${one})`)
    .join("|"),
  "i",
);
const whole = new RegExp(`^(?:${period.source})$`, "i");
/** So many columns of periods make a cross-tab. */
const fewest = 3;

/** The columns of a table that has one for each month, quarter or day, with numbers in them; else none. */
export function crosstab(profiles: readonly Profile[]): string[] {
  const periods = profiles.filter(
    ({ name, type }) => whole.test(name.trim()) && (type === "number" || type === "empty"),
  );
  const filled = profiles.filter(({ type }) => type === "number");
  return periods.length >= fewest && periods.length * 2 >= filled.length
    ? periods.map(({ name }) => name)
    : [];
}
