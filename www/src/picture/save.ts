// A picture as a file of its own. What the page's style says of it is written into it, and what it is of stands
// above it, so that it can be looked at anywhere.

import { s } from "../dom";
import { round } from "./axes";

const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "paint-order", "text-anchor", "font-weight"];
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
/** Pixels of a PNG for each of the picture. */
const DENSITY = 2;
/** No canvas is larger than this on an iPhone. */
const MOST_PIXELS = 16_000_000;

/** The picture, standing alone: with its title and what it tells above it. */
export function alone(svg: SVGSVGElement, title: string, finding: string): SVGSVGElement {
  const { width, height } = svg.viewBox.baseVal;
  const style = getComputedStyle(svg);
  const em = parseFloat(style.fontSize);
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [from, to] = [[...svg.querySelectorAll("*")], [...copy.querySelectorAll("*")]];
  from.forEach((element, n) => {
    const shown = getComputedStyle(element);
    for (const name of STYLES) {
      const value = shown.getPropertyValue(name);
      if (value) to[n]?.setAttribute(name, value);
    }
    to[n]?.removeAttribute("class");
  });
  const lines = [...wrapped(title, (width / em) * 1.55), ...wrapped(finding, (width / em) * 1.75)];
  const bold = wrapped(title, (width / em) * 1.55).length;
  const head = 1.5 * em * lines.length + em;
  const edge = em;
  const whole = { width: round(width + 2 * edge), height: round(height + head + 2 * edge) };
  const root = s("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    ...whole,
    viewBox: `0 0 ${whole.width} ${whole.height}`,
    "font-family": FONT,
    "font-size": em,
    role: "img",
  });
  const ink = style.color;
  root.append(
    s("title", {}, title),
    s("desc", {}, finding),
    s("rect", { width: "100%", height: "100%", fill: getComputedStyle(svg.closest(".card") ?? svg).backgroundColor }),
    ...lines.map((line, n) => {
      const place = { x: edge, y: round(edge + (1 + 1.5 * n) * em), fill: ink };
      return s("text", n < bold ? { ...place, "font-weight": "bold" } : place, line);
    }),
    s("g", { transform: `translate(${round(edge)},${round(edge + head)})` }, ...[...copy.childNodes].filter((node) => !["title", "desc"].includes(node.nodeName))),
  );
  return root;
}

/** The words in lines of about so many letters. */
function wrapped(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

export function svgFile(picture: SVGSVGElement): Blob {
  // What no XML may contain was shown as nothing anyway.
  const text = new XMLSerializer().serializeToString(picture).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  return new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n', text], { type: "image/svg+xml" });
}

export async function pngFile(picture: SVGSVGElement): Promise<Blob> {
  const { width, height } = picture.viewBox.baseVal;
  const url = URL.createObjectURL(svgFile(picture));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const density = Math.min(DENSITY, Math.sqrt(MOST_PIXELS / (width * height)));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * density);
    canvas.height = Math.round(height * density);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!blob) throw new Error("canvas");
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}
