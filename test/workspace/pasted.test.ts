import { expect, it } from "vitest";
import { type Clip, pickedClip } from "../../src/workspace/pasted.ts";

const clip = (part: Partial<Clip>): Clip => ({ text: "", html: "", files: [], ...part });
const cells = "order_id\tamount\r\n1\t10\r\n";

async function taken(given: Partial<Clip>, names: string[] = [], locale: "en" | "zh-CN" = "en") {
  const picked = pickedClip(clip(given), names, locale);
  return picked && Promise.all(picked.files.map(async ({ name, file }) => [name, await file.text()]));
}

it("takes cells as a file with the next free name", async () => {
  expect(await taken({ text: cells })).toEqual([["Pasted table 1", cells]]);
  expect(await taken({ text: cells }, ["Pasted table 1", "粘贴的表格 2"], "zh-CN")).toEqual([
    ["粘贴的表格 3", cells],
  ]);
});

it("takes delimited lines and JSON", async () => {
  expect(await taken({ text: "a,b\n1,2\n" })).not.toBeNull();
  expect(await taken({ text: '[{"order_id": 1}]' })).not.toBeNull();
});

it("takes the table of markup where the text beside it has no columns, without what stands above it", async () => {
  const html = `<html><head><style>${"td{}".repeat(5000)}</style></head><body><table><tr><td>a</td><td>b</td></tr></table>`;
  const [[, text] = []] = (await taken({ text: "a\nb\n", html })) ?? [];
  expect(text).toMatch(/^<html><meta charset="utf-8"><table>/);
});

it("takes no sentences, and a copied picture of cells only with its text", async () => {
  expect(await taken({ text: "Hello there.\nSee you on Monday, or Tuesday." })).toBeNull();
  expect(await taken({ text: "one line, with a comma" })).toBeNull();
  const picture = new File([new Uint8Array(3)], "image.png");
  expect((await taken({ text: cells, files: [picture] }))?.[0]?.[0]).toBe("Pasted table 1");
  expect((await taken({ files: [picture] }))?.[0]?.[0]).toBe("image.png");
});
