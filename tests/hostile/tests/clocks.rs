//! Every change of the clocks of sixty zones from 2000 to 2040, against another library with another copy of the
//! zone database.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use adsum_core::time::{Fit, Zone};
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// How far around a change is looked, and in which steps, in seconds.
const AROUND: i64 = 3 * 3_600;
const STEP: usize = 450;

fn local(seconds: i64) -> DateTime {
    DateTime::constant(1970, 1, 1, 0, 0, 0, 0).checked_add(SignedDuration::from_secs(seconds)).unwrap()
}

#[test]
fn sixty_zones_change_as_another_library_says() {
    let (from, to) = (946_684_800, 2_240_524_800);
    let names: Vec<_> = Zone::all_names().collect();
    let jiffs = names.iter().filter_map(|name| Some((Zone::named(name)?, TimeZone::get(name).ok()?)));
    let changes = |zone: &TimeZone| -> Vec<i64> {
        let after = zone.following(Timestamp::from_second(from).unwrap());
        after.map(|change| change.timestamp().as_second()).take_while(|&second| second < to).collect()
    };
    let all: Vec<_> = jiffs.map(|(zone, other)| (changes(&other), zone, other)).collect();
    let changing: Vec<_> = all.into_iter().filter(|(changes, ..)| changes.len() > 4).collect();
    let zones = changing.iter().step_by((changing.len() / 60).max(1));
    let (mut seen, mut compared) = (0, 0);
    for (changes, zone, other) in zones {
        seen += 1;
        for &change in changes {
            for around in (-AROUND..=AROUND).step_by(STEP).flat_map(|around| [around - 1, around]) {
                let instant = change + around;
                let offset = other.to_offset(Timestamp::from_second(instant).unwrap()).seconds();
                let shown = zone.local(instant);
                assert_eq!(shown, instant + i64::from(offset), "{} at {instant}", zone.name());
                let told = other.to_ambiguous_timestamp(local(shown));
                let fit = match told.offset() {
                    AmbiguousOffset::Unambiguous { .. } => Fit::Exact,
                    AmbiguousOffset::Gap { .. } => Fit::Gap,
                    AmbiguousOffset::Fold { .. } => Fit::Fold,
                };
                let expected = told.compatible().unwrap().as_second();
                assert_eq!(zone.instant(shown), (expected, fit), "{} shows {shown}", zone.name());
                // And what no clock shows.
                let shown = instant
                    + i64::from(other.to_offset(Timestamp::from_second(change - 1).unwrap()).seconds());
                let told = other.to_ambiguous_timestamp(local(shown)).compatible().unwrap();
                assert_eq!(zone.instant(shown).0, told.as_second(), "{} reads {shown}", zone.name());
                compared += 1;
            }
        }
    }
    assert!(seen >= 60 && compared > 50_000, "{seen} zones, {compared} times");
}
