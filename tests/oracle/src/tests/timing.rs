//! Times and days.

use jiff::civil::date;

use crate::time::{clock, minute_of, start_of_day, us_minute, zone};
use crate::{Moment, read_moment};

/// What a text is as an instant, with New York as the log's zone.
fn instant(text: &str) -> Option<i64> {
    read_moment(text).map(|moment| moment.instant(&zone("America/New_York")))
}

// 2026-03-02T09:00:05Z: 56 years with 14 leap days, 31 + 28 + 1 days, 9 h and 5 s after 1970.
const MARCH_2: i64 = (56 * 365 + 14 + 31 + 28 + 1) * 86_400 + 9 * 3600 + 5;

#[test]
fn times_with_an_offset() {
    for same in [
        "2026-03-02T09:00:05Z",
        "2026-03-02t09:00:05z",
        " 2026-03-02 09:00:05.999999999999Z ",
        "2026-03-02T10:00:05+01:00",
        "2026-03-01T23:30:05.5-09:30",
    ] {
        assert_eq!(instant(same), Some(MARCH_2), "{same}");
    }
    assert_eq!(instant("2026-03-02T09:00Z"), Some(MARCH_2 - 5));
    // A leap second is read as the second before it.
    assert_eq!(instant("2026-03-02T09:00:60Z"), Some(MARCH_2 + 54));
}

#[test]
fn times_without_an_offset() {
    // New York is at -05:00 until 2026-03-08, 02:00, when it goes to 03:00 and -04:00.
    assert_eq!(instant("2026-03-02 04:00:05"), Some(MARCH_2));
    assert_eq!(instant("2026-03-02T04:00"), Some(MARCH_2 - 5));
    assert_eq!(instant("2026-03-08 02:30"), instant("2026-03-08T07:30:00Z"));
    assert_eq!(instant("2026-03-08 03:30"), instant("2026-03-08T07:30:00Z"));
    // And back on 2026-11-01: 01:30 comes twice, the first counts.
    assert_eq!(instant("2026-11-01 01:30"), instant("2026-11-01T05:30:00Z"));
    assert!(matches!(read_moment("2026-03-08 02:30"), Some(Moment::Local(_))));
}

#[test]
fn no_times() {
    for none in [
        "",
        "x",
        "2026-03-02",
        "2026-02-29T00:00:00Z",
        "2026-03-02T24:00:00Z",
        "2026-03-02T09:60Z",
        "2026-03-02T09:00:61Z",
        "2026-03-02T09:00.5Z",
        "2026-03-02T09:00:00.Z",
        "2026-03-02T09:00:00 Z",
        "2026-03-02T09:00:00+01",
        "2026-03-02T09:00:00+0100",
        "2026-03-02  09:00",
        "26-03-02T09:00Z",
        "+026-03-02T09:00Z",
        "0000-03-02T09:00Z",
    ] {
        assert_eq!(instant(none), None, "{none}");
    }
}

#[test]
fn days_begin_at_their_first_instant() {
    let begins = |name: &str, day| start_of_day(day, &zone(name));
    assert_eq!(begins("UTC", date(2026, 3, 2)), MARCH_2 - 9 * 3600 - 5);
    assert_eq!(begins("Asia/Kolkata", date(2026, 3, 2)), MARCH_2 - 9 * 3600 - 5 - 19_800);
    // Cairo (+02:00) goes from 00:00 to 01:00 on 2026-04-24: the day begins at 01:00, 22:00Z the day before.
    let cairo = begins("Africa/Cairo", date(2026, 4, 24));
    assert_eq!(Some(cairo), instant("2026-04-23T22:00:00Z"));
    assert_eq!(us_minute(cairo, &zone("Africa/Cairo")), "04/24/2026 01:00");
    assert_eq!(clock(cairo - 1, &zone("Africa/Cairo")).date(), date(2026, 4, 23));
    // Havana (-04:00) goes from 01:00 back to 00:00 on 2026-11-01: the day begins at the first 00:00.
    let havana = begins("America/Havana", date(2026, 11, 1));
    assert_eq!(Some(havana), instant("2026-11-01T04:00:00Z"));
}

#[test]
fn minutes_are_cut() {
    assert_eq!(us_minute(MARCH_2 + 54, &zone("UTC")), "03/02/2026 09:00");
    assert_eq!(minute_of(MARCH_2 + 54, &zone("Asia/Kathmandu")), MARCH_2 - 5);
}
