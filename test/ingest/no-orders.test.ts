import { expect, test } from "vitest";
import { recognise } from "../../src/ingest/recognise.ts";

async function fatalOf(text: string, roles: Record<string, string> = {}) {
  const blob = new Blob([text]);
  const { recognition } = await recognise("f", "f.csv", blob, null);
  const mapping = { ...recognition.mapping, roles: { ...recognition.mapping.roles, ...roles } };
  const again = await recognise("f", "f.csv", blob, mapping);
  return again.recognition.problems.filter(({ fatal }) => fatal).map(({ text: { en } }) => en.slice(0, 30));
}

const rows = (line: (row: number) => string) => Array.from({ length: 12 }, (_, row) => line(row)).join("\n");
const day = (row: number) => `2025-03-${String(row + 1).padStart(2, "0")}`;
const refunds = "This is a list of refunds, not";
const summed = "This file is summed up already";

test("Refunds are no sales, also where their column is given as the amount by hand", async () => {
  const file = `退款单号,订单号,会员号,退款时间,退款金额\n${rows((n) => `T${String(n)},D${String(n)},M${String(n % 4)},${day(n)},${String(n + 50)}.5`)}`;
  expect(await fatalOf(file)).toEqual([refunds]);
  expect(await fatalOf(file, { 退款金额: "amount" })).toEqual([refunds]);
  const plain = `refund_id,order_id,customer_id,created_at,amount\n${rows((n) => `R${String(n)},D${String(n)},M${String(n % 4)},${day(n)},${String(n + 50)}.5`)}`;
  expect(await fatalOf(plain)).toEqual([refunds]);
});

test("Orders with a refund beside some of them, or an amount after refunds, are orders", async () => {
  const file = `订单号,会员号,下单时间,实付金额,退款单号,退款金额\n${rows((n) => `D${String(n)},M${String(n % 4)},${day(n)},${String(n + 50)}.5,${n % 3 ? "" : `T${String(n)}`},${n % 3 ? "" : "5"}`)}`;
  expect(await fatalOf(file)).toEqual([]);
  const after = `订单号,会员号,下单时间,退款后金额\n${rows((n) => `D${String(n)},M${String(n % 4)},${day(n)},${String(n + 50)}.5`)}`;
  expect(await fatalOf(after, { 退款后金额: "amount" })).toEqual([]);
});

test("What customers bought in all is no order, though an order may tell it of its customer", async () => {
  const totals = `customer_id,total_orders,total_spent,last_order_date\n${rows((n) => `C${String(n)},${String(n + 1)},${String(n * 20 + 50)}.5,${day(n)}`)}`;
  expect(await fatalOf(totals)).toEqual([summed]);
  const orders = `customer_id,order_date,amount,total_orders,last_order_date\n${rows((n) => `C${String(n)},${day(n)},${String(n + 50)}.5,${String(n + 1)},${day(n)}`)}`;
  expect(await fatalOf(orders)).toEqual([]);
});
