/** Published numbers that no row compares, with the reason. */
export const outOfReach: readonly (readonly [path: RegExp, reason: string])[] = [
  [/max_abs_|seconds_own|published_check/, "says how the reference itself was made"],
  [/km_R_survival\.json\/telco/, "its file is not among the data"],
  [/CLVTools regression/, "does not say at which parameters"],
  [/sbg\/series\//, "is what the models are given"],
  [/total_cds|max_cds/, "counts of CDs are not among the columns of orders"],
  [/check\/transactions_rows|_records$|max_record_value|std_ddof1/, "describes the file; no metric has it"],
  [
    /counts\/(rows|null_|cancel_|qty_|price_|raw_id_rows|clean_rows|clean_exact|clean_.*dedup|clean_qty|all_rows)/,
    "rows of a file are told by the import, whose tests hold them",
  ],
  [/top20pct_n/, "is a fifth of the customers, rounded up"],
  [/net_(negative|zero)_customers/, "no metric counts customers by the sign of what they spent"],
  [
    /btyd_(days|weeks)\/fits\/(BG|MBG|Pareto)\/NBD\/(params|se)\/(a|b|s|beta)$/,
    "dropout is not to be seen in these data, which is told instead",
  ],
  [
    /package_run_NPS\.json\/.*(iterative|\/n$|\/var$|\/se$)/,
    "the score interval is no preset; variance is in the limits",
  ],
];
