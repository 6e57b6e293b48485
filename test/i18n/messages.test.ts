import { describe, expect, it } from "vitest";
import { locales } from "../../src/i18n/text.ts";

const modules = import.meta.glob<Record<string, unknown>>(
  [
    "../../src/**/*messages.ts",
    "../../src/metrics/catalog/*.ts",
    "../../src/tables/canonical.ts",
    "../../samples/catalog.ts",
  ],
  { eager: true },
);

interface Found {
  readonly path: string;
  readonly keys: readonly string[];
  readonly texts: readonly unknown[];
}

/** Every object within a module that has a language for a key, functions tried with plain arguments. */
function textsIn(value: unknown, path: string, found: Found[], seen: Set<unknown>): void {
  if (value instanceof Promise) {
    // What computes is no message; that it fails on plain arguments says nothing.
    value.catch(() => undefined);
    return;
  }
  if (typeof value === "function") {
    for (const args of [
      ["x", "y", "z", "w"],
      [3, 2, 1, 4],
    ]) {
      try {
        textsIn((value as (...args: unknown[]) => unknown)(...args), `${path}()`, found, seen);
      } catch {
        // A message that needs a richer argument is held complete by its type.
      }
    }
    return;
  }
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  const keys = Object.keys(value);
  const inner: unknown[] = Object.values(value);
  const languages = locales.some((locale) => keys.includes(locale));
  // A choice that the plain arguments do not name has no text; the types hold those that are named complete.
  if (languages && path.includes("()") && inner.every((text) => text === undefined)) return;
  // A text that is its argument and nothing else, such as the name of a column, is as good as that.
  if (languages && path.includes("()") && inner.every((text) => text === 3)) return;
  // An object by language of more than words, such as a name for each of them, is looked into instead.
  if (languages && !inner.some((text) => typeof text === "object" && text !== null)) {
    found.push({ path, keys, texts: inner });
    return;
  }
  for (const [key, own] of Object.entries(value)) textsIn(own, `${path}.${key}`, found, seen);
}

describe("messages", () => {
  const found: Found[] = [];
  for (const [file, module] of Object.entries(modules)) textsIn(module, file, found, new Set());

  it("are found at all", () => {
    expect(found.length).toBeGreaterThan(200);
  });

  it("have the same keys in both languages, none empty", () => {
    const faults = found.filter(
      ({ keys, texts }) =>
        [...keys].sort().join() !== [...locales].sort().join() ||
        texts.some((text) => typeof text !== "string" || text.trim() === ""),
    );
    expect(faults.map(({ path }) => path)).toEqual([]);
  });
});
