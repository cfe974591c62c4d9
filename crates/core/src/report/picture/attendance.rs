//! Who was there when: a row a person.

use super::{Picture, Pictures, Tick, Twin, median};
use crate::ledger::stays::Stay;
use crate::report::smart_sessions::ticks;
use crate::table::{Cell, Column, Format};
use serde::Serialize;
use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};

/// People on one page of the picture.
pub const PAGE: usize = 60;

const COLUMNS: [Column; 5] = [
    Column::new("Name", Format::Text),
    Column::new("First in", Format::Minute),
    Column::new("Last out", Format::Minute),
    Column::new("Time present", Format::Duration),
    Column::new("Stays", Format::Count),
];

/// The order of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By the first join.
    #[default]
    Joined,
    /// By the last leave.
    Left,
    /// By name.
    Name,
    /// By the time present, the longest first.
    Present,
}

impl Order {
    /// All.
    pub const ALL: [Self; 4] = [Self::Joined, Self::Left, Self::Name, Self::Present];

    /// A stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::Left => "left",
            Self::Name => "name",
            Self::Present => "present",
        }
    }

    /// The order of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.code() == code)
    }

    /// Which of two people stands first.
    pub(super) fn compare(self, a: &Person, b: &Person) -> Ordering {
        let joined = || a.stays.first().cmp(&b.stays.first());
        let chosen = match self {
            Self::Joined => joined(),
            Self::Left => a.last().cmp(&b.last()),
            Self::Name => Ordering::Equal,
            Self::Present => Reverse(a.seconds).cmp(&Reverse(b.seconds)),
        };
        let names = || a.name.to_lowercase().cmp(&b.name.to_lowercase()).then_with(|| a.name.cmp(&b.name));
        chosen.then_with(names).then_with(joined)
    }
}

/// Everybody who was in a session.
#[derive(Clone, Debug, Serialize)]
pub struct Attendance {
    /// From the first to the last instant that is shown.
    pub span: (i64, i64),
    /// When the room was opened and closed, if the log tells it.
    pub doors: (Option<i64>, Option<i64>),
    /// How many of them were there for at least half of the span.
    pub at_least_half: u64,
    /// The median time present, in seconds.
    pub median: u64,
    /// The people, in the order asked for.
    pub people: Vec<Person>,
    /// Times to stand along the picture.
    #[serde(skip)]
    pub ticks: Vec<Tick>,
}

/// Somebody who was in a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Their name as the log has it; else what they are known by.
    pub name: String,
    /// When they were in, in order.
    pub stays: Vec<Stay>,
    /// Seconds present.
    pub seconds: u64,
}

impl Pictures<'_> {
    /// Who was in a session, by its place; none where there is no such session.
    pub fn attendance(&self, place: usize, order: Order) -> Option<Attendance> {
        let scope = self.scope(Some(place));
        let ledger = self.input.ledger;
        let mut people = Vec::new();
        self.each_visit(scope, |visit| {
            let identity = ledger.identity(visit.attended.attendee);
            let name = self.input.name_of(visit.attended).into_owned();
            let seconds = self.input.timeline.seconds(visit.attended);
            let person = Person { name, stays: visit.stays.to_vec(), seconds };
            people.push((person, (identity.value, identity.field.rank())));
        });
        people.sort_unstable_by(|(a, one), (b, other)| order.compare(a, b).then_with(|| one.cmp(other)));
        let people: Vec<Person> = people.into_iter().map(|(person, _)| person).collect();
        let doors = self.doors(scope);
        let first = people.iter().filter_map(|person| person.stays.first()).map(|stay| stay.0).min()?;
        let last = people.iter().map(Person::last).max()?;
        let span = (doors.0.map_or(first, |at| at.min(first)), doors.1.map_or(last, |at| at.max(last)));
        let mut seconds: Vec<u64> = people.iter().map(|person| person.seconds).collect();
        seconds.sort_unstable();
        let whole = span.1.abs_diff(span.0);
        Some(Attendance {
            span,
            doors,
            at_least_half: seconds.iter().filter(|&&seconds| 2 * seconds >= whole).count() as u64,
            median: median(&seconds),
            ticks: ticks(&self.zone, span.0, span.0, span.1),
            people,
        })
    }

    /// The table that tells it, of everybody: a row a person.
    pub fn attendance_twin(&self, attendance: &Attendance) -> Twin {
        let row = |person: &Person| {
            vec![
                Cell::Text(Cow::Owned(person.name.clone())),
                person.stays.first().map_or(Cell::Blank, |stay| self.time(stay.0)),
                self.time(person.last()),
                Cell::Seconds(person.seconds),
                Cell::Count(person.stays.len() as u64),
            ]
        };
        let rows = attendance.people.iter().map(row).collect();
        Twin { picture: Picture::Attendance, columns: &COLUMNS, rows }
    }
}

impl Person {
    pub(super) fn last(&self) -> i64 {
        self.stays.last().map_or(i64::MIN, |stay| stay.1)
    }
}
