import { type Sql, sql } from "../sql.ts";

/**
 * How currencies are written beside amounts, by ISO 4217 code. `$`, `¥` and `kr` are of several countries
 * and stand for themselves. The longer signs come first: HK$ is no dollar of the United States.
 */
const written: readonly (readonly [string, string])[] = [
  ["HKD", "HK\\$|港[元币幣]"],
  ["TWD", "NT\\$|NTD|新[台臺][币幣]"],
  ["USD", "US\\$|美[元金]"],
  ["BRL", "R\\$"],
  ["SGD", "S\\$|新加坡元"],
  ["AUD", "AU?\\$|澳元"],
  ["CAD", "CA?\\$|加元"],
  ["NZD", "NZ\\$"],
  ["MXN", "MX\\$"],
  ["EUR", "€|欧元|歐元|euros?"],
  ["GBP", "£|英[镑鎊]"],
  ["JPY", "円|日[元圓]"],
  ["KRW", "₩|원|韩元"],
  ["INR", "₹|Rs[.,]?"],
  ["TRY", "₺|TL"],
  ["RUB", "₽|руб[.,]?"],
  ["THB", "฿"],
  ["VND", "₫"],
  ["PHP", "₱"],
  ["UAH", "₴"],
  ["ILS", "₪"],
  ["PLN", "z[łl]"],
  ["CZK", "Kč"],
  ["CHF", "S?Fr[.,]"],
  ["IDR", "Rp[.,]?"],
  ["CNY", "￥|RMB|CNH|人民[币幣]|[元圆圓块]|yuan"],
  ["MYR", "RM"],
  ["¥", "¥"],
  ["$", "[$＄]"],
  ["kr", "kr[.,]?"],
];
const codes =
  "CNY USD EUR GBP HKD TWD JPY KRW SGD AUD CAD NZD CHF SEK NOK DKK ISK PLN CZK HUF RON BGN TRY RUB UAH ILS AED SAR QAR KWD BHD OMR JOD EGP ZAR NGN KES INR PKR BDT LKR THB MYR IDR PHP VND MOP BRL MXN ARS CLP COP PEN".split(
    " ",
  );
/** What `RM` and the like mean, where they stand before a number without a space: more often a code. */
const codeLike = /^([A-Za-z]+0\d*|(RM|TL|Rs|Rp|kr|yuan)\d+)$/i;

/** Any of the signs; to be matched without regard to case, in a text without spaces. */
export const currencyPattern = [codes.join("|"), ...written.map(([, pattern]) => pattern)].join("|");

const patterns: readonly (readonly [string, string])[] = [
  ...codes.map((code) => [code, code] as const),
  ...written,
];
const byCode = patterns.map(([code, pattern]) => [code, new RegExp(pattern, "i")] as const);
const whole = patterns.map(([code, pattern]) => [code, new RegExp(`^(${pattern})$`, "i")] as const);
const names: Readonly<Record<string, string>> = {
  dollar: "$",
  usdollar: "USD",
  pound: "GBP",
  poundsterling: "GBP",
  yen: "JPY",
  renminbi: "CNY",
  chineseyuan: "CNY",
  台币: "TWD",
  台幣: "TWD",
  澳门元: "MOP",
};

/** The currency that stands beside a number; null where none does. */
export function signIn(cell: string): string | null {
  return byCode.find(([, pattern]) => pattern.test(cell))?.[0] ?? null;
}

/** The currency that a word is: `usd`, `人民币`, `$`; null where it is none that is known. */
export function currencyOfWord(word: string): string | null {
  const plain = word.trim().replace(/\s*[(（].*$/, "");
  const name = names[plain.toLowerCase().replace(/[\s.]/g, "").replace(/s$/, "")];
  return name ?? whole.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}

/** The currency that a heading names, such as "Amount (USD)" or 金额(元); letters count as whole words only. */
export function currencyInHeading(heading: string): string | null {
  if (heading.length > 100) return null;
  const words = heading.split(/[^A-Za-z]+/);
  const code = words.find(
    (word) => codes.includes(word) || /^(usd|eur|gbp|cny|rmb|hkd|jpy|twd)$/i.test(word),
  );
  if (code !== undefined) return signIn(code);
  const named =
    /人民[币幣]|港[元币幣]|美[元金]|[欧歐]元|日[元圓]|英[镑鎊]|新[台臺][币幣]|TEUR|(?<![A-Za-z])TL(?![A-Za-z])/.exec(
      heading,
    );
  if (named) return signIn(named[0].replace(/^T(?=EUR)/, ""));
  const unit = /[(（[][^)）\]]*([元圆圓円])[)）\]]\s*$/.exec(heading)?.[1];
  const sign = /(?<![A-Za-z])(HK|NT|US|R|S|AU?|CA?|NZ|MX)?\$|[€£¥￥₹₩₺₽฿]/.exec(heading)?.[0];
  return signIn(unit ?? sign ?? "");
}

/** Whether a text is a code of letters and figures rather than an amount: `RM12`, `TRY001`. */
export function isCodeLike(cell: string): boolean {
  return codeLike.test(cell);
}

/** What stands for a currency in a text column, to be read by `signIn`; null where nothing does. */
export function signSql(cell: Sql): Sql {
  return sql`nullif(regexp_extract(${cell}, ${currencyPattern}, 0, 'i'), '')`;
}

const dollars = ["USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD", "MXN", "ARS", "CLP", "COP"];
const shared: Readonly<Record<string, readonly string[]>> = {
  $: dollars,
  "¥": ["CNY", "JPY"],
  kr: ["SEK", "NOK", "DKK", "ISK"],
};

/** Whether a sign that several countries share may stand for a currency: `$` for any dollar. */
export function mayBe(sign: string, code: string): boolean {
  return sign === code || (shared[sign]?.includes(code) ?? false);
}

/**
 * Which currency each of the found signs is: one that several countries share is the only one of those that
 * stands beside it; else it stays for itself.
 */
export function settleSigns(found: Iterable<string>): Map<string, string> {
  const all = [...new Set(found)];
  return new Map(
    all.map((sign) => {
      const others = all.filter((other) => other !== sign && mayBe(sign, other));
      return [sign, others.length === 1 ? (others[0] ?? sign) : sign];
    }),
  );
}
