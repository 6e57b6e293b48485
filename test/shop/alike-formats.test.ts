import { expect, test } from "vitest";
import { HeldFiles, recogniseFiles, reviseFile } from "../../src/shop/loading/load.ts";

const file = (...days: readonly string[]) =>
  `order_id,customer_id,ordered_at,amount\n${days.map((day, row) => `${String(row)},c${String(row % 3)},${day},10\n`).join("")}`;
const given = (files: Readonly<Record<string, string>>) =>
  Object.entries(files).map(([name, text]) => ({ name, source: new Blob([text]) }));

test("a month whose days can be read in two ways is read as its neighbour", async () => {
  const held = new HeldFiles();
  const [first, second] = await recogniseFiles(
    held,
    given({ "a.csv": file("03/04/2025", "05/06/2025"), "b.csv": file("13/04/2025", "05/06/2025") }),
  );
  expect(first?.questions[0]).toMatchObject({ answer: "%d/%m/%Y" });
  expect(first?.questions[0]?.detail.en).toContain("Read as in “b.csv”");
  expect(first?.mapping.formats.ordered_at).toEqual({ kind: "time", format: "%d/%m/%Y" });
  expect(second?.questions[0]).toMatchObject({ answer: "%d/%m/%Y" });
  // A file that comes later has the same neighbours, and the user may still say otherwise.
  const [third] = await recogniseFiles(held, given({ "c.csv": file("01/02/2025", "02/03/2025") }));
  expect(third?.questions[0]?.answer).toBe("%d/%m/%Y");
  if (!third) throw new Error("nothing was recognised");
  const other = { ...third.mapping, formats: { ...third.mapping.formats } };
  other.formats.ordered_at = { kind: "time", format: "%m/%d/%Y" };
  const revised = await reviseFile(held, third.file, other);
  expect(revised.questions[0]?.answer).toBe("%m/%d/%Y");
});

test("neighbours that do not agree decide nothing", async () => {
  const [, , open] = await recogniseFiles(
    new HeldFiles(),
    given({
      "a.csv": file("13/04/2025", "05/06/2025"),
      "b.csv": file("04/13/2025", "05/06/2025"),
      "c.csv": file("03/04/2025", "05/06/2025"),
    }),
  );
  expect(open?.questions[0]?.answer).toBeNull();
});

test("a file of other columns decides nothing", async () => {
  const [open] = await recogniseFiles(
    new HeldFiles(),
    given({
      "a.csv": file("03/04/2025", "05/06/2025"),
      "b.csv": "number,member,ordered_at,paid,shop,city\n1,a,13/04/2025,1,x,y\n2,b,05/06/2025,2,x,y\n",
    }),
  );
  expect(open?.questions[0]?.answer).toBeNull();
});

test("numbers that can be read in two ways are read as those of a neighbour", async () => {
  const amounts = (...cells: readonly string[]) =>
    `order_id;customer_id;ordered_at;amount\n${cells.map((cell, row) => `${String(row)};c${String(row)};2025-01-0${String(row + 1)};${cell}\n`).join("")}`;
  const held = new HeldFiles();
  const [open, decided, plain] = await recogniseFiles(
    held,
    given({
      "a.csv": amounts("1.234", "2.345"),
      "b.csv": amounts("1.234,50", "9,90"),
      "c.csv": amounts("12", "9"),
    }),
  );
  expect(open?.questions[0]).toMatchObject({ id: "decimal-mark:amount", answer: "," });
  expect(open?.questions[0]?.detail.en).toContain("Read as in “b.csv”");
  expect(open?.mapping.formats.amount).toEqual({ kind: "number", decimal: "," });
  expect([decided?.questions, plain?.questions]).toEqual([[], []]);
  // Numbers without a mark tell nothing.
  const [alone] = await recogniseFiles(
    new HeldFiles(),
    given({ "a.csv": amounts("1.234", "2.345"), "c.csv": amounts("12", "9") }),
  );
  expect(alone?.questions[0]?.answer).toBeNull();
});
