import { describe, expect, it } from "vitest";
import type { Document } from "../../src/document/document.ts";
import { ownColumn } from "../../src/share/own-column.ts";
import { firstDocument } from "../document/fixture.ts";

type Source = Document["data"]["sources"][number];

/** A file of a table, with its columns and what they are used as. */
function file(table: Source["mapping"]["table"], roles: Source["mapping"]["roles"]): Source {
  const [like] = firstDocument().data.sources;
  if (!like) throw new Error("the document has no source");
  return { ...like, name: `${table}.csv`, mapping: { ...like.mapping, table, roles } };
}

describe("the sender's column for what a document asks", () => {
  const orders = file("orders", { 渠道: "channel", Region: "dimension", 备注: "ignore" });
  const answers = file("surveys", { 得分: "score", "Visit type": "dimension" });
  const customers = file("customers", { 会员等级: "tier" });
  const sources = [orders, answers, customers];

  it("is the one used as it, or the one of that name that groups", () => {
    expect(ownColumn({ table: "orders", column: "channel" }, sources)).toEqual({
      name: "渠道",
      table: "orders",
    });
    expect(ownColumn({ table: "surveys", column: "score" }, sources)?.name).toBe("得分");
    expect(ownColumn({ table: "surveys", column: "Visit type" }, sources)?.name).toBe("Visit type");
  });
  it("is that of the customer or of their orders where answers have none of their own", () => {
    expect(ownColumn({ table: "surveys", column: "channel" }, sources)).toEqual({
      name: "渠道",
      table: "orders",
    });
    expect(ownColumn({ table: "surveys", column: "tier" }, sources)).toEqual({
      name: "会员等级",
      table: "customers",
    });
    const own = file("surveys", { 来源: "channel" });
    expect(ownColumn({ table: "surveys", column: "channel" }, [orders, own])?.name).toBe("来源");
  });
  it("is none where nothing has it, or what has it is not used", () => {
    expect(ownColumn({ table: "surveys", column: "备注" }, sources)).toBeNull();
    expect(ownColumn({ table: "customers", column: "channel" }, sources)).toBeNull();
  });
});
