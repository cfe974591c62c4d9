//! Times: reading them, and showing them in a zone (event-log.md, `time`; reports.md, head and *Both*).

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// A time as it stands in the log, cut to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// With an offset: seconds since 1970-01-01T00:00:00Z.
    Instant(i64),
    /// Without an offset: a clock's reading in the log's zone.
    Local(DateTime),
}

/// Reads a time: `YYYY-MM-DD`, then `T`, `t` or a space, `HH:MM`, and optionally `:SS`, after that a fraction,
/// and an offset (`Z`, `z`, `+HH:MM`, `-HH:MM`). Space around it is ignored. Second 60 is read as 59.
/// None where it is anything else, or no day or hour that there is.
pub fn read_moment(text: &str) -> Option<Moment> {
    let mut rest = text.trim();
    let year = digits(&mut rest, 4)?;
    one_of(&mut rest, "-")?;
    let month = digits(&mut rest, 2)?;
    one_of(&mut rest, "-")?;
    let day = digits(&mut rest, 2)?;
    one_of(&mut rest, "Tt ")?;
    let hour = digits(&mut rest, 2)?;
    one_of(&mut rest, ":")?;
    let minute = digits(&mut rest, 2)?;
    let mut second = 0;
    if one_of(&mut rest, ":").is_some() {
        second = digits(&mut rest, 2)?;
        if one_of(&mut rest, ".").is_some() {
            digits(&mut rest, 1)?;
            rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    if year == 0 || second > 60 {
        return None;
    }
    let second = second.min(59);
    let small = |number: i16| i8::try_from(number).ok();
    let clock =
        DateTime::new(year, small(month)?, small(day)?, small(hour)?, small(minute)?, small(second)?, 0)
            .ok()?;
    if rest.is_empty() {
        return Some(Moment::Local(clock));
    }
    let offset = if one_of(&mut rest, "Zz").is_some() {
        0
    } else {
        let sign = if one_of(&mut rest, "+-")? == '-' { -1 } else { 1 };
        let hours = digits(&mut rest, 2)?;
        one_of(&mut rest, ":")?;
        let minutes = digits(&mut rest, 2)?;
        if hours > 23 || minutes > 59 {
            return None;
        }
        sign * (i64::from(hours) * 3600 + i64::from(minutes) * 60)
    };
    if !rest.is_empty() {
        return None;
    }
    Some(Moment::Instant(in_zone(clock, &TimeZone::UTC) - offset))
}

fn digits(rest: &mut &str, count: usize) -> Option<i16> {
    let text = rest.get(..count)?;
    if !text.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    *rest = &rest[count..];
    text.parse().ok()
}

fn one_of(rest: &mut &str, choice: &str) -> Option<char> {
    let first = rest.chars().next()?;
    if !choice.contains(first) {
        return None;
    }
    *rest = &rest[first.len_utf8()..];
    Some(first)
}

/// The zone of an IANA name; UTC where there is none.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// The instant at which the zone's clock shows this: after the gap where it never does, the first where it
/// does twice.
fn in_zone(clock: DateTime, zone: &TimeZone) -> i64 {
    let ambiguous = zone.to_ambiguous_timestamp(clock);
    // Out of the library's range only on the last day of the year 9999.
    ambiguous.compatible().map_or(Timestamp::MAX.as_second(), Timestamp::as_second)
}

impl Moment {
    /// The instant, in seconds since 1970, with the log's zone for a time without an offset.
    pub(crate) fn instant(self, log_zone: &TimeZone) -> i64 {
        match self {
            Moment::Instant(second) => second,
            Moment::Local(clock) => in_zone(clock, log_zone),
        }
    }
}

/// The zone's clock at an instant.
pub(crate) fn clock(second: i64, zone: &TimeZone) -> DateTime {
    let bounded = second.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    let timestamp = Timestamp::from_second(bounded).unwrap_or(Timestamp::UNIX_EPOCH);
    Zoned::new(timestamp, zone.clone()).datetime()
}

/// The instant at which the clock's minute began.
pub(crate) fn minute_of(second: i64, zone: &TimeZone) -> i64 {
    second - i64::from(clock(second, zone).second())
}

/// The first instant of a day: some zones change their clocks at midnight, and the day begins at 01:00.
pub(crate) fn start_of_day(day: Date, zone: &TimeZone) -> i64 {
    let midnight = in_zone(day.at(0, 0, 0, 0), zone);
    // Where the clock jumped over midnight, the day began at the jump, whatever the clock showed then.
    let Ok(instant) = Timestamp::from_second(midnight) else { return midnight };
    match zone.preceding(instant).next() {
        Some(change) if clock(change.timestamp().as_second(), zone).date() >= day => {
            change.timestamp().as_second()
        }
        _ => midnight,
    }
}

/// The day after; the same on the last one that there is.
pub(crate) fn next_day(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

/// The attendance report's `MM/DD/YYYY HH:MM` (reports.md, 1).
pub(crate) fn us_minute(second: i64, zone: &TimeZone) -> String {
    let c = clock(second, zone);
    format!("{:02}/{:02}/{:04} {:02}:{:02}", c.month(), c.day(), c.year(), c.hour(), c.minute())
}

/// The Smart Sessions report's `yyyy-mm-dd` (reports.md, 2).
pub(crate) fn iso_day(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// The Smart Sessions report's `hh:mm` (reports.md, 2).
pub(crate) fn iso_time(clock: DateTime) -> String {
    format!("{:02}:{:02}", clock.hour(), clock.minute())
}
