import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const read = (name: string) => readFileSync(resolve(root, name), "utf8");
const twins = ["README.md", "README.zh-CN.md"];
const scripts = Object.keys((JSON.parse(read("package.json")) as { scripts: object }).scripts);

/** Fenced blocks of a kind. */
function blocks(text: string, kind: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, body = ""]) => body,
  );
}

describe.each(twins)("%s", (name) => {
  const text = read(name);

  it("names only files that are there", () => {
    for (const [, target = ""] of text.matchAll(/\]\(([^)#]+)\)/g))
      if (!/^https?:/.test(target)) expect(existsSync(resolve(root, target)), target).toBe(true);
  });
  it("names only commands that are there", () => {
    const commands = [...text.matchAll(/npm (?:run (?:-s )?)?([\w:]+)/g)].map(([, command]) => command);
    expect(commands.length).toBeGreaterThan(4);
    for (const command of commands) expect(scripts).toContain(command);
  });
});

it("the READMEs show the same commands and results", () => {
  const [english, chinese] = twins.map((name) => {
    const text = read(name);
    return [...blocks(text, "sh"), ...blocks(text, "console")];
  });
  expect(chinese).toEqual(english);
});

describe("an example of the README", () => {
  const examples = blocks(read("README.md"), "console").map((block) => {
    const [command = "", ...result] = block.split("\n");
    return { command: command.replace(/^\$ /, ""), result: result.join("\n").trim() };
  });
  it.each(examples)("gives what it says: $command", ({ command, result }) => {
    const [program = "", ...values] = command.split(" ");
    const output = execFileSync(program, values, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    expect(result).not.toBe("");
    expect(output.trim()).toBe(result);
  });
});
