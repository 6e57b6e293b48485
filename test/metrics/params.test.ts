import { describe, expect, it } from "vitest";
import { TextError } from "../../src/i18n/text.ts";
import { metricById, metrics } from "../../src/metrics/catalog.ts";
import { readParams } from "../../src/metrics/params.ts";

const metric = (id: string) => {
  const found = metricById(id);
  if (!found) throw new Error(id);
  return found;
};

describe("params", () => {
  it("are the defaults where none are given", () => {
    for (const each of metrics) {
      const params = readParams(each, {});
      expect(Object.keys(params)).toEqual(Object.keys(each.params));
      expect(readParams(each, params)).toEqual(params);
    }
  });
  it("are read from text, as a form or a command line gives them", () => {
    expect(
      readParams(metric("repurchase-rate"), { window: "30", preset: "window", split: "" }),
    ).toMatchObject({
      window: 30,
      preset: "window",
      split: null,
    });
    expect(readParams(metric("abc-segments"), { cut_a: "0.5" })).toMatchObject({ cut_a: 0.5 });
  });
  it.each([
    ["repurchase-rate", { windw: 30 }, /windw.*window/],
    ["repurchase-rate", { window: 0 }, /window is 0.*1 to/],
    ["repurchase-rate", { window: 2.5 }, /2\.5.*whole number/],
    ["repurchase-rate", { window: "" }, /whole number/],
    ["repurchase-rate", { window: null }, /whole number/],
    ["repurchase-rate", { preset: "constructor" }, /constructor.*range, window/],
    ["abc-segments", { cut_a: "much" }, /much.*number/],
    ["retention-cohorts", { period: "year" }, /year.*day, week, month, quarter/],
  ] as const)("of %s refuse %j with the way out", (id, values, message) => {
    const read = () => readParams(metric(id), values);
    expect(read).toThrow(TextError);
    expect(read).toThrow(message);
  });
});
