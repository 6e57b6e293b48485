import type { Attachment } from "svelte/attachments";

/** Opens a `<dialog>` as modal; focus goes back to where it was when it goes away. */
export const modal: Attachment<HTMLDialogElement> = (dialog) => {
  const opener = document.activeElement;
  dialog.showModal();
  return () => {
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  };
};
