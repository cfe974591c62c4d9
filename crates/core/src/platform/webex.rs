//! Webex: attendees of meetings, a row a stay.
//!
//! Tabs in UTF-16, dates as formulas (`="2026-03-03 09:00:00"`), the columns in the language of whoever
//! downloaded it. In any language the thirteen columns are known by what stands where: four times at their
//! places, the join and leave of the first row as far apart as the minutes behind them say. In English they
//! are known by name, wherever they stand and however few there are.
//!
//! *Occurrences.* The session is the meeting's name, the occurrence its start, as its clock showed it. There
//! is no id.

use super::draft::{Draft, Facts};
use super::row::{Header, Part, Row};
use super::{Found, Opening, Platform, Reader, TableReader, Tally, Unknown, Use, Verdict, fault};
use crate::event::{Field, Kind};
use crate::problem::{Fault, Reason};
use crate::time::{When, civil};

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    let rows = opening.rows();
    let (header, columns) = rows.iter().enumerate().find_map(|(place, row)| {
        let columns = Columns::named(row).or_else(|| {
            let rows = rows[place + 1..].iter().filter(|row| !row.is_blank());
            Columns::by_shape(row, rows)
        })?;
        Some((row, columns))
    })?;
    let place = |column: usize| header.get(column);
    let mut evidence = vec![format!(
        "columns “{}”, “{}”, “{}”",
        place(columns.meeting),
        place(columns.join),
        place(columns.leave)
    )];
    if columns.by_shape {
        evidence.push(
            "four times stand at their places, and the minutes are those between two of them".to_owned(),
        );
    }
    let reader = Reader::Table(Box::new(Attendees {
        stem: opening.stem().to_owned(),
        header: Header::new(header),
        columns,
        meetings: Vec::new(),
    }));
    Some(Verdict::Is(Found { platform: Platform::Webex, evidence, reader }))
}

/// Where what stands in a row.
#[derive(Clone, Copy, Debug)]
struct Columns {
    meeting: usize,
    start: Option<usize>,
    end: Option<usize>,
    name: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    role: Option<usize>,
    email: Option<usize>,
    join: usize,
    leave: usize,
    session: Option<usize>,
    by_shape: bool,
}

/// How many columns there are.
const WIDTH: usize = 13;

impl Columns {
    /// By their English names.
    fn named(header: &Row<'_>) -> Option<Self> {
        let cells: Vec<String> = header.cells().map(str::to_lowercase).collect();
        let place = |names: &[&str]| cells.iter().position(|cell| names.contains(&cell.as_str()));
        place(&["attendance duration"])?;
        Some(Self {
            meeting: place(&["meeting name"])?,
            start: place(&["meeting start time"]),
            end: place(&["meeting end time"]),
            name: place(&["display name", "name"]),
            first: place(&["first name"]),
            last: place(&["last name"]),
            role: place(&["role"]),
            email: place(&["attendee email", "invitee email", "email"]),
            join: place(&["join time"])?,
            leave: place(&["leave time"])?,
            session: place(&["session name"]),
            by_shape: false,
        })
    }

    /// In any other language, by what stands where.
    fn by_shape<'r>(header: &Row<'_>, mut rows: impl Iterator<Item = &'r Row<'static>>) -> Option<Self> {
        // A session's name at the end is often empty, its header is not.
        if !(WIDTH - 1..=WIDTH).contains(&header.len())
            || header.cells().any(|cell| cell.is_empty() || civil::is_time(cell))
        {
            return None;
        }
        let fits = |row: &Row<'_>| {
            let all = [1, 2, 8, 9].into_iter().all(|place| civil::is_time(row.get(place)));
            let email = row.get(7).is_empty() || row.get(7).contains('@');
            all && email && minutes_fit(row.get(8), row.get(9), row.get(10))
        };
        rows.next().filter(|row| fits(row))?;
        Some(Self {
            meeting: 0,
            start: Some(1),
            end: Some(2),
            name: Some(3),
            first: Some(4),
            last: Some(5),
            role: Some(6),
            email: Some(7),
            join: 8,
            leave: 9,
            session: (header.len() == WIDTH).then_some(WIDTH - 1),
            by_shape: true,
        })
    }
}

/// Whether a number is how many minutes lie between two times, give or take the rounding.
fn minutes_fit(join: &str, leave: &str, minutes: &str) -> bool {
    let number: String = minutes.chars().take_while(char::is_ascii_digit).collect();
    let (Some(join), Some(leave), Ok(minutes)) =
        (civil::read(join), civil::read(leave), number.parse::<i64>())
    else {
        return false;
    };
    let mut between = leave.when.since(join.when).into_iter().flatten();
    between.any(|seconds| {
        seconds >= 0 && minutes.checked_mul(60).is_some_and(|told| (seconds - told).abs() <= 60)
    })
}

/// Reads attendees.
#[derive(Debug)]
struct Attendees {
    stem: String,
    header: Header,
    columns: Columns,
    meetings: Vec<Meeting>,
}

/// A meeting of the file.
#[derive(Debug)]
struct Meeting {
    line: u64,
    name: String,
    start: Option<When>,
    end: Option<When>,
    owner: String,
    /// How many have no leave.
    open: u64,
}

impl Meeting {
    fn session<'a>(&'a self, stem: &'a str) -> Facts<'a> {
        let id = if self.name.is_empty() { stem } else { &self.name };
        let facts = Facts::new().with(Field::SessionId, id).with(Field::SessionName, &self.name);
        match self.start {
            Some(start) => facts.with_time(Field::InstanceId, Some(start)),
            None => facts.with(Field::InstanceId, id),
        }
    }
}

impl Attendees {
    /// The meeting that a row is of.
    fn meeting(&mut self, row: &Row<'_>, draft: &mut Draft) -> Result<usize, Fault> {
        let mut time = |place: Option<usize>| match row.at(place) {
            "" | "-" => Ok(None),
            text => match draft.time(row.line(), text) {
                Some(when) => Ok(Some(when)),
                None => Err(fault(Reason::TimeUnreadable, row, place)),
            },
        };
        let (start, end) = (time(self.columns.start)?, time(self.columns.end)?);
        let name = row.get(self.columns.meeting);
        let known = self.meetings.iter().rposition(|meeting| meeting.name == name && meeting.start == start);
        if let Some(known) = known {
            let meeting = &mut self.meetings[known];
            meeting.end = meeting.end.or(end);
            return Ok(known);
        }
        let (line, name) = (row.line(), name.to_owned());
        self.meetings.push(Meeting { line, name, start, end, owner: String::new(), open: 0 });
        Ok(self.meetings.len() - 1)
    }
}

impl TableReader for Attendees {
    fn row(&mut self, row: &mut Row<'_>, draft: &mut Draft) -> Result<Use, Fault> {
        // Above the table: a title, the day of the export.
        if self.header.part(row) != Part::Below {
            return Ok(Use::Structure);
        }
        let columns = self.columns;
        let mut places: Vec<usize> = [columns.start, columns.end, Some(columns.join), Some(columns.leave)]
            .into_iter()
            .flatten()
            .collect();
        places.sort_unstable();
        row.join_times_at(&places, self.header.width());
        let (join, leave) = row.stay(columns.join, columns.leave, draft)?;
        if !row.at(columns.email).is_empty() && !row.at(columns.email).contains('@') {
            return Err(fault(Reason::RowUnknown, row, columns.email));
        }
        let place = self.meeting(row, draft)?;
        let meeting = &mut self.meetings[place];
        let (first, last, name) = (row.at(columns.first), row.at(columns.last), row.at(columns.name));
        let full = [first, last].join(" ");
        let name = if name.is_empty() { full.trim() } else { name };
        let role = role(row.at(columns.role));
        if meeting.owner.is_empty() && role == "Moderator" {
            name.clone_into(&mut meeting.owner);
        }
        let session_part = row.at(columns.session);
        let facts = meeting
            .session(&self.stem)
            .with(Field::DisplayName, name)
            .with(Field::FirstName, first)
            .with(Field::LastName, last)
            .with(Field::Email, row.at(columns.email))
            .with(Field::Role, role);
        draft.stay(row.line(), join, leave, &facts)?;
        // A breakout session: the nearest thing to a bubble.
        if !session_part.is_empty() && session_part != meeting.name {
            let facts = facts.with(Field::BubbleId, session_part);
            draft.event(row.line(), Kind::BubbleJoined, join, &facts)?;
            if let Some(leave) = leave {
                draft.event(row.line(), Kind::BubbleLeft, leave, &facts)?;
            }
        }
        self.meetings[place].open += u64::from(leave.is_none());
        Ok(Use::Record)
    }

    fn finish(&mut self, draft: &mut Draft, tally: &mut Tally) {
        for meeting in &self.meetings {
            let facts = meeting.session(&self.stem).with(Field::SessionOwner, &meeting.owner);
            for (kind, when) in [(Kind::RoomOpened, meeting.start), (Kind::RoomClosed, meeting.end)] {
                if let Some(Err(fault)) = when.map(|when| draft.event(meeting.line, kind, when, &facts)) {
                    tally.reject(meeting.line, 0, &fault, "");
                }
            }
            if meeting.end.is_none() {
                (0..meeting.open).for_each(|_| draft.needs_end());
            }
            draft.unknown_where([
                (meeting.name.is_empty(), Unknown::SessionName),
                (meeting.owner.is_empty(), Unknown::Owner),
                (meeting.start.is_none() || meeting.end.is_none(), Unknown::RoomTimes),
            ]);
        }
        draft.unknown(Unknown::SessionId);
        if self.columns.role.is_none() {
            draft.unknown(Unknown::Roles);
        }
    }
}

/// A role in the reports' words, where its own word is known; else as it is.
fn role(role: &str) -> &str {
    match role.to_lowercase().as_str() {
        "host"
        | "anfitrião"
        | "anfitrión"
        | "hôte"
        | "gastgeber"
        | "ospite organizzatore"
        | "cohost"
        | "co-host"
        | "alternate host" => "Moderator",
        "presenter" | "panelist" | "apresentador" | "painelista" => "Presenter",
        "attendee" | "participant" | "participante" | "teilnehmer" | "asistente" | "convidado" => {
            "Participant"
        }
        _ => role,
    }
}
