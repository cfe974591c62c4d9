//! BigBlueButton, the record of a meeting: `events.xml`.
//!
//! *Who.* People join with an id of that join, `userId`, which is the connection, and with the id that the
//! front-end knows them by, `externalUserId`, which is the attendee. A guest's is made up at each join
//! (`w_…`): a guest who comes back is another attendee, and whether two names are one person is for people to
//! say. Leaving names the connection alone. Events of module `VOICE` have like names, but are about sound.
//!
//! *When.* An event's `timestamp` is the server's uptime. The instant is its `timestampUTC` or else its
//! `date`; in recordings before 2.0 there is neither, and the instant is counted from when the meeting was
//! created, which is the end of its id.
//!
//! *The end.* `EndAndKickAllEvent` closes the room. Without it, as in old recordings and those of a crash, the
//! last event does, of whatever kind: that much of the meeting was recorded.
//!
//! A breakout room has a recording and an id of its own, and is a session like any other.

use super::draft::{Draft, Facts};
use super::xml::Element;
use super::{ElementReader, Found, Opening, Platform, Reader, Shape, Tally, Unknown, Use, Verdict, Want};
use crate::event::{Field, Kind};
use crate::intake::Refusal;
use crate::problem::{At, Fault, Reason};
use crate::time::{When, civil};
use std::collections::BTreeMap;

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    if !matches!(opening.shape, Shape::Xml) {
        return None;
    }
    let root = root(opening.text)?;
    let attributes = root.strip_prefix("recording")?;
    if !attributes.is_empty() && !attributes.starts_with(|c: char| c.is_whitespace() || c == '/') {
        return None;
    }
    let has = |markup: &str| opening.text.contains(markup);
    if !attributes.contains("meeting_id") && !has("<event ") {
        return (has("<playback") || has("<start_time")).then_some(Verdict::Refused(Refusal::OfNoUse {
            what: "the description of a published BigBlueButton recording",
            why: "it counts the participants, but does not name them",
            instead: "Add the recording's events.xml.",
        }));
    }
    let evidence = vec!["it is a “recording” with a meeting's events".to_owned()];
    let reader = Reader::Elements(Box::<Recording>::default());
    Some(Verdict::Is(Found { platform: Platform::BbbEvents, evidence, reader }))
}

/// What stands in the first element's tag.
fn root(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.split_once('<')?.1;
        if rest.starts_with('?') {
            rest = rest.split_once("?>")?.1;
        } else if rest.starts_with("!--") {
            rest = rest.split_once("-->")?.1;
        } else if rest.starts_with('!') {
            rest = rest.split_once('>')?.1;
        } else {
            return Some(rest.split_once('>').map_or(rest, |(tag, _)| tag));
        }
    }
}

/// The milliseconds since 1970 that a text tells, as an instant; none where they are none of our time.
pub(super) fn instant(milliseconds: i64) -> Option<When> {
    const YEARS: std::ops::Range<i64> = 631_152_000..7_258_118_400;
    let seconds = milliseconds.div_euclid(1000);
    YEARS.contains(&seconds).then_some(When::Instant(seconds))
}

/// Whether the front-end made this id up for somebody without an account.
pub(super) fn is_guest(id: &str) -> bool {
    id.starts_with("w_") || id.starts_with("v_")
}

/// When a meeting was created: its id ends with that.
pub(super) fn created(meeting: &str) -> Option<i64> {
    let milliseconds = meeting.rsplit_once('-')?.1.parse().ok()?;
    instant(milliseconds).map(|_| milliseconds)
}

/// Who came by this connection.
#[derive(Debug)]
struct Person {
    id: String,
    name: String,
    role: String,
}

/// Reads a recording.
#[derive(Debug, Default)]
struct Recording {
    meeting: String,
    external: String,
    name: String,
    /// The first moderator's name.
    owner: String,
    people: BTreeMap<String, Person>,
    /// The first event's uptime.
    first: Option<i64>,
    /// What an uptime is to be added to.
    clock: Option<i64>,
    /// The last event: line and instant.
    last: Option<(u64, When)>,
    ended: bool,
    /// Whether times were counted from when the meeting was created.
    counted: bool,
}

impl Recording {
    fn session(&self) -> Facts<'_> {
        let id = if self.external.is_empty() { &self.meeting } else { &self.external };
        Facts::new()
            .with(Field::SessionId, id)
            .with(Field::InstanceId, &self.meeting)
            .with(Field::SessionName, &self.name)
            .with(Field::SessionOwner, &self.owner)
            .with_time(Field::SessionCreated, created(&self.meeting).and_then(instant))
    }

    /// When an event was. Its fields say, where they are there; else its uptime.
    fn when(&mut self, event: &Element, draft: &mut Draft) -> Option<When> {
        let uptime = event.attribute("timestamp").parse::<i64>().ok();
        let told = event.field("timestampUTC").parse().ok().filter(|&told| instant(told).is_some());
        if let (Some(told), Some(uptime)) = (told, uptime) {
            self.clock = told.checked_sub(uptime).or(self.clock);
        }
        if let Some(told) = told {
            return instant(told);
        }
        let date = event.field("date");
        if let Some(When::Instant(seconds)) = civil::read(date).map(|told| told.when) {
            if let (None, Some(uptime)) = (self.clock, uptime) {
                self.clock = (seconds * 1000).checked_sub(uptime);
            }
            return draft.time(event.line, date);
        }
        self.by_uptime(uptime?)
    }

    fn by_uptime(&mut self, uptime: i64) -> Option<When> {
        let clock = match self.clock {
            Some(clock) => clock,
            None => {
                let clock = created(&self.meeting)?.checked_sub(self.first?)?;
                self.counted = true;
                *self.clock.insert(clock)
            }
        };
        instant(clock.checked_add(uptime)?)
    }

    /// Adds an event of whoever has this connection.
    fn of(
        &self,
        event: &Element,
        kind: Kind,
        when: When,
        connection: &str,
        name: &str,
        draft: &mut Draft,
    ) -> Result<(), Fault> {
        let person = self.people.get(connection);
        let id = person.map_or(connection, |person| &person.id);
        let name = person.map_or(name, |person| &person.name);
        let role = match kind {
            Kind::RoleChanged => "Presenter",
            _ => person.map_or("", |person| &person.role),
        };
        // Of somebody who is only a connection, nothing would be told but an id.
        if person.is_none() && name.is_empty() {
            return Err(fault(Reason::NameMissing, connection));
        }
        let facts = self
            .session()
            .with(Field::UserId, id)
            .with(Field::DisplayName, name)
            .with(Field::Role, role)
            .with(Field::AttendeeType, if is_guest(id) { "Guest" } else { "" })
            .with(Field::ConnectionId, connection);
        draft.event(event.line, kind, when, &facts)
    }
}

fn fault(reason: Reason, value: &str) -> Fault {
    Fault { reason, field: None, at: At::Record, value: value.to_owned() }
}

/// A role as the event log names it.
fn role(text: &str) -> &str {
    match text {
        "MODERATOR" => "Moderator",
        "VIEWER" => "Participant",
        other => other,
    }
}

impl ElementReader for Recording {
    fn open(&mut self, element: &Element, _: &mut Draft) -> Want {
        let fill = |known: &mut String, name: &str| {
            if known.is_empty() {
                element.attribute(name).clone_into(known);
            }
        };
        match &*element.name {
            "recording" => {
                fill(&mut self.meeting, "meeting_id");
                Want::Enter
            }
            "meeting" => {
                fill(&mut self.meeting, "id");
                fill(&mut self.external, "externalId");
                fill(&mut self.name, "name");
                Want::Skip
            }
            "metadata" => {
                fill(&mut self.external, "meetingId");
                fill(&mut self.name, "meetingName");
                Want::Skip
            }
            "event" => {
                let uptime = element.attribute("timestamp").parse::<i64>().ok();
                let is_first = self.first.is_none();
                self.first = self.first.or(uptime);
                let wanted = match (element.attribute("module"), element.attribute("eventname")) {
                    (
                        "PARTICIPANT",
                        "ParticipantJoinEvent"
                        | "ParticipantLeftEvent"
                        | "AssignPresenterEvent"
                        | "EndAndKickAllEvent",
                    )
                    | ("CHAT", "PublicChatEvent") => true,
                    // The first one tells when the room opened, and which instant an uptime is.
                    _ => is_first || (self.clock.is_none() && element.attribute("module") != "WHITEBOARD"),
                };
                if wanted {
                    return Want::Whole;
                }
                if let Some(when) = uptime.filter(|_| self.clock.is_some()).and_then(|up| self.by_uptime(up))
                {
                    self.last = Some((element.line, when));
                }
                Want::Skip
            }
            _ => Want::Skip,
        }
    }

    fn element(&mut self, event: &Element, draft: &mut Draft) -> Result<Use, Fault> {
        let is_opening = self.last.is_none();
        let name = event.attribute("eventname");
        let module = event.attribute("module");
        let is_record = module == "PARTICIPANT" || module == "CHAT";
        let Some(when) = self.when(event, draft) else {
            if !is_record {
                return Ok(Use::Structure);
            }
            return Err(fault(Reason::TimeUnreadable, event.attribute("timestamp")));
        };
        self.last = Some((event.line, when));
        if is_opening {
            draft.event(event.line, Kind::RoomOpened, when, &self.session())?;
        }
        match (is_record, name) {
            (true, "ParticipantJoinEvent") => {
                let connection = event.field("userId");
                let id = [event.field("externalUserId"), connection].into_iter().find(|id| !id.is_empty());
                let person = Person {
                    id: id.unwrap_or_default().to_owned(),
                    name: event.field("name").to_owned(),
                    role: role(event.field("role")).to_owned(),
                };
                if person.role == "Moderator" && self.owner.is_empty() {
                    self.owner.clone_from(&person.name);
                }
                self.people.insert(connection.to_owned(), person);
                self.of(event, Kind::Joined, when, connection, "", draft)?;
            }
            (true, "ParticipantLeftEvent") => {
                self.of(event, Kind::Left, when, event.field("userId"), "", draft)?;
            }
            (true, "AssignPresenterEvent") => {
                let id = event.field("userid");
                let id = if id.is_empty() { event.field("userId") } else { id };
                self.of(event, Kind::RoleChanged, when, id, event.field("name"), draft)?;
            }
            (true, "PublicChatEvent") => {
                self.of(event, Kind::Chat, when, event.field("senderId"), event.field("sender"), draft)?;
            }
            (true, "EndAndKickAllEvent") => {
                self.ended = true;
                draft.event(event.line, Kind::RoomClosed, when, &self.session())?;
            }
            _ => return Ok(Use::Structure),
        }
        Ok(Use::Record)
    }

    fn finish(&mut self, draft: &mut Draft, tally: &mut Tally) {
        if let Some((line, when)) = self.last.filter(|_| !self.ended) {
            draft.unknown(Unknown::Closing);
            if let Err(fault) = draft.event(line, Kind::RoomClosed, when, &self.session()) {
                tally.reject(line, 0, &fault, "");
            }
        }
        if self.last.is_none() {
            draft.unknown(Unknown::RoomTimes);
        }
        if self.counted {
            draft.unknown(Unknown::Instants);
        }
        if self.owner.is_empty() {
            draft.unknown(Unknown::Owner);
        } else {
            draft.unknown(Unknown::OwnerNamed);
        }
        draft.unknown(Unknown::Emails);
    }
}
