import fc from "../property.ts";
import type { ColumnFormat, Mapping, Recognition } from "../../src/ingest/source.ts";
import type { TableName } from "../../src/tables/canonical.ts";
import { dayNumber, isoDay } from "../../src/tables/frame.ts";

/** A small random shop as CSV by table: same-day orders, refunds, zero amounts, empty values, ties. */
export interface SmallShop {
  readonly orders: string;
  readonly customers: string;
  readonly surveys: string;
}

export const channels = ["web", "app", "store", ""] as const;
export const tiers = ["gold", "plain", ""] as const;
const first = dayNumber("2024-01-01");

/** Days that a shop has been open. */
const span = fc.constantFrom(6, 150, 500);
const time = fc.constantFrom("", " 00:00:00", " 09:30:00", " 09:30:00", " 21:15:07");

const order = (days: number) =>
  fc.record({
    customer: fc.integer({ min: 0, max: 11 }),
    day: fc.integer({ min: 0, max: days }),
    time,
    amount: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 1, max: 40_000 }).map((cents) => cents / 100) },
      { weight: 2, arbitrary: fc.constantFrom(10, 10, 25) },
      { weight: 1, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: -5000, max: -1 }).map((cents) => cents / 100) },
    ),
    refund: fc.constantFrom("", "", "", "5", "10000"),
    status: fc.constantFrom("completed", "completed", "completed", "refunded", "cancelled"),
    channel: fc.constantFrom(...channels),
    store: fc.constantFrom("north", "south", ""),
    cost: fc.constantFrom("3", "4.5", ""),
  });
const answer = (days: number) =>
  fc.record({
    customer: fc.integer({ min: -1, max: 13 }),
    day: fc.integer({ min: 0, max: days }),
    score: fc.integer({ min: 0, max: 10 }),
    kind: fc.constantFrom("nps", "nps", "csat", ""),
    scale: fc.constantFrom("10", "10", "5", ""),
    region: fc.constantFrom("east", "west", ""),
  });

export const smallShop: fc.Arbitrary<SmallShop> = span
  .chain((days) =>
    fc.record({
      // The first order of all gives every column a value and the shop a purchase.
      orders: fc.oneof(
        { weight: 1, arbitrary: fc.array(order(days), { maxLength: 6 }) },
        { weight: 4, arbitrary: fc.array(order(days), { minLength: 25, maxLength: 70 }) },
      ),
      answers: fc.array(answer(days), { minLength: 8, maxLength: 40 }),
      members: fc.uniqueArray(fc.integer({ min: 0, max: 14 }), { minLength: 1, maxLength: 12 }),
      tier: fc.array(fc.constantFrom(...tiers), { minLength: 15, maxLength: 15 }),
    }),
  )
  .map(({ orders, answers, members, tier }) => ({
    orders: [
      "order_id,customer_id,ordered_at,amount,refund_amount,status,channel,store,cost",
      "A0,C0,2024-01-01 08:00:00,20,2,completed,web,north,6",
      ...orders.map(
        (row, index) =>
          `A${index + 1},C${row.customer},${isoDay(first + row.day)}${row.time || " 00:00:00"},${row.amount},${row.refund},${row.status},${row.channel},${row.store},${row.cost}`,
      ),
    ].join("\n"),
    customers: ["customer_id,tier", ...members.map((member) => `C${member},${tier[member] ?? ""}`)].join(
      "\n",
    ),
    surveys: [
      "answered_at,score,kind,scale_max,customer_id,region",
      "2024-01-01 08:00:00,9,nps,10,C0,east",
      ...answers.map(
        (row) =>
          `${isoDay(first + row.day)} 12:00:00,${row.score},${row.kind},${row.scale},${row.customer < 0 ? "" : `C${row.customer}`},${row.region}`,
      ),
    ].join("\n"),
  }));

const numbers = new Set(["amount", "refund_amount", "cost", "score", "scale_max"]);
const times = new Set(["ordered_at", "answered_at"]);

/** The mapping of a small shop's file: columns by their own names, whatever few rows seem to say. */
export function ownMapping({ name, mapping, columns }: Recognition): Mapping {
  const given = columns.map((column) => column.name);
  return {
    ...mapping,
    table: name.replace(/\.csv$/, "") as TableName,
    roles: Object.fromEntries(given.map((column) => [column, column === "region" ? "dimension" : column])),
    formats: Object.fromEntries(
      given.map((column): [string, ColumnFormat] => [
        column,
        numbers.has(column)
          ? { kind: "number", decimal: "." }
          : times.has(column)
            ? { kind: "time", format: "%Y-%m-%d %H:%M:%S" }
            : { kind: "text" },
      ]),
    ),
    orderGrain: "order-id",
    statuses: { completed: "completed", refunded: "refunded", cancelled: "cancelled" },
  };
}
