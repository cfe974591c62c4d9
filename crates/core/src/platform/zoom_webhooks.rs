//! Zoom, webhooks as they were received, one a line: a meeting or webinar started and ended, a participant
//! joined and left. They come in any order, with their keys in any order.
//!
//! *Who.* Of those who signed in, `id` is the account. Guests have none: they are known by their id in the
//! meeting, `participant_user_id`, which may be another at each join, else by their e-mail address or name.
//! `user_id` is the connection.
//!
//! Waiting rooms are not the session. Webhooks of any other kind are of no use here, and are counted in a
//! note with their names.

use super::draft::{Draft, Facts};
use super::{Found, LineReader, Opening, Platform, Reader, Shape, Tally, Unknown, Use, Verdict};
use crate::event::{Field, Kind};
use crate::problem::{At, Fault, Irregularity, Reason};
use crate::time::{When, civil};
use serde_json::Value;

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    if !matches!(opening.shape, Shape::Json) {
        return None;
    }
    let mut lines = opening.text.lines().filter(|line| !line.trim().is_empty()).take(20);
    let event = lines.find_map(|line| {
        let value: Value = serde_json::from_str(line).ok()?;
        value.get("payload")?.get("object")?.as_object()?;
        let event = value.get("event")?.as_str()?;
        event.contains('.').then(|| event.to_owned())
    })?;
    let evidence = vec![format!("a line with the event “{event}” and its “payload”")];
    let reader = Reader::Lines(Box::<Webhooks>::default());
    Some(Verdict::Is(Found { platform: Platform::ZoomWebhooks, evidence, reader }))
}

/// Reads webhooks.
#[derive(Debug, Default)]
struct Webhooks {
    has_closed: bool,
    has_owner: bool,
    has_open: bool,
}

fn fault(reason: Reason, value: &str) -> Fault {
    Fault { reason, field: None, at: At::Record, value: value.to_owned() }
}

/// The first of these keys that has a text or number.
fn text(object: Option<&Value>, keys: &[&str]) -> String {
    let values = keys.iter().filter_map(|key| object?.get(key));
    let mut texts = values.filter_map(|value| match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    texts.next().unwrap_or_default()
}

impl LineReader for Webhooks {
    fn line(&mut self, line: u64, record: &str, draft: &mut Draft) -> Result<Use, Fault> {
        let hook: Value = serde_json::from_str(record).map_err(|error| Fault {
            at: At::Byte(error.column().saturating_sub(1)),
            ..fault(Reason::NotAnObject, &error.to_string())
        })?;
        if !hook.is_object() {
            return Err(fault(Reason::NotAnObject, ""));
        }
        let name = text(Some(&hook), &["event"]);
        if name.is_empty() {
            return Err(fault(Reason::EventMissing, ""));
        }
        let what = name.strip_prefix("meeting.").or_else(|| name.strip_prefix("webinar."));
        let (kind, time) = match what {
            Some("started") => (Kind::RoomOpened, "start_time"),
            Some("ended") => (Kind::RoomClosed, "end_time"),
            Some("participant_joined") => (Kind::Joined, "join_time"),
            Some("participant_left") => (Kind::Left, "leave_time"),
            Some(what) if what.contains("waiting") => {
                draft.note(Irregularity::WaitingRoom, line);
                return Ok(Use::Record);
            }
            _ => {
                draft.note_value(Irregularity::EventIgnored, &name);
                return Ok(Use::Record);
            }
        };
        let object = hook.get("payload").and_then(|payload| payload.get("object"));
        let participant = object.and_then(|object| object.get("participant"));
        let attends = kind.needs_attendee();
        let time = text(if attends { participant } else { object }, &[time]);
        let when = match civil::read(&time).map(|told| told.when) {
            Some(When::Instant(_)) => draft.time(line, &time),
            // When it was sent: at most some seconds later.
            _ if time.is_empty() => {
                let sent = hook.get("event_ts").and_then(Value::as_i64);
                let sent = sent.and_then(super::bbb::instant);
                if sent.is_some() {
                    draft.unknown(Unknown::Sent);
                }
                sent
            }
            _ => None,
        };
        let reason = if time.is_empty() { Reason::TimeMissing } else { Reason::TimeUnreadable };
        let when = when.ok_or_else(|| fault(reason, &time))?;
        let [id, instance, topic] = ["id", "uuid", "topic"].map(|key| text(object, &[key]));
        let host = text(object, &["host_id"]);
        let account = text(participant, &["id"]);
        let person = text(participant, &["id", "participant_user_id", "participant_uuid"]);
        let connection = text(participant, &["user_id"]);
        let display_name = text(participant, &["user_name"]);
        let email = text(participant, &["email"]);
        let is_host = !host.is_empty() && host == account;
        let mut facts = Facts::new()
            .with(Field::SessionId, &id)
            .with(Field::InstanceId, &instance)
            .with(Field::SessionName, &topic);
        if attends {
            self.has_owner |= is_host;
            facts = facts
                .with(Field::SessionOwner, if is_host { &display_name } else { "" })
                .with(Field::UserId, &person)
                .with(Field::DisplayName, &display_name)
                .with(Field::Email, &email)
                .with(Field::Role, if is_host { "Moderator" } else { "" })
                .with(Field::AttendeeType, if account.is_empty() { "Guest" } else { "Registered" })
                .with(Field::ConnectionId, &connection);
        }
        draft.event(line, kind, when, &facts)?;
        self.has_closed |= kind == Kind::RoomClosed;
        self.has_open |= kind == Kind::RoomOpened;
        Ok(Use::Record)
    }

    fn finish(&mut self, draft: &mut Draft, _: &mut Tally) {
        draft.unknown(Unknown::Roles);
        if !self.has_owner {
            draft.unknown(Unknown::Owner);
        }
        if !self.has_closed || !self.has_open {
            draft.unknown(Unknown::RoomTimes);
        }
    }
}
