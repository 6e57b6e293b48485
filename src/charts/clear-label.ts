import type { Label } from "./plot-parts.ts";
import { textWidth } from "./text-width.ts";

/** A place of the drawing, in pixels. */
interface Spot {
  readonly x: number;
  readonly y: number;
}
interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
/** A line of a label and the class of its words. */
interface Words {
  readonly text: string;
  readonly class: string;
}

const rise = 10;
const pitch = 13;
/** Between a label and the line that it belongs to. */
const air = 6;

/**
 * The words of a point set where no part of its line crosses them: over it or under it, centred or to one
 * side, whichever is nearest. Empty where the line leaves no such place.
 */
export function clearLabel(
  point: Spot,
  line: readonly Spot[],
  words: readonly Words[],
  bounds: Bounds,
): Label[] {
  const said = words.filter(({ text }) => text !== "");
  const width = Math.max(0, ...said.map(({ text, class: name }) => textWidth(text, 11, /\bb\b/.test(name))));
  const height = rise + (said.length - 1) * pitch + 3;
  let best: { left: number; top: number; far: number } | null = null;
  const aside = width / 2 + air;
  for (const shift of [0, -width / 4, width / 4, -aside, aside]) {
    const left = point.x + shift - width / 2;
    if (left < bounds.left || left + width > bounds.right) continue;
    const [highest, lowest] = reach(line, left - 2, left + width + 2, point.y);
    for (const top of [highest - air - height, lowest + air]) {
      if (top < bounds.top || top + height > bounds.bottom) continue;
      const far = Math.hypot(left + width / 2 - point.x, top + height / 2 - point.y);
      if (!best || far < best.far - 0.5) best = { left, top, far };
    }
  }
  if (!best) return [];
  const { left, top } = best;
  return said.map(({ text, class: name }, i) => ({
    x: left + width / 2,
    y: top + rise + i * pitch,
    text,
    anchor: "middle",
    class: name,
  }));
}

/** How high and how low a line goes over a part of the axis, its ends between two points included. */
function reach(line: readonly Spot[], from: number, to: number, level: number): [number, number] {
  const heights = [level];
  line.forEach((own, i) => {
    if (own.x >= from && own.x <= to) heights.push(own.y);
    const next = line[i + 1];
    if (!next || next.x === own.x) return;
    for (const edge of [from, to])
      if (edge > own.x && edge < next.x)
        heights.push(own.y + ((edge - own.x) / (next.x - own.x)) * (next.y - own.y));
  });
  return [Math.min(...heights), Math.max(...heights)];
}
