import type { System } from "./system.ts";

/**
 * Deals exported from HubSpot. Headings: names of the default deal properties as exports show them; not
 * confirmed by a public page. Only what is won is a purchase.
 */
export const hubspot: System = {
  label: { en: "HubSpot deals", "zh-CN": "HubSpot 交易" },
  table: "orders",
  needs: [
    ["Record ID", "Deal ID"],
    ["Deal Name"],
    ["Deal Stage"],
    ["Close Date"],
    ["Amount"],
    ["Associated Company", "Associated Contact", "Associated Company IDs", "Associated Contact IDs"],
  ],
  roles: {
    order_id: ["Record ID", "Deal ID"],
    customer_id: [
      "Associated Company IDs",
      "Associated Company",
      "Associated Contact IDs",
      "Associated Contact",
    ],
    ordered_at: ["Close Date"],
    amount: ["Amount"],
    status: ["Deal Stage"],
    currency: ["Currency"],
  },
  dimensions: ["Pipeline", "Deal Type", "Deal owner"],
  statuses: {
    "Closed Won": "completed",
    "Closed Lost": "cancelled",
    "Appointment Scheduled": "cancelled",
    "Qualified To Buy": "cancelled",
    "Presentation Scheduled": "cancelled",
    "Decision Maker Bought-In": "cancelled",
    "Contract Sent": "cancelled",
  },
  unconfirmed: [
    "Record ID",
    "Deal ID",
    "Deal Name",
    "Deal Stage",
    "Close Date",
    "Amount",
    "Associated Company",
  ],
};
