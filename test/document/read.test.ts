import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { maxDocumentBytes, readDocument } from "../../src/document/read.ts";
import { VERSION, migrate, migrations } from "../../src/document/versions.ts";
import { TextError } from "../../src/i18n/text.ts";
import { firstText } from "./fixture.ts";

const folder = resolve(import.meta.dirname, "../documents");

/** The first document with the field at a path set; left out where the value is undefined. */
function changed(...changes: [path: (string | number)[], value: unknown][]): string {
  const document = JSON.parse(firstText) as Record<string | number, unknown>;
  for (const [path, value] of changes) {
    let place = document;
    for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
    place[path.at(-1) ?? ""] = value;
  }
  return JSON.stringify(document);
}
function refusal(text: string): TextError {
  try {
    readDocument(text);
  } catch (error) {
    if (error instanceof TextError) return error;
    throw error;
  }
  throw new Error("was not refused");
}

describe("documents of every version", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  it("have a file each", () => {
    const versions = files.map((name) => Number(/^v(\d+)/.exec(name)?.[1]));
    expect(new Set(versions)).toEqual(new Set(Array.from({ length: VERSION }, (_, index) => index + 1)));
    expect(VERSION).toBe(migrations.length + 1);
  });
  it.each(files)("%s opens", (name) => {
    const document = readDocument(readFileSync(resolve(folder, name), "utf8"));
    expect(document.version).toBe(VERSION);
  });
});

describe("migrations", () => {
  const steps = [
    (old: Record<string, unknown>) => ({ ...old, two: true }),
    (old: Record<string, unknown>) => ({ ...old, three: old.two }),
  ];
  it("run in order from the document's own version", () => {
    expect(migrate({ version: 1 }, 1, steps)).toEqual({ version: 3, two: true, three: true });
    expect(migrate({ version: 2, two: false }, 2, steps)).toEqual({ version: 3, two: false, three: false });
    expect(migrate({ version: 3 }, 3, steps)).toEqual({ version: 3 });
  });
});

describe("what is no document is refused", () => {
  const cases: [string, string, RegExp, RegExp][] = [
    ["no JSON", "order_id,customer_id\n1,2", /cannot be read as JSON/, /无法按 JSON 读取/],
    ["nothing", "", /cannot be read as JSON/, /JSON/],
    ["a list", "[1]", /not one object/, /不是一个对象/],
    ["null", "null", /not one object/, /不是一个对象/],
    ["another format", `{"format":"notebook","version":1}`, /"format" is "notebook"/, /"notebook"/],
    ["no format", `{"version":1}`, /"format" is missing/, /missing/],
    ["no version", `{"format":"regulars"}`, /version of this document is missing/, /版本是 missing/],
    ["a broken version", `{"format":"regulars","version":1.5}`, /is 1\.5/, /1\.5/],
    ["a version as text", `{"format":"regulars","version":"1"}`, /is "1"/, /"1"/],
    [
      "a newer version",
      changed([["version"], 7], [["news"], {}]),
      new RegExp(`version 7; this copy of Regulars reads up to version ${VERSION}`),
      new RegExp(`版本 7，这里的常客最高读到版本 ${VERSION}`),
    ],
    ["too much", " ".repeat(maxDocumentBytes + 1), /at most 5\.0 MB/, /最多 5\.0 MB/],
    ["an unknown field", changed([["rows"], []]), /unknown field "rows"\./, /未知字段“rows”/],
    [
      "an unknown field inside",
      changed([["dashboards", 0, "tiles", 1, "colour"], "red"]),
      /unknown field "colour" in dashboards\[0\]\.tiles\[1\]/,
      /dashboards\[0\]\.tiles\[1\] 里有未知字段“colour”/,
    ],
    [
      "a missing field",
      changed([["notebook", "cells"], undefined]),
      /lacks the field "cells" in notebook/,
      /notebook 里缺少字段“cells”/,
    ],
    [
      "a wrong value",
      changed([["dashboards", 0, "tiles", 2, "w"], 40]),
      /dashboards\[0\]\.tiles\[2\]\.w should be <=12, and is 40/,
      /dashboards\[0\]\.tiles\[2\]\.w 应为 <=12，实际是 40/,
    ],
    [
      "an unknown kind of tile",
      changed([["dashboards", 0, "tiles", 0, "content", "kind"], "video"]),
      /tiles\[0\]\.content\.kind should be \("metric" \| "cell" \| "text"\), and is "video"/,
      /"video"/,
    ],
    [
      "a value in a column's name",
      changed([["data", "sources", 0, "mapping", "roles", "实付 金额"], 5]),
      /roles\["实付 金额"\] should be string, and is 5/,
      /5/,
    ],
    [
      "a repeated id",
      changed([["notebook", "cells", 2, "id"], "intro"]),
      /notebook\.cells\[2\]\.id is "intro"/,
      /notebook\.cells\[2\]\.id 是“intro”/,
    ],
    [
      "a name that reaches into objects",
      firstText.replace(`"订单号": "order_id"`, `"__proto__": "order_id"`),
      /data\.sources\[0\]\.mapping\.roles\.__proto__/,
      /__proto__/,
    ],
    [
      "several faults",
      changed([["id"], "no spaces here"], [["data", "asOf"], "yesterday"]),
      /^In this document, id should be .+There is 1 further fault\.$/,
      /另有 1 处错误/,
    ],
  ];
  it.each(cases)("%s", (_name, text, en, zh) => {
    const { text: said } = refusal(text);
    expect(said.en).toMatch(en);
    expect(said["zh-CN"]).toMatch(zh);
    expect(said.en.length).toBeLessThan(400);
  });
  it("however deep it is", () => {
    const deep = `{"format":"regulars","version":1,"id":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    expect(() => readDocument(deep)).toThrow();
  });
  it("but a byte order mark does not matter", () => {
    expect(readDocument(`\uFEFF${firstText}`).id).toBe("doc-2025-tea");
  });
});
