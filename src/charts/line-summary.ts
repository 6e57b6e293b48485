import type { Frame } from "../tables/frame.ts";
import type { ChartOptions, Drawing } from "./drawing.ts";
import { closing, xName } from "./line-words.ts";
import { messages } from "./messages.ts";
import type { Lines, Series } from "./series.ts";
import type { LineSpec } from "./spec.ts";
import { figure, labelOf, nameOf, valueIn } from "./values.ts";

/** How a single line goes, or which of several is highest and lowest at its end. */
export function summariseLines(
  spec: LineSpec,
  frame: Frame,
  lines: Lines,
  options: ChartOptions,
): Drawing["summary"] {
  const both = (locale: ChartOptions["locale"]) => {
    const own = { ...options, locale };
    const told = lines.series.filter(({ other }) => !other);
    const value = labelOf(spec.y, own);
    const open = lines.series.some(({ points }) => points.some(({ complete }) => !complete));
    const rest = open ? messages.openLeftOut[locale] : "";
    if (told.length > 1) {
      const lasts = told
        .flatMap((series) => {
          const last = closing(series.points);
          return last ? [{ series, last }] : [];
        })
        .sort((a, b) => b.last.y - a.last.y);
      const [best, worst] = [lasts[0], lasts.at(-1)];
      if (!best || !worst || best === worst) return messages.groupsOf(value, told.length)[locale];
      const name = (series: Series) =>
        spec.color
          ? nameOf(valueIn(frame, spec.color, series.points[0]?.index ?? 0), spec.color, frame, own)
          : "";
      return (
        messages.groupsRange(
          value,
          told.length,
          [name(best.series), figure(best.last.y, spec.y, own)],
          [name(worst.series), figure(worst.last.y, spec.y, own)],
        )[locale] + rest
      );
    }
    const points = (told[0]?.points ?? []).filter(({ complete, gap }) => complete && !gap);
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return messages.noneComplete[locale];
    return (
      messages.runs(
        value,
        [xName(spec, frame, first.index, own, true), figure(first.y, spec.y, own)],
        first === last ? null : [xName(spec, frame, last.index, own, true), figure(last.y, spec.y, own)],
        last.y - first.y,
      )[locale] + rest
    );
  };
  return { en: both("en"), "zh-CN": both("zh-CN") };
}
