import type { Engine, RunOptions } from "../../engine/engine.ts";
import type { Sample } from "../../ingest/sample.ts";
import type { Mapping, MappingZone, Receipt } from "../../ingest/source.ts";
import { textOf } from "../../ingest/time-words.ts";
import { offsetTime } from "../../ingest/times.ts";
import { centralSeconds, cstOf, isCst } from "../../ingest/zone-words.ts";
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
  const cst = cstOf(
    files.flatMap(({ mapping, sample }) => zonedCells(mapping, sample)),
    given ?? own,
  );
  const times = files.flatMap(({ mapping, sample }) =>
    [...offsetColumns(mapping, sample, cst)].flatMap(([, found]) => found),
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
        seen: [...offsetColumns(mapping, sample, cst).keys()],
        cst,
      };
      return { ...mapping, zone };
    },
  };
}

/** The columns of times whose sample has offsets, with those. */
function offsetColumns(mapping: Mapping, sample: Sample | null, cst: number): Map<string, OffsetTime[]> {
  const found = new Map<string, OffsetTime[]>();
  for (const { heading, format, cells } of timeColumns(mapping, sample)) {
    const times = cells.flatMap((cell) => offsetTime(cell, format, cst) ?? []);
    if (times.length) found.set(heading, times);
  }
  return found;
}

/** The columns of times with some of their cells. */
function timeColumns({ table, roles, formats }: Mapping, sample: Sample | null) {
  return (sample?.headings ?? []).flatMap((heading, index) => {
    const type = rolesOf(table)[roles[heading] ?? ""]?.type;
    const format = formats[heading];
    if (!sample || (type !== "timestamp" && type !== "date") || format?.kind !== "time") return [];
    const cells: string[] = [];
    const step = Math.max(1, Math.floor(sample.rows.length / looked));
    for (let row = 0; row < sample.rows.length; row += step) cells.push(sample.rows[row]?.[index] ?? "");
    return [{ heading, format: format.format, cells }];
  });
}

/** Times that end in the letters of a zone. */
function zonedCells(mapping: Mapping, sample: Sample | null): string[] {
  return timeColumns(mapping, sample).flatMap(({ format, cells }) =>
    cells.map((cell) => textOf(cell, format)).filter((text) => /[A-Z]{3}$/.test(text)),
  );
}

/** Says how CST is read, which is the time of China and of the middle of America; null where no time is in it. */
export function cstReceipt({ held, mapping }: StagedFile): Receipt | null {
  const cells = zonedCells(mapping, held.sample).filter(isCst);
  const [example] = cells;
  if (example === undefined) return null;
  return {
    kind: "other",
    file: held.key,
    title: zoneMessages.cst(mapping.zone?.cst !== centralSeconds),
    detail: zoneMessages.cstDetail(example),
    count: cells.length,
    effect: null,
    examples: [],
  };
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
