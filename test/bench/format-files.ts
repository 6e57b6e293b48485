import { createReadStream, createWriteStream, existsSync, renameSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type ParquetColumn, type ParquetValue, writeParquet } from "../parquet/write-parquet.ts";
import { orderColumns, orderCsv } from "./orders.ts";

/** The generated orders in a Parquet file, typed as a data frame of them is. */
export async function parquetFile(csv: string, path: string): Promise<string> {
  if (existsSync(path)) return path;
  const values: ParquetValue[][] = orderColumns.map(() => []);
  let row = -1;
  for await (const line of createInterface(createReadStream(csv, "utf8"))) {
    row += 1;
    if (row === 0) continue;
    for (const [at, cell] of line.split(",").entries()) {
      const name = orderColumns[at];
      values[at]?.push(
        name === "order_id" || name === "amount"
          ? Number(cell)
          : name === "ordered_at"
            ? Date.parse(`${cell.replace(" ", "T")}Z`) * 1000
            : cell,
      );
    }
  }
  const kinds: Partial<Record<string, ParquetColumn["kind"]>> = {
    order_id: "int64",
    ordered_at: { time: "us", utc: false },
    amount: "double",
  };
  const columns = orderColumns.map((name, at) => ({
    name,
    kind: kinds[name] ?? ("string" as const),
    values: values[at] ?? [],
  }));
  return written(path, writeParquet(columns));
}

/** The generated orders in the encoding of Chinese systems. */
export async function gb18030File(orders: number, path: string): Promise<string> {
  if (existsSync(path)) return path;
  const codes = gb18030Codes();
  function* pieces(): Generator<Uint8Array> {
    for (const text of orderCsv({ orders })) {
      const out = new Uint8Array(text.length * 2);
      let end = 0;
      for (let at = 0; at < text.length; at += 1) {
        const unit = text.charCodeAt(at);
        const code = unit < 128 ? unit : codes.get(unit);
        if (code === undefined) throw new Error(`not in GB18030's two bytes: ${text.charAt(at)}`);
        if (code > 255) out[end++] = code >> 8;
        out[end++] = code & 255;
      }
      yield out.subarray(0, end);
    }
  }
  await pipeline(Readable.from(pieces()), createWriteStream(`${path}.part`));
  renameSync(`${path}.part`, path);
  return path;
}

/** The characters that take two bytes, by what a decoder makes of all such bytes. */
function gb18030Codes(): Map<number, number> {
  const decoder = new TextDecoder("gb18030");
  const codes = new Map<number, number>();
  for (let high = 0x81; high < 0xff; high += 1)
    for (let low = 0x40; low < 0xff; low += 1) {
      const text = decoder.decode(Uint8Array.of(high, low));
      if (text.length === 1 && text !== "\ufffd") codes.set(text.charCodeAt(0), (high << 8) | low);
    }
  return codes;
}

/** A workbook of so many orders in twelve columns. */
export async function workbookFile(rows: number, path: string): Promise<string> {
  if (existsSync(path)) return path;
  const { utils, write } = await import("@e965/xlsx");
  const data: unknown[][] = [
    "order_id,customer_id,ordered_at,amount,channel,store,city,quantity,discount,points,remark,rate".split(
      ",",
    ),
  ];
  for (let n = 0; n < rows; n += 1) {
    const day = new Date(Date.UTC(2024, 0, 1 + (n % 700), n % 24, n % 60));
    data.push([
      `O${String(n)}`,
      `C${String((n * 7919) % Math.ceil(rows / 7))}`,
      day,
      (n % 500) + 0.25,
      n % 2 ? "app" : "web",
      `S${String(n % 40)}`,
      n % 3 ? "上海" : "北京",
      1 + (n % 4),
      n % 9 ? 0 : 5.5,
      n % 300,
      `第 ${String(n % 5000)} 单`,
      0.5,
    ]);
  }
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(data, { dense: true, UTC: true }), "Orders");
  return written(path, write(book, { type: "buffer", bookType: "xlsx", compression: true }) as Uint8Array);
}

function written(path: string, bytes: Uint8Array): string {
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
  return path;
}
