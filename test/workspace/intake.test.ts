import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openNodeEngine } from "../../src/engine/node.ts";
import { TextError } from "../../src/i18n/text.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import { openShop } from "../../src/shop/open-shop.ts";
import type { Shop } from "../../src/shop/shop.ts";
import { Workspace } from "../../src/workspace/workspace.svelte.ts";

const orders = `order_id,customer_id,ordered_at,amount,channel
1,a,2025-01-03 10:00:00,10.50,Store
2,b,2025-01-04 11:00:00,20.00,Website
2,b,2025-01-04 11:00:00,20.00,Website
3,a,2025-02-05 12:00:00,-5.25,Store
`;
const file = (name: string, text: string) => ({ name, source: new Blob([text]) });

describe("intake", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = openShop(await openNodeEngine(), () => null);
  });
  afterAll(() => shop.close());

  it("names files at once, and tells how many of their bytes were looked at", async () => {
    const workspace = new Workspace(shop);
    const seen: unknown[] = [];
    const recognise = vi.spyOn(shop, "recognise").mockImplementation((files, onProgress, signal) => {
      recognise.mockRestore();
      seen.push(workspace.intake.reading?.files);
      return shop.recognise(
        files,
        (progress) => {
          onProgress?.(progress);
          const { reading } = workspace.intake;
          seen.push([reading?.files, reading?.progress?.done, reading?.progress?.total]);
        },
        signal,
      );
    });
    const names = ["a.csv", "b.csv"];
    const bytes = new Blob([orders]).size;
    await workspace.intake.take(names.map((name) => file(name, orders)));
    expect(seen).toEqual([names, [names, 0, 2 * bytes], [names, bytes, 2 * bytes]]);
    expect(workspace.intake.reading).toBeNull();
    workspace.intake.clear();
  });

  it("looks ahead, and loads no second time what it has looked at", async () => {
    const load = vi.spyOn(shop, "load");
    const workspace = new Workspace(shop);
    await workspace.intake.take([file("orders.csv", orders)]);
    await vi.waitFor(() => expect(workspace.intake.look.state).toBe("ready"), { timeout: 10_000 });
    const loaded = await workspace.intake.load();
    expect(load).toHaveBeenCalledTimes(1);
    expect(loaded.receipts.map(({ kind }) => kind)).toContain("duplicates");
    expect(workspace.loaded).toBe(loaded);
    load.mockRestore();
  });

  it("keeps what was loaded when other rules cannot be loaded or are given up", async () => {
    const workspace = new Workspace(shop);
    await workspace.intake.take([file("orders.csv", orders)]);
    const loaded = await workspace.intake.load();
    const load = vi.spyOn(shop, "load").mockRejectedValueOnce(new TextError({ en: "no", "zh-CN": "不行" }));
    await expect(workspace.setPolicies({ ...defaultPolicies, duplicates: "keep" })).rejects.toThrow("no");
    expect(workspace.loaded).toBe(loaded);
    expect(workspace.intake.policies).toEqual(defaultPolicies);
    load.mockRestore();
    const again = workspace.setPolicies({ ...defaultPolicies, duplicates: "keep" });
    workspace.busy?.cancel();
    await expect(again).rejects.toMatchObject({ name: "AbortError" });
    expect(workspace.loaded).toBe(loaded);
  });

  it("waits with a file that cannot be loaded as it is", async () => {
    const workspace = new Workspace(shop);
    await workspace.intake.take([file("empty.csv", "")]);
    expect(workspace.intake.isLoadable).toBe(false);
    expect(workspace.recognitions[0]?.problems.some(({ fatal }) => fatal)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(workspace.intake.look.state).toBe("none");
  });

  it("reads again what it holds after the engine was lost", async () => {
    const workspace = new Workspace(shop);
    await workspace.intake.take([file("orders.csv", orders)]);
    const before = await workspace.intake.load();
    await workspace.intake.restore();
    expect(workspace.loaded).not.toBe(before);
    expect(workspace.loaded?.extent).toEqual(before.extent);
  });
});
