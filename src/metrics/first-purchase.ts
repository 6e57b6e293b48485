import type { FoldInput } from "./metric.ts";

/**
 * The row of the first purchase of the customer whose rows begin at `start`, among the rows kept; −1
 * where there is none. Refunds of the same day may come before it.
 */
export function firstPurchase({ orders, keepOrders }: FoldInput, start: number): number {
  const { customer, purchase, length } = orders;
  const own = customer[start];
  for (let i = start; i < length && customer[i] === own; i += 1)
    if (purchase[i] && (!keepOrders || keepOrders[i])) return i;
  return -1;
}
