import { expect, test } from "vitest";
import { headingUnit } from "../../src/tables/heading-unit.ts";
import { currencyInHeading } from "../../src/ingest/currency-signs.ts";

test.each([
  ["金额(万元)", 1e4],
  ["金额万元", 1e4],
  ["金额（单位：万元）", 1e4],
  ["金额（千元）", 1e3],
  ["销售额(百万)", 1e6],
  ["売上（百万円）", 1e6],
  ["金额(亿元)", 1e8],
  ["金额(分)", 0.01],
  ["金额(元)", 1],
  ["amount_cents", 0.01],
  ["price_in_cents", 0.01],
  ["Amount (thousands)", 1e3],
  ["Revenue (k)", 1e3],
  ["Revenue in 1000 EUR", 1e3],
  ["Revenue ($000)", 1e3],
  ["Umsatz (Tsd. EUR)", 1e3],
  ["Umsatz in T€", 1e3],
  ["Tutar (bin TL)", 1e3],
  ["Betrag in Mio. EUR", 1e6],
  ["Sales (€m)", 1e6],
  ["Amount in ₹ lakhs", 1e5],
])("the heading %s names a unit of %d", (heading, scale) => {
  expect(headingUnit(heading)).toMatchObject({ scale, sure: true });
});

test.each(["Amount (m)", "Revenue (MM)", "Valor (R$ mil)"])("the heading %s may name a unit", (heading) => {
  expect(headingUnit(heading)?.sure).toBe(false);
});

test.each([
  "积分",
  "得分",
  "百分",
  "amount",
  "Revenue in EUR",
  "percent",
  "recent",
  "network",
  "Stock",
  "order_total",
])("the heading %s names none", (heading) => {
  expect(headingUnit(heading)).toBeNull();
});

test.each([
  ["Amount (USD)", "USD"],
  ["实付金额(元)", "CNY"],
  ["金额(港元)", "HKD"],
  ["売上(円)", "JPY"],
  ["Revenue (HK$)", "HKD"],
  ["Umsatz in T€", "EUR"],
  ["Betrag TEUR", "EUR"],
  ["Tutar (TL)", "TRY"],
  ["amount_eur", "EUR"],
  ["Sales ($000)", "$"],
  ["country", null],
  ["title", null],
  ["order_total", null],
])("the heading %s is of the currency %s", (heading, currency) => {
  expect(currencyInHeading(heading)).toBe(currency);
});
