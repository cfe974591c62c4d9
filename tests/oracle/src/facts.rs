//! Facts, which may stand on any record (event-log.md, *Facts on several records*), and the date range.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Options;
use crate::event::{Event, Identity};
use crate::read::Text;
use crate::time::{clock, next_day, read_moment, start_of_day};

/// The value of a fact: the one with the latest time, at the same time the greater in byte order; empty where
/// none of the records knows it.
pub(crate) fn fact(events: &[&Event], field: fn(&Text) -> &String) -> String {
    let mut best: Option<(i64, &String)> = None;
    for event in events {
        let value = field(&event.text);
        if !value.is_empty() && best.is_none_or(|known| known < (event.at, value)) {
            best = Some((event.at, value));
        }
    }
    best.map(|(_, value)| value.clone()).unwrap_or_default()
}

/// A fact that is a time, as an instant; none where it is not known or cannot be read.
pub(crate) fn time_fact(events: &[&Event], field: fn(&Text) -> &String, log_zone: &TimeZone) -> Option<i64> {
    Some(read_moment(&fact(events, field))?.instant(log_zone))
}

/// How Smart Sessions names an attendee (reports.md, 2, *User / Attendee*).
pub(crate) fn user_name(events: &[&Event]) -> String {
    let first = fact(events, |text| &text.first_name);
    let last = fact(events, |text| &text.last_name);
    let both = match (first.is_empty(), last.is_empty()) {
        (false, false) => format!("{first} {last}"),
        _ => first + &last,
    };
    let known = [
        both,
        fact(events, |text| &text.display_name),
        fact(events, |text| &text.username),
        fact(events, |text| &text.email),
    ];
    known.into_iter().find(|name| !name.is_empty()).unwrap_or_default()
}

/// The id that Smart Sessions shows for an attendee (reports.md, 2, *User id*).
pub(crate) fn user_id(events: &[&Event]) -> String {
    let known = [
        fact(events, |text| &text.user_id),
        fact(events, |text| &text.username),
        fact(events, |text| &text.email),
    ];
    known.into_iter().find(|id| !id.is_empty()).unwrap_or_default()
}

/// An attendee's role: the highest held on any of the records (event-log.md, *Facts on several records*).
pub(crate) fn role(events: &[&Event]) -> String {
    for known in ["Moderator", "Presenter", "Participant"] {
        if events.iter().any(|event| event.text.role.trim().eq_ignore_ascii_case(known)) {
            return known.to_owned();
        }
    }
    fact(events, |text| &text.role)
}

/// The attendees that some events name, each once, in order of identity.
pub(crate) fn attendees(events: &[&Event]) -> Vec<Identity> {
    let mut all: Vec<Identity> = Vec::new();
    for who in events.iter().filter_map(|event| event.who.as_ref()) {
        if !all.contains(who) {
            all.push(who.clone());
        }
    }
    all.sort();
    all
}

/// The events that name an attendee.
pub(crate) fn of_attendee<'a>(events: &[&'a Event], who: &Identity) -> Vec<&'a Event> {
    events.iter().copied().filter(|event| event.who.as_ref() == Some(who)).collect()
}

/// The days of a report, both in it; where the user chose none, those of the earliest and the latest event. Where
/// one end is chosen and the log lies wholly on its other side, the other end is the same day.
/// None where there is neither choice nor event.
pub(crate) fn days(events: &[&Event], options: &Options, zone: &TimeZone) -> Option<(Date, Date)> {
    let earliest = events.iter().map(|event| event.at).min().map(|at| clock(at, zone).date());
    let latest = events.iter().map(|event| event.at).max().map(|at| clock(at, zone).date());
    let from =
        options.from.or_else(|| Some(options.to.map_or(earliest?, |to| to.min(earliest.unwrap_or(to)))))?;
    let to =
        options.to.or_else(|| Some(options.from.map_or(latest?, |from| from.max(latest.unwrap_or(from)))))?;
    Some((from, to))
}

/// The instants of some days: from the first one of the first day, to before the first one after the last day.
pub(crate) fn instants((from, to): (Date, Date), zone: &TimeZone) -> (i64, i64) {
    (start_of_day(from, zone), start_of_day(next_day(to), zone))
}
