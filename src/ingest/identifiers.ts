/** What the identifiers of a column are, by a sample of them. */
export interface IdentifierKind {
  /** Many are phone numbers, or e-mail addresses. */
  readonly phone: boolean;
  readonly email: boolean;
  /** Some are wrapped for spreadsheets: ="42", '42, or a tab behind. */
  readonly wrapped: boolean;
  /** Some are numbers that a spreadsheet rounded. */
  readonly rounded: boolean;
}

const phone = /^(\+|00)?(86)?1[3-9]\d{9}$|^\+[1-9]\d{7,14}$/;
const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const wrapped = /^="[^"]*"$|^'\d+$|\t/;
/** So many of a column's values make it a column of phone numbers or addresses. */
const share = 0.3;

/** Says what identifiers are from a sample of their cells. */
export function identifierKind(cells: readonly string[]): IdentifierKind {
  let filled = 0;
  let phones = 0;
  let emails = 0;
  let wraps = false;
  let rounded = false;
  for (const cell of cells) {
    if (cell.trim() === "") continue;
    filled += 1;
    wraps ||= wrapped.test(cell);
    const text = cell.trim();
    if (phone.test(text.normalize("NFKC").replace(/[\s().-]/g, ""))) phones += 1;
    else if (email.test(text)) emails += 1;
    rounded ||= isRounded(text);
  }
  return {
    phone: phones > 0 && phones >= filled * share,
    email: emails > 0 && emails >= filled * share,
    wrapped: wraps,
    rounded: rounded || loseDigits(cells),
  };
}

/** What the engine knows a rounded number by, in a column of which some are: digits behind the fifteenth are zeros. */
export const roundedPattern = "\\d(\\.\\d+)?[eE]\\+?\\d{1,2}|[1-9]\\d{14}0+";

/** Whether a text is what a spreadsheet makes of a long number: 1.38E+10 has lost its last digits. */
export function isRounded(text: string): boolean {
  return /^\d(\.\d+)?e\+?\d{1,2}$/i.test(text);
}

const plainId = /^[1-9a-z][\da-z_-]*$/;

/** An identifier without what does not tell customers apart: width, spaces around it, leading zeros, case unless `cased`. */
export function foldedId(text: string, cased: boolean): string {
  if (plainId.test(text)) return text;
  const plain = text.normalize("NFKC").trim();
  const folded = cased ? plain : plain.toLowerCase();
  return /^0+\d+$/.test(folded) ? folded.replace(/^0+(?=\d)/, "") : folded;
}

/** Whether ids are of a kind that differ by case alone, as those of some systems: many mix cases and digits at random. */
export function caseTells(cells: readonly string[]): boolean {
  const mixed = cells.filter((cell) => /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w-]{10,}$/.test(cell)).length;
  return mixed > 0 && mixed >= cells.length * 0.3;
}

/** Whether long numbers have lost what is behind their fifteenth digit, as a spreadsheet's do. */
export function loseDigits(cells: readonly string[]): boolean {
  const long = cells.map((cell) => cell.trim()).filter((cell) => /^\d{16,}$/.test(cell));
  return long.length >= 5 && long.filter((cell) => /^\d{15}0+$/.test(cell)).length >= long.length * 0.9;
}
