import type { Histories } from "./history.ts";

/** Cells of like histories: how many share each, and the first two moments of their times. */
interface Cells {
  readonly first: number[];
  readonly weight: number[];
  readonly members: number[];
  /** Of tx and of age, as distances from the cell's first member. */
  readonly tx: number[];
  readonly age: number[];
  readonly txTx: number[];
  readonly ageAge: number[];
  readonly txAge: number[];
}

/**
 * Few histories that stand for very many: those with as many purchases and nearly the same times share a
 * cell, and points that have the cell's mean and covariance take its place. A sum of a smooth function over
 * all comes out right up to its third derivative, so that a likelihood keeps its maximum. `most` bounds the
 * points, whatever the number of customers, but for a few for each number of purchases that occurs.
 */
export function condense(histories: Histories, most: number): Histories {
  if (histories.length <= most) return histories;
  let oldest = 0;
  for (let i = 0; i < histories.length; i += 1) oldest = Math.max(oldest, histories.age[i] ?? 0);
  for (let step = 0.1; ; step *= 1.5) {
    // Numbers of purchases are never drawn together: there may be more of them than points were asked for.
    const coarsest = step > widest;
    const cells = cellsOf(histories, oldest, step, coarsest ? Infinity : most);
    const points = cells && pointsOf(cells, histories);
    if (points && (coarsest || points.length <= most)) return points;
  }
}

/** At this width nearly all times of one number of purchases are in one cell. */
const widest = 10;
/** Null where there would be too many cells. */
function cellsOf({ length, x, tx, age, weight }: Histories, oldest: number, step: number, most: number) {
  const cells: Cells = {
    first: [],
    weight: [],
    members: [],
    tx: [],
    age: [],
    txTx: [],
    ageAge: [],
    txAge: [],
  };
  const known = new Map<number, number>();
  // Models look at times by their logarithm, more closely the more was bought, and not below some time.
  const near = 0.01 * oldest || 1;
  const origin = Math.log(near);
  for (let i = 0; i < length; i += 1) {
    const [xi, ti, ai, wi] = [x[i] ?? 0, tx[i] ?? 0, age[i] ?? 0, weight[i] ?? 0];
    const width = step / (1 + xi / 8);
    const late = Math.floor((Math.log(near + ti) - origin) / width);
    const old = Math.floor((Math.log(near + ai) - origin) / width);
    const key = (xi * 65_536 + Math.min(65_535, late)) * 65_536 + Math.min(65_535, old);
    let cell = known.get(key);
    if (cell === undefined) {
      cell = cells.first.length;
      if (cell >= most) return null;
      known.set(key, cell);
      cells.first.push(i);
      for (const sums of [cells.weight, cells.members, cells.tx, cells.age]) sums.push(0);
      for (const sums of [cells.txTx, cells.ageAge, cells.txAge]) sums.push(0);
    }
    const first = cells.first[cell] ?? 0;
    const [dt, da] = [ti - (tx[first] ?? 0), ai - (age[first] ?? 0)];
    cells.weight[cell] = (cells.weight[cell] ?? 0) + wi;
    cells.members[cell] = (cells.members[cell] ?? 0) + 1;
    cells.tx[cell] = (cells.tx[cell] ?? 0) + wi * dt;
    cells.age[cell] = (cells.age[cell] ?? 0) + wi * da;
    cells.txTx[cell] = (cells.txTx[cell] ?? 0) + wi * dt * dt;
    cells.ageAge[cell] = (cells.ageAge[cell] ?? 0) + wi * da * da;
    cells.txAge[cell] = (cells.txAge[cell] ?? 0) + wi * dt * da;
  }
  return cells;
}

/** Points with the mean and the covariance of each cell: two along each axis of it that has any length. */
function pointsOf(cells: Cells, histories: Histories): Histories {
  const points = { x: [] as number[], tx: [] as number[], age: [] as number[], weight: [] as number[] };
  const put = (x: number, tx: number, age: number, weight: number) => {
    points.x.push(x);
    points.tx.push(tx);
    points.age.push(age);
    points.weight.push(weight);
  };
  cells.first.forEach((first, cell) => {
    const weight = cells.weight[cell] ?? 0;
    const x = histories.x[first] ?? 0;
    const mt = (cells.tx[cell] ?? 0) / weight;
    const ma = (cells.age[cell] ?? 0) / weight;
    const tx = (histories.tx[first] ?? 0) + mt;
    const age = (histories.age[first] ?? 0) + ma;
    if (cells.members[cell] === 1) return put(x, tx, age, weight);
    const tiny = 1e-18 * age * age;
    const variance = (sum: number | undefined, a: number, b: number) => (sum ?? 0) / weight - a * b;
    // The covariance as L·Lᵀ, by age first.
    const aged = variance(cells.ageAge[cell], ma, ma);
    const a = aged > tiny ? Math.sqrt(aged) : 0;
    const slope = a > 0 ? variance(cells.txAge[cell], mt, ma) / a : 0;
    const left = variance(cells.txTx[cell], mt, mt) - slope * slope;
    const b = left > tiny ? Math.sqrt(left) : 0;
    const axes = (a > 0 ? 1 : 0) + (b > 0 ? 1 : 0);
    if (axes === 0) return put(x, tx, age, weight);
    const pair = (dt: number, da: number) => {
      // Nobody bought before the first purchase or later than now: points draw together where they would have.
      const room = (width: number, step: number) => (step === 0 ? Infinity : width / Math.abs(step));
      const far = Math.min(Math.sqrt(axes), room(tx, dt), room(Math.max(0, age - tx), da - dt));
      for (const by of [far, -far]) put(x, tx + by * dt, age + by * da, weight / (2 * axes));
    };
    if (a > 0) pair(slope, a);
    if (b > 0) pair(b, 0);
  });
  return {
    length: points.x.length,
    x: Float64Array.from(points.x),
    tx: Float64Array.from(points.tx),
    age: Float64Array.from(points.age),
    weight: Float64Array.from(points.weight),
  };
}
