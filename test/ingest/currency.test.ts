import { expect, test } from "vitest";
import { currenciesIn, onlyCurrency } from "../../src/ingest/currency.ts";
import { HeldFiles, recogniseFiles } from "../../src/shop/loading/load.ts";

async function found(heading: string, cell: string): Promise<string | null> {
  const held = new HeldFiles();
  const source = new Blob([
    `order_id,customer_id,ordered_at,${heading}\n`,
    ...Array.from(
      { length: 12 },
      (_, i) => `${String(i)},c${String(i % 5)},2025-01-${String(i + 10)},${cell}\n`,
    ),
  ]);
  const [one] = await recogniseFiles(held, [{ name: "orders.csv", source }]);
  if (!one) throw new Error("nothing recognised");
  const { sample } = held.get(one.file);
  return sample && onlyCurrency(currenciesIn(one.mapping, sample).map(({ currency }) => currency));
}

test.each([
  ["amount", "12.50", null],
  ["amount", "¥12.50", null],
  ["amount", "￥12.50", "CNY"],
  ["amount", "12.5元", "CNY"],
  ["实付金额(元)", "12.50", "CNY"],
  ["amount", "€12.50", "EUR"],
  ["amount", "HK$12.50", "HKD"],
  ["amount", "$12.50", null],
])("a heading %s with cells %s is of the currency %s", async (heading, cell, currency) => {
  expect(await found(heading, cell)).toBe(currency);
});
