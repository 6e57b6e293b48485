/** Bytes that the engine may hold: DuckDB's own limit in a WebAssembly memory of 4 GB. */
export const engineLimit = 3.1 * 1024 ** 3;
