// A row a person, with what each was there for as marks along the time. On a narrow screen the name stands above.

import type { AxisTick, Door } from "adsum-web";
import { s } from "../dom";
import { texts } from "../texts";
import { doorMarks, fitted, letters, round, timeAxis, timeAxisHeight, type Drawing, type Place, type Room } from "./axes";
import { cut, type Span } from "./cuts";

/** Below so many letters' widths the names stand above. */
const NARROW = 42;
const LONGEST = 26;

interface Lane {
  name: string;
  present: string;
}

interface Lanes<T extends Lane> {
  rows: T[];
  span: [number, number];
  ticks: AxisTick[];
  doors?: [Door | undefined | null, Door | undefined | null];
  /** Where the first row begins. */
  top: number;
  /** When there are marks in a row. */
  times: (row: T) => Span[];
  /** The marks of a row around its middle. */
  marks: (row: T, x: Place, middle: number, thick: number) => Node[];
}

export function lanes<T extends Lane>(room: Room, { rows, span, ticks, doors, top, times, marks }: Lanes<T>): Drawing {
  const { em, width } = room;
  const narrow = width < NARROW * em;
  const longest = Math.min(Math.max(...rows.map((row) => [...row.name].length), 6), LONGEST);
  const left = narrow ? 0.3 * em : longest * 0.56 * em + em;
  const amount = letters(room, Math.max(...rows.map((row) => row.present.length), 4)) + 0.8 * em;
  const right = width - (narrow ? 0.3 * em : amount);
  const gap = 1.4 * em;
  const { x, stretches, ticks: shown } = cut(rows.flatMap(times), span, ticks, left, right, gap);
  // A line that is broken where time is cut out.
  const line = (y: number) => stretches.map(([from, to]) => `M${round(x(from))},${round(y)}H${round(x(to))}`).join("");
  const high = (narrow ? 2.9 : 1.75) * em;
  const thick = 0.95 * em;
  // Beside the lines of the room's opening and closing.
  const edge = narrow ? 0.8 * em : 0;
  const bottom = top + rows.length * high + 0.4 * em;
  const parts = doors ? doorMarks(room, doors, [texts.pictures.opened, texts.pictures.closed], x, top - 0.4 * em, bottom) : [];
  rows.forEach((row, n) => {
    const middle = top + n * high + (narrow ? 2.05 * em : high / 2);
    const text = narrow ? middle - 0.95 * em : middle + 0.35 * em;
    const name = fitted(room, row.name, narrow ? width - amount - 2 * em : left - em / 2);
    parts.push(
      s("path", { d: line(middle), class: "grid" }),
      s("text", { x: round(edge), y: round(text) }, name),
      s("text", { x: round(width - edge), y: round(text), class: "soft end" }, row.present),
      ...marks(row, x, middle, thick),
    );
  });
  parts.push(s("path", { d: line(bottom), class: "base" }), ...timeAxis(room, shown, x, bottom));
  const height = bottom + timeAxisHeight(room, shown);
  if (stretches.length === 1) return { parts, height };
  for (const [, end] of stretches.slice(0, -1)) {
    const [from, y, slant] = [x(end) + 0.35 * gap, bottom + 0.4 * em, 0.4 * em];
    const stroke = (at: number) => `M${round(at)},${round(y)}l${round(slant)},${round(-0.8 * em)}`;
    parts.push(s("path", { d: stroke(from - slant / 2) + stroke(from + 0.3 * gap - slant / 2), class: "base" }));
  }
  parts.push(s("text", { x: 0, y: round(height + em), class: "soft" }, texts.pictures.cut));
  return { parts, height: height + 1.5 * em };
}

/** A bar from one time to another; at least so wide that it is seen. */
export function bar(x: Place, [from, to]: [number, number], middle: number, thick: number, kind: string, rx = 0): Node {
  const wide = Math.max(x(to) - x(from), 3);
  return s("rect", { x: round(x(from)), y: round(middle - thick / 2), width: round(wide), height: round(thick), rx, class: `bar ${kind}` });
}
