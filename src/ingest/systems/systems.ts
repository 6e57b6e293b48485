import { plainHeading } from "../../tables/synonyms.ts";
import { fxiaoke } from "./fxiaoke.ts";
import { hubspot } from "./hubspot.ts";
import { jd } from "./jd.ts";
import { jiandaoyun } from "./jiandaoyun.ts";
import { salesforce } from "./salesforce.ts";
import { shopify } from "./shopify.ts";
import type { System } from "./system.ts";
import { taobao } from "./taobao.ts";
import { woocommerce } from "./woocommerce.ts";
import { youzan } from "./youzan.ts";
import { zoho } from "./zoho.ts";

/** The systems whose exports are known as a whole, one a line. */
export const systems: readonly System[] = [
  shopify,
  woocommerce,
  taobao,
  jd,
  youzan,
  jiandaoyun,
  salesforce,
  hubspot,
  zoho,
  fxiaoke,
];

/** The system that a file was exported from, and the role of each column that it knows, by heading. */
export function systemOf(
  headings: readonly string[],
): { readonly system: System; readonly roles: ReadonlyMap<string, string> } | null {
  const byPlain = new Map(headings.map((heading) => [plainHeading(heading), heading]));
  const find = (names: readonly string[]) => {
    for (const name of names) {
      const heading = byPlain.get(plainHeading(name));
      if (heading !== undefined) return heading;
    }
    return undefined;
  };
  const system = systems.find(({ needs }) => needs.every((names) => find(names) !== undefined));
  if (!system) return null;
  const roles = new Map<string, string>();
  for (const [role, names] of Object.entries(system.roles)) {
    const heading = find(names);
    if (heading !== undefined && !roles.has(heading)) roles.set(heading, role);
  }
  for (const name of system.dimensions ?? []) {
    const heading = find([name]);
    if (heading !== undefined && !roles.has(heading)) roles.set(heading, "dimension");
  }
  return { system, roles };
}
