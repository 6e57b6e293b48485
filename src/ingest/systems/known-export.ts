import type { Assigned, Assignment } from "../map.ts";
import { messages } from "../messages.ts";
import type { Profile } from "../profile.ts";
import { rolesOf } from "../../tables/canonical.ts";
import type { Status } from "../statuses.ts";
import { assign } from "../map.ts";
import { systemOf } from "./systems.ts";

/** How sure a role is that a known system's export gives. */
const known = 0.97;

/** The roles of a known system's export in place of guesses; null where the headings are of none. */
export function knownExport(
  profiles: readonly Profile[],
): { readonly assigned: Assigned; readonly statuses: Readonly<Record<string, Status>> } | null {
  const found = systemOf(profiles.map(({ name }) => name));
  if (!found) return null;
  const { system, roles } = found;
  const guesses = assign(profiles, system.table).columns;
  const canonical = rolesOf(system.table);
  const columns = profiles.map((profile, index): Assignment => {
    const role = roles.get(profile.name);
    const guess = guesses[index];
    const format = guess?.role === role && guess ? guess.format : profile.format;
    // A column without a value fills no role: an order without a channel has none.
    if (role !== undefined && (profile.type !== "empty" || canonical[role]?.required))
      return { role, confidence: known, reason: messages.ofSystem(system.label), format };
    // What the system does not name is no order number or customer, however it may look.
    if (guess && !canonical[guess.role]) return guess;
    return {
      role: "ignore",
      confidence: 0,
      reason: messages.notOfSystem(system.label),
      format: profile.format,
    };
  });
  return { assigned: { table: system.table, confidence: known, columns }, statuses: system.statuses ?? {} };
}
