// A row a person, a bar while they were in. On a narrow screen the name stands above its bar.

import type { Drawn } from "adsum-web";
import { s } from "../dom";
import { texts } from "../texts";
import { along, doorMarks, fitted, letters, round, timeAxis, timeAxisHeight, type Drawing, type Room } from "./axes";

type Data = Extract<Drawn, { kind: "attendance" }>;

/** Below so many letters' widths the names stand above. */
const NARROW = 42;
const LONGEST = 26;

export function attendance(data: Data, room: Room): Drawing {
  const { em, width } = room;
  const narrow = width < NARROW * em;
  const longest = Math.min(Math.max(...data.rows.map((row) => [...row.name].length), 6), LONGEST);
  const left = narrow ? 0.3 * em : longest * 0.56 * em + em;
  const amount = letters(room, Math.max(...data.rows.map((row) => row.present.length), 4)) + 0.8 * em;
  const right = width - (narrow ? 0.3 * em : amount);
  const x = along(data.span, left, right);
  const high = (narrow ? 2.9 : 1.75) * em;
  const thick = 0.95 * em;
  // Beside the lines of the room's opening and closing.
  const edge = narrow ? 0.8 * em : 0;
  const top = 2.2 * em;
  const bottom = top + data.rows.length * high + 0.4 * em;
  const parts = doorMarks(room, data.doors, [texts.pictures.opened, texts.pictures.closed], x, top - 0.4 * em, bottom);
  data.rows.forEach((row, n) => {
    const middle = top + n * high + (narrow ? 2.05 * em : high / 2);
    const text = narrow ? middle - 0.95 * em : middle + 0.35 * em;
    const name = fitted(room, row.name, narrow ? width - amount - 2 * em : left - em / 2);
    parts.push(
      s("path", { d: `M${round(left)},${round(middle)}H${round(right)}`, class: "grid" }),
      s("text", { x: round(edge), y: round(text) }, name),
      s("text", { x: round(width - edge), y: round(text), class: "soft end" }, row.present),
    );
    for (const [from, to] of row.stays) {
      const wide = Math.max(x(to) - x(from), 2);
      const bar = { x: round(x(from)), y: round(middle - thick / 2), width: round(wide), height: round(thick), rx: 2 };
      parts.push(s("rect", { ...bar, class: "bar one" }));
    }
  });
  parts.push(
    s("path", { d: `M${round(left)},${round(bottom)}H${round(right)}`, class: "base" }),
    ...timeAxis(room, data.ticks, x, bottom),
  );
  return { parts, height: bottom + timeAxisHeight(room, data.ticks) };
}
