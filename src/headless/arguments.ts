import { dayNumber, isoDay } from "../tables/frame.ts";

/** What the command line asks for. */
export interface Arguments {
  readonly metric: string | null;
  readonly list: boolean;
  readonly data: readonly string[];
  readonly roles: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly part: string;
  readonly asOf: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly format: "json" | "csv";
  /** Answers to questions about the files, by the id of the question. */
  readonly answers: Readonly<Record<string, string>>;
  /** The currency whose amounts are counted, where files have several; null: the only one. */
  readonly currency: string | null;
  /** The shop's time zone; null: what the files tell, else UTC. */
  readonly zone: string | null;
}

export const usage = `npm run -s metric -- <id> --data <file> [--data <file> …] [--role <role>=<column> …]
  [--answer <question>=<value> …] [--param <name>=<value> …] [--part <name>] [--as-of <date>] [--from <date>] [--to <date>]
  [--zone <time zone>] [--currency <code>] [--format json|csv]
npm run -s metric -- --list`;

/** Reads the command line. @throws Error that names the word and shows how to call */
export function readArguments(words: readonly string[]): Arguments {
  let metric: string | null = null;
  let list = false;
  let part = "main";
  let asOf: string | null = null;
  let from: string | null = null;
  let to: string | null = null;
  let format: Arguments["format"] = "json";
  let zone: string | null = null;
  let currency: string | null = null;
  const data: string[] = [];
  const roles: Record<string, string> = {};
  const params: Record<string, string> = {};
  const answers: Record<string, string> = {};
  const queue = [...words];
  while (queue.length > 0) {
    const word = queue.shift() ?? "";
    if (!word.startsWith("--")) {
      if (metric !== null) throw new Error(`unexpected word ${word}\n${usage}`);
      metric = word;
      continue;
    }
    const [flag = "", ...inline] = word.split("=");
    const value = () => {
      const given = inline.length > 0 ? inline.join("=") : queue.shift();
      if (given === undefined || given === "") throw new Error(`${flag} needs a value\n${usage}`);
      return given;
    };
    const pair = (into: Record<string, string>) => {
      const given = value();
      const at = given.indexOf("=");
      if (at < 1) throw new Error(`${flag} ${given} is not <name>=<value>\n${usage}`);
      into[given.slice(0, at)] = given.slice(at + 1);
    };
    const day = () => {
      const given = value();
      const number = dayNumber(given);
      if (!/^\d{4}-\d{2}-\d{2}$/.test(given) || Number.isNaN(number) || isoDay(number) !== given)
        throw new Error(`${flag} ${given} is not a date such as 2025-12-31`);
      return given;
    };
    switch (flag) {
      case "--list":
        list = true;
        break;
      case "--data":
        data.push(value());
        break;
      case "--role":
        pair(roles);
        break;
      case "--answer":
        pair(answers);
        break;
      case "--param":
        pair(params);
        break;
      case "--part":
        part = value();
        break;
      case "--as-of":
        asOf = day();
        break;
      case "--from":
        from = day();
        break;
      case "--to":
        to = day();
        break;
      case "--currency": {
        const given = value();
        if (!/^([A-Z]{3}|[$¥]|kr)$/.test(given))
          throw new Error(`--currency ${given} is not a code such as USD`);
        currency = given;
        break;
      }
      case "--zone":
        zone = value();
        break;
      case "--format": {
        const given = value();
        if (given !== "json" && given !== "csv") throw new Error(`--format ${given} is neither json nor csv`);
        format = given;
        break;
      }
      default:
        throw new Error(`unknown option ${flag}\n${usage}`);
    }
  }
  return { metric, list, data, roles, params, part, asOf, from, to, format, zone, currency, answers };
}
