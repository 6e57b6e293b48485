import type { Text } from "../i18n/text.ts";

const sinceLetters: Readonly<Record<string, Text>> = {
  day: { en: "D", "zh-CN": "天" },
  week: { en: "W", "zh-CN": "周" },
  month: { en: "M", "zh-CN": "月" },
  quarter: { en: "Q", "zh-CN": "季" },
  year: { en: "Y", "zh-CN": "年" },
};
const sinceWords: Readonly<Record<string, Text>> = {
  day: { en: "Day", "zh-CN": "天" },
  week: { en: "Week", "zh-CN": "周" },
  month: { en: "Month", "zh-CN": "月" },
  quarter: { en: "Quarter", "zh-CN": "季" },
  year: { en: "Year", "zh-CN": "年" },
};
const plural = (n: number, one: string, many: string) => (n === 1 ? one : many);

export const messages = {
  all: { en: "All", "zh-CN": "全部" },
  notStated: { en: "Not stated", "zh-CN": "未填写" },
  yes: { en: "Yes", "zh-CN": "是" },
  no: { en: "No", "zh-CN": "否" },
  n: { en: "n", "zh-CN": "n" },
  note: { en: "Note", "zh-CN": "注意" },
  period: { en: "Period", "zh-CN": "周期" },
  interval: { en: "95% CI", "zh-CN": "95% 区间" },
  incomplete: { en: "Incomplete", "zh-CN": "未满" },
  fewBehind: { en: "Fewer than 30", "zh-CN": "不足 30" },
  tooFew: { en: "hidden, n under 10", "zh-CN": "不足 10，不显示" },
  allHidden: { en: "Under 10 stand behind each point: hidden.", "zh-CN": "每个点都不足 10，不显示。" },
  noData: { en: "No data in this window.", "zh-CN": "这个范围内没有数据。" },
  tooSmall: { en: "Too small to draw", "zh-CN": "空间不足" },
  average: { en: "Weighted avg", "zh-CN": "加权平均" },
  chart: { en: "chart", "zh-CN": "图表" },
  range: (low: string, high: string): Text => ({ en: `${low} to ${high}`, "zh-CN": `${low} 至 ${high}` }),
  other: (n: number): Text => ({ en: `Other (${n})`, "zh-CN": `其他（${n} 项）` }),
  /** A column of periods since the first: M1. */
  since: (period: string | null, count: number): Text => {
    const letter = period ? sinceLetters[period] : undefined;
    return letter
      ? { en: `${letter.en}${count}`, "zh-CN": `第 ${count} ${letter["zh-CN"]}` }
      : { en: String(count), "zh-CN": String(count) };
  },
  /** The same in full: Month 1. */
  sinceWord: (period: string | null, count: number): Text => {
    const word = period ? sinceWords[period] : undefined;
    return word
      ? { en: `${word.en} ${count}`, "zh-CN": `第 ${count} ${word["zh-CN"]}` }
      : { en: `Period ${count}`, "zh-CN": `第 ${count} 期` };
  },
  latestCohorts: (shown: number, all: number): Text => ({
    en: `Latest ${shown} of ${all} cohorts; the average covers all.`,
    "zh-CN": `只列最近 ${shown} 个批次（共 ${all} 个），平均含全部。`,
  }),
  latestCohortsPlain: (shown: number, all: number): Text => ({
    en: `Latest ${shown} of ${all} cohorts.`,
    "zh-CN": `只列最近 ${shown} 个批次（共 ${all} 个）。`,
  }),
  latestPeriods: (shown: number, all: number): Text => ({
    en: `Latest ${shown} of ${all} periods.`,
    "zh-CN": `只画最近 ${shown} 个周期（共 ${all} 个）。`,
  }),
  largestGroups: (shown: number, all: number): Text => ({
    en: `Largest ${shown} of ${all} groups.`,
    "zh-CN": `只列最大的 ${shown} 组（共 ${all} 组）。`,
  }),
  firstRows: (shown: number, all: number): Text => ({
    en: `First ${shown} of ${all} rows.`,
    "zh-CN": `只列前 ${shown} 行（共 ${all} 行）。`,
  }),
  /** What the two ends of the colour scale stand for. */
  scale: (low: string, high: string): Text => ({
    en: `Colour: 8 steps from ${low} to ${high}.`,
    "zh-CN": `颜色：从 ${low} 到 ${high} 分 8 级。`,
  }),
  cut: (items: string, value: string): Text => ({
    en: `Top ${items} bring ${value}`,
    "zh-CN": `前 ${items} 贡献 ${value}`,
  }),
  /** The same in two short lines. */
  cutLines: (items: string, value: string): Text => ({
    en: `Top ${items} bring\n${value} of value`,
    "zh-CN": `前 ${items}\n贡献 ${value} 金额`,
  }),
  cutShort: (items: string, value: string): Text => ({
    en: `Top ${items}\nbring ${value}`,
    "zh-CN": `前 ${items}\n贡献 ${value}`,
  }),
  reach: (items: string, value: string): Text => ({
    en: `Top ${items}: ${value} of value`,
    "zh-CN": `前 ${items}：金额的 ${value}`,
  }),
  /** How far the value goes that is reached with a class. */
  reachOf: (name: string, items: string, value: string): Text => ({
    en: `Up to class ${name}, the top ${items} bring ${value} of value.`,
    "zh-CN": `到 ${name} 类为止，前 ${items} 贡献金额的 ${value}。`,
  }),
  pointsOf: (n: number, x: string, y: string): Text => ({
    en: `${n} ${plural(n, "point", "points")}: ${y} by ${x}.`,
    "zh-CN": `${n} 个点：${x} 与 ${y}。`,
  }),
  oneClass: { en: "All are in one class.", "zh-CN": "全部属于同一类。" },
  /** How an average goes: its first period and its last, each with its value. */
  averageRuns: (
    name: string,
    rows: number,
    first: readonly [string, string],
    last: readonly [string, string] | null,
    split: boolean,
  ): Text => ({
    en: `${name} of ${rows} ${split ? plural(rows, "group", "groups") : plural(rows, "cohort", "cohorts")}, weighted average: ${first[1]} in ${first[0].toLowerCase()}${last ? `, ${last[1]} in ${last[0].toLowerCase()}` : ""}.`,
    "zh-CN": `${rows} 个${split ? "分组" : "批次"}的${name}，加权平均：${first[0]} ${first[1]}${last ? `，${last[0]} ${last[1]}` : ""}。`,
  }),
  cohortsOnly: (rows: number): Text => ({
    en: `${rows} ${plural(rows, "cohort", "cohorts")}.`,
    "zh-CN": `共 ${rows} 个批次。`,
  }),
  openLeftOut: { en: " Incomplete periods are left out.", "zh-CN": "未满周期不计入。" },
  groupsOf: (value: string, n: number): Text => ({
    en: `${value} of ${n} groups.`,
    "zh-CN": `${n} 组的${value}。`,
  }),
  groupsRange: (
    value: string,
    n: number,
    best: readonly [string, string],
    worst: readonly [string, string],
  ): Text => ({
    en: `${value} of ${n} groups, last: highest ${best[0]} with ${best[1]}, lowest ${worst[0]} with ${worst[1]}.`,
    "zh-CN": `${n} 组的${value}，最近一期：最高 ${best[0]} ${best[1]}，最低 ${worst[0]} ${worst[1]}。`,
  }),
  noneComplete: { en: "No period is complete yet.", "zh-CN": "还没有走完的周期。" },
  /** How a single line goes. */
  runs: (
    value: string,
    first: readonly [string, string],
    last: readonly [string, string] | null,
    change: number,
  ): Text => {
    const [en, zh] = change > 0 ? ["rises", "升至"] : change < 0 ? ["falls", "降至"] : ["stays", "仍为"];
    return last
      ? {
          en: `${value} ${en} from ${first[1]} (${first[0]}) to ${last[1]} (${last[0]}).`,
          "zh-CN": `${value}从 ${first[1]}（${first[0]}）${zh} ${last[1]}（${last[0]}）。`,
        }
      : { en: `${value}: ${first[1]} (${first[0]}).`, "zh-CN": `${value}：${first[1]}（${first[0]}）。` };
  },
  barsRange: (
    value: string,
    best: readonly [string, string],
    worst: readonly [string, string] | null,
  ): Text => ({
    en: `${value}: highest ${best[0]} with ${best[1]}${worst ? `, lowest ${worst[0]} with ${worst[1]}` : ""}.`,
    "zh-CN": `${value}：最高 ${best[0]} ${best[1]}${worst ? `，最低 ${worst[0]} ${worst[1]}` : ""}。`,
  }),
  largestCell: (cells: number, row: string, column: string, value: string): Text => ({
    en: `${cells} cells; the largest is ${row}, ${column}: ${value}.`,
    "zh-CN": `共 ${cells} 格；最大的是 ${row}、${column}：${value}。`,
  }),
  highestGroup: (
    value: string,
    n: number,
    best: readonly [string, string, string],
    worst: readonly [string, string, string] | null,
  ): Text => ({
    en: `${value} of ${n} ${plural(n, "group", "groups")}: highest ${best[0]} with ${best[1]} (${best[2]})${worst ? `, lowest ${worst[0]} with ${worst[1]} (${worst[2]})` : ""}.`,
    "zh-CN": `${n} 组的${value}：最高 ${best[0]} ${best[1]}（${best[2]}）${worst ? `，最低 ${worst[0]} ${worst[1]}（${worst[2]}）` : ""}。`,
  }),
  /** Where the largest group went, and how many stayed what they were. */
  flows: (all: string, stayed: string, move: readonly [string, string, string] | null): Text => ({
    en: `${stayed} of ${all} stayed.${move ? ` The largest move is ${move[0]} to ${move[1]}: ${move[2]}.` : ""}`,
    "zh-CN": `${all} 中有 ${stayed} 未变。${move ? `最大的流动是${move[0]}到${move[1]}：${move[2]}。` : ""}`,
  }),
  moveOf: (from: string, to: string, count: string): Text => ({
    en: `${from} to ${to}: ${count}`,
    "zh-CN": `${from} → ${to}：${count}`,
  }),
  /** Which input matters most, from and to what it moves a figure. */
  tornado: (
    value: string,
    base: string,
    most: readonly [input: string, low: string, high: string] | null,
  ): Text => ({
    en: `${value} is ${base}.${most ? ` ${most[0]} matters most: ${most[1]} to ${most[2]}.` : ""}`,
    "zh-CN": `${value}为 ${base}。${most ? `影响最大的是${most[0]}：${most[1]} 至 ${most[2]}。` : ""}`,
  }),
  lowerInput: { en: "Lower input", "zh-CN": "取低值" },
  higherInput: { en: "Higher input", "zh-CN": "取高值" },
  change: { en: "Change", "zh-CN": "变化" },
  happened: (n: number, first: string, last: string): Text => ({
    en: `${n} ${plural(n, "event", "events")} from ${first} to ${last}.`,
    "zh-CN": `${first} 至 ${last} 共 ${n} 件事。`,
  }),
  /** A class and how many are in it. */
  inClass: (name: string): Text => ({ en: `Class ${name}`, "zh-CN": `${name} 类` }),
  actual: { en: "Actual", "zh-CN": "实际" },
  expected: { en: "Expected", "zh-CN": "预期" },
  difference: { en: "Expected against actual", "zh-CN": "预期比实际" },
  fittedSide: { en: "fitted", "zh-CN": "用于拟合" },
  heldOutSide: (day: string): Text => ({ en: `held out after ${day}`, "zh-CN": `${day} 之后留出` }),
  cutAt: { en: "cut", "zh-CN": "切分" },
  fittedDay: { en: "Fitted to", "zh-CN": "用于拟合" },
  heldOutDay: { en: "Held out", "zh-CN": "留出检验" },
  agreement: { en: "as told", "zh-CN": "与预测一致" },
  /** How expected and actual compare, since the cut where there is one. */
  tracked: (actual: string, expected: string, cut: string | null): Text => ({
    en: `${cut ? `After ${cut}: ` : ""}${actual} actual, ${expected} expected.`,
    "zh-CN": `${cut ? `${cut} 之后：` : ""}实际 ${actual}，预期 ${expected}。`,
  }),
  compared: (group: string, all: readonly (readonly [string, string, string])[]): Text => ({
    en: `Actual and expected by ${group.toLowerCase()}: ${all.map(([name, actual, expected]) => `${name}: ${actual} and ${expected}`).join("; ")}.`,
    "zh-CN": `按${group}的实际与预期：${all.map(([name, actual, expected]) => `${name}：${actual} 与 ${expected}`).join("；")}。`,
  }),
  calibrated: (
    bins: number,
    all: { readonly told: string; readonly happened: string; readonly n: string },
  ): Text => ({
    en: `${bins} ${plural(bins, "group", "groups")} of ${all.n} customers: ${all.told} were told on average, ${all.happened} happened.`,
    "zh-CN": `${bins} 组共 ${all.n} 位顾客：平均预测 ${all.told}，实际 ${all.happened}。`,
  }),
  atRisk: { en: "At risk", "zh-CN": "仍可观察" },
  halfAfter: (days: number): Text => ({
    en: `Half after ${days.toLocaleString("en")} ${plural(days, "day", "days")}`,
    "zh-CN": `半数在 ${days.toLocaleString("zh-CN")} 天`,
  }),
  /** After how many days each group passes one half. */
  halves: (value: string, groups: readonly (readonly [string, string, string | null])[]): Text => ({
    en: `${value}: ${groups.map(([name, n, days]) => `${name} (n = ${n}) ${days === null ? "does not pass one half" : `passes one half after ${days} days`}`).join("; ")}.`,
    "zh-CN": `${value}：${groups.map(([name, n, days]) => `${name}（n = ${n}）${days === null ? "未过半" : `第 ${days} 天过半`}`).join("；")}。`,
  }),
  /** From one order to the next, as on a rung of a ladder. */
  rung: (orders: number): Text => ({ en: `${orders} → ${orders + 1}`, "zh-CN": `${orders} → ${orders + 1}` }),
  climbs: (
    value: string,
    first: readonly [string, string],
    last: readonly [string, string] | null,
  ): Text => ({
    en: `${value}: ${first[1]} at ${first[0]}${last ? `, ${last[1]} at ${last[0]}` : ""}.`,
    "zh-CN": `${value}：${first[0]} 为 ${first[1]}${last ? `，${last[0]} 为 ${last[1]}` : ""}。`,
  }),
  equality: { en: "all equal", "zh-CN": "完全均等" },
  gini: (value: string): Text => ({ en: `Gini ${value}`, "zh-CN": `基尼系数 ${value}` }),
  /** How much the least valuable half brings. */
  lorenz: (gini: string, half: string): Text => ({
    en: `Gini coefficient ${gini}. The least half brings ${half} of value.`,
    "zh-CN": `基尼系数 ${gini}。金额较低的一半贡献 ${half}。`,
  }),
  least: (items: string, value: string): Text => ({
    en: `Least ${items}: ${value} of value`,
    "zh-CN": `后 ${items}：金额的 ${value}`,
  }),
  items: { en: "Items", "zh-CN": "数量" },
  perClass: { en: "Share of all", "zh-CN": "占全部" },
} as const;
