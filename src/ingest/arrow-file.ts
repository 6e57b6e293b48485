import { TextError } from "../i18n/text.ts";
import { bytesAt } from "./bytes.ts";
import { openedTable } from "./columnar/opened.ts";
import type { OpenedTable } from "./opened-table.ts";
import { openMessages } from "./open.messages.ts";

/**
 * The rows of an Arrow IPC file or stream, or of Feather version 2, also compressed. Nested and binary
 * columns are left out with a note.
 * @throws TextError where the file is damaged or of the first Feather version
 */
export async function readArrow(name: string, content: Blob, signal?: AbortSignal): Promise<OpenedTable> {
  if (String.fromCharCode(...(await bytesAt(content, 0, 4))) === "FEA1")
    throw new TextError(openMessages.oldFeather(name));
  const { openArrow } = await import("./columnar/arrow-batches.ts");
  return openedTable(name, content, await openArrow(name, content), signal);
}
