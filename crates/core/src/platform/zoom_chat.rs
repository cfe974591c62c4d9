//! Zoom: a saved chat. It tells who wrote and when, and of nobody when they joined or left; and not of which
//! meeting it is. It is refused.
//!
//! Lines are `09:20:52⇥Name:⇥text`, `09:20:52 From Name to Everyone: text` or, with the day before it and the text
//! below, `2026-03-04 09:20:52 From Name to Everyone:`.

use super::{Opening, Verdict};
use crate::intake::Refusal;
use crate::time::civil;

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    let mut lines = opening.text.lines().filter(|line| !line.trim().is_empty());
    lines.next().filter(|line| is_message(line)).map(|_| {
        Verdict::Refused(Refusal::OfNoUse {
            what: "a chat saved by Zoom",
            why: "it has who wrote what and when, but not when anybody joined or left, nor of which meeting it is",
            instead: "Export the meeting's participants from Zoom's reports.",
        })
    })
}

fn is_message(line: &str) -> bool {
    let Some((time, message)) =
        line.split_once('\t').or_else(|| line.find(" From ").map(|place| line.split_at(place)))
    else {
        return false;
    };
    let named =
        message.strip_prefix(" From ").is_some_and(|rest| rest.contains(" to ") && rest.contains(':'));
    let old = message.split_once(":\t").is_some_and(|(name, _)| !name.is_empty() && !name.contains('\t'));
    civil::is_time(time.trim()) && (named || old && civil::is_time_of_day(time.trim()))
}
