//! What is behind a row, as plain data.

use crate::dto::{ConnectionText, DetailText, Moment, OpeningText, RecordText, Remark, StayText, VisitText};
use crate::show::written;
use adsum_core::intake::FileSummary;
use adsum_core::report::detail::{self, Connected, Detail, Opening, Present, Stay, Visit};
use adsum_core::time::{Zone, write};

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
