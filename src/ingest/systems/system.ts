import type { Text } from "../../i18n/text.ts";
import type { TableName } from "../../tables/canonical.ts";
import type { Status } from "../statuses.ts";

/** An export of a shop or CRM system, recognised as a whole by its headings. */
export interface System {
  readonly label: Text;
  readonly table: TableName;
  /** Headings that must be there; of several in one entry, one. */
  readonly needs: readonly (readonly string[])[];
  /** The headings that fill each role, the best first. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
  /** Columns to split by. */
  readonly dimensions?: readonly string[];
  /** Status words of the system that do not speak for themselves. */
  readonly statuses?: Readonly<Record<string, Status>>;
  /** Headings that no public page confirms; the rest are of the page named in the file. */
  readonly unconfirmed?: readonly string[];
}
