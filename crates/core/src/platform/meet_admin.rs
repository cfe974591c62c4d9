//! Google Meet: calls that ended, of the Admin Reports API: an item for every connection that left, with when
//! and after how long. The session is the meeting's code (else its calendar event), the occurrence the
//! conference.

use super::draft::{Draft, Facts};
use super::foreign::OPENING;
use super::value::{Object, Part, Source, has_member, part_fault};
use super::{DocumentReader, Found, Opening, Platform, Reader, Shape, Tally, Unknown, Verdict};
use crate::event::Field;
use crate::intake::Refusal;
use crate::problem::{Fault, Reason};
use crate::time::When;
use std::collections::BTreeMap;

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    let has = |name| has_member(opening.text, name);
    let text = &opening.text[..opening.text.floor_char_boundary(OPENING)];
    let is_it = matches!(opening.shape, Shape::Json) && text.contains("\"call_ended\"");
    if !is_it || !has("parameters") || !has("events") {
        return None;
    }
    let evidence = vec!["it has events “call_ended”".to_owned()];
    let reader = Reader::Document(Box::new(Calls { stem: opening.stem().to_owned() }));
    Some(Verdict::Is(Found { platform: Platform::MeetAdmin, evidence, reader }))
}

/// Reads calls that ended.
#[derive(Debug)]
struct Calls {
    stem: String,
}

/// The parameters of an event, by name.
fn parameters(event: &Object<'_>) -> BTreeMap<String, String> {
    let objects = event.list("parameters").into_iter().filter_map(Part::object);
    let value = |parameter: &Object<'_>| {
        let names = ["value", "intValue", "boolValue"];
        names.into_iter().map(|name| parameter.text(name)).find(|value| !value.is_empty()).unwrap_or_default()
    };
    objects.map(|parameter| (parameter.text("name"), value(&parameter))).collect()
}

impl DocumentReader for Calls {
    fn read(&mut self, text: &str, draft: &mut Draft, tally: &mut Tally) -> Result<(), Refusal> {
        draft.clock_is_utc();
        let source = Source::new(text);
        let whole = Part::whole(&source)?;
        // Pages of the list may stand in a list.
        let items = match whole.object() {
            Some(object) => object.list("items"),
            None => whole
                .list()
                .into_iter()
                .flat_map(|part| match part.object() {
                    Some(page) if page.get("items").is_some() => page.list("items"),
                    _ => vec![part],
                })
                .collect(),
        };
        for item in items {
            let Some(object) = item.object() else {
                tally.reject(item.line(), 0, &part_fault(Reason::PartUnknown, ""), item.shown());
                continue;
            };
            let time = object.object("id").map_or_else(String::new, |id| id.text("time"));
            for event in object.list("events").into_iter().filter_map(Part::object) {
                // Hands, questions, recordings.
                if event.text("name") != "call_ended" {
                    continue;
                }
                match self.call(item.line(), &time, &parameters(&event), draft) {
                    Ok(()) => tally.used(),
                    Err(fault) => tally.reject(item.line(), 0, &fault, item.shown()),
                }
            }
        }
        for unknown in [Unknown::SessionName, Unknown::Roles, Unknown::RoomTimes] {
            draft.unknown(unknown);
        }
        Ok(())
    }
}

impl Calls {
    fn call(
        &self,
        line: u64,
        time: &str,
        told: &BTreeMap<String, String>,
        draft: &mut Draft,
    ) -> Result<(), Fault> {
        let text = |name: &str| told.get(name).map_or("", String::as_str);
        if time.is_empty() {
            return Err(part_fault(Reason::TimeMissing, ""));
        }
        let Some(When::Instant(left)) = draft.instant(line, time) else {
            return Err(part_fault(Reason::JoinUnreadable, time));
        };
        let seconds = text("duration_seconds");
        let join = match seconds.parse::<u32>() {
            Ok(seconds) => When::Instant(left - i64::from(seconds)),
            // When it began is not told then.
            Err(_) => return Err(part_fault(Reason::JoinMissing, seconds)),
        };
        let session = [text("meeting_code"), text("calendar_event_id"), &self.stem];
        let session = session.into_iter().find(|id| !id.is_empty()).unwrap_or_default();
        let identifier = text("identifier");
        let email = if identifier.contains('@') { identifier } else { "" };
        let external = match text("is_external") {
            "true" => "External",
            "false" => "Registered",
            _ => "",
        };
        let facts = Facts::new()
            .with(Field::SessionId, session)
            .with(Field::InstanceId, text("conference_id"))
            .with(Field::SessionOwner, text("organizer_email"))
            .with(Field::DisplayName, text("display_name"))
            .with(Field::Email, email)
            .with(Field::UserId, if email.is_empty() { identifier } else { "" })
            .with(Field::AttendeeType, external)
            .with(Field::Country, text("location_country"));
        if text("organizer_email").is_empty() {
            draft.unknown(Unknown::Owner);
        }
        draft.stay(line, join, Some(When::Instant(left)), &facts)
    }
}
