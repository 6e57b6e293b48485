/** LZ4 and Zstandard as Arrow files use them: each buffer is a frame of its own, after its length. */

const lz4Magic = 0x184d2204;
const skippable = 0x184d2a50;
/** Bytes of a block at most, by the frame's size class. */
const blockSizes: Readonly<Record<number, number>> = { 4: 1 << 16, 5: 1 << 18, 6: 1 << 20, 7: 1 << 22 };
/** Unpacked bytes of one buffer at most, so that a few damaged bytes cannot fill the memory. */
const bufferLimit = 2 ** 31 - 1;

/**
 * The content of an LZ4 frame (LZ4 Frame Format 1.6). Checksums are passed over.
 * @throws Error where the frame is damaged
 */
export function lz4Frame(input: Uint8Array): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  let output: Uint8Array = new Uint8Array(Math.min(bufferLimit, Math.max(1 << 12, input.length * 4)));
  let length = 0;
  let at = 0;
  while (at + 4 <= input.length) {
    const magic = view.getUint32(at, true);
    at += 4;
    if ((magic & 0xfffffff0) >>> 0 === skippable) {
      at += 4 + view.getUint32(at, true);
      continue;
    }
    if (magic !== lz4Magic) throw new Error("no LZ4 frame");
    const flags = view.getUint8(at);
    const blockSize = blockSizes[(view.getUint8(at + 1) >> 4) & 7];
    if (flags >> 6 !== 1 || blockSize === undefined) throw new Error("unknown kind of LZ4 frame");
    const blockSum = (flags & 0x10) !== 0;
    at += 3 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
    for (;;) {
      const size = view.getUint32(at, true);
      at += 4;
      if (size === 0) break;
      const packed = size & 0x7fffffff;
      const block = input.subarray(at, at + packed);
      if (block.length < packed) throw new Error("LZ4 frame is cut off");
      output = withRoom(output, length, length + blockSize);
      if (size >>> 31) {
        output.set(block, length);
        length += block.length;
      } else length = lz4Block(block, output, length, length + blockSize);
      at += packed + (blockSum ? 4 : 0);
    }
    if (flags & 0x04) at += 4;
  }
  return output.subarray(0, length);
}

/** Unpacks a block behind what is there, which it may refer to; gives where it ends. */
function lz4Block(input: Uint8Array, output: Uint8Array, start: number, limit: number): number {
  let at = 0;
  let end = start;
  const long = (nibble: number): number => {
    let total = nibble;
    for (let byte = nibble === 15 ? 255 : 0; byte === 255; total += byte) {
      byte = input[at] ?? -1;
      if (byte < 0) throw new Error("LZ4 block is cut off");
      at += 1;
    }
    return total;
  };
  while (at < input.length) {
    const token = input[at] ?? 0;
    at += 1;
    const literals = long(token >> 4);
    if (at + literals > input.length || end + literals > limit) throw new Error("LZ4 block is damaged");
    output.set(input.subarray(at, at + literals), end);
    at += literals;
    end += literals;
    if (at >= input.length) break;
    const distance = (input[at] ?? 0) | ((input[at + 1] ?? 0) << 8);
    at += 2;
    const matched = long(token & 15) + 4;
    if (distance === 0 || distance > end || end + matched > limit) throw new Error("LZ4 block is damaged");
    // What is repeated may overlap what is written: it is then written as it comes.
    if (distance >= matched) output.copyWithin(end, end - distance, end - distance + matched);
    else for (let n = 0; n < matched; n += 1) output[end + n] = output[end + n - distance] ?? 0;
    end += matched;
  }
  return end;
}

function withRoom(output: Uint8Array, used: number, wanted: number): Uint8Array {
  if (wanted <= output.length) return output;
  if (wanted > bufferLimit) throw new Error("an LZ4 buffer unpacks to more than 2 GB");
  const larger = new Uint8Array(Math.min(bufferLimit, Math.max(wanted, output.length * 2)));
  larger.set(output.subarray(0, used));
  return larger;
}
