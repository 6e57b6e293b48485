/**
 * Purchase histories as BTYD models see them: `x` repeat purchase days, `tx` age at the last of them,
 * `age` (the literature's T) now, both in weeks; `weight` customers share the history.
 */
export interface Histories {
  readonly length: number;
  readonly x: Float64Array;
  readonly tx: Float64Array;
  readonly age: Float64Array;
  readonly weight: Float64Array;
}

/** Distinct histories with their counts: the likelihood needs no more than these. */
export function distinctHistories(
  x: ArrayLike<number>,
  tx: ArrayLike<number>,
  age: ArrayLike<number>,
): Histories & { readonly of: Int32Array } {
  // A table of open addresses, at most half full; a slot holds the row's number and one.
  let size = 1024;
  let slots = new Int32Array(size);
  const of = new Int32Array(x.length);
  let first = new Int32Array(512);
  let counts = new Float64Array(512);
  let length = 0;
  const find = (index: number) => {
    const [xi, ti, ai] = [x[index] ?? 0, tx[index] ?? 0, age[index] ?? 0];
    let at = hash(xi, ti, ai) & (size - 1);
    for (; ; at = (at + 1) & (size - 1)) {
      const row = (slots[at] ?? 0) - 1;
      if (row < 0) return at;
      const other = first[row] ?? 0;
      if (x[other] === xi && tx[other] === ti && age[other] === ai) return at;
    }
  };
  for (let index = 0; index < x.length; index += 1) {
    const at = find(index);
    let row = (slots[at] ?? 0) - 1;
    if (row < 0) {
      row = length;
      length += 1;
      slots[at] = length;
      if (row === first.length) {
        first = grown(first, new Int32Array(2 * row));
        counts = grown(counts, new Float64Array(2 * row));
      }
      first[row] = index;
      if (2 * length > size) {
        size *= 4;
        slots = new Int32Array(size);
        for (let other = 0; other < length; other += 1) slots[find(first[other] ?? 0)] = other + 1;
      }
    }
    of[index] = row;
    counts[row] = (counts[row] ?? 0) + 1;
  }
  const pick = (source: ArrayLike<number>) => {
    const picked = new Float64Array(length);
    for (let row = 0; row < length; row += 1) picked[row] = source[first[row] ?? 0] ?? 0;
    return picked;
  };
  return { length, x: pick(x), tx: pick(tx), age: pick(age), weight: counts.slice(0, length), of };
}

function grown<T extends Int32Array | Float64Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

const words = new Int32Array(6);
const numbers = new Float64Array(words.buffer);
/** A number of 32 bits out of all bits of three others. */
function hash(a: number, b: number, c: number): number {
  numbers[0] = a;
  numbers[1] = b;
  numbers[2] = c;
  let mixed = 0x811c9dc5;
  for (let word = 0; word < 6; word += 1) {
    mixed = Math.imul(mixed ^ (words[word] ?? 0), 0x9e3779b1);
    mixed ^= mixed >>> 15;
  }
  return mixed >>> 0;
}
