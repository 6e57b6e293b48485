import { writeFileSync } from "node:fs";
import { orderCsv } from "../bench/orders.ts";
import { workbookOf } from "../ingest/workbook-parts.ts";
import { slowness, tasksDuring, work } from "./main-thread.ts";
import { dashboardReady, expect, openFiles, test } from "./watched.ts";

/** Ms of the main thread that a task may take while a file comes in, on a machine of ordinary speed. */
const limit = 100;

const columns = ["order_id", "customer_id", "ordered_at", "amount", "channel"];
const order = (at: number) => {
  const day = `2025-${String(1 + (at % 12)).padStart(2, "0")}-${String(1 + (at % 28)).padStart(2, "0")}`;
  return [
    `A${String(at)}`,
    `C${String((at * 7) % 900)}`,
    day,
    String(10 + (at % 90)),
    ["web", "store"][at % 2] ?? "",
  ];
};

/** A file with hundreds of columns that have no role. */
function wide(): string {
  const more = Array.from({ length: 300 }, (_, at) => `attribute ${String(at)}`);
  const rows = Array.from({ length: 2000 }, (_, at) =>
    [...order(at), ...more.map((_, column) => String((at * column) % 7))].join(","),
  );
  return [[...columns, ...more].join(","), ...rows].join("\n");
}

function workbook(): Uint8Array<ArrayBuffer> {
  const rows = [columns, ...Array.from({ length: 30_000 }, (_, at) => order(at))].map((cells, row) => {
    const written = cells.map((text, column) => {
      const place = `${String.fromCharCode(65 + column)}${String(row + 1)}`;
      return row > 0 && column === 3
        ? `<c r="${place}"><v>${text}</v></c>`
        : `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;
    });
    return `<row r="${String(row + 1)}">${written.join("")}</row>`;
  });
  return workbookOf({ sheets: { Orders: rows.join("") } });
}

const files: readonly { readonly name: string; readonly bytes: () => string | Uint8Array }[] = [
  { name: "orders.csv", bytes: () => [...orderCsv({ orders: 100_000 })].join("") },
  { name: "orders.xlsx", bytes: workbook },
  { name: "wide.csv", bytes: wide },
];

test.describe.configure({ timeout: 240_000 });

for (const { name, bytes } of files)
  test(`the page answers while ${name} comes in`, async ({ page, browser }, info) => {
    const file = info.outputPath(name);
    writeFileSync(file, bytes());
    await page.goto("?lang=en&theme=light");
    await expect(page.getByLabel("Open files")).toBeAttached();
    const slow = await slowness(browser, page);
    const tasks = await tasksDuring(browser, page, async () => {
      await openFiles(page, file);
      const build = page.getByRole("button", { name: "Build dashboard" });
      await expect(build).toBeEnabled();
      await build.click();
      await dashboardReady(page);
    });
    expect(tasks.length, "the trace has the page's tasks").toBeGreaterThan(0);
    expect(tasks.filter(({ took }) => took > limit * slow)).toEqual([]);
  });

test("a task that is too long is seen", async ({ page, browser }) => {
  await page.goto("?lang=en");
  const slow = await slowness(browser, page);
  const tasks = await tasksDuring(browser, page, () => work(page, 15));
  expect(tasks.filter(({ took }) => took > limit * slow).length).toBeGreaterThan(0);
});
