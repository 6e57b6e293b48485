// `npm test`: installs what is missing, then runs every check, and says which failed.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);

const stamp = "node_modules/.package-lock.json";
if (!existsSync(stamp) || statSync(stamp).mtimeMs < statSync("package-lock.json").mtimeMs) {
  if (!run("install", "npm", ["ci", "--include=dev"])) process.exit(1);
}
const { ensureChromium } = await import("./browser/chromium.js");
const chromium = ensureChromium();
if (chromium) process.env.CHROMIUM_PATH = chromium;

const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
/** @type {[name: string, command: string, args: string[]][]} */
const every = [
  ["types", "npm", ["run", "-s", "types"]],
  ["lint", "npm", ["run", "-s", "lint"]],
  ["format", "npm", ["run", "-s", "format"]],
  ["unit and engine", "npm", ["run", "-s", "test:unit"]],
  ["build", "npm", ["run", "-s", "build"]],
  ["browser", "npm", ["run", "-s", "test:browser"]],
];
const steps = every.filter(([, , args]) => String(args.at(-1)) in scripts);

/** @type {string[]} */
const failed = [];
const only = process.argv.slice(2);
const chosen = only.length ? steps.filter(([name]) => only.some((word) => name.includes(word))) : steps;
for (const [name, command, args] of chosen) if (!run(name, command, args)) failed.push(name);
console.log(failed.length ? `\nfailed: ${failed.join(", ")}` : "\nall checks passed");
console.log(`checks: ${chosen.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length ? 1 : 0);

/**
 * Runs one step and says how it went.
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 */
function run(name, command, args) {
  console.log(`\n== ${name}`);
  const start = Date.now();
  const { status } = spawnSync(command, args, { stdio: "inherit", env: process.env });
  console.log(
    `== ${name}: ${status === 0 ? "passed" : "failed"} in ${((Date.now() - start) / 1000).toFixed(1)} s`,
  );
  return status === 0;
}
