import { SvelteMap } from "svelte/reactivity";
import type { Dashboard, Document, Tile } from "../document/document.ts";
import { newId } from "../document/new-id.ts";
import { type Place, firstFree } from "../document/place.ts";
import { titleOf } from "../figures/title.ts";
import { viewOf as figureViewOf } from "../figures/reading.ts";
import type { Text } from "../i18n/text.ts";
import { metricById } from "../metrics/catalog.ts";
import type { Workspace } from "../workspace/workspace.svelte.ts";
import { inTurn, moveTo, rise } from "./layout.ts";
import { messages } from "./messages.ts";
import { type View, viewOf } from "./requests.ts";

export type Filters = Dashboard["filters"];
export type Content = Tile["content"];

/** One dashboard of the document: what it shows, and every change that can be made to it, undoably. */
export class DashboardState {
  readonly workspace: Workspace;
  readonly #id: () => string;
  /** The tile whose settings are shown. */
  selected = $state<string | null>(null);
  editing = $state(false);
  /** Whether the settings of the chosen tile were asked for, where they would cover the tiles. */
  inspecting = $state(false);
  /** The document as it was when editing began. */
  #before: Document | null = null;
  /** How each tile stands. */
  readonly #states = new SvelteMap<string, string>();

  constructor(workspace: Workspace, id: () => string) {
    this.workspace = workspace;
    this.#id = id;
  }

  get dashboard(): Dashboard | null {
    return this.workspace.document?.dashboards.find(({ id }) => id === this.#id()) ?? null;
  }
  get tiles(): readonly Tile[] {
    return this.dashboard?.tiles ?? [];
  }
  readonly view: View | null = $derived.by(() => {
    const { document, loaded } = this.workspace;
    return this.dashboard && loaded && document
      ? viewOf(this.dashboard.filters, loaded.extent, document.data.asOf)
      : null;
  });
  /** Whether dates or filters leave part of the data out. */
  get isLimited(): boolean {
    const filters = this.dashboard?.filters;
    return Boolean(filters && (filters.from ?? filters.to ?? this.view?.filters.length));
  }
  /** Whether every tile is drawn, or says why it cannot be. */
  readonly isReady: boolean = $derived(
    this.view !== null &&
      this.tiles.every(({ id }) => !["loading", undefined].includes(this.#states.get(id))),
  );

  tile(id: string | null): Tile | null {
    return this.tiles.find((tile) => tile.id === id) ?? null;
  }
  report(id: string, state: string): void {
    this.#states.set(id, state);
  }
  forget(id: string): void {
    this.#states.delete(id);
  }

  /** What a tile is called, in both languages. */
  titleOf({ title, content }: Pick<Tile, "title" | "content">): Text {
    if (content.kind === "metric") {
      const metric = metricById(content.metric);
      return titleOf(title, metric, metric ? figureViewOf(metric, content.view) : null);
    }
    const own = content.kind === "text" ? firstLine(content.markdown) : this.#cellTitle(content.cell);
    return { en: title.en || title["zh-CN"] || own.en, "zh-CN": title["zh-CN"] || title.en || own["zh-CN"] };
  }
  #cellTitle(id: string): Text {
    const cells = this.workspace.document?.notebook.cells ?? [];
    const cell = cells.find((one) => one.id === id);
    if (!cell) return messages.untitled;
    if (cell.kind === "sql") return { en: cell.name, "zh-CN": cell.name };
    if (cell.kind === "text") return firstLine(cell.markdown);
    if (cell.kind === "metric") return this.titleOf({ title: cell.title, content: cell });
    const drawn = cells.find((one) => one.id === cell.of);
    const name = drawn?.kind === "sql" ? { en: drawn.name, "zh-CN": drawn.name } : messages.untitled;
    return {
      en: cell.title.en || cell.title["zh-CN"] || name.en,
      "zh-CN": cell.title["zh-CN"] || cell.title.en || name["zh-CN"],
    };
  }

  // ---- Changes ----------------------------------------------------------------------------------

  #change(label: Text, next: (dashboard: Dashboard) => Dashboard, merge?: string): void {
    const id = this.#id();
    this.workspace.change(
      label,
      (document) => {
        const dashboards = document.dashboards.map((one) => (one.id === id ? next(one) : one));
        return dashboards.every((one, index) => one === document.dashboards[index])
          ? document
          : { ...document, dashboards };
      },
      merge,
    );
  }
  setFilters(label: Text, filters: Filters, merge?: string): void {
    this.#change(label, (dashboard) => ({ ...dashboard, filters }), merge);
  }
  setDates(dates: Pick<Filters, "from" | "to">, merge?: string): void {
    this.#change(
      messages.changes.dates,
      (dashboard) => ({ ...dashboard, filters: { ...dashboard.filters, ...dates } }),
      merge,
    );
  }
  clearFilters(): void {
    this.#change(messages.changes.clear, (dashboard) => ({
      ...dashboard,
      filters: { ...dashboard.filters, from: null, to: null, columns: [] },
    }));
  }

  /** Adds a tile at a place, or at the first free one; gives its id. */
  add(content: Content, size: { w: number; h: number }, at?: { x: number; y: number }): string {
    const id = newId();
    const title = this.titleOf({ title: {}, content });
    this.#change(messages.changes.add(title), (dashboard) => {
      const place = at ? { ...at, ...size } : firstFree(dashboard.tiles, size);
      const tiles = [...dashboard.tiles, { id, ...place, title: {}, content }];
      return { ...dashboard, tiles: at ? moveTo(tiles, id, place) : tiles };
    });
    this.selected = id;
    this.workspace.announce(messages.added(title));
    return id;
  }
  duplicate(tile: Tile): void {
    const id = newId();
    this.#change(messages.changes.duplicate(this.titleOf(tile)), (dashboard) => ({
      ...dashboard,
      tiles: [...dashboard.tiles, { ...tile, id, ...firstFree(dashboard.tiles, tile) }],
    }));
    this.selected = id;
  }
  remove(tile: Tile): void {
    const title = this.titleOf(tile);
    this.#change(messages.changes.remove(title), (dashboard) => ({
      ...dashboard,
      tiles: rise(dashboard.tiles.filter(({ id }) => id !== tile.id)),
    }));
    this.forget(tile.id);
    if (this.selected === tile.id) this.selected = null;
    this.workspace.offerUndo(messages.removed(title));
  }
  /** Puts a tile somewhere, or gives it another size; others move out of its way. */
  move(tile: Tile, place: Place): void {
    const title = this.titleOf(tile);
    const resized = place.w !== tile.w || place.h !== tile.h;
    this.#change(
      resized ? messages.changes.resize(title, place.w, place.h) : messages.changes.move(title),
      (dashboard) => {
        const tiles = moveTo(dashboard.tiles, tile.id, place);
        return tiles.every((one, index) => one === dashboard.tiles[index])
          ? dashboard
          : { ...dashboard, tiles };
      },
    );
  }
  /** Takes a tile a step earlier or later in the order of reading. */
  turn(tile: Tile, step: -1 | 1): void {
    this.#change(messages.changes.move(this.titleOf(tile)), (dashboard) => {
      const tiles = inTurn(dashboard.tiles, tile.id, step);
      return tiles.every((one, index) => one === dashboard.tiles[index])
        ? dashboard
        : { ...dashboard, tiles };
    });
  }
  setContent(tile: Tile, content: Content, merge?: string): void {
    const label =
      content.kind === "text" ? messages.changes.text : messages.changes.settings(this.titleOf(tile));
    this.#edit(tile.id, label, { content }, merge);
  }
  setTitle(tile: Tile, title: Tile["title"]): void {
    const kept = Object.fromEntries(Object.entries(title).filter(([, text]) => text.trim() !== ""));
    this.#edit(tile.id, messages.changes.title(this.titleOf(tile)), { title: kept }, `title-${tile.id}`);
  }
  #edit(id: string, label: Text, changes: Partial<Tile>, merge?: string): void {
    this.#change(
      label,
      (dashboard) => ({
        ...dashboard,
        tiles: dashboard.tiles.map((one) => (one.id === id ? { ...one, ...changes } : one)),
      }),
      merge,
    );
  }

  /** Adds a SQL cell to the notebook and shows it. */
  openAsCell(sql: string, name: string): void {
    const { document } = this.workspace;
    if (!document) return;
    const taken = new Set(document.notebook.cells.map((cell) => (cell.kind === "sql" ? cell.name : "")));
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = `${name}_${number}`;
    this.workspace.change(messages.changes.cell, (now) => ({
      ...now,
      notebook: { cells: [...now.notebook.cells, { kind: "sql", id: newId(), name: free, sql }] },
    }));
    this.workspace.router.go({ view: "document", id: document.id, tab: "notebook" });
  }

  /** Shows the settings of a tile. */
  inspect(tile: Tile): void {
    if (!this.editing) this.edit();
    this.selected = tile.id;
    this.inspecting = true;
  }

  // ---- Editing ----------------------------------------------------------------------------------

  edit(): void {
    this.#before = this.workspace.document;
    this.editing = true;
  }
  done(): void {
    this.#before = null;
    this.editing = false;
    this.selected = null;
    this.inspecting = false;
  }
  /** Puts the dashboard back as it was when editing began, as one step that can be undone itself. */
  discard(): void {
    const id = this.#id();
    const was = this.#before?.dashboards.find((one) => one.id === id);
    if (was && was !== this.dashboard) {
      this.#change(messages.discard, () => was);
      this.workspace.offerUndo(messages.discarded);
    }
    this.done();
  }
}

function firstLine(markdown: string): Text {
  const line = markdown.split("\n").find((one) => one.trim() !== "") ?? "";
  const text = line
    .replace(/^[#>*\-\s]+/, "")
    .replace(/[*_`[\]]/g, "")
    .trim()
    .slice(0, 60);
  return text ? { en: text, "zh-CN": text } : messages.text;
}
