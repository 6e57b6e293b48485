import { formatCount, formatPeriod, formatTimestamp } from "../i18n/format.ts";
import { type Locale, type Text, joinText, sameText } from "../i18n/text.ts";
import type { BinUnit } from "../ingest/bins.ts";
import type { CellTest } from "../ingest/column-profile.ts";
import { messages } from "./profile.messages.ts";

/** What tells one test from another. */
export function testKey(test: CellTest): string {
  return JSON.stringify(test);
}

/** A number of a profile: as many digits as it needs, six behind the point at most. */
export function plainNumber(value: number, locale: Locale): string {
  if (Number.isInteger(value)) return formatCount(value, locale);
  return value
    .toLocaleString(locale, { maximumFractionDigits: Math.abs(value) >= 1 ? 2 : 6 })
    .replace("-", "−");
}

/** What a test looks for, in words. */
export function testText(test: CellTest, unit: BinUnit): Text {
  switch (test.kind) {
    case "empty":
      return messages.empty;
    case "unread":
      return messages.unread;
    case "value":
      return sameText(test.value);
    case "range":
      return inBoth((locale) => rangeText(test, unit, locale)[locale]);
  }
}

function inBoth(write: (locale: Locale) => string): Text {
  return { en: write("en"), "zh-CN": write("zh-CN") };
}

function rangeText({ from, to }: Extract<CellTest, { kind: "range" }>, unit: BinUnit, locale: Locale): Text {
  if (unit !== "number") {
    const period = (at: string) =>
      unit === "hour" ? formatTimestamp(at, locale) : formatPeriod(at, unit, locale);
    if (from === null) return to === null ? messages.range : messages.before(period(String(to)));
    return to === null ? messages.since(period(String(from))) : sameText(period(String(from)));
  }
  if (from === null) return to === null ? messages.range : messages.under(plainNumber(Number(to), locale));
  if (to === null) return messages.over(plainNumber(Number(from), locale));
  // A bar of one whole number is that number.
  if (Number.isInteger(from) && Number(to) - Number(from) === 1)
    return sameText(plainNumber(Number(from), locale));
  return messages.bin(plainNumber(Number(from), locale), plainNumber(Number(to), locale));
}

/** A column and what is looked for in it: “渠道: 门店”. */
export function filterText(column: Text, test: CellTest, unit: BinUnit): Text {
  return joinText([column, testText(test, unit)], { en: ": ", "zh-CN": "：" });
}
