import type { Engine, RunOptions } from "../../engine/engine.ts";
import { countedOnce } from "../../ingest/questions/order-total.ts";
import { givenBack } from "../../ingest/questions/refund-rows.ts";
import { receipts } from "../../ingest/receipts.ts";
import type { Policies, Receipt } from "../../ingest/source.ts";
import { policyTreatment } from "../../ingest/treatments.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import {
  type Coded,
  type Grain,
  customerFactsSql,
  customerKeysSql,
  furtherColumns,
  leftOutSql,
  orderRowsSql,
  partsOf,
  orderViewsSql,
  ordersSql,
  ruleSql,
  stagedColumns,
  stagedSql,
  statusTypeSql,
  typeSql,
} from "../facts.ts";
import { amountsRead } from "./amount-receipts.ts";
import { duplicateRows } from "./duplicates.ts";
import { type OrderArrays, readOrderArrays } from "./order-arrays.ts";
import { orderLinesSql } from "./order-lines.ts";
import { statusesOf } from "./order-statuses.ts";
import { orderReceipts } from "./order-receipts.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import { amountSql } from "../files/reading.ts";
import type { StagedFile } from "../files/staged-file.ts";

export interface LoadedOrders {
  readonly used: number;
  /** Columns of orders that can be split by. */
  readonly further: readonly string[];
  readonly hasChannel: boolean;
  readonly receipts: readonly Receipt[];
  readonly arrays: OrderArrays;
  /** The purchases, from staged tables; gone with the rest. */
  readonly relation: Sql;
  /** Makes `customer_keys`, which the rest needs. */
  readonly keys: Sql;
  /** What only SQL needs: the tables and views of the orders, to be made in this order. */
  readonly rest: readonly Sql[];
}

/** Beyond this many values in the sample a text column stays text. */
const codedValues = 2000;
/** So many orders are sorted at a time. */
const sortedRows = 2_500_000;

/** Makes the orders and all that follows from them out of staged files. */
export async function loadOrders(
  engine: Engine,
  sales: readonly StagedFile[],
  lineFiles: readonly StagedFile[],
  policies: Policies,
  options: RunOptions,
): Promise<LoadedOrders> {
  const run = (statement: Sql) => engine.execute(statement, options);
  await run(statusTypeSql);
  if (sales.length === 0) await run(noSalesSql);
  const stages = sales.length ? sales : [noSales];
  const found: Receipt[] = await stripIds(engine, sales, policies, options);
  const duplicates = await duplicateRows(engine, [...new Set([...sales, ...lineFiles])], policies, options);
  found.push(...duplicates.receipts);
  const statuses = await statusesOf(engine, sales, options);
  found.push(...statuses.receipts, ...(await amountsRead(engine, sales, statuses.known, options)));

  const columns = stagedColumns(stages);
  const further = furtherColumns(columns);
  const parts: Sql[] = [];
  let grouped = false;
  let summed = false;
  for (const { grain, group, mapping } of byMeaning(stages, duplicates.grains)) {
    if (grain !== "row") grouped = true;
    const amounts = new Set(group.map((stage) => amountSql(stage.columns).text));
    const own = stagedColumns(group);
    // Only rows that are added up to orders give the refunds of their status as an amount.
    if (grain !== "row" && ["status", "further_status", "refund_amount"].some((name) => own.includes(name)))
      summed = true;
    // Files of one grain may differ in how they give the amount.
    const amount =
      amounts.size > 1 ? sql`coalesce(amount, quantity * unit_price)` : amountSql(group[0]?.columns ?? []);
    parts.push(
      ordersSql(stagedSql(group), own, grain, {
        statuses: statuses.known.status,
        further: statuses.known.further_status,
        amount,
        nameless: group.some(({ nameless }) => nameless),
        givenBack: givenBack(mapping),
        once: countedOnce(mapping),
      }),
    );
  }
  const lines = stages.filter((stage) => stage.mapping.table === "order_lines");
  const [single] = parts;
  let orders =
    parts.length === 1 && single
      ? single
      : sql`(${join(
          parts.map((part) => sql`SELECT * FROM ${part}`),
          " UNION ALL BY NAME ",
        )})`;
  if (grouped || parts.length > 1) {
    await run(sql`CREATE TABLE staged_orders AS SELECT * FROM ${orders}`);
    orders = id("staged_orders");
    if (lines.length > 0 && lines.length < sales.length)
      found.push(...(await dropOverlap(engine, lines, options)));
  }
  const orderColumns = summed && !columns.includes("refund_amount") ? [...columns, "refund_amount"] : columns;
  const rule = ruleSql(policies, orderColumns.includes("refund_amount"));

  const coded: Coded[] = [];
  const [only] = stages;
  for (const column of further) {
    const ready = stages.length === 1 ? only?.codes.get(column) : undefined;
    if (ready) {
      coded.push({ column, type: ready });
      continue;
    }
    if (!stages.some((stage) => isCoded(stage, column))) continue;
    const [any] = await rowsOf(
      engine,
      sql`SELECT 1 AS found FROM ${orders} WHERE ${id(column)} IS NOT NULL LIMIT 1`,
      options,
    );
    if (!any) continue;
    const type = `values_${String(coded.length)}`;
    await run(typeSql(type, column, orders));
    coded.push({ column, type });
  }
  const lastRow = stages.reduce((last, { read }) => Math.max(last, read), 0);
  const [arrays, kept] = await readOrderArrays(engine, orders, coded, rule, lastRow, options, async () => {
    // Without a signal: in slices it would wait for this thread, which is busy.
    return orderReceipts(engine, orders, orderColumns, stages, policies, rule.kept, { priority: 0 });
  });
  found.push(...kept);
  let used = 0;
  for (const stage of sales) {
    const [row] = await rowsOf(engine, sql`SELECT count(*)::DOUBLE AS n FROM ${id(stage.name)}`, options);
    used += numberIn(row, "n");
  }
  const dropped = stages.filter(({ mapping }) => mapping.table === "orders").map(({ name }) => name);
  if (grouped || parts.length > 1) dropped.unshift("staged_orders");
  return {
    used,
    further: ["status", ...further].filter((name) => name !== "status" || columns.includes("status")),
    hasChannel: columns.includes("channel"),
    receipts: found,
    arrays,
    relation: sql`(SELECT * FROM ${orders} WHERE ${rule.kept} AND ${rule.purchase})`,
    keys: customerKeysSql(orders, rule.kept),
    rest: [
      ...orderRowsSql(orders, orderColumns, coded, rule, sales.length > 1, partsOf(arrays.rows, sortedRows)),
      leftOutSql(orders, orderColumns, rule.kept),
      ...dropped.map((name) => sql`DROP TABLE ${id(name)}`),
      ...orderViewsSql(orderColumns, coded),
      ...customerFactsSql(columns.includes("channel")),
      ...(lineFiles.length > 0 ? [orderLinesSql(lineFiles, statuses.known)] : []),
    ],
  };
}

/** Stands in where no file has orders, so that the facts exist and are empty. */
const noSales: StagedFile = {
  name: "staged_none",
  file: 0,
  columns: ["order_id", "customer_id", "ordered_at", "amount"],
  held: {
    key: "",
    name: "",
    source: new Blob(),
    blob: new Blob(),
    columns: null,
    text: null,
    skip: null,
    notes: [],
    receipts: [],
    totals: [],
    takesTotals: false,
    filled: null,
    keepsBlanks: false,
    sample: null,
    recognition: null,
    attached: null,
  },
  mapping: {
    table: "orders",
    dialect: { encoding: "utf-8", delimiter: ",", quote: '"', skip: 0, header: true },
    roles: {},
    formats: {},
    orderGrain: "order-id",
    statuses: {},
  },
  headings: [],
  codes: new Map(),
  nameless: false,
  repeats: false,
  whole: Promise.resolve(true),
  unusable: 0,
  takenTotals: 0,
  clockless: 0,
  moved: false,
  read: 0,
  outside: 0,
};
const noSalesSql = sql`CREATE TABLE staged_none (order_id VARCHAR, customer_id VARCHAR, ordered_at TIMESTAMP, amount DOUBLE)`;

interface Alike {
  readonly grain: Grain;
  readonly group: StagedFile[];
  /** Of one of them, for what is the same in all. */
  readonly mapping: StagedFile["mapping"];
}

/** Files whose rows are the same part of an order, and are read alike. */
function byMeaning(stages: readonly StagedFile[], numbered: ReadonlyMap<StagedFile, Grain>): Alike[] {
  const groups = new Map<string, Alike>();
  for (const stage of stages) {
    const { mapping } = stage;
    const grain = grainOf(stage, numbered);
    const key = [grain, givenBack(mapping), [...countedOnce(mapping)].sort()].join(";");
    const alike = groups.get(key);
    if (alike) alike.group.push(stage);
    else groups.set(key, { grain, group: [stage], mapping });
  }
  return [...groups.values()];
}

function grainOf(stage: StagedFile, numbered: ReadonlyMap<StagedFile, Grain>): Grain {
  const { mapping, columns } = stage;
  if (columns.includes("order_id")) return numbered.get(stage) ?? "row";
  return mapping.orderGrain === "timestamp" || mapping.orderGrain === "day" ? mapping.orderGrain : "row";
}

function isCoded(stage: StagedFile, column: string): boolean {
  if (!stage.columns.includes(column)) return false;
  const heading =
    Object.entries(stage.mapping.roles).find(([, role]) => role === column)?.[0] ??
    stage.headings.find((name) => name === column || column.startsWith(`${name} `));
  const profile = stage.held.recognition?.columns.find(({ name }) => name === heading);
  return profile !== undefined && profile.distinct <= codedValues;
}

/** Spreadsheets turn whole numbers into 17850.0; where every id of a file ends so, the end is taken off. */
async function stripIds(
  engine: Engine,
  sales: readonly StagedFile[],
  policies: Policies,
  options: RunOptions,
): Promise<Receipt[]> {
  const found: Receipt[] = [];
  const keep = policies.ids === "keep";
  for (const stage of sales) {
    const heading = Object.entries(stage.mapping.roles).find(([, role]) => role === "customer_id")?.[0];
    const samples = stage.held.recognition?.columns.find(({ name }) => name === heading)?.samples ?? [];
    if (samples.length === 0 || !samples.every((value) => /^\d+\.0$/.test(value))) continue;
    const [row] = await rowsOf(
      engine,
      sql`SELECT count_if(NOT regexp_full_match(customer_id, '\\d+\\.0'))::DOUBLE AS other,
        count(DISTINCT customer_id)::DOUBLE AS ids FROM ${id(stage.name)}`,
      options,
    );
    if (numberIn(row, "other") > 0) continue;
    if (!keep)
      await engine.execute(
        sql`ALTER TABLE ${id(stage.name)} ALTER customer_id SET DATA TYPE VARCHAR USING left(customer_id, -2)`,
        options,
      );
    const count = numberIn(row, "ids");
    found.push({
      kind: "other",
      file: stage.held.key,
      title: receipts.strippedIds(count),
      detail: keep ? receipts.sameIdsKept : receipts.strippedIdsDetail,
      count,
      effect: null,
      examples: [],
      treatment: policyTreatment(policies, "ids"),
    });
  }
  return found;
}

/** Orders that an orders file has are not made a second time from their lines. */
async function dropOverlap(
  engine: Engine,
  lines: readonly StagedFile[],
  options: RunOptions,
): Promise<Receipt[]> {
  const files = lines.map(({ file }) => file);
  const twice = sql`"#file" IN (${files}) AND order_id IN (SELECT order_id FROM staged_orders WHERE "#file" NOT IN (${files}))`;
  const [row] = await rowsOf(
    engine,
    sql`SELECT count(*)::DOUBLE AS n FROM staged_orders WHERE ${twice}`,
    options,
  );
  const count = numberIn(row, "n");
  if (count === 0) return [];
  await engine.execute(sql`DELETE FROM staged_orders WHERE ${twice}`, options);
  return [
    {
      kind: "other",
      file: null,
      title: receipts.overlapping(count),
      detail: receipts.overlappingDetail,
      count,
      effect: null,
      examples: [],
    },
  ];
}
