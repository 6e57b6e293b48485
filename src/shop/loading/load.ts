import { Rest } from "./after-rest.ts";
import type { Engine, RunOptions } from "../../engine/engine.ts";
import { fillsOrders } from "../../ingest/map.ts";
import { completeMapping } from "../../ingest/complete.ts";
import { messages } from "../../ingest/messages.ts";
import { TextError } from "../../i18n/text.ts";
import { checkMapping } from "../../ingest/check.ts";
import { hasSigns } from "../../ingest/currency.ts";
import { receipts, stages } from "../../ingest/receipts.ts";
import type { Mapping, Policies, Receipt } from "../../ingest/source.ts";
import { type Sql, id, sql } from "../../sql.ts";
import { type CanonicalType, type TableName, rolesOf } from "../../tables/canonical.ts";
import type { Extent } from "../../tables/facts.ts";
import { isoDay } from "../../tables/frame.ts";
import { settleCurrency } from "./currency.ts";
import { asideWorth } from "../files/aside-worth.ts";
import { brokenWorth } from "../files/broken-worth.ts";
import { settleCustomerIds } from "./customer-ids.ts";
import { sampleReceipt } from "./customer-sample.ts";
import type { HeldFile, HeldFiles } from "../files/held-files.ts";
import { loadOthers } from "./load-others.ts";
import { customersViewSql, loadAnswers, loadCustomers } from "./load-people.ts";
import { type LoadedOrders, loadOrders } from "./load-orders.ts";
import { dimensionsOf, orderDimensions } from "../dimensions.ts";
import { filledReceipts } from "../files/filled.ts";
import { fileReceipts } from "../files/file-receipts.ts";
import type { OrderArrays } from "./order-arrays.ts";
import type { Loaded, OnProgress } from "../shop.ts";
import { setAsideSql } from "../files/set-aside.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import { stageFile } from "../files/stage.ts";
import type { StagedFile } from "../files/staged-file.ts";
import { cstReceipt, movedReceipt, zoneOfLoad } from "./zone.ts";

export { asideCsv } from "../files/aside-csv.ts";
export { HeldFiles } from "../files/held-files.ts";
export { recogniseFiles, reviseFile } from "../files/recognise-files.ts";

/** Forgets a file; the engine lets go of it, too. */
export async function forgetFile(engine: Engine, held: HeldFiles, key: string): Promise<void> {
  const file = held.get(key);
  if (file.attached) await engine.detach(file.attached.name);
  held.byKey.delete(key);
}

/** What a load gives as soon as folds can run. */
export interface LoadedFiles {
  readonly loaded: Loaded;
  readonly arrays: OrderArrays;
  /** Makes the tables that only SQL needs; until then they are not there. */
  readonly rest: Rest;
}

interface GivenLoad {
  readonly files: readonly { readonly file: string; readonly mapping: Mapping }[];
  readonly policies: Policies;
  readonly ownZone: string;
  /** Keys of files. */
  readonly careful: ReadonlySet<string>;
}

/**
 * Loads files under their mappings, replacing whatever was loaded: canonical tables, facts, receipts.
 * The signal gives up the rest as well. `ownZone` is that of times with offsets where nothing else tells it.
 * @throws TextError where a mapping lacks what its table must have
 */
export async function loadFiles(
  engine: Engine,
  held: HeldFiles,
  files: readonly { readonly file: string; readonly mapping: Mapping }[],
  policies: Policies,
  onProgress?: OnProgress,
  signal?: AbortSignal,
  ownZone = "UTC",
): Promise<LoadedFiles> {
  const careful = new Set<string>();
  for (;;) {
    const staged: StagedFile[] = [];
    const isWhole = async () => {
      const before = careful.size;
      for (const { held: file, whole } of staged) if (!(await whole)) careful.add(file.key);
      return careful.size === before;
    };
    const given = { files, policies, ownZone, careful };
    try {
      const loaded = await loadStaged(engine, held, given, staged, onProgress, signal);
      if (await isWhole()) return loaded;
    } catch (error) {
      // What goes wrong with half of the rows says nothing of the whole.
      if (await isWhole().catch(() => true)) throw error;
    }
  }
}

/** Loads files once; `staged` holds them as they are read. Those in `careful` are not read quickly. */
async function loadStaged(
  engine: Engine,
  held: HeldFiles,
  { files, policies, ownZone, careful }: GivenLoad,
  staged: StagedFile[],
  onProgress?: OnProgress,
  signal?: AbortSignal,
): Promise<LoadedFiles> {
  const options = { priority: 0, ...(signal && { signal }) };
  await engine.clear();
  held.detached();
  held.loaded = [];
  await engine.execute(setAsideSql, options);
  const { oneIn = 1 } = policies;
  // Of a sample the orders come first: rows without a customer of their own go with their order.
  const order = [...files.entries()];
  if (oneIn > 1)
    order.sort(([, a], [, b]) => Number(fillsOrders(b.mapping)) - Number(fillsOrders(a.mapping)));
  const zone = zoneOfLoad(
    files.map(({ file, mapping }) => ({ mapping, sample: held.get(file).sample })),
    policies.zone,
    ownZone,
  );
  for (const [index, { file, mapping: wanted }] of order) {
    const given = held.get(file);
    given.takesTotals = policies.totals === "take";
    given.keepsBlanks = policies.merged === "keep";
    const read = settledMapping(given, wanted);
    const signs = fillsOrders(read) && hasSigns(read, given.sample);
    const mapping = zone.of({ ...read, ...(signs && { signs }) }, given.sample);
    // Codes of one file mean nothing in another, so that files that are joined are read as text.
    const coded = fillsOrders(mapping) && files.filter((other) => fillsOrders(other.mapping)).length === 1;
    staged.push(
      await stageFile(engine, given, mapping, index, options, {
        coded,
        careful: careful.has(given.key),
        sample: oneIn > 1 ? { oneIn, orders: salesIn(staged) } : null,
        onDecoding: (done, total) => onProgress?.({ stage: stages.decoding(given.name), done, total }),
        onReading: (done, total) => onProgress?.({ stage: stages.reading(given.name), done, total }),
      }),
    );
  }
  staged.sort((a, b) => a.file - b.file);
  const settled = await settleCurrency(engine, staged, policies, options);
  staged.splice(0, staged.length, ...settled.staged);
  const filled = await filledReceipts(engine, staged, policies, options);
  const moved: Receipt[] = [];
  for (const stage of staged) {
    const receipt = await movedReceipt(engine, stage, zone, options);
    moved.push(...[receipt, cstReceipt(stage)].filter((one) => one !== null));
  }
  onProgress?.({ stage: stages.facts, done: null, total: null });
  const selling = staged.filter(({ mapping }) => fillsOrders(mapping));
  const rowsWorth = await asideWorth(engine, selling, policies, options);
  const linesWorth = await brokenWorth(engine, selling, options);
  const worth: typeof rowsWorth = (file, reason) => rowsWorth(file, reason) ?? linesWorth(file, reason);
  const ids = await settleCustomerIds(engine, staged, policies, options);
  const of = (table: TableName) => staged.filter(({ mapping }) => mapping.table === table);
  const sales = staged.filter(({ mapping }) => fillsOrders(mapping));
  const orders = await loadOrders(engine, sales, of("order_lines"), policies, options);
  // Answers are joined with the customers that orders number; nothing else needs these before the rest.
  const remaining = of("surveys").length > 0 ? [...orders.rest] : [orders.keys, ...orders.rest];
  if (of("surveys").length > 0) await engine.execute(orders.keys, options);
  const run = async (statements: Sql[]) => {
    for (let next = statements.shift(); next; next = statements.shift()) await engine.execute(next, options);
  };
  // Who is in a list of customers is known only with what the orders say of them.
  if (of("customers").length > 0) await run(remaining);
  else remaining.push(customersViewSql(orders.hasChannel));
  const customers = await loadCustomers(engine, of("customers"), orders.hasChannel, policies, options);
  const answers = await loadAnswers(engine, of("surveys"), options);
  const others = await loadOthers(engine, { points: of("points"), contacts: of("contacts") }, options);
  held.loaded = staged.map(({ held: file, mapping }) => ({ key: file.key, mapping }));

  const [aside] = await rowsOf(engine, sql`SELECT count(*)::DOUBLE AS n FROM set_aside`, options);
  const rows = { read: 0, used: 0, aside: numberIn(aside, "n") };
  for (const { read } of staged) rows.read += read;
  const outside = staged.reduce((sum, file) => sum + file.outside, 0);
  rows.used =
    orders.used + customers.used + answers.used + (await usedElsewhere(engine, staged, sales, options));
  if (rows.read !== rows.used + rows.aside + outside)
    throw new Error(
      `rows were lost at import: ${String(rows.read)} read, ${String(rows.used)} used, ${String(rows.aside)} set aside`,
    );
  const days = await answerDays(engine, options);
  const named = policies.currency !== undefined && /^([A-Z]{3})?$/.test(policies.currency);
  const currency = named ? policies.currency : settled.currency;
  const loaded: Loaded = {
    extent: extentOf(orders, currency === "" ? null : currency, answers.used, days),
    columns: mappedColumns(staged),
    dimensions: [
      ...(await orderDimensions(engine, orders, options)),
      ...(await dimensionsOf(engine, "customers", id("customers"), customers.further, options)),
      ...(await dimensionsOf(engine, "surveys", id("answer_rows"), answers.further, options)),
    ],
    receipts: [
      ...(oneIn > 1 ? [sampleReceipt(oneIn, outside)] : []),
      ...(await fileReceipts(engine, staged, policies, worth, options)),
      ...filled,
      ...moved,
      ...ids,
      ...orders.receipts,
      ...customers.receipts,
      ...answers.receipts,
      ...(await lateAnswers(engine, orders.arrays, options)),
      ...others,
    ],
    rows,
    zone: zone.seen || moved.length ? zone.name : null,
    ...(oneIn > 1 && { sample: { oneIn, outside } }),
  };
  return { loaded, arrays: orders.arrays, rest: new Rest(() => run(remaining)) };
}

/** The tables with orders among those that are staged. */
function salesIn(staged: readonly StagedFile[]): string[] {
  return staged.filter(({ mapping }) => fillsOrders(mapping)).map(({ name }) => name);
}

/** A mapping ready to be read under; refused where the file cannot be read so. */
function settledMapping({ sample, recognition, name }: HeldFile, mapping: Mapping): Mapping {
  const fault = recognition?.problems.find(({ fatal }) => fatal);
  if (!sample) throw new TextError(fault?.text ?? messages.empty(name));
  const problems = checkMapping(mapping, sample.profiles, sample).filter(({ fatal }) => fatal);
  if (sample.fileRows === 0) throw new TextError(messages.noRows(name));
  if (problems.length > 0)
    throw new TextError(
      messages.inFile(
        name,
        problems.map(({ text }) => text),
      ),
    );
  return completeMapping(mapping, sample.profiles, sample.rows, true);
}

/** Rows of tables that stay as they were staged: lines without orders, points, contacts. */
async function usedElsewhere(
  engine: Engine,
  staged: readonly StagedFile[],
  sales: readonly StagedFile[],
  options: { priority: number },
): Promise<number> {
  let used = 0;
  for (const stage of staged) {
    const { table } = stage.mapping;
    if (sales.includes(stage) || table === "customers" || table === "surveys") continue;
    const [row] = await rowsOf(engine, sql`SELECT count(*)::DOUBLE AS n FROM ${id(stage.name)}`, options);
    used += numberIn(row, "n");
  }
  return used;
}

async function answerDays(
  engine: Engine,
  options: RunOptions,
): Promise<{ readonly first: string | null; readonly last: string | null }> {
  const [row] = await rowsOf(
    engine,
    sql`SELECT CAST(min(day) AS VARCHAR) AS first, CAST(max(day) AS VARCHAR) AS last FROM answer_rows`,
    options,
  );
  return { first: (row?.first as string | null) ?? null, last: (row?.last as string | null) ?? null };
}

/** The known days end with the last order that counts: what answers say of later days does not make them order-free. */
function extentOf(
  { arrays }: LoadedOrders,
  currency: string | null,
  answers: number,
  answered: { readonly first: string | null; readonly last: string | null },
): Extent {
  const { rows } = arrays;
  let first = Infinity;
  let orders = 0;
  let customers = 0;
  let counted = -1;
  for (let i = 0; i < rows.length; i += 1) {
    first = Math.min(first, rows.day[i] as number);
    if (!rows.purchase[i]) continue;
    orders += 1;
    // Rows stand by customer: a purchase of another customer than the last one's is a new customer.
    if (rows.customer[i] !== counted) customers += 1;
    counted = rows.customer[i] as number;
  }
  const days = [
    ...(rows.length ? [isoDay(first)] : []),
    ...(answered.first === null ? [] : [answered.first]),
  ];
  return {
    firstDay: days.sort()[0] ?? null,
    lastDay: rows.length ? isoDay(lastDay(rows)) : answered.last,
    orders,
    customers,
    answers,
    currency,
  };
}

/** Days since 1970-01-01 of the last of some orders. */
function lastDay({ day }: OrderArrays["rows"]): number {
  return day.reduce((last, each) => Math.max(last, each), -Infinity);
}

/** Answers after the last order lie beyond the as-of date: they are kept, and counted nowhere until it moves. */
async function lateAnswers(engine: Engine, { rows }: OrderArrays, options: RunOptions): Promise<Receipt[]> {
  if (rows.length === 0) return [];
  const [row] = await rowsOf(
    engine,
    sql`SELECT count(*)::DOUBLE AS n FROM answer_rows WHERE day - DATE '1970-01-01' > ${lastDay(rows)}`,
    options,
  );
  const count = numberIn(row, "n");
  if (count === 0) return [];
  return [
    {
      kind: "other",
      file: null,
      title: receipts.lateAnswers(count),
      detail: receipts.lateAnswersDetail,
      count,
      effect: null,
      examples: [],
    },
  ];
}

/** Roles that only make the orders' amount, and are no columns of theirs. */
const reading = new Set(["quantity", "unit_price"]);

function mappedColumns(staged: readonly StagedFile[]): Loaded["columns"] {
  const columns: Partial<Record<TableName, Record<string, CanonicalType>>> = {};
  for (const { mapping, columns: names } of staged) {
    const targets: TableName[] = [mapping.table];
    if (mapping.table === "order_lines" && fillsOrders(mapping)) targets.push("orders");
    for (const table of targets) {
      const known = rolesOf(table);
      const own = (columns[table] ??= {});
      for (const name of names) {
        if (name === "further_status" || (table === "orders" && reading.has(name))) continue;
        const type = known[name]?.type ?? (rolesOf(mapping.table)[name] ? null : "text");
        if (type) own[name] = type;
      }
      if (table === "orders") Object.assign(own, { order_id: "text", amount: "number" });
    }
  }
  return columns;
}
