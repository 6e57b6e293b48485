import { TextError } from "../i18n/text.ts";
import { paramMessages } from "./params.messages.ts";
import type { Metric, Param, ParamValue, ParamValues } from "./metric.ts";

/**
 * The params of a metric in full: given values checked, defaults for the rest. Text is read where a
 * number or a switch is meant, as it comes from a command line or a form.
 * @throws TextError that names the param, the value and what is allowed
 */
export function readParams(metric: Metric, values: ParamValues): ParamValues {
  for (const name of Object.keys(values))
    if (!(name in metric.params))
      throw new TextError(paramMessages.unknown(name, Object.keys(metric.params)));
  return Object.fromEntries(
    Object.entries(metric.params).map(([name, param]) => [
      name,
      name in values ? readParam(name, param, values[name] ?? null) : param.default,
    ]),
  );
}

function readParam(name: string, param: Param, given: ParamValue): ParamValue {
  switch (param.kind) {
    case "integer":
    case "number": {
      const value = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
      const whole = param.kind === "integer";
      if (typeof value !== "number" || !Number.isFinite(value) || (whole && !Number.isInteger(value)))
        throw new TextError(paramMessages.notNumber(name, String(given), whole));
      if (value < param.min || value > param.max)
        throw new TextError(paramMessages.outside(name, value, param.min, param.max));
      return value;
    }
    case "choice":
      if (typeof given !== "string" || !Object.hasOwn(param.values, given))
        throw new TextError(paramMessages.notChoice(name, String(given), Object.keys(param.values)));
      return given;
    case "switch":
      if (given === true || given === "true") return true;
      if (given === false || given === "false") return false;
      throw new TextError(paramMessages.notChoice(name, String(given), ["true", "false"]));
    case "column":
    case "customer":
      return given === null || given === "" ? null : String(given);
  }
}
