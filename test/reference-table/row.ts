import type { Text } from "../../src/i18n/text.ts";

/** A published figure beside the product's own. */
export interface ReferenceRow {
  /** The metric or model. */
  readonly subject: Text;
  readonly data: Text;
  readonly quantity: Text;
  readonly published: number;
  readonly ours: number;
  readonly tolerance: Tolerance;
  /** How many figures the row stands for: the one that differs most is shown. */
  readonly of: number;
  readonly source: Text;
}
/** How far ours may lie from what was published: not at all, in its own unit, or as a share of it. */
export type Tolerance = "exact" | { readonly within: number } | { readonly relative: number };

/** How far ours lies from what was published, measured as the tolerance is. */
export function differenceOf({ published, ours, tolerance }: ReferenceRow): number {
  const difference = Math.abs(ours - published);
  return tolerance !== "exact" && "relative" in tolerance
    ? difference / Math.max(Math.abs(published), Number.MIN_VALUE)
    : difference;
}
export function allowedOf({ tolerance }: ReferenceRow): number {
  if (tolerance === "exact") return 0;
  return "within" in tolerance ? tolerance.within : tolerance.relative;
}

type Shared = Pick<ReferenceRow, "subject" | "data" | "source">;
export type Pair = readonly [ours: number, published: number];

/** Collects rows of one metric or model on one data set. */
export class Rows {
  readonly all: ReferenceRow[] = [];
  one(shared: Shared, quantity: Text, [ours, published]: Pair, tolerance: Tolerance): void {
    this.all.push({ ...shared, quantity, published, ours, tolerance, of: 1 });
  }
  /** Many figures of one kind in one row: the pair that differs most speaks for all. */
  many(shared: Shared, quantity: Text, pairs: readonly Pair[], tolerance: Tolerance): void {
    const rows = pairs.map(([ours, published]): ReferenceRow => ({
      ...shared,
      quantity,
      published,
      ours,
      tolerance,
      of: pairs.length,
    }));
    // A figure that is none differs more than any other.
    const far = (row: ReferenceRow) => (Number.isNaN(differenceOf(row)) ? Infinity : differenceOf(row));
    const worst = [...rows].sort((a, b) => (far(a) === far(b) ? 0 : far(b) - far(a)))[0];
    if (!worst) throw new Error(`nothing to compare for ${quantity.en}`);
    this.all.push(worst);
  }
}
