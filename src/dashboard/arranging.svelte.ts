import type { Tile } from "../document/document.ts";
import { type Place, bottom, firstFree } from "../document/place.ts";
import type { Text } from "../i18n/text.ts";
import type { Content, DashboardState } from "./dashboard.svelte.ts";
import { gap, inside, moveTo, rowHeight } from "./layout.ts";
import { messages } from "./messages.ts";

/** A tile that is not there yet: an entry of the palette. */
export interface Offer {
  readonly content: Content;
  readonly title: Text;
  readonly w: number;
  readonly h: number;
}
/** What is being arranged: a tile lifted by keyboard or drawn by the pointer, or an entry of the palette. */
export type Held =
  | {
      readonly by: "keyboard" | "pointer";
      readonly kind: "move" | "resize";
      readonly tile: Tile;
      readonly place: Place;
      /** How far the pointer has drawn it, in pixels. */
      readonly shift: { readonly x: number; readonly y: number };
    }
  | {
      readonly by: "pointer";
      readonly kind: "new";
      readonly offer: Offer;
      /** Null while it is not over the grid. */
      readonly place: Place | null;
      readonly at: { readonly x: number; readonly y: number };
    };

/** A pointer that moved less than this has only clicked. */
const dragAfter = 5;

/** Moving, resizing and adding tiles on the grid, by pointer and by keyboard alike. */
export class Arranging {
  readonly #board: DashboardState;
  held = $state.raw<Held | null>(null);
  /** The element that the tiles stand in. */
  canvas: HTMLElement | null = null;
  #stop: AbortController | null = null;

  constructor(board: DashboardState) {
    this.#board = board;
  }

  /** The tiles as they would stand if what is held were dropped now. */
  get preview(): readonly Tile[] {
    const { held } = this;
    const { tiles } = this.#board;
    if (!held?.place) return tiles;
    if (held.kind !== "new") return moveTo(tiles, held.tile.id, held.place);
    const { place } = held;
    return moveTo(
      [...tiles, { id: incoming, ...place, title: {}, content: held.offer.content }],
      incoming,
      place,
    );
  }
  /** Where what is held would come to stand. */
  get target(): Place | null {
    const { held } = this;
    if (!held?.place) return null;
    const id = held.kind === "new" ? incoming : held.tile.id;
    return this.preview.find((tile) => tile.id === id) ?? null;
  }

  // ---- Keyboard ---------------------------------------------------------------------------------

  lift(tile: Tile): void {
    const { x, y, w, h } = tile;
    this.held = { by: "keyboard", kind: "move", tile, place: { x, y, w, h }, shift: { x: 0, y: 0 } };
    this.#board.workspace.announce(messages.lifted(this.#title(tile)));
  }
  /** Moves or resizes what is lifted by a step. */
  step(dx: number, dy: number, resize: boolean): void {
    const { held } = this;
    if (held?.by !== "keyboard") return;
    const { place } = held;
    const lowest = bottom(this.#board.tiles.filter(({ id }) => id !== held.tile.id));
    const next = resize
      ? inside({ ...place, w: Math.min(12 - place.x, place.w + dx), h: place.h + dy })
      : inside({ ...place, x: place.x + dx, y: Math.min(lowest, place.y + dy) });
    this.held = { ...held, place: next };
    this.#board.workspace.announce(messages.place(next));
  }
  drop(): void {
    const { held } = this;
    this.#end();
    if (!held?.place) return;
    if (held.kind === "new") {
      const { content, w, h } = held.offer;
      this.#board.add(content, { w, h }, held.place);
      return;
    }
    const { tile, place } = held;
    this.#board.move(tile, place);
    this.#board.workspace.announce(messages.dropped(this.#title(tile)));
  }
  /** Puts what is held back to where it was. */
  cancel(): void {
    const { held } = this;
    this.#end();
    if (held && held.kind !== "new") this.#board.workspace.announce(messages.putBack(this.#title(held.tile)));
  }

  // ---- Pointer ----------------------------------------------------------------------------------

  /** Begins to move or resize a tile; ends with the pointer, or by Esc. */
  draw(event: PointerEvent, tile: Tile, kind: "move" | "resize"): void {
    if (event.button !== 0) return;
    event.preventDefault();
    const { x, y, w, h } = tile;
    this.#follow(event, (dx, dy) => {
      const { column, row } = this.#units();
      const [columns, rows] = [Math.round(dx / column), Math.round(dy / row)];
      const lowest = bottom(this.#board.tiles.filter(({ id }) => id !== tile.id));
      const place =
        kind === "move"
          ? inside({ x: x + columns, y: Math.min(lowest, y + rows), w, h })
          : inside({ x, y, w: Math.min(12 - x, w + columns), h: h + rows });
      this.held = { by: "pointer", kind, tile, place, shift: { x: dx, y: dy } };
    });
  }
  /** Begins to draw an entry of the palette onto the grid. */
  offer(event: PointerEvent, offer: Offer): void {
    if (event.button !== 0 || event.pointerType === "touch") return;
    this.#follow(event, (_dx, _dy, at) => {
      const box = this.canvas?.getBoundingClientRect();
      const over = box && at.x >= box.left && at.x <= box.right && at.y >= box.top;
      const { column, row } = this.#units();
      const place = over
        ? inside({
            x: Math.floor((at.x - box.left) / column) - Math.floor(offer.w / 2),
            y: Math.min(bottom(this.#board.tiles), Math.floor((at.y - box.top) / row)),
            w: offer.w,
            h: offer.h,
          })
        : null;
      this.held = { by: "pointer", kind: "new", offer, place, at };
    });
  }
  /** Adds an entry of the palette at the first free place. */
  put({ content, w, h }: Offer): string {
    const { x, y } = firstFree(this.#board.tiles, { w, h });
    return this.#board.add(content, { w, h }, { x, y });
  }

  #follow(start: PointerEvent, move: (dx: number, dy: number, at: { x: number; y: number }) => void): void {
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    const { signal } = stop;
    const page = this.canvas?.closest("[data-scroller]") ?? null;
    const scroller = page && page.scrollHeight > page.clientHeight ? page : document.scrollingElement;
    const from = scroller?.scrollTop ?? 0;
    let drawn = false;
    addEventListener(
      "pointermove",
      (event) => {
        if (event.pointerId !== start.pointerId) return;
        const dx = event.clientX - start.clientX;
        const dy = event.clientY - start.clientY;
        drawn ||= Math.hypot(dx, dy) >= dragAfter;
        if (!drawn) return;
        if (scroller) scrollAtEdge(scroller, event.clientY);
        move(dx, dy + (scroller ? scroller.scrollTop - from : 0), { x: event.clientX, y: event.clientY });
      },
      { signal },
    );
    addEventListener(
      "pointerup",
      (event) => {
        if (event.pointerId !== start.pointerId) return;
        if (!drawn) this.#end();
        else {
          // The click that follows a drag is none.
          addEventListener("click", (click) => click.stopPropagation(), { capture: true, once: true });
          setTimeout(() => stop.abort());
          this.drop();
        }
      },
      { signal },
    );
    addEventListener("pointercancel", () => this.cancel(), { signal });
    addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        this.cancel();
      },
      { signal, capture: true },
    );
  }
  #end(): void {
    this.#stop?.abort();
    this.#stop = null;
    this.held = null;
  }
  /** Pixels of a column and a row with their gaps. */
  #units() {
    return { column: ((this.canvas?.clientWidth ?? 1200) + gap) / 12, row: rowHeight + gap };
  }
  #title(tile: Tile): string {
    return this.#board.workspace.say(this.#board.titleOf(tile));
  }
}

const incoming = "incoming";

function scrollAtEdge(scroller: Element, y: number): void {
  const whole = scroller === document.scrollingElement;
  const { top, bottom: end } = whole ? { top: 0, bottom: innerHeight } : scroller.getBoundingClientRect();
  if (y > end - 40) scroller.scrollTop += 12;
  else if (y < top + 40) scroller.scrollTop -= 12;
}
