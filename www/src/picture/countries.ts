// Bars, the longest first; what is no country (the others, the unknown) is hollow.

import type { Drawn } from "adsum-web";
import { scaleBand } from "d3-scale";
import { s } from "../dom";
import { texts } from "../texts";
import { along, fitted, letters, round, type Drawing, type Room } from "./axes";

type Data = Extract<Drawn, { kind: "countries" }>;

const NARROW = 34;

export function countries(data: Data, room: Room): Drawing {
  const t = texts.pictures.countries;
  const { em, width } = room;
  const rows = data.top.map(([name, people]) => ({ name, people, country: true }));
  if (data.other > 0) rows.push({ name: t.other(data.countries - data.top.length), people: data.other, country: false });
  if (data.unknown > 0) rows.push({ name: t.unknown, people: data.unknown, country: false });
  const narrow = width < NARROW * em;
  const longest = Math.min(Math.max(...rows.map((row) => [...row.name].length)), 30);
  const left = narrow ? 0 : longest * 0.56 * em + em;
  const labels = rows.map((row) => t.share(row.people, data.people));
  const amount = letters(room, Math.max(...labels.map((label) => label.length))) + em;
  const x = along([0, Math.max(...rows.map((row) => row.people))], left, width - amount);
  const high = (narrow ? 3.1 : 2.1) * em;
  const band = scaleBand(rows.map((_, n) => n), [0.3 * em, 0.3 * em + rows.length * high]).paddingInner(0.3);
  const thick = narrow ? 1.1 * em : band.bandwidth();
  const parts = rows.flatMap((row, n) => {
    const top = (band(n) ?? 0) + (narrow ? 1.2 * em : 0);
    const middle = top + thick / 2;
    const name = { x: narrow ? 0 : round(left - em / 2), y: round(narrow ? top - 0.35 * em : middle + 0.35 * em), class: narrow ? "" : "end" };
    const bar = { x: round(left), y: round(top), width: round(Math.max(x(row.people) - left, 1)), height: round(thick) };
    return [
      s("text", name, fitted(room, row.name, narrow ? width : left - em / 2)),
      s("rect", { ...bar, class: row.country ? "bar one" : "bar hollow" }),
      s("text", { x: round(x(row.people) + em / 2), y: round(middle + 0.35 * em) }, labels[n] ?? ""),
    ];
  });
  return { parts, height: 0.6 * em + rows.length * high };
}
