import fc from "../property.ts";
import { describe, expect, it } from "vitest";
import { maxDocumentBytes } from "../../src/document/read.ts";
import { compactText } from "../../src/document/write.ts";
import { TextError } from "../../src/i18n/text.ts";
import { crc32 } from "../../src/share/crc32.ts";
import {
  documentFromLink,
  documentLink,
  isDocumentLink,
  linkDocument,
  viewOfLink,
} from "../../src/share/link.ts";
import { documents } from "../document/arbitrary.ts";
import { firstDocument } from "../document/fixture.ts";

const base = "https://shop.example/tools/regulars/";
const hashOf = (link: string) => link.slice(link.indexOf("#"));
async function refusal(hash: string): Promise<string> {
  const error = await documentFromLink(hash).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(TextError);
  expect((error as TextError).text["zh-CN"]).toMatch(/[\u4e00-\u9fff]/);
  return (error as TextError).text.en;
}
/** A link around any bytes, with a check sum that fits. */
async function linkAround(text: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const body = Buffer.from(await new Response(stream).arrayBuffer()).toString("base64url");
  return `#d=1.${body}.${crc32(body).toString(16).padStart(8, "0")}`;
}

describe("a share link", () => {
  it("holds a document whole", async () => {
    await fc.assert(
      fc.asyncProperty(documents, async ({ $schema: _address, ...document }) => {
        const link = await documentLink(document, base);
        expect(link).toMatch(/^https:\/\/shop\.example\/tools\/regulars\/#d=1\.[\w-]+\.[0-9a-f]{8}$/);
        expect(await documentFromLink(hashOf(link))).toEqual(linkDocument(document));
      }),
      { numRuns: 40 },
    );
  });
  it("does not hold the names of files", async () => {
    const link = await documentLink(firstDocument(), base);
    const { data } = await documentFromLink(hashOf(link));
    expect(data.sources.map(({ name }) => name)).toEqual(["orders", "surveys"]);
    expect(data.sources[0]?.mapping.roles["实付金额"]).toBe("amount");
  });
  it("is short, replaces a fragment and can name a dashboard", async () => {
    const link = await documentLink(firstDocument(), `${base}?lang=en#/start`, "win back&");
    expect(link.length).toBeLessThan(compactText(firstDocument()).length * 0.75);
    expect(link).toMatch(/\?lang=en#d=1\.[\w-]+\.[0-9a-f]{8}&view=win%20back%26$/);
    expect(viewOfLink(hashOf(link))).toBe("win back&");
    expect((await documentFromLink(hashOf(link))).id).toBe("doc-2025-tea");
  });
  it("is known by its beginning", () => {
    expect(isDocumentLink("#d=1.abc")).toBe(true);
    expect(isDocumentLink("#/notebook")).toBe(false);
    expect(isDocumentLink("")).toBe(false);
  });
  it("may have what a chat program adds after it", async () => {
    const hash = hashOf(await documentLink(firstDocument(), base));
    for (const end of [".", ")", "。", "，看看", "&utm_source=chat"])
      expect((await documentFromLink(hash + end)).id).toBe("doc-2025-tea");
  });
});

describe("a link that is not whole", () => {
  it("is refused wherever it was cut", async () => {
    const hash = hashOf(await documentLink(firstDocument(), base));
    for (let length = 6; length < hash.length; length += 7)
      expect(await refusal(hash.slice(0, length))).toContain(`cut short after ${length} characters`);
    expect(await refusal(hash.slice(0, -1))).toContain("cut short");
  });
  it("is refused wherever it was altered", async () => {
    const hash = hashOf(await documentLink(firstDocument(), base));
    for (let place = 5; place < hash.length; place += 5) {
      const other = hash[place] === "A" ? "B" : "A";
      expect(await refusal(hash.slice(0, place) + other + hash.slice(place + 1))).toMatch(
        /altered|cut short/,
      );
    }
  });
  it("is said to be damaged where it has a character that no link has", async () => {
    const hash = hashOf(await documentLink(firstDocument(), base));
    for (const character of ["%", "…", "*", "😀"])
      expect(await refusal(hash.slice(0, 40) + character + hash.slice(41))).toContain(
        `damaged: there is a “${character}” in it`,
      );
    expect(await refusal("#d=1.%%%")).toContain("damaged");
  });
  it("is refused when it is none, or a newer one", async () => {
    expect(await refusal("")).toContain("holds no document");
    expect(await refusal("#/notebook")).toContain("holds no document");
    expect(await refusal("#d=")).toContain("holds no document");
    expect(await refusal("#d=0.aaaa.00000000")).toContain("holds no document");
    expect(await refusal("#d=2.aaaa.00000000")).toContain("link version 2; this one reads version 1");
  });
});

describe("a hostile link", () => {
  it("that would inflate without end is stopped", async () => {
    const bomb = await linkAround(new Uint8Array(maxDocumentBytes * 20).fill(32));
    expect(bomb.length).toBeLessThan(200_000);
    expect(await refusal(bomb)).toContain("larger than 5 MB");
  });
  it("with anything else in it is refused as a file would be", async () => {
    expect(await refusal(await linkAround("hello"))).toContain("cannot be read as JSON");
    expect(await refusal(await linkAround(`{"format":"regulars","version":9}`))).toContain("version 9");
    expect(await refusal(await linkAround(new Uint8Array([0xff, 0xfe, 0xfd])))).toContain("altered");
    expect(await refusal(`#d=1.____.${crc32("____").toString(16).padStart(8, "0")}`)).toContain("altered");
  });
});

it("crc32 has the check value of its standard", () => {
  expect(crc32("123456789")).toBe(0xcbf43926);
});
