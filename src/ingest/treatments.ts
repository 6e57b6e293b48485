import type { Text } from "../i18n/text.ts";
import { currencyMessages, currencyName } from "./currency.ts";
import { unitNames } from "./questions/numbers.messages.ts";
import {
  type ColumnFormat,
  type Mapping,
  type Policies,
  type Rule,
  type Scale,
  type Treatment,
  scales,
} from "./source.ts";
import { treatmentTexts as texts } from "./treatments.messages.ts";
import { alsoMark } from "./time-formats.ts";

/** The rules of cleaning as choices: what is done unless the user says otherwise comes first. */
export const policyChoices = {
  duplicates: {
    label: texts.duplicates,
    rule: null,
    options: [
      { value: "drop", label: texts.dropNumbered },
      { value: "drop-all", label: texts.dropAll },
      { value: "keep", label: texts.keepAll },
    ],
  },
  refunds: {
    label: texts.refunds,
    rule: texts.refundsRule,
    options: [
      { value: "net", label: texts.refundsNet },
      { value: "ignore", label: texts.refundsIgnore },
    ],
  },
  cancelled: {
    label: texts.cancelled,
    rule: texts.cancelledRule,
    options: [
      { value: "exclude", label: texts.cancelledOut },
      { value: "include", label: texts.cancelledIn },
    ],
  },
  ids: {
    label: texts.ids,
    rule: texts.idsRule,
    options: [
      { value: "merge", label: texts.idsMerge },
      { value: "keep", label: texts.idsKeep },
    ],
  },
  zero: {
    label: texts.zero,
    rule: texts.zeroRule,
    options: [
      { value: "count", label: texts.zeroCount },
      { value: "leave-out", label: texts.zeroOut },
    ],
  },
  totals: {
    label: texts.totals,
    rule: texts.totalsRule,
    options: [
      { value: "aside", label: texts.totalsAside },
      { value: "take", label: texts.totalsTake },
    ],
  },
  states: {
    label: texts.states,
    rule: texts.statesRule,
    options: [
      { value: "later", label: texts.statesLater },
      { value: "sum", label: texts.statesSum },
    ],
  },
  merged: {
    label: texts.cellsMerged,
    rule: texts.cellsMergedRule,
    options: [
      { value: "fill", label: texts.cellsFill },
      { value: "keep", label: texts.cellsKeep },
    ],
  },
  numbers: {
    label: texts.numbers,
    rule: null,
    options: [
      { value: "auto", label: texts.numbersAuto },
      { value: "number", label: texts.numbersNumber },
      { value: "day", label: texts.numbersDay },
      { value: "row", label: texts.numbersRow },
    ],
  },
  people: {
    label: texts.people,
    rule: texts.peopleRule,
    options: [
      { value: "first", label: texts.peopleFirst },
      { value: "last", label: texts.peopleLast },
    ],
  },
} as const satisfies Record<Rule, Pick<Treatment, "label" | "options"> & { readonly rule: Text | null }>;

/** What a rule is set to; one that was never chosen, to its first option. */
export function policyValue(policies: Policies, policy: Rule): string {
  return policies[policy] ?? policyChoices[policy].options[0].value;
}

/** A rule as the choice of a receipt. */
export function policyTreatment(policies: Policies, policy: Rule): Treatment {
  return { ...policyChoices[policy], sets: { kind: "policy", policy }, value: policyValue(policies, policy) };
}

/** The choice of a receipt of equal rows, with an order number or without one. */
export function duplicatesTreatment(policies: Policies, numbered: boolean): Treatment {
  const { duplicates } = policies;
  const drop = numbered ? (duplicates === "drop-all" ? "drop-all" : "drop") : "drop-all";
  const keep = numbered || duplicates === "keep" ? "keep" : "drop";
  return {
    sets: { kind: "policy", policy: "duplicates" },
    label: texts.duplicates,
    rule: texts.duplicatesRule,
    value: (numbered ? duplicates !== "keep" : duplicates === "drop-all") ? drop : keep,
    options: [
      { value: drop, label: texts.keepOne },
      { value: keep, label: texts.keepAll },
    ],
  };
}

/** The choice of a receipt of order numbers that stand in several rows; `taken` is how they are read now. */
export function numbersTreatment(policies: Policies, taken: "number" | "day" | "row"): Treatment {
  const choice = policyTreatment(policies, "numbers");
  return { ...choice, value: taken, options: choice.options.filter(({ value }) => value !== "auto") };
}

/** Rules with another value. @throws Error where the rule knows no such value. */
export function treatedPolicies(policies: Policies, policy: Rule, value: string): Policies {
  if (!policyChoices[policy].options.some((option) => option.value === value))
    throw new Error(`no treatment ${value} of ${policy}`);
  return { ...policies, [policy]: value };
}

/** A mapping with what a receipt's choice changes in it. */
export function treatedMapping(mapping: Mapping, { sets }: Treatment, value: string): Mapping {
  const withFormat = (column: string, format: ColumnFormat): Mapping => ({
    ...mapping,
    formats: { ...mapping.formats, [column]: format },
  });
  switch (sets.kind) {
    case "policy":
    case "currency":
      return mapping;
    case "time":
      return withFormat(sets.column, { kind: "time", format: value });
    case "scale": {
      const before = mapping.formats[sets.column];
      const decimal = before?.kind === "number" ? before.decimal : ".";
      return withFormat(sets.column, {
        kind: "number",
        decimal,
        scale: scales.find((one) => String(one) === value) ?? 1,
      });
    }
    case "status":
      if (value !== "completed" && value !== "cancelled" && value !== "refunded") return mapping;
      if (sets.further)
        return { ...mapping, furtherStatuses: { ...mapping.furtherStatuses, [sets.word]: value } };
      return { ...mapping, statuses: { ...mapping.statuses, [sets.word]: value } };
    case "answer":
      return {
        ...mapping,
        answers: { ...mapping.answers, ...Object.fromEntries(sets.ids.map((of) => [of, value])) },
      };
  }
}

/** The choice of the currency that is kept where files have several. */
export function currencyTreatment(value: string, found: readonly string[]): Treatment {
  return {
    sets: { kind: "currency" },
    label: currencyMessages.label,
    rule: null,
    value,
    options: found.map((currency) => ({ value: currency, label: currencyName(currency) })),
  };
}

/** The choice of what a status word means. */
export function statusTreatment(word: string, value: string, further = false): Treatment {
  return {
    sets: { kind: "status", word, ...(further && { further }) },
    label: texts.statusOf(word),
    rule: null,
    value,
    options: [
      { value: "completed", label: texts.completed },
      { value: "cancelled", label: texts.isCancelled },
      { value: "refunded", label: texts.refunded },
    ],
  };
}

/** The choice of which of day and month comes first, as the question about it has it. */
export function dayOrderTreatment(
  column: string,
  value: string,
  options: readonly { readonly value: string; readonly label: Text }[],
): Treatment {
  return {
    sets: { kind: "time", column },
    label: texts.dayOrderOf(column),
    rule: null,
    value,
    options: options.map(({ value: format, label }) => ({ value: format, label })),
  };
}

/** The choice of the unit that a column counts in: `other` is what it could be instead. */
export function scaleTreatment(column: string, scale: Scale, other: Scale): Treatment {
  const unit = scale === 1 ? other : scale;
  return {
    sets: { kind: "scale", column },
    label: texts.scaleOf(column),
    rule: unit === 0.01 ? texts.scaleRule(column) : texts.timesRule(column, unit),
    value: String(scale),
    options: [
      { value: String(unit), label: unitNames[`${unit}`] },
      { value: "1", label: unitNames["1"] },
    ],
  };
}

/** The choice of a further way in which times are written that the column's own format does not read. */
export function alsoTreatment(
  column: string,
  format: string,
  further: readonly {
    readonly format: string;
    readonly example: string;
    readonly day: string;
    readonly rows: number;
  }[],
): Treatment {
  return {
    sets: { kind: "time", column },
    label: texts.alsoOf(column),
    rule: null,
    value: format,
    options: [
      { value: format, label: texts.leaveAside },
      ...further.map((one) => ({
        value: `${format}${alsoMark}${one.format}`,
        label: texts.alsoRead(one.example, one.day, one.rows),
      })),
    ],
  };
}

/** The choice to take a further way of writing times back. */
export function alsoUndo(column: string, format: string): Treatment {
  return {
    sets: { kind: "time", column },
    label: texts.alsoOf(column),
    rule: texts.alsoRule(column),
    value: format,
    options: [
      { value: format, label: texts.readBoth },
      { value: format.slice(0, format.lastIndexOf(alsoMark)), label: texts.leaveAside },
    ],
  };
}
