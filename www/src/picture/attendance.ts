// A row a person, a bar while they were in.

import type { Drawn } from "adsum-web";
import type { Drawing, Room } from "./axes";
import { bar, lanes } from "./lanes";

type Data = Extract<Drawn, { kind: "attendance" }>;

export function attendance({ rows, span, ticks, doors }: Data, room: Room): Drawing {
  const marks = (row: Data["rows"][number], x: Parameters<typeof bar>[0], middle: number, thick: number) =>
    row.stays.map((stay) => bar(x, stay, middle, thick, "one", 2));
  return lanes(room, { rows, span, ticks, doors, top: 2.2 * room.em, times: (row) => row.stays, marks });
}
