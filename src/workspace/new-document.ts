import type { Document, Titles } from "../document/document.ts";
import { newId } from "../document/new-id.ts";
import { type Policies, defaultPolicies } from "../ingest/source.ts";
import { messages } from "./messages.ts";

/** A document with an empty notebook and no dashboard. With data, its cell looks at the orders. */
export function blankDocument(
  sources: Document["data"]["sources"] = [],
  policies: Policies = defaultPolicies,
): Document {
  const now = new Date().toISOString();
  const [first] = sources;
  return {
    format: "regulars",
    version: 1,
    id: newId(),
    title: { ...messages.untitled },
    created: now,
    modified: now,
    data: { sample: null, sources, policies, asOf: null },
    notebook: {
      cells: [
        first
          ? {
              kind: "sql",
              id: newId(),
              name: "first_look",
              sql: `SELECT *\nFROM ${first.mapping.table}\nLIMIT 100`,
            }
          : { kind: "text", id: newId(), markdown: "" },
      ],
    },
    dashboards: [],
    segments: [],
  };
}

/** An empty dashboard, named by its place. */
export function blankDashboard(number: number): Document["dashboards"][number] {
  return {
    id: newId(),
    title: { ...messages.dashboardNumber(number) },
    tiles: [],
    filters: { from: null, to: null, compare: "none", columns: [] },
  };
}

/** A document under a new id, titled as a copy. */
export function copyOf(document: Document): Document {
  const title: Titles = {};
  if (document.title.en) title.en = messages.copy(document.title.en).en.slice(0, 300);
  if (document.title["zh-CN"]) title["zh-CN"] = messages.copy(document.title["zh-CN"])["zh-CN"].slice(0, 300);
  const now = new Date().toISOString();
  return { ...document, id: newId(), title, created: now, modified: now };
}
