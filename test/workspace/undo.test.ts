import fc from "../property.ts";
import { describe, expect, it } from "vitest";
import { blankDocument } from "../../src/workspace/new-document.ts";
import { Workspace } from "../../src/workspace/workspace.svelte.ts";
import { stubShop } from "./stub-shop.ts";

interface Model {
  past: string[];
  now: string;
  future: string[];
  merge: string | null;
}
const label = { en: "change", "zh-CN": "修改" };
const rename = (to: string, merge?: string): fc.Command<Model, Workspace> => ({
  check: () => true,
  run(model, workspace) {
    workspace.change(label, (document) => ({ ...document, title: { en: to } }), merge);
    const merged = merge !== undefined && merge === model.merge;
    if (!merged) model.past.push(model.now);
    model.now = to;
    model.future = [];
    model.merge = merge ?? null;
    same(model, workspace);
  },
  toString: () => `rename(${to}, ${String(merge)})`,
});
const undo: fc.Command<Model, Workspace> = {
  check: () => true,
  run(model, workspace) {
    workspace.undo();
    const before = model.past.pop();
    if (before !== undefined) {
      model.future.push(model.now);
      model.now = before;
      model.merge = null;
    }
    same(model, workspace);
  },
  toString: () => "undo",
};
const redo: fc.Command<Model, Workspace> = {
  check: () => true,
  run(model, workspace) {
    workspace.redo();
    const after = model.future.pop();
    if (after !== undefined) {
      model.past.push(model.now);
      model.now = after;
      model.merge = null;
    }
    same(model, workspace);
  },
  toString: () => "redo",
};
const nothing: fc.Command<Model, Workspace> = {
  check: () => true,
  run(model, workspace) {
    workspace.change(label, (document) => document);
    same(model, workspace);
  },
  toString: () => "change nothing",
};

function same(model: Model, workspace: Workspace): void {
  expect(workspace.document?.title.en).toBe(model.now);
  expect(workspace.canUndo).toBe(model.past.length > 0);
  expect(workspace.canRedo).toBe(model.future.length > 0);
}

describe("undo", () => {
  it("is a list of documents", () => {
    const commands = fc.commands(
      [
        fc
          .tuple(fc.string(), fc.option(fc.constantFrom("a", "b")))
          .map(([to, merge]) => rename(to, merge ?? undefined)),
        fc.constant(undo),
        fc.constant(redo),
        fc.constant(nothing),
      ],
      { maxCommands: 60 },
    );
    fc.assert(
      fc.property(commands, (sequence) => {
        const workspace = new Workspace(stubShop());
        workspace.open({ ...blankDocument(), title: { en: "first" } });
        fc.modelRun(
          () => ({ model: { past: [], now: "first", future: [], merge: null }, real: workspace }),
          sequence,
        );
      }),
    );
  });

  it("keeps the data that were loaded since", () => {
    const workspace = new Workspace(stubShop());
    workspace.open(blankDocument());
    workspace.change(label, (document) => ({ ...document, title: { en: "renamed" } }));
    const policies = { duplicates: "keep", refunds: "ignore", cancelled: "include" } as const;
    workspace.adopt((document) => ({ ...document, data: { ...document.data, policies } }));
    workspace.undo();
    expect(workspace.document?.title.en).toBe("Untitled");
    expect(workspace.policies).toEqual(policies);
    workspace.redo();
    expect(workspace.document?.title.en).toBe("renamed");
    expect(workspace.policies).toEqual(policies);
  });

  it("is offered while the change is the last one", () => {
    const workspace = new Workspace(stubShop());
    const offered = () => workspace.toasts.list.length;
    const rename = (title: string) =>
      workspace.change(label, (document) => ({ ...document, title: { en: title } }));
    workspace.open(blankDocument());
    rename("one");
    workspace.offerUndo(label);
    expect(offered()).toBe(1);
    workspace.adopt((document) => ({ ...document, data: { ...document.data, sample: "tea" } }));
    expect(offered()).toBe(1);
    workspace.toasts.list[0]?.action?.onselect();
    expect(workspace.document?.title.en).toBe("Untitled");
    expect(offered()).toBe(0);
  });

  it("is no longer offered after another change, an undo elsewhere, or for another document", () => {
    const workspace = new Workspace(stubShop());
    const offered = () => workspace.toasts.list.length;
    const rename = (title: string) => {
      workspace.change(label, (document) => ({ ...document, title: { en: title } }));
      workspace.offerUndo(label);
    };
    workspace.open(blankDocument());
    rename("one");
    workspace.change(label, (document) => ({ ...document, title: { en: "two" } }));
    expect(offered()).toBe(0);
    rename("three");
    expect(offered()).toBe(1);
    workspace.undo();
    expect(offered()).toBe(0);
    workspace.redo();
    expect(offered()).toBe(0);
    rename("four");
    expect(offered()).toBe(1);
    workspace.open(blankDocument());
    expect(offered()).toBe(0);
  });

  it("begins anew with another document", () => {
    const workspace = new Workspace(stubShop());
    workspace.open(blankDocument());
    workspace.change(label, (document) => ({ ...document, title: { en: "one" } }));
    workspace.open(blankDocument());
    expect(workspace.canUndo).toBe(false);
    expect(workspace.lastChange).toBeNull();
  });
});
