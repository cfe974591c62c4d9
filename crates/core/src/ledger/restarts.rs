//! Restarted meetings: a session that was opened, closed and opened again on one day, as when a host's
//! connection broke, is one meeting in several occurrences. They can be joined into one, if the user says so.
//!
//! Occurrences belong together when event code and session are the same and they began on the same day of the
//! log's time zone (the day must not change with the report's options). Two that were open at the same time
//! are no restart: then nothing is joined of that session and day.
//!
//! The joined occurrence has the id of the part that began first. It is open from the earliest opening to the
//! latest closing. What was still open when a part ended ended with the part, so that the time between two
//! parts is nobody's, and coming back is a rejoin as any other.

use super::Ledger;
use super::timeline::Extent;
use crate::problem::{Irregularity, Note, NoteBuilder};
use crate::time::{Day, Zone};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::collections::BTreeSet;

/// Which meeting: a session on a day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The day on which all parts began, in the log's time zone.
    pub day: Day,
    /// The event code.
    pub event_code: String,
    /// The session's id.
    pub session_id: String,
}

/// A meeting that looks restarted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restarted {
    /// Which.
    pub place: Place,
    /// Its parts, at least two, in the order in which they began.
    pub parts: Vec<Part>,
    /// Whether the parts are joined.
    pub joined: bool,
}

/// One of its occurrences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The occurrence, by the ledger's number.
    pub occurrence: u32,
    /// The instance id.
    pub instance_id: String,
    /// When it began, in seconds since 1970-01-01T00:00:00Z.
    pub began: i64,
    /// When it ended.
    pub ended: i64,
}

/// Which restarts are joined: as the answers say.
#[derive(Clone, Copy, Debug)]
pub struct Joining<'a> {
    /// Whether any.
    pub join: bool,
    /// Those that are not.
    pub kept_apart: &'a BTreeSet<Place>,
}

/// The meetings that look restarted, in the order of days, event codes and session ids.
pub(super) fn find(
    ledger: &Ledger,
    extents: &[Extent],
    log_zone: &Zone,
    joining: Joining<'_>,
) -> Vec<Restarted> {
    let mut groups: HashMap<(u32, Day), Vec<u32>, FxBuildHasher> = HashMap::default();
    for ((number, &(_, session)), extent) in (0..).zip(ledger.occurrences()).zip(extents) {
        if let Some(began) = extent.began() {
            groups.entry((session, Day::of_local(log_zone.local(began)))).or_default().push(number);
        }
    }
    groups.retain(|_, numbers| numbers.len() > 1);
    let restarted = groups.into_iter().filter_map(|((session, day), numbers)| {
        let [code, id] = ledger.sessions()[session as usize].0.map(|text| ledger.text(text).to_owned());
        let place = Place { day, event_code: code, session_id: id };
        let mut parts: Vec<Part> =
            numbers.into_iter().filter_map(|number| part(ledger, extents, number)).collect();
        parts.sort_by(|a, b| (a.began, &a.instance_id).cmp(&(b.began, &b.instance_id)));
        let apart = parts.windows(2).all(|pair| pair[0].ended <= pair[1].began);
        let joined = joining.join && !joining.kept_apart.contains(&place);
        apart.then_some(Restarted { place, parts, joined })
    });
    let mut restarted: Vec<Restarted> = restarted.collect();
    restarted.sort_by(|a, b| a.place.cmp(&b.place));
    restarted
}

fn part(ledger: &Ledger, extents: &[Extent], number: u32) -> Option<Part> {
    let extent = extents[number as usize];
    let began = extent.began()?;
    let [_, _, instance] = ledger.occurrences()[number as usize].0;
    let ended = extent.end().max(began);
    Some(Part { occurrence: number, instance_id: ledger.text(instance).to_owned(), began, ended })
}

/// What was joined, as a note.
pub(super) fn note(restarted: &[Restarted]) -> Option<Note> {
    let mut note = NoteBuilder::new(Irregularity::RestartJoined);
    for Restarted { place, parts, .. } in restarted.iter().filter(|restarted| restarted.joined) {
        let parts: Vec<&str> = parts.iter().map(|part| part.instance_id.as_str()).collect();
        note.add_value(format!("{} on {}: {}", place.session_id, place.day, parts.join(" + ")));
    }
    note.finish()
}
