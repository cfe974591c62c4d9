//! Against logs made by hand, and against the naive way.

use super::*;
use crate::intake::Intake;
use crate::log::Log;
use crate::sample::{self, Sample, Size};
use crate::time::write;

/// Events on one day: kind, time of day, session, user, country.
fn day(events: &[(&str, &str, &str, &str, &str)]) -> Log {
    let mut csv = String::from("event,time,session_id,user_id,display_name,country\n");
    for (kind, time, session, user, country) in events {
        let name = if user.is_empty() { String::new() } else { format!("Name {user}") };
        csv += &format!("{kind},2026-03-02T{time}Z,{session},{user},{name},{country}\n");
    }
    Log::of_csv(&csv)
}

fn with<T>(log: &mut Log, look: impl FnOnce(&Pictures<'_>) -> T) -> T {
    let options = Options::default();
    let input = log.input(&options.answers).unwrap();
    let range = input.attendance_range(&options).unwrap();
    look(&Pictures::new(input, &options, &range))
}

fn clock(time: i64) -> String {
    let mut out = Vec::new();
    write::clock(&mut out, time);
    String::from_utf8(out).unwrap()
}

fn shown(twin: &Twin) -> Vec<String> {
    let mut cells = Vec::new();
    let cell = |cell: &Cell<'_>| match cell {
        Cell::Local(local) => clock(*local),
        Cell::Text(text) => text.to_string(),
        Cell::Count(count) | Cell::Seconds(count) => count.to_string(),
        _ => "-".into(),
    };
    (0..twin.len())
        .map(|n| {
            twin.row(n, &mut cells);
            cells.iter().map(cell).collect::<Vec<_>>().join(" ")
        })
        .collect()
}

/// A room that is open from 9 to 10. Ana leaves and comes back, Bo comes as she leaves, Cy stays to the end.
fn lesson() -> Log {
    day(&[
        ("room_opened", "09:00:00", "a", "", ""),
        ("joined", "09:05:00", "a", "ana", "PT"),
        ("left", "09:20:00", "a", "ana", ""),
        ("joined", "09:20:00", "a", "bo", "ES"),
        ("joined", "09:25:00", "a", "cy", ""),
        ("joined", "09:30:00", "a", "ana", "PT"),
        ("left", "09:40:00", "a", "ana", ""),
        ("left", "09:50:00", "a", "bo", ""),
        ("room_closed", "10:00:00", "a", "", ""),
    ])
}

#[test]
fn people_over_time() {
    with(&mut lesson(), |pictures| {
        let usage = pictures.usage(Some(0)).unwrap();
        let line: Vec<_> =
            usage.line.iter().map(|&(time, people)| format!("{} {people}", clock(time))).collect();
        // Who leaves in the second in which another comes is not there with them.
        assert_eq!(line.join(", "), "09:05 1, 09:20 1, 09:25 2, 09:30 3, 09:40 2, 09:50 1, 10:00 0");
        assert_eq!((usage.people, usage.joins, usage.peak.0), (3, 4, 3));
        assert_eq!(clock(usage.peak.2), "09:30");
        assert_eq!([usage.span.0, usage.span.1].map(clock), ["09:00", "10:00"]);
        assert_eq!((usage.step, usage.bins.len()), (Step::Minutes(1), 61));
        let rows = shown(&pictures.usage_twin(&usage));
        assert_eq!(rows[5], "09:05 1 1 1 0");
        assert_eq!(rows[20], "09:20 1 1 1 0");
        assert_eq!(rows[30], "09:30 3 1 0 1");
        assert_eq!(rows[60], "10:00 0 0 0 0");
        assert_eq!(pictures.usage(Some(1)).map(|usage| usage.people), None);
    });
}

#[test]
fn who_is_in_two_rooms_is_one_person() {
    let mut log = day(&[
        ("joined", "09:00:00", "a", "ana", ""),
        ("joined", "09:10:00", "b", "ana", ""),
        ("left", "09:20:00", "a", "ana", ""),
        ("left", "09:30:00", "b", "ana", ""),
    ]);
    with(&mut log, |pictures| {
        assert_eq!(pictures.sessions().len(), 2);
        let usage = pictures.usage(None).unwrap();
        assert_eq!((usage.people, usage.joins, usage.peak.0, usage.line.len()), (1, 2, 1, 2));
        assert_eq!(usage.bins.iter().map(|bin| bin.first).sum::<u64>(), 1);
        let retention = pictures.retention(None).unwrap();
        assert_eq!((retention.people, retention.sessions, retention.median), (2, 2, 1_200));
    });
}

#[test]
fn who_was_there_when() {
    with(&mut lesson(), |pictures| {
        for (order, expected) in [
            (Order::Joined, "Name ana, Name bo, Name cy"),
            (Order::Left, "Name ana, Name bo, Name cy"),
            (Order::Name, "Name ana, Name bo, Name cy"),
            (Order::Present, "Name cy, Name bo, Name ana"),
        ] {
            let attendance = pictures.attendance(0, order).unwrap();
            let names: Vec<_> = attendance.people.iter().map(|person| person.name.as_str()).collect();
            assert_eq!(names.join(", "), expected, "{order:?}");
            // Ana was there for 25 minutes of 60, Bo for 30, Cy for 35.
            assert_eq!((attendance.at_least_half, attendance.median), (2, 1_800));
        }
        let attendance = pictures.attendance(0, Order::Joined).unwrap();
        assert_eq!(shown(&pictures.attendance_twin(&attendance))[0], "Name ana 09:05 09:40 1500 2");
        assert_eq!([attendance.doors.0, attendance.doors.1].map(|at| clock(at.unwrap())), ["09:00", "10:00"]);
    });
}

#[test]
fn where_people_are_from() {
    let mut log = day(&[
        ("joined", "09:00:00", "a", "ana", "PT"),
        ("joined", "09:01:00", "a", "bo", "ES"),
        ("joined", "09:02:00", "a", "cy", "PT"),
        ("joined", "09:03:00", "a", "di", ""),
        ("joined", "09:04:00", "b", "bo", "PT"),
        ("joined", "09:04:00", "b", "ana", ""),
    ]);
    with(&mut log, |pictures| {
        let all = pictures.countries(None).unwrap();
        assert_eq!((all.people, all.unknown), (4, 1));
        assert_eq!(shown(&pictures.countries_twin(&all)), ["PT 3", "- 1"]);
        let one = pictures.countries(Some(0)).unwrap();
        assert_eq!(shown(&pictures.countries_twin(&one)), ["PT 2", "ES 1", "- 1"]);
    });
    with(&mut day(&[("joined", "09:00:00", "a", "ana", "")]), |pictures| {
        assert!(pictures.countries(None).is_none());
    });
}

#[test]
fn who_is_still_there() {
    with(&mut lesson(), |pictures| {
        let retention = pictures.retention(Some(0)).unwrap();
        // They left after 40, 50 and 60 minutes.
        assert_eq!((retention.people, retention.half_left, retention.median), (3, 3_000, 1_800));
        let at =
            |minutes: u64| retention.line.iter().find(|still| still.seconds == minutes * 60).unwrap().people;
        assert_eq!([0, 39, 40, 49, 50, 59, 60].map(at), [3, 3, 2, 2, 1, 1, 0]);
    });
    // Joins alone, in one second: nobody stayed, and there is nothing to draw.
    with(&mut day(&[("joined", "09:00:00", "a", "ana", "")]), |pictures| {
        assert!(pictures.retention(None).is_none());
        assert_eq!(pictures.usage(None).unwrap().peak.0, 0);
    });
}

#[test]
fn a_log_without_stays_has_no_pictures() {
    with(&mut day(&[("room_opened", "09:00:00", "a", "", "")]), |pictures| {
        assert!(pictures.sessions().is_empty());
        assert!(pictures.usage(None).is_none());
        assert!(pictures.attendance(0, Order::Name).is_none());
    });
}

#[test]
fn middles() {
    for (numbers, middle) in [(&[][..], 0), (&[7], 7), (&[1, 4], 2), (&[1, 2, 9], 2)] {
        assert_eq!(median(numbers), middle);
    }
}

/// The naive way: everybody's stays, looked at second by second.
#[test]
fn samples_counted_the_naive_way() {
    for which in [Sample::Classes, Sample::Event] {
        let mut intake = Intake::new("log");
        sample::write(which, Size::Demo, &mut |bytes| intake.push(bytes));
        let mut log = Log::default();
        log.add(intake.finish());
        with(&mut log, |pictures| {
            for (place, session) in pictures.sessions().iter().enumerate().take(12) {
                let attendance = pictures.attendance(place, Order::Name).unwrap();
                let usage = pictures.usage(Some(place)).unwrap();
                let retention = pictures.retention(Some(place)).unwrap();
                let people = &attendance.people;
                let there = |second: i64| {
                    let is = |person: &&Person| {
                        person.stays.iter().any(|stay| stay.0 <= second && second < stay.1)
                    };
                    people.iter().filter(is).count() as u64
                };
                let counts: Vec<_> = (usage.span.0..=usage.span.1).map(|at| (at, there(at))).collect();
                let most = counts.iter().map(|count| count.1).max().unwrap();
                let first = counts.iter().find(|count| count.1 == most).unwrap();
                assert_eq!((usage.peak.0, usage.peak.1), (first.1, first.0));
                for bin in &usage.bins {
                    let within = counts.iter().filter(|count| (bin.start..bin.end).contains(&count.0));
                    assert_eq!(Some(bin.most), within.map(|count| count.1).max(), "{bin:?}");
                }
                assert_eq!(usage.bins.iter().map(|bin| bin.joins).sum::<u64>(), usage.joins);
                assert_eq!(usage.bins.iter().map(|bin| bin.first).sum::<u64>(), session.people);
                assert_eq!([usage.people, retention.people, people.len() as u64], [session.people; 3]);
                for still in &retention.line[1..] {
                    let end = session.began + still.seconds as i64;
                    let gone = people.iter().filter(|person| person.stays.iter().all(|stay| stay.1 <= end));
                    assert_eq!(still.people, session.people - gone.count() as u64);
                }
            }
        });
    }
}
