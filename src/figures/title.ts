import type { Titles } from "../document/document.ts";
import type { Text } from "../i18n/text.ts";
import type { Metric } from "../metrics/metric.ts";
import type { View } from "./reading.ts";

/** A title as given, in one language for the other where that is missing, else the metric's own name. */
export function titleOf(title: Titles, metric: Metric | null, view: View | null): Text {
  const own: Text =
    view?.kind === "headline" ? view.headline.label : (metric?.label ?? { en: "?", "zh-CN": "?" });
  const given = { en: title.en?.trim() ?? "", "zh-CN": title["zh-CN"]?.trim() ?? "" };
  return {
    en: given.en || given["zh-CN"] || own.en,
    "zh-CN": given["zh-CN"] || given.en || own["zh-CN"],
  };
}
