//! What a reader of the reports should know about the log (event-log.md, *Rules*).

use crate::Options;
use crate::attendance::occurrences;
use crate::event::{each_once, events};
use crate::facts::{attendees, of_attendee};
use crate::read::Log;
use crate::stays::presence_in_parts;

/// Counts over the whole log, whatever the date range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// Used records that log an event again: those beyond the first of each event.
    pub duplicates: usize,
    /// Joins still open at the end.
    pub joins_without_leave: usize,
    /// Leaves beyond what was open.
    pub leaves_without_join: usize,
}

/// Counts what the log leaves open or says twice.
pub fn notes(log: &Log, options: &Options) -> Notes {
    let events = events(log, options);
    let once = each_once(&events);
    let mut notes = Notes { duplicates: events.len() - once.len(), ..Notes::default() };
    for occurrence in occurrences(&once) {
        for who in attendees(&occurrence.events) {
            let mine = of_attendee(&occurrence.events, &who);
            let presence = presence_in_parts(&mine, &|part| occurrence.end_of(part));
            notes.joins_without_leave += presence.joins_without_leave;
            notes.leaves_without_join += presence.leaves_without_join;
        }
    }
    notes
}
