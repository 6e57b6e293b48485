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

test("an added filter is open, with the keyboard in it", async ({ page }) => {
  await openDashboard(page);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("menuitem", { name: "Status" }).click();
  const values = page.getByRole("dialog", { name: "Status" });
  await expect(values.getByRole("checkbox").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Status All" })).toBeFocused();
});

test("what was removed is named in the language of now, and offered back only while it is gone", async ({
  page,
}) => {
  await openDashboard(page);
  await page.getByRole("link", { name: "Notebook" }).click();
  await page.getByRole("region", { name: /^Cell 3/ }).focus();
  await page.keyboard.press("Delete");
  const notice = page.getByRole("region", { name: /Notices|通知|消息/ });
  await expect(notice).toContainText("Deleted Repurchase rate.");
  await page.getByRole("button", { name: "中文" }).click();
  await expect(notice).toContainText("已删除“复购率”");
  await page.keyboard.press("Control+z");
  await expect(notice).not.toContainText("已删除");
});

test("a shortened figure is there in full, and a tile without its file says how to add it", async ({
  page,
}) => {
  await openDashboard(page);
  await page.getByRole("button", { name: "中文" }).click();
  const revenue = page.getByRole("region", { name: "净收入" });
  await expect(revenue.getByText("2.7 万")).toBeVisible();
  await expect(revenue.getByTitle("26,568")).toContainText("26,568");

  await page.getByRole("button", { name: "编辑", exact: true }).click();
  await page.getByRole("searchbox").fill("净推荐值");
  await page.locator(".palette .item").last().click();
  const score = page.getByRole("region", { name: "净推荐值", exact: true });
  await expect(score).toContainText("没有问卷文件。");
  await score.getByRole("button", { name: "添加文件" }).click();
  await expect(page.getByRole("button", { name: "生成看板" })).toBeVisible();
});

test("an address with a character that no link has is said to be damaged", async ({ page }) => {
  await page.goto("?lang=en#d=1.%%%");
  await expect(page.getByRole("alert")).toContainText("This link is damaged");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("buttons cover no title", async ({ page }) => {
    await openDashboard(page);
    const covered = (titles: string, signs: string) =>
      page.evaluate(
        ([titles = "", signs = ""]) => {
          const boxes = [...document.querySelectorAll(signs)].map((sign) => sign.getBoundingClientRect());
          return [...document.querySelectorAll(titles)].flatMap((title) => {
            const range = document.createRange();
            range.selectNodeContents(title);
            return [...range.getClientRects()].some((line) =>
              boxes.some(
                (box) =>
                  box.width > 0 &&
                  box.left < line.right &&
                  line.left < box.right &&
                  box.top < line.bottom &&
                  line.top < box.bottom,
              ),
            )
              ? [title.textContent]
              : [];
          });
        },
        [titles, signs],
      );
    expect(await covered("main h3", "main .tile-head button svg")).toEqual([]);
    expect(await cutTitles(page)).toEqual([]);
    await page.getByRole("link", { name: "Notebook" }).click();
    await expect(page.getByRole("heading", { name: "Who comes back?" })).toBeVisible();
    expect(await covered("main h1", "main section.text button")).toEqual([]);
  });
});
