//! The native event log as CSV (event log).
//!
//! Its records repeat themselves: the columns of a session stand as they did some lines before, and so do an
//! attendee's. What they came to is remembered by the bytes that they are written with, and most records are
//! taken in without a look at their single fields. A record of which anything is new, or wrong, is read
//! field by field; so there is one place that decides what a record is, and this is no second one.

use super::recall::Recall;
use crate::event::{Event, Field, Fields, Kind, Subject, said};
use crate::ledger::Ledger;
use crate::ledger::parts::{Place, Who};
use crate::problem::{At, Fault, Reason};
use crate::source::Record;
use crate::time::Minutes;

/// How many ways of writing a session's columns are remembered at most.
const PLACES: usize = 1 << 12;
/// How many ways of writing an attendee's columns.
const PEOPLE: usize = 1 << 17;

/// Which column of a CSV log holds which field, and what its records were found to say.
#[derive(Debug)]
pub struct Columns {
    /// The columns that are used: place in the record, field.
    used: Vec<(usize, Field)>,
    width: usize,
    /// Header cells that the event log does not know.
    pub ignored: Vec<String>,
    /// Header cells that name a field again.
    pub repeated: Vec<String>,
    time: usize,
    event: usize,
    code: Option<usize>,
    of_place: Part,
    of_person: Part,
    of_subject: Part,
    /// What is stated of an attendee as a whole: so seldom that it is always read field by field.
    of_statement: Part,
    minutes: Minutes,
    places: Recall<Place>,
    people: Recall<Who>,
}

impl Columns {
    /// From the header row.
    pub fn new(header: &Record<'_>) -> Self {
        let (mut used, mut ignored, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
        for (place, cell) in header.iter().enumerate() {
            let cell = String::from_utf8_lossy(cell);
            match Field::from_header(&cell) {
                None => ignored.push(cell.into_owned()),
                Some(field) if used.iter().any(|&(_, used)| used == field) => {
                    repeated.push(cell.into_owned());
                }
                Some(field) => used.push((place, field)),
            }
        }
        let place_of = |field| used.iter().find(|&&(_, used)| used == field).map(|&(place, _)| place);
        let part = |first, last| {
            Part::new(used.iter().copied().filter(|(_, field)| (first..=last).contains(field)).collect())
        };
        Self {
            width: header.len(),
            // Where there is none, no record has it either.
            time: place_of(Field::Time).unwrap_or(usize::MAX),
            event: place_of(Field::Event).unwrap_or(usize::MAX),
            code: place_of(Field::EventCode),
            of_place: part(Field::EventCode, Field::ContextId),
            of_person: part(Field::UserId, Field::Country),
            of_subject: part(Field::ConnectionId, Field::TargetName),
            of_statement: part(Field::StatedSeconds, Field::StatedRejoins),
            minutes: Minutes::default(),
            places: Recall::new(PLACES),
            people: Recall::new(PEOPLE),
            used,
            ignored,
            repeated,
        }
    }

    /// Whether a column holds this field.
    pub fn has(&self, field: Field) -> bool {
        self.used.iter().any(|&(_, used)| used == field)
    }

    /// Adds the event that a record is to the ledger.
    #[inline]
    pub fn add(&mut self, record: &Record<'_>, ledger: &mut Ledger) -> Result<(), Fault> {
        match self.recalled(record, ledger) {
            Some(()) => Ok(()),
            None => self.add_new(record, ledger),
        }
    }

    /// Adds a record of a known session; of any other, and of one with a fault, it leaves no trace.
    #[inline]
    fn recalled(&mut self, record: &Record<'_>, ledger: &mut Ledger) -> Option<()> {
        if record.len() != self.width || self.of_statement.says_something(record) {
            return None;
        }
        let kind = Kind::from_name(record.get(self.event))?;
        let stamp = self.minutes.parse(record.get(self.time))?;
        let written = self.of_place.written(record)?;
        let place = match self.places.again(0, written) {
            Some(place) => place,
            None => self.places.find(0, written)?,
        };
        let about = self.about(record);
        if super::lacks_subject(kind, &about).is_some() {
            return None;
        }
        let who = match kind {
            // A `session` record is about the session alone.
            Kind::Session => Who::NOBODY,
            _ => {
                let written = self.of_person.written(record)?;
                match self.people.find(place.code(), written) {
                    Some(who) if kind.needs_attendee() && !who.is_somebody() => return None,
                    Some(who) => who,
                    None => self.new_person(record, kind, place.code(), ledger)?,
                }
            }
        };
        let presence = ledger.presence_of(place, who);
        let subject = ledger.subject_of(&about, presence);
        ledger.enter(stamp, kind, (place, who, subject), presence, 0, record.line());
        Some(())
    }

    /// Reads the columns that tell what an event is about besides an attendee in a session.
    #[inline]
    fn about<'a>(&self, record: &Record<'a>) -> Subject<'a> {
        let mut subject = Subject::default();
        for &(place, field) in &self.of_subject.columns {
            if let Some(text) = subject.get_mut(field as usize - Field::ConnectionId as usize) {
                *text = said(record.get(place));
            }
        }
        subject
    }

    /// Reads an attendee's columns, and remembers whom they name; none where they name nobody, and must.
    fn new_person(
        &mut self,
        record: &Record<'_>,
        kind: Kind,
        within: u32,
        ledger: &mut Ledger,
    ) -> Option<Who> {
        let mut fields = Fields::default();
        if let Some(code) = self.code {
            fields.set(Field::EventCode, record.get(code));
        }
        self.of_person.read(record, &mut fields);
        let replaced = ledger.replaced();
        let who = ledger.who(&fields);
        if kind.needs_attendee() && !who.is_somebody() {
            return None;
        }
        // What had to be replaced is counted record by record.
        if let Some(written) = self.of_person.written(record)
            && ledger.replaced() == replaced
        {
            self.people.keep(within, written, who);
        }
        Some(who)
    }

    /// Adds a record, read field by field, and remembers where it happened.
    #[cold]
    fn add_new(&mut self, record: &Record<'_>, ledger: &mut Ledger) -> Result<(), Fault> {
        let event = self.event(record)?;
        let replaced = ledger.replaced();
        let place = ledger.add(&event, 0, record.line());
        if let Some(written) = self.of_place.written(record)
            && ledger.replaced() == replaced
        {
            self.places.keep(0, written, place);
        }
        Ok(())
    }

    /// The event that a record is.
    fn event<'a>(&self, record: &Record<'a>) -> Result<Event<'a>, Fault> {
        if record.len() != self.width {
            let reason = if record.len() > self.width { Reason::TooManyFields } else { Reason::TooFewFields };
            let value = format!("{} of {}", record.len(), self.width);
            return Err(Fault { reason, field: None, at: At::Record, value });
        }
        let mut fields = Fields::default();
        for &(place, field) in &self.used {
            fields.set(field, record.get(place));
        }
        super::event(fields, |field| {
            let column = self.used.iter().find(|&&(_, used)| used == field);
            column.map_or(At::Record, |&(place, _)| At::Field(place))
        })
    }
}

/// The columns that tell one part of an event.
#[derive(Debug)]
struct Part {
    columns: Vec<(usize, Field)>,
    /// The same as runs of columns that stand side by side: first and last.
    runs: Vec<(usize, usize)>,
    /// Where runs are put together.
    joined: Vec<u8>,
}

impl Part {
    fn new(columns: Vec<(usize, Field)>) -> Self {
        let places: Vec<usize> = columns.iter().map(|&(place, _)| place).collect();
        let runs = places.chunk_by(|before, this| before + 1 == *this);
        let runs = runs.filter_map(|run| Some((*run.first()?, *run.last()?))).collect();
        Self { columns, runs, joined: Vec::new() }
    }

    /// How a record has them: equal bytes say the same. None where it has to be read field by field.
    #[inline]
    fn written<'p>(&'p mut self, record: &Record<'p>) -> Option<&'p [u8]> {
        if let [(first, last)] = *self.runs {
            return record.written(first, last);
        }
        // Joined as in a record of these columns alone.
        self.joined.clear();
        for (n, &(first, last)) in self.runs.iter().enumerate() {
            if n > 0 {
                self.joined.push(record.delimiter()?);
            }
            self.joined.extend_from_slice(record.written(first, last)?);
        }
        Some(&self.joined)
    }

    /// Whether any of them holds anything.
    #[inline]
    fn says_something(&self, record: &Record<'_>) -> bool {
        self.columns.iter().any(|&(place, _)| !record.get(place).is_empty())
    }

    #[inline]
    fn read<'a>(&self, record: &Record<'a>, fields: &mut Fields<'a>) {
        for &(place, field) in &self.columns {
            fields.set(field, record.get(place));
        }
    }
}
