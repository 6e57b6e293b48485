import type { Page } from "@playwright/test";
import { smallOrders } from "./orders.ts";
import { dashboardReady, expect, openFiles, test, textFile } from "./watched.ts";

/** The link of a dashboard that was made of a small export. */
async function sharedLink(page: Page): Promise<string> {
  await page.goto("?lang=en");
  await openFiles(page, [textFile("orders.csv", smallOrders())]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  await page.getByRole("button", { name: "Share" }).click();
  return page.getByRole("textbox").filter({ visible: true }).first().inputValue();
}

test("a colleague opens a link with an export of other column names", async ({ page, context }) => {
  await page.goto("?lang=en");
  await openFiles(page, [textFile("orders.csv", smallOrders())]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  const titles = await page
    .locator("[data-metric]")
    .evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute("aria-label")));
  const figure = await page.locator('[data-metric="revenue-mix"]').first().innerText();

  await page.getByRole("button", { name: "Share" }).click();
  const link = await page.getByRole("textbox").filter({ visible: true }).first().inputValue();
  expect(link).toContain("#d=1.");
  expect(link).not.toContain("C001");
  // What travels is said: the title, which is the file's name until it is changed.
  const dialog = page.getByRole("dialog", { name: /^Share / });
  await expect(dialog.getByText("Title: orders", { exact: true })).toBeVisible();
  await expect(dialog.getByText("The title tells the name of a file, orders.csv.")).toBeVisible();
  await expect(dialog.getByText("File contents and names")).toHaveCount(0);
  await dialog.getByRole("tab", { name: "Document file" }).click();
  await expect(dialog.getByText("Names of the files")).toBeVisible();
  await dialog.getByRole("button", { name: "Rename document" }).click();
  const rename = page.getByRole("dialog", { name: "Rename document" });
  await rename.getByRole("textbox").first().fill("Who comes back");
  await rename.getByRole("button", { name: "Save" }).click();
  await dialog.getByRole("tab", { name: "Link", exact: true }).click();
  await expect(dialog.getByText("Title: Who comes back", { exact: true })).toBeVisible();
  await expect(dialog.getByText("The title tells the name of a file")).toHaveCount(0);
  await expect(dialog.getByText("File contents and names")).toBeVisible();

  const other = await context.newPage();
  await other.goto(link);
  // The link carries SQL: it is shown before anything runs.
  await expect(other.getByText("by_month").first()).toBeVisible();
  await other
    .getByRole("button", { name: /add your data|choose|open/i })
    .last()
    .click();
  await other
    .getByLabel("Open files")
    .first()
    .setInputFiles([
      textFile(
        "verkäufe.csv",
        smallOrders([
          "Bestellnummer order no",
          "Customer ID",
          "Order Date",
          "Total",
          "Sales channel",
          "Order status",
        ]),
      ),
    ]);
  await other.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(other);
  expect(
    await other
      .locator("[data-metric]")
      .evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute("aria-label"))),
  ).toEqual(titles);
  expect(await other.locator('[data-metric="revenue-mix"]').first().innerText()).toBe(figure);
});

test("the document file opens again, and holds no rows", async ({ page }) => {
  await page.goto("?lang=en");
  await openFiles(page, [textFile("orders.csv", smallOrders())]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  await page.getByRole("button", { name: "Share" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download document" }).click();
  const path = await (await download).path();
  const { readFileSync } = await import("node:fs");
  const text = readFileSync(path, "utf8");
  expect(JSON.parse(text)).toMatchObject({ format: "regulars", version: 1 });
  expect(text).not.toMatch(/C0\d\d|A10\d\d/);

  await page.goto("about:blank");
  await page.goto("?lang=en");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Open document" }).click();
  await (
    await chooser
  ).setFiles({ name: "shop.regulars.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await expect(page.getByText("orders.csv").first()).toBeVisible();
});

test("an export that is dropped on a received document is given to it", async ({ page, context }) => {
  const link = await sharedLink(page);

  const other = await context.newPage();
  await other.goto(link);
  const dialog = other.getByRole("dialog");
  await expect(dialog).toBeVisible();
  const data = await other.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "mine.csv", { type: "text/csv" }));
    return transfer;
  }, smallOrders());
  await dialog.dispatchEvent("drop", { dataTransfer: data });
  await expect(dialog).toHaveCount(0);
  await other.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(other);
  await expect(other.getByText("orders", { exact: true }).first()).toBeAttached();
});

const broken: [string, (link: string) => string, RegExp][] = [
  ["cut off", (link) => link.slice(0, -40), /cut|incomplete|whole|truncated/i],
  [
    "altered",
    (link) =>
      link.replace(
        /(#d=1\.[\w-]{30})([\w-])/,
        (_, head: string, letter: string) => head + (letter === "A" ? "B" : "A"),
      ),
    /alter|chang|damaged|whole|cut/i,
  ],
  ["of a newer version", (link) => link.replace("#d=1.", "#d=9."), /newer/i],
];
for (const [name, spoil, message] of broken)
  test(`a link ${name} is refused in words`, async ({ page, context }) => {
    const link = await sharedLink(page);
    const other = await context.newPage();
    await other.goto(spoil(link));
    await expect(other.getByText(message).first()).toBeVisible();
    // The link stays in the address once the message is closed, to be compared and tried again.
    await other.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    await expect(other.getByRole("dialog")).toHaveCount(0);
    expect(other.url()).toContain("#d=");
  });
