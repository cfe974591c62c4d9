//! Writing times, dates and durations, as the reports have them.
//!
//! Every function appends to `out`. A local time is cut off to the minute, never rounded, also before 1970.
//! Years before 0 get a `-`, years past 9999 have as many digits as they need; a time so far away that its
//! day has no number (some five million years) shows the first or last day that has one.

use super::{DAY, Day};

/// `00` to `99`.
static PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut number: u8 = 0;
    while number < 100 {
        pairs[number as usize] = [b'0' + number / 10, b'0' + number % 10];
        number += 1;
    }
    pairs
};

/// `MM/DD/YYYY HH:MM`.
pub fn us_minute(out: &mut Vec<u8>, local: i64) {
    let (year, month, day) = Day::of_local(local).civil();
    let ([m0, m1], [d0, d1]) = (pair(month), pair(day));
    out.extend_from_slice(&[m0, m1, b'/', d0, d1, b'/']);
    write_year(out, year);
    out.push(b' ');
    clock(out, local);
}

/// Writes `MM/DD/YYYY HH:MM`, mostly of the day of the one before: dividing 64 bits takes long, and longer in wasm.
#[derive(Clone, Copy, Debug)]
pub struct UsMinutes {
    /// When the day begins, on the clock that is written.
    start: i64,
    /// It as text, and a space.
    day: [u8; 11],
}

impl Default for UsMinutes {
    fn default() -> Self {
        Self { start: 0, day: *b"01/01/1970 " }
    }
}

impl UsMinutes {
    /// Appends a time.
    #[inline]
    pub fn write(&mut self, out: &mut Vec<u8>, local: i64) {
        match u32::try_from(local.wrapping_sub(self.start)) {
            Ok(second) if i64::from(second) < DAY => {
                out.extend_from_slice(&self.day);
                clock_at(out, second);
            }
            _ => self.of_another_day(out, local),
        }
    }

    #[inline(never)]
    fn of_another_day(&mut self, out: &mut Vec<u8>, local: i64) {
        let at = out.len();
        us_minute(out, local);
        // A year of other than four digits is not remembered.
        if let Some((&day, [_, _, b':', _, _])) = out[at..].split_first_chunk() {
            *self = Self { start: local - local.rem_euclid(DAY), day };
        }
    }
}

/// `yyyy-mm-dd hh:mm`.
pub fn minute(out: &mut Vec<u8>, local: i64) {
    date(out, local);
    out.push(b' ');
    clock(out, local);
}

/// `yyyy-mm-dd`.
pub fn date(out: &mut Vec<u8>, local: i64) {
    let (year, month, day) = Day::of_local(local).civil();
    let ([m0, m1], [d0, d1]) = (pair(month), pair(day));
    write_year(out, year);
    out.extend_from_slice(&[b'-', m0, m1, b'-', d0, d1]);
}

/// `hh:mm`.
pub fn clock(out: &mut Vec<u8>, local: i64) {
    clock_at(out, u32::try_from(local.rem_euclid(DAY)).unwrap_or(0));
}

/// The same of a second of the day.
#[inline]
fn clock_at(out: &mut Vec<u8>, second: u32) {
    let minutes = second / 60;
    let ([h0, h1], [m0, m1]) = (pair(minutes / 60), pair(minutes % 60));
    out.extend_from_slice(&[h0, h1, b':', m0, m1]);
}

/// `yyyy-mm-ddThh:mm:ss`, as the event log has it before the zone.
pub fn second(local: i64) -> String {
    let mut out = Vec::new();
    date(&mut out, local);
    out.push(b'T');
    clock(&mut out, local);
    let [s0, s1] = pair(u32::try_from(local.rem_euclid(60)).unwrap_or(0));
    out.extend_from_slice(&[b':', s0, s1]);
    String::from_utf8_lossy(&out).into_owned()
}

/// `HH:MM:ss`; hours run past 24, and have at least two digits.
pub fn duration(out: &mut Vec<u8>, seconds: u64) {
    let hours = seconds / 3_600;
    let rest = u32::try_from(seconds % 3_600).unwrap_or(0);
    if hours < 100 {
        out.extend_from_slice(&pair(u32::try_from(hours).unwrap_or(0)));
    } else {
        count(out, hours);
    }
    let ([m0, m1], [s0, s1]) = (pair(rest / 60), pair(rest % 60));
    out.extend_from_slice(&[b':', m0, m1, b':', s0, s1]);
}

/// A whole number, in decimal.
pub fn count(out: &mut Vec<u8>, number: u64) {
    let mut digits = [0; 20];
    let mut start = digits.len();
    let mut left = number;
    for place in digits.iter_mut().rev() {
        // A remainder of ten is one digit.
        *place = b'0' + u8::try_from(left % 10).unwrap_or(0);
        left /= 10;
        start -= 1;
        if left == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(start..).unwrap_or_default());
}

/// Two digits of a number below 100.
#[inline]
fn pair(number: u32) -> [u8; 2] {
    PAIRS[(number % 100) as usize]
}

/// A year, in at least four digits.
#[inline]
fn write_year(out: &mut Vec<u8>, year: i32) {
    if year < 0 {
        out.push(b'-');
    }
    let year = year.unsigned_abs();
    if year < 10_000 {
        let ([a, b], [c, d]) = (pair(year / 100), pair(year % 100));
        out.extend_from_slice(&[a, b, c, d]);
    } else {
        count(out, year.into());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = b"|".to_vec();
        write(&mut out);
        String::from_utf8(out).unwrap().strip_prefix('|').unwrap().to_owned()
    }

    #[test]
    fn cuts_seconds_off() {
        let nine = 1_772_442_059; // 2026-03-02T09:00:59Z
        assert_eq!(written(|out| us_minute(out, nine)), "03/02/2026 09:00");
        assert_eq!(written(|out| minute(out, nine)), "2026-03-02 09:00");
        assert_eq!(written(|out| date(out, nine)), "2026-03-02");
        assert_eq!(written(|out| clock(out, nine)), "09:00");
        assert_eq!(written(|out| minute(out, -1)), "1969-12-31 23:59");
        assert_eq!(written(|out| minute(out, -62_135_596_800)), "0001-01-01 00:00");
        assert_eq!(written(|out| minute(out, 253_402_300_800)), "10000-01-01 00:00");
    }

    #[test]
    fn hours_run_past_24() {
        for (seconds, text) in [
            (0, "00:00:00"),
            (59, "00:00:59"),
            (3_599, "00:59:59"),
            (3_600, "01:00:00"),
            (86_400, "24:00:00"),
            (359_999, "99:59:59"),
            (360_000, "100:00:00"),
            (3_599_999, "999:59:59"),
            (u64::MAX, "5124095576030431:00:15"),
        ] {
            assert_eq!(written(|out| duration(out, seconds)), text);
        }
    }

    proptest! {
        #[test]
        fn any_count(number: u64, small in 0_u64..1000) {
            prop_assert_eq!(written(|out| count(out, number)), number.to_string());
            prop_assert_eq!(written(|out| count(out, small)), small.to_string());
        }

        #[test]
        fn agrees_with_chrono(local in -62_167_219_200_i64..=253_402_300_799) {
            let time = chrono::DateTime::from_timestamp(local, 0).unwrap();
            prop_assert_eq!(written(|out| us_minute(out, local)), time.format("%m/%d/%Y %H:%M").to_string());
            prop_assert_eq!(written(|out| minute(out, local)), time.format("%Y-%m-%d %H:%M").to_string());
            prop_assert_eq!(written(|out| date(out, local)), time.format("%Y-%m-%d").to_string());
            prop_assert_eq!(written(|out| clock(out, local)), time.format("%H:%M").to_string());
        }

        #[test]
        fn a_remembered_day_is_the_same(near in -400_000_i64..400_000, far: i64, day in -1_000_000_i64..4_000_000) {
            let mut remembered = UsMinutes::default();
            let day = day * DAY;
            for local in [0, near, day, day + 86_399, day - 1, day + near, far, i64::MIN, i64::MAX, day, near] {
                let mut out = Vec::new();
                remembered.write(&mut out, local);
                prop_assert_eq!(String::from_utf8(out).unwrap(), written(|out| us_minute(out, local)));
            }
        }

        #[test]
        fn never_panics(local: i64) {
            for local in [local, i64::MIN, i64::MAX] {
                written(|out| us_minute(out, local));
                written(|out| minute(out, local));
            }
        }
    }
}
