use super::*;
use crate::intake::Intake;
use crate::log::Log;
use crate::report::Options;
use crate::report::attendance::Attendance;
use crate::report::smart_sessions::{Sheet, SmartSessions};
use crate::table::Table;
use std::fmt::Write as _;

fn read(records: &str) -> Log {
    let mut text = "time,event,instance_id,user_id,connection_id,stated_seconds,stated_rejoins\n".to_owned();
    for record in records.split(';').map(str::trim) {
        let fields: Vec<&str> = record.split(' ').collect();
        let [clock, event, rest @ ..] = fields.as_slice() else { panic!("{record}") };
        let field = |place: usize| rest.get(place).copied().unwrap_or_default().trim_matches('-');
        let [instance, user, connection, seconds, rejoins] = [0, 1, 2, 3, 4].map(field);
        let _ = writeln!(
            text,
            "2026-03-02T{clock}Z,{event},{},{user},{connection},{seconds},{rejoins}",
            if instance.is_empty() { "a" } else { instance }
        );
    }
    let mut intake = Intake::new("log.csv");
    intake.push(text.as_bytes());
    let mut log = Log::default();
    log.add(intake.finish());
    assert!(log.rejected.is_empty(), "{text}");
    log
}

/// The detail of the first row in one line: stays with the lines behind them, figures, remarks.
fn first(records: &str, rejoin_gap: u32) -> String {
    let mut log = read(records);
    let options = Options { rejoin_gap, ..Options::default() };
    let input = log.input(&options.answers).unwrap();
    let range = input.attendance_range(&options).unwrap();
    let about = Attendance::new(input, &options, &range).about(0).unwrap();
    let detail = Detail::new(input, about, rejoin_gap);
    assert!(detail.openings.is_empty() && detail.visits.len() == 1);
    shown(&detail.visits[0])
}

fn shown(visit: &Visit) -> String {
    let clock = |time: i64| {
        let second = time.rem_euclid(86_400);
        format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
    };
    let mut out = String::new();
    for stay in &visit.stays {
        let _ = write!(out, "[{}-{}", clock(stay.start), clock(stay.end));
        for one in &stay.connections {
            let (from, to) = (one.from.position.line, one.to.position.line);
            let _ = write!(out, " {}{from}>{to} {}", one.connection, one.ended.code());
        }
        out.push_str("] ");
    }
    let rejoins = visit.rejoins.map_or_else(|| "?".to_owned(), |rejoins| rejoins.to_string());
    let _ = write!(out, "{} s, {rejoins} rejoins", visit.seconds);
    for remark in &visit.remarks {
        let _ = write!(out, "; {} {} {}", remark.what.code(), remark.count, remark.seconds);
    }
    out
}

/// The header is line 1.
#[test]
fn how_figures_came_about() {
    for (records, gap, expected) in [
        (
            // Joined again after the room closed, with what was open: there for 0 seconds, unless it was left later.
            "09:00:00 joined a u x; 10:00:00 room_closed a; 11:00:00 joined a u x",
            0,
            "[09:00:00-10:00:00 x2>3 room-closed] [11:00:00-11:00:00 x4>4 at-once] 3600 s, 1 rejoins; \
             no-leave-room-closed 1 0; no-leave-at-once 1 0",
        ),
        (
            "09:00:00 joined a u x; 10:00:00 room_closed a; 11:00:00 joined a u x; 12:00:00 left a u x",
            0,
            "[09:00:00-12:00:00 x2>5 left] 10800 s, 0 rejoins",
        ),
        ("09:00:00 joined a u; 09:30:00 left a u", 0, "[09:00:00-09:30:00 2>3 left] 1800 s, 0 rejoins"),
        (
            // Two devices, of which one is never left.
            "09:00:00 joined a u x; 09:10:00 joined a u y; 09:13:00 left a u x; 10:00:00 room_closed a",
            0,
            "[09:00:00-10:00:00 x2>4 left y3>5 room-closed] 3600 s, 0 rejoins; overlap 2 180; no-leave-room-closed 1 0",
        ),
        (
            "09:00:00 joined a u; 09:20:00 chat a v",
            0,
            "[09:00:00-09:20:00 2>3 last-event] 1200 s, 0 rejoins; no-leave-last-event 1 0",
        ),
        (
            "09:00:00 room_closed a; 09:20:00 joined a u",
            0,
            "[09:20:00-09:20:00 3>3 at-once] 0 s, 0 rejoins; no-leave-at-once 1 0",
        ),
        (
            "09:00:00 joined a u; 09:10:00 left a u; 09:10:00 joined a u; 09:20:00 left a u; 09:21:00 joined a u; 09:30:00 left a u",
            60,
            "[09:00:00-09:20:00 2>5 left] [09:21:00-09:30:00 6>7 left] 1740 s, 0 rejoins; short-gap 1 60",
        ),
        (
            "09:00:00 joined a u x; 09:10:00 left a u x; 09:10:00 joined a u y; 09:20:00 left a u y",
            0,
            "[09:00:00-09:20:00 x2>3 left y4>5 left] 1200 s, 0 rejoins; same-second 1 0",
        ),
        (
            "09:00:00 joined a u; 09:10:00 left a u; 09:10:00 left a u; 09:20:00 left a u; 09:30:00 joined a u; 09:40:00 left a u",
            0,
            "[09:00:00-09:10:00 2>3 left] [09:30:00-09:40:00 6>7 left] 1200 s, 1 rejoins; leave-without-join 1 0; logged-twice 1 0",
        ),
        ("09:00:00 join_failed a u; 09:01:00 join_failed a u", 0, "0 s, 0 rejoins; not-connected 2 0"),
        ("09:00:00 left a u", 0, "0 s, 0 rejoins; only-left 1 0"),
        (
            "09:00:00 joined a u - 100 unknown; 09:30:00 left a u",
            0,
            "[09:00:00-09:30:00 2>3 left] 100 s, ? rejoins; stated-time 0 1800; rejoins-unknown 0 0",
        ),
        (
            "09:00:00 joined a u - - 3; 09:30:00 left a u",
            0,
            "[09:00:00-09:30:00 2>3 left] 1800 s, 3 rejoins; stated-rejoins 3 0",
        ),
    ] {
        assert_eq!(first(records, gap), expected, "{records}");
    }
}

#[test]
fn a_session_is_told_by_its_occurrences() {
    let mut log = read(
        "09:00:00 room_opened a; 09:01:00 joined a u; 09:02:00 joined a v; 09:30:00 left a u; 10:00:00 room_closed a",
    );
    let options = Options::default();
    let input = log.input(&options.answers).unwrap();
    let range = input.smart_sessions_range(&options).unwrap();
    let report = SmartSessions::new(input, &options, &range);
    let about = report.sheet(Sheet::HighLevel).about(0).unwrap();
    assert!(!about.is_person());
    let visitor = report.sheet(Sheet::Usage).about(0).unwrap();
    assert!(visitor.is_person() && !visitor.session().is_person());
    let detail = Detail::new(input, about, 0);
    let [opening] = detail.openings.as_slice() else { panic!("{detail:?}") };
    let lines = [opening.doors.0, opening.doors.1].map(|moment| moment.unwrap().position.line);
    assert_eq!(lines, [2, 6]);
    let people: Vec<_> = opening.people.iter().map(|one| (one.name.as_str(), one.seconds)).collect();
    assert_eq!(people, [("u", 29 * 60), ("v", 58 * 60)]);
    // A person of a sheet, and the session of that.
    let person = report.sheet(Sheet::Usage).about(1).unwrap();
    let detail = Detail::new(input, person, 0);
    assert_eq!(detail.who.as_ref().unwrap().2, "v");
    assert_eq!(
        shown(&detail.visits[0]),
        "[09:02:00-10:00:00 4>6 room-closed] 3480 s, 0 rejoins; no-leave-room-closed 1 0"
    );
    assert_eq!(Detail::new(input, person.session(), 0).openings.len(), 1);
}

#[test]
fn parts_of_a_restarted_meeting_are_one_visit() {
    let mut log = read(
        "09:00:00 room_opened s-1; 09:00:00 joined s-1 u; 09:20:00 room_closed s-1; \
         09:30:00 room_opened s-2; 09:31:00 joined s-2 u; 09:50:00 left s-2 u; 10:00:00 room_closed s-2",
    );
    // Both are of one session only if that is said.
    let options = Options::default();
    let input = log.input(&options.answers).unwrap();
    let range = input.attendance_range(&options).unwrap();
    let report = Attendance::new(input, &options, &range);
    assert_eq!(report.len(), 2);
    for (row, expected) in [
        (0, "[09:00:00-09:20:00 3>4 room-closed] 1200 s, 0 rejoins; no-leave-room-closed 1 0"),
        (1, "[09:31:00-09:50:00 6>7 left] 1140 s, 0 rejoins"),
    ] {
        assert_eq!(shown(&Detail::new(input, report.about(row).unwrap(), 0).visits[0]), expected);
    }
}

#[test]
fn of_moments_at_one_time_the_record_that_stands_first_is_kept() {
    let at = |time, line| Moment { time, position: Position { file: 0, line, column: 0 } };
    for (records, earliest, latest) in [
        (&[(5, 2), (5, 1), (5, 3)][..], (5, 1), (5, 1)),
        (&[(5, 1), (6, 4), (6, 3), (4, 9), (4, 8)], (4, 8), (6, 3)),
        (&[(5, 1), (5, 1)], (5, 1), (5, 1)),
    ] {
        let (mut first, mut last) = (None, None);
        for &(time, line) in records {
            Moment::earliest(&mut first, at(time, line));
            Moment::latest(&mut last, at(time, line));
        }
        assert_eq!(
            (first, last),
            (Some(at(earliest.0, earliest.1)), Some(at(latest.0, latest.1))),
            "{records:?}"
        );
    }
}
