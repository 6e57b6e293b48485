import type { Document } from "../document/document.ts";
import { asOwn } from "../document/new-id.ts";
import { documentFromLink, isDocumentLink, viewOfLink } from "./link.ts";

/** A document that came by a link, as a new one of this browser. */
export interface ReceivedDocument {
  readonly document: Document;
  /** The dashboard to open on, where the document has it. */
  readonly view: string | null;
}

/** The document in the fragment of the address, or null where the fragment is not meant as one. */
export async function receive(hash: string): Promise<ReceivedDocument | null> {
  if (!isDocumentLink(hash)) return null;
  const document = asOwn(await documentFromLink(hash));
  const view = viewOfLink(hash);
  return { document, view: document.dashboards.some(({ id }) => id === view) ? view : null };
}

/** Takes the document out of the address, so that reloading does not open it again. */
export function clearLink(): void {
  history.replaceState(null, "", location.pathname + location.search);
}
