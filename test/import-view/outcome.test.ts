import { describe, expect, it } from "vitest";
import { blockOf, columnsOf, outcomes } from "../../src/import/outcome.ts";
import { metrics } from "../../src/metrics/catalog.ts";
import { mapping, recognition } from "./recognition.ts";

const lackOf = (files: Parameters<typeof outcomes>[0], id: string) =>
  outcomes(files, metrics).find(({ metric }) => metric.id === id)?.lacks;

describe("what the roles will give", () => {
  it("offers what orders allow, and says what the rest lacks", () => {
    const files = [recognition("a")];
    expect(lackOf(files, "retention-cohorts")).toBeNull();
    expect(lackOf(files, "nps")?.en).toBe("Net promoter score: no file of answers");
    const first = outcomes(files, metrics);
    expect(first.findIndex(({ lacks }) => lacks)).toBe(first.filter(({ lacks }) => !lacks).length);
  });

  it("names the column that is missing", () => {
    const roles = { ...mapping.roles, paid: "ignore" };
    const lack = lackOf([recognition("a", { mapping: { ...mapping, roles } })], "historical-clv");
    expect(lack?.en).toContain("no column “Amount”");
    expect(lack?.["zh-CN"]).toContain("缺少“金额”列");
  });

  it("counts what lines fill of orders, their amount by quantity and price", () => {
    const columns = columnsOf([
      {
        ...mapping,
        table: "order_lines",
        roles: {
          no: "order_id",
          who: "customer_id",
          when: "ordered_at",
          what: "product",
          n: "quantity",
          each: "unit_price",
        },
      },
    ]);
    expect([...(columns.get("orders") ?? [])].sort()).toEqual([
      "amount",
      "customer_id",
      "order_id",
      "ordered_at",
    ]);
  });

  it("counts rows as orders where there is no order number", () => {
    const { no: _number, ...roles } = mapping.roles;
    expect(columnsOf([{ ...mapping, roles, orderGrain: "row" }]).get("orders")).toContain("order_id");
  });
});

describe("why a dashboard cannot be built", () => {
  it("is that there is no file", () => {
    expect(blockOf([])?.text.en).toBe("Add a file first.");
  });
  it("is the first fatal problem, with the file's name once", () => {
    const text = (en: string) => ({ en, "zh-CN": en });
    const fault = (en: string) => [{ fatal: true, text: text(en) }];
    expect(blockOf([recognition("a", { problems: fault("“a.csv” is empty.") })])?.text.en).toBe(
      "“a.csv” is empty.",
    );
    expect(blockOf([recognition("a", { problems: fault("No customer.") })])?.text.en).toBe(
      "“a.csv”: No customer.",
    );
    // The rest can do without a file that cannot be loaded; a file alone has no rest.
    const bad = recognition("a", { problems: fault("No customer.") });
    expect(blockOf([bad])?.file).toBeNull();
    expect(blockOf([recognition("b"), bad])?.file).toEqual({ key: "a", name: "a.csv" });
    const question = {
      id: "day-order:when",
      title: text("Which day?"),
      detail: text("x"),
      options: [],
      columns: [],
    };
    const asked = (answer: string | null) => recognition("a", { questions: [{ ...question, answer }] });
    expect(blockOf([asked(null)])?.text.en).toContain("to be confirmed: Which day?");
    expect(blockOf([asked(null)])?.asks).toBe("a");
    expect(blockOf([asked("%d/%m/%Y")])).toBeNull();
    expect(blockOf([recognition("a", { problems: [{ fatal: false, text: text("Ragged.") }] })])).toBeNull();
  });
});
