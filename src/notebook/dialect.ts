import { SQLDialect } from "@codemirror/lang-sql";

/** One word after another with single spaces, as the grammar wants its lists. */
const listed = (words: string) => words.split(/\s+/).join(" ");

/** DuckDB's SQL as the editor colours and completes it, and as the notebook reads names out of it. */
export const duckdb = SQLDialect.define({
  keywords:
    listed(`all analyze and anti any array as asc asof between by case cast collate columns cross cube current
    desc describe distinct else end escape except exclude exists explain false fetch filter first following from
    full group grouping having ignore ilike in inner intersect interval into is isnull join last lateral left
    like limit materialized name natural not notnull null nulls offset on only or order outer over overlaps
    partition percent pivot positional preceding qualify range recursive replace respect right rollup row rows
    sample select semi sets show similar some summarize table tablesample then ties to true try_cast unbounded
    union unnest unpivot using values when where window with within`),
  types:
    listed(`bigint blob bool boolean char date decimal double enum float hugeint int int2 int4 int8 integer json
    list map numeric real smallint string struct text time timestamp timestamptz tinyint ubigint uinteger
    uuid varchar`),
  builtin:
    listed(`abs approx_count_distinct arg_max arg_min avg bool_and bool_or ceil coalesce concat contains corr
    count count_if cume_dist date_diff date_part date_trunc dayname dayofweek dense_rank epoch extract first
    first_value floor generate_series greatest histogram lag last last_day last_value lead least left length
    list_aggregate lower lpad max median min mode month monthname nth_value ntile nullif percent_rank
    quantile_cont quantile_disc quarter rank regexp_extract regexp_matches regexp_replace round row_number
    split_part sqrt stddev stddev_pop starts_with strftime strptime string_agg substring sum trim upper
    var_samp week year`),
  doubleDollarQuotedStrings: true,
  caseInsensitiveIdentifiers: true,
  operatorChars: "*+-%<>!=&|~^/:@",
});
