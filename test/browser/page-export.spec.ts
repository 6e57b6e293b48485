import { readFileSync } from "node:fs";
import { smallOrders } from "./orders.ts";
import { dashboardReady, expect, openFiles, test, textFile } from "./watched.ts";

test("a picture of a page of charts has all of them, and its facts", async ({ page }) => {
  await page.goto("?lang=en&theme=dark");
  await openFiles(page, [textFile("orders.csv", smallOrders())]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.getByRole("button", { name: "Add tile" }).click();
  await page
    .getByRole("button", { name: /^Customer profile/ })
    .first()
    .click();
  const tile = page.locator('[data-metric="customer-profile"]').last();
  await expect(tile).toHaveAttribute("data-state", "ready");
  await page.getByRole("button", { name: "Done", exact: true }).click();
  const save = async (kind: string) => {
    await tile.locator("button[aria-haspopup]").last().click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: kind, exact: true }).click();
    return readFileSync(await (await download).path());
  };
  const text = (await save("SVG")).toString("utf8");
  for (const told of ["Among all customers", "Timeline", "Spent after refunds", "Average order value"])
    expect(text).toContain(told);
  // The picture, the page in it, and two charts in that; in the light theme whatever the page's.
  expect(text.match(/<svg/g)).toHaveLength(4);
  expect(text).toContain('fill="#ffffff"');
  expect(text).not.toContain("var(--");
  const png = await save("PNG");
  expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
  expect(png.readUInt32BE(20)).toBeGreaterThan(700);
});
