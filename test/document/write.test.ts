import fc from "../property.ts";
import { describe, expect, it } from "vitest";
import { readDocument } from "../../src/document/read.ts";
import { documentFileName } from "../../src/document/save-file.ts";
import { compactText, documentText } from "../../src/document/write.ts";
import { documents } from "./arbitrary.ts";
import { firstDocument } from "./fixture.ts";

describe("writing a document", () => {
  it("and reading it is identity", () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(readDocument(documentText(document))).toEqual(document);
      }),
    );
  });
  it("in short form loses the schema's address alone", () => {
    fc.assert(
      fc.property(documents, ({ $schema: _address, ...document }) => {
        expect(readDocument(compactText({ $schema: "x", ...document }))).toEqual(document);
      }),
    );
  });
  it("gives one order of fields, the schema first", () => {
    const document = firstDocument();
    const shuffled = Object.fromEntries(Object.entries(document).reverse()) as typeof document;
    const text = documentText(shuffled, "https://shop.example/document.schema.json");
    expect(text).toBe(documentText(document, "https://shop.example/document.schema.json"));
    expect(Object.keys(JSON.parse(text) as object)).toEqual([
      "$schema",
      "format",
      "version",
      "id",
      "title",
      "created",
      "modified",
      "data",
      "notebook",
      "dashboards",
      "segments",
    ]);
    expect(text).toContain(`\n  "format": "regulars",\n`);
  });
  it("refuses what could not be read again", () => {
    expect(() => documentText({ ...firstDocument(), id: "not an id" })).toThrow(
      /In this document, id should be/,
    );
  });
});

describe("the name of a document's file", () => {
  const named = (title: string) => documentFileName({ ...firstDocument(), title: { en: title } }, "zh-CN");
  it("is its title, in the language or the one that is there", () => {
    expect(documentFileName(firstDocument(), "zh-CN")).toBe("青禾茶铺 2025 会员分析.regulars.json");
    expect(named("Tea")).toBe("Tea.regulars.json");
  });
  it("has nothing that a file system refuses", () => {
    expect(named(`a/b\\c:d*e?f"g<h>i|j\n\u0000k`)).toBe("a b c d e f g h i j k.regulars.json");
    expect(named("../../etc")).toBe("etc.regulars.json");
    expect(named("…".repeat(200)).length).toBeLessThan(110);
    expect(named("")).toBe("regulars.regulars.json");
  });
});
