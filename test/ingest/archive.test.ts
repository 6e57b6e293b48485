import { strToU8, zipSync } from "fflate";
import { expect, it } from "vitest";
import { unpackZip } from "../../src/ingest/archive.ts";

it("names files of an archive by their last part, and by their way where two would be called alike", async () => {
  const zip = zipSync({
    "2024/orders.csv": strToU8("a"),
    "2025/orders.csv": strToU8("b"),
    "2025/members.csv": strToU8("c"),
  });
  const files = await unpackZip(new Blob([new Uint8Array(zip)]), "shop.zip");
  expect(files.map(({ name }) => name)).toEqual(["2024/orders.csv", "2025/orders.csv", "members.csv"]);
});
