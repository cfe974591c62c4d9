//! How a row came about: the records behind each figure, and what was put right or counted once, by code. The
//! page and the command line put it in words, each in its own way.

use super::Input;
use super::smart_sessions::user;
use crate::event::{Field, Kind};
use crate::ledger::entries::NONE;
use crate::ledger::happenings::Happening;
use crate::ledger::stays::Span;
use crate::ledger::timeline::Attended;
use crate::order::sort_places;
use crate::problem::Position;
use std::cmp::Ordering;

/// Whom or what a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// An occurrence, with its parts.
struct Occurrence {
    /// The number of the first part.
    number: u32,
    doors: Doors,
    parts: Vec<Part>,
}

/// A part of an occurrence; of most it is all.
struct Part {
    number: u32,
    doors: Doors,
    /// Whom its presences are about, and their numbers.
    presences: Vec<(u32, u32)>,
}

/// When a room was open.
#[derive(Clone, Copy, Default)]
struct Doors {
    opened: Option<Moment>,
    closed: Option<Moment>,
    first: Option<Moment>,
    last: Option<Moment>,
}

impl Doors {
    fn hear(&mut self, kind: Kind, moment: Moment) {
        if kind == Kind::Session {
            return;
        }
        Moment::earliest(&mut self.first, moment);
        Moment::latest(&mut self.last, moment);
        match kind {
            Kind::RoomOpened => Moment::earliest(&mut self.opened, moment),
            Kind::RoomClosed => Moment::latest(&mut self.closed, moment),
            _ => {}
        }
    }
}

struct Look<'a> {
    input: Input<'a>,
    about: About,
    rejoin_gap: u32,
}

impl Look<'_> {
    /// The occurrences that it is about, in order of their beginning.
    fn occurrences(&self) -> Vec<Occurrence> {
        let Input { ledger, timeline } = self.input;
        let mut found: Vec<Occurrence> = Vec::new();
        for (presence, &(part, attendee)) in (0..).zip(ledger.presences()) {
            if ledger.occurrences()[part as usize].1 != self.about.session {
                continue;
            }
            let number = self.first_of(part);
            if self.about.occurrence.is_some_and(|one| one != number) {
                continue;
            }
            let place = found.iter().position(|one| one.number == number).unwrap_or_else(|| {
                found.push(Occurrence { number, doors: Doors::default(), parts: Vec::new() });
                found.len() - 1
            });
            let Occurrence { doors, parts, .. } = &mut found[place];
            let place = parts.iter().position(|one| one.number == part).unwrap_or_else(|| {
                parts.push(Part { number: part, doors: Doors::default(), presences: Vec::new() });
                parts.len() - 1
            });
            parts[place].presences.push((attendee, presence));
            for (entry, record) in ledger.entries_of(presence) {
                let time = timeline.log_zone.of(record.stamp());
                let moment = Moment { time, position: ledger.position(entry) };
                doors.hear(record.kind(), moment);
                parts[place].doors.hear(record.kind(), moment);
            }
        }
        let began = |doors: &Doors| doors.opened.or(doors.first).map(|moment| moment.time);
        let id = |number: u32| ledger.text(ledger.occurrence_key(number)[2]);
        for occurrence in &mut found {
            let key = |part: &Part| (began(&part.doors), id(part.number));
            occurrence.parts.sort_by(|one, other| key(one).cmp(&key(other)));
        }
        // `session` records alone are no occurrence.
        found.retain(|one| one.doors.first.is_some());
        let key = |one: &Occurrence| (began(&one.doors), id(one.number));
        found.sort_by(|one, other| key(one).cmp(&key(other)));
        found
    }

    /// The first part of the meeting that an occurrence is a part of.
    fn first_of(&self, occurrence: u32) -> u32 {
        let restarted = self.input.timeline.restarted.iter().filter(|restarted| restarted.joined);
        let mut with_it = restarted.filter(|one| one.parts.iter().any(|part| part.occurrence == occurrence));
        with_it.next().map_or(occurrence, |restarted| restarted.parts[0].occurrence)
    }

    fn attended(&self, occurrence: u32, attendee: u32) -> Option<&Attended> {
        let mut all = self.input.timeline.attended.iter();
        all.find(|row| (row.occurrence, row.attendee) == (occurrence, attendee))
    }

    fn instance_id(&self, occurrence: u32) -> String {
        let ledger = self.input.ledger;
        ledger.text(ledger.occurrence_key(occurrence)[2]).to_owned()
    }

    fn opening(&self, occurrence: &Occurrence) -> Opening {
        let Input { timeline, .. } = self.input;
        let its: Vec<&Attended> =
            timeline.attended.iter().filter(|row| row.occurrence == occurrence.number).collect();
        let mut order: Vec<u32> = (0..crate::ledger::texts::id(its.len())).collect();
        sort_places(&mut order, &mut |one, other| self.order(its[one as usize], its[other as usize]));
        let people = order.into_iter().map(|place| {
            let row = its[place as usize];
            Present {
                name: self.input.name_of(row).into_owned(),
                first_join: row.first_join,
                last_leave: row.last_leave,
                seconds: row.seconds,
            }
        });
        Opening {
            instance_id: self.instance_id(occurrence.number),
            doors: (occurrence.doors.opened, occurrence.doors.closed),
            events: (occurrence.doors.first, occurrence.doors.last),
            people: people.collect(),
        }
    }

    fn order(&self, one: &Attended, other: &Attended) -> Ordering {
        let key = |row: &Attended| {
            let identity = self.input.ledger.identity(row.attendee);
            (row.first_join.is_none(), row.first_join, identity.value, identity.field.rank())
        };
        key(one).cmp(&key(other))
    }

    /// What somebody did in an occurrence; none, if the log has nothing of it. All happenings go to `all`, too.
    fn visit(&self, occurrence: &Occurrence, attendee: u32, all: &mut Vec<Happening>) -> Option<Visit> {
        let Input { ledger, timeline } = self.input;
        let mut found = Found::default();
        let mut happenings = Vec::new();
        for part in &occurrence.parts {
            let its = part.presences.iter().find(|(whom, _)| *whom == attendee);
            let Some(&(_, presence)) = its else { continue };
            ledger.happenings(presence, &timeline.log_zone, &mut happenings);
            let (_, leaves) = ledger.spans(&happenings, timeline.ends_of(part.number), &mut |span| {
                found.connected.push(self.connected(&span, &part.doors));
            });
            found.leaves_without_join += leaves;
            found.records.extend(happenings.iter().map(|happening| self.record(happening)));
            all.extend_from_slice(&happenings);
        }
        if found.records.is_empty() {
            return None;
        }
        let order = |one: &Record, other: &Record| {
            let key = |record: &Record| (record.at.time, record.kind as u8);
            key(one).cmp(&key(other)).then_with(|| one.at.order(&other.at))
        };
        found.records.sort_by(order);
        let attended = self.attended(occurrence.number, attendee);
        let (stays, touched) = found.stays();
        let sum = stays.iter().map(Stay::seconds).sum();
        Some(Visit {
            instance_id: self.instance_id(occurrence.number),
            doors: (occurrence.doors.opened, occurrence.doors.closed),
            seconds: attended.map_or(sum, |row| row.seconds),
            rejoins: attended.map_or(Some(0), |row| timeline.rejoins(row, self.rejoin_gap)),
            remarks: self.remarks(&found, &stays, touched, attended, occurrence.parts.len()),
            stays,
            records: found.records,
        })
    }

    fn record(&self, happening: &Happening) -> Record {
        let ledger = self.input.ledger;
        Record {
            at: self.moment(happening.entry),
            kind: happening.kind,
            connection: ledger.text(ledger.connection(happening)).to_owned(),
            repeated: happening.repeated,
        }
    }

    fn moment(&self, entry: u32) -> Moment {
        let Input { ledger, timeline } = self.input;
        Moment { time: timeline.log_zone.of(ledger.entry(entry).stamp()), position: ledger.position(entry) }
    }

    fn connected(&self, span: &Span, doors: &Doors) -> Connected {
        let from = self.moment(span.join);
        let (to, ended) = if span.leave == NONE {
            let closing = doors.closed.map(|moment| (moment, Ended::RoomClosed));
            let last = doors.last.map(|moment| (moment, Ended::LastEvent));
            closing.or(last).filter(|(moment, _)| moment.time >= span.start).unwrap_or((from, Ended::AtOnce))
        } else {
            (self.moment(span.leave), Ended::Left)
        };
        let connection = self.input.ledger.text(span.connection).to_owned();
        Connected { connection, from, to, ended }
    }

    fn remarks(
        &self,
        found: &Found,
        stays: &[Stay],
        touched: u64,
        attended: Option<&Attended>,
        parts: usize,
    ) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let mut say = |what, count: u64, seconds: u64, is_so: bool| {
            if is_so {
                remarks.push(Remark { what, count, seconds });
            }
        };
        let records = |kind| found.records.iter().filter(move |record| record.kind == kind).count() as u64;
        let (joins, failed, left) = (records(Kind::Joined), records(Kind::JoinFailed), records(Kind::Left));
        say(What::NotConnected, failed, 0, joins == 0 && failed > 0);
        say(What::OnlyLeft, left, 0, joins == 0 && failed == 0 && left > 0);
        let (most, seconds) = found.overlap();
        say(What::Overlap, most, seconds, seconds > 0);
        for (what, ended) in [
            (What::NoLeaveRoomClosed, Ended::RoomClosed),
            (What::NoLeaveLastEvent, Ended::LastEvent),
            (What::NoLeaveAtOnce, Ended::AtOnce),
        ] {
            let count = found.connected.iter().filter(|one| one.ended == ended).count() as u64;
            say(what, count, 0, count > 0);
        }
        let leaves = found.leaves_without_join;
        say(What::LeaveWithoutJoin, leaves, 0, leaves > 0 && joins > 0);
        let repeated = found.records.iter().filter(|record| record.repeated).count() as u64;
        say(What::LoggedTwice, repeated, 0, repeated > 0);
        say(What::SameSecond, touched, 0, touched > 0);
        let gap = u64::from(self.rejoin_gap);
        let short = stays.windows(2).filter(|pair| pair[1].start.abs_diff(pair[0].end) <= gap).count() as u64;
        let stated = attended.and_then(Attended::stated);
        say(What::ShortGap, short, gap, short > 0 && stated.is_none());
        say(What::Restarted, parts as u64, 0, parts > 1);
        if let Some(stated) = stated {
            let sum = stays.iter().map(Stay::seconds).sum();
            say(What::StatedTime, 0, sum, stated.seconds.is_some());
            say(What::StatedRejoins, stated.rejoins.unwrap_or_default(), 0, stated.rejoins.is_some());
            say(What::RejoinsUnknown, 0, 0, stated.rejoins.is_none());
        }
        remarks
    }
}

/// What the log has of a visit.
#[derive(Default)]
struct Found {
    connected: Vec<Connected>,
    records: Vec<Record>,
    leaves_without_join: u64,
}

impl Found {
    /// The stays that the connections make, and how often two of them only touched.
    fn stays(&self) -> (Vec<Stay>, u64) {
        let mut order: Vec<u32> = (0..crate::ledger::texts::id(self.connected.len())).collect();
        sort_places(&mut order, &mut |one, other| {
            let (one, other) = (&self.connected[one as usize], &self.connected[other as usize]);
            let times = (one.from.time, one.to.time).cmp(&(other.from.time, other.to.time));
            times
                .then_with(|| one.connection.cmp(&other.connection))
                .then_with(|| one.from.order(&other.from))
        });
        let mut stays: Vec<Stay> = Vec::new();
        let mut touched = 0;
        for place in order {
            let connected = self.connected[place as usize].clone();
            let (start, end) = (connected.from.time, connected.to.time);
            match stays.last_mut().filter(|last| start <= last.end) {
                Some(last) => {
                    touched += u64::from(start == last.end && last.start < start);
                    last.end = last.end.max(end);
                    last.connections.push(connected);
                }
                None => stays.push(Stay { start, end, connections: vec![connected] }),
            }
        }
        (stays, touched)
    }

    /// How many connections were open at once at the most, and for how many seconds more than one.
    fn overlap(&self) -> (u64, u64) {
        // Who leaves goes before who comes: what only touches does not overlap.
        let mut turns: Vec<(i64, bool)> = Vec::new();
        for one in self.connected.iter().filter(|one| one.from.time < one.to.time) {
            turns.extend([(one.from.time, true), (one.to.time, false)]);
        }
        turns.sort_unstable();
        let (mut open, mut most, mut seconds, mut before) = (0_u64, 0, 0, 0);
        for (time, comes) in turns {
            if open > 1 {
                seconds += time.abs_diff(before);
            }
            open = if comes { open + 1 } else { open - 1 };
            most = most.max(open);
            before = time;
        }
        (most, seconds)
    }
}

#[cfg(test)]
#[path = "detail_tests.rs"]
mod tests;
