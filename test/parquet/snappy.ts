import { varint } from "./thrift.ts";

const blockSize = 1 << 16;

/** Packs bytes as Snappy does: what was there within the last 64 kB is referred to. */
export function snappy(input: Uint8Array): Uint8Array {
  const head: number[] = [];
  varint(head, input.length);
  const out = new Uint8Array(head.length + input.length + Math.ceil(input.length / 6) + 32);
  out.set(head);
  let end = head.length;
  const literal = (from: number, to: number) => {
    for (let start = from; start < to; start += 256) {
      const length = Math.min(256, to - start);
      if (length <= 60) out[end++] = (length - 1) << 2;
      else {
        out[end++] = 60 << 2;
        out[end++] = length - 1;
      }
      out.set(input.subarray(start, start + length), end);
      end += length;
    }
  };
  for (let block = 0; block < input.length; block += blockSize) {
    const limit = Math.min(block + blockSize, input.length);
    const seen = new Int32Array(1 << 14).fill(-1);
    let from = block;
    let at = block;
    while (at + 4 <= limit) {
      const word = wordAt(input, at);
      const hash = Math.imul(word, 0x1e35a7bd) >>> 18;
      const before = seen[hash] ?? -1;
      seen[hash] = at;
      if (before < 0 || wordAt(input, before) !== word) {
        at += 1;
        continue;
      }
      let length = 4;
      while (at + length < limit && length < 64 && input[before + length] === input[at + length]) length += 1;
      literal(from, at);
      out[end++] = ((length - 1) << 2) | 2;
      out[end++] = (at - before) & 255;
      out[end++] = (at - before) >> 8;
      at += length;
      from = at;
    }
    literal(from, limit);
  }
  return out.subarray(0, end);
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}
