//! Microsoft Graph: `meetingAttendanceReport`, the attendance report of Teams as a program fetches it.
//!
//! One report, a list of them (`value`), or the bare list of its `attendanceRecords`. All times are instants.
//! A record is one attendance interval. The report's id is the occurrence; it has no meeting id and no title.

use super::draft::{Draft, Facts};
use super::teams;
use super::value::{Object, Part, Source, has_member, part_fault};
use super::{DocumentReader, Found, Opening, Platform, Reader, Shape, Tally, Unknown, Verdict};
use crate::event::{Field, Kind};
use crate::intake::Refusal;
use crate::problem::{Fault, Reason};
use crate::time::When;

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    if !matches!(opening.shape, Shape::Json) {
        return None;
    }
    let has = |name| has_member(opening.text, name);
    let known = ["attendanceRecords", "attendanceIntervals", "meetingStartDateTime"].map(has);
    let [records, intervals, start] = known;
    if !(intervals && (records || has("joinDateTime")) || records && start) {
        return (start && has("totalParticipantCount")).then_some(Verdict::Refused(Refusal::OfNoUse {
            what: "a list of attendance reports of Microsoft Graph",
            why: "it says when the meetings were, but not who attended",
            instead: "Fetch it with $expand=attendanceRecords, or each report by its id.",
        }));
    }
    let names = ["attendanceRecords", "attendanceIntervals", "meetingStartDateTime"];
    let found = names.into_iter().zip(known).filter(|(_, has)| *has);
    let evidence = found.map(|(name, _)| format!("it has “{name}”")).collect();
    let reader = Reader::Document(Box::new(Reports { stem: opening.stem().to_owned() }));
    Some(Verdict::Is(Found { platform: Platform::GraphReport, evidence, reader }))
}

/// Reads attendance reports.
#[derive(Debug)]
struct Reports {
    stem: String,
}

impl DocumentReader for Reports {
    fn read(&mut self, text: &str, draft: &mut Draft, tally: &mut Tally) -> Result<(), Refusal> {
        draft.clock_is_utc();
        let source = Source::new(text);
        let whole = Part::whole(&source)?;
        let Some(object) = whole.object() else {
            self.reports(&whole.list(), draft, tally);
            return Ok(());
        };
        match object.get("value") {
            Some(value) if object.get("attendanceRecords").is_none() => {
                self.reports(&value.list(), draft, tally);
            }
            _ => self.report(&object, &object.list("attendanceRecords"), draft, tally),
        }
        Ok(())
    }
}

impl Reports {
    /// A list: of reports, or of the records of one.
    fn reports(&self, parts: &[Part<'_>], draft: &mut Draft, tally: &mut Tally) {
        let is_report = |part: &Part<'_>| {
            part.object().is_some_and(|object| {
                object.get("attendanceRecords").is_some() || object.get("meetingStartDateTime").is_some()
            })
        };
        if !parts.iter().any(is_report) {
            if let Some(object) = parts.first().and_then(|part| part.object()) {
                // These have no report around them; what stands in one of them is not looked for.
                self.records(&Session::of_file(&self.stem), &object, parts, draft, tally);
            }
            return;
        }
        for part in parts {
            match part.object() {
                Some(object) => {
                    self.report(&object, &object.list("attendanceRecords"), draft, tally);
                }
                None => tally.reject(part.line(), 0, &part_fault(Reason::PartUnknown, ""), part.shown()),
            }
        }
    }

    fn report(&self, report: &Object<'_>, records: &[Part<'_>], draft: &mut Draft, tally: &mut Tally) {
        let line = report.part.line();
        let mut time = |name: &str| {
            let text = report.text(name);
            let when = draft.instant(line, &text);
            if when.is_none() && !text.is_empty() {
                tally.reject(line, 0, &part_fault(Reason::TimeUnreadable, &text), report.part.shown());
            }
            when
        };
        let id = report.text("id");
        let session = Session {
            id: if id.is_empty() { self.stem.clone() } else { id },
            opened: time("meetingStartDateTime"),
            closed: time("meetingEndDateTime"),
        };
        self.records(&session, report, records, draft, tally);
    }

    fn records(
        &self,
        session: &Session,
        report: &Object<'_>,
        records: &[Part<'_>],
        draft: &mut Draft,
        tally: &mut Tally,
    ) {
        let mut owner = String::new();
        for part in records {
            match part.object() {
                Some(record) => {
                    let attendee = Attendee::new(&record);
                    if owner.is_empty() && attendee.role == "Moderator" {
                        owner.clone_from(&attendee.name);
                    }
                    attendee.stays(session, &record, draft, tally);
                }
                None => tally.reject(part.line(), 0, &part_fault(Reason::PartUnknown, ""), part.shown()),
            }
        }
        let facts = Facts::new().with(Field::InstanceId, &session.id).with(Field::SessionOwner, &owner);
        let line = report.part.line();
        for (kind, when) in [(Kind::RoomOpened, session.opened), (Kind::RoomClosed, session.closed)] {
            match when.map(|when| draft.event(line, kind, when, &facts)) {
                Some(Err(fault)) => tally.reject(line, 0, &fault, report.part.shown()),
                Some(Ok(())) => {}
                None => draft.unknown(Unknown::RoomTimes),
            }
        }
        if owner.is_empty() {
            draft.unknown(Unknown::Owner);
        }
        draft.unknown(Unknown::SessionName);
        draft.unknown(Unknown::SessionId);
    }
}

#[derive(Debug)]
struct Session {
    id: String,
    opened: Option<When>,
    closed: Option<When>,
}

impl Session {
    fn of_file(stem: &str) -> Self {
        Self { id: stem.to_owned(), opened: None, closed: None }
    }
}

#[derive(Debug)]
struct Attendee {
    id: String,
    name: String,
    email: String,
    role: String,
}

impl Attendee {
    fn new(record: &Object<'_>) -> Self {
        let identity = record.object("identity");
        let text = |name| identity.as_ref().map_or_else(String::new, |identity| identity.text(name));
        Self {
            id: text("id"),
            name: text("displayName"),
            email: record.text("emailAddress"),
            role: teams::role(&record.text("role")).to_owned(),
        }
    }

    fn stays(&self, session: &Session, record: &Object<'_>, draft: &mut Draft, tally: &mut Tally) {
        let facts = Facts::new()
            .with(Field::InstanceId, &session.id)
            .with(Field::UserId, &self.id)
            .with(Field::DisplayName, &self.name)
            .with(Field::Email, &self.email)
            .with(Field::Role, &self.role);
        let intervals = record.list("attendanceIntervals");
        if intervals.is_empty() {
            // There may be a total, but nobody knows of when.
            tally.reject(
                record.part.line(),
                0,
                &part_fault(Reason::JoinMissing, &record.text("totalAttendanceInSeconds")),
                record.part.shown(),
            );
        }
        let mut open = false;
        for interval in intervals {
            match stay(interval, &facts, draft) {
                Ok(left) => {
                    open |= !left;
                    tally.used();
                }
                Err(fault) => tally.reject(interval.line(), 0, &fault, interval.shown()),
            }
        }
        if open && session.closed.is_none() {
            draft.needs_end();
        }
    }
}

/// Adds a stay; whether it has an end.
fn stay(interval: Part<'_>, facts: &Facts<'_>, draft: &mut Draft) -> Result<bool, Fault> {
    let line = interval.line();
    let object = interval.object().ok_or_else(|| part_fault(Reason::PartUnknown, ""))?;
    let mut time = |name: &str| {
        let text = object.text(name);
        match draft.instant(line, &text) {
            Some(when @ When::Instant(_)) => Ok(Some(when)),
            None if text.is_empty() => Ok(None),
            _ => Err(part_fault(Reason::JoinUnreadable, &text)),
        }
    };
    let (join, leave) = (time("joinDateTime")?, time("leaveDateTime")?);
    let join = join.ok_or_else(|| part_fault(Reason::JoinMissing, ""))?;
    draft.stay(line, join, leave, facts)?;
    Ok(leave.is_some())
}
