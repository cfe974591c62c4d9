//! Every change of the clocks of all zones from 2000 to 2040, against another library with another copy of the zone
//! database.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use adsum_core::time::{Fit, Zone};
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// Where the two differ, and from when.
const KNOWN: [(&str, i64); 15] = [
    ("Africa/Casablanca", 1_789_862_400),
    ("Africa/El_Aaiun", 1_789_862_400),
    ("America/Edmonton", 1_793_516_400),
    ("America/Inuvik", 1_793_516_400),
    ("America/Rainy_River", 1_793_512_800),
    ("America/Vancouver", 1_793_520_000),
    ("America/Winnipeg", 1_793_512_800),
    ("America/Yellowknife", 1_793_516_400),
    ("Canada/Central", 1_793_512_800),
    ("Canada/Mountain", 1_793_516_400),
    ("Canada/Pacific", 1_793_520_000),
    ("Europe/Chisinau", 1_648_339_200),
    ("Europe/Tiraspol", 1_648_339_200),
    // In October 2023 Greenland got new rules and no clock changed (zdump says so too). The other library reads local
    // times from then on by the rules alone, which would have put the clocks back that night.
    ("America/Godthab", 1_698_541_200),
    ("America/Nuuk", 1_698_541_200),
];

/// How far around a change is looked, and in which steps, in seconds.
const AROUND: i64 = 3 * 3_600;
const STEP: usize = 900;

fn local(seconds: i64) -> DateTime {
    DateTime::constant(1970, 1, 1, 0, 0, 0, 0).checked_add(SignedDuration::from_secs(seconds)).unwrap()
}

fn offset(zone: &TimeZone, instant: i64) -> i64 {
    zone.to_offset(Timestamp::from_second(instant).unwrap()).seconds().into()
}

/// Whether a zone shows and reads the same at an instant as the other library says.
fn same(zone: &Zone, other: &TimeZone, instant: i64) -> bool {
    let shown = zone.local(instant);
    if shown != instant + offset(other, instant) {
        return false;
    }
    let told = other.to_ambiguous_timestamp(local(shown));
    let fit = match told.offset() {
        AmbiguousOffset::Unambiguous { .. } => Fit::Exact,
        AmbiguousOffset::Gap { .. } => Fit::Gap,
        AmbiguousOffset::Fold { .. } => Fit::Fold,
    };
    zone.instant(shown) == (told.compatible().unwrap().as_second(), fit)
}

#[test]
fn all_zones_change_as_another_library_says() {
    let (from, to) = (946_684_800, 2_240_524_800);
    let mut different: BTreeMap<&str, i64> = BTreeMap::new();
    let (mut zones, mut compared) = (0, 0);
    for name in Zone::all_names() {
        let (Some(zone), Ok(other)) = (Zone::named(name), TimeZone::get(name)) else { continue };
        zones += 1;
        let changes = other.following(Timestamp::from_second(from).unwrap());
        let changes = changes.map(|change| change.timestamp().as_second()).take_while(|&second| second < to);
        for change in changes {
            for around in (-AROUND..=AROUND).step_by(STEP).flat_map(|around| [around - 1, around]) {
                compared += 1;
                if !same(&zone, &other, change + around) {
                    different.entry(name).or_insert(change + around);
                }
            }
        }
    }
    different.retain(|name, instant| !KNOWN.contains(&(*name, *instant)));
    assert!(different.is_empty(), "first different at {different:?}");
    assert!(zones >= 400 && compared > 500_000, "{zones} zones, {compared} times");
}
