export interface Placement {
  readonly left: number;
  readonly top: number;
  readonly maxHeight: number;
}

/**
 * Where a floating box of `size` stands beside its anchor: below it, or above where there is more room, and
 * always inside the window. `align` says which edges meet.
 */
export function place(
  anchor: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
  size: { readonly width: number; readonly height: number },
  window: { readonly width: number; readonly height: number },
  align: "start" | "end" = "start",
): Placement {
  const gap = 4;
  const edge = 8;
  const below = window.height - anchor.bottom - gap - edge;
  const above = anchor.top - gap - edge;
  const under = size.height <= below || below >= above;
  const maxHeight = Math.max(80, under ? below : above);
  const height = Math.min(size.height, maxHeight);
  const wanted = align === "start" ? anchor.left : anchor.right - size.width;
  return {
    left: Math.max(edge, Math.min(wanted, window.width - size.width - edge)),
    top: under ? anchor.bottom + gap : Math.max(edge, anchor.top - gap - height),
    maxHeight,
  };
}

/** Puts a floating element beside its anchor, in the coordinates of the window. */
export function placeBeside(floating: HTMLElement, anchor: HTMLElement, align: "start" | "end"): void {
  floating.style.maxHeight = "";
  const { left, top, maxHeight } = place(
    anchor.getBoundingClientRect(),
    { width: floating.offsetWidth, height: floating.offsetHeight },
    { width: document.documentElement.clientWidth, height: document.documentElement.clientHeight },
    align,
  );
  floating.style.left = `${left}px`;
  floating.style.top = `${top}px`;
  floating.style.maxHeight = `${maxHeight}px`;
}
