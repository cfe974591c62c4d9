//! Days, bubbles and teleports of one attendee in one room.

use super::SmartSessions;
use super::people::{counted, minute};
use crate::event::{Field, Kind};
use crate::ledger::happenings::{Happening, Latest, target_key};
use crate::ledger::texts::Text;
use crate::ledger::{Ledger, attendee_fact};
use crate::time::{Day, Zone};

/// A row of `User engagement (high level)`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Engagement {
    pub(super) person: u32,
    pub(super) day: Day,
    pub(super) bubbles: u64,
    pub(super) chat: bool,
    pub(super) teleports: u64,
    pub(super) country: Text,
}

/// A row of `User level engagement (bubble)`.
#[derive(Clone, Copy, Debug)]
pub(super) struct BubbleJoin {
    pub(super) person: u32,
    pub(super) time: i64,
    pub(super) bubble: Text,
}

/// A row of `User level engagement(teleport)`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Teleport {
    pub(super) person: u32,
    pub(super) minute: i64,
    /// Whether the target is known by its id; else by its name.
    pub(super) by_id: bool,
    /// That id or name.
    pub(super) target: Text,
    /// The name that the log gives the target.
    pub(super) name: Text,
    pub(super) times: u64,
}

/// The days on which the attendee was engaged, from their events in order of time.
pub(super) fn days(ledger: &Ledger, zone: &Zone, happenings: &[Happening]) -> Vec<Engagement> {
    let mut days = Vec::new();
    let mut country = Latest::default();
    let day_of = |happening: &Happening| Day::of_local(zone.local(happening.time));
    for day in happenings.chunk_by(|a, b| day_of(a) == day_of(b)) {
        for happening in day {
            if let Some(facts) = ledger.facts_at(happening) {
                country.hear(ledger, happening.time, facts[attendee_fact(Field::Country)]);
            }
        }
        let engaged = |happening: &Happening| {
            matches!(happening.kind, Kind::Joined | Kind::Chat | Kind::BubbleJoined | Kind::Teleported)
        };
        if !day.iter().any(engaged) {
            continue;
        }
        let mut bubbles: Vec<Text> = counted(day, Kind::BubbleJoined).map(|h| ledger.bubble(h)).collect();
        bubbles.sort_unstable();
        bubbles.dedup();
        days.push(Engagement {
            person: 0,
            day: day_of(&day[0]),
            bubbles: bubbles.len() as u64,
            chat: counted(day, Kind::Chat).next().is_some(),
            teleports: counted(day, Kind::Teleported).count() as u64,
            country: country.text(),
        });
    }
    days
}

/// The attendee's teleports by minute and target; their order is [`SmartSessions::sort_teleports`]'s.
pub(super) fn teleports(ledger: &Ledger, zone: &Zone, happenings: &[Happening]) -> Vec<Teleport> {
    let mut events: Vec<_> = happenings
        .iter()
        .filter(|happening| happening.kind == Kind::Teleported)
        .map(|happening| {
            let [_, _, id, name] = ledger.subject(happening.detail);
            ((minute(zone, happening.time), target_key(id, name)), name, happening)
        })
        .collect();
    events.sort_unstable_by_key(|(key, _, happening)| (*key, happening.entry));
    let rows = events.chunk_by(|a, b| a.0 == b.0);
    rows.map(|row| {
        let (minute, (by_id, target)) = row[0].0;
        let mut name = Latest::default();
        for &(_, text, happening) in row {
            name.hear(ledger, happening.time, text);
        }
        let times = row.iter().filter(|(_, _, happening)| !happening.repeated).count() as u64;
        Teleport { person: 0, minute, by_id, target, name: name.text(), times }
    })
    .collect()
}

impl SmartSessions<'_> {
    /// The name shown for the person teleported to: the attendee's with that id, else the one that the log
    /// gives, else the id.
    pub(super) fn target_name(&self, teleport: &Teleport) -> &str {
        let ledger = self.input.ledger;
        if !teleport.by_id {
            return ledger.text(teleport.target);
        }
        let room = self.made.people[teleport.person as usize].room;
        let code = ledger.sessions()[room as usize].0[0];
        let attendee = self.made.target_names.get(&(code, teleport.target)).map_or("", String::as_str);
        [attendee, ledger.text(teleport.name), ledger.text(teleport.target)]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default()
    }

    /// Puts the teleports in order: person, minute, target name, target id.
    pub(super) fn sort_teleports(&mut self) {
        let mut teleports = std::mem::take(&mut self.made.teleports);
        teleports.sort_by(|a, b| {
            let id = |row: &Teleport| if row.by_id { self.input.ledger.text(row.target) } else { "" };
            (a.person, a.minute)
                .cmp(&(b.person, b.minute))
                .then_with(|| self.target_name(a).cmp(self.target_name(b)))
                .then_with(|| id(a).cmp(id(b)))
        });
        self.made.teleports = teleports;
    }
}
