// Long times in which nobody was there are cut out of a picture's time, as a night between two days: else the marks of
// who was there would be too thin to be told apart.

import type { AxisTick } from "adsum-web";
import { scaleLinear } from "d3-scale";
import { along, type Place } from "./axes";

export type Span = [number, number];

/** Time is cut out that is longer than this part of all; and none, if it is not at least so much of it together. */
const LONG = 0.03;
const MUCH = 0.3;
/** What stays of it beside the marks, in parts of all that stays. */
const MARGIN = 0.03;
/** Times that stand well on an axis, in seconds. */
const STEPS = [1800, 900, 300, 60];

export interface Cut {
  x: Place;
  /** What is drawn, from left to right, and what is not, in between. */
  stretches: Span[];
  ticks: AxisTick[];
}

/** Where times stand between two places, with gaps so wide for what is cut out. */
export function cut(times: Span[], span: Span, ticks: AxisTick[], left: number, right: number, gap: number): Cut {
  const whole = { x: along(span, left, right), stretches: [span], ticks };
  const all = span[1] - span[0];
  const idle: Span[] = [];
  let end = span[0];
  for (const [from, to] of [...times].sort((one, other) => one[0] - other[0])) {
    if (from - end > LONG * all) idle.push([end, from]);
    end = Math.max(end, to);
  }
  if (span[1] - end > LONG * all) idle.push([end, span[1]]);
  const sum = (spans: Span[]) => spans.reduce((total, [from, to]) => total + to - from, 0);
  if (times.length === 0 || sum(idle) < MUCH * all) return whole;

  // So many that the gaps do not take the room that they are to give.
  const most = Math.max(Math.floor((0.25 * (right - left)) / gap), 1);
  const longest = [...idle].sort((one, other) => other[1] - other[0] - one[1] + one[0]).slice(0, most);
  const cuts = idle.filter((one) => longest.includes(one));
  const margin = MARGIN * (all - sum(cuts));
  const out = cuts.map(([from, to]): Span => [from + margin, to - margin]).filter(([from, to]) => from < to);
  const edges = [span[0], ...out.flat(), span[1]];
  const stretches = edges.flatMap((from, n): Span[] => (n % 2 === 0 ? [[from, edges[n + 1] ?? from]] : []));
  const scale = (right - left - gap * out.length) / sum(stretches);
  let at = left;
  const places = stretches.flatMap(([from, to], n) => {
    const start = n > 0 ? (at += gap) : at;
    return [start, (at += scale * (to - from))];
  });
  const x: Place = scaleLinear(edges, places);
  return { x, stretches, ticks: stretches.flatMap((stretch) => within(stretch, ticks)) };
}

/** The times that stand in a stretch; where none does, a round one. */
function within([from, to]: Span, ticks: AxisTick[]): AxisTick[] {
  const inside = ticks.filter(({ time }) => from <= time && time <= to);
  const near = [...ticks].sort((one, other) => Math.abs(one.time - from) - Math.abs(other.time - from))[0];
  if (inside.length > 0 || !near) return inside;
  // The clock of the report's time zone is known from the tick beside it.
  const ahead = Date.parse(`${near.day}T${near.clock || "00:00"}:00Z`) / 1000 - near.time;
  for (const step of STEPS) {
    const local = Math.ceil((from + ahead) / step) * step;
    if (local - ahead > to || !Number.isFinite(local)) continue;
    const text = new Date(local * 1000).toISOString();
    return [{ time: local - ahead, day: text.slice(0, 10), clock: text.slice(11, 16) }];
  }
  return [];
}
