import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { smallOrders } from "./orders.ts";
import { dashboardReady, expect, expectAccessible, openFiles, test, textFile } from "./watched.ts";

/** Opens the explanation of the repurchase rate at its second view, by keyboard alone. */
async function openDifference(page: Page, tabs: readonly [first: RegExp, second: string]): Promise<void> {
  const tile = page.locator('[data-metric="repurchase-rate"]').first();
  await tile.getByRole("button").first().focus();
  await page.keyboard.press("x");
  await page.getByRole("tab", { name: tabs[0] }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: tabs[1] })).toHaveAttribute("aria-selected", "true");
}
const english = [/What it means/, "Why do two numbers differ?"] as const;

/** The figure of points out of a text such as "+4.0 pt". */
const points = (text: string) => Number(text.replace("−", "-").replace(/ pt$/, ""));

test("two definitions differ by causes that add up, down to the customers in a file", async ({ page }) => {
  await page.goto("?lang=en&theme=light");
  await openFiles(page, [textFile("orders.csv", smallOrders())]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  await openDifference(page, english);
  const drawer = page.getByRole("dialog");
  await drawer.getByLabel("Definition").selectOption({ label: "Two or more orders" });
  const causes = drawer.getByRole("table", { name: "The causes, which add up to the difference" });
  await expect(causes.getByRole("button", { name: "Window", exact: true })).toBeVisible();
  await expect(causes).toContainText("90 days → no limit");
  await expect(causes).toContainText("left out → included");
  const parts = (await causes.locator("tbody td:nth-of-type(1)").allInnerTexts()).map(points);
  const total = parts.pop() ?? NaN;
  expect(Math.abs(parts.reduce((sum, part) => sum + part, 0) - total)).toBeLessThan(0.16);
  expect(total).not.toBe(0);
  await expectAccessible(page);

  // The customers of one cause, and all of them in a file whose parts add up.
  const button = causes.getByRole("button", { name: "Window", exact: true });
  await button.press("Enter");
  await expect(button).toHaveAttribute("aria-pressed", "true");
  await expect(drawer.getByRole("heading", { name: /the part of “Window”/ })).toBeVisible();
  await button.press("Enter");
  const heading = drawer.getByRole("heading", { name: /customers make the difference/ });
  await expect(heading).toBeVisible();
  const told = Number(/^[\d,]+/.exec(await heading.innerText())?.[0]);
  const download = page.waitForEvent("download");
  await drawer.getByRole("button", { name: "Download as CSV" }).press("Enter");
  const [header = "", ...lines] = readFileSync(await (await download).path(), "utf8")
    .trim()
    .split("\r\n");
  expect(header).toContain("part_window");
  expect(lines).toHaveLength(told);
  const sum = lines.reduce((all, line) => all + Number(line.split(",").at(-1)), 0);
  expect(Math.abs(sum * 100 - total)).toBeLessThan(0.06);
});

test("dates and values of a column can be compared, and the same is told as such", async ({ page }) => {
  await page.goto("?lang=en&theme=dark");
  await openFiles(page, [textFile("orders.csv", smallOrders())]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  await openDifference(page, english);
  const drawer = page.getByRole("dialog");
  await drawer.getByLabel("Definition").selectOption({ label: "The same definition" });
  await expect(drawer.getByText("Choose another definition, other dates")).toBeVisible();
  await drawer.getByLabel("Customers and orders").selectOption({ label: "Channel" });
  await drawer.getByLabel("Channel of A").selectOption({ label: "Store" });
  await drawer.getByLabel("Channel of B").selectOption({ label: "App" });
  const causes = drawer.getByRole("table", { name: "The causes, which add up to the difference" });
  await expect(causes).toContainText("Store → App");
  await drawer.getByLabel("Dates").selectOption({ label: "Other dates …" });
  await drawer.getByLabel("From", { exact: true }).fill("2025-04-01");
  await drawer.getByLabel("From", { exact: true }).press("Tab");
  await expect(causes.getByRole("button", { name: "Start of the range" })).toBeVisible();
  await expect(causes.locator("tbody tr")).toHaveCount(3);
  await expectAccessible(page);
});

test("the comparison fits a narrow screen in Chinese", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("?lang=zh-CN&theme=light");
  await page
    .getByRole("button", { name: /青禾茶铺/ })
    .first()
    .click();
  await dashboardReady(page);
  await openDifference(page, [/什么意思/, "两个数为什么不同？"]);
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByRole("heading", { name: /位客户造成差异/ })).toBeVisible();
  const wide = await drawer.evaluate((element) => element.scrollWidth - element.clientWidth);
  expect(wide).toBeLessThanOrEqual(1);
  await expectAccessible(page);
});

/** Many orders of many customers, so that a comparison by SQL takes its time. */
function manyOrders(): string {
  const rows = ["order_id,customer_id,ordered_at,amount,channel"];
  for (let order = 0; order < 400_000; order += 1) {
    const day = new Date(Date.UTC(2024, 0, 1 + ((order * 7919) % 700))).toISOString().slice(0, 10);
    rows.push(`${order},C${(order * 31) % 120_011},${day} 10:00:00,${10 + (order % 90)},web`);
  }
  return rows.join("\n");
}

test("a long comparison can be given up, and asked for again", async ({ page }) => {
  await page.goto("?lang=en&theme=light");
  await openFiles(page, [textFile("orders.csv", manyOrders())]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  const tile = page.locator('[data-metric="revenue-mix"]').first();
  await tile.getByRole("button").first().focus();
  await page.keyboard.press("x");
  await page.getByRole("tab", { name: english[1] }).click();
  const drawer = page.getByRole("dialog");
  const causes = drawer.getByRole("table", { name: "The causes, which add up to the difference" });
  await expect(drawer.getByText("Choose another definition, other dates")).toBeVisible();
  await drawer.getByLabel("Figure").selectOption({ label: "Revenue from returning customers" });
  await drawer.getByRole("button", { name: "Cancel" }).press("Enter");
  const again = drawer.getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible();
  await expect(causes).toHaveCount(0);
  await expectAccessible(page);
  await again.press("Enter");
  await expect(causes).toBeVisible({ timeout: 60_000 });
  const parts = (await causes.locator("tbody td:nth-of-type(1)").allInnerTexts()).map(points);
  const total = parts.pop() ?? NaN;
  expect(Math.abs(parts.reduce((sum, part) => sum + part, 0) - total)).toBeLessThan(0.16);
  // The rest of the page answers all the while.
  await drawer.getByRole("button", { name: "Close" }).first().click();
  await expect(drawer).toHaveCount(0);
});
