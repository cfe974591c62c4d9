//! Moodle: its log of a course tells what was opened and when, and never that anybody left. It is refused.
//!
//! The columns are in the site's language; the description says the same in every one of them.

use super::row::Row;
use super::{Opening, Verdict};
use crate::intake::Refusal;

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    let rows = opening.rows();
    let header = rows.iter().find(|row| !row.is_blank())?;
    let described = |row: &Row<'_>| row.cells().any(|cell| cell.starts_with("The user with id '"));
    let is_log = english(header) || header.len() >= 8 && rows.iter().skip(1).any(described);
    is_log.then_some(Verdict::Refused(Refusal::OfNoUse {
        what: "a log of a Moodle course",
        why: "it has what people opened and when, but not when anybody left",
        instead: "Export the attendance of the meeting itself, from BigBlueButton, Zoom, Teams or whatever it was held in.",
    }))
}

fn english(header: &Row<'_>) -> bool {
    let has = |name: &str| header.cells().any(|cell| cell.eq_ignore_ascii_case(name));
    ["Time", "User full name", "Event context", "Event name"].into_iter().all(has)
}
