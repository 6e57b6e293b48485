import { emptyCells } from "../profile.ts";
import { type Bytes, bytesOf } from "./column.ts";
import type { Slices } from "./parquet-pages.ts";

const decoder = new TextDecoder();
const strict = new TextDecoder("utf-8", { fatal: true });

/** The words for an empty cell by their bytes, as a number with the length before them. */
const emptyKeys = new Set(emptyCells.map((word) => keyOf(new TextEncoder().encode(word), 0)));
const longestEmpty = Math.max(...emptyCells.map((word) => new TextEncoder().encode(word).length));

function keyOf(bytes: Uint8Array, start: number, end = bytes.length): number {
  let key = end - start;
  for (let at = start; at < end; at += 1) key = key * 256 + (bytes[at] ?? 0);
  return key;
}

/** Whether some bytes are a word that says that there is no value. */
export function isEmptyAt(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start <= longestEmpty && emptyKeys.has(keyOf(bytes, start, end));
}

/** Grows by texts, each given by its bytes. */
export class TextBuilder {
  readonly #offsets: Int32Array;
  #bytes = new Uint8Array(1 << 16);
  #rows = 0;
  /** Some text begins with what no character begins with, or with a mark that is no character. */
  #odd = false;

  constructor(rows: number) {
    this.#offsets = new Int32Array(rows + 1);
  }

  /** Adds slices from one place up to another. */
  add({ bytes, starts, lengths }: Slices, from: number, to: number): void {
    let total = 0;
    for (let at = from; at < to; at += 1) total += lengths[at] ?? 0;
    const out = this.#room(total);
    let end = this.#offsets[this.#rows] ?? 0;
    for (let at = from; at < to; at += 1) {
      const start = starts[at] ?? 0;
      const length = lengths[at] ?? 0;
      if (length > 0) {
        const first = bytes[start] ?? 0;
        if (first >= 0x80 && (first < 0xc0 || first === 0xef)) this.#odd = true;
      }
      // Short texts are copied sooner than they are handed over.
      if (length < 48) for (let n = 0; n < length; n += 1) out[end + n] = bytes[start + n] ?? 0;
      else out.set(bytes.subarray(start, start + length), end);
      end += length;
      this.#rows += 1;
      this.#offsets[this.#rows] = end;
    }
  }

  /** Adds a row without a value. */
  skip(): void {
    this.#offsets[this.#rows + 1] = this.#offsets[this.#rows] ?? 0;
    this.#rows += 1;
  }

  /** All texts; bytes that are no UTF-8 are replaced as a decoder does. */
  finish(): Bytes {
    const bytes = this.#bytes.subarray(0, this.#offsets[this.#rows]);
    const texts = { offsets: this.#offsets, bytes };
    if (!this.#odd && isUtf8(bytes)) return texts;
    const decoded = Array.from({ length: this.#rows }, (_, at) =>
      decoder.decode(bytes.subarray(texts.offsets[at], texts.offsets[at + 1])),
    );
    return bytesOf(decoded);
  }

  #room(more: number): Uint8Array {
    const used = this.#offsets[this.#rows] ?? 0;
    if (used + more > 2 ** 31 - 1) throw new Error("a column has more than 2 GB of text in a piece");
    if (used + more > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(used + more, Math.min(2 ** 31 - 1, this.#bytes.length * 2)));
      larger.set(this.#bytes.subarray(0, used));
      this.#bytes = larger;
    }
    return this.#bytes;
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** One bit a row, all set at first. */
export class Validity {
  #bits: Uint8Array | null = null;
  readonly #rows: number;

  constructor(rows: number) {
    this.#rows = rows;
  }

  clear(row: number): void {
    this.#bits ??= new Uint8Array(Math.ceil(this.#rows / 8)).fill(0xff);
    this.#bits[row >> 3] = (this.#bits[row >> 3] ?? 0) & ~(1 << (row & 7));
  }

  /** Clears the rows whose text says that there is none. */
  clearEmpty({ offsets, bytes }: Bytes): void {
    for (let row = 0; row < this.#rows; row += 1) {
      const start = offsets[row] ?? 0;
      const end = offsets[row + 1] ?? 0;
      if (end - start <= longestEmpty && isEmptyAt(bytes, start, end)) this.clear(row);
    }
  }

  get bits(): Uint8Array | null {
    return this.#bits;
  }
}
