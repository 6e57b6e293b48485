import type { Locale } from "../i18n/text.ts";
import { intakeMessages as messages } from "./intake.messages.ts";
import { type Picked, pickedFiles } from "./picked-files.ts";

/** What a clipboard gives: text, markup, files. */
export interface Clip {
  readonly text: string;
  readonly html: string;
  readonly files: readonly File[];
}

/** What a paste event brings. To be called while the event is handled. */
export function clipOf(data: DataTransfer): Clip {
  return { text: data.getData("text/plain"), html: data.getData("text/html"), files: [...data.files] };
}

/** What lies on the clipboard, where the browser lets the page look. @throws where the user does not allow it */
export async function readClip(): Promise<Clip> {
  const items = await navigator.clipboard.read();
  const get = async (type: string) => {
    const item = items.find(({ types }) => types.includes(type));
    return item ? (await item.getType(type)).text() : "";
  };
  return { text: await get("text/plain"), html: await get("text/html"), files: [] };
}

/**
 * A clip as something to read: a table of cells or delimited lines under the next free name, or files that
 * were copied; null where there is no table. Reading it is left to the import, as for any file.
 */
export function pickedClip(clip: Clip, taken: readonly string[], locale: Locale): Picked | null {
  const content = tableText(clip.text) ?? tableMarkup(clip.html);
  if (content === null) return clip.files.length > 0 && !clip.text ? pickedFiles(clip.files) : null;
  return pickedFiles([new File([content], nextName(taken, locale), { type: "text/plain" })]);
}

/** Lines of cells with anything between them, or JSON; a text of sentences is none. */
function tableText(text: string): string | null {
  const begin = text.slice(0, 10_000);
  if (/^\s*[[{]\s*["[{]/.test(begin)) return text;
  const [first = "", second = ""] = begin.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "");
  for (const mark of ["\t", ",", ";", "|"]) {
    const cells = first.split(mark).length;
    if (cells > 1 && second.split(mark).length > 1) return text;
  }
  return null;
}

/** The first table of markup and all that follows: what stands above it would only hide it from the reader. */
function tableMarkup(html: string): string | null {
  const at = html.search(/<table[\s>]/i);
  return at < 0 ? null : `<html><meta charset="utf-8">${html.slice(at)}`;
}

/** “Pasted table 1”, or the next number that no present file has, in either language. */
function nextName(taken: readonly string[], locale: Locale): string {
  for (let n = 1; ; n += 1) {
    const name = messages.pastedName(n);
    if (
      !taken.some((other) =>
        Object.values(name).some((one) => other === one || other.startsWith(`${one} › `)),
      )
    )
      return name[locale];
  }
}
