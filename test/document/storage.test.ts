import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { deleteDocument, listDocuments, readDocument, writeDocument } from "../../src/document/storage.ts";
import { TextError } from "../../src/i18n/text.ts";
import { firstDocument } from "./fixture.ts";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe("documents of the browser", () => {
  it("are kept whole, replaced and removed", async () => {
    const document = firstDocument();
    expect(await listDocuments()).toEqual([]);
    await writeDocument(document);
    expect(await readDocument(document.id)).toEqual(document);
    await writeDocument({ ...document, title: { en: "Second" } });
    expect((await readDocument(document.id)).title).toEqual({ en: "Second" });
    expect(await listDocuments()).toHaveLength(1);
    await deleteDocument(document.id);
    expect(await listDocuments()).toEqual([]);
    await expect(readDocument(document.id)).rejects.toThrow(/There is no document "doc-2025-tea"/);
  });
  it("are listed last changed first, with what they hold", async () => {
    const document = firstDocument();
    await writeDocument({ ...document, id: "new", modified: "2026-02-01T00:00:00.000Z" });
    await writeDocument({ ...document, id: "old", modified: "2024-02-01T00:00:00.000Z" });
    await writeDocument({ ...document, id: "mid", modified: "2025-02-01T00:00:00.000Z" });
    const list = await listDocuments();
    expect(list.map(({ id }) => id)).toEqual(["new", "mid", "old"]);
    expect(list[0]).toEqual({
      id: "new",
      title: document.title,
      created: document.created,
      modified: "2026-02-01T00:00:00.000Z",
      cells: 4,
      dashboards: 1,
      sources: ["订单明细_2025.csv", "answers.csv"],
      sample: null,
    });
  });
  it("say in both languages why they cannot be reached", async () => {
    const reasons: [unknown, RegExp][] = [
      [new DOMException("full", "QuotaExceededError"), /no room left/],
      [new DOMException("no", "SecurityError"), /does not let the page store/],
      [new DOMException("newer", "VersionError"), /A newer Regulars/],
      [new DOMException("disk is on fire", "UnknownError"), /disk is on fire/],
    ];
    for (const [error, said] of reasons) {
      const open = vi.spyOn(indexedDB, "open").mockImplementation(() => {
        throw error;
      });
      const failure = await listDocuments().catch((caught: unknown) => caught);
      expect(failure).toBeInstanceOf(TextError);
      expect((failure as TextError).text.en).toMatch(said);
      expect((failure as TextError).text["zh-CN"]).toMatch(/[\u4e00-\u9fff]/);
      open.mockRestore();
    }
  });
  it("are not written when they could not be read again", async () => {
    const document = firstDocument();
    await writeDocument(document);
    await expect(writeDocument({ ...document, created: "today" })).rejects.toThrow();
    expect(await readDocument(document.id)).toEqual(document);
  });
});
