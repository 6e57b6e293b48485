import type { Metric } from "./metric.ts";

const modules = import.meta.glob<{ default: Metric }>("./catalog/*.ts", { eager: true });

/** Every metric, found by its file: a new one needs no second place. */
export const metrics: readonly Metric[] = Object.values(modules).map((module) => module.default);

/** A metric by its id, or null. */
export function metricById(id: string): Metric | null {
  return metrics.find((metric) => metric.id === id) ?? null;
}
