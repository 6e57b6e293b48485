import { type Text, joinText } from "../i18n/text.ts";
import {
  type CanonicalColumn,
  type TableName,
  canonicalTables,
  rolesOf,
  tableNames,
} from "../tables/canonical.ts";
import { synonymsOf } from "../tables/synonyms.ts";
import { type AmountColumn, amountColumns, amountReason, namedAmount, pricedColumns } from "./amounts.ts";
import { amountMessages } from "./amounts.messages.ts";
import { currencyOfWord } from "./currency-signs.ts";
import { messages } from "./messages.ts";
import { moneyKind } from "./money-words.ts";
import type { Profile } from "./profile.ts";
import { isFurtherState, isReturnFlag, tellsReturns } from "./returns.ts";
import type { ColumnFormat, Mapping, Role } from "./source.ts";
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

/** What one column is used as, and why. */
export interface Assignment {
  readonly role: Role;
  readonly confidence: number;
  readonly reason: Text;
  readonly format: ColumnFormat;
}
export interface Assigned {
  readonly table: TableName;
  /** 0–1: how surely the file is that table. Below a half it was not recognised. */
  readonly confidence: number;
  readonly columns: readonly Assignment[];
}

/** Below this a guess is not made. */
const threshold = 0.5;
/** So many columns to split by are chosen unasked; the rest can be chosen by hand. */
const dimensionLimit = 24;

/** How sure a role is whose column has values of another kind. */
const misfit = 0.3;

function clearlyNamed(heading: string, table: TableName, role: string): boolean {
  return synonymsOf(heading).some(
    (synonym) => synonym.table === table && synonym.role === role && synonym.strength >= 0.95,
  );
}

interface Candidate {
  readonly column: number;
  readonly role: string;
  readonly score: number;
  readonly reason: Text;
  readonly format: ColumnFormat;
}

/** Finds the table that a file holds and a role for each column, from headings and values. */
export function assign(profiles: readonly Profile[], forced?: TableName): Assigned {
  const tables = forced ? [forced] : tableNames;
  const assigned = tables.map((table) => assignTo(table, profiles));
  return assigned.reduce((best, next) => (next.score > best.score ? next : best)).assigned;
}

function assignTo(table: TableName, profiles: readonly Profile[]): { assigned: Assigned; score: number } {
  const roles = rolesOf(table);
  const times = profiles.filter(({ type }) => type === "time").length;
  const amounts = amountColumns(table, profiles);
  const amount = namedAmount(table, profiles);
  const candidates = profiles
    .flatMap((profile, column) => columnCandidates(table, roles, profile, column, times === 1))
    .concat(amountCandidates(amount, amounts, roles, profiles))
    .concat(table === "orders" ? pricedCandidates(amount, profiles) : [])
    .concat(table === "orders" ? valueCandidates(profiles) : [])
    .filter(({ score }) => score >= threshold)
    .sort((a, b) => b.score - a.score || a.column - b.column);
  const chosen = new Map<number, Candidate>();
  const taken = new Set<string>();
  for (const candidate of candidates) {
    if (chosen.has(candidate.column) || taken.has(candidate.role)) continue;
    chosen.set(candidate.column, candidate);
    taken.add(candidate.role);
  }
  // A heading that names a required role and nothing else is believed even where the values are of
  // another kind: the fault is then shown at that column.
  for (const role of Object.keys(roles)) {
    if (!roles[role]?.required || taken.has(role)) continue;
    const column = profiles.findIndex(
      (profile, index) =>
        !chosen.has(index) && profile.type !== "empty" && clearlyNamed(profile.name, table, role),
    );
    const profile = profiles[column];
    if (!profile) continue;
    chosen.set(column, { column, role, score: misfit, reason: messages.byHeading, format: profile.format });
    taken.add(role);
  }
  const byRole = new Map([...chosen.values()].map((candidate) => [candidate.role, candidate]));
  let dimensions = 0;
  const columns = profiles.map((profile, column): Assignment => {
    const candidate = chosen.get(column);
    if (candidate)
      return {
        role: candidate.role,
        confidence: Math.round(Math.min(candidate.score, 0.99) * 100) / 100,
        reason: candidate.reason,
        format: candidate.format,
      };
    const others = amount && amounts.some(({ name }) => name === profile.name);
    const rest = others
      ? {
          role: "ignore",
          confidence: 0,
          reason: amountMessages.otherAmount(amount.name),
          format: profile.format,
        }
      : withoutRole(profile);
    if (rest.role === "dimension" && (dimensions += 1) > dimensionLimit)
      return { ...rest, role: "ignore", confidence: 0, reason: messages.enough };
    return rest;
  });
  const confidence = tableConfidence(table, byRole, profiles);
  // Of two tables that fit alike, the one that explains more columns is meant.
  return { assigned: { table, confidence, columns }, score: confidence + Math.min(byRole.size, 12) * 0.01 };
}

function columnCandidates(
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

/** Whether a column is no sum of the kind that its heading reminds of. */
function isOtherMoney(role: string, profile: Profile): boolean {
  if (role === "refund_amount") return isReturnFlag(profile.name) && tellsReturns(profile);
  return role === "discount" && moneyKind(profile.name) !== null;
}

/** The column that the amount is, with the reason. */
function amountCandidates(
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
function pricedCandidates(amount: AmountColumn | null, profiles: readonly Profile[]): Candidate[] {
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
function valueCandidates(profiles: readonly Profile[]): Candidate[] {
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
      (numbers?.decimals ?? 0) > 0 && (synonymsOf(name).length === 0 || moneyKind(name) !== null),
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

/** What to do with a column that has no role: split by it, or leave it. */
function withoutRole(profile: Profile): Assignment {
  const { format } = profile;
  const filled = profile.cells - profile.empty;
  const leave = (reason: Text): Assignment => ({ role: "ignore", confidence: 0, reason, format });
  if (profile.type === "empty") return leave(messages.noValues);
  if (profile.distinct === 1 && filled > 1) return leave(messages.oneValue);
  const few = profile.distinct <= 60 || (profile.distinct <= 1000 && profile.distinct <= filled * 0.02);
  const repeats = profile.distinct <= Math.max(2, filled / 2);
  if (profile.type === "text" && few && repeats && profile.length <= 30)
    return { role: "dimension", confidence: 0.6, reason: messages.fewValues(profile.distinct), format };
  if (profile.type === "number" && profile.distinct === 2 && filled > 20)
    return { role: "dimension", confidence: 0.5, reason: messages.fewValues(2), format: { kind: "text" } };
  if (profile.type === "number") return leave(messages.measure);
  return leave(profile.type === "time" ? messages.otherTime : messages.freeText);
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

/** How surely a file is a table: as sure as its least sure required role, by what tells tables apart. */
function tableConfidence(
  table: TableName,
  byRole: ReadonlyMap<string, Candidate>,
  profiles: readonly Profile[],
): number {
  const least = (...names: readonly string[]) =>
    Math.min(...names.map((name) => byRole.get(name)?.score ?? 0));
  const profileOf = (role: string) => profiles[byRole.get(role)?.column ?? -1];
  const isUnique = (role: string, share = 0.995) => {
    const profile = profileOf(role);
    return profile !== undefined && profile.distinct >= (profile.cells - profile.empty) * share;
  };
  switch (table) {
    case "orders": {
      const amount = Math.max(least("amount"), least("quantity", "unit_price"));
      const sure = Math.min(amount, least("customer_id", "ordered_at"));
      // Orders that lack their customer are more like orders than like anything else, and are asked for it.
      if (!byRole.has("customer_id")) return 0.49 * Math.min(amount, least("order_id", "ordered_at"));
      // Rows of one number that each name a product are lines of an order.
      if (byRole.has("order_id") && !isUnique("order_id") && profiles.some(namesProducts))
        return Math.max(Math.min(sure, 0.5), sure * 0.85);
      // One row a customer, no order number and a date called "created": customers rather than orders.
      return !byRole.has("order_id") && isUnique("customer_id") ? sure * 0.8 : sure;
    }
    case "order_lines": {
      const price = Math.max(least("amount"), least("quantity", "unit_price"));
      const lines = least("order_id", "product");
      const whole = byRole.has("customer_id") || byRole.has("ordered_at");
      // Where each order number stands once, a row is an order that names its product.
      if (isUnique("order_id")) return 0.4 * lines;
      return whole ? Math.min(lines, price, least("customer_id", "ordered_at")) + 0.02 : lines * 0.9;
    }
    case "customers": {
      const attributes = [...byRole.keys()].filter((role) => role !== "customer_id").length;
      const known = ["joined_at", "tier", "birthday", "gender", "program_joined_at", "name"];
      if (attributes === 0 || !known.some((role) => byRole.has(role)) || !isUnique("customer_id", 0.7))
        return 0;
      return Math.min(least("customer_id"), 0.6 + attributes * 0.1);
    }
    case "surveys":
      return (least("score") + least("answered_at")) / 2 - (least("answered_at") ? 0 : 0.5);
    case "points":
      return least("customer_id", "posted_at", "points", "kind");
    case "contacts":
      return byRole.has("topic") || byRole.has("text") || byRole.has("resolved_at") || byRole.has("kind")
        ? least("customer_id", "contacted_at") * 0.95
        : 0;
  }
}

/** Whether a column names products. */
export function namesProducts({ name, type, distinct }: Profile): boolean {
  return (
    type !== "empty" &&
    distinct > 1 &&
    synonymsOf(name).some(
      ({ table, role, strength }) => table === "order_lines" && role === "product" && strength > 0.6,
    )
  );
}

/** The column that a role is taken from, by name. */
export function columnOf(mapping: Mapping, role: Role): string | undefined {
  return Object.entries(mapping.roles).find(([, given]) => given === role)?.[0];
}

/** Whether the file fills orders by itself: orders, or lines that name customer and time. */
export function fillsOrders(mapping: Mapping): boolean {
  if (mapping.table === "orders") return true;
  return (
    mapping.table === "order_lines" &&
    columnOf(mapping, "customer_id") !== undefined &&
    columnOf(mapping, "ordered_at") !== undefined
  );
}

/** The required roles of a mapping that no column fills. */
export function missingRoles(mapping: Mapping): string[] {
  const has = (role: string) => columnOf(mapping, role) !== undefined;
  const columns: Readonly<Record<string, CanonicalColumn>> = canonicalTables[mapping.table].columns;
  const missing = Object.keys(columns).filter((role) => columns[role]?.required && !has(role));
  const made = has("quantity") && has("unit_price");
  if (mapping.table === "orders")
    return missing.filter((role) =>
      role === "order_id" ? mapping.orderGrain === "order-id" : role !== "amount" || !made,
    );
  if (mapping.table === "order_lines" && has("customer_id") !== has("ordered_at"))
    missing.push(has("customer_id") ? "ordered_at" : "customer_id");
  return missing;
}
