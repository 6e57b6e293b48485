/** The unit that a heading says its numbers are in, such as 金额(万元), "Revenue (k)" or amount_cents. */

export interface HeadingUnit {
  /** What the numbers are multiplied by to be whole units. */
  readonly scale: 1 | 0.01 | 1e3 | 1e4 | 1e5 | 1e6 | 1e7 | 1e8;
  /** Whether the heading leaves no doubt. */
  readonly sure: boolean;
  /** The heading without its unit. */
  readonly rest: string;
}

const money =
  "(?:r\\$|[$€£¥₹]|eur|euros?|usd|gbp|cny|rmb|chf|jpy|yen|dollars?|aud|cad|hkd|twd|ntd|inr|brl|try|tl)";
const open = "[\\s_(（[【/:：,，-]";
const close = "[)）\\]】]?$";

/** Words of Chinese and Japanese headings, which may follow the name at once; 分 alone may be part of a word. */
const han: readonly (readonly [RegExp, HeadingUnit["scale"]])[] = [
  [
    /[\s_(（[【/:：]*(?:单位|單位)?[:：]?\s*(?:人民币|人民幣|新台币|新台幣)?(?:百万|百萬)[元圆圓円]?[)）\]】]?$/,
    1e6,
  ],
  [
    /[\s_(（[【/:：]*(?:单位|單位)?[:：]?\s*(?:人民币|人民幣|新台币|新台幣)?(?:[千仟][元圆圓円])[)）\]】]?$/,
    1e3,
  ],
  [
    /[\s_(（[【/:：]*(?:单位|單位)?[:：]?\s*(?:人民币|人民幣|新台币|新台幣)?(?:[万萬][元圆圓円])[)）\]】]?$/,
    1e4,
  ],
  [
    /[\s_(（[【/:：]*(?:单位|單位)?[:：]?\s*(?:人民币|人民幣|新台币|新台幣)?(?:[亿億][元圆圓円])[)）\]】]?$/,
    1e8,
  ],
  [/[\s_(（[【/:：]+(?:单位|單位)?[:：]?\s*[千仟][)）\]】]?$/, 1e3],
  [/[\s_(（[【/:：]+(?:单位|單位)?[:：]?\s*[万萬][)）\]】]?$/, 1e4],
  [/[\s_(（[【/:：]+(?:单位|單位)?[:：]?\s*[亿億][)）\]】]?$/, 1e8],
  [/[\s_(（[【/:：]+(?:单位|單位)?[:：]?\s*分[)）\]】]?$/, 0.01],
  [/[(（[【](?:单位|單位)?[:：]?\s*(?:人民币|人民幣|新台币|新台幣)?[元圆圓円][)）\]】]?$/, 1],
];
const latin: readonly (readonly [string, HeadingUnit["scale"]])[] = [
  [
    `${open}+(?:in[\\s_]+)?(?:minor[\\s_]units?|minor|cents?|fen|pence|øre|öre|paise|paisa|centavos?|centimes?|kuruş|kurus)`,
    0.01,
  ],
  [
    `${open}+(?:in[\\s_]+)?(?:${money}\\s*)?(?:'?000s?|’000|1[.,' ]?000s?|k|thousands?|thsd\\.?|tsd\\.?|tausend|miles|bin)(?:\\s*(?:of\\s+)?${money})?`,
    1e3,
  ],
  [`${open}+(?:in\\s+)?(?:t€|teur|tusd|tchf|k${money}|${money}k)`, 1e3],
  [
    `${open}+(?:in[\\s_]+)?(?:${money}\\s*)?(?:millions?|mn|mio\\.?|mln\\.?|milyon|milhões|millones|1[.,' ]?000[.,' ]?000)(?:\\s*(?:of\\s+)?${money})?`,
    1e6,
  ],
  [`${open}+(?:in\\s+)?(?:${money}\\s*mm?|mm?\\s*${money})`, 1e6],
  [`${open}+(?:in\\s+)?(?:${money}\\s*)?lakhs?`, 1e5],
  [`${open}+(?:in\\s+)?(?:${money}\\s*)?(?:crores?|cr\\.)`, 1e7],
];
const latins = latin.map(([pattern, scale]) => [new RegExp(`${pattern}\\s*${close}`, "i"), scale] as const);
/** Words that may be of another unit, or another number elsewhere. */
const unsure: readonly (readonly [RegExp, HeadingUnit["scale"]])[] = [
  [/\s*[(（[]\s*mm?\s*[)）\]]$/i, 1e6],
  [new RegExp(`${open}+(?:em\\s+|en\\s+)?(?:${money}\\s*)?mil\\s*${close}`, "i"), 1e3],
];

/** The unit that the heading of amounts names; null where it names none. */
export function headingUnit(heading: string): HeadingUnit | null {
  const text = heading.trim();
  // A unit stands in a heading, not in a text.
  if (text.length > 100) return null;
  for (const [list, sure] of [
    [[...han, ...latins], true],
    [unsure, false],
  ] as const)
    for (const [pattern, scale] of list) {
      const match = pattern.exec(text);
      if (match && match.index > 0) return { scale, sure, rest: text.slice(0, match.index) };
    }
  return null;
}
