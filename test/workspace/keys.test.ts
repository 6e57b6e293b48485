// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { commandOf } from "../../src/workspace/keys.ts";

function pressed(key: string, init: KeyboardEventInit = {}, target: HTMLElement = document.body) {
  let command: string | null = null;
  const listen = (event: Event) => (command = commandOf(event as KeyboardEvent, true));
  document.body.append(target === document.body ? "" : target);
  window.addEventListener("keydown", listen, { once: true });
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...init }));
  return command;
}

describe("keys", () => {
  it.each([
    ["k", { ctrlKey: true }, "commands"],
    ["K", { metaKey: true }, "commands"],
    ["s", { ctrlKey: true }, "save"],
    ["z", { ctrlKey: true }, "undo"],
    ["Z", { metaKey: true, shiftKey: true }, "redo"],
    ["y", { ctrlKey: true }, "redo"],
    ["?", { shiftKey: true }, "shortcuts"],
    ["z", {}, null],
    ["z", { ctrlKey: true, altKey: true }, null],
  ] as const)("%s with %o is %s", (key, init, wanted) => {
    expect(pressed(key, init)).toBe(wanted);
  });

  it("in a field belong to the field, but for commands and saving", () => {
    const field = document.createElement("textarea");
    expect(pressed("z", { ctrlKey: true }, field)).toBeNull();
    expect(pressed("?", {}, field)).toBeNull();
    expect(pressed("s", { ctrlKey: true }, field)).toBe("save");
    expect(pressed("k", { ctrlKey: true }, field)).toBe("commands");
  });

  it("act on a checkbox, which takes no text", () => {
    const box = document.createElement("input");
    box.type = "checkbox";
    expect(pressed("z", { ctrlKey: true }, box)).toBe("undo");
  });

  it("of a single letter can be turned off", () => {
    const event = new KeyboardEvent("keydown", { key: "?" });
    expect(commandOf(event, false)).toBeNull();
  });
});
