import { type Text, TextError } from "../i18n/text.ts";
import { intakeMessages as messages } from "./intake.messages.ts";

/** A file that the user gave, under the name by which it is known: of a folder, with the way to it. */
export interface PickedFile {
  readonly name: string;
  readonly file: File;
}
/** A file that was given and is not read. */
export interface Skipped {
  readonly name: string;
  readonly why: Text;
}
/** What the user gave at once. */
export interface Picked {
  readonly files: readonly PickedFile[];
  readonly skipped: readonly Skipped[];
  /** The folders that files came out of, by name: there may be anything in them. */
  readonly folders: readonly string[];
}

/** So many files of folders at most: whoever drops a whole disk is told. */
const mostFiles = 1000;

/** Endings of files that lie in folders beside data and are no data themselves. */
const otherEndings = new Set(
  (
    "pdf doc docx ppt pptx odt rtf md html htm css js ts py r ipynb sql sh bat exe dll dmg app png jpg jpeg gif bmp " +
    "svg webp heic ico psd ai mp3 wav mp4 mov avi mkv log ini lnk tmp bak rar 7z db sqlite"
  ).split(" "),
);

/** Files that were chosen one by one. */
export function pickedFiles(files: Iterable<File>): Picked {
  return { files: [...files].map((file) => ({ name: file.name, file })), skipped: [], folders: [] };
}

/** The files of a folder that was chosen. @throws TextError where there are too many */
export function pickedFolder(files: Iterable<File>): Picked {
  const found = [...files].map((file) => {
    const [folder = "", ...way] = file.webkitRelativePath.split("/");
    return { folder, name: way.join("/") || file.name, file };
  });
  return sorted(
    found,
    found.map(({ folder }) => folder),
  );
}

/**
 * What was dropped, folders with all that is in them. To be called while the event is handled: afterwards
 * the browser does not give it any more.
 * @throws TextError where folders hold too many files
 */
export async function pickedDrop(data: DataTransfer): Promise<Picked> {
  const entries = [...data.items]
    .filter(({ kind }) => kind === "file")
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  const plain = [...data.files];
  const folders = entries.filter((entry) => entry.isDirectory);
  if (folders.length === 0) return pickedFiles(plain);
  const found: PickedFile[] = [];
  // Several folders that were dropped together may hold files of one name.
  for (const entry of entries)
    await walk(entry, folders.length > 1 || !entry.isDirectory ? entry.name : "", found);
  return sorted(
    found,
    folders.map(({ name }) => name),
  );
}

async function walk(entry: FileSystemEntry, way: string, found: PickedFile[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    found.push({ name: way, file });
    if (found.length > mostFiles) throw new TextError(messages.tooMany(mostFiles));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // It hands them out by portions, an empty one at the end.
    const inside = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (inside.length === 0) return;
    for (const one of inside) await walk(one, way === "" ? one.name : `${way}/${one.name}`, found);
  }
}

/** The data among the files of folders, by name; the rest with the reason why it is not read. */
function sorted(found: readonly PickedFile[], folders: readonly string[]): Picked {
  if (found.length > mostFiles) throw new TextError(messages.tooMany(mostFiles));
  const files: PickedFile[] = [];
  const skipped: Skipped[] = [];
  const byName = [...found].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  for (const { name, file } of byName) {
    const why = reasonToSkip(file);
    if (why) skipped.push({ name, why });
    else files.push({ name, file });
  }
  return { files, skipped, folders: [...new Set(folders)] };
}

function reasonToSkip({ name, size }: File): Text | null {
  if (/^(\.|~\$|__MACOSX|thumbs\.db$)/i.test(name)) return messages.hidden;
  if (size === 0) return messages.emptyFile;
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  return otherEndings.has(ending) ? messages.otherKind(ending.toUpperCase()) : null;
}
