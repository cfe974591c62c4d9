//! The reports: a ledger and options to tables. One file a report.

pub mod attendance;
pub mod choices;
pub mod detail;
pub(crate) mod fold;
pub mod overview;
pub mod picture;
pub mod rejected;
pub mod role;
pub mod smart_sessions;
pub mod view;

use crate::event::Field;
use crate::ledger::Ledger;
use crate::ledger::timeline::{Attended, Timeline};
use crate::question::Answers;
use crate::time::Day;
use crate::time::Zone;
use std::borrow::Cow;
use std::fmt;

/// What the user chose. Changing any of it reads nothing again.
#[derive(Clone, Debug)]
pub struct Options {
    /// The first day; blank: the log's first.
    pub from: Option<Day>,
    /// The last day, included; blank: the log's last.
    pub to: Option<Day>,
    /// The time zone that the report is written in, and its days are counted in.
    pub zone: Zone,
    /// What the user says of what the files leave open.
    pub answers: Answers,
    /// Stays no more than so many seconds apart count as one for the rejoin count.
    pub rejoin_gap: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { from: None, to: None, zone: Zone::utc(), answers: Answers::default(), rejoin_gap: 0 }
    }
}

/// The months that one attendance report spans at most (reports, 1, "Range").
pub const MAX_MONTHS: i32 = 6;

/// The days of a report, both included, and the instants that they begin and end at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// The first instant.
    pub start: i64,
    /// The first instant after it.
    pub end: i64,
}

impl Range {
    /// The range from one day to another, both included, in a zone.
    pub fn new(from: Day, to: Day, zone: &Zone) -> Self {
        Self { from, to, start: zone.start_of_day(from), end: zone.start_of_day(to.next()) }
    }

    /// Whether an instant lies in it.
    pub fn contains(&self, instant: i64) -> bool {
        (self.start..self.end).contains(&instant)
    }

    /// Whether a schedule, of which one end may not be known, meets it.
    pub(crate) fn meets(&self, starts: Option<i64>, ends: Option<i64>) -> bool {
        match (starts, ends) {
            (Some(start), Some(end)) => {
                start < self.end && (end > self.start || start == end && start >= self.start)
            }
            (Some(time), None) | (None, Some(time)) => self.contains(time),
            (None, None) => false,
        }
    }

    /// Whether it is longer than an attendance report may be: past the day before `from` + 6 months.
    pub fn is_too_long(&self) -> bool {
        self.to > self.from.add_months(MAX_MONTHS).previous()
    }

    /// The range in parts of at most six months; at least one, also where a single end was chosen and lies
    /// beyond the log, so that the range ends before it begins.
    pub fn parts(&self, zone: &Zone) -> Vec<Self> {
        let mut parts = Vec::new();
        for n in 0.. {
            let first = self.from.add_months(n * MAX_MONTHS);
            if first > self.to {
                break;
            }
            let last = self.from.add_months((n + 1) * MAX_MONTHS).previous().min(self.to);
            // At the end of the calendar months add nothing any more.
            if last < first {
                parts.push(Self::new(first, self.to, zone));
                break;
            }
            parts.push(Self::new(first, last, zone));
        }
        if parts.is_empty() {
            parts.push(*self);
        }
        parts
    }
}

impl fmt::Display for Range {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} to {}", self.from, self.to)
    }
}

/// A ledger read with the log's time zone and made ready for reports.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The events.
    pub ledger: &'a Ledger,
    /// The same in order of time.
    pub timeline: &'a Timeline,
}

/// Why a range cannot be reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    /// The last day lies before the first.
    #[error("the range ends ({to}) before it begins ({from})")]
    Backwards {
        /// The first day.
        from: Day,
        /// The last day.
        to: Day,
    },
    /// Longer than an attendance report may be.
    #[error("{0} is longer than the 6 months that one attendance report can span")]
    TooLong(Range),
}

impl<'a> Input<'a> {
    /// What somebody who attended is called: the display name, else first and last name, else the username, else
    /// the e-mail address, else what they are known by.
    pub(crate) fn name_of(&self, attended: &Attended) -> Cow<'a, str> {
        let fact = |field| self.ledger.text(self.timeline.attendee_fact(self.ledger, attended, field)).trim();
        let full = [fact(Field::FirstName), fact(Field::LastName)].join(" ");
        match (fact(Field::DisplayName), full.trim()) {
            ("", "") => {
                let names = [fact(Field::Username), fact(Field::Email)];
                let name = names.into_iter().find(|name| !name.is_empty());
                name.unwrap_or(self.ledger.identity(attended.attendee).value).into()
            }
            ("", full) => full.to_owned().into(),
            (name, _) => name.into(),
        }
    }

    /// How many a session admits, as the log has it, and as the number that it is, if it is one.
    pub(crate) fn capacity(&self, session: u32) -> (&'a str, Option<u64>) {
        let told = self.ledger.text(self.timeline.session_fact(session as usize, Field::Capacity));
        let digits = told.trim();
        let is_number = digits.len() <= 15 && digits.bytes().all(|byte| byte.is_ascii_digit());
        (told, digits.parse().ok().filter(|_| is_number))
    }

    /// A fact of the session of this occurrence; blank where it is not known.
    pub fn fact_of_occurrence(&self, occurrence: u32, field: crate::event::Field) -> &'a str {
        let session = self.ledger.occurrences()[occurrence as usize].1;
        self.ledger.text(self.timeline.session_fact(session as usize, field))
    }

    /// The days that the options ask for in an attendance report; what they leave open is taken from the
    /// log's events. It can be [too long](Range::is_too_long) for one report.
    pub fn attendance_range(&self, options: &Options) -> Result<Range, RangeError> {
        range(options, self.timeline.event_span)
    }

    /// The same for Smart Sessions, where a `session` record is an event too and any length is allowed.
    pub fn smart_sessions_range(&self, options: &Options) -> Result<Range, RangeError> {
        range(options, self.timeline.span)
    }
}

fn range(options: &Options, span: Option<(i64, i64)>) -> Result<Range, RangeError> {
    if let (Some(from), Some(to)) = (options.from, options.to)
        && to < from
    {
        return Err(RangeError::Backwards { from, to });
    }
    let day = |instant| Day::of_local(options.zone.local(instant));
    let (first, last) = match span {
        Some((first, last)) => (day(first), day(last)),
        // Of a log without events any day gives the same, empty report.
        None => {
            let day = options.from.or(options.to).unwrap_or(Day::from_number(0));
            (day, day)
        }
    };
    // One end given, and the log all on the other side of it: that day, which is as empty.
    let (from, to) = match (options.from, options.to) {
        (Some(from), Some(to)) => (from, to),
        (Some(from), None) => (from, last.max(from)),
        (None, Some(to)) => (first.min(to), to),
        (None, None) => (first, last),
    };
    Ok(Range::new(from, to, &options.zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_range() {
        for (from, to, parts) in [
            ("2026-03-02", "2026-03-02", "2026-03-02 to 2026-03-02"),
            ("2026-03-02", "2026-09-01", "2026-03-02 to 2026-09-01"),
            ("2026-03-02", "2026-09-02", "2026-03-02 to 2026-09-01, 2026-09-02 to 2026-09-02"),
            (
                "2025-08-31",
                "2026-12-31",
                "2025-08-31 to 2026-02-27, 2026-02-28 to 2026-08-30, 2026-08-31 to 2026-12-31",
            ),
            // At the end of the calendar.
            ("9999-04-01", "9999-12-31", "9999-04-01 to 9999-09-30, 9999-10-01 to 9999-12-31"),
            // From a day after the log's last: an empty report, but a report.
            ("2027-01-01", "2026-05-29", "2027-01-01 to 2026-05-29"),
        ] {
            let [from, to] = [from, to].map(|day| Day::parse(day).unwrap());
            let found = Range::new(from, to, &Zone::UTC).parts(&Zone::UTC);
            let found: Vec<_> = found.iter().map(Range::to_string).collect();
            assert_eq!(found.join(", "), parts);
        }
    }
}
