import { abortError, type Missing, QueryError } from "../engine/engine.ts";
import { type Text, TextError } from "../i18n/text.ts";
import { MemoryError, asMemoryError } from "./memory.ts";

/** An error in a form that crosses from the worker with all that it knows. */
export type Fault =
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "memory" }
  | {
      readonly kind: "query";
      readonly message: string;
      readonly statement: string;
      readonly position: number | null;
      readonly missing: Missing | null;
    }
  | { readonly kind: "abort" }
  | { readonly kind: "other"; readonly name: string; readonly message: string; readonly stack: string };

export function packFault(thrown: unknown): Fault {
  const error = asMemoryError(thrown);
  if (error instanceof MemoryError) return { kind: "memory" };
  if (error instanceof TextError) return { kind: "text", text: error.text };
  if (error instanceof QueryError) {
    const { message, statement, position, missing } = error;
    return { kind: "query", message, statement, position, missing };
  }
  if (error instanceof DOMException && error.name === "AbortError") return { kind: "abort" };
  if (!(error instanceof Error)) return { kind: "other", name: "Error", message: String(error), stack: "" };
  return { kind: "other", name: error.name, message: error.message, stack: error.stack ?? "" };
}

export function unpackFault(fault: Fault): Error {
  switch (fault.kind) {
    case "text":
      return new TextError(fault.text);
    case "memory":
      return new MemoryError();
    case "query":
      return new QueryError(fault.message, fault.statement, fault.position, fault.missing);
    case "abort":
      return abortError();
    case "other": {
      const error = new Error(fault.message);
      error.name = fault.name;
      if (fault.stack) error.stack = fault.stack;
      return error;
    }
  }
}
