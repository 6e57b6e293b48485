/** What a piece of SQL is, by the class that colours it: keyword, string, comment, function, number. */
export type TokenKind = "k" | "s" | "c" | "f" | "p" | null;
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const keywords = new Set(
  `all and any as asc between by case cast cross date desc distinct else end except exists false filter first
  following from full group having ilike in inner intersect interval into is join last lateral left like limit
  natural not null nulls offset on or order outer over partition preceding qualify range recursive right row rows
  select set semi anti table then true unbounded union unnest using values when where window with`
    .split(/\s+/)
    .filter(Boolean),
);
const pieces =
  /(--[^\n]*|\/\*[\s\S]*?\*\/)|('(?:[^']|'')*')|("(?:[^"]|"")*")|(\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b)|([\p{L}_][\p{L}\p{N}_]*)/giu;

/** SQL as coloured pieces, which together are the text. For reading only: the engine alone judges SQL. */
export function sqlTokens(sql: string): Token[] {
  const tokens: Token[] = [];
  const put = (kind: TokenKind, text: string) => {
    if (text) tokens.push({ kind, text });
  };
  let at = 0;
  for (const match of sql.matchAll(pieces)) {
    put(null, sql.slice(at, match.index));
    const [text, comment, string, name, number] = match;
    at = match.index + text.length;
    if (comment !== undefined) put("c", text);
    else if (string !== undefined) put("s", text);
    else if (name !== undefined) put(null, text);
    else if (number !== undefined) put("p", text);
    else if (keywords.has(text.toLowerCase())) put("k", text);
    else put(/^\s*\(/.test(sql.slice(at, at + 8)) ? "f" : null, text);
  }
  put(null, sql.slice(at));
  return tokens;
}

/** The same by line, for numbered lines; a piece that runs over a line's end is cut there. */
export function sqlLines(sql: string): Token[][] {
  const lines: Token[][] = [[]];
  for (const { kind, text } of sqlTokens(sql))
    text.split("\n").forEach((part, index) => {
      if (index > 0) lines.push([]);
      if (part) lines.at(-1)?.push({ kind, text: part });
    });
  return lines;
}
