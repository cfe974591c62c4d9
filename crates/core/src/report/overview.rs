//! What was understood of a log, in a few figures.

use super::{Input, Range};
use crate::report::attendance::Attendance;
use crate::report::smart_sessions::{Sheet, SmartSessions};
use crate::table::Table as _;

/// The figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overview {
    /// Events used, `session` records and events logged twice included.
    pub events: u64,
    /// Sessions.
    pub sessions: u64,
    /// Occurrences that something happened in.
    pub occurrences: u64,
    /// Attendees, over all event codes.
    pub attendees: u64,
    /// The first and last instant; none where there is no event.
    pub span: Option<(i64, i64)>,
    /// The same without `session` records.
    pub event_span: Option<(i64, i64)>,
}

impl Input<'_> {
    /// What was understood of the log.
    pub fn overview(&self) -> Overview {
        let occurrences = self.timeline.extents.iter().filter(|extent| extent.first.is_some());
        Overview {
            events: u64::from(self.ledger.len()),
            sessions: self.ledger.sessions().len() as u64,
            occurrences: occurrences.count() as u64,
            attendees: self.ledger.attendees() as u64,
            span: self.timeline.span,
            event_span: self.timeline.event_span,
        }
    }
}

/// Why a report has no rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emptiness {
    /// The log has no events.
    NoEvents,
    /// No occurrence began in the range.
    NothingInRange,
    /// Occurrences began, but nobody joined, left or tried to connect.
    NobodyCame,
    /// Nothing happened in the range, and nothing was scheduled in it (Smart Sessions).
    NothingHappened,
}

impl Emptiness {
    /// A stable name, for the page's catalogue of texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoEvents => "no-events",
            Self::NothingInRange => "nothing-in-range",
            Self::NobodyCame => "nobody-came",
            Self::NothingHappened => "nothing-happened",
        }
    }

    /// In words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::NoEvents => "the log has no events",
            Self::NothingInRange => "no session began in this range",
            Self::NobodyCame => "sessions began in this range, but nobody joined or tried to",
            Self::NothingHappened => "nothing happened in this range, and nothing was scheduled in it",
        }
    }
}

impl Attendance<'_> {
    /// Why the report has no rows; none where it has some.
    pub fn emptiness(&self, range: &Range) -> Option<Emptiness> {
        if !self.is_empty() {
            return None;
        }
        let timeline = self.input.timeline;
        let mut began = timeline.extents.iter().filter_map(|extent| extent.began());
        Some(match timeline.event_span {
            None => Emptiness::NoEvents,
            Some(_) if began.any(|began| range.contains(began)) => Emptiness::NobodyCame,
            Some(_) => Emptiness::NothingInRange,
        })
    }
}

impl SmartSessions<'_> {
    /// Why no sheet of the report has a row; none where one has some. (A room that anything happened in is
    /// in `High Level`: where that sheet is empty, all are.)
    pub fn emptiness(&self) -> Option<Emptiness> {
        if !self.sheet(Sheet::HighLevel).is_empty() {
            return None;
        }
        Some(match self.input.timeline.span {
            None => Emptiness::NoEvents,
            Some(_) => Emptiness::NothingHappened,
        })
    }
}
