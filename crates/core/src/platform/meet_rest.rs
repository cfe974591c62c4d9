//! Google Meet: the Meet API: a conference record, its participants and their sessions, one for every join of
//! every device. The session is the space, the occurrence the conference record.

use super::draft::{Draft, Facts};
use super::foreign::OPENING;
use super::value::{Object, Part, Source, has_member, part_fault};
use super::{DocumentReader, Found, Opening, Platform, Reader, Shape, Tally, Unknown, Verdict};
use crate::event::{Field, Kind};
use crate::intake::Refusal;
use crate::ledger::Stated;
use crate::problem::{Fault, Irregularity, Reason};
use crate::time::When;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    let has = |name| has_member(opening.text, name);
    let text = &opening.text[..opening.text.floor_char_boundary(OPENING)];
    let is_it = matches!(opening.shape, Shape::Json) && text.contains("conferenceRecords/");
    if !is_it || !has("participants") && !has("participantSessions") {
        return None;
    }
    let evidence = vec!["it has participants of “conferenceRecords/…”".to_owned()];
    let reader = Reader::Document(Box::new(Records { stem: opening.stem().to_owned() }));
    Some(Verdict::Is(Found { platform: Platform::MeetRest, evidence, reader }))
}

/// Reads participants and their sessions.
#[derive(Debug)]
struct Records {
    stem: String,
}

/// A conference, a participant: what stands in the document of it.
#[derive(Debug, Default)]
struct Known<'a> {
    conferences: BTreeMap<String, Object<'a>>,
    participants: BTreeMap<String, Object<'a>>,
    sessions: Vec<Part<'a>>,
}

impl<'a> Known<'a> {
    /// Takes up an answer of the API, several of them in one object, or a list of answers.
    fn gather(&mut self, part: Part<'a>, tally: &mut Tally) {
        let Some(object) = part.object() else {
            part.list().into_iter().for_each(|part| self.gather(part, tally));
            return;
        };
        let name = object.text("name");
        let is_conference = name.starts_with("conferenceRecords/") && name.matches('/').count() == 1;
        if is_conference {
            self.conferences.insert(name, object);
            return;
        }
        if let Some(conference) = object.object("conferenceRecord") {
            self.conferences.insert(conference.text("name"), conference);
        }
        for part in object.list("conferenceRecords") {
            self.gather(part, tally);
        }
        for part in object.list("participants") {
            match part.object() {
                Some(participant) => {
                    self.sessions.extend(participant.list("participantSessions"));
                    self.participants.insert(participant.text("name"), participant);
                }
                None => tally.reject(part.line(), 0, &part_fault(Reason::PartUnknown, ""), part.shown()),
            }
        }
        self.sessions.extend(object.list("participantSessions"));
    }
}

impl DocumentReader for Records {
    fn read(&mut self, text: &str, draft: &mut Draft, tally: &mut Tally) -> Result<(), Refusal> {
        draft.clock_is_utc();
        let source = Source::new(text);
        let mut known = Known::default();
        known.gather(Part::whole(&source)?, tally);
        let mut told = BTreeSet::new();
        let mut open = Vec::new();
        for part in &known.sessions {
            match self.session(*part, &known, draft) {
                Ok((participant, conference, left)) => {
                    tally.used();
                    told.insert(participant);
                    if !left {
                        open.push(conference);
                    }
                }
                Err(fault) => tally.reject(part.line(), 0, &fault, part.shown()),
            }
        }
        // Without sessions a participant's first join and last leave are all there is.
        for (name, participant) in &known.participants {
            if told.contains(name) {
                continue;
            }
            let part = participant.part;
            match self.whole(name, participant, &known, draft) {
                Ok(left) => {
                    tally.used();
                    if !left {
                        open.push(conference_of(name));
                    }
                }
                Err(fault) => tally.reject(part.line(), 0, &fault, part.shown()),
            }
        }
        self.conferences(&known, draft, tally);
        for conference in open {
            if known.conferences.get(&conference).is_none_or(|record| record.text("endTime").is_empty()) {
                draft.needs_end();
            }
        }
        for unknown in [Unknown::SessionName, Unknown::Owner, Unknown::Emails, Unknown::Roles] {
            draft.unknown(unknown);
        }
        Ok(())
    }
}

/// `conferenceRecords/abc` of `conferenceRecords/abc/participants/1`.
fn conference_of(name: &str) -> String {
    name.splitn(3, '/').take(2).collect::<Vec<_>>().join("/")
}

/// `conferenceRecords/abc/participants/1` of a session's name.
fn participant_of(name: &str) -> String {
    name.splitn(5, '/').take(4).collect::<Vec<_>>().join("/")
}

fn instant(object: &Object<'_>, name: &str, draft: &mut Draft) -> Result<Option<When>, Fault> {
    let text = object.text(name);
    match draft.instant(object.part.line(), &text) {
        Some(when @ When::Instant(_)) => Ok(Some(when)),
        _ if text.is_empty() => Ok(None),
        _ => Err(part_fault(Reason::JoinUnreadable, &text)),
    }
}

impl Records {
    fn space(&self, known: &Known<'_>, conference: &str) -> String {
        let space = known.conferences.get(conference).map(|record| record.text("space"));
        match space.filter(|space| !space.is_empty()) {
            Some(space) => space,
            None if conference.is_empty() => self.stem.clone(),
            None => conference.to_owned(),
        }
    }

    /// Adds a session's stay; whose, in which conference, and whether it has an end.
    fn session(
        &self,
        part: Part<'_>,
        known: &Known<'_>,
        draft: &mut Draft,
    ) -> Result<(String, String, bool), Fault> {
        let object = part.object().ok_or_else(|| part_fault(Reason::PartUnknown, ""))?;
        let name = object.text("name");
        let participant = participant_of(&name);
        let join =
            instant(&object, "startTime", draft)?.ok_or_else(|| part_fault(Reason::JoinMissing, ""))?;
        let leave = instant(&object, "endTime", draft)?;
        let who = Who::new(&participant, known.participants.get(&participant));
        let conference = conference_of(&name);
        let space = self.space(known, &conference);
        let facts = who.facts(&space, &conference).with(Field::ConnectionId, &name);
        draft.stay(part.line(), join, leave, &facts)?;
        Ok((participant, conference, leave.is_some()))
    }

    /// Adds a participant of whom no session is told.
    fn whole(
        &self,
        name: &str,
        participant: &Object<'_>,
        known: &Known<'_>,
        draft: &mut Draft,
    ) -> Result<bool, Fault> {
        let join = instant(participant, "earliestStartTime", draft)?;
        let join = join.ok_or_else(|| part_fault(Reason::JoinMissing, ""))?;
        let leave = instant(participant, "latestEndTime", draft)?;
        let who = Who::new(name, Some(participant));
        let conference = conference_of(name);
        let space = self.space(known, &conference);
        let facts = who.facts(&space, &conference);
        let line = participant.part.line();
        draft.stay(line, join, leave, &facts)?;
        draft.state(line, join, &facts, Stated { seconds: None, rejoins: None })?;
        draft.note(Irregularity::StaysUnknown, line);
        draft.unknown(Unknown::Stays);
        draft.unknown(Unknown::Rejoins);
        Ok(leave.is_some())
    }

    fn conferences(&self, known: &Known<'_>, draft: &mut Draft, tally: &mut Tally) {
        if known.conferences.is_empty() {
            draft.unknown(Unknown::RoomTimes);
            draft.unknown(Unknown::SessionId);
        }
        for (name, record) in &known.conferences {
            let space = self.space(known, name);
            let facts = Facts::new().with(Field::SessionId, &space).with(Field::InstanceId, name);
            for (kind, member) in [(Kind::RoomOpened, "startTime"), (Kind::RoomClosed, "endTime")] {
                let line = record.part.line();
                let added = instant(record, member, draft).and_then(|when| match when {
                    Some(when) => draft.event(line, kind, when, &facts),
                    None => {
                        draft.unknown(Unknown::RoomTimes);
                        Ok(())
                    }
                });
                if let Err(fault) = added {
                    tally.reject(line, 0, &fault, record.part.shown());
                }
            }
        }
    }
}

/// A participant's identity.
#[derive(Debug)]
struct Who {
    id: String,
    name: String,
    attendee_type: &'static str,
}

impl Who {
    /// Guests have no id but the participant's own, which is of this conference alone.
    fn new(participant: &str, told: Option<&Object<'_>>) -> Self {
        let user = |member: &str| told.and_then(|told| told.object(member));
        let (user, attendee_type) = match (user("signedinUser"), user("anonymousUser"), user("phoneUser")) {
            (Some(user), ..) => (Some(user), "Registered"),
            (_, Some(user), _) => (Some(user), "Guest"),
            (.., Some(user)) => (Some(user), "Phone"),
            _ => (None, "Guest"),
        };
        let text = |name| user.as_ref().map_or_else(String::new, |user| user.text(name));
        let id = text("user");
        Self {
            id: if id.is_empty() { participant.to_owned() } else { id },
            name: text("displayName"),
            attendee_type,
        }
    }

    fn facts<'a>(&'a self, space: &'a str, conference: &'a str) -> Facts<'a> {
        Facts::new()
            .with(Field::SessionId, space)
            .with(Field::InstanceId, conference)
            .with(Field::UserId, &self.id)
            .with(Field::DisplayName, &self.name)
            .with(Field::AttendeeType, self.attendee_type)
    }
}
