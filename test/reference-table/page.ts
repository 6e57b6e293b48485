import type { Locale, Text } from "../../src/i18n/text.ts";
import { type ReferenceRow, allowedOf, differenceOf } from "./row.ts";

const words = {
  title: { en: "Regulars: reference numbers", "zh-CN": "常客：参考数值对照" },
  heading: { en: "Reference numbers", "zh-CN": "参考数值对照" },
  intro: {
    en: "Metrics and models are computed on public data and compared with published results. A test makes this page and fails where a figure leaves its tolerance.",
    "zh-CN":
      "指标和模型在公开数据上计算，并与已发表的结果比对。本页由测试生成；任一数值超出容差，测试即失败。",
  },
  read: {
    en: "Where a row stands for many figures, the one that differs most is shown. “Relative” differences are shares of the published figure, all others are in its own unit.",
    "zh-CN": "一行代表多个数值时，只列相差最大的一个。标“相对”的差异是与发表值之比，其余与发表值同单位。",
  },
  other: { en: "中文", "zh-CN": "English" },
  back: { en: "Back to Regulars", "zh-CN": "返回常客" },
  subject: { en: "Metric or model", "zh-CN": "指标或模型" },
  data: { en: "Data", "zh-CN": "数据" },
  quantity: { en: "Figure", "zh-CN": "数值" },
  of: { en: "How many", "zh-CN": "个数" },
  published: { en: "Published", "zh-CN": "发表值" },
  ours: { en: "Ours", "zh-CN": "本产品" },
  difference: { en: "Difference", "zh-CN": "差异" },
  tolerance: { en: "Allowed", "zh-CN": "容差" },
  source: { en: "Source", "zh-CN": "来源" },
  exact: { en: "none", "zh-CN": "无" },
  relative: { en: "relative", "zh-CN": "相对" },
} as const satisfies Record<string, Text>;

export const pageName = (locale: Locale) =>
  locale === "en" ? "reference-numbers.html" : "reference-numbers.zh-CN.html";

/** The page of one language: a table without a script. */
export function referencePage(rows: readonly ReferenceRow[], locale: Locale): string {
  const say = (name: keyof typeof words) => escaped(words[name][locale]);
  const other = locale === "en" ? "zh-CN" : "en";
  const count = rows.reduce((sum, { of }) => sum + of, 0);
  const total =
    locale === "en"
      ? `${rows.length} rows for ${count.toLocaleString("en")} figures.`
      : `共 ${rows.length} 行，${count.toLocaleString("zh-CN")} 个数值。`;
  const heads = (
    ["subject", "data", "quantity", "of", "published", "ours", "difference", "tolerance", "source"] as const
  ).map((key) => `<th scope="col"${numeric.has(key) ? ' class="n"' : ""}>${say(key)}</th>`);
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self'" />
<title>${say("title")}</title>
<link rel="icon" href="favicon.svg" />
<style>${style}</style>
</head>
<body>
<main>
<nav><a href="./">${say("back")}</a> <a href="${pageName(other)}" lang="${other}" hreflang="${other}">${say("other")}</a></nav>
<h1>${say("heading")}</h1>
<p>${say("intro")} ${total}</p>
<p>${say("read")}</p>
<div class="scroll" role="region" aria-label="${say("heading")}" tabindex="0">
<table>
<thead><tr>${heads.join("")}</tr></thead>
<tbody>
${rows.map((row) => line(row, locale)).join("\n")}
</tbody>
</table>
</div>
</main>
</body>
</html>
`;
}

const numeric = new Set(["of", "published", "ours", "difference", "tolerance"]);
function line(row: ReferenceRow, locale: Locale): string {
  const { subject, data, quantity, of, published, ours, tolerance, source } = row;
  const unit = tolerance !== "exact" && "relative" in tolerance ? ` ${words.relative[locale]}` : "";
  const difference = differenceOf(row);
  const least = allowedOf(row) / 1000;
  // A thousandth of what is allowed is as good as nothing, and may differ between machines.
  const told =
    difference === 0
      ? "0"
      : `${difference < least ? `< ${scientific(least)}` : scientific(difference)}${unit}`;
  const texts = [subject, data, quantity].map((text) => `<td>${escaped(text[locale])}</td>`);
  const numbers = [
    of.toLocaleString("en"),
    shown(published, row),
    shown(ours, row),
    told,
    tolerance === "exact" ? words.exact[locale] : `${scientific(allowedOf(row))}${unit}`,
  ].map((text) => `<td class="n">${escaped(text)}</td>`);
  return `<tr>${texts.join("")}${numbers.join("")}<td>${escaped(source[locale])}</td></tr>`;
}
/** With so many digits that a hundredth of what is allowed can be seen, ten at most. */
function shown(value: number, row: ReferenceRow): string {
  if (Number.isInteger(value)) return value.toLocaleString("en").replace("-", "−");
  const step = allowedOf(row) / 100;
  const size = row.tolerance !== "exact" && "relative" in row.tolerance ? 1 : Math.abs(value);
  const digits = step > 0 ? Math.ceil(Math.log10(size / step)) : 10;
  return String(Number(value.toPrecision(Math.min(10, Math.max(4, digits))))).replace("-", "−");
}
function scientific(value: number): string {
  return value >= 0.1 ? String(Number(value.toPrecision(1))) : value.toExponential(0).replace("-", "−");
}
const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

const style = `
:root { color-scheme: light dark; }
body { margin: 0; font: 14px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; background: Canvas; color: CanvasText; }
main { max-width: 1440px; margin: 0 auto; padding: 24px 16px 48px; }
nav { display: flex; gap: 16px; }
a { color: LinkText; padding: 4px 0; }
h1 { font-size: 22px; margin: 12px 0 8px; }
p { max-width: 76ch; margin: 0 0 8px; }
.scroll { overflow: auto; margin-top: 16px; }
table { border-collapse: collapse; font-size: 13px; }
th, td { text-align: start; vertical-align: top; padding: 5px 10px 5px 0; border-bottom: 1px solid color-mix(in srgb, CanvasText 18%, Canvas); }
th { font-weight: 600; white-space: nowrap; border-bottom-color: CanvasText; }
td { min-width: 5em; }
.n { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
`;
