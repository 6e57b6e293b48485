import type { Engine, RunOptions } from "../../engine/engine.ts";
import { TextError } from "../../i18n/text.ts";
import { moneyColumn, onlyCurrency, wordCurrency } from "../../ingest/currency.ts";
import { currencyInHeading, settleSigns, signIn } from "../../ingest/currency-signs.ts";
import { fillsOrders } from "../../ingest/map.ts";
import { chosenOf } from "../../ingest/questions/currencies.ts";
import { signColumn } from "../../ingest/read.ts";
import type { Policies } from "../../ingest/source.ts";
import { id, join, sql } from "../../sql.ts";
import { noteAsideOrders } from "../files/aside-worth.ts";
import { amountSql } from "../files/reading.ts";
import type { StagedFile } from "../files/staged-file.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import { type CurrencyRows, currencyTexts } from "./currency.messages.ts";

/** What a file's rows say of their currency: each word that stands there, and what it means. */
interface Written {
  readonly stage: StagedFile;
  /** The column of the words; null where only the heading says it, or nothing does. */
  readonly column: string | null;
  readonly words: readonly (CurrencyRows & { readonly word: string | null })[];
}

/** So many different words are told apart. */
const wordLimit = 500;

/**
 * Sets aside the rows whose amounts are of another currency than the chosen one, since amounts of different
 * currencies are never added up. Gives the currency of the rest.
 * @throws TextError where there are several and none of them was chosen
 */
export async function settleCurrency(
  engine: Engine,
  staged: readonly StagedFile[],
  policies: Policies,
  options: RunOptions,
): Promise<{ readonly currency: string | null; readonly staged: readonly StagedFile[] }> {
  const written: Written[] = [];
  for (const stage of staged)
    if (fillsOrders(stage.mapping)) written.push(await read(engine, stage, options));
  const signs = written.flatMap(({ words }) => words.flatMap(({ currency }) => currency ?? []));
  const settled = settleSigns(signs);
  const kinds = [...new Set(settled.values())];
  if (kinds.length < 2) {
    const currency = onlyCurrency(kinds);
    return {
      currency,
      staged: await Promise.all(staged.map((stage) => withoutSigns(engine, stage, options))),
    };
  }

  const kept = chosenOf(kinds, policies.currency);
  if (kept === null)
    throw new TextError(currencyTexts.several(await summed(engine, written, settled, options)));
  const left = new Map<StagedFile, StagedFile>();
  for (const { stage, column, words } of written) {
    // A file that names no currency at all has nothing else than the shop's.
    const others = words.some(({ currency }) => currency !== null)
      ? words.filter(({ currency }) => currency === null || settled.get(currency) !== kept)
      : [];
    if (others.length === 0) continue;
    const currencies = await summed(engine, [{ stage, column, words: others }], settled, options);
    await setAside(engine, stage, column, others, options);
    const count = others.reduce((sum, { rows }) => sum + rows, 0);
    left.set(stage, {
      ...stage,
      unusable: stage.unusable + count,
      otherCurrencies: { kept, found: kinds, rows: currencies },
    });
  }
  return {
    currency: /^[A-Z]{3}$/.test(kept) ? kept : null,
    staged: await Promise.all(staged.map((stage) => withoutSigns(engine, left.get(stage) ?? stage, options))),
  };
}

/** A staged file without the column of signs, which nothing else needs. */
async function withoutSigns(engine: Engine, stage: StagedFile, options: RunOptions): Promise<StagedFile> {
  if (!stage.columns.includes(signColumn)) return stage;
  await engine.execute(sql`ALTER TABLE ${id(stage.name)} DROP COLUMN ${id(signColumn)}`, options);
  return { ...stage, columns: stage.columns.filter((name) => name !== signColumn) };
}

/** The words of a file's rows with how many have each. */
async function read(engine: Engine, stage: StagedFile, options: RunOptions): Promise<Written> {
  const column = ["currency", signColumn].find((name) => stage.columns.includes(name)) ?? null;
  const ofHeading = currencyInHeading(moneyColumn(stage.mapping) ?? "");
  const found = await rowsOf(
    engine,
    column === null
      ? sql`SELECT NULL AS word, count(*)::DOUBLE AS n FROM ${id(stage.name)}`
      : sql`SELECT CAST(${id(column)} AS VARCHAR) AS word, count(*)::DOUBLE AS n FROM ${id(stage.name)}
          GROUP BY ALL ORDER BY n DESC LIMIT ${wordLimit}`,
    options,
  );
  const meaning = column === signColumn ? signIn : wordCurrency;
  const words = found.map((row) => {
    const word = typeof row.word === "string" ? row.word : null;
    const currency = (word === null ? null : meaning(word)) ?? ofHeading;
    return { word, currency, rows: numberIn(row, "n"), value: 0 };
  });
  return { stage, column, words: words.filter(({ rows }) => rows > 0) };
}

/** Rows and amounts by currency. */
async function summed(
  engine: Engine,
  written: readonly Written[],
  settled: ReadonlyMap<string, string>,
  options: RunOptions,
): Promise<CurrencyRows[]> {
  const sums = new Map<string | null, CurrencyRows>();
  for (const { stage, column, words } of written)
    for (const { word, currency, rows } of words) {
      const [row] = await rowsOf(
        engine,
        sql`SELECT coalesce(sum(${amountSql(stage.columns)}), 0)::DOUBLE AS value FROM ${id(stage.name)}
          ${column === null ? sql`` : sql`WHERE CAST(${id(column)} AS VARCHAR) IS NOT DISTINCT FROM ${word}`}`,
        options,
      );
      const key = currency === null ? null : (settled.get(currency) ?? currency);
      const before = sums.get(key);
      sums.set(key, {
        currency: key,
        rows: rows + (before?.rows ?? 0),
        value: numberIn(row, "value") + (before?.value ?? 0),
      });
    }
  return [...sums.values()].sort((a, b) => b.rows - a.rows);
}

async function setAside(
  engine: Engine,
  { name, file, mapping, columns }: StagedFile,
  column: string | null,
  others: Written["words"],
  options: RunOptions,
): Promise<void> {
  const which =
    column === null
      ? sql`true`
      : sql`(${join(
          others.map(({ word }) => sql`CAST(${id(column)} AS VARCHAR) IS NOT DISTINCT FROM ${word}`),
          " OR ",
        )})`;
  // What they are worth is money of another currency, and no part of the totals.
  const given = { mapping, columns, amount: sql`NULL::DOUBLE` };
  await noteAsideOrders(engine, name, given, file, { reason: sql`'currency'`, which }, options);
  await engine.execute(
    sql`INSERT INTO set_aside SELECT ${file}, rowid, 'currency', NULL, NULL FROM ${id(name)} WHERE ${which}`,
    options,
  );
  await engine.execute(sql`DELETE FROM ${id(name)} WHERE ${which}`, options);
}
