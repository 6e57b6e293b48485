import fc from "../property.ts";
import { describe, expect, it } from "vitest";
import { sqlTokens, tablesRead } from "../../src/document/sql-names.ts";

const read = (text: string) => [...tablesRead(text)].sort();

describe("the tables that a SQL text reads", () => {
  it.each<[string, string[]]>([
    ["select * from a", ["a"]],
    ["FROM A", ["a"]],
    ["select * from a, b x, c as y where d in (1, 2)", ["a", "b", "c"]],
    ["select a.x from t a join u on u.b = a.b, v", ["t", "u", "v"]],
    ["from t left join (u cross join v) on true", ["t", "u", "v"]],
    ["select (select max(x) from b) from a", ["a", "b"]],
    ["select * from a where x in (from b select y)", ["a", "b"]],
    ["select * from a union all by name from b", ["a", "b"]],
    ['select "from" from "My cell", 茶', ["my cell", "茶"]],
    ["select 'from x' as b -- from c\n/* from d */ from a", ["a"]],
    ["select $$ from x $$, $q$ from y $q$ from a", ["a"]],
    ["select c as a from b order by x desc, y", ["b"]],
    ["select extract(year from a) from b", ["b"]],
    ["select trim(both ' ' from a) from b where x is distinct from c", ["b"]],
    ["from main.a, b.c", []],
    ["from range(10) r, read_csv('x') s, t", ["t"]],
    ["from 'a.csv' b", []],
    ["describe a", ["a"]],
    ["(summarize a)", ["a"]],
    ["explain table a", ["a"]],
    ["pivot a on city using sum(x)", ["a"]],
    ["from a pivot (sum(x) for city in ('b'))", ["a"]],
    ["with a as (from b), c as (from a, d) from c", ["b", "d"]],
    ["with a as materialized (select 1), b(x) as (from e) from a, b", ["e"]],
    ["with a as (from a) from a", ["a"]],
    ["with recursive a as (select 1 union all from a) from a", []],
    ["with recursive as (select 1) from recursive", []],
    ["select * from (with a as (select 1) from a), a", ["a"]],
    ["select * from (with a as (select 1) from a)", []],
    ["from a, lateral (select a.x from b)", ["a", "b"]],
    ["select a from", []],
    ["", []],
  ])("%s", (text, names) => {
    expect(read(text)).toEqual(names);
  });

  it("are found in any text without failing, and tokens lie in order within it", () => {
    const part = fc.constantFrom(
      ..."select|from|with|as|(|)|,|;|a|b|'|\"|$$|--|\n|/*|*/|recursive|join|x y".split("|"),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part).map((parts) => parts.join(" ")),
        ),
        (text) => {
          tablesRead(text);
          let end = 0;
          for (const { from, to } of sqlTokens(text)) {
            expect(from).toBeGreaterThanOrEqual(end);
            expect(to).toBeGreaterThan(from);
            end = to;
          }
          expect(end).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });
});
