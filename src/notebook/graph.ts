import { type CellGraph, type SqlCell, cellGraph } from "../document/cell-graph.ts";
import type { Cell } from "../document/document.ts";
import { TextError } from "../i18n/text.ts";
import { messages } from "./graph.messages.ts";

/** The graph of a notebook over data: the name of a table is the table's, whatever a cell is called. */
export function notebookGraph(cells: readonly Cell[], tables: readonly string[]): CellGraph {
  const taken = new Set(tables.map((name) => name.toLowerCase()));
  return cellGraph(
    cells.map((cell) =>
      // A name that no SQL can write, so that nothing reads the cell by it.
      cell.kind === "sql" && taken.has(cell.name.toLowerCase()) ? { ...cell, name: `"${cell.id}"` } : cell,
    ),
  );
}

/** The cells that one stands on, each after those that it reads itself. @throws TextError on a circle */
export function inputsOf(graph: CellGraph, id: string): readonly SqlCell[] {
  const ring = graph.ring(id);
  if (ring) throw new TextError(messages.circle(ring));
  return graph.inputs(id);
}

/** All that decides a cell's result beside the data: its text and those that it stands on. */
export function signatureOf(graph: CellGraph, cell: SqlCell): string {
  return JSON.stringify([cell.sql, ...graph.inputs(cell.id).map(({ name, sql }) => [name, sql])]);
}
