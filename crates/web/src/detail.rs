//! What is behind a row, as plain data.

use crate::show::written;
use adsum_core::intake::FileSummary;
use adsum_core::report::detail::{self, Connected, Detail, Opening, Present, Stay, Visit};
use adsum_core::time::{Zone, write};
use serde::Serialize;
use tsify::Tsify;

/// What is behind a row.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct DetailOfRow {
    /// None, where nothing more is known than what stands in the row.
    pub detail: Option<DetailText>,
}

/// The person or session that a row is about.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct DetailText {
    /// The session's event code.
    pub event_code: String,
    /// Its id.
    pub session_id: String,
    /// Its name.
    pub session_name: String,
    /// Who, if it is about somebody: the name, the field that they are known by, what stands in it.
    pub who: Option<(String, &'static str, String)>,
    /// What they did in each occurrence.
    pub visits: Vec<VisitText>,
    /// The occurrences, if it is about the session.
    pub openings: Vec<OpeningText>,
}

/// When something was, in the report's time zone, and where the log says so.
#[derive(Serialize, Tsify)]
pub struct Moment {
    /// When, to the second.
    pub time: String,
    /// The file.
    pub file: String,
    /// The line in it.
    pub line: u64,
}

/// Somebody in an occurrence.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct VisitText {
    /// The occurrence's id.
    pub instance: String,
    /// When the room opened.
    pub opened: Option<Moment>,
    /// When it closed.
    pub closed: Option<Moment>,
    /// The time present, as in the report.
    pub present: String,
    /// How often they rejoined; none where nobody knows.
    pub rejoins: Option<u64>,
    /// Their stays.
    pub stays: Vec<StayText>,
    /// How the figures came about.
    pub remarks: Vec<Remark>,
    /// The first of the records of them.
    pub records: Vec<RecordText>,
    /// How many more there are.
    pub more: usize,
}

/// An unbroken presence.
#[derive(Serialize, Tsify)]
pub struct StayText {
    /// Its first second.
    pub from: String,
    /// Its last.
    pub to: String,
    /// How long it was.
    pub seconds: u64,
    /// What it consists of.
    pub connections: Vec<ConnectionText>,
}

/// A connection that was open.
#[derive(Serialize, Tsify)]
pub struct ConnectionText {
    /// Which; blank where the log does not say.
    pub connection: String,
    /// The join.
    pub from: Moment,
    /// The leave, or what stands for it.
    pub to: Moment,
    /// A code of what that is.
    pub ended: &'static str,
}

/// What is to be known of how figures came about.
#[derive(Serialize, Tsify)]
pub struct Remark {
    /// Its code.
    pub code: &'static str,
    /// How many.
    pub count: u64,
    /// How many seconds.
    pub seconds: u64,
}

/// A record about somebody.
#[derive(Serialize, Tsify)]
pub struct RecordText {
    /// When, and where.
    pub at: Moment,
    /// The kind of event.
    pub kind: &'static str,
    /// Of which connection.
    pub connection: String,
    /// Whether another one tells the same.
    pub repeated: bool,
}

/// An occurrence of a session.
#[derive(Serialize, Tsify)]
pub struct OpeningText {
    /// Its id.
    pub instance: String,
    /// When the room opened.
    pub opened: Option<Moment>,
    /// When it closed.
    pub closed: Option<Moment>,
    /// The first event.
    pub first: Option<Moment>,
    /// The last.
    pub last: Option<Moment>,
    /// The first of those who were there: name, first in, last out, time present.
    pub people: Vec<[String; 4]>,
    /// How many more there are.
    pub more: usize,
}

/// Records of one person, and people of one session, that the page shows.
const SHOWN: usize = 500;

/// Shows it, with the names of the files, in this time zone.
pub(crate) struct Showing<'a> {
    pub(crate) files: &'a [FileSummary],
    pub(crate) zone: &'a Zone,
}

impl Showing<'_> {
    pub(crate) fn detail(&self, detail: Detail) -> DetailText {
        DetailText {
            event_code: detail.event_code,
            session_id: detail.session_id,
            session_name: detail.session_name,
            who: detail.who.map(|(name, field, value)| (name, field.name(), value)),
            visits: detail.visits.iter().map(|visit| self.visit(visit)).collect(),
            openings: detail.openings.iter().map(|opening| self.opening(opening)).collect(),
        }
    }

    fn time(&self, instant: i64) -> String {
        write::second(self.zone.local(instant)).replace('T', " ")
    }

    fn moment(&self, moment: detail::Moment) -> Moment {
        let file = self.files.get(moment.position.file as usize);
        Moment {
            time: self.time(moment.time),
            file: file.map_or_else(String::new, |file| file.name.clone()),
            line: moment.position.line,
        }
    }

    fn visit(&self, visit: &Visit) -> VisitText {
        let (opened, closed) = visit.doors;
        let remark = |remark: &detail::Remark| Remark {
            code: remark.what.code(),
            count: remark.count,
            seconds: remark.seconds,
        };
        let record = |record: &detail::Record| RecordText {
            at: self.moment(record.at),
            kind: record.kind.name(),
            connection: record.connection.clone(),
            repeated: record.repeated,
        };
        VisitText {
            instance: visit.instance_id.clone(),
            opened: opened.map(|moment| self.moment(moment)),
            closed: closed.map(|moment| self.moment(moment)),
            present: written(write::duration, visit.seconds),
            rejoins: visit.rejoins,
            stays: visit.stays.iter().map(|stay| self.stay(stay)).collect(),
            remarks: visit.remarks.iter().map(remark).collect(),
            records: visit.records.iter().take(SHOWN).map(record).collect(),
            more: visit.records.len().saturating_sub(SHOWN),
        }
    }

    fn stay(&self, stay: &Stay) -> StayText {
        let connection = |one: &Connected| ConnectionText {
            connection: one.connection.clone(),
            from: self.moment(one.from),
            to: self.moment(one.to),
            ended: one.ended.code(),
        };
        StayText {
            from: self.time(stay.start),
            to: self.time(stay.end),
            seconds: stay.seconds(),
            connections: stay.connections.iter().map(connection).collect(),
        }
    }

    fn opening(&self, opening: &Opening) -> OpeningText {
        let moment = |moment: Option<detail::Moment>| moment.map(|moment| self.moment(moment));
        let time = |instant: Option<i64>| instant.map_or_else(String::new, |instant| self.time(instant));
        let person = |one: &Present| {
            let present = written(write::duration, one.seconds);
            [one.name.clone(), time(one.first_join), time(one.last_leave), present]
        };
        OpeningText {
            instance: opening.instance_id.clone(),
            opened: moment(opening.doors.0),
            closed: moment(opening.doors.1),
            first: moment(opening.events.0),
            last: moment(opening.events.1),
            people: opening.people.iter().take(SHOWN).map(person).collect(),
            more: opening.people.len().saturating_sub(SHOWN),
        }
    }
}
