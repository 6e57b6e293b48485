import { formatCount, formatDay } from "../i18n/format.ts";
import type { Locale, Text } from "../i18n/text.ts";
import type { Days } from "./requests.ts";

const plural = (n: number, one: string, many: string) => `${formatCount(n, "en")} ${n === 1 ? one : many}`;

export const messages = {
  // Filters
  filters: { en: "Filters", "zh-CN": "筛选" },
  dates: { en: "Date range", "zh-CN": "日期范围" },
  range: (from: string, to: string): Text => ({
    en: from === to ? formatDay(to, "en") : `${shortFrom(from, to)} – ${formatDay(to, "en")}`,
    "zh-CN": from === to ? formatDay(to, "zh-CN") : days({ from, to }, "zh-CN"),
  }),
  from: { en: "From", "zh-CN": "从" },
  to: { en: "To", "zh-CN": "到" },
  presets: {
    all: { en: "All data", "zh-CN": "全部数据" },
    "twelve-months": { en: "Last 12 months", "zh-CN": "最近 12 个月" },
    "year-to-date": { en: "This year", "zh-CN": "今年" },
    "ninety-days": { en: "Last 90 days", "zh-CN": "最近 90 天" },
  },
  known: (from: string, to: string): Text => ({
    en: `The data run from ${formatDay(from, "en")} to ${formatDay(to, "en")}.`,
    "zh-CN": `数据从 ${formatDay(from, "zh-CN")} 到 ${formatDay(to, "zh-CN")}。`,
  }),
  outside: { en: "Not in the data, not applied.", "zh-CN": "不在数据范围内，没有采用。" },
  missed: (asked: Days, known: Days, shown: string): Text => ({
    en: `This dashboard asks for ${days(asked, "en")}, and the data run from ${days(known, "en")}. It shows the nearest day, ${formatDay(shown, "en")}.`,
    "zh-CN": `这个看板要看 ${days(asked, "zh-CN")}，而数据是 ${days(known, "zh-CN")}。现在显示最近的一天：${formatDay(shown, "zh-CN")}。`,
  }),
  allDates: { en: "Show all dates", "zh-CN": "显示全部日期" },
  compared: { en: "Compared with", "zh-CN": "对比" },
  compare: {
    none: { en: "nothing", "zh-CN": "不对比" },
    year: { en: "same days last year", "zh-CN": "去年同期" },
    previous: { en: "the days before", "zh-CN": "上一时段" },
  },
  noComparison: {
    en: "The data do not reach back to the days that this range is compared with.",
    "zh-CN": "数据没有早到可以与这个范围对比的日子。",
  },
  filter: { en: "Filter", "zh-CN": "筛选" },
  addFilter: { en: "Add a filter", "zh-CN": "添加筛选" },
  all: (n: number): Text => ({
    en: `All ${formatCount(n, "en")}`,
    "zh-CN": `全部 ${formatCount(n, "zh-CN")}`,
  }),
  someOf: (n: number, all: number): Text => ({ en: `${n} of ${all}`, "zh-CN": `${n}/${all}` }),
  notStated: { en: "Not stated", "zh-CN": "未注明" },
  findValue: { en: "Find a value", "zh-CN": "查找" },
  moreValues: (n: number): Text => ({
    en: `${formatCount(n, "en")} more; type to find them.`,
    "zh-CN": `还有 ${formatCount(n, "zh-CN")} 个，输入文字来查找。`,
  }),
  noValue: (words: string): Text => ({
    en: `No value has “${words}” in it.`,
    "zh-CN": `没有包含“${words}”的值。`,
  }),
  strangeValue: { en: "not in these data", "zh-CN": "数据中没有" },
  everything: { en: "All values", "zh-CN": "全部" },
  removeFilter: (column: string): Text => ({ en: `Remove filter ${column}`, "zh-CN": `去掉筛选：${column}` }),
  counted: {
    orders: (n: number, last: string): Text => ({
      en: `${plural(n, "order", "orders")}, last on ${formatDay(last, "en")}`,
      "zh-CN": `${formatCount(n, "zh-CN")} 笔订单，最后一笔在 ${formatDay(last, "zh-CN")}`,
    }),
    answers: (n: number, last: string): Text => ({
      en: `${plural(n, "answer", "answers")}, last on ${formatDay(last, "en")}`,
      "zh-CN": `${formatCount(n, "zh-CN")} 份答卷，最后一份在 ${formatDay(last, "zh-CN")}`,
    }),
  },
  countedOf: {
    orders: (n: number, all: number): Text => ({
      en: `${formatCount(n, "en")} of ${plural(all, "order", "orders")}`,
      "zh-CN": `${formatCount(all, "zh-CN")} 笔订单中的 ${formatCount(n, "zh-CN")} 笔`,
    }),
    answers: (n: number, all: number): Text => ({
      en: `${formatCount(n, "en")} of ${plural(all, "answer", "answers")}`,
      "zh-CN": `${formatCount(all, "zh-CN")} 份答卷中的 ${formatCount(n, "zh-CN")} 份`,
    }),
  },
  present: { en: "Present", "zh-CN": "演示" },
  moreActions: { en: "More", "zh-CN": "更多" },
  edit: { en: "Edit", "zh-CN": "编辑" },

  // State
  ready: { en: "Dashboard ready", "zh-CN": "看板已就绪" },
  updating: { en: "Computing the dashboard", "zh-CN": "正在计算看板" },
  noDashboard: {
    en: "This document has no such dashboard. It may have been deleted.",
    "zh-CN": "文档里没有这个看板，它可能已被删除。",
  },
  noData: {
    en: "This dashboard waits for data. Open the files that it is about.",
    "zh-CN": "这个看板在等数据。请打开它所用的文件。",
  },
  openFiles: { en: "Choose files", "zh-CN": "选择文件" },
  emptyDashboard: { en: "No tile yet.", "zh-CN": "还没有卡片。" },
  loading: { en: "Loading the data", "zh-CN": "正在载入数据" },

  // Editing
  editing: { en: "Editing", "zh-CN": "编辑中" },
  editBar: { en: "Edit dashboard", "zh-CN": "编辑看板" },
  undo: { en: "Undo", "zh-CN": "撤销" },
  redo: { en: "Redo", "zh-CN": "重做" },
  last: (label: Text): Text => ({ en: `Last: ${label.en}`, "zh-CN": `刚才：${label["zh-CN"]}` }),
  preview: { en: "Preview width", "zh-CN": "预览宽度" },
  wide: { en: "Wide, 12 columns", "zh-CN": "宽 12 列" },
  narrow: { en: "Narrow, 4 columns", "zh-CN": "窄 4 列" },
  discard: { en: "Discard", "zh-CN": "放弃更改" },
  discarded: { en: "Changes discarded", "zh-CN": "已放弃更改" },
  done: { en: "Done", "zh-CN": "完成" },
  addTile: { en: "Add tile", "zh-CN": "添加卡片" },
  palette: { en: "Tiles to add", "zh-CN": "可添加的卡片" },
  findTile: { en: "Find a metric or figure", "zh-CN": "找指标，如“复购”" },
  metrics: { en: "Metrics", "zh-CN": "指标" },
  numbers: { en: "Single figures", "zh-CN": "数字卡" },
  fromNotebook: { en: "From the notebook", "zh-CN": "来自笔记本" },
  layout: { en: "Layout", "zh-CN": "版面" },
  text: { en: "Text", "zh-CN": "文字" },
  nothingFound: (words: string): Text => ({
    en: `Nothing matches “${words}”.`,
    "zh-CN": `没有与“${words}”匹配的内容。`,
  }),
  unsupported: { en: "needs columns that these data lack", "zh-CN": "缺少所需的列" },
  keysHelp: {
    add: { en: "Enter", "zh-CN": "回车" },
    lift: { en: "Space", "zh-CN": "空格" },
    en: [
      "Without a mouse: ",
      " adds the entry; on a tile ",
      " lifts it, arrows move it, ",
      " with arrows resizes it.",
    ],
    "zh-CN": ["不用鼠标：选中后按 ", " 添加；在卡片上按 ", " 拿起，方向键移动，", " 加方向键改大小。"],
  },
  tileEditor: (title: string): Text => ({ en: `Tile ${title}`, "zh-CN": `卡片“${title}”` }),
  arrangeKeys: {
    en: "Press Space to lift, Enter for settings, Delete to remove",
    "zh-CN": "按空格拿起，回车打开设置，Delete 移除",
  },
  grip: (title: string): Text => ({ en: `Move ${title}`, "zh-CN": `移动“${title}”` }),
  resize: (title: string): Text => ({ en: `Resize ${title}`, "zh-CN": `调整“${title}”的大小` }),
  arrangeKeysNarrow: {
    en: "Press Space to move or resize, Enter for settings, Delete to remove",
    "zh-CN": "按空格移动或改大小，回车打开设置，Delete 移除",
  },
  earlier: { en: "Move up", "zh-CN": "上移" },
  later: { en: "Move down", "zh-CN": "下移" },
  shorter: { en: "Less tall", "zh-CN": "矮一些" },
  taller: { en: "Taller", "zh-CN": "高一些" },
  atOf: (at: number, all: number): Text => ({
    en: `Tile ${at} of ${all}`,
    "zh-CN": `第 ${at} 张，共 ${all} 张`,
  }),
  rowsHigh: (h: number): Text => ({
    en: `${plural(h, "row", "rows")} high`,
    "zh-CN": `高 ${h} 行`,
  }),
  lifted: (title: string): Text => ({
    en: `${title} lifted. Arrows move, Shift with arrows resizes, Space drops, Esc puts back.`,
    "zh-CN": `已拿起“${title}”。方向键移动，Shift 加方向键改大小，空格放下，Esc 放回。`,
  }),
  place: ({ x, y, w, h }: { x: number; y: number; w: number; h: number }): Text => ({
    en: `Col ${x + 1}, row ${y + 1}, ${w} × ${h}`,
    "zh-CN": `第 ${x + 1} 列，第 ${y + 1} 行，${w} × ${h}`,
  }),
  dropHere: { en: "Drop here", "zh-CN": "放在这里" },
  dropped: (title: string): Text => ({ en: `${title} dropped`, "zh-CN": `已放下“${title}”` }),
  putBack: (title: string): Text => ({ en: `${title} put back`, "zh-CN": `“${title}”已放回` }),
  keyMove: { en: "move", "zh-CN": "移动" },
  keyResize: { en: "resize", "zh-CN": "改大小" },
  keyDrop: { en: "drop", "zh-CN": "放下" },
  keyBack: { en: "put back", "zh-CN": "放回" },

  // Inspector
  settings: { en: "Tile settings", "zh-CN": "卡片设置" },
  close: { en: "Close", "zh-CN": "关闭" },
  title: { en: "Title", "zh-CN": "标题" },
  titleEn: { en: "English", "zh-CN": "English" },
  titleZh: { en: "中文", "zh-CN": "中文" },
  metric: { en: "Metric", "zh-CN": "指标" },
  chart: { en: "Chart", "zh-CN": "图表" },
  table: { en: "Table", "zh-CN": "表格" },
  charts: {
    triangle: { en: "Triangle", "zh-CN": "三角表" },
    line: { en: "Line", "zh-CN": "折线" },
    bars: { en: "Bars", "zh-CN": "柱形" },
    grid: { en: "Grid", "zh-CN": "网格" },
    pareto: { en: "Pareto", "zh-CN": "帕累托" },
    lorenz: { en: "Lorenz", "zh-CN": "洛伦兹曲线" },
    survival: { en: "Survival curve", "zh-CN": "生存曲线" },
    ladder: { en: "Ladder", "zh-CN": "阶梯" },
    intervals: { en: "Intervals", "zh-CN": "区间" },
    flow: { en: "Flow", "zh-CN": "流向" },
    tornado: { en: "Tornado", "zh-CN": "龙卷风图" },
    page: { en: "Page", "zh-CN": "整页" },
    timeline: { en: "Timeline", "zh-CN": "时间线" },
    tracking: { en: "Tracking", "zh-CN": "跟踪图" },
    against: { en: "Actual and expected", "zh-CN": "实际与预期" },
    calibration: { en: "Calibration", "zh-CN": "校准图" },
    table: { en: "Table", "zh-CN": "表格" },
  },
  figureOf: (name: string): Text => ({ en: `Figure: ${name}`, "zh-CN": `数字：${name}` }),
  placeAndSize: { en: "Position and size", "zh-CN": "位置与大小" },
  column: { en: "Column", "zh-CN": "列" },
  row: { en: "Row", "zh-CN": "行" },
  width: { en: "Width", "zh-CN": "宽" },
  height: { en: "Height", "zh-CN": "高" },
  between: (min: number, max: number): Text => ({
    en: `Use ${min} to ${max}.`,
    "zh-CN": `应在 ${min} 到 ${max} 之间。`,
  }),
  seeSql: { en: "See SQL", "zh-CN": "看 SQL" },
  remove: { en: "Remove", "zh-CN": "移除" },
  markdown: { en: "Text (Markdown)", "zh-CN": "文字（Markdown）" },
  cellOf: { en: "Notebook cell", "zh-CN": "笔记本单元格" },
  toNotebook: { en: "Open in the notebook", "zh-CN": "在笔记本中打开" },
  nothingSelected: { en: "Choose a tile to change its settings.", "zh-CN": "选一张卡片来改它的设置。" },
  cellGone: {
    en: "The notebook cell of this tile is gone.",
    "zh-CN": "这张卡片所用的单元格已不在笔记本里。",
  },
  cellFailed: { en: "This cell could not be run.", "zh-CN": "这个单元格没能运行。" },
  engineMessage: { en: "Engine message", "zh-CN": "引擎信息" },
  ringOfCells: (names: readonly string[]): Text => ({
    en: `These cells read one another: ${names.join(" → ")}.`,
    "zh-CN": `这些单元格互相引用：${names.join(" → ")}。`,
  }),
  firstRows: (shown: number, all: number): Text => ({
    en: `First ${formatCount(shown, "en")} of ${formatCount(all, "en")} rows`,
    "zh-CN": `共 ${formatCount(all, "zh-CN")} 行，显示前 ${formatCount(shown, "zh-CN")} 行`,
  }),
  rows: (n: number): Text => ({ en: plural(n, "row", "rows"), "zh-CN": `${formatCount(n, "zh-CN")} 行` }),
  unfiltered: {
    en: "SQL of the notebook runs on all data, without the filters above.",
    "zh-CN": "笔记本的 SQL 针对全部数据运行，不受上方筛选影响。",
  },
  newText: { en: "## Heading\n\nWhat these figures mean.", "zh-CN": "## 标题\n\n这些数字说明什么。" },
  untitled: { en: "Untitled", "zh-CN": "未命名" },
  tileMenu: (title: string): Text => ({ en: `Menu of ${title}`, "zh-CN": `“${title}”的菜单` }),
  configure: { en: "Configure", "zh-CN": "设置" },
  duplicate: { en: "Duplicate", "zh-CN": "复制一份" },

  // Changes, as undo names them
  changes: {
    dates: { en: "change the dates", "zh-CN": "更改日期" },
    compare: { en: "change the comparison", "zh-CN": "更改对比" },
    filter: (column: string): Text => ({ en: `filter by ${column}`, "zh-CN": `按${column}筛选` }),
    clear: { en: "clear the filters", "zh-CN": "清除筛选" },
    add: (title: Text): Text => ({ en: `add ${title.en}`, "zh-CN": `添加“${title["zh-CN"]}”` }),
    remove: (title: Text): Text => ({ en: `remove ${title.en}`, "zh-CN": `移除“${title["zh-CN"]}”` }),
    duplicate: (title: Text): Text => ({ en: `duplicate ${title.en}`, "zh-CN": `复制“${title["zh-CN"]}”` }),
    move: (title: Text): Text => ({ en: `move ${title.en}`, "zh-CN": `移动“${title["zh-CN"]}”` }),
    resize: (title: Text, w: number, h: number): Text => ({
      en: `resize ${title.en} to ${w} × ${h}`,
      "zh-CN": `调整“${title["zh-CN"]}”为 ${w} × ${h}`,
    }),
    settings: (title: Text): Text => ({ en: `change ${title.en}`, "zh-CN": `更改“${title["zh-CN"]}”的设置` }),
    title: (title: Text): Text => ({ en: `rename ${title.en}`, "zh-CN": `重命名“${title["zh-CN"]}”` }),
    text: { en: "change a text", "zh-CN": "修改文字" },
    cell: { en: "open as SQL cell", "zh-CN": "作为 SQL 单元格打开" },
  },
  removed: (title: Text): Text => ({ en: `Removed ${title.en}`, "zh-CN": `已移除“${title["zh-CN"]}”` }),
  added: (title: Text): Text => ({ en: `${title.en} added`, "zh-CN": `已添加“${title["zh-CN"]}”` }),
};

function days({ from, to }: Days, locale: Locale): string {
  return `${formatDay(from, locale)} ${locale === "en" ? "to" : "至"} ${formatDay(to, locale)}`;
}

/** The year stands once where both days are of the same. */
function shortFrom(from: string, to: string): string {
  const text = formatDay(from, "en");
  return from.slice(0, 4) === to.slice(0, 4) ? text.replace(/ \d{4}$/, "") : text;
}
