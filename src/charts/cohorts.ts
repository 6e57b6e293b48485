import type { Frame } from "../tables/frame.ts";
import type { ChartOptions } from "./drawing.ts";
import type { TriangleSpec } from "./spec.ts";
import { completeIn, nameOf, numberIn, valueIn } from "./values.ts";

export interface Cell {
  readonly column: number;
  readonly value: number;
  readonly size: number;
  readonly complete: boolean;
  /** The frame's row; null where several were averaged. */
  readonly index: number | null;
}
export interface Cohort {
  readonly name: string;
  readonly size: number;
  readonly cells: readonly Cell[];
}
export interface Cohorts {
  readonly rows: readonly Cohort[];
  /** Average of the complete cells by column, weighted by cohort size. */
  readonly averages: ReadonlyMap<number, number>;
  readonly columns: readonly number[];
  /** Whether each row stands for a value of the split instead of a cohort. */
  readonly split: boolean;
}

/**
 * The cohorts of a result. Where it is split, each row is one value of the split with the average of its
 * cohorts, so that values can be compared.
 */
export function cohortsOf(spec: TriangleSpec, frame: Frame, options: ChartOptions): Cohorts {
  const share = options.columns[spec.value]?.unit === "share";
  const split = new Set(frame.values.split ?? []).size > 1;
  const rows = new Map<string, { size: number; readonly cells: Cell[]; readonly counted: Set<string> }>();
  const all: Cell[] = [];
  for (let index = 0; index < frame.length; index += 1) {
    const by = split ? "split" : spec.row;
    const name = nameOf(valueIn(frame, by, index), by, frame, options);
    const cohort = String(valueIn(frame, spec.row, index));
    const size = numberIn(frame, spec.size, index) ?? 0;
    let row = rows.get(name);
    if (!row) rows.set(name, (row = { size: 0, cells: [], counted: new Set() }));
    if (!row.counted.has(cohort)) {
      row.counted.add(cohort);
      row.size += size;
    }
    const [column, value] = [numberIn(frame, spec.column, index), numberIn(frame, spec.value, index)];
    // Everyone is there in period 0: a column of 100 % says nothing.
    if (column === null || value === null || (share && column === 0)) continue;
    const cell = { column, value, size, complete: completeIn(frame, spec.complete, index), index };
    row.cells.push(cell);
    all.push(cell);
  }
  return {
    rows: [...rows].map(([name, { size, cells }]) => ({
      name,
      size,
      cells: split ? averaged(cells, spec.average) : cells,
    })),
    averages:
      spec.average === "weighted"
        ? new Map(averaged(all, "weighted").map(({ column, value }) => [column, value]))
        : new Map(),
    columns: [...new Set(all.map(({ column }) => column))].sort((a, b) => a - b),
    split,
  };
}

/** One cell a column: the complete ones weighted by size, or summed where they do not average. */
function averaged(cells: readonly Cell[], how: TriangleSpec["average"]): Cell[] {
  const sums = new Map<number, { sum: number; size: number }>();
  for (const { column, value, size, complete } of cells) {
    if (!complete) continue;
    const own = sums.get(column) ?? { sum: 0, size: 0 };
    sums.set(column, { sum: own.sum + value * (how === "weighted" ? size : 1), size: own.size + size });
  }
  return [...sums]
    .filter(([, { size }]) => size > 0)
    .map(([column, { sum, size }]) => ({
      column,
      value: how === "weighted" ? sum / size : sum,
      size,
      complete: true,
      index: null,
    }))
    .sort((a, b) => a.column - b.column);
}
