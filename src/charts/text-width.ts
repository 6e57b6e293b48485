/** Widths of Latin letters by group, in ems, a little on the wide side; everything else is square. */
const narrow = /[iljftrI.,:;'|!()[\]\s·]/;
const wide = /[mwMW%@—&…]/;
const figure = /[0-9+−–$£€¥]/;
const upper = /[A-Z]/;

/** The width of a text in pixels, estimated alike in every place where charts are drawn. */
export function textWidth(text: string, size = 11, strong = false): number {
  let ems = 0;
  for (const letter of text) {
    if (narrow.test(letter)) ems += 0.33;
    else if (wide.test(letter)) ems += 0.92;
    else if (figure.test(letter)) ems += 0.58;
    else if (upper.test(letter)) ems += 0.68;
    else if (letter.codePointAt(0)! < 0x2e80) ems += 0.57;
    else ems += 1;
  }
  return ems * size * (strong ? 1.06 : 1);
}

/** As much of a text as fits, with an ellipsis where it is cut; empty where not even one letter fits. */
export function fitText(text: string, width: number, size = 11, strong = false): string {
  // Half a pixel of grace, for widths are sums and estimates.
  if (textWidth(text, size, strong) <= width + 0.5) return text;
  const letters = [...text];
  while (letters.length > 0 && textWidth(`${letters.join("").trimEnd()}…`, size, strong) > width)
    letters.pop();
  return letters.length === 0 ? "" : `${letters.join("").trimEnd()}…`;
}
