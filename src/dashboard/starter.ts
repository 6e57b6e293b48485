import { type Document, type Tile } from "../document/document.ts";
import { newId } from "../document/new-id.ts";
import { wideColumns } from "../document/place.ts";
import { type Policies, defaultPolicies } from "../ingest/source.ts";
import { lacksOf } from "../figures/reading.ts";
import { metricById } from "../metrics/catalog.ts";
import type { ParamValues } from "../metrics/metric.ts";
import type { Locale } from "../i18n/text.ts";
import type { Loaded } from "../shop/shop.ts";
import { columnLabel } from "../tables/column-label.ts";
import { messages } from "./starter.messages.ts";

interface Planned {
  readonly metric: string;
  readonly params?: ParamValues;
  readonly view: string | null;
  readonly title?: { readonly en: string; readonly "zh-CN": string };
  readonly w: number;
  readonly h: number;
}

/** Whether the data have what a metric needs. */
export function isSupported(metric: string, loaded: Loaded, params: ParamValues = {}): boolean {
  const known = metricById(metric);
  return known !== null && lacksOf(known, params, loaded).length === 0;
}

/** A split for answers and cohorts: the channel where there is one, else the first column of few values. */
function splitFor(loaded: Loaded, tables: readonly string[]): string | null {
  const few = loaded.dimensions.filter(
    ({ table, values, column }) =>
      tables.includes(table) &&
      column !== "status" &&
      column !== "kind" &&
      values.length >= 2 &&
      values.length <= 8,
  );
  return (few.find(({ column }) => column === "channel") ?? few[0])?.column ?? null;
}

/** The tiles of a first dashboard: what the data can support, the most asked first. */
function plan(loaded: Loaded): Planned[] {
  const answersSplit = splitFor(loaded, ["surveys", "customers", "orders"]);
  const months = monthsOf(loaded);
  const period = months <= 3 ? "week" : "month";
  const kpi = { w: 2, h: 2 };
  const all: Planned[] = [
    { metric: "revenue-mix", view: "headline:buyers", params: { period }, ...kpi },
    { metric: "revenue-mix", view: "headline:revenue", params: { period }, ...kpi },
    {
      metric: "repurchase-rate",
      view: "headline:rate",
      params: { preset: "window", window: 90, by: period === "week" ? "week" : "month" },
      title: { en: "Repurchase in 90 days", "zh-CN": "90 天复购率" },
      ...kpi,
    },
    { metric: "revenue-mix", view: "headline:orders_per_buyer", params: { period }, ...kpi },
    { metric: "revenue-mix", view: "headline:order_value", params: { period }, ...kpi },
    isSupported("nps", loaded)
      ? { metric: "nps", view: "headline:score", ...kpi }
      : { metric: "retention-rate", view: "headline:retention", params: { period }, ...kpi },
    {
      metric: "retention-cohorts",
      view: "triangle",
      params: { period, periods: 12 },
      title:
        period === "week"
          ? { en: "Weekly retention of new customers", "zh-CN": "新客逐周留存" }
          : { en: "Monthly retention of new customers", "zh-CN": "新客逐月留存" },
      w: 7,
      h: 8,
    },
    {
      metric: "rfm",
      view: "grid",
      title: { en: "Recency and frequency", "zh-CN": "最近购买与频次" },
      w: 5,
      h: 8,
    },
    { metric: "abc-segments", view: "pareto", w: 4, h: 7 },
    {
      metric: "revenue-mix",
      view: "bars",
      params: { period },
      title: { en: "Revenue of new and returning customers", "zh-CN": "新老客收入" },
      w: 4,
      h: 7,
    },
    { metric: "historical-clv", view: "average", w: 4, h: 7 },
    {
      metric: "repurchase-rate",
      view: "line",
      params: { preset: "window", window: 90, by: period === "week" ? "week" : "month" },
      title: { en: "Repurchase in 90 days by cohort", "zh-CN": "各批次 90 天复购率" },
      w: 4,
      h: 7,
    },
    {
      metric: "nps",
      view: "intervals",
      params: { split: answersSplit },
      title: answersSplit
        ? messages.npsBy(columnLabel(answersSplit))
        : { en: "NPS, 95% CI", "zh-CN": "净推荐值，95% 区间" },
      w: 4,
      h: 7,
    },
    {
      metric: "rfm",
      view: "segments",
      params: { preset: "groups" },
      title: { en: "Customer groups (RFM)", "zh-CN": "顾客分组（RFM）" },
      w: 4,
      h: 7,
    },
  ];
  return all.filter(({ metric, params }) => isSupported(metric, loaded, params));
}

function monthsOf({ extent: { firstDay, lastDay } }: Loaded): number {
  if (!firstDay || !lastDay) return 0;
  return (Date.parse(lastDay) - Date.parse(firstDay)) / (30.4 * 86_400_000);
}

/** A single figure gains nothing by more columns than these. */
const widestFigure = 4;

/** Rows of tiles of one height, filled from the left; what is left of a row goes to its tiles in turn. */
function place(planned: readonly Planned[]): Tile[] {
  const rows: Planned[][] = [];
  for (const tile of planned) {
    const row = rows.at(-1);
    const used = row?.reduce((sum, { w }) => sum + w, 0) ?? 0;
    if (row && row[0]?.h === tile.h && used + tile.w <= wideColumns) row.push(tile);
    else rows.push([tile]);
  }
  let y = 0;
  const tiles: Tile[] = [];
  for (const row of rows) {
    const widths = row.map(({ w }) => w);
    const left = wideColumns - widths.reduce((sum, w) => sum + w, 0);
    let x = 0;
    row.forEach(({ metric, params = {}, view, title, h }, index) => {
      const share = Math.floor(left / row.length) + (index < left % row.length ? 1 : 0);
      const widest = view?.startsWith("headline:") ? widestFigure : wideColumns;
      const w = Math.min(widest, (widths[index] ?? 1) + share);
      tiles.push({
        id: `tile-${tiles.length + 1}`,
        ...{ x, y, w, h },
        title: title ?? {},
        content: { kind: "metric", metric, params: { ...params }, view },
      });
      x += w;
    });
    y += row[0]?.h ?? 0;
  }
  return tiles;
}

export interface StarterOptions {
  readonly title: Document["title"];
  readonly sample?: string | null;
  readonly policies?: Policies;
  /** The language of who makes it: a text has one, which it keeps. */
  readonly locale: Locale;
}

/** The first document of new data: a dashboard of what they support, and a notebook to go on from. */
export function starterDocument(
  loaded: Loaded,
  sources: Document["data"]["sources"],
  options: StarterOptions,
): Document {
  const now = new Date().toISOString();
  const orders = loaded.columns.orders !== undefined;
  return {
    format: "regulars",
    version: 1,
    id: newId(),
    title: options.title,
    created: now,
    modified: now,
    data: {
      sample: options.sample ?? null,
      sources: [...sources],
      policies: { ...(options.policies ?? defaultPolicies) },
      asOf: null,
    },
    notebook: {
      cells: [
        {
          kind: "text",
          id: "cell-1",
          markdown: messages.firstText[options.locale],
        },
        ...(orders
          ? [
              {
                kind: "sql" as const,
                id: "cell-2",
                name: "by_month",
                sql: "SELECT date_trunc('month', day)::DATE AS month,\n  (count(*) FILTER (purchase))::INTEGER AS orders,\n  (count(DISTINCT customer) FILTER (purchase))::INTEGER AS buyers,\n  sum(value)::DOUBLE AS revenue\nFROM order_facts\nGROUP BY ALL\nORDER BY month",
              },
              {
                kind: "metric" as const,
                id: "cell-3",
                metric: "repurchase-rate",
                params: { preset: "window", window: 90, by: "month" },
                view: "line",
                title: {},
              },
            ]
          : []),
      ],
    },
    dashboards: [
      {
        id: "overview",
        title: { en: "Overview", "zh-CN": "总览" },
        tiles: place(plan(loaded)),
        filters: { from: null, to: null, compare: "none", columns: [] },
      },
    ],
    segments: [],
  };
}
