import { pricedColumns } from "../amounts.ts";
import { columnOf } from "../map.ts";
import { priceKind } from "../money-words.ts";
import type { Sample } from "../sample.ts";
import type { Mapping, Question } from "../source.ts";
import { synonymsOf } from "../../tables/synonyms.ts";
import { amountQuestions as texts } from "./amounts.messages.ts";
import { hasAmounts, isAlike, numbersOf } from "./sampled-orders.ts";

/** Begins the id of the question whether a price is of one piece or of all; the column follows. */
export const priceOf = "price-of:";

/** The mapping with the answer in it: a price of one piece is multiplied, another is the amount. */
export function withPriceOf(mapping: Mapping, { id, columns }: Question, value: string): Mapping {
  const [price = "", quantity = ""] = columns;
  const whole = value === "whole";
  const roles = {
    ...mapping.roles,
    [price]: whole ? "amount" : "unit_price",
    [quantity]: whole && mapping.table === "orders" ? "ignore" : "quantity",
  };
  return { ...mapping, roles, answers: { ...mapping.answers, [id]: value } };
}

/** Asks of what a price is that stands beside a quantity, where neither its heading nor the rows say it. */
export function pricesOf(mapping: Mapping, sample: Sample, fresh: boolean): Question[] {
  if (!hasAmounts(mapping)) return [];
  const { profiles, headings } = sample;
  const amount = columnOf(mapping, "amount");
  const price = columnOf(mapping, "unit_price") ?? amount;
  const priced = pricedColumns(profiles);
  const quantity = columnOf(mapping, "quantity") ?? headings[priced?.quantity ?? -1];
  if (price === undefined || quantity === undefined || priceKind(price) !== "unclear") return [];
  // Beside an amount of its own the price makes nothing.
  if (amount !== undefined && amount !== price) return [];
  const counts = numbersOf(mapping, sample, quantity);
  const prices = numbersOf(mapping, sample, price);
  const several = counts.filter((count) => count !== null && Math.abs(count) !== 1).length;
  if (several === 0) return [];
  const id = priceOf + price;
  const decided = decide(sample, counts, prices);
  const given = mapping.answers?.[id];
  const answer =
    price === amount
      ? "whole"
      : given === undefined
        ? decided === "piece" || fresh
          ? decided
          : null
        : "piece";
  const whole = prices.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const made = prices.reduce<number>((sum, value, index) => sum + (value ?? 0) * (counts[index] ?? 0), 0);
  return [
    {
      id,
      title: texts.priceOfWhat(price),
      detail: texts.severalPieces(several, quantity),
      options: [
        { value: "piece", label: texts.ofPiece(quantity), detail: texts.sumIs(made), rows: sample.fileRows },
        { value: "whole", label: texts.ofWhole, detail: texts.sumIs(whole), rows: sample.fileRows },
      ],
      answer,
      columns: [price, quantity],
    },
  ];
}

/** So many products must have been sold in different quantities. */
const fewest = 3;

/** A product's price is the same in every quantity where it is of a piece, and grows with it where it is of all. */
function decide(
  { headings, rows }: Sample,
  counts: readonly (number | null)[],
  prices: readonly (number | null)[],
): "piece" | "whole" | null {
  const place = headings.findIndex((heading) =>
    synonymsOf(heading).some(
      ({ role, table, strength }) => role === "product" && table === "order_lines" && strength > 0.6,
    ),
  );
  if (place < 0) return null;
  const products = new Map<
    string,
    { counts: Set<number>; least: number; most: number; leastEach: number; mostEach: number }
  >();
  for (const [index, row] of rows.entries()) {
    const count = counts[index] ?? null;
    const price = prices[index] ?? null;
    if (count === null || price === null || count <= 0 || price <= 0) continue;
    const each = price / count;
    const product = products.get(row[place] ?? "");
    if (!product) {
      products.set(row[place] ?? "", {
        counts: new Set([count]),
        least: price,
        most: price,
        leastEach: each,
        mostEach: each,
      });
      continue;
    }
    product.counts.add(count);
    product.least = Math.min(product.least, price);
    product.most = Math.max(product.most, price);
    product.leastEach = Math.min(product.leastEach, each);
    product.mostEach = Math.max(product.mostEach, each);
  }
  const telling = [...products.values()].filter(({ counts: own }) => own.size > 1);
  if (telling.length < fewest) return null;
  // Prices change a little over time; quantities differ by half at least.
  const steady = telling.filter(({ least, most }) => most <= least * 1.35 || isAlike(least, most)).length;
  const growing = telling.filter(({ leastEach, mostEach }) => mostEach <= leastEach * 1.35).length;
  if (steady >= telling.length * 0.8 && growing < telling.length * 0.5) return "piece";
  if (growing >= telling.length * 0.8 && steady < telling.length * 0.5) return "whole";
  return null;
}
