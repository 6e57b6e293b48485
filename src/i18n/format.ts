import type { Unit } from "../tables/unit.ts";
import { type Locale, locales } from "./text.ts";

export interface FormatOptions {
  /** ISO 4217 code, or null where it is not known or not one. */
  readonly currency?: string | null;
  /** Shortens from 10,000 (万) or 100,000 (K), as KPIs and axes do; tables keep full digits. */
  readonly short?: boolean;
}

const dash = "—";

/** Formats by language, most digits and least digits after the point. Zero has no sign. */
const formats = Object.fromEntries(
  locales.map((locale) => [
    locale,
    [0, 1, 2].map((most) =>
      [0, 1, 2].map(
        (least) =>
          new Intl.NumberFormat(locale, {
            maximumFractionDigits: most,
            minimumFractionDigits: Math.min(least, most),
            signDisplay: "negative",
          }),
      ),
    ),
  ]),
) as Record<Locale, Intl.NumberFormat[][]>;

function plain(value: number, locale: Locale, digits: 0 | 1 | 2, least: 0 | 1 | 2 = 0): string {
  // The true minus sign, which is as wide as the figures.
  return (formats[locale][digits]?.[least]?.format(value) ?? String(value)).replace("-", "−");
}

/** A count with thousands separators, shortened where asked: 974.2 万, 9.74M. */
export function formatCount(value: number | null, locale: Locale, short = false): string {
  if (value === null || !Number.isFinite(value)) return dash;
  const size = Math.abs(value);
  if (short && locale === "zh-CN" && size >= 10_000)
    return size >= 1e8 ? `${threeDigits(value / 1e8, locale)} 亿` : `${fourDigits(value / 1e4, locale)} 万`;
  if (short && locale === "en" && size >= 100_000) {
    if (size >= 1e9) return `${threeDigits(value / 1e9, locale)}B`;
    if (size >= 999_500) return `${threeDigits(value / 1e6, locale)}M`;
    return `${threeDigits(value / 1e3, locale)}K`;
  }
  return plain(value, locale, 0);
}
function threeDigits(value: number, locale: Locale): string {
  const size = Math.abs(value);
  return plain(value, locale, size >= 100 ? 0 : size >= 10 ? 1 : 2);
}
function fourDigits(value: number, locale: Locale): string {
  return plain(value, locale, Math.abs(value) >= 1000 ? 0 : 1);
}

const symbols: Record<string, string> = {
  CNY: "¥",
  USD: "$",
  EUR: "€",
  GBP: "£",
  JPY: "¥",
  HKD: "HK$",
  TWD: "NT$",
};
function symbolOf(currency: string | null | undefined): string {
  if (!currency) return "";
  return (
    symbols[currency.toUpperCase()] ?? (/^[a-z]{3}$/i.test(currency) ? `${currency.toUpperCase()} ` : "")
  );
}

/** Money; cents are shown below 1,000 unless shortened. */
export function formatMoney(value: number | null, locale: Locale, options: FormatOptions = {}): string {
  if (value === null || !Number.isFinite(value)) return dash;
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  const digits = options.short ? (size < 100 ? 2 : 0) : 2;
  const whole = Math.round(size * 100) % 100 === 0;
  const text =
    options.short && (locale === "zh-CN" ? size >= 10_000 : size >= 100_000)
      ? formatCount(size, locale, true)
      : plain(size, locale, digits, digits === 2 && !whole ? 2 : 0);
  return `${sign}${symbolOf(options.currency)}${text}`;
}

/** A value of a unit for people, with its unit. Null is a dash, which is not zero. */
export function formatValue(
  value: number | null,
  unit: Unit | undefined,
  locale: Locale,
  options: FormatOptions = {},
): string {
  if (value === null || !Number.isFinite(value)) return dash;
  switch (unit) {
    case "share":
      return `${plain(value * 100, locale, 1, 1)}%`;
    case "money":
      return formatMoney(value, locale, options);
    case "nps": {
      const score = Math.round(value * 100);
      return score > 0 ? `+${score}` : score < 0 ? `−${-score}` : "0";
    }
    case "days":
      return locale === "zh-CN" ? `${plain(value, locale, 1)} 天` : `${plain(value, locale, 1)} d`;
    case "ratio":
      return plain(value, locale, Math.abs(value) >= 100 ? 1 : 2, Math.abs(value) >= 100 ? 0 : 2);
    case "customers":
    case "orders":
    case "responses":
    case "points":
      return formatCount(value, locale, options.short);
    default:
      return Number.isInteger(value) ? formatCount(value, locale, options.short) : plain(value, locale, 2);
  }
}

/** A change: percentage points for shares, points for scores, per cent for the rest; without a sign. */
export function formatChange(now: number, before: number, unit: Unit, locale: Locale): string {
  const points = Math.abs(now - before) * 100;
  if (unit === "share" || unit === "nps") {
    const text = plain(points, locale, unit === "nps" ? 0 : 1, unit === "nps" ? 0 : 1);
    if (locale === "en") return `${text} pt`;
    return unit === "nps" ? `${text} 分` : `${text} 个百分点`;
  }
  return before === 0 ? dash : `${plain((Math.abs(now - before) / Math.abs(before)) * 100, locale, 1, 1)}%`;
}

/**
 * A part of a difference with its sign: points for shares and scores, else in the figure's own unit. Small
 * ones get the digits that they need.
 */
export function formatPart(
  part: number | null,
  unit: Unit | undefined,
  locale: Locale,
  options: FormatOptions = {},
): string {
  if (part === null || !Number.isFinite(part)) return dash;
  if (Math.abs(part) < 1e-12) return "0";
  const sign = part < 0 ? "−" : "+";
  const points = unit === "share" || unit === "nps";
  const size = Math.abs(part) * (points ? 100 : 1);
  if (!points && size >= 0.1) return `${sign}${formatValue(Math.abs(part), unit, locale, options)}`;
  const text =
    size >= 1 ? plain(size, locale, 1, 1) : size.toLocaleString(locale, { maximumSignificantDigits: 2 });
  return `${sign}${text}${points ? (locale === "en" ? " pt" : " 个百分点") : ""}`;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** An ISO day: 28 Dec 2025, 2025-12-28. */
export function formatDay(day: string | null, locale: Locale): string {
  if (!day) return dash;
  const [year = "", month = "1", date = "1"] = day.slice(0, 10).split("-");
  return locale === "zh-CN"
    ? day.slice(0, 10)
    : `${Number(date)} ${months[Number(month) - 1] ?? month} ${year}`;
}

/** An ISO timestamp with its time of day: 28 Dec 2025 18:42, 2025-12-28 18:42. Seconds only where there are any. */
export function formatTimestamp(timestamp: string | null, locale: Locale): string {
  if (!timestamp) return dash;
  const [, hours = "", seconds = "00"] = /[T ](\d{2}:\d{2})(?::(\d{2}))?/.exec(timestamp) ?? [];
  const time = hours && `${hours}${seconds === "00" ? "" : `:${seconds}`}`;
  return `${formatDay(timestamp, locale)}${time ? ` ${time}` : ""}`;
}

/** The period that begins on an ISO day: Jun 2025 or 2025-06, Q3 2025 or 2025 年 3 季度, 2026-W47. */
export function formatPeriod(day: string | null, period: string, locale: Locale): string {
  if (!day) return dash;
  const [year = "", month = "1"] = day.split("-");
  switch (period) {
    case "year":
      return year;
    case "quarter": {
      const quarter = Math.floor((Number(month) - 1) / 3) + 1;
      return locale === "zh-CN" ? `${year} 年 ${quarter} 季度` : `Q${quarter} ${year}`;
    }
    case "month":
      return locale === "zh-CN" ? `${year}-${month}` : `${months[Number(month) - 1] ?? month} ${year}`;
    case "week":
      return isoWeek(day);
    default:
      return formatDay(day, locale);
  }
}

function isoWeek(day: string): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  // The week belongs to the year that its Thursday lies in.
  const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * 86_400_000);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - first) / (7 * 86_400_000)) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}

/** When something was last changed, near to now in words: 18:42, Yesterday 18:42, 17 Nov. */
export function formatWhen(timestamp: string, now: Date, locale: Locale): string {
  const at = new Date(timestamp);
  if (Number.isNaN(at.getTime())) return dash;
  const time = `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
  const dayOf = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((dayOf(now) - dayOf(at)) / 86_400_000);
  if (days === 0) return time;
  if (days === 1) return locale === "zh-CN" ? `昨天 ${time}` : `Yesterday ${time}`;
  const sameYear = at.getFullYear() === now.getFullYear();
  if (locale === "zh-CN")
    return `${sameYear ? "" : `${at.getFullYear()} 年 `}${at.getMonth() + 1} 月 ${at.getDate()} 日`;
  return `${at.getDate()} ${months[at.getMonth()] ?? ""}${sameYear ? "" : ` ${at.getFullYear()}`}`;
}

/** Bytes: 7.4 MB. */
export function formatBytes(bytes: number, locale: Locale): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${plain(bytes / 1024, locale, 1)} kB`;
  if (bytes < 1024 ** 3) return `${plain(bytes / 1024 ** 2, locale, 1)} MB`;
  return `${plain(bytes / 1024 ** 3, locale, 2)} GB`;
}
