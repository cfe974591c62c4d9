// The picture of a sheet: joins and people in one room over time. The core says what the points are, and which
// times stand along the line; here they are given their places in pixels.

import type { Graph, RoomLine } from "adsum-web";
import { line as lineOf } from "d3-shape";
import { fill, h, isolated, s, show, theirs } from "./dom";
import { along, countAxis, counts, letters, round, timeAxis, timeAxisHeight } from "./picture/axes";
import { count, texts } from "./texts";

/** Those of the language that is spoken. */
let t = texts.graph;

/** Characters shown of a room's name. */
const LONGEST = 80;

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
        return h("option", {}, t.option(isolated(cut(name)), one.joins));
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
  const room = { width, em };
  const { points, ticks } = line;
  const most = Math.max(...points.map(([, joins]) => joins));
  const labels = [t.joins, t.people];
  const left = letters(room, count(counts(most, 0, 1).domain()[1] ?? 0).length) + em / 2;
  const right = width - letters(room, Math.max(...labels.map((label) => label.length))) - 2.2 * em;
  const bottom = Math.round(Math.min(Math.max(0.36 * width, 14 * em), 22 * em));
  const x = along([points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0], left, right);
  const y = counts(most, bottom, 2 * em);
  const parts: Node[] = [
    s("text", { x: 0, y: 0.9 * em, class: "soft" }, t.axis(line.step)),
    ...countAxis(room, y, left, right),
    ...timeAxis(room, ticks, x, bottom),
  ];

  // A line's name stands where it ends. Where both end at one height, above each other: joins are never fewer than
  // people. And joins are the wider line, below: where both are one, both are seen.
  const [, joins = 0, people = 0] = points.at(-1) ?? [];
  const low = Math.min(y(people), bottom - 0.3 * em);
  const ends = [Math.min(y(joins), low - 1.5 * em), low];
  labels.forEach((label, n) => {
    const kind = n === 0 ? "joins" : "people";
    const path = lineOf<(typeof points)[number]>((point) => x(point[0]), (point) => y(point[n === 0 ? 1 : 2]));
    const end = ends[n] ?? 0;
    parts.push(
      s("path", { d: path(points) ?? "", class: `line ${kind}` }),
      s("path", { d: `M${round(right + em / 2)},${round(end)}h${round(1.4 * em)}`, class: `line ${kind}` }),
      s("text", { x: round(right + 2.2 * em), y: round(end + 0.35 * em) }, label),
    );
  });
  const height = round(bottom + timeAxisHeight(room, ticks));
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("height", String(height));
  fill(svg, ...parts);
}
