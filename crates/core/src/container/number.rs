//! A workbook's numbers as text: dates and durations are numbers, and only their format says so.

use crate::time::Day;

/// What a number stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    /// A date, or a date and a time of day, or a time of day alone.
    Date {
        date: bool,
        time: bool,
    },
    /// Hours that may be more than 24.
    Duration,
}

/// What numbers of one of the formats stand for that every workbook has without saying so.
pub(super) fn built_in(id: u64) -> Kind {
    match id {
        14..=17 | 27..=31 | 36 | 50..=54 | 57..=58 => Kind::Date { date: true, time: false },
        18..=21 | 32..=35 | 45 | 47 | 55..=56 => Kind::Date { date: false, time: true },
        22 => Kind::Date { date: true, time: true },
        46 => Kind::Duration,
        _ => Kind::Plain,
    }
}

/// What numbers of a format stand for, by its code: `dd.mm.yyyy hh:mm`, `[h]:mm:ss`, `0.00 "days"`.
pub(super) fn of_format(code: &str) -> Kind {
    let (mut date, mut time, mut month) = (false, false, false);
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character.to_ascii_lowercase() {
            // What follows is written as it is, or as wide.
            '\\' | '_' | '*' => drop(characters.next()),
            '"' => drop(characters.by_ref().find(|&character| character == '"')),
            '[' => {
                let inside: String = characters.by_ref().take_while(|&character| character != ']').collect();
                let inside = inside.to_ascii_lowercase();
                if !inside.is_empty()
                    && ['h', 'm', 's'].iter().any(|unit| inside.chars().all(|one| one == *unit))
                {
                    return Kind::Duration;
                }
            }
            'y' | 'd' => date = true,
            'h' | 's' => time = true,
            'm' => month = true,
            // What is for negative numbers follows.
            ';' => break,
            'g' if code.eq_ignore_ascii_case("general") => return Kind::Plain,
            _ => {}
        }
    }
    match (date, time) {
        (false, false) if month => Kind::Date { date: true, time: false },
        (false, false) => Kind::Plain,
        _ => Kind::Date { date, time },
    }
}

/// The text of a number that stands for this, in a workbook that counts days from 1900 or 1904.
pub(super) fn text(number: f64, kind: Kind, since_1904: bool) -> String {
    match kind {
        Kind::Duration => duration(number),
        Kind::Date { date, time } => self::date(number, date, time, since_1904),
        Kind::Plain => None,
    }
    .unwrap_or_else(|| format!("{number}"))
}

/// Whole seconds of so many days; none beyond the year 9999.
fn seconds(days: f64) -> Option<i64> {
    let seconds = (days * 86_400.0).round();
    #[expect(clippy::cast_possible_truncation, reason = "it is in the range of dates")]
    (0.0..2_958_466.0 * 86_400.0).contains(&seconds).then_some(seconds as i64)
}

fn duration(number: f64) -> Option<String> {
    let seconds = seconds(number)?;
    Some(format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60))
}

fn date(number: f64, date: bool, time: bool, since_1904: bool) -> Option<String> {
    let all = seconds(number)?;
    let (days, seconds) = (all / 86_400, all % 86_400);
    let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if days == 0 && !date {
        return Some(clock);
    }
    // In 1900 Excel counts a February 29 that was none: its days before March are one less.
    let before = match since_1904 {
        true => Day::parse("1904-01-01")?,
        false if days < 60 => Day::parse("1899-12-31")?,
        false => Day::parse("1899-12-30")?,
    };
    let day = Day::from_number(before.number() + i32::try_from(days).ok()?);
    // A time that the format hides is still told.
    Some(if time || seconds > 0 { format!("{day} {clock}") } else { day.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_say_what_a_number_is() {
        let (date, time) = (Kind::Date { date: true, time: false }, Kind::Date { date: false, time: true });
        let both = Kind::Date { date: true, time: true };
        for (code, kind) in [
            ("General", Kind::Plain),
            ("0.00", Kind::Plain),
            ("0 \"days\"", Kind::Plain),
            ("0\\d", Kind::Plain),
            ("[Red]#,##0", Kind::Plain),
            ("dd.mm.yyyy", date),
            ("mmm", date),
            ("[$-409]m/d/yy h:mm AM/PM;@", both),
            ("yyyy-mm-dd hh:mm:ss", both),
            ("h:mm", time),
            ("mm:ss", time),
            ("[h]:mm:ss", Kind::Duration),
            ("[mm]:ss", Kind::Duration),
        ] {
            assert_eq!(of_format(code), kind, "{code}");
        }
        assert_eq!((built_in(0), built_in(14), built_in(22)), (Kind::Plain, date, both));
    }

    #[test]
    fn numbers_are_written_as_what_they_stand_for() {
        let (date, both) = (Kind::Date { date: true, time: false }, Kind::Date { date: true, time: true });
        let time = Kind::Date { date: false, time: true };
        for (number, kind, since_1904, expected) in [
            (46083.375, both, false, "2026-03-02 09:00:00"),
            (46_083.375_057_870_37, both, false, "2026-03-02 09:00:05"),
            (46083.0, both, false, "2026-03-02 00:00:00"),
            (46083.0, date, false, "2026-03-02"),
            (46083.5, date, false, "2026-03-02 12:00:00"),
            (44621.375, both, true, "2026-03-02 09:00:00"),
            (0.375, time, false, "09:00:00"),
            (46083.375, time, false, "2026-03-02 09:00:00"),
            (1.0, date, false, "1900-01-01"),
            (61.0, date, false, "1900-03-01"),
            (1.0 + 1.0 / 24.0, Kind::Duration, false, "25:00:00"),
            (-1.0, date, false, "-1"),
            (1e300, Kind::Duration, false, &format!("{}", 1e300)),
            (98_100_000_001.0, Kind::Plain, false, "98100000001"),
            (0.1, Kind::Plain, false, "0.1"),
        ] {
            assert_eq!(text(number, kind, since_1904), expected);
        }
    }
}
