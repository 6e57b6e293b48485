import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { dashboardReady, expect, expectAccessible, openFiles, test, textFile } from "./watched.ts";

/** Orders of a year with a refund, gifts, an order that stands twice and two ways of writing dates. */
function mixedOrders(): string {
  const lines = ["order_id,customer_id,ordered_at,amount,channel,status"];
  for (let n = 0; n < 600; n += 1) {
    const month = String(1 + (n % 12)).padStart(2, "0");
    const day = String(1 + (n % 27)).padStart(2, "0");
    const at = n === 300 ? "28.02.2025" : n === 301 ? "2025-13-40" : `2025-${month}-${day} 10:00:00`;
    const amount = n % 100 === 7 ? 0 : 10 + (n % 90);
    const channel = n % 6 === 0 ? "" : n % 3 === 0 ? "store" : "app";
    lines.push(`Q${n},C${n % 80},${at},${amount},${channel},${n === 50 ? "refunded" : "paid"}`);
    if (n === 20) lines.push(lines.at(-1) ?? "");
  }
  return lines.join("\n");
}
const preview = (page: Page) => page.getByRole("region", { name: /orders\.csv/ });
const receipt = (page: Page, title: RegExp) => page.locator(".receipt").filter({ hasText: title });

test("a column is profiled, and a bar or value shows its rows", async ({ page }) => {
  await page.goto("?lang=en");
  await openFiles(page, [textFile("orders.csv", mixedOrders())]);
  const opener = page.getByRole("button", { name: "channel", exact: true });
  await opener.click();
  await expect(opener).toHaveAttribute("aria-expanded", "true");
  await expect(page.getByText("All 601 rows")).toBeVisible();
  const app = page.getByRole("button", { name: "app: 401 rows" });
  await app.click();
  await expect(app).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByText("first 50 of 401 rows")).toBeVisible();
  await expect(preview(page).locator("tbody tr")).toHaveCount(50);
  await expect(preview(page).getByText("store")).toHaveCount(0);
  await page.getByRole("button", { name: "Show the first rows again" }).click();
  await expect(preview(page)).toBeFocused();
  await expect(preview(page).getByText("store").first()).toBeVisible();

  // The rows without a value, by the fact itself.
  await page.getByRole("button", { name: /^Empty: 100/ }).click();
  await expect(page.getByText("first 50 of 100 rows")).toBeVisible();
  await expectAccessible(page);
});

test("a histogram is one tab stop, moved in by arrows", async ({ page }) => {
  await page.goto("?lang=en");
  await openFiles(page, [textFile("orders.csv", mixedOrders())]);
  const opener = page.getByRole("button", { name: "ordered_at", exact: true });
  await opener.focus();
  await page.keyboard.press("Enter");
  const bars = page.getByRole("toolbar", { name: "How ordered_at is spread" });
  await expect(bars.getByRole("button")).toHaveCount(12);
  await expect(page.getByRole("button", { name: /^Not readable: 2/ })).toBeVisible();
  await bars.getByRole("button").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(bars.getByRole("button", { name: /^Mar 2025/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(bars.getByRole("button", { name: /^Mar 2025/ })).toHaveAttribute("aria-pressed", "true");
  await expect(preview(page).locator("tbody tr").first()).toContainText("2025-03");
  // The same bar again lets go.
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Show the first rows again" })).toHaveCount(0);
});

test("a receipt is changed where it is read, and changed back", async ({ page }) => {
  await page.goto("?lang=en");
  await openFiles(page, [textFile("orders.csv", mixedOrders())]);
  const orders = page.locator(".sum .right b");
  await expect(orders).toHaveText("597", { timeout: 60_000 });
  const gifts = receipt(page, /6 orders of amount zero/);
  await gifts.getByRole("switch").click();
  await expect(orders).toHaveText("591");
  await expect(gifts).toContainText("Count nowhere, as you chose");
  await expect(gifts).toContainText("orders −6");
  await expect(gifts.getByRole("switch")).toBeFocused();
  await gifts.getByRole("switch").click();
  await expect(orders).toHaveText("597");
  const twice = receipt(page, /1 row repeated/);
  await twice.getByRole("switch").click();
  await expect(twice).toContainText("all kept");

  // Dates in a second way of writing are taken in.
  const unread = receipt(page, /2 rows not used/);
  await unread.getByRole("combobox").selectOption({ label: "Take “28.02.2025” as 2025-02-28, 1 row" });
  await expect(receipt(page, /1 row not used/)).toBeVisible();
  await expect(receipt(page, /more than one way of writing/)).toBeVisible();
});

test("rows set aside are looked at and downloaded, before and after building", async ({ page }) => {
  await page.goto("?lang=en");
  await openFiles(page, [textFile("orders.csv", mixedOrders())]);
  const look = async () => {
    await page.getByRole("button", { name: "View: 2 rows not used" }).click({ timeout: 60_000 });
    const dialog = page.getByRole("dialog", { name: "2 rows not used" });
    await expect(dialog.getByRole("row", { name: /304 Q301/ })).toContainText("2025-13-40");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", { name: "Download CSV" }).click(),
    ]);
    const text = await readFile(await download.path(), "utf8");
    expect(text.replace("\uFEFF", "").trim().split("\n")).toEqual([
      "file,row,reason,order_id,customer_id,ordered_at,amount,channel,status",
      "orders.csv,303,time missing or not readable,Q300,C60,28.02.2025,40,,paid",
      "orders.csv,304,time missing or not readable,Q301,C61,2025-13-40,41,app,paid",
    ]);
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  };
  await look();
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  await page.getByRole("button", { name: /^Document:/ }).click();
  await page.getByRole("menuitem", { name: "Data and receipts" }).click();
  await look();
  const refunds = receipt(page, /1 refund/);
  await refunds.getByRole("switch").click();
  await expect(refunds).toContainText("Left out of revenue, as you chose", { timeout: 60_000 });
  const unread = receipt(page, /2 rows not used/);
  await unread.getByRole("combobox").selectOption({ label: "Take “28.02.2025” as 2025-02-28, 1 row" });
  await expect(receipt(page, /1 row not used/)).toBeVisible({ timeout: 60_000 });
});

test("a profile speaks Chinese, too", async ({ page }) => {
  await page.goto("?lang=zh-CN");
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles([textFile("orders.csv", mixedOrders())]);
  await page.getByRole("button", { name: "channel", exact: true }).click();
  await page.getByRole("button", { name: "app：401 行" }).click();
  await expect(page.getByText("共 401 行，显示前 50 行")).toBeVisible();
  await expect(page.getByRole("button", { name: "查看：2 行未采用" })).toBeVisible({ timeout: 60_000 });
});

test("columns of loaded tables are profiled in the notebook, and filter a dashboard", async ({ page }) => {
  await page.goto("?lang=en");
  await openFiles(page, [textFile("orders.csv", mixedOrders())]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  await page
    .getByRole("link", { name: "Notebook" })
    .or(page.getByRole("tab", { name: "Notebook" }))
    .first()
    .click();
  await page.getByRole("button", { name: "What channel holds" }).first().click();
  const store = page.getByRole("button", { name: /^store: 1\d\d rows/ });
  await store.click({ timeout: 60_000 });
  await expect(page.getByRole("button", { name: "Insert as SQL condition" })).toBeVisible();
  await expectAccessible(page);
  await page
    .getByRole("button", { name: /^Filter “.*” by it/ })
    .first()
    .click();
  await expect(page.getByText(/is filtered: .*store/).first()).toBeVisible();
});
