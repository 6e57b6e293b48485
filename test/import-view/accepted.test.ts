import { expect, it } from "vitest";
import { isConverted } from "../../src/import/accepted.ts";

it("knows files whose text was made here, also as parts of others", () => {
  expect(["a.xlsx", "b.XLSX › 答卷", "c.parquet", "d.zip › e.jsonl"].filter(isConverted)).toHaveLength(4);
  expect(["a.csv", "b.txt", "c.zip › d.csv", "xlsx.csv"].filter(isConverted)).toEqual([]);
});
