import type { Locale } from "../i18n/text.ts";

export type Theme = "system" | "light" | "dark";

const prefix = "regulars.";
type Choice = "locale" | "theme" | "keys" | "unkept";

// Storage can be forbidden, as in a private window: then choices last as long as the page.
/** A choice that was made before on this browser, or null. */
export function remembered(name: Choice): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}
/** Keeps a choice for the next visit. */
export function remember(name: Choice, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    return;
  }
}

/** The theme from the address, or what was chosen before, or the system's. */
export function firstTheme(search: string, stored: string | null): Theme {
  for (const wanted of [new URLSearchParams(search).get("theme"), stored])
    if (wanted === "light" || wanted === "dark" || wanted === "system") return wanted;
  return "system";
}

/** Brings the page's root in line with the language and the theme. */
export function applyToPage(locale: Locale, theme: Theme): void {
  const root = document.documentElement;
  root.lang = locale;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

/** The address without a language or theme that would win over what is chosen now. */
export function dropFromAddress(name: "lang" | "theme"): void {
  const url = new URL(location.href);
  if (!url.searchParams.has(name)) return;
  url.searchParams.delete(name);
  history.replaceState(history.state, "", url);
}
