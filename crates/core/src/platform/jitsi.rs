//! Jitsi: the events that a server with `event_sync` posts, one a line, or in a list.
//!
//! Times are seconds since 1970. A room's id is its address; an occurrence is when it was created. Events do
//! not tell of which creation of the room they are: it is the latest `muc-room-created` before them in the
//! file, else the `created_at` of its destruction behind them. A breakout room is a bubble of the room that it
//! belongs to, where that is told.

use super::draft::{Draft, Facts};
use super::foreign::OPENING;
use super::value::{Object, Part, Source, part_fault};
use super::{
    DocumentReader, Found, LineReader, Opening, Platform, Reader, Shape, Tally, Unknown, Use, Verdict,
};
use crate::event::{Field, Kind};
use crate::intake::Refusal;
use crate::problem::{Fault, Reason};
use crate::time::When;
use std::collections::{BTreeMap, BTreeSet};

/// The kinds of events, and what each begins with.
const EVENTS: [&str; 4] =
    ["muc-room-created", "muc-occupant-joined", "muc-occupant-left", "muc-room-destroyed"];

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    if !matches!(opening.shape, Shape::Json) {
        return None;
    }
    let text = &opening.text[..opening.text.floor_char_boundary(OPENING)];
    let name = EVENTS.into_iter().find(|name| text.contains(&format!("\"{name}\"")))?;
    if !text.contains("\"event_name\"") || !text.contains("\"room_jid\"") {
        return None;
    }
    let evidence = vec![format!("it has an event “{name}”")];
    let events = Box::new(Events::default());
    let reader = match text.trim_start().starts_with('[') {
        true => Reader::Document(events),
        false => Reader::Lines(events),
    };
    Some(Verdict::Is(Found { platform: Platform::JitsiEvents, evidence, reader }))
}

/// Reads events.
#[derive(Debug, Default)]
struct Events {
    /// When each room was created, of the occurrence that is on.
    created: BTreeMap<String, When>,
    /// What is held back until it is known of which occurrence it is, by room.
    held: BTreeMap<String, Vec<Held>>,
    /// Who is in, by room and connection.
    inside: BTreeSet<(String, String)>,
    /// Records that turned out to be of no use: line, why, and as they are written.
    late: Vec<(u64, Fault, String)>,
}

/// An event of somebody.
#[derive(Debug)]
struct Held {
    line: u64,
    raw: String,
    kind: Kind,
    when: When,
    name: String,
    email: String,
    id: String,
    connection: String,
    room: Room,
}

/// Where something happened.
#[derive(Clone, Debug)]
struct Room {
    /// The room that is the session.
    id: String,
    name: String,
    bubble: String,
}

impl Room {
    fn new(event: &Object<'_>) -> Result<Self, Fault> {
        let (id, name) = (event.text("room_jid"), event.text("room_name"));
        if id.is_empty() && name.is_empty() {
            return Err(part_fault(Reason::SessionMissing, ""));
        }
        let id = if id.is_empty() { name.clone() } else { id };
        if event.text("is_breakout") != "true" {
            return Ok(Self { id, name, bubble: String::new() });
        }
        let bubble = event.text("breakout_room_id");
        let bubble = if bubble.is_empty() { id.clone() } else { bubble };
        // The room's address is that of the main room, the breakout room has its own beside it.
        Ok(Self { id, name, bubble })
    }

    fn facts<'a>(&'a self, created: Option<When>) -> Facts<'a> {
        let facts = Facts::new().with(Field::SessionId, &self.id).with(Field::SessionName, &self.name);
        match created {
            Some(_) => facts.with_time(Field::InstanceId, created),
            None => facts,
        }
    }
}

/// Seconds since 1970, perhaps with a fraction.
fn seconds(event: &Object<'_>, name: &str) -> Result<When, Fault> {
    let text = event.text(name);
    let whole = text.split('.').next().unwrap_or_default();
    match whole.parse::<u32>() {
        Ok(seconds) if seconds > 0 => Ok(When::Instant(i64::from(seconds))),
        _ if text.is_empty() => Err(part_fault(Reason::TimeMissing, "")),
        _ => Err(part_fault(Reason::JoinUnreadable, &text)),
    }
}

impl Held {
    fn new(event: &Object<'_>, room: Room, kind: Kind, line: u64) -> Result<Self, Fault> {
        let occupant = event.object("occupant").ok_or_else(|| part_fault(Reason::NameMissing, ""))?;
        let when = seconds(&occupant, if kind == Kind::Joined { "joined_at" } else { "left_at" })?;
        let [name, email, id, connection] =
            ["name", "email", "id", "occupant_jid"].map(|name| occupant.text(name));
        if [&name, &email, &id].into_iter().all(|text| text.is_empty()) {
            return Err(part_fault(Reason::NameMissing, &connection));
        }
        let raw = event.part.shown().to_owned();
        Ok(Self { line, raw, kind, when, name, email, id, connection, room })
    }

    fn add(&self, created: Option<When>, draft: &mut Draft) -> Result<(), Fault> {
        let facts = self
            .room
            .facts(created)
            .with(Field::UserId, &self.id)
            .with(Field::DisplayName, &self.name)
            .with(Field::Email, &self.email)
            .with(Field::ConnectionId, &self.connection);
        draft.event(self.line, self.kind, self.when, &facts)?;
        if self.room.bubble.is_empty() {
            return Ok(());
        }
        let kind = if self.kind == Kind::Joined { Kind::BubbleJoined } else { Kind::BubbleLeft };
        draft.event(self.line, kind, self.when, &facts.with(Field::BubbleId, &self.room.bubble))
    }
}

impl Events {
    fn event(&mut self, event: &Object<'_>, line: u64, draft: &mut Draft) -> Result<Use, Fault> {
        draft.clock_is_utc();
        let name = event.text("event_name");
        let room = Room::new(event)?;
        let place = (room.id.clone(), room.bubble.clone());
        match EVENTS.iter().position(|known| *known == name) {
            Some(0) => {
                let created = seconds(event, "created_at")?;
                // What was held back is of an earlier occurrence, of which nothing tells.
                self.release(&room.id, None, draft);
                if place.1.is_empty() {
                    draft.event(line, Kind::RoomOpened, created, &room.facts(Some(created)))?;
                    self.created.insert(room.id, created);
                }
            }
            Some(kind @ (1 | 2)) => {
                let kind = if kind == 1 { Kind::Joined } else { Kind::Left };
                let held = Held::new(event, room, kind, line)?;
                let key = (held.room.id.clone(), held.connection.clone());
                match self.created.get(&held.room.id) {
                    Some(&created) => held.add(Some(created), draft)?,
                    None => self.held.entry(held.room.id.clone()).or_default().push(held),
                }
                if kind == Kind::Joined {
                    self.inside.insert(key);
                } else {
                    self.inside.remove(&key);
                }
            }
            Some(_) => {
                let (created, destroyed) =
                    (seconds(event, "created_at").ok(), seconds(event, "destroyed_at")?);
                if place.1.is_empty() {
                    let known = self.created.remove(&room.id);
                    let created = known.or(created);
                    draft.event(line, Kind::RoomClosed, destroyed, &room.facts(created))?;
                    if let (None, Some(created)) = (known, created) {
                        draft.event(line, Kind::RoomOpened, created, &room.facts(Some(created)))?;
                    }
                    self.release(&room.id, created, draft);
                    self.inside.retain(|(inside, _)| *inside != room.id);
                }
            }
            None => return Err(part_fault(Reason::EventUnknown, &name)),
        }
        Ok(Use::Record)
    }

    /// Adds what was held back of a room, as what happened in this occurrence.
    fn release(&mut self, room: &str, created: Option<When>, draft: &mut Draft) {
        for held in self.held.remove(room).unwrap_or_default() {
            if let Err(fault) = held.add(created, draft) {
                self.late.push((held.line, fault, held.raw));
            }
        }
    }

    fn end(&mut self, draft: &mut Draft, tally: &mut Tally) {
        let rooms: Vec<String> = self.held.keys().cloned().collect();
        for room in rooms {
            draft.unknown(Unknown::RoomTimes);
            self.release(&room, None, draft);
        }
        for (line, fault, raw) in std::mem::take(&mut self.late) {
            tally.reject_late(line, &fault, &raw);
        }
        self.inside.iter().for_each(|_| draft.needs_end());
        for unknown in [Unknown::Owner, Unknown::Roles] {
            draft.unknown(unknown);
        }
    }
}

impl LineReader for Events {
    fn line(&mut self, line: u64, text: &str, draft: &mut Draft) -> Result<Use, Fault> {
        let not_an_object = || part_fault(Reason::NotAnObject, "");
        let source = Source::new(text);
        let part = Part::whole(&source).map_err(|_| not_an_object())?;
        let event = part.object().ok_or_else(not_an_object)?;
        self.event(&event, line, draft)
    }

    fn finish(&mut self, draft: &mut Draft, tally: &mut Tally) {
        self.end(draft, tally);
    }
}

impl DocumentReader for Events {
    fn read(&mut self, text: &str, draft: &mut Draft, tally: &mut Tally) -> Result<(), Refusal> {
        let source = Source::new(text);
        for part in Part::whole(&source)?.list() {
            let used = match part.object() {
                Some(event) => self.event(&event, part.line(), draft),
                None => Err(part_fault(Reason::PartUnknown, "")),
            };
            match used {
                Ok(_) => tally.used(),
                Err(fault) => tally.reject(part.line(), 0, &fault, part.shown()),
            }
        }
        self.end(draft, tally);
        Ok(())
    }
}
