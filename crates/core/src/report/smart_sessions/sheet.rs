//! The seven sheets: their names, columns and cells.

use super::{EntryCount, SmartSessions};
use crate::event::Field;
use crate::report::attendance::text;
use crate::report::detail::About;
use crate::table::{Cell, Column, Format, Table};

/// A sheet of the workbook, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sheet {
    /// The rooms.
    HighLevel,
    /// Attendees by country.
    Countries,
    /// Joins by minute.
    UsageGraph,
    /// Joins by attendee.
    Usage,
    /// What attendees did, by day.
    Engagement,
    /// Bubbles joined.
    Bubbles,
    /// Teleports.
    Teleports,
}

const CODE: Column = Column::new("Event id/short-code", Format::Text);
const ROOM: Column = Column::new("Room name", Format::Text);
const PRIVACY: Column = Column::new("Privacy (Y/N)", Format::Text);
const USER_ID: Column = Column::new("User id", Format::Text);
const USER: Column = Column::new("User", Format::Text);
const COUNTRY: Column = Column::new("Country", Format::Text);
const START: Column = Column::new("Start Date and Time (yyyy-mm-dd hh:mm)", Format::Minute);

impl Sheet {
    /// Every sheet, in the workbook's order.
    pub const ALL: [Self; 7] = [
        Self::HighLevel,
        Self::Countries,
        Self::UsageGraph,
        Self::Usage,
        Self::Engagement,
        Self::Bubbles,
        Self::Teleports,
    ];

    /// The sheet's name in the workbook, as the seed has it; the last one without the space before the
    /// bracket, because a workbook allows 31 characters.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HighLevel => "High Level (detailed view)",
            Self::Countries => "User by countries",
            Self::UsageGraph => "Usage graph",
            Self::Usage => "Usage (detailed view)",
            Self::Engagement => "User engagement (high level)",
            Self::Bubbles => "User level engagement (bubble)",
            Self::Teleports => "User level engagement(teleport)",
        }
    }

    /// The name for a file of this sheet: the seed's, whole.
    pub const fn file_stem(self) -> &'static str {
        match self {
            Self::Teleports => "User level engagement (teleport)",
            other => other.name(),
        }
    }

    /// The columns, letter for letter as the seed has them.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::HighLevel => {
                const {
                    &[
                        CODE,
                        Column::new("Start Date (yyyy-mm-dd)", Format::Date),
                        Column::new("End Date (yyyy-mm-dd)", Format::Date),
                        ROOM,
                        PRIVACY,
                        Column::new("Room capacity", Format::Count),
                        Column::new("Start Time (hh:mm)", Format::Clock),
                        Column::new("End Time (hh:mm)", Format::Clock),
                        Column::new("Duration", Format::Hours),
                    ]
                }
            }
            Self::Countries => {
                const { &[CODE, ROOM, PRIVACY, COUNTRY, Column::new("Num users", Format::Count)] }
            }
            Self::UsageGraph => {
                const {
                    &[
                        CODE,
                        ROOM,
                        PRIVACY,
                        Column::new("Total Users Join", Format::Count),
                        Column::new("Total Unique User Join", Format::Count),
                        START,
                    ]
                }
            }
            Self::Usage => {
                const {
                    &[
                        CODE,
                        ROOM,
                        PRIVACY,
                        USER_ID,
                        Column::new("Attendee", Format::Text),
                        Column::new("Count of entry", Format::Count),
                    ]
                }
            }
            Self::Engagement => {
                const {
                    &[
                        CODE,
                        ROOM,
                        USER,
                        Column::new("No of bubbles made", Format::Count),
                        Column::new("Chat interaction (Y/N)", Format::Text),
                        Column::new("No of teleportation", Format::Count),
                        COUNTRY,
                        Column::new("Date (yyyy-mm-dd)", Format::Date),
                    ]
                }
            }
            Self::Bubbles => {
                const {
                    &[
                        CODE,
                        USER_ID,
                        USER,
                        ROOM,
                        Column::new("Bubble id", Format::Text),
                        Column::new("Lock bubble (Y/N)", Format::Text),
                        Column::new("Total number of people in bubble", Format::Count),
                        START,
                    ]
                }
            }
            Self::Teleports => {
                const {
                    &[
                        CODE,
                        USER_ID,
                        USER,
                        ROOM,
                        Column::new("Person teleported to", Format::Text),
                        Column::new("Num times teleported", Format::Count),
                        START,
                    ]
                }
            }
        }
    }
}

/// A sheet of a report as a table.
#[derive(Clone, Copy, Debug)]
pub struct SheetTable<'a> {
    report: &'a SmartSessions<'a>,
    sheet: Sheet,
}

impl<'a> SmartSessions<'a> {
    /// One of the seven sheets.
    pub fn sheet(&'a self, sheet: Sheet) -> SheetTable<'a> {
        SheetTable { report: self, sheet }
    }

    /// All of them, in the workbook's order.
    pub fn sheets(&'a self) -> [SheetTable<'a>; 7] {
        Sheet::ALL.map(|sheet| self.sheet(sheet))
    }

    fn code(&self, room: u32) -> Cell<'_> {
        let ledger = self.input.ledger;
        text(ledger.text(ledger.sessions()[room as usize].0[0]))
    }

    fn name(&self, room: u32) -> Cell<'_> {
        text(self.room_name(room))
    }

    fn local(&self, instant: Option<i64>) -> Cell<'_> {
        instant.map_or(Cell::Blank, |instant| Cell::Local(self.made.zone.local(instant)))
    }

    /// The capacity as a number where it is one; else as the log has it.
    fn capacity(&self, room: u32) -> Cell<'_> {
        let (told, number) = self.input.capacity(room);
        number.map_or_else(|| text(told), Cell::Count)
    }

    fn hours(&self, room: u32) -> Cell<'_> {
        match (self.room_time(room, Field::StartsAt), self.room_time(room, Field::EndsAt)) {
            (Some(start), Some(end)) =>
            {
                #[expect(clippy::cast_precision_loss, reason = "seconds of ten thousand years are exact")]
                Cell::Hours((end - start) as f64 / 3600.0)
            }
            _ => Cell::Blank,
        }
    }

    fn high_level(&self, index: usize) -> Vec<Cell<'_>> {
        let room = self.made.rooms[index];
        let start = self.local(self.room_time(room, Field::StartsAt));
        let end = self.local(self.room_time(room, Field::EndsAt));
        vec![
            self.code(room),
            start.clone(),
            end.clone(),
            self.name(room),
            yes(true),
            self.capacity(room),
            start,
            end,
            self.hours(room),
        ]
    }

    fn country(&self, index: usize) -> Vec<Cell<'_>> {
        let row = &self.made.countries[index];
        let country = text(self.input.ledger.text(row.country));
        vec![self.code(row.room), self.name(row.room), yes(true), country, Cell::Count(row.people)]
    }

    fn minute(&self, index: usize) -> Vec<Cell<'_>> {
        let row = &self.made.minutes[index];
        vec![
            self.code(row.room),
            self.name(row.room),
            yes(true),
            Cell::Count(row.joins),
            Cell::Count(row.people),
            self.local(Some(row.minute)),
        ]
    }

    fn entry(&self, index: usize) -> Vec<Cell<'_>> {
        let EntryCount { person, joins } = self.made.entries[index];
        let person = &self.made.people[person as usize];
        vec![
            self.code(person.room),
            self.name(person.room),
            yes(true),
            text(self.input.ledger.text(person.user_id)),
            text(&person.user),
            Cell::Count(joins),
        ]
    }

    fn engagement(&self, index: usize) -> Vec<Cell<'_>> {
        let row = &self.made.engagement[index];
        let person = &self.made.people[row.person as usize];
        vec![
            self.code(person.room),
            self.name(person.room),
            text(&person.user),
            Cell::Count(row.bubbles),
            yes(row.chat),
            Cell::Count(row.teleports),
            text(self.input.ledger.text(row.country)),
            Cell::Local(row.day.local_midnight()),
        ]
    }

    fn bubble_join(&self, index: usize) -> Vec<Cell<'_>> {
        let row = &self.made.bubble_joins[index];
        let person = &self.made.people[row.person as usize];
        let bubble = (person.room, row.bubble);
        vec![
            self.code(person.room),
            text(self.input.ledger.text(person.user_id)),
            text(&person.user),
            self.name(person.room),
            text(self.input.ledger.text(row.bubble)),
            yes(self.made.locked.contains(&bubble)),
            Cell::Count(self.made.bubble_people.get(&bubble).copied().unwrap_or_default()),
            self.local(Some(row.time)),
        ]
    }

    fn teleport(&self, index: usize) -> Vec<Cell<'_>> {
        let row = &self.made.teleports[index];
        let person = &self.made.people[row.person as usize];
        vec![
            self.code(person.room),
            text(self.input.ledger.text(person.user_id)),
            text(&person.user),
            self.name(person.room),
            text(self.target_name(row)),
            Cell::Count(row.times),
            self.local(Some(row.minute)),
        ]
    }
}

fn yes(yes: bool) -> Cell<'static> {
    text(if yes { "Y" } else { "N" })
}

impl Table for SheetTable<'_> {
    fn name(&self) -> &'static str {
        self.sheet.name()
    }

    fn file_stem(&self) -> &'static str {
        self.sheet.file_stem()
    }

    fn columns(&self) -> &'static [Column] {
        self.sheet.columns()
    }

    fn len(&self) -> usize {
        match self.sheet {
            Sheet::HighLevel => self.report.made.rooms.len(),
            Sheet::Countries => self.report.made.countries.len(),
            Sheet::UsageGraph => self.report.made.minutes.len(),
            Sheet::Usage => self.report.made.entries.len(),
            Sheet::Engagement => self.report.made.engagement.len(),
            Sheet::Bubbles => self.report.made.bubble_joins.len(),
            Sheet::Teleports => self.report.made.teleports.len(),
        }
    }

    fn about(&self, index: usize) -> Option<About> {
        let report = self.report;
        let room = |room: u32| About { session: room, occurrence: None, attendee: None };
        let person = |person: u32| {
            let person = report.made.people.get(person as usize)?;
            Some(About { attendee: Some(person.attendee), ..room(person.room) })
        };
        match self.sheet {
            Sheet::HighLevel => report.made.rooms.get(index).map(|&number| room(number)),
            Sheet::Countries => report.made.countries.get(index).map(|row| room(row.room)),
            Sheet::UsageGraph => report.made.minutes.get(index).map(|row| room(row.room)),
            Sheet::Usage => person(report.made.entries.get(index)?.person),
            Sheet::Engagement => person(report.made.engagement.get(index)?.person),
            Sheet::Bubbles => person(report.made.bubble_joins.get(index)?.person),
            Sheet::Teleports => person(report.made.teleports.get(index)?.person),
        }
    }

    fn row<'a>(&'a self, index: usize, cells: &mut Vec<Cell<'a>>) {
        *cells = match self.sheet {
            Sheet::HighLevel => self.report.high_level(index),
            Sheet::Countries => self.report.country(index),
            Sheet::UsageGraph => self.report.minute(index),
            Sheet::Usage => self.report.entry(index),
            Sheet::Engagement => self.report.engagement(index),
            Sheet::Bubbles => self.report.bubble_join(index),
            Sheet::Teleports => self.report.teleport(index),
        };
    }
}
