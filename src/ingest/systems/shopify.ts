import type { System } from "./system.ts";

/**
 * Orders exported from Shopify's admin. Headings: help.shopify.com/manual/fulfillment/managing-orders/exporting-orders.
 * An order of several products takes several rows; the later ones leave the order's own cells, such as the
 * total, empty. A pending order is one that is not paid yet: the user is asked.
 */
export const shopify: System = {
  label: { en: "Shopify orders", "zh-CN": "Shopify 订单" },
  table: "orders",
  needs: [["Name"], ["Email"], ["Financial Status"], ["Total"], ["Created at"], ["Lineitem name"]],
  roles: {
    order_id: ["Name"],
    customer_id: ["Email"],
    ordered_at: ["Created at"],
    amount: ["Total"],
    status: ["Financial Status"],
    refund_amount: ["Refunded Amount"],
    discount: ["Discount Amount"],
    currency: ["Currency"],
    channel: ["Source"],
    store: ["Location"],
    city: ["Shipping City", "Billing City"],
  },
  dimensions: ["Shipping Country", "Shipping Province", "Risk Level", "Accepts Marketing"],
  statuses: { paid: "completed", authorized: "completed", partially_paid: "completed", voided: "cancelled" },
};
