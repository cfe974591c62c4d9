// What the hand-written aggregations of the JavaScript parsers share: rows to the attendance report. It knows
// that the log is clean (log.mjs); it has none of the rules that Adsum has for logs that are not.

export const HEADER =
  "SessionDate,SessionName,SessionIdentifier,SessionInstanceIdentifer,SessionOwner,RoomOpened,RoomClosed," +
  "NameOfAttendee,FirstNameOfAttendee,LastNameOfAttendee,EmailOfAttendee,Username,AttendeeRole,AttendeeType," +
  "AttendeeFirstJoinTime,AttendeeLastLeaveTime,AttendeeTotalTimeInSession,AttendeeTotalRejoins,ContextName," +
  "ContextIdentifier";

const two = (number) => (number < 10 ? `0${number}` : `${number}`);

/** MM/DD/YYYY HH:MM of a time as the log writes it. */
const minute = (text) =>
  text && `${text.slice(5, 7)}/${text.slice(8, 10)}/${text.slice(0, 4)} ${text.slice(11, 16)}`;

function duration(seconds) {
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

const days = new Map();

/** Seconds since 1970; the day is looked up. */
function seconds(text) {
  const date = text.slice(0, 10);
  let midnight = days.get(date);
  if (midnight === undefined) days.set(date, (midnight = Date.parse(date) / 1000));
  const digit = (at) => text.charCodeAt(at) - 48;
  return (
    midnight +
    (digit(11) * 10 + digit(12)) * 3600 +
    (digit(14) * 10 + digit(15)) * 60 +
    digit(17) * 10 +
    digit(18)
  );
}

/** Takes rows of log.mjs, in its columns. */
export class Aggregation {
  #sessions = new Map();

  add(row) {
    const [time, event, , id, name, instance, owner, created, , , , context, contextId, user, login, shown] = row;
    let session = this.#sessions.get(instance);
    if (!session) {
      session = { id, name, instance, owner, created, context, contextId, opened: "", closed: "", people: new Map() };
      this.#sessions.set(instance, session);
    }
    if (event === "room_opened") {
      Object.assign(session, { owner, created, context, contextId, opened: time });
      return;
    }
    if (event === "room_closed") {
      session.closed = time;
      return;
    }
    let person = session.people.get(user);
    if (!person) {
      const [first, last, email, role, type] = row.slice(16, 21);
      person = { login, shown, first, last, email, role, type, moves: [] };
      session.people.set(user, person);
    }
    if (event === "joined") person.moves.push([seconds(time), 1, time]);
    else if (event === "left") person.moves.push([seconds(time), -1, time]);
  }

  /** The report as a Blob. */
  finish() {
    const parts = [];
    let lines = [HEADER];
    for (const session of this.#sessions.values()) {
      const { name, id, instance, owner } = session;
      const before = `${minute(session.created)},${name},${id},${instance},${owner},${minute(session.opened)},${minute(session.closed)}`;
      for (const person of session.people.values()) {
        const { shown, first, last, email, login, role, type, moves } = person;
        moves.sort((a, b) => a[0] - b[0]);
        let open = 0;
        let total = 0;
        let stays = 0;
        for (const [time, step] of moves) {
          if (open === 0 && step > 0) {
            stays++;
            total -= time;
          }
          open += step;
          if (open === 0) total += time;
        }
        const [from, to] = [minute(moves[0][2]), minute(moves[moves.length - 1][2])];
        lines.push(
          `${before},${shown},${first},${last},${email},${login},${role},${type},${from},${to},${duration(total)},${stays - 1},${session.context},${session.contextId}`,
        );
        if (lines.length > 20_000) {
          parts.push(`${lines.join("\r\n")}\r\n`);
          lines = [];
        }
      }
    }
    parts.push(`${lines.join("\r\n")}\r\n`);
    return new Blob(parts);
  }
}
