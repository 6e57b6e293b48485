/** More categories than this are drawn together, in the last colour. */
export const mostCategories = 8;

/** Which categories have a colour of their own, and which class each wears. */
export interface Categories {
  readonly kept: readonly string[];
  readonly others: readonly string[];
  readonly classOf: (name: string) => string;
}

/**
 * Colours by name: their order is that of `fixed` where it is given, else of the alphabet, never of rank,
 * so that a filter does not recolour. With more than eight, the seven of the greatest weight stay.
 */
export function categoriesOf(
  weights: ReadonlyMap<string, number>,
  fixed: readonly string[] = [],
): Categories {
  const names = [...weights.keys()];
  const place = (name: string) => {
    const index = fixed.indexOf(name);
    return index < 0 ? fixed.length : index;
  };
  const ordered = (list: readonly string[]) =>
    [...list].sort((a, b) => place(a) - place(b) || (a < b ? -1 : a > b ? 1 : 0));
  const crowded = names.length > mostCategories;
  const kept = ordered(
    crowded
      ? [...names]
          .sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0) || (a < b ? -1 : 1))
          .slice(0, mostCategories - 1)
      : names,
  );
  // While all the known names fit, each keeps its place among all of them.
  const colored =
    fixed.length > 0 && fixed.length <= mostCategories && kept.every((name) => fixed.includes(name));
  const series = new Map(kept.map((name, i) => [name, `s${(colored ? place(name) : i) + 1}`]));
  return {
    kept,
    others: ordered(names.filter((name) => !series.has(name))),
    classOf: (name) => series.get(name) ?? "s8",
  };
}
