import type { Document } from "../document/document.ts";
import type { Mapping, Recognition } from "../ingest/source.ts";

/** Whether a file can be loaded: no fatal fault, and every question that decides its rows answered. */
export function isSettled({ problems, questions }: Recognition): boolean {
  return !problems.some(({ fatal }) => fatal) && !questions.some(isOpen);
}
/** Whether a question must be answered first. What a status word means can wait: it counts as completed. */
export function isOpen({ id, answer }: { readonly id: string; readonly answer: string | null }): boolean {
  return answer === null && !/^(further-)?status:/.test(id);
}

/** Whether two mappings read a file alike. */
export function sameMapping(a: Mapping, b: Mapping): boolean {
  return JSON.stringify(savedMapping(a)) === JSON.stringify(savedMapping(b));
}

/** A mapping as plain, ordered data. */
export function savedMapping(mapping: Mapping): Document["data"]["sources"][number]["mapping"] {
  const ordered = <V>(record: Readonly<Record<string, V>>) =>
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    table: mapping.table,
    dialect: { ...mapping.dialect },
    roles: { ...mapping.roles },
    formats: ordered(mapping.formats),
    orderGrain: mapping.orderGrain,
    statuses: ordered(mapping.statuses),
    ...(mapping.furtherStatuses && { furtherStatuses: ordered(mapping.furtherStatuses) }),
    ...(mapping.answers && { answers: ordered(mapping.answers) }),
  };
}
