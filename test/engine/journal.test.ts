import { describe, expect, it } from "vitest";
import { Journal } from "../../src/engine/journal.ts";

describe("journal", () => {
  const source = new Blob(["a\n1\n"]);
  const attach = { kind: "attach", name: "a.csv", source } as const;
  const detach = { kind: "detach", name: "a.csv" } as const;
  const make = { kind: "execute", text: "CREATE TABLE a AS FROM read_csv('/in/a.csv')" } as const;

  it("keeps what was done, in order", () => {
    const journal = new Journal();
    for (const entry of [attach, make, detach]) journal.add(entry);
    expect(journal.entries).toEqual([attach, make, detach]);
    journal.clear();
    expect(journal.entries).toEqual([]);
  });

  it("drops a file that nothing was made from", () => {
    const journal = new Journal();
    for (const entry of [make, attach, detach]) journal.add(entry);
    expect(journal.entries).toEqual([make]);
  });
});
