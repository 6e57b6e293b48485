import type { System } from "./system.ts";

/**
 * Deals exported from Zoho CRM. Headings: Zoho's “Standard fields in Deals”. Only what is won is a
 * purchase; the stages are those that a new account has.
 */
export const zoho: System = {
  label: { en: "Zoho CRM deals", "zh-CN": "Zoho CRM 商机" },
  table: "orders",
  needs: [["Deal Name"], ["Closing Date"], ["Stage"], ["Amount"], ["Account Name", "Contact Name"]],
  roles: {
    order_id: ["Record Id", "Deal Id", "Deal Name"],
    customer_id: ["Account Name.id", "Account Name", "Contact Name"],
    ordered_at: ["Closing Date"],
    amount: ["Amount"],
    status: ["Stage"],
    channel: ["Lead Source"],
    currency: ["Currency"],
  },
  dimensions: ["Type", "Deal Owner", "Campaign Source"],
  statuses: {
    "Closed Won": "completed",
    "Closed Lost": "cancelled",
    "Closed Lost to Competition": "cancelled",
    "Closed-Lost to Competition": "cancelled",
    Qualification: "cancelled",
    "Needs Analysis": "cancelled",
    "Value Proposition": "cancelled",
    "Identify Decision Makers": "cancelled",
    "Proposal/Price Quote": "cancelled",
    "Negotiation/Review": "cancelled",
  },
  unconfirmed: ["Record Id", "Deal Id", "Account Name.id", "Currency"],
};
