import { smallOrders } from "./orders.ts";
import { dashboardReady, expect, expectAccessible, openFiles, test, textFile } from "./watched.ts";

test("an order export becomes a dashboard", async ({ page }) => {
  await page.goto("?lang=en&theme=light");
  await expectAccessible(page);
  await openFiles(page, [textFile("orders.csv", smallOrders())]);
  await expect(page.getByRole("combobox", { name: "Role of customer_id" })).toHaveValue("customer_id");
  await expect(page.getByRole("combobox", { name: "Role of ordered_at" })).toHaveValue("ordered_at");
  await expect(page.getByRole("combobox", { name: "Role of amount" })).toHaveValue("amount");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  for (const metric of [
    "retention-cohorts",
    "repurchase-rate",
    "rfm",
    "abc-segments",
    "historical-clv",
    "revenue-mix",
  ])
    await expect(page.locator(`[data-metric="${metric}"][data-state="ready"]`).first()).toBeVisible();
  await expectAccessible(page);
});

test("language and theme switch at once", async ({ page }) => {
  await page.goto("?lang=en&theme=light");
  await openFiles(page, [textFile("orders.csv", smallOrders())]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  await page.getByRole("button", { name: "中文" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await expect(page.getByRole("button", { name: "编辑", exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("button", { name: "Edit", exact: true })).toBeVisible();
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
});

test("a filter changes every figure and can be undone", async ({ page }) => {
  await page.goto("?lang=en");
  await openFiles(page, [textFile("orders.csv", smallOrders())]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  const revenue = page.locator('[data-metric="revenue-mix"]').first();
  const before = await revenue.innerText();
  await page.getByRole("button", { name: /^Channel/i }).click();
  await page.getByLabel("Store", { exact: false }).first().click();
  await page.keyboard.press("Escape");
  await dashboardReady(page);
  await expect.poll(() => revenue.innerText()).not.toBe(before);
  await page.keyboard.press("Control+z");
  await dashboardReady(page);
  await expect.poll(() => revenue.innerText()).toBe(before);
});
