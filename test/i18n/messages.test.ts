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
  if (locales.some((locale) => keys.includes(locale))) {
    found.push({ path, keys, texts: Object.values(value) });
    return;
  }
  for (const [key, inner] of Object.entries(value)) textsIn(inner, `${path}.${key}`, found, seen);
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
