//! Days of the calendar (Gregorian, also before it was introduced).

use std::fmt;

use super::DAY;

/// Days in 400 years, after which the calendar repeats.
const CYCLE: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01. Years are counted from March, so that a leap day ends its year.
const EPOCH: i64 = 719_468;

/// A day of the calendar, whoever's clock shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The day so many days after 1970-01-01.
    pub const fn from_number(number: i32) -> Self {
        Self(number)
    }

    /// Days since 1970-01-01.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day of this year, month (1 to 12) and day of the month (from 1), if there is such a day and its
    /// number fits.
    pub fn from_civil(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=12).contains(&month) || day == 0 || day > month_days(year, month) {
            return None;
        }
        i32::try_from(days_from_civil(year.into(), month.into(), day.into())).ok().map(Self)
    }

    /// Year, month (1 to 12) and day of the month (from 1).
    pub fn civil(self) -> (i32, u32, u32) {
        let day = i64::from(self.0) + EPOCH;
        let cycle = day.div_euclid(CYCLE);
        let of_cycle = day.rem_euclid(CYCLE);
        // Take out the leap days that have passed; what is left are years of 365 days.
        let year = (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
        let of_year = of_cycle - (365 * year + year / 4 - year / 100);
        // From March on, month lengths repeat every five months: 31 30 31 30 31, 153 days.
        let march_month = (5 * of_year + 2) / 153;
        let of_month = of_year - (153 * march_month + 2) / 5 + 1;
        let (month, carry) = if march_month < 10 { (march_month + 3, 0) } else { (march_month - 9, 1) };
        // An i32 of days is less than six million years, and the rest is in range by its making.
        (
            i32::try_from(cycle * 400 + year + carry).unwrap_or(i32::MAX),
            u32::try_from(month).unwrap_or(1),
            u32::try_from(of_month).unwrap_or(1),
        )
    }

    /// Reads `YYYY-MM-DD`, years 0001 to 9999; nothing else, not even white space, may stand around it.
    pub fn parse(text: &str) -> Option<Self> {
        let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text.as_bytes() else { return None };
        let year = four([y0, y1, y2, y3])?;
        if year == 0 {
            return None;
        }
        Self::from_civil(i32::try_from(year).ok()?, two([m0, m1])?, two([d0, d1])?)
    }

    /// The same day of the month, so many months later (earlier where negative); the month's last day where
    /// the month is too short. Clamped to the days that there are numbers for.
    #[must_use]
    pub fn add_months(self, months: i32) -> Self {
        let (year, month, day) = self.civil();
        let index = i64::from(year) * 12 + i64::from(month) - 1 + i64::from(months);
        let limit = if months < 0 { i32::MIN } else { i32::MAX };
        let (Ok(year), Ok(month)) =
            (i32::try_from(index.div_euclid(12)), u32::try_from(index.rem_euclid(12)))
        else {
            return Self(limit);
        };
        let month = month + 1;
        Self::from_civil(year, month, day.min(month_days(year, month))).unwrap_or(Self(limit))
    }

    /// The day after; the last day that has a number stays.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The day before; the first day that has a number stays.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// The day that a clock shows; clamped to the days that there are numbers for.
    #[inline]
    pub fn of_local(seconds: i64) -> Self {
        let number = seconds.div_euclid(DAY);
        Self(i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX }))
    }

    /// Its 00:00, as local time.
    #[inline]
    pub fn local_midnight(self) -> i64 {
        i64::from(self.0) * DAY
    }
}

impl fmt::Display for Day {
    /// `yyyy-mm-dd`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        let sign = if year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}-{month:02}-{day:02}", year.unsigned_abs())
    }
}

/// Days since 1970-01-01 of a day of the calendar; month and day must be in range.
#[inline]
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let cycle = year.div_euclid(400);
    let of_cycle = year.rem_euclid(400);
    let of_year = (153 * month + 2) / 5 + day - 1;
    cycle * CYCLE + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year - EPOCH
}

/// How many days the month has; `month` is 1 to 12.
#[inline]
const fn month_days(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Two ASCII digits.
#[inline]
pub(super) fn two(digits: [u8; 2]) -> Option<u32> {
    let [tens, ones] = digits.map(|digit| u32::from(digit.wrapping_sub(b'0')));
    (tens <= 9 && ones <= 9).then_some(tens * 10 + ones)
}

/// Four ASCII digits.
#[inline]
pub(super) fn four(digits: [u8; 4]) -> Option<u32> {
    let [a, b, c, d] = digits;
    Some(two([a, b])? * 100 + two([c, d])?)
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, Months, NaiveDate};
    use proptest::prelude::*;

    use super::*;

    fn chrono_day(date: NaiveDate) -> i64 {
        date.signed_duration_since(NaiveDate::from_ymd_opt(1970, 1, 1).unwrap()).num_days()
    }

    #[test]
    fn agrees_with_chrono_on_every_day_of_ten_thousand_years() {
        let mut date = NaiveDate::from_ymd_opt(1, 1, 1).unwrap();
        let mut day = Day::from_civil(1, 1, 1).unwrap();
        assert_eq!(i64::from(day.number()), chrono_day(date));
        while date.year() <= 9999 {
            let civil = (date.year(), date.month(), date.day());
            assert_eq!(day.civil(), civil);
            assert_eq!(Day::from_civil(civil.0, civil.1, civil.2), Some(day));
            assert_eq!(day.next().previous(), day);
            date = date.succ_opt().unwrap();
            day = day.next();
        }
        assert_eq!(day.civil(), (10_000, 1, 1));
    }

    #[test]
    fn months_agree_with_chrono() {
        let mut date = NaiveDate::from_ymd_opt(1995, 1, 1).unwrap();
        while date.year() < 2005 {
            let day = Day::from_civil(date.year(), date.month(), date.day()).unwrap();
            for months in 0..30_u32 {
                let later = date.checked_add_months(Months::new(months)).unwrap();
                let earlier = date.checked_sub_months(Months::new(months)).unwrap();
                let signed = i32::try_from(months).unwrap();
                assert_eq!(i64::from(day.add_months(signed).number()), chrono_day(later));
                assert_eq!(i64::from(day.add_months(-signed).number()), chrono_day(earlier));
            }
            date = date.succ_opt().unwrap();
        }
    }

    #[test]
    fn reads_and_writes() {
        for text in ["2026-03-02", "0001-01-01", "9999-12-31", "2024-02-29", "2000-02-29"] {
            assert_eq!(Day::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "2026-3-02",
            "2026-03-2",
            "2026-02-29",
            "1900-02-29",
            "2026-00-01",
            "2026-13-01",
            "2026-01-00",
            "2026-01-32",
            "2026-04-31",
            "0000-01-01",
            "+026-01-01",
            "2026/01/01",
            "2026-01-01 ",
            " 2026-01-01",
            "12026-01-01",
            "２026-01-01",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
        assert_eq!(Day::from_civil(-1, 2, 3).unwrap().to_string(), "-0001-02-03");
        assert_eq!(Day::from_civil(10_000, 2, 3).unwrap().to_string(), "10000-02-03");
    }

    #[test]
    fn the_ends_of_time_are_days_too() {
        for day in [Day(i32::MIN), Day(i32::MAX)] {
            let (year, month, date) = day.civil();
            assert_eq!(Day::from_civil(year, month, date), Some(day));
            assert_eq!(Day::of_local(day.local_midnight()), day);
        }
        assert_eq!(Day::of_local(i64::MIN), Day(i32::MIN));
        assert_eq!(Day::of_local(i64::MAX), Day(i32::MAX));
        assert_eq!(Day(i32::MAX).next(), Day(i32::MAX));
        assert_eq!(Day(i32::MIN).previous(), Day(i32::MIN));
        assert_eq!(Day(0).add_months(i32::MAX), Day(i32::MAX));
        assert_eq!(Day(0).add_months(i32::MIN), Day(i32::MIN));
        assert_eq!(Day::from_civil(i32::MAX, 1, 1), None);
        assert_eq!(Day::from_civil(i32::MIN, 12, 31), None);
    }

    #[test]
    fn days_begin_at_midnight_before_1970_too() {
        assert_eq!(Day::of_local(-1), Day(-1));
        assert_eq!(Day::of_local(0), Day(0));
        assert_eq!(Day::of_local(86_399), Day(0));
        assert_eq!(Day::of_local(86_400), Day(1));
        assert_eq!(Day::of_local(-86_400), Day(-1));
        assert_eq!(Day::of_local(-86_401), Day(-2));
    }

    proptest! {
        #[test]
        fn every_number_has_its_day(number: i32) {
            let (year, month, day) = Day(number).civil();
            prop_assert_eq!(Day::from_civil(year, month, day), Some(Day(number)));
        }

        #[test]
        fn reading_never_panics(text in ".{0,12}", year: i32, month: u32, day: u32, months: i32) {
            let _ = Day::parse(&text);
            let _ = Day::from_civil(year, month, day);
            let _ = Day::from_civil(year, month % 13, day % 32).map(|day| day.add_months(months));
        }
    }
}
