/** What a file is read from: a browser File or, headless, a path. */
export type ByteSource = Blob | { readonly path: string };

/** A source as a Blob that is read by slices, never as a whole. */
export async function blobOf(source: ByteSource): Promise<Blob> {
  if (source instanceof Blob) return source;
  const fs = process.getBuiltinModule("node:fs");
  return fs.openAsBlob(source.path);
}

/** The bytes of `blob` from `start`, at most `length`. */
export async function bytesAt(blob: Blob, start: number, length: number): Promise<Uint8Array> {
  return new Uint8Array(await blob.slice(start, start + length).arrayBuffer());
}

/** The bytes of a blob piece by piece, so that a large file never stands in memory. */
export async function* pieces(blob: Blob, size = 4 << 20, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < blob.size; start += size) {
    signal?.throwIfAborted();
    yield await bytesAt(blob, start, size);
  }
}
