import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { type SampleId, shopFiles, shops } from "../../samples/generate.ts";
import { simulateShop } from "../../samples/simulate.ts";

/** The small files beside the samples: the same shops with few customers, of whom most answer. */
const small: [file: string, shop: SampleId, part: "orders" | "answers"][] = [
  ["orders.csv", "coffee", "orders"],
  ["survey.csv", "coffee", "answers"],
  ["订单.csv", "tea", "orders"],
];

describe("the small sample files", () => {
  it.each(small)("%s are the generator's (vitest -u writes them anew)", async (file, id, part) => {
    const { truth, words } = shops[id];
    const shop = { words, truth: { ...truth, customers: 400, answered: 0.8 } };
    const made = shopFiles(shop, simulateShop(shop)).find(({ name }) => name === words.files[part]);
    const text = made?.chunks.join("") ?? "";
    expect(new TextEncoder().encode(text).length).toBeLessThan(200_000);
    await expect(text).toMatchFileSnapshot(resolve(import.meta.dirname, "../../samples/files", file));
  });
});
