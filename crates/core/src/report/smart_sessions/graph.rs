//! The picture of `Usage graph`: a room's joins over time, as points to be joined by a line.
//!
//! A picture is some hundreds of pixels wide. So where a room's joins span more minutes than that, they are
//! counted again in longer steps; an attendee counts once a step, which no sum of the sheet's rows could tell.

use super::people::Visitor;
use super::{Map, MinuteCount, SmartSessions};
use crate::time::{Day, Zone};
use std::cmp::Reverse;

/// A line has at most about so many steps.
const MOST_STEPS: i64 = 500;
/// At most so many times stand along the line.
const MOST_TICKS: i64 = 6;

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;
/// Minutes between two times that stand along a line; each fits a day a whole number of times.
const CLOCK_TICKS: [i64; 9] = [1, 5, 15, 30, 60, 120, 180, 360, 720];

/// The length of time that a point stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Minutes of the clock: a divisor of 60, counted from the full hour.
    Minutes(i64),
    /// Whole days.
    Days(i32),
}

/// A room's joins over time.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The room's event code.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Joins in the range.
    pub joins: u64,
    /// Distinct attendees among them.
    pub people: u64,
    /// The minute with the most joins, the first if there are several, on the zone's clock; and its joins.
    pub peak: (i64, u64),
    /// What a point stands for.
    pub step: Step,
    /// The line, at least two points: steps with joins, and 0 where the line comes down between them.
    pub points: Vec<Point>,
    /// Times to stand along the line.
    pub ticks: Vec<Tick>,
}

/// A point of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The instant that the step begins at.
    pub time: i64,
    /// Joins in it.
    pub joins: u64,
    /// Distinct attendees among them.
    pub people: u64,
}

/// A time that stands along a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// The instant.
    pub time: i64,
    /// What the zone's clock shows then.
    pub local: i64,
    /// Whether it stands for its day, and the clock does not matter.
    pub is_day: bool,
}

impl Step {
    const MINUTE: Self = Self::Minutes(1);
    const ALL: [Self; 9] = [
        Self::MINUTE,
        Self::Minutes(5),
        Self::Minutes(15),
        Self::Minutes(60),
        Self::Days(1),
        Self::Days(7),
        Self::Days(28),
        Self::Days(364),
        Self::Days(3_640),
    ];

    /// How many minutes it has, if no clock is changed in it.
    pub const fn minutes(self) -> i64 {
        match self {
            Self::Minutes(minutes) => minutes,
            Self::Days(days) => days as i64 * (DAY / MINUTE),
        }
    }

    /// The shortest that makes no more steps than a picture has room for.
    fn fitting(seconds: i64) -> Self {
        let fits = |step: &Self| seconds / (step.minutes() * MINUTE) < MOST_STEPS;
        Self::ALL.into_iter().find(fits).unwrap_or(Self::Days(3_640))
    }

    /// The first instant of the step that an instant is in.
    pub(crate) fn start(self, zone: &Zone, instant: i64) -> i64 {
        match self {
            Self::Minutes(minutes) => instant - zone.local(instant).rem_euclid(minutes * MINUTE),
            Self::Days(days) => zone.start_of_day(Self::first_day(days, zone, instant)),
        }
    }

    /// The first instant of the step after the one that an instant is in.
    pub(crate) fn next(self, zone: &Zone, instant: i64) -> i64 {
        match self {
            Self::Minutes(minutes) => self.start(zone, instant) + minutes * MINUTE,
            Self::Days(days) => {
                let first = Self::first_day(days, zone, instant).number();
                zone.start_of_day(Day::from_number(first.saturating_add(days)))
            }
        }
    }

    fn first_day(days: i32, zone: &Zone, instant: i64) -> Day {
        let number = Day::of_local(zone.local(instant)).number();
        Day::from_number(number.div_euclid(days).saturating_mul(days))
    }
}

impl SmartSessions<'_> {
    /// The lines of the rooms that were joined most, those first; at most so many.
    pub fn lines(&self, most: usize) -> Vec<Line<'_>> {
        let mut people: Map<u32, u64> = Map::default();
        for entry in &self.made.entries {
            *people.entry(self.made.people[entry.person as usize].room).or_default() += 1;
        }
        let rooms = self.made.minutes.chunk_by(|a, b| a.room == b.room);
        let joins = |minutes: &[MinuteCount]| minutes.iter().map(|minute| minute.joins).sum::<u64>();
        let mut rooms: Vec<_> =
            rooms.enumerate().map(|(place, minutes)| (Reverse(joins(minutes)), place, minutes)).collect();
        rooms.sort_unstable_by_key(|&(joins, place, _)| (joins, place));
        let line = |(Reverse(joins), _, minutes): (Reverse<u64>, usize, &[MinuteCount])| {
            let room = minutes.first()?.room;
            let ledger = self.input.ledger;
            // Of several the first: `max_by_key` takes the last.
            let peak = minutes.iter().rev().max_by_key(|minute| minute.joins)?;
            let (step, counts) = match self.made.steps.get(&room) {
                Some((step, counts)) => (*step, counts.as_slice()),
                None => (Step::MINUTE, minutes),
            };
            let points = self.points(step, counts);
            Some(Line {
                code: ledger.text(ledger.sessions()[room as usize].0[0]),
                name: self.room_name(room),
                joins,
                people: people.get(&room).copied().unwrap_or_default(),
                peak: (self.made.zone.local(peak.minute), peak.joins),
                step,
                ticks: ticks(
                    &self.made.zone,
                    counts.first()?.minute,
                    points.first()?.time,
                    points.last()?.time,
                ),
                points,
            })
        };
        rooms.into_iter().take(most).filter_map(line).collect()
    }

    /// How many rooms were joined.
    pub fn joined_rooms(&self) -> usize {
        self.made.minutes.chunk_by(|a, b| a.room == b.room).count()
    }

    /// Counts a room's joins in longer steps, if they span too many minutes.
    pub(super) fn add_steps(&mut self, room: u32, visitors: &[Visitor]) {
        let times = || visitors.iter().flat_map(|visitor| visitor.minutes.iter().map(|&(time, _)| time));
        let (Some(first), Some(last)) = (times().min(), times().max()) else { return };
        let step = Step::fitting(last - first);
        if step == Step::MINUTE {
            return;
        }
        let mut joined: Vec<(i64, usize, u64)> = Vec::new();
        for (n, visitor) in visitors.iter().enumerate() {
            for &(minute, joins) in &visitor.minutes {
                // The range's first step begins with the range, if it is many days long.
                let start = step.start(&self.made.zone, minute).max(self.made.range.start);
                match joined.last_mut() {
                    Some(last) if (last.0, last.1) == (start, n) => last.2 += joins,
                    _ => joined.push((start, n, joins)),
                }
            }
        }
        joined.sort_unstable();
        let counts = joined.chunk_by(|a, b| a.0 == b.0).map(|joined| MinuteCount {
            room,
            minute: joined[0].0,
            joins: joined.iter().map(|&(_, _, joins)| joins).sum(),
            people: joined.chunk_by(|a, b| a.1 == b.1).count() as u64,
        });
        self.made.steps.insert(room, (step, counts.collect()));
    }

    /// The counts as a line that is 0 where nobody joined: before, after, and in every gap.
    fn points(&self, step: Step, counts: &[MinuteCount]) -> Vec<Point> {
        let none = |time| Point { time, joins: 0, people: 0 };
        let mut points: Vec<Point> = Vec::with_capacity(counts.len() + 2);
        for count in counts {
            let before = step.start(&self.made.zone, count.minute - 1);
            match points.last() {
                Some(last) => {
                    let after = step.next(&self.made.zone, last.time);
                    if after <= before {
                        points.push(none(after));
                    }
                    if after < before {
                        points.push(none(before));
                    }
                }
                // What was before the range is not known.
                None if before >= self.made.range.start => points.push(none(before)),
                None => {}
            }
            points.push(Point { time: count.minute, joins: count.joins, people: count.people });
        }
        let end = points.last().map(|last| step.next(&self.made.zone, last.time));
        points.extend(end.filter(|&end| end < self.made.range.end || points.len() < 2).map(none));
        points
    }
}

/// Round times from one instant to another: of the clock, or where that makes too many, midnights from the day
/// on that `from` is in.
pub(crate) fn ticks(zone: &Zone, from: i64, start: i64, end: i64) -> Vec<Tick> {
    let fits = |seconds: i64| (end - start) / seconds < MOST_TICKS;
    let mut times: Vec<i64> = Vec::new();
    // Times that the clock skips are read as later ones, which then come again.
    let mut add = |time| {
        if (start..=end).contains(&time) && times.last().is_none_or(|&last| last < time) {
            times.push(time);
        }
    };
    let clock = CLOCK_TICKS.into_iter().map(|minutes| minutes * MINUTE).find(|&seconds| fits(seconds));
    if let Some(seconds) = clock {
        let mut local = zone.local(start).div_euclid(seconds) * seconds;
        while local <= zone.local(end) {
            add(zone.instant(local).0);
            local += seconds;
        }
    } else {
        let mut days = 1_i32;
        while !fits(i64::from(days) * DAY) {
            days = if days == 1 { 7 } else { days.saturating_mul(2) };
        }
        let mut day = Day::of_local(zone.local(from));
        while zone.start_of_day(day) <= end {
            add(zone.start_of_day(day));
            day = Day::from_number(day.number().saturating_add(days));
        }
    }
    times.into_iter().map(|time| Tick { time, local: zone.local(time), is_day: clock.is_none() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Log;
    use crate::report::Options;
    use crate::time::{parse, write};
    use proptest::prelude::*;

    /// A log of joins: room, attendee, time.
    fn log(joins: &[(&str, &str, &str)]) -> Log {
        let mut csv = String::from("event,time,session_id,session_name,user_id,event_code\n");
        for (room, user, time) in joins {
            csv += &format!("joined,{time},{room},Room {room},{user},E\n");
        }
        Log::of_csv(&csv)
    }

    fn with_lines<T>(log: &mut Log, zone: &str, look: impl Fn(&[Line<'_>]) -> T) -> T {
        let options = Options { zone: Zone::named(zone).unwrap(), ..Options::default() };
        let input = log.input(&options.answers).unwrap();
        let range = input.smart_sessions_range(&options).unwrap();
        let report = SmartSessions::new(input, &options, &range);
        look(&report.lines(50))
    }

    fn shown(zone: &Zone, time: i64) -> String {
        let mut out = Vec::new();
        write::minute(&mut out, zone.local(time));
        String::from_utf8(out).unwrap()
    }

    /// The points of the only room: time of day, joins, people.
    fn points(zone: &str, joins: &[(&str, &str, &str)]) -> Vec<(String, u64, u64)> {
        let clock = Zone::named(zone).unwrap();
        with_lines(&mut log(joins), zone, |lines| {
            let points = lines[0].points.iter();
            points
                .map(|point| (shown(&clock, point.time)[5..].to_owned(), point.joins, point.people))
                .collect()
        })
    }

    fn expect(found: &[(String, u64, u64)], expected: &[(&str, u64, u64)]) {
        let found: Vec<_> =
            found.iter().map(|(time, joins, people)| (time.as_str(), *joins, *people)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_minute_without_joins_is_zero() {
        let joins = [
            ("a", "u1", "2026-03-02T09:00:10Z"),
            ("a", "u1", "2026-03-02T09:00:20Z"),
            ("a", "u2", "2026-03-02T09:00:59Z"),
            ("a", "u3", "2026-03-02T09:01:00Z"),
            // One minute is missing, then many.
            ("a", "u4", "2026-03-02T09:03:00Z"),
            ("a", "u5", "2026-03-02T10:03:00Z"),
        ];
        expect(
            &points("UTC", &joins),
            &[
                ("03-02 08:59", 0, 0),
                ("03-02 09:00", 3, 2),
                ("03-02 09:01", 1, 1),
                ("03-02 09:02", 0, 0),
                ("03-02 09:03", 1, 1),
                ("03-02 09:04", 0, 0),
                ("03-02 10:02", 0, 0),
                ("03-02 10:03", 1, 1),
                ("03-02 10:04", 0, 0),
            ],
        );
    }

    #[test]
    fn nothing_is_said_of_what_lies_outside_the_range() {
        expect(
            &points("UTC", &[("a", "u", "2026-03-02T00:00:00Z")]),
            &[("03-02 00:00", 1, 1), ("03-02 00:01", 0, 0)],
        );
        expect(
            &points("UTC", &[("a", "u", "2026-03-02T23:59:59Z")]),
            &[("03-02 23:58", 0, 0), ("03-02 23:59", 1, 1)],
        );
    }

    #[test]
    fn a_long_line_is_counted_in_longer_steps_and_people_once_a_step() {
        let joins = [
            ("a", "u1", "2026-03-02T09:01:00Z"),
            ("a", "u1", "2026-03-02T09:04:00Z"),
            ("a", "u2", "2026-03-02T09:04:00Z"),
            ("a", "u1", "2026-03-02T09:05:00Z"),
            ("a", "u1", "2026-03-03T17:00:00Z"),
        ];
        expect(
            &points("UTC", &joins),
            &[
                ("03-02 08:55", 0, 0),
                ("03-02 09:00", 3, 2),
                ("03-02 09:05", 1, 1),
                ("03-02 09:10", 0, 0),
                ("03-03 16:55", 0, 0),
                ("03-03 17:00", 1, 1),
                ("03-03 17:05", 0, 0),
            ],
        );
        with_lines(&mut log(&joins), "UTC", |lines| {
            let line = &lines[0];
            assert_eq!((line.step, line.joins, line.people), (Step::Minutes(5), 5, 2));
            // The busiest minute is a row of the sheet, whatever the step.
            assert_eq!((shown(&Zone::UTC, line.peak.0), line.peak.1), ("2026-03-02 09:04".into(), 2));
        });
    }

    #[test]
    fn days_are_those_of_the_zone() {
        // In Berlin the first is past midnight; in between the clock is put forward.
        let joins = [
            ("a", "u1", "2026-03-19T23:30:00Z"),
            ("a", "u2", "2026-03-20T12:00:00Z"),
            ("a", "u1", "2026-04-20T21:59:00Z"),
            ("a", "u1", "2026-04-20T22:00:00Z"),
        ];
        expect(
            &points("Europe/Berlin", &joins),
            &[
                ("03-20 00:00", 2, 2),
                ("03-21 00:00", 0, 0),
                ("04-19 00:00", 0, 0),
                ("04-20 00:00", 1, 1),
                ("04-21 00:00", 1, 1),
            ],
        );
    }

    #[test]
    fn an_hour_that_comes_twice_is_two_hours_long() {
        let joins = [("a", "u", "2026-10-25T00:30:00Z"), ("a", "u", "2026-10-25T01:30:00Z")];
        let found = points("Europe/Berlin", &joins);
        expect(
            &found,
            &[
                ("10-25 02:29", 0, 0),
                ("10-25 02:30", 1, 1),
                ("10-25 02:31", 0, 0),
                ("10-25 02:29", 0, 0),
                ("10-25 02:30", 1, 1),
                ("10-25 02:31", 0, 0),
            ],
        );
    }

    #[test]
    fn the_busiest_room_is_first_and_of_equal_minutes_the_first() {
        let mut log = log(&[
            ("a", "u", "2026-03-02T09:00:00Z"),
            ("b", "u", "2026-03-02T09:00:00Z"),
            ("b", "u", "2026-03-02T09:07:00Z"),
            ("c", "u", "2026-03-02T09:00:00Z"),
        ]);
        with_lines(&mut log, "UTC", |lines| {
            let names: Vec<_> = lines.iter().map(|line| (line.code, line.name, line.joins)).collect();
            assert_eq!(names, [("E", "Room b", 2), ("E", "Room a", 1), ("E", "Room c", 1)]);
            assert_eq!(shown(&Zone::UTC, lines[0].peak.0), "2026-03-02 09:00");
        });
    }

    #[test]
    fn without_joins_there_is_no_line() {
        let mut log = Log::default();
        with_lines(&mut log, "UTC", |lines| assert!(lines.is_empty()));
    }

    #[test]
    fn ticks_are_round_times_of_the_zone() {
        let at = |text: &str| parse(text.as_bytes()).unwrap().seconds;
        for (zone, start, end, expected) in [
            ("UTC", "2026-03-02T08:57Z", "2026-03-02T08:59Z", "08:57, 08:58, 08:59"),
            ("UTC", "2026-03-02T08:57Z", "2026-03-02T10:13Z", "09:00, 09:15, 09:30, 09:45, 10:00"),
            (
                "Asia/Kolkata",
                "2026-03-02T03:27Z",
                "2026-03-02T06:01Z",
                "09:00, 09:30, 10:00, 10:30, 11:00, 11:30",
            ),
            ("UTC", "2026-04-21T08:00Z", "2026-04-22T17:00Z", "12:00, 18:00, 00:00, 06:00, 12:00"),
            // 02:00 does not exist, and is 03:00.
            (
                "Europe/Berlin",
                "2026-03-29T00:00Z",
                "2026-03-29T02:30Z",
                "01:00, 01:30, 03:00, 03:30, 04:00, 04:30",
            ),
        ] {
            let clock = Zone::named(zone).unwrap();
            let found = ticks(&clock, at(start), at(start), at(end));
            assert!(found.iter().all(|tick| !tick.is_day));
            let found: Vec<_> = found.iter().map(|tick| shown(&clock, tick.time)[11..].to_owned()).collect();
            assert_eq!(found.join(", "), expected, "{zone}");
        }
        let found =
            ticks(&Zone::UTC, at("2026-03-03T00:00Z"), at("2026-03-02T00:00Z"), at("2026-05-20T00:00Z"));
        assert!(found.iter().all(|tick| tick.is_day));
        let found: Vec<_> = found.iter().map(|tick| shown(&Zone::UTC, tick.time)[5..10].to_owned()).collect();
        assert_eq!(found.join(", "), "03-03, 03-17, 03-31, 04-14, 04-28, 05-12");
    }

    #[test]
    fn a_step_fits_the_picture() {
        for (minutes, step) in [
            (0, Step::Minutes(1)),
            (499, Step::Minutes(1)),
            (500, Step::Minutes(5)),
            (2_880, Step::Minutes(15)),
            (7_500, Step::Minutes(60)),
            (30_000, Step::Days(1)),
            (1_440 * 500, Step::Days(7)),
            (i64::MAX / 60, Step::Days(3_640)),
        ] {
            assert_eq!(Step::fitting(minutes * MINUTE), step, "{minutes}");
        }
    }

    proptest! {
        /// Points go forward in time and lose no join, ticks are few and on the line, in any zone.
        #[test]
        fn a_line_is_whole(
            zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia"]),
            from in -60_000_000_000_i64..250_000_000_000,
            spread in 0_u32..36,
            offsets in prop::collection::vec(0.0..1.0, 1..40),
        ) {
            let seconds = (1_u64 << spread) as f64;
            let mut rows = Vec::new();
            for (n, offset) in offsets.iter().enumerate() {
                #[expect(clippy::cast_possible_truncation, reason = "small enough")]
                let time = (from + (offset * seconds) as i64).min(253_402_000_000);
                let mut stamp = Vec::new();
                write::minute(&mut stamp, time);
                let stamp = String::from_utf8(stamp).unwrap().replace(' ', "T") + ":00Z";
                rows.push((format!("u{}", n % 7), stamp));
            }
            let joins: Vec<_> = rows.iter().map(|(user, time)| ("a", user.as_str(), time.as_str())).collect();
            let mut log = log(&joins);
            let whole = with_lines(&mut log, zone, |lines| {
                let line = &lines[0];
                let points = &line.points;
                prop_assert!(points.len() >= 2 && points.len() <= 2_000);
                prop_assert!(points.is_sorted_by(|a, b| a.time < b.time), "{points:?}");
                prop_assert_eq!(points.iter().map(|point| point.joins).sum::<u64>(), line.joins);
                prop_assert!(points.iter().all(|point| point.people <= point.joins.min(7)));
                prop_assert!(line.ticks.len() <= 7);
                let (start, end) = (points[0].time, points[points.len() - 1].time);
                prop_assert!(line.ticks.iter().all(|tick| (start..=end).contains(&tick.time)));
                Ok(())
            });
            whole?;
        }
    }
}
