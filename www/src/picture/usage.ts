// People in the room as a step line, its peak named; below, joins per bin, first joins filled and rejoins hollow.

import type { Drawn } from "adsum-web";
import { curveStepAfter, area as areaOf, line as lineOf } from "d3-shape";
import { s } from "../dom";
import { count, texts } from "../texts";
import { along, countAxis, counts, doorMarks, letters, round, timeAxis, timeAxisHeight, type Drawing, type Room } from "./axes";

type Data = Extract<Drawn, { kind: "usage" }>;

export function usage(data: Data, room: Room): Drawing {
  const t = texts.pictures.usage;
  const { em, width } = room;
  const most = Math.max(...data.bins.map(([, , joins]) => joins));
  // As the axes go on to round numbers, those are what there must be room for.
  const reach = [counts(data.peak, 0, 1), counts(most, 0, 1, 3)].map((axis) => count(axis.domain()[1] ?? 0).length);
  const left = letters(room, Math.max(...reach, 2)) + em;
  const right = width - 0.5 * em;
  const ends = [data.bins[0]?.[0] ?? data.span[0], data.bins.at(-1)?.[1] ?? data.span[1]];
  const x = along([Math.min(ends[0] ?? 0, data.span[0]), Math.max(ends[1] ?? 0, data.span[1])], left, right);

  const top = 4.4 * em;
  const bottom = top + Math.min(Math.max(0.24 * width, 9 * em), 15 * em);
  const y = counts(data.peak, bottom, top);
  const line = [...data.line, [data.span[1], data.line.at(-1)?.[1] ?? 0] as [number, number]];
  const places = { x: (point: [number, number]) => x(point[0]), y: (point: [number, number]) => y(point[1]) };
  const area = areaOf<[number, number]>().x(places.x).y0(y(0)).y1(places.y).curve(curveStepAfter);
  const path = lineOf<[number, number]>().x(places.x).y(places.y).curve(curveStepAfter);
  const parts: Node[] = [
    s("text", { x: 0, y: round(em), class: "strong" }, t.people),
    s("path", { d: area(line) ?? "", class: "area" }),
    ...countAxis(room, y, left, right),
    ...doorMarks(room, data.doors, [texts.pictures.opened, texts.pictures.closed], x, top - 0.6 * em, bottom),
    s("path", { d: path(line) ?? "", class: "line one" }),
  ];
  if (data.peak > 0) {
    const at = x(data.peakAt);
    const label = t.peak(data.peak, data.peakClock.slice(-5));
    const turn = at > (left + right) / 2;
    const place = { x: round(at + (turn ? -0.7 : 0.7) * em), y: round(y(data.peak) - 0.45 * em), class: turn ? "end" : "" };
    parts.push(s("circle", { cx: round(at), cy: round(y(data.peak)), r: round(em / 3), class: "dot" }), s("text", place, label));
  }

  const low = bottom + 4.2 * em;
  const floor = low + Math.min(Math.max(0.12 * width, 5 * em), 8 * em);
  const z = counts(most, floor, low, 3);
  parts.push(...joins(data, room, low), ...countAxis(room, z, left, right, 3));
  for (const [start, end, all, first] of data.bins) {
    const gap = Math.min((x(end) - x(start)) / 8, 2);
    const from = round(x(start) + gap / 2);
    const wide = round(Math.max(x(end) - x(start) - gap, 1));
    if (first > 0) parts.push(s("rect", { x: from, y: round(z(first)), width: wide, height: round(floor - z(first)), class: "bar one" }));
    if (all > first) {
      const rest = { x: round(from + 0.5), y: round(z(all) + 0.5), width: round(Math.max(wide - 1, 1)), height: round(Math.max(z(first) - z(all) - 1, 1)) };
      parts.push(s("rect", { ...rest, class: "bar hollow" }));
    }
  }
  parts.push(...timeAxis(room, data.ticks, x, floor));
  return { parts, height: floor + timeAxisHeight(room, data.ticks) };
}

/** What the bars are; and where there are two kinds, which is which. */
function joins(data: Data, room: Room, low: number): Node[] {
  const t = texts.pictures.usage;
  const { em } = room;
  const title = t.joins(data.step);
  const y = round(low - 1.2 * em);
  const parts: Node[] = [s("text", { x: 0, y, class: "strong" }, title)];
  if (data.bins.every(([, , all, first]) => all === first)) return parts;
  const box = 0.8 * em;
  const names = [t.first, t.again];
  const wanted = (title.length + names.join("").length) * 0.58 * em + 5 * em;
  // Where there is no room beside the title, it stands above.
  let x = wanted > room.width ? 0 : title.length * 0.58 * em + 1.5 * em;
  if (wanted > room.width) parts[0] = s("text", { x: 0, y: round(y - 1.3 * em), class: "strong" }, title);
  names.forEach((name, n) => {
    parts.push(
      s("rect", { x: round(x), y: round(y - box + 0.5), width: round(box), height: round(box), class: n === 0 ? "bar one" : "bar hollow" }),
      s("text", { x: round(x + 1.2 * em), y }, name),
    );
    x += 1.2 * em + name.length * 0.58 * em + 1.2 * em;
  });
  return parts;
}
