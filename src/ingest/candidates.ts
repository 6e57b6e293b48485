import { type Text, joinText } from "../i18n/text.ts";
import type { CanonicalColumn, TableName } from "../tables/canonical.ts";
import { synonymsOf } from "../tables/synonyms.ts";
import { type AmountColumn, amountReason, pricedColumns } from "./amounts.ts";
import { amountMessages } from "./amounts.messages.ts";
import { currencyOfWord } from "./currency-signs.ts";
import { messages } from "./messages.ts";
import { isNoSale, moneyKind } from "./money-words.ts";
import type { Profile } from "./profile.ts";
import { isFurtherState, isReturnFlag, tellsReturns } from "./returns.ts";
import type { ColumnFormat } from "./source.ts";
import { areStatuses } from "./statuses.ts";
import {
  epochMicroseconds,
  epochMilliseconds,
  epochNanoseconds,
  epochSeconds,
  readTime,
  spreadsheetDays,
} from "./time-formats.ts";
import { rocMark } from "./time-words.ts";

/** A role that a column may have, and how surely. */
export interface Candidate {
  readonly column: number;
  readonly role: string;
  readonly score: number;
  readonly reason: Text;
  readonly format: ColumnFormat;
}

/** The roles that a column may have in a table, by its heading and values; the amount is chosen among all columns. */
export function columnCandidates(
  table: TableName,
  roles: Readonly<Record<string, CanonicalColumn>>,
  profile: Profile,
  column: number,
  alone: boolean,
): Candidate[] {
  const candidates: Candidate[] = [];
  for (const { table: of, role, strength } of synonymsOf(profile.name)) {
    // A file of order lines has the headings of orders as well; its amount is the line's.
    const applies = of === table || (table === "order_lines" && of === "orders");
    const definition = roles[role];
    // Which of several amounts is meant is chosen among them all; a flag or a sum paid is no discount or refund.
    if (!applies || !definition || role === "amount" || isOtherMoney(role, profile)) continue;
    if (role === "customer_id" && isNobody(profile)) continue;
    const fit = fits(role, definition, profile);
    // A file with one time has no other that could be meant.
    const only =
      (definition.type === "timestamp" || definition.type === "date") && profile.type === "time" && alone;
    if (fit)
      candidates.push({
        column,
        role,
        score: (only ? Math.max(strength, 0.85) : strength) * fit.share,
        reason: because(profile),
        format: fit.format,
      });
  }
  if (roles.status) candidates.push(...statusCandidates(profile, column));
  if (roles.currency && profile.type === "text" && profile.distinct <= 30) {
    const words = profile.top.map(([value]) => value);
    if (words.every((word) => currencyOfWord(word) !== null))
      candidates.push({
        column,
        role: "currency",
        score: 0.82,
        reason: messages.kinds(words),
        format: { kind: "text" },
      });
  }
  return candidates;
}

/** Columns whose values say which orders stand. The second of them is a further status. */
function statusCandidates(profile: Profile, column: number): Candidate[] {
  const returns = tellsReturns(profile);
  const states = profile.type === "text" && areStatuses(profile.top.map(([value]) => value));
  const named = synonymsOf(profile.name).some(({ role, strength }) => role === "status" && strength > 0.6);
  const candidate = (role: string, score: number): Candidate => ({
    column,
    role,
    score,
    reason: messages.kinds(profile.top.map(([value]) => value)),
    format: { kind: "text" },
  });
  const found: Candidate[] = [];
  // Beside a state of the order, what tells returns is a further status; where there is none, it is the status.
  if (returns || states) found.push(candidate("status", states ? 0.8 : 0.79));
  if (returns || (isFurtherState(profile) && (named || !states)) || (states && isFurtherState(profile)))
    found.push(candidate("further_status", 0.78));
  return found;
}

/** Whether a column has the number zero alone: systems give it to whoever has no account. */
function isNobody({ distinct, top }: Profile): boolean {
  return distinct === 1 && /^0+$/.test(top[0]?.[0] ?? "");
}

/** Whether a column is no sum of the kind that its heading reminds of. */
function isOtherMoney(role: string, profile: Profile): boolean {
  if (role === "refund_amount") return isReturnFlag(profile.name) && tellsReturns(profile);
  return role === "discount" && moneyKind(profile.name) !== null;
}

/** The column that the amount is, with the reason. */
export function amountCandidates(
  amount: AmountColumn | null,
  amounts: readonly AmountColumn[],
  roles: Readonly<Record<string, CanonicalColumn>>,
  profiles: readonly Profile[],
): Candidate[] {
  const profile = profiles[amount?.column ?? -1];
  const definition = roles.amount;
  const fit = amount && profile && definition ? fits("amount", definition, profile) : null;
  if (!amount || !profile || !fit) return [];
  const others = amounts.filter(({ column }) => column !== amount.column);
  return [
    {
      column: amount.column,
      role: "amount",
      score: amount.strength * fit.share,
      reason: amountReason(because(profile), amount, others),
      format: fit.format,
    },
  ];
}

/** Orders of one product a row have its quantity and price; together they make the amount, where none is named. */
export function pricedCandidates(amount: AmountColumn | null, profiles: readonly Profile[]): Candidate[] {
  const priced = amount ? null : pricedColumns(profiles);
  const quantity = profiles[priced?.quantity ?? -1];
  const price = profiles[priced?.price ?? -1];
  if (!priced || !quantity || !price) return [];
  const reason = amountMessages.madeOf(quantity.name, price.name);
  return [
    { column: priced.quantity, role: "quantity", score: 0.9, reason, format: quantity.format },
    { column: priced.price, role: "unit_price", score: 0.9, reason, format: price.format },
  ];
}

/** How well a column's values fit a role, and the format in which they are read then. */
function fits(
  role: string,
  definition: CanonicalColumn,
  profile: Profile,
): { share: number; format: ColumnFormat } | null {
  const text: ColumnFormat = { kind: "text" };
  if (profile.type === "empty") return null;
  const filled = profile.cells - profile.empty;
  const read = filled ? 1 - profile.unread / filled : 0;
  switch (definition.type) {
    case "date":
    case "timestamp": {
      if (profile.type === "time") return { share: read, format: profile.format };
      const format = numericTime(profile);
      return format ? { share: 0.85, format: { kind: "time", format } } : null;
    }
    case "number":
    case "integer": {
      if (profile.type !== "number" || !profile.numbers) return null;
      const { least, most } = profile.numbers;
      if (role === "score" && (least < 0 || most > 100)) return null;
      return { share: read, format: profile.format };
    }
    case "text":
      if (profile.type === "time" && role !== "order_id") return { share: 0.4, format: text };
      // An amount is no identifier.
      if (role.endsWith("_id") && profile.numbers && (profile.numbers.negative > 0 || !profile.numbers.whole))
        return null;
      if (role === "status" && profile.distinct > 50) return null;
      return { share: 1, format: text };
  }
}

/** The format of numbers that stand for times: only a heading, or the user, makes them times. */
export function numericTime({ numbers, type, top }: Profile): string | null {
  if (type !== "number" || !numbers) return null;
  const { filled: least, most } = numbers;
  if (least > 20_000 && most < 80_000) return spreadsheetDays;
  if (least > 5e8 && most < 5e9) return epochSeconds;
  if (least > 5e11 && most < 5e12) return epochMilliseconds;
  if (least > 5e14 && most < 5e15) return epochMicroseconds;
  if (least > 5e17 && most < 5e18) return epochNanoseconds;
  const compact = `${rocMark}%Y%m%d`;
  const roc = least >= 1_000_101 && most <= 1_301_231;
  return roc && top.every(([value]) => readTime(value, compact) !== null) ? compact : null;
}

/** Guesses for columns whose headings say nothing, where the values leave one reading only. */
export function valueCandidates(profiles: readonly Profile[]): Candidate[] {
  const candidates: Candidate[] = [];
  const anonymous = profiles.map((profile, column) => ({ profile, column }));
  const times = anonymous.filter(({ profile }) => profile.type === "time");
  const [time] = times;
  if (time && times.length === 1)
    candidates.push({
      ...time,
      role: "ordered_at",
      score: 0.55,
      reason: because(time.profile),
      format: time.profile.format,
    });
  const money = anonymous.filter(
    ({ profile: { name, numbers } }) =>
      (numbers?.decimals ?? 0) > 0 &&
      !isNoSale(name) &&
      (synonymsOf(name).length === 0 || moneyKind(name) !== null),
  );
  const [amount] = money;
  if (amount && money.length === 1)
    candidates.push({
      ...amount,
      role: "amount",
      score: 0.52,
      reason: because(amount.profile),
      format: amount.profile.format,
    });
  if (!time || !amount) return candidates;
  const ids = anonymous.filter(({ profile }) => {
    const filled = profile.cells - profile.empty;
    const whole = profile.numbers ? profile.numbers.whole && profile.numbers.negative === 0 : true;
    return (
      (profile.type === "text" || profile.type === "number") &&
      whole &&
      profile.length <= 40 &&
      profile.distinct >= Math.max(20, filled * 0.02) &&
      profile.distinct < filled * 0.98
    );
  });
  const [customer] = ids;
  if (customer)
    candidates.push({
      ...customer,
      role: "customer_id",
      score: 0.51,
      reason: because(customer.profile),
      format: { kind: "text" },
    });
  return candidates;
}

/** Why a column was given its role: its heading, and what its values show. */
export function because(profile: Profile): Text {
  const filled = profile.cells - profile.empty;
  const parts: Text[] = synonymsOf(profile.name).length ? [messages.byHeading] : [messages.byValues];
  if (profile.type === "time") {
    const sorted = [...profile.samples];
    if (sorted[0]) parts.push(messages.kinds(sorted.slice(0, 1)));
  } else if (profile.type === "number" && profile.numbers && !profile.numbers.whole)
    parts.push(messages.numbers(profile.numbers.decimals, profile.numbers.negative));
  else if (profile.distinct === filled && filled > 1) parts.push(messages.unique(profile.distinct));
  else if (profile.distinct <= 12 && profile.type === "text")
    parts.push(messages.kinds(profile.top.map(([value]) => value)));
  else if (profile.distinct > 0) parts.push(messages.repeated(profile.distinct, filled / profile.distinct));
  return joinText(parts, { en: "; ", "zh-CN": "；" });
}
