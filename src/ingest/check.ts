import { canonicalTable, rolesOf } from "../tables/canonical.ts";
import { isRounded } from "./identifiers.ts";
import { columnOf, fillsOrders, missingRoles } from "./map.ts";
import { messages } from "./messages.ts";
import { noOrders } from "./no-orders.ts";
import { readNumber } from "./numbers.ts";
import { type Profile, isEmpty } from "./profile.ts";
import { openFormat } from "./questions/day-order.ts";
import type { Sample } from "./sample.ts";
import type { ColumnFormat, Mapping, Problem } from "./source.ts";
import { standIns } from "./stand-ins.ts";
import { readTime } from "./time-formats.ts";
import { unusedFlags } from "./unused-flags.ts";

/** What is wrong with a mapping: roles that are missing, given twice, or of the wrong kind for their column. */
export function checkMapping(mapping: Mapping, profiles: readonly Profile[], sample: Sample): Problem[] {
  const other = noOrders(mapping, profiles);
  // What is missing of a file that is something else is missing since it is that.
  if (other) return [{ fatal: true, text: other }];
  const problems: Problem[] = [];
  const table = canonicalTable(mapping.table);
  const roles = rolesOf(mapping.table);
  for (const column of Object.keys(mapping.roles))
    if (mapping.roles[column] !== "ignore" && !sample.headings.includes(column))
      problems.push({ fatal: true, text: messages.missingColumn(column), column });
  for (const role of missingRoles(mapping)) {
    const label = roles[role]?.label;
    if (label) problems.push({ fatal: true, text: messages.missingRole(table.label, label) });
  }
  if (
    mapping.table === "order_lines" &&
    columnOf(mapping, "customer_id") &&
    !columnOf(mapping, "amount") &&
    !(columnOf(mapping, "quantity") && columnOf(mapping, "unit_price"))
  )
    problems.push({ fatal: true, text: messages.noAmount });
  if (mapping.table === "order_lines" && !fillsOrders(mapping) && problems.length === 0)
    problems.push({ fatal: false, text: messages.linesOnly });
  if (fillsOrders(mapping)) problems.push(...crowdedCustomer(mapping, profiles, sample));
  problems.push(...unusedFlags(mapping, profiles, sample));
  for (const [role, { label, type }] of Object.entries(roles)) {
    const columns = Object.keys(mapping.roles).filter((column) => mapping.roles[column] === role);
    if (columns.length > 1) problems.push({ fatal: true, text: messages.twice(label, columns) });
    for (const column of columns) {
      const index = sample.headings.indexOf(column);
      const kind = type === "number" || type === "integer" ? "number" : type === "text" ? null : "time";
      if (kind === null || index < 0) continue;
      const cells = sample.rows.map((row) => row[index] ?? "").filter((cell) => !isEmpty(cell));
      const profile = profiles[index];
      if (!profile) continue;
      const open = kind === "time" ? openFormat(profile, sample.rows, index) : profile.format;
      const format = mapping.formats[column] ?? open;
      if (format.kind === kind && format === profile.format && profile.unread === 0) continue;
      const unread = cells.filter((cell) => !reads(cell, kind, format));
      if (cells.length === 0 || unread.length === 0) continue;
      const fatal = unread.length > cells.length / 2;
      const text = fatal
        ? messages.wrongKind(column, label, kind, unread[0] ?? "")
        : messages.someUnread(column, kind, unread);
      problems.push({ fatal: fatal && roles[role]?.required === true, text, column });
    }
  }
  for (const [column, role] of Object.entries(mapping.roles))
    if (role !== "ignore" && role !== "dimension" && !roles[role])
      problems.push({ fatal: true, text: messages.unknownRole(column, role, table.label), column });
  return problems;
}

function reads(cell: string, kind: "number" | "time", format: ColumnFormat | undefined): boolean {
  if (kind === "number") return readNumber(cell, format?.kind === "number" ? format.decimal : ".") !== null;
  return readTime(cell, format?.kind === "time" ? format.format : "%Y-%m-%d") !== null;
}

/** From so many rows on, this share of them and so many times those of any other, one customer may be many. */
const crowd = { rows: 50, share: 0.1, times: 5 };

/** A customer who has so many of the rows that the number may stand for whoever is not known. */
function crowdedCustomer(mapping: Mapping, profiles: readonly Profile[], sample: Sample): Problem[] {
  const column = columnOf(mapping, "customer_id");
  const profile = profiles.find(({ name }) => name === column);
  const [first, next] = profile?.top ?? [];
  if (column === undefined || !first || !next || sample.rows.length < crowd.rows) return [];
  const [customer, rows] = first;
  const share = rows / sample.rows.length;
  if (share <= crowd.share || rows < next[1] * crowd.times) return [];
  // What is known to be nobody is set aside, and of a rounded number the damage is told.
  if (isRounded(customer) || standIns(sample, column).includes(customer)) return [];
  return [{ fatal: false, text: messages.crowded(column, customer, share), column }];
}
