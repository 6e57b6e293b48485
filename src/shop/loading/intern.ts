import type { Vector } from "apache-arrow";

/** Texts of up to so many bytes are ordered byte by byte from their ends, longer ones by comparing them. */
const shortBytes = 64;

/**
 * Numbers the texts of a column that comes piece by piece, without making a string of any cell: bytes are
 * hashed where they lie. Equal texts have one number.
 */
export class Interner {
  readonly #texts = new Texts();

  /** How many different texts there are. */
  get count(): number {
    return this.#texts.count;
  }

  /**
   * Writes the numbers of a piece's cells into `codes`, from `at` on: as the texts come first.
   * @throws Error where a cell is null
   */
  add(column: Vector, codes: Int32Array, at: number): void {
    if (column.nullCount > 0) throw new Error("a text to be numbered is missing");
    const texts = this.#texts;
    let row = at;
    for (const piece of column.data) {
      const offsets = piece.valueOffsets as Int32Array;
      const bytes = piece.values as Uint8Array;
      for (let i = 0; i < piece.length; i += 1) {
        codes[row] = texts.codeOf(bytes, offsets[i] as number, offsets[i + 1] as number);
        row += 1;
      }
    }
  }

  /** The place of each number's text among all, by their bytes. */
  ranks(): Int32Array {
    return ranked(this.#texts);
  }
}

/** FNV-1a, with its last bits mixed once more for tables whose size is a power of two. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i += 1) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return (hash ^ (hash >>> 15)) | 0;
}

/**
 * Different texts, numbered as they come. Their bytes are kept close together, and a slot of the table is
 * two numbers: what is looked up over and over then stays in the processor's cache.
 */
class Texts {
  count = 0;
  /** The texts, one after the other. */
  bytes = new Uint8Array(1 << 20);
  /** Where each text starts, and after the last one where it ends. */
  starts = new Uint32Array(1 << 16);
  /** Code + 1 (0: free) and hash, for each slot. */
  #slots = new Int32Array(1 << 17);

  /** The code of a text, a new one where it was not there. */
  codeOf(bytes: Uint8Array, start: number, end: number): number {
    const slots = this.#slots;
    const hash = hashOf(bytes, start, end);
    let at = (hash * 2) & (slots.length - 1);
    for (let code = slots[at] as number; code > 0; code = slots[at] as number) {
      if (slots[at + 1] === hash && this.#is(code - 1, bytes, start, end)) return code - 1;
      at = (at + 2) & (slots.length - 1);
    }
    slots[at] = this.count + 1;
    slots[at + 1] = hash;
    return this.#add(bytes, start, end);
  }

  #is(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.starts[code] as number;
    if ((this.starts[code + 1] as number) - from !== end - start) return false;
    const texts = this.bytes;
    for (let i = start, j = from; i < end; i += 1, j += 1) if (bytes[i] !== texts[j]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number): number {
    const code = this.count;
    const from = this.starts[code] as number;
    const to = from + end - start;
    if (to > this.bytes.length) this.bytes = larger(this.bytes, new Uint8Array(Math.max(to, from * 2)));
    if (code + 2 > this.starts.length)
      this.starts = larger(this.starts, new Uint32Array(this.starts.length * 2));
    for (let i = start, j = from; i < end; i += 1, j += 1) this.bytes[j] = bytes[i] as number;
    this.starts[code + 1] = to;
    this.count += 1;
    if (this.count * 3 > this.#slots.length) this.#widen();
    return code;
  }

  #widen(): void {
    const before = this.#slots;
    const slots = new Int32Array(before.length * 2);
    for (let from = 0; from < before.length; from += 2) {
      const code = before[from] as number;
      if (code === 0) continue;
      const hash = before[from + 1] as number;
      let at = (hash * 2) & (slots.length - 1);
      while ((slots[at] as number) > 0) at = (at + 2) & (slots.length - 1);
      slots[at] = code;
      slots[at + 1] = hash;
    }
    this.#slots = slots;
  }
}

function larger<T extends Uint8Array | Uint32Array>(values: T, into: T): T {
  into.set(values);
  return into;
}

/** The place of each text among all, by its bytes. */
function ranked({ bytes, starts, count }: Texts): Int32Array {
  let longest = 0;
  for (let code = 0; code < count; code += 1)
    longest = Math.max(longest, (starts[code + 1] as number) - (starts[code] as number));
  const order =
    longest <= shortBytes ? byPlace(bytes, starts, count, longest) : byComparing(bytes, starts, count);
  const ranks = new Int32Array(count);
  for (let rank = 0; rank < count; rank += 1) ranks[order[rank] as number] = rank;
  return ranks;
}

/** Orders texts by their bytes from the last place to the first, each time keeping the order so far. */
function byPlace(bytes: Uint8Array, starts: Uint32Array, count: number, longest: number): Uint32Array {
  let order = new Uint32Array(count);
  for (let code = 0; code < count; code += 1) order[code] = code;
  let next = new Uint32Array(count);
  const keys = new Uint16Array(count);
  const places = new Uint32Array(258);
  for (let place = longest - 1; place >= 0; place -= 1) {
    places.fill(0);
    for (let code = 0; code < count; code += 1) {
      const at = (starts[code] as number) + place;
      // One more than the byte, so that the end of a text comes before any byte.
      const key = at < (starts[code + 1] as number) ? (bytes[at] as number) + 1 : 0;
      keys[code] = key;
      places[key + 1] = (places[key + 1] as number) + 1;
    }
    for (let key = 1; key < places.length; key += 1)
      places[key] = (places[key] as number) + (places[key - 1] as number);
    for (let rank = 0; rank < count; rank += 1) {
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

function byComparing(bytes: Uint8Array, starts: Uint32Array, count: number): Uint32Array {
  const order = new Uint32Array(count);
  for (let code = 0; code < count; code += 1) order[code] = code;
  return order.sort((a, b) => {
    const [fromA, toA] = [starts[a] as number, starts[a + 1] as number];
    const [fromB, toB] = [starts[b] as number, starts[b + 1] as number];
    for (let i = fromA, j = fromB; i < toA && j < toB; i += 1, j += 1)
      if (bytes[i] !== bytes[j]) return (bytes[i] as number) - (bytes[j] as number);
    return toA - fromA - (toB - fromB);
  });
}
