/** Puts a text on the clipboard; also where the page is not served securely and has no clipboard of its own. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    // Inside an open dialog the rest of the page cannot be selected in.
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    // The only way left; deprecated, and supported everywhere.
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}
