import { gzipSync, strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { HeldFiles, recogniseFiles } from "../../src/shop/loading/load.ts";
import { loadGiven } from "./load-files.ts";

// Files that are made here byte by byte, since what is odd of them is in their bytes.
let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

const day = (n: number) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10);
const heading = ["订单号", "客户", "下单时间", "金额"];
/** Thirty orders of eight customers, 1035 in all. */
const cells = Array.from({ length: 30 }, (_, n) => [
  `D${String(1000 + n)}`,
  `K${String(n % 8)}`,
  day(n),
  String(20 + n),
]);
const csv = [heading, ...cells].map((row) => `${row.join(",")}\n`).join("");
const all = { orders: 30, customers: 8, firstDay: "2025-01-01", lastDay: "2025-01-30" };
type Bytes = Uint8Array<ArrayBuffer>;
const bytes = (...parts: readonly (string | readonly number[] | Uint8Array)[]): Bytes =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : [...part])),
  );

async function opened(name: string, content: string | Bytes) {
  const { loaded, query: _, ...rest } = await loadGiven(engine, { [name]: content });
  return { ...rest, loaded, extent: loaded.extent };
}

async function refusal(name: string, content: string | Bytes) {
  const [found] = await recogniseFiles(new HeldFiles(), [{ name, source: new Blob([content]) }]);
  const fatal = found?.problems.filter((problem) => problem.fatal) ?? [];
  return fatal.length === 1 ? fatal[0]?.text : fatal.map(({ text }) => text);
}

/** A tar of one file, as `tar -cf` writes it. */
function tarOf(name: string, content: string): Bytes {
  const body = strToU8(content);
  const head = new Uint8Array(512);
  const put = (text: string, at: number) => head.set(strToU8(text), at);
  put(name, 0);
  put("0000644\0", 100);
  put(`${body.length.toString(8).padStart(11, "0")}\0`, 124);
  put(" ".repeat(8), 148);
  put("0", 156);
  put("ustar\x0000", 257);
  put(
    `${head
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
    148,
  );
  return bytes(head, body, new Uint8Array(512 - (body.length % 512)), new Uint8Array(1024));
}

/** An OpenDocument spreadsheet as LibreOffice writes it: styles apart, blank cells and rows to the sheet's end. */
function odsOf(rows: string, manifest = true): Bytes {
  const spaces = ["office", "table", "text"].map(
    (name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  );
  const blank = '<table:table-cell table:number-columns-repeated="1020"/>';
  const ended = rows.replaceAll("</table:table-row>", `${blank}</table:table-row>`);
  const content = `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${spaces.join(" ")} office:version="1.3"><office:body><office:spreadsheet><table:table table:name="订单"><table:table-column table:number-columns-repeated="1024"/>${ended}<table:table-row table:number-rows-repeated="1048545">${blank}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`;
  return zipSync({
    mimetype: [strToU8("application/vnd.oasis.opendocument.spreadsheet"), { level: 0 }],
    "content.xml": strToU8(content),
    ...(manifest && {
      "META-INF/manifest.xml": strToU8(
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
      ),
      "styles.xml": strToU8("<office:document-styles/>"),
    }),
  });
}
const odsText = (text: string, more = "") =>
  `<table:table-cell office:value-type="string"${more}><text:p>${text}</text:p></table:table-cell>`;
const odsRows = [
  `<table:table-row>${heading.map((name) => odsText(name)).join("")}</table:table-row>`,
  ...cells.map(
    ([order = "", customer = "", date = "", amount = ""]) =>
      `<table:table-row>${odsText(order)}${odsText(customer)}<table:table-cell office:value-type="date" office:date-value="${date}T10:05:00"><text:p>${date}</text:p></table:table-cell><table:table-cell office:value-type="currency" office:currency="CNY" office:value="${amount}"><text:p>¥${amount}.00</text:p></table:table-cell></table:table-row>`,
  ),
].join("");

describe("an OpenDocument spreadsheet", () => {
  test.each([
    ["as LibreOffice writes it", odsOf(odsRows)],
    ["without its manifest", odsOf(odsRows, false)],
  ])("opens %s", async (_, content) => {
    const { extent, recognised } = await opened("orders.ods", content);
    expect(extent).toMatchObject(all);
    expect(recognised[0]?.preview[0]).toEqual(["D1000", "K0", "2025-01-01 10:05:00", "20"]);
  });
});

describe("JSON", () => {
  const records = cells.map(([order_id, id, created_at, amount]) => ({
    order_id,
    customer: { id, name: "x" },
    created_at,
    amount: Number(amount),
  }));
  const people = Array.from({ length: 8 }, (_, n) => ({
    customer_id: `K${String(n)}`,
    name: "n",
    joined_at: "2024-01-01",
    tier: "gold",
  }));

  test.each([
    ["data", { code: 0, message: "ok", data: records }],
    ["orders", { orders: records }],
    ["result.list", { result: { total: 30, list: records } }],
    ["edges of nodes", { data: { orders: { edges: records.map((node) => ({ node, cursor: "c" })) } } }],
    ["columns", Object.fromEntries(heading.map((name, at) => [name, cells.map((row) => row[at])]))],
  ])("opens with its records in %s", async (_, value) => {
    const compact = await opened("orders.json", JSON.stringify(value));
    expect(compact.extent).toMatchObject(all);
    expect(compact.recognised.map(({ name }) => name)).toEqual(["orders.json"]);
    expect((await opened("orders.json", JSON.stringify(value, null, 2))).extent).toMatchObject(all);
  });

  test("with several lists gives a table of each", async () => {
    const { extent, recognised } = await opened(
      "shop.json",
      JSON.stringify({ status: "ok", orders: records, customers: people }),
    );
    expect(extent).toMatchObject(all);
    expect(recognised.map(({ name, mapping }) => [name, mapping.table])).toEqual([
      ["shop.json › orders", "orders"],
      ["shop.json › customers", "customers"],
    ]);
    expect(recognised[0]?.mapping.roles).toMatchObject({
      "customer.id": "customer_id",
      order_id: "order_id",
    });
  });

  test("a record a line stays JSON Lines, wrapped or not", async () => {
    const lines = records.map((record) => JSON.stringify({ data: record })).join("\n");
    expect((await opened("orders.jsonl", lines)).extent).toMatchObject(all);
  });
});

describe("text", () => {
  test("with bytes of zero in it is read without them", async () => {
    const { extent, receipt } = await opened(
      "orders.csv",
      csv.replace("D1003", "D1003\0\0").replace("K5", "K5\0"),
    );
    expect(extent).toMatchObject(all);
    expect(receipt("of zero left out").count).toBe(3);
  });

  test("whose lines are quoted as a whole is parted all the same", async () => {
    const lines = [heading, ...cells].map(
      (row) => `"${row.map((cell) => (cell === "K2" ? '""K,2""' : cell)).join(",")}"`,
    );
    const { extent, receipt, recognised } = await opened("orders.csv", `\ufeff${lines.join("\r\n")}\r\n`);
    expect(extent).toMatchObject(all);
    expect(receipt("Each line was in quotation marks").count).toBe(31);
    expect(recognised[0]?.preview[2]).toEqual(["D1002", "K,2", "2025-01-03", "22"]);
  });

  test("quoted by single marks has them taken off", async () => {
    const lines = [
      heading.join(","),
      ...cells.map((row) => row.map((cell) => `'${cell === "K2" ? "K''2, junior" : cell}'`).join(",")),
    ];
    const { extent, recognised } = await opened("orders.csv", `${lines.join("\n")}\n`);
    expect(extent).toMatchObject(all);
    expect(recognised[0]?.mapping.dialect.quote).toBe("'");
    expect(recognised[0]?.preview[2]?.[1]).toBe("K'2, junior");
  });

  test("of single quotation marks within words is not", async () => {
    const { recognised } = await opened(
      "orders.csv",
      csv.replaceAll("K1", "'O''Neill").replaceAll("K2", "l'été"),
    );
    expect(recognised[0]?.mapping.dialect.quote).toBe('"');
  });

  test("in windows-1252 keeps its euro and curly marks", async () => {
    const rows = cells.map(
      ([order, , date, amount], n) =>
        `${order ?? ""},Ren\u00e9 ${String(n % 8)},${date ?? ""},${amount ?? ""},\u0093gift\u0094 \u0080${String(n % 3)}\n`,
    );
    const content = Uint8Array.from(`order id,customer,date,amount,note\n${rows.join("")}`, (letter) =>
      letter.charCodeAt(0),
    );
    const { extent, recognised } = await opened("orders.csv", content);
    expect(extent).toMatchObject(all);
    expect(recognised[0]?.mapping.dialect.encoding).toBe("windows-1252");
    expect(recognised[0]?.preview[0]?.slice(1)).toEqual(["René 0", "2025-01-01", "20", "“gift” €0"]);
  });

  test("in UTF-8 with a damaged byte loses no row without a word", async () => {
    const text = csv.replaceAll("K3", "客户三");
    const content = bytes(text);
    content[new TextEncoder().encode(text.slice(0, text.indexOf("D1007"))).length + 2] = 0xff;
    const { loaded, receipt } = await opened("orders.csv", content);
    expect(loaded.rows).toEqual({ read: 30, used: 29, aside: 1 });
    expect(receipt("1 row not used").detail.en).toContain("Not readable as text");
  });

  test.each([
    ["with a mark", [0xff, 0xfe]],
    ["without one", []],
  ])("in UTF-16 cut within a character, %s, is read to there", async (_, mark) => {
    const units = Uint16Array.from(csv, (letter) => letter.charCodeAt(0));
    const { extent, loaded } = await opened("orders.csv", bytes(mark, new Uint8Array(units.buffer), [0x0a]));
    expect(extent).toMatchObject(all);
    expect(loaded.rows.read).toBe(loaded.rows.used + loaded.rows.aside);
  });

  test("is known by what it holds, not by its name", async () => {
    expect((await opened("orders.xlsx", csv)).extent).toMatchObject(all);
    expect((await opened("orders.csv", odsOf(odsRows))).extent).toMatchObject(all);
  });
});

describe("an archive", () => {
  test.each([
    ["orders.tar", tarOf("export/orders.csv", csv)],
    ["orders.tar.gz", gzipSync(tarOf("export/orders.csv", csv))],
    [
      "macos.zip",
      zipSync({
        "订单.csv": strToU8(csv),
        "__MACOSX/._订单.csv": new Uint8Array(200),
        ".DS_Store": new Uint8Array(20),
      }),
    ],
  ])("%s opens", async (name, content) => {
    const { extent, recognised } = await opened(name, bytes(content));
    expect(extent).toMatchObject(all);
    expect(recognised[0]?.name).toMatch(/^(orders|订单)\.csv$/);
  });

  test("that is cut off is refused", async () => {
    expect(await refusal("orders.tar", tarOf("orders.csv", csv).slice(0, 900))).toMatchObject({
      en: expect.stringContaining("damaged") as string,
    });
  });

  test("with a password says so", async () => {
    const content = zipSync({ "orders.csv": strToU8(csv) });
    // The flag of encryption, in the entry's own header and in the directory.
    content[6] = (content[6] ?? 0) | 1;
    const directory = content.findIndex(
      (_, at) => content[at] === 0x50 && content[at + 1] === 0x4b && content[at + 2] === 1,
    );
    content[directory + 8] = (content[directory + 8] ?? 0) | 1;
    expect(await refusal("orders.zip", bytes(content))).toEqual({
      en: "“orders.zip” is protected by a password. Unpack it on your computer and drop the files inside.",
      "zh-CN": "“orders.zip”设有密码。请先在电脑上解压，再拖入里面的文件。",
    });
  });
});

describe("what holds no table says what to do instead", () => {
  const numbers = zipSync({ "Index/Document.iwa": new Uint8Array(50), "Data/x.jpg": new Uint8Array(5) });
  test.each<[string, string | Bytes, string]>([
    ["book.numbers", numbers, "is a document of Numbers. Choose File › Export To › CSV or Excel in Numbers"],
    [
      "a.7z",
      bytes([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4], new Uint8Array(90)),
      "is a 7z archive. Unpack it",
    ],
    ["a.rar", bytes("Rar!\x1a\x07\x01\x00", new Uint8Array(90)), "is a RAR archive. Unpack it"],
    ["a.zst", bytes([0x28, 0xb5, 0x2f, 0xfd], new Uint8Array(90)), "is a Zstandard archive. Unpack it"],
    ["a.bz2", bytes("BZh91AY&SY", new Uint8Array(90).fill(200)), "is a bzip2 archive. Unpack it"],
    ["a.pdf", "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "is a PDF document. Export the table as CSV"],
    ["a.docx", zipSync({ "word/document.xml": strToU8("<d/>") }), "is a document or presentation"],
    [
      "a.sqlite",
      bytes("SQLite format 3\0", new Uint8Array(90)),
      "is a SQLite database. Export each of its tables",
    ],
    ["a.mdb", bytes([0, 1, 0, 0], "Standard Jet DB\0", new Uint8Array(90)), "is an Access database"],
    [
      "a.rds",
      gzipSync(bytes("X\n", [0, 0, 0, 3, 0, 4], new Uint8Array(90))),
      "is a data file of R. Write the table in R",
    ],
    ["a.sav", bytes("$FL2@(#) SPSS", new Uint8Array(90)), "is a data file of SPSS"],
    [
      "a.sql",
      "-- dump\nCREATE TABLE `orders` (id int);\nINSERT INTO `orders` VALUES (1,2);\n",
      "is a dump of a database",
    ],
    ["a.slk", 'ID;PWXL;N;E\nP;PGeneral\nC;Y1;X1;K"a"\n', "is an exchange file of old spreadsheets"],
  ])("%s", async (name, content, words) => {
    const said = await refusal(name, content);
    expect(said).toMatchObject({ en: expect.stringContaining(words) as string });
  });

  test("a cross-tab names its columns of periods", async () => {
    const rows = Array.from(
      { length: 12 },
      (_, n) => `K${String(n)},${[1, 2, 3, 4].map((by) => String(n + by)).join(",")},${String(n)}`,
    );
    const said = await refusal(
      "crosstab.csv",
      `客户,2025年1月,2025年2月,2025年3月,2025年4月,合计\n${rows.join("\n")}\n`,
    );
    expect(said).toMatchObject({
      en: expect.stringContaining(
        "is a cross-tab: it has a column for each period (2025年1月, 2025年2月, 2025年3月, …)",
      ) as string,
    });
  });
});
