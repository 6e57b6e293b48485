import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "../../start.js";
import { dashboardReady, expect, expectAccessible, test } from "./watched.ts";

test("the Chinese sample shop opens, in both themes and on a narrow screen", async ({ page }) => {
  await page.goto("?lang=zh-CN&theme=dark");
  await page
    .getByRole("button", { name: /青禾茶铺/ })
    .or(page.getByRole("link", { name: /青禾茶铺/ }))
    .first()
    .click();
  await dashboardReady(page);
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await dashboardReady(page);
  await expectAccessible(page);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide).toBeLessThanOrEqual(1);
});

test("a document comes back after a reload, its sample with it", async ({ page }) => {
  await page.goto("?lang=en");
  await page.getByText("Millrace Coffee").first().click();
  await dashboardReady(page);
  await expect(page.getByText(/Saved/).first()).toBeVisible();
  await page.waitForTimeout(1500);
  await page.reload();
  await dashboardReady(page);
});

test("the site works from any folder of any host", async ({ page, faults }) => {
  const root = mkdtempSync(join(tmpdir(), "regulars-"));
  cpSync("dist", join(root, "some", "folder"), { recursive: true });
  const port = 4000 + Math.floor(Math.random() * 900);
  const server = await serve(port, { folder: root });
  try {
    faults.origins.push(`http://localhost:${port}`);
    await page.goto(`http://localhost:${port}/some/folder/index.html?lang=en`);
    await page.getByText("Millrace Coffee").first().click();
    await dashboardReady(page);
  } finally {
    (server as unknown as { close?: () => void }).close?.();
    rmSync(root, { recursive: true, force: true });
  }
});
