//! Sharing less: reports for somebody else, with what that somebody needs and no more.
//!
//! A [`Purpose`] says which columns of which tables go out, whether people stand in them by pseudonyms, and under
//! which number counts of people are withheld. All of it can be chosen otherwise: that is a [`Sharing`]. A [`Shared`]
//! is a table as it goes out, and a table again, so that every file is written as ever.
//!
//! Nothing of this makes data anonymous: who has other data may tell who is meant. It is [labelled](LABEL) so.

mod codes;
pub mod files;
mod purpose;
mod suppress;
#[cfg(test)]
mod tests;

pub use codes::{Codes, KeyTable, Seed};
pub use purpose::{Purpose, Which};

use crate::ledger::texts::Texts;
use crate::order::sort_places;
use crate::report::Input;
use crate::report::smart_sessions::Sheet;
use crate::table::{Cell, Column, Table};
use std::borrow::Cow;
use std::cmp::Ordering;
use suppress::{Withheld, withhold};

/// What is said of a file with pseudonyms.
pub const LABEL: &str = "pseudonymised: still personal data";

/// How pseudonyms are made, as a receipt says it: whoever makes them otherwise calls it otherwise.
pub const PSEUDONYMS: &str = "sha256-of-seed-and-person";

/// What stands in place of a count that is withheld.
pub const WITHHELD: &str = "withheld";

/// What goes out, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sharing {
    /// For whom.
    pub purpose: Purpose,
    /// The columns of each table that go out, by place. A table without any stays here.
    columns: Vec<Vec<usize>>,
    /// What pseudonyms are made of; none: people are named.
    pub seed: Option<Seed>,
    /// Counts of fewer people are withheld; up to 1: none.
    pub suppress: u64,
}

impl Sharing {
    /// As it is meant for somebody. The seed counts where people go by pseudonyms.
    pub fn new(purpose: Purpose, seed: &Seed) -> Self {
        Self {
            purpose,
            columns: Which::all().map(|which| purpose.columns(which)).collect(),
            seed: purpose.pseudonyms().then(|| seed.clone()),
            suppress: purpose.suppress(),
        }
    }

    /// The pseudonyms of all people in a log, if there are to be any.
    pub fn codes(&self, input: Input<'_>) -> Option<Codes> {
        self.seed.as_ref().map(|seed| Codes::new(input, seed))
    }

    /// The columns of a table that go out.
    pub fn columns(&self, which: Which) -> &[usize] {
        match self.columns.get(which.place()) {
            Some(columns) if !self.stays(which) => columns,
            _ => &[],
        }
    }

    /// Whether a table stays here whatever is chosen: it has a row for each person who was in a bubble, so that whoever
    /// counts rows has the bubble's people, withheld or not.
    pub fn stays(&self, which: Which) -> bool {
        self.suppress > 1 && which == Which::Sheet(Sheet::Bubbles)
    }

    /// Chooses the columns of a table that go out.
    pub fn choose(&mut self, which: Which, columns: Vec<usize>) {
        if let Some(going) = self.columns.get_mut(which.place()) {
            *going = columns;
        }
    }

    /// What stands in a file's name, before its ending.
    pub fn suffix(&self) -> String {
        match (&self.seed, self.purpose) {
            (Some(_), _) => " (pseudonymised)".to_owned(),
            (None, Purpose::Own) => String::new(),
            (None, purpose) => format!(" ({})", purpose.code()),
        }
    }
}

/// What the cells of a column tell of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tells {
    /// Who the row is about: the pseudonym stands there.
    Who,
    /// More of who that is: nothing stands there.
    More,
    /// Somebody else.
    Other,
    /// One of a few words, which are no name even if somebody is called so.
    Word,
    /// Anything. Where it is what somebody is known by, the pseudonym stands there.
    Text,
}

impl Tells {
    fn of(column: &Column) -> Self {
        match column.name {
            "NameOfAttendee" | "Username" | "User id" | "User" | "Attendee" => Self::Who,
            "FirstNameOfAttendee" | "LastNameOfAttendee" | "EmailOfAttendee" => Self::More,
            "SessionOwner" | "Person teleported to" => Self::Other,
            "Privacy (Y/N)" | "Chat interaction (Y/N)" | "Lock bubble (Y/N)" => Self::Word,
            _ => Self::Text,
        }
    }
}

/// A table as it goes out.
pub struct Shared<'a> {
    table: &'a dyn Table,
    codes: Option<&'a Codes>,
    columns: Vec<usize>,
    heads: Vec<Column>,
    /// Of all columns of the table.
    tells: Vec<Tells>,
    /// Places of the rows in the table.
    rows: Vec<u32>,
    withheld: Withheld,
}

impl<'a> Shared<'a> {
    /// A table of a report, as it goes out.
    pub fn new(table: &'a dyn Table, which: Which, sharing: &Sharing, codes: Option<&'a Codes>) -> Self {
        let all = table.columns();
        let columns: Vec<usize> =
            sharing.columns(which).iter().copied().filter(|&column| column < all.len()).collect();
        let mut shared = Self {
            table,
            codes,
            heads: columns.iter().map(|&column| all[column]).collect(),
            columns,
            tells: all.iter().map(Tells::of).collect(),
            rows: (0..crate::ledger::texts::id(table.len())).collect(),
            withheld: withheld(table, which, sharing.suppress),
        };
        if let Some(codes) = codes {
            shared.sort(codes);
        }
        shared
    }

    /// Whether any count is withheld.
    pub fn withholds(&self) -> bool {
        self.withheld.any()
    }

    /// Sorts what is about people by their pseudonyms, within each session: the table's own order follows names, and
    /// times that may stay here.
    fn sort(&mut self, codes: &Codes) {
        // The table's own order is by session.
        let mut keys: Vec<(u32, u32)> = Vec::with_capacity(self.rows.len());
        let mut last = None;
        let mut run = 0;
        for &row in &self.rows {
            let about = self.table.about(row as usize);
            let Some(who) = about.and_then(|about| about.attendee) else { return };
            let place = about.map(|about| (about.session, about.occurrence));
            run += u32::from(last.is_some() && place != last);
            last = place;
            keys.push((run, codes.rank(who)));
        }
        let mut rows = std::mem::take(&mut self.rows);
        sort_places(&mut rows, &mut |one, other| {
            let [a, b] = [one, other].map(|row| keys[row as usize]);
            a.cmp(&b).then_with(|| self.compare(one, other))
        });
        self.rows = rows;
    }

    /// The order of two rows by what is seen of them alone.
    fn compare(&self, one: u32, other: u32) -> Ordering {
        let (mut a, mut b) = (Vec::new(), Vec::new());
        self.cells(one as usize, &mut a);
        self.cells(other as usize, &mut b);
        a.iter().zip(&b).map(|(a, b)| order(a, b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    fn cells(&self, place: usize, cells: &mut Vec<Cell<'a>>) {
        let table: &'a dyn Table = self.table;
        let mut whole = Vec::new();
        table.row(place, &mut whole);
        let who = table.about(place).and_then(|about| about.attendee);
        cells.clear();
        for &column in &self.columns {
            let cell = std::mem::replace(&mut whole[column], Cell::Blank);
            cells.push(match self.codes {
                _ if self.withheld.is(place, column) => Cell::Text(WITHHELD.into()),
                None => cell,
                Some(codes) => hidden(codes, self.tells[column], who, cell),
            });
        }
    }
}

/// What stands in place of a cell where people go by pseudonyms.
fn hidden<'a>(codes: &'a Codes, tells: Tells, who: Option<u32>, cell: Cell<'a>) -> Cell<'a> {
    match (tells, who, &cell) {
        (Tells::Who, Some(who), _) => Cell::Text(codes.of(who).into()),
        (Tells::More, ..) => Cell::Blank,
        (Tells::Word, ..) => cell,
        (Tells::Who | Tells::Other, _, Cell::Text(text)) => Cell::Text(codes.anybody(text)),
        (Tells::Text, _, Cell::Text(text)) => match codes.somebody(text) {
            Some(code) => Cell::Text(Cow::Borrowed(code)),
            None => cell,
        },
        _ => cell,
    }
}

/// The order of what is seen: by kind, then by amount, time or bytes.
fn order(one: &Cell<'_>, other: &Cell<'_>) -> Ordering {
    const fn rank(cell: &Cell<'_>) -> u8 {
        match cell {
            Cell::Blank => 0,
            Cell::Text(_) => 1,
            Cell::Local(_) => 2,
            Cell::Seconds(_) => 3,
            Cell::Count(_) => 4,
            Cell::Hours(_) => 5,
        }
    }
    match (one, other) {
        (Cell::Text(one), Cell::Text(other)) => one.cmp(other),
        (Cell::Local(one), Cell::Local(other)) => one.cmp(other),
        (Cell::Seconds(one), Cell::Seconds(other)) | (Cell::Count(one), Cell::Count(other)) => one.cmp(other),
        (Cell::Hours(one), Cell::Hours(other)) => one.total_cmp(other),
        _ => rank(one).cmp(&rank(other)),
    }
}

/// Which counts of people in a table are withheld: by room, and those by country by country as well.
fn withheld(table: &dyn Table, which: Which, least: u64) -> Withheld {
    let name = |name: &str| table.columns().iter().position(|column| column.name == name);
    let (counts, label) = match which {
        Which::Sheet(Sheet::Countries) => (vec![name("Num users")], name("Country")),
        Which::Sheet(Sheet::UsageGraph) => (
            // Joins tell how many people there are at most; both go together.
            vec![name("Total Unique User Join"), name("Total Users Join")],
            name("Start Date and Time (yyyy-mm-dd hh:mm)"),
        ),
        _ => return Withheld::default(),
    };
    let counts: Vec<usize> = counts.into_iter().flatten().collect();
    let (Some(&people), Some(label)) = (counts.first(), label) else { return Withheld::default() };
    let mut amounts = Vec::new();
    let (mut rooms, mut labels): (Vec<Vec<usize>>, Vec<Vec<usize>>) = Default::default();
    let (mut known, mut last) = (Texts::default(), None);
    let mut cells = Vec::new();
    for row in 0..table.len() {
        table.row(row, &mut cells);
        amounts.push(if let Cell::Count(count) = cells[people] { count } else { 0 });
        // The table's order is by room.
        let room = table.about(row).map(|about| about.session);
        if last != Some(room) {
            last = Some(room);
            rooms.push(Vec::new());
        }
        rooms.last_mut().into_iter().for_each(|room| room.push(row));
        if which == Which::Sheet(Sheet::Countries) {
            // Those of whom none is known count as one, too.
            let country = if let Cell::Text(country) = &cells[label] { country } else { "" };
            let place = known.intern(country).index();
            labels.resize(labels.len().max(place + 1), Vec::new());
            labels[place].push(row);
        }
    }
    withhold(&amounts, &rooms, &labels, least).of(counts, label)
}

impl Table for Shared<'_> {
    fn name(&self) -> &'static str {
        self.table.name()
    }

    fn file_stem(&self) -> &'static str {
        self.table.file_stem()
    }

    fn columns(&self) -> &[Column] {
        &self.heads
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn row<'b>(&'b self, index: usize, cells: &mut Vec<Cell<'b>>) {
        let mut found = Vec::new();
        self.cells(self.rows[index] as usize, &mut found);
        cells.clear();
        cells.extend(found);
    }
}
