import { type Place, bottom, overlaps, wideColumns } from "../document/place.ts";

export interface Placed extends Place {
  readonly id: string;
}

export const narrowColumns = 4;
/** A row and the gap below it, in pixels. */
export const rowHeight = 40;
export const gap = 12;

/** The height of so many rows with the gaps between them, in pixels. */
export function heightOf(rows: number): number {
  return rows <= 0 ? 0 : rows * rowHeight + (rows - 1) * gap;
}

/** A place brought inside the grid: never wider than it, never beside it. */
export function inside<P extends Place>(place: P, columns = wideColumns): P {
  const w = Math.min(columns, Math.max(1, Math.round(place.w)));
  const h = Math.min(60, Math.max(1, Math.round(place.h)));
  const x = Math.min(columns - w, Math.max(0, Math.round(place.x)));
  const y = Math.min(10_000, Math.max(0, Math.round(place.y)));
  return { ...place, x, y, w, h };
}

/**
 * The tiles with one of them at a place; what is in its way moves down, and what that meets in turn. Then
 * every tile rises as far as nothing is above it. The order of the list stays.
 */
export function moveTo<T extends Placed>(
  tiles: readonly T[],
  moved: string,
  place: Place,
  columns = wideColumns,
): T[] {
  const target = inside(place, columns);
  const settled: Placed[] = tiles.filter(({ id }) => id === moved).map((tile) => ({ ...tile, ...target }));
  const others = tiles
    .filter(({ id }) => id !== moved)
    .map((tile) => inside(tile, columns))
    .sort((a, b) => a.y - b.y || a.x - b.x);
  for (const tile of others) {
    let { y } = tile;
    for (let hit = settled.find(meets); hit; hit = settled.find(meets)) y = hit.y + hit.h;
    settled.push({ ...tile, y });
    function meets(other: Placed): boolean {
      return overlaps(other, { ...tile, y });
    }
  }
  return applied(tiles, risen(settled));
}

/** The tiles as they are read: row by row, from the left. */
export function inOrder<T extends Place>(tiles: readonly T[]): T[] {
  return [...tiles].sort((a, b) => a.y - b.y || a.x - b.x);
}

/**
 * The tiles with one of them a step earlier or later in the order of reading. Tiles of one size, and
 * neighbours in a row, change places; else the later one takes the earlier one's place, which gives way.
 */
export function inTurn<T extends Placed>(tiles: readonly T[], moved: string, step: -1 | 1): T[] {
  const order = inOrder(tiles);
  const at = order.findIndex(({ id }) => id === moved);
  const [before, after] = [order[Math.min(at, at + step)], order[Math.max(at, at + step)]];
  if (at < 0 || !before || !after) return [...tiles];
  const beside = before.y === after.y && before.h === after.h && before.x + before.w === after.x;
  if (beside || (before.w === after.w && before.h === after.h))
    return applied(tiles, [
      { ...after, x: before.x, y: before.y },
      { ...before, x: beside ? before.x + after.w : after.x, y: after.y },
    ]);
  return moveTo(tiles, after.id, { ...after, x: before.x, y: before.y });
}

/** The tiles risen as far as nothing is above them, as after one was taken away. */
export function rise<T extends Placed>(tiles: readonly T[]): T[] {
  return applied(tiles, risen(tiles));
}

/** The tiles without overlaps and inside the grid, each as near to its place as it can be. */
export function settle<T extends Placed>(tiles: readonly T[], columns = wideColumns): T[] {
  const [first] = inOrder(tiles);
  return first ? moveTo(tiles, first.id, first, columns) : [];
}

/**
 * Places for a narrow window, in the order of reading: small tiles side by side on half of the columns, the
 * others over all of them.
 */
export function narrowPlaces<T extends Placed>(tiles: readonly T[], isSmall: (tile: T) => boolean): Placed[] {
  const placed: Placed[] = [];
  let y = 0;
  let open: Placed | null = null;
  for (const tile of inOrder(tiles)) {
    const w = isSmall(tile) ? narrowColumns / 2 : narrowColumns;
    const beside: boolean = open !== null && w < narrowColumns;
    const row: number = beside && open ? open.y : y;
    const place: Placed = { id: tile.id, x: beside ? narrowColumns / 2 : 0, y: row, w, h: tile.h };
    y = Math.max(y, row + tile.h);
    open = w < narrowColumns && !beside ? place : null;
    placed.push(place);
  }
  return placed;
}

function risen(tiles: readonly Placed[]): Placed[] {
  const done: Placed[] = [];
  for (const tile of inOrder(tiles)) {
    // What is above in the same columns decides how far it can rise.
    const above = done.filter(({ x, w }) => x < tile.x + tile.w && tile.x < x + w);
    done.push({ ...tile, y: Math.min(tile.y, bottom(above)) });
  }
  return done;
}

/** The tiles at new places; one that did not move stays the same object. */
function applied<T extends Placed>(tiles: readonly T[], places: readonly Placed[]): T[] {
  const byId = new Map(places.map((place) => [place.id, place]));
  return tiles.map((tile) => {
    const place = byId.get(tile.id);
    if (!place) return tile;
    const { x, y, w, h } = place;
    return tile.x === x && tile.y === y && tile.w === w && tile.h === h ? tile : { ...tile, x, y, w, h };
  });
}
