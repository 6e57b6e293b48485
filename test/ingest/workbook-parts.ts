import { strToU8, zipSync } from "fflate";

/** What a workbook is made of here: XML as programs write it. */
export interface Parts {
  /** What stands between `<sheetData>` and its end, by the sheet's name. */
  readonly sheets: Readonly<Record<string, string>>;
  /** What stands behind the cells, such as merged ones. */
  readonly behind?: string;
  /** `<si>` elements. */
  readonly strings?: string;
  /** `<numFmt>` elements, and the format that each style has. */
  readonly formats?: string;
  readonly styles?: readonly number[];
  readonly later?: boolean;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const type = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The bytes of an XLSX. */
export function workbookOf({
  sheets,
  behind = "",
  strings,
  formats = "",
  styles = [0],
  later,
}: Parts): Uint8Array<ArrayBuffer> {
  const names = Object.keys(sheets);
  const part = (at: number) => `worksheets/sheet${String(at + 1)}.xml`;
  const files: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${names.map((_, at) => `<Override PartName="/xl/${part(at)}" ContentType="${type}.worksheet+xml"/>`).join("")}${strings === undefined ? "" : `<Override PartName="/xl/sharedStrings.xml" ContentType="${type}.sharedStrings+xml"/>`}</Types>`,
    "xl/workbook.xml": `<workbook ${main} xmlns:r="${office}">${later ? '<workbookPr date1904="1"/>' : ""}<sheets>${names.map((name, at) => `<sheet name="${name}" sheetId="${String(at + 1)}" r:id="rId${String(at + 1)}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, at) => `<Relationship Id="rId${String(at + 1)}" Type="${office}/worksheet" Target="${part(at)}"/>`).join("")}<Relationship Id="rIdStyles" Type="${office}/styles" Target="styles.xml"/>${strings === undefined ? "" : `<Relationship Id="rIdStrings" Type="${office}/sharedStrings" Target="sharedStrings.xml"/>`}</Relationships>`,
    "xl/styles.xml": `<styleSheet ${main}><numFmts>${formats}</numFmts><cellXfs count="${String(styles.length)}">${styles.map((format) => `<xf numFmtId="${String(format)}" applyNumberFormat="1"/>`).join("")}</cellXfs></styleSheet>`,
  };
  names.forEach((name, at) => {
    files[`xl/${part(at)}`] =
      `<worksheet ${main}><dimension ref="A1:Z99"/><sheetData>${sheets[name] ?? ""}</sheetData>${behind}</worksheet>`;
  });
  if (strings !== undefined) files["xl/sharedStrings.xml"] = `<sst ${main}>${strings}</sst>`;
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(head + text)])),
  );
}

/** The bytes of a file as a Blob. */
export function blobOf(bytes: Uint8Array<ArrayBuffer>): Blob {
  return new Blob([bytes]);
}
