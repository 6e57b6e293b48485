import { expect, test } from "vitest";
import { inTurn } from "../../src/ui/turns.ts";

const all = () => new Promise<void>((resolve) => inTurn(resolve));

test("each piece of work has a turn of its own, in the order given", async () => {
  const seen: string[] = [];
  for (const name of ["a", "b", "c"])
    inTurn(() => {
      seen.push(name);
      // What is done at once after a piece is done before the next one begins.
      queueMicrotask(() => seen.push(`after ${name}`));
    });
  expect(seen).toEqual([]);
  await all();
  expect(seen).toEqual(["a", "after a", "b", "after b", "c", "after c"]);
});

test("work that was taken back is not done, whatever its place", async () => {
  const seen: string[] = [];
  const first = inTurn(() => seen.push("first"));
  const second = inTurn(() => seen.push("second"));
  inTurn(() => seen.push("third"));
  first();
  second();
  second();
  await all();
  expect(seen).toEqual(["third"]);
  first();
  inTurn(() => seen.push("fourth"));
  await all();
  expect(seen).toEqual(["third", "fourth"]);
});

test("work that fails does not keep the rest from its turn", async () => {
  const seen: string[] = [];
  const failed = new Promise((resolve) => process.once("uncaughtException", resolve));
  inTurn(() => {
    throw new Error("failed");
  });
  inTurn(() => seen.push("next"));
  await all();
  expect(seen).toEqual(["next"]);
  await failed;
});
