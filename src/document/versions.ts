/** A parsed document of some version, not yet checked. */
export type RawDocument = Readonly<Record<string, unknown>>;

/**
 * Append only: the n-th step turns version n into version n + 1. A step is never edited once released,
 * and each has a file in `test/documents` that its old version wrote: a saved document opens for ever.
 */
export const migrations: readonly ((document: RawDocument) => RawDocument)[] = [];

/** The version that is written now. */
export const VERSION = migrations.length + 1;

/** The name of this version's JSON Schema, the same wherever the product is served from. */
export const schemaId = `urn:regulars:document:${VERSION}`;

/** A document of an older version as the current version would have written it. */
export function migrate(
  document: RawDocument,
  from: number,
  steps: readonly ((document: RawDocument) => RawDocument)[] = migrations,
): RawDocument {
  return steps
    .slice(from - 1)
    .reduce((old, step, index) => ({ ...step(old), version: from + index + 1 }), document);
}
