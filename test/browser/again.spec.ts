import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { smallOrders } from "./orders.ts";
import { dashboardReady, expect, expectAccessible, openFiles, test, textFile } from "./watched.ts";

const [heading = "", ...rows] = smallOrders().trimEnd().split("\n");
/** The rows of some months of 2025, with the heading. */
const months = (from: number, to: number) =>
  `${[
    heading,
    ...rows.filter((row) => {
      const month = Number(/,2025-(\d\d)-/.exec(row)?.[1]);
      return month >= from && month <= to;
    }),
  ].join("\n")}\n`;
const countIn = (text: string) => text.trimEnd().split("\n").length - 1;

/** Pastes as a spreadsheet's clipboard would. */
async function paste(page: Page, text: string, html = "") {
  await page.evaluate(
    ({ text, html }) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      if (html) data.setData("text/html", html);
      const target = document.activeElement ?? document.body;
      target.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    { text, html },
  );
}

/** Drops files anywhere on the page. */
async function drop(page: Page, name: string, text: string) {
  await page.evaluate(
    ({ name, text }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name, { type: "text/csv" }));
      for (const type of ["dragover", "drop"])
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    },
    { name, text },
  );
}

/** The orders that the receipts count. */
async function ordersIn(page: Page) {
  await page.getByRole("button", { name: /^Document:/ }).click();
  await page.getByRole("menuitem", { name: "Data and receipts" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  const text = await dialog.innerText();
  await page.keyboard.press("Escape");
  return text;
}

test("cells that are pasted become a table, again and again", async ({ page }) => {
  await page.goto("?lang=en");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await paste(page, "Nothing of a table.");
  await expect(page.getByText("There is no table in what was pasted")).toBeVisible();

  await paste(page, months(1, 6).replaceAll(",", "\t"));
  await expect(page.getByRole("button", { name: /^Pasted table 1/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Build dashboard" })).toBeEnabled();

  // By the button, for those who look for one; the second is a table of a web page.
  await page.getByRole("button", { name: "Paste a table" }).click();
  await expect(page.getByRole("textbox", { name: "Cells" })).toBeFocused();
  await expectAccessible(page);
  const cells = months(7, 12).trimEnd().split("\n");
  await paste(
    page,
    "one cell a line",
    `<meta charset="utf-8"><style>${"p{}".repeat(3000)}</style><table>${cells
      .map(
        (row) =>
          `<tr>${row
            .split(",")
            .map((cell) => `<td>${cell}</td>`)
            .join("")}</tr>`,
      )
      .join("")}</table>`,
  );
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("button", { name: /^Pasted table 2/ })).toBeVisible();

  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  const receipts = await ordersIn(page);
  for (const count of [countIn(months(1, 6)), countIn(months(7, 12))])
    expect(receipts).toContain(`${count} rows read`);
});

test("a folder is read whole, and what is no data in it is listed", async ({ page }, info) => {
  const folder = info.outputPath("exports");
  mkdirSync(join(folder, "2025", "autumn"), { recursive: true });
  writeFileSync(join(folder, "2025", "spring.csv"), months(1, 6));
  writeFileSync(join(folder, "2025", "autumn", "orders.csv"), months(7, 12));
  writeFileSync(join(folder, "orders.txt"), "Call Anna about the orders.\nBring the keys.\n");
  writeFileSync(join(folder, "shop.png"), "no picture");
  await page.goto("?lang=en");
  await page.getByLabel("Open a folder").setInputFiles(folder);
  await expect(page.getByRole("button", { name: "Build dashboard" })).toBeEnabled({ timeout: 60_000 });
  await expect(page.getByRole("button", { name: /^2025\/spring\.csv/ })).toBeVisible();
  await expect(page.getByRole("button", { name: /^2025\/autumn\/orders\.csv/ })).toBeVisible();
  await page.getByText("2 files skipped").click();
  await expect(page.getByText("PNG, no data")).toBeVisible();
  await expect(page.getByText("orders.txt")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  expect(await ordersIn(page)).toContain(`${countIn(months(1, 6))} rows read`);
});

test("a file dropped again is appended, replaces, or changes nothing, as the user says", async ({ page }) => {
  await page.goto("?lang=en");
  await openFiles(page, [textFile("orders.csv", months(1, 6))]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  const mix = page.locator('[data-metric="revenue-mix"]').first();
  const before = await mix.innerText();

  // Given up: everything as it was.
  await drop(page, "orders.csv", months(5, 9));
  const dialog = page.getByRole("dialog", { name: "“orders.csv” is here already" });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  expect(await mix.innerText()).toBe(before);

  // Months that overlap: what stands in both counts once, and is told.
  await drop(page, "orders.csv", months(5, 9));
  await dialog.getByRole("button", { name: "Append" }).click();
  await expect(page.getByText(/“orders \(2\)\.csv” is appended/)).toBeVisible({ timeout: 60_000 });
  await dashboardReady(page);
  const twice = countIn(months(5, 6));
  const receipts = await ordersIn(page);
  expect(receipts).toContain(`${countIn(months(1, 6))} rows read`);
  expect(receipts).toContain(`${countIn(months(5, 9))} rows read`);
  expect(receipts).toContain(`${twice} rows repeated`);

  // The same columns under another name.
  await drop(page, "year.csv", smallOrders());
  const shape = page.getByRole("dialog", { name: "“year.csv” has the columns of data that is here" });
  await shape.getByRole("button", { name: "Replace" }).click();
  await expect(page.getByText(/“year\.csv” took the place/)).toBeVisible({ timeout: 60_000 });
  await dashboardReady(page);
  const whole = await ordersIn(page);
  expect(whole).toContain(`${rows.length} rows read`);
  expect(whole).not.toContain("rows repeated");
});

test("what was added on the import view and not loaded is taken back by Cancel", async ({ page }) => {
  await page.goto("?lang=en");
  await openFiles(page, [textFile("orders.csv", months(1, 6))]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  await drop(page, "answers.csv", "customer_id,answered_at,score\nC001,2025-06-30 10:00:00,9\n");
  await expect(page.getByRole("button", { name: "Build dashboard" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^answers\.csv/ })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).last().click();
  await dashboardReady(page);
  await drop(page, "orders.csv", months(1, 6));
  await page.getByRole("dialog").getByRole("button", { name: "Replace" }).click();
  await expect(page.getByText(/took the place/)).toBeVisible({ timeout: 60_000 });
  expect(await ordersIn(page)).not.toContain("answers.csv");
});

test.describe("in Shanghai", () => {
  test.use({ timezoneId: "Asia/Shanghai" });
  test("times in UTC are brought to the browser's zone, which is shown and can be changed", async ({
    page,
  }) => {
    const text = smallOrders().replaceAll(" 10:00:00", "T20:00:00Z");
    await page.goto("?lang=en");
    await openFiles(page, [textFile("orders.csv", text)]);
    const zone = page.getByLabel("The shop's time zone");
    await expect(zone).toHaveValue("Asia/Shanghai");
    await expect(
      page.getByText(`${rows.length} rows have their times brought to Asia/Shanghai`),
    ).toBeVisible();
    await zone.selectOption("UTC");
    await expect(page.getByText(/times brought to/)).toBeHidden();
    await zone.selectOption("Asia/Tokyo");
    await expect(page.getByText(`${rows.length} rows have their times brought to Asia/Tokyo`)).toBeVisible();
    await page.getByRole("button", { name: "Build dashboard" }).click();
    await dashboardReady(page);
    // The document keeps it.
    expect(await ordersIn(page)).toContain("brought to Asia/Tokyo");
  });
});
