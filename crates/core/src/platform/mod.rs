//! Records to events, one file per producer.

pub mod native;

use crate::event::{Event, Field, Fields, Kind};
use crate::problem::{At, Fault, Reason};
use crate::time::parse;

/// Makes an event of its fields, or says what it lacks (event log, "Text rules"). `at` tells where in the
/// record a field stands.
pub fn event<'a>(fields: Fields<'a>, at: impl Fn(Field) -> At) -> Result<Event<'a>, Fault> {
    let fault = |reason, field| {
        let value = String::from_utf8_lossy(fields.get(field)).into_owned();
        Fault { reason, field: Some(field), at: at(field), value }
    };
    let [time, name] = [Field::Time, Field::Event].map(|field| fields.get(field));
    if time.is_empty() {
        return Err(fault(Reason::TimeMissing, Field::Time));
    }
    let stamp = parse(time).ok_or_else(|| fault(Reason::TimeUnreadable, Field::Time))?;
    if name.is_empty() {
        return Err(fault(Reason::EventMissing, Field::Event));
    }
    let kind = Kind::from_name(name).ok_or_else(|| fault(Reason::EventUnknown, Field::Event))?;
    match lacks(kind, &fields) {
        Some((reason, field)) => Err(fault(reason, field)),
        None => Ok(Event { stamp, kind, fields }),
    }
}

/// What an event of this kind needs and does not have: the reason, and the field to fill in.
fn lacks(kind: Kind, fields: &Fields<'_>) -> Option<(Reason, Field)> {
    let has = |names: &[Field]| names.iter().any(|&field| !fields.get(field).is_empty());
    if !has(&[Field::SessionId, Field::InstanceId]) {
        return Some((Reason::SessionMissing, Field::SessionId));
    }
    if kind.needs_attendee() && !has(&crate::ledger::IDENTITY) {
        return Some((Reason::AttendeeMissing, Field::UserId));
    }
    if kind.needs_bubble() && !has(&[Field::BubbleId]) {
        return Some((Reason::BubbleMissing, Field::BubbleId));
    }
    if kind == Kind::Teleported && !has(&[Field::TargetUserId, Field::TargetName]) {
        return Some((Reason::TargetMissing, Field::TargetUserId));
    }
    None
}
