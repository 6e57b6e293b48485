import { type Bytes, type Chunk, type Column, bytesOf, cellsOf, isValid, textAt } from "./column.ts";
import { Validity } from "./text-bytes.ts";
import { textColumn } from "./text-column.ts";

/**
 * Chunks of a file with many small parts, put together to chunks of about so many rows: each that is handed
 * to the engine has a cost of its own.
 */
export async function* joinedChunks(
  chunks: AsyncIterable<Chunk>,
  rows: number,
  first = rows,
): AsyncGenerator<Chunk> {
  let held: Chunk[] = [];
  let length = 0;
  let most = first;
  for await (const chunk of chunks) {
    if (length > 0 && length + chunk.length > most) {
      yield joined(held);
      held = [];
      length = 0;
      most = rows;
    }
    held.push(chunk);
    length += chunk.length;
  }
  if (length > 0) yield joined(held);
}

/** Chunks that follow one another as one. */
function joined(chunks: readonly Chunk[]): Chunk {
  const [first] = chunks;
  if (!first) throw new Error("no chunks to join");
  if (chunks.length === 1) return first;
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const columns = first.columns.map((_, at) =>
    joinedColumn(
      chunks.flatMap((chunk) => chunk.columns[at] ?? []),
      length,
    ),
  );
  return { start: first.start, length, columns };
}

function joinedColumn(columns: readonly Column[], length: number): Column {
  const [first] = columns;
  const valid = joinedValidity(columns, length);
  const all = <K extends Column["kind"]>(kind: K) => {
    const same = columns.filter((column): column is Column & { readonly kind: K } => column.kind === kind);
    return same.length === columns.length ? same : null;
  };
  switch (first?.kind) {
    case "number": {
      const same = all("number");
      if (!same) break;
      const numbers = concat(new Float64Array(length), same, (column) => column.numbers);
      return { kind: "number", length, numbers, digits: first.digits, valid };
    }
    case "time": {
      const same = all("time");
      if (!same) break;
      const seconds = concat(new Float64Array(length), same, (column) => column.seconds);
      return { kind: "time", length, seconds, moment: first.moment, valid };
    }
    case "day": {
      const same = all("day");
      if (!same) break;
      return { kind: "day", length, days: concat(new Int32Array(length), same, ({ days }) => days), valid };
    }
    case "whole": {
      const same = all("whole");
      if (!same) break;
      const narrow = same.every(({ numbers }) => numbers instanceof Int32Array);
      const numbers = narrow
        ? concat(new Int32Array(length), same, (column) => column.numbers as Int32Array)
        : concat(new BigInt64Array(length), same, ({ numbers: own }) =>
            own instanceof BigInt64Array ? own : BigInt64Array.from(own, BigInt),
          );
      return { kind: "whole", length, numbers, valid };
    }
    case "coded": {
      const same = all("coded");
      if (!same) break;
      const { codes, values } = joinedCodes(same, length);
      return { kind: "coded", length, codes, values, valid };
    }
    case "text": {
      const same = all("text");
      if (!same) break;
      return { kind: "text", length, ...joinedTexts(same), valid };
    }
  }
  // Parts of two kinds have only their text in common.
  return textColumn(columns.flatMap(cellsOf));
}

function concat<T extends Float64Array | Int32Array | BigInt64Array, C extends Column>(
  out: T,
  columns: readonly C[],
  of: (column: C) => T,
): T {
  let at = 0;
  for (const column of columns) {
    out.set(of(column) as never, at);
    at += column.length;
  }
  return out;
}

function joinedValidity(columns: readonly Column[], length: number): Uint8Array | null {
  const validity = new Validity(length);
  let at = 0;
  for (const column of columns) {
    if (column.valid)
      for (let row = 0; row < column.length; row += 1)
        if (!isValid(column.valid, row)) validity.clear(at + row);
    at += column.length;
  }
  return validity.bits;
}

function joinedTexts(texts: readonly Bytes[]): Bytes {
  const bytes = new Uint8Array(texts.reduce((sum, text) => sum + text.bytes.length, 0));
  const offsets = new Int32Array(texts.reduce((sum, text) => sum + text.offsets.length - 1, 1));
  let [end, row] = [0, 0];
  for (const text of texts) {
    bytes.set(text.bytes, end);
    for (let at = 1; at < text.offsets.length; at += 1) {
      row += 1;
      offsets[row] = end + (text.offsets[at] ?? 0);
    }
    end += text.bytes.length;
  }
  return { offsets, bytes };
}

/** Codes of parts, each with values of its own, as codes of the values of all. */
function joinedCodes(
  columns: readonly (Column & { readonly kind: "coded" })[],
  length: number,
): { readonly codes: Int32Array; readonly values: Bytes } {
  const [first] = columns;
  const codes = new Int32Array(length);
  if (first && columns.every(({ values }) => values === first.values))
    return { codes: concat(codes, columns, (column) => column.codes), values: first.values };
  const known = new Map<string, number>();
  let row = 0;
  for (const column of columns) {
    const places = Array.from({ length: column.values.offsets.length - 1 }, (_, code) => {
      const text = textAt(column.values, code);
      const place = known.get(text) ?? known.size;
      known.set(text, place);
      return place;
    });
    for (let at = 0; at < column.length; at += 1, row += 1) codes[row] = places[column.codes[at] ?? 0] ?? 0;
  }
  return { codes, values: bytesOf([...known.keys()]) };
}
