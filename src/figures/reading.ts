import type { ChartSpec } from "../charts/spec.ts";
import type { Text } from "../i18n/text.ts";
import type {
  Filter,
  Headline,
  HeadlineValue,
  Metric,
  ParamValues,
  ResultColumns,
  Window,
} from "../metrics/metric.ts";
import type { FigureRequest, Loaded } from "../shop/shop.ts";
import type { TableName } from "../tables/canonical.ts";
import { columnLabel } from "../tables/column-label.ts";
import type { Frames } from "./figure.svelte.ts";

/** What a tile or cell shows of a metric. */
export type View =
  | { readonly kind: "headline"; readonly name: string; readonly headline: Headline }
  | { readonly kind: "chart"; readonly name: string; readonly spec: ChartSpec }
  | {
      readonly kind: "page";
      readonly name: string;
      /** Whether the row itself stands above the charts. */
      readonly facts: boolean;
      readonly charts: readonly ChartSpec[];
    }
  | { readonly kind: "table"; readonly columns?: readonly string[] };

/** The view that a document names: a chart of the metric, `table`, or `headline:<name>`; else the first chart. */
export function viewOf(metric: Metric, view: string | null): View {
  if (view === "table") return { kind: "table" };
  if (view?.startsWith("headline:")) {
    const name = view.slice("headline:".length);
    const headline = metric.headlines?.[name];
    if (headline) return { kind: "headline", name, headline };
  }
  const charts = Object.entries(metric.charts);
  const [name, spec] = charts.find(([chart]) => chart === view) ?? charts[0] ?? [];
  if (name !== undefined && spec?.mark === "page")
    return {
      kind: "page",
      name,
      facts: spec.facts !== false,
      charts: spec.charts.flatMap((chart) => metric.charts[chart] ?? []),
    };
  return name !== undefined && spec !== undefined && spec.mark !== "table"
    ? { kind: "chart", name, spec }
    : { kind: "table", ...(spec?.mark === "table" && spec.columns && { columns: spec.columns }) };
}

/** The part of the result that a view is drawn from. */
export function partOf(view: View | null): string {
  return view?.kind === "chart" ? (view.spec.part ?? "main") : "main";
}
/** The columns of a part of a metric's result. */
export function columnsOf(metric: Metric, part: string): ResultColumns {
  return part === "main" ? metric.columns : (metric.parts?.[part]?.columns ?? {});
}
/** The same, where the column of groups has the name of what the params split by. */
export function labelledColumns(metric: Metric, part: string, params: ParamValues): ResultColumns {
  const columns = columnsOf(metric, part);
  const split = splitOf(metric, params);
  const own = columns["split"];
  return split === null || !own ? columns : { ...columns, split: { ...own, label: columnLabel(split) } };
}
/** The column that the params split by. */
function splitOf(metric: Metric, params: ParamValues): string | null {
  for (const [name, { kind }] of Object.entries(metric.params)) {
    const column = params[name];
    if (kind === "column" && typeof column === "string") return column;
  }
  return null;
}

/** Parts that headlines are read from, where a metric has them. */
const headlineParts = ["summary", "change", "average"];

/** The request behind a view. */
export function requestOf(
  metric: Metric,
  params: ParamValues,
  view: View,
  window: Window,
  filters: readonly Filter[],
): FigureRequest {
  const offered = Object.keys(metric.parts ?? {});
  const parts = new Set(headlineParts.filter((part) => offered.includes(part)));
  const drawn = view.kind === "chart" ? [view.spec] : view.kind === "page" ? view.charts : [];
  for (const { part } of drawn) if (part && offered.includes(part)) parts.add(part);
  return {
    metric: metric.id,
    params: view.kind === "headline" ? { ...view.headline.params, ...params } : params,
    window,
    filters,
    parts: [...parts],
  };
}

/** The figure that stands for a whole result, or null where the metric has none. */
export function headlineOf(
  metric: Metric,
  name: string | null,
  frames: Frames,
  window: Window,
): HeadlineValue | null {
  const headlines = metric.headlines ?? {};
  const headline = name === null ? Object.values(headlines)[0] : headlines[name];
  return headline ? headline.from(frames, window) : null;
}

/** The n beside a figure's title: of a triangle all its cohorts together, else that of the headline. */
export function shownCount(view: View | null, frames: Frames | null, headline: HeadlineValue | null) {
  if (view?.kind !== "chart" || view.spec.mark !== "triangle") return headline?.n ?? null;
  const { part, row, size } = view.spec;
  const frame = frames?.[part ?? "main"];
  const sizes = new Map<string, number>();
  for (let index = 0; index < (frame?.length ?? 0); index += 1) {
    const own = [frame?.values[row]?.[index], frame?.values["split"]?.[index]].map(String).join("\n");
    sizes.set(own, Number(frame?.values[size]?.[index] ?? 0));
  }
  return frame ? [...sizes.values()].reduce((sum, each) => sum + each, 0) : null;
}

/** The calendar period that the date columns of a result stand for. */
export function periodOf(metric: Metric, params: ParamValues): string {
  for (const name of ["period", "by"]) {
    const value = params[name] ?? metric.params[name]?.default;
    if (typeof value === "string") return value;
  }
  return "month";
}

/** The params of a metric in full: what is given, defaults for the rest. */
export function paramsOf(metric: Metric, given: ParamValues): ParamValues {
  return Object.fromEntries(
    Object.entries(metric.params).map(([name, param]) => [name, given[name] ?? param.default]),
  );
}

/** A column that a metric needs and the data do not have; null stands for the whole table. */
export interface Lack {
  readonly table: TableName;
  readonly columns: readonly string[];
}

/** What of the data a metric needs and does not find, under these params. */
export function lacksOf(metric: Metric, params: ParamValues, loaded: Pick<Loaded, "columns">): Lack[] {
  const needed = new Map<TableName, Set<string>>();
  for (const requires of [metric.requires, metric.requiresFor?.(paramsOf(metric, params)) ?? {}])
    for (const [table, columns] of Object.entries(requires) as [TableName, readonly string[]][])
      for (const column of columns) needed.set(table, (needed.get(table) ?? new Set()).add(column));
  return [...needed].flatMap(([table, columns]) => {
    const present = loaded.columns[table];
    const absent = [...columns].filter((column) => !present || !Object.hasOwn(present, column));
    return absent.length || !present ? [{ table, columns: absent }] : [];
  });
}

/**
 * Which definition is in force, where a metric knows several: the variant that the params name, else the
 * choice that decides it.
 */
export function definitionOf(metric: Metric, params: ParamValues): Text | null {
  const full = paramsOf(metric, params);
  for (const name of ["preset", "window"]) {
    const param = metric.params[name];
    if (param?.kind === "choice") return param.values[String(full[name])] ?? null;
  }
  return null;
}
