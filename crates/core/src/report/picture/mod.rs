//! Pictures: what is drawn of sessions, as numbers. One file a picture.
//!
//! Nothing here knows of pixels. A picture is counted from the same stays and joins as the reports, and carries its
//! *finding*, which whoever shows it says in words, and its *twin*: a table that tells what the picture shows.
//! Instants are given as they are, so that a clock that is changed stretches nothing; what a clock shows then stands
//! beside them, as [`Tick`]s or in the twin.

mod attendance;
mod countries;
mod retention;
mod usage;

pub use super::smart_sessions::{Step, Tick};
pub use attendance::{Attendance, Order, PAGE, Person};
pub use countries::{Countries, Country};
pub use retention::{Retention, Still};
pub use usage::{Bin, Usage};

use super::smart_sessions::{Map, counted};
use super::{Input, Options, Range};
use crate::event::{Field, Kind};
use crate::ledger::stays::{Scratch, Stay, unite};
use crate::ledger::timeline::Attended;
use crate::table::{Cell, Column, Table};
use crate::time::Zone;

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
}

impl Picture {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Usage, Self::Attendance, Self::Retention, Self::Countries];

    /// A stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Attendance => "attendance",
            Self::Countries => "countries",
            Self::Retention => "retention",
        }
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
}

/// The pictures of a range. Made when asked for.
#[derive(Debug)]
pub struct Pictures<'a> {
    input: Input<'a>,
    zone: Zone,
    sessions: Vec<Session<'a>>,
}

/// What one attendee did in one session.
struct Visit<'a> {
    attended: &'a Attended,
    session: Session<'a>,
    stays: &'a [Stay],
    /// When they joined; not in order where the session has parts.
    joins: &'a [i64],
}

impl<'a> Pictures<'a> {
    /// The pictures of the sessions that began in the range and that somebody was in.
    pub fn new(input: Input<'a>, options: &Options, range: &Range) -> Self {
        let Input { ledger, timeline } = input;
        let mut people = vec![0_u64; ledger.occurrences().len()];
        for attended in timeline.attended.iter().filter(|attended| attended.last_leave.is_some()) {
            people[attended.occurrence as usize] += 1;
        }
        let mut sessions: Vec<_> = (0..)
            .zip(ledger.occurrences())
            .filter_map(|(occurrence, &([code, id, instance], session))| {
                let began = timeline.extents[occurrence as usize].began()?;
                let people = people[occurrence as usize];
                if people == 0 || !range.contains(began) {
                    return None;
                }
                let (code, id, instance) = (ledger.text(code), ledger.text(id), ledger.text(instance));
                let name = ledger.text(timeline.session_fact(session as usize, Field::SessionName));
                let name = if name.trim().is_empty() { id } else { name };
                let local = options.zone.local(began);
                Some((
                    (began, name, id, instance, code),
                    Session { occurrence, code, name, began, local, people },
                ))
            })
            .collect();
        // The ledger's numbers follow the order of the files; what is offered must not.
        sessions.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let sessions = sessions.into_iter().map(|(_, session)| session).collect();
        Self { input, zone: options.zone.clone(), sessions }
    }

    /// The sessions, in the order in which they began.
    pub fn sessions(&self) -> &[Session<'a>] {
        &self.sessions
    }

    /// The sessions that a picture is of: one, by its place, or all.
    fn scope(&self, place: Option<usize>) -> &[Session<'a>] {
        match place {
            None => &self.sessions,
            Some(place) => self.sessions.get(place..=place).unwrap_or_default(),
        }
    }

    /// Looks at everybody who was in some of the sessions, in no particular order.
    fn each_visit(&self, scope: &[Session<'a>], mut look: impl FnMut(Visit<'_>)) {
        let Input { ledger, timeline } = self.input;
        let sessions: Map<u32, Session<'a>> =
            scope.iter().map(|session| (session.occurrence, *session)).collect();
        let attended: Map<(u32, u32), &Attended> = timeline
            .attended
            .iter()
            .filter(|attended| sessions.contains_key(&attended.occurrence))
            .map(|attended| ((attended.occurrence, attended.attendee), attended))
            .collect();
        let (mut happenings, mut stays, mut joins) = (Vec::new(), Vec::new(), Vec::new());
        let mut scratch = Scratch::default();
        for parts in self.presences(&sessions).chunk_by(|a, b| a.0 == b.0) {
            let whom = parts[0].0;
            let (Some(attended), Some(session)) = (attended.get(&whom), sessions.get(&whom.0)) else {
                continue;
            };
            stays.clear();
            joins.clear();
            for &(_, occurrence, presence) in parts {
                ledger.happenings(presence, &timeline.log_zone, &mut happenings);
                stays.extend(ledger.stays(&happenings, timeline.ends_of(occurrence), &mut scratch).stays);
                joins.extend(counted(&happenings, Kind::Joined).map(|join| join.time));
            }
            unite(&mut stays);
            if !stays.is_empty() {
                look(Visit { attended, session: *session, stays: &stays, joins: &joins });
            }
        }
    }

    /// Presences in these sessions, also in parts of them: session and attendee, the part, the presence; in order.
    fn presences(&self, sessions: &Map<u32, Session<'_>>) -> Vec<((u32, u32), u32, u32)> {
        let Input { ledger, timeline } = self.input;
        // Of a meeting that was restarted and joined, the first part stands for all.
        let mut first: Map<u32, u32> = Map::default();
        for restarted in timeline.restarted.iter().filter(|restarted| restarted.joined) {
            let of_first = restarted.parts[0].occurrence;
            first.extend(restarted.parts.iter().map(|part| (part.occurrence, of_first)));
        }
        let mut presences: Vec<_> = (0..)
            .zip(ledger.presences())
            .map(|(presence, &(occurrence, attendee))| {
                let session = first.get(&occurrence).copied().unwrap_or(occurrence);
                ((session, attendee), occurrence, presence)
            })
            .filter(|((session, _), ..)| sessions.contains_key(session))
            .collect();
        presences.sort_unstable();
        presences
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
