//! Every change of the clocks of all zones from 2000 to 2040, against another library with another copy of the zone
//! database.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use adsum_core::time::{Fit, Zone};
use chrono::{DateTime, MappedLocalTime, NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Where the two differ, and from when: the other library has the database of March 2025.
const KNOWN: [(&str, i64); 13] = [
    // Morocco, which changes no more since September 2026.
    ("Africa/Casablanca", 1_801_954_799),
    ("Africa/El_Aaiun", 1_801_954_799),
    // Parts of Canada, since November 2026.
    ("America/Edmonton", 1_793_516_400),
    ("America/Inuvik", 1_793_516_400),
    ("America/Rainy_River", 1_793_512_800),
    ("America/Vancouver", 1_793_520_000),
    ("America/Winnipeg", 1_793_512_800),
    ("America/Yellowknife", 1_793_516_400),
    ("Canada/Central", 1_793_512_800),
    ("Canada/Mountain", 1_793_516_400),
    ("Canada/Pacific", 1_793_520_000),
    // Moldova, whose changes since 2022 were an hour off in it.
    ("Europe/Chisinau", 1_648_339_200),
    ("Europe/Tiraspol", 1_648_339_200),
];

/// How far around a change is looked, and in which steps, in seconds.
const AROUND: i64 = 3 * 3_600;
const STEP: usize = 900;

fn clock(seconds: i64) -> NaiveDateTime {
    DateTime::from_timestamp(seconds, 0).unwrap().naive_utc()
}

fn offset(zone: Tz, instant: i64) -> i64 {
    zone.offset_from_utc_datetime(&clock(instant)).fix().local_minus_utc().into()
}

/// Whether a zone shows and reads the same at an instant as the other library says.
fn same(zone: &Zone, other: Tz, instant: i64) -> bool {
    let shown = zone.local(instant);
    if shown != instant + offset(other, instant) {
        return false;
    }
    let instant_of = |moment: DateTime<Tz>| moment.timestamp();
    zone.instant(shown)
        == match other.from_local_datetime(&clock(shown)) {
            MappedLocalTime::Single(one) => (instant_of(one), Fit::Exact),
            MappedLocalTime::Ambiguous(one, two) => (instant_of(one).min(instant_of(two)), Fit::Fold),
            MappedLocalTime::None => return false,
        }
}

/// Whether what no clock showed is read as if the clock had not been put forward yet.
fn same_in_gap(zone: &Zone, other: Tz, change: i64) -> bool {
    let (before, after) = (offset(other, change - 1), offset(other, change));
    (before..after).step_by(STEP).all(|shown| {
        zone.instant(change + shown) == (change + shown - before, Fit::Gap)
            && other.from_local_datetime(&clock(change + shown)) == MappedLocalTime::None
    })
}

/// When the clock changes from 2000 to 2040 (to the minute).
fn changes(zone: Tz) -> Vec<i64> {
    let (from, to) = (946_684_800, 2_240_524_800);
    let mut before = offset(zone, from);
    let mut found = Vec::new();
    // A day without one is passed at once; no clock changes twice in a week.
    for day in (from..to).step_by(86_400) {
        if offset(zone, day + 86_400) != before {
            let change = (day..=day + 86_400).step_by(60).find(|&minute| offset(zone, minute) != before);
            found.extend(change);
            before = offset(zone, day + 86_400);
        }
    }
    found
}

#[test]
fn all_zones_change_as_another_library_says() {
    let mut different: BTreeMap<&str, i64> = BTreeMap::new();
    let (mut zones, mut compared) = (0, 0);
    for name in Zone::all_names() {
        let (Some(zone), Ok(other)) = (Zone::named(name), name.parse::<Tz>()) else { continue };
        zones += 1;
        for change in changes(other) {
            if !same_in_gap(&zone, other, change) {
                different.entry(name).or_insert(change);
            }
            for around in (-AROUND..=AROUND).step_by(STEP).flat_map(|around| [around - 1, around]) {
                compared += 1;
                if !same(&zone, other, change + around) {
                    different.entry(name).or_insert(change + around);
                }
            }
        }
    }
    let unknown: Vec<_> = different.into_iter().filter(|one| !KNOWN.contains(one)).collect();
    assert!(unknown.is_empty(), "first different at {unknown:?}");
    assert!(zones >= 590 && compared > 500_000, "{zones} zones, {compared} times");
}
