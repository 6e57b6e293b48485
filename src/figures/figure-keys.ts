/** What can be shown beside a figure. */
export type Aside = "explain" | "sql" | "data";

const keys: Readonly<Record<string, Aside>> = { x: "explain", q: "sql", d: "data" };

/**
 * What a key asks of the figure that has the focus; null where it is not the figure's. `single` says
 * whether keys of one letter are on.
 */
export function askedBy(event: KeyboardEvent, single: boolean): Aside | "remove" | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  const target = event.target as HTMLElement;
  if (target.closest("input, textarea, select, [contenteditable], dialog, [popover]")) return null;
  if (event.key === "Delete") return "remove";
  return single ? (keys[event.key.toLowerCase()] ?? null) : null;
}
