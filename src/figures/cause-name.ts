import { type Text, sameText } from "../i18n/text.ts";
import { type Cause, type Side, settingsOf } from "../metrics/difference.ts";
import type { Filter, Metric } from "../metrics/metric.ts";
import { paramsOf } from "./reading.ts";
import { messages } from "./difference.messages.ts";

/** A cause in words: what differs, and as what it stands on either side. */
export interface CauseName {
  readonly name: Text;
  readonly change: Text | null;
}

/** The words for a cause of the difference between two sides of a metric's figure. */
export function causeName(
  cause: Cause,
  metric: Metric,
  headline: string,
  [a, b]: readonly [Side, Side],
  columnLabel: (column: string) => string,
): CauseName {
  const arrow = (from: Text, to: Text): Text => ({
    en: `${from.en} → ${to.en}`,
    "zh-CN": `${from["zh-CN"]} → ${to["zh-CN"]}`,
  });
  const range = ({ window }: Side) => messages.range(window.from, window.to);
  const day = (text: string) => messages.day(text);
  switch (cause.kind) {
    case "setting": {
      const members = metric.members?.[headline];
      const [from, to] = [a, b].map(({ params }) =>
        members ? settingsOf(metric, members, paramsOf(metric, params))[cause.name] : undefined,
      );
      return {
        name: from?.label ?? sameText(cause.name),
        change: from && to ? arrow(from.name, to.name) : null,
      };
    }
    case "dates":
      return { name: messages.dates, change: arrow(range(a), range(b)) };
    case "start":
      return { name: messages.start, change: arrow(day(a.window.from), day(b.window.from)) };
    case "end":
      return { name: messages.end, change: arrow(day(a.window.to), day(b.window.to)) };
    case "filter":
      return {
        name: sameText(columnLabel(cause.column)),
        change: arrow(valuesText(a.filters, cause), valuesText(b.filters, cause)),
      };
    case "together":
      return { name: messages.together, change: null };
  }
}

function valuesText(filters: readonly Filter[], { table, column }: Pick<Filter, "table" | "column">): Text {
  const found = filters.find((filter) => filter.table === table && filter.column === column);
  if (!found) return messages.all;
  if (found.values.length !== 1) return messages.several(found.values.length);
  const [value = null] = found.values;
  return value === null ? messages.notStated : sameText(value);
}

/** A short plain name for a cause, as of a column in a file. */
export function causeKey(cause: Cause): string {
  if (cause.kind === "setting") return cause.name;
  return cause.kind === "filter" ? cause.column : cause.kind;
}
