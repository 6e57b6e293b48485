// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { drawChart } from "../../src/charts/draw.ts";
import type { ChartOptions, Drawing } from "../../src/charts/drawing.ts";
import { timeTicks } from "../../src/charts/time-ticks.ts";
import type { Row } from "../../src/tables/frame.ts";
import { type Sample, optionsOf, sample } from "./samples.ts";

function draw({ spec, frame, columns }: Sample, more: Partial<ChartOptions> = {}): Drawing {
  const drawing = drawChart(spec, frame, optionsOf(columns, more));
  if (!drawing) throw new Error("nothing drawn");
  return drawing;
}
const all = (drawing: Drawing, selector: string) => [...drawing.svg.querySelectorAll(selector)];
const texts = (drawing: Drawing) => all(drawing, "text").map((element) => element.textContent);
/** Places of a path: its numbers in order. */
const numbersOf = (path: Element) => (path.getAttribute("d") ?? "").match(/-?[\d.]+/g)?.map(Number) ?? [];

const moves: Row[] = [
  { before: "active", stage: "active", customers: 60, share: 0.6, before_customers: 100 },
  { before: "active", stage: "slipping", customers: 40, share: 0.4, before_customers: 100 },
  { before: "lost", stage: "lost", customers: 50, share: 1, before_customers: 50 },
  { before: "none", stage: "new", customers: 30, share: 1, before_customers: 30 },
];
describe("a flow", () => {
  const flow = sample("lifecycle-stages", "flow", moves);

  it("joins what each was with what each is, as thick as they are many", () => {
    const drawing = draw(flow);
    const bands = all(drawing, "path.ribbon");
    expect(bands).toHaveLength(4);
    const thick = bands.map((band) => Number(/v([\d.]+)/.exec(band.getAttribute("d") ?? "")?.[1]));
    const [stay = 0, slip = 0] = thick;
    expect(stay / slip).toBeCloseTo(1.5, 6);
    expect(texts(drawing)).toEqual(
      expect.arrayContaining(["Active 100", "Active 60", "Slipping 40", "Not yet a customer 30", "New 30"]),
    );
    expect(drawing.summary.en).toBe("110 of 180 stayed. The largest move is Active to Slipping: 40.");
    expect(drawing.summary["zh-CN"]).toBe("180 中有 110 未变。最大的流动是活跃到放缓：40。");
  });

  it("keeps a stage's colour on both sides and greys who was not there", () => {
    const drawing = draw(flow);
    const classes = all(drawing, "rect.bar").map((node) => node.getAttribute("class"));
    expect(classes).toEqual(["bar s2", "bar s6", "bar s8", "bar s1", "bar s2", "bar s4", "bar s6"]);
  });

  it("stays within its room, with no words upon each other, however many stages are tiny", () => {
    const stages = ["new", "active", "won_back", "slipping", "dormant", "lost"];
    const rows = stages.flatMap((before) =>
      stages.map((stage) => ({
        before,
        stage,
        customers: before === "lost" && stage === "lost" ? 100_000 : 1,
        share: 0.1,
        before_customers: 6,
      })),
    );
    for (const [width, height] of [
      [330, 200],
      [784, 260],
    ] as const) {
      const drawing = draw(sample("lifecycle-stages", "flow", rows), { width, height });
      for (const band of all(drawing, "path.ribbon"))
        for (const value of numbersOf(band)) expect(value).toBeLessThanOrEqual(Math.max(width, height));
      for (const point of drawing.points) {
        expect(point.y).toBeGreaterThanOrEqual(0);
        expect(point.y).toBeLessThanOrEqual(height);
      }
    }
  });

  it("can be read point by point", () => {
    const drawing = draw(flow);
    const slip = drawing.points.find(({ title }) => title === "Active to Slipping: 40");
    expect(slip?.lines).toContainEqual(["Share of those before", "40.0%"]);
    expect(draw(flow, { locale: "zh-CN" }).points.map(({ title }) => title)).toContain("活跃 → 放缓：40");
    expect(texts(draw(sample("lifecycle-stages", "flow", [])))).toEqual(["No data in this window."]);
  });
});

const inputs: Row[] = [
  { input: "margin", unit: "share", low_input: 0.36, high_input: 0.44, low_value: 90, high_value: 110 },
  { input: "retention", unit: "share", low_input: 0.45, high_input: 0.55, low_value: 70, high_value: 140 },
  { input: "discount", unit: "share", low_input: 0.09, high_input: 0.11, low_value: 104, high_value: 96 },
  { input: "cost", unit: "money", low_input: 18, high_input: 22, low_value: 102, high_value: 98 },
].map((row) => ({ ...row, net_value: 100, customers: 500 }));
describe("a tornado", () => {
  const tornado = sample("retention-economics", "tornado", inputs);

  it("puts what matters most on top, each end with the input that leads there", () => {
    const drawing = draw(tornado);
    const rows = drawing.points.map(({ row, title }) => `${row} ${title}`);
    expect(rows).toEqual([
      "0 Retention 45.0%",
      "0 Retention 55.0%",
      "1 Margin 36.0%",
      "1 Margin 44.0%",
      "2 Discount rate 9.0%",
      "2 Discount rate 11.0%",
      "3 Acquisition cost ¥18",
      "3 Acquisition cost ¥22",
    ]);
    expect(drawing.points[1]?.lines).toEqual([
      ["Value per customer", "¥140"],
      ["Change", "+¥40"],
    ]);
    expect(drawing.summary.en).toBe("Value per customer is ¥100. Retention matters most: ¥70 to ¥140.");
    expect(all(drawing, "rect.bar.lower")).toHaveLength(5);
  });

  it("sets bars about the line of the figure as it is", () => {
    const drawing = draw(tornado);
    const [lower, higher] = all(drawing, "rect.bar").map((bar) => Number(bar.getAttribute("x")));
    const base = Number(all(drawing, "line.basis")[0]?.getAttribute("x1"));
    expect(lower).toBeLessThan(base);
    expect(higher).toBeCloseTo(base, 0);
  });

  it("holds where nothing changes anything, and where there is nothing", () => {
    const still = inputs.map((row) => ({ ...row, net_value: 0, low_value: 0, high_value: 0 }));
    const drawing = draw(sample("retention-economics", "tornado", still));
    expect(drawing.summary.en).toBe("Value per customer is ¥0.");
    expect(drawing.svg.outerHTML).not.toContain("NaN");
    expect(texts(draw(sample("retention-economics", "tornado", [])))).toEqual(["No data in this window."]);
  });
});

const events: Row[] = [
  { happened_at: "2024-01-05 10:00:00", kind: "order", what: null, amount: 100, detail: "A1" },
  { happened_at: "2024-03-01 09:00:00", kind: "points", what: "redeem", points: -40, detail: "mug" },
  { happened_at: "2025-06-01 12:30:00", kind: "order", what: null, amount: 25, detail: "A2" },
  { happened_at: "2025-06-02 08:00:00", kind: "answer", what: "nps", score: 9, detail: "good" },
];
describe("a timeline", () => {
  const timeline = sample("customer-profile", "timeline", events);

  it("has a lane for each kind, and dots by their money", () => {
    const drawing = draw(timeline);
    expect(texts(drawing)).toEqual(expect.arrayContaining(["Orders 2", "Points 1", "Answers 1"]));
    const radii = all(drawing, "circle.event").map((dot) => Number(dot.getAttribute("r")));
    // A quarter of the money is a quarter of the area; what moves no money is small. The largest lie below.
    expect(radii).toEqual([11, 5.5, 4, 4]);
    expect(drawing.summary.en).toBe("4 events from 5 Jan 2024 to 2 Jun 2025.");
    expect(drawing.points.find(({ title }) => title.includes("Points"))?.lines).toEqual([
      ["What", "Redeemed"],
      ["Points", "−40"],
      ["Detail", "mug"],
    ]);
  });

  it("stands one event, a century and none", () => {
    expect(draw(sample("customer-profile", "timeline", events.slice(0, 1))).svg.outerHTML).not.toContain(
      "NaN",
    );
    const century = [{ ...events[0], happened_at: "1924-01-01 00:00:00" }, ...events.slice(1)] as Row[];
    expect(texts(draw(sample("customer-profile", "timeline", century)))).toContain("1940");
    expect(texts(draw(sample("customer-profile", "timeline", [])))).toEqual(["No data in this window."]);
  });

  it.each([
    ["2025-01-01", "2025-01-01", 1],
    ["2025-01-01", "2025-01-20", 6],
    ["2025-01-01", "2025-12-31", 6],
    ["1924-01-01", "2024-01-01", 6],
  ])("has at most a few ticks from %s to %s", (first, last, most) => {
    const ticks = timeTicks(Date.parse(first), Date.parse(last), 6, "en");
    expect(ticks.length).toBeGreaterThan(0);
    expect(ticks.length).toBeLessThanOrEqual(most + 1);
    for (const { time } of ticks) {
      expect(time).toBeGreaterThanOrEqual(Date.parse(first));
      expect(time).toBeLessThanOrEqual(Date.parse(last));
    }
  });
});
