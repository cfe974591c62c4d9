// A lane a room: its schedule as an outlined box, its capacity as a line, and who was there filled. As high as the
// capacity, or as the most people, whichever is more; what is above the capacity stands out, and is said.

import type { Drawn } from "adsum-web";
import { area as areaOf, curveStepAfter } from "d3-shape";
import { s } from "../dom";
import { texts } from "../texts";
import { along, fitted, round, timeAxis, timeAxisHeight, type Drawing, type Place, type Room } from "./axes";
import { keys } from "./keys";

type Data = Extract<Drawn, { kind: "rooms" }>;
type Row = Data["rows"][number];

/** Below so many letters' widths only the name and the people stand above a lane. */
const NARROW = 42;

export function rooms(data: Data, room: Room): Drawing {
  const t = texts.pictures.rooms;
  const { em, width } = room;
  const rect = (kind: string) => (x: number, y: number, width: number, height: number) => s("rect", { x, y, width, height, class: `bar ${kind}` });
  const head = keys(room, t.axis, [
    { mark: rect("one"), word: t.there },
    { mark: rect("plan"), word: t.scheduled },
    { mark: (x, y, wide, high) => s("path", { d: `M${x},${round(y + high / 2)}h${wide}`, class: "door" }), word: t.capacity },
    ...(data.over > 0 ? [{ mark: (x: number, y: number, wide: number, high: number) => triangle(x + wide / 2, y + high, high), word: t.tooMany }] : []),
  ]);
  // What is drawn at the edge has a line around it.
  const edge = 0.3 * em;
  const x = along(data.span, edge, width - edge);
  const [title, high, gap] = [1.5 * em, 2.6 * em, 0.9 * em];
  const parts = head.parts;
  let top = head.height + 0.4 * em;
  for (const row of data.rows) {
    const label = amount(row, width < NARROW * em);
    const reach = label.length * (row.over ? 0.61 : 0.56) * em;
    const text = { y: round(top + em), class: row.over ? "strong end" : "soft end" };
    parts.push(
      s("text", { x: 0, y: round(top + em) }, fitted(room, row.name, width - reach - 2.5 * em)),
      s("text", { ...text, x: round(width) }, label),
    );
    if (row.over) parts.push(triangle(width - reach - em, top + em, 0.8 * em));
    parts.push(...lane(row, x, top + title, top + title + high));
    top += title + high + gap;
  }
  const bottom = top - gap + 0.4 * em;
  parts.push(s("path", { d: `M${round(edge)},${round(bottom)}H${round(width - edge)}`, class: "base" }), ...timeAxis(room, data.ticks, x, bottom));
  return { parts, height: bottom + timeAxisHeight(room, data.ticks) };
}

/** How many there were at most, of how many. */
function amount(row: Row, narrow: boolean): string {
  const t = texts.pictures.rooms;
  if (!row.peak) return t.nobody;
  const most = t.most(row.peak[0], row.capacity ?? 0);
  return row.over && !narrow ? `${most} · ${t.over(row.over)}` : most;
}

function lane(row: Row, x: Place, top: number, bottom: number): Node[] {
  const [left, right] = x.range() as [number, number];
  const within = (time: number) => round(Math.min(Math.max(x(time), left), right));
  const capacity = row.capacity ?? 0;
  const y = along([0, Math.max(capacity, row.peak?.[0] ?? 0)], bottom, top);
  const parts: Node[] = [s("path", { d: `M${round(left)},${round(bottom)}H${round(right)}`, class: "grid" })];
  const filled = (from: number, to: (people: number) => number, look: string) => {
    const area = areaOf<[number, number]>().x(([time]) => within(time)).y0(y(from)).y1(([, people]) => y(to(people))).curve(curveStepAfter);
    for (const run of runs(row.line, from)) parts.push(s("path", { d: area(run) ?? "", class: look }));
  };
  filled(0, (people) => people, "filled");
  if (row.over) filled(capacity, (people) => Math.max(people, capacity), "over");
  if (row.schedule && x.invert(left) < row.schedule[1] && row.schedule[0] < x.invert(right)) {
    const [from, to] = [within(row.schedule[0]), within(row.schedule[1])];
    const roof = round(capacity > 0 ? y(capacity) : top);
    parts.push(s("rect", { x: from + 0.75, y: roof, width: Math.max(round(to - from - 1.5), 1), height: round(bottom - roof), class: "bar plan" }));
  }
  if (capacity > 0) parts.push(s("path", { d: `M${round(left)},${round(y(capacity))}H${round(right)}`, class: "door" }));
  return parts;
}

/** Where there are more than so many: each time with the point that ends it. */
function runs(line: [number, number][], than: number): [number, number][][] {
  const all: [number, number][][] = [];
  let run: [number, number][] | undefined;
  for (const point of line) {
    if (point[1] > than) {
      if (!run) all.push((run = []));
      run.push(point);
    } else {
      run?.push([point[0], than]);
      run = undefined;
    }
  }
  return all;
}

/** A triangle that stands on this place. */
function triangle(x: number, bottom: number, high: number): Node {
  return s("path", { d: `M${round(x - high / 2)},${round(bottom)}h${round(high)}l${round(-high / 2)},${round(-high)}z`, class: "mark" });
}
