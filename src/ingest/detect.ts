import type { Text } from "../i18n/text.ts";
import { bytesAt } from "./bytes.ts";
import { binaryData, kindOf } from "./file-kinds.ts";
import { messages } from "./messages.ts";

/** What the bytes of a file are. `problem` stands where they are not text. */
export interface Detection {
  /** A TextDecoder label. */
  readonly encoding: string;
  /** 0–1. */
  readonly confidence: number;
  readonly problem: Text | null;
}

/** The encodings that a user can choose from. */
export const encodings = [
  "utf-8",
  "gb18030",
  "big5",
  "shift_jis",
  "utf-16le",
  "utf-16be",
  "windows-1252",
] as const;

const headBytes = 1 << 18;
const probeBytes = 1 << 16;

/** Says whether a file is text and in what encoding, from its beginning, middle and end. */
export async function detect(name: string, blob: Blob): Promise<Detection> {
  const none = { encoding: "utf-8", confidence: 0 };
  if (blob.size === 0) return { ...none, problem: messages.empty(name) };
  const head = await bytesAt(blob, 0, headBytes);
  const marked = byteOrderMark(head);
  if (marked) return { encoding: marked, confidence: 1, problem: null };
  const kind = kindOf(head, name);
  if (kind) return { ...none, problem: messages.notText(name, kind) };

  const probes = [head];
  if (blob.size > headBytes + 2 * probeBytes) {
    // Even offsets keep the two bytes of UTF-16 together.
    probes.push(await bytesAt(blob, Math.floor(blob.size / 4) * 2, probeBytes));
    probes.push(await bytesAt(blob, Math.floor((blob.size - probeBytes) / 2) * 2, probeBytes));
  }
  const zeros = zeroBytes(head);
  if (zeros)
    return zeros === "binary" ? { ...none, problem: messages.notText(name, binaryData) } : utf16(zeros);
  if (probes.every((bytes) => bytes.every((byte) => byte < 0x80)))
    return { encoding: "utf-8", confidence: 0.99, problem: null };
  if (probes.every((bytes, index) => decodes(index ? fromBoundary(bytes) : bytes, "utf-8")))
    return { encoding: "utf-8", confidence: 0.99, problem: null };
  // A few damaged bytes do not make another encoding of a text that is UTF-8 otherwise.
  if (mostlyUtf8(head)) return { encoding: "utf-8", confidence: 0.8, problem: null };
  return { ...legacy(head), problem: null };
}

function utf16(encoding: "utf-16le" | "utf-16be"): Detection {
  return { encoding, confidence: 0.9, problem: null };
}

function byteOrderMark(head: Uint8Array): string | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return null;
}

/** Text in UTF-16 has zero bytes at every second place (digits, commas); other text has none at all. */
function zeroBytes(head: Uint8Array): "utf-16le" | "utf-16be" | "binary" | null {
  const counts = [0, 0];
  for (let index = 0; index < head.length; index += 1)
    if (head[index] === 0) counts[index % 2] = (counts[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = counts;
  if (even + odd === 0) return controls(head) > 0.02 ? "binary" : null;
  const pairs = head.length / 2;
  if (odd > pairs * 0.1 && even < pairs * 0.01) return "utf-16le";
  if (even > pairs * 0.1 && odd < pairs * 0.01) return "utf-16be";
  return "binary";
}

/** Share of control characters that text does not have. */
function controls(head: Uint8Array): number {
  let count = 0;
  for (const byte of head)
    if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12) count += 1;
  return count / head.length;
}

function decodes(bytes: Uint8Array, encoding: string): boolean {
  try {
    // As a stream, so that a character cut at the end is no fault.
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function mostlyUtf8(head: Uint8Array): boolean {
  let damaged = 0;
  let whole = 0;
  for (const character of new TextDecoder("utf-8").decode(head, { stream: true }))
    if (character === "\ufffd") damaged += 1;
    else if (character > "\u007f") whole += 1;
  return whole > damaged * 10;
}

function fromBoundary(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return bytes.subarray(start);
}

/** Characters frequent in exports, by script: what a wrong decoding hardly ever yields. */
const frequent: Readonly<Record<string, string>> = {
  gb18030:
    "的一是不了人我在有他这中大来上国个到说们为和地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手用主行方又如前所本见经头面公同已老从动两长知样现分将外但身些与高意进把法此实回美点月其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市订单客户金额付款买家昵称编号交易状态省份城数量商品渠道积分员级注册评分价格退",
  big5: "的一是不了人我在有他這中大來上國個到說們為和地出道也時年得就那要下以生會自著去之過家學對可裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手用主行方又如前所本見經頭面公同已老從動兩長知樣現分將外但身些與高意進把法此實回點月其種聲全工話兒者向情部正名定女問力機給等幾很業最間新什打便位因重被走電四第門相次東市訂單客戶金額付款買家編號交易狀態省數量商品通路積員級註冊評價退",
  shift_jis:
    "のにはをたがでとしれさあいうえおかきくけこなるもやよらりんアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロンーッャュョ注文日顧客番号金額数量商品名",
};

function legacy(head: Uint8Array): { encoding: string; confidence: number } {
  let best = { encoding: "windows-1252", confidence: 0.3 };
  for (const [encoding, characters] of Object.entries(frequent)) {
    if (!decodes(head, encoding)) continue;
    const text = new TextDecoder(encoding).decode(head, { stream: true });
    let known = 0;
    let all = 0;
    for (const character of text)
      if (character > "\u00ff") {
        all += 1;
        if (characters.includes(character)) known += 1;
      }
    // Short headings alone hold few frequent characters: decoding at all already speaks for it.
    const confidence = all === 0 ? 0 : Math.min(0.98, 0.35 + (1.5 * known) / all);
    if (confidence > best.confidence) best = { encoding, confidence };
  }
  return best;
}
