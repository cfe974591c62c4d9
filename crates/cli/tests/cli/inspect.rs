//! `adsum inspect`.

use crate::world::{LOG, World};

#[test]
fn says_what_was_understood() {
    let world = World::with_log("inspect");
    world.put("people.csv", "name,age\nAda,36\n");
    world.put("more.csv", "time;event;session_id;username;mood\n2026-03-10 09:00;JOINED;bio-1;ada;good\n");
    let ran = world.run("inspect --time-zone Asia/Tokyo log.csv people.csv more.csv").did(&[]);
    let expected = "\
read 10 records: 9 used, 1 not used (the time cannot be read: 1)

Time         2026-03-02 17:55 to 2026-03-10 18:00 (Asia/Tokyo)
Sessions     1
Occurrences  3
Attendees    3

Files
  log.csv
    event log (CSV), UTF-8, 524 bytes: 9 records, 8 used, 1 not used
  people.csv
    not used: the first line has no columns named `time` and `event`, but: name, age
    Adsum reads event logs (a table or one JSON object a line, with at least time, event and session_id or instance_id) and what Teams, Zoom, BigBlueButton, Collaborate, Meet, Webex, Jitsi and Adobe Connect export; any other table with names and times once you say what its columns mean.
    'adsum mapping people.csv -o map.json' guesses what its columns mean; correct that, then add --mapping map.json
  more.csv
    event log (CSV), UTF-8, 75 bytes: 1 record, 1 used
    columns that are not used (1): mood
      The event log has no such field.

Put right
  joins without a leave (1)
    The attendee counts as present until the room closed or, where that is not in the log, until its last event.
    more.csv:2

Not used
  the time cannot be read (1)
    Write times as 2026-03-02T09:00:05Z, with an offset as 2026-03-02T10:00:05+01:00, or as 2026-03-02 10:00:05 in the log's own time zone.
    log.csv:9:1  time: yesterday
";
    assert_eq!(ran.out, expected);
    assert_eq!(ran.err, "");
}

#[test]
fn says_it_to_scripts() {
    let world = World::with_log("inspect-json");
    world.put("people.csv", "name,age\nAda,36\n");
    let ran = world.run("inspect --json log.csv people.csv").did(&[]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    for (pointer, value) in [
        ("/records/read", "9"),
        ("/records/used", "8"),
        ("/records/rejected", "1"),
        ("/sessions", "1"),
        ("/occurrences", "2"),
        ("/attendees", "3"),
        ("/first", "\"2026-03-02T08:55:00Z\""),
        ("/last_event", "\"2026-03-09T09:30:00Z\""),
        ("/time_zone", "\"UTC\""),
        ("/files/0/name", "\"log.csv\""),
        ("/files/0/format", "\"event log (CSV)\""),
        ("/files/0/refused", "null"),
        ("/files/1/format", "null"),
        ("/files/1/refused/code", "\"no-columns\""),
        ("/files/1/refused/found/1", "\"age\""),
        ("/rejected/0/code", "\"time-unreadable\""),
        ("/rejected/0/count", "1"),
        ("/rejected/0/examples/0/file", "\"log.csv\""),
        ("/rejected/0/examples/0/line", "9"),
        ("/rejected/0/examples/0/column", "1"),
        ("/rejected/0/examples/0/field", "\"time\""),
        ("/rejected/0/examples/0/value", "\"yesterday\""),
    ] {
        assert_eq!(json.pointer(pointer).map(ToString::to_string).as_deref(), Some(value), "{pointer}");
    }
}

#[test]
fn json_gives_back_what_it_escapes() {
    let world = World::new("inspect-escaped");
    let odd = "yester\u{1b}day\u{202e}\u{e0001}";
    world.put("log.csv", LOG.replace("yesterday", odd));
    let ran = world.run("inspect --json log.csv").did(&[]);
    assert!(ran.out.contains(r"yester\u001bday\u202e\udb40\udc01"), "{}", ran.out);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json.pointer("/rejected/0/examples/0/value").unwrap(), odd);
}

#[test]
fn saves_what_was_not_used() {
    let world = World::with_log("inspect-rejected");
    world.run("inspect --rejected not.csv log.csv").did(&["wrote not.csv: 1 row"]);
    assert!(world.text("not.csv").contains("log.csv,9,1,time,yesterday"));
}

#[test]
fn saves_what_is_wanted_of_what_was_not_used() {
    let world = World::new("inspect-view");
    let who = "bio-1,w02,Cells,cleo,Cleo";
    let more = format!("soon,left,{who}\n2026-03-09T09:30:00Z,jioned,{who}\nlater,left,{who}\n");
    world.put("log.csv", format!("{LOG}{more}"));
    let view = "--where field=time --sort line:desc --columns Line,value";
    world.run(&format!("inspect --rejected not.csv {view} log.csv")).did(&["wrote not.csv: 3 rows"]);
    assert_eq!(world.text("not.csv"), "Line,Value\r\n13,later\r\n11,soon\r\n9,yesterday\r\n");
    world.run("inspect --rejected not.csv --search JIONED log.csv").did(&["wrote not.csv: 1 row"]);
    assert!(world.text("not.csv").contains("log.csv,12,22,event,jioned"), "{}", world.text("not.csv"));
    world.run("inspect --sort line log.csv").ended(2, &["of the records that could not be used"]);
    world.run("inspect --rejected not.csv --sort size log.csv").ended(2, &["there is no column size"]);
}

#[test]
fn shows_the_first_places_only() {
    let world = World::new("inspect-many");
    let wrong = "soon,left,a,ada\n".repeat(1_234);
    world.put("log.csv", format!("time,event,session_id,username\n{wrong}"));
    let ran = world.run("inspect log.csv").did(&[]);
    assert!(ran.out.contains("  the time cannot be read (1,234)\n"), "{}", ran.out);
    assert!(ran.out.contains("    log.csv:6:1  time: soon\n    … and 1,229 more\n"), "{}", ran.out);
    assert!(ran.out.contains("Time         none\n"), "{}", ran.out);
}

const ZOOM: &str = "\
Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room
Ada,ada@uni.example,3/4/2026 09:00:00 AM,3/4/2026 10:00:00 AM,60,No,No
";

#[test]
fn tells_what_a_file_leaves_open_and_what_was_taken() {
    let world = World::new("inspect-questions");
    world.put("participants_981.csv", ZOOM);
    let open = world.run("inspect participants_981.csv").did(&[]).out;
    for text in [
        "Zoom participants, UTF-8",
        "told by: columns",
        "unknown here: the session's name",
        "  Which comes first in these dates, the day or the month?\n    of participants_981.csv\n    participants_981.csv:2 has 3/4/2026 09:00:00 AM\n    --date-order month-first reads it as 2026-03-04 09:00\n    --date-order day-first   reads it as 2026-04-03 09:00\n",
    ] {
        assert!(open.contains(text), "{text} in {open}");
    }
    assert!(!open.contains("Sessions"), "{open}");
    let args = "--date-order day-first --log-time-zone Europe/Berlin participants_981.csv";
    let told = world.run(&format!("inspect {args}")).did(&[]).out;
    for text in
        ["the day or the month? The day\n", "in? Europe/Berlin\n", "2026-04-03 07:00 to 2026-04-03 08:00"]
    {
        assert!(told.contains(text), "{text} in {told}");
    }
    let json = world.run("inspect --json --date-order day-first participants_981.csv").did(&[]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    for (pointer, value) in [
        ("/sessions", "null"),
        ("/files/0/format_code", "\"zoom-participants\""),
        ("/questions/0/taken", "\"The day\""),
        ("/questions/1/open", "true"),
        ("/questions/1/option", "\"--log-time-zone\""),
    ] {
        assert_eq!(json.pointer(pointer).map(ToString::to_string).as_deref(), Some(value), "{pointer}");
    }
}
