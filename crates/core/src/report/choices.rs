//! The days that a person is likely to want of a log, to choose with one tap.

use super::{Input, MAX_MONTHS};
use crate::time::{Day, Zone};

/// A choice of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// From the log's first day to its last.
    WholeLog,
    /// The last six months: as much as one attendance report can span.
    LastSixMonths,
    /// The month of the log's first day.
    FirstMonth,
    /// The month of the log's last day.
    LastMonth,
    /// The last seven days.
    LastWeek,
    /// The last day.
    LastDay,
}

impl Choice {
    /// A stable name, for the page's catalogue of texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WholeLog => "whole-log",
            Self::LastSixMonths => "last-six-months",
            Self::FirstMonth => "first-month",
            Self::LastMonth => "last-month",
            Self::LastWeek => "last-week",
            Self::LastDay => "last-day",
        }
    }
}

impl Input<'_> {
    /// The choices for this log, with their first and last day in the zone: the whole log, then those that
    /// are shorter than what stands before them. None for a log without events.
    pub fn choices(&self, zone: &Zone) -> Vec<(Choice, Day, Day)> {
        let Some((first, last)) = self.timeline.event_span else { return Vec::new() };
        let day = |instant| Day::of_local(zone.local(instant));
        choices(day(first), day(last))
    }
}

fn choices(first: Day, last: Day) -> Vec<(Choice, Day, Day)> {
    let month = |day: Day| {
        let (year, month, _) = day.civil();
        let start = Day::from_civil(year, month, 1).unwrap_or(day);
        (start, start.add_months(1).previous())
    };
    let week = (0..6).fold(last, |day, _| day.previous());
    let all = [
        (Choice::LastSixMonths, six_months_before(last), last),
        (Choice::FirstMonth, month(first).0, month(first).1),
        (Choice::LastMonth, month(last).0, month(last).1),
        (Choice::LastWeek, week, last),
        (Choice::LastDay, last, last),
    ];
    let mut choices = vec![(Choice::WholeLog, first, last)];
    for (choice, from, to) in all {
        let (from, to) = (from.max(first), to.min(last));
        if !choices.iter().any(|&(_, known_from, known_to)| (known_from, known_to) == (from, to)) {
            choices.push((choice, from, to));
        }
    }
    choices
}

/// The earliest day from which `last` is within six months.
fn six_months_before(last: Day) -> Day {
    let mut day = last.next().add_months(-MAX_MONTHS);
    // Short months: six months back and forth again can be some days less.
    while day < last && day.add_months(MAX_MONTHS).previous() < last {
        day = day.next();
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(first: &str, last: &str, expected: &[(Choice, &str, &str)]) {
        let day = |text| Day::parse(text).unwrap();
        let expected: Vec<_> =
            expected.iter().map(|&(choice, from, to)| (choice, day(from), day(to))).collect();
        assert_eq!(choices(day(first), day(last)), expected);
    }

    #[test]
    fn a_term() {
        check(
            "2026-03-02",
            "2026-05-29",
            &[
                (Choice::WholeLog, "2026-03-02", "2026-05-29"),
                (Choice::FirstMonth, "2026-03-02", "2026-03-31"),
                (Choice::LastMonth, "2026-05-01", "2026-05-29"),
                (Choice::LastWeek, "2026-05-23", "2026-05-29"),
                (Choice::LastDay, "2026-05-29", "2026-05-29"),
            ],
        );
    }

    #[test]
    fn a_day_offers_itself_once() {
        check("2026-03-02", "2026-03-02", &[(Choice::WholeLog, "2026-03-02", "2026-03-02")]);
    }

    #[test]
    fn longer_than_a_report_offers_the_last_six_months() {
        let choices = choices(Day::parse("2025-01-15").unwrap(), Day::parse("2026-02-27").unwrap());
        let (choice, from, to) = choices[1];
        assert_eq!(choice, Choice::LastSixMonths);
        assert_eq!((from.to_string(), to.to_string()), ("2025-08-28".into(), "2026-02-27".into()));
    }

    #[test]
    fn six_months_are_never_too_long_for_a_report() {
        let mut last = Day::parse("2023-12-01").unwrap();
        for _ in 0..800 {
            let range = crate::report::Range::new(six_months_before(last), last, &Zone::utc());
            assert!(!range.is_too_long(), "{range}");
            let longer = crate::report::Range::new(range.from.previous(), last, &Zone::utc());
            assert!(longer.is_too_long(), "{longer}");
            last = last.next();
        }
    }
}
