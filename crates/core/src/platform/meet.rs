//! Google Meet.
//!
//! **Attendance report** ([`Attendance`]), mailed as a table: a row an attendee, with the first join, the last
//! exit and the time in the call. Rejoins are in none of it. Times have no day: it is asked. The columns are
//! known by their English names; above them the meeting may stand with its title and date.
//!
//! **Admin Reports** ([`Calls`]): an item for every connection that left, with when and after how long. The
//! session is the meeting's code (else its calendar event), the occurrence the conference.
//!
//! **Meet API** ([`Records`]): a conference record, its participants and their sessions, one for every join of
//! every device. The session is the space, the occurrence the conference record.

use super::draft::{Draft, Facts};
use super::foreign::OPENING;
use super::row::Row;
use super::value::{Object, Part, Source, has_member, part_fault};
use super::{
    DocumentReader, Found, Opening, Platform, Reader, Shape, TableReader, Tally, Unknown, Use, Verdict, fault,
};
use crate::event::{Field, Kind};
use crate::intake::Refusal;
use crate::ledger::Stated;
use crate::problem::{Fault, Irregularity, Reason};
use crate::time::{When, civil};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    if !matches!(opening.shape, Shape::Json) {
        return attendance(opening);
    }
    let has = |name| has_member(opening.text, name);
    let text = &opening.text[..opening.text.floor_char_boundary(OPENING)];
    let stem = || opening.stem().to_owned();
    let found = if text.contains("\"call_ended\"") && has("parameters") && has("events") {
        let evidence = vec!["it has events “call_ended”".to_owned()];
        let reader = Reader::Document(Box::new(Calls { stem: stem() }));
        Found { platform: Platform::MeetAdmin, evidence, reader }
    } else if text.contains("conferenceRecords/") && (has("participants") || has("participantSessions")) {
        let evidence = vec!["it has participants of “conferenceRecords/…”".to_owned()];
        let reader = Reader::Document(Box::new(Records { stem: stem() }));
        Found { platform: Platform::MeetRest, evidence, reader }
    } else {
        return None;
    };
    Some(Verdict::Is(found))
}

/// Where what stands in a row of the attendance report.
#[derive(Clone, Copy, Debug)]
struct Columns {
    first: Option<usize>,
    last: Option<usize>,
    name: Option<usize>,
    email: Option<usize>,
    duration: usize,
    join: Option<usize>,
    exit: Option<usize>,
}

impl Columns {
    fn named(header: &Row<'_>) -> Option<Self> {
        let cells: Vec<String> = header.cells().map(str::to_lowercase).collect();
        let place = |names: &[&str]| cells.iter().position(|cell| names.contains(&cell.as_str()));
        let columns = Self {
            first: place(&["first name"]),
            last: place(&["last name"]),
            name: place(&["name", "participant name"]),
            email: place(&["email", "email address"]),
            duration: place(&["duration", "time in call", "total duration"])?,
            join: place(&["time joined", "first joined", "first joined time", "joined"]),
            exit: place(&["time exited", "last exited", "last exited time", "time left"]),
        };
        let named = columns.name.or(columns.first).is_some() && columns.email.is_some();
        let whole = columns.join.is_some() == columns.exit.is_some();
        let alone = columns.join.is_some() || cells.iter().eq(["name", "email", "duration"]);
        (named && whole && alone).then_some(columns)
    }
}

fn attendance(opening: &Opening<'_>) -> Option<Verdict> {
    let (header, columns) = opening.rows().iter().find_map(|row| Some((row, Columns::named(row)?)))?;
    if columns.join.is_none() {
        return Some(Verdict::Refused(Refusal::OfNoUse {
            what: "an attendance list of Google Meet",
            why: "it has each one's time in the call, but no time at which anybody joined or left",
            instead: "Take the attendance report that Meet mails to the host, with the columns Time joined and Time exited.",
        }));
    }
    let evidence = vec![format!("its columns are “{}”", header.cells().collect::<Vec<_>>().join("”, “"))];
    let reader = Reader::Table(Box::new(Attendance {
        stem: opening.stem().to_owned(),
        header: header.clone(),
        columns,
        headed: false,
        above: None,
        title: String::new(),
        date: String::new(),
        times: [None, None],
    }));
    Some(Verdict::Is(Found { platform: Platform::MeetCsv, evidence, reader }))
}

/// Reads an attendance report.
#[derive(Debug)]
struct Attendance {
    stem: String,
    header: Row<'static>,
    columns: Columns,
    headed: bool,
    /// The header of the meeting's facts.
    above: Option<Row<'static>>,
    title: String,
    date: String,
    times: [Option<(u64, When)>; 2],
}

impl Attendance {
    /// A row above the table: `Meeting title,Date,Start time,End time` and their values.
    fn fact(&mut self, row: &Row<'_>, draft: &mut Draft) {
        let Some(header) = &self.above else {
            if row.cells().any(|cell| cell.eq_ignore_ascii_case("meeting title")) {
                self.above = Some(Row::clone(row).into_owned());
            }
            return;
        };
        let at = |name: &str| row.at(header.cells().position(|cell| cell.eq_ignore_ascii_case(name)));
        at("meeting title").clone_into(&mut self.title);
        if civil::is_date(at("date")) {
            at("date").clone_into(&mut self.date);
        }
        for (time, name) in self.times.iter_mut().zip(["start time", "end time"]) {
            *time = read(&self.date, row.line(), at(name), draft).map(|when| (row.line(), when));
        }
    }

    fn session(&self) -> Facts<'_> {
        let facts = Facts::new()
            .with(Field::SessionId, if self.title.is_empty() { &self.stem } else { &self.title })
            .with(Field::SessionName, &self.title);
        match self.times[0] {
            Some((_, start)) => facts.with_time(Field::InstanceId, Some(start)),
            None => facts.with(Field::InstanceId, &self.stem),
        }
    }

    fn time(&self, row: &Row<'_>, place: Option<usize>, draft: &mut Draft) -> Result<When, Fault> {
        match (row.at(place), read(&self.date, row.line(), row.at(place), draft)) {
            ("", _) => Err(fault(Reason::JoinMissing, row, place)),
            (_, None) => Err(fault(Reason::JoinUnreadable, row, place)),
            (_, Some(when)) => Ok(when),
        }
    }
}

/// Reads a time, with the day that the file tells of all of them, if it does.
fn read(date: &str, line: u64, text: &str, draft: &mut Draft) -> Option<When> {
    if !date.is_empty() && civil::is_time_of_day(text) {
        return draft.time(line, &format!("{date} {text}"));
    }
    draft.time(line, text)
}

impl TableReader for Attendance {
    fn row(&mut self, row: &mut Row<'_>, draft: &mut Draft) -> Result<Use, Fault> {
        if row.is_blank() {
            return Ok(Use::Structure);
        }
        if row.cells().eq(self.header.cells()) {
            self.headed = true;
            return Ok(Use::Structure);
        }
        if !self.headed {
            self.fact(row, draft);
            return Ok(Use::Structure);
        }
        let columns = self.columns;
        if row.len() > self.header.len() {
            return Err(fault(Reason::RowUnknown, row, Some(self.header.len())));
        }
        let (first, last) = (row.at(columns.first), row.at(columns.last));
        let full = [first, last].join(" ");
        let name = if columns.name.is_some() { row.at(columns.name) } else { full.trim() };
        let email = Some(row.at(columns.email)).filter(|email| email.contains('@')).unwrap_or_default();
        let join = self.time(row, columns.join, draft)?;
        let exit = self.time(row, columns.exit, draft)?;
        let seconds = match row.get(columns.duration) {
            "" | "-" => None,
            text => match seconds(text) {
                Some(seconds) => Some(seconds),
                None => return Err(fault(Reason::TimeUnreadable, row, Some(columns.duration))),
            },
        };
        let facts = self
            .session()
            .with(Field::DisplayName, name)
            .with(Field::FirstName, first)
            .with(Field::LastName, last)
            .with(Field::Email, email);
        draft.stay(row.line(), join, Some(exit), &facts)?;
        draft.state(row.line(), join, &facts, Stated { seconds, rejoins: None })?;
        draft.note(Irregularity::StaysUnknown, row.line());
        Ok(Use::Record)
    }

    fn finish(&mut self, draft: &mut Draft, tally: &mut Tally) {
        for (kind, time) in [Kind::RoomOpened, Kind::RoomClosed].into_iter().zip(self.times) {
            match time.map(|(line, when)| (line, draft.event(line, kind, when, &self.session()))) {
                Some((line, Err(fault))) => tally.reject(line, 0, &fault, ""),
                Some((_, Ok(()))) => {}
                None => draft.unknown(Unknown::RoomTimes),
            }
        }
        if self.title.is_empty() {
            draft.unknown(Unknown::SessionName);
        }
        for unknown in [Unknown::SessionId, Unknown::Owner, Unknown::Roles, Unknown::Stays, Unknown::Rejoins]
        {
            draft.unknown(unknown);
        }
    }
}

/// Seconds of `58 min`, `1 hr 2 min`, `42m`, `1h 2m 3s`, `1:00:00`, `32:14` (minutes and seconds).
fn seconds(text: &str) -> Option<u64> {
    let number =
        |text: &str| Some(text).filter(|text| text.len() <= 6).and_then(|text| text.parse::<u64>().ok());
    if text.contains(':') {
        let parts: Vec<u64> = text.split(':').map(number).collect::<Option<_>>()?;
        return match *parts.as_slice() {
            [minutes, seconds] if seconds < 60 => Some(minutes * 60 + seconds),
            [hours, minutes, seconds] if minutes < 60 && seconds < 60 => {
                Some(hours * 3_600 + minutes * 60 + seconds)
            }
            _ => None,
        };
    }
    let (mut rest, mut total) = (text.trim(), None);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (count, behind) = rest.split_at(digits);
        let behind = behind.trim_start();
        let letters = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
        let (unit, behind) = behind.split_at(letters);
        let unit = match unit.to_lowercase().as_str() {
            "h" | "hr" | "hrs" | "hour" | "hours" => 3_600,
            "m" | "min" | "mins" | "minute" | "minutes" => 60,
            "s" | "sec" | "secs" | "second" | "seconds" => 1,
            _ => return None,
        };
        total = Some(total.unwrap_or(0) + number(count)? * unit);
        rest = behind.trim_start_matches(['.', ',']).trim_start();
    }
    total
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_written() {
        for (text, told) in [
            ("58 min", Some(3_480)),
            ("1 hr 2 min", Some(3_720)),
            ("42m", Some(2_520)),
            ("1h 2m 3s", Some(3_723)),
            ("1:00:00", Some(3_600)),
            ("32:14", Some(1_934)),
            ("", None),
            ("58", None),
            ("min", None),
            ("1:75", None),
            ("99999999999999 min", None),
            ("1 Std.", None),
        ] {
            assert_eq!(seconds(text), told, "{text}");
        }
    }
}
