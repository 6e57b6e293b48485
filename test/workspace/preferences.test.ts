import { describe, expect, it } from "vitest";
import { firstTheme } from "../../src/workspace/preferences.ts";
import { firstLocale } from "../../src/workspace/workspace.svelte.ts";

describe("the first language", () => {
  it.each([
    ["?lang=en", "zh-CN", ["zh-CN"], "en"],
    ["?lang=zh-CN", "en", ["en-GB"], "zh-CN"],
    ["?lang=zh", null, [], "zh-CN"],
    ["?lang=fr", "zh-CN", ["en"], "zh-CN"],
    ["", "zh-CN", ["en"], "zh-CN"],
    ["", null, ["fr-FR", "zh-TW", "en"], "zh-CN"],
    ["", null, ["de"], "en"],
    ["", "nonsense", [], "en"],
  ] as const)("of %s, %s before and %j in the browser is %s", (search, stored, browser, wanted) => {
    expect(firstLocale(search, stored, browser)).toBe(wanted);
  });
});

describe("the first theme", () => {
  it.each([
    ["?theme=dark", "light", "dark"],
    ["?theme=pink", "light", "light"],
    ["", "dark", "dark"],
    ["", "pink", "system"],
    ["", null, "system"],
  ] as const)("of %s and %s before is %s", (search, stored, wanted) => {
    expect(firstTheme(search, stored)).toBe(wanted);
  });
});
