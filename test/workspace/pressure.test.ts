import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openNodeEngine } from "../../src/engine/node.ts";
import { MemoryError } from "../../src/shop/memory.ts";
import { openShop } from "../../src/shop/open-shop.ts";
import type { Shop } from "../../src/shop/shop.ts";
import { watchingMemory } from "../../src/workspace/deferred-shop.ts";
import { memoryLimit } from "../../src/workspace/memory-limit.ts";
import { Workspace } from "../../src/workspace/workspace.svelte.ts";
import { orderCsv } from "../bench/orders.ts";

const notes = (index: number) => `a long note of the order number ${index}`;
const csv = [...orderCsv({ orders: 4000 })]
  .join("")
  .trim()
  .split("\n")
  .map((line, index) => `${line},${index ? notes(index) : "remark"}`)
  .join("\n");

describe("memory", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = openShop(await openNodeEngine(), () => null);
  });
  afterAll(() => shop.close());
  const withFile = async (workspace: Workspace) => {
    const [taken] = await workspace.intake.take([{ name: "orders.csv", source: new Blob([csv]) }]);
    if (!taken) throw new Error("not taken");
    const roles = { ...taken.mapping.roles, remark: "dimension" };
    workspace.recognitions = [await shop.revise(taken.file, { ...taken.mapping, roles })];
  };

  it("may be half of a small computer's, and the engine's own limit otherwise", () => {
    expect(memoryLimit(null)).toBe(memoryLimit(8));
    expect(memoryLimit(2)).toBe(1024 ** 3);
  });

  it("is asked about before more is loaded than fits", async () => {
    const load = vi.spyOn(shop, "load");
    const workspace = new Workspace(shop);
    Object.defineProperty(workspace.pressure, "limit", { value: 400_000 });
    await withFile(workspace);
    const { pressure } = workspace;
    expect(pressure.isOver).toBe(true);
    expect(pressure.spare.columns).toBe(1);
    expect(workspace.intake.isLoadable).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(load).not.toHaveBeenCalled();

    const before = pressure.estimate;
    await pressure.leaveOut();
    expect(pressure.estimate).toBeLessThan(before * 0.8);
    expect(workspace.recognitions[0]?.mapping.roles["remark"]).toBe("ignore");
    expect(pressure.isOver).toBe(true);

    const { sample } = pressure;
    await pressure.take(sample);
    expect(pressure.isOver).toBe(false);
    expect(pressure.estimate).toBeLessThan(400_000);
    const loaded = await workspace.intake.load();
    expect(loaded.sample?.oneIn).toBe(sample);
    expect(load.mock.lastCall?.[1]).toMatchObject({ oneIn: sample });
    await pressure.take(1);
    expect(workspace.loaded?.sample).toBeUndefined();
    load.mockRestore();
  });

  it("can be risked", async () => {
    const workspace = new Workspace(shop);
    Object.defineProperty(workspace.pressure, "limit", { value: 400_000 });
    await withFile(workspace);
    workspace.pressure.accept();
    expect(workspace.pressure.isOver).toBe(false);
    expect((await workspace.intake.load()).sample).toBeUndefined();
  });

  it("that ran out is met by the offer of a sample, which then loads", async () => {
    const workspace: Workspace = new Workspace(watchingMemory(shop, () => workspace.pressure.note()));
    await withFile(workspace);
    expect(workspace.pressure.isOver).toBe(false);
    const load = vi.spyOn(shop, "load").mockRejectedValueOnce(new MemoryError());
    await expect(workspace.intake.load()).rejects.toBeInstanceOf(MemoryError);
    load.mockRestore();
    const { pressure } = workspace;
    expect([pressure.ranOut, pressure.isOver, pressure.sample]).toEqual([true, true, 2]);
    await pressure.take(pressure.sample);
    expect(pressure.isOver).toBe(false);
    expect((await workspace.intake.load()).sample?.oneIn).toBe(2);
  });
});
