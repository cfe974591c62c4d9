//! How a row came about: the records behind each figure, and what was put right or counted once, by code. The
//! page and the command line put it in words, each in its own way.

mod look;

use super::Input;
use super::smart_sessions::user;
use crate::event::{Field, Kind};
use crate::problem::Position;
use look::Look;
use std::cmp::Ordering;

/// Whom or what a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct About {
    pub(crate) session: u32,
    /// The one occurrence, if it is about one.
    pub(crate) occurrence: Option<u32>,
    /// Who, if it is about somebody.
    pub(crate) attendee: Option<u32>,
}

impl About {
    /// The session that it is about, whoever was there.
    #[must_use]
    pub fn session(self) -> Self {
        Self { attendee: None, ..self }
    }

    /// Whether it is about somebody.
    pub fn is_person(self) -> bool {
        self.attendee.is_some()
    }
}

/// When something was, and where the log says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub time: i64,
    /// The record.
    pub position: Position,
}

impl Moment {
    /// The order of moments: at the same time, the record that stands first.
    fn order(&self, other: &Self) -> Ordering {
        let key = |one: &Self| (one.time, one.position.line, one.position.file);
        key(self).cmp(&key(other))
    }

    /// Takes another one in its stead, if that is earlier.
    fn earliest(known: &mut Option<Self>, other: Self) {
        if known.is_none_or(|known| other.order(&known).is_lt()) {
            *known = Some(other);
        }
    }

    /// The same, if that is later.
    fn latest(known: &mut Option<Self>, other: Self) {
        let is_later =
            |known: Self| other.time > known.time || other.time == known.time && other.order(&known).is_lt();
        if known.is_none_or(is_later) {
            *known = Some(other);
        }
    }
}

/// Why a connection was no longer open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The log has the leave.
    Left,
    /// It has none; the room was closed.
    RoomClosed,
    /// It has none, and no closing of the room: the occurrence's last event.
    LastEvent,
    /// It has none, and all that would end it was before the join: it lasted 0 seconds.
    AtOnce,
}

impl Ended {
    /// A stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::RoomClosed => "room-closed",
            Self::LastEvent => "last-event",
            Self::AtOnce => "at-once",
        }
    }
}

/// A connection that was open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connected {
    /// Which; blank where the log does not say.
    pub connection: String,
    /// The join.
    pub from: Moment,
    /// The leave, or what stands for it.
    pub to: Moment,
    /// What that is.
    pub ended: Ended,
}

/// An unbroken presence, with all that it consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Its first instant.
    pub start: i64,
    /// Its last.
    pub end: i64,
    /// The connections that were open in it, in order.
    pub connections: Vec<Connected>,
}

impl Stay {
    /// How long it was, in seconds.
    pub fn seconds(&self) -> u64 {
        self.end.abs_diff(self.start)
    }
}

/// What is to be known of how figures came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// So many tries to connect failed, and none did not.
    NotConnected,
    /// So many leaves, and no join.
    OnlyLeft,
    /// So many connections were open at once, for so many seconds in all; that time counts once.
    Overlap,
    /// So many joins have no leave, and end when the room closed.
    NoLeaveRoomClosed,
    /// So many joins have no leave, and end at the last event, because no closing of the room is in the log.
    NoLeaveLastEvent,
    /// So many joins have no leave, and came after all that would end them.
    NoLeaveAtOnce,
    /// So many leaves of somebody who was not there; they count for nothing.
    LeaveWithoutJoin,
    /// So many records tell what another one tells; they count once.
    LoggedTwice,
    /// So often somebody left and was there again in the same second, which is no rejoin.
    SameSecond,
    /// So many gaps are no longer than the rejoin gap of so many seconds, and are no rejoins.
    ShortGap,
    /// The occurrence is one meeting in so many parts.
    Restarted,
    /// The time present is what the platform states; what the log tells of stays comes to so many seconds.
    StatedTime,
    /// The rejoins are what the platform states.
    StatedRejoins,
    /// The platform tells no rejoins.
    RejoinsUnknown,
}

impl What {
    /// A stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotConnected => "not-connected",
            Self::OnlyLeft => "only-left",
            Self::Overlap => "overlap",
            Self::NoLeaveRoomClosed => "no-leave-room-closed",
            Self::NoLeaveLastEvent => "no-leave-last-event",
            Self::NoLeaveAtOnce => "no-leave-at-once",
            Self::LeaveWithoutJoin => "leave-without-join",
            Self::LoggedTwice => "logged-twice",
            Self::SameSecond => "same-second",
            Self::ShortGap => "short-gap",
            Self::Restarted => "restarted",
            Self::StatedTime => "stated-time",
            Self::StatedRejoins => "stated-rejoins",
            Self::RejoinsUnknown => "rejoins-unknown",
        }
    }
}

/// That, with its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What.
    pub what: What,
    /// How many; 0 where nothing is counted.
    pub count: u64,
    /// How many seconds; 0 where none are meant.
    pub seconds: u64,
}

/// A record about somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// When, and where.
    pub at: Moment,
    /// What.
    pub kind: Kind,
    /// Of which connection; blank where the log does not say.
    pub connection: String,
    /// Whether it tells what another one tells.
    pub repeated: bool,
}

/// Somebody in an occurrence of the session.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The occurrence's id.
    pub instance_id: String,
    /// When the room opened and closed, where the log tells it.
    pub doors: (Option<Moment>, Option<Moment>),
    /// When they were there, in order.
    pub stays: Vec<Stay>,
    /// Seconds present, as in the report.
    pub seconds: u64,
    /// How often they rejoined, as in the report; none where nobody knows.
    pub rejoins: Option<u64>,
    /// What is to be known of it.
    pub remarks: Vec<Remark>,
    /// All records of them there, in order of time.
    pub records: Vec<Record>,
}

/// Somebody who was in an occurrence.
#[derive(Clone, Debug)]
pub struct Present {
    /// Their name.
    pub name: String,
    /// The earliest join.
    pub first_join: Option<i64>,
    /// The end of the last stay.
    pub last_leave: Option<i64>,
    /// Seconds present.
    pub seconds: u64,
}

/// An occurrence of a session.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Its id.
    pub instance_id: String,
    /// When the room opened and closed, where the log tells it.
    pub doors: (Option<Moment>, Option<Moment>),
    /// The first event and the last.
    pub events: (Option<Moment>, Option<Moment>),
    /// Who was there, by the first join.
    pub people: Vec<Present>,
}

/// What is behind a row.
#[derive(Clone, Debug)]
pub struct Detail {
    /// The session's event code.
    pub event_code: String,
    /// Its id.
    pub session_id: String,
    /// Its name.
    pub session_name: String,
    /// Who: a name, the field that they are known by, and what stands in it. None: it is about the session.
    pub who: Option<(String, Field, String)>,
    /// Their visits, in order.
    pub visits: Vec<Visit>,
    /// The session's occurrences, in order; none where it is about somebody.
    pub openings: Vec<Opening>,
}

impl Detail {
    /// What is behind a row, where stays no more than so many seconds apart count as one for the rejoins.
    pub fn new(input: Input<'_>, about: About, rejoin_gap: u32) -> Self {
        let Input { ledger, timeline } = input;
        let [code, id] = ledger.sessions()[about.session as usize].0;
        let name = timeline.session_fact(about.session as usize, Field::SessionName);
        let occurrences = Look { input, about, rejoin_gap }.occurrences();
        let mut detail = Self {
            event_code: ledger.text(code).to_owned(),
            session_id: ledger.text(id).to_owned(),
            session_name: ledger.text(name).to_owned(),
            who: None,
            visits: Vec::new(),
            openings: Vec::new(),
        };
        let look = Look { input, about, rejoin_gap };
        let Some(attendee) = about.attendee else {
            detail.openings = occurrences.iter().map(|occurrence| look.opening(occurrence)).collect();
            return detail;
        };
        let mut all = Vec::new();
        for occurrence in &occurrences {
            detail.visits.extend(look.visit(occurrence, attendee, &mut all));
        }
        let known = occurrences.iter().find_map(|occurrence| look.attended(occurrence.number, attendee));
        let identity = ledger.identity(attendee);
        let name = known.map_or_else(|| user(ledger, &all), |attended| input.name_of(attended).into_owned());
        detail.who = Some((name, identity.field, identity.value.to_owned()));
        detail
    }
}

#[cfg(test)]
mod tests;
