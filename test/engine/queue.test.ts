import { describe, expect, it } from "vitest";
import fc from "../property.ts";
import { Queue } from "../../src/engine/queue.ts";

/** A task that ends when it is told. */
function held() {
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { task: () => ended, end };
}

describe("queue", () => {
  it("runs lower priorities first, and equal ones in order of arrival", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 20 }), async (priorities) => {
        const queue = new Queue();
        const { task, end } = held();
        const first = queue.run(task);
        const ran: { priority: number; index: number }[] = [];
        const all = priorities.map((priority, index) =>
          queue.run(async () => void ran.push({ priority, index }), { priority }),
        );
        end();
        await Promise.all([first, ...all]);
        const sorted = priorities
          .map((priority, index) => ({ priority, index }))
          .sort((a, b) => a.priority - b.priority || a.index - b.index);
        expect(ran).toEqual(sorted);
      }),
    );
  });

  it("never starts what was given up while it waited", async () => {
    const queue = new Queue();
    const { task, end } = held();
    const first = queue.run(task);
    const controller = new AbortController();
    let ran = false;
    const second = queue.run(async () => (ran = true), { signal: controller.signal });
    controller.abort();
    await expect(second).rejects.toMatchObject({ name: "AbortError" });
    end();
    await first;
    await queue.run(async () => {});
    expect(ran).toBe(false);
  });

  it("goes on after a task that fails, one at a time", async () => {
    const queue = new Queue();
    let inside = 0;
    let most = 0;
    const task = (fails: boolean) => async () => {
      inside += 1;
      most = Math.max(most, inside);
      await Promise.resolve();
      inside -= 1;
      if (fails) throw new Error("refused");
      return "done";
    };
    const outcomes = await Promise.allSettled(
      [true, false, true, false].map((fails) => queue.run(task(fails))),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "rejected", "fulfilled"]);
    expect(most).toBe(1);
  });

  it("leaves a running task's signal to the task", async () => {
    const queue = new Queue();
    const { task, end } = held();
    const controller = new AbortController();
    const first = queue.run(task, { signal: controller.signal });
    controller.abort();
    end();
    await expect(first).resolves.toBeUndefined();
  });
});
