// Who teleported to whom, as a matrix: a square in each cell, the larger the more often, with how often in it.

import type { Drawn } from "adsum-web";
import { s } from "../dom";
import { count, texts } from "../texts";
import { fitted, letters, round, type Drawing, type Room } from "./axes";

type Data = Extract<Drawn, { kind: "teleports" }>;

/** Letters of a name beside a row, and above a column. */
const LONGEST = 26;
const TALLEST = 14;

export function teleports(data: Data, room: Room): Drawing {
  const t = texts.pictures.teleports;
  const { em, width } = room;
  const named = (people: [string, number][], all: number, cells: number) =>
    [...people.map(([name]) => name), ...(cells > people.length ? [t.others(all - people.length)] : [])];
  const rows = named(data.from, data.people[0], data.matrix.length);
  const columns = named(data.to, data.people[1], data.matrix[0]?.length ?? 0);
  const long = (names: string[], most: number) => Math.min(Math.max(...names.map((name) => [...name].length), 4), most) * 0.56 * em + em;
  const sums = data.matrix.map((row) => row.reduce((sum, times) => sum + times, 0));
  const digits = (all: number[]) => letters(room, Math.max(...all.map((n) => count(n).length)));
  const amount = digits(sums) + 0.8 * em;
  const left = Math.min(long(rows, LONGEST), 0.34 * width);
  // The column of all others has the longest numbers.
  const others = columns.length > data.to.length ? digits(data.matrix.map((row) => row.at(-1) ?? 0)) + 0.6 * em : 0;
  const side = Math.min((width - left - amount - others) / Math.max(data.to.length, 1), 2.6 * em);
  const wide = (n: number) => (n < data.to.length ? side : Math.max(others, side));
  const from = (n: number) => left + n * side;
  const high = Math.max(side, 1.6 * em);
  const top = 1.8 * em + long(columns, TALLEST);
  const most = Math.max(...data.from.flatMap((_, n) => (data.matrix[n] ?? []).slice(0, data.to.length)), 1);
  const end = from(columns.length - 1) + wide(columns.length - 1);
  const parts: Node[] = [s("text", { x: 0, y: round(em), class: "strong" }, t.axis)];
  columns.forEach((name, n) => {
    const [x, y] = [round(from(n) + wide(n) / 2 + 0.35 * em), round(top - 0.5 * em)];
    parts.push(s("text", { x, y, transform: `rotate(-90 ${x} ${y})`, class: n < data.to.length ? "" : "soft" }, fitted(room, name, long(columns, TALLEST) - em / 2)));
    parts.push(s("path", { d: `M${round(from(n))},${round(top)}v${round(rows.length * high)}`, class: "grid" }));
  });
  rows.forEach((name, n) => {
    const middle = top + (n + 0.5) * high;
    const text = { y: round(middle + 0.35 * em), class: n < data.from.length ? "end" : "soft end" };
    parts.push(
      s("path", { d: `M${round(left)},${round(top + n * high)}H${round(end)}`, class: "grid" }),
      s("text", { ...text, x: round(left - em / 2) }, fitted(room, name, left - 1.4 * em)),
      s("text", { ...text, x: round(end + amount), class: "soft end" }, count(sums[n] ?? 0)),
    );
    data.matrix[n]?.forEach((times, m) => {
      if (times === 0) return;
      const x = from(m) + wide(m) / 2;
      // Of all others together it is no pair that could be compared.
      const pair = n < data.from.length && m < data.to.length;
      const box = Math.max(Math.sqrt(times / most) * (Math.min(side, high) - 3), 4);
      const square = { x: round(x - box / 2), y: round(middle - box / 2), width: round(box), height: round(box), class: "bar tint" };
      if (pair) parts.push(s("rect", square));
      parts.push(
        s("text", { x: round(x), y: round(middle + 0.35 * em), class: pair ? "middle" : "soft middle" }, count(times)),
      );
    });
  });
  const bottom = top + rows.length * high;
  parts.push(s("path", { d: `M${round(left)},${round(bottom)}H${round(end)}V${round(top)}`, class: "grid" }));
  return { parts, height: bottom + 0.6 * em };
}
