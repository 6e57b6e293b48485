import { smallOrders } from "./orders.ts";
import { dashboardReady, expect, expectAccessible, openFiles, test, textFile } from "./watched.ts";

test.beforeEach(async ({ page }) => {
  await page.goto("?lang=en&theme=light");
  await openFiles(page, [textFile("orders.csv", smallOrders())]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
});

test("tiles are added, moved, resized and removed by keyboard alone, and all of it undone", async ({
  page,
}) => {
  const tiles = page.locator("[data-metric]");
  const before = await tiles.count();
  await page.getByRole("button", { name: "Edit", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Add tile" }).focus();
  await page.keyboard.press("Enter");
  await page
    .getByRole("button", { name: /^Purchase frequency/ })
    .first()
    .focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Purchase frequency" })).toHaveAttribute(
    "data-state",
    "ready",
  );
  await expect(tiles).toHaveCount(before + 1);
  await expectAccessible(page);

  // Lift the new tile, move it, make it taller, drop it.
  const region = page.getByRole("region", { name: "Purchase frequency" });
  const place = () =>
    region.evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x, y: y + scrollY, width, height };
    });
  const first = await place();
  await region.evaluate((element) =>
    (
      element.closest<HTMLElement>("[tabindex='0']") ?? element.querySelector<HTMLElement>("[tabindex='0']")
    )?.focus(),
  );
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Space");
  await expect.poll(async () => (await place()).height).toBeGreaterThan(first.height);

  await page.getByRole("button", { name: "Undo" }).first().click();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(tiles).toHaveCount(before);
  await page.getByRole("button", { name: "Redo" }).first().click();
  await expect(tiles).toHaveCount(before + 1);
  await page.getByRole("button", { name: "Done" }).click();
  await dashboardReady(page);
});

test("a figure explains itself, shows its SQL and data, and is exported", async ({ page }) => {
  const tile = page.locator('[data-metric="retention-cohorts"]').first();
  const menu = () => tile.getByRole("button", { name: /^Menu of/ }).click();
  await menu();
  await page.getByRole("menuitem", { name: /Explain/ }).click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByText("Wilson (1927)").first()).toBeVisible();
  await expect(drawer.getByText(/SELECT/).first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await menu();
  await page.getByRole("menuitem", { name: /Show data/ }).click();
  await expect(page.getByRole("dialog").getByRole("columnheader").first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  const { readFileSync } = await import("node:fs");
  for (const [kind, begins] of [
    ["CSV", "\uFEFF"],
    ["SVG", "<"],
    ["PNG", "\x89PNG"],
  ] as const) {
    await menu();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: kind }).click();
    const bytes = readFileSync(await (await download).path());
    expect(bytes.toString(kind === "PNG" ? "latin1" : "utf8").startsWith(begins), kind).toBe(true);
    expect(bytes.length).toBeGreaterThan(200);
  }
});

test("dates, comparison and a present view", async ({ page }) => {
  await page.getByRole("button", { name: /2025/ }).first().click();
  await page.getByLabel(/^From/).fill("2025-06-01");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await dashboardReady(page);
  await expect(page.getByRole("button", { name: /1 Jun/ })).toBeVisible();
});
