import LayoutDashboard from "@lucide/svelte/icons/layout-dashboard";
import { getContext, setContext, tick } from "svelte";
import type { Cell } from "../document/document.ts";
import { newId } from "../document/new-id.ts";
import { titleText } from "../document/save-file.ts";
import { type Text, sameText } from "../i18n/text.ts";
import { metricById, metrics } from "../metrics/catalog.ts";
import type { Workspace } from "../workspace/workspace.svelte.ts";
import {
  addToDashboard,
  changeCell,
  copyOf,
  freeName,
  insertCell,
  moveCell,
  removeCell,
  withCells,
} from "./edit.ts";
import { messages } from "./messages.ts";
import { Runs } from "./runs.svelte.ts";

/** What a cell lets the notebook do with it while it is shown. */
export interface CellHandle {
  readonly edit: () => void;
  readonly insert?: (text: string) => void;
}
/** A dashboard as an entry of a menu. */
interface BoardChoice {
  readonly label: string;
  readonly onselect: () => void;
  readonly Icon?: typeof LayoutDashboard;
  readonly disabled?: boolean;
}
export type CellOf<K extends Cell["kind"]> = Extract<Cell, { kind: K }>;

/** The open notebook: which cell is current, and what can be done with cells. */
export class Notebook {
  readonly workspace: Workspace;
  readonly runs: Runs;
  /** The cell that has the focus, or had it last. */
  current = $state<string | null>(null);
  // No view depends on these.
  #handles = new Map<string, CellHandle>();
  #lastEditor: string | null = null;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
    this.runs = new Runs(workspace);
  }

  get cells(): readonly Cell[] {
    return this.workspace.document?.notebook.cells ?? [];
  }
  get tableNames(): readonly string[] {
    return this.runs.tables.map(({ name }) => name);
  }
  /** What the outline and a screen reader call a cell. */
  nameOf(cell: Cell): string {
    return this.workspace.say(this.namesOf(cell));
  }
  /** The same in both languages, for what outlasts a change of language. */
  namesOf(cell: Cell): Text {
    if (cell.kind === "sql") return sameText(cell.name);
    if (cell.kind === "text") {
      const line = cell.markdown.split("\n").find((text) => text.trim() !== "") ?? "";
      const name = line
        .replace(/^[#>*\-\s]+/, "")
        .replace(/[*_`[\]]/g, "")
        .slice(0, 60);
      return name ? sameText(name) : messages.kinds.text;
    }
    if (cell.kind === "metric")
      return titleText(cell.title, metricById(cell.metric)?.label ?? sameText(cell.metric));
    const drawn = this.cells.find(({ id }) => id === cell.of);
    return titleText(cell.title, drawn?.kind === "sql" ? sameText(drawn.name) : messages.kinds.chart);
  }

  register(id: string, handle: CellHandle): () => void {
    this.#handles.set(id, handle);
    return () => {
      if (this.#handles.get(id) === handle) this.#handles.delete(id);
    };
  }
  editorFocused(id: string): void {
    this.#lastEditor = id;
  }
  /** Inserts text at the cursor of the editor that was used last; false where there is none. */
  insertAtCursor(text: string): boolean {
    const only = this.cells.filter(({ kind }) => kind === "sql");
    const id = this.#lastEditor ?? (only.length === 1 ? only[0]?.id : null);
    const insert = id ? this.#handles.get(id)?.insert : undefined;
    insert?.(text);
    return insert !== undefined;
  }
  edit(id: string): void {
    this.#handles.get(id)?.edit();
  }
  /** Moves the focus to a cell as a whole. */
  async go(id: string | undefined): Promise<void> {
    if (id === undefined) return;
    await tick();
    const element = document.getElementById(`cell-${id}`);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest" });
  }
  step(id: string, by: -1 | 1): void {
    const index = this.cells.findIndex((cell) => cell.id === id);
    void this.go(this.cells[index + by]?.id);
  }

  /** Adds a new cell of a kind at an index, and edits it. */
  async add(kind: Cell["kind"], index: number): Promise<void> {
    const cell = this.#blank(kind);
    this.#change(messages.changes.add, (cells) => insertCell(cells, index, cell));
    await this.go(cell.id);
    this.edit(cell.id);
  }
  /** Adds SQL that was made elsewhere, as a cell of its own below another. */
  async addSql(after: string, sql: string): Promise<void> {
    const cell = { ...this.#blank("sql"), kind: "sql" as const, sql };
    const index = this.cells.findIndex(({ id }) => id === after) + 1;
    this.#change(messages.changes.add, (cells) => insertCell(cells, index, cell as CellOf<"sql">));
    await this.go(cell.id);
    void this.runs.run(cell.id);
  }
  addBeside(id: string, by: 0 | 1, kind: Cell["kind"] = "sql"): Promise<void> {
    return this.add(kind, this.cells.findIndex((cell) => cell.id === id) + by);
  }
  #blank(kind: Cell["kind"]): Cell {
    const id = newId();
    if (kind === "text") return { kind, id, markdown: "" };
    if (kind === "sql")
      return { kind, id, name: freeName([...this.cells], "result", this.tableNames), sql: "" };
    if (kind === "metric")
      return { kind, id, metric: metrics[0]?.id ?? "retention", params: {}, view: null, title: {} };
    const last = this.cells.findLast((cell) => cell.kind === "sql");
    return { kind, id, title: {}, of: last?.id ?? "none", mark: "bars", x: "", y: "", color: null };
  }
  remove(cell: Cell): void {
    const index = this.cells.findIndex(({ id }) => id === cell.id);
    const next = this.cells[index + 1] ?? this.cells[index - 1];
    const name = this.namesOf(cell);
    this.runs.cancel(cell.id);
    this.#change(messages.changes.remove, (cells) => removeCell(cells, cell.id));
    this.workspace.offerUndo(messages.deleted(name));
    void this.go(next?.id);
  }
  async move(id: string, by: -1 | 1): Promise<void> {
    this.#change(messages.changes.move, (cells) => moveCell(cells, id, by));
    await this.go(id);
    const place = this.cells.findIndex((cell) => cell.id === id) + 1;
    this.workspace.announce(messages.movedTo(place, this.cells.length));
  }
  async duplicate(cell: Cell): Promise<void> {
    const copy = copyOf([...this.cells], cell, this.tableNames);
    const index = this.cells.findIndex(({ id }) => id === cell.id) + 1;
    this.#change(messages.changes.duplicate, (cells) => insertCell(cells, index, copy));
    await this.go(copy.id);
  }
  /** Changes fields of a cell; what is typed into one cell becomes one step of undo. */
  set<K extends Cell["kind"]>(
    cell: CellOf<K>,
    kind: K,
    changes: Partial<CellOf<K>>,
    label: Text,
    merge?: string,
  ): void {
    this.#change(label, (cells) => changeCell(cells, cell.id, kind, changes), merge && `${merge}-${cell.id}`);
  }
  /** The dashboards that a cell can be added to, as entries of a menu. */
  dashboardChoices(cell: Cell): BoardChoice[] {
    const say = (text: Text) => this.workspace.say(text);
    const boards = this.workspace.document?.dashboards ?? [];
    if (boards.length === 0)
      return [{ label: say(messages.noDashboards), disabled: true, onselect: () => {} }];
    return boards.map(({ id, title }) => {
      const name = titleText(title, messages.untitled);
      return { label: say(name), Icon: LayoutDashboard, onselect: () => this.addTo(id, name, cell) };
    });
  }
  addTo(dashboard: string, title: Text, cell: Cell): void {
    this.workspace.change(messages.changes.addTile, (document) => addToDashboard(document, dashboard, cell));
    this.workspace.offerUndo(messages.addedTo(title));
  }
  #change(label: Text, change: Parameters<typeof withCells>[1], merge?: string): void {
    this.workspace.change(label, (document) => withCells(document, change), merge);
  }
}

const key = Symbol("notebook");
export function provideNotebook(notebook: Notebook): Notebook {
  return setContext(key, notebook);
}
export function useNotebook(): Notebook {
  return getContext<Notebook>(key);
}
