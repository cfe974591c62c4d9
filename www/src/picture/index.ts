// Every picture: how it is drawn, and what its finding is in words.

import type { Drawn } from "adsum-web";
import { texts } from "../texts";
import { attendance } from "./attendance";
import type { Drawing, Room } from "./axes";
import { bubbles } from "./bubbles";
import { countries } from "./countries";
import { retention } from "./retention";
import { rooms } from "./rooms";
import { teleports } from "./teleports";
import { usage } from "./usage";

export const KINDS = ["usage", "attendance", "retention", "countries", "rooms", "bubbles", "teleports"] as const;
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
    case "rooms":
      return rooms(data, room);
    case "bubbles":
      return bubbles(data, room);
    case "teleports":
      return teleports(data, room);
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
    case "rooms": {
      const [name, people, capacity, at] = data.fullest ?? [];
      const fullest = name === undefined ? "" : t.rooms.fullest(people ?? 0, capacity ?? 0, at ?? "", data.over, name);
      return t.rooms.finding(data.all, data.scheduled[0], fullest, data.scheduled[1]);
    }
    case "bubbles":
      return t.bubbles.finding(data.all, data.largest[1], data.largest[2], data.bubbles, data.median);
    case "teleports":
      return t.teleports.finding(data.times, data.people[0], data.from[0]?.[0] ?? "", data.people[1], data.to[0]?.[0] ?? "", data.from[0]?.[1] ?? 0, data.to[0]?.[1] ?? 0);
  }
}
