// Every text of the interface, in one place: a language is one more object of this shape (texts-de.ts, texts-es.ts).
// Texts that come with data (reasons, hints, notes) are the core's, in English; the other languages have them in
// `core`, by their codes.

import { bytes, clockOf, count, percent, some } from "./intl";
import { de } from "./texts-de";
import { es } from "./texts-es";

export { bytes, count } from "./intl";

function length(minutes: number): string {
  if (minutes % 1440 === 0) return some(minutes / 1440, "day", "days");
  if (minutes % 60 === 0) return some(minutes / 60, "hour", "hours");
  return some(minutes, "minute", "minutes");
}

/** What something is, and what to do about it. */
export type Pair = [text: string, hint: string];

const en = {
  title: "Adsum: attendance and engagement reports, on your own device",
  language: "Language",
  keys: {
    title: "Keyboard shortcuts",
    about: "Everything here is reached with Tab and used with Enter, Space and the arrow keys. These keys are quicker. They do nothing while you type.",
    list: "Show this list",
    go: (title: string) => `Go to “${title}”`,
    escape: "Cancel what is being done, or close",
    single: "Single keys do this",
    singleHelp: "Switch them off if you speak to your device or press keys by accident. Nothing but the address keeps it (#keys=off).",
    close: "Close",
  },
  promise: "Attendance and engagement reports from your session logs.",
  privacy: {
    claim: "No data leaves this device.",
    how: "Check it yourself",
  },
  proof: {
    title: "Check it yourself: no data leaves this device",
    countTitle: "What this page has sent",
    count: (n: number) => `Network requests since this page opened: ${count(n)}.`,
    leakTitle: "Try to leak",
    leakAbout:
      "The page’s first lines hold a security policy that names no network at all, and your browser enforces it. This button really tries each way in which a page could send something, to an address that cannot exist, and shows what the browser said.",
    gaps: "Two ways no policy can close in every browser: following a link to another page (navigation), and WebRTC, which is meant for calls. Adsum has no link that carries data, and no code that uses either but this button’s; the source shows it, and going offline proves it. (Before a form is blocked, Chromium already opens an empty connection to its host; nothing of the form is sent.)",
    gapsWithoutWebRtc:
      "One way no policy can close: following a link to another page (navigation). Adsum has no link that carries data; the source shows it, and going offline proves it.",
    leak: "Try to leak",
    trying: "Trying…",
    columns: ["Way", "What happened", "Forbidden by"],
    page: "(page)",
    worker: "(worker)",
    ways: {
      XMLHttpRequest: "XMLHttpRequest",
      image: "Loading an image",
      import: "Loading a script",
      worker: "Starting a worker from elsewhere",
      form: "Sending a form",
    } as Record<string, string>,
    blocked: "Blocked by the policy",
    failed: "Failed; the browser does not say why",
    uncovered: "Begun to nobody and closed: no policy covers it here",
    open: "NOT blocked",
    tight: (n: number) => `Nothing got out: all ${count(n)} attempts failed.`,
    leaky: (n: number) =>
      `${some(n, "way was", "ways were")} not blocked in this browser. Do not use this page with data that must stay here, and please report it.`,
    offlineTitle: "Go offline",
    offline:
      "Switch your network off and go on: everything still works, for the reports are computed in your browser. Or open the developer tools, choose Network, and make a report: nothing is sent.",
    keptTitle: "What is kept where",
    kept: "Nothing, but the files that you save. The page stores no data and no cookie; language and options stand in its address, after “#”, which is not sent. Close it or choose Clear, and it has forgotten your files.",
    buildTitle: "This build",
    version: "Version",
    commit: "Commit",
    sha256: "SHA-256",
    digest:
      "The whole program is this one file. Save it with your browser (as “HTML only”), or fetch it from the host that you have it from; this command gives the SHA-256 above, and the release notes name the same one:",
    command: "sed 's/name=\"sha256\" content=\"[0-9a-f]*\"/name=\"sha256\" content=\"\"/' index.html | sha256sum",
  },
  offline: {
    kept: "Kept on this device, because somebody chose so here: the program, and no data.",
    newer: "A newer version is there. It is used from the next opening on, once every page of Adsum is closed; this one stays as it is.",
  },
  footer: (version: string) => `Adsum ${version}`,
  inApp: {
    title: "This page is open inside another app, where files that are saved can get lost.",
    how: "Open it in Safari or your usual browser: choose “Open in Safari” or “Open in browser” in the app’s menu, or copy the address.",
  },
  start: {
    title: "Add your session logs",
    drop: "Drop files anywhere on this page",
    or: "or",
    choose: "Choose files…",
    files: "Files",
    what: "What Teams, Zoom, BigBlueButton, Collaborate, Meet, Webex, Jitsi and Adobe Connect export, and event logs as CSV or as JSON with one event a line; also saved as Excel or OpenDocument sheets, or packed as ZIP or gzip. One file or several, of any size.",
    samples: "No log at hand? Try a sample",
    classes: "A term of classes",
    classesMore: "Three weekly online courses at a university, from March to May",
    event: "An online event",
    eventMore: "A two-day summit with eight rooms, bubbles and teleports",
    over: "Drop the files to add them",
    noFile: "That was no file. Drop files from your computer, or use “Choose files”.",
  },
  reading: {
    title: "Reading your log",
    again: "Reading your files again",
    againWhy: "The work was stopped in the middle, so the log is read once more.",
    starting: "Starting…",
    file: (place: number, files: number) => (files > 1 ? `File ${count(place + 1)} of ${count(files)}: ` : ""),
    bytes: (done: number, all: number) => `${bytes(done)} of ${bytes(all)}`,
    records: (n: number) => some(n, "record", "records"),
    percent: (n: number) => `${n} per cent read`,
    cancel: "Cancel",
    cancelling: "Cancelling…",
    awake: "Keep this page open and in front: a phone or tablet stops the work of pages that are not seen.",
    interrupted:
      "The browser closed this page while it was reading a log, probably for want of memory. Choose your files again; if it happens again, give them in parts, or use a computer.",
    cancelled: "Cancelled. What was not finished is not in the log.",
    reporting: "Making the reports…",
    saving: "Making the file…",
  },
  troubles: {
    title: "Not added to the log",
    dismiss: "OK",
    refused: "This is not a log that Adsum can read:",
    found: "It has these columns:",
    unreadable: "The browser could not read this file.",
    unreadableHint: (error: string) =>
      error === "NotFoundError"
        ? "It was moved, renamed or changed since it was chosen. Add it again, with “Choose files”."
        : "Is it a folder, or a file that is still in iCloud or another cloud? Open it once on this device (on an iPhone or iPad: in Files), or copy it there, then add it with “Choose files”.",
    broke: "The work broke off while this file was being read.",
    brokeHint: "It may be too large for this device’s memory. Try it on a computer, or in parts.",
  },
  log: {
    title: "Your log",
    add: "Add files…",
    clear: "Clear",
    clearHelp: "Forgets all files and reports",
    cleared: "Cleared. Nothing is kept.",
    sessions: "Sessions",
    occurrences: "Occurrences",
    attendees: "Attendees",
    records: "Records used",
    of: (read: number) => `of ${count(read)}`,
    span: "From – to",
    noSpan: "no events",
    files: "Files",
    taken: (platform: string, encoding: string) => `Taken for: ${platform}, ${encoding}`,
    encodings: {
      "utf-8": "UTF-8",
      "utf-8-bom": "UTF-8 with byte order mark",
      "utf-16-le": "UTF-16",
      "utf-16-be": "UTF-16 (big-endian)",
      "windows-1250": "Windows-1250 (Central European)",
      "windows-1251": "Windows-1251 (Cyrillic)",
      "windows-1252": "Windows-1252 (Western European)",
      "windows-1253": "Windows-1253 (Greek)",
      "windows-1254": "Windows-1254 (Turkish)",
    } as Record<string, string>,
    accounted: (read: number, used: number, rejected: number) =>
      `${some(read, "record", "records")} read: ${count(used)} used, ${count(rejected)} not used`,
    allUsed: (read: number) => `${some(read, "record", "records")} read, all used`,
    seeProblems: "See which",
    toldBy: "Told by: ",
    alias: "No log: it says who is the same person. See “People with several identities”.",
    unknown: (what: string[]) => `Unknown here: ${what.join(", ")}`,
  },
  readAs: {
    raise: (times: number) => `I trust it: read up to ${times} times as much`,
    columns: "Say what the columns mean",
    change: "Change what the columns mean",
    undo: "Undo: read it as detected",
    other: "Read it as something else",
    label: "Read as",
    detected: "What it was detected as",
    own: "A table of my own: say what its columns mean…",
    mapped: "It is read as you said that its columns mean.",
    said: (name: string) => `You said: read it as “${name}”.`,
  },
  mapping: {
    title: "What do the columns mean?",
    about: "Adsum does not know this kind of table. Say which column tells what. Nothing is kept, unless you save it as a file.",
    columns: "Columns",
    nothing: "Not used",
    empty: "Nothing stands here.",
    guessed: (reason: string) => `Guessed: ${reason}.`,
    facts: {
      name: "Name",
      first_name: "First name",
      last_name: "Last name",
      email: "E-mail address",
      user_id: "User id",
      join: "Time of joining",
      leave: "Time of leaving",
      duration: "Duration",
      date: "Date of the times",
      leave_date: "Date of leaving",
      time: "Time of the action",
      action: "Action: joined or left",
      session_name: "Session’s name",
      session_id: "Session’s id",
      instance: "Occurrence of the session",
      role: "Role",
      country: "Country",
    } as Record<string, string>,
    says: (column: string, fact: string) => `“${column}” = ${fact}`,
    unit: "Durations are in",
    units: { seconds: "seconds", minutes: "minutes", hours: "hours", "h:mm:ss": "h:mm:ss" } as Record<string, string>,
    actions: "What do these actions mean?",
    meanings: { "": "Neither", join: "Joined", leave: "Left" } as Record<string, string>,
    needs: "What a report needs",
    met: "✓",
    missing: "Missing:",
    who: "Who it is: a name, an e-mail address or a user id.",
    when: "When they joined: a time of joining, or the time of an action and the action.",
    untold: "Not told:",
    leaving: "When they left: a time of leaving, a duration, or an action that means it.",
    staysEnd: "Whoever joined then counts as there until the session ends.",
    lacks: {
      who: "Choose a column for it.",
      when: "Choose a column for it.",
      action: "The time of an action and the action need each other.",
      "two-ways": "Choose either a time of joining, or the time of an action and the action, not both.",
      "join-actions": "Say above which actions mean that somebody joined.",
    } as Record<string, string>,
    preview: "The first rows, as they would be read",
    lacking: "They are shown as soon as nothing is missing.",
    noRows: "The table has no rows.",
    heads: ["Line", "Who", "Session", "Joined", "Left"],
    unused: "Not used",
    asWritten: "Times as they are written. Whose clock it is and which comes first, day or month, is asked afterwards where it is open.",
    use: "Use",
    save: "Save mapping file",
    saved: "Save again: adsum-mapping.json",
    cancel: "Cancel",
    kept: "Mapping files",
    keptFor: "Used for tables with these columns:",
  },
  questions: {
    title: (n: number) => (n === 1 ? "One question" : n === 2 ? "Two questions" : `${count(n)} questions`),
    why: "Your files leave this open, and Adsum does not guess. The reports come as soon as it is answered.",
    answered: "Your files leave this open. It is answered; another answer makes the reports anew.",
    open: (n: number) => `Before there is a report: ${some(n, "question needs", "questions need")} an answer.`,
    of: "In ",
    first: (line: number) => `, line ${count(line)}: `,
    more: (n: number) => ` (and ${some(n, "more file", "more files")})`,
    order: "In these dates, which comes first?",
    month: "The month",
    day: "The day",
    read: (value: string, read: string) => `${value} is ${read}`,
    contradictory: "Other files prove one order, and others the other.",
    zone: "Which time zone are these times in?",
    zoneHelp: "The one of the account or computer that made the file. For example Europe/Berlin.",
    converted: (local: string, zone: string, report: string, reportZone: string) =>
      `So ${local} (${zone}) is ${report} in the reports (${reportZone}).`,
    single: "Different for single files",
    asAbove: "As above",
    monthRead: (read: string) => `The month first: ${read}`,
    dayRead: (read: string) => `The day first: ${read}`,
    which: "Which day was this?",
    named: "What stands here first is the day in the file’s name.",
    useDay: "Use this day",
    end: "When did this meeting end?",
    there: (n: number) => `${some(n, "attendee was", "attendees were")} still there when the file was made.`,
    saved: "What stands here first is when the file was saved.",
    use: "Use this time",
    last: "With the last event",
    takenLast: "Taken: the last event in the file.",
    taken: (what: string) => `Taken: ${what}.`,
  },
  restarts: {
    title: (n: number) => (n === 1 ? "This looks like one meeting that was restarted" : "These look like meetings that were restarted"),
    about: "The same session was opened again on the same day. Joined, each is one occurrence; the time in between counts for nobody.",
    join: (n: number) => (n === 1 ? "Join it into one" : `Join all ${count(n)}`),
    undo: "Undo: keep the parts apart",
    joinedTitle: (n: number) => (n === 1 ? "One restarted meeting is joined" : `${count(n)} restarted meetings are joined`),
    part: (began: string, ended: string) => `${began.slice(11)}–${ended.slice(11)}`,
    day: (began: string) => began.slice(0, 10),
    apart: "Keep apart",
    joinOne: "Join",
    joined: "Joined: ",
    notJoined: "Not joined: ",
  },
  people: {
    title: "People with several identities",
    looking: "Looking for people who are here under several names…",
    nobody: "Nobody seems to be here under several names.",
    may: (n: number) => (n === 1 ? "One person may be known by several identities." : `${count(n)} people may be known by several identities each.`),
    why: "Nobody is joined unless you say so.",
    look: "Look through them",
    kinds: {
      "same-email": "The same e-mail address",
      "guest-ids": "The same name, with another guest id at each join",
      "same-name": "The same name, known better in one place than in another",
      "turned-name": "Last and first name exchanged",
      "bracket-name": "A name in brackets",
    } as Record<string, string>,
    doubtful: (n: number) => `Less likely (${count(n)})`,
    but: "But ",
    oneSession: "In one session.",
    otherSessions: "In different sessions.",
    accept: "The same person",
    dismiss: "Not the same",
    all: (n: number) => `Accept these ${count(n)}`,
    more: (n: number) => `Show ${count(n)} more`,
    identities: (n: number) => `and ${some(n, "more identity", "more identities")}`,
    fields: { user_id: "id", username: "username", email: "e-mail", display_name: "name" } as Record<string, string>,
    member: (occurrences: number, files: string[]) => `${some(occurrences, "occurrence", "occurrences")} in ${files.slice(0, 2).join(", ")}${files.length > 2 ? "…" : ""}`,
    left: (n: number) => `${some(n, "more is", "more are")} not listed; “adsum people” on the command line has the same limit.`,
    joined: (n: number) => (n === 1 ? "One person is joined:" : `${count(n)} people are joined:`),
    undo: "Undo",
    undoAll: "Undo all",
    save: "Save as alias file",
    saveHelp: "Drop it with logs another time, and the same people are joined.",
  },
  options: {
    title: "Options",
    from: "First day",
    to: "Last day",
    days: "Both days are included. One attendance report spans at most 6 months; of more days it comes in parts.",
    quick: "Quick choices",
    choices: {
      "whole-log": "Whole log",
      "last-six-months": "Last 6 months",
      "first-month": "First month",
      "last-month": "Last month",
      "last-week": "Last 7 days",
      "last-day": "Last day",
    } as Record<string, string>,
    zone: "Time zone of the reports",
    zoneHelp: "All times in the reports are written in it, and days begin and end in it.",
    here: (zone: string) => `Use this device’s: ${zone}`,
    more: "More options",
    logZone: "Time zone of the log",
    logZoneHelp: "Only for times in the log that carry no offset, such as 2026-03-02 10:00.",
    gap: "Rejoin gap, in seconds",
    gapHelp:
      "Who leaves and is back within so many seconds has not rejoined: such short breaks are not counted. The time away is never counted as present.",
    wrong: "Something is wrong with the options.",
    faults: {
      "not-a-day": "This is no day of the calendar.",
      backwards: "The last day lies before the first.",
      "not-a-zone": "There is no such time zone. Choose one from the list, such as Europe/Berlin.",
      "not-seconds": "Give a whole number of seconds, 0 or more.",
    } as Record<string, string>,
    leftAside: "The address of this page names options that cannot be. They were left aside.",
    stale: "The reports below are for the options as they were before. Put the options right to go on.",
  },
  attendance: {
    title: "Attendance report",
    about: (from: string, to: string) =>
      `One row for each attendee of each session that began from ${from} to ${to}, both included.`,
    flavour: "Which CSV?",
    spreadsheet: "Spreadsheet",
    spreadsheetHelp: "Opens rightly on a double-click. A text that would run as a formula gets a leading '.",
    data: "Data",
    dataHelp: "Exact, for another system: no marks, no byte order mark.",
    save: "Save attendance report (CSV)",
    saveParts: (n: number) => `Save ${some(n, "report", "reports")} in one ZIP`,
    tooLong: "These days are more than 6 months",
    tooLongWhy: (from: string, to: string, parts: number) =>
      `${from} to ${to} is longer than one attendance report can span. Choose fewer days, or save it in ${count(parts)} parts of at most 6 months each.`,
    empty: {
      "no-events": "The log has no events, so there is nothing to report.",
      "nothing-in-range": "No session began on these days. Choose other days, or the whole log.",
      "nobody-came": "Sessions began on these days, but nobody joined or tried to. Choose other days, or the whole log.",
    } as Record<string, string>,
    emptyTitle: "No rows",
    whole: "Show the whole log",
    ready: (rows: number) => `The reports are ready. Attendance: ${some(rows, "row", "rows")}.`,
    blank:
      "Blank times with 00:00:00 say that somebody tried to connect and could not, or that the log has only their leaving.",
  },
  sheets: {
    title: "Smart Sessions report",
    about: (from: string, to: string) => `A workbook of seven sheets on what happened from ${from} to ${to}, both included.`,
    tabs: "Sheets",
    save: "Save workbook (XLSX)",
    saveSheet: "Save only this sheet (CSV)",
    empty: "No rows on these days.",
  },
  pictures: {
    title: "Pictures",
    kinds: "Picture",
    session: "Session",
    order: "People in the order of",
    orders: { joined: "First join", left: "Last leave", name: "Name", present: "Time present, longest first" },
    names: { usage: "People over time", attendance: "Who was there when", retention: "Still there", countries: "Countries", rooms: "Rooms", bubbles: "Bubbles", teleports: "Teleports" },
    all: (n: number) => `All ${some(n, "session", "sessions")}`,
    option: (began: string, name: string, people: number) => `${began} · ${name} (${some(people, "person", "people")})`,
    most: (shown: number, all: number) =>
      `${count(all)} sessions were attended; the first ${count(shown)} can be chosen here. For later ones choose other days.`,
    cut: "// Long times without them are left out.",
    nothing: "The log tells nothing that this picture could show.",
    opened: (clock: string) => `Opened ${clock}`,
    closed: (clock: string) => `Closed ${clock}`,
    table: "The same as a table",
    save: (kind: string) => `Save picture (${kind})`,
    usage: {
      people: "People in the room",
      joins: (minutes: number) => {
        const one: Record<number, string> = { 1: "minute", 60: "hour", 1440: "day" };
        return `Joins per ${one[minutes] ?? length(minutes)}`;
      },
      first: "first joins",
      again: "rejoins",
      peak: (n: number, clock: string) => `${count(n)} at ${clock}`,
      finding: (people: number, peak: number, when: string, joins: number, first: number) =>
        [
          `${some(people, "person", "people")} came`,
          peak > 0 ? `; most at once were ${count(peak)}, first at ${when}` : "",
          `. ${some(joins, "join", "joins")}, ${joins > first ? `${count(joins - first)} of them rejoins` : "none of them a rejoin"}.`,
        ].join(""),
    },
    attendance: {
      finding: (people: number, half: number, median: string) =>
        `${some(people, "person", "people")} came; ${count(half)} of them ${half === 1 ? "was" : "were"} there for at least half of the time shown. The median time present was ${median}.`,
    },
    countries: {
      other: (n: number) => some(n, "other country", "other countries"),
      unknown: "Not known",
      share: (n: number, all: number) => `${count(n)} (${percent(n / Math.max(all, 1))})`,
      finding: (people: number, countries: number, top: string, most: number, unknown: number) =>
        `${some(people, "person", "people")} from ${some(countries, "country", "countries")}; most from ${top}: ${count(most)} (${percent(most / Math.max(people, 1))}). ${unknown > 0 ? `Of ${count(unknown)} the country is not known.` : "Of everybody the country is known."}`,
    },
    retention: {
      axis: "Have not left for good",
      percent: (n: number) => percent(n / 100),
      since: "Time since the beginning",
      after: (seconds: number) => clockOf(seconds, "day", "days"),
      half: (time: string) => `Half had left by ${time}`,
      median: (time: string) => `Median time present ${time}`,
      finding: (people: number, sessions: number, median: string, half: string) =>
        `${sessions > 1 ? `${count(people)} attendances of ${count(sessions)} sessions` : `${some(people, "person", "people")} came`}. ${half} after the beginning half of them had left for good; the median time present was ${median}.`,
    },
    rooms: {
      axis: "People in each room",
      there: "people there",
      scheduled: "scheduled",
      capacity: "capacity",
      tooMany: "more than the capacity",
      nobody: "nobody came",
      /** Without a capacity: 0. */
      most: (people: number, capacity: number) => (capacity > 0 ? `${count(people)} of ${count(capacity)}` : `${count(people)} at most`),
      over: (time: string) => `more for ${time}`,
      fullest: (people: number, capacity: number, at: string, over: number, name: string) =>
        `The fullest was ${name}: ${some(people, "person", "people")} for a capacity of ${count(capacity)} (${percent(people / Math.max(capacity, 1))}), first at ${at}. ${over > 0 ? `${some(over, "room", "rooms")} held more than the capacity.` : "No room held more than its capacity."}`,
      finding: (rooms: number, scheduled: number, fullest: string, used: number) =>
        [
          `${some(rooms, "room", "rooms")}.`,
          scheduled > 0 ? `${count(scheduled)} ${scheduled === 1 ? "has" : "have"} a schedule; in ${used === scheduled ? "each" : count(used)} of them somebody was there at that time.` : "",
          fullest,
        ].filter((words) => words).join(" "),
    },
    bubbles: {
      axis: "In a bubble",
      sizes: ["alone", "of two", "of three or four", "of more"],
      finding: (people: number, largest: number, at: string, bubbles: number, median: string) =>
        `${some(people, "person was", "people were")} in ${some(bubbles, "bubble", "bubbles")}; the largest held ${count(largest)}, first at ${at}. The median time in bubbles was ${median}.`,
    },
    teleports: {
      axis: "From (rows) to (columns)",
      others: (n: number) => some(n, "other", "others"),
      finding: (times: number, people: number, from: string, targets: number, to: string, most: number, mostTo: number) =>
        `${some(times, "teleport", "teleports")} by ${some(people, "person", "people")} to ${some(targets, "person", "people")}. Most were by ${from} (${count(most)}), and most to ${to} (${count(mostTo)}).`,
    },
  },
  graph: {
    room: "Room in the graph",
    option: (name: string, joins: number) => `${name} (${some(joins, "join", "joins")})`,
    unnamed: "Room without a name",
    /** Comes after the room's name. */
    finding: (joins: number, people: number, peak: string, most: number) =>
      `: ${some(joins, "join", "joins")} by ${some(people, "person", "people")}; the busiest minute was ${peak} with ${some(most, "join", "joins")}.`,
    step: (minutes: number) =>
      minutes === 1 ? "Each point covers one minute." : `Each point covers ${length(minutes)}, in which a person counts once.`,
    axis: (minutes: number) => {
      const one: Record<number, string> = { 1: "minute", 60: "hour", 1440: "day" };
      return `Joins and people per ${one[minutes] ?? length(minutes)}`;
    },
    joins: "Joins",
    people: "People",
    most: (shown: number, all: number) =>
      `${count(all)} rooms were joined. The ${count(shown)} that were joined most can be chosen here; the saved sheet has them all.`,
    empty: "Nobody joined on these days, so there is nothing to draw.",
  },
  table: {
    region: (name: string) => `${name}, rows`,
    beginning: (shown: number, all: number) =>
      shown < all ? `The first ${count(shown)} of ${some(all, "row", "rows")}` : some(all, "row", "rows"),
    page: (first: number, last: number, all: number) =>
      all === 0 ? "No rows" : first === 1 && last === all ? some(all, "row", "rows") : `Rows ${count(first)}–${count(last)} of ${count(all)}`,
    ofAll: (all: number) => `found among ${count(all)}.`,
    nothing: "No row is like that.",
    found: (found: number, all: number) => `${some(found, "row", "rows")} of ${count(all)}.`,
    pager: "Pages",
    first: "First",
    previous: "Previous",
    next: "Next",
    last: "Last",
    pageLabel: "Page",
    ofPages: (pages: number) => `of ${count(pages)}`,
    search: "Search in all columns",
    more: "Filter rows, choose columns",
    columns: "Columns shown",
    facets: { session: "Session", person: "Person (part of the name)", role: "Role" } as Record<string, string>,
    all: "All",
    blank: "(blank)",
    plain: "Reset this table",
    allColumns: (all: number) => `Show all ${count(all)} columns`,
    mainColumns: "Show the main columns",
    save: "Save as shown (CSV)",
  },
  detail: {
    open: "Details",
    close: "Close",
    session: "Show the whole session",
    person: "Back to the person",
    knownBy: "Known by",
    sessionName: "Session",
    sessionId: "Its id",
    eventCode: "Event code",
    instance: "Occurrence",
    line: (line: number) => `line ${count(line)}`,
    notInLog: "not in the log",
    present: "Time present",
    rejoins: "Rejoins",
    rejoinsUnknown: "not known",
    opened: "Room opened",
    closed: "Room closed",
    firstEvent: "First event",
    lastEvent: "Last event",
    how: "How these figures came about",
    sum: (stays: number) =>
      stays === 0 ? "There is no stay: no time is counted." : stays === 1 ? "One unbroken stay." : `${count(stays)} stays, added up; the gaps between them are not counted.`,
    stays: "Stays",
    joined: "joined",
    ended: {
      left: "left",
      "room-closed": "no leave recorded; the room closed",
      "last-event": "no leave and no closing recorded; the last event",
      "at-once": "no leave recorded, and nothing after it",
    } as Record<string, string>,
    remarks: {
      "not-connected": (n) => `${some(n, "try", "tries")} to connect failed, and none succeeded.`,
      "only-left": (n) => `Only ${some(n, "leave", "leaves")} recorded, no join: nothing is counted.`,
      overlap: (n, time) => `${count(n)} devices overlapped ${time}, counted once.`,
      "no-leave-room-closed": (n) => (n === 1 ? "No leave recorded, ended when the room closed." : `${count(n)} joins without a leave, ended when the room closed.`),
      "no-leave-last-event": (n) =>
        n === 1 ? "No leave and no closing of the room recorded, ended at the last event." : `${count(n)} joins without a leave, ended at the last event, for no closing of the room is recorded.`,
      "no-leave-at-once": (n) => `${some(n, "join", "joins")} without a leave after everything else: counted as 0 seconds.`,
      "leave-without-join": (n) => `${some(n, "leave", "leaves")} without a join before, not counted.`,
      "logged-twice": (n) => `${some(n, "record stands", "records stand")} in the log a second time, counted once.`,
      "same-second": (n) => `Left and was there again in the same second ${some(n, "time", "times")}: no rejoin.`,
      "short-gap": (n, time) => `${some(n, "gap", "gaps")} of at most ${time} (the rejoin gap), not counted as rejoins.`,
      restarted: (n) => `A restarted meeting in ${count(n)} parts, joined.`,
      "stated-time": (_n, time) => `The time present is what the platform states; the stays in the log come to ${time}.`,
      "stated-rejoins": () => "The rejoins are what the platform states.",
      "rejoins-unknown": () => "The platform does not tell rejoins.",
    } as Record<string, (n: number, time: string) => string>,
    allRecords: (n: number) => `All ${some(n, "record", "records")}`,
    records: ["Time", "Event", "Connection", "Where"],
    repeated: "again",
    more: (n: number) => `And ${count(n)} more.`,
    kinds: {
      room_opened: "room opened",
      room_closed: "room closed",
      joined: "joined",
      left: "left",
      join_failed: "could not join",
      role_changed: "role changed",
      chat: "wrote in the chat",
      bubble_joined: "joined a bubble",
      bubble_left: "left a bubble",
      bubble_locked: "locked a bubble",
      bubble_unlocked: "unlocked a bubble",
      teleported: "teleported",
      session: "facts about the session",
    } as Record<string, string>,
    attended: (n: number) => some(n, "person", "people"),
    people: ["Name", "First in", "Last out", "Time present"],
  },
  everything: {
    title: "Everything",
    about: "Both reports, every sheet as CSV and the records that were not used, in one file.",
    save: "Save everything (ZIP)",
    events: "Save all events as one event log (CSV)",
    eventsAbout: "Every event of all files and days, to keep or to pass on: read again, it gives the same reports.",
  },
  problems: {
    title: "Problems",
    none: "None: every record was used, and nothing had to be put right.",
    rejected: (n: number) => `${some(n, "record was", "records were")} not used`,
    kept: (kept: number, all: number) =>
      kept < all ? `There are ${count(all)}; the first ${count(kept)} are listed and saved.` : "",
    notes: "Put right",
    places: (places: string) => `For example ${places}`,
    place: (file: string, line: number) => `${file}, line ${line}`,
    save: "Save these records (CSV)",
  },
  save: {
    made: (name: string, size: string) => `Save again: ${name} (${size})`,
    rows: (n: number) => some(n, "row", "rows"),
    marked: (n: number) => `${some(n, "cell", "cells")} marked with a leading ', so that no spreadsheet runs them`,
    markedBook: (n: number) => `${some(n, "text", "texts")} stored so that no spreadsheet runs them`,
    cut: (n: number) => `${some(n, "text", "texts")} cut, longer than a cell holds`,
    charts: (n: number) => `${some(n, "room", "rooms")} without a chart: there are too many`,
    missing: "Did the file not arrive? Use the link.",
    copy: "Copy it as text",
    copied: "Copied.",
    large: "This is large for a phone or tablet: if it does not arrive, choose fewer days, or use a computer.",
    share: "Share…",
    shareAgain: "The share sheet did not open. Tap “Share…” once more.",
    shareFailed: "This file could not be shared. Use the link instead.",
    failed: "The file could not be made:",
    done: (name: string) => `${name} is ready.`,
  },
  share: {
    title: "Share less",
    about: "Save what somebody else needs, and no more. What is saved above is everything.",
    who: "Who is it for?",
    purposes: {
      own: ["Own use", "Everything, as above."],
      registrar: ["Registrar", "Who was there, when and how long, by name; not what they did."],
      committee: ["Committee", "Figures by pseudonym, without names, addresses and moments; small counts are withheld."],
      public: ["Public", "Sessions and counts by country, and who was in which by pseudonym; no times of people."],
    },
    label: "Pseudonymised: still personal data.",
    labelWhy:
      "Who has other data, or was there, may tell who is meant. Free text, such as the name of a session, stays as it is, except where all of it is what somebody is known by.",
    table: "Look at",
    columns: "What goes out",
    least: "Withhold counts of fewer people than",
    leastHelp: "In users by country and joins by minute; a second count goes with each, so that totals do not give it away. 0: none.",
    example: "Example",
    exampleOf: (n: number, all: number) => (all === 0 ? "It has no rows." : `As it goes out: the first ${count(n)} of ${count(all)}.`),
    stays: "Nothing of this table goes out.",
    staysHere: "While counts of few people are withheld, nothing of this table goes out: it has a row for each person in a bubble, and whoever counts them has the count.",
    attendance: "Save attendance report (CSV)",
    workbook: "Save workbook (XLSX)",
    everything: "Save both and each sheet (ZIP)",
    key: "Save who is who (CSV)",
    keyHelp: "Keep it apart from the rest: whoever has both knows everybody. Until you choose Clear or close the page, the same people have the same pseudonyms.",
  },
  receipt: {
    label: "Add how it was made",
    help: "Each file’s size, SHA-256 and records, and the options: as a last sheet of the workbook, and as a receipt beside each report, with which “adsum verify” repeats it. Your files are read once more for it.",
    looking: "Looking at your files once more, for the receipt…",
    save: (name: string) => `Save its receipt: ${name}`,
    gone: (name: string) => `${name} was moved, renamed or changed since it was read, so there can be no receipt of it. Add your files again, or save without.`,
  },
  failed: {
    title: "The work broke off",
    why: "Adsum’s engine stopped unexpectedly. Your files are unharmed, and nothing has left this device.",
    hint: "If it happens again: the log may be too large for this device’s memory. Try it on a computer, or with fewer files.",
    restart: "Restart and read the files again",
    restartEmpty: "Restart",
    clear: "Start over without them",
    details: "Technical details",
  },
  print: {
    title: "Attendance and engagement",
    print: "Print…",
    preparing: "Preparing…",
    now: "It is ready: print…",
    help: "Or save as PDF, in the window that opens: the log as a whole, then a page for each session.",
    people: (n: number) => some(n, "person", "people"),
    sessions: (shown: number, all: number) => `These are the first ${count(shown)} of ${count(all)} sessions. For the others choose other days.`,
    more: (shown: number, all: number) => `These are the first ${count(shown)} of ${count(all)} people. The saved report has all.`,
  },
  page: {
    save: "Save this page",
    saveHelp: "The whole program is this one file: kept on this device, it works without a network. In the browser’s menu choose “Save page as…” and “HTML only”; on an iPhone or iPad tap Share, then Save to Files.",
  },
  core: {
    /** By the core's codes. English is the core's own. */
    reasons: {} as Record<string, Pair>,
    notes: {} as Record<string, Pair>,
    unknown: {} as Record<string, string>,
    /** An empty hint is the core's, said as a phrase. */
    refusals: {} as Record<string, (parts: string[]) => Pair>,
    platforms: {} as Record<string, string>,
    columns: {} as Record<string, string>,
    /** Sentences without a code, by their English; `{}` stands for a file's own words. */
    phrases: {} as Record<string, string>,
  },
};

/** The shape of the texts, whatever they say. */
type Widened<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : T extends (...given: never) => unknown
      ? T
      : { [Key in keyof T]: Widened<T[Key]> };

export type Texts = Widened<typeof en>;
export type Language = "en" | "de" | "es";

export const catalogue: Readonly<Record<Language, Texts>> = { en, de, es };

/** The texts of the language that is spoken. */
export let texts: Texts = en;

export function speak(language: Language): void {
  texts = catalogue[language];
}

/** The same text of another language: for what was put on the page and is still there. Another text is as it is. */
export function same(text: string, from: Texts, to: Texts): string {
  const look = (of: object, other: object): string | undefined => {
    for (const [key, value] of Object.entries(of) as [keyof object, unknown][]) {
      const there: unknown = other[key];
      if (value === text && typeof there === "string") return there;
      if (typeof value !== "object" || value === null || typeof there !== "object" || there === null) continue;
      const found = look(value, there);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return text === "" ? "" : (look(from, to) ?? text);
}
