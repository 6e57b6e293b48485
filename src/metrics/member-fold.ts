import type { FoldInput, MemberSums } from "./metric.ts";

/** A customer's kept rows: purchases alone, or with refunds; each with its day and place in the facts. */
export type VisitRow = (day: number, row: number) => void;

/**
 * The sums of each customer in one pass: `begin` before a customer's rows, `row` for each that is kept, in
 * order of time, and `end` with what the customer then counts for.
 */
export function foldMembers(
  { orders, keepOrders }: FoldInput,
  which: "purchases" | "sales",
  begin: () => void,
  row: VisitRow,
  end: (add: (counted: number, hits: number) => void, customer: number) => void,
): MemberSums {
  const { customer, day, purchase, length, customers } = orders;
  const counted = new Float64Array(customers);
  const hits = new Float64Array(customers);
  const all = which === "sales";
  let own = -1;
  const add = (count: number, hit: number) => {
    counted[own] = (counted[own] as number) + count;
    hits[own] = (hits[own] as number) + hit;
  };
  for (let i = 0; i < length;) {
    own = customer[i] as number;
    begin();
    for (; i < length && customer[i] === own; i += 1)
      if ((all || purchase[i]) && (!keepOrders || keepOrders[i])) row(day[i] as number, i);
    end(add, own);
  }
  return { counted, hits };
}
