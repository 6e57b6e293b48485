import type { Metric } from "../metrics/metric.ts";
import { type TableName, canonicalTable, tableNames } from "../tables/canonical.ts";
import type { Cell, Document, Tile } from "./document.ts";

/** A metric by its id, or none where this version does not know it. */
export type MetricOf = (id: string) => Metric | null | undefined;

/** A column of a canonical table, or one that a file has under its own name. */
export interface ColumnName {
  readonly table: TableName;
  readonly column: string;
}

/** A column that a document asks of the data, and what for. */
export interface Need extends ColumnName {
  readonly tiles: number;
  readonly cells: number;
  /** What cannot be shown at all without it; the other uses are splits and filters. */
  readonly required: boolean;
  readonly filters: number;
}

export interface Use extends ColumnName {
  readonly required: boolean;
}

/** What each part of a document asks of the data: what must be there, most used first, then the rest. */
export function needsOf(document: Document, metricOf: MetricOf): Need[] {
  const needs = new Map<string, { -readonly [K in keyof Need]: Need[K] }>();
  const count = (uses: readonly Use[], what: "tiles" | "cells" | "filters") => {
    for (const { table, column, required } of uses) {
      const key = `${table}.${column}`;
      const need = needs.get(key) ?? { table, column, required, tiles: 0, cells: 0, filters: 0 };
      need[what] += 1;
      need.required ||= required;
      needs.set(key, need);
    }
  };
  const cells = document.notebook.cells;
  for (const cell of cells) count(usesOfCell(cell, cells, metricOf), "cells");
  for (const { tiles, filters } of document.dashboards) {
    for (const tile of tiles) count(usesOfTile(tile, cells, metricOf), "tiles");
    for (const { table, column } of filters.columns) count([{ table, column, required: false }], "filters");
  }
  for (const { filters } of document.segments)
    for (const { table, column } of filters) count([{ table, column, required: false }], "filters");
  const weight = ({ required, tiles, cells: others, filters }: Need) =>
    (required ? 1e6 : 0) + tiles * 1000 + others + filters;
  return [...needs.values()].sort((a, b) => weight(b) - weight(a));
}

/** The columns that a tile asks for, each once. */
export function usesOfTile({ content }: Tile, cells: readonly Cell[], metricOf: MetricOf): Use[] {
  if (content.kind === "metric") return usesOfMetric(content.metric, content.params, metricOf);
  if (content.kind === "text") return [];
  const cell = cells.find(({ id }) => id === content.cell);
  return cell ? usesOfCell(cell, cells, metricOf) : [];
}

/** The columns that a cell asks for, each once; a chart asks for those of the SQL that it draws. */
export function usesOfCell(cell: Cell, cells: readonly Cell[], metricOf: MetricOf): Use[] {
  if (cell.kind === "metric") return usesOfMetric(cell.metric, cell.params, metricOf);
  if (cell.kind === "sql") return usesOfSql(cell.sql);
  const source = cell.kind === "chart" ? cells.find(({ id }) => id === cell.of) : undefined;
  return source?.kind === "sql" ? usesOfSql(source.sql) : [];
}

function usesOfMetric(id: string, params: Readonly<Record<string, unknown>>, metricOf: MetricOf): Use[] {
  const metric = metricOf(id);
  if (!metric) return [];
  const uses: Use[] = [];
  for (const table of tableNames)
    for (const column of metric.requires[table] ?? []) uses.push({ table, column, required: true });
  for (const [name, param] of Object.entries(metric.params)) {
    const column = params[name];
    if (param.kind !== "column" || typeof column !== "string") continue;
    if (!uses.some((use) => use.column === column && use.table === param.table))
      uses.push({ table: param.table, column, required: false });
  }
  return uses;
}

/** Tables of facts stand on the canonical tables. */
const factTables: Readonly<Record<string, TableName>> = {
  order_facts: "orders",
  customer_facts: "orders",
  customer_months: "orders",
  answer_facts: "surveys",
};

/**
 * The canonical columns whose names occur in SQL beside their table's name. Words in texts and comments
 * do not count. An estimate, to say what a notebook works on; the engine decides when it runs.
 */
function usesOfSql(text: string): Use[] {
  const bare = text.replace(/'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g, " ");
  const words = new Set((bare.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []).map((word) => word.toLowerCase()));
  const tables = new Set(tableNames.filter((table) => words.has(table)));
  for (const [facts, table] of Object.entries(factTables)) if (words.has(facts)) tables.add(table);
  return [...tables].flatMap((table) =>
    Object.keys(canonicalTable(table).columns)
      .filter((column) => words.has(column))
      .map((column) => ({ table, column, required: true })),
  );
}
