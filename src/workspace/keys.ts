import { isInField } from "../ui/in-field.ts";

export type Command = "commands" | "shortcuts" | "undo" | "redo" | "save";

/**
 * The command of a key, or null. Undo and redo in a field belong to the field; `?` is a single key, which
 * acts only outside of fields and where such keys are not turned off.
 */
export function commandOf(event: KeyboardEvent, singleKeys: boolean): Command | null {
  const control = (event.ctrlKey || event.metaKey) && !event.altKey;
  const key = event.key.toLowerCase();
  if (event.defaultPrevented) return null;
  if (!control) {
    const plain = key === "?" && !event.altKey && !event.ctrlKey && !event.metaKey;
    return plain && singleKeys && !isInField(event.target) ? "shortcuts" : null;
  }
  if (key === "k" && !event.shiftKey) return "commands";
  if (key === "s" && !event.shiftKey) return "save";
  if (isInField(event.target)) return null;
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" && !event.shiftKey ? "redo" : null;
}

/** The name of the key that ⌘ is elsewhere. */
export function controlName(platform: string): string {
  return /Mac|iPhone|iPad/.test(platform) ? "⌘" : "Ctrl";
}
