//! Reading the times that platforms write for people: in whatever order of day and month, with or without
//! a zone, a day, seconds, AM or PM. What a time does not say is not guessed: it is told as [`When`].

use super::Day;

/// A time as a platform's file has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// It says which instant: seconds since 1970-01-01T00:00:00Z.
    Instant(i64),
    /// What some clock showed: seconds since 1970-01-01 00:00 on it. Whose clock, the file does not say.
    Civil(i64),
    /// The same, but which number is the day and which the month cannot be told.
    Ambiguous {
        /// The reading with the month first.
        month_first: i64,
        /// The reading with the day first.
        day_first: i64,
    },
    /// A time of the day without its day: seconds since midnight.
    OfDay(i64),
}

impl When {
    /// What the clock showed, once the order of day and month is known; none of an instant, or where the day
    /// is not known.
    pub const fn local(self, order: Option<DateOrder>) -> Option<i64> {
        match (self, order) {
            (Self::Civil(local), _) => Some(local),
            (Self::Ambiguous { month_first, .. }, Some(DateOrder::MonthFirst)) => Some(month_first),
            (Self::Ambiguous { day_first, .. }, Some(DateOrder::DayFirst)) => Some(day_first),
            _ => None,
        }
    }

    /// So many seconds later, on the same clock.
    pub(crate) const fn plus(self, seconds: i64) -> Self {
        match self {
            Self::Instant(instant) => Self::Instant(instant.saturating_add(seconds)),
            Self::Civil(local) => Self::Civil(local.saturating_add(seconds)),
            Self::Ambiguous { month_first, day_first } => Self::Ambiguous {
                month_first: month_first.saturating_add(seconds),
                day_first: day_first.saturating_add(seconds),
            },
            Self::OfDay(of_day) => Self::OfDay(of_day.saturating_add(seconds)),
        }
    }

    /// How it is understood, in words: `2026-03-04 09:00`, with `UTC` if it is an instant, both readings where
    /// there are two, the time of the day where it has no day.
    pub fn text(self) -> String {
        let minute = |local| {
            let mut text = Vec::new();
            super::write::minute(&mut text, local);
            String::from_utf8_lossy(&text).into_owned()
        };
        match self {
            Self::Instant(instant) => format!("{} UTC", minute(instant)),
            Self::Civil(local) => minute(local),
            Self::Ambiguous { month_first, day_first } => {
                format!("{} or {}", minute(month_first), minute(day_first))
            }
            Self::OfDay(of_day) => minute(of_day).split_off("1970-01-01 ".len()),
        }
    }

    /// How far `self` lies after `earlier`, in seconds, under each reading that there is of both; nothing
    /// where the two cannot be compared.
    pub(crate) fn since(self, earlier: Self) -> [Option<i64>; 2] {
        let both = |one: i64, other: i64| Some(one.saturating_sub(other));
        match (self, earlier) {
            (Self::Instant(one), Self::Instant(other))
            | (Self::Civil(one), Self::Civil(other))
            | (Self::OfDay(one), Self::OfDay(other)) => [both(one, other), None],
            (Self::Instant(_) | Self::OfDay(_), _) | (_, Self::Instant(_) | Self::OfDay(_)) => [None, None],
            (one, other) => [DateOrder::MonthFirst, DateOrder::DayFirst].map(|order| {
                let (one, other) = (one.local(Some(order))?, other.local(Some(order))?);
                both(one, other)
            }),
        }
    }
}

/// Whether the month or the day comes first where a date has the year last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateOrder {
    /// 12/31/2026.
    MonthFirst,
    /// 31/12/2026.
    DayFirst,
}

impl DateOrder {
    /// What it is called on the command line, by the page and in receipts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::MonthFirst => "month-first",
            Self::DayFirst => "day-first",
        }
    }

    /// The order of this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::MonthFirst, Self::DayFirst].into_iter().find(|order| order.code() == code)
    }
}

/// A time that was read, and what it says of the file that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The time.
    pub when: When,
    /// The order of day and month that it has, where only one can be.
    pub order: Option<DateOrder>,
    /// Whether it has seconds.
    pub seconds: bool,
}

/// Years of a platform's times. Anything else is another calendar (2565 is 2022 in Thailand) or no year.
const YEARS: std::ops::RangeInclusive<i64> = 1990..=2199;

/// Reads a platform's time; none where it is not one.
///
/// Dates are `YYYY-M-D` with any of `-/.`, `D.M.YYYY` (with dots the day is always first), `M/D/YY(YY)` or
/// `D/M/YY(YY)` with `/` or `-`, `Mar 5, 2026`, `5 Mar 2026`, `2026年3月5日`; a comma may follow. Times are
/// `H:MM`, `H:MM:SS` and with a fraction, `H.MM.SS` after a date with dots, with AM or PM (also in Chinese,
/// Japanese, Korean, Greek, Arabic, Vietnamese) before or after. A `Z`, `UTC`, `GMT` or offset (`+01:00`,
/// `+0100`, `-04`) makes it an instant.
pub fn read(text: &str) -> Option<Told> {
    let text = plain(text);
    let mut lexer = Lexer { rest: &text };
    let date = lexer.date()?;
    let time = lexer.time(date.is_some_and(|date| date.dots))?;
    let offset = lexer.offset()?;
    if !lexer.rest.trim().is_empty() {
        return None;
    }
    let of_day = time.seconds;
    let Some(date) = date else {
        let when = if offset.is_some() { return None } else { When::OfDay(of_day) };
        return Some(Told { when, order: None, seconds: time.has_seconds });
    };
    let local = |day: Day| day.local_midnight() + of_day;
    let (when, order) = match (date.month_first, date.day_first) {
        (Some(one), Some(other)) if one == other => (When::Civil(local(one)), None),
        (Some(one), Some(other)) => {
            (When::Ambiguous { month_first: local(one), day_first: local(other) }, None)
        }
        (Some(day), None) => (When::Civil(local(day)), Some(DateOrder::MonthFirst)),
        (None, Some(day)) => (When::Civil(local(day)), Some(DateOrder::DayFirst)),
        (None, None) => return None,
    };
    let order = order.filter(|_| date.says_order);
    let when = match (when, offset) {
        (When::Civil(local), Some(offset)) => When::Instant(local - offset),
        // An offset behind a date of which the order is open: no platform writes that.
        (_, Some(_)) => return None,
        (when, None) => when,
    };
    Some(Told { when, order, seconds: time.has_seconds })
}

/// Whether a text is a time that can be read.
pub fn is_time(text: &str) -> bool {
    read(text).is_some()
}

/// Whether a text is a date without a time: a spreadsheet may have cut a time in two.
pub fn is_date(text: &str) -> bool {
    let text = plain(text);
    let mut lexer = Lexer { rest: &text };
    matches!(lexer.date(), Some(Some(_))) && lexer.rest.trim().is_empty()
}

/// Whether a text is a time of the day without a date.
pub fn is_time_of_day(text: &str) -> bool {
    matches!(read(text), Some(Told { when: When::OfDay(_), .. }))
}

/// Lower case, with plain digits and spaces, without marks of direction, with markers in one spelling.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.trim().chars() {
        match character {
            '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            '\u{FEFF}' | '\0' => {}
            '٠'..='٩' => plain.push(digit(character, '٠')),
            '۰'..='۹' => plain.push(digit(character, '۰')),
            '０'..='９' => plain.push(digit(character, '０')),
            '：' => plain.push(':'),
            '／' => plain.push('/'),
            '،' => plain.push(','),
            space if space.is_whitespace() => plain.push(' '),
            other => plain.extend(other.to_lowercase()),
        }
    }
    for (spelling, marker) in [("a. m.", "am"), ("p. m.", "pm"), ("a.m.", "am"), ("p.m.", "pm")] {
        if plain.contains(spelling) {
            plain = plain.replace(spelling, marker);
        }
    }
    plain
}

fn digit(character: char, zero: char) -> char {
    char::from_digit(u32::from(character) - u32::from(zero), 10).unwrap_or(character)
}

/// What stands before or after a time of twelve hours, and whether it is in the second half of the day.
const HALVES: [(&str, bool); 18] = [
    ("am", false),
    ("pm", true),
    ("上午", false),
    ("下午", true),
    ("午前", false),
    ("午後", true),
    ("오전", false),
    ("오후", true),
    ("π.μ.", false),
    ("μ.μ.", true),
    ("πμ", false),
    ("μμ", true),
    ("ص", false),
    ("م", true),
    ("sa", false),
    ("ch", true),
    ("a", false),
    ("p", true),
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

#[derive(Clone, Copy)]
struct Date {
    month_first: Option<Day>,
    day_first: Option<Day>,
    /// Whether having one reading says something of other dates of the file.
    says_order: bool,
    dots: bool,
}

impl Date {
    fn sure(year: i64, month: i64, day: i64, dots: bool) -> Option<Self> {
        let day = day_of(year, month, day)?;
        Some(Self { month_first: Some(day), day_first: Some(day), says_order: false, dots })
    }
}

struct Time {
    seconds: i64,
    has_seconds: bool,
}

/// Reads from the front of a [plain] text. Each reading gives none if the text cannot be a time any more.
struct Lexer<'a> {
    rest: &'a str,
}

impl<'a> Lexer<'a> {
    fn skip(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// A number and how many digits it has; at most eight.
    fn number(&mut self) -> Option<(i64, usize)> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 8 {
            return None;
        }
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        Some((number.parse().ok()?, digits))
    }

    /// A word of letters.
    fn word(&mut self) -> &'a str {
        let end = self.rest.find(|c: char| !c.is_alphabetic()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    /// The date; `Some(None)` where the text begins with a time of day.
    fn date(&mut self) -> Option<Option<Date>> {
        let start = self.rest;
        let date = match self.date_here() {
            Some(date) => date,
            None => {
                self.rest = start;
                return Some(None);
            }
        };
        let before = self.rest;
        self.skip(",");
        self.spaces();
        if self.rest.len() == before.len() && !self.rest.is_empty() && !self.skip("t") {
            return None;
        }
        Some(Some(date))
    }

    fn date_here(&mut self) -> Option<Date> {
        let start = self.rest;
        if let Some(month) = month_named(self.word()) {
            self.skip(".");
            self.spaces();
            let (day, _) = self.number()?;
            self.skip(",");
            self.spaces();
            let (year, digits) = self.number()?;
            return Date::sure(full_year(year, digits)?, month, day, false);
        }
        self.rest = start;
        let (first, digits) = self.number()?;
        if self.skip("年") {
            self.spaces();
            let (month, _) = self.number()?;
            self.skip("月").then_some(())?;
            self.spaces();
            let (day, _) = self.number()?;
            self.skip("日").then_some(())?;
            return Date::sure(full_year(first, digits)?, month, day, false);
        }
        let before = self.rest;
        self.spaces();
        if let Some(month) = month_named(self.word()) {
            self.skip(".");
            self.skip(",");
            self.spaces();
            let (year, digits) = self.number()?;
            return Date::sure(full_year(year, digits)?, month, first, false);
        }
        self.rest = before;
        let separator = ["/", "-", "."].into_iter().find(|&separator| self.skip(separator))?;
        let dots = separator == ".";
        let part = |lexer: &mut Self| {
            lexer.spaces();
            lexer.number()
        };
        let (second, _) = part(self)?;
        self.skip(separator).then_some(())?;
        let (third, last_digits) = part(self)?;
        if digits == 4 {
            // `2020. 12. 8.` has a dot at its end.
            self.skip(separator);
            return Date::sure(first, second, third, dots);
        }
        let year = full_year(third, last_digits)?;
        if dots {
            self.skip(separator);
            return Date::sure(year, second, first, dots);
        }
        let (month_first, day_first) = (day_of(year, first, second), day_of(year, second, first));
        (month_first.is_some() || day_first.is_some()).then_some(Date {
            month_first,
            day_first,
            says_order: true,
            dots,
        })
    }

    fn half(&mut self) -> Option<bool> {
        let before = self.rest;
        self.spaces();
        for (marker, second) in HALVES {
            if let Some(rest) = self.rest.strip_prefix(marker)
                && !rest.starts_with(|c: char| c.is_alphabetic())
            {
                self.rest = rest;
                return Some(second);
            }
        }
        self.rest = before;
        None
    }

    fn time(&mut self, dots: bool) -> Option<Time> {
        let mut half = self.half();
        self.spaces();
        let (mut hour, digits) = self.number()?;
        let separator = if self.skip(":") {
            ":"
        } else if dots && self.skip(".") {
            "."
        } else {
            return None;
        };
        let (minute, minute_digits) = self.number()?;
        let mut second = None;
        if self.skip(separator) {
            let (read, digits) = self.number()?;
            if digits != 2 {
                return None;
            }
            second = Some(read);
            if self.skip(".") || self.skip(",") {
                let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
                self.rest = self.rest.get(digits..).filter(|_| digits > 0)?;
            }
        }
        half = half.or_else(|| self.half());
        if digits > 2 || minute_digits != 2 || hour > 23 || minute > 59 || second > Some(60) {
            return None;
        }
        match half {
            Some(false) if hour > 12 => return None,
            Some(false) if hour == 12 => hour = 0,
            Some(true) if hour < 12 => hour += 12,
            _ => {}
        }
        let seconds = hour * 3_600 + minute * 60 + second.unwrap_or(0).min(59);
        Some(Time { seconds, has_seconds: second.is_some() })
    }

    /// The offset from UTC in seconds, if there is one.
    fn offset(&mut self) -> Option<Option<i64>> {
        self.spaces();
        if ["z", "utc", "gmt"].into_iter().any(|name| self.rest == name) {
            self.rest = "";
            return Some(Some(0));
        }
        let sign = if self.skip("+") {
            1
        } else if self.skip("-") || self.skip("\u{2212}") {
            -1
        } else {
            return Some(None);
        };
        let (first, digits) = self.number()?;
        let (hours, minutes) = match digits {
            2 if self.skip(":") => (first, self.number().filter(|&(_, digits)| digits == 2)?.0),
            2 => (first, 0),
            4 => (first / 100, first % 100),
            _ => return None,
        };
        (hours < 24 && minutes < 60).then_some(Some(sign * (hours * 3_600 + minutes * 60)))
    }
}

fn month_named(word: &str) -> Option<i64> {
    let place = MONTHS.iter().position(|month| {
        word == *month
            || word.len() == 3 && month.starts_with(word)
            || word == "sept" && *month == "september"
    })?;
    i64::try_from(place + 1).ok()
}

fn full_year(year: i64, digits: usize) -> Option<i64> {
    match digits {
        2 => Some(2000 + year),
        4 => Some(year),
        _ => None,
    }
}

fn day_of(year: i64, month: i64, day: i64) -> Option<Day> {
    if !YEARS.contains(&year) {
        return None;
    }
    Day::from_civil(i32::try_from(year).ok()?, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse;
    use proptest::prelude::*;

    fn local(text: &str) -> i64 {
        parse(text.as_bytes()).unwrap().seconds
    }

    #[track_caller]
    fn check(text: &str, when: When, order: Option<DateOrder>) {
        let told = read(text).unwrap_or_else(|| panic!("{text} is a time"));
        assert_eq!((told.when, told.order), (when, order), "{text}");
    }

    fn civil(text: &str) -> When {
        When::Civil(local(text))
    }

    fn either(month_first: &str, day_first: &str) -> When {
        When::Ambiguous { month_first: local(month_first), day_first: local(day_first) }
    }

    #[test]
    fn reads_what_platforms_write() {
        use DateOrder::{DayFirst, MonthFirst};
        check("09/29/2020 09:54:52 AM", civil("2020-09-29 09:54:52"), Some(MonthFirst));
        check("14/11/22, 09:29:07", civil("2022-11-14 09:29:07"), Some(DayFirst));
        check("3/10/25, 8:00:48 AM", either("2025-03-10 08:00:48", "2025-10-03 08:00:48"), None);
        check("3/10/25, 8:00:48\u{202F}PM", either("2025-03-10 20:00:48", "2025-10-03 20:00:48"), None);
        check("3/3/26, 12:00:00 AM", civil("2026-03-03 00:00:00"), None);
        check("3/3/26, 12:00:00 PM", civil("2026-03-03 12:00:00"), None);
        check("2020/12/8 8:35", civil("2020-12-08 08:35"), None);
        check("15/08/2022 01:27", civil("2022-08-15 01:27"), Some(DayFirst));
        check("2026-03-03 09:00:00", civil("2026-03-03 09:00:00"), None);
        check("Mar 22, 2025 19:13:27", civil("2025-03-22 19:13:27"), None);
        check("Mar 23, 2025 6:26 PM", civil("2025-03-23 18:26"), None);
        check("22 March 2025 19:13", civil("2025-03-22 19:13"), None);
        check("14.11.2022 9.29.07", civil("2022-11-14 09:29:07"), None);
        check("14. 11. 2022 9:29:07", civil("2022-11-14 09:29:07"), None);
        check("2022. 11. 14. 오전 9:29:07", civil("2022-11-14 09:29:07"), None);
        check("2022/11/14 下午9:29:07", civil("2022-11-14 21:29:07"), None);
        check("2022年11月14日 21:29", civil("2022-11-14 21:29"), None);
        check("14/11/2022, 9:29:07 p. m.", civil("2022-11-14 21:29:07"), Some(DayFirst));
        check("\u{200E}١٤/١١/٢٠٢٢ ٩:٢٩:٠٧ ص", civil("2022-11-14 09:29:07"), Some(DayFirst));
        check("18:02", When::OfDay(18 * 3_600 + 120), None);
        check("10:00 AM", When::OfDay(36_000), None);
    }

    #[test]
    fn reads_instants_with_odd_offsets() {
        for (text, utc) in [
            ("2019-03-15T11:49:04.034-04", "2019-03-15 15:49:04"),
            ("2019-03-15T11:49:04.034-0400", "2019-03-15 15:49:04"),
            ("2019-03-15T11:49:04+05:30", "2019-03-15 06:19:04"),
            ("2023-05-17T19:33:10.847Z", "2023-05-17 19:33:10"),
            ("2026-03-03 09:00:00 UTC", "2026-03-03 09:00:00"),
        ] {
            check(text, When::Instant(local(utc)), None);
        }
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in [
            "",
            "-",
            "--",
            "21m 7s",
            "Attendee",
            "12",
            "14/11/22",
            "14/13/22 09:00",
            "31/02/22 09:00",
            "3/10/25, 8:00:48 AM x",
            "14/11/2565 09:29:07",
            "3/10/25 25:00",
            "3/10/25 13:00 AM",
            "981 0000 0001",
            "00:20:52 x",
            "2026-03-03T09:00:00+1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(is_date("14/11/22") && is_date("2026-03-03") && !is_date("14/11/22 09:00") && !is_date("x"));
        assert!(is_time_of_day("8:00:48 AM") && !is_time_of_day("14/11/22 09:00") && !is_time_of_day("8"));
    }

    #[test]
    fn differences_are_told_for_both_readings() {
        let of = |text: &str| read(text).unwrap().when;
        assert_eq!(of("1/2/26 10:00").since(of("1/2/26 09:00")), [Some(3_600), Some(3_600)]);
        assert_eq!(
            of("1/2/26 10:00").since(of("2026-01-02 09:00")),
            [Some(3_600), Some(30 * 86_400 + 3_600)]
        );
        assert_eq!(of("1/2/26 10:00").since(of("2026-01-02 09:00Z")), [None, None]);
    }

    #[test]
    fn times_are_told_in_words() {
        for (text, words) in [
            ("2026-03-03 09:00:59", "2026-03-03 09:00"),
            ("2026-03-03 09:00 UTC", "2026-03-03 09:00 UTC"),
            ("3/4/26 9:00 PM", "2026-03-04 21:00 or 2026-04-03 21:00"),
            ("9:05", "09:05"),
        ] {
            assert_eq!(read(text).unwrap().when.text(), words);
        }
        assert_eq!(
            read("3/4/26 23:00").unwrap().when.plus(7_200).text(),
            "2026-03-05 01:00 or 2026-04-04 01:00"
        );
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "[0-9/:., apmAPMzZTt年月日+-]{0,24}", any in ".{0,16}") {
            let _ = (read(&text), is_date(&text), is_time_of_day(&text), read(&any), is_date(&any));
        }
    }
}
