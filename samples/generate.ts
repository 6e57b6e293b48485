import { coffee } from "./coffee.ts";
import type { SampleShop } from "./shop.ts";
import { type SimulatedShop, simulateShop } from "./simulate.ts";
import { tea } from "./tea.ts";

export const shops = { tea, coffee } as const satisfies Record<string, SampleShop>;
export type SampleId = keyof typeof shops;

/** A file of a sample shop: UTF-8 text in pieces, so that it need not be one long string. */
export interface GeneratedFile {
  readonly name: string;
  readonly chunks: readonly string[];
}

/** The files of a sample shop, as it would export them: orders, customers, answers and points. */
export function generateShop(id: SampleId): GeneratedFile[] {
  return shopFiles(shops[id], simulateShop(shops[id]));
}

/** A simulated shop as CSV files in its own language. */
export function shopFiles({ truth, words }: SampleShop, shop: SimulatedShop): GeneratedFile[] {
  const { files, headers } = words;
  const first = Date.parse(truth.firstDay) / 86_400_000;
  const dayTexts = new Map<number, string>();
  const day = (number: number) => {
    let text = dayTexts.get(number);
    if (text === undefined) {
      text = new Date((first + number) * 86_400_000).toISOString().slice(0, 10);
      dayTexts.set(number, text);
    }
    return text;
  };
  const time = (seconds: number) => {
    const rest = seconds % 86_400;
    return `${day(Math.floor(seconds / 86_400))} ${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`;
  };
  const customer = (index: number) => words.customerId + String(10_001 + index);
  const order = (number: number) => words.orderId + String(1_000_000 + number);
  const channel = (index: number) => words.channels[index]?.name ?? "";

  return [
    csv(files.orders, headers.orders, shop.orders, (row) => {
      const { name = "", stores = [] } = words.cities[row.customer.city] ?? {};
      const store = words.channels[row.channel]?.inStore ? (stores[row.customer.store] ?? "") : "";
      return `${order(row.number)},${customer(row.customer.index)},${time(row.time)},${money(row.amount)},${words.statuses[row.status]},${row.refund ? money(row.refund) : ""},${row.discount ? money(row.discount) : ""},${channel(row.channel)},${store},${name}\n`;
    }),
    csv(files.customers, headers.customers, shop.customers, (row) => {
      const tier = row.programme === null ? "" : words.tiers[tierOf(row.spent / 100, truth.tiers)];
      const birthday = row.birthday === null ? "" : day(row.birthday - first + birthdaysFrom);
      const gender = row.gender === null ? "" : words.genders[row.gender];
      const source = row.referredBy === null ? words.acquisition[row.acquisition]?.name : words.referral;
      return `${customer(row.index)},${day(row.joined)},${row.programme === null ? "" : day(row.programme)},${tier},${birthday},${gender},${words.cities[row.city]?.name},${source},${row.referredBy === null ? "" : customer(row.referredBy)}\n`;
    }),
    csv(
      files.answers,
      headers.answers,
      [...shop.answers].sort((a, b) => a.time - b.time),
      (row) =>
        `${customer(row.customer.index)},${time(row.time)},${row.score},${channel(row.channel)},${row.perceivedValue},${row.switchingCost},${quoted(row.comment)}\n`,
    ),
    csv(
      files.points,
      headers.points,
      shop.postings,
      (row) =>
        `${customer(row.customer.index)},${time(row.time)},${words.postings[row.kind]},${row.points},${row.order ? order(row.order.number) : ""},${row.expires === null ? "" : day(row.expires)},${row.reward}\n`,
    ),
  ];
}

/** 1955-01-01 as days since 1970-01-01: the earliest birthday. */
const birthdaysFrom = Date.parse("1955-01-01") / 86_400_000;
const rowsOfChunk = 5_000;

function csv<T>(
  name: string,
  header: readonly string[],
  rows: readonly T[],
  write: (row: T) => string,
): GeneratedFile {
  const chunks = [`${header.join(",")}\n`];
  for (let start = 0; start < rows.length; start += rowsOfChunk) {
    let text = "";
    for (let index = start; index < Math.min(rows.length, start + rowsOfChunk); index++) {
      const row = rows[index];
      if (row !== undefined) text += write(row);
    }
    chunks.push(text);
  }
  return { name, chunks };
}

function tierOf(spent: number, tiers: readonly number[]): number {
  return tiers.findLastIndex((from) => spent >= from);
}
/** Cents with a decimal point. */
function money(cents: number): string {
  return `${Math.floor(cents / 100)}.${two(cents % 100)}`;
}
function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll(`"`, `""`)}"` : text;
}
