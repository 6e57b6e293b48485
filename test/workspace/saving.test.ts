import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Document } from "../../src/document/document.ts";
import { TextError } from "../../src/i18n/text.ts";
import { blankDocument } from "../../src/workspace/new-document.ts";
import { Saving } from "../../src/workspace/saving.svelte.ts";

const titled = (document: Document, en: string): Document => ({ ...document, title: { en } });

describe("saving", () => {
  let written: Document[];
  const write = (document: Document) => {
    written.push(document);
    return Promise.resolve();
  };
  beforeEach(() => {
    written = [];
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  it("writes once within a second of the last of several changes", async () => {
    const saving = new Saving(write);
    const document = blankDocument();
    saving.note(document);
    expect(saving.state.state).toBe("waiting");
    await vi.advanceTimersByTimeAsync(300);
    const changed = titled(document, "changed");
    saving.note(changed);
    await vi.advanceTimersByTimeAsync(1000);
    expect(written).toEqual([changed]);
    expect(saving.state.state).toBe("saved");
  });

  it("does not write what was just read", async () => {
    const saving = new Saving(write);
    const document = blankDocument();
    saving.note(document, true);
    saving.note(document);
    await vi.advanceTimersByTimeAsync(2000);
    expect(written).toEqual([]);
    expect(saving.state.state).toBe("saved");
  });

  it("writes the old document before it turns to another", async () => {
    const saving = new Saving(write);
    const first = blankDocument();
    saving.note(first);
    const second = blankDocument();
    saving.note(second);
    await vi.advanceTimersByTimeAsync(2000);
    expect(written).toEqual([first, second]);
  });

  it("says why it could not, and tries again at the next change", async () => {
    let full = true;
    const saving = new Saving((document) =>
      full ? Promise.reject(new TextError({ en: "no room", "zh-CN": "没有空间" })) : write(document),
    );
    const document = blankDocument();
    saving.note(document);
    await vi.advanceTimersByTimeAsync(1000);
    expect(saving.state).toEqual({ state: "failed", text: { en: "no room", "zh-CN": "没有空间" } });
    full = false;
    saving.note(titled(document, "smaller"));
    await vi.advanceTimersByTimeAsync(1000);
    expect(saving.state.state).toBe("saved");
    expect(written).toHaveLength(1);
  });

  it("writes no more what was forgotten", async () => {
    const saving = new Saving(write);
    saving.note(blankDocument());
    saving.forget();
    await vi.advanceTimersByTimeAsync(2000);
    expect(written).toEqual([]);
  });
});

describe("a document in two tabs", () => {
  it("is written by the first until the second takes it over", async () => {
    const writes: string[] = [];
    const tab = (name: string) =>
      new Saving(() => {
        writes.push(name);
        return Promise.resolve();
      }, new BroadcastChannel("test of saving"));
    const first = tab("first");
    const second = tab("second");
    try {
      const document = blankDocument();
      first.note(document, true);
      await new Promise((resolve) => setTimeout(resolve, 5));
      second.note(document, true);
      await vi.waitFor(() => expect(second.state.state).toBe("elsewhere"));
      expect([first, second].map(({ state }) => state.state).sort()).toEqual(["elsewhere", "saved"]);
      second.note(titled(document, "of the second"));
      await second.flush();
      expect(writes).toEqual([]);
      second.take();
      await vi.waitFor(() => expect(first.state.state).toBe("elsewhere"));
      second.note(titled(document, "of the second"));
      await second.flush();
      expect(writes).toEqual(["second"]);
    } finally {
      first.close();
      second.close();
    }
  });
});
