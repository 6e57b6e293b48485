import { type Sql, sql } from "../sql.ts";
import type { FoldInput, Relations } from "./metric.ts";
import { nextDaySql, purchaseDaysSql } from "./purchase-days.ts";

/** The stages of a customer's life, in order; each customer is in exactly one at any date. */
export const stageNames = {
  new: { en: "New", "zh-CN": "新客" },
  active: { en: "Active", "zh-CN": "活跃" },
  won_back: { en: "Won back", "zh-CN": "唤回" },
  slipping: { en: "Slipping", "zh-CN": "放缓" },
  dormant: { en: "Dormant", "zh-CN": "沉默" },
  lost: { en: "Lost", "zh-CN": "流失" },
} as const;
export type Stage = keyof typeof stageNames;
export const stageOrder = Object.keys(stageNames) as Stage[];

/** When a customer is late: after so many of the own typical gaps, or after so many days. */
export interface StageLimits {
  readonly preset: "own" | "days";
  readonly slipping: number;
  readonly dormant: number;
  readonly lost: number;
  readonly slipping_days: number;
  readonly dormant_days: number;
  readonly lost_days: number;
}

/** A typical gap is never taken to be shorter: who bought on two days running is not lost in a week. */
export const shortestGap = 7;
/** The typical gap where no customer has bought twice. */
export const unknownGap = 30;
/** Gaps of a customer's own from which their median is taken; with fewer, the median of all customers is. */
export const ownGaps = 2;

/** What is known of each customer at each date, from a pass over all their days before it. */
const standingAtFew = sql`standing AS (
  SELECT seen_on, customer, max(day) AS day, count(*) AS place, max(gap) FILTER (next_day IS NULL OR next_day >= seen_on) AS gap,
    median(gap) AS own_gap, median(gap) FILTER (next_day < seen_on) AS own_gap_before
  FROM dates JOIN bought ON day < seen_on
  GROUP BY seen_on, customer
)`;
/** The same from the median gap as it was known after each purchase day, computed once for all dates. */
const standingAtMany = sql`paced AS (
  SELECT *, row_number() OVER own AS place, median(gap) OVER (own ROWS UNBOUNDED PRECEDING) AS own_gap FROM bought
  WINDOW own AS (PARTITION BY customer ORDER BY day)
), standing AS (
  SELECT seen_on, customer, day, gap, place, own_gap, own_gap_before
  FROM dates, (SELECT *, lag(own_gap) OVER (PARTITION BY customer ORDER BY day) AS own_gap_before FROM paced) AS p
  WHERE day < seen_on AND (next_day IS NULL OR next_day >= seen_on)
)`;

/**
 * Common table expressions, beginning with WITH, that end in `staged`: for each day of `dates` (a query
 * with a column `seen_on`) one row a customer who had bought before it: seen_on, customer, since (days since the last
 * purchase), typical (days), purchase_days, stage.
 * @param many whether there are more than a few dates
 */
export function stagedSql(
  tables: Pick<Relations, "orders" | "inOrder">,
  limits: StageLimits,
  dates: Sql,
  many = false,
): Sql {
  const own = limits.preset === "own";
  const after = (typical: Sql, name: "slipping" | "dormant" | "lost") =>
    own ? sql`(${typical} * ${limits[name]}::DOUBLE)` : sql`${limits[`${name}_days`]}::DOUBLE`;
  return sql`WITH dates AS (
  ${dates}
), bought AS (
  SELECT customer, day, gap, ${nextDaySql} AS next_day
  FROM (${purchaseDaysSql(tables)})
), ${many ? standingAtMany : standingAtFew}, everyone AS (
  SELECT seen_on, median(own_gap) AS gap FROM standing GROUP BY seen_on
), late AS (
  SELECT s.seen_on, customer, (s.seen_on - day)::INTEGER AS since, place AS purchase_days, s.gap,
    greatest(${shortestGap}, coalesce(CASE WHEN place > ${ownGaps} THEN own_gap END, e.gap, ${unknownGap}))::DOUBLE AS typical,
    greatest(${shortestGap}, coalesce(CASE WHEN place > ${ownGaps + 1} THEN own_gap_before END, e.gap, ${unknownGap}))::DOUBLE AS typical_before
  FROM standing s JOIN everyone e ON e.seen_on = s.seen_on
), staged AS (
  SELECT seen_on, customer, since, typical, purchase_days,
    CASE WHEN since > ${after(sql`typical`, "lost")} THEN 'lost'
      WHEN since > ${after(sql`typical`, "dormant")} THEN 'dormant'
      WHEN since > ${after(sql`typical`, "slipping")} THEN 'slipping'
      WHEN purchase_days = 1 THEN 'new'
      WHEN gap > ${after(sql`typical_before`, "dormant")} THEN 'won_back'
      ELSE 'active' END AS stage
  FROM late
)`;
}

/** Counts of gaps, for their median without keeping them all. */
class GapCounts {
  /** By half days, since a median of whole days is a whole or a half. */
  readonly #few = new Int32Array(2048);
  readonly #many = new Map<number, number>();
  #n = 0;
  add(gap: number): void {
    const halves = gap * 2;
    this.#n += 1;
    if (halves < this.#few.length) this.#few[halves] = (this.#few[halves] as number) + 1;
    else this.#many.set(halves, (this.#many.get(halves) ?? 0) + 1);
  }
  median(): number | null {
    if (this.#n === 0) return null;
    const [low, high] = [Math.floor((this.#n - 1) / 2), Math.floor(this.#n / 2)];
    const long = [...this.#many].sort(([a], [b]) => a - b);
    const at = (rank: number) => {
      let left = rank;
      for (let halves = 0; halves < this.#few.length; halves += 1)
        if ((left -= this.#few[halves] as number) < 0) return halves / 2;
      for (const [halves, count] of long) if ((left -= count) < 0) return halves / 2;
      return 0;
    };
    return (at(low) + at(high)) / 2;
  }
}

/** A customer at a date, before all customers' typical gap is known. */
type Visit = (
  date: number,
  customer: number,
  since: number,
  place: number,
  gap: number,
  ownGap: number,
  ownGapBefore: number,
) => void;

/** Visits each customer at each date after the first purchase; dates ascend, as days since 1970. */
function walk({ orders, keepOrders }: FoldInput, dates: readonly number[], visit: Visit): void {
  const { customer, day, purchase, length } = orders;
  let gaps = new Int32Array(64);
  let i = 0;
  while (i < length) {
    const own = customer[i] as number;
    let [place, lastDay, gap, ownGap, before, next] = [0, 0, 0, 0, 0, 0];
    const standUntil = (end: number) => {
      for (; next < dates.length && (dates[next] as number) <= end; next += 1)
        if (place > 0) visit(next, own, (dates[next] as number) - lastDay, place, gap, ownGap, before);
    };
    for (; i < length && customer[i] === own; i += 1) {
      if (!purchase[i] || (keepOrders && !keepOrders[i])) continue;
      const at = day[i] as number;
      if (place > 0 && at === lastDay) continue;
      standUntil(at);
      if (place > 0) {
        gap = at - lastDay;
        // Kept sorted, so that the median is at hand after each purchase.
        let to = place - 1;
        if (to >= gaps.length) {
          const wider = new Int32Array(gaps.length * 2);
          wider.set(gaps);
          gaps = wider;
        }
        for (; to > 0 && (gaps[to - 1] as number) > gap; to -= 1) gaps[to] = gaps[to - 1] as number;
        gaps[to] = gap;
        before = ownGap;
        ownGap = ((gaps[(place - 1) >> 1] as number) + (gaps[place >> 1] as number)) / 2;
      }
      place += 1;
      lastDay = at;
    }
    standUntil(Infinity);
  }
}

/**
 * The stage of every customer who had bought before each of the dates (ascending days since 1970), as the
 * place in `stageOrder`; dates of one customer follow one another.
 */
export function foldStages(
  input: FoldInput,
  limits: StageLimits,
  dates: readonly number[],
  into: (date: number, customer: number, stage: number) => void,
): void {
  const own = limits.preset === "own";
  const everyone = dates.map(() => unknownGap);
  if (own) {
    const counts = dates.map(() => new GapCounts());
    walk(input, dates, (date, _customer, _since, place, _gap, ownGap) => {
      if (place > 1) counts[date]?.add(ownGap);
    });
    counts.forEach((count, date) => (everyone[date] = count.median() ?? unknownGap));
  }
  const [fresh, active, wonBack, slipping, dormant, lost] = stageOrder.map((_, place) => place) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  walk(input, dates, (date, customer, since, place, gap, ownGap, before) => {
    const all = everyone[date] as number;
    const unit = own ? Math.max(shortestGap, place > ownGaps ? ownGap : all) : 1;
    const unitBefore = own ? Math.max(shortestGap, place > ownGaps + 1 ? before : all) : 1;
    const after = own
      ? limits
      : { slipping: limits.slipping_days, dormant: limits.dormant_days, lost: limits.lost_days };
    const stage =
      since > unit * after.lost
        ? lost
        : since > unit * after.dormant
          ? dormant
          : since > unit * after.slipping
            ? slipping
            : place === 1
              ? fresh
              : gap > unitBefore * after.dormant
                ? wonBack
                : active;
    into(date, customer, stage);
  });
}
