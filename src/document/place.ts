/** Where a tile stands, in columns and rows of the grid. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export const wideColumns = 12;

export function overlaps(a: Place, b: Place): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** The row below everything. */
export function bottom(tiles: readonly Place[]): number {
  return tiles.reduce((row, { y, h }) => Math.max(row, y + h), 0);
}

/** The first free place for a size, row by row from the top left. */
export function firstFree(
  tiles: readonly Place[],
  size: { readonly w: number; readonly h: number },
  columns = wideColumns,
): Place {
  const w = Math.min(columns, size.w);
  const last = bottom(tiles);
  for (let y = 0; y < last; y += 1)
    for (let x = 0; x + w <= columns; x += 1) {
      const place = { x, y, w, h: size.h };
      if (!tiles.some((tile) => overlaps(tile, place))) return place;
    }
  return { x: 0, y: last, w, h: size.h };
}
