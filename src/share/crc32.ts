/**
 * CRC-32 of ISO 3309 (as in ZIP and PNG), of a text of ASCII characters. It finds every change of a few
 * characters in a row; it is no protection against someone who wants to deceive, who could as well make
 * a link of their own. (SubtleCrypto is not there on plain http.)
 */
export function crc32(text: string): number {
  let crc = -1;
  for (let index = 0; index < text.length; index++)
    crc = (crc >>> 8) ^ (table[(crc ^ text.charCodeAt(index)) & 0xff] ?? 0);
  return (crc ^ -1) >>> 0;
}

const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});
