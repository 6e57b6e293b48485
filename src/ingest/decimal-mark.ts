import type { DecimalMark } from "./numbers.ts";

/** What the cells of a column tell of its decimal mark. */
export interface Marks {
  /** Cells that only a decimal point, or only a decimal comma, makes numbers of. */
  readonly point: number;
  readonly comma: number;
  /** Cells such as 1.234, and such as 1,234, which either may be. */
  readonly points: number;
  readonly commas: number;
  /** Some of these end in 0; some cell without a mark is below 1000; some is not. */
  readonly zeros: boolean;
  readonly small: boolean;
  readonly large: boolean;
  /** A cell that either may be. */
  readonly example: string | null;
}

/** How a column's decimal mark was found; null where nothing decides it. */
export interface MarkReading {
  readonly decimal: DecimalMark;
  /** The column whose numbers decided it, where its own did not. */
  readonly by: string | null;
  /** Its own cells leave no doubt. */
  readonly sure: boolean;
}

/** No number is longer. */
const longest = 60;
/** So large a part of the numbers may be written in the other way before it is asked. */
const strayShare = 0.02;

/** Looks at how the numbers of a column are marked. */
export function marksOf(values: readonly string[]): Marks {
  const found = { point: 0, comma: 0, points: 0, commas: 0 };
  let [zeros, small, large] = [false, false, false];
  let example: string | null = null;
  for (const value of values) {
    if (value.length > longest) continue;
    // Most numbers are written plainly.
    const plain = /^-?\d+(\.\d{1,2})?$/.exec(value);
    if (plain) {
      if (plain[1] !== undefined) found.point += 1;
      else if (value.length > (value.startsWith("-") ? 4 : 3)) large = true;
      else small = true;
      continue;
    }
    // The point of "Rs. 12" and of "12 kr." is of the word.
    const text = value
      .replace(/[．٫]/g, ".")
      .replace(/，/g, ",")
      .replace(/(?<!\p{L})\p{L}{1,20}[.,]/gu, "")
      .replace(/[^\d.,]/g, "");
    const marks = text.replace(/[^.,]/g, "");
    if (marks === "") {
      if (text.length > 3) large = true;
      else if (text !== "") small = true;
      continue;
    }
    const kind = kindOf(text, marks);
    if (!kind) continue;
    found[kind] += 1;
    if (kind === "point" || kind === "comma") continue;
    example ??= value;
    if (text.endsWith("0")) {
      zeros = true;
      // The clearest example is one that no one writes as a decimal.
      if (!/0\D*$/.test(example)) example = value;
    }
  }
  return { ...found, zeros, small, large, example };
}

function kindOf(text: string, marks: string): "point" | "comma" | "points" | "commas" | null {
  const last = marks.at(-1);
  const own = last === "." ? "point" : "comma";
  const other = last === "." ? "comma" : "point";
  const [first] = marks;
  // 1,234.50: the last of two marks is the decimal mark. 1.234.567: one that repeats parts groups.
  if (first !== last) return marks.indexOf(last as string) === marks.length - 1 ? own : null;
  if (marks.length > 1) return /^\d{1,3}([.,]\d{2,3})+$/.test(text) ? other : null;
  if (!/^[1-9]\d{0,2}[.,]\d{3}$/.test(text)) return own;
  return last === "." ? "points" : "commas";
}

/** The decimal mark that a column's own cells show; null where they leave it open. */
export function ownMark(marks: Marks): DecimalMark | null {
  const { point, comma, points, commas } = marks;
  if (points + commas === 0) return comma > point ? "," : ".";
  const [most, least] = point > comma ? [point, comma] : [comma, point];
  if (most === 0 || least > (most + least) * strayShare) return null;
  return point > comma ? "." : ",";
}

/**
 * The decimal mark of a column whose own cells leave it open, from what else the file shows: other columns,
 * then whether the numbers can be decimals at all.
 */
export function decidedMark(
  { point, comma, points, commas, zeros, small, large }: Marks,
  others: readonly { readonly name: string; readonly decimal: DecimalMark }[],
  delimiter: string,
): MarkReading | null {
  if (point > 0 || comma > 0 || (points > 0 && commas > 0)) return null;
  const [other] = others;
  if (other)
    return others.every(({ decimal }) => decimal === other.decimal)
      ? { decimal: other.decimal, by: other.name, sure: false }
      : null;
  // With 88 beside 12.500, the zeros are no decimals: these would stand everywhere, or nowhere.
  const grouped = small && !large;
  const usual = points > 0 ? delimiter === ";" : delimiter === ",";
  if (grouped && (zeros || (usual && points + commas >= 3)))
    return { decimal: points > 0 ? "," : ".", by: null, sure: false };
  return null;
}
