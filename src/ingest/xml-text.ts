/** Thrown where a workbook is written in a way that the quick reader does not know. */
export class Unusual extends Error {
  override readonly name = "Unusual";
}

const names: Readonly<Record<string, string>> = { quot: '"', apos: "'", gt: ">", lt: "<", amp: "&" };
const escapes = /&(?:(quot|apos|gt|lt|amp)|#x([\da-f]+)|#(\d+));/gi;

/** What text between two tags says. Spreadsheets write characters that XML has not as `_x000D_`. */
export function plainText(xml: string): string {
  let text = xml;
  if (text.includes("&"))
    text = text.replace(escapes, (whole, name?: string, hex?: string, decimal?: string) => {
      if (name !== undefined) return names[name.toLowerCase()] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
  if (text.includes("_x"))
    text = text.replace(/_x([\da-f]{4})_/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
  return text.includes("\r") ? text.replaceAll("\r\n", "\n") : text;
}

const textElement = /<t(?:\s[^<>]*)?>([^<]*)<\/t>/g;

/**
 * The text of a cell or shared string, from what is between its tags: plain, or in runs of several looks,
 * without what says how it is pronounced.
 */
export function stringText(xml: string): string {
  if (xml.startsWith("<t>") && xml.endsWith("</t>")) {
    const inner = xml.slice(3, -4);
    if (!inner.includes("<")) return plainText(inner);
  }
  if (xml.includes("<![CDATA[") || xml.includes("<!--") || /<\w+:(t|r|rPh)\b/.test(xml))
    throw new Unusual("markup in text");
  const said = xml.replace(/<rPh[\s>][^]*?<\/rPh>/g, "");
  let text = "";
  for (const [, part = ""] of said.matchAll(textElement)) text += part;
  return plainText(text);
}
