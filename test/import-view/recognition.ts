import type { Mapping, Recognition } from "../../src/ingest/source.ts";

export const mapping: Mapping = {
  table: "orders",
  dialect: { encoding: "utf-8", delimiter: ",", quote: '"', skip: 0, header: true },
  roles: { no: "order_id", who: "customer_id", when: "ordered_at", paid: "amount", note: "ignore" },
  formats: {},
  orderGrain: "order-id",
  statuses: {},
};
export function recognition(file: string, own: Partial<Recognition> = {}): Recognition {
  const taken = own.mapping ?? mapping;
  return {
    file,
    name: `${file}.csv`,
    bytes: 100,
    rows: 10,
    mapping: taken,
    confidence: 0.9,
    columns: Object.entries(taken.roles).map(([name, role]) => ({
      name,
      role,
      confidence: 0.9,
      reason: { en: "heading", "zh-CN": "列名" },
      type: "text",
      empty: 0,
      distinct: 3,
      samples: [],
    })),
    preview: [],
    questions: [],
    problems: [],
    took: 1,
    ...own,
  };
}
