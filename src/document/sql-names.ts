/** A piece of a SQL text that is neither blank nor a comment. */
export interface SqlToken {
  readonly kind: "word" | "quoted" | "string" | "number" | "sign";
  /** As written; for a quoted name, what is between the quotation marks. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const piece =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(?<string>'(?:[^']|'')*'?|(?<tag>\$(?:[\p{L}_]\w*)?\$)[\s\S]*?(?:\k<tag>|$))|(?<quoted>"(?:[^"]|"")*"?)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<number>\.?\d[\w.]*)|\s+|(?<sign>[\s\S])/gu;

/** The tokens of a SQL text, complete or not. Never fails. */
export function sqlTokens(text: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const match of text.matchAll(piece)) {
    const groups = match.groups ?? {};
    const place = { from: match.index, to: match.index + match[0].length };
    if (groups["word"] !== undefined) tokens.push({ kind: "word", text: match[0], ...place });
    else if (groups["quoted"] !== undefined)
      tokens.push({ kind: "quoted", text: unquoted(match[0]), ...place });
    else if (groups["string"] !== undefined) tokens.push({ kind: "string", text: match[0], ...place });
    else if (groups["number"] !== undefined) tokens.push({ kind: "number", text: match[0], ...place });
    else if (groups["sign"] !== undefined) tokens.push({ kind: "sign", text: match[0], ...place });
  }
  return tokens;
}

function unquoted(text: string): string {
  const inner = text.length > 1 && text.endsWith('"') ? text.slice(1, -1) : text.slice(1);
  return inner.replaceAll('""', '"');
}

/** Names are one whatever their case is, as the database has it. */
export function foldName(name: string): string {
  return name.toLowerCase();
}

// Words after which a table stands, those of them that only begin a statement, and words that end a list
// of tables.
const before = new Set(["from", "join", "pivot", "unpivot"]);
const beginning = new Set(["table", "describe", "desc", "summarize"]);
const after = new Set(
  "where group order having qualify limit offset window union intersect except select values sample".split(
    " ",
  ),
);
// Functions whose arguments hold a FROM of another meaning.
const withFrom = new Set(["extract", "substring", "trim", "overlay", "position"]);

interface Scope {
  /** Names defined by WITH here. */
  readonly local: Set<string>;
  /** Whether a comma is followed by another table. */
  tables: boolean;
  /** Whether the next name is a table. */
  expected: boolean;
  /** Inside EXTRACT and its like. */
  readonly plain: boolean;
  /** The name that this bracket defines, for the scope around it. */
  readonly defines: string | null;
  with: "none" | "name" | "body";
  recursive: boolean;
  name: string | null;
}
const scope = (parts: Partial<Scope> = {}): Scope => ({
  local: new Set(),
  tables: false,
  expected: false,
  plain: false,
  defines: null,
  with: "none",
  recursive: false,
  name: null,
  ...parts,
});

/**
 * The tables that a SQL text reads, by folded name: what stands where only a table can, without what the
 * text defines itself by WITH. A column or alias of the same name does not count.
 */
export function tablesRead(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const tokens = sqlTokens(text);
  const scopes: Scope[] = [scope()];
  tokens.forEach((token, index) => {
    const here = scopes.at(-1) ?? scope();
    const word = token.kind === "word" ? token.text.toLowerCase() : "";
    const next = tokens[index + 1];
    const previous = tokens[index - 1];
    if (token.text === "(" && token.kind === "sign") {
      const plain = previous?.kind === "word" && withFrom.has(previous.text.toLowerCase());
      const body = here.with === "body" && isWord(previous, "as", "materialized");
      if (body && here.recursive && here.name) here.local.add(here.name);
      // A bracket where a table is expected holds a join or a query.
      scopes.push(scope({ plain, defines: body ? here.name : null, expected: here.expected }));
      if (here.expected) here.tables = true;
      here.expected = false;
      return;
    }
    if (token.text === ")" && token.kind === "sign") {
      if (scopes.length === 1) return;
      scopes.pop();
      const outer = scopes.at(-1) ?? scope();
      if (here.defines !== null) {
        outer.local.add(here.defines);
        outer.with = next?.text === "," ? "name" : "none";
      }
      return;
    }
    if (token.kind === "sign") {
      if (token.text === "," && here.tables) here.expected = true;
      if (token.text === ";") {
        here.local.clear();
        here.tables = here.expected = false;
      }
      return;
    }
    if (here.with === "name" && (word !== "" || token.kind === "quoted")) {
      if (word === "recursive" && next?.kind !== "sign" && !isWord(next, "as")) here.recursive = true;
      else {
        here.name = foldName(token.text);
        here.with = "body";
      }
      return;
    }
    if (
      word === "with" &&
      next &&
      next.kind !== "string" &&
      next.text !== "(" &&
      !isWord(next, "ordinality")
    ) {
      here.with = "name";
      here.expected = false;
      return;
    }
    const name = token.kind === "quoted" || (word !== "" && !before.has(word) && !after.has(word));
    if (here.expected && name) {
      // LATERAL and ONLY stand before the table.
      if ((word === "lateral" || word === "only") && next?.kind !== "sign") return;
      here.expected = false;
      here.tables = true;
      const folded = foldName(token.text);
      const qualified = next?.text === "." || next?.text === "(";
      if (!qualified && !scopes.some(({ local }) => local.has(folded))) found.add(folded);
      return;
    }
    if (word === "from" && (here.plain || isWord(previous, "distinct"))) return;
    if (before.has(word) && next?.text !== ".") here.expected = true;
    else if (beginning.has(word) && begins(previous)) here.expected = true;
    else if (after.has(word) || token.kind === "string") here.expected = false;
    if (after.has(word)) here.tables = false;
  });
  return found;
}

function begins(previous: SqlToken | undefined): boolean {
  return previous === undefined || isWord(previous, "explain", "analyze") || "(;".includes(previous.text);
}

function isWord(token: SqlToken | undefined, ...words: string[]): boolean {
  return token?.kind === "word" && words.includes(token.text.toLowerCase());
}
