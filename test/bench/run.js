// `npm run bench`: measures the built product in headless Chromium on generated orders, beside plain DuckDB.
// With --formats: how files of several formats come in.
// With --large: how ten times as many orders come in, and how that is stopped.
import { parseArgs } from "node:util";
import { tsImport } from "tsx/esm/api";

const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "1000000" },
    json: { type: "boolean", default: false },
    "no-site": { type: "boolean", default: false },
    formats: { type: "boolean", default: false },
    large: { type: "boolean", default: false },
  },
});
const orders = Number(values.orders);
if (!Number.isInteger(orders) || orders < 1000) {
  console.error(`--orders must be a whole number from 1000, not ${values.orders}.`);
  process.exit(1);
}
if (values.large) {
  const { measureLarge } = await tsImport("./large.ts", import.meta.url);
  const { largeTable } = await tsImport("./large-report.ts", import.meta.url);
  const measured = await measureLarge({ orders, say: console.error });
  console.log(values.json ? JSON.stringify(measured, null, 2) : largeTable(measured));
  process.exit();
}
if (values.formats) {
  const { formatRows, measureFormats } = await tsImport("./formats.ts", import.meta.url);
  const { table } = await tsImport("./report.ts", import.meta.url);
  const rows = formatRows(await measureFormats({ orders, say: console.error }));
  console.log(values.json ? JSON.stringify(rows, null, 2) : table(rows));
  process.exit();
}
const { measure } = await tsImport("./measure.ts", import.meta.url);
const { report, table } = await tsImport("./report.ts", import.meta.url);
const rows = report(await measure({ orders, site: !values["no-site"], say: console.error }));
console.log(values.json ? JSON.stringify(rows, null, 2) : table(rows));
