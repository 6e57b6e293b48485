import type { Text } from "../i18n/text.ts";
import {
  type CanonicalColumn,
  type TableName,
  canonicalTables,
  rolesOf,
  tableNames,
} from "../tables/canonical.ts";
import { synonymsOf } from "../tables/synonyms.ts";
import { amountColumns, namedAmount } from "./amounts.ts";
import { amountMessages } from "./amounts.messages.ts";
import {
  type Candidate,
  amountCandidates,
  columnCandidates,
  pricedCandidates,
  valueCandidates,
} from "./candidates.ts";
import { clockCandidate } from "./clock.ts";
import { messages } from "./messages.ts";
import type { Profile } from "./profile.ts";
import type { ColumnFormat, Mapping, Role } from "./source.ts";

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
  // Only beside the time that was chosen can it be told what a time of day is of.
  const clock = roles.ordered_time ? clockCandidate(profiles, chosen) : null;
  if (clock) chosen.set(clock.column, clock);
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
      // Their towns alone tell customers where nothing in the file could be a purchase.
      const bare = profiles.every(({ type, numbers }) => type !== "time" && !numbers?.decimals);
      const told = known.some((role) => byRole.has(role)) || (bare && isUnique("customer_id"));
      if (attributes === 0 || !told || !isUnique("customer_id", 0.7)) return 0;
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
