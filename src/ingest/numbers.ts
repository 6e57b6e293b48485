import { type Sql, sql } from "../sql.ts";
import { currencyPattern } from "./currency-signs.ts";
import type { Scale } from "./source.ts";

export type DecimalMark = "." | ",";

/** Figures of other scripts and what input methods give for ASCII, with the true minus sign. */
const figures = "０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹－（）＋％−٪";
const plainFigures = "0123456789".repeat(3) + "-()+%-%";
/** Marks between figures: a point, a comma, and those that only part groups. */
const points = ".．٫";
const commas = ",，٬";
const apostrophes = "'’＇";
/** The engine knows only the plain spaces as such. */
const spaces = " \t\n\r\u00a0\u2007\u2009\u202f\u3000";

const from = figures + points + commas + apostrophes + spaces;
const to: Readonly<Record<DecimalMark, string>> = {
  ".": `${plainFigures}...,,,,,,`,
  // The Arabic marks are what they are, whichever the others mean.
  ",": `${plainFigures},,...,,,,`,
};
const narrow = {
  ".": new Map([...from].map((character, index) => [character, [...to["."]][index] ?? ""])),
  ",": new Map([...from].map((character, index) => [character, [...to[","]][index] ?? ""])),
};
const anyWide = new RegExp(`[${from.replace(/[\]\\^-]/g, "\\$&")}]`, "g");

/** Stands for a currency, which is beside a number, never in it: 5€50 is none that is known here. */
const sign = "¤";
const shape = `^${sign}?[-+]?${sign}?(\\d{1,3}(,\\d{3})+|\\d{1,3}(,\\d{2})*,\\d{3}|\\d+)?(\\.\\d*)?([eE][-+]?\\d{1,3})?[万萬亿億%]?${sign}?$`;
const shapes = new RegExp(shape);
const currencies = new RegExp(currencyPattern, "gi");
const plain = /^-?\d+(\.\d+)?$/;

/** A number out of a cell such as ¥1,234.50, (123.45), 1.2万 or 35%; null where it is none. */
export function readNumber(cell: string, decimal: DecimalMark): number | null {
  if (decimal === "." && plain.test(cell)) return Number(cell);
  let text = cell.replace(anyWide, (character) => narrow[decimal].get(character) ?? "");
  text = text.replace(currencies, sign);
  if (/^¤?\(.*\)$/.test(text)) text = `-${text.replace(/[()]/g, "")}`;
  if (/^[^-].*-$/.test(text)) text = `-${text.slice(0, -1)}`;
  if (!/\d/.test(text) || !shapes.test(text)) return null;
  const times = /[万萬]/.test(text) ? 1e4 : /[亿億]/.test(text) ? 1e8 : text.includes("%") ? 0.01 : 1;
  const value = Number(text.replace(/[,万萬亿億%¤]/g, ""));
  return Number.isFinite(value) ? value * times : null;
}

/**
 * The same as SQL over a text column. A plain number is read at once; the rest costs only where it occurs,
 * so no part of it may stand twice: the engine would compute a repeated part for every row beforehand.
 */
export function numberSql(cell: Sql, decimal: DecimalMark): Sql {
  const bare = sql`regexp_replace(translate(${cell}, ${from}, ${to[decimal]}), ${currencyPattern}, ${sign}, 'gi')`;
  const signed = sql`regexp_replace(${bare}, '^(¤?)\\((.*)\\)$|^([^-].*)-$', '-\\1\\2\\3')`;
  const valid = sql`translate(regexp_extract(${signed}, ${shape}), ${`,${sign}`}, '')`;
  const scaled = sql`regexp_replace(replace(regexp_replace(${valid}, '[万萬]', 'e4'), '%', 'e-2'), '[亿億]', 'e8')`;
  const careful = sql`TRY_CAST(${scaled} AS DOUBLE)`;
  return decimal === "," ? careful : sql`coalesce(TRY_CAST(${cell} AS DOUBLE), ${careful})`;
}

/** A number in the unit that its column counts in, as whole units. */
export function scaledNumber(value: number, scale: Scale | undefined): number {
  return scale === 0.01 ? value / 100 : value * (scale ?? 1);
}

/** The same as SQL. Division by 100 gives the nearest number, which multiplying by 0.01 does not. */
export function scaledSql(value: Sql, scale: Scale | undefined): Sql {
  if (scale === undefined || scale === 1) return value;
  return scale === 0.01 ? sql`(${value} / 100)` : sql`(${value} * ${scale})`;
}
