import { smallOrders } from "./orders.ts";
import { dashboardReady, expect, openFiles, test, textFile } from "./watched.ts";

const hopeless: [string, { name: string; mimeType: string; buffer: Buffer }, RegExp][] = [
  ["an empty file", textFile("nothing.csv", ""), /nothing\.csv.*empty/is],
  [
    "a picture",
    {
      name: "photo.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0", "latin1"),
    },
    /photo\.csv.*(not|no) /is,
  ],
  [
    "no customer column",
    textFile("nobody.csv", "order,when,total\n1,2025-01-01,10\n2,2025-01-02,20\n"),
    /customer/i,
  ],
];
for (const [name, file, message] of hopeless)
  test(`${name} is refused in words, and what was there stays`, async ({ page }) => {
    await page.goto("?lang=en");
    await openFiles(page, [textFile("orders.csv", smallOrders())]);
    await page
      .getByLabel(/add file|open files/i)
      .first()
      .setInputFiles([file]);
    await expect(page.getByText(message).filter({ visible: true }).first()).toBeVisible();
    await expect(page.getByText("orders.csv").first()).toBeVisible();
  });

test("a file that cannot be loaded is left out, and the others are built", async ({ page }) => {
  await page.goto("?lang=en");
  await page
    .getByLabel("Open files")
    .setInputFiles([
      textFile("nobody.csv", "order,when,total\n1,2025-01-01,10\n2,2025-01-02,20\n"),
      textFile("orders.csv", smallOrders()),
      textFile("nothing.csv", ""),
    ]);
  const build = page.getByRole("button", { name: "Build dashboard" });
  await expect(page.getByRole("alert").filter({ hasText: /nobody\.csv.*Customer/ })).toBeVisible();
  await expect(build).toBeDisabled();
  await page.getByRole("button", { name: "Leave this file out" }).click();
  await expect(page.getByRole("button", { name: "Remove nobody.csv" })).toHaveCount(0);
  // The next one is named at the foot, where the keyboard went on.
  const next = page.getByRole("button", { name: "Leave “nothing.csv” out" });
  await expect(next).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(build).toBeFocused();
  await page.keyboard.press("Enter");
  await dashboardReady(page);
});

test("a column of the wrong kind names the column and a value", async ({ page }) => {
  await page.goto("?lang=en");
  const text = smallOrders().replaceAll(/,(\d+\.\d\d),/g, ",about $1 or so,");
  await openFiles(page, [textFile("words.csv", text)]);
  await page.getByRole("combobox", { name: "Role of amount" }).selectOption("amount");
  await expect(
    page
      .getByText(/amount/i)
      .filter({ hasText: /number|cannot|read/i })
      .first(),
  ).toBeVisible();
});

test("names with quotes and markup are only names", async ({ page }) => {
  await page.goto("?lang=en");
  const evil = `<img src=x onerror="document.title='owned'">`;
  const rows = [`order_id,customer_id,ordered_at,amount,"cha""nnel; DROP TABLE orders --"`];
  for (let i = 0; i < 40; i += 1)
    rows.push(
      `${i},"C'${i % 12}",2025-0${1 + (i % 6)}-1${i % 9} 10:00:00,${10 + i},"${(i % 3 ? evil : "Robert'); DROP TABLE orders;--").replaceAll('"', '""')}"`,
    );
  await openFiles(page, [textFile(`${"evil"}'".csv`, rows.join("\n"))]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  expect(await page.title()).not.toBe("owned");
  expect(await page.locator("img").count()).toBe(0);
});

test("a document with script in titles and text, and SQL that fails, harms nothing", async ({ page }) => {
  const evil = `<script>document.title='owned'</script><img src=x onerror="document.title='owned'">`;
  const document = {
    format: "regulars",
    version: 1,
    id: "hostile",
    title: { en: evil },
    created: "2025-01-01T00:00:00.000Z",
    modified: "2025-01-01T00:00:00.000Z",
    data: {
      sample: null,
      sources: [],
      policies: { duplicates: "drop", refunds: "net", cancelled: "exclude" },
      asOf: null,
    },
    notebook: {
      cells: [
        { kind: "text", id: "a", markdown: `${evil} [x](javascript:document.title='owned')` },
        { kind: "sql", id: "b", name: "gone", sql: "SELECT nowhere FROM orders; DROP TABLE orders" },
      ],
    },
    dashboards: [
      {
        id: "d",
        title: { en: evil },
        tiles: [],
        filters: { from: null, to: null, compare: "none", columns: [] },
      },
    ],
    segments: [],
  };
  await page.goto("?lang=en");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Open document" }).click();
  await (
    await chooser
  ).setFiles({
    name: "hostile.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(document)),
  });
  await page.waitForTimeout(1500);
  expect(await page.title()).not.toBe("owned");
  expect(await page.locator("img").count()).toBe(0);
});

test("a document of a newer version is refused, and nothing is overwritten", async ({ page }) => {
  await page.goto("?lang=en");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Open document" }).click();
  await (
    await chooser
  ).setFiles({
    name: "new.json",
    mimeType: "application/json",
    buffer: Buffer.from('{"format":"regulars","version":99}'),
  });
  await expect(page.getByText(/newer/i).first()).toBeVisible();
});
