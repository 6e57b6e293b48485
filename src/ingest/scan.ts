import { pieces } from "./bytes.ts";
import { parseRows } from "./rows.ts";
import type { Dialect } from "./source.ts";
import { decoderOf } from "./text-decoder.ts";

/**
 * Passes over every row of a file, piece by piece; `take` gets its cells, and ends the pass with `false`.
 * The header is no row. `onBytes` hears how far the pass is.
 */
export async function scanRows(
  blob: Blob,
  dialect: Dialect,
  take: (cells: readonly string[]) => unknown,
  signal?: AbortSignal,
  onBytes?: (done: number) => void,
): Promise<void> {
  const decoder = decoderOf(dialect.encoding);
  let rest = "";
  let skipLines = dialect.skip;
  let header = dialect.header;
  let done = 0;
  /** Whether the pass goes on. */
  const pass = (text: string, whole: boolean): boolean => {
    rest += text;
    for (; skipLines > 0; skipLines -= 1) {
      const end = rest.indexOf("\n");
      if (end < 0) return true;
      rest = rest.slice(end + 1);
    }
    const rows = parseRows(rest, dialect, { whole });
    for (const { cells } of rows) {
      if (!header && take(cells) === false) return false;
      header = false;
    }
    rest = rest.slice(rows.at(-1)?.end ?? 0);
    return true;
  };
  for await (const bytes of pieces(blob, undefined, signal)) {
    if (!pass(decoder.decode(bytes, { stream: true }), false)) return;
    done += bytes.length;
    onBytes?.(done);
  }
  pass(decoder.decode(), true);
}
