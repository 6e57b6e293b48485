import type { System } from "./system.ts";

/**
 * Opportunities reported from Salesforce. Headings: help.salesforce.com, “Opportunity Fields”; the stages
 * are those that a new organisation has. Only what is won is a purchase.
 */
export const salesforce: System = {
  label: { en: "Salesforce opportunities", "zh-CN": "Salesforce 商机" },
  table: "orders",
  needs: [["Opportunity Name"], ["Account Name", "Account ID"], ["Close Date"], ["Stage"], ["Amount"]],
  roles: {
    order_id: ["Opportunity ID", "Opportunity Name"],
    customer_id: ["Account ID", "Account Name"],
    ordered_at: ["Close Date"],
    amount: ["Amount"],
    status: ["Stage"],
    channel: ["Lead Source"],
    currency: ["Opportunity Currency", "Amount Currency"],
  },
  dimensions: ["Type", "Opportunity Owner", "Industry"],
  statuses: {
    "Closed Won": "completed",
    "Closed Lost": "cancelled",
    Prospecting: "cancelled",
    Qualification: "cancelled",
    "Needs Analysis": "cancelled",
    "Value Proposition": "cancelled",
    "Id. Decision Makers": "cancelled",
    "Perception Analysis": "cancelled",
    "Proposal/Price Quote": "cancelled",
    "Negotiation/Review": "cancelled",
  },
  unconfirmed: ["Opportunity ID", "Account ID", "Amount Currency"],
};
