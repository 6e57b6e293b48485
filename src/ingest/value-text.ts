/** A moment as text, to the second. UTC in, UTC out. Midnight is written as a time like any other. */
export function millisecondText(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (!Number.isFinite(date.getTime())) return "";
  const iso = date.toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/**
 * A number as text, with so many significant digits at most; nothing for what is no number. A long whole
 * number has the fewest digits that tell it, as it was written, not those that are nearest in binary.
 */
export function numberText(value: number, digits = 17): string {
  if (!Number.isFinite(value)) return "";
  return String(digits < 17 && !Number.isInteger(value) ? Number(value.toPrecision(digits)) : value);
}
