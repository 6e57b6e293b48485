import type { Cell } from "../document/document.ts";
import type { ChartSpec } from "../charts/spec.ts";
import type { Text } from "../i18n/text.ts";
import { metrics } from "../metrics/catalog.ts";
import type { Metric } from "../metrics/metric.ts";
import type { Loaded } from "../shop/shop.ts";
import type { Offer } from "./arranging.svelte.ts";
import type { Content } from "./dashboard.svelte.ts";
import { messages } from "./messages.ts";
import { isSupported } from "./starter.ts";

/** What an entry shows, for its icon. */
export type OfferKind = ChartSpec["mark"] | "figure" | "text" | "sql" | "chart";
export interface Entry extends Offer {
  readonly key: string;
  readonly kind: OfferKind;
  /** Whether the data have what it needs. */
  readonly supported: boolean;
  /** Further words that find it. */
  readonly words: string;
}

const sizes: Readonly<Record<OfferKind, { readonly w: number; readonly h: number }>> = {
  figure: { w: 3, h: 2 },
  triangle: { w: 7, h: 7 },
  grid: { w: 5, h: 7 },
  line: { w: 6, h: 6 },
  bars: { w: 6, h: 6 },
  pareto: { w: 4, h: 6 },
  lorenz: { w: 4, h: 6 },
  survival: { w: 6, h: 7 },
  ladder: { w: 5, h: 7 },
  intervals: { w: 4, h: 6 },
  flow: { w: 6, h: 7 },
  tornado: { w: 6, h: 6 },
  timeline: { w: 8, h: 5 },
  tracking: { w: 7, h: 7 },
  against: { w: 5, h: 6 },
  calibration: { w: 5, h: 7 },
  page: { w: 6, h: 14 },
  table: { w: 6, h: 6 },
  text: { w: 4, h: 3 },
  sql: { w: 6, h: 6 },
  chart: { w: 6, h: 6 },
};
const sections: readonly Metric["section"][] = ["retention", "repurchase", "value", "voice", "programme"];

/** Metrics as they can be added: each once with its chart, and each of its single figures. */
export function metricEntries(loaded: Loaded | null): { charts: Entry[]; figures: Entry[] } {
  const listed = [...metrics].sort((a, b) => sections.indexOf(a.section) - sections.indexOf(b.section));
  const supported = (metric: Metric) => loaded !== null && isSupported(metric.id, loaded);
  const entry = (metric: Metric, kind: OfferKind, view: string | null, title: Text): Entry => ({
    key: `${metric.id} ${view ?? ""}`,
    kind,
    title,
    supported: supported(metric),
    words: [
      metric.id,
      metric.question.en,
      metric.question["zh-CN"],
      metric.label.en,
      metric.label["zh-CN"],
    ].join(" "),
    content: { kind: "metric", metric: metric.id, params: {}, view },
    ...sizes[kind],
  });
  return {
    charts: listed.map((metric) =>
      entry(metric, Object.values(metric.charts)[0]?.mark ?? "table", null, metric.label),
    ),
    figures: listed.flatMap((metric) =>
      Object.entries(metric.headlines ?? {}).map(([name, headline]) =>
        entry(metric, "figure", `headline:${name}`, headline.label),
      ),
    ),
  };
}

/** Cells of the notebook, which tiles show without copying them. */
export function cellEntries(cells: readonly Cell[], titleOf: (content: Content) => Text): Entry[] {
  return cells.map((cell) => {
    const content: Content = { kind: "cell", cell: cell.id };
    const kind: OfferKind =
      cell.kind === "metric"
        ? cell.view?.startsWith("headline:")
          ? "figure"
          : "line"
        : cell.kind === "chart" && cell.mark === "table"
          ? "table"
          : cell.kind;
    return {
      key: `cell ${cell.id}`,
      kind,
      title: titleOf(content),
      supported: true,
      words: cell.kind === "sql" ? cell.name : "",
      content,
      ...sizes[kind],
    };
  });
}

/** A text tile, with words to begin from in the language of the interface. */
export function textEntry(markdown: string): Entry {
  return {
    key: "text",
    kind: "text",
    title: messages.text,
    supported: true,
    words: "text markdown 文字",
    content: { kind: "text", markdown },
    ...sizes.text,
  };
}

/** Whether all words of a search occur in an entry, in either language. */
export function matches({ title, words }: Entry, search: string): boolean {
  const text = `${title.en} ${title["zh-CN"]} ${words}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
