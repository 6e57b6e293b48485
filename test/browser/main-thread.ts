import type { Browser, Page } from "@playwright/test";

/** A task of the page's main thread, in ms of processor time: what else the machine does is not counted. */
export interface Task {
  readonly took: number;
  /** What took most of it. */
  readonly what: string;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string; readonly data?: { readonly functionName?: string } };
}

const categories = ["toplevel", "devtools.timeline", "v8"];

/** Ms that the measured loop takes on a machine of the speed that limits are meant for. */
const loopReference = 60;

/** Acts on a page and gives the tasks that its main thread had meanwhile, the longest first. */
export async function tasksDuring(browser: Browser, page: Page, act: () => Promise<void>): Promise<Task[]> {
  await browser.startTracing(page, { categories });
  let trace: Buffer;
  try {
    await act();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const place = ({ pid, tid }: TraceEvent) => `${String(pid)}/${String(tid)}`;
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
      .map(place),
  );
  const events = traceEvents.filter((event) => event.ph === "X" && mains.has(place(event)) && event.tdur);
  const isTask = ({ name }: TraceEvent) => name.endsWith("RunTask");
  const long = events.filter((event) => isTask(event) && (event.tdur ?? 0) > 20_000);
  return long
    .map((task): Task => {
      const inside = events.filter(
        (event) =>
          !isTask(event) &&
          place(event) === place(task) &&
          event.ts >= task.ts &&
          event.ts + (event.dur ?? 0) <= task.ts + (task.dur ?? 0),
      );
      const most = inside.sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0)).slice(0, 3);
      return {
        took: (task.tdur ?? 0) / 1000,
        what: most
          .map(({ name, args, tdur = 0 }) =>
            [name, args.data?.functionName, `${String(Math.round(tdur / 1000))} ms`]
              .filter(Boolean)
              .join(" "),
          )
          .join(", "),
      };
    })
    .sort((a, b) => b.took - a.took);
}

/** How much slower this machine is than the one that limits are meant for: at least 1. */
export async function slowness(browser: Browser, page: Page): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const [longest] = await tasksDuring(browser, page, () => work(page, 1));
    times.push(longest?.took ?? 0);
  }
  return Math.max(1, Math.min(...times) / loopReference);
}

/** Keeps the main thread at work without a break, for a time that depends on the machine alone. */
export async function work(page: Page, amount: number): Promise<void> {
  await page.evaluate((rounds) => {
    const words = new Map<string, number>();
    for (let at = 0; at < rounds; at += 1) {
      const word = `word ${String(at % 5000)}`;
      words.set(word, (words.get(word) ?? 0) + Math.sqrt(at));
    }
    return words.size;
  }, amount * 500_000);
}
