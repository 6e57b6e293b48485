import type { Text } from "../i18n/text.ts";
import type { ResultColumns } from "../metrics/metric.ts";
import type { Frame } from "../tables/frame.ts";
import { messages } from "./messages.ts";
import type { Lack, View } from "./reading.ts";

/** Why there is no figure to show. */
export type Absence =
  | { readonly kind: "unknown"; readonly metric: string }
  | { readonly kind: "lacks"; readonly lacks: readonly Lack[] }
  | {
      readonly kind: "fault";
      readonly fault: { readonly text: Text; readonly detail: string | null } | null;
    }
  | { readonly kind: "waiting" }
  /** `filtered`: filters leave something out, not dates alone. */
  | { readonly kind: "empty"; readonly why: Text; readonly filtered: boolean };

/** Why a result leaves a view without anything to show; null where there is something. */
export function emptinessOf(view: View | null, frame: Frame | null, columns: ResultColumns): Text | null {
  if (!frame || view?.kind === "headline") return null;
  const triangle = view?.kind === "chart" && view.spec.mark === "triangle" ? view.spec : null;
  if (frame.length === 0 && view?.kind === "page") return messages.noCustomer;
  if (frame.length === 0) return triangle ? messages.noCohort : messages.empty;
  if (!triangle) return null;
  // Shares begin with the period after the first: in its own period everyone is there.
  const first = columns[triangle.value]?.unit === "share" ? 1 : 0;
  const periods = frame.values[triangle.column] ?? [];
  const values = frame.values[triangle.value] ?? [];
  const shows = periods.some((period, row) => Number(period) >= first && values[row] != null);
  return shows ? null : messages.noLaterPeriod;
}
