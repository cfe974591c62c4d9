//! The mapping: what somebody says that the columns of a table mean which no platform is known to write.
//!
//! It names columns as their header does ([`FirstRows`] says how those are named that share a name or have
//! none), so that it fits every file with such columns, in whatever order. It can be kept as a small file:
//!
//! ```json
//! {
//!   "adsum": "mapping",
//!   "version": 1,
//!   "columns": { "name": "Student", "join": "In", "duration": "Present" },
//!   "duration_in": "minutes"
//! }
//! ```
//!
//! and, of a table with a row for each join and each leave:
//!
//! ```json
//! {
//!   "adsum": "mapping",
//!   "version": 1,
//!   "columns": { "email": "User", "time": "When", "action": "What" },
//!   "actions": { "join": ["entered"], "leave": ["gone"] }
//! }
//! ```

use super::first_rows::{FirstRows, nameless_place, plain};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The version of the file that is written, and the only one that is read.
const VERSION: u64 = 1;

/// What a column can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// The attendee's whole name.
    Name,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// E-mail address.
    Email,
    /// The attendee's id.
    UserId,
    /// Role in the session.
    Role,
    /// Country.
    Country,
    /// The session's name.
    SessionName,
    /// The session's id.
    SessionId,
    /// Which occurrence of the session.
    Instance,
    /// When the attendee joined.
    Join,
    /// When the attendee left.
    Leave,
    /// How long the attendee stayed.
    Duration,
    /// When the action was, in a table with a row for each.
    Time,
    /// Whether the row is a join or a leave.
    Action,
    /// The day of the times, where those tell only the time of the day.
    Date,
    /// The day of the leave, where it is not that of the join.
    LeaveDate,
}

impl Fact {
    /// Every fact, in the order in which somebody chooses.
    pub const ALL: [Self; 17] = [
        Self::Name,
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::UserId,
        Self::Join,
        Self::Leave,
        Self::Duration,
        Self::Date,
        Self::LeaveDate,
        Self::Time,
        Self::Action,
        Self::SessionName,
        Self::SessionId,
        Self::Instance,
        Self::Role,
        Self::Country,
    ];

    /// Its name in mapping files, on the page and for scripts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Email => "email",
            Self::UserId => "user_id",
            Self::Role => "role",
            Self::Country => "country",
            Self::SessionName => "session_name",
            Self::SessionId => "session_id",
            Self::Instance => "instance",
            Self::Join => "join",
            Self::Leave => "leave",
            Self::Duration => "duration",
            Self::Time => "time",
            Self::Action => "action",
            Self::Date => "date",
            Self::LeaveDate => "leave_date",
        }
    }

    /// The fact of this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fact| fact.code() == code)
    }

    /// What it is, in words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::FirstName => "first name",
            Self::LastName => "last name",
            Self::Email => "e-mail address",
            Self::UserId => "user id",
            Self::Role => "role",
            Self::Country => "country",
            Self::SessionName => "session’s name",
            Self::SessionId => "session’s id",
            Self::Instance => "occurrence of the session",
            Self::Join => "time of joining",
            Self::Leave => "time of leaving",
            Self::Duration => "duration",
            Self::Time => "time of the action",
            Self::Action => "action: joined or left",
            Self::Date => "date of the times",
            Self::LeaveDate => "date of leaving",
        }
    }
}

/// What durations are counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Minutes, also parts of them.
    #[default]
    Minutes,
    /// Hours, also parts of them.
    Hours,
    /// As a clock shows it: `1:05:30`, or `1:05` for an hour and five minutes.
    Clock,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 4] = [Self::Seconds, Self::Minutes, Self::Hours, Self::Clock];

    /// Its name in mapping files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Clock => "h:mm:ss",
        }
    }

    /// The unit of this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.code() == code)
    }

    /// A duration in seconds; none where it is none. A word behind the number (`45 min`) is passed over, a
    /// comma is as good as a point, and a duration with colons is read as a clock shows it in any unit.
    pub(super) fn read(self, text: &str) -> Option<i64> {
        let text = text.trim();
        if text.contains(':') {
            return clock(text);
        }
        let seconds = match self {
            Self::Seconds => 1.0,
            Self::Minutes => 60.0,
            Self::Hours | Self::Clock => 3_600.0,
        };
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(text.len());
        let (number, word) = text.split_at(end);
        if number.len() > 9 || word.chars().any(|c| !c.is_alphabetic() && !c.is_whitespace() && c != '.') {
            return None;
        }
        let number: f64 = number.replace(',', ".").parse().ok()?;
        #[expect(clippy::cast_possible_truncation, reason = "nine digits and a factor fit")]
        (self != Self::Clock || word.is_empty()).then_some((number * seconds).round() as i64)
    }
}

/// `h:mm:ss` or `h:mm`.
fn clock(text: &str) -> Option<i64> {
    let mut parts = text.split(':').map(|part| {
        let is_number = (1..=5).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i64>().ok().filter(|_| is_number)
    });
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = parts.next().unwrap_or(Some(0))?;
    (parts.next().is_none() && minutes < 60 && seconds < 60).then_some(hours * 3_600 + minutes * 60 + seconds)
}

/// What a mapping lacks that a report needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// Nothing tells who it is.
    Who,
    /// Nothing tells when they joined.
    When,
    /// A time of an action, but no column that tells which, or the other way round.
    Action,
    /// Joins are told in two ways: by a column, and by actions.
    TwoWays,
    /// No action means that somebody joined.
    JoinActions,
}

impl Lack {
    /// A stable name, for scripts and for the page's catalogue of texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Who => "who",
            Self::When => "when",
            Self::Action => "action",
            Self::TwoWays => "two-ways",
            Self::JoinActions => "join-actions",
        }
    }

    /// What to do about it, in words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Who => "say which column tells who it is: a name, an e-mail address or a user id",
            Self::When => {
                "say which column tells when they joined, or which tell the time of an action and the action"
            }
            Self::Action => "the time of an action and the action need each other",
            Self::TwoWays => "say either when they joined, or the time of an action and the action, not both",
            Self::JoinActions => "say which actions mean that somebody joined",
        }
    }
}

/// What the columns of a table mean. See the [module](self).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The column that tells a fact, by its name.
    pub columns: BTreeMap<Fact, String>,
    /// What durations are counted in.
    pub duration_in: Unit,
    /// The actions that mean that somebody joined.
    pub joins: Vec<String>,
    /// Those that mean that somebody left.
    pub leaves: Vec<String>,
}

/// What is wrong with a mapping file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// It is no JSON.
    #[error("it is no JSON: {0}")]
    NoJson(String),
    /// It is JSON of something else.
    #[error("it does not begin with \"adsum\": \"mapping\"")]
    NoMapping,
    /// Another version.
    #[error("it has version {0}, and only version {VERSION} is known")]
    Version(String),
    /// A member of no meaning.
    #[error("{member} is not known; known are: {known}")]
    Unknown {
        /// Its name, with where it stands.
        member: String,
        /// What is known there.
        known: String,
    },
    /// A value of another kind.
    #[error("{member} must be {what}")]
    Value {
        /// Whose.
        member: String,
        /// What it must be.
        what: &'static str,
    },
    /// A column that is to tell two facts.
    #[error("the column {0:?} is named twice")]
    Twice(String),
    /// It says too little.
    #[error("it lacks something: {}", .0.text())]
    Lacks(Lack),
}

/// The mapping as it is written.
#[derive(Serialize)]
struct File<'a> {
    adsum: &'static str,
    version: u64,
    columns: BTreeMap<&'static str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_in: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions: Option<Actions<'a>>,
}

#[derive(Serialize)]
struct Actions<'a> {
    join: &'a [String],
    leave: &'a [String],
}

impl Mapping {
    /// The column of a fact.
    pub fn column(&self, fact: Fact) -> Option<&str> {
        self.columns.get(&fact).map(String::as_str)
    }

    /// Whether it is of a table with a row for each join and each leave.
    pub(super) fn has_actions(&self) -> bool {
        self.columns.contains_key(&Fact::Action)
    }

    /// What it lacks; empty where it can be used.
    pub fn lacks(&self) -> Vec<Lack> {
        let has = |facts: &[Fact]| facts.iter().any(|fact| self.columns.contains_key(fact));
        let who = [Fact::Name, Fact::FirstName, Fact::LastName, Fact::Email, Fact::UserId];
        let (join, time, action) = (has(&[Fact::Join]), has(&[Fact::Time]), has(&[Fact::Action]));
        let found = [
            (Lack::Who, !has(&who)),
            (Lack::When, !join && !time && !action),
            (Lack::Action, time != action),
            (Lack::TwoWays, join && (time || action)),
            (Lack::JoinActions, action && time && self.joins.is_empty()),
        ];
        found.into_iter().filter(|&(_, lacks)| lacks).map(|(lack, _)| lack).collect()
    }

    /// Whether it tells when somebody left. A report can do without: each stay then ends when the session does.
    pub fn tells_leaving(&self) -> bool {
        if self.has_actions() {
            return !self.leaves.is_empty();
        }
        [Fact::Leave, Fact::Duration].iter().any(|fact| self.columns.contains_key(fact))
    }

    /// As a file, to be kept and dropped with the logs later.
    pub fn to_json(&self) -> String {
        let file = File {
            adsum: "mapping",
            version: VERSION,
            columns: self.columns.iter().map(|(fact, column)| (fact.code(), column.as_str())).collect(),
            duration_in: self.columns.contains_key(&Fact::Duration).then(|| self.duration_in.code()),
            actions: self.has_actions().then_some(Actions { join: &self.joins, leave: &self.leaves }),
        };
        serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
    }

    /// Reads a mapping file.
    pub fn from_json(text: &str) -> Result<Self, MappingError> {
        let text = text.trim_start_matches('\u{FEFF}');
        let value: Value =
            serde_json::from_str(text).map_err(|error| MappingError::NoJson(error.to_string()))?;
        let file = value.as_object().filter(|file| file.get("adsum").is_some_and(|kind| kind == "mapping"));
        let file = file.ok_or(MappingError::NoMapping)?;
        let version = file.get("version").unwrap_or(&Value::Null);
        if version.as_u64() != Some(VERSION) {
            return Err(MappingError::Version(version.to_string()));
        }
        known("", file, &["adsum", "version", "columns", "duration_in", "actions"])?;
        let mut mapping = Self::default();
        for (code, column) in object("columns", file.get("columns"))? {
            let fact = Fact::from_code(code).ok_or_else(|| MappingError::Unknown {
                member: format!("columns.{code}"),
                known: Fact::ALL.map(Fact::code).join(", "),
            })?;
            let column = text_of(&format!("columns.{code}"), column)?;
            if mapping.columns.values().any(|other| plain(other) == plain(&column)) {
                return Err(MappingError::Twice(column));
            }
            mapping.columns.insert(fact, column);
        }
        if let Some(unit) = file.get("duration_in") {
            let unit = unit.as_str().and_then(Unit::from_code);
            mapping.duration_in = unit.ok_or_else(|| MappingError::Value {
                member: "duration_in".to_owned(),
                what: "one of seconds, minutes, hours, h:mm:ss",
            })?;
        }
        if let Some(actions) = file.get("actions") {
            let actions = object("actions", Some(actions))?;
            known("actions.", actions, &["join", "leave"])?;
            mapping.joins = texts("actions.join", actions.get("join"))?;
            mapping.leaves = texts("actions.leave", actions.get("leave"))?;
        }
        // What is said of a column that is not named says nothing, and is not written again either.
        if !mapping.has_actions() {
            (mapping.joins, mapping.leaves) = (Vec::new(), Vec::new());
        }
        if !mapping.columns.contains_key(&Fact::Duration) {
            mapping.duration_in = Unit::default();
        }
        match mapping.lacks().first() {
            Some(&lack) => Err(MappingError::Lacks(lack)),
            None => Ok(mapping),
        }
    }

    /// A mapping file, told by its content; none where the text is something else.
    pub fn told(text: &[u8]) -> Option<Result<Self, MappingError>> {
        let text = text.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(text).trim_ascii_start();
        let kind = memchr::memmem::find(text, b"\"adsum\"").filter(|_| text.starts_with(b"{"))?;
        let behind = text[kind + 7..].trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
        behind.starts_with(b"\"mapping\"").then(|| Self::from_json(&String::from_utf8_lossy(text)))
    }

    /// The place of each column among these; else the columns that are not there. A column without a name may
    /// stand behind the last that has one.
    pub(super) fn places(&self, columns: &[String]) -> Result<Places, Vec<String>> {
        let columns: Vec<String> = columns.iter().map(|column| plain(column)).collect();
        let mut missing = Vec::new();
        let mut places = Places::default();
        for (&fact, column) in &self.columns {
            let name = plain(column);
            let beyond = || nameless_place(&name).filter(|&place| place >= columns.len());
            match columns.iter().position(|column| *column == name).or_else(beyond) {
                Some(place) => places.0[fact as usize] = Some(place),
                None => missing.push(column.clone()),
            }
        }
        if missing.is_empty() { Ok(places) } else { Err(missing) }
    }

    /// What each of these columns tells, where it is said.
    pub fn facts(&self, first: &FirstRows) -> Vec<Option<Fact>> {
        let fact = |column: &String| {
            let is_it = |(_, named): &(&Fact, &String)| plain(named) == plain(column);
            self.columns.iter().find(is_it).map(|(&fact, _)| fact)
        };
        first.columns.iter().map(fact).collect()
    }

    /// Whether a table has all the columns that it names.
    pub fn fits(&self, first: &FirstRows) -> bool {
        self.places(&first.columns).is_ok()
    }
}

/// Where in a row what stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Places([Option<usize>; Fact::ALL.len()]);

impl Places {
    pub(super) fn of(&self, fact: Fact) -> Option<usize> {
        self.0[fact as usize]
    }
}

fn known(place: &str, object: &Map<String, Value>, names: &[&str]) -> Result<(), MappingError> {
    match object.keys().find(|key| !names.contains(&key.as_str())) {
        Some(key) => Err(MappingError::Unknown { member: format!("{place}{key}"), known: names.join(", ") }),
        None => Ok(()),
    }
}

fn object<'a>(member: &str, value: Option<&'a Value>) -> Result<&'a Map<String, Value>, MappingError> {
    let wrong = || MappingError::Value { member: member.to_owned(), what: "an object" };
    value.and_then(Value::as_object).ok_or_else(wrong)
}

fn text_of(member: &str, value: &Value) -> Result<String, MappingError> {
    let text = value.as_str().map(str::trim).filter(|text| !text.is_empty());
    let wrong = || MappingError::Value { member: member.to_owned(), what: "a text that is not blank" };
    text.map(str::to_owned).ok_or_else(wrong)
}

fn texts(member: &str, value: Option<&Value>) -> Result<Vec<String>, MappingError> {
    let wrong = || MappingError::Value { member: member.to_owned(), what: "a list of texts" };
    match value {
        None => Ok(Vec::new()),
        Some(value) => value.as_array().ok_or_else(wrong)?.iter().map(|text| text_of(member, text)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(facts: &[(Fact, &str)]) -> Mapping {
        let columns = facts.iter().map(|&(fact, column)| (fact, column.to_owned())).collect();
        Mapping { columns, ..Mapping::default() }
    }

    /// A row of an action is one moment: what else stands in it is not read.
    #[test]
    fn of_actions_only_an_action_tells_that_somebody_left() {
        let leave = [(Fact::Leave, "Out"), (Fact::Duration, "Long")];
        let mut acting = mapping(&[&leave[..], &[(Fact::Action, "What")]].concat());
        assert!(mapping(&leave).tells_leaving() && !mapping(&[]).tells_leaving() && !acting.tells_leaving());
        acting.leaves.push("out".to_owned());
        assert!(acting.tells_leaving());
    }

    #[test]
    fn a_mapping_file_gives_back_the_mapping() {
        let plain = mapping(&[(Fact::Name, "Who"), (Fact::Join, "\"In\" 李"), (Fact::Leave, "Out")]);
        let mut lasting = mapping(&[(Fact::Email, "Mail"), (Fact::Join, "In"), (Fact::Duration, "Long")]);
        lasting.duration_in = Unit::Clock;
        let mut acting = mapping(&[(Fact::UserId, "Id"), (Fact::Time, "When"), (Fact::Action, "What")]);
        (acting.joins, acting.leaves) = (vec!["in".to_owned()], vec!["out".to_owned(), "off".to_owned()]);
        for mapping in [plain, lasting, acting] {
            let text = mapping.to_json();
            assert_eq!(Mapping::from_json(&text).as_ref(), Ok(&mapping), "{text}");
            assert_eq!(Mapping::told(text.as_bytes()), Some(Ok(mapping)), "{text}");
        }
    }

    /// Nobody could see it where it is said what the columns mean.
    #[test]
    fn what_is_said_of_columns_that_are_not_named_is_forgotten() {
        let plain = mapping(&[(Fact::Name, "Who"), (Fact::Join, "In"), (Fact::Leave, "Out")]);
        let more = r#""version": 1, "duration_in": "hours", "actions": {"join": ["x"]}"#;
        let text = plain.to_json().replace(r#""version": 1"#, more);
        assert_eq!(Mapping::from_json(&text), Ok(plain));
    }

    #[test]
    fn what_is_wrong_with_a_mapping_file_is_said() {
        let file = |rest: &str| format!("{{\"adsum\": \"mapping\", \"version\": 1, {rest}}}");
        let fine = "\"columns\": {\"name\": \"N\", \"join\": \"J\"}";
        assert!(Mapping::from_json(&file(fine)).is_ok());
        for (text, wrong) in [
            ("{".to_owned(), "it is no JSON: EOF while parsing an object at line 1 column 1"),
            ("[]".to_owned(), "it does not begin with \"adsum\": \"mapping\""),
            ("{\"adsum\": \"mapping\"}".to_owned(), "it has version null, and only version 1 is known"),
            (file("\"columns\": []"), "columns must be an object"),
            (
                file(&format!("{fine}, \"x\": 1")),
                "x is not known; known are: adsum, version, columns, duration_in, actions",
            ),
            (file("\"columns\": {\"name\": 1}"), "columns.name must be a text that is not blank"),
            (file("\"columns\": {\"name\": \"A\", \"join\": \"A\"}"), "the column \"A\" is named twice"),
            (
                file("\"columns\": {\"join\": \"J\"}"),
                "it lacks something: say which column tells who it is: a name, an e-mail address or a user id",
            ),
            (
                file("\"columns\": {\"name\": \"N\", \"time\": \"T\"}"),
                "it lacks something: the time of an action and the action need each other",
            ),
            (
                file(&format!("{fine}, \"duration_in\": \"days\"")),
                "duration_in must be one of seconds, minutes, hours, h:mm:ss",
            ),
            (
                file(&format!("{fine}, \"actions\": {{\"join\": \"in\"}}")),
                "actions.join must be a list of texts",
            ),
        ] {
            assert_eq!(
                Mapping::from_json(&text).map_err(|error| error.to_string()),
                Err(wrong.to_owned()),
                "{text}"
            );
        }
        let unknown =
            Mapping::from_json(&file("\"columns\": {\"nmae\": \"N\"}")).map_err(|error| error.to_string());
        assert!(
            unknown.is_err_and(|error| error.starts_with("columns.nmae is not known; known are: name, "))
        );
    }

    #[test]
    fn other_json_is_no_mapping_file() {
        for text in ["", "{}", "[]", "{\"adsum\": \"else\"}", "{\"time\": 1}", "\"adsum\": \"mapping\""] {
            assert_eq!(Mapping::told(text.as_bytes()), None, "{text}");
        }
        assert!(matches!(
            Mapping::told(b"{\"adsum\":\"mapping\",\"version\""),
            Some(Err(MappingError::NoJson(_)))
        ));
    }

    #[test]
    fn durations_are_read_in_their_unit() {
        for (unit, text, seconds) in [
            (Unit::Seconds, "90", Some(90)),
            (Unit::Minutes, "1.5", Some(90)),
            (Unit::Minutes, "1,5 Min.", Some(90)),
            (Unit::Hours, "2", Some(7_200)),
            (Unit::Clock, "1:05:30", Some(3_930)),
            (Unit::Clock, "0:45", Some(2_700)),
            (Unit::Minutes, "00:45:00", Some(2_700)),
            (Unit::Minutes, "soon", None),
            (Unit::Minutes, "-5", None),
            (Unit::Clock, "1:70:00", None),
            (Unit::Clock, "1:00:00:00", None),
            (Unit::Seconds, "99999999999", None),
            (Unit::Seconds, "", None),
        ] {
            assert_eq!(unit.read(text), seconds, "{text} in {unit:?}");
        }
    }

    #[test]
    fn columns_are_known_whatever_their_case() {
        let first = FirstRows::new("WHO ;In\u{A0}Time;Who\nx;y;z".as_bytes(), true).unwrap();
        let fits = |facts: &[(Fact, &str)]| mapping(facts).fits(&first);
        assert!(fits(&[(Fact::Name, "who"), (Fact::Join, "in time")]));
        assert!(!fits(&[(Fact::Name, "who"), (Fact::Join, "out")]));
        let facts = mapping(&[(Fact::Join, "in time")]).facts(&first);
        assert_eq!(facts, [None, Some(Fact::Join), None]);
    }
}
