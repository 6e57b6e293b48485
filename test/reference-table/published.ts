import { referenceJson } from "../reference.ts";

/** Numbers that rows were made from, by file and path. */
const read = new Set<string>();
const known = new Map<string, unknown>();

/** A file of published results, which takes note of every number that is read from it. */
export function published<T>(file: string): T {
  let whole = known.get(file);
  if (whole === undefined) known.set(file, (whole = referenceJson(file)));
  return watched(whole, file) as T;
}

function watched(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  return new Proxy(value, {
    get(target, name, self) {
      const found: unknown = Reflect.get(target, name, self);
      if (typeof name !== "string" || !Object.hasOwn(target, name)) return found;
      const at = `${path}/${name}`;
      if (isNumber(found)) read.add(at);
      return watched(found, at);
    },
  });
}

/** Golden values of many digits are kept as text. */
function isNumber(value: unknown): boolean {
  return (
    typeof value === "number" || (typeof value === "string" && value !== "" && Number.isFinite(Number(value)))
  );
}

/** The numbers of these files that no row has read. */
export function unread(files: readonly string[]): string[] {
  return files.flatMap((file) => leaves(referenceJson(file), file)).filter((path) => !read.has(path));
}
function leaves(value: unknown, path: string): string[] {
  if (isNumber(value)) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, own]) => leaves(own, `${path}/${name}`));
}
