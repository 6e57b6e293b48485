import { AxeBuilder } from "@axe-core/playwright";
import { type Page, test as base, expect } from "@playwright/test";

/** What a page did that it must never do. */
export interface Faults {
  /** Requests to another origin, console errors, uncaught errors, CSP violations. */
  readonly seen: string[];
  /** Origins that the site is served from in this test. */
  readonly origins: string[];
}

/** A test whose page fails on any foreign request, console error, page error or CSP violation. */
export const test = base.extend<{ faults: Faults }>({
  faults: [
    async ({ context, baseURL }, use) => {
      const seen: string[] = [];
      const origins = [new URL(baseURL ?? "http://localhost").origin];
      const own = (url: string) =>
        origins.some((origin) => url.startsWith(`${origin}/`)) ||
        /^(blob|data|about|chrome-error):/.test(url);
      context.on("request", (request) => {
        if (!own(request.url())) seen.push(`request to ${request.url()}`);
      });
      context.on("console", (message) => {
        if (message.type() === "error") seen.push(`console: ${message.text()}`);
      });
      context.on("weberror", (error) => seen.push(`error: ${error.error().message}`));
      await context.addInitScript(() => {
        addEventListener("securitypolicyviolation", (event) => {
          console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI}`);
        });
      });
      await use({ seen, origins });
      expect(seen, "the page made no foreign request, error or CSP violation").toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };

/** Fails on any serious or critical finding of axe. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(
    serious.map(
      ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => node.html.slice(0, 160)).join("\n")}`,
    ),
  ).toEqual([]);
}

/** A file to drop, from its text. */
export function textFile(name: string, text: string): { name: string; mimeType: string; buffer: Buffer } {
  return { name, mimeType: "text/csv", buffer: Buffer.from(text) };
}

/** Chooses files on the start page and waits until they are recognised. */
export async function openFiles(
  page: Page,
  files: string | { name: string; mimeType: string; buffer: Buffer }[],
): Promise<void> {
  await page.getByLabel("Open files").setInputFiles(files);
  await expect(page.getByRole("button", { name: "Build dashboard" })).toBeVisible({ timeout: 60_000 });
}

/** Waits until the status region says that the dashboard is ready. */
export async function dashboardReady(page: Page): Promise<void> {
  await expect(
    page
      .getByRole("status")
      .filter({ hasText: /dashboard ready|看板已/i })
      .first(),
  ).toBeAttached({ timeout: 90_000 });
  await expect(page.locator('[data-metric]:not([data-state="ready"])')).toHaveCount(0);
}
