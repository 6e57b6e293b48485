import { smallOrders } from "./orders.ts";
import { dashboardReady, expect, expectAccessible, openFiles, test, textFile } from "./watched.ts";

test.beforeEach(async ({ page }) => {
  await page.goto("?lang=en&theme=light");
  await openFiles(page, [textFile("orders.csv", smallOrders())]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  await page.getByRole("link", { name: "Notebook" }).click();
  await expect(page.getByRole("button", { name: "Run all" })).toBeVisible();
});

test("SQL runs, tells its faults and is mended", async ({ page }) => {
  await expect(page.getByRole("columnheader", { name: /buyers/ }).first()).toBeVisible();
  const editor = page.locator(".cm-content").first();
  await editor.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("SELECT sum(amout) AS total FROM orders");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(page.getByText(/amout/).filter({ visible: true }).first()).toBeVisible();
  await page.getByRole("button", { name: /Replace with amount/ }).click();
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(page.getByRole("columnheader", { name: /total/ }).first()).toBeVisible();
  await expectAccessible(page);
});

test("cells are added, moved, removed and brought back", async ({ page }) => {
  const cells = (count: number) =>
    expect(page.getByText(new RegExp(`^${count} cells`)).first()).toBeVisible();
  await cells(3);
  await page
    .getByRole("button", { name: /^Cell$|Add cell/ })
    .first()
    .click();
  await page.getByRole("menuitem", { name: /Text/ }).click();
  await cells(4);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Undo" }).first().click();
  await cells(3);
  await page.getByRole("button", { name: "Redo" }).first().click();
  await cells(4);
});

test("a cell goes to a dashboard", async ({ page }) => {
  await page
    .getByRole("button", { name: /Add to dashboard/ })
    .first()
    .click();
  await page.getByRole("menuitem", { name: /Overview/ }).click();
  await page.getByRole("link", { name: "Overview" }).first().click();
  await dashboardReady(page);
});
