//! Google Meet: the attendance report, mailed as a table: a row an attendee, with the first join, the last exit
//! and the time in the call. Rejoins are in none of it. Times have no day: it is asked. The columns are known by
//! their English names; above them the meeting may stand with its title and date.

use super::draft::{Draft, Facts};
use super::row::{Header, Part, Row};
use super::{Found, Opening, Platform, Reader, TableReader, Tally, Unknown, Use, Verdict, fault};
use crate::event::{Field, Kind};
use crate::intake::Refusal;
use crate::ledger::Stated;
use crate::problem::{Fault, Irregularity, Reason};
use crate::time::{When, civil};

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
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
        header: Header::new(header),
        columns,
        above: None,
        title: String::new(),
        date: String::new(),
        times: [None, None],
    }));
    Some(Verdict::Is(Found { platform: Platform::MeetCsv, evidence, reader }))
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

/// Reads an attendance report.
#[derive(Debug)]
struct Attendance {
    stem: String,
    header: Header,
    columns: Columns,
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
        match self.header.part(row) {
            Part::Structure => return Ok(Use::Structure),
            Part::Above => {
                self.fact(row, draft);
                return Ok(Use::Structure);
            }
            Part::Below => {}
        }
        let columns = self.columns;
        if row.len() > self.header.width() {
            return Err(fault(Reason::RowUnknown, row, Some(self.header.width())));
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
