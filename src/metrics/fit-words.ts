import { formatCount } from "../i18n/format.ts";
import type { Text } from "../i18n/text.ts";
import type { Fit } from "../models/btyd/fit.ts";
import type { Spending } from "../models/btyd/spending.ts";
import { derivedOf } from "../models/btyd/derived.ts";
import type { Frame, Row } from "../tables/frame.ts";
import type { Remark } from "./metric.ts";
import { numberAt } from "./rows.ts";

/** Names of how far a fit got, for a column that holds one. */
export const fitStatuses = {
  ok: { en: "Fitted", "zh-CN": "拟合正常" },
  boundary: { en: "On a boundary", "zh-CN": "落在边界上" },
  ridge: { en: "On a ridge", "zh-CN": "落在脊线上" },
  "too-few": { en: "Too few to fit", "zh-CN": "数据太少" },
  "not-converged": { en: "Did not settle", "zh-CN": "未收敛" },
  "no-mean": { en: "No mean exists", "zh-CN": "均值不存在" },
} as const;

/** What a summary tells of a fit, for remarks to be made of. */
export const fitColumns = {
  status: { type: "text", label: { en: "Fit", "zh-CN": "拟合" }, values: fitStatuses },
  dropout_evidence: {
    type: "number",
    unit: "ratio",
    label: { en: "Evidence of leaving (2ΔLL)", "zh-CN": "流失的证据（2ΔLL）" },
  },
  open_parameters: { type: "text", label: { en: "Parameters left open", "zh-CN": "数据定不下来的参数" } },
  known_ratio_of: { type: "text", label: { en: "What is known of them", "zh-CN": "其中能定下来的" } },
  known_ratio: {
    type: "number",
    unit: "ratio",
    label: { en: "Their ratio", "zh-CN": "其比值" },
  },
  spend_status: { type: "text", label: { en: "Fit of spending", "zh-CN": "金额拟合" }, values: fitStatuses },
  spend_correlation: {
    type: "number",
    unit: "ratio",
    label: { en: "corr(x, mean value)", "zh-CN": "次数与均价的相关" },
  },
  spenders: {
    type: "integer",
    unit: "customers",
    label: { en: "Customers behind spending", "zh-CN": "金额模型的顾客数" },
  },
} as const;

/** The values of those columns; null where spending has no part in it. */
export function fitRow(fit: Fit, spending: Spending | null): Row {
  // What the open parameters make together: how fast customers leave, or how often they buy.
  const leaving = fit.open.some((name) => name !== "r" && name !== "alpha");
  const known = fit.open.length > 0 ? derivedOf(fit)[leaving ? 1 : 0] : undefined;
  return {
    status: fit.status,
    dropout_evidence: Number.isFinite(fit.logLikelihood) ? fit.dropoutEvidence : null,
    open_parameters: fit.open.length > 0 ? fit.open.join(", ") : null,
    known_ratio: known && known.standardError !== null ? known.estimate : null,
    known_ratio_of: known?.name ?? null,
    spend_status: spending?.fit.status ?? null,
    spend_correlation: spending?.correlation ?? null,
    spenders: spending?.fit.customers ?? null,
  };
}

/** Whether figures may be made of a fit at all, and whether P(alive) is one of them. */
export const isFitted = (fit: Fit) =>
  Number.isFinite(fit.parameters[0]) && fit.status !== "not-converged" && fit.status !== "too-few";

const words = {
  tooFew: {
    en: "Too few customers bought on a second day to fit a model: no forecast is made.",
    "zh-CN": "在第二天再次购买的顾客太少，无法拟合模型，因此不作预测。",
  },
  notConverged: {
    en: "The fit did not settle: no forecast is made. Another model may do.",
    "zh-CN": "拟合没有收敛，因此不作预测。可以换一个模型。",
  },
  noDropout: (gain: number): Text => ({
    en: `The data do not show that anyone has left: the fit is on a boundary, and nobody ever leaving explains the purchases as well (log-likelihood differs by ${gain.toFixed(2)}, 1.35 needed). P(active) would be near 1 for all and is not shown`,
    "zh-CN": `数据看不出有人流失：拟合落在边界上，“无人流失”的模型解释得一样好（对数似然只差 ${gain.toFixed(2)}，至少要差 1.35）。活跃概率会人人接近 1，因此不显示`,
  }),
  upperEnd: {
    en: "; values count everyone as staying and are an upper end.",
    "zh-CN": "；金额按“人人都还在”计算，只能当作上限。",
  },
  noRisk: {
    en: ", nor is value at risk; the list is sorted by what each would spend if still there.",
    "zh-CN": "，风险金额也不显示；名单按“若仍在，预期会花多少”排序。",
  },
  ridge: (open: string, known: string | null): Text => ({
    en: `The data do not tell parameters ${open} one by one (the fit is on a ridge)${known === null ? "" : `, only ${known}`}. Intervals cover all that fits.`,
    "zh-CN": `参数 ${open} 各自定不下来（拟合落在脊线上）${known === null ? "" : `，数据只能确定 ${known}`}。区间已包含所有说得通的取值。`,
  }),
  boundary: (open: string): Text => ({
    en: `Parameter ${open} runs to its limit (the fit is on a boundary): the data do not tell how customers differ in it. Intervals cover all that fits.`,
    "zh-CN": `参数 ${open} 一直跑到极限（拟合落在边界上）：数据看不出顾客在这一点上的差别。区间已包含所有说得通的取值。`,
  }),
  spending: {
    "no-mean": {
      en: "Spending varies so much that its model has no mean (q ≤ 1): a purchase counts as the customer's own mean instead.",
      "zh-CN": "金额差异太大，金额模型的均值不存在（q ≤ 1）：改用顾客自己的平均金额。",
    },
    boundary: {
      en: "Purchases are worth so much the same that spending cannot be modelled: a purchase counts as the customer's own mean.",
      "zh-CN": "每次金额几乎一样，无法建立金额模型：改用顾客自己的平均金额。",
    },
    "too-few": {
      en: "Too few repeat purchases have a value to model spending: a purchase counts as the customer's own mean.",
      "zh-CN": "有金额的重复购买太少，无法建立金额模型：改用顾客自己的平均金额。",
    },
    "not-converged": {
      en: "The fit of spending did not settle: a purchase counts as the customer's own mean.",
      "zh-CN": "金额模型没有收敛：改用顾客自己的平均金额。",
    },
  } as Readonly<Record<string, Text>>,
  correlated: (value: number): Text => ({
    en: `Who buys more often spends ${value > 0 ? "more" : "less"} each time (correlation ${value.toFixed(2)}), which the spending model takes not to be so.`,
    "zh-CN": `买得越勤的顾客每次花得越${value > 0 ? "多" : "少"}（相关系数 ${value.toFixed(2)}），而金额模型假定两者无关。`,
  }),
};
/** Above this a correlation of frequency and spending is told; in CDNOW it is 0.11. */
const tellingCorrelation = 0.25;

/** What a fit could not tell, from the columns above. `purpose` is what P(alive) was wanted for. */
export function fitRemarks(summary: Frame | undefined, purpose: "value" | "risk" | "check"): Remark[] {
  if (!summary || summary.length === 0) return [{ caution: true, text: words.tooFew }];
  const text = (column: string) => summary.values[column]?.[0] ?? null;
  const remarks: Text[] = [];
  const status = text("status");
  const evidence = numberAt(summary, "dropout_evidence");
  const open = text("open_parameters");
  if (status === "too-few") return [{ caution: true, text: words.tooFew }];
  if (status === "not-converged") return [{ caution: true, text: words.notConverged }];
  if (!seesDropout(summary)) {
    const end =
      purpose === "value" ? words.upperEnd : purpose === "risk" ? words.noRisk : { en: ".", "zh-CN": "。" };
    const told = words.noDropout((evidence ?? 0) / 2);
    remarks.push({ en: told.en + end.en, "zh-CN": told["zh-CN"] + end["zh-CN"] });
  } else if (status === "ridge") {
    const ratio = numberAt(summary, "known_ratio");
    const known = ratio === null ? null : `${String(text("known_ratio_of"))} = ${ratio.toPrecision(3)}`;
    remarks.push(words.ridge(String(open ?? ""), known));
  } else if (status === "boundary") remarks.push(words.boundary(String(open ?? "")));
  if (purpose !== "check") {
    const spending = words.spending[String(text("spend_status"))];
    if (spending) remarks.push(spending);
    const correlation = numberAt(summary, "spend_correlation");
    if (
      !spending &&
      correlation !== null &&
      Math.abs(correlation) > tellingCorrelation &&
      (numberAt(summary, "spenders") ?? 0) >= 30
    )
      remarks.push(words.correlated(correlation));
  }
  return remarks.map((told) => ({ caution: true, text: told }));
}

/** Whether the data show that customers leave at all. */
export function seesDropout(summary: Frame | undefined): boolean {
  return (numberAt(summary, "dropout_evidence") ?? 0) >= 2.706;
}

/** How a forecast did: of `actual` purchases, `expected`. */
export function missedBy(actual: number, expected: number): Text {
  const share = actual > 0 ? (expected - actual) / actual : null;
  const percent = share === null ? "" : ` (${share < 0 ? "−" : "+"}${(Math.abs(share) * 100).toFixed(1)}%)`;
  const zh = share === null ? "" : `（${share < 0 ? "−" : "+"}${(Math.abs(share) * 100).toFixed(1)}%）`;
  return {
    en: `${formatCount(actual, "en")} purchases happened, ${formatCount(expected, "en")} were expected${percent}.`,
    "zh-CN": `实际 ${formatCount(actual, "zh-CN")} 次购买，预期 ${formatCount(expected, "zh-CN")} 次${zh}。`,
  };
}
