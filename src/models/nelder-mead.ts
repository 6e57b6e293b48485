import type { Minimum } from "./minimise.ts";

/**
 * Minimises without gradients (Nelder & Mead 1965), for where a gradient search gives up: on a surface with
 * kinks or hardly any slope. A value that is no number counts as infinitely bad.
 */
export function nelderMead(
  f: (at: Float64Array) => number,
  start: ArrayLike<number>,
  { maxSteps = 2000, tolerance = 1e-12 }: { readonly maxSteps?: number; readonly tolerance?: number } = {},
): Pick<Minimum, "at" | "value" | "converged" | "steps"> {
  const n = start.length;
  const value = (at: Float64Array) => {
    const result = f(at);
    return Number.isFinite(result) ? result : Infinity;
  };
  let corners = Array.from({ length: n + 1 }, (_, corner) => {
    const at = Float64Array.from(start);
    if (corner > 0) at[corner - 1] = (at[corner - 1] ?? 0) + 0.5;
    return { at, value: value(at) };
  });
  let steps = 0;
  let converged = false;
  for (; steps < maxSteps; steps += 1) {
    corners = corners.sort((a, b) => a.value - b.value);
    const [best, worst] = [corners[0], corners[n]];
    if (!best || !worst) break;
    const width = Math.max(
      ...corners.map(({ at }) =>
        Math.max(...at.map((component, i) => Math.abs(component - (best.at[i] ?? 0)))),
      ),
    );
    if (worst.value - best.value <= tolerance * (1 + Math.abs(best.value)) && width < 1e-5) {
      converged = true;
      break;
    }
    const centre = new Float64Array(n);
    for (const { at } of corners.slice(0, n))
      at.forEach((component, i) => (centre[i] = (centre[i] ?? 0) + component / n));
    const along = (by: number) => {
      const at = centre.map((component, i) => component + by * ((worst.at[i] ?? 0) - component));
      return { at, value: value(at) };
    };
    const reflected = along(-1);
    const second = corners[n - 1]?.value ?? Infinity;
    let next = reflected;
    if (reflected.value < best.value) {
      const further = along(-2);
      if (further.value < reflected.value) next = further;
    } else if (reflected.value >= second) {
      next = reflected.value < worst.value ? along(-0.5) : along(0.5);
      if (next.value >= Math.min(reflected.value, worst.value)) {
        // Nothing along this line is better: shrink towards the best corner.
        corners = corners.map((corner, k) => {
          if (k === 0) return corner;
          const at = corner.at.map((component, i) => (component + (best.at[i] ?? 0)) / 2);
          return { at, value: value(at) };
        });
        continue;
      }
    }
    corners[n] = next;
  }
  corners.sort((a, b) => a.value - b.value);
  return {
    at: corners[0]?.at ?? Float64Array.from(start),
    value: corners[0]?.value ?? Infinity,
    converged,
    steps,
  };
}
