//! Against logs made by hand, and against the naive way.

use super::*;
use crate::event::Kind;
use crate::intake::Intake;
use crate::log::Log;
use crate::report::smart_sessions::counted;
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

/// Also of devices that join while the person is there: in the same second, later, and logged twice.
#[test]
fn every_device_joins() {
    let mut log = records(
        "event,user_id,connection_id",
        &[
            ("09:00", "joined,ana,1"),
            ("09:00", "joined,ana,2"),
            ("09:00", "joined,ana,2"),
            ("09:02", "joined,ana,3"),
            ("09:03", "left,ana,3"),
            ("09:05", "left,ana,1"),
            ("09:05", "left,ana,2"),
            ("09:06", "joined,ana,4"),
            ("09:07", "left,ana,4"),
        ],
    );
    with(&mut log, |pictures| {
        let usage = pictures.usage(Some(0)).unwrap();
        let joins: Vec<u64> = usage.bins.iter().map(|bin| bin.joins).collect();
        assert_eq!((usage.people, usage.joins, joins), (1, 4, vec![2, 0, 1, 0, 0, 0, 1, 0]));
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

/// Records of one day: time of day, then the other fields as they are named.
fn records(fields: &str, records: &[(&str, &str)]) -> Log {
    let mut csv = format!("time,session_id,{fields}\n");
    for (time, rest) in records {
        csv += &format!("2026-03-02T{time}:00Z,a,{rest}\n");
    }
    Log::of_csv(&csv)
}

#[test]
fn rooms_beside_their_schedule_and_capacity() {
    let mut log = Log::of_csv(
        "time,event,session_id,session_name,user_id,starts_at,ends_at,capacity\n\
         2026-03-02T08:00:00Z,session,a,Lab,,2026-03-02T09:00:00Z,2026-03-02T10:00:00Z,1\n\
         2026-03-02T08:00:00Z,session,b,Empty,,2026-03-02T09:30:00Z,2026-03-02T10:30:00Z,0\n\
         2026-03-02T08:00:00Z,session,c,Lounge,,,,2\n\
         2026-03-02T08:00:00Z,session,d,Next year,,2027-03-02T09:00:00Z,2027-03-02T10:00:00Z,9\n\
         2026-03-02T08:50:00Z,joined,a,,u1,,,\n\
         2026-03-02T09:10:00Z,joined,a,,u2,,,\n\
         2026-03-02T09:20:00Z,left,a,,u1,,,\n\
         2026-03-02T09:30:00Z,left,a,,u2,,,\n\
         2026-03-02T09:40:00Z,joined,c,,u1,,,\n\
         2026-03-02T10:40:00Z,left,c,,u1,,,\n",
    );
    with(&mut log, |pictures| {
        assert!(pictures.offers(Picture::Rooms) && !pictures.offers(Picture::Bubbles));
        let rooms = pictures.rooms(None).unwrap();
        assert_eq!(
            shown(&pictures.rooms_twin(&rooms)),
            [
                "Lab 09:00 10:00 08:50 09:30 1 2 09:10 600 1800",
                "Empty 09:30 10:30 - - - 0 - - 0",
                "Lounge - - 09:40 10:40 2 1 09:40 0 -",
            ]
        );
        assert_eq!([rooms.span.0, rooms.span.1].map(clock), ["08:50", "10:40"]);
        assert_eq!((rooms.scheduled(), rooms.over()), ((2, 1), 1));
        assert_eq!(rooms.fullest().map(|room| room.name.as_str()), Some("Lab"));
        let lounge = pictures.rooms(Some(1)).unwrap();
        assert_eq!((lounge.rooms.len(), lounge.over()), (1, 0));
    });
    with(&mut lesson(), |pictures| {
        assert!(!pictures.offers(Picture::Rooms) && pictures.rooms(None).is_none());
    });
}

#[test]
fn who_was_in_bubbles() {
    let mut log = records(
        "event,user_id,bubble_id,connection_id",
        &[
            ("09:00", "joined,ana,,1"),
            ("09:00", "joined,ana,,2"),
            ("09:00", "joined,bo,,"),
            ("09:00", "joined,cy,,"),
            // Ana is in one bubble with two devices, and leaves with one after the other.
            ("09:10", "bubble_joined,ana,b1,1"),
            ("09:12", "bubble_joined,ana,b1,2"),
            ("09:14", "bubble_left,ana,b1,1"),
            ("09:30", "bubble_left,ana,b1,2"),
            // Bo goes on to another without leaving, and leaves one that he was never in.
            ("09:20", "bubble_joined,bo,b1,"),
            ("09:25", "bubble_joined,bo,b2,"),
            ("09:35", "bubble_left,bo,b1,"),
            // In and out in one second; then out of the room without a word.
            ("09:21", "bubble_joined,cy,b1,"),
            ("09:21", "bubble_left,cy,b1,"),
            ("09:24", "bubble_joined,cy,b1,"),
            ("09:40", "left,cy,,"),
            ("09:45", "left,bo,,"),
            ("10:00", "room_closed,,,"),
        ],
    );
    with(&mut log, |pictures| {
        let bubbles = pictures.bubbles(0, Order::Name).unwrap();
        let pieces: Vec<_> = bubbles
            .people
            .iter()
            .map(|one| {
                let piece = |((from, to), size): &(Stay, usize)| {
                    format!("{}-{} {}", clock(*from), clock(*to), SIZES[*size])
                };
                let pieces: Vec<_> = one.pieces.iter().map(piece).collect();
                format!("{}: {}", one.person.name, pieces.join(", "))
            })
            .collect();
        assert_eq!(
            pieces,
            [
                "ana: 09:10-09:20 1, 09:20-09:24 2, 09:24-09:25 3, 09:25-09:30 2",
                "bo: 09:20-09:24 2, 09:24-09:25 3, 09:25-09:45 1",
                "cy: 09:24-09:25 3, 09:25-09:30 2, 09:30-09:40 1",
            ]
        );
        let Circle { bubble, people, at, .. } = &bubbles.largest;
        assert_eq!((bubble.as_str(), *people, clock(*at)), ("b1", 3, "09:24".to_owned()));
        assert_eq!((bubbles.bubbles, bubbles.median), (2, 1_200));
        assert_eq!(shown(&pictures.bubbles_twin(&bubbles))[1], "bo 09:20 09:45 2 1500 1200 240 60 0");
        let orders = Order::ALL.map(|order| {
            let bubbles = pictures.bubbles(0, order).unwrap();
            bubbles.people.iter().map(|one| one.person.name.clone()).collect::<Vec<_>>().join(" ")
        });
        assert_eq!(orders, ["ana bo cy", "ana cy bo", "ana bo cy", "bo ana cy"]);
    });
    with(&mut lesson(), |pictures| {
        assert!(!pictures.offers(Picture::Bubbles) && pictures.bubbles(0, Order::Name).is_none());
    });
}

#[test]
fn who_teleported_to_whom() {
    let mut log = records(
        "event,user_id,display_name,target_user_id,target_name",
        &[
            ("09:00", "joined,u1,Ana,,"),
            ("09:00", "joined,u2,Bo,,"),
            ("09:01", "teleported,u1,,u2,Somebody"),
            ("09:02", "teleported,u1,,u2,"),
            // The same once more.
            ("09:02", "teleported,u1,,u2,"),
            ("09:03", "teleported,u2,,u1,"),
            ("09:04", "teleported,u2,,,The host"),
            ("09:05", "teleported,u2,,u9,Guest"),
        ],
    );
    with(&mut log, |pictures| {
        let teleports = pictures.teleports(None).unwrap();
        let rows = shown(&pictures.teleports_twin(&teleports));
        assert_eq!(rows, ["Ana Bo 2", "Bo Ana 1", "Bo Guest 1", "Bo The host 1"]);
        assert_eq!(teleports.times, 5);
        assert_eq!(teleports.from, [("Bo".to_owned(), 3), ("Ana".to_owned(), 2)]);
        assert_eq!(teleports.matrix, [[0, 1, 1, 1], [2, 0, 0, 0]]);
    });
    // More people than there are rows: the last row is of all others.
    let crowd: Vec<_> = (10..30).map(|n| format!("teleported,u{n},Name {n},u{},", 10 + n % 3)).collect();
    let joins: Vec<_> = (10..30).map(|n| format!("joined,u{n},Name {n},,")).collect();
    let crowd: Vec<_> = joins.iter().chain(&crowd).map(|text| ("09:00", text.as_str())).collect();
    with(&mut records("event,user_id,display_name,target_user_id,target_name", &crowd), |pictures| {
        let teleports = pictures.teleports(Some(0)).unwrap();
        assert_eq!((teleports.times, teleports.rows(), teleports.columns()), (20, 10, 3));
        assert_eq!((teleports.matrix.len(), teleports.matrix[0].len()), (11, 3));
        assert_eq!(teleports.matrix.iter().flatten().sum::<u64>(), 20);
        assert_eq!(teleports.matrix[10].iter().sum::<u64>(), 10);
    });
    with(&mut lesson(), |pictures| assert!(pictures.teleports(None).is_none()));
}

/// The naive way: in every second, each bubble's people are counted.
#[test]
fn bubbles_counted_the_naive_way() {
    let mut intake = Intake::new("log");
    sample::write(Sample::Event, Size::Demo, &mut |bytes| intake.push(bytes));
    let mut log = Log::default();
    log.add(intake.finish());
    with(&mut log, |pictures| {
        let place = pictures.fullest(Picture::Bubbles, usize::MAX).unwrap();
        let bubbles = pictures.bubbles(place, Order::Joined).unwrap();
        assert!(bubbles.people.len() > PAGE, "{}", bubbles.people.len());
        for mingler in &bubbles.people {
            // The pieces are the stays, without a gap.
            let seconds: i64 = mingler.pieces.iter().map(|&((from, to), _)| to - from).sum();
            assert_eq!(seconds.unsigned_abs(), mingler.person.seconds, "{}", mingler.person.name);
            assert!(mingler.pieces.is_sorted_by(|a, b| a.0.1 <= b.0.0));
        }
        // Of those in a bubble of two there is always an even number.
        for second in (bubbles.span.0..bubbles.span.1).step_by(61) {
            let there = |size: usize| {
                let pieces = bubbles.people.iter().flat_map(|one| &one.pieces);
                pieces.filter(|&&((from, to), of)| of == size && from <= second && second < to).count()
            };
            assert!(there(1).is_multiple_of(2), "{second}");
        }
    });
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
                let mut joins = Vec::new();
                pictures.each_guest(pictures.scope(Some(place)), |guest| {
                    joins.extend(counted(guest.happenings, Kind::Joined).map(|join| join.time));
                });
                assert_eq!(usage.joins, joins.len() as u64);
                for bin in &usage.bins {
                    let within = joins.iter().filter(|&time| (bin.start..bin.end).contains(time));
                    assert_eq!(bin.joins, within.count() as u64, "{bin:?}");
                }
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

/// A step is the shortest by which a span has fewer than 72 bins.
#[test]
fn bins_are_as_short_as_there_is_room_for() {
    let minutes = [1, 2, 5, 10, 15, 30, 60, 1_440, 7 * 1_440, 28 * 1_440, 364 * 1_440];
    for pair in minutes.windows(2) {
        let most = pair[0] * 60 * 72;
        assert_eq!(usage::fitting(most - 1).minutes(), pair[0]);
        assert_eq!(usage::fitting(most).minutes(), pair[1]);
    }
    assert_eq!(usage::fitting(0).minutes(), 1);
    assert_eq!(usage::fitting(364 * 86_400 * 72), Step::Days(36_400));
}

/// Of each part of a line that is too long its highest, its lowest and its last point stay.
#[test]
fn a_long_line_keeps_its_heights_and_depths() {
    let line = |from: i64, people: &[u64]| -> Vec<_> { (from..).zip(people.iter().copied()).collect() };
    let short = line(100, &[1, 5, 2, 3, 0, 4]);
    assert_eq!(count::thin(short.clone().into_iter(), (100, 106), 2), short);
    let long = line(100, &[3, 5, 1, 5, 2, 3, 3, 3, 3, 3, 9]);
    // Two parts of five seconds, and what lies behind them. Of equal heights the first; of equal depths the first.
    let expected = [(101, 5), (102, 1), (104, 2), (105, 3), (109, 3), (110, 9)];
    assert_eq!(count::thin(long.into_iter(), (100, 111), 2), expected);
    let late = line(1_000, &[1; 7]);
    assert_eq!(count::thin(late.into_iter(), (1_000, 1_007), 1), [(1_000, 1), (1_006, 1)]);
}

#[test]
fn a_picture_is_offered_where_there_is_something_in_it() {
    let mut log = day(&[
        ("joined", "09:00:00", "a", "ana", ""),
        ("joined", "09:00:00", "a", "bo", ""),
        ("joined", "09:00:00", "b", "ana", ""),
    ]);
    let offered = |log: &mut Log| {
        with(log, |pictures| {
            Picture::ALL.map(|picture| (pictures.offers(picture), pictures.fullest(picture, 9)))
        })
    };
    for (picture, (offers, fullest)) in Picture::ALL.into_iter().zip(offered(&mut log)) {
        let always = [Picture::Usage, Picture::Attendance, Picture::Countries, Picture::Retention];
        assert_eq!((offers, fullest), (always.contains(&picture), Some(0)), "{picture:?}");
    }
    // What b has more of than a.
    let mut csv =
        String::from("event,time,session_id,user_id,bubble_id,target_user_id,capacity,starts_at,ends_at\n");
    for (event, session, user, bubble, target) in [
        ("joined", "a", "ana", "", ""),
        ("joined", "a", "bo", "", ""),
        ("bubble_joined", "a", "bo", "x", ""),
        ("joined", "b", "ana", "", ""),
        ("bubble_joined", "b", "ana", "x", ""),
        ("bubble_joined", "b", "ana", "y", ""),
        ("teleported", "b", "ana", "", "bo"),
    ] {
        csv += &format!("{event},2026-03-02T09:00:00Z,{session},{user},{bubble},{target},,,\n");
    }
    csv += "session,2026-03-02T09:00:00Z,b,,,,5,2026-03-02T09:00:00Z,2026-03-02T10:00:00Z\n";
    for (picture, (offers, fullest)) in Picture::ALL.into_iter().zip(offered(&mut Log::of_csv(&csv))) {
        let more = [Picture::Bubbles, Picture::Teleports].contains(&picture);
        assert_eq!((offers, fullest), (true, Some(usize::from(more))), "{picture:?}");
    }
}

/// The room that is fullest by what it admits, not by heads.
#[test]
fn the_fullest_room_is_measured_by_what_it_admits() {
    let mut csv = String::from("event,time,session_id,user_id,capacity\n");
    for (session, capacity, people) in [("a", 10, 3), ("b", 2, 1), ("c", 0, 3), ("d", 4, 2), ("e", 100, 3)] {
        for person in 0..people {
            csv += &format!("joined,2026-03-02T09:00:00Z,{session},u{person},{capacity}\n");
            csv += &format!("left,2026-03-02T09:30:00Z,{session},u{person},{capacity}\n");
        }
    }
    with(&mut Log::of_csv(&csv), |pictures| {
        let rooms = pictures.rooms(None).unwrap();
        assert_eq!(rooms.fullest().map(|room| room.name.as_str()), Some("b"));
        assert_eq!((rooms.rooms.len(), rooms.over()), (5, 0));
    });
}

/// A point at the end, and but one.
#[test]
fn the_line_of_who_is_still_there_ends_where_the_last_leaves() {
    for (left, last) in [("09:20:00", 1_200), ("09:20:04", 1_204), ("09:00:07", 7)] {
        let mut log = day(&[("joined", "09:00:00", "a", "ana", ""), ("left", left, "a", "ana", "")]);
        with(&mut log, |pictures| {
            let times: Vec<_> =
                pictures.retention(None).unwrap().line.iter().map(|still| still.seconds).collect();
            assert_eq!(times.last(), Some(&last));
            assert!(times.is_sorted_by(|a, b| a < b) && times[..times.len() - 1].iter().all(|t| t % 10 == 0));
        });
    }
}

/// So many points as can be told apart, however long somebody stays.
#[test]
fn the_line_of_who_is_still_there_has_a_fitting_step() {
    for (hours, step) in [(0, 10), (1, 60), (3, 120), (24, 900), (24 * 100, 86_400), (24 * 400, 288_001)] {
        let left = 1_772_442_000 + (hours * 3_600).max(60);
        let mut log = day(&[("joined", "09:00:00", "a", "ana", "")]);
        let mut intake = Intake::new("later");
        let mut text = Vec::new();
        write::minute(&mut text, left);
        let text = String::from_utf8(text).unwrap();
        intake.push(format!("event,time,session_id,user_id\nleft,{text}Z,a,ana\n").as_bytes());
        log.add(intake.finish());
        with(&mut log, |pictures| {
            let line = pictures.retention(None).unwrap().line;
            assert!(line.len() as u64 <= 122, "{} points", line.len());
            assert_eq!((line[0].seconds, line[1].seconds), (0, step), "{hours} hours");
        });
    }
}

#[test]
fn some_pictures_are_of_one_session_alone() {
    let of_one: Vec<_> = Picture::ALL.into_iter().filter(|picture| picture.is_of_one()).collect();
    assert_eq!(of_one, [Picture::Attendance, Picture::Bubbles]);
}

#[test]
fn tables_of_pictures_have_names() {
    let names = Picture::ALL.map(|picture| Twin { picture, columns: &[], rows: Vec::new() }.name());
    let expected = [
        "People over time",
        "Who was there when",
        "Countries",
        "Still there",
        "Rooms",
        "Bubbles",
        "Teleports",
    ];
    let mut sorted = names;
    sorted.sort_unstable();
    let mut wanted = expected;
    wanted.sort_unstable();
    assert_eq!(sorted, wanted);
    for order in Order::ALL {
        assert_eq!(Order::from_code(order.code()), Some(order));
    }
    assert_eq!(Order::from_code("none"), None);
}
