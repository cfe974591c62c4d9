//! What files of platforms leave open, and the answers to it. Nothing is guessed: as long as a question is
//! open, there is no report.

use crate::ledger::restarts::Place;
use crate::people::Aliases;
use crate::problem::Position;
use crate::time::{Clock, DateOrder, Day, Stamp, Zone, parse, write};
use std::collections::{BTreeMap, BTreeSet};

/// What the user says of the log. Changing an answer reads no file again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// The time zone of times that carry none. Event logs are read in UTC where this is not said; of other
    /// files it is asked.
    pub log_zone: Option<Zone>,
    /// The same for single files, by their number in the log.
    pub zones: BTreeMap<u32, Zone>,
    /// Whether day or month comes first, in files of which no date tells.
    pub date_order: Option<DateOrder>,
    /// The same for single files.
    pub date_orders: BTreeMap<u32, DateOrder>,
    /// The day of files that tell only times of the day.
    pub days: BTreeMap<u32, Day>,
    /// When the meeting of a file ended that does not tell.
    pub ends: BTreeMap<u32, End>,
    /// Whether the occurrences of meetings that were [restarted](crate::ledger::restarts) are one.
    pub join_restarts: bool,
    /// Of which of them they are not.
    pub kept_apart: BTreeSet<Place>,
    /// Who is the same person. Alias files among the logs are not in it by themselves: see
    /// [`Log::aliases`](crate::log::Log::aliases).
    pub aliases: Aliases,
}

impl Answers {
    /// That all times without a zone are of this one.
    pub fn in_zone(zone: Zone) -> Self {
        Self { log_zone: Some(zone), ..Self::default() }
    }

    /// The zone of a file's times, if it is told.
    pub fn zone_of(&self, file: u32) -> Option<&Zone> {
        self.zones.get(&file).or(self.log_zone.as_ref())
    }

    /// The order of day and month in a file, if it is told.
    pub fn order_of(&self, file: u32) -> Option<DateOrder> {
        self.date_orders.get(&file).copied().or(self.date_order)
    }
}

/// When a meeting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With the last event that is known.
    LastEvent,
    /// At this time on the file's clock: seconds since 1970-01-01 00:00 on it.
    At(i64),
}

impl End {
    /// What stands for the last event.
    const LAST: &'static str = "last";

    /// A time as `2026-03-02T10:30`, with seconds or without, or `last`.
    pub fn read(text: &str) -> Option<Self> {
        match parse(text.as_bytes()) {
            Some(Stamp { seconds, clock: Clock::Log }) => Some(Self::At(seconds)),
            _ => (text == Self::LAST).then_some(Self::LastEvent),
        }
    }

    /// The same, to be read again.
    pub fn text(self) -> String {
        match self {
            Self::LastEvent => Self::LAST.to_owned(),
            Self::At(local) => write::second(local),
        }
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Whose clock these times are of.
    Zone {
        /// The first of them on its clock, where that is known.
        local: Option<i64>,
    },
    /// Whether day or month comes first.
    DateOrder {
        /// The first such time, if the month comes first.
        month_first: i64,
        /// The first such time, if the day comes first.
        day_first: i64,
        /// Whether dates of the log prove one order, and dates of the log the other.
        contradictory: bool,
    },
    /// Which day the times are of.
    Day,
    /// When the meeting ended.
    End {
        /// How many attendees were still there when the file was made.
        attendees: u64,
    },
}

/// A question about one or more files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub ask: Ask,
    /// The files, by number.
    pub files: Vec<u32>,
    /// Where the value stands that the question shows.
    pub position: Position,
    /// That value, as it is written.
    pub value: String,
    /// An answer that the file's name suggests: it is shown, never taken.
    pub suggested: Option<Day>,
    /// Whether the answer is missing. A question that was answered, or that the other files answer, stands
    /// here too, for whoever wants to show what was taken.
    pub open: bool,
}

impl Question {
    /// Whether it is about the order of day and month.
    pub(crate) const fn is_order(&self) -> bool {
        matches!(self.ask, Ask::DateOrder { .. })
    }

    /// A stable name, for scripts and for the page's catalogue of texts.
    pub const fn code(&self) -> &'static str {
        match self.ask {
            Ask::Zone { .. } => "zone",
            Ask::DateOrder { .. } => "date-order",
            Ask::Day => "day",
            Ask::End { .. } => "end",
        }
    }

    /// The question, in words.
    pub const fn text(&self) -> &'static str {
        match self.ask {
            Ask::Zone { .. } => "Which time zone are the times of this file in?",
            Ask::DateOrder { .. } => "Which comes first in these dates, the day or the month?",
            Ask::Day => "Which day are the times of this file of?",
            Ask::End { .. } => "When did the meeting end?",
        }
    }
}

/// The same question of several files as one; none where it is of none. The value shown is the first that is
/// still open.
pub(crate) fn once(questions: Vec<Question>) -> Option<Question> {
    questions.into_iter().reduce(|mut one, mut next| {
        one.files.append(&mut next.files);
        if one.open || !next.open { one } else { Question { files: one.files, ..next } }
    })
}

/// The questions as a person is asked them: for the zone once, not file by file, and what says how to read
/// the dates first.
pub fn as_asked(questions: Vec<Question>) -> Vec<Question> {
    let is_zone = |question: &Question| matches!(question.ask, Ask::Zone { .. });
    let (zones, mut asked): (Vec<_>, Vec<_>) = questions.into_iter().partition(is_zone);
    asked.extend(once(zones));
    asked.sort_by_key(|question| match question.ask {
        Ask::DateOrder { .. } => 0,
        Ask::Zone { .. } => 1,
        Ask::Day => 2,
        Ask::End { .. } => 3,
    });
    asked
}

/// The day in a file's name, if there is one that can be read in one way only: with the year first, or with
/// the year last and a number over 12. Two different days are none.
pub(crate) fn day_in_name(name: &str) -> Option<Day> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let numbers: Vec<&str> =
        name.split(|character: char| !character.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let day = |year: &str, month: &str, day: &str| {
        let plausible = year.len() == 4 && (1990..2200).contains(&year.parse().unwrap_or(0));
        let text = format!("{year}-{month:0>2}-{day:0>2}");
        Day::parse(&text).filter(|_| plausible && month.len() <= 2 && day.len() <= 2)
    };
    let compact = numbers.iter().filter_map(|digits| match digits.len() {
        8 => day(&digits[..4], &digits[4..6], &digits[6..]),
        _ => None,
    });
    let three = numbers.windows(3).filter_map(|three| match *three {
        [year, month, of_month] if year.len() == 4 => day(year, month, of_month),
        [one, other, year] => match (day(year, one, other), day(year, other, one)) {
            (Some(_), Some(_)) if one != other => None,
            (first, second) => first.or(second),
        },
        _ => None,
    });
    let mut days: Vec<Day> = compact.chain(three).collect();
    days.sort_unstable();
    days.dedup();
    if let [day] = *days { Some(day) } else { None }
}

/// Why there is no report: questions are open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the files leave something open: {}", self.0.iter().map(Question::text).collect::<Vec<_>>().join(" "))]
pub struct Unanswered(
    /// The open questions; at least one.
    pub Vec<Question>,
);

/// What is told of one file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told<'a> {
    pub(crate) zone: Option<&'a Zone>,
    pub(crate) order: Option<DateOrder>,
    pub(crate) day: Option<Day>,
    pub(crate) end: Option<End>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(ask: Ask, file: u32, open: bool) -> Question {
        let position = Position { file, line: 2, column: 0 };
        Question { ask, files: vec![file], position, value: file.to_string(), suggested: None, open }
    }

    #[test]
    fn a_day_in_a_name_is_read_in_one_way_only() {
        for (name, day) in [
            ("Seminar 2026-03-04.csv", "2026-03-04"),
            ("2026_3_4 seminar (2).csv", "2026-03-04"),
            ("term/2025-01-01/Seminar_20260304T1000.csv", "2026-03-04"),
            ("Seminar 14.3.2026.csv", "2026-03-14"),
            ("Seminar 3-14-2026.csv", "2026-03-14"),
            ("Seminar 4.4.2026.csv", "2026-04-04"),
            ("Seminar 3-4-2026.csv", ""),
            ("Seminar 3-14-26.csv", ""),
            ("Seminar 2026-02-30.csv", ""),
            ("2026-03-04 to 2026-03-05.csv", ""),
            ("participants_98100000001.csv", ""),
            ("Seminar.csv", ""),
        ] {
            assert_eq!(day_in_name(name).map_or_else(String::new, |day| day.to_string()), day, "{name}");
        }
    }

    #[test]
    fn the_zone_is_asked_once() {
        let zone = |file, open| question(Ask::Zone { local: None }, file, open);
        let end = || question(Ask::End { attendees: 1 }, 0, true);
        let asked = as_asked(vec![end(), zone(0, false), zone(1, true), zone(2, true)]);
        assert_eq!(asked.len(), 2);
        assert_eq!((asked[0].files.as_slice(), asked[0].value.as_str()), ([0, 1, 2].as_slice(), "1"));
        assert!(asked[0].open);
        assert_eq!(asked[1], end());
    }
}
