//! What the user joins: occurrences of a restarted meeting, and identities of one person.

use jiff::tz::TimeZone;

use crate::event::{Event, Identity, Kind};
use crate::read::Text;
use crate::time::clock;

type Aliases = [Vec<(&'static str, String)>];

/// The identity that a field with this value tells.
fn identity(field: &str, value: &str) -> Option<Identity> {
    let mut text = Text::default();
    match field {
        "user_id" => text.user_id = value.to_owned(),
        "username" => text.username = value.to_owned(),
        "email" => text.email = value.to_owned(),
        _ => text.display_name = value.to_owned(),
    }
    Identity::of(&text)
}

/// The identity that stands for this one: of all that are the same person's, whether said at once or one by one,
/// that of the best field, and of those the least value.
fn first_of(who: &Identity, aliases: &Aliases) -> Identity {
    let mut same = vec![who.clone()];
    loop {
        let before = same.len();
        for person in aliases {
            let is: Vec<Identity> =
                person.iter().filter_map(|(field, value)| identity(field, value)).collect();
            if is.iter().any(|one| same.contains(one)) {
                same.extend(is);
                same.sort();
                same.dedup();
            }
        }
        if same.len() == before {
            break;
        }
    }
    same.sort_by_key(|one| (one.field, one.value.clone()));
    same.remove(0)
}

/// Writes into a record the identity that stands for its own.
pub(crate) fn rename(text: &mut Text, aliases: &Aliases) {
    if let Some(who) = Identity::of(text) {
        let first = first_of(&who, aliases);
        if first != who {
            match first.field {
                0 => text.user_id = first.value,
                1 => text.username = first.value,
                2 => text.email = first.value,
                _ => text.display_name = first.value,
            }
        }
    }
    if !text.target_user_id.is_empty() {
        let target = Identity { value: text.target_user_id.clone(), field: 0 };
        text.target_user_id = first_of(&target, aliases).value;
    }
}

/// An occurrence as it is in the log: code, session, instance; when it began and ended.
type Part = ((String, String, String), i64, i64);

/// Gives all parts of a restarted meeting the instance of the first.
pub(crate) fn join_restarts(events: &mut [Event], log_zone: &TimeZone) {
    let mut parts: Vec<Part> = Vec::new();
    for event in events.iter().filter(|event| event.kind != Kind::Session) {
        let key = (event.code.clone(), event.session.clone(), event.part.clone());
        if parts.iter().any(|(known, ..)| *known == key) {
            continue;
        }
        let its: Vec<&Event> =
            events.iter().filter(|other| other.kind != Kind::Session && is_of(other, &key)).collect();
        let when = |kind| its.iter().filter(move |event| event.kind == kind).map(|event| event.at);
        let all = || its.iter().map(|event| event.at);
        let began = when(Kind::RoomOpened).min().or_else(|| all().min()).unwrap_or_default();
        let ended = when(Kind::RoomClosed).max().or_else(|| all().max()).unwrap_or_default();
        parts.push((key, began, ended.max(began)));
    }
    parts.sort_by_key(|(key, began, _)| (*began, key.clone()));
    for (key, began, _) in parts.clone() {
        let same: Vec<Part> = parts
            .iter()
            .filter(|(other, at, _)| {
                (&other.0, &other.1) == (&key.0, &key.1)
                    && clock(*at, log_zone).date() == clock(began, log_zone).date()
            })
            .cloned()
            .collect();
        let one_by_one = same.windows(2).all(|pair| pair[0].2 <= pair[1].1);
        if one_by_one {
            for event in events.iter_mut().filter(|event| event.kind != Kind::Session && is_of(event, &key)) {
                event.instance.clone_from(&same[0].0.2);
            }
        }
    }
}

fn is_of(event: &Event, (code, session, part): &(String, String, String)) -> bool {
    event.code == *code && event.session == *session && event.part == *part
}
