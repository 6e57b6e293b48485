import type { Engine, RunOptions } from "../../engine/engine.ts";
import { clockRole } from "../../ingest/clock.ts";
import { clockTexts } from "../../ingest/clock.messages.ts";
import { columnOf } from "../../ingest/map.ts";
import { dayOrder } from "../../ingest/questions/day-order.ts";
import { type Reason, reasons, receipts } from "../../ingest/receipts.ts";
import { standIns } from "../../ingest/stand-ins.ts";
import type { Example, Policies, Receipt } from "../../ingest/source.ts";
import { receipts as sampleReceipts } from "../../ingest/sample.messages.ts";
import { alsoMark, orderOf, readTime, timeFormats } from "../../ingest/time-formats.ts";
import { rocMark } from "../../ingest/time-words.ts";
import {
  alsoTreatment,
  alsoUndo,
  dayOrderTreatment,
  policyTreatment,
  currencyTreatment,
  scaleTreatment,
} from "../../ingest/treatments.ts";
import { currencyTexts } from "../loading/currency.messages.ts";
import { rolesOf } from "../../tables/canonical.ts";
import { headingUnit } from "../../tables/heading-unit.ts";
import { asideCounts, asideRows, exampleOf } from "./set-aside.ts";
import type { StagedFile } from "./staged-file.ts";

/** So many of the rows with a time that is not read are looked at for another way of writing. */
const lookedAt = 1000;
const exampleLimit = 100;
/** So many other ways of writing are offered. */
const waysLimit = 3;

type Part = Omit<Receipt, "file" | "effect" | "examples"> & Partial<Receipt>;

/** For each file: what was read of it, and what was set aside and why, with the rows as the file has them. */
export async function fileReceipts(
  engine: Engine,
  staged: readonly StagedFile[],
  policies: Policies,
  worth: (file: number, reason: Reason) => Receipt["effect"],
  options: RunOptions,
): Promise<Receipt[]> {
  const found: Receipt[] = [];
  for (const stage of staged) {
    const { held, mapping, read, file, outside } = stage;
    const counts = await asideCounts(engine, file, options);
    const aside = counts.reduce((sum, { count }) => sum + count, 0);
    const parts: Part[] = [
      {
        kind: "read",
        title: receipts.read(read),
        detail: outside
          ? sampleReceipts.readDetail(read - aside - outside, aside, outside)
          : receipts.readDetail(read - aside, aside),
        count: read,
      },
      ...held.receipts,
    ];
    const damaged = held.attached?.damaged ?? 0;
    if (damaged > 0)
      parts.push({
        kind: "other",
        title: receipts.damaged(damaged),
        detail: receipts.damagedDetail(mapping.dialect.encoding),
        count: damaged,
      });
    const totals = stage.takenTotals + (held.takesTotals ? held.totals.length : 0);
    if (totals > 0)
      parts.push({
        kind: "other",
        title: receipts.totalsTaken(totals),
        detail: receipts.totalsTakenDetail,
        count: totals,
        treatment: policyTreatment(policies, "totals"),
      });
    parts.push(...timesRead(stage), ...scaled(stage), ...clockless(stage));
    for (const { reason, count } of counts) {
      // These have receipts of their own, with their effect.
      if (reason === "duplicate" || reason === "superseded") continue;
      const rows = await asideRows(
        engine,
        stage,
        reason,
        reason === "time" ? lookedAt : exampleLimit,
        options,
      );
      const examples = rows.slice(0, exampleLimit).map(({ line, cells }) => exampleOf(line, cells, mapping));
      const cells = rows.map((row) => row.cells);
      const said = setAside(stage, policies, reason, count, examples, cells);
      parts.push({ ...said, count, examples, reason, effect: worth(file, reason) });
    }
    for (const part of parts) found.push({ effect: null, examples: [], ...part, file: held.key });
  }
  return found;
}

/** What is said of rows that were set aside for a reason, and what else could be done with them. */
function setAside(
  stage: StagedFile,
  policies: Policies,
  reason: Reason,
  count: number,
  examples: readonly Example[],
  cells: readonly (readonly string[])[],
): Pick<Receipt, "kind" | "title" | "detail" | "columns" | "treatment"> {
  const detail = receipts.asideDetail(reasons[reason], (examples[0]?.text ?? "").slice(0, 120));
  switch (reason) {
    case "line":
      return { kind: "other", title: receipts.lines(count), detail: receipts.linesDetail };
    case "total":
      return {
        kind: "other",
        title: receipts.totals(count),
        detail: receipts.totalsDetail,
        treatment: policyTreatment(policies, "totals"),
      };
    case "customer":
      return {
        kind: "no-customer",
        title: receipts.noCustomer(count),
        detail: receipts.noCustomerDetail(
          standIns(stage.held.sample, columnOf(stage.mapping, "customer_id")),
        ),
        columns: columnsOf(stage, ["customer_id"]),
      };
    case "currency": {
      const { kept = "", found = [], rows = [] } = stage.otherCurrencies ?? {};
      return {
        kind: "other",
        title: currencyTexts.aside(count),
        detail: currencyTexts.asideDetail(kept, rows),
        columns: columnsOf(stage, ["currency", "amount", "unit_price"]).slice(0, 1),
        treatment: currencyTreatment(kept, found),
      };
    }
    case "repeated":
      return {
        kind: "other",
        title: receipts.people(count),
        detail: policies.people === "last" ? receipts.peopleLast : receipts.peopleFirst,
        columns: columnsOf(stage, ["customer_id"]),
        treatment: policyTreatment(policies, "people"),
      };
    case "time": {
      const [column] = columnsOf(stage, requiredTimes);
      const treatment = column === undefined ? null : otherWriting(stage, column, cells);
      return {
        kind: "unreadable",
        title: receipts.aside(count),
        detail,
        columns: column === undefined ? [] : [column],
        ...(treatment && { treatment }),
      };
    }
    case "placeholder":
      return {
        kind: "unreadable",
        title: receipts.placeholders(count),
        detail: receipts.placeholdersDetail((examples[0]?.text ?? "").slice(0, 120)),
        columns: columnsOf(stage, requiredTimes).slice(0, 1),
      };
    case "number":
      return {
        kind: "unreadable",
        title: receipts.aside(count),
        detail,
        columns: columnsOf(stage, ["amount", "quantity", "unit_price", "score", "points"]),
      };
    default:
      return { kind: "unreadable", title: receipts.aside(count), detail };
  }
}

const requiredTimes = ["ordered_at", "answered_at", "posted_at", "contacted_at"];

/** The file's own columns of some roles. */
function columnsOf({ mapping }: StagedFile, roles: readonly string[]): string[] {
  return roles.map((role) => columnOf(mapping, role)).filter((column) => column !== undefined);
}

/** Another way of writing that reads times which the column's own format does not. */
function otherWriting(
  { mapping, headings }: StagedFile,
  column: string,
  rows: readonly (readonly string[])[],
): Receipt["treatment"] | null {
  const format = mapping.formats[column];
  const index = headings.indexOf(column);
  if (format?.kind !== "time" || index < 0) return null;
  const cells = rows.map((row) => (row[index] ?? "").trim()).filter((cell) => cell !== "");
  const taken = new Set(format.format.split(alsoMark));
  const ways = new Map<string, { format: string; example: string; day: string; rows: number }>();
  // Several ways of writing may stand side by side: what the likeliest does not read is looked at again.
  for (let left = cells; left.length > 0 && ways.size < waysLimit;) {
    const [first = ""] = left;
    const likely = timeFormats(left).filter((one) => !taken.has(one.format));
    const [best] = likely.length ? likely : timeFormats([first]).filter((one) => !taken.has(one.format));
    if (!best) {
      left = left.slice(1);
      continue;
    }
    const reads = left.filter((cell) => readTime(cell, best.format) !== null);
    for (const way of [best, ...likely.filter((one) => one.read === best.read)].slice(0, waysLimit)) {
      const [example] = reads;
      const day = example === undefined ? null : readTime(example, way.format);
      // Ways that come to the same day are the same to the user.
      if (example === undefined || day === null || ways.has(day)) continue;
      ways.set(day, { format: way.format, example, day: day.slice(0, 10), rows: reads.length });
    }
    left = left.filter((cell) => !reads.includes(cell));
  }
  return ways.size === 0 ? null : alsoTreatment(column, format.format, [...ways.values()]);
}

/** How times are read where the data allow more than one reading, or the user chose several. */
function timesRead({ held, mapping, read }: StagedFile): Part[] {
  const parts: Part[] = [];
  for (const question of held.recognition?.questions ?? []) {
    const [column = ""] = question.columns;
    const format = mapping.formats[column];
    if (!question.id.startsWith(dayOrder) || format?.kind !== "time") continue;
    const readable = question.options.map(({ rows }) => rows);
    const lost = Math.max(...readable) - Math.min(...readable);
    parts.push({
      kind: "other",
      title: receipts.dayOrder(column, orderOf(format.format) ?? "day"),
      detail:
        lost > 0
          ? receipts.dayOrderDecided(lost)
          : question.answer === null
            ? receipts.dayOrderDetail
            : (question.because ?? receipts.dayOrderChosen),
      count: Math.max(...readable),
      treatment: dayOrderTreatment(column, format.format, question.options),
    });
  }
  for (const [column, format] of Object.entries(mapping.formats)) {
    if (format.kind !== "time" || (mapping.roles[column] ?? "ignore") === "ignore") continue;
    if (format.format.startsWith(rocMark))
      parts.push({
        kind: "other",
        title: receipts.rocYears(column),
        detail: receipts.rocDetail,
        count: read,
      });
    if (!format.format.includes(alsoMark)) continue;
    const index = held.sample?.headings.indexOf(column) ?? -1;
    const [usual = ""] = format.format.split(alsoMark);
    const other = (held.sample?.rows ?? []).filter((row) => {
      const cell = row[index] ?? "";
      return readTime(cell, usual) === null && readTime(cell, format.format) !== null;
    });
    parts.push({
      kind: "other",
      title: receipts.readBoth(column),
      detail: receipts.readBothDetail,
      count: other.length,
      treatment: alsoUndo(column, format.format),
    });
  }
  return parts;
}

/** Rows whose time of day, in a column of its own, is missing or cannot be read. */
function clockless({ mapping, clockless: count }: StagedFile): Part[] {
  const column = columnOf(mapping, clockRole);
  if (count === 0 || column === undefined) return [];
  return [
    {
      kind: "other",
      title: clockTexts.none(count),
      detail: clockTexts.noneDetail(column, columnOf(mapping, "ordered_at") ?? ""),
      count,
      columns: [column],
    },
  ];
}

/** Numbers that are read in another unit than whole ones, or were said not to be. */
function scaled({ mapping, read }: StagedFile): Part[] {
  return Object.entries(mapping.formats).flatMap(([column, format]): Part[] => {
    if (format.kind !== "number" || format.scale === undefined) return [];
    const type = rolesOf(mapping.table)[mapping.roles[column] ?? ""]?.type;
    if (type !== "number" && type !== "integer") return [];
    const { scale } = format;
    const named = headingUnit(column)?.scale;
    return [
      {
        kind: "other",
        title:
          scale === 1
            ? receipts.notScaled(column)
            : scale === 0.01
              ? receipts.scaled(column)
              : receipts.scaledUp(column, scale),
        detail:
          scale === 1
            ? receipts.notScaledDetail
            : scale === named
              ? receipts.scaledNamed
              : scale === 0.01
                ? receipts.scaledDetail
                : receipts.scaledChosen,
        count: read,
        treatment: scaleTreatment(column, scale, named === undefined || named === 1 ? 0.01 : named),
      },
    ];
  });
}
