import { QueryError } from "./engine.ts";

/**
 * An error of DuckDB as a QueryError. With `errors_as_json` the message is an object that holds the
 * kind, the message, the place (in UTF-8 bytes) and the names that look alike; a few faults stay prose.
 */
export function queryError(error: unknown, statement: string): QueryError {
  const message = error instanceof Error ? error.message : String(error);
  const fault = readFault(message);
  if (!fault) return new QueryError(message, statement);
  const { exception_type: kind, exception_message: text, position, name, candidates } = fault;
  return new QueryError(
    `${kind} Error: ${text}`,
    statement,
    position === undefined ? null : textOffset(statement, Number(position), kind === "Parser"),
    name === undefined ? null : { name, candidates: candidates ? candidates.split(",") : [] },
  );
}

/** Whether an error leaves the instance unusable: a trap of WebAssembly, or an invalidated database. */
export function isPoison(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === "RuntimeError") return true;
  const kind = readFault(error.message)?.exception_type ?? error.message.split(" Error:")[0];
  if (kind === "INTERNAL" || kind === "FATAL") return true;
  return /^(memory access out of bounds|unreachable|Aborted\(|table index is out of bounds|null function|indirect call)/.test(
    error.message,
  );
}

type Fault = Partial<Record<string, string>> & { exception_type: string; exception_message: string };

function readFault(message: string): Fault | null {
  // A parser's fault has its kind before the object too.
  const start = message.indexOf("{");
  if (start < 0 || (start > 0 && !message.slice(0, start).endsWith("Error: "))) return null;
  try {
    const fault = JSON.parse(message.slice(start)) as Fault;
    return typeof fault.exception_type === "string" && typeof fault.exception_message === "string"
      ? fault
      : null;
  } catch {
    return null;
  }
}

/** DuckDB's parser counts places in characters, its binder in UTF-8 bytes. */
function textOffset(statement: string, place: number, inCharacters: boolean): number | null {
  if (!Number.isInteger(place) || place < 0) return null;
  if (inCharacters) return [...statement].slice(0, place).join("").length;
  return new TextDecoder().decode(new TextEncoder().encode(statement).subarray(0, place)).length;
}
