import type { Document } from "../document/document.ts";
import type { ColumnName } from "../document/needs.ts";
import type { TableName } from "../tables/canonical.ts";

/** Where else the data are asked for a column that a table does not have: of the customer, of their first order. */
const elsewhere: Partial<Record<TableName, readonly TableName[]>> = {
  surveys: ["customers", "orders"],
  orders: ["customers"],
};
const files: Partial<Record<TableName, readonly string[]>> = { orders: ["orders", "order_lines"] };

/** The column of the sender's files that a document means, and the table that has it; null where none does. */
export function ownColumn(
  { table, column }: ColumnName,
  sources: Document["data"]["sources"],
): { readonly name: string; readonly table: TableName } | null {
  for (const place of [table, ...(elsewhere[table] ?? [])])
    for (const { mapping } of sources) {
      if (!(files[place] ?? [place]).includes(mapping.table)) continue;
      for (const [name, role] of Object.entries(mapping.roles))
        if (role === column || (role === "dimension" && name === column)) return { name, table: place };
    }
  return null;
}
