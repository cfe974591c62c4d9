//! BigBlueButton, the learning dashboard: its data (`learning_dashboard_data.json`) and the table that a
//! viewer can download of it.
//!
//! **The data** has of each user every connection (`intIds`), and of each when it came and went, once until
//! 2.7, then in `sessions`. Instants are milliseconds since 1970, and 0 is *not yet*: who has not left is there
//! until the meeting ended and, where it has not, until an end that is asked for.
//!
//! **The table** has first join, last leave and time online of each user, in the viewer's language and time
//! zone; how often somebody rejoined it does not say. It is known by its shape: the second column is TRUE or
//! FALSE, the tenth and eleventh are times, the twelfth a duration; polls follow. The header is not quoted, so
//! that a comma in a poll's question makes more columns of it. Time online is that of all devices together and
//! starts anew after 24 hours. The last row is for anonymous answers to polls: it is nobody.

use super::bbb::{instant, is_guest};
use super::collaborate::seconds;
use super::draft::{Draft, Facts};
use super::row::Row;
use super::{
    DocumentReader, Found, Opening, Platform, Reader, Shape, TableReader, Tally, Unknown, Use, Verdict, fault,
};
use crate::event::{Field, Kind};
use crate::intake::Refusal;
use crate::ledger::Stated;
use crate::problem::{At, Fault, Irregularity, MAX_SHOWN, Reason};
use crate::time::{When, civil};
use serde_json::{Map, Value};

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    match opening.shape {
        Shape::Json => {
            let has = |key: &str| opening.text.contains(key);
            let is_ours = has("\"intIds\"") || ["\"intId\"", "\"extId\"", "\"users\""].into_iter().all(has);
            is_ours.then(|| {
                let evidence = vec!["keys “intId”, “extId” and “users”".to_owned()];
                let reader = Reader::Document(Box::new(Dashboard));
                Verdict::Is(Found { platform: Platform::BbbDashboard, evidence, reader })
            })
        }
        Shape::Table(ref rows) => {
            let place = rows.windows(2).position(|pair| is_header(&pair[0]) && is_user(&pair[1]))?;
            let header = &rows[place];
            let evidence = vec![format!(
                "columns “{}” (TRUE or FALSE), “{}”, “{}” (times), “{}” (a duration)",
                header.get(MODERATOR),
                header.get(JOIN),
                header.get(LEAVE),
                header.get(DURATION)
            )];
            let stem = opening.stem().to_owned();
            let header_line = header.line();
            let users = Users { stem, header_line, start: None };
            let reader = Reader::Table(Box::new(users));
            Some(Verdict::Is(Found { platform: Platform::BbbDashboardTable, evidence, reader }))
        }
        Shape::Xml => None,
    }
}

/// Reads the data.
#[derive(Debug)]
struct Dashboard;

/// A meeting's data.
#[derive(Debug)]
struct Meeting {
    id: String,
    external: String,
    name: String,
    owner: String,
    created: Option<When>,
    ended: Option<When>,
}

impl Meeting {
    fn session(&self) -> Facts<'_> {
        let id = if self.external.is_empty() { &self.id } else { &self.external };
        Facts::new()
            .with(Field::SessionId, id)
            .with(Field::InstanceId, &self.id)
            .with(Field::SessionName, &self.name)
            .with(Field::SessionOwner, &self.owner)
            .with_time(Field::SessionCreated, self.created)
    }
}

impl DocumentReader for Dashboard {
    fn read(&mut self, text: &str, draft: &mut Draft, tally: &mut Tally) -> Result<(), Refusal> {
        let document: Value =
            serde_json::from_str(text).map_err(|error| Refusal::Broken(error.to_string()))?;
        let Some(document) = document.as_object() else {
            return Err(Refusal::Broken("it is not an object".to_owned()));
        };
        let users = match document.get("users") {
            Some(Value::Object(users)) => users,
            _ => return Err(Refusal::Broken("it has no “users”".to_owned())),
        };
        let moderators = users.values().filter(|user| user.get("isModerator") == Some(&Value::Bool(true)));
        let owner = moderators.min_by_key(|user| {
            let connections = user.get("intIds").and_then(Value::as_object);
            let stays = connections.into_iter().flat_map(Map::values).flat_map(stays);
            stays.filter_map(|stay| milliseconds(stay, "registeredOn")).filter(|&at| at > 0).min()
        });
        let text_of = |key: &str| text_in(document.get(key));
        let time_of = |key: &str| document.get(key).and_then(Value::as_i64).and_then(instant);
        let meeting = Meeting {
            id: text_of("intId"),
            external: text_of("extId"),
            name: text_of("name"),
            owner: owner.map(|user| text_in(user.get("name"))).unwrap_or_default(),
            created: time_of("createdOn"),
            ended: time_of("endedOn"),
        };
        for user in users.values() {
            read_user(user, &meeting, draft, tally);
        }
        let times = [(Kind::RoomOpened, meeting.created), (Kind::RoomClosed, meeting.ended)];
        for (kind, when) in times {
            match when.map(|when| draft.event(1, kind, when, &meeting.session())) {
                Some(Ok(())) => {}
                Some(Err(fault)) => tally.reject(1, 0, &fault, ""),
                None => draft.unknown(Unknown::RoomTimes),
            }
        }
        let owner = if meeting.owner.is_empty() { Unknown::Owner } else { Unknown::OwnerNamed };
        [owner, Unknown::Emails].into_iter().for_each(|unknown| draft.unknown(unknown));
        Ok(())
    }
}

/// Each stay of this user's is a record; a user without any is one, too.
fn read_user(user: &Value, meeting: &Meeting, draft: &mut Draft, tally: &mut Tally) {
    let mut reject = |reason, value: &Value| {
        let fault = Fault { reason, field: None, at: At::Record, value: String::new() };
        let mut shown = value.to_string();
        shown.truncate(shown.floor_char_boundary(MAX_SHOWN));
        tally.reject(1, 0, &fault, &shown);
    };
    let (id, name) = (text_in(user.get("extId")), text_in(user.get("name")));
    let connections = user.get("intIds").and_then(Value::as_object);
    if connections.is_none_or(Map::is_empty) {
        return reject(Reason::JoinMissing, user);
    }
    let is = |key: &str| user.get(key) == Some(&Value::Bool(true));
    let attendee_type = if is_guest(&id) || is("isDialIn") { "Guest" } else { "" };
    let mut used = 0;
    let mut is_there = false;
    for (connection, told) in connections.into_iter().flatten() {
        let mut met = false;
        for stay in stays(told) {
            met = true;
            let Some(join) = milliseconds(stay, "registeredOn").and_then(instant) else {
                reject(Reason::JoinMissing, stay);
                continue;
            };
            let left = milliseconds(stay, "leftOn").filter(|&left| left != 0);
            let leave = left.and_then(instant);
            if left.is_some() && leave.is_none() {
                reject(Reason::JoinUnreadable, stay);
                continue;
            }
            let facts = meeting
                .session()
                .with(Field::UserId, &id)
                .with(Field::DisplayName, &name)
                .with(Field::Role, if is("isModerator") { "Moderator" } else { "Participant" })
                .with(Field::AttendeeType, attendee_type)
                .with(Field::ConnectionId, connection);
            match draft.stay(1, join, leave, &facts) {
                Ok(()) => used += 1,
                Err(fault) => {
                    reject(fault.reason, user);
                    continue;
                }
            }
            is_there |= leave.is_none() && meeting.ended.is_none();
        }
        if !met {
            reject(Reason::JoinMissing, told);
        }
    }
    (0..used).for_each(|_| tally.used());
    if is_there {
        draft.needs_end();
    }
}

/// The stays of a connection.
fn stays(connection: &Value) -> impl Iterator<Item = &Value> {
    let many = connection.get("sessions").and_then(Value::as_array);
    let one = many.is_none().then_some(connection);
    many.into_iter().flatten().chain(one)
}

fn milliseconds(value: &Value, key: &str) -> Option<i64> {
    value.get(key)?.as_i64()
}

fn text_in(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

const NAME: usize = 0;
const MODERATOR: usize = 1;
const JOIN: usize = 9;
const LEAVE: usize = 10;
const DURATION: usize = 11;

fn is_header(row: &Row<'_>) -> bool {
    row.len() > DURATION
        && (0..=DURATION).all(|place| {
            let cell = row.get(place);
            cell.chars().any(char::is_alphabetic) && flag(cell).is_none() && civil::read(cell).is_none()
        })
}

fn is_user(row: &Row<'_>) -> bool {
    let is_time = |place| civil::read(row.get(place)).is_some();
    flag(row.get(MODERATOR)).is_some()
        && is_time(JOIN)
        && (is_time(LEAVE) || is_none(row.get(LEAVE)))
        && seconds(row.get(DURATION)).is_some()
}

fn flag(text: &str) -> Option<bool> {
    ["TRUE", "FALSE"].into_iter().position(|flag| text.eq_ignore_ascii_case(flag)).map(|place| place == 0)
}

fn is_none(text: &str) -> bool {
    matches!(text, "" | "-" | "--" | "—" | "N/A")
}

/// Reads the table.
#[derive(Debug)]
struct Users {
    stem: String,
    header_line: u64,
    /// The first row's join: the occurrence.
    start: Option<When>,
}

impl TableReader for Users {
    fn row(&mut self, row: &mut Row<'_>, draft: &mut Draft) -> Result<Use, Fault> {
        if row.is_blank() || row.line() <= self.header_line || is_header(row) {
            return Ok(Use::Structure);
        }
        let line = row.line();
        let Some(is_moderator) = flag(row.get(MODERATOR)) else {
            // Anonymous answers to polls.
            if is_none(row.get(JOIN)) && is_none(row.get(LEAVE)) && !is_none(row.get(NAME)) {
                return Ok(Use::Structure);
            }
            return Err(fault(Reason::RowUnknown, row, Some(MODERATOR)));
        };
        let mut time = |place| match row.get(place) {
            text if is_none(text) => Ok(None),
            text => {
                let when = draft.time(line, text);
                when.map(Some).ok_or_else(|| fault(Reason::JoinUnreadable, row, Some(place)))
            }
        };
        let (join, leave) = (time(JOIN)?, time(LEAVE)?);
        let join = join.ok_or_else(|| fault(Reason::JoinMissing, row, Some(JOIN)))?;
        if row.get(NAME).is_empty() {
            return Err(fault(Reason::NameMissing, row, Some(NAME)));
        }
        let total = match row.get(DURATION) {
            text if is_none(text) => None,
            text => Some(seconds(text).ok_or_else(|| fault(Reason::JoinUnreadable, row, Some(DURATION)))?),
        };
        let start = *self.start.get_or_insert(join);
        let facts = Facts::new()
            .with(Field::SessionId, &self.stem)
            .with_time(Field::InstanceId, Some(start))
            .with(Field::DisplayName, row.get(NAME))
            .with(Field::Role, if is_moderator { "Moderator" } else { "Participant" });
        draft.stay(line, join, leave, &facts)?;
        // Nobody is online for longer than from join to leave, and past a day the total says nothing.
        let between = leave.and_then(|leave| leave.since(join).into_iter().flatten().max());
        let between = between.and_then(|seconds| u64::try_from(seconds).ok());
        let total = match between {
            Some(86_400..) => None,
            Some(between) => total.map(|total| total.min(between)),
            None => total,
        };
        draft.state(line, join, &facts, Stated { seconds: total, rejoins: None })?;
        if total.is_none() {
            draft.note(Irregularity::StaysUnknown, line);
        }
        if leave.is_none() {
            draft.needs_end();
        }
        Ok(Use::Record)
    }

    fn finish(&mut self, draft: &mut Draft, _: &mut Tally) {
        for unknown in [
            Unknown::SessionName,
            Unknown::SessionId,
            Unknown::Owner,
            Unknown::RoomTimes,
            Unknown::Emails,
            Unknown::Stays,
            Unknown::Rejoins,
        ] {
            draft.unknown(unknown);
        }
    }
}
