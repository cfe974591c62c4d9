//! Pictures: what is drawn of sessions, as numbers. One file a picture.
//!
//! Nothing here knows of pixels. A picture is counted from the same stays and joins as the reports, and carries its
//! *finding*, which whoever shows it says in words, and its *twin*: a table that tells what the picture shows.
//! Instants are given as they are, so that a clock that is changed stretches nothing; what a clock shows then stands
//! beside them, as [`Tick`]s or in the twin.

mod attendance;
mod bubbles;
mod count;
mod countries;
mod retention;
mod rooms;
mod teleports;
mod usage;

pub use super::smart_sessions::{Step, Tick};
pub use attendance::{Attendance, Order, PAGE, Person};
pub use bubbles::{Bubbles, Circle, Mingler, SIZES};
pub use countries::{Countries, Country};
pub use retention::{Retention, Still};
pub use rooms::{ROOMS, Room, Rooms};
pub use teleports::{Pair, Teleports};
pub use usage::{Bin, Counting, Usage};

use super::smart_sessions::{Map, user};
use super::{Input, Options};
use crate::event::Field;
use crate::ledger::entries::NONE;
use crate::ledger::happenings::Happening;
use crate::ledger::stays::{Scratch, Stay, unite};
use crate::ledger::timeline::Attended;
use crate::table::{Cell, Column, Table};
use crate::time::Zone;
use std::ops::Range;

/// A picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// People present over time, and joins.
    Usage,
    /// A row a person.
    Attendance,
    /// People by country.
    Countries,
    /// How many are still there, by the time since the beginning.
    Retention,
    /// People in each room, beside its schedule and capacity.
    Rooms,
    /// Who was in bubbles, and in how large ones.
    Bubbles,
    /// Who teleported to whom.
    Teleports,
}

impl Picture {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Usage,
        Self::Attendance,
        Self::Retention,
        Self::Countries,
        Self::Rooms,
        Self::Bubbles,
        Self::Teleports,
    ];

    /// A stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Attendance => "attendance",
            Self::Countries => "countries",
            Self::Retention => "retention",
            Self::Rooms => "rooms",
            Self::Bubbles => "bubbles",
            Self::Teleports => "teleports",
        }
    }

    /// The picture of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|picture| picture.code() == code)
    }

    /// Whether it is always of one session, and never of all.
    pub const fn is_of_one(self) -> bool {
        matches!(self, Self::Attendance | Self::Bubbles)
    }
}

/// A session that a picture can be made of: one occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session<'a> {
    occurrence: u32,
    /// The event code.
    pub code: &'a str,
    /// Its name; its id where it has none.
    pub name: &'a str,
    /// When it began.
    pub began: i64,
    /// The same on the clock of the report's zone.
    pub local: i64,
    /// Who was there.
    pub people: u64,
    /// Records of somebody entering a bubble.
    pub bubbles: u64,
    /// Records of a teleport.
    pub teleports: u64,
}

/// The pictures of a range. Made when asked for.
#[derive(Debug)]
pub struct Pictures<'a> {
    input: Input<'a>,
    zone: Zone,
    range: super::Range,
    sessions: Vec<Session<'a>>,
}

/// What one attendee did in one session.
#[derive(Clone, Copy)]
struct Guest<'a> {
    attendee: u32,
    /// None of somebody who neither joined nor left.
    attended: Option<&'a Attended>,
    stays: &'a [Stay],
    /// Their events; in order of time in each part of the session.
    happenings: &'a [Happening],
    /// When what was still open ended.
    end: i64,
}

/// Who was there in a session, and when.
#[derive(Clone, Copy)]
struct Visit<'a> {
    attended: &'a Attended,
    session: &'a Session<'a>,
    stays: &'a [Stay],
    /// When they joined while they were there already.
    more_joins: &'a [(u32, i64)],
}

impl<'a> Pictures<'a> {
    /// The pictures of the sessions that began in the range and that somebody was in.
    pub fn new(input: Input<'a>, options: &Options, range: &super::Range) -> Self {
        let Input { ledger, timeline } = input;
        let mut sessions: Vec<_> = (0..)
            .zip(ledger.occurrences())
            .filter_map(|(occurrence, &([code, id, instance], session))| {
                let extent = timeline.extents[occurrence as usize];
                let began = extent.began()?;
                if extent.people == 0 || !range.contains(began) {
                    return None;
                }
                let (code, id, instance) = (ledger.text(code), ledger.text(id), ledger.text(instance));
                let name = named(input, session);
                let local = options.zone.local(began);
                Some((
                    (began, name, id, instance, code),
                    Session {
                        occurrence,
                        code,
                        name,
                        began,
                        local,
                        people: extent.people,
                        bubbles: extent.bubbles,
                        teleports: extent.teleports,
                    },
                ))
            })
            .collect();
        // The ledger's numbers follow the order of the files; what is offered must not.
        sessions.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let sessions = sessions.into_iter().map(|(_, session)| session).collect();
        Self { input, zone: options.zone.clone(), range: *range, sessions }
    }

    /// The sessions, in the order in which they began.
    pub fn sessions(&self) -> &[Session<'a>] {
        &self.sessions
    }

    /// Whether the log tells what a picture needs besides people who were there.
    pub fn offers(&self, picture: Picture) -> bool {
        match picture {
            Picture::Rooms => self.sessions.iter().any(|session| self.is_planned(session)),
            Picture::Bubbles => self.sessions.iter().any(|session| session.bubbles > 0),
            Picture::Teleports => self.sessions.iter().any(|session| session.teleports > 0),
            Picture::Usage | Picture::Attendance | Picture::Countries | Picture::Retention => {
                !self.sessions.is_empty()
            }
        }
    }

    /// The session that a picture of one session shows first, among the first so many: the one with the most of what
    /// it is of.
    pub fn fullest(&self, picture: Picture, among: usize) -> Option<usize> {
        let much = |session: &Session<'_>| match picture {
            Picture::Bubbles => session.bubbles,
            Picture::Teleports => session.teleports,
            _ => session.people,
        };
        // Of equal ones the first: `max_by_key` takes the last.
        let places = self.sessions.iter().take(among).enumerate().rev();
        places.max_by_key(|(_, session)| much(session)).map(|(place, _)| place)
    }

    /// The sessions that a picture is of: one, by its place, or all.
    fn scope(&self, place: Option<usize>) -> &[Session<'a>] {
        match place {
            None => &self.sessions,
            Some(place) => self.sessions.get(place..=place).unwrap_or_default(),
        }
    }

    /// Looks at everybody who was in some of the sessions, in no particular order.
    fn each_visit(&self, scope: &[Session<'a>], look: impl FnMut(Visit<'_>)) {
        self.each_visit_of(&(0..NONE), scope, look);
    }

    /// The same of some attendees.
    fn each_visit_of(&self, some: &Range<u32>, scope: &[Session<'a>], mut look: impl FnMut(Visit<'_>)) {
        let timeline = self.input.timeline;
        let places = self.places(scope);
        let mut stays = Vec::new();
        for (attended, more_joins) in timeline.attended_with_joins() {
            let place = places[attended.occurrence as usize];
            if place == NONE || !some.contains(&attended.attendee) {
                continue;
            }
            stays.clear();
            stays.extend(timeline.stays(attended));
            if !stays.is_empty() {
                look(Visit { attended, session: &scope[place as usize], stays: &stays, more_joins });
            }
        }
    }

    /// Looks at everybody of whom the log tells anything in some of the sessions, in no particular order.
    fn each_guest(&self, scope: &[Session<'a>], mut look: impl FnMut(Guest<'_>)) {
        let Input { ledger, timeline } = self.input;
        let places = self.places(scope);
        let attended: Map<(u32, u32), &Attended> = timeline
            .attended
            .iter()
            .filter(|attended| places[attended.occurrence as usize] != NONE)
            .map(|attended| ((attended.occurrence, attended.attendee), attended))
            .collect();
        let (mut happenings, mut stays, mut of_part, mut all) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut scratch = Scratch::default();
        for parts in self.presences(&places).chunk_by(|a, b| a.0 == b.0) {
            let whom = parts[0].0;
            if whom.1 == NONE {
                continue;
            }
            stays.clear();
            all.clear();
            let mut end = i64::MIN;
            for &(_, occurrence, presence) in parts {
                ledger.happenings(presence, &timeline.log_zone, &mut happenings);
                let part_ends = timeline.ends_of(occurrence);
                ledger.stays(&happenings, part_ends, &mut scratch, &mut of_part);
                stays.extend_from_slice(&of_part);
                all.extend_from_slice(&happenings);
                end = end.max(part_ends);
            }
            unite(&mut stays);
            look(Guest {
                attendee: whom.1,
                attended: attended.get(&whom).copied(),
                stays: &stays,
                happenings: &all,
                end,
            });
        }
    }

    /// What somebody is called who did something; also where they neither joined nor left.
    fn name_of(&self, guest: &Guest<'_>) -> String {
        let name = match guest.attended {
            Some(attended) => self.input.name_of(attended).into_owned(),
            None => user(self.input.ledger, guest.happenings),
        };
        if name.is_empty() { self.input.ledger.identity(guest.attendee).value.to_owned() } else { name }
    }

    /// Each occurrence's place among these sessions, by the ledger's number; [`NONE`] of those that are not among them.
    fn places(&self, scope: &[Session<'a>]) -> Vec<u32> {
        let mut places = vec![NONE; self.input.timeline.extents.len()];
        for (place, session) in (0..).zip(scope) {
            places[session.occurrence as usize] = place;
        }
        places
    }

    /// Presences in sessions that have a place, also in parts of them: session and attendee, the part, the presence; in
    /// order.
    fn presences(&self, places: &[u32]) -> Vec<((u32, u32), u32, u32)> {
        let first = self.first_parts();
        let mut presences: Vec<_> = (0..)
            .zip(self.input.ledger.presences())
            .map(|(presence, &(occurrence, attendee))| {
                let session = first.get(&occurrence).copied().unwrap_or(occurrence);
                ((session, attendee), occurrence, presence)
            })
            .filter(|((session, _), ..)| places[*session as usize] != NONE)
            .collect();
        presences.sort_unstable();
        presences
    }

    /// Of meetings that were restarted and joined, each part's first one, which stands for all.
    fn first_parts(&self) -> Map<u32, u32> {
        let restarted = self.input.timeline.restarted.iter().filter(|restarted| restarted.joined);
        let parts =
            restarted.flat_map(|one| one.parts.iter().map(|part| (part.occurrence, one.parts[0].occurrence)));
        parts.collect()
    }

    /// What the room of a single session says of its opening and closing.
    fn doors(&self, scope: &[Session<'a>]) -> (Option<i64>, Option<i64>) {
        match scope {
            [session] => {
                let extent = self.input.timeline.extents[session.occurrence as usize];
                (extent.opened, extent.closed)
            }
            _ => (None, None),
        }
    }

    fn fact(&self, attended: &Attended, field: Field) -> &'a str {
        let Input { ledger, timeline } = self.input;
        ledger.text(timeline.attendee_fact(ledger, attended, field))
    }

    fn time(&self, instant: i64) -> Cell<'static> {
        Cell::Local(self.zone.local(instant))
    }
}

/// What a session is called: its name, or its id where it has none.
fn named<'a>(input: Input<'a>, session: u32) -> &'a str {
    let Input { ledger, timeline } = input;
    let name = ledger.text(timeline.session_fact(session as usize, Field::SessionName));
    if name.trim().is_empty() { ledger.text(ledger.sessions()[session as usize].0[1]) } else { name }
}

/// The table that tells what a picture shows.
#[derive(Debug)]
pub struct Twin {
    picture: Picture,
    columns: &'static [Column],
    rows: Vec<Vec<Cell<'static>>>,
}

impl Table for Twin {
    fn name(&self) -> &'static str {
        match self.picture {
            Picture::Usage => "People over time",
            Picture::Attendance => "Who was there when",
            Picture::Countries => "Countries",
            Picture::Retention => "Still there",
            Picture::Rooms => "Rooms",
            Picture::Bubbles => "Bubbles",
            Picture::Teleports => "Teleports",
        }
    }

    fn file_stem(&self) -> &'static str {
        self.picture.code()
    }

    fn columns(&self) -> &'static [Column] {
        self.columns
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn row<'b>(&'b self, index: usize, cells: &mut Vec<Cell<'b>>) {
        cells.clear();
        cells.extend_from_slice(&self.rows[index]);
    }
}

/// The middle one of numbers in order; of an even number, what lies between the middle two. 0 of none.
fn median(sorted: &[u64]) -> u64 {
    let half = sorted.len() / 2;
    match (sorted.get(half), sorted.len() % 2) {
        (None, _) => 0,
        (Some(&middle), 1) => middle,
        (Some(&upper), _) => sorted[half - 1].midpoint(upper),
    }
}

#[cfg(test)]
mod tests;
