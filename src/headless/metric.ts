import { existsSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { decodeFrame } from "../engine/arrow.ts";
import { openNodeEngine } from "../engine/node.ts";
import { TextError } from "../i18n/text.ts";
import { answerQuestion } from "../ingest/questions/questions.ts";
import { type Mapping, type Question, type Recognition, defaultPolicies } from "../ingest/source.ts";
import type { Metric } from "../metrics/metric.ts";
import { readParams } from "../metrics/params.ts";
import { figureMessages } from "../shop/figure.messages.ts";
import { openShop } from "../shop/open-shop.ts";
import { rolesOf, tableNames } from "../tables/canonical.ts";
import { dayNumber, frameRows, isoDay } from "../tables/frame.ts";
import { readArguments, usage } from "./arguments.ts";
import { readCatalog } from "./catalog.ts";
import { csvText, listText } from "./print.ts";

/** What a column can be used as, in whichever table. */
const roles = [
  ...new Set([...tableNames.flatMap((table) => Object.keys(rolesOf(table))), "dimension", "ignore"]),
];

/** Runs a metric over files without the browser, on the same engine build and the same import. */
async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  const catalog = await readCatalog();
  if (asked.list) {
    process.stdout.write(listText(catalog, asked.format === "json" && process.argv.includes("--format")));
    return;
  }
  if (asked.metric === null) throw new Error(`name a metric, or --list\n${usage}`);
  const metric = catalog.find(({ id }) => id === asked.metric);
  if (!metric)
    throw new Error(
      `there is no metric ${asked.metric}; choose from ${catalog
        .map(({ id }) => id)
        .sort()
        .join(", ")}`,
    );
  if (asked.data.length === 0) throw new Error(`name a file with --data\n${usage}`);
  for (const path of asked.data)
    if (!existsSync(path) || !statSync(path).isFile()) throw new Error(`there is no file ${path}`);

  // What can be refused without the engine is refused before it starts.
  const params = readParams(metric, asked.params);
  const parts = ["main", ...Object.keys(metric.parts ?? {})];
  if (!parts.includes(asked.part)) throw new TextError(figureMessages.noPart(metric.id, asked.part, parts));
  for (const role of Object.keys(asked.roles))
    if (!roles.includes(role)) throw new Error(`there is no role ${role}; choose from ${roles.join(", ")}`);

  const engine = await openNodeEngine();
  const shop = openShop(engine, (id) => catalog.find((known: Metric) => known.id === id) ?? null);
  let recognised = await shop.recognise(
    asked.data.map((path) => ({ name: basename(path), source: { path: resolve(path) } })),
  );
  recognised = await Promise.all(
    recognised.map(async (recognition) => {
      const mapping = withRoles(recognition, asked.roles);
      return mapping === recognition.mapping ? recognition : shop.revise(recognition.file, mapping);
    }),
  );
  for (const [role, column] of Object.entries(asked.roles))
    if (!recognised.some(({ columns }) => columns.some(({ name }) => name === column)))
      throw new Error(
        `no file has the column ${column} for the role ${role}; the columns are ${recognised
          .flatMap(({ columns }) => columns.map(({ name }) => name))
          .join(", ")}`,
      );
  recognised = await Promise.all(
    recognised.map(async (recognition) => {
      const mapping = withAnswers(recognition, asked.answers);
      return mapping === recognition.mapping ? recognition : shop.revise(recognition.file, mapping);
    }),
  );
  for (const { name, problems, questions } of recognised) {
    const fatal = problems.find((problem) => problem.fatal);
    if (fatal) throw new TextError(fatal.text);
    for (const { text } of problems) process.stderr.write(`${name}: ${text.en}\n`);
    for (const { id, title, answer, options } of questions) {
      // What a status word means can wait: it counts as completed.
      if (answer === null && !id.startsWith("status:"))
        throw new Error(openQuestion(name, id, title.en, options));
      process.stderr.write(`${name}: ${title.en} Read as ${answer ?? "completed"}.\n`);
    }
  }
  const loaded = await shop.load(
    recognised.map(({ file, mapping }) => ({ file, mapping })),
    {
      ...defaultPolicies,
      ...(asked.zone !== null && { zone: asked.zone }),
      ...(asked.currency !== null && { currency: asked.currency }),
    },
  );
  const { firstDay, lastDay } = loaded.extent;
  const known = lastDay === null ? isoDay(0) : isoDay(dayNumber(lastDay) + 1);
  const end = asked.asOf ?? (asked.to === null ? known : isoDay(dayNumber(asked.to) + 1));
  const last = isoDay(dayNumber(end) - 1);
  const to = asked.to !== null && asked.to < last ? asked.to : last;
  const figure = await shop.figure({
    metric: metric.id,
    params,
    window: { from: asked.from ?? firstDay ?? isoDay(0), to, asOf: end },
    filters: [],
    parts: asked.part === "main" ? [] : [asked.part],
  });
  const part = figure.parts[asked.part];
  if (!part) throw new Error(`${metric.id} gave no part ${asked.part}`);
  const frame = decodeFrame(part.bytes, part.types);
  process.stdout.write(
    asked.format === "csv" ? csvText(frame) : `${JSON.stringify(frameRows(frame), null, 1)}\n`,
  );
}

/** Says that a question must be answered, and how. */
function openQuestion(name: string, id: string, title: string, options: Question["options"]): string {
  const choices = options.map(({ value, label }) => `  --answer '${id}=${value}'  ${label.en}`);
  return `${name}: ${title} Answer it:\n${choices.join("\n")}`;
}

/** The mapping with the given answers to the questions of its file. */
function withAnswers(
  { mapping, questions }: Recognition,
  answers: Readonly<Record<string, string>>,
): Mapping {
  let read = mapping;
  for (const question of questions) {
    const answer = answers[question.id];
    if (answer === undefined) continue;
    const values = question.options.map(({ value }) => value);
    if (!values.includes(answer))
      throw new Error(`${question.id} is not answered by ${answer}; choose from ${values.join(", ")}`);
    read = answerQuestion(read, question, answer);
  }
  return read;
}

/** The mapping with the named columns in the named roles; a column loses a role that another was given. */
function withRoles({ mapping, columns }: Recognition, wanted: Readonly<Record<string, string>>): Mapping {
  const given = Object.entries(wanted).filter(([, column]) => columns.some(({ name }) => name === column));
  if (given.length === 0) return mapping;
  const roles: Record<string, string> = { ...mapping.roles };
  for (const [role, column] of given) {
    for (const [other, held] of Object.entries(roles))
      if (held === role && other !== column) roles[other] = "ignore";
    roles[column] = role;
  }
  return { ...mapping, roles };
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const chinese = (process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || "").startsWith(
      "zh",
    );
    const text =
      error instanceof TextError
        ? error.text[chinese ? "zh-CN" : "en"]
        : error instanceof Error
          ? error.message
          : String(error);
    process.stderr.write(`${text}\n`);
    process.exit(1);
  },
);
