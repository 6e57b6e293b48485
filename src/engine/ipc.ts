import { DataType, tableFromIPC } from "apache-arrow";

const end = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];

/** An Arrow IPC stream of a schema and its record batches, ended as DuckDB and readers need it. */
export function joinStream(messages: readonly Uint8Array[]): Uint8Array {
  const length = messages.reduce((sum, message) => sum + message.length, 0);
  const bytes = new Uint8Array(length + end.length);
  let offset = 0;
  for (const message of messages) {
    bytes.set(message, offset);
    offset += message.length;
  }
  bytes.set(end, offset);
  return bytes;
}

/** A copy of an Arrow IPC stream that has its end mark, for a transfer; without it DuckDB stores no rows. */
export function endedCopy(bytes: Uint8Array): Uint8Array {
  const tail = bytes.subarray(bytes.length - end.length);
  const ended = end.every((byte, index) => tail[index] === byte);
  return ended ? bytes.slice() : joinStream([bytes]);
}

/** Whether a schema message declares dictionaries, which a result in pieces does not carry. */
export function hasDictionaries(header: Uint8Array): boolean {
  return tableFromIPC(joinStream([header])).schema.fields.some((field) => DataType.isDictionary(field.type));
}

/** The number of rows of an Arrow IPC stream. */
export function streamRows(bytes: Uint8Array): number {
  return tableFromIPC(bytes).numRows;
}
