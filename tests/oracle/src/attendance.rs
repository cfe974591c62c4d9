//! The attendance report (reports.md, 1).

use jiff::ToSpan;

use crate::Options;
use crate::delimited::data_csv;
use crate::event::{Event, Identity, Kind, each_once, events};
use crate::facts::{attendees, days, fact, instants, of_attendee, role, time_fact};
use crate::read::Log;
use crate::stays::{presence_in_parts, unite};
use crate::time::{us_minute, zone};

/// The column names, a contract letter for letter.
const COLUMNS: [&str; 20] = [
    "SessionDate",
    "SessionName",
    "SessionIdentifier",
    "SessionInstanceIdentifer",
    "SessionOwner",
    "RoomOpened",
    "RoomClosed",
    "NameOfAttendee",
    "FirstNameOfAttendee",
    "LastNameOfAttendee",
    "EmailOfAttendee",
    "Username",
    "AttendeeRole",
    "AttendeeType",
    "AttendeeFirstJoinTime",
    "AttendeeLastLeaveTime",
    "AttendeeTotalTimeInSession",
    "AttendeeTotalRejoins",
    "ContextName",
    "ContextIdentifier",
];

/// Where a row stands: RoomOpened (else the earliest event), session, instance, first join (blank last),
/// Username, identity, event code.
type Place = (i64, String, String, bool, Option<i64>, String, Identity, String);

/// One occurrence of a session.
pub(crate) struct Occurrence<'a> {
    pub(crate) code: String,
    pub(crate) session: String,
    pub(crate) instance: String,
    /// Its records, `session` records aside.
    pub(crate) events: Vec<&'a Event>,
}

impl Occurrence<'_> {
    /// The earliest `room_opened`.
    fn opened(&self) -> Option<i64> {
        self.events.iter().filter(|event| event.kind == Kind::RoomOpened).map(|event| event.at).min()
    }

    /// The latest `room_closed`.
    fn closed(&self) -> Option<i64> {
        self.events.iter().filter(|event| event.kind == Kind::RoomClosed).map(|event| event.at).max()
    }

    /// What the date range and the order of rows go by: RoomOpened, where that is not known, the earliest event.
    fn begins(&self) -> i64 {
        let first = self.events.iter().map(|event| event.at).min().unwrap_or_default();
        self.opened().unwrap_or(first)
    }

    /// Where a join without a leave ends, in a part of it: RoomClosed, where that is not known, the last event.
    pub(crate) fn end_of(&self, part: &str) -> i64 {
        let its = || self.events.iter().filter(|event| event.part == part);
        let closed = its().filter(|event| event.kind == Kind::RoomClosed).map(|event| event.at).max();
        closed.or_else(|| its().map(|event| event.at).max()).unwrap_or_default()
    }

    /// Those events of a list that belong to it.
    pub(crate) fn among<'b>(&self, events: &'b [Event]) -> Vec<&'b Event> {
        let belongs = |event: &Event| {
            event.kind != Kind::Session
                && event.code == self.code
                && event.session == self.session
                && event.instance == self.instance
        };
        events.iter().filter(|event| belongs(event)).collect()
    }
}

/// The occurrences in the log: what has an event that is no `session` record.
pub(crate) fn occurrences(events: &[Event]) -> Vec<Occurrence<'_>> {
    let mut all: Vec<Occurrence> = Vec::new();
    for event in events.iter().filter(|event| event.kind != Kind::Session) {
        let known = all.iter_mut().find(|occurrence| {
            occurrence.code == event.code
                && occurrence.session == event.session
                && occurrence.instance == event.instance
        });
        match known {
            Some(occurrence) => occurrence.events.push(event),
            None => all.push(Occurrence {
                code: event.code.clone(),
                session: event.session.clone(),
                instance: event.instance.clone(),
                events: vec![event],
            }),
        }
    }
    all
}

/// The attendance report as Data CSV.
///
/// # Errors
///
/// Where the range is longer than six months: what the user is told.
pub fn attendance(log: &Log, options: &Options) -> Result<String, String> {
    let zone = zone(&options.time_zone);
    let events = events(log, options);
    let once = each_once(&events);
    let happened: Vec<&Event> = events.iter().filter(|event| event.kind != Kind::Session).collect();

    let mut rows: Vec<(Place, Vec<String>)> = Vec::new();
    if let Some((from, to)) = days(&happened, options, &zone) {
        // At most 6 calendar months: from D to the day before D + 6 months.
        let limit = from.checked_add(6.months()).and_then(jiff::civil::Date::yesterday);
        if limit.is_ok_and(|last| to > last) {
            return Err(format!(
                "The days from {from} to {to} are more than six months; make one file per six months."
            ));
        }
        let (start, end) = instants((from, to), &zone);
        for occurrence in occurrences(&events) {
            if start <= occurrence.begins() && occurrence.begins() < end {
                for who in attendees(&occurrence.events) {
                    rows.extend(row(&events, &once, &occurrence, who, options));
                }
            }
        }
    }
    rows.sort();
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(_, row)| row).collect();
    Ok(data_csv(&COLUMNS, &rows))
}

/// An attendee's row for an occurrence; none where they neither joined nor left nor tried to.
fn row(
    events: &[Event],
    once: &[Event],
    occurrence: &Occurrence,
    who: Identity,
    options: &Options,
) -> Option<(Place, Vec<String>)> {
    let mine = of_attendee(&occurrence.events, &who);
    let came = |event: &&Event| matches!(event.kind, Kind::Joined | Kind::Left | Kind::JoinFailed);
    if !mine.iter().any(came) {
        return None;
    }
    // The session's facts are heard in the whole log, the attendee's in the occurrence.
    let of_session: Vec<&Event> = events
        .iter()
        .filter(|event| event.code == occurrence.code && event.session == occurrence.session)
        .collect();
    let report_zone = zone(&options.time_zone);
    let show = |at: Option<i64>| at.map(|at| us_minute(at, &report_zone)).unwrap_or_default();

    let stays =
        presence_in_parts(&of_attendee(&occurrence.among(once), &who), &|part| occurrence.end_of(part)).stays;
    let joins = mine.iter().filter(|event| event.kind == Kind::Joined);
    let first_join = joins.map(|event| event.at).min();
    let last_leave = stays.last().map(|stay| stay.1);
    let total: i64 = stays.iter().map(|(from, to)| to - from).sum();
    let rejoins = unite(stays, options.rejoin_gap.into()).len().saturating_sub(1);

    let display_name = fact(&mine, |text| &text.display_name);
    let mut username = fact(&mine, |text| &text.username);
    if username.is_empty() {
        username.clone_from(&display_name);
    }
    let mut attendee_type = fact(&mine, |text| &text.attendee_type);
    if attendee_type.is_empty() {
        attendee_type = if who.field < 2 { "Registered" } else { "Guest" }.to_owned();
    }

    let row = vec![
        show(time_fact(&of_session, |text| &text.session_created, &zone(&options.log_time_zone))),
        fact(&of_session, |text| &text.session_name),
        occurrence.session.clone(),
        occurrence.instance.clone(),
        fact(&of_session, |text| &text.session_owner),
        show(occurrence.opened()),
        show(occurrence.closed()),
        display_name,
        fact(&mine, |text| &text.first_name),
        fact(&mine, |text| &text.last_name),
        fact(&mine, |text| &text.email),
        username.clone(),
        role(&mine),
        attendee_type,
        show(first_join),
        show(last_leave),
        format!("{:02}:{:02}:{:02}", total / 3600, total / 60 % 60, total % 60),
        rejoins.to_string(),
        fact(&of_session, |text| &text.context_name),
        fact(&of_session, |text| &text.context_id),
    ];
    let place = (
        occurrence.begins(),
        occurrence.session.clone(),
        occurrence.instance.clone(),
        first_join.is_none(),
        first_join,
        username,
        who,
        occurrence.code.clone(),
    );
    Some((place, row))
}
