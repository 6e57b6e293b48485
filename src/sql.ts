/** A piece of SQL text. Made by `sql` and `id` alone, so that no value is ever spliced in unquoted. */
export class Sql {
  readonly text: string;
  constructor(key: typeof made, text: string) {
    if (key !== made) throw new Error("SQL is made by sql`…` and id()");
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}
const made = Symbol("made by sql.ts");

export type SqlValue = Sql | string | number | bigint | boolean | null | readonly SqlValue[];

/** SQL from a template. An interpolated value becomes a literal, a list a comma-separated list of them. */
export function sql(strings: TemplateStringsArray, ...values: SqlValue[]): Sql {
  let text = strings[0] ?? "";
  values.forEach((value, index) => {
    text += literal(value) + (strings[index + 1] ?? "");
  });
  return new Sql(made, text);
}

/** A quoted identifier, or a dotted path of them. */
export function id(...path: string[]): Sql {
  if (path.some((name) => name.includes("\0"))) throw new Error("invalid name: contains a zero character");
  return new Sql(made, path.map((name) => `"${name.replaceAll('"', '""')}"`).join("."));
}

/** Joins fragments: `join(columns.map(id))`. An empty list gives empty SQL. */
export function join(parts: readonly Sql[], separator = ", "): Sql {
  return new Sql(made, parts.map((part) => part.text).join(separator));
}

/** A statement that a person wrote in a SQL cell. It runs in the locked engine only. */
export function written(text: string): Sql {
  return new Sql(made, text);
}

/** A date literal from an ISO day such as 2025-12-28. */
export function date(day: string): Sql {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new Error(`invalid day: ${day}`);
  return new Sql(made, `DATE '${day}'`);
}

function literal(value: SqlValue): string {
  if (value instanceof Sql) return value.text;
  if (Array.isArray(value)) return value.map((item: SqlValue) => literal(item)).join(", ");
  if (value === null) return "NULL";
  switch (typeof value) {
    case "string":
      if (value.includes("\0")) throw new Error("invalid text: contains a zero character");
      return `'${value.replaceAll("'", "''")}'`;
    case "number":
      if (Number.isNaN(value)) return "'nan'::DOUBLE";
      if (!Number.isFinite(value)) return value > 0 ? "'infinity'::DOUBLE" : "'-infinity'::DOUBLE";
      return Object.is(value, -0) ? "0" : String(value);
    case "bigint":
    case "boolean":
      return String(value);
    default:
      throw new Error(`invalid SQL value: ${String(value)}`);
  }
}
