import type { Frame, Value } from "../tables/frame.ts";

const words = new Intl.Collator(["zh-CN", "en"], { numeric: true });

function compare(a: Value, b: Value): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  return words.compare(String(a), String(b));
}

/** The order of a frame's rows by one column; equal rows stay as they came, empty ones are last either way. */
export function sortedRows(frame: Frame, column: string, down: boolean): number[] {
  const values = frame.values[column] ?? [];
  return Array.from({ length: frame.length }, (_, row) => row).sort((a, b) => {
    const [left, right] = [values[a] ?? null, values[b] ?? null];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || a - b;
    return (down ? compare(right, left) : compare(left, right)) || a - b;
  });
}
