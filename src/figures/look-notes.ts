import type { ChartLook } from "../charts/look.ts";
import { unmarkedIn } from "../charts/look-choices.ts";
import type { ChartSpec } from "../charts/spec.ts";
import type { Text } from "../i18n/text.ts";
import type { ResultColumns } from "../metrics/metric.ts";
import type { Frame } from "../tables/frame.ts";
import { lookMessages } from "./look.messages.ts";

/** What has to be said of a chart, since it shows it without a mark. */
export function unmarkedTexts(
  spec: ChartSpec,
  frame: Frame,
  columns: ResultColumns,
  look: ChartLook | undefined,
): Text[] {
  // Names and sizes decide nothing here: only what is shown.
  const options = { width: 600, height: 300, locale: "en", columns, look } as const;
  const { incomplete, small } = unmarkedIn(spec, frame, options);
  return [...(incomplete ? [lookMessages.incomplete] : []), ...(small ? [lookMessages.small] : [])];
}
