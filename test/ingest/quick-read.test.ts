import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { quickLoadSql } from "../../src/ingest/quick-read.ts";
import { loadSql } from "../../src/ingest/read.ts";
import type { Mapping } from "../../src/ingest/source.ts";
import { sql } from "../../src/sql.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

const headings = ["no", "who", "at", "sum", "note", "kind"];
const mapping: Mapping = {
  table: "orders",
  dialect: { encoding: "utf-8", delimiter: ",", quote: '"', skip: 0, header: true },
  roles: { no: "order_id", who: "customer_id", at: "ordered_at", sum: "amount", kind: "dimension" },
  formats: {
    at: { kind: "time", format: "%Y-%m-%d %H:%M:%S" },
    sum: { kind: "number", decimal: ".", scale: 1 },
  },
  orderGrain: "order-id",
  statuses: {},
};
const plain = `no,who,at,sum,note,kind
001,A,2025-01-31 23:59:59,12.50,"a, ""b""
c",x
002, B ,2025-02-01 00:00:00,-3,,y
003,,2024-02-29 12:00:00,1e3,NULL,
`;

/** Reads a text both ways; null where the quick way refuses it. */
async function both(text: string): Promise<{ quick: unknown; careful: unknown }> {
  await engine.clear();
  await engine.attach("f.csv", new Blob([text]));
  const rows = async (table: string) =>
    decodeFrame(
      await engine.query(
        sql`SELECT order_id, customer_id, CAST(ordered_at AS VARCHAR) AS at, amount, kind, "#extra" FROM ${sql`${table === "q" ? sql`q` : sql`c`}`}`,
      ),
    ).values;
  await engine.execute(loadSql("c", "f.csv", mapping, headings));
  const careful = await rows("c");
  const statement = quickLoadSql("q", "f.csv", mapping, headings, new Map());
  if (!statement) throw new Error("the mapping is plain");
  const read = await engine.execute(statement).then(
    () => true,
    () => false,
  );
  return { quick: read ? await rows("q") : null, careful };
}

test("plain cells are read as they are with care", async () => {
  const { quick, careful } = await both(plain);
  expect(quick).toEqual(careful);
});

test.each([
  ["a number with a currency", "004,D,2025-01-01 00:00:00,¥5,,"],
  ["a number with separators", '004,D,2025-01-01 00:00:00,"1,234.50",,'],
  ["a day alone", "004,D,2025-01-01,5,,"],
  ["a time with an offset", "004,D,2025-01-01T00:00:00+08:00,5,,"],
  ["a day that is none", "004,D,2025-02-30 00:00:00,5,,"],
  ["a row with too many cells", "004,D,2025-01-01 00:00:00,5,,,,more"],
  ["a row with too few cells", "004,D,2025-01-01 00:00:00"],
  ["text after a closed quotation", '004,"D"x,2025-01-01 00:00:00,5,,'],
])("%s is left to careful reading, or read alike", async (_, line) => {
  const { quick, careful } = await both(plain + line);
  if (quick !== null) expect(quick).toEqual(careful);
});

test("formats that the reader does not know are known to need care", () => {
  const with_ = (formats: Mapping["formats"]) =>
    quickLoadSql("q", "f.csv", { ...mapping, formats }, headings, new Map());
  expect(with_(mapping.formats)).not.toBeNull();
  expect(with_({ ...mapping.formats, at: { kind: "time", format: "epoch-s" } })).toBeNull();
  expect(with_({ ...mapping.formats, at: { kind: "time", format: "%d/%m/%Y" } })).toBeNull();
  expect(with_({ ...mapping.formats, sum: { kind: "number", decimal: ",", scale: 1 } })).toBeNull();
});
