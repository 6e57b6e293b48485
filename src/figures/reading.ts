import type { Headline, HeadlineValue, Metric, ParamValues } from "../metrics/metric.ts";
import type { ChartSpec } from "../charts/spec.ts";
import type { FigureRequest } from "../shop/shop.ts";
import type { Filter, Window } from "../metrics/metric.ts";
import type { Frames } from "./figure.svelte.ts";

/** What a tile or cell shows of a metric. */
export type View =
  | { readonly kind: "headline"; readonly name: string; readonly headline: Headline }
  | { readonly kind: "chart"; readonly name: string; readonly spec: ChartSpec }
  | { readonly kind: "table" };

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
  return name !== undefined && spec !== undefined && spec.mark !== "table"
    ? { kind: "chart", name, spec }
    : { kind: "table" };
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
  if (view.kind === "chart" && view.spec.part && offered.includes(view.spec.part)) parts.add(view.spec.part);
  return {
    metric: metric.id,
    params: view.kind === "headline" ? { ...view.headline.params, ...params } : params,
    window,
    filters,
    parts: [...parts],
  };
}

/** The figure that stands for a whole result, or null where the metric has none. */
export function headlineOf(metric: Metric, name: string | null, frames: Frames): HeadlineValue | null {
  const headlines = metric.headlines ?? {};
  const headline = name === null ? Object.values(headlines)[0] : headlines[name];
  return headline ? headline.from(frames) : null;
}

/** The calendar period that the date columns of a result stand for. */
export function periodOf(metric: Metric, params: ParamValues): string {
  for (const name of ["period", "by"]) {
    const value = params[name] ?? metric.params[name]?.default;
    if (typeof value === "string") return value;
  }
  return "month";
}
