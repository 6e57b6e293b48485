import { amountText, momentText, serialText } from "./cell-value.ts";
import type { Merge } from "./sheet-line.ts";
import { Unusual, plainText, stringText } from "./xml-text.ts";

/** What the cells of a workbook refer to. */
export interface CellWorld {
  /** Shared strings, by their number. */
  readonly strings: readonly string[];
  /** Whether a style is a format of dates, by its number. */
  readonly dates: readonly boolean[];
  /** Whether days are counted from 1904. */
  readonly later: boolean;
}

const space = 32;
const lessThan = 60;
const greaterThan = 62;
const slash = 47;
const isBlank = (code: number) => code === space || code === 10 || code === 13 || code === 9;
const moment = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?)?Z?$/;
/** Long whole numbers stay as they are written, since programs other than spreadsheets write all of their digits. */
const plainNumber = /^(?:0|-?[1-9]\d{0,30}|-?(?:0|[1-9]\d{0,8})\.\d{0,5}[1-9])$/;

/**
 * Reads the XML of a sheet as it comes, piece by piece, and gives each row that has cells.
 * What it does not know it throws as `Unusual`: nothing is guessed.
 */
export class SheetScan {
  #part: "before" | "rows" | "behind" = "before";
  #rest = "";
  #row = -1;
  readonly #world: CellWorld;
  readonly #take: (row: number, texts: readonly string[]) => void;

  constructor(world: CellWorld, take: (row: number, texts: readonly string[]) => void) {
    this.#world = world;
    this.#take = take;
  }

  push(piece: string): void {
    let xml = this.#rest + piece;
    if (this.#part === "before") {
      const at = /<sheetData\s*(\/?)>/.exec(xml);
      if (!at) {
        this.#rest = xml;
        if (xml.length > 1 << 24) throw new Unusual("no sheetData");
        return;
      }
      if (/<[\w]+:(worksheet|sheetData)\b/.test(xml.slice(0, at.index))) throw new Unusual("a name space");
      this.#part = at[1] ? "behind" : "rows";
      xml = xml.slice(at.index + at[0].length);
    }
    if (this.#part === "rows") {
      const end = xml.indexOf("</sheetData>");
      const stop = end >= 0 ? end : xml.lastIndexOf("</row>") + "</row>".length;
      if (end >= 0 || stop >= "</row>".length) {
        this.#rows(xml, stop);
        xml = xml.slice(stop);
      }
      if (end >= 0) this.#part = "behind";
    }
    this.#rest = xml;
  }

  /** Says that all was given; gives the cells that are one on the sheet. */
  end(): Merge[] {
    if (this.#part !== "behind") throw new Unusual("a sheet without an end");
    const merges: Merge[] = [];
    for (const [, from = "", to = ""] of this.#rest.matchAll(
      /<mergeCell\s[^<>]*?ref="([A-Z]+\d+):([A-Z]+\d+)"/g,
    ))
      merges.push({ s: placeOf(from), e: placeOf(to) });
    return merges;
  }

  /** Reads rows up to `stop`, where one ends. */
  #rows(xml: string, stop: number): void {
    let at = 0;
    while ((at = skipBlank(xml, at)) < stop) {
      if (!xml.startsWith("<row", at)) throw new Unusual(xml.slice(at, at + 20));
      const open = xml.indexOf(">", at);
      if (open < 0 || open >= stop) throw new Unusual("a row without an end");
      const told = /\sr="(\d+)"/.exec(xml.slice(at + 4, open))?.[1];
      const row = told === undefined ? this.#row + 1 : Number(told) - 1;
      if (row <= this.#row) throw new Unusual("rows out of order");
      this.#row = row;
      if (xml.charCodeAt(open - 1) === slash) {
        at = open + 1;
        continue;
      }
      at = this.#cells(xml, open + 1, row);
    }
  }

  /** Reads the cells of a row; gives where the row ends. */
  #cells(xml: string, from: number, row: number): number {
    const texts: string[] = [];
    const rowName = String(row + 1);
    let at = from;
    for (;;) {
      at = skipBlank(xml, at);
      if (xml.charCodeAt(at) !== lessThan) throw new Unusual("text between cells");
      if (xml.charCodeAt(at + 1) === slash) {
        if (!xml.startsWith("</row>", at)) throw new Unusual(xml.slice(at, at + 20));
        if (texts.length > 0) this.#take(row, texts);
        return at + "</row>".length;
      }
      if (xml.charCodeAt(at + 1) !== 99) throw new Unusual(xml.slice(at, at + 20));
      at += 2;
      // The cell's own tag: its place, type and style.
      let column = texts.length;
      let type = "";
      let style = 0;
      let code = xml.charCodeAt(at);
      while (isBlank(code)) {
        at = skipBlank(xml, at);
        code = xml.charCodeAt(at);
        if (code === greaterThan || code === slash) break;
        const name = xml.charCodeAt(at);
        const short = xml.charCodeAt(at + 1) === 61;
        const quote = short ? at + 2 : xml.indexOf("=", at) + 1;
        const mark = xml.charCodeAt(quote);
        if (mark !== 34 && mark !== 39) throw new Unusual("a value without quotation marks");
        const close = xml.indexOf(mark === 34 ? '"' : "'", quote + 1);
        if (short && name === 114) column = columnAt(xml, quote + 1, close, rowName);
        else if (short && name === 116) type = xml.slice(quote + 1, close);
        else if (short && name === 115) style = Number(xml.slice(quote + 1, close));
        at = close + 1;
        code = xml.charCodeAt(at);
      }
      if (column < texts.length) throw new Unusual("cells out of order");
      if (code === slash) {
        at += 2;
        continue;
      }
      if (code !== greaterThan) throw new Unusual("a cell's tag");
      // What it holds: a formula that is passed over, a value, or text.
      at += 1;
      let value: string | undefined;
      let inline: string | undefined;
      while (xml.charCodeAt((at = skipBlank(xml, at)) + 1) !== slash) {
        if (xml.startsWith("<v>", at)) {
          const end = xml.indexOf("<", at + 3);
          value = xml.slice(at + 3, end);
          at = behind(xml, end, "</v>");
        } else if (xml.startsWith("<is>", at)) {
          const end = xml.indexOf("</is>", at);
          if (end < 0) throw new Unusual("text without an end");
          inline = xml.slice(at + 4, end);
          at = end + 5;
        } else at = behindElement(xml, at);
      }
      at = behind(xml, at, "</c>");
      const text = this.#text(type, style, value, inline);
      if (text === "") continue;
      while (texts.length < column) texts.push("");
      texts.push(text);
    }
  }

  #text(type: string, style: number, value: string | undefined, inline: string | undefined): string {
    const { strings, dates, later } = this.#world;
    switch (type) {
      case "":
      case "n":
        if (value === undefined || value === "") return "";
        if (dates[style]) return serialText(Number.parseFloat(value), later);
        // Most numbers are written as they are to be read.
        return plainNumber.test(value) ? value : amountText(Number.parseFloat(value));
      case "s": {
        if (value === undefined || value === "") return "";
        const text = strings[Number.parseInt(value, 10)];
        if (text === undefined) throw new Unusual(`no shared string ${value}`);
        return text;
      }
      case "str":
        return value === undefined ? "" : plainText(value);
      case "inlineStr":
        return inline === undefined ? "" : stringText(inline.trim());
      case "b":
        return value === "1" || value === "true" ? "TRUE" : "FALSE";
      case "e":
        return "";
      case "d": {
        const [, date, time = "00:00", seconds = ":00"] = moment.exec(value ?? "") ?? [];
        if (date === undefined) throw new Unusual(`the moment ${String(value)}`);
        return momentText(Date.parse(`${date}T${time}${seconds}Z`));
      }
      default:
        throw new Unusual(`a cell of type ${type}`);
    }
  }
}

function skipBlank(xml: string, from: number): number {
  let at = from;
  while (isBlank(xml.charCodeAt(at))) at += 1;
  return at;
}

function behind(xml: string, at: number, tag: string): number {
  if (!xml.startsWith(tag, at)) throw new Unusual(`no ${tag}`);
  return at + tag.length;
}

/** Where an element ends that is not looked into: a formula, or what a program adds of its own. */
function behindElement(xml: string, at: number): number {
  const name = /^<(v|f|is|extLst)(?=[\s/>])/.exec(xml.slice(at, at + 10))?.[1];
  const open = xml.indexOf(">", at);
  if (name === undefined || open < 0) throw new Unusual(xml.slice(at, at + 20));
  if (xml.charCodeAt(open - 1) === slash) return open + 1;
  // A value with attributes of its own.
  if (name === "v" || name === "is") throw new Unusual(xml.slice(at, open + 1));
  const end = xml.indexOf(`</${name}>`, open);
  if (end < 0) throw new Unusual(`${name} without an end`);
  return end + name.length + 3;
}

/** The column of a place such as AB12, from 0, which must be in the row that it stands in. */
function columnAt(xml: string, from: number, to: number, row: string): number {
  let column = 0;
  let at = from;
  for (; at < to; at += 1) {
    const letter = xml.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  if (column === 0 || column > 16_384 || to - at !== row.length || !xml.startsWith(row, at))
    throw new Unusual(`the place ${xml.slice(from, to)}`);
  return column - 1;
}

function placeOf(place: string): Merge["s"] {
  const digits = place.search(/\d/);
  const row = place.slice(digits);
  return { r: Number(row) - 1, c: columnAt(place, 0, place.length, row) };
}
