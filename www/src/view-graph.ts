// The picture of a sheet: joins and people in one room over time. The core says what the points are, and which
// times stand along the line; here they are given their places in pixels.

import type { AxisTick, Graph, RoomLine } from "adsum-web";
import { fill, h, s, show, theirs } from "./dom";
import { date } from "./intl";
import { count, texts } from "./texts";

/** Those of the language that is spoken. */
let t = texts.graph;

/** Characters shown of a room's name. */
const LONGEST = 80;
/** The width of a digit, at most, and of a day, in parts of the font's size. */
const DIGIT = 0.62;
const DAY = 5.8;

export function graphView() {
  t = texts.graph;
  const select = h("select", { id: "graph-room", change: () => choose(select.selectedIndex) });
  const field = h("div", { class: "field" }, h("label", { for: "graph-room" }, t.room), select);
  const most = h("p", { class: "help" });
  const caption = h("figcaption", { id: "graph-caption" });
  const svg = s("svg", { role: "img", "aria-labelledby": "graph-caption" });
  const figure = h("figure", {}, caption, svg);
  const empty = h("p", {}, t.empty);
  const root = h("div", { id: "graph", class: "graph", hidden: true }, field, most, figure, empty);
  let graph: Graph | undefined;
  let line: RoomLine | undefined;
  let width = 0;

  // A picture that is scaled has letters that nobody can read: it is drawn anew instead.
  new ResizeObserver(() => {
    if (svg.clientWidth !== width) redraw();
  }).observe(figure);

  function redraw(): void {
    width = svg.clientWidth;
    if (line && width > 0) draw(svg, line, width);
  }

  /** Shows a picture; none where another sheet is shown. */
  function update(next: Graph | undefined): void {
    show(root, next !== undefined);
    if (!next) return;
    if (next !== graph) {
      graph = next;
      const { lines, rooms } = next;
      const codes = new Set(lines.map((one) => one.code)).size > 1;
      fill(select, ...lines.map((one) => {
        const name = codes ? `${one.code} · ${named(one)}` : named(one);
        // Nothing but text stands in an option: the characters of `bdi` keep the name from turning the rest.
        return h("option", {}, t.option(`\u2068${cut(name)}\u2069`, one.joins));
      }));
      show(field, lines.length > 1);
      fill(most, t.most(lines.length, rooms));
      show(most, rooms > lines.length);
      show(figure, lines.length > 0);
      show(empty, lines.length === 0);
      // The room that was looked at, if it is there still.
      const same = lines.findIndex((one) => one.code === line?.code && one.name === line.name);
      choose(Math.max(same, 0));
    }
    redraw();
  }

  function choose(place: number): void {
    line = graph?.lines[place];
    if (!line) return;
    select.selectedIndex = place;
    const { joins, people, peak, peakJoins, step } = line;
    const finding = t.finding(joins, people, peak, peakJoins);
    fill(caption, h("strong", {}, theirs(cut(named(line)))), finding, " ", h("span", { class: "help" }, t.step(step)));
    redraw();
  }
  return { root, update };
}

function named(line: RoomLine): string {
  return line.name.trim() || t.unnamed;
}

function cut(name: string): string {
  const letters = [...name.slice(0, 2 * LONGEST)];
  return name.length > LONGEST && letters.length > LONGEST ? `${letters.slice(0, LONGEST).join("")}…` : name;
}

/** Draws a line into a picture of this width. */
function draw(svg: SVGSVGElement, line: RoomLine, width: number): void {
  const em = parseFloat(getComputedStyle(svg).fontSize);
  const letters = (n: number) => n * DIGIT * em;
  const { points, ticks } = line;
  const { step, top } = scale(Math.max(...points.map(([, joins]) => joins)));
  const labels = [t.joins, t.people];
  const box = {
    left: letters(count(top).length) + em / 2,
    right: width - letters(Math.max(...labels.map((label) => label.length))) - 2.2 * em,
    top: 2 * em,
    bottom: Math.round(Math.min(Math.max(0.36 * width, 14 * em), 22 * em)),
  };
  const height = box.bottom + (ticks.some((tick) => tick.clock) ? 3.4 : 2.1) * em;
  const start = points[0]?.[0] ?? 0;
  const span = (points.at(-1)?.[0] ?? 0) - start || 1;
  const x = (time: number) => round(box.left + ((time - start) / span) * (box.right - box.left));
  const y = (n: number) => round(box.bottom - (n / top) * (box.bottom - box.top));

  const parts: Node[] = [s("text", { x: 0, y: 0.9 * em, class: "soft" }, t.axis(line.step))];
  for (let n = 0; n <= top; n += step) {
    parts.push(
      s("path", { d: `M${round(box.left)},${y(n)}H${round(box.right)}`, class: n > 0 ? "grid" : "base" }),
      s("text", { x: round(box.left - em / 2), y: round(y(n) + 0.35 * em), class: "soft end" }, count(n)),
    );
  }
  parts.push(...axis(ticks, x, box.bottom, width, em));

  // A line's name stands where it ends. Where both end at one height, above each other: joins are never fewer than
  // people. And joins are the wider line, below: where both are one, both are seen.
  const [, joins = 0, people = 0] = points.at(-1) ?? [];
  const low = Math.min(y(people), box.bottom - 0.3 * em);
  const ends = [Math.min(y(joins), low - 1.5 * em), low];
  labels.forEach((label, n) => {
    const kind = n === 0 ? "joins" : "people";
    const path = points.map((point) => `${x(point[0])},${y(point[n === 0 ? 1 : 2])}`).join("L");
    const end = ends[n] ?? 0;
    parts.push(
      s("path", { d: `M${path}`, class: `line ${kind}` }),
      s("path", { d: `M${round(box.right + em / 2)},${round(end)}h${round(1.4 * em)}`, class: `line ${kind}` }),
      s("text", { x: round(box.right + 2.2 * em), y: round(end + 0.35 * em) }, label),
    );
  });
  svg.setAttribute("viewBox", `0 0 ${width} ${round(height)}`);
  svg.setAttribute("height", String(round(height)));
  fill(svg, ...parts);
}

/** The times along the line: the clock above, the day below where it begins. As many as there is room for. */
function axis(ticks: AxisTick[], x: (time: number) => number, bottom: number, width: number, em: number): Node[] {
  const day = DAY * em;
  const clocks = ticks.some((tick) => tick.clock);
  const wanted = (clocks ? 5 * DIGIT * em : day) + em;
  let shown = ticks;
  for (let every = 2; shown.length > 1 && narrowest(shown.map((tick) => x(tick.time))) < wanted; every++) {
    shown = ticks.filter((_, n) => n % every === 0);
  }
  const within = (at: number, wide: number) => round(Math.min(Math.max(at, wide / 2), width - wide / 2));
  const parts: Node[] = [];
  shown.forEach((tick) => {
    const at = x(tick.time);
    const place = { x: within(at, clocks ? 5 * DIGIT * em : day), y: round(bottom + 1.6 * em), class: "soft middle" };
    parts.push(
      s("path", { d: `M${at},${bottom}v${round(em / 3)}`, class: "base" }),
      s("text", place, tick.clock || date(tick.day)),
    );
  });
  if (!clocks) return parts;
  let next = Infinity;
  // From the end: where two are too near, it is the new day that is named.
  for (let n = shown.length - 1; n >= 0; n--) {
    const tick = shown[n];
    if (!tick || tick.day === shown[n - 1]?.day) continue;
    // It may stand a little to the left of its time, but reaches it.
    const at = Math.min(within(x(tick.time), day), next - day - em / 2);
    if (at < day / 2 || at + day / 2 < x(tick.time)) continue;
    next = at;
    parts.push(s("text", { x: round(at), y: round(bottom + 2.9 * em), class: "soft middle" }, date(tick.day)));
  }
  return parts;
}

function narrowest(places: number[]): number {
  return Math.min(...places.slice(1).map((place, n) => place - (places[n] ?? 0)));
}

/** Round numbers from 0 on, some five of them, whole as people are; and how far the picture reaches. */
function scale(most: number): { step: number; top: number } {
  const rough = Math.max(most / 5, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? rough;
  return { step, top: (Math.max(Math.ceil((2 * most) / step), 2) * step) / 2 };
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
