import { formatValue } from "../i18n/format.ts";
import type { Locale } from "../i18n/text.ts";
import type { Unit } from "../tables/unit.ts";

/** Round steps of 1, 2, 2.5 or 5 that cover the range from `min` to `max` in about `count` steps. */
export function niceTicks(min: number, max: number, count: number, whole = false): number[] {
  if (!(max > min)) max = min + (min === 0 ? 1 : Math.abs(min) || 1);
  const raw = (max - min) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 2.5, 5, 10].find((each) => each * power >= raw * 0.999) ?? 10;
  let step = factor * power;
  if (whole) step = Math.max(1, Math.round(step));
  const first = Math.floor(min / step + 1e-9);
  const last = Math.ceil(max / step - 1e-9);
  // Multiplying keeps ticks exact where adding would let rounding errors grow.
  const digits = Math.max(0, 2 - Math.floor(Math.log10(step)));
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toFixed(Math.min(digits, 12))),
  );
}

/** Which of `count` labels to show where each takes `each` pixels of `width`: the first and every k-th. */
export function everyNth(count: number, width: number, each: number): number {
  const fit = Math.max(1, Math.floor(width / Math.max(1, each)));
  return Math.max(1, Math.ceil(count / fit));
}

const shortest: Readonly<Record<Locale, readonly (readonly [number, string])[]>> = {
  en: [
    [1e9, "B"],
    [1e6, "M"],
    [1e5, "K"],
  ],
  "zh-CN": [
    [1e8, " 亿"],
    [1e4, " 万"],
  ],
};

/** Labels of an axis: every tick shortened alike and with as many digits as tell neighbours apart. */
export function tickLabels(
  ticks: readonly number[],
  unit: Unit | undefined,
  locale: Locale,
  currency: string | null,
): string[] {
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0)) || 1;
  const most = Math.max(...ticks.map(Math.abs));
  const number = (value: number, over: number, times = 1) => {
    const least = (step * times) / over;
    const digits = Math.min(4, Math.max(0, Math.ceil(-Math.log10(least) - 1e-9)));
    // 2.5 and 0.25 need one digit more than their order of magnitude.
    const more = Math.abs(least * 10 ** digits - Math.round(least * 10 ** digits)) > 1e-6 ? 1 : 0;
    return new Intl.NumberFormat(locale, {
      minimumFractionDigits: digits + more,
      maximumFractionDigits: digits + more,
    })
      .format(Math.abs((value * times) / over))
      .replace(/^-/, "");
  };
  const signed = (value: number, text: string) => `${value < 0 ? "−" : ""}${text}`;
  return ticks.map((value) => {
    if (unit === "share") return `${signed(value, number(value, 1, 100))}%`;
    if (unit === "nps") return value > 0 ? `+${number(value, 1, 100)}` : signed(value, number(value, 1, 100));
    const found = shortest[locale].find(([from]) => most >= from);
    const symbol = unit === "money" ? formatValue(0, "money", locale, { currency }).replace("0", "") : "";
    if (value === 0) return `${symbol}0`;
    if (!found) return signed(value, `${symbol}${number(value, 1)}`);
    const [from, suffix] = found;
    // K counts thousands though it begins at a hundred of them.
    return signed(value, `${symbol}${number(value, from === 1e5 ? 1e3 : from)}${suffix}`);
  });
}
