/** A minimum as it was found. `curvature` is the Hessian there, row by row. */
export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly converged: boolean;
  readonly steps: number;
}

export interface MinimiseOptions {
  readonly maxSteps?: number;
  /** Largest gradient component, relative to 1 + |value|, at which the search ends. */
  readonly tolerance?: number;
  /** Called at each step; throws to cancel. */
  readonly onStep?: (step: number, value: number) => void;
  /** An inverse Hessian to start from. */
  readonly inverse?: Float64Array;
}

const penalty = 1e100;

/**
 * Minimises a smooth function of a few variables by BFGS with central differences and a backtracking
 * line search (Nocedal & Wright, Numerical Optimization, ch. 6). A value that is no number counts as a
 * large finite one, so that the search turns back from where the function is not defined.
 */
export function minimise(
  f: (at: Float64Array) => number,
  start: ArrayLike<number>,
  options: MinimiseOptions = {},
): Minimum {
  const { maxSteps = 300, tolerance = 1e-9, onStep } = options;
  const n = start.length;
  const value = (at: Float64Array) => {
    const result = f(at);
    return Number.isFinite(result) ? result : penalty;
  };
  let at = Float64Array.from(start);
  let best = value(at);
  let gradient = centralGradient(value, at);
  let inverse = options.inverse ? Float64Array.from(options.inverse) : identity(n);
  let converged = false;
  let still = 0;
  let step = 0;
  for (; step < maxSteps; step += 1) {
    onStep?.(step, best);
    if (largest(gradient) <= tolerance * (1 + Math.abs(best))) {
      converged = true;
      break;
    }
    let direction = times(inverse, gradient, -1);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      inverse = identity(n);
      direction = gradient.map((g) => -g);
      slope = dot(direction, gradient);
    }
    // Log-parameters: a step of more than e² in any of them is never meant.
    const reach = largest(direction);
    let length = reach > 2 ? 2 / reach : 1;
    let next = at;
    let found = best;
    for (let tries = 0; tries < 40; tries += 1) {
      const moved = at.map((component, index) => component + length * (direction[index] ?? 0));
      found = value(moved);
      if (found <= best + 1e-4 * length * slope) {
        next = moved;
        break;
      }
      length /= 2;
    }
    if (next === at) {
      converged = largest(gradient) <= 1e-6 * (1 + Math.abs(best));
      break;
    }
    const nextGradient = centralGradient(value, next);
    const s = next.map((component, index) => component - (at[index] ?? 0));
    const y = nextGradient.map((component, index) => component - (gradient[index] ?? 0));
    const gain = best - found;
    updateInverse(inverse, s, y, step === 0 && !options.inverse);
    at = next;
    best = found;
    gradient = nextGradient;
    // On a ridge, or down at the noise of the function, nothing more is to be had.
    still = gain <= 1e-11 * (1 + Math.abs(best)) ? still + 1 : 0;
    if (still === 3) {
      converged = largest(gradient) <= 1e-5 * (1 + Math.abs(best));
      break;
    }
    if (
      gain >= 0 &&
      gain <= 1e-15 * (1 + Math.abs(best)) &&
      largest(gradient) <= 1e-7 * (1 + Math.abs(best))
    ) {
      converged = true;
      break;
    }
  }
  return { at, value: best, gradient, converged, steps: step };
}

/** The Hessian by central differences, row by row. */
export function hessian(f: (at: Float64Array) => number, at: Float64Array, width = 1e-3): Float64Array {
  const n = at.length;
  const result = new Float64Array(n * n);
  const shifted = (i: number, di: number, j: number, dj: number) => {
    const moved = Float64Array.from(at);
    moved[i] = (moved[i] ?? 0) + di;
    moved[j] = (moved[j] ?? 0) + dj;
    return f(moved);
  };
  const centre = f(at);
  for (let i = 0; i < n; i += 1) {
    // Fourth order on the diagonal.
    result[i * n + i] =
      (-shifted(i, 2 * width, i, 0) +
        16 * shifted(i, width, i, 0) -
        30 * centre +
        16 * shifted(i, -width, i, 0) -
        shifted(i, -2 * width, i, 0)) /
      (12 * width * width);
    for (let j = 0; j < i; j += 1) {
      const mixed =
        (shifted(i, width, j, width) -
          shifted(i, width, j, -width) -
          shifted(i, -width, j, width) +
          shifted(i, -width, j, -width)) /
        (4 * width * width);
      result[i * n + j] = mixed;
      result[j * n + i] = mixed;
    }
  }
  return result;
}

/** The inverse of a symmetric positive definite matrix by Cholesky; null where it is not one. */
export function inverseOf(matrix: Float64Array, n: number): Float64Array | null {
  const lower = cholesky(matrix, n);
  if (!lower) return null;
  const result = new Float64Array(n * n);
  for (let column = 0; column < n; column += 1) {
    const solution = new Float64Array(n);
    for (let i = 0; i < n; i += 1) {
      let sum = i === column ? 1 : 0;
      for (let k = 0; k < i; k += 1) sum -= (lower[i * n + k] ?? 0) * (solution[k] ?? 0);
      solution[i] = sum / (lower[i * n + i] ?? 1);
    }
    for (let i = n - 1; i >= 0; i -= 1) {
      let sum = solution[i] ?? 0;
      for (let k = i + 1; k < n; k += 1) sum -= (lower[k * n + i] ?? 0) * (solution[k] ?? 0);
      solution[i] = sum / (lower[i * n + i] ?? 1);
    }
    for (let i = 0; i < n; i += 1) result[i * n + column] = solution[i] ?? 0;
  }
  return result;
}

/** The lower Cholesky factor; null where the matrix is not positive definite. */
export function cholesky(matrix: Float64Array, n: number): Float64Array | null {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * n + j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (lower[i * n + k] ?? 0) * (lower[j * n + k] ?? 0);
      if (i === j) {
        if (!(sum > 0) || !Number.isFinite(sum)) return null;
        lower[i * n + i] = Math.sqrt(sum);
      } else lower[i * n + j] = sum / (lower[j * n + j] ?? 1);
    }
  }
  return lower;
}

function centralGradient(f: (at: Float64Array) => number, at: Float64Array): Float64Array {
  const result = new Float64Array(at.length);
  const moved = Float64Array.from(at);
  for (let i = 0; i < at.length; i += 1) {
    const centre = at[i] ?? 0;
    const width = 6e-6 * Math.max(1, Math.abs(centre));
    moved[i] = centre + width;
    const above = f(moved);
    moved[i] = centre - width;
    const below = f(moved);
    moved[i] = centre;
    result[i] = (above - below) / (2 * width);
  }
  return result;
}

function updateInverse(inverse: Float64Array, s: Float64Array, y: Float64Array, first: boolean): void {
  const n = s.length;
  const sy = dot(s, y);
  if (!(sy > 1e-14 * Math.sqrt(dot(s, s) * dot(y, y)))) return;
  if (first) inverse.set(identity(n).map((entry) => (entry * sy) / dot(y, y)));
  const hy = times(inverse, y, 1);
  const yhy = dot(y, hy);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < n; j += 1) {
      const si = s[i] ?? 0;
      const sj = s[j] ?? 0;
      const change = ((1 + yhy / sy) * si * sj) / sy - ((hy[i] ?? 0) * sj + si * (hy[j] ?? 0)) / sy;
      inverse[i * n + j] = (inverse[i * n + j] ?? 0) + change;
    }
}

function identity(n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) result[i * n + i] = 1;
  return result;
}
function times(matrix: Float64Array, vector: Float64Array, sign: 1 | -1): Float64Array {
  const n = vector.length;
  const result = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    let sum = 0;
    for (let j = 0; j < n; j += 1) sum += (matrix[i * n + j] ?? 0) * (vector[j] ?? 0);
    result[i] = sign * sum;
  }
  return result;
}
function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
function largest(vector: Float64Array): number {
  let result = 0;
  for (const component of vector) result = Math.max(result, Math.abs(component));
  return result;
}
