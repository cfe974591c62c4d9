// Still there: the share of people who have not left for good, and how long the median stay was.

import type { Drawn } from "adsum-web";
import { curveStepAfter, line as lineOf } from "d3-shape";
import { s } from "../dom";
import { texts } from "../texts";
import { along, countAxis, letters, round, thinned, type Drawing, type Room } from "./axes";

type Data = Extract<Drawn, { kind: "retention" }>;

/** Seconds between two times along the axis. */
const STEPS = [10, 30, 60, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 604_800, 2_419_200];

export function retention(data: Data, room: Room): Drawing {
  const t = texts.pictures.retention;
  const { em, width } = room;
  const end = data.line.at(-1)?.[0] ?? 1;
  const left = letters(room, 5) + em / 2;
  const right = width - 2 * em;
  const top = 2.6 * em;
  const bottom = top + Math.min(Math.max(0.32 * width, 12 * em), 20 * em);
  const x = along([0, end], left, right);
  const y = along([0, 100], bottom, top);
  const share = (people: number) => (100 * people) / Math.max(data.people, 1);
  const path = lineOf<[number, number]>((point) => x(point[0]), (point) => y(share(point[1]))).curve(curveStepAfter);
  const parts: Node[] = [
    s("text", { x: 0, y: round(em), class: "strong" }, t.axis),
    ...countAxis(room, y, left, right, 4, (n) => t.percent(n)),
    s("path", { d: path(data.line) ?? "", class: "line one" }),
  ];

  const [half, halfText] = data.halfLeft;
  parts.push(...label(room, x(half), y(50), 0.7 * em, t.half(halfText), left, right));
  parts.push(s("path", { d: `M${round(x(half) - em / 2)},${round(y(50))}l${round(em / 2)},${round(-em / 2)} ${round(em / 2)},${round(em / 2)} ${round(-em / 2)},${round(em / 2)}z`, class: "mark" }));

  // A length, measured from the beginning: a bar with ends, above the axis.
  const [median, medianText] = data.median;
  const low = bottom - 1.1 * em;
  const ends = `M${round(x(0))},${round(low - em / 3)}v${round((2 * em) / 3)}M${round(x(median))},${round(low - em / 3)}v${round((2 * em) / 3)}`;
  parts.push(
    s("path", { d: `${ends}M${round(x(0))},${round(low)}H${round(x(median))}`, class: "line three" }),
    ...label(room, Math.min(x(median), right), low, 0.7 * em, t.median(medianText), left, right),
  );

  const step = STEPS.find((one) => end / one <= 8) ?? end;
  const times = Array.from({ length: Math.floor(end / step) + 1 }, (_, n) => n * step);
  for (const time of thinned(times, x, letters(room, 7) + em)) {
    parts.push(
      s("path", { d: `M${round(x(time))},${round(bottom)}v${round(em / 3)}`, class: "base" }),
      s("text", { x: round(x(time)), y: round(bottom + 1.6 * em), class: "soft middle" }, t.after(time)),
    );
  }
  parts.push(s("text", { x: round(right), y: round(bottom + 2.9 * em), class: "soft end" }, t.since));
  return { parts, height: bottom + 3.4 * em };
}

/** Words beside a mark, on the side where there is room; with a veil of the ground behind, so that no line crosses them. */
function label(room: Room, at: number, y: number, away: number, text: string, left: number, right: number): Node[] {
  const wide = text.length * 0.56 * room.em;
  const turn = at + away + wide > right && at - away - wide > left;
  const x = round(turn ? at - away : Math.min(at + away, right - wide));
  return [s("text", { x, y: round(y - 0.55 * room.em), class: turn ? "end veil" : "veil" }, text)];
}
