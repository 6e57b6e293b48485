import { afterAll, beforeAll, expect, it } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { csvFiles, openFigures } from "../shop/figures.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

it("counts who waited when the range began from then on", async () => {
  const figures = await openFigures(
    engine,
    csvFiles({
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-01,10
2,a,2025-01-21,10
3,b,2025-01-04,10
4,b,2025-01-08,10
5,c,2025-01-11,10
6,c,2025-01-16,10
7,d,2025-01-12,10`,
    }),
  );
  const asked = (before: string) =>
    figures.rows("time-to-next-order", { params: { before }, window: { from: "2025-01-11" } });
  const told = async (before: string) =>
    (await asked(before)).map(({ day, at_risk, events, survival }) => [day, at_risk, events, survival]);
  // c comes back after 5 days; d is still waiting after 9, on the last day known.
  expect(await told("out")).toEqual([
    [5, 2, 1, 0.5],
    [9, 1, 0, 0.5],
  ]);
  // a, who ordered ten days before the range, is watched from day 9 on, after its tenth; b was back before it.
  expect(await told("late")).toEqual([
    [5, 2, 1, 0.5],
    [9, 1, 0, 0.5],
    [20, 1, 1, 0],
  ]);
});
