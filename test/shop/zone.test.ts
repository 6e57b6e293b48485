import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { decodeFrame } from "../../src/engine/arrow.ts";
import { type Policies, defaultPolicies } from "../../src/ingest/source.ts";
import { guessZone, isZone, offsetAt, secondsOf, shiftsOf } from "../../src/ingest/zones.ts";
import { HeldFiles, loadFiles, recogniseFiles } from "../../src/shop/loading/load.ts";
import { sql } from "../../src/sql.ts";
import { frameRows } from "../../src/tables/frame.ts";

const orders = (times: readonly string[]) =>
  `order_id,customer_id,ordered_at,amount\n${times.map((time, n) => `A${n + 1},C${n % 3},"${time}",${n + 1}.50`).join("\n")}\n`;

describe("times with an offset", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openNodeEngine();
  });
  afterAll(() => engine.close());

  async function load(times: readonly string[], policies: Partial<Policies> = {}, own?: string) {
    const held = new HeldFiles();
    const found = await recogniseFiles(held, [{ name: "orders.csv", source: new Blob([orders(times)]) }]);
    const { loaded, rest } = await loadFiles(
      engine,
      held,
      found.map(({ file, mapping }) => ({ file, mapping })),
      { ...defaultPolicies, ...policies },
      undefined,
      undefined,
      own,
    );
    await rest;
    const rows = frameRows(
      decodeFrame(
        await engine.query(
          sql`SELECT CAST(ordered_at AS VARCHAR) AS at FROM orders ORDER BY CAST(replace(order_id, 'A', '') AS INTEGER)`,
        ),
      ),
    );
    const moved = loaded.receipts.find(({ title }) => title.en.includes("brought to"));
    // What is shown of them are the rows that have them.
    for (const { row, text } of moved?.examples ?? []) expect(text).toContain(times[row - 2]);
    return { at: rows.map((row) => row.at), zone: loaded.zone, moved: moved?.count ?? 0 };
  }

  it("are brought to the shop's zone, and those that were moved are counted", async () => {
    const found = await load(
      ["2025-03-04T23:30:00Z", "2025-03-04T23:30:00+08:00", "2025-03-04T12:00:00-05:00"],
      { zone: "Asia/Shanghai" },
    );
    expect(found).toEqual({
      at: ["2025-03-05 07:30:00", "2025-03-04 23:30:00", "2025-03-05 01:00:00"],
      zone: "Asia/Shanghai",
      moved: 2,
    });
  });

  it("follow the clocks of a zone that are changed", async () => {
    const { at } = await load(
      ["2025-03-30T00:59:00Z", "2025-03-30T01:00:00Z", "2025-10-26T00:59:00Z", "2025-10-26T01:00:00Z"],
      { zone: "Europe/Berlin" },
    );
    expect(at).toEqual([
      "2025-03-30 01:59:00",
      "2025-03-30 03:00:00",
      "2025-10-26 02:59:00",
      "2025-10-26 02:00:00",
    ]);
  });

  it.each([
    ["2025-03-04 23:30:00 +0800", "2025-03-04 15:30:00"],
    ["2025-03-04T23:30:00.250Z", "2025-03-04 23:30:00.25"],
    ["2025-03-04 23:30+08", "2025-03-04 15:30:00"],
    ["2025/03/04 23:30:00 UTC", "2025-03-04 23:30:00"],
    ["20250304T233000Z", "2025-03-04 23:30:00"],
    ["25/03/2025 23:30:00 -0330", "2025-03-26 03:00:00"],
    ["Mar 25, 2025 11:30 PM +01:00", "2025-03-25 22:30:00"],
    ["1741131000", "2025-03-04 23:30:00"],
  ])("written %s are read", async (time, utc) => {
    expect((await load([time, time, time], { zone: "UTC" })).at).toEqual([utc, utc, utc]);
  });

  it("beside others leave those as they are, also where the sample shows none", async () => {
    expect(await load(["2025-03-04 10:00:00", "2025-03-04 10:00:00Z"], { zone: "+08:00" })).toEqual({
      at: ["2025-03-04 10:00:00", "2025-03-04 18:00:00"],
      zone: "+08:00",
      moved: 1,
    });
    const many = Array.from({ length: 200_000 }, (_, n) =>
      n === 110_000 ? "2025-03-04 10:00:00Z" : "2025-03-04 10:00:00",
    );
    const found = await load(many, {}, "Asia/Tokyo");
    expect([found.at[110_000], found.at[110_001], found.moved]).toEqual([
      "2025-03-04 19:00:00",
      "2025-03-04 10:00:00",
      1,
    ]);
  }, 60_000);

  it.each([
    ["25/03/2025 10:00:00", "25/03/2025 10:00:00Z", "2025-03-25 18:00:00"],
    ["25/03/2025 10:00", "25/03/2025 10:00 +02:00", "2025-03-25 16:00:00"],
    ["25.03.2025 10:00", "25.03.2025 10:00-0300  ", "2025-03-25 21:00:00"],
    ["2025年03月25日 10:00:00", "2025年03月25日 10:00:00+09:00", "2025-03-25 09:00:00"],
    ["Mar 25, 2025 10:00 AM", "Mar 25, 2025 10:00 AM GMT", "2025-03-25 18:00:00"],
    ["2025-03-25 10:00:00", "2025-03-25 10:00+09", "2025-03-25 09:00:00"],
    ["2025-3-25 9:00", "2025-3-25 10:00Z", "2025-03-25 18:00:00"],
  ])("that few cells have are not passed over: %s beside %s", async (plain, other, moved) => {
    // Not every row is looked at before the file is read.
    const times = Array.from({ length: 3000 }, (_, n) => (n === 1235 ? other : plain));
    const found = await load(times, {}, "Asia/Shanghai");
    expect([found.at[1235], found.moved]).toEqual([moved, 1]);
    expect(found.at[1234]).toBe(`2025-03-25 ${plain.includes(" 9:") ? "09" : "10"}:00:00`);
    expect(found.zone).toBe("Asia/Shanghai");
  });

  it("tell the zone themselves, where they do; else it is the user's own", async () => {
    expect((await load(["2025-03-04T10:00:00+08:00"], {}, "Europe/Paris")).zone).toBe("+08:00");
    expect((await load(["2025-03-04T10:00:00+01:00"], {}, "Europe/Paris")).zone).toBe("Europe/Paris");
    expect((await load(["2025-03-04T10:00:00Z"], {}, "Europe/Paris")).zone).toBe("Europe/Paris");
    expect((await load(["2025-03-04T10:00:00Z"])).zone).toBe("UTC");
    expect((await load(["2025-01-04T10:00:00-05:00", "2025-07-04T10:00:00-04:00"])).zone).toBe(
      "America/New_York",
    );
    expect((await load(["2025-03-04 10:00:00"], {}, "Europe/Paris")).zone).toBeNull();
  });

  it("are refused under a zone that nobody knows", async () => {
    await expect(load(["2025-03-04T10:00:00Z"], { zone: "Mars/Olympus" })).rejects.toThrow(/Mars\/Olympus/);
  });
});

describe("a zone", () => {
  it("is known by name or as an offset", () => {
    expect(["Asia/Shanghai", "UTC", "+05:30", "-11:00"].map(isZone)).toEqual([true, true, true, true]);
    expect(["", "Asia/Nowhere", "+25:00", "8"].map(isZone)).toEqual([false, false, false, false]);
  });
  it("has the clocks that the platform says, at every shift of it", () => {
    for (const zone of [
      "Asia/Shanghai",
      "America/New_York",
      "Australia/Lord_Howe",
      "Africa/Casablanca",
      "+05:45",
    ])
      for (const { from, seconds } of shiftsOf(zone)) {
        if (from === -Infinity) continue;
        expect(offsetAt(zone, from)).toBe(seconds);
        expect(offsetAt(zone, from - 60_000)).not.toBe(seconds);
      }
    expect(shiftsOf("+05:45")).toEqual([{ from: -Infinity, seconds: 20_700 }]);
  });
  it("reads offsets", () => {
    expect(["Z", "+08:00", "-0330", "+05", "GMT"].map(secondsOf)).toEqual([0, 28_800, -12_600, 18_000, 0]);
  });
  it("is guessed from what fits all times", () => {
    const noon = Date.UTC(2025, 6, 1, 12);
    expect(guessZone([{ wall: noon, seconds: 3600 }], "Europe/London")).toBe("Europe/London");
    expect(guessZone([{ wall: noon, seconds: -16_200 }], "UTC")).toBe("-04:30");
  });
});
