import { orderCsv } from "../bench/orders.ts";
import { dashboardReady, expect, expectAccessible, openFiles, test, textFile } from "./watched.ts";

test("a fit tells how far it is, lets other tiles answer, and is stopped and taken up again", async ({
  page,
  context,
}) => {
  // A worker that does not get on, however fast the machine: its code is held back until the end.
  let held = 0;
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await context.route(/\/assets\/model-/, async (route) => {
    held += 1;
    await released;
    // Who gave it up by now wants it no more.
    await route.continue().catch(() => {});
  });

  await page.goto("?lang=en&theme=light");
  await openFiles(page, [textFile("orders.csv", [...orderCsv({ orders: 20_000, perCustomer: 2 })].join(""))]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const add = async (name: RegExp) => {
    await page.getByRole("button", { name: "Add tile" }).click();
    await page.getByRole("button", { name }).first().click();
  };
  await add(/^Predicted customer value/);
  const fit = page.locator('[data-metric="predicted-clv"]').last();
  const bar = fit.getByRole("progressbar");
  await expect(bar).toHaveAccessibleName("Reading purchase histories");
  await expect.poll(() => held).toBe(1);

  // The tiles that need no model go on answering.
  for (const [name, id] of [
    [/^Purchase frequency/, "purchase-frequency"],
    [/^Recency, frequency/, "rfm"],
  ] as const) {
    await add(name);
    await expect(page.locator(`[data-metric="${id}"]`).last()).toHaveAttribute("data-state", "ready");
  }
  await expect(fit).toHaveAttribute("data-state", "loading");
  await expectAccessible(page);

  // Stopped by keyboard: the worker, which does not listen, is ended and another comes for the next.
  await fit.getByRole("button", { name: "Cancel" }).focus();
  await page.keyboard.press("Enter");
  await expect(fit).toHaveAttribute("data-state", "error");
  await expect(bar).toHaveCount(0);
  const stages = fit.evaluate((tile) => {
    const seen = new Set<string>();
    return new Promise<string[]>((resolve) => {
      const observer = new MutationObserver(() => {
        const now = tile.querySelector("[role=progressbar]");
        const part = now?.getAttribute("aria-valuenow");
        if (now) seen.add(`${now.getAttribute("aria-label") ?? ""}${part === null ? "" : ", a part"}`);
        if (tile.getAttribute("data-state") !== "ready") return;
        observer.disconnect();
        resolve([...seen]);
      });
      observer.observe(tile, { subtree: true, childList: true, attributes: true });
    });
  });
  await fit.getByRole("button", { name: "Try again" }).click();
  await expect.poll(() => held).toBe(2);
  await expect(bar).toBeVisible();
  release();
  await expect(fit).toHaveAttribute("data-state", "ready", { timeout: 90_000 });
  // Once it gets on, it says at what and how far.
  expect(await stages).toEqual(
    expect.arrayContaining(["Reading purchase histories", "Fitting purchases, a part"]),
  );
});
