import fc from "../property.ts";
import { describe, expect, it } from "vitest";
import { sqlLines, sqlTokens } from "../../src/figures/sql-tokens.ts";

const kinds = (sql: string) =>
  sqlTokens(sql)
    .filter(({ kind }) => kind)
    .map(({ kind, text }) => `${kind} ${text}`);

describe("SQL as coloured pieces", () => {
  it("tells keywords, functions, strings, numbers and comments apart", () => {
    expect(kinds("SELECT count(*) AS n FROM t WHERE a = 'it''s' AND b > 1.5 -- why")).toEqual([
      "k SELECT",
      "f count",
      "k AS",
      "k FROM",
      "k WHERE",
      "s 'it''s'",
      "k AND",
      "p 1.5",
      "c -- why",
    ]);
  });
  it("takes no keyword out of a quoted name or a text", () => {
    expect(kinds(`"select" 'from'`)).toEqual(["s 'from'"]);
  });
  it("loses nothing of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(
          sqlTokens(text)
            .map((token) => token.text)
            .join(""),
        ).toBe(text);
        expect(
          sqlLines(text)
            .map((line) => line.map((token) => token.text).join(""))
            .join("\n"),
        ).toBe(text);
      }),
    );
  });
});
