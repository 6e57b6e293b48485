/** Writes the compact form of Thrift, as far as the headers of Parquet need it. */

type Field = readonly [id: number, value: ThriftValue];
export type ThriftValue =
  | { readonly i32: number }
  | { readonly i64: number }
  | { readonly flag: boolean }
  | { readonly text: string }
  | { readonly struct: readonly Field[] }
  | { readonly list: readonly ThriftValue[] };

const types = { i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const;

/** A struct as bytes. */
export function thrift(fields: readonly Field[]): Uint8Array {
  const out: number[] = [];
  struct(out, fields);
  return Uint8Array.from(out);
}

function struct(out: number[], fields: readonly Field[]): void {
  let last = 0;
  for (const [id, value] of fields) {
    out.push(((id - last) << 4) | typeOf(value));
    last = id;
    if (!("flag" in value)) content(out, value);
  }
  out.push(0);
}

function typeOf(value: ThriftValue): number {
  if ("flag" in value) return value.flag ? 1 : 2;
  const [kind] = Object.keys(value) as (keyof typeof types)[];
  return types[kind ?? "i32"];
}

function content(out: number[], value: ThriftValue): void {
  if ("struct" in value) struct(out, value.struct);
  else if ("text" in value) {
    const bytes = new TextEncoder().encode(value.text);
    varint(out, bytes.length);
    out.push(...bytes);
  } else if ("list" in value) {
    const [first] = value.list;
    const { length } = value.list;
    const type = first ? typeOf(first) : types.i32;
    if (length < 15) out.push((length << 4) | type);
    else {
      out.push(0xf0 | type);
      varint(out, length);
    }
    for (const item of value.list) content(out, item);
  } else if (!("flag" in value)) {
    const number = "i32" in value ? value.i32 : value.i64;
    varint(out, number < 0 ? -2 * number - 1 : 2 * number);
  }
}

/** A number without a sign, seven bits a byte. */
export function varint(out: number[], value: number): void {
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) out.push((left % 128) | 128);
  out.push(left);
}
