// A log on which all can agree: `node log.mjs FILE BYTES` writes about so many bytes of the native event log.
//
// Every byte follows from the size. Of what makes logs hard it has only what a hand-written aggregation can be
// asked to do: two devices at once, reconnects, facts on some records alone. Times are in UTC, whole seconds and
// in order, nobody does two things in one second, no field needs quotes, and no leave is missing. It has all columns of
// the event log, and some eight events of 140 bytes for a row of the report.

import { closeSync, openSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";

const HEADER =
  "time,event,event_code,session_id,session_name,instance_id,session_owner,session_created,starts_at,ends_at,capacity," +
  "context_name,context_id,user_id,username,display_name,first_name,last_name,email,role,attendee_type,country," +
  "connection_id,bubble_id,target_user_id,target_name\n";
const FIRST = ["Ada", "Boris", "Chloé", "Dragan", "Emi", "Femke", "Goran", "Hana", "Ines", "Jürgen", "Kwame", "Li"];
const LAST = ["Adler", "Brandt", "Costa", "Dubois", "Eriksen", "Fischer", "Øster", "Rao", "Sutton", "Tanaka", "Weiß"];
const COUNTRIES = ["AT", "BR", "CH", "DE", "ES", "FR", "GB", "IN", "JP", "MX", "NG", "PL"];
const COURSES = ["Algebra", "Biology", "Cartography", "Drawing", "Ethics", "French", "Geology", "History"];
/** What most records say of their session: nothing but its name. */
const NO_FACTS = ",,,,,,";
/** Bytes of a session with its some 25 attendees, about. */
const SESSION = 28_500;

/** Numbers that look random and are the same everywhere (mulberry32). */
function chance(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const stamp = (seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
const hex = (number) => number.toString(16).padStart(8, "0");

/** One session's lines. */
function session(number, people) {
  const random = chance(number + 1);
  const course = number % Math.max(1, Math.floor(people / 8));
  const start = Date.UTC(2026, 2, 2 + (number % 80), 8 + (course % 9)) / 1000;
  const name = `${COURSES[course % 8]} ${course}`;
  const id = `COURSE-${1000 + course}`;
  const place = `TERM-2026-SPRING,${id},${name},${id}/${number}`;
  const lines = [];
  const say = (time, event, of, person, connection) =>
    lines.push([time, `${stamp(time)},${event},${place},${of},${person},${connection},,,\n`]);
  const created = stamp(1.77e9 - course * 61);
  const schedule = `${stamp(start)},${stamp(start + 5_400)},40`;
  const facts = `Owner ${course},${created},${schedule},${name},CTX-${course}`;
  say(start - 600, "room_opened", facts, ",,,,,,,,", "");
  for (let seat = 0; seat < 25; seat++) {
    const user = (course * 7 + seat * 3) % people;
    const [first, last] = [FIRST[user % FIRST.length], LAST[(user >> 3) % LAST.length]];
    const who = `u${user},login${user},${first} ${last},${first},${last},user${user}@example.org,Participant,Registered,${COUNTRIES[user % 12]}`;
    const known = `u${user},login${user},${first} ${last},,,,,,`;
    let time = start - 300 + random(600);
    const device = hex(random(0xffffffff));
    say(time, "joined", NO_FACTS, who, device);
    // Chats, a reconnect for some, a second device at the same time for others; each at a later second.
    for (let n = random(6); n > 0; n--) say((time += 60 + random(400)), "chat", NO_FACTS, known, device);
    let open = device;
    if (seat % 3 === 0) {
      say((time += 200 + random(300)), "left", NO_FACTS, known, device);
      open = hex(random(0xffffffff));
      say((time += 1 + random(90)), "joined", NO_FACTS, who, open);
    } else if (seat % 5 === 0) {
      const second = hex(random(0xffffffff));
      say((time += 100 + random(100)), "joined", NO_FACTS, who, second);
      say((time += 100 + random(900)), "left", NO_FACTS, known, second);
    }
    for (let n = random(6); n > 0; n--) say((time += 30 + random(300)), "chat", NO_FACTS, known, open);
    say((time += 60 + random(1200)), "left", NO_FACTS, known, open);
  }
  say(start + 12_000, "room_closed", NO_FACTS, ",,,,,,,,", "");
  lines.sort((a, b) => a[0] - b[0]);
  return lines.map((line) => line[1]).join("");
}

const FIELDS = HEADER.trim().split(",");

/** The same lines as NDJSON: no field of theirs needs quotes or escapes. */
function objects(lines) {
  const object = (line) => {
    const cells = line.split(",").flatMap((cell, n) => (cell ? [`"${FIELDS[n]}":"${cell}"`] : []));
    return `{${cells.join(",")}}\n`;
  };
  return lines.trim().split("\n").map(object).join("");
}

/** An event of a recording. */
function element(time, module, name, children) {
  const inside = Object.entries({ date: new Date(time).toISOString(), timestampUTC: time, ...children });
  const lines = inside.map(([tag, text]) => `    <${tag}>${text}</${tag}>\n`).join("");
  return `  <event timestamp="${time - 1.7e12}" module="${module}" eventname="${name}">\n${lines}  </event>\n`;
}

/** The record of a meeting as BigBlueButton's events.xml, of about so many bytes: most of it is of no use to a report. */
export function writeRecording(path, bytes) {
  const random = chance(1);
  let time = Date.UTC(2026, 2, 2, 8);
  const id = `${"5e".repeat(20)}-${time}`;
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n<recording meeting_id="${id}" bbb_version="2.6.1">\n  <meeting id="${id}" externalId="algebra" name="Algebra" breakout="false"/>\n`;
  write(path, bytes, head, (number) => {
    const [user, name] = [`w_${hex(number)}`, `${FIRST[number % 12]} ${LAST[number % 11]}`];
    const say = (...event) => element((time += random(40)), ...event);
    const cursor = () => say("WHITEBOARD", "WhiteboardCursorMoveEvent", { xOffset: random(1e6) / 1e4, yOffset: random(1e6) / 1e4, userId: user });
    const join = say("PARTICIPANT", "ParticipantJoinEvent", { userId: user, externalUserId: `u${number % 5_000}`, role: "VIEWER", name });
    return join + Array.from({ length: 60 }, cursor).join("") + say("PARTICIPANT", "ParticipantLeftEvent", { userId: user });
  }, "</recording>\n");
}

/** Writes a file of about so many bytes: a head, and texts by their number. */
function write(path, bytes, head, text, end = "") {
  const file = openSync(path, "w");
  let written = writeSync(file, head);
  let part = [];
  let size = 0;
  for (let number = 0; written + size < bytes; number++) {
    part.push(text(number));
    size += part.at(-1).length;
    if (size > 8 << 20) {
      written += writeSync(file, part.join(""));
      part = [];
      size = 0;
    }
  }
  writeSync(file, part.join("") + end);
  closeSync(file);
}

/** Writes the log, as NDJSON if its name says so, and gives how many events are in it. */
export function writeLog(path, bytes) {
  const people = Math.max(40, Math.floor(bytes / SESSION / 12) * 8);
  let events = 0;
  const lines = (number) => {
    const text = session(number, people);
    events += text.split("\n").length - 1;
    return text;
  };
  if (path.endsWith(".ndjson")) write(path, bytes, "", (number) => objects(lines(number)));
  else write(path, bytes, HEADER, lines);
  return events;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(`${writeLog(process.argv[2], Number(process.argv[3]))} events`);
}
