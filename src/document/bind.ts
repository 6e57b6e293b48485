import { furtherChoices } from "../ingest/complete.ts";
import type { Mapping, Recognition } from "../ingest/source.ts";
import type { Loaded } from "../shop/shop.ts";
import type { Document } from "./document.ts";
import { type ColumnName, type MetricOf, type Need, needsOf, usesOfCell, usesOfTile } from "./needs.ts";

/** How a document stands to the data that were loaded. */
export interface Binding {
  readonly needs: readonly (Need & { readonly present: boolean })[];
  /** Ids of what cannot be shown, with the columns that it lacks. */
  readonly tiles: ReadonlyMap<string, readonly ColumnName[]>;
  readonly cells: ReadonlyMap<string, readonly ColumnName[]>;
  /** Columns of splits and filters that the data do not have: to be replaced or left out by hand. */
  readonly strange: readonly Need[];
  /** Values of filters that their column does not have here. */
  readonly strangeValues: readonly (ColumnName & { readonly values: readonly (string | null)[] })[];
}

/** What of a document can be shown on what was loaded. Tiles of all dashboards stand under their ids. */
export function bind(document: Document, loaded: Loaded, metricOf: MetricOf): Binding {
  const present = (need: ColumnName & { required: boolean; filters?: number }) =>
    need.required
      ? loaded.columns[need.table]?.[need.column] !== undefined
      : hasDimension(loaded, need, !need.filters);
  const cells = document.notebook.cells;
  const lacking = <T extends { id: string }>(
    items: readonly T[],
    uses: (item: T) => readonly (ColumnName & { required: boolean })[],
  ) =>
    new Map(
      items
        .map((item) => [item.id, uses(item).filter((use) => use.required && !present(use))] as const)
        .filter(([, columns]) => columns.length > 0),
    );
  const needs = needsOf(document, metricOf).map((need) => ({ ...need, present: present(need) }));
  return {
    needs,
    tiles: lacking(
      document.dashboards.flatMap(({ tiles }) => tiles),
      (tile) => usesOfTile(tile, cells, metricOf),
    ),
    cells: lacking(cells, (cell) => usesOfCell(cell, cells, metricOf)),
    strange: needs.filter((need) => !need.required && !need.present),
    strangeValues: [...valuesOf(document).values()].flatMap(({ table, column, values }) => {
      const dimension = loaded.dimensions.find((one) => one.table === table && one.column === column);
      // A thousand values are all that is known; beyond them a value may well be there.
      if (!dimension || dimension.values.length >= 1000) return [];
      const known = new Set(dimension.values.map(({ value }) => value));
      const unknown = [...values].filter((value) => !known.has(value));
      return unknown.length ? [{ table, column, values: unknown }] : [];
    }),
  };
}

/** Whether the data can be filtered by a column, or split: also by what else is known of the customer. */
function hasDimension(loaded: Loaded, { table, column }: ColumnName, split: boolean): boolean {
  return loaded.dimensions.some(
    (one) =>
      one.column === column &&
      (one.table === table || (split && (one.table === "customers" || table === "surveys"))),
  );
}
/** The values of all filters, by column. */
function valuesOf(document: Document) {
  const columns = new Map<string, ColumnName & { values: Set<string | null> }>();
  const filters = [
    ...document.dashboards.map((dashboard) => dashboard.filters.columns),
    ...document.segments.map((segment) => segment.filters),
  ];
  for (const { table, column, values } of filters.flat()) {
    const key = `${table}.${column}`;
    const known = columns.get(key) ?? { table, column, values: new Set() };
    for (const value of values) known.values.add(value);
    columns.set(key, known);
  }
  return columns;
}

/**
 * A document with a column of splits and filters replaced by another everywhere, or left out where `to`
 * is null. Filters of a replaced column are left out too, since their values are those of the old one.
 */
export function rebind(
  document: Document,
  from: ColumnName,
  to: string | null,
  metricOf: MetricOf,
): Document {
  const splits = <T extends { kind: string }>(content: T): T => {
    if (!isMetric(content)) return content;
    const metric = metricOf(content.metric);
    const params = Object.entries(content.params).map(([name, value]) => {
      const param = metric?.params[name];
      const meant = param?.kind === "column" && param.table === from.table && value === from.column;
      return [name, meant ? to : value] as const;
    });
    return { ...content, params: Object.fromEntries(params) };
  };
  const filters = <T extends ColumnName>(list: T[]) =>
    list.filter(({ table, column }) => table !== from.table || column !== from.column);
  return {
    ...document,
    notebook: { ...document.notebook, cells: document.notebook.cells.map(splits) },
    dashboards: document.dashboards.map((dashboard) => ({
      ...dashboard,
      tiles: dashboard.tiles.map((tile) => ({ ...tile, content: splits(tile.content) })),
      filters: { ...dashboard.filters, columns: filters(dashboard.filters.columns) },
    })),
    segments: document.segments.map((segment) => ({ ...segment, filters: filters(segment.filters) })),
  };
}

/** A document without some values of its filters; a filter that is left without any value is left out. */
export function dropValues(
  document: Document,
  { table, column }: ColumnName,
  values: readonly (string | null)[],
): Document {
  const kept = (filters: Document["segments"][number]["filters"]) =>
    filters
      .map((filter) =>
        filter.table === table && filter.column === column
          ? { ...filter, values: filter.values.filter((value) => !values.includes(value)) }
          : filter,
      )
      .filter((filter) => filter.values.length > 0);
  return {
    ...document,
    dashboards: document.dashboards.map((dashboard) => ({
      ...dashboard,
      filters: { ...dashboard.filters, columns: kept(dashboard.filters.columns) },
    })),
    segments: document.segments.map((segment) => ({ ...segment, filters: kept(segment.filters) })),
  };
}

interface MetricContent {
  readonly kind: "metric";
  readonly metric: string;
  readonly params: Readonly<Record<string, unknown>>;
}
function isMetric<T extends { kind: string }>(content: T): content is T & MetricContent {
  return content.kind === "metric";
}

/**
 * The mapping that a document keeps for files with these headers, fitted to this one; null where none
 * fits. The file's own dialect and formats stay, except where the file leaves them open: there the choice
 * that was made before holds.
 */
export function applySavedMapping(
  recognition: Recognition,
  sources: Document["data"]["sources"],
): Mapping | null {
  const headers = recognition.columns.map(({ name }) => name);
  const saved = sources.find(({ mapping }) => {
    const known = Object.keys(mapping.roles);
    return known.length === headers.length && headers.every((name) => Object.hasOwn(mapping.roles, name));
  })?.mapping;
  if (!saved) return null;
  const { mapping, questions } = recognition;
  const open = new Set(questions.flatMap(({ columns }) => columns));
  const formats = { ...saved.formats, ...mapping.formats };
  for (const name of open) {
    const format = saved.formats[name];
    if (format) formats[name] = format;
  }
  return {
    table: saved.table,
    dialect: mapping.dialect,
    roles: saved.roles,
    formats,
    orderGrain: saved.orderGrain,
    statuses: { ...mapping.statuses, ...saved.statuses },
    ...furtherChoices(mapping, saved),
  };
}
