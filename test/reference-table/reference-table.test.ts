import { resolve } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { locales } from "../../src/i18n/text.ts";
import { describeWithReference } from "../reference.ts";
import { metricRows } from "./metrics.ts";
import { modelRows } from "./models.ts";
import { pageName, referencePage } from "./page.ts";
import { outOfReach } from "./out-of-reach.ts";
import { unread } from "./published.ts";
import { type ReferenceRow, Rows, allowedOf, differenceOf } from "./row.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

describeWithReference("the table of reference numbers", () => {
  let engine: Engine;
  let rows: readonly ReferenceRow[] = [];
  beforeAll(async () => {
    engine = await openNodeEngine();
    rows = [...(await metricRows(engine)), ...modelRows()];
  });
  afterAll(() => engine.close());

  it("reaches every published figure within its tolerance", () => {
    expect(rows.length).toBeGreaterThan(100);
    const missed = rows
      .filter((row) => !(differenceOf(row) <= allowedOf(row)))
      .map(({ subject, data, quantity, published, ours }) =>
        [subject.en, data.en, quantity.en, published, ours].join(" | "),
      );
    expect(missed).toEqual([]);
  });

  it("makes a row of every published number, but of those known to be out of reach", () => {
    const files = [
      "cdnow_sample_btyd.json",
      "golden_btyd_functions.json",
      "bgbb_sbg.json",
      "cdnow_descriptives.json",
      "km_R_survival.json",
      "online_retail.json",
      "package_run_NPS.json",
    ];
    const left = unread(files).filter((path) => !outOfReach.some(([pattern]) => pattern.test(path)));
    expect(left).toEqual([]);
  });

  // `npx vitest run test/reference-table -u` writes the pages anew.
  it.each(locales)("is what the page of the product says, in %s", async (locale) => {
    await expect(referencePage(rows, locale)).toMatchFileSnapshot(
      resolve(import.meta.dirname, "../../public", pageName(locale)),
    );
  });
});

it("the figure that differs most speaks for many, one that is none before all", () => {
  const text = { en: "a", "zh-CN": "a" };
  const shared = { subject: text, data: text, source: text };
  const rows = new Rows();
  const pairs = [
    [1, 1],
    [2.5, 2],
    [3.1, 3],
  ] as const;
  rows.many(shared, text, pairs, { within: 1 });
  rows.many(shared, text, [...pairs, [NaN, 4], [9, 5]], { within: 1 });
  expect(rows.all.map(({ ours, of }) => [ours, of])).toEqual([
    [2.5, 3],
    [NaN, 5],
  ]);
  expect(
    differenceOf({ ...shared, quantity: text, published: 200, ours: 202, of: 1, tolerance: { relative: 1 } }),
  ).toBe(0.01);
});
