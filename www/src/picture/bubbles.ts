// A row a person, a bar while they were in a bubble: the larger the bubble, the thicker the bar, and in another colour.

import type { Drawn } from "adsum-web";
import { s } from "../dom";
import { texts } from "../texts";
import type { Drawing, Place, Room } from "./axes";
import { keys } from "./keys";
import { bar, lanes } from "./lanes";

type Data = Extract<Drawn, { kind: "bubbles" }>;

/** Of each size that is told apart: its look, and how thick it is, in parts of the thickest. */
const SIZES = [["hollow", 0.4], ["two", 0.55], ["one", 0.8], ["three", 1.15]] as const;

export function bubbles({ rows, span, ticks }: Data, room: Room): Drawing {
  const t = texts.pictures.bubbles;
  const head = keys(room, t.axis, SIZES.map(([look, part], n) => ({
    mark: (x, y, width, high) => {
      const height = Math.min(part * high, high);
      return s("rect", { x, y: y + (high - height) / 2, width, height, class: `bar ${look}` });
    },
    word: t.sizes[n] ?? "",
  })));
  const times = (row: Data["rows"][number]) => row.pieces.map(([from, to]): [number, number] => [from, to]);
  const marks = (row: Data["rows"][number], x: Place, middle: number, thick: number) =>
    row.pieces.map(([from, to, size]) => {
      const [look, part] = SIZES[size] ?? SIZES[0];
      return bar(x, [from, to], middle, part * thick, look);
    });
  const drawn = lanes(room, { rows, span, ticks, top: head.height + 0.6 * room.em, times, marks });
  return { parts: [...head.parts, ...drawn.parts], height: drawn.height };
}
