import type { Text } from "../i18n/text.ts";

/** A kind of file that holds no table that can be read here, and what to do instead. */
export interface FileKind {
  readonly kind: Text;
  readonly way: Text;
}

const asCsv: Text = {
  en: "Export the table as CSV and open that.",
  "zh-CN": "请把表格导出为 CSV 再打开。",
};
const unpack: Text = {
  en: "Unpack it on your computer and drop the files inside.",
  "zh-CN": "请先在电脑上解压，再拖入里面的文件。",
};
const eachTable: Text = {
  en: "Export each of its tables as CSV and open these.",
  "zh-CN": "请把其中的各个表分别导出为 CSV 再打开。",
};
const fromR: Text = {
  en: "Write the table in R with write.csv() or arrow::write_parquet(), and open that.",
  "zh-CN": "请在 R 中用 write.csv() 或 arrow::write_parquet() 导出表格，再打开。",
};
const fromPython: Text = {
  en: "Write the table in Python with to_csv() or to_parquet(), and open that.",
  "zh-CN": "请在 Python 中用 to_csv() 或 to_parquet() 导出表格，再打开。",
};

/** A document of Apple Numbers, known by what is in its archive. */
export const numbersDocument: FileKind = {
  kind: { en: "a document of Numbers", "zh-CN": "Numbers 文档" },
  way: {
    en: "Choose File › Export To › CSV or Excel in Numbers, and open that.",
    "zh-CN": "请在 Numbers 中选择“文件 › 导出为 › CSV 或 Excel”，再打开导出的文件。",
  },
};
export const officeDocument: FileKind = {
  kind: { en: "a document or presentation", "zh-CN": "文档或演示文稿" },
  way: asCsv,
};
/** What is not text and of no kind that is known. */
export const binaryData: FileKind = { kind: { en: "binary data", "zh-CN": "二进制数据" }, way: asCsv };

const kind = (en: string, zh: string, way: Text = asCsv): FileKind => ({ kind: { en, "zh-CN": zh }, way });

/** First bytes of files that are often given in place of text; a string stands for its letters. */
const begins: readonly (readonly [string | readonly number[], FileKind, number?])[] = [
  [[0x89, 0x50, 0x4e, 0x47], kind("a PNG picture", "PNG 图片")],
  [[0xff, 0xd8, 0xff], kind("a JPEG picture", "JPEG 图片")],
  ["GIF8", kind("a GIF picture", "GIF 图片")],
  ["%PDF", kind("a PDF document", "PDF 文档")],
  [[0x50, 0x4b, 0x03, 0x04], kind("a ZIP archive or an Excel workbook", "ZIP 压缩包或 Excel 工作簿", unpack)],
  [[0xd0, 0xcf, 0x11, 0xe0], kind("an old Excel workbook", "旧版 Excel 工作簿")],
  [[0x1f, 0x8b], kind("a gzip archive", "gzip 压缩文件", unpack)],
  ["PAR1", kind("a Parquet file", "Parquet 文件")],
  ["SQLite format 3", kind("a SQLite database", "SQLite 数据库", eachTable)],
  ["Standard Jet DB", kind("an Access database", "Access 数据库", eachTable), 4],
  ["Standard ACE DB", kind("an Access database", "Access 数据库", eachTable), 4],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], kind("a 7z archive", "7z 压缩包", unpack)],
  [[0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], kind("a RAR archive", "RAR 压缩包", unpack)],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], kind("an xz archive", "xz 压缩文件", unpack)],
  [[0x28, 0xb5, 0x2f, 0xfd], kind("a Zstandard archive", "Zstandard 压缩文件", unpack)],
  [[0x42, 0x5a, 0x68], kind("a bzip2 archive", "bzip2 压缩文件", unpack)],
  [[0x04, 0x22, 0x4d, 0x18], kind("an LZ4 archive", "LZ4 压缩文件", unpack)],
  ["$FL2", kind("a data file of SPSS", "SPSS 数据文件")],
  ["$FL3", kind("a data file of SPSS", "SPSS 数据文件")],
  ["<stata_dta>", kind("a data file of Stata", "Stata 数据文件")],
  [[0xc2, 0xea, 0x81, 0x60], kind("a data file of SAS", "SAS 数据文件"), 12],
  ["Obj\u0001", kind("an Avro file", "Avro 文件")],
  ["ORC", kind("an ORC file", "ORC 文件")],
  [[0x89, 0x48, 0x44, 0x46], kind("an HDF5 file", "HDF5 文件", fromPython)],
  ["RDX2\n", kind("a data file of R", "R 数据文件", fromR)],
  ["RDX3\n", kind("a data file of R", "R 数据文件", fromR)],
  ["X\n\u0000\u0000", kind("a data file of R", "R 数据文件", fromR)],
  [[0x80, 0x02], kind("a pickle of Python", "Python pickle 文件", fromPython)],
  [[0x80, 0x03], kind("a pickle of Python", "Python pickle 文件", fromPython)],
  [[0x80, 0x04, 0x95], kind("a pickle of Python", "Python pickle 文件", fromPython)],
  [[0x80, 0x05, 0x95], kind("a pickle of Python", "Python pickle 文件", fromPython)],
  ["{\\rtf", kind("a rich text document", "RTF 文档")],
];
const sqlDump = kind("a dump of a database", "数据库备份（SQL 脚本）", eachTable);
const exchange = kind("an exchange file of old spreadsheets", "旧式表格交换文件");
const dbase = kind("a dBase table", "dBase 表");

/** What kind of file some first bytes are of, where it is one that cannot be read; null for what may be text. */
export function kindOf(head: Uint8Array, name: string): FileKind | null {
  for (const [begin, found, at = 0] of begins) {
    const byte = (index: number) => (typeof begin === "string" ? begin.charCodeAt(index) : begin[index]);
    let same = true;
    for (let index = 0; same && index < begin.length; index += 1) same = head[at + index] === byte(index);
    if (same) return found;
  }
  if (/\.dbf$/i.test(name) && (head[0] ?? 0xff) < 0x09) return dbase;
  const text = new TextDecoder("windows-1252").decode(head.subarray(0, 4096));
  // What spreadsheets exchanged before they wrote XML.
  if (/^ID;P[^;\r\n]*(;[NE])*\r?\n[A-Z];/.test(text) || /^TABLE\r?\n0,1\r?\n/.test(text)) return exchange;
  return /^\s*(--|\/\*|#|create |insert |drop |set |use )/i.test(text) &&
    /(^|\n)\s*(insert\s+into|create\s+table)\s+[^\n]*\(/i.test(text)
    ? sqlDump
    : null;
}
