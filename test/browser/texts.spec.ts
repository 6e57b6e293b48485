import type { Page } from "@playwright/test";
import { smallOrders } from "./orders.ts";
import { dashboardReady, expect, openFiles, test, textFile } from "./watched.ts";

async function openDashboard(page: Page) {
  await page.goto("?lang=en&theme=light");
  await openFiles(page, [textFile("orders.csv", smallOrders())]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
}
/** The titles of tiles that do not fit into their places, by more than letters reach over their lines. */
const cutTitles = (page: Page) =>
  page
    .locator("main h3")
    .evaluateAll((titles) =>
      titles
        .filter(
          (title) => title.scrollWidth > title.clientWidth || title.scrollHeight > title.clientHeight + 6,
        )
        .map((title) => title.textContent),
    );

test("arranging cuts no title, and no column of the cohorts", async ({ page }) => {
  await openDashboard(page);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const triangle = page.locator('[data-slot]:has([data-metric="retention-cohorts"])').first();
  // Its settings open beside the tiles and leave them little room.
  await triangle.locator(".tile-head").click({ position: { x: 60, y: 12 } });
  await expect(page.getByRole("textbox", { name: "English" })).toBeVisible();
  await expect.poll(() => cutTitles(page)).toEqual([]);
  const sideways = () =>
    triangle.locator(".scroll").evaluate((element) => element.scrollWidth - element.clientWidth);
  await expect.poll(sideways).toBe(0);
});
