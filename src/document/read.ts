import * as v from "valibot";
import { type Text, TextError, joinText } from "../i18n/text.ts";
import { type Document, documentSchema } from "./document.ts";
import { messages } from "./read.messages.ts";
import { type RawDocument, VERSION, migrate } from "./versions.ts";

/** The longest text of a document, in bytes: what is longer is no document but data. */
export const maxDocumentBytes = 5_000_000;

/**
 * The document that a text holds, brought to the current version. The text may come from anywhere: what
 * is not wholly understood is refused with a `TextError` that says what is wrong and where.
 */
export function readDocument(text: string): Document {
  if (text.length > maxDocumentBytes) throw new TextError(messages.tooLarge(text.length, maxDocumentBytes));
  const raw = parse(text);
  return checkDocument(migrate(raw, versionOf(raw)));
}

/** A parsed value of the current version as a document; refused like a text. */
export function checkDocument(value: unknown): Document {
  const reserved = reservedName(value, "");
  if (reserved !== null) throw new TextError(messages.reservedName(reserved));
  const result = v.safeParse(documentSchema, value);
  if (!result.success) throw new TextError(faultsText(result.issues));
  const repeated = repeatedId(result.output);
  if (repeated) throw new TextError(messages.repeatedId(repeated.path, repeated.id));
  return result.output;
}

function parse(text: string): RawDocument {
  let value: unknown;
  try {
    // A byte order mark is what some editors put before JSON.
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new TextError(messages.notJson(error instanceof Error ? error.message : String(error)), {
      cause: error,
    });
  }
  if (!isObject(value)) throw new TextError(messages.notObject);
  return value;
}

function versionOf(raw: RawDocument): number {
  if (raw.format !== "regulars") throw new TextError(messages.otherFormat(shown(raw.format)));
  const version = raw.version;
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1)
    throw new TextError(messages.badVersion(shown(version)));
  if (version > VERSION) throw new TextError(messages.newerVersion(version, VERSION));
  return version;
}

type Issue = v.BaseIssue<unknown>;

/** What a validator found, as one message with the first fault's place. */
export function faultsText(issues: readonly Issue[]): Text {
  const [first, ...further] = issues;
  if (!first) throw new Error("no issue to tell");
  const text = faultText(first);
  if (!further.length) return text;
  return joinText([text, messages.further(further.length)], { en: " ", "zh-CN": "" });
}

function faultText(issue: Issue): Text {
  const keys = (issue.path ?? []).map((item) => item.key as string | number);
  const parent = pathText(keys.slice(0, -1));
  const last = keys.at(-1);
  if (issue.type === "strict_object" && last !== undefined) {
    if (issue.expected === "never") return messages.unknownField(String(last), parent);
    if (issue.received === "undefined") return messages.missingField(String(last), parent);
  }
  return messages.wrongValue(
    pathText(keys) || "the document",
    cut(issue.expected ?? "different"),
    cut(shown(issue.input)),
  );
}

/** Where in a document something is, as `dashboards[0].tiles[2].w`. */
export function pathText(keys: readonly (string | number)[]): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === "number") return `${path}[${key}]`;
    if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)) return `${path}[${cut(JSON.stringify(key))}]`;
    return path ? `${path}.${key}` : key;
  }, "");
}

/** Ids are keys of lists on the page: a repeated one would make it show the wrong thing. */
function repeatedId(document: Document): { path: string; id: string } | null {
  const lists = [
    { path: "notebook.cells", items: document.notebook.cells },
    { path: "dashboards", items: document.dashboards },
    { path: "segments", items: document.segments },
    ...document.dashboards.map(({ tiles }, index) => ({ path: `dashboards[${index}].tiles`, items: tiles })),
  ];
  for (const { path, items } of lists) {
    const seen = new Set<string>();
    for (const [index, { id }] of items.entries()) {
      if (seen.has(id)) return { path: `${path}[${index}].id`, id };
      seen.add(id);
    }
  }
  return null;
}

/** Names that the validator would drop without a word, since they reach into every object. */
function reservedName(value: unknown, path: string): string | null {
  if (typeof value !== "object" || value === null) return null;
  for (const [key, child] of Object.entries(value)) {
    const childPath = Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key;
    if (key === "__proto__" || key === "prototype" || key === "constructor") return cut(childPath);
    const found = reservedName(child, childPath);
    if (found !== null) return found;
  }
  return null;
}

function isObject(value: unknown): value is RawDocument {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function shown(value: unknown): string {
  return value === undefined ? "missing" : (JSON.stringify(value) ?? typeof value);
}
function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
