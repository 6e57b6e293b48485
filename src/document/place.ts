import type { Tile } from "./document.ts";

type Box = Pick<Tile, "x" | "y" | "w" | "h">;
const columns = 12;

/** The first place, row by row, where a tile of this size covers no other on the twelve columns. */
export function firstFreePlace(tiles: readonly Box[], w: number, h: number): { x: number; y: number } {
  const bottom = Math.max(0, ...tiles.map((tile) => tile.y + tile.h));
  for (let y = 0; y < bottom; y += 1)
    for (let x = 0; x + w <= columns; x += 1) {
      const free = tiles.every(
        (tile) => x + w <= tile.x || tile.x + tile.w <= x || y + h <= tile.y || tile.y + tile.h <= y,
      );
      if (free) return { x, y };
    }
  return { x: 0, y: bottom };
}
