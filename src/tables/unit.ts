/** What a figure counts or measures. */
export type Unit =
  "customers" | "orders" | "responses" | "share" | "money" | "days" | "points" | "nps" | "ratio" | "period";
