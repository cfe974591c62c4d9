//! Microsoft Teams, what it wrote otherwise.
//!
//! **Meeting summary, 2021** ([`Summary`]): some facts of the meeting, a blank row, then one table with a row
//! a stay, whose last column is `(UPN)` in every language. The facts are known by what they are: two times,
//! an id, a number, a title. The session is the meeting's id, the occurrence its start, as its clock showed
//! it.
//!
//! **Live event** ([`Live`]): a row for every connection that joined or left, in UTC, with English columns.
//! `SessionId` is a connection. The meeting has no id: it is the file's name.

use super::draft::{Draft, Facts};
use super::row::{Header, Part, Row};
use super::teams::{bare_name, role, section};
use super::{Found, Opening, Platform, Reader, TableReader, Tally, Unknown, Use, Verdict, fault};
use crate::event::{Field, Kind};
use crate::problem::{Fault, Reason};
use crate::time::{When, civil};
use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    summary(opening).or_else(|| live(opening)).map(Verdict::Is)
}

const NAME: usize = 0;
const JOIN: usize = 1;
const LEAVE: usize = 2;
const EMAIL: usize = 4;
const ROLE: usize = 5;
const UPN: usize = 6;
const WIDTH: usize = 7;

/// The first months had no `(UPN)` yet.
const ENGLISH: [&str; 6] = ["full name", "join time", "leave time", "duration", "email", "role"];

fn summary(opening: &Opening<'_>) -> Option<Found> {
    let rows = opening.rows();
    if rows.iter().any(|row| section(row).is_some()) {
        return None;
    }
    let header = rows.iter().find(|row| is_header(row))?;
    let evidence = if header.len() == WIDTH {
        format!("the last of {WIDTH} columns is called “{}”", header.get(UPN))
    } else {
        format!("its columns are “{}”", header.cells().collect::<Vec<_>>().join("”, “"))
    };
    let reader = Reader::Table(Box::new(Summary {
        stem: opening.stem().to_owned(),
        header: Header::new(header),
        counted: false,
        title: String::new(),
        id: String::new(),
        times: Vec::new(),
        open: 0,
        owner: String::new(),
    }));
    Some(Found { platform: Platform::TeamsSummary, evidence: vec![evidence], reader })
}

fn is_header(row: &Row<'_>) -> bool {
    let english = || row.cells().map(str::to_lowercase).eq(ENGLISH);
    let upn =
        || row.len() == WIDTH && row.get(UPN).contains("(UPN)") && row.cells().all(|cell| !cell.is_empty());
    (upn() || english()) && !row.cells().any(civil::is_time)
}

fn is_guid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let groups: Vec<&str> = text.split('-').collect();
    groups.len() == lengths.len()
        && groups.iter().zip(lengths).all(|(group, length)| {
            group.len() == length && group.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
}

/// Reads a meeting summary of 2021.
#[derive(Debug)]
struct Summary {
    stem: String,
    header: Header,
    /// Whether the number of participants was met.
    counted: bool,
    title: String,
    id: String,
    /// Start and end, as far as they were met.
    times: Vec<(u64, When)>,
    /// How many have no leave.
    open: u64,
    owner: String,
}

impl Summary {
    fn fact(&mut self, row: &mut Row<'_>, draft: &mut Draft) {
        row.join_times(2);
        let value = row.get(1);
        if civil::is_time(value) {
            self.times.extend(draft.time(row.line(), value).map(|when| (row.line(), when)));
        } else if is_guid(value) {
            value.clone_into(&mut self.id);
        } else if !self.counted && !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
            self.counted = true;
        } else if self.title.is_empty() {
            value.clone_into(&mut self.title);
        }
    }

    fn session(&self) -> Facts<'_> {
        let id = [&self.id, &self.title, &self.stem].into_iter().find(|id| !id.is_empty());
        let facts = Facts::new()
            .with(Field::SessionId, id.unwrap_or(&self.stem))
            .with(Field::SessionName, &self.title);
        match self.times.first() {
            Some(&(_, start)) => facts.with_time(Field::InstanceId, Some(start)),
            None => facts.with(Field::InstanceId, &self.stem),
        }
    }
}

impl TableReader for Summary {
    fn row(&mut self, row: &mut Row<'_>, draft: &mut Draft) -> Result<Use, Fault> {
        match self.header.part(row) {
            Part::Structure => return Ok(Use::Structure),
            Part::Above => {
                self.fact(row, draft);
                return Ok(Use::Structure);
            }
            Part::Below => {}
        }
        row.join_times_at(&[JOIN, LEAVE], self.header.width());
        if row.len() > self.header.width() {
            return Err(fault(Reason::RowUnknown, row, Some(self.header.width())));
        }
        let (join, leave) = row.stay(JOIN, LEAVE, draft)?;
        if !row.get(EMAIL).is_empty() && !row.get(EMAIL).contains('@') {
            return Err(fault(Reason::RowUnknown, row, Some(EMAIL)));
        }
        let (name, attendee_type) = bare_name(row.get(NAME));
        let role = role(row.get(ROLE));
        let facts = self
            .session()
            .with(Field::DisplayName, name)
            .with(Field::Email, row.get(EMAIL))
            .with(Field::Username, row.get(UPN))
            .with(Field::Role, role)
            .with(Field::AttendeeType, attendee_type);
        draft.stay(row.line(), join, leave, &facts)?;
        self.open += u64::from(leave.is_none());
        if self.owner.is_empty() && role == "Moderator" {
            name.clone_into(&mut self.owner);
        }
        Ok(Use::Record)
    }

    fn finish(&mut self, draft: &mut Draft, tally: &mut Tally) {
        let kinds = [Kind::RoomOpened, Kind::RoomClosed];
        for (kind, &(line, when)) in kinds.into_iter().zip(&self.times) {
            let facts = self.session().with(Field::SessionOwner, &self.owner);
            if let Err(fault) = draft.event(line, kind, when, &facts) {
                tally.reject(line, 0, &fault, "");
            }
        }
        if self.times.len() < kinds.len() {
            draft.unknown(Unknown::RoomTimes);
            (0..self.open).for_each(|_| draft.needs_end());
        }
        draft.unknown_where([
            (self.title.is_empty(), Unknown::SessionName),
            (self.id.is_empty(), Unknown::SessionId),
            (self.owner.is_empty(), Unknown::Owner),
        ]);
    }
}

/// The columns of a live event; what else there is, is not used.
const LIVE: [&str; 6] = ["sessionid", "participantid", "fullname", "utceventtimestamp", "action", "role"];

fn live(opening: &Opening<'_>) -> Option<Found> {
    let header = opening.rows().iter().find(|row| !row.is_blank())?;
    let columns = live_columns(header)?;
    let named = columns.map(|place| header.get(place)).join("”, “");
    let reader = Reader::Table(Box::new(Live {
        stem: opening.stem().to_owned(),
        header: header.clone(),
        columns,
        open: HashMap::default(),
        told: HashSet::default(),
    }));
    let evidence = vec![format!("it has the columns “{named}”")];
    Some(Found { platform: Platform::TeamsLive, evidence, reader })
}

fn live_columns(header: &Row<'_>) -> Option<[usize; LIVE.len()]> {
    let mut places = [0; LIVE.len()];
    for (place, name) in places.iter_mut().zip(LIVE) {
        *place = header.cells().position(|cell| cell.eq_ignore_ascii_case(name))?;
    }
    Some(places)
}

/// Reads a live event.
#[derive(Debug)]
struct Live {
    stem: String,
    header: Row<'static>,
    columns: [usize; LIVE.len()],
    /// By connection: how many joins have no leave yet. Rows may come in any order, so a leave may be first.
    open: HashMap<String, i64, FxBuildHasher>,
    /// Rows as they are: some are written twice.
    told: HashSet<String, FxBuildHasher>,
}

impl TableReader for Live {
    fn row(&mut self, row: &mut Row<'_>, draft: &mut Draft) -> Result<Use, Fault> {
        if row.is_blank() || row.cells().eq(self.header.cells()) {
            return Ok(Use::Structure);
        }
        draft.clock_is_utc();
        row.join_times(self.header.len());
        let [connection, id, name, time, action, its_role] = self.columns;
        let kind = match row.get(action).to_lowercase().as_str() {
            "joined" => Kind::Joined,
            "left" => Kind::Left,
            _ => return Err(fault(Reason::RowUnknown, row, Some(action))),
        };
        let when = match row.get(time) {
            "" => return Err(fault(Reason::JoinMissing, row, Some(time))),
            text => draft.time(row.line(), text),
        };
        let when = when.ok_or_else(|| fault(Reason::JoinUnreadable, row, Some(time)))?;
        let (bare, attendee_type) = bare_name(row.get(name));
        // The id is an address only of those who signed in.
        let signed_in = row.get(id).contains('@');
        let attendee_type = if signed_in && attendee_type.is_empty() { "Registered" } else { attendee_type };
        let facts = Facts::new()
            .with(Field::SessionId, &self.stem)
            .with(Field::ConnectionId, row.get(connection))
            .with(if signed_in { Field::Email } else { Field::UserId }, row.get(id))
            .with(Field::DisplayName, bare)
            .with(Field::Role, role(row.get(its_role)))
            .with(Field::AttendeeType, attendee_type);
        draft.event(row.line(), kind, when, &facts)?;
        if self.told.insert(row.cells().collect::<Vec<_>>().join("\t")) {
            let change = if kind == Kind::Joined { 1 } else { -1 };
            *self.open.entry(row.get(connection).to_owned()).or_default() += change;
        }
        Ok(Use::Record)
    }

    fn finish(&mut self, draft: &mut Draft, _: &mut Tally) {
        for _ in self.open.values().filter(|&&open| open > 0) {
            draft.needs_end();
        }
        for unknown in [Unknown::SessionName, Unknown::SessionId, Unknown::Owner, Unknown::RoomTimes] {
            draft.unknown(unknown);
        }
    }
}
