import { describe, expect, it } from "vitest";
import { alike, withHeader, withRole } from "../../src/import/edit-mapping.ts";
import { mapping, recognition } from "./recognition.ts";

describe("changing what a column is used as", () => {
  it("takes the role from the column that had it", () => {
    const { mapping: next, moved } = withRole(mapping, "note", "amount");
    expect(moved).toBe("paid");
    expect(next.roles).toMatchObject({ note: "amount", paid: "ignore" });
    expect(mapping.roles["paid"]).toBe("amount");
  });

  it("lets any number of columns be dimensions or left out", () => {
    const { mapping: first } = withRole(mapping, "note", "dimension");
    const { mapping: second, moved } = withRole(first, "paid", "dimension");
    expect(moved).toBeNull();
    expect(second.roles).toMatchObject({ note: "dimension", paid: "dimension" });
  });

  it("asks what one order is once no column has the order number", () => {
    const { mapping: without } = withRole(mapping, "no", "ignore");
    expect(without.orderGrain).toBe("row");
    expect(withRole(without, "note", "order_id").mapping.orderGrain).toBe("order-id");
  });
});

it("moves the header, or does without", () => {
  expect(withHeader(mapping, 2).dialect).toMatchObject({ header: true, skip: 2 });
  expect(withHeader(withHeader(mapping, 2), null).dialect).toMatchObject({ header: false, skip: 2 });
});

it("finds the other files with the same columns, in whatever order", () => {
  const turned = { ...mapping, roles: Object.fromEntries(Object.entries(mapping.roles).reverse()) };
  const lines = { ...mapping, table: "order_lines" as const };
  const other = { ...mapping, roles: { ...mapping.roles, more: "ignore" } };
  const files = [
    recognition("a"),
    recognition("b", { mapping: turned }),
    recognition("c", { mapping: lines }),
    recognition("d", { mapping: other }),
    recognition("e", { columns: [] }),
  ];
  expect(alike(files, "a").map(({ file }) => file)).toEqual(["b"]);
  expect(alike(files, "e")).toEqual([]);
});
