import { furtherChoices } from "../ingest/complete.ts";
import type { Mapping, Recognition } from "../ingest/source.ts";

/** A table that was given although what is there has its name, or is another part of the same export. */
export interface Meeting {
  readonly taken: Recognition;
  readonly there: readonly Recognition[];
  readonly by: "name" | "shape";
}
/** What the user wants of such tables; null: to leave everything as it is. */
export type Choice = "replace" | "append" | null;

/** Share of the columns of both that two tables of one shape have in common. */
const alike = 0.6;

/** Which of the taken tables meet what is there: by name, and with `shapes` by their columns. */
export function meetings(
  taken: readonly Recognition[],
  there: readonly Recognition[],
  shapes: boolean,
): Meeting[] {
  return taken.flatMap((one): Meeting[] => {
    const named = there.filter(({ name }) => name === one.name);
    if (named.length) return [{ taken: one, there: named, by: "name" }];
    const shaped = shapes ? there.filter((other) => isSameShape(one, other)) : [];
    return shaped.length ? [{ taken: one, there: shaped, by: "shape" }] : [];
  });
}

/** Whether two files are parts of one export: mostly the same columns. */
function isSameShape(a: Recognition, b: Recognition): boolean {
  const names = (one: Recognition) => one.columns.map(({ name }) => name);
  return a.columns.length > 0 && a.mapping.table === b.mapping.table && overlap(names(a), names(b)) >= alike;
}

function overlap(a: readonly string[], b: readonly string[]): number {
  const other = new Set(b);
  const shared = a.filter((name) => other.has(name)).length;
  return shared / (a.length + b.length - shared);
}

/**
 * The mapping of a file of nearly these columns, fitted to one that lacks some of them or has more; null
 * where none is near. Columns that only this file has keep the role that was found for them.
 */
export function nearMapping(
  { columns, mapping, questions }: Recognition,
  known: readonly { readonly mapping: Omit<Mapping, "dialect"> }[],
): Mapping | null {
  const names = columns.map(({ name }) => name);
  let near: Omit<Mapping, "dialect"> | null = null;
  let most = alike;
  for (const { mapping: other } of known) {
    const share = other.table === mapping.table ? overlap(names, Object.keys(other.roles)) : 0;
    if (share >= most && share < 1) [near, most] = [other, share];
  }
  if (!near) return null;
  const roles: Record<string, string> = {};
  for (const name of names) {
    const role = near.roles[name];
    if (role !== undefined) roles[name] = role;
  }
  const taken = new Set(Object.values(roles));
  for (const name of names) {
    if (roles[name] !== undefined) continue;
    const own = mapping.roles[name] ?? "ignore";
    // A role that the known columns have already is not given twice.
    roles[name] = own !== "dimension" && taken.has(own) ? "ignore" : own;
  }
  const formats = { ...near.formats, ...mapping.formats };
  for (const name of questions.flatMap((question) => question.columns)) {
    const format = near.formats[name];
    if (format) formats[name] = format;
  }
  const hasNumber = Object.values(roles).includes("order_id");
  return {
    table: near.table,
    dialect: mapping.dialect,
    roles,
    formats: Object.fromEntries(Object.entries(formats).filter(([name]) => names.includes(name))),
    orderGrain: hasNumber || near.orderGrain !== "order-id" ? near.orderGrain : mapping.orderGrain,
    statuses: { ...mapping.statuses, ...near.statuses },
    ...furtherChoices(mapping, near),
  };
}

/** A file's name with the next number that no present one has: “orders.csv”, then “orders (2).csv”. */
export function freeName(name: string, taken: readonly string[]): string {
  const dot = name.lastIndexOf(".");
  const at = dot > 0 ? dot : name.length;
  const isTaken = (one: string) => taken.some((other) => other === one || other.startsWith(`${one} › `));
  let free = name;
  for (let n = 2; isTaken(free); n += 1) free = `${name.slice(0, at)} (${String(n)})${name.slice(at)}`;
  return free;
}
