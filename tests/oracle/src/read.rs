//! Files to records (event-log.md, *Text rules*, *Fields*, *Events*).

use crate::File;
use crate::decode::decode;
use crate::delimited;
use crate::event::{Identity, Kind};
use crate::json;
use crate::time::{Moment, read_moment};

/// What the files say, before the log's time zone is known.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// How many records there were; each is used or rejected.
    pub read: usize,
    /// How many of them were used, those that log an event again included.
    pub used: usize,
    /// The others, in the order of the files.
    pub rejected: Vec<Rejected>,
    /// The used records, in the order of the files.
    pub records: Vec<Record>,
}

/// A record that could not be used (event-log.md, *Text rules*).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rejected {
    /// The file's name.
    pub file: String,
    /// The line that the record starts on, from 1.
    pub line: u64,
    /// The field that is to blame; of several that could mend it, the first in [`FIELDS`]; empty where it is
    /// the record as a whole.
    pub field: &'static str,
    /// Why: `time-missing`, `time-unreadable`, `event-missing`, `event-unknown`, `session-missing`,
    /// `attendee-missing`, `bubble-missing`, `target-missing`, `too-many-fields`, `too-few-fields`,
    /// `not-an-object`, `not-text`.
    pub reason: &'static str,
}

/// A used record.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its `time`.
    pub time: Moment,
    /// Its `event`.
    pub kind: Kind,
    /// Its fields.
    pub text: Text,
}

macro_rules! fields {
    ($($field:ident)*) => {
        /// The fields of a record, in the specification's order (event-log.md, *Fields*).
        pub const FIELDS: &[&str] = &[$(stringify!($field)),*];

        /// A record's fields, as written, each under its name; a blank one, which means "not known", is empty.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct Text {
            $(#[doc = concat!("`", stringify!($field), "`.")] pub $field: String,)*
        }

        impl Text {
            fn field(&mut self, name: &str) -> Option<&mut String> {
                match name {
                    $(stringify!($field) => Some(&mut self.$field),)*
                    _ => None,
                }
            }

            /// The fields that are known, each with its name, in the specification's order.
            pub fn known(&self) -> Vec<(&'static str, &str)> {
                let all = [$((stringify!($field), self.$field.as_str())),*];
                all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
            }
        }
    };
}

fields! {
    time event event_code session_id session_name instance_id session_owner session_created starts_at ends_at
    capacity context_name context_id user_id username display_name first_name last_name email role attendee_type
    country connection_id bubble_id target_user_id target_name
}

/// The field that a column's name means, if any: case, space around it, and the difference between space, `-`
/// and `_` do not count.
fn known_field(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase().replace([' ', '-'], "_");
    FIELDS.iter().copied().find(|field| *field == name)
}

/// The fields that some columns' names mean; of two columns with the same meaning only the first has it.
fn meanings<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Option<&'static str>> {
    let mut found: Vec<Option<&'static str>> = Vec::new();
    for name in names {
        let field = known_field(name);
        let taken = field.is_some() && found.contains(&field);
        found.push(if taken { None } else { field });
    }
    found
}

/// Reads the files of one log, in any number and order.
pub fn read(files: &[File]) -> Log {
    let mut log = Log::default();
    for file in files {
        let text = decode(&file.bytes);
        if text.trim_start().starts_with('{') {
            read_json(file, &text, &mut log);
        } else {
            read_csv(file, &text, &mut log);
        }
    }
    log
}

fn read_json(file: &File, text: &str, log: &mut Log) {
    for (number, line) in (1..).zip(text.split('\n')) {
        if line.trim().is_empty() {
            continue;
        }
        let result = object_text(line).and_then(check);
        log.take(file, number, result);
    }
}

fn object_text(line: &str) -> Result<Text, Refusal> {
    let pairs = json::object(line).ok_or(("", "not-an-object"))?.0;
    let meanings = meanings(pairs.iter().map(|(key, _)| key.as_str()));
    let mut text = Text::default();
    for (meaning, (_, value)) in meanings.iter().zip(&pairs) {
        if let Some(field) = meaning {
            set(&mut text, field, json::text(value).ok_or((*field, "not-text"))?);
        }
    }
    Ok(text)
}

fn read_csv(file: &File, text: &str, log: &mut Log) {
    let rows = delimited::rows(text, delimiter(text));
    let Some((header, rows)) = rows.split_first() else { return };
    let meanings = meanings(header.fields.iter().map(String::as_str));
    for row in rows {
        let result = row_text(&row.fields, &meanings).and_then(check);
        log.take(file, row.line, result);
    }
}

/// The delimiter with which the header row names the most fields.
fn delimiter(text: &str) -> char {
    let mut best = (0, ',');
    for delimiter in [',', ';', '\t', '|'] {
        let header = delimited::rows(text.lines().find(|line| !line.is_empty()).unwrap_or(""), delimiter);
        let named =
            header.iter().flat_map(|row| &row.fields).filter(|name| known_field(name).is_some()).count();
        if named > best.0 {
            best = (named, delimiter);
        }
    }
    best.1
}

fn row_text(fields: &[String], meanings: &[Option<&'static str>]) -> Result<Text, Refusal> {
    if fields.len() > meanings.len() {
        return Err(("", "too-many-fields"));
    }
    if fields.len() < meanings.len() {
        return Err(("", "too-few-fields"));
    }
    let mut text = Text::default();
    for (meaning, value) in meanings.iter().zip(fields) {
        if let Some(field) = meaning {
            set(&mut text, field, value.clone());
        }
    }
    Ok(text)
}

/// Sets a field; a blank value, empty or only white space, is no value.
fn set(text: &mut Text, field: &str, value: String) {
    if let Some(slot) = text.field(field)
        && !value.trim().is_empty()
    {
        *slot = value;
    }
}

/// The field and the reason of a rejection.
type Refusal = (&'static str, &'static str);

/// Whether a record can be used; the first check that fails says why not.
fn check(text: Text) -> Result<Record, Refusal> {
    if text.time.is_empty() {
        return Err(("time", "time-missing"));
    }
    let time = read_moment(&text.time).ok_or(("time", "time-unreadable"))?;
    if text.event.is_empty() {
        return Err(("event", "event-missing"));
    }
    let kind = Kind::of(&text.event).ok_or(("event", "event-unknown"))?;
    if text.session_id.is_empty() && text.instance_id.is_empty() {
        return Err(("session_id", "session-missing"));
    }
    if kind.needs_attendee() && Identity::of(&text).is_none() {
        return Err(("user_id", "attendee-missing"));
    }
    if kind.needs_bubble() && text.bubble_id.is_empty() {
        return Err(("bubble_id", "bubble-missing"));
    }
    if kind == Kind::Teleported && text.target_user_id.is_empty() && text.target_name.is_empty() {
        return Err(("target_user_id", "target-missing"));
    }
    Ok(Record { time, kind, text })
}

impl Log {
    fn take(&mut self, file: &File, line: u64, result: Result<Record, Refusal>) {
        self.read += 1;
        match result {
            Ok(record) => {
                self.used += 1;
                self.records.push(record);
            }
            Err((field, reason)) => {
                self.rejected.push(Rejected { file: file.name.clone(), line, field, reason });
            }
        }
    }
}
