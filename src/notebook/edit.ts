import type { Cell, Document } from "../document/document.ts";
import { newId } from "../document/new-id.ts";
import { firstFree } from "../document/place.ts";

type Cells = Document["notebook"]["cells"];
/** A cell that is being made: all but its id, and the name of a SQL cell where it is free. */
export type NewCell = Cell extends infer C ? (C extends Cell ? Omit<C, "id"> : never) : never;

/** The document with its cells changed; the same one where they are the same. */
export function withCells(document: Document, change: (cells: Cells) => Cells): Document {
  const cells = change(document.notebook.cells);
  return cells === document.notebook.cells
    ? document
    : { ...document, notebook: { ...document.notebook, cells } };
}

/** Puts a cell at an index. */
export function insertCell(cells: Cells, index: number, cell: Cell): Cells {
  return cells.toSpliced(index, 0, cell);
}
export function removeCell(cells: Cells, id: string): Cells {
  return cells.filter((cell) => cell.id !== id);
}
/** Moves a cell up (−1) or down (1); the same cells at the end of the way. */
export function moveCell(cells: Cells, id: string, by: -1 | 1): Cells {
  const from = cells.findIndex((cell) => cell.id === id);
  const cell = cells[from];
  const to = from + by;
  if (!cell || to < 0 || to >= cells.length) return cells;
  return cells.toSpliced(from, 1).toSpliced(to, 0, cell);
}
/** A copy of a cell with an id, and for SQL a name, of its own. */
export function copyOf(cells: Cells, cell: Cell, taken: readonly string[]): Cell {
  const copy = { ...structuredClone(cell), id: newId() };
  return copy.kind === "sql" ? { ...copy, name: freeName(cells, copy.name, taken) } : copy;
}
/** Replaces a cell by a changed one. */
export function changeCell<K extends Cell["kind"]>(
  cells: Cells,
  id: string,
  kind: K,
  changes: Partial<Extract<Cell, { kind: K }>>,
): Cells {
  return cells.map((cell) => (cell.id === id && cell.kind === kind ? { ...cell, ...changes } : cell));
}

/** A name like the wanted one that no cell and no table has: by_channel, by_channel_2. */
export function freeName(cells: Cells, wanted: string, taken: readonly string[]): string {
  const used = new Set(
    [...taken, ...cells.flatMap((cell) => (cell.kind === "sql" ? [cell.name] : []))].map((name) =>
      name.toLowerCase(),
    ),
  );
  if (!used.has(wanted.toLowerCase())) return wanted;
  const stem = wanted.replace(/_\d+$/, "").slice(0, 55);
  for (let number = 2; ; number += 1)
    if (!used.has(`${stem}_${number}`.toLowerCase())) return `${stem}_${number}`;
}
/** Why a name cannot be a cell's: not a name, another cell's, or a table's; else null. */
export function nameFault(
  cells: Cells,
  id: string,
  name: string,
  tables: readonly string[],
): "invalid" | "cell" | "table" | null {
  if (!/^[\p{L}_][\p{L}\p{N}_]{0,62}$/u.test(name)) return "invalid";
  const same = (other: string) => other.toLowerCase() === name.toLowerCase();
  if (tables.some(same)) return "table";
  return cells.some((cell) => cell.kind === "sql" && cell.id !== id && same(cell.name)) ? "cell" : null;
}

/** Puts a tile that shows a cell, or a metric of it, at the first free place of a dashboard. */
export function addToDashboard(document: Document, dashboard: string, cell: Cell): Document {
  const [w, h] = [6, 8];
  return {
    ...document,
    dashboards: document.dashboards.map((board) =>
      board.id === dashboard
        ? {
            ...board,
            tiles: [
              ...board.tiles,
              {
                id: newId(),
                ...firstFree(board.tiles, { w, h }),
                title: "title" in cell ? cell.title : {},
                content: { kind: "cell" as const, cell: cell.id },
              },
            ],
          }
        : board,
    ),
  };
}
/** The tiles of a dashboard that show cells. */
export function tilesOfCells({ tiles }: Document["dashboards"][number]): number {
  return tiles.filter(({ content }) => content.kind === "cell").length;
}
