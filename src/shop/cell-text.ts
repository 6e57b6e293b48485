/** A cell's text, as far as it must be known before the database reads it. */
export interface CellText {
  /** EXPLAIN or EXPLAIN ANALYZE, which the rest is put behind. */
  readonly explain: "EXPLAIN" | "EXPLAIN ANALYZE" | null;
  /** The statement without its EXPLAIN. */
  readonly body: string;
  /** Where the body begins in the text. */
  readonly offset: number;
  /** The first word of the body, in capitals. */
  readonly first: string;
  readonly statements: number;
  /** The first word that begins a statement which does not read, in capitals. */
  readonly changes: string | null;
}

// Comments, quoted texts and names, dollar-quoted texts, words, and any other character.
const token =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|\$(\w*)\$[\s\S]*?(?:\$\1\$|$)|[\p{L}_][\p{L}\p{N}_$]*|\s+|[\s\S]/gu;

const reading = new Set(
  "SELECT WITH FROM VALUES TABLE DESCRIBE DESC SUMMARIZE SHOW PIVOT UNPIVOT EXPLAIN ANALYZE".split(" "),
);
const afterWith = new Set("INSERT UPDATE DELETE MERGE".split(" "));

/** Splits a cell's text; words only, since what it does is for the database's own parser to judge. */
export function readCell(text: string): CellText {
  const tokens = [...text.matchAll(token)]
    .map((match) => ({ text: match[0], start: match.index }))
    .filter(({ text: piece }) => !/^(--|\/\*|\s)/.test(piece));
  const word = (index: number) => tokens[index]?.text.toUpperCase() ?? "";
  const explain = word(0) !== "EXPLAIN" ? null : word(1) === "ANALYZE" ? "EXPLAIN ANALYZE" : "EXPLAIN";
  const skipped = explain === null ? 0 : explain === "EXPLAIN" ? 1 : 2;
  const offset = skipped === 0 ? 0 : (tokens[skipped]?.start ?? text.length);
  let statements = 0;
  let changes: string | null = null;
  let starts = true;
  for (let index = skipped; index < tokens.length; index += 1) {
    const piece = word(index);
    if (piece === ";") {
      starts = true;
      continue;
    }
    const isWord = /^\p{L}/u.test(piece);
    if (starts) {
      statements += 1;
      if (isWord && !reading.has(piece)) changes ??= piece;
    } else if (afterWith.has(piece) && word(index - 1) === ")") changes ??= piece;
    starts = false;
  }
  return { explain, body: text.slice(offset), offset, first: word(skipped), statements, changes };
}
