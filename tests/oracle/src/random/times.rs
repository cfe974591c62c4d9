//! The times of a random log, how they are written, and the options, whose dates meet them.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Rng;
use super::pools::{BEGINNINGS, NO_TIMES, OFFSETS, ZONES};
use crate::Options;
use crate::time::{Moment, clock, next_day, read_moment, start_of_day, zone};

/// The instants that a log's events are near.
pub(super) struct Times {
    near: Vec<i64>,
    zone: String,
    log_zone: String,
    /// One that spans more than the six months of an attendance report.
    long: bool,
}

impl Times {
    pub(super) fn new(rng: &mut Rng) -> Times {
        let begin = match read_moment(rng.pick(BEGINNINGS)) {
            Some(moment) => moment.instant(&TimeZone::UTC),
            None => 0,
        };
        let (zone_name, log_zone) = (rng.pick(ZONES).to_owned(), rng.pick(ZONES).to_owned());
        let long = rng.chance(6);
        let mut near = vec![begin];
        for _ in 0..rng.between(2, 8) {
            let days = if long {
                rng.between(0, 250)
            } else if rng.chance(25) {
                rng.between(-1, 3)
            } else {
                0
            };
            near.push(begin + days * 86_400 + rng.between(0, 3 * 60) * 60);
        }
        // A day's first second in the report's zone, and the last one before it.
        let day = clock(begin + 43_200, &zone(&zone_name)).date();
        let midnight = start_of_day(day, &zone(&zone_name));
        near.extend([midnight, midnight - 1]);
        Times { near, zone: zone_name, log_zone, long }
    }

    /// An instant of the log: often one of the few, often close to one.
    pub(super) fn instant(&self, rng: &mut Rng) -> i64 {
        let near = self.near[rng.below(self.near.len())];
        near + match rng.below(10) {
            0..5 => 0,
            5 => rng.between(-2, 2),
            6 => rng.between(-90, 90),
            _ => self.step(rng),
        }
    }

    /// How long after one event an attendee's next one comes; the rejoin gaps and their neighbours among them.
    pub(super) fn step(&self, rng: &mut Rng) -> i64 {
        let some = rng.between(0, 5400);
        [0, 0, 1, 29, 30, 31, 59, 60, 599, 600, 601, 1800, some, some][rng.below(14)]
    }

    /// The instant in one of the ways to write it, or, where the log's clock is turned, one that is close.
    pub(super) fn write(&self, rng: &mut Rng, at: i64) -> String {
        let between = *rng.pick(&[&'T', &'T', &'t', &' ', &' ']);
        let offset = rng.pick(OFFSETS);
        let without = rng.chance(30);
        let shown = if without {
            // An hour on, the log's clock may show what it never shows, or what it shows twice.
            clock(at + if rng.chance(10) { 3600 } else { 0 }, &zone(&self.log_zone))
        } else {
            let behind = match read_moment(&format!("2000-01-01T00:00:00{offset}")) {
                Some(Moment::Instant(second)) => 946_684_800 - second,
                _ => 0,
            };
            clock(at + behind, &TimeZone::UTC)
        };
        let mut text = format!(
            "{:04}-{:02}-{:02}{between}{:02}:{:02}",
            shown.year(),
            shown.month(),
            shown.day(),
            shown.hour(),
            shown.minute()
        );
        if shown.second() != 0 || rng.chance(80) {
            let leap = shown.second() == 59 && rng.chance(30);
            text += &format!(":{:02}", if leap { 60 } else { shown.second() });
            if rng.chance(25) {
                text += rng.pick(&[".0", ".5", ".999", ".123456789", ".9999999999999"]);
            }
        }
        if !without {
            text += offset;
        }
        if rng.chance(4) { format!(" {text} ") } else { text }
    }

    /// A time of the session's schedule, which may be anything.
    pub(super) fn fact(&self, rng: &mut Rng) -> String {
        if rng.chance(15) {
            return (*rng.pick(NO_TIMES)).to_owned();
        }
        let days = if rng.chance(30) { rng.between(-3, 3) } else { 0 };
        let at = self.instant(rng) + days * 86_400;
        self.write(rng, at)
    }

    /// The options: dates that cut through the log, begin or end with it, or miss it.
    pub(super) fn options(&self, rng: &mut Rng) -> Options {
        let report_zone = zone(&self.zone);
        let day = |rng: &mut Rng| {
            let near = self.near[rng.below(self.near.len())];
            clock(near + rng.between(-1, 1) * 86_400 * i64::from(rng.chance(30)), &report_zone).date()
        };
        let some = day(rng);
        let other = day(rng);
        let (from, to) = match rng.below(10) {
            0..4 => (None, None),
            4 => (Some(some), None),
            5 => (None, Some(some)),
            6 => (Some(some), Some(some)),
            7 if self.long || rng.chance(20) => (Some(some), Some(six_months(some, rng))),
            _ => (Some(some.min(other)), Some(some.max(other))),
        };
        let rejoin_gap = [0, 30, 600][rng.below(3)];
        let (time_zone, log_time_zone) = (self.zone.clone(), self.log_zone.clone());
        Options { from, to, time_zone, log_time_zone, rejoin_gap, ..Options::default() }
    }
}

/// The last day of a report that begins on a day and is as long as it may be, or one day longer.
fn six_months(day: Date, rng: &mut Rng) -> Date {
    let last = day.saturating_add(6.months()).yesterday().unwrap_or(day);
    if rng.chance(50) { last } else { next_day(last) }
}
