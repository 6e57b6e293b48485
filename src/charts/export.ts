import { svgElement } from "./plot-parts.ts";
import { fitText, textWidth } from "./text-width.ts";

export { frameCsv, frameTsv } from "./csv.ts";

/** What a picture of a figure says beside the drawing. */
export interface PictureParts {
  readonly title: string;
  /** The definition or the note under the figure. */
  readonly note: string;
  readonly dates: string;
  readonly n: number | null;
  /** The drawing; without one the figure itself is written large. */
  readonly svg: SVGSVGElement | null;
  readonly figure: string | null;
}
/** A picture as SVG text, with its size in pixels. */
export interface Picture {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

const margin = 16;
const fonts =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

/** What decides how an element looks; copied from the page, where the tokens are. */
const looks = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "stroke-linecap",
  "opacity",
  "paint-order",
  "shape-rendering",
  "font-size",
  "font-weight",
  "font-variant-numeric",
  "text-anchor",
  "white-space",
] as const;

/**
 * A drawing as an SVG that stands alone: in the light theme whatever the page's, with every colour written
 * out, its title above and its note, n and dates below.
 */
export function chartSvg(parts: PictureParts): Picture {
  const document = parts.svg?.ownerDocument ?? globalThis.document;
  const frame = document.createElement("div");
  frame.dataset.theme = "light";
  frame.setAttribute("aria-hidden", "true");
  frame.style.cssText = "position: fixed; left: -20000px; top: 0; visibility: visible;";
  const body = parts.svg
    ? (parts.svg.cloneNode(true) as SVGSVGElement)
    : figureOf(parts.figure ?? "", document);
  frame.append(body);
  document.body.append(frame);
  try {
    return framed(inlined(body), parts, document);
  } finally {
    frame.remove();
  }
}

/** The same drawing with its looks written on every element, and nothing else left that refers to the page. */
function inlined(svg: SVGSVGElement): SVGSVGElement {
  const view = svg.ownerDocument.defaultView;
  if (!view) return svg;
  const all = [svg, ...svg.querySelectorAll("*")];
  // Reading all first and writing after keeps the page from being laid out anew for each element.
  const found = all.map((element) => {
    const style = view.getComputedStyle(element);
    return looks.map((name) => [name, style.getPropertyValue(name)] as const);
  });
  all.forEach((element, i) => {
    for (const name of ["style", "class", "tabindex", "aria-hidden"]) element.removeAttribute(name);
    for (const [name, value] of found[i] ?? []) if (value) element.setAttribute(name, portable(value));
  });
  return svg;
}
/** Other programs want `url(#a)` as it was written, and not quoted or with the page's address. */
function portable(value: string): string {
  return value.replace(/url\(["']?[^"')]*(#[^"')]+)["']?\)/g, "url($1)");
}

function figureOf(text: string, document: Document): SVGSVGElement {
  const svg = svgElement(document, "svg", {
    class: "plot",
    width: Math.max(240, textWidth(text, 32, true) + 8),
    height: 48,
  });
  const element = svgElement(document, "text", {
    x: 0,
    y: 36,
    style: "font-size: 32px; font-weight: 600; fill: var(--text)",
  });
  element.textContent = text;
  svg.append(element);
  return svg;
}

function framed(drawing: SVGSVGElement, parts: PictureParts, document: Document): Picture {
  const [drawnWidth, drawnHeight] = ["width", "height"].map(
    (name) => Number(drawing.getAttribute(name)) || 0,
  );
  const inner = Math.max(drawnWidth ?? 0, 240);
  const width = Math.ceil(inner + 2 * margin);
  const titles = wrapped(parts.title, inner, 14, true).slice(0, 3);
  const about = [parts.n === null ? "" : `n = ${parts.n.toLocaleString("en-GB")}`, parts.dates].filter(
    Boolean,
  );
  const notes = [...wrapped(parts.note, inner, 11).slice(0, 8), ...wrapped(about.join(" · "), inner, 11)];
  const head = margin + titles.length * 20 + 8;
  const foot = notes.length ? 12 + notes.length * 16 : 0;
  const height = Math.ceil(head + (drawnHeight ?? 0) + foot + margin);
  const svg = svgElement(document, "svg", {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    "font-family": fonts,
    role: "img",
  });
  const write = (text: string, y: number, size: number, fill: string, weight: number) => {
    const element = svgElement(document, "text", {
      x: margin,
      y,
      "font-size": size,
      "font-weight": weight,
      fill,
    });
    element.textContent = text;
    svg.append(element);
  };
  const title = svgElement(document, "title");
  title.textContent = parts.title;
  svg.append(title, svgElement(document, "rect", { width, height, fill: "#ffffff" }));
  titles.forEach((line, i) => write(line, margin + 14 + i * 20, 14, "#1a1d21", 600));
  drawing.setAttribute("x", String(margin));
  drawing.setAttribute("y", String(head));
  drawing.setAttribute("overflow", "visible");
  svg.append(drawing);
  notes.forEach((line, i) => write(line, head + (drawnHeight ?? 0) + 12 + 12 + i * 16, 11, "#4e565f", 400));
  const View = document.defaultView ?? globalThis;
  return { text: new View.XMLSerializer().serializeToString(svg), width, height };
}

/** A text in lines of a width: broken at spaces, or anywhere within Chinese. */
export function wrapped(text: string, width: number, size: number, strong = false): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.trim().match(/[⺀-鿿＀-￯]|[^\s⺀-鿿＀-￯]+\s*|\s+/gu) ?? []) {
    if (line && textWidth((line + piece).trimEnd(), size, strong) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += piece;
  }
  if (line.trim()) lines.push(line.trimEnd());
  return lines.map((each) => fitText(each, width, size, strong));
}

/** The picture as PNG, twice as many pixels each way. */
export async function chartPng(picture: Picture, scale = 2): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([picture.text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("this browser draws no pictures: canvas has no 2d context");
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) =>
          blob
            ? resolve(blob)
            : reject(new Error(`a picture of ${canvas.width} × ${canvas.height} is too large`)),
        "image/png",
      ),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Names that some system gives to devices instead of files. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A file name out of words in any script, safe on every system: at most 80 letters before the ending. */
export function fileName(parts: readonly string[], ending: string): string {
  const stem = parts
    .map((part) =>
      part
        .normalize("NFC")
        // Letters, figures and marks of any script stay; all else, direction marks included, parts words.
        .replace(/[^\p{L}\p{N}\p{M}._-]+/gu, "-")
        .replace(/^[-.]+|[-.]+$/g, ""),
    )
    .filter(Boolean)
    .join("_");
  const short = [...stem]
    .slice(0, 80)
    .join("")
    .replace(/[-._]+$/, "");
  const name = short === "" || reserved.test(short) ? `regulars${short ? `-${short}` : ""}` : short;
  return `${name}.${ending}`;
}

/** Hands a file to the person, as a download. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download has begun once the click's task is over; the address may go then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
