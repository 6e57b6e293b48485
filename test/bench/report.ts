import type { Measured } from "./measure.ts";

/** One line of the report. */
export interface Row {
  readonly step: string;
  /** In `unit`: milliseconds, megabytes, standard errors. */
  readonly value: number;
  readonly unit: "ms" | "MB" | "SE";
  readonly ratio: number | null;
  /** What the ratio is of. */
  readonly of: "read_csv" | "naive triangle" | "CSV" | null;
  readonly target: string | null;
  readonly met: boolean | null;
}

const megabyte = 1_000_000;

/** The middle of an odd number of values. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** What was measured as lines: each with its ratio to the plain statement, and whether it meets its target. */
export function report({ plain, shop, metrics, models, site }: Measured): Row[] {
  const rows: Row[] = [];
  const readCsv = median(plain.map(({ read }) => read));
  const naive = (name: string) => median(plain.flatMap(({ took }) => took[name] ?? []));
  const triangle = naive("triangle");
  const of = { read_csv: readCsv, "naive triangle": triangle };
  const add = (
    step: string,
    value: number,
    base: keyof typeof of | null = null,
    target?: { text: string; met: boolean },
    unit: Row["unit"] = "ms",
  ) =>
    rows.push({
      step,
      value,
      unit,
      ratio: base ? value / of[base] : null,
      of: base,
      target: target?.text ?? null,
      met: target?.met ?? null,
    });
  const within = (value: number, most: number, text: string) => ({ text, met: value <= most });
  const ofShop = (pick: (run: Measured["shop"][number]) => number) => median(shop.map(pick));

  add("plain: engine start", median(plain.map(({ start }) => start)));
  add("plain: CREATE TABLE AS read_csv", readCsv, "read_csv");
  add("plain: naive triangle", triangle, "read_csv");
  add("plain: naive RFM", naive("rfm"), "read_csv");
  add("plain: naive ABC", naive("abc"), "read_csv");
  add(
    "engine start",
    ofShop(({ start }) => start),
  );
  add(
    "recognise",
    ofShop(({ recognise }) => recognise),
    "read_csv",
  );
  add(
    "load: tables and facts",
    ofShop(({ load }) => load),
    "read_csv",
  );
  const first = ofShop((run) => run.first);
  add(`first ${String(shop[0]?.tiles ?? 12)} tiles`, first, "read_csv");
  const all = ofShop((run) => run.recognise + run.load + run.first);
  add("file to twelve tiles, in the worker", all, "read_csv", within(all, 4 * readCsv, "≤ 4×"));
  if (site) {
    add(
      "site: file to Build dashboard",
      median(site.started.map(({ recognised }) => recognised)),
      "read_csv",
    );
    for (const [runs, when] of [
      [site.started, "engine started"],
      [site.fresh, "engine still starting"],
    ] as const) {
      const ready = median(runs.map((run) => run.ready));
      add(`site: file to dashboard, ${when}`, ready, "read_csv", within(ready, 4 * readCsv, "≤ 4×"));
    }
  }
  for (const change of Object.keys(shop[0]?.changes ?? {}) as (keyof Measured["shop"][number]["changes"])[]) {
    const ms = ofShop(({ changes }) => changes[change]);
    add(change, ms, "naive triangle", within(ms, 2 * triangle, "≤ 2×"));
  }
  const memory = Math.max(...shop.map((run) => run.memory)) / megabyte;
  add("memory after import", memory, null, within(memory, 300, "≤ 300 MB"), "MB");
  add(
    "memory after filters",
    Math.max(...shop.map((run) => run.memoryAfter)) / megabyte,
    null,
    undefined,
    "MB",
  );

  for (const { metric, foldCold, fold, sqlCold, sql } of metrics) {
    const base = metric === "retention-cohorts" ? "naive triangle" : "read_csv";
    if (foldCold !== null) add(`${metric}, fold, cold`, foldCold, base);
    if (fold !== null)
      add(
        `${metric}, fold, warm`,
        fold,
        base,
        metric === "retention-cohorts" ? within(fold, triangle / 3, "≤ 0.33×") : undefined,
      );
    add(`${metric}, SQL, cold`, sqlCold, base);
    add(`${metric}, SQL, warm`, sql, base, within(sql, 500, "≤ 500 ms"));
  }
  for (const way of ["fold", "sql"] as const) {
    const three = ["retention-cohorts", "rfm", "abc-segments"].map(
      (id) => metrics.find(({ metric }) => metric === id)?.[way] ?? Number.NaN,
    );
    const sum = three.reduce((a, b) => a + b, 0);
    add(
      `triangle, RFM and ABC, ${way === "fold" ? "fold" : "SQL"}, warm`,
      sum,
      "read_csv",
      within(sum, 0.45 * readCsv, "≤ 0.45×"),
    );
  }
  const { many, cdnow, customers } = models;
  const name = customers === 1e6 ? "1 M" : String(customers);
  add(`fit ${name} customers`, many.fit);
  add(`fit and score ${name} customers`, many.total, null, within(many.total, 10_000, "≤ 10 s"));
  add("worst parameter, in standard errors", many.worst, null, within(many.worst, 2, "≤ 2"), "SE");
  if (cdnow) {
    add("BG/NBD on CDNOW", cdnow.bgNbd, null, within(cdnow.bgNbd, 100, "≤ 100 ms"));
    add("Pareto/NBD on CDNOW", cdnow.paretoNbd, null, within(cdnow.paretoNbd, 400, "≤ 400 ms"));
  }
  return rows;
}

/** The lines as a table for a terminal. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ["step", "", "ratio", "of", "target", ""],
    ...rows.map(({ step, value, unit, ratio, of, target, met }) => [
      step,
      `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${unit}`,
      ratio === null ? "" : `${ratio.toFixed(2)}×`,
      of ?? "",
      target ?? "",
      met === null ? "" : met ? "met" : "MISSED",
    ]),
  ];
  const widths = cells[0]?.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0))) ?? [];
  return cells
    .map((row) =>
      row
        .map((cell, at) =>
          at === 1 || at === 2 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
