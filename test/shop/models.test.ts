import { MessageChannel, type MessagePort } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { decodeFrame, encodeFrame } from "../../src/engine/arrow.ts";
import { abortError } from "../../src/engine/engine.ts";
import { TextError } from "../../src/i18n/text.ts";
import type { Progress } from "../../src/ingest/source.ts";
import { metricById } from "../../src/metrics/catalog.ts";
import type { Metric } from "../../src/metrics/metric.ts";
import { type ModelLife, modelsInWorker } from "../../src/shop/model-client.ts";
import { type ModelTask, type Models, modelsHere } from "../../src/shop/model-run.ts";
import { type ModelPort, serveModels } from "../../src/shop/model-serve.ts";
import { SharedRuns } from "../../src/shop/shared-runs.ts";
import { frameFromRows } from "../../src/tables/frame.ts";

const stage = { en: "Fitting", "zh-CN": "拟合" };
const columns = { n: { type: "number", label: { en: "n", "zh-CN": "n" } } } as const;
const frame = (n: number) => frameFromRows([{ name: "n", type: "number" }], [{ n }]);
const metric = (id: string, model: NonNullable<Metric["model"]>) =>
  ({ id, columns, model }) as unknown as Metric;
const catalog: readonly Metric[] = [
  metric("double", async (rows, { by }, _window, { progress }) => {
    progress(1, 2, stage);
    progress(2, 2, { en: "Scoring", "zh-CN": "打分" });
    return { main: frame(Number(rows.values.n?.[0]) * Number(by)) };
  }),
  metric("refuses", async () => {
    throw new TextError({ en: "too few", "zh-CN": "太少" });
  }),
  metric("listens", (_rows, _params, _window, { signal }) => {
    return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(abortError())));
  }),
  // What a search is to the worker: deaf until it ends, and it does not.
  metric("deaf", () => new Promise(() => {})),
];
const find = (id: string) => catalog.find((known) => known.id === id) ?? null;
const task = (id: string, n = 3): ModelTask => ({
  metric: id,
  params: { by: 7 },
  window: { from: "2025-01-01", to: "2025-01-31", asOf: "2025-02-01" },
  rows: encodeFrame(frame(n)),
});
const numberOf = async (answer: ReturnType<Models["run"]>) => {
  const { main } = await answer;
  return main && decodeFrame(main.bytes, main.types).values.n?.[0];
};

/** A worker's two ends without the worker: the protocol is what crosses. */
const lives: { ended: boolean; lose: (reason: string) => void }[] = [];
const ports: MessagePort[] = [];
function start(): ModelLife {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serveModels(modelsHere(find), port2 as unknown as ModelPort);
  let lose = (_reason: string) => {};
  const gone = new Promise<string>((resolve) => (lose = resolve));
  const life = { ended: false, lose };
  lives.push(life);
  port1.start();
  port2.start();
  const terminate = () => {
    life.ended = true;
    port1.close();
  };
  return { worker: Object.assign(port1 as unknown as ModelPort, { terminate }), gone };
}
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
  lives.length = 0;
});

describe("models in a worker", () => {
  it("are found by metric, take rows away as bytes, tell progress and answer", async () => {
    const models = modelsInWorker(start);
    expect(lives).toHaveLength(0);
    const told: Progress[] = [];
    const given = task("double");
    expect(await numberOf(models.run(given, (progress) => told.push(progress)))).toBe(21);
    expect(given.rows.byteLength).toBe(0);
    expect(told.map(({ done, total }) => [done, total])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(told[0]?.stage).toEqual(stage);
    expect(await numberOf(models.run(task("double", 4)))).toBe(28);
    expect(lives).toHaveLength(1);
  });

  it("hand errors over whole", async () => {
    const models = modelsInWorker(start);
    const refused = await models.run(task("refuses")).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TextError);
    expect(refused).toMatchObject({ text: { "zh-CN": "太少" } });
    await expect(models.run(task("nothing"))).rejects.toThrow(/no metric nothing/);
  });

  it("stop on request where they listen, and the worker stays", async () => {
    const models = modelsInWorker(start);
    const stop = new AbortController();
    const run = models.run(task("listens"), undefined, stop.signal);
    setTimeout(() => stop.abort(), 20);
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
    expect(lives.map(({ ended }) => ended)).toEqual([false]);
    expect(await numberOf(models.run(task("double")))).toBe(21);
  });

  it("are ended where they do not listen, and started again for whoever waits", async () => {
    const models = modelsInWorker(start);
    const stop = new AbortController();
    const run = models.run(task("deaf"), undefined, stop.signal);
    const behind = numberOf(models.run(task("double")));
    const given = new AbortController();
    const neverBegun = models.run(task("deaf"), undefined, given.signal);
    given.abort();
    await expect(neverBegun).rejects.toMatchObject({ name: "AbortError" });
    setTimeout(() => stop.abort(), 20);
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
    expect(await behind).toBe(21);
    expect(lives.map(({ ended }) => ended)).toEqual([true, false]);
  });

  it("say so when the worker is lost, and begin anew", async () => {
    const models = modelsInWorker(start);
    const run = models.run(task("deaf"));
    setTimeout(() => lives[0]?.lose("the browser ended it"), 20);
    await expect(run).rejects.toThrow(/could not be computed to its end: the browser ended it/);
    expect(await numberOf(models.run(task("double")))).toBe(21);
    models.close();
    expect(lives.map(({ ended }) => ended)).toEqual([true, true]);
    await expect(models.run(task("double"))).rejects.toMatchObject({ name: "AbortError" });
  });

  it("give what they give here", async () => {
    const known = metricById("contract-retention");
    const rows = frameFromRows(
      (["split", "period", "customers", "lost", "complete"] as const).map((name) => ({
        name,
        type: "number",
      })),
      [],
    );
    const empty = (): ModelTask => ({
      ...task("contract-retention"),
      params: { horizon: 5 },
      rows: encodeFrame(rows),
    });
    const here = modelsHere(() => known);
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    serveModels(here, port2 as unknown as ModelPort);
    const life = { worker: Object.assign(port1 as unknown as ModelPort, { terminate: () => {} }) };
    port1.start();
    port2.start();
    const there = modelsInWorker(() => ({ ...life, gone: new Promise<string>(() => {}) }));
    expect(await there.run(empty())).toEqual(await here.run(empty()));
  });
});

describe("a run that several want", () => {
  it("is made once, tells all, and is given up with the last of them", async () => {
    const runs = new SharedRuns<number>();
    let begun = 0;
    let finish = (_value: number) => {};
    let seen: AbortSignal | null = null;
    const begin = (onProgress: (progress: Progress) => void, signal: AbortSignal) => {
      begun += 1;
      seen = signal;
      onProgress({ stage, done: 1, total: 4 });
      return new Promise<number>((resolve) => (finish = resolve));
    };
    const told: string[] = [];
    const stops = [new AbortController(), new AbortController()];
    const users = stops.map(({ signal }, i) =>
      runs.share("k", begin, ({ done }) => told.push(`${String(i)}: ${String(done)}`), signal),
    );
    await Promise.resolve();
    await Promise.resolve();
    const late = runs.share("k", begin, ({ done }) => told.push(`late: ${String(done)}`));
    expect(told).toEqual(["0: 1", "1: 1", "late: 1"]);
    stops[0]?.abort();
    await expect(users[0]).rejects.toMatchObject({ name: "AbortError" });
    expect(seen).toMatchObject({ aborted: false });
    finish(5);
    expect(await users[1]).toBe(5);
    expect(await late).toBe(5);
    expect(begun).toBe(1);

    const stop = new AbortController();
    const given = runs.share("k", begin, undefined, stop.signal);
    await Promise.resolve();
    stop.abort();
    await expect(given).rejects.toMatchObject({ name: "AbortError" });
    expect(begun).toBe(2);
    expect(seen).toMatchObject({ aborted: true });
    const again = runs.share("k", begin);
    await Promise.resolve();
    expect(begun).toBe(3);
    finish(9);
    expect(await again).toBe(9);
  });
});
