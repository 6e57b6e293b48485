import { bytesAt } from "./bytes.ts";
import { type Profile, isEmpty, profileColumns } from "./profile.ts";
import { parseRows } from "./rows.ts";
import { columnNames } from "./sniff.ts";
import type { Dialect } from "./source.ts";
import { decoderOf } from "./text-decoder.ts";

/** Bytes of the beginning that are looked at; a smaller file is looked at whole. */
const headBytes = 1 << 18;
const wholeBytes = 4 << 20;
const sampleRows = 10_000;
const probeBytes = 1 << 16;

/** The beginning of a file, or all of a small one, and rows from further on. */
export interface Sample {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly preview: readonly (readonly (string | null)[])[];
  /** Rows of the file: counted where it was read whole, else judged by their size. */
  readonly fileRows: number;
  readonly exact: boolean;
  /** Some cell of a file that was looked at whole has line breaks. */
  readonly multiline: boolean;
  readonly ragged: number;
  readonly profiles: readonly Profile[];
}

/** The beginning of a file as text, or all of a small one. */
export async function headText(blob: Blob, encoding: string): Promise<{ text: string; whole: boolean }> {
  const whole = blob.size <= wholeBytes;
  return { text: await textAt(blob, encoding, 0, whole ? blob.size : headBytes), whole };
}

async function textAt(blob: Blob, encoding: string, start: number, length: number): Promise<string> {
  const bytes = await bytesAt(blob, start, length);
  // As a stream: a character cut at the end is left out, not replaced.
  return decoderOf(encoding).decode(bytes, { stream: start + length < blob.size });
}

/** Samples a file under a dialect; `text` is its beginning, or all of it where `whole`. */
export async function takeSample(
  blob: Blob,
  text: string,
  whole: boolean,
  dialect: Dialect,
): Promise<Sample> {
  const all = parseRows(afterLines(text, dialect.skip), dialect, { whole });
  const headings = dialect.header ? (all[0]?.cells ?? []) : [];
  const begin = (dialect.header ? all.slice(1) : all).map(({ cells }) => cells);
  const usual = dialect.header ? headings.length : begin.reduce((most, row) => Math.max(most, row.length), 0);
  // Where most rows are wider than the heading, the columns without one are named by their place.
  const wider = begin.filter((row) => row.length > usual).length > begin.length / 2;
  const width = wider ? Math.max(...begin.slice(0, 1000).map((row) => row.length)) : usual;
  const names = columnNames(headings, width);
  const rows = begin.slice(0, sampleRows);
  if (whole && begin.length > sampleRows) {
    // Of a longer file every n-th row is looked at as well, so that nothing late is missed.
    const step = Math.ceil((begin.length - sampleRows) / sampleRows);
    for (let index = sampleRows; index < begin.length; index += step) rows.push(begin[index] ?? []);
  }
  if (!whole)
    for (const place of [0.25, 0.5, 0.75, 1]) {
      const start = Math.floor((Math.max(0, blob.size - probeBytes) * place) / 2) * 2;
      const piece = await textAt(blob, dialect.encoding, start, probeBytes);
      const found = parseRows(afterLines(piece, 1), dialect, { whole: place === 1 });
      // A piece may begin inside of a quoted cell: only rows of the usual width are believed.
      rows.push(...found.map(({ cells }) => cells).filter((cells) => cells.length === width));
    }
  return {
    headings: names,
    rows,
    preview: begin
      .slice(0, 50)
      .map((row) => names.map((_, index) => (isEmpty(row[index] ?? "") ? null : (row[index] ?? null)))),
    fileRows: whole ? begin.length : Math.round((blob.size * begin.length) / headBytes),
    exact: whole,
    multiline: whole && all.some(({ cells }) => cells.some((cell) => /[\r\n]/.test(cell))),
    ragged: begin.filter((row) => row.length !== width).length,
    profiles: profileColumns(names, rows, dialect.delimiter),
  };
}

/** The text below its first lines. */
function afterLines(text: string, lines: number): string {
  let at = 0;
  for (let line = 0; line < lines; line += 1) {
    const end = /\r\n|\n|\r/g;
    end.lastIndex = at;
    const match = end.exec(text);
    if (!match) return "";
    at = match.index + match[0].length;
  }
  return text.slice(at);
}
