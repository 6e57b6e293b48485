import { readFileSync } from "node:fs";
import { sharedPath } from "../reference.ts";
import { type CdnowCustomer, cdnowCustomers } from "./cdnow-text.ts";

/** Histories of the CDNOW sample up to a day. */
export function cdnowSample(until?: string): CdnowCustomer[] {
  return cdnowCustomers(readFileSync(sharedPath("data/cdnow/CDNOW_sample.txt"), "utf8"), until);
}
