import { describe, expect, it } from "vitest";
import { blankDocument } from "../../src/workspace/new-document.ts";
import type { Document } from "../../src/document/document.ts";
import { fileOfTitle } from "../../src/share/file-of-title.ts";

const mapping = {} as Document["data"]["sources"][number]["mapping"];
function titled(title: Document["title"], ...names: string[]) {
  const document = blankDocument();
  return { title, data: { ...document.data, sources: names.map((name) => ({ name, mapping })) } };
}

describe("the title of a shared document", () => {
  it("tells the name of a file, whole or among other words", () => {
    expect(fileOfTitle(titled({ en: "Orders-ACME" }, "customers.csv", "orders-acme.csv"))).toBe(
      "orders-acme.csv",
    );
    expect(fileOfTitle(titled({ "zh-CN": "订单导出 副本" }, "订单导出.xlsx"))).toBe("订单导出.xlsx");
  });
  it("tells none once it was changed", () => {
    expect(fileOfTitle(titled({ en: "Who comes back" }, "orders-acme.csv"))).toBeNull();
    expect(fileOfTitle(titled({ en: "Year 2025" }, "y.csv"))).toBeNull();
    expect(fileOfTitle(titled({ en: "Untitled" }))).toBeNull();
  });
});
