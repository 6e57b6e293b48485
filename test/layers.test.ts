import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";

/**
 * The architecture: what each room of `src` may import beside itself. A room that is not named here,
 * or an import that is not, fails.
 */
const may: Record<string, readonly string[]> = {
  "sql.ts": [],
  i18n: ["tables"],
  tables: ["i18n"],
  models: ["tables"],
  charts: ["i18n", "tables", "metrics/metric.ts"],
  ingest: ["sql.ts", "i18n", "tables", "engine"],
  engine: ["sql.ts", "i18n", "tables"],
  metrics: ["sql.ts", "i18n", "tables", "models", "charts/spec.ts"],
  document: ["i18n", "tables", "metrics", "ingest", "shop/shop.ts"],
  segments: ["sql.ts", "i18n", "tables", "metrics", "document"],
  shop: ["sql.ts", "i18n", "tables", "models", "ingest", "engine", "metrics"],
  headless: ["i18n", "tables", "ingest", "engine", "metrics", "shop"],
  ui: ["i18n", "tables"],
  workspace: ["i18n", "tables", "ingest", "engine", "metrics", "document", "shop", "ui", "segments"],
  figures: [
    "sql.ts",
    "i18n",
    "tables",
    "models",
    "engine",
    "ingest",
    "metrics",
    "charts",
    "document",
    "shop",
    "ui",
    "workspace",
    "segments",
  ],
  notebook: ["*"],
  dashboard: ["*"],
  start: ["*"],
  import: ["*"],
  share: ["*"],
  "App.svelte": ["*"],
  "main.ts": ["*"],
};
/** Rooms with views of their own: nothing imports them but the app itself. */
const views = ["notebook", "dashboard", "start", "import", "share"];
/** Rooms without Svelte. */
const plain = [
  "sql.ts",
  "i18n",
  "tables",
  "models",
  "charts",
  "ingest",
  "engine",
  "metrics",
  "document",
  "segments",
  "shop",
  "headless",
];

const src = resolve(import.meta.dirname, "../src");
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) =>
  /\.(ts|svelte)$/.test(file),
);
const room = (path: string) => path.split(sep)[0] ?? "";

describe("layers", () => {
  it("know every room", () => {
    expect([...new Set(files.map(room))].filter((name) => !(name in may))).toEqual([]);
  });

  it.each(files)("%s imports only what its room may", (file) => {
    const own = room(file);
    const allowed = may[own] ?? [];
    const source = readFileSync(join(src, file), "utf8");
    const faults: string[] = [];
    for (const [, target = ""] of source.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)) {
      if (
        plain.includes(own) &&
        (target === "svelte" || target.startsWith("svelte/") || target.endsWith(".svelte"))
      )
        faults.push(target);
      if (!target.startsWith(".")) continue;
      const path = relative(src, resolve(dirname(join(src, file)), target));
      if (path.startsWith("..")) continue;
      const other = room(path);
      if (other === own) continue;
      const named = allowed.some(
        (entry) => entry === "*" || entry === other || path === entry.split("/").join(sep),
      );
      const intoView = views.includes(other) && own !== "App.svelte" && own !== "main.ts";
      if (!named || intoView) faults.push(path);
    }
    expect(faults).toEqual([]);
  });
});
