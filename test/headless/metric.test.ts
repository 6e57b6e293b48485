import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readArguments } from "../../src/headless/arguments.ts";
import { csvText } from "../../src/headless/print.ts";

// Each run starts an engine of its own.
vi.setConfig({ testTimeout: 180_000 });

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "regulars-"));
const orders = join(folder, "orders.csv");
const odd = join(folder, "odd names.csv");
const answers = join(folder, "answers.csv");
beforeAll(() => {
  writeFileSync(
    orders,
    `order_id,customer_id,ordered_at,amount
1,a,2025-01-05 10:00:00,10
2,b,2025-01-20 10:00:00,20
3,a,2025-02-03 10:00:00,30
4,c,2025-02-10 10:00:00,40
5,a,2025-03-01 10:00:00,50
6,c,2025-03-31 10:00:00,60
`,
  );
  writeFileSync(
    odd,
    `nummer,wer,wann,a,b
1,x,2025-01-05,1,10
2,x,2025-02-05,1,20
3,y,2025-02-07,1,30
`,
  );
  writeFileSync(answers, `answered_at,score,customer_id\n2025-01-05,10,a\n2025-01-06,9,b\n2025-01-07,3,c\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (words: readonly string[], env: Record<string, string> = {}) =>
  // As `npm run -s metric --` does.
  spawnSync(process.execPath, ["--import", "tsx", "src/headless/metric.ts", ...words], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C.UTF-8", ...env },
  });

describe("the headless run", () => {
  it("prints the rows as JSON and nothing else", () => {
    const { status, stdout } = run(["retention-cohorts", "--data", orders]);
    expect(status).toBe(0);
    const rows = JSON.parse(stdout) as Record<string, unknown>[];
    expect(rows).toHaveLength(5);
    expect(Object.keys(rows[0] ?? {}).slice(0, 8)).toEqual(
      "cohort,period,cohort_size,value,share,low,high,complete".split(","),
    );
    expect(rows[1]).toMatchObject({
      cohort: "2025-01-01",
      period: 1,
      cohort_size: 2,
      share: 0.5,
      complete: true,
    });
  });
  it("prints CSV, another part, as of a date, with params", () => {
    const { stdout } = run(
      "abc-segments --part summary --param rule=within --as-of 2025-03-01 --format csv --data"
        .split(" ")
        .concat(orders),
    );
    const [header, row] = stdout.trim().split("\n");
    expect(header).toMatch(
      /^gini,top_1_share,top_5_share,top_10_share,top_20_share,customers,value,a_share,/,
    );
    expect(row?.split(",").slice(5, 7)).toEqual(["3", "100"]);
  });
  it("takes roles and several files", () => {
    const roles = ["order_id=nummer", "customer_id=wer", "ordered_at=wann", "amount=b"].flatMap((role) => [
      "--role",
      role,
    ]);
    const { stdout, stderr } = run(["historical-clv", "--data", odd, ...roles]);
    expect(stderr).not.toMatch(/Error/);
    expect((JSON.parse(stdout) as Record<string, unknown>[]).at(-1)).toMatchObject({
      value_per_customer: 30,
    });
    const nps = run(["nps", "--data", orders, "--data", answers]);
    expect(JSON.parse(nps.stdout)).toMatchObject([{ responses: 3, promoters: 2, detractors: 1 }]);
  });
  it("lists the metrics", () => {
    expect(run(["--list"]).stdout).toMatch(/retention-cohorts {2}.*留存[\s\S]*--param period=day\|week/);
    const listed = JSON.parse(run(["--list", "--format", "json"]).stdout) as { id: string }[];
    expect(listed.map(({ id }) => id)).toEqual(expect.arrayContaining(["nps", "rfm"]));
  });
  it.each([
    [["retention"], /no metric retention.*retention-cohorts/],
    [["nps", "--data", "nowhere.csv"], /nowhere\.csv/],
    [["nps"], /--data/],
    [["rfm", "--frobnicate"], /unknown option --frobnicate/],
    [["rfm", "--data", "ORDERS", "--param", "preset=best"], /preset is “best”.*quintiles/],
    [["rfm", "--data", "ORDERS", "--part", "grit"], /no part grit.*grid/],
    [["nps", "--data", "ORDERS"], /Needs .*score/],
    [["rfm", "--data", "ORDERS", "--role", "amount=price"], /no file has the column price.*ordered_at/],
    [["rfm", "--data", "ORDERS", "--role", "amuont=amount"], /no role amuont.*amount/],
    [["rfm", "--data", "ORDERS", "--as-of", "2025-02-30"], /2025-02-30.*not a date/],
    [["rfm", "--data", "ORDERS", "--as-of", "2025-13-45"], /2025-13-45.*not a date/],
  ] as const)("refuses %j on standard error alone", (words, message) => {
    const { status, stdout, stderr } = run(words.map((word) => (word === "ORDERS" ? orders : word)));
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe("");
    expect(status).toBe(1);
  });
  it("says it in Chinese where that is the language", () => {
    const { stderr, status } = run(["nps", "--data", orders], { LC_ALL: "", LANG: "zh_CN.UTF-8" });
    expect(stderr).toMatch(/需要/);
    expect(status).toBe(1);
  });
});

describe("the command line", () => {
  it("takes a value after a space or an equals sign", () => {
    expect(readArguments(["rfm", "--data=a.csv", "--param", "x=1=2"])).toMatchObject({
      metric: "rfm",
      data: ["a.csv"],
      params: { x: "1=2" },
    });
  });
});

it("writes CSV that quotes what needs it", () => {
  const columns = [{ name: 'a "b"', type: "text" as const }];
  expect(csvText({ columns, length: 3, values: { 'a "b"': ["x,y", null, "line\nbreak"] } })).toBe(
    '"a ""b"""\n"x,y"\n\n"line\nbreak"\n',
  );
});
