import { type Sql, sql } from "../sql.ts";

/**
 * Words in times that strptime does not know: 下午, 星期二, 民國, ordinals, the year behind the clock. A format
 * whose name begins with `tidy:` is of texts from which these are taken; `roc:` adds the years of the
 * Republic of China. Only columns that have such words pay for it.
 */
export const tidyMark = "tidy:";
export const rocMark = "roc:";

const wide = "０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹：／－．，\u3000\u00a0\u202f";
const narrow = `${"0123456789".repeat(3)}:/-.,   `;

/** Replacements in turn, as patterns that the engine and the page read alike. */
const steps: readonly (readonly [string, string])[] = [
  ["[（(]?(?:星期|周|週|礼拜|禮拜)[一二三四五六日天][)）]?", " "],
  ["[（(][月火水木金土日월화수목금토일][)）]|[月火水木金土日]曜日?", " "],
  // Tue Mar 04 2025 10:00:00 GMT+0800 (China Standard Time)
  ["((?:GMT|UTC)[+-]\\d{4}) \\(.*\\)$", "\\1"],
  // Tue Mar 04 10:00:00 CST 2025
  ["^([A-Za-z]{3} [A-Za-z]{3} +\\d{1,2}) (\\d{1,2}:\\d{2}:\\d{2}) ([A-Z]{3,4}) (\\d{4})$", "\\1 \\4 \\2 \\3"],
  ["(\\d)(?:st|nd|rd|th)\\b", "\\1"],
  // 2025. 3. 4.
  ["^(\\d{4})\\. ?(\\d{1,2})\\. ?(\\d{1,2})\\.?( |$)", "\\1-\\2-\\3\\4"],
  ["(\\d{1,2}) ?[时時点點시] ?(\\d{1,2}) ?[分분] ?(\\d{1,2}) ?[秒초]", "\\1:\\2:\\3"],
  ["(\\d{1,2}) ?[时時点點시] ?(\\d{1,2}) ?[分분]", "\\1:\\2"],
  // 14h05
  ["(\\d{1,2}) ?h ?(\\d{2})$", "\\1:\\2"],
  ["((?:GMT|UTC)[+-])(\\d)$", "\\10\\2"],
  // What counts to 24 needs no word beside it.
  ["(?:上午|午前|凌晨|早上|清晨|오전) ?(0?0:\\d{2}(?::\\d{2})?)$", " \\1"],
  ["(?:中午|下午|午后|午後|傍晚|晚上|오후) ?((?:1[3-9]|2[0-3]):\\d{2}(?::\\d{2})?)$", " \\1"],
  // Noon belongs to the afternoon; which night 晚上12:05 is of is not told here.
  ["(?:中午|下午|午后|午後|傍晚|오후) ?(1[2]|0?[1-9])(:\\d{2}(?::\\d{2})?)$", " \\1\\2 PM"],
  ["(?:晚上) ?(1[01]|0?[5-9])(:\\d{2}(?::\\d{2})?)$", " \\1\\2 PM"],
  ["(?:下午|午后|午後|오후) ?(1[01])(:\\d{2}(?::\\d{2})?)$", " \\1\\2 PM"],
  ["(?:上午|午前|凌晨|早上|清晨|오전) ?(1[0-2]|0?\\d)(:\\d{2}(?::\\d{2})?)$", " \\1\\2 AM"],
  ["(\\d) ?([AaPp])\\.?[Mm]\\.?$", "\\1 \\2M"],
  ["\\s+", " "],
];
const rocYear = "^(?:中[華华])?(?:民[國国])? ?(\\d{2,3}) ?([年/.-]|\\d{4}$)";

/** No time is longer. */
const longest = 100;

const patterns = steps.map(
  ([pattern, by]) => [new RegExp(pattern, "g"), by.replace(/\\(\d)/g, "$$$1")] as const,
);
const rocYears = new RegExp(rocYear);

/** A time without the words that strptime does not know. */
export function tidyTime(text: string): string {
  if (text.length > longest) return text;
  let tidy = text.replace(
    /[０-９٠-٩۰-۹：／－．，\u3000\u00a0\u202f]/g,
    (one) => narrow[wide.indexOf(one)] ?? one,
  );
  for (const [pattern, by] of patterns) tidy = tidy.replace(pattern, by);
  return tidy.trim();
}

/** A time of the Republic of China under our years. */
export function rocTime(text: string): string {
  return tidyTime(text).replace(
    rocYears,
    (_, year: string, mark: string) => String(Number(year) + 1911) + mark,
  );
}

/** Whether a text can only be of the Republic of China: it says so, or its year has three figures. */
export function isRoc(text: string): boolean {
  return /民[國国] ?\d{2,3}/.test(text) || /^1[0-3]\d ?([/.-]\d{1,2}[/.-]\d{1,2}|年)(\D|$)/.test(text.trim());
}

/** The mark of a format, also of one that has several ways of writing. */
function markOf(format: string): typeof tidyMark | typeof rocMark | null {
  return format.includes(rocMark) ? rocMark : format.includes(tidyMark) ? tidyMark : null;
}

/** A format without its mark. */
export function unmarked(format: string): string {
  return format.replaceAll(rocMark, "").replaceAll(tidyMark, "");
}

/** A cell as the text that a format is of. */
export function textOf(cell: string, format: string): string {
  const mark = markOf(format);
  return mark === rocMark ? rocTime(cell) : mark === tidyMark ? tidyTime(cell) : cell.trim();
}

/** A column of cells as the texts that a format is of; null where these are the cells themselves. */
export function marksTextSql(cell: Sql, format: string): Sql | null {
  const mark = markOf(format);
  if (mark === null) return null;
  if (mark === tidyMark) return tidySql(cell);
  const year = sql`TRY_CAST(regexp_extract(tidy, ${rocYear}, 1) AS INTEGER)`;
  // Worked out once: the year stands in it twice.
  return sql`list_transform([${tidySql(cell)}], lambda tidy: CASE WHEN ${year} IS NULL THEN tidy
    ELSE concat(${year} + 1911, regexp_replace(tidy, ${rocYear}, '\\2')) END)[1]`;
}

function tidySql(cell: Sql): Sql {
  let tidy = sql`translate(${cell}, ${wide}, ${narrow})`;
  for (const [pattern, by] of steps) tidy = sql`regexp_replace(${tidy}, ${pattern}, ${by}, 'g')`;
  return sql`trim(${tidy})`;
}
