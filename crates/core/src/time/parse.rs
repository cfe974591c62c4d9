//! Reading a time of the log (event log, "Fields": `time`).

use super::day::{four, two};
use super::{Clock, Day, Stamp};
use crate::event::trimmed;

/// Reads a time; none where it is not one.
///
/// `YYYY-MM-DD`, then `T`, `t` or one space, then `HH:MM`, optionally `:SS`, after seconds optionally a
/// fraction (`.` and digits), at last optionally `Z`, `z` or an offset `+HH:MM` or `-HH:MM`. White
/// space around it is ignored. A fraction is cut off; second 60, a leap second, is read as 59. Years are
/// 0001 to 9999 as written; the instant may lie outside of them by the offset.
///
/// With `Z` or an offset the time is an instant ([`Clock::Utc`]), else it is what the log's clock showed
/// ([`Clock::Log`]).
#[inline]
pub fn parse(text: &[u8]) -> Option<Stamp> {
    Minutes::default().parse(text)
}

/// [`parse`], with the minute read last remembered: in a log, neighbours are mostly of one minute.
#[derive(Clone, Copy, Debug)]
pub struct Minutes {
    written: [u8; 16],
    /// When it begins, as local time.
    begins: i64,
}

impl Default for Minutes {
    fn default() -> Self {
        Self { written: *b"1970-01-01T00:00", begins: 0 }
    }
}

impl Minutes {
    /// See [`parse`].
    #[inline]
    pub fn parse(&mut self, text: &[u8]) -> Option<Stamp> {
        let (minute, rest) = trimmed(text).split_first_chunk::<16>()?;
        if *minute != self.written {
            *self = Self { written: *minute, begins: begins(*minute)? };
        }
        let of_minute = of_minute(rest)?;
        Some(Stamp { seconds: self.begins + of_minute.seconds, ..of_minute })
    }
}

/// When a minute begins, as local time.
fn begins([date @ .., between, h0, h1, colon, i0, i1]: [u8; 16]) -> Option<i64> {
    let (hour, minute) = (two([h0, h1])?, two([i0, i1])?);
    if !matches!(between, b'T' | b't' | b' ') || colon != b':' || hour > 23 || minute > 59 {
        return None;
    }
    Some(midnight(date)? + i64::from(hour * 3_600 + minute * 60))
}

/// The 00:00 of a date, as local time.
fn midnight([y0, y1, y2, y3, dash, m0, m1, other_dash, d0, d1]: [u8; 10]) -> Option<i64> {
    let year = four([y0, y1, y2, y3])?;
    if dash != b'-' || other_dash != b'-' || year == 0 {
        return None;
    }
    let day = Day::from_civil(i32::try_from(year).ok()?, two([m0, m1])?, two([d0, d1])?)?;
    Some(day.local_midnight())
}

/// What follows the minute, as if that were the first of 1970-01-01.
#[inline]
fn of_minute(rest: &[u8]) -> Option<Stamp> {
    let (second, zone) = match rest {
        &[b':', s0, s1, ref rest @ ..] => (two([s0, s1])?, after_fraction(rest)?),
        rest => (0, rest),
    };
    if second > 60 {
        return None;
    }
    let (offset, clock) = match *zone {
        [b'Z' | b'z'] => (0, Clock::Utc),
        [] => (0, Clock::Log),
        [sign @ (b'+' | b'-'), h0, h1, b':', m0, m1] => {
            let (hours, minutes) = (two([h0, h1])?, two([m0, m1])?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let offset = i64::from(hours * 3_600 + minutes * 60);
            (if sign == b'-' { -offset } else { offset }, Clock::Utc)
        }
        _ => return None,
    };
    Some(Stamp { seconds: i64::from(second.min(59)) - offset, clock })
}

/// What follows the fraction of a second, if there is a fraction; none where a `.` has no digits.
#[inline]
fn after_fraction(rest: &[u8]) -> Option<&[u8]> {
    let [b'.', fraction @ ..] = rest else { return Some(rest) };
    let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 { None } else { fraction.get(digits..) }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};
    use proptest::prelude::*;

    use super::*;

    const NINE: i64 = 1_772_442_005; // 2026-03-02T09:00:05Z

    #[test]
    fn reads_what_the_event_log_allows() {
        let cases: &[(&str, i64, Clock)] = &[
            ("2026-03-02T09:00:05Z", NINE, Clock::Utc),
            ("2026-03-02t09:00:05z", NINE, Clock::Utc),
            ("2026-03-02 09:00:05Z", NINE, Clock::Utc),
            ("2026-03-02T10:00:05+01:00", NINE, Clock::Utc),
            ("2026-03-02T03:30:05-05:30", NINE, Clock::Utc),
            ("2026-03-02T09:00:05+00:00", NINE, Clock::Utc),
            ("2026-03-02T09:00:05-00:00", NINE, Clock::Utc),
            ("2026-03-02T09:00:05.9Z", NINE, Clock::Utc),
            ("2026-03-02T09:00:05.999999999999999999999999Z", NINE, Clock::Utc),
            ("2026-03-02T09:00:05.000+00:00", NINE, Clock::Utc),
            ("2026-03-02T09:00:05.5", NINE, Clock::Log),
            ("2026-03-02 09:00:05", NINE, Clock::Log),
            ("2026-03-02T09:00:05", NINE, Clock::Log),
            ("2026-03-02 09:00", NINE - 5, Clock::Log),
            ("2026-03-02T09:00", NINE - 5, Clock::Log),
            ("2026-03-02T09:00Z", NINE - 5, Clock::Utc),
            ("2026-03-02 10:00+01:00", NINE - 5, Clock::Utc),
            (" \t2026-03-02T09:00:05Z\r\n", NINE, Clock::Utc),
            ("2026-03-02T09:00:05Z ", NINE, Clock::Utc),
            ("\u{a0}2026-03-02T09:00:05Z\u{3000}", NINE, Clock::Utc),
            ("    2026-03-02 09:00", NINE - 5, Clock::Log),
            ("2016-12-31T23:59:60Z", 1_483_228_799, Clock::Utc),
            ("2016-12-31T23:59:60.7Z", 1_483_228_799, Clock::Utc),
            ("1970-01-01T00:00:00Z", 0, Clock::Utc),
            ("1969-12-31T23:59:59.9Z", -1, Clock::Utc),
            ("2024-02-29T00:00:00Z", 1_709_164_800, Clock::Utc),
            ("0001-01-01T00:00:00Z", -62_135_596_800, Clock::Utc),
            ("0001-01-01T00:00:00+23:59", -62_135_596_800 - 86_340, Clock::Utc),
            ("9999-12-31T23:59:59Z", 253_402_300_799, Clock::Utc),
            ("9999-12-31T23:59:59-23:59", 253_402_300_799 + 86_340, Clock::Utc),
        ];
        for &(text, seconds, clock) in cases {
            assert_eq!(parse(text.as_bytes()), Some(Stamp { seconds, clock }), "{text}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            " ",
            "Z",
            "2026",
            "2026-03-02",
            "2026-03-02T",
            "2026-03-02T09",
            "2026-03-02T09:00:",
            "2026-03-02T09:0",
            "2026-03-02T9:00:05Z",
            "2026-3-02T09:00:05Z",
            "26-03-02T09:00:05Z",
            "2026-03-02T09:00:5Z",
            "2026-03-02T09:00:05.Z",
            "2026-03-02T09:00:05.",
            "2026-03-02T09:00.5Z",
            "2026-03-02T09:00:05,5Z",
            "2026-03-02T09:00:05 Z",
            "2026-03-02T09:00:05 +01:00",
            "2026-03-02T09:00:05+01",
            "2026-03-02T09:00:05+0100",
            "2026-03-02T09:00:05+1:00",
            "2026-03-02T09:00:05+24:00",
            "2026-03-02T09:00:05+01:60",
            "2026-03-02T09:00:05+01:00Z",
            "2026-03-02T09:00:05ZZ",
            "2026-03-02T09:00:05UTC",
            "2026-03-02T09:00:05Z[UTC]",
            "2026-03-02T09:00:05\u{2212}01:00",
            "2026-03-02  09:00:05",
            "2026-03-02_09:00:05Z",
            "2026-03-02\t09:00:05Z",
            "2026/03/02T09:00:05Z",
            "2026-03-02T09.00.05Z",
            "20260302T090005Z",
            "03/02/2026 09:00",
            "2026-02-29T09:00:05Z",
            "1900-02-29T09:00:05Z",
            "2026-04-31T09:00:05Z",
            "2026-00-02T09:00:05Z",
            "2026-13-02T09:00:05Z",
            "2026-03-00T09:00:05Z",
            "2026-03-32T09:00:05Z",
            "2026-03-02T24:00:00Z",
            "2026-03-02T25:00:00Z",
            "2026-03-02T09:60:05Z",
            "2026-03-02T09:00:61Z",
            "0000-12-31T09:00:05Z",
            "-001-12-31T09:00:05Z",
            "+2026-03-02T09:00:05Z",
            "12026-03-02T09:00:05Z",
            "2026-03-02T09:00:05Zx",
            "x2026-03-02T09:00:05Z",
            "2026-03-02T0a:00:05Z",
            "2026-03-02T09:00:0/Z",
            "2026-03-02T09:00:0:Z",
            "２026-03-02T09:00:05Z",
            "1772442005",
            "2026-W10-1T09:00:05Z",
            "2026-03-02T09:00:05\0",
            "2026-03-02T09:00:05.5.5Z",
            "2026-03-02T09:00:05.5 ZZ",
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text:?}");
        }
        assert_eq!(parse(b"\xff\xfe26-03-02T09:00:05Z"), None);
    }

    proptest! {
        #[test]
        fn agrees_with_chrono(
            day in -719_162_i32..=2_932_896, second in 0_u32..86_400, fraction in "(\\.[0-9]{1,9})?",
            offset in -1439_i32..=1439, letter in "[Tt ]", zulu: bool,
        ) {
            let zone = if zulu { "Z".to_owned() } else {
                let sign = if offset < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            };
            let (h, m, s) = (second / 3600, second / 60 % 60, second % 60);
            let clock = format!("{}{letter}{h:02}:{m:02}:{s:02}{fraction}", Day::from_number(day));
            let text = format!("{clock}{zone}");
            let expected = DateTime::parse_from_rfc3339(&text).unwrap().timestamp();
            prop_assert_eq!(parse(text.as_bytes()), Some(Stamp { seconds: expected, clock: Clock::Utc }));
            let date = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Duration::days(day.into());
            let expected = date.and_hms_opt(h, m, s).unwrap().and_utc().timestamp();
            prop_assert_eq!(parse(clock.as_bytes()), Some(Stamp { seconds: expected, clock: Clock::Log }));
        }

        #[test]
        fn what_is_read_chrono_reads_too(text in "[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,3})?(Z|[+-][0-2][0-9]:[0-6][0-9])") {
            let ours = parse(text.as_bytes()).map(|stamp| stamp.seconds);
            let leap = &text[17..19] == "60";
            // chrono takes the year 0000, which the event log does not know.
            if !text.starts_with("0000") && !leap {
                prop_assert_eq!(ours, DateTime::parse_from_rfc3339(&text).ok().map(|time| time.timestamp()));
            }
        }

        #[test]
        fn neighbours_change_nothing(texts in prop::collection::vec(
            "2026-0[23]-02[T ]0[89]:0[05](:0[0-9a](\\.5)?)?(Z|[+-]0[01]:30)?|[0-9T: -]{0,20}", 0..20,
        )) {
            let mut minutes = Minutes::default();
            for text in texts {
                prop_assert_eq!(minutes.parse(text.as_bytes()), parse(text.as_bytes()), "{}", text);
            }
        }

        #[test]
        fn never_panics(bytes: Vec<u8>, near in "[0-9TZ:+. -]{0,32}") {
            let _ = parse(&bytes);
            let _ = parse(near.as_bytes());
        }
    }
}
