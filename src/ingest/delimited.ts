/** A cell of comma-separated text: quoted where it must be. */
export function delimitedCell(text: string): string {
  return /[",\r\n]/.test(text) || text.startsWith(" ") || text.endsWith(" ")
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}

const blockLength = 1 << 20;

/**
 * Comma-separated UTF-8 text as it is written row by row: what every format that is no text is turned
 * into, so that all files are read, shown and set aside in one way. Blocks become Blobs, which a browser
 * may keep outside of memory.
 */
export class DelimitedText {
  readonly #parts: Blob[] = [];
  #block: string[] = [];
  #length = 0;
  rows = 0;

  constructor(header: readonly string[]) {
    this.#write(header.map((name) => name.replace(/\s*[\r\n]+\s*/g, " ")));
  }

  add(cells: readonly string[]): void {
    this.#write(cells);
    this.rows += 1;
  }

  #write(cells: readonly string[]): void {
    // A lone empty cell would be a blank line, which is no row.
    const line = cells.length === 1 && cells[0] === "" ? '""\n' : `${cells.map(delimitedCell).join(",")}\n`;
    this.#block.push(line);
    this.#length += line.length;
    if (this.#length >= blockLength) this.#flush();
  }

  #flush(): void {
    this.#parts.push(new Blob([this.#block.join("")]));
    this.#block = [];
    this.#length = 0;
  }

  /** All that was written. */
  blob(): Blob {
    this.#flush();
    return new Blob(this.#parts, { type: "text/csv" });
  }
}
