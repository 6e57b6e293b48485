import type { Document, Titles } from "../document/document.ts";
import { decodeFrame } from "../engine/arrow.ts";
import type { Shop } from "../shop/shop.ts";
import { metricById } from "../metrics/catalog.ts";
import type { ParamValues } from "../metrics/metric.ts";
import { sql } from "../sql.ts";

/** Most words looked up, and most customers named in the answer. */
const mostWords = 2000;
const mostNamed = 5;

/**
 * Numbers of customers of the loaded data that occur in a document's texts, which travel with a link:
 * someone may have written them in a note, a title, SQL or a filter.
 */
export async function namedCustomers(document: Document, shop: Shop): Promise<string[]> {
  const words = wordsOf(document);
  if (!words.length) return [];
  const query = sql`SELECT DISTINCT customer_id FROM customer_facts WHERE customer_id IN (${words}) ORDER BY customer_id`;
  const { bytes, types } = await shop.query(query.text, [], mostNamed);
  return (decodeFrame(bytes, types).values.customer_id ?? []).map(String);
}

/** Customers whom the params of cells and tiles name. */
function chosenCustomers({ notebook, dashboards }: Document): string[] {
  const named = (metric: string, params: ParamValues) =>
    Object.entries(metricById(metric)?.params ?? {}).flatMap(([name, { kind }]) => {
      const value = kind === "customer" ? params[name] : null;
      return typeof value === "string" ? [value] : [];
    });
  return [
    ...notebook.cells.flatMap((cell) => (cell.kind === "metric" ? named(cell.metric, cell.params) : [])),
    ...dashboards.flatMap(({ tiles }) =>
      tiles.flatMap(({ content }) =>
        content.kind === "metric" ? named(content.metric, content.params) : [],
      ),
    ),
  ];
}

/** Words of a document's texts that could be the number of a customer: they have a digit in them. */
export function wordsOf(document: Document): string[] {
  const texts: string[] = [];
  const add = (...titles: (Titles | string | null)[]) => {
    for (const title of titles) {
      if (typeof title === "string") texts.push(title);
      else if (title) texts.push(title.en ?? "", title["zh-CN"] ?? "");
    }
  };
  add(document.title);
  for (const cell of document.notebook.cells) {
    if (cell.kind === "text") add(cell.markdown);
    else if (cell.kind === "sql") add(cell.sql);
    else add(cell.title);
  }
  for (const { title, tiles, filters } of document.dashboards) {
    add(title, ...filters.columns.flatMap(({ values }) => values));
    for (const tile of tiles) add(tile.title, tile.content.kind === "text" ? tile.content.markdown : null);
  }
  for (const { title, filters } of document.segments) add(title, ...filters.flatMap(({ values }) => values));
  const words = new Set(chosenCustomers(document));
  for (const text of texts)
    // A number can be a word of its own, or the beginning of one with a sign in it: 10482, C-10482.
    for (const [word] of text.matchAll(/[\p{L}\p{N}]+(?:[-_.#/][\p{L}\p{N}]+)*/gu))
      if (/\p{N}/u.test(word) && word.length >= 3 && word.length <= 64) {
        words.add(word);
        for (const piece of word.match(/[A-Za-z0-9_-]*\d[A-Za-z0-9_-]*/g) ?? [])
          if (piece.length >= 3) words.add(piece);
      }
  return [...words].slice(0, mostWords);
}
