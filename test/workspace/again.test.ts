import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openNodeEngine } from "../../src/engine/node.ts";
import { openShop } from "../../src/shop/open-shop.ts";
import type { Shop } from "../../src/shop/shop.ts";
import { type Choice, freeName } from "../../src/workspace/again.ts";
import { Workspace } from "../../src/workspace/workspace.svelte.ts";

const head = "order_id,customer_id,ordered_at,amount,channel\n";
const january = `${head}1,a,2025-01-03 10:00:00,10.50,Store\n2,b,2025-01-04 11:00:00,20.00,Website\n`;
const february = `${head}3,a,2025-02-03 10:00:00,30.00,Store\n`;
const file = (name: string, text: string) => ({ name, source: new Blob([text]) });
const named = (workspace: Workspace) => workspace.recognitions.map(({ name, rows }) => [name, rows]);

/** Answers the question once it is put. */
async function answer(workspace: Workspace, choice: Choice) {
  const open = await vi.waitUntil(() => workspace.intake.asking.open, { timeout: 20_000 });
  open.answer(choice);
  return open.meetings.map(({ taken, there, by }) => [taken.name, there.map(({ name }) => name), by]);
}

describe("a file that is there already", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = openShop(await openNodeEngine(), () => null);
  });
  afterAll(() => shop.close());

  async function given(...files: ReturnType<typeof file>[]) {
    const workspace = new Workspace(shop);
    await workspace.intake.take(files);
    return workspace;
  }

  it("takes the place of the old one", async () => {
    const workspace = await given(file("orders.csv", january), file("more.csv", january));
    const taking = workspace.intake.take([file("orders.csv", january + "9,c,2025-01-05 09:00:00,7,Store\n")]);
    expect(await answer(workspace, "replace")).toEqual([["orders.csv", ["orders.csv"], "name"]]);
    await taking;
    expect(named(workspace)).toEqual([
      ["more.csv", 2],
      ["orders.csv", 3],
    ]);
    expect(workspace.intake.asking.open).toBeNull();
  });

  it("is put beside it under a name of its own", async () => {
    const workspace = await given(file("orders.csv", january));
    const taking = workspace.intake.take([file("orders.csv", february)]);
    await answer(workspace, "append");
    await taking;
    expect(named(workspace)).toEqual([
      ["orders.csv", 2],
      ["orders (2).csv", 1],
    ]);
    const loaded = await workspace.intake.load();
    expect(loaded.extent.orders).toBe(3);
  });

  it("changes nothing where that is given up", async () => {
    const workspace = await given(file("orders.csv", january));
    const loaded = await workspace.intake.load();
    const before = workspace.recognitions;
    const taking = workspace.intake.take([file("orders.csv", february), file("other.csv", february)]);
    await answer(workspace, null);
    expect(await taking).toEqual([]);
    expect(workspace.recognitions).toBe(before);
    expect(workspace.loaded).toBe(loaded);
  });

  it("is asked about by its columns once data are loaded, and not before", async () => {
    const workspace = await given(file("january.csv", january));
    await workspace.intake.take([file("february.csv", february)]);
    expect(named(workspace)).toHaveLength(2);
    await workspace.intake.load();
    // One column more, and one less.
    const march = february.replace("channel", "city").replace("3,a,2025-02", "4,d,2025-03");
    const taking = workspace.intake.take([file("march.csv", march)]);
    await answer(workspace, "append");
    await taking;
    const april = february.replace("channel", "channel,city").replace("30.00,Store", "30.00,Store,Wuhan");
    const more = workspace.intake.take([file("april.csv", april)]);
    expect((await answer(workspace, "append"))[0]?.slice(0, 1)).toEqual(["april.csv"]);
    await more;
    expect(workspace.recognitions.at(-1)?.mapping.roles).toMatchObject({ channel: "channel", city: "city" });
  });

  it("gives back what was loaded when the change is taken back", async () => {
    const workspace = await given(file("january.csv", january));
    const loaded = await workspace.intake.load();
    const taking = workspace.intake.take([file("january.csv", february)]);
    await answer(workspace, "replace");
    await taking;
    expect(named(workspace)).toEqual([["january.csv", 1]]);
    await workspace.intake.revert();
    expect(named(workspace)).toEqual([["january.csv", 2]]);
    // The file is there still, so that other rules can be applied to it.
    expect(
      (await workspace.intake.load({ ...workspace.intake.policies, duplicates: "keep" })).extent,
    ).toEqual(loaded.extent);
  });

  it("lets go of the old file once the new one is loaded", async () => {
    const workspace = await given(file("january.csv", january));
    await workspace.intake.load();
    const [old] = workspace.recognitions;
    const taking = workspace.intake.take([file("january.csv", february)]);
    await answer(workspace, "replace");
    await taking;
    expect((await workspace.intake.load()).extent.orders).toBe(1);
    await vi.waitFor(() => expect(shop.forget(old?.file ?? "")).rejects.toThrow("unknown file"));
  });
});

describe("files of a folder", () => {
  it("are skipped where they are no data", async () => {
    const shop = openShop(await openNodeEngine(), () => null);
    const workspace = new Workspace(shop);
    const taken = await workspace.intake.take(
      [
        file("2025/january.csv", january),
        file("notes.txt", "Call Anna.\nBring the keys.\n"),
        file("cut.zip", "PK\x03\x04"),
      ],
      null,
      true,
    );
    expect(taken.map(({ name }) => name)).toEqual(["2025/january.csv"]);
    expect(workspace.intake.skipped.map(({ name }) => name)).toEqual(["notes.txt", "cut.zip"]);
    for (const { why } of workspace.intake.skipped) expect(why.en).not.toBe("");
    await shop.close();
  });
});

it("numbers a name that is taken, before its ending", () => {
  expect(freeName("orders.csv", [])).toBe("orders.csv");
  expect(freeName("orders.csv", ["orders.csv", "orders (2).csv"])).toBe("orders (3).csv");
  expect(freeName("months.zip", ["months.zip › january.csv"])).toBe("months (2).zip");
  expect(freeName("粘贴的表格 1", ["粘贴的表格 1"])).toBe("粘贴的表格 1 (2)");
});
