import { pieces } from "./bytes.ts";
import { parseRows } from "./rows.ts";
import type { Dialect } from "./source.ts";

/** Passes over every row of a file, piece by piece; `take` gets its cells. The header is no row. */
export async function scanRows(
  blob: Blob,
  dialect: Dialect,
  take: (cells: readonly string[]) => void,
  signal?: AbortSignal,
): Promise<void> {
  const decoder = new TextDecoder(dialect.encoding);
  let rest = "";
  let skipLines = dialect.skip;
  let header = dialect.header;
  const pass = (text: string, whole: boolean) => {
    rest += text;
    for (; skipLines > 0; skipLines -= 1) {
      const end = rest.indexOf("\n");
      if (end < 0) return;
      rest = rest.slice(end + 1);
    }
    const rows = parseRows(rest, dialect, { whole });
    for (const { cells } of rows) {
      if (!header) take(cells);
      header = false;
    }
    rest = rest.slice(rows.at(-1)?.end ?? 0);
  };
  for await (const bytes of pieces(blob, undefined, signal))
    pass(decoder.decode(bytes, { stream: true }), false);
  pass(decoder.decode(), true);
}
