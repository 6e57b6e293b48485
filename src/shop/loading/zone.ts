import type { Engine, RunOptions } from "../../engine/engine.ts";
import type { Sample } from "../../ingest/sample.ts";
import type { Mapping, MappingZone, Receipt } from "../../ingest/source.ts";
import { offsetTime } from "../../ingest/times.ts";
import { zoneMessages } from "../../ingest/zones.messages.ts";
import { type OffsetTime, type Shift, guessZone, isZone, shiftsOf } from "../../ingest/zones.ts";
import { TextError } from "../../i18n/text.ts";
import { id, sql } from "../../sql.ts";
import { rolesOf } from "../../tables/canonical.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import { examplesWhere } from "../files/set-aside.ts";
import type { StagedFile } from "../files/staged-file.ts";

/** The zone of a load: one for all files, since their times stand beside one another. */
export interface LoadZone {
  readonly name: string;
  /** Whether some sample has times with an offset. */
  readonly seen: boolean;
  /** A mapping under which times of a file are brought to the zone. */
  readonly of: (mapping: Mapping, sample: Sample | null) => Mapping;
}

/** So many times of a column are looked at. */
const looked = 300;

/**
 * The zone to which the times of files are brought: the given one, else the one that their offsets speak
 * for, else `own`.
 * @throws TextError where the given zone is not known here
 */
export function zoneOfLoad(
  files: readonly { readonly mapping: Mapping; readonly sample: Sample | null }[],
  given: string | undefined,
  own: string,
): LoadZone {
  if (given !== undefined && !isZone(given)) throw new TextError(zoneMessages.unknown(given));
  const times = files.flatMap(({ mapping, sample }) =>
    [...offsetColumns(mapping, sample)].flatMap(([, found]) => found),
  );
  const name = given ?? guessZone(times, own);
  let shifts: readonly Shift[] | null = null;
  return {
    name,
    seen: times.length > 0,
    of: (mapping, sample) => {
      const zone: MappingZone = {
        // Most files are read without them.
        get shifts() {
          return (shifts ??= shiftsOf(name));
        },
        seen: [...offsetColumns(mapping, sample).keys()],
      };
      return { ...mapping, zone };
    },
  };
}

/** The columns of times whose sample has offsets, with those. */
function offsetColumns({ table, roles, formats }: Mapping, sample: Sample | null): Map<string, OffsetTime[]> {
  const found = new Map<string, OffsetTime[]>();
  sample?.headings.forEach((heading, index) => {
    const type = rolesOf(table)[roles[heading] ?? ""]?.type;
    const format = formats[heading];
    if ((type !== "timestamp" && type !== "date") || format?.kind !== "time") return;
    const times: OffsetTime[] = [];
    const step = Math.max(1, Math.floor(sample.rows.length / looked));
    for (let row = 0; row < sample.rows.length; row += step) {
      const time = offsetTime(sample.rows[row]?.[index] ?? "", format.format);
      if (time) times.push(time);
    }
    if (times.length) found.set(heading, times);
  });
  return found;
}

/** Says how many rows of a file have a time that was brought to the zone; null where none has. */
export async function movedReceipt(
  engine: Engine,
  stage: StagedFile,
  zone: LoadZone,
  options: RunOptions,
): Promise<Receipt | null> {
  if (!stage.moved) return null;
  const { name, held, mapping, headings } = stage;
  const [row] = await rowsOf(engine, sql`SELECT count_if("#moved")::DOUBLE AS n FROM ${id(name)}`, options);
  const count = numberIn(row, "n");
  const examples = count === 0 ? [] : await examplesWhere(engine, stage, sql`"#moved"`, options);
  await engine.execute(sql`ALTER TABLE ${id(name)} DROP COLUMN "#moved"`, options);
  const [first] = examples;
  if (!first) return null;
  const example = first.cells?.find((cell, index) => {
    const format = mapping.formats[headings[index] ?? ""];
    return format?.kind === "time" && offsetTime(cell, format.format) !== null;
  });
  return {
    kind: "other",
    file: held.key,
    title: zoneMessages.moved(count, zone.name),
    detail: zoneMessages.movedDetail((example ?? "").trim()),
    count,
    effect: null,
    examples,
  };
}
