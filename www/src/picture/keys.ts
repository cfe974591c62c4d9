// What the marks of a picture are: each beside its word, in lines as wide as the picture.

import { s } from "../dom";
import { round, type Drawing, type Room } from "./axes";

/** A mark in a box of this width and height, and its word. */
export interface Key {
  mark: (x: number, y: number, wide: number, high: number) => Node;
  word: string;
}

/** The title, and after it the marks. */
export function keys(room: Room, title: string, all: Key[]): Drawing {
  const { em, width } = room;
  const parts: Node[] = [s("text", { x: 0, y: round(em), class: "strong" }, title)];
  const [wide, high] = [1.4 * em, 0.8 * em];
  let x = title.length * 0.6 * em + 1.5 * em;
  let y = em;
  for (const { mark, word } of all) {
    const reach = wide + 0.5 * em + word.length * 0.56 * em;
    if (x > 0 && x + reach > width) {
      x = 0;
      y += 1.5 * em;
    }
    parts.push(mark(round(x), round(y - high + 0.5), round(wide), round(high)), s("text", { x: round(x + wide + 0.5 * em), y: round(y) }, word));
    x += reach + 1.2 * em;
  }
  return { parts, height: y + 0.5 * em };
}
