// Every picture: how it is drawn, and what its finding is in words.

import type { Drawn } from "adsum-web";
import { texts } from "../texts";
import { attendance } from "./attendance";
import type { Drawing, Room } from "./axes";
import { countries } from "./countries";
import { retention } from "./retention";
import { usage } from "./usage";

export const KINDS = ["usage", "attendance", "retention", "countries"] as const;
export type Kind = (typeof KINDS)[number];

export function drawing(data: Drawn, room: Room): Drawing {
  switch (data.kind) {
    case "usage":
      return usage(data, room);
    case "attendance":
      return attendance(data, room);
    case "countries":
      return countries(data, room);
    case "retention":
      return retention(data, room);
  }
}

export function finding(data: Drawn): string {
  const t = texts.pictures;
  switch (data.kind) {
    case "usage":
      return t.usage.finding(data.people, data.peak, data.peakClock, data.joins, data.bins.reduce((sum, bin) => sum + bin[3], 0));
    case "attendance":
      return t.attendance.finding(data.all, data.half, data.median);
    case "countries":
      return t.countries.finding(data.people, data.countries, data.top[0]?.[0] ?? "", data.top[0]?.[1] ?? 0, data.unknown);
    case "retention":
      return t.retention.finding(data.people, data.sessions, data.median[1], data.halfLeft[1]);
  }
}
