/** The kinds of files that a chooser offers; what a file truly is shows in its bytes. */
export const accepted =
  ".csv,.tsv,.tab,.txt,.xlsx,.xlsm,.xlsb,.xls,.ods,.parquet,.arrow,.feather,.jsonl,.ndjson,.json,.zip,.gz,.tgz,.tar";

/** Whether a file's text was made out of something else, so that its dialect is not the user's to choose. */
export function isConverted(name: string): boolean {
  return /\.(xlsx|xlsm|xlsb|xls|ods|parquet|arrow|feather|jsonl|ndjson|json)( |$)/i.test(name);
}
