import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test as plain } from "@playwright/test";
import { smallOrders } from "./orders.ts";
import { dashboardReady, expect, openFiles, test, textFile } from "./watched.ts";

test("the page needs little JavaScript, and is usable before the engine", async ({ page }) => {
  let bytes = 0;
  const { gzipSync } = await import("node:zlib");
  const bodies: Promise<void>[] = [];
  page.on("response", (response) => {
    if (!/\.js(\?|$)/.test(response.url()) || response.request().resourceType() !== "script") return;
    bodies.push(
      response.body().then(
        (body) => void (bytes += gzipSync(body).length),
        () => undefined,
      ),
    );
  });
  // The engine's worker never comes: the start page must not need it.
  await page.route(/\/engine-[^/]+\.js$/, () => new Promise(() => undefined));
  await page.goto("?lang=en");
  await expect(page.getByLabel("Open files")).toBeEnabled();
  await expect(page.getByText("Blank notebook")).toBeVisible();
  await page.waitForTimeout(1000);
  await Promise.all(bodies);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(150_000);
});

// Without the watch: this page is made to do what it must not.
plain("a request to another origin is refused, though it would have been answered", async ({ page }) => {
  let asked = 0;
  const listener = createServer((_, response) => {
    asked += 1;
    response.setHeader("access-control-allow-origin", "*");
    response.end("answered");
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const elsewhere = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`;
  try {
    await page.goto("?lang=en");
    const tried = await page.evaluate(async (url) => {
      const tell = (promise: Promise<unknown>) =>
        promise.then(
          () => "answered",
          () => "refused",
        );
      const image = new Promise((resolve, reject) => {
        const picture = new Image();
        picture.onload = resolve;
        picture.onerror = reject;
        picture.src = url;
      });
      return [await tell(fetch(url)), await tell(image), navigator.sendBeacon(url, "x")];
    }, elsewhere);
    expect(tried.slice(0, 2)).toEqual(["refused", "refused"]);
    await page.waitForTimeout(500);
    expect(asked).toBe(0);
  } finally {
    listener.close();
  }
});

test("no byte leaves while the product is used, and the badge says so", async ({ page }) => {
  await page.goto("?lang=en");
  await openFiles(page, [textFile("orders.csv", smallOrders())]);
  await page.getByRole("button", { name: "Build dashboard" }).click();
  await dashboardReady(page);
  await expect(page.getByText(/0\s*bytes sent/).first()).toBeVisible();
});
