import type { Vector } from "apache-arrow";

/** Texts as dense numbers: equal texts have one, and numbers follow the order of the texts' bytes. */
export interface Interned {
  readonly codes: Int32Array;
  /** How many different texts there are. */
  readonly count: number;
}

/** So many bytes of a text are compared at once, as a number that is still exact. */
const prefixBytes = 6;

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
  let size = 1 << 16;
  let slots = new Int32Array(size).fill(-1);
  const hashes: number[] = [];
  const firsts: number[] = [];
  const startOf = (row: number) => (row === 0 ? 0 : (ends[row - 1] as number));
  for (let row = 0; row < rows; row += 1) {
    const start = startOf(row);
    const end = ends[row] as number;
    const hash = hashOf(bytes, start, end);
    let slot = hash & (size - 1);
    let code = slots[slot] as number;
    while (
      code >= 0 &&
      (hashes[code] !== hash ||
        !same(bytes, start, end, startOf(firsts[code] as number), ends[firsts[code] as number] as number))
    ) {
      slot = (slot + 1) & (size - 1);
      code = slots[slot] as number;
    }
    if (code < 0) {
      code = firsts.length;
      slots[slot] = code;
      hashes.push(hash);
      firsts.push(row);
      if (firsts.length * 2 > size) {
        size *= 4;
        slots = rehashed(hashes, size);
      }
    }
    codes[row] = code;
  }
  const ranks = ranked(
    bytes,
    firsts.map(startOf),
    firsts.map((row) => ends[row] as number),
  );
  for (let row = 0; row < rows; row += 1) codes[row] = ranks[codes[row] as number] as number;
  return { codes, count: firsts.length };
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

function rehashed(hashes: readonly number[], size: number): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(size).fill(-1);
  hashes.forEach((hash, code) => {
    let slot = hash & (size - 1);
    while ((slots[slot] as number) >= 0) slot = (slot + 1) & (size - 1);
    slots[slot] = code;
  });
  return slots;
}

/** The place of each text among all, by its bytes. */
function ranked(bytes: Uint8Array, starts: readonly number[], ends: readonly number[]): Int32Array {
  const prefixes = Float64Array.from(starts, (start, code) => {
    const end = ends[code] as number;
    let prefix = 0;
    // One more than the byte, so that the end of a text comes before any byte.
    for (let i = 0; i < prefixBytes; i += 1)
      prefix = prefix * 257 + (start + i < end ? (bytes[start + i] as number) + 1 : 0);
    return prefix;
  });
  const rest = (a: number, b: number): number => {
    const lengthA = (ends[a] as number) - (starts[a] as number);
    const lengthB = (ends[b] as number) - (starts[b] as number);
    for (let i = prefixBytes; i < lengthA && i < lengthB; i += 1) {
      const difference =
        (bytes[(starts[a] as number) + i] as number) - (bytes[(starts[b] as number) + i] as number);
      if (difference !== 0) return difference;
    }
    return lengthA - lengthB;
  };
  const order = Uint32Array.from(starts, (_, code) => code).sort(
    (a, b) => (prefixes[a] as number) - (prefixes[b] as number) || rest(a, b),
  );
  const ranks = new Int32Array(starts.length);
  order.forEach((code, rank) => {
    ranks[code] = rank;
  });
  return ranks;
}
