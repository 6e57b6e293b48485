import { describe, expect, it } from "vitest";
import { Gate } from "../../src/shop/gate.ts";

function step() {
  let go: () => void = () => {};
  const done = new Promise<void>((resolve) => (go = resolve));
  return { done, go };
}
const turn = () => new Promise((resolve) => setTimeout(resolve));

describe("gate", () => {
  it("lets readers in together, a change alone, and who came after it behind it", async () => {
    const gate = new Gate();
    const seen: string[] = [];
    const steps = { a: step(), b: step(), c: step(), d: step() };
    const enter = (name: keyof typeof steps) => () => {
      seen.push(name);
      return steps[name].done;
    };
    const all = [
      gate.read(enter("a")),
      gate.read(enter("b")),
      gate.change(enter("c")),
      gate.read(enter("d")),
    ];
    await turn();
    expect(seen).toEqual(["a", "b"]);
    steps.a.go();
    await turn();
    expect(seen).toEqual(["a", "b"]);
    steps.b.go();
    await turn();
    expect(seen).toEqual(["a", "b", "c"]);
    steps.c.go();
    await turn();
    expect(seen).toEqual(["a", "b", "c", "d"]);
    steps.d.go();
    await Promise.all(all);
  });

  it("lets the next in where a waiting change is given up", async () => {
    const gate = new Gate();
    const first = step();
    const reading = gate.read(() => first.done);
    const controller = new AbortController();
    const change = gate.change(async () => "changed", controller.signal);
    const later = gate.read(async () => "read");
    controller.abort();
    await expect(change).rejects.toMatchObject({ name: "AbortError" });
    await expect(later).resolves.toBe("read");
    first.go();
    await reading;
  });

  it("opens again after a task that fails", async () => {
    const gate = new Gate();
    await expect(gate.change(() => Promise.reject(new Error("refused")))).rejects.toThrow("refused");
    await expect(gate.change(async () => "next")).resolves.toBe("next");
  });
});
