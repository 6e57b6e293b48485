/** A small shop's order export, with known figures: 60 customers, 12 months, repeat buyers and a refund. */
export function smallOrders(
  headers: readonly string[] = ["order_id", "customer_id", "ordered_at", "amount", "channel", "status"],
): string {
  const rows: string[] = [headers.join(",")];
  let order = 1000;
  for (let customer = 1; customer <= 60; customer += 1) {
    const first = customer % 12;
    for (let month = first, bought = 0; month < 12; month += 1 + (customer % 4), bought += 1) {
      order += 1;
      const day = 1 + ((customer * 7 + month * 3) % 27);
      const amount = (20 + ((customer * 13 + month * 29) % 180)).toFixed(2);
      const channel = ["Store", "Online", "App"][customer % 3];
      const status = order % 41 === 0 ? "refunded" : "completed";
      rows.push(
        `A${order},C${String(customer).padStart(3, "0")},2025-${String(month + 1).padStart(2, "0")}-${String(day).padStart(2, "0")} 10:00:00,${amount},${channel},${status}`,
      );
    }
  }
  return `${rows.join("\n")}\n`;
}
