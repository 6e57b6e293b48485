import type { Metric, Param } from "../metrics/metric.ts";
import type { Frame } from "../tables/frame.ts";

/** A frame as CSV: header, RFC 4180 quoting, empty for null. */
export function csvText({ columns, length, values }: Frame): string {
  const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [columns.map(({ name }) => quoted(name)).join(",")];
  for (let row = 0; row < length; row += 1)
    lines.push(columns.map(({ name }) => quoted(String(values[name]?.[row] ?? ""))).join(","));
  return `${lines.join("\n")}\n`;
}

/** The metrics with their params, parts and what they require: for people, or as JSON. */
export function listText(catalog: readonly Metric[], json: boolean): string {
  const sorted = [...catalog].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (json) {
    const list = sorted.map(({ id, label, question, requires, params, columns, parts }) => ({
      id,
      label,
      question,
      requires,
      params: Object.fromEntries(Object.entries(params).map(([name, param]) => [name, paramFacts(param)])),
      columns: Object.keys(columns),
      parts: Object.fromEntries(
        Object.entries(parts ?? {}).map(([name, part]) => [name, Object.keys(part.columns)]),
      ),
    }));
    return `${JSON.stringify(list, null, 1)}\n`;
  }
  return sorted
    .map(({ id, label, question, requires, params, columns, parts }) =>
      [
        `${id}  ${label.en} / ${label["zh-CN"]}`,
        `  ${question.en}`,
        `  requires: ${Object.entries(requires)
          .map(([table, names]) => `${table}(${names.join(", ")})`)
          .join(" ")}`,
        ...Object.entries(params).map(([name, param]) => `  --param ${name}=${paramText(param)}`),
        `  main: ${Object.keys(columns).join(", ")}`,
        ...Object.entries(parts ?? {}).map(
          ([name, part]) => `  --part ${name}: ${Object.keys(part.columns).join(", ")}`,
        ),
        "",
      ].join("\n"),
    )
    .join("\n");
}

function paramFacts(param: Param): Record<string, unknown> {
  if (param.kind === "choice")
    return { kind: param.kind, default: param.default, values: Object.keys(param.values) };
  if (param.kind === "integer" || param.kind === "number")
    return { kind: param.kind, default: param.default, min: param.min, max: param.max };
  return { kind: param.kind, default: param.default };
}

function paramText(param: Param): string {
  switch (param.kind) {
    case "choice":
      return `${Object.keys(param.values).join("|")} (default ${param.default})`;
    case "integer":
    case "number":
      return `${param.min}…${param.max} (default ${param.default})`;
    case "switch":
      return `true|false (default ${String(param.default)})`;
    case "column":
      return `<column of ${param.table} or customers> (default none)`;
    case "customer":
      return "<customer id> (default none)";
  }
}
