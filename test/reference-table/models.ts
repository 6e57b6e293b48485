import { contracts, opportunities } from "./contracts.ts";
import { publishedChecks } from "./published-checks.ts";
import { promoters } from "./promoters.ts";
import { purchaseFits, purchaseFunctions } from "./purchases.ts";
import { type ReferenceRow, Rows } from "./row.ts";
import { survival } from "./survival.ts";

/** Every model against published fits and functions. */
export function modelRows(): readonly ReferenceRow[] {
  const rows = new Rows();
  purchaseFits(rows);
  purchaseFunctions(rows);
  publishedChecks(rows);
  contracts(rows);
  opportunities(rows);
  survival(rows);
  promoters(rows);
  return rows.all;
}
