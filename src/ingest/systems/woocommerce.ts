import type { System } from "./system.ts";

/**
 * Orders exported from WooCommerce by its import and export suite. Headings:
 * woocommerce.com/document/import-and-export-of-woocommerce-orders. Guests all have the customer number 0,
 * so that customers are told apart by e-mail address.
 */
export const woocommerce: System = {
  label: { en: "WooCommerce orders", "zh-CN": "WooCommerce 订单" },
  table: "orders",
  needs: [["order_id", "order_number"], ["order_date"], ["order_total"], ["customer_email", "billing_email"]],
  roles: {
    order_id: ["order_id", "order_number"],
    customer_id: ["customer_email", "billing_email"],
    ordered_at: ["order_date"],
    amount: ["order_total"],
    status: ["status"],
    refund_amount: ["refunded_total"],
    discount: ["discount_total"],
    currency: ["order_currency"],
    city: ["shipping_city", "billing_city"],
  },
  dimensions: ["payment_method_title", "billing_country", "shipping_method"],
  statuses: {
    processing: "completed",
    completed: "completed",
    "on-hold": "cancelled",
    pending: "cancelled",
    failed: "cancelled",
    "checkout-draft": "cancelled",
  },
  unconfirmed: ["refunded_total"],
};
