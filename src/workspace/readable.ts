import { TextError } from "../i18n/text.ts";
import type { GivenFile } from "../shop/shop.ts";
import { messages } from "./keeping.messages.ts";

/** Looks whether files can still be read. @throws TextError that names one that was moved, changed or forgotten */
export async function readable(files: readonly GivenFile[]): Promise<void> {
  for (const { name, source } of files) {
    if (!(source instanceof Blob)) continue;
    try {
      await source.slice(0, 1).arrayBuffer();
    } catch (error) {
      throw new TextError(messages.gone(name), { cause: error });
    }
  }
}
