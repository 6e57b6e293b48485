import { rolesOf } from "../tables/canonical.ts";
import { numericTime } from "./candidates.ts";
import { columnOf } from "./map.ts";
import { marksOf, ownMark } from "./decimal-mark.ts";
import { readNumber } from "./numbers.ts";
import { type Profile, isEmpty } from "./profile.ts";
import type { ColumnFormat, Mapping } from "./source.ts";
import { plainHeading } from "../tables/synonyms.ts";
import { wordStatuses } from "./returns.ts";
import { type Status, statusOf } from "./statuses.ts";
import { readings, timeFormats } from "./time-formats.ts";

/**
 * A mapping that came from the user or from a document, with what it leaves open filled in from the file:
 * formats of columns that were given another kind of role, the meaning of status words, what one order is.
 * A time that could be read with day and month exchanged stays open, for that is asked, unless `settle`
 * says that it is time to read.
 */
export function completeMapping(
  mapping: Mapping,
  profiles: readonly Profile[],
  rows: readonly (readonly string[])[],
  settle = false,
): Mapping {
  const formats: Record<string, ColumnFormat> = { ...mapping.formats };
  const roles = rolesOf(mapping.table);
  profiles.forEach((profile, index) => {
    const type = roles[mapping.roles[profile.name] ?? ""]?.type;
    if (!type || type === "text") return;
    const kind = type === "number" || type === "integer" ? "number" : "time";
    if (formats[profile.name]?.kind === kind) return;
    delete formats[profile.name];
    const cells = () => rows.map((row) => row[index] ?? "").filter((cell) => !isEmpty(cell));
    const format =
      profile.format.kind === kind
        ? profile.format
        : kind === "number"
          ? numberFormat(cells())
          : timeFormat(profile, cells());
    const open =
      (format?.kind === "time" && readings(format.format).length > 1) ||
      (format?.kind === "number" &&
        (profile.numbers ? profile.numbers.mark : ownMark(marksOf(cells()))) === null);
    if (format && (!open || settle)) formats[profile.name] = format;
  });
  const hasOrderId = columnOf(mapping, "order_id") !== undefined;
  const grain = mapping.orderGrain;
  const status = profiles.find(({ name }) => mapping.roles[name] === "status");
  const further = profiles.find(({ name }) => mapping.roles[name] === "further_status");
  return {
    ...mapping,
    formats,
    orderGrain: hasOrderId ? "order-id" : grain === "order-id" ? "row" : grain,
    statuses: { ...(status ? knownStatuses(status) : {}), ...mapping.statuses },
    ...((further ?? mapping.furtherStatuses) && {
      furtherStatuses: { ...(further ? knownStatuses(further) : {}), ...mapping.furtherStatuses },
    }),
  };
}

type Choices = Pick<Mapping, "furtherStatuses" | "answers">;

/** The choices beside roles and formats of a file's own mapping and of one that is known for such files, which holds. */
export function furtherChoices(own: Choices, known: Choices): Choices {
  return {
    ...((own.furtherStatuses ?? known.furtherStatuses) && {
      furtherStatuses: { ...own.furtherStatuses, ...known.furtherStatuses },
    }),
    ...((own.answers ?? known.answers) && { answers: { ...own.answers, ...known.answers } }),
  };
}

function numberFormat(cells: readonly string[]): ColumnFormat {
  const read = (decimal: "." | ",") => cells.filter((cell) => readNumber(cell, decimal) !== null).length;
  return { kind: "number", decimal: read(",") > read(".") ? "," : "." };
}

function timeFormat(profile: Profile, cells: readonly string[]): ColumnFormat | null {
  const format = numericTime(profile) ?? timeFormats(cells)[0]?.format;
  return format ? { kind: "time", format } : null;
}

/** The statuses that a column's words are known to mean, by the system that they come from or by themselves. */
export function knownStatuses(
  profile: Profile,
  ofSystem: Readonly<Record<string, Status>> = {},
): Record<string, Status> {
  const known = new Map(Object.entries(ofSystem).map(([word, status]) => [plainHeading(word), status]));
  const statuses: Record<string, Status> = {};
  const words = wordStatuses(profile);
  for (const [value] of profile.top) {
    const status = known.get(plainHeading(value)) ?? (words ? (words[value] ?? null) : statusOf(value));
    if (status) statuses[value] = status;
  }
  return statuses;
}
