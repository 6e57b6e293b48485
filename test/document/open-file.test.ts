import { describe, expect, it } from "vitest";
import { isDocumentFile } from "../../src/document/open-file.ts";
import { documentText } from "../../src/document/write.ts";
import { blankDocument } from "../../src/workspace/new-document.ts";

const isDocument = (name: string, text: string) => isDocumentFile(name, new Blob([text]));

describe("a chosen JSON file", () => {
  const document = documentText(blankDocument(), "https://example.org/document.schema.json");
  it("is a document where it names the format, under any name and in any state", async () => {
    expect(await isDocument("shop.json", document)).toBe(true);
    expect(await isDocument("SHOP.JSON", `\ufeff${JSON.stringify(JSON.parse(document))}`)).toBe(true);
    expect(await isDocument("newer.json", document.replace('"version": 1', '"version": 9'))).toBe(true);
    expect(await isDocument("cut.json", document.slice(0, document.length / 2))).toBe(true);
    expect(await isDocument("shop.regulars.json", "{")).toBe(true);
  });
  it("is data where it does not", async () => {
    expect(await isDocument("orders.json", '[{"order_id": 1, "amount": 5}]')).toBe(false);
    expect(await isDocument("orders.json", '{"orders": [{"order_id": 1}]}')).toBe(false);
    expect(await isDocument("orders.json", '[{"format": "regulars"}]')).toBe(false);
    expect(await isDocument("orders.json", "")).toBe(false);
    expect(await isDocument("orders.csv", document)).toBe(false);
  });
});
