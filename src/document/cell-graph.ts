import type { Cell } from "./document.ts";
import { foldName, tablesRead } from "./sql-names.ts";

export type SqlCell = Extract<Cell, { kind: "sql" }>;

/** Which cells of a notebook read which. */
export interface CellGraph {
  /** Ids of all cells, each after those that it reads; else as they stand. */
  readonly order: readonly string[];
  /** The SQL cells that a cell reads itself. */
  reads(id: string): readonly SqlCell[];
  /** The SQL cells that a cell reads, also through others, each after those that it reads. */
  inputs(id: string): readonly SqlCell[];
  /** Ids of the cells that read a cell, also through others, in order. */
  readers(id: string): readonly string[];
  /** Names along the ring that a cell is in or reads, its first one again at the end; else null. */
  ring(id: string): readonly string[] | null;
}

/** The graph of a notebook's cells: SQL cells read others by name, a chart reads the cell that it draws. */
export function cellGraph(cells: readonly Cell[]): CellGraph {
  const byId = new Map<string, Cell>();
  const byName = new Map<string, SqlCell>();
  for (const cell of cells) {
    byId.set(cell.id, cell);
    // Of two cells with one name the first has it.
    if (cell.kind === "sql" && !byName.has(foldName(cell.name))) byName.set(foldName(cell.name), cell);
  }
  const direct = new Map<string, readonly SqlCell[]>();
  for (const cell of cells) direct.set(cell.id, cellsRead(cell, byId, byName));
  const reads = (id: string) => direct.get(id) ?? [];

  const order: string[] = [];
  const rings = new Map<string, readonly string[]>();
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (id: string) => {
    if (done.has(id)) return;
    const open = path.indexOf(id);
    if (open >= 0) {
      const ring = path.slice(open);
      const names = ring.map((member) => nameOf(byId.get(member)));
      for (const [index, member] of ring.entries())
        if (!rings.has(member))
          rings.set(member, [...names.slice(index), ...names.slice(0, index), names[index] ?? ""]);
      return;
    }
    path.push(id);
    for (const read of reads(id)) visit(read.id);
    path.pop();
    done.add(id);
    order.push(id);
    const ring = reads(id)
      .map((read) => rings.get(read.id))
      .find((names) => names !== undefined);
    if (ring && !rings.has(id)) rings.set(id, ring);
  };
  for (const { id } of cells) visit(id);

  const reachable = (id: string) => {
    const found = new Set<string>();
    const walk = (from: string) => {
      for (const read of reads(from)) {
        if (found.has(read.id)) continue;
        found.add(read.id);
        walk(read.id);
      }
    };
    walk(id);
    return found;
  };
  return {
    order,
    reads,
    inputs(id) {
      const found = reachable(id);
      found.delete(id);
      return order.flatMap((other) => {
        const cell = byId.get(other);
        return cell?.kind === "sql" && found.has(other) ? [cell] : [];
      });
    },
    readers: (id) => order.filter((other) => other !== id && reachable(other).has(id)),
    ring: (id) => rings.get(id) ?? null,
  };
}

function cellsRead(
  cell: Cell,
  byId: ReadonlyMap<string, Cell>,
  byName: ReadonlyMap<string, SqlCell>,
): readonly SqlCell[] {
  if (cell.kind === "chart") {
    const drawn = byId.get(cell.of);
    return drawn?.kind === "sql" ? [drawn] : [];
  }
  if (cell.kind !== "sql") return [];
  return [...namesOf(cell)].flatMap((name) => byName.get(name) ?? []);
}

const nameOf = (cell: Cell | undefined) => (cell?.kind === "sql" ? cell.name : (cell?.id ?? ""));

// A cell is replaced when it changes, so what it reads holds as long as it does.
const known = new WeakMap<SqlCell, ReadonlySet<string>>();
function namesOf(cell: SqlCell): ReadonlySet<string> {
  let names = known.get(cell);
  if (!names) known.set(cell, (names = tablesRead(cell.sql)));
  return names;
}
