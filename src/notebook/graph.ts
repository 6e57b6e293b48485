import type { SyntaxNode } from "@lezer/common";
import { TextError } from "../i18n/text.ts";
import { duckdb } from "./dialect.ts";
import { messages } from "./graph.messages.ts";

/** A SQL cell as the graph sees it. */
export interface SqlText {
  readonly id: string;
  readonly name: string;
  readonly sql: string;
}

const opensSources = new Set(["from", "join", "table", "describe", "summarize", "show", "pivot", "unpivot"]);
const closesSources = new Set(
  `where group having order limit offset qualify window union intersect except select on sample values
   with tablesample`.split(/\s+/),
);
const words = new Set(["Identifier", "QuotedIdentifier", "Keyword", "Type", "Builtin"]);

/**
 * The names of tables that SQL reads, in lower case, each once, as its syntax has them: not in texts,
 * comments or places of columns, and not a name that its own WITH defines at that place.
 */
export function namesRead(sql: string): string[] {
  // The grammar knows ASCII letters alone; offsets stay the same.
  const plain = sql.replace(/[^\0-\x7f]|_/g, "w");
  const found = new Set<string>();
  const locals: { name: string; from: number; to: number }[] = [];
  const used: { name: string; at: number }[] = [];
  const level = (parent: SyntaxNode, asSource: boolean) => {
    // Brackets hold a query, sources to join, or the arguments of a function: extract(year FROM x).
    if (parent.name === "Parens" && !asSource && !beginsQuery(parent)) {
      for (let node = parent.firstChild; node; node = node.nextSibling)
        if (node.firstChild) level(node, false);
      return;
    }
    let inSources = asSource;
    let expects = asSource;
    let previous = "";
    for (let node = parent.firstChild; node; node = node.nextSibling) {
      const text = sql.slice(node.from, node.to);
      const word = node.name === "Keyword" ? text.toLowerCase() : "";
      if (node.name === "LineComment" || node.name === "BlockComment") continue;
      if (word && opensSources.has(word)) inSources = expects = true;
      else if (word && closesSources.has(word)) inSources = expects = false;
      else if (inSources && text === ",") expects = true;
      else if (words.has(node.name) && definition(node, sql)) {
        const body = definition(node, sql);
        const from = previous === "recursive" ? node.from : (body?.to ?? node.to);
        locals.push({ name: unquoted(text), from, to: parent.to });
      } else if (expects && words.has(node.name) && !skipped.has(word)) {
        // A function that gives a table, such as range(10), is no name of a cell.
        if (nextOf(node)?.name !== "Parens") used.push({ name: unquoted(text), at: node.from });
        expects = false;
      } else if (node.name === "Parens") {
        level(node, expects);
        expects = false;
      } else if (expects && !skipped.has(word) && text !== "(") expects = false;
      if (word || text === ",") previous = word || previous;
    }
  };
  for (let node = duckdb.language.parser.parse(plain).topNode.firstChild; node; node = node.nextSibling)
    level(node, false);
  for (const { name, at } of used)
    if (!locals.some((local) => local.name === name && local.from <= at && at < local.to)) found.add(name);
  return [...found];
}
function beginsQuery(parens: SyntaxNode): boolean {
  const first = parens.firstChild && nextOf(parens.firstChild);
  return first?.name === "Keyword" || first?.name === "Parens";
}
/** Words that stand between FROM or JOIN and the name. */
const skipped = new Set(["lateral", "only", "all", "tables"]);

function unquoted(text: string): string {
  return (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text).toLowerCase();
}
function nextOf(node: SyntaxNode): SyntaxNode | null {
  let next = node.nextSibling;
  while (next && next.name.endsWith("Comment")) next = next.nextSibling;
  return next;
}
/** The body of `name [(columns)] AS [[NOT] MATERIALIZED] (…)`, where a name begins that. */
function definition(node: SyntaxNode, sql: string): SyntaxNode | null {
  if (node.name !== "Identifier" && node.name !== "QuotedIdentifier") return null;
  let next = nextOf(node);
  if (next?.name === "Parens") next = nextOf(next);
  if (!next || sql.slice(next.from, next.to).toLowerCase() !== "as") return null;
  for (next = nextOf(next); next; next = nextOf(next)) {
    if (next.name === "Parens") return next;
    if (!/^(not|materialized)$/i.test(sql.slice(next.from, next.to))) return null;
  }
  return null;
}

/** What SQL cells read of one another. Names of tables are the tables', whatever cells are called. */
export class CellGraph {
  readonly #cells: ReadonlyMap<string, SqlText>;
  readonly #reads = new Map<string, readonly string[]>();

  constructor(cells: readonly SqlText[], tables: readonly string[] = []) {
    this.#cells = new Map(cells.map((cell) => [cell.id, cell]));
    const taken = new Set(tables.map((name) => name.toLowerCase()));
    const byName = new Map<string, string>();
    for (const { id, name } of cells) {
      const key = name.toLowerCase();
      if (!taken.has(key) && !byName.has(key)) byName.set(key, id);
    }
    for (const { id, sql } of cells)
      this.#reads.set(
        id,
        namesRead(sql).flatMap((name) => byName.get(name) ?? []),
      );
  }

  /** The ids of cells that a cell's text names. */
  reads(id: string): readonly string[] {
    return this.#reads.get(id) ?? [];
  }

  /** The cells that one stands on, each after those that it reads itself. @throws TextError on a circle */
  needs(id: string): SqlText[] {
    const order: SqlText[] = [];
    const done = new Set<string>();
    const visit = (current: string, path: readonly string[]) => {
      const circle = path.indexOf(current);
      if (circle >= 0)
        throw new TextError(messages.circle([...path.slice(circle), current].map(this.#nameOf)));
      if (done.has(current)) return;
      for (const next of this.reads(current)) visit(next, [...path, current]);
      done.add(current);
      const cell = this.#cells.get(current);
      if (cell && current !== id) order.push(cell);
    };
    visit(id, []);
    return order;
  }

  /** The ids of all cells that stand on one, each after those of them that it reads itself. */
  readers(id: string): string[] {
    const reached = new Set<string>();
    const spread = (current: string) => {
      for (const [reader, reads] of this.#reads)
        if (reader !== id && reads.includes(current) && !reached.has(reader)) {
          reached.add(reader);
          spread(reader);
        }
    };
    spread(id);
    return this.order().filter((other) => reached.has(other));
  }

  /** Every cell after those that it reads; cells of a circle stand where the notebook has them. */
  order(): string[] {
    const order: string[] = [];
    const seen = new Set<string>();
    const visit = (id: string) => {
      if (seen.has(id)) return;
      seen.add(id);
      for (const next of this.reads(id)) visit(next);
      order.push(id);
    };
    for (const id of this.#cells.keys()) visit(id);
    return order;
  }

  readonly #nameOf = (id: string): string => this.#cells.get(id)?.name ?? id;
}
