import { type Sql, sql } from "../sql.ts";

/** Wide forms that Chinese input methods give, with the true minus sign. */
const wide = "０１２３４５６７８９．，－（）＋％−";
const narrow = "0123456789.,-()+%-";
/** The engine knows only the plain spaces as such. */
const currency = "[\\s\u00a0\u2007\u2009\u202f\u3000¥￥$€£元圆]|CNY|RMB|USD|EUR|GBP|HKD|TWD|JPY|HK|NT|US";
const shape =
  "^[-+]?(\\d{1,3}(,\\d{3})+|\\d{1,3}(,\\d{2})*,\\d{3}|\\d+)?(\\.\\d*)?([eE][-+]?\\d{1,3})?[万亿%]?$";
const shapes = new RegExp(shape);
const currencies = new RegExp(currency, "gi");

/** A number out of a cell such as ¥1,234.50, (123.45), 1.2万 or 35%; null where it is none. */
export function readNumber(cell: string, decimal: "." | ","): number | null {
  let text = cell.replace(/[０-９．，－（）＋％−]/g, (character) => narrow[wide.indexOf(character)] ?? "");
  if (decimal === ",") text = text.replace(/[.,]/g, (mark) => (mark === "," ? "." : ","));
  text = text.replace(currencies, "");
  if (/^\(.*\)$/.test(text)) text = `-${text.slice(1, -1)}`;
  if (/^[^-].*-$/.test(text)) text = `-${text.slice(0, -1)}`;
  if (!/\d/.test(text) || !shapes.test(text)) return null;
  const times = text.endsWith("万") ? 1e4 : text.endsWith("亿") ? 1e8 : text.endsWith("%") ? 0.01 : 1;
  const value = Number(text.replace(/[,万亿%]/g, ""));
  return Number.isFinite(value) ? value * times : null;
}

/**
 * The same as SQL over a text column. A plain number is read at once; the rest costs only where it occurs,
 * so no part of it may stand twice: the engine would compute a repeated part for every row beforehand.
 */
export function numberSql(cell: Sql, decimal: "." | ","): Sql {
  const marks = decimal === "," ? sql`translate(${cell}, ',.', '.,')` : cell;
  const bare = sql`regexp_replace(translate(${marks}, ${wide}, ${narrow}), ${currency}, '', 'gi')`;
  const signed = sql`regexp_replace(${bare}, '^\\((.*)\\)$|^([^-].*)-$', '-\\1\\2')`;
  const valid = sql`replace(regexp_extract(${signed}, ${shape}), ',', '')`;
  const scaled = sql`replace(replace(replace(${valid}, '万', 'e4'), '亿', 'e8'), '%', 'e-2')`;
  const careful = sql`TRY_CAST(${scaled} AS DOUBLE)`;
  return decimal === "," ? careful : sql`coalesce(TRY_CAST(${cell} AS DOUBLE), ${careful})`;
}
