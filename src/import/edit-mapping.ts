import type { Mapping, Recognition, Role } from "../ingest/source.ts";
import type { TableName } from "../tables/canonical.ts";

/** A mapping with a column used otherwise. A role has one column: who had it before is `moved`. */
export function withRole(
  mapping: Mapping,
  column: string,
  role: Role,
): { readonly mapping: Mapping; readonly moved: string | null } {
  const single = role !== "ignore" && role !== "dimension";
  const before = Object.keys(mapping.roles).find((name) => name !== column && mapping.roles[name] === role);
  const moved = single && before !== undefined ? before : null;
  const roles = { ...mapping.roles, [column]: role, ...(moved !== null && { [moved]: "ignore" }) };
  const hasNumber = Object.values(roles).includes("order_id");
  const orderGrain = hasNumber ? "order-id" : mapping.orderGrain === "order-id" ? "row" : mapping.orderGrain;
  return { mapping: { ...mapping, roles, orderGrain }, moved };
}

/** A mapping of the same file as another table; roles that it does not have are guessed when it is read. */
export function withTable(mapping: Mapping, table: TableName): Mapping {
  return { ...mapping, table };
}

/** A mapping with another first row: the header's place counted from 0, or null for none. */
export function withHeader(mapping: Mapping, row: number | null): Mapping {
  const { skip } = mapping.dialect;
  return {
    ...mapping,
    dialect: { ...mapping.dialect, header: row !== null, skip: row === null ? skip : row },
  };
}

/** The other files with the same columns, which a choice for one holds for as well. */
export function alike(recognitions: readonly Recognition[], file: string): Recognition[] {
  const names = (recognition: Recognition) =>
    JSON.stringify(recognition.columns.map(({ name }) => name).sort());
  const own = recognitions.find((one) => one.file === file);
  if (!own || own.columns.length === 0) return [];
  return recognitions.filter(
    (one) => one.file !== file && one.mapping.table === own.mapping.table && names(one) === names(own),
  );
}
