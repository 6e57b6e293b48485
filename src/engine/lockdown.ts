import { sql } from "../sql.ts";

/**
 * What makes the engine private, in this order: no extension is ever fetched, only files that the user
 * gave (registered under /in/) can be read, and none of it can be changed back. Errors come as JSON, so
 * that the place of a fault and the names that look alike need not be read out of prose.
 */
export const lockdown = [
  sql`SET autoinstall_known_extensions = false`,
  sql`SET autoload_known_extensions = false`,
  sql`SET errors_as_json = true`,
  sql`SET allowed_directories = ['/in/']`,
  sql`SET enable_external_access = false`,
  sql`SET lock_configuration = true`,
];
