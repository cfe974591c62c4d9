// What all pictures share: places in pixels, axes, and the room's opening and closing. Where times stand along an
// axis says the core, which knows the report's time zone; a browser knows only its own.

import type { AxisTick, Door } from "adsum-web";
import { scaleLinear, type ScaleLinear } from "d3-scale";
import { isolated, s } from "../dom";
import { date } from "../intl";
import { count } from "../texts";

/** The width of a digit, at most, and of a day, in parts of the font's size. */
const DIGIT = 0.62;
const DAY = 5.8;

/** A picture's width and the size of its letters, in pixels. */
export interface Room {
  width: number;
  em: number;
}

/** What is drawn: its parts, and how high that makes the picture. */
export interface Drawing {
  parts: Node[];
  height: number;
}

export type Place = ScaleLinear<number, number>;

/** A place in pixels, to a tenth. */
export function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

/** The width of so many digits. */
export function letters(room: Room, n: number): number {
  return n * DIGIT * room.em;
}

/** From one number to another, over these pixels. */
export function along([from, to]: [number, number], left: number, right: number): Place {
  return scaleLinear([from, to > from ? to : from + 1], [left, right]);
}

/** Counts from 0 on, as high as this and whole, as people are. Its domain tells how far it reaches. */
export function counts(most: number, bottom: number, top: number, ticks = 5): Place {
  return scaleLinear([0, Math.max(most, 1)], [bottom, top]).nice(Math.min(ticks, Math.max(most, 1)));
}

/** Lines across for an axis of counts, each with its number. */
export function countAxis(room: Room, y: Place, left: number, right: number, ticks = 5, write = count): Node[] {
  const whole = y.ticks(ticks).filter(Number.isInteger);
  return whole.flatMap((n) => [
    s("path", { d: `M${round(left)},${round(y(n))}H${round(right)}`, class: n > 0 ? "grid" : "base" }),
    s("text", { x: round(left - room.em / 2), y: round(y(n) + 0.35 * room.em), class: "soft end" }, write(n)),
  ]);
}

/** How high the times below are. */
export function timeAxisHeight(room: Room, ticks: AxisTick[]): number {
  return (ticks.some((tick) => tick.clock) ? 3.4 : 2.1) * room.em;
}

/** The times along the line: the clock above, the day below where it begins. As many as there is room for. */
export function timeAxis(room: Room, ticks: AxisTick[], x: (time: number) => number, bottom: number): Node[] {
  const { width, em } = room;
  const day = DAY * em;
  const clocks = ticks.some((tick) => tick.clock);
  const wanted = (clocks ? letters(room, 5) : day) + em;
  const shown = thinned(ticks, (tick) => x(tick.time), wanted);
  const within = (at: number, wide: number) => round(Math.min(Math.max(at, wide / 2), width - wide / 2));
  const parts = shown.flatMap((tick) => {
    const at = round(x(tick.time));
    const place = { x: within(at, clocks ? letters(room, 5) : day), y: round(bottom + 1.6 * em), class: "soft middle" };
    return [
      s("path", { d: `M${at},${round(bottom)}v${round(em / 3)}`, class: "base" }),
      s("text", place, tick.clock || date(tick.day)),
    ];
  });
  if (!clocks) return parts;
  let next = Infinity;
  // From the end: where two are too near, it is the new day that is named.
  for (let n = shown.length - 1; n >= 0; n--) {
    const tick = shown[n];
    if (!tick || tick.day === shown[n - 1]?.day) continue;
    // It may stand a little to the left of its time, but reaches it.
    const at = Math.min(within(x(tick.time), day), next - day - em / 2);
    if (at < day / 2 - 0.1 || at + day / 2 < x(tick.time)) continue;
    next = at;
    parts.push(s("text", { x: round(at), y: round(bottom + 2.9 * em), class: "soft middle" }, date(tick.day)));
  }
  return parts;
}

/** Every second, third, … of them, so that none is nearer to the next than is wanted. */
export function thinned<T>(all: T[], place: (one: T) => number, wanted: number): T[] {
  const narrowest = (some: T[]) => Math.min(...some.slice(1).map((one, n) => place(one) - place(some[n] as T)));
  let shown = all;
  for (let every = 2; shown.length > 1 && narrowest(shown) < wanted; every++) {
    shown = all.filter((_, n) => n % every === 0);
  }
  return shown;
}

/** When the room was opened and closed, as lines from top to bottom, each with what it is. */
export function doorMarks(
  room: Room,
  doors: [Door | undefined | null, Door | undefined | null],
  names: [(clock: string) => string, (clock: string) => string],
  x: Place,
  top: number,
  bottom: number,
): Node[] {
  return doors.flatMap((door, n) => {
    if (!door) return [];
    const at = round(x(door.time));
    const label = { x: at, y: round(top - 0.5 * room.em), class: n === 0 ? "soft" : "soft end" };
    return [
      s("path", { d: `M${at},${round(top)}V${round(bottom)}`, class: "door" }),
      s("text", label, (names[n] ?? String)(door.clock)),
    ];
  });
}

/** A name, no longer than there is room for, and whatever its script, it does not turn the text around it. */
export function fitted(room: Room, name: string, width: number): string {
  const longest = Math.max(Math.floor(width / (0.56 * room.em)), 3);
  const all = [...name.slice(0, 4 * longest)];
  const text = all.length > longest || name.length > 4 * longest ? `${all.slice(0, longest - 1).join("")}…` : name;
  return isolated(text);
}
