import type { Page } from "@playwright/test";
import { smallOrders } from "./orders.ts";
import { dashboardReady, expect, expectAccessible, openFiles, test, textFile } from "./watched.ts";

/** The values of the single figures on the dashboard, by metric and place. */
const figures = (page: Page) => page.locator("[data-metric] .fig").allTextContents();
/** Files in the browser's private storage. */
const stored = (page: Page) =>
  page.evaluate(async () => {
    const found: string[] = [];
    const walk = async (folder: FileSystemDirectoryHandle, path: string) => {
      for await (const [name, handle] of folder.entries())
        if (handle.kind === "file") found.push(`${path}/${name}`);
        else await walk(handle, `${path}/${name}`);
    };
    await walk(await navigator.storage.getDirectory(), "");
    return found;
  });
async function build(page: Page) {
  await page.goto("?lang=en");
  await openFiles(page, [textFile("orders.csv", smallOrders())]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
}
const offer = (page: Page) => page.getByRole("button", { name: /Keep a copy \(/ });

test("a document comes back with its data once a copy is kept, and not after it is forgotten", async ({
  page,
}) => {
  await build(page);
  const before = await figures(page);
  expect(before.length).toBeGreaterThan(2);
  // Nothing is stored before the user agrees; not agreeing costs nothing.
  expect(await stored(page)).toEqual([]);
  await expect(offer(page)).toBeVisible();
  await expectAccessible(page);
  await offer(page).click();
  await expect(page.getByText("This document now opens with its data")).toBeVisible();
  await expect(offer(page)).toHaveCount(0);
  expect(await stored(page)).toHaveLength(1);

  await page.reload();
  await dashboardReady(page);
  expect(await figures(page)).toEqual(before);
  await expect(offer(page)).toHaveCount(0);

  // The rows are read again under other rules, too.
  await page.getByRole("button", { name: /^Document:/ }).click();
  await page.getByRole("menuitem", { name: "Data and receipts" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("meter")).toBeVisible();
  await expect(dialog.getByText(/A copy of the files is kept in this browser/)).toBeVisible();
  await dialog
    .getByRole("switch", { name: /Refunds reduce value/ })
    .last()
    .click();
  await expect.poll(() => figures(page)).not.toEqual(before);
  await dialog.getByRole("button", { name: "Forget the data" }).click();
  await expect(page.getByText("The kept files are forgotten")).toBeVisible();
  expect(await stored(page)).toEqual([]);
  // Without the copy nothing can be read again, and what is shown stays.
  const shown = await figures(page);
  await dialog
    .getByRole("switch", { name: /Refunds reduce value/ })
    .last()
    .click();
  await expect(page.getByText(/orders.csv can no longer be read/)).toBeVisible();
  expect(await figures(page)).toEqual(shown);
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(offer(page)).toHaveCount(0);
  await page.waitForTimeout(1000);

  await page.reload();
  await expect(page.getByText("Choose the data files again")).toBeVisible();
});

test("files that took the place of the kept ones are asked for, and the old ones do not come back unasked", async ({
  page,
}) => {
  await build(page);
  await offer(page).click();
  await expect(page.getByText("This document now opens with its data")).toBeVisible();
  const before = await figures(page);
  // Another month's export of the same name is dropped on the dashboard.
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "orders.csv"));
    dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, smallOrders().replaceAll("2025-", "2024-").split("\n").slice(0, 200).join("\n"));
  await page.getByRole("dialog").getByRole("button", { name: "Replace" }).click();
  await expect.poll(() => figures(page)).not.toEqual(before);
  await expect(page.getByText("The files are others than those kept")).toBeVisible();
  await page.waitForTimeout(1500);
  await page.reload();
  await expect(page.getByText("What is kept in this browser are other files")).toBeVisible();
  await page.getByRole("button", { name: "Open orders.csv again" }).click();
  await dashboardReady(page);
  expect(await figures(page)).toEqual(before);
});

test("an answer of no is remembered, and nothing is stored", async ({ page }) => {
  await build(page);
  await page.getByRole("button", { name: "Not now" }).click();
  await expect(offer(page)).toHaveCount(0);
  await page.waitForTimeout(1000);
  await page.reload();
  await page.getByLabel("Open files").setInputFiles([textFile("orders.csv", smallOrders())]);
  await dashboardReady(page);
  await expect(offer(page)).toHaveCount(0);
  expect(await stored(page)).toEqual([]);
});

test("the start page says what is kept, and forgets it alone or with its document", async ({ page }) => {
  await build(page);
  await offer(page).click();
  await expect(page.getByText("This document now opens with its data")).toBeVisible();
  await page.goto("?lang=en#/");
  await expect(page.getByText(/Opens with its data, .* kept here/)).toBeVisible();
  await page.getByRole("button", { name: /^Forget orders/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Forget the data only" }).click();
  await expect(page.getByText(/Choose “orders.csv” again on opening/)).toBeVisible();
  expect(await stored(page)).toEqual([]);
});

test("a copy that fails for want of room says so, and leaves nothing behind", async ({ page }) => {
  await page.addInitScript(() => {
    navigator.storage.estimate = () => Promise.resolve({ quota: 1000, usage: 0 });
  });
  await build(page);
  const before = await figures(page);
  await offer(page).click();
  await expect(page.getByText(/has room for/).first()).toBeVisible();
  expect(await stored(page)).toEqual([]);
  expect(await figures(page)).toEqual(before);
});

test("where the browser keeps no files, none are offered to be kept", async ({ page }) => {
  await page.addInitScript(() => {
    navigator.storage.getDirectory = () => Promise.reject(new DOMException("private", "SecurityError"));
  });
  await build(page);
  await expect(offer(page)).toHaveCount(0);
  await page.getByRole("button", { name: /^Document:/ }).click();
  await page.getByRole("menuitem", { name: "Data and receipts" }).click();
  await expect(page.getByText(/does not let the page keep files/)).toBeVisible();
});

test("a dropped file can be remembered by where it lies", async ({ page }) => {
  await page.goto("?lang=en");
  // A file of the private storage stands for one on the disk: its handle is dropped as a real one would be.
  await page.evaluate(async (text) => {
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle("orders.csv", { create: true });
    const writing = await handle.createWritable();
    await writing.write(text);
    await writing.close();
    const data = new DataTransfer();
    data.items.add(await handle.getFile());
    const prototype = DataTransferItem.prototype as unknown as Record<string, unknown>;
    prototype.getAsFileSystemHandle = () => Promise.resolve(handle);
    document
      .querySelector(".dropzone")
      ?.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, smallOrders());
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  const before = await figures(page);
  await page.getByRole("button", { name: "Remember where they lie" }).click();
  await expect(page.getByText("This document now opens with its data")).toBeVisible();
  await page.waitForTimeout(1000);
  await page.reload();
  await dashboardReady(page);
  expect(await figures(page)).toEqual(before);
  expect(await stored(page)).toEqual(["/orders.csv"]);
});

test("a chosen file can be remembered, too, and where the browser forbids that it is chosen as ever", async ({
  page,
}) => {
  await page.addInitScript((text) => {
    const choose = async () => {
      const root = await navigator.storage.getDirectory();
      const handle = await root.getFileHandle("orders.csv", { create: true });
      const writing = await handle.createWritable();
      await writing.write(text);
      await writing.close();
      return [handle];
    };
    if (location.search.includes("pick")) Object.assign(window, { showOpenFilePicker: choose });
  }, smallOrders());
  await page.goto("?lang=en&pick");
  await page.getByText("Open files").click();
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  await expect(page.getByRole("button", { name: "Remember where they lie" })).toBeVisible();

  await page.goto("?lang=en");
  const chooser = page.waitForEvent("filechooser");
  await page.getByText("Open files").click();
  await (await chooser).setFiles([textFile("others.csv", smallOrders())]);
  await expect(page.getByRole("heading", { name: "others.csv" })).toBeVisible();
});

test("a second tab shows the document with its data, and does it no harm", async ({ page, context }) => {
  await build(page);
  await offer(page).click();
  await expect(page.getByText("This document now opens with its data")).toBeVisible();
  await page.waitForTimeout(1000);
  const before = await figures(page);
  const second = await context.newPage();
  await second.goto(page.url());
  await dashboardReady(second);
  expect(await figures(second)).toEqual(before);
  await expect(second.getByText(/open in another tab/)).toBeVisible();

  // What the first forgets, the second may go on reading until it is closed.
  await page.getByRole("button", { name: /^Document:/ }).click();
  await page.getByRole("menuitem", { name: "Data and receipts" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Forget the data" }).click();
  await expect(page.getByText(/Another tab still reads the copy/)).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  expect(await stored(page)).toHaveLength(1);
  await second.getByRole("button", { name: "Go on with a copy" }).click();
  await expect(second.getByText("This is the copy")).toBeVisible();
  expect(await figures(second)).toEqual(before);
  await second.close();
  await expect.poll(() => stored(page)).toEqual([]);
  expect(await figures(page)).toEqual(before);
});

test("files that are too much for the memory are offered as a sample, which every figure names", async ({
  page,
}) => {
  await page.addInitScript(() => {
    // A computer with very little memory.
    Object.defineProperty(navigator, "deviceMemory", { value: 0.00005 });
  });
  await page.goto("?lang=en");
  await openFiles(page, [textFile("orders.csv", smallOrders())]);
  await expect(page.getByRole("alert").filter({ hasText: "Load less of them" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Build dashboard" })).toBeDisabled();
  await expectAccessible(page);
  await page.getByRole("button", { name: /Load a sample: 1 customer in 2/ }).click();
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  await expect(page.getByRole("banner").getByText("sample 1 in 2")).toBeVisible();
  for (const figure of await page.locator("[data-metric]").all())
    await expect(figure.getByText(/sample 1 in 2|sample: 1 customer in 2/).first()).toBeVisible();
  const sampled = await figures(page);
  await page.waitForTimeout(1000);
  // The same customers come back with the same file.
  await page.reload();
  await page.getByLabel("Open files").setInputFiles([textFile("orders.csv", smallOrders())]);
  await dashboardReady(page);
  expect(await figures(page)).toEqual(sampled);
});

test("in Chinese, too", async ({ page }) => {
  await page.goto("?lang=zh");
  await page.getByLabel("选择文件", { exact: true }).setInputFiles([textFile("orders.csv", smallOrders())]);
  await page.getByRole("button", { name: "生成看板" }).click();
  await dashboardReady(page);
  await page.getByRole("button", { name: /留一份副本（/ }).click();
  await expect(page.getByText("文档以后打开就带着数据")).toBeVisible();
  await page.getByRole("button", { name: /^文档：/ }).click();
  await page.getByRole("menuitem", { name: "数据与收据" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("客户").selectOption("5");
  await expect(page.getByRole("banner").getByText("抽样 1/5")).toBeAttached();
  await expect(dialog.getByText(/内存：已用/)).toBeVisible();
});
