import { formatDay, formatPeriod } from "../i18n/format.ts";
import type { Locale } from "../i18n/text.ts";
import { isoDay } from "../tables/frame.ts";

const dayMs = 86_400_000;
/** Steps in months, from one month to half a century. */
const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600];

export interface TimeTick {
  readonly time: number;
  readonly text: string;
}

/** At most about `count` days, months or years between two times (milliseconds, UTC), with their names. */
export function timeTicks(first: number, last: number, count: number, locale: Locale): TimeTick[] {
  const days = (last - first) / dayMs;
  if (days < 45) {
    const step = [1, 2, 7, 14].find((each) => days / each <= count) ?? 28;
    const start = Math.ceil(first / dayMs);
    const found: TimeTick[] = [];
    for (let day = start; day * dayMs <= last; day += step)
      found.push({ time: day * dayMs, text: formatDay(isoDay(day), locale) });
    // Everything within a day has no midnight between: the day itself is named.
    const only = Math.floor(first / dayMs);
    return found.length > 0 ? found : [{ time: first, text: formatDay(isoDay(only), locale) }];
  }
  const step = monthSteps.find((each) => days / 30.44 / each <= count) ?? 1200;
  const monthOf = (time: number) => {
    const at = new Date(time);
    return at.getUTCFullYear() * 12 + at.getUTCMonth();
  };
  const found: TimeTick[] = [];
  for (let month = Math.ceil(monthOf(first) / step) * step; month <= monthOf(last); month += step) {
    const time = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (time < first || time > last) continue;
    const day = isoDay(Math.round(time / dayMs));
    found.push({ time, text: step % 12 === 0 ? day.slice(0, 4) : formatPeriod(day, "month", locale) });
  }
  return found;
}
