//! A log as one native event log (event log), whatever it was read from: what any platform's files say, in
//! the one format that says all of it. Read again, it gives the same reports, byte for byte.
//!
//! Every event is a record, in order of time and then of content, so that the order of the files does not
//! show; an event that is in the log twice is written twice, and noted again. Times are instants: those that
//! carried no zone are written as the answers read them, the schedule's and the creation's too. What a
//! platform states of an attendee as a whole, in place of stays, is in two columns of Adsum's own,
//! `stated_seconds` and `stated_rejoins`, on the first record of the attendee in the occurrence: no events
//! could say it, and inventing some would be a lie.
//!
//! What is not in it: where the events stood in their files, records that were not used, and which clock the
//! times without zone were of. Two limits: a record that is longer than 1 MiB because facts of several
//! records of a platform meet in one is not read again; and where two records of one second state two
//! schedules, one of them without zone, the other of the two may win.

use super::csv::{CsvWriter, Flavour};
use super::files::Written;
use crate::event::{Field, SUBJECT, UNKNOWN};
use crate::ledger::entries::{Entry, NONE};
use crate::ledger::{ATTENDEE_FACTS, SESSION_FACTS, Stated};
use crate::report::Input;
use crate::table::{Cell, Column, Format};
use crate::time::{Clock, parse, write};
use std::borrow::Cow;

/// Parts are handed out when they are this long.
const PART: usize = 1 << 20;

/// The furthest offset that a time can carry, in seconds: it brings instants back into the years that can be
/// written.
const FURTHEST: i64 = 23 * 3_600 + 59 * 60;

/// The first instant of the year 1, and the first after the year 9999.
const YEARS: (i64, i64) = (-62_135_596_800, 253_402_300_800);

/// Where an event lies in the ledger, and when it was.
#[derive(Clone, Copy)]
struct Place {
    time: i64,
    presence: u32,
    entry: u32,
}

/// The texts of a record, by [`Field`].
type Record<'a> = [Cow<'a, str>; Field::COUNT];

/// Writes the event log, handed out in parts. Columns that would be blank throughout are left out.
pub fn write(input: Input<'_>, part: &mut dyn FnMut(&[u8])) -> Written {
    let writer = Writer { input };
    let places = writer.places();
    let columns = writer.columns(&places);
    let mut stated = writer.stated();
    let names: Vec<Column> = columns.iter().map(|field| Column::new(field.name(), Format::Text)).collect();
    let mut csv = CsvWriter::new(Flavour::Data);
    let mut out = Vec::with_capacity(PART + (PART >> 4));
    csv.header(&names, &mut out);
    for place in &places {
        let mut record = writer.record(place);
        record[Field::Time as usize] = Cow::Owned(instant(place.time));
        if let Some(stated) = stated.get_mut(place.presence as usize).and_then(Option::take) {
            state(&mut record, stated);
        }
        let cells = columns.iter().map(|&field| Cell::Text(std::mem::take(&mut record[field as usize])));
        csv.row(&names, &cells.collect::<Vec<_>>(), &mut out);
        if out.len() >= PART {
            part(&out);
            out.clear();
        }
    }
    part(&out);
    Written { rows: places.len() as u64, ..Written::default() }
}

struct Writer<'a> {
    input: Input<'a>,
}

impl<'a> Writer<'a> {
    /// Every event, in the order in which it is written.
    fn places(&self) -> Vec<Place> {
        let Input { ledger, timeline } = self.input;
        let mut places = Vec::with_capacity(ledger.len() as usize);
        for (presence, _) in (0..).zip(ledger.presences()) {
            places.extend(ledger.entries_of(presence).map(|(number, entry)| Place {
                time: timeline.log_zone.of(entry.stamp()),
                presence,
                entry: number,
            }));
        }
        let content = |place: &Place| self.record(place);
        places.sort_unstable_by(|a, b| a.time.cmp(&b.time).then_with(|| content(a).cmp(&content(b))));
        places
    }

    /// The fields that any event has, in the specification's order.
    fn columns(&self, places: &[Place]) -> Vec<Field> {
        let mut used = [false; Field::COUNT];
        for field in [Field::Time, Field::Event, Field::SessionId] {
            used[field as usize] = true;
        }
        for place in places {
            for (used, text) in used.iter_mut().zip(self.record(place)) {
                *used |= !text.is_empty();
            }
        }
        for stated in self.stated().into_iter().flatten() {
            used[Field::StatedSeconds as usize] |= stated.seconds.is_some();
            used[Field::StatedRejoins as usize] = true;
        }
        Field::ALL.into_iter().filter(|&field| used[field as usize]).collect()
    }

    /// What is stated of each presence, by number.
    fn stated(&self) -> Vec<Option<Stated>> {
        let stated = self.input.ledger.stated();
        let of = |whom| stated.binary_search_by_key(&whom, |&(whom, _)| whom).ok();
        let presences = self.input.ledger.presences().iter();
        presences.map(|&whom| of(whom).map(|place| stated[place].1)).collect()
    }

    /// A record but for its time.
    fn record(&self, place: &Place) -> Record<'a> {
        let Input { ledger, .. } = self.input;
        let entry: &Entry = ledger.entry(place.entry);
        let mut record = [const { Cow::Borrowed("") }; Field::COUNT];
        let mut set = |field: Field, text| record[field as usize] = text;
        set(Field::Event, Cow::Borrowed(entry.kind().name()));
        let (occurrence, _) = ledger.presences()[place.presence as usize];
        let key = ledger.occurrence_key(occurrence);
        for (field, text) in [Field::EventCode, Field::SessionId, Field::InstanceId].into_iter().zip(key) {
            set(field, Cow::Borrowed(ledger.text(text)));
        }
        let facts = ledger.session_facts(ledger.facts_in(place.presence, entry.detail));
        for (field, &text) in SESSION_FACTS.into_iter().zip(facts.into_iter().flatten()) {
            set(field, self.fact(field, ledger.text(text)));
        }
        if entry.profile != NONE {
            let first = Field::UserId as usize;
            let facts = Field::ALL[first..first + ATTENDEE_FACTS].iter();
            for (&field, &text) in facts.zip(ledger.attendee_facts(entry.profile)) {
                set(field, Cow::Borrowed(ledger.text(text)));
            }
        }
        for (field, text) in SUBJECT.into_iter().zip(ledger.subject(entry.detail)) {
            set(field, Cow::Borrowed(ledger.text(text)));
        }
        record
    }

    /// A session's fact; a time that carries no zone as the instant that it was read as.
    fn fact(&self, field: Field, text: &'a str) -> Cow<'a, str> {
        let is_time = matches!(field, Field::SessionCreated | Field::StartsAt | Field::EndsAt);
        match parse(text.as_bytes()).filter(|stamp| is_time && stamp.clock == Clock::Log) {
            Some(stamp) => Cow::Owned(instant(self.input.timeline.log_zone.of(stamp))),
            None => Cow::Borrowed(text),
        }
    }
}

fn state(record: &mut Record<'_>, stated: Stated) {
    let text = |number: u64| Cow::Owned(number.to_string());
    record[Field::StatedSeconds as usize] = stated.seconds.map_or_else(Cow::default, text);
    record[Field::StatedRejoins as usize] = stated.rejoins.map_or(Cow::Borrowed(UNKNOWN), text);
}

/// `2026-03-02T09:00:05Z`. What an offset carried out of the years 1 to 9999 is written with one that brings
/// it back.
fn instant(seconds: i64) -> String {
    let (local, zone) = match seconds {
        _ if seconds < YEARS.0 => (seconds + FURTHEST, "+23:59"),
        _ if seconds >= YEARS.1 => (seconds - FURTHEST, "-23:59"),
        _ => (seconds, "Z"),
    };
    let mut text = write::second(local);
    text.push_str(zone);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_instant_that_can_be_read_comes_back() {
        for text in [
            "2026-03-02T09:00:05Z",
            "0001-01-01T00:00:00Z",
            "0001-01-01T00:00:00+23:59",
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59-23:59",
        ] {
            assert_eq!(
                parse(instant(parse(text.as_bytes()).unwrap().seconds).as_bytes()),
                parse(text.as_bytes())
            );
        }
    }
}
