import type { Vector } from "apache-arrow";

/** Texts as dense numbers: equal texts have one, and numbers follow the order of the texts' bytes. */
export interface Interned {
  readonly codes: Int32Array;
  /** How many different texts there are. */
  readonly count: number;
}

/** Texts of up to so many bytes are ordered byte by byte from their ends, longer ones by comparing them. */
const shortBytes = 64;

/**
 * Numbers a text column without making a string of any cell: bytes are hashed where they lie. A text of no
 * rows, or with nulls, is none that this is for.
 * @throws Error where a cell is null
 */
export function intern(column: Vector): Interned {
  if (column.nullCount > 0) throw new Error("a text to be numbered is missing");
  const { bytes, ends } = bytesOf(column);
  const rows = ends.length;
  const codes = new Int32Array(rows);
  const starts = new Uint32Array(rows);
  const stops = new Uint32Array(rows);
  let count = 0;
  let table = new Table(1 << 16);
  let start = 0;
  for (let row = 0; row < rows; row += 1) {
    const end = ends[row] as number;
    const hash = hashOf(bytes, start, end);
    let code = table.find(bytes, hash, start, end);
    if (code < 0) {
      code = count;
      count += 1;
      starts[code] = start;
      stops[code] = end;
      if (count * 2 > table.size) table = table.larger();
      table.add(hash, start, end, code);
    }
    codes[row] = code;
    start = end;
  }
  const ranks = ranked(bytes, starts.subarray(0, count), stops.subarray(0, count));
  for (let row = 0; row < rows; row += 1) codes[row] = ranks[codes[row] as number] as number;
  return { codes, count };
}

/** The bytes of all cells, one after the other, and where each cell ends. */
function bytesOf(column: Vector): { readonly bytes: Uint8Array; readonly ends: Uint32Array } {
  const ends = new Uint32Array(column.length);
  const pieces: Uint8Array[] = [];
  let length = 0;
  let row = 0;
  for (const piece of column.data) {
    const offsets = piece.valueOffsets as Int32Array;
    const first = offsets[0] ?? 0;
    const last = offsets[piece.length] ?? first;
    for (let i = 1; i <= piece.length; i += 1) {
      ends[row] = length + (offsets[i] as number) - first;
      row += 1;
    }
    pieces.push((piece.values as Uint8Array).subarray(first, last));
    length += last - first;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return { bytes, ends };
}

/** FNV-1a, with its last bits mixed once more for tables whose size is a power of two. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i += 1) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return (hash ^ (hash >>> 15)) | 0;
}

function same(bytes: Uint8Array, start: number, end: number, otherStart: number, otherEnd: number): boolean {
  if (end - start !== otherEnd - otherStart) return false;
  for (let i = start, j = otherStart; i < end; i += 1, j += 1) if (bytes[i] !== bytes[j]) return false;
  return true;
}

/**
 * A table of texts by their hash. The numbers of an entry stand side by side: to find one costs one look
 * into memory, not one for each.
 */
class Table {
  readonly size: number;
  /** Code + 1 (0: free), hash, first byte, end, for each slot. */
  readonly #slots: Int32Array;

  constructor(size: number) {
    this.size = size;
    this.#slots = new Int32Array(size * 4);
  }

  /** The code of a text, −1 where it is not there. */
  find(bytes: Uint8Array, hash: number, start: number, end: number): number {
    const slots = this.#slots;
    let at = (hash & (this.size - 1)) * 4;
    for (let code = slots[at] as number; code > 0; code = slots[at] as number) {
      if (slots[at + 1] === hash && same(bytes, start, end, slots[at + 2] as number, slots[at + 3] as number))
        return code - 1;
      at = (at + 4) & (slots.length - 1);
    }
    return -1;
  }

  /** Adds a text that is not there. */
  add(hash: number, start: number, end: number, code: number): void {
    const slots = this.#slots;
    let at = (hash & (this.size - 1)) * 4;
    while ((slots[at] as number) > 0) at = (at + 4) & (slots.length - 1);
    slots[at] = code + 1;
    slots[at + 1] = hash;
    slots[at + 2] = start;
    slots[at + 3] = end;
  }

  larger(): Table {
    const slots = this.#slots;
    const table = new Table(this.size * 4);
    for (let at = 0; at < slots.length; at += 4)
      if ((slots[at] as number) > 0)
        table.add(
          slots[at + 1] as number,
          slots[at + 2] as number,
          slots[at + 3] as number,
          (slots[at] as number) - 1,
        );
    return table;
  }
}

/** The place of each text among all, by its bytes. */
function ranked(bytes: Uint8Array, starts: Uint32Array, stops: Uint32Array): Int32Array {
  let longest = 0;
  for (let code = 0; code < starts.length; code += 1)
    longest = Math.max(longest, (stops[code] as number) - (starts[code] as number));
  const order =
    longest <= shortBytes ? byPlace(bytes, starts, stops, longest) : byComparing(bytes, starts, stops);
  const ranks = new Int32Array(starts.length);
  for (let rank = 0; rank < order.length; rank += 1) ranks[order[rank] as number] = rank;
  return ranks;
}

/** Orders texts by their bytes from the last place to the first, each time keeping the order so far. */
function byPlace(bytes: Uint8Array, starts: Uint32Array, stops: Uint32Array, longest: number): Uint32Array {
  let order = Uint32Array.from(starts, (_, code) => code);
  let next = new Uint32Array(order.length);
  const keys = new Uint16Array(order.length);
  const places = new Uint32Array(258);
  for (let place = longest - 1; place >= 0; place -= 1) {
    places.fill(0);
    for (let code = 0; code < keys.length; code += 1) {
      const at = (starts[code] as number) + place;
      // One more than the byte, so that the end of a text comes before any byte.
      const key = at < (stops[code] as number) ? (bytes[at] as number) + 1 : 0;
      keys[code] = key;
      places[key + 1] = (places[key + 1] as number) + 1;
    }
    for (let key = 1; key < places.length; key += 1)
      places[key] = (places[key] as number) + (places[key - 1] as number);
    for (let rank = 0; rank < order.length; rank += 1) {
      const code = order[rank] as number;
      const key = keys[code] as number;
      const to = places[key] as number;
      next[to] = code;
      places[key] = to + 1;
    }
    [order, next] = [next, order];
  }
  return order;
}

function byComparing(bytes: Uint8Array, starts: Uint32Array, stops: Uint32Array): Uint32Array {
  return Uint32Array.from(starts, (_, code) => code).sort((a, b) => {
    const [fromA, toA] = [starts[a] as number, stops[a] as number];
    const [fromB, toB] = [starts[b] as number, stops[b] as number];
    for (let i = fromA, j = fromB; i < toA && j < toB; i += 1, j += 1)
      if (bytes[i] !== bytes[j]) return (bytes[i] as number) - (bytes[j] as number);
    return toA - fromA - (toB - fromB);
  });
}
