import type { Engine, RunOptions } from "../../engine/engine.ts";
import { readColumns } from "../../ingest/read.ts";
import type { Mapping } from "../../ingest/source.ts";
import { id, sql } from "../../sql.ts";
import type { HeldFile } from "../files/held-files.ts";

/** So many values at most make a closed list, each seen so many times in the sample. */
const closedValues = 40;
const closedSeen = 3;
const codable = new Set(["dimension", "status", "channel", "store", "city", "currency"]);

/**
 * ENUM types for the text columns whose values the sample seems to show all of, by column. They are read
 * as codes at once, which spares a copy of their text and a pass to find their values.
 */
export async function codeTypes(
  engine: Engine,
  held: HeldFile,
  mapping: Mapping,
  file: number,
  options: RunOptions,
): Promise<Map<string, string>> {
  const codes = new Map<string, string>();
  const { headings = [], profiles = [] } = held.sample ?? {};
  for (const column of readColumns(mapping, headings)) {
    const profile = profiles[column.index];
    if (!profile || !codable.has(column.role) || profile.distinct === 0 || profile.distinct > closedValues)
      continue;
    if (profile.top.some(([, seen]) => seen < closedSeen)) continue;
    const type = `values_${String(file)}_${String(column.index)}`;
    const values = profile.top.map(([value]) => value).sort();
    await engine.execute(sql`CREATE TYPE ${id(type)} AS ENUM (${values})`, options);
    codes.set(column.name, type);
  }
  return codes;
}
