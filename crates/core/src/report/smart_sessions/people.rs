//! What one attendee did in one room within the range.

use super::engagement::{Engagement, Teleport, days, teleports};
use crate::event::{Field, Kind};
use crate::ledger::happenings::Happening;
use crate::ledger::texts::Text;
use crate::ledger::timeline::facts_of;
use crate::ledger::{Ledger, attendee_fact};
use crate::report::Input;
use crate::time::Zone;

/// An attendee of a room, as the sheets name them.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) room: u32,
    pub(super) attendee: u32,
    /// `User` or `Attendee`.
    pub(super) user: String,
    /// `User id`.
    pub(super) user_id: Text,
}

/// An attendee in a room, with all that the sheets say of them.
#[derive(Debug)]
pub(super) struct Visitor {
    pub(super) attendee: u32,
    pub(super) user: String,
    pub(super) user_id: Text,
    /// Where they joined from.
    pub(super) countries: Vec<Text>,
    /// The minutes in which they joined, and how often.
    pub(super) minutes: Vec<(i64, u64)>,
    pub(super) days: Vec<Engagement>,
    /// Bubbles joined: when, which; in order of time, then of the bubble's id.
    pub(super) bubbles: Vec<(i64, Text)>,
    pub(super) teleports: Vec<Teleport>,
}

impl Visitor {
    /// From the attendee's events in the room and range, in order of time.
    pub(super) fn new(input: &Input<'_>, zone: &Zone, attendee: u32, happenings: &[Happening]) -> Self {
        let ledger = input.ledger;
        let facts = facts_of(ledger, happenings);
        let fact = |field| facts[attendee_fact(field)];
        let user_id = [Field::UserId, Field::Username, Field::Email].map(fact);
        let mut bubbles: Vec<(i64, Text)> = counted(happenings, Kind::BubbleJoined)
            .map(|happening| (happening.time, ledger.bubble(happening)))
            .collect();
        bubbles.sort_unstable_by(|a, b| (a.0, ledger.text(a.1)).cmp(&(b.0, ledger.text(b.1))));
        Self {
            attendee,
            user: user_of_facts(ledger, &facts),
            user_id: user_id.into_iter().find(|id| !id.is_blank()).unwrap_or_default(),
            countries: countries(ledger, happenings, fact(Field::Country)),
            minutes: minutes(zone, happenings),
            days: days(ledger, zone, happenings),
            bubbles,
            teleports: teleports(ledger, zone, happenings),
        }
    }
}

/// The events of a kind, each once however often it was logged.
pub(crate) fn counted(happenings: &[Happening], kind: Kind) -> impl Iterator<Item = &Happening> {
    happenings.iter().filter(move |happening| happening.kind == kind && !happening.repeated)
}

/// `User`: first and last name, else display name, else username, else e-mail.
fn user_of_facts(ledger: &Ledger, facts: &[Text]) -> String {
    let fact = |field| ledger.text(facts[attendee_fact(field)]);
    match (fact(Field::FirstName), fact(Field::LastName)) {
        ("", "") => [Field::DisplayName, Field::Username, Field::Email]
            .map(fact)
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default()
            .to_owned(),
        (name, "") | ("", name) => name.to_owned(),
        (first, last) => format!("{first} {last}"),
    }
}

/// `User` of the attendee whom these events are about.
pub(crate) fn user(ledger: &Ledger, happenings: &[Happening]) -> String {
    user_of_facts(ledger, &facts_of(ledger, happenings))
}

/// The countries that the attendee joined from: those on the joins, else the one known of them. Nobody who
/// joined is left out; the blank country is theirs of whom none is known.
fn countries(ledger: &Ledger, happenings: &[Happening], known: Text) -> Vec<Text> {
    let mut countries: Vec<Text> = Vec::new();
    for join in happenings.iter().filter(|happening| happening.kind == Kind::Joined) {
        let country = ledger.facts_at(join).map_or(Text::BLANK, |facts| facts[attendee_fact(Field::Country)]);
        match countries.last_mut() {
            // The same join again: as of any fact of one second, the greater text is heard.
            Some(last) if join.repeated => {
                if ledger.text(country) > ledger.text(*last) {
                    *last = country;
                }
            }
            _ => countries.push(country),
        }
    }
    let joined = !countries.is_empty();
    countries.retain(|country| !country.is_blank());
    countries.sort_unstable();
    countries.dedup();
    if joined && countries.is_empty() {
        countries.push(known);
    }
    countries
}

/// The first instant of the minute that a zone's clock shows at an instant.
pub(super) fn minute(zone: &Zone, instant: i64) -> i64 {
    instant - zone.local(instant).rem_euclid(60)
}

fn minutes(zone: &Zone, happenings: &[Happening]) -> Vec<(i64, u64)> {
    let mut minutes: Vec<(i64, u64)> = Vec::new();
    for join in counted(happenings, Kind::Joined) {
        let minute = minute(zone, join.time);
        match minutes.last_mut() {
            Some((last, joins)) if *last == minute => *joins += 1,
            _ => minutes.push((minute, 1)),
        }
    }
    minutes
}
