import { type Text, TextError } from "../../i18n/text.ts";
import { blobOf } from "../../ingest/bytes.ts";
import { type OpenOptions, openFile } from "../../ingest/open.ts";
import { openMessages } from "../../ingest/open.messages.ts";
import { stages } from "../../ingest/receipts.ts";
import { type Recognised, recognise, unreadable } from "../../ingest/recognise.ts";
import type { Mapping, Recognition } from "../../ingest/source.ts";
import { followAlike } from "./alike-formats.ts";
import { type HeldFile, type HeldFiles, textOf } from "./held-files.ts";
import type { GivenFile, OnProgress } from "../shop.ts";

/** Below this a table was not recognised: of several in one file, such a one is left out. Orders that lack but their customer are kept and asked for it. */
const recognised = 0.4;

/**
 * Takes files in and says what each is. A file that cannot be read gives a recognition with a fatal
 * problem; a workbook or an archive gives one for each of its tables.
 */
export async function recogniseFiles(
  held: HeldFiles,
  files: readonly GivenFile[],
  onProgress?: OnProgress,
  signal?: AbortSignal,
): Promise<Recognition[]> {
  const added: HeldFile[] = [];
  try {
    const recognitions: Recognition[] = [];
    const blobs = await Promise.all(files.map(({ source }) => blobOf(source)));
    const total = blobs.reduce((sum, { size }) => sum + size, 0);
    let done = 0;
    for (const [given, file] of files.entries()) {
      signal?.throwIfAborted();
      const blob = blobs[given] as Blob;
      const stage = stages.looking(file.name);
      // How far one file is looked at can be told only where it is unpacked.
      onProgress?.({ stage, ...(files.length > 1 ? { done, total } : { done: null, total: null }) });
      const before = done;
      const onOpening = (part: number, whole: number) =>
        onProgress?.({ stage, done: before + (blob.size * part) / whole, total });
      const options = { signal, onProgress: onOpening };
      recognitions.push(...(await recogniseFile(held, file, blob, given, added, options)));
      done += blob.size;
    }
    signal?.throwIfAborted();
    return await Promise.all(recognitions.map((one) => readAlike(held, one, signal)));
  } catch (error) {
    // Nobody will ask for files of which nobody was told.
    for (const { key } of added) held.byKey.delete(key);
    throw error;
  }
}

/** A file that could be read in several ways, as the others of its columns that are there are read. */
async function readAlike(held: HeldFiles, one: Recognition, signal?: AbortSignal): Promise<Recognition> {
  const followed = followAlike(one, held.byKey.values());
  if (!followed) return one;
  const file = held.get(one.file);
  const read = await look(file, followed.mapping, signal);
  const questions = read.questions.map((question) => followed.answers.get(question.id) ?? question);
  const { columns, mapping, problems } = read;
  file.recognition = { ...one, columns, mapping, problems, questions };
  return file.recognition;
}

async function recogniseFile(
  held: HeldFiles,
  { name, source }: GivenFile,
  blob: Blob,
  given: number,
  added: HeldFile[],
  options: OpenOptions,
): Promise<Recognition[]> {
  const begun = performance.now();
  let tables;
  try {
    tables = await openFile(name, blob, options);
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    const file = held.add({ name, content: blob, skip: null, notes: [], receipts: [] }, source);
    added.push(file);
    const recognition = { ...unreadable(file.key, name, blob.size, error.text, begun), given };
    file.recognition = recognition;
    return [recognition];
  }
  const found: { file: HeldFile; recognition: Recognition }[] = [];
  for (const table of tables) {
    const file = table.content === blob ? held.add(table, source) : held.add(table);
    added.push(file);
    const recognition = await look(file, null, options.signal);
    found.push({ file, recognition });
  }
  const isKept = ({ recognition: { problems, confidence } }: (typeof found)[number]) =>
    !problems.some(({ fatal }) => fatal) || confidence >= recognised;
  const kept = found.some(isKept) ? found.filter(isKept) : found.slice(0, 1);
  const left = found.filter((one) => !kept.includes(one)).map(({ file }) => file);
  for (const { key } of left) held.byKey.delete(key);
  return kept.map(({ file, recognition }, index) => {
    const notes: Text[] = [];
    if (index === 0 && left.length > 0) notes.push(openMessages.leftOut(left.map((one) => part(one.name))));
    const whole: Recognition = {
      ...recognition,
      given,
      problems: [...recognition.problems, ...notes.map((text) => ({ fatal: false, text }))],
      ...(tables.length === 1 && { bytes: blob.size }),
      ...(index === 0 && { took: performance.now() - begun }),
    };
    file.notes = [...file.notes, ...notes];
    file.recognition = whole;
    return whole;
  });
}

/** Reads a file again under a mapping that the user changed. */
export async function reviseFile(held: HeldFiles, key: string, mapping: Mapping): Promise<Recognition> {
  const file = held.get(key);
  // Of a file that could not be opened there is nothing to read in another way.
  if (file.recognition && !file.sample) return file.recognition;
  const { bytes, given } = file.recognition ?? {};
  const recognition = await look(file, mapping);
  file.recognition = {
    ...recognition,
    ...(bytes !== undefined && { bytes }),
    ...(given !== undefined && { given }),
  };
  return file.recognition;
}

async function look(file: HeldFile, mapping: Mapping | null, signal?: AbortSignal): Promise<Recognition> {
  const { recognition, sample } = await recogniseHeld(file, mapping, signal);
  file.sample = sample;
  return {
    ...recognition,
    problems: [...recognition.problems, ...file.notes.map((text) => ({ fatal: false, text }))],
  };
}

async function recogniseHeld(
  file: HeldFile,
  mapping: Mapping | null,
  signal?: AbortSignal,
): Promise<Recognised> {
  const { key, name, blob, skip, columns } = file;
  const begun = performance.now();
  const typed = columns && { columns, text: () => textOf(file, signal) };
  try {
    return await recognise(key, name, blob, mapping, signal, skip, typed);
  } catch (error) {
    // Damage of a file with typed columns shows where the columns are read.
    if (!typed || !(error instanceof TextError)) throw error;
    return { recognition: unreadable(key, name, blob.size, error.text, begun), sample: null };
  }
}

/** The part of a workbook or archive that a name ends in. */
function part(name: string): string {
  return name.split(" › ").at(-1) ?? name;
}
