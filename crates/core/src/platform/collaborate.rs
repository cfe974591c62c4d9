//! Blackboard and Class Collaborate: the attendance report, of 20 columns or, before, of 16, which have no
//! occurrence, e-mail address and context. The report that Adsum writes is the same, and is read back so.
//!
//! A row is an attendee of an occurrence: first join, last leave, total time and rejoins, which are taken as
//! stated. Who has no join, no leave and a total of nothing could not connect. In the old form an occurrence
//! is known by when its room opened.
//!
//! Times are UTC to the minute, the month first. Where the opening has dates that can only have the day
//! first, somebody's spreadsheet has written them, and order and zone are asked like anybody's.

use super::draft::{Draft, Facts};
use super::row::Row;
use super::{Found, Opening, Platform, Reader, TableReader, Unknown, Use, Verdict, fault};
use crate::event::{Field, Kind};
use crate::ledger::Stated;
use crate::problem::{Fault, Irregularity, Reason};
use crate::time::{DateOrder, When, civil};
use std::collections::BTreeSet;

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    let rows = opening.rows();
    let (place, columns) =
        rows.iter().enumerate().find_map(|(place, row)| Some((place, Columns::named(row)?)))?;
    let header = &rows[place];
    let is_resaved = rows[place + 1..].iter().any(|row| {
        let mut times = columns.times().into_iter().filter_map(|column| civil::read(row.at(column)));
        times.any(|told| told.order == Some(DateOrder::DayFirst))
    });
    let mut evidence = vec![format!(
        "columns “{}”, “{}”, “{}”",
        header.at(columns.session),
        header.at(columns.name),
        header.at(columns.join)
    )];
    evidence.push(match is_resaved {
        false => "times are UTC, the month first, as this platform writes them".to_owned(),
        true => "dates have the day first: the file was saved by a spreadsheet".to_owned(),
    });
    let header_line = header.line();
    let header = header.clone();
    let report = Report { columns, header, header_line, is_resaved, told: BTreeSet::new() };
    let reader = Reader::Table(Box::new(report));
    Some(Verdict::Is(Found { platform: Platform::Collaborate, evidence, reader }))
}

/// Where what stands.
#[derive(Clone, Copy, Debug)]
struct Columns {
    created: Option<usize>,
    session_name: Option<usize>,
    session: Option<usize>,
    instance: Option<usize>,
    owner: Option<usize>,
    opened: Option<usize>,
    closed: Option<usize>,
    name: Option<usize>,
    first_name: Option<usize>,
    last_name: Option<usize>,
    email: Option<usize>,
    username: Option<usize>,
    role: Option<usize>,
    attendee_type: Option<usize>,
    join: Option<usize>,
    leave: Option<usize>,
    total: Option<usize>,
    rejoins: Option<usize>,
    context: Option<usize>,
    context_id: Option<usize>,
}

impl Columns {
    fn named(header: &Row<'_>) -> Option<Self> {
        let cells: Vec<String> = header
            .cells()
            .map(|cell| cell.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect())
            .collect();
        let place = |name: &str| cells.iter().position(|cell| cell == name);
        let columns = Self {
            created: place("sessiondate"),
            session_name: place("sessionname"),
            session: place("sessionidentifier"),
            // The vendor writes it without the `i`.
            instance: place("sessioninstanceidentifer").or_else(|| place("sessioninstanceidentifier")),
            owner: place("sessionowner"),
            opened: place("roomopened"),
            closed: place("roomclosed"),
            name: place("nameofattendee"),
            first_name: place("firstnameofattendee"),
            last_name: place("lastnameofattendee"),
            email: place("emailofattendee"),
            username: place("username"),
            role: place("attendeerole"),
            attendee_type: place("attendeetype"),
            join: place("attendeefirstjointime"),
            leave: place("attendeelastleavetime"),
            total: place("attendeetotaltimeinsession"),
            rejoins: place("attendeetotalrejoins"),
            context: place("contextname"),
            context_id: place("contextidentifier"),
        };
        let needed = [columns.session, columns.name, columns.join, columns.leave, columns.total];
        needed.iter().all(Option::is_some).then_some(columns)
    }

    fn times(&self) -> [Option<usize>; 5] {
        [self.created, self.opened, self.closed, self.join, self.leave]
    }
}

/// Reads a report.
#[derive(Debug)]
struct Report {
    columns: Columns,
    header: Row<'static>,
    header_line: u64,
    is_resaved: bool,
    /// The openings and closings that were told.
    told: BTreeSet<String>,
}

impl Report {
    /// A time; none where the cell is blank.
    fn time(&self, row: &Row<'_>, column: Option<usize>, draft: &mut Draft) -> Result<Option<When>, Fault> {
        let text = row.at(column);
        if text.is_empty() {
            return Ok(None);
        }
        let when = if self.is_resaved {
            draft.time(row.line(), text)
        } else {
            let told = civil::read(text).filter(|told| told.order != Some(DateOrder::DayFirst));
            if told.is_some_and(|told| !told.seconds) {
                draft.unknown(Unknown::Seconds);
            }
            told.and_then(|told| match told.when {
                When::OfDay(_) => None,
                When::Instant(_) => Some(told.when),
                when => when.local(Some(DateOrder::MonthFirst)).map(When::Instant),
            })
        };
        when.map(Some).ok_or_else(|| fault(Reason::JoinUnreadable, row, column))
    }

    /// A time of the session: one that cannot be read counts as not known.
    fn fact(&self, row: &Row<'_>, column: Option<usize>, draft: &mut Draft) -> Option<When> {
        self.time(row, column, draft).unwrap_or_else(|_| {
            draft.note(Irregularity::FactUnreadable, row.line());
            None
        })
    }

    fn attendee(&mut self, row: &mut Row<'_>, draft: &mut Draft) -> Result<Use, Fault> {
        row.join_times(self.header.len());
        let row = &*row;
        let (columns, line) = (self.columns, row.line());
        let [join, leave] = [columns.join, columns.leave];
        let (join, leave) = (self.time(row, join, draft)?, self.time(row, leave, draft)?);
        let total = match row.at(columns.total) {
            "" => None,
            text => Some(seconds(text).ok_or_else(|| fault(Reason::JoinUnreadable, row, columns.total))?),
        };
        let rejoins = row.at(columns.rejoins).parse().ok();
        if row.at(columns.session).is_empty() && row.at(columns.instance).is_empty() {
            return Err(fault(Reason::SessionMissing, row, columns.session));
        }
        let name = row.at(columns.name);
        // A guest's username is the name again, which is nobody's account.
        let username = match row.at(columns.username) {
            username if username == name && is_guest(row.at(columns.attendee_type)) => "",
            username => username,
        };
        let email = row.at(columns.email);
        if name.is_empty() && username.is_empty() && email.is_empty() {
            return Err(fault(Reason::NameMissing, row, columns.name));
        }
        let [created, opened, closed] =
            [columns.created, columns.opened, columns.closed].map(|column| self.fact(row, column, draft));
        let mut session = Facts::new()
            .with(Field::SessionId, row.at(columns.session))
            .with(Field::InstanceId, row.at(columns.instance))
            .with(Field::SessionName, row.at(columns.session_name))
            .with(Field::SessionOwner, row.at(columns.owner))
            .with(Field::ContextName, row.at(columns.context))
            .with(Field::ContextId, row.at(columns.context_id))
            .with_time(Field::SessionCreated, created);
        if columns.instance.is_none() {
            session = session.with_time(Field::InstanceId, opened);
        }
        let facts = session
            .clone()
            .with(Field::DisplayName, name)
            .with(Field::FirstName, row.at(columns.first_name))
            .with(Field::LastName, row.at(columns.last_name))
            .with(Field::Email, email)
            .with(Field::Username, username)
            .with(Field::Role, row.at(columns.role))
            .with(Field::AttendeeType, row.at(columns.attendee_type));
        match (join, leave) {
            (Some(join), leave) => {
                draft.stay(line, join, leave, &facts)?;
                draft.state(line, join, &facts, Stated { seconds: total, rejoins })?;
                draft.unknown(Unknown::Stays);
                if rejoins.is_none() {
                    draft.unknown(Unknown::Rejoins);
                }
                if total.is_none() {
                    draft.note(Irregularity::StaysUnknown, line);
                }
            }
            (None, None) if total.unwrap_or_default() == 0 => {
                let when = [opened, closed, created].into_iter().flatten().next();
                let when = when.ok_or_else(|| fault(Reason::JoinMissing, row, columns.join))?;
                draft.event(line, Kind::JoinFailed, when, &facts)?;
            }
            (None, _) => return Err(fault(Reason::JoinMissing, row, columns.join)),
        }
        for (kind, when) in [(Kind::RoomOpened, opened), (Kind::RoomClosed, closed)] {
            let Some(when) = when else {
                draft.unknown(Unknown::RoomTimes);
                continue;
            };
            let key = [columns.session, columns.instance].map(|column| row.at(column)).join("\n");
            if self.told.insert(format!("{kind:?}{when:?}{key}")) {
                draft.event(line, kind, when, &session)?;
            }
        }
        Ok(Use::Record)
    }
}

impl TableReader for Report {
    fn row(&mut self, row: &mut Row<'_>, draft: &mut Draft) -> Result<Use, Fault> {
        let is_header = self.header.len() == row.len() && self.header.cells().eq(row.cells());
        if row.is_blank() || row.line() < self.header_line || is_header {
            return Ok(Use::Structure);
        }
        if row.line() == self.header_line {
            return Ok(Use::Structure);
        }
        // Files put one behind the other may be of both forms.
        if let Some(columns) = Columns::named(row) {
            self.columns = columns;
            self.header = row.clone().into_owned();
            return Ok(Use::Structure);
        }
        if self.columns.email.is_none() {
            draft.unknown(Unknown::Emails);
        }
        self.attendee(row, draft)
    }
}

fn is_guest(attendee_type: &str) -> bool {
    attendee_type.eq_ignore_ascii_case("guest")
}

/// The seconds of `HH:MM:SS`, of which the hours may be many.
pub(super) fn seconds(text: &str) -> Option<u64> {
    let mut parts = text.split(':').map(|part| {
        let digits = (1..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<u64>().ok()).flatten()
    });
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    (parts.next().is_none() && minutes < 60 && seconds < 60).then_some(hours * 3_600 + minutes * 60 + seconds)
}
