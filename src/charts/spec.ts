import type { Text } from "../i18n/text.ts";

/**
 * What a chart shows of a result, as data. `C` is the result's column names: a channel that is no column
 * does not compile. `part` names another part of the result than its main table.
 */
interface SpecBase {
  readonly part?: string;
  /** What stands above the chart on a page of several. */
  readonly title?: Text;
}

/** Cohorts by row, periods since by column, with the size-weighted average as last row. */
export interface TriangleSpec<C extends string = string> extends SpecBase {
  readonly mark: "triangle";
  readonly row: C;
  readonly column: C;
  readonly size: C;
  /** What a cell shows. */
  readonly value: C;
  readonly interval?: readonly [C, C];
  readonly complete: C;
  /** How the average row is formed: weighted by size; "none" for measures that do not average. */
  readonly average: "weighted" | "none";
}
/** One line a series. */
export interface LineSpec<C extends string = string> extends SpecBase {
  readonly mark: "line";
  readonly x: C;
  readonly y: C;
  readonly color?: C;
  readonly band?: readonly [C, C];
  readonly n?: C;
  readonly complete?: C;
  /** Whether the y axis starts at zero. */
  readonly zero?: boolean;
  readonly step?: boolean;
}
/** Bars, stacked by colour. */
export interface BarsSpec<C extends string = string> extends SpecBase {
  readonly mark: "bars";
  readonly x: C;
  readonly y: C;
  readonly color?: C;
  readonly complete?: C;
  readonly horizontal?: boolean;
}
/** Two ordered axes with customers and a share in each cell. */
export interface GridSpec<C extends string = string> extends SpecBase {
  readonly mark: "grid";
  readonly x: C;
  readonly y: C;
  /** What the values of `x` stand in the order of, where their own says nothing. */
  readonly xOrder?: C;
  readonly value: C;
  readonly share?: C;
  readonly label?: C;
}
/** Cumulative share of value against share of items, best first, with the cuts between classes. */
export interface ParetoSpec<C extends string = string> extends SpecBase {
  readonly mark: "pareto";
  /** Share of customers, 0–1. */
  readonly x: C;
  /** Cumulative share of value, 0–1. */
  readonly y: C;
  /** The class of the point; a change of class is a cut. */
  readonly class: C;
}
/** The same share from the least item upwards, beside the line on which all are equal. */
export interface LorenzSpec<C extends string = string> extends SpecBase {
  readonly mark: "lorenz";
  /** Share of items, the least first, 0–1. */
  readonly x: C;
  readonly y: C;
  /** The Gini coefficient; the same in every row. */
  readonly gini: C;
}
/** The share for whom something has not happened yet (or has), in steps by day, with those still at risk. */
export interface SurvivalSpec<C extends string = string> extends SpecBase {
  readonly mark: "survival";
  readonly x: C;
  readonly y: C;
  readonly atRisk: C;
  readonly band?: readonly [C, C];
  readonly color?: C;
  /** Whether it shows who it has happened to, from nobody upwards, instead of who is left. */
  readonly rises?: boolean;
}
/** A rung each step: how many of those who got there took the next, with its interval and n. */
export interface LadderSpec<C extends string = string> extends SpecBase {
  readonly mark: "ladder";
  /** The number of the step. */
  readonly step: C;
  readonly x: C;
  readonly low: C;
  readonly high: C;
  readonly n: C;
  readonly color?: C;
}
/** A point and its interval, one row a group. */
export interface IntervalsSpec<C extends string = string> extends SpecBase {
  readonly mark: "intervals";
  readonly y: C;
  readonly x: C;
  readonly low: C;
  readonly high: C;
  readonly n: C;
}
/** From what each was to what each is: two stacks joined by bands as thick as those who moved. */
export interface FlowSpec<C extends string = string> extends SpecBase {
  readonly mark: "flow";
  readonly from: C;
  readonly to: C;
  readonly value: C;
  /** The share of those in `from`. */
  readonly share?: C;
}
/** What a figure would be with each input lower and higher than it is, the widest first. */
export interface TornadoSpec<C extends string = string> extends SpecBase {
  readonly mark: "tornado";
  /** The input that is changed. */
  readonly y: C;
  /** The figure as it is; the same in every row. */
  readonly base: C;
  /** The figure with the lower input and with the higher one. */
  readonly low: C;
  readonly high: C;
  /** The lower and the higher input, and the column that names the unit of both. */
  readonly inputs: readonly [C, C];
  readonly unit: C;
}
/** What happened when: a dot each on a lane of its kind, the larger the more money moved. */
export interface TimelineSpec<C extends string = string> extends SpecBase {
  readonly mark: "timeline";
  readonly x: C;
  readonly lane: C;
  readonly size: C;
  /** What else is to be read of it. */
  readonly facts: readonly C[];
}
/** What happened, as a line, against what a model expected, with the cut up to which it was fitted. */
export interface TrackingSpec<C extends string = string> extends SpecBase {
  readonly mark: "tracking";
  readonly x: C;
  readonly y: C;
  readonly expected: C;
  /** Whether a row lies after the cut. */
  readonly heldOut?: C;
}
/** A bar of what happened a group, with its interval, and a point of what was expected. */
export interface AgainstSpec<C extends string = string> extends SpecBase {
  readonly mark: "against";
  readonly x: C;
  readonly y: C;
  readonly expected: C;
  readonly low?: C;
  readonly high?: C;
  readonly n: C;
}
/** Shares that happened against the probabilities that were told, beside the line where both agree. */
export interface CalibrationSpec<C extends string = string> extends SpecBase {
  readonly mark: "calibration";
  readonly x: C;
  readonly y: C;
  readonly low: C;
  readonly high: C;
  readonly n: C;
}
/** Rows as they are. */
export interface TableSpec<C extends string = string> extends SpecBase {
  readonly mark: "table";
  readonly columns?: readonly C[];
}
/** The only row of the main part as a card of facts, and other charts of the metric below it. */
export interface PageSpec extends SpecBase {
  readonly mark: "page";
  /** Without the card: the charts alone, in their order. */
  readonly facts?: false;
  readonly charts: readonly string[];
}
export type ChartSpec<C extends string = string> =
  | TriangleSpec<C>
  | LineSpec<C>
  | BarsSpec<C>
  | GridSpec<C>
  | ParetoSpec<C>
  | LorenzSpec<C>
  | SurvivalSpec<C>
  | LadderSpec<C>
  | IntervalsSpec<C>
  | FlowSpec<C>
  | TornadoSpec<C>
  | TimelineSpec<C>
  | TrackingSpec<C>
  | AgainstSpec<C>
  | CalibrationSpec<C>
  | PageSpec
  | TableSpec<C>;
