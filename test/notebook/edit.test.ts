import { describe, expect, it } from "vitest";
import type { Cell, Document } from "../../src/document/document.ts";
import { copyOf, freeName, moveCell, nameFault } from "../../src/notebook/edit.ts";

const sqlCell = (name: string): Cell => ({ kind: "sql", id: `id-${name}`, name, sql: "from orders" });
const cells: Document["notebook"]["cells"] = [
  sqlCell("a"),
  sqlCell("By"),
  { kind: "text", id: "t", markdown: "" },
];

describe("editing cells", () => {
  it("moves within the notebook and no further", () => {
    expect(moveCell(cells, "t", -1).map(({ id }) => id)).toEqual(["id-a", "t", "id-By"]);
    expect(moveCell(cells, "t", 1)).toBe(cells);
    expect(moveCell(moveCell(cells, "id-a", 1), "id-a", -1)).toEqual(cells);
  });
  it("gives names that are free, whatever their case", () => {
    expect(freeName(cells, "by", [])).toBe("by_2");
    expect(freeName(cells, "orders", ["orders", "orders_2"])).toBe("orders_3");
    expect(freeName(cells, "c", [])).toBe("c");
    const copy = copyOf(cells, sqlCell("a"), []);
    expect(copy).toMatchObject({ kind: "sql", name: "a_2", sql: "from orders" });
    expect(copy.id).not.toBe("id-a");
  });
  it("tells why a name cannot be", () => {
    expect(nameFault(cells, "id-a", "a", [])).toBeNull();
    expect(nameFault(cells, "id-a", "渠道", [])).toBeNull();
    expect(nameFault(cells, "id-a", "BY", [])).toBe("cell");
    expect(nameFault(cells, "id-a", "Orders", ["orders"])).toBe("table");
    expect(nameFault(cells, "id-a", "1 x", [])).toBe("invalid");
  });
});
