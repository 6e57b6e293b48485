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

test("dates outside of the data are refused where they are typed, and the count follows the range", async ({
  page,
}) => {
  const chip = page.getByRole("button", { name: /^Date range/ });
  await chip.click();
  const before = await chip.innerText();
  await page.getByLabel("From", { exact: true }).fill("2031-06-01");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "Not in the data" })).toBeVisible();
  expect(await chip.innerText()).toBe(before);
  await page.getByLabel("From", { exact: true }).fill("2025-06-15");
  await page.getByLabel("To", { exact: true }).fill("2025-06-15");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(chip).toContainText("15 Jun 2025");
  await expect(page.getByText(/^\d of \d+ orders$/)).toBeVisible();
  await expect(page.getByText("No full period in this range")).toBeVisible();
  const triangle = page.locator('[data-metric="retention-cohorts"]').first();
  await triangle.getByRole("button", { name: "Show all dates" }).click();
  await dashboardReady(page);
  expect(await chip.innerText()).toBe(before);
});

test("an offer to undo goes when the change was undone elsewhere", async ({ page }) => {
  const tiles = page.locator("[data-metric]");
  const before = await tiles.count();
  await page.keyboard.press("e");
  await page.locator("[data-slot]").first().focus();
  await page.keyboard.press("Delete");
  const toast = page.getByText(/^Removed /);
  await expect(toast).toBeVisible();
  await page.getByRole("toolbar").getByRole("button", { name: "Undo" }).click();
  await expect(tiles).toHaveCount(before);
  await expect(toast).toHaveCount(0);
});

for (const [width, height] of [
  [390, 844],
  [320, 640],
] as const)
  test(`a dashboard is edited on a screen of ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const fits = () =>
      expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
        .toBeLessThanOrEqual(0);
    const slots = page.locator("[data-slot]");
    await fits();
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await fits();
    const [first, second] = await slots.evaluateAll((all) =>
      all.map((slot) => slot.getAttribute("data-slot") ?? ""),
    );
    const one = page.locator(`[data-slot="${first}"]`);
    await one.focus();
    await page.keyboard.press("Space");
    const bar = page.getByRole("toolbar", { name: /^Tile / });
    await bar.getByRole("button", { name: "Move down" }).press("Enter");
    await expect(slots.first()).toHaveAttribute("data-slot", second ?? "");
    await expect(slots.nth(1)).toHaveAttribute("data-slot", first ?? "");
    const high = (await one.boundingBox())?.height ?? 0;
    await bar.getByRole("button", { name: "Taller" }).press("Enter");
    await expect.poll(async () => (await one.boundingBox())?.height ?? 0).toBeGreaterThan(high + 20);
    await fits();
    await expectAccessible(page);

    await bar.getByRole("button", { name: "Tile settings" }).click();
    const settings = page.getByRole("complementary", { name: "Tile settings" });
    await settings.getByLabel("English").fill("My figure");
    await page.keyboard.press("Tab");
    await settings.getByRole("button", { name: "Close" }).click();
    await expect(page.getByRole("region", { name: "My figure" })).toBeVisible();

    await page.getByRole("button", { name: "Add tile" }).click();
    await page
      .getByRole("button", { name: /^Purchase frequency/ })
      .first()
      .click();
    await expect(page.getByRole("region", { name: "Purchase frequency" })).toBeVisible();
    await page
      .getByRole("toolbar", { name: "Tile Purchase frequency" })
      .getByRole("button", { name: "Remove" })
      .click();
    await expect(page.getByRole("region", { name: "Purchase frequency" })).toHaveCount(0);
    await page.getByRole("button", { name: "Done" }).click();
    await fits();
  });

test("the start page minds that single keys are switched off", async ({ page }) => {
  await page.goto("about:blank");
  await page.goto("?lang=en");
  const dialog = page.getByRole("dialog");
  await page.locator("h1").click();
  await page.keyboard.press("?");
  await expect(dialog).toHaveCount(1);
  await dialog.getByRole("switch").click();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press("?");
  await page.waitForTimeout(500);
  await expect(dialog).toHaveCount(0);
});
