//! Zoom.
//!
//! **Participants of one meeting** (`participants_<id>.csv`), a row a stay: name, e-mail, join, leave, minutes
//! and perhaps guest, recording, waiting room. Above them may stand the meeting's facts: a header and a row.
//! **Participants of many meetings** (`meetinglistdetails_…csv`): the same with the meeting's facts on every
//! row, in columns before the name; a column of which there are two is the one behind the name.
//!
//! In English the columns are known by name. In other languages a participants file is known by its shape:
//! the first and fifth header cell have brackets (`名前 (元の名前)`, `所要時間（分）`), and the minutes of the
//! first row are those between its two times.
//!
//! *Occurrences.* The session is the meeting's id, without the spaces that some files have in it; the
//! occurrence is the start, as its clock showed it, so that one meeting in several exports is one occurrence,
//! and its rows, being the same stays, count once. Without the meeting's facts the id is taken from the
//! file's name, else the name is the id, and the occurrence is the first row's join.
//!
//! *Who.* The e-mail address, where there is one; else the name, as it is: what stands in brackets behind it
//! is the original name, and whether two names are one person is for people to say.

use super::draft::{Draft, Facts};
use super::row::Row;
use super::{Found, Opening, Platform, Reader, TableReader, Tally, Unknown, Use, Verdict, fault};
use crate::event::{Field, Kind};
use crate::intake::Refusal;
use crate::problem::{Fault, Irregularity, Reason};
use crate::time::{When, civil};

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    let rows = opening.rows();
    let (place, columns) = rows.iter().enumerate().find_map(|(place, row)| {
        let columns = Columns::named(row).or_else(|| {
            let first = rows[place + 1..].iter().find(|row| !row.is_blank())?;
            Some(Header::Stays(Columns::by_shape(row, first)?))
        })?;
        Some((place, columns))
    })?;
    let columns = match columns {
        Header::Stays(columns) => columns,
        Header::Totals => {
            return Some(Verdict::Refused(Refusal::OfNoUse {
                what: "Zoom's list of unique users",
                why: "it has each one's minutes, but no time at which anybody joined or left",
                instead: "Export the participants without “Show unique users”, or the meeting list with details.",
            }));
        }
    };
    let row = &rows[place];
    let mut evidence = vec![format!("columns “{}”, “{}”", row.get(columns.name), row.get(columns.join))];
    if columns.by_shape {
        evidence.push("the minutes of the first row are those between its two times".to_owned());
    }
    let many = columns.name > 0;
    if many {
        evidence.push(format!("{} columns on the meeting stand before them", columns.name));
    }
    let platform = if many { Platform::ZoomMeetings } else { Platform::ZoomParticipants };
    let reader = Reader::Table(Box::new(Participants {
        stem: opening.stem().to_owned(),
        header_line: row.line(),
        header: row.clone(),
        columns,
        above: Vec::new(),
        facts: None,
        expected: false,
        meetings: Vec::new(),
    }));
    Some(Verdict::Is(Found { platform, evidence, reader }))
}

/// A header of Zoom's.
enum Header {
    /// Of rows with join and leave.
    Stays(Columns),
    /// Of rows with a total alone.
    Totals,
}

/// Where what stands in a row of participants.
#[derive(Clone, Copy, Debug)]
struct Columns {
    name: usize,
    email: usize,
    join: usize,
    leave: usize,
    guest: Option<usize>,
    waiting: Option<usize>,
    by_shape: bool,
}

impl Columns {
    /// By their English names.
    fn named(header: &Row<'_>) -> Option<Header> {
        let cells: Vec<String> = header.cells().map(str::to_lowercase).collect();
        let name = cells.iter().position(|cell| cell == "name (original name)")?;
        let behind = |names: &[&str]| {
            let place = cells[name..].iter().position(|cell| names.contains(&cell.as_str()));
            place.map(|place| name + place)
        };
        let Some((join, leave)) = behind(&["join time"]).zip(behind(&["leave time"])) else {
            return behind(&["total duration (minutes)"]).map(|_| Header::Totals);
        };
        Some(Header::Stays(Self {
            name,
            email: behind(&["email", "user email"])?,
            join,
            leave,
            guest: behind(&["guest"]),
            waiting: behind(&["in waiting room"]),
            by_shape: false,
        }))
    }

    /// In any other language, by what stands where.
    fn by_shape(header: &Row<'_>, first: &Row<'_>) -> Option<Self> {
        let brackets = |text: &str| text.contains(['(', '（']) && text.ends_with([')', '）']);
        let width = header.len();
        if !(5..=8).contains(&width) || !brackets(header.get(0)) || !brackets(header.get(4)) {
            return None;
        }
        let [join, leave] = [2, 3].map(|place| civil::read(first.get(place)));
        let minutes: i64 = first.get(4).parse().ok()?;
        let fits = |seconds: i64| (seconds / 60..=seconds / 60 + 1).contains(&minutes);
        if !leave?.when.since(join?.when).into_iter().flatten().any(fits) {
            return None;
        }
        Some(Self {
            name: 0,
            email: 1,
            join: 2,
            leave: 3,
            guest: (width > 5).then_some(5),
            // Of seven columns the last may be the recording's.
            waiting: (width == 8).then_some(7),
            by_shape: true,
        })
    }
}

/// Where the facts of a meeting stand.
#[derive(Clone, Copy, Debug, Default)]
struct MeetingColumns {
    topic: Option<usize>,
    id: Option<usize>,
    host: Option<usize>,
    host_email: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
    created: Option<usize>,
}

impl MeetingColumns {
    /// By the names of the first `width` columns.
    fn named(header: &Row<'_>, width: usize) -> Option<Self> {
        let place = |names: &[&str]| {
            header.cells().take(width).position(|cell| names.contains(&cell.to_lowercase().as_str()))
        };
        let columns = Self {
            topic: place(&["topic"]),
            id: place(&["id", "meeting id"]),
            host: place(&["host name", "host", "user name"]),
            host_email: place(&["host email", "host e-mail", "user email"]),
            start: place(&["start time"]),
            end: place(&["end time"]),
            created: place(&["creation time"]),
        };
        (columns.id.is_some() || columns.topic.is_some()).then_some(columns)
    }

    /// In any other language, by what stands in them.
    fn by_shape(values: &Row<'_>) -> Self {
        let find = |fits: &dyn Fn(&str) -> bool| values.cells().position(fits);
        let start = find(&civil::is_time);
        let end = values.cells().rposition(civil::is_time).filter(|&end| Some(end) != start);
        let is_topic = |text: &str| {
            text.chars().any(char::is_alphabetic) && !text.contains('@') && !civil::is_time(text)
        };
        Self {
            topic: find(&is_topic),
            id: find(&|text| is_meeting_id(text)),
            host_email: find(&|text| text.contains('@')),
            start,
            end,
            ..Self::default()
        }
    }
}

/// Nine to eleven digits, perhaps with spaces or hyphens in between.
fn is_meeting_id(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (9..=11).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || c == ' ' || c == '-')
}

/// Facts of one meeting.
#[derive(Clone, Debug)]
struct Meeting {
    /// The cells that they were read from: what is equal in them is one meeting.
    cells: Vec<String>,
    line: u64,
    id: String,
    topic: String,
    owner: String,
    host_email: String,
    /// The occurrence.
    start: Option<When>,
    opened: Option<When>,
    closed: Option<When>,
    created: Option<When>,
}

/// Reads participants of one or many meetings.
#[derive(Debug)]
struct Participants {
    stem: String,
    /// Where the participants' header stands, as the opening told.
    header_line: u64,
    header: Row<'static>,
    columns: Columns,
    /// What stands above it.
    above: Vec<Row<'static>>,
    /// The header of the meeting's facts, and where they stand.
    facts: Option<(Row<'static>, MeetingColumns)>,
    /// Whether the meeting's facts come next: files were put one behind the other.
    expected: bool,
    meetings: Vec<Meeting>,
}

impl Participants {
    /// Reads what stands above the participants.
    fn head(&mut self, draft: &mut Draft) {
        if self.columns.name > 0 {
            self.facts = MeetingColumns::named(&self.header, self.columns.name)
                .map(|columns| (self.header.clone(), columns));
            return;
        }
        let mut above = std::mem::take(&mut self.above).into_iter().rev();
        let (Some(values), Some(header)) = (above.next(), above.next()) else { return };
        let columns = MeetingColumns::named(&header, header.len());
        let columns = columns.unwrap_or_else(|| MeetingColumns::by_shape(&values));
        self.facts = Some((header, columns));
        self.meeting(&values, values.len(), columns, draft);
    }

    /// Takes up the meeting that these cells tell, if it is a new one; its number.
    fn meeting(&mut self, row: &Row<'_>, width: usize, columns: MeetingColumns, draft: &mut Draft) -> usize {
        let is_it = |meeting: &Meeting| {
            (0..width.max(meeting.cells.len()))
                .all(|place| meeting.cells.get(place).map_or("", String::as_str) == row.get(place))
        };
        // Newest first, and each one's rows together.
        if let Some(place) = self.meetings.iter().rposition(is_it) {
            return place;
        }
        let fact = |column| match row.at(column) {
            "-" => "",
            text => text,
        };
        let mut time = |column| draft.time(row.line(), fact(column));
        let (start, closed, created) = (time(columns.start), time(columns.end), time(columns.created));
        let host_email = fact(columns.host_email).to_owned();
        self.meetings.push(Meeting {
            cells: row.cells().take(width).map(str::to_owned).collect(),
            line: row.line(),
            id: fact(columns.id).chars().filter(|c| !c.is_whitespace() && *c != '-').collect(),
            topic: fact(columns.topic).to_owned(),
            owner: fact(columns.host).to_owned(),
            host_email,
            start,
            opened: start,
            closed,
            created,
        });
        self.meetings.len() - 1
    }

    /// A meeting of which the file says nothing.
    fn nameless(&mut self, line: u64, first_join: When) -> usize {
        let id: String = self
            .stem
            .split(|c: char| !c.is_ascii_digit())
            .find(|digits| (9..=11).contains(&digits.len()))
            .unwrap_or(&self.stem)
            .to_owned();
        self.meetings.push(Meeting {
            cells: Vec::new(),
            line,
            id,
            topic: String::new(),
            owner: String::new(),
            host_email: String::new(),
            start: Some(first_join),
            opened: None,
            closed: None,
            created: None,
        });
        self.meetings.len() - 1
    }

    fn participant(&mut self, row: &mut Row<'_>, draft: &mut Draft) -> Result<Use, Fault> {
        let columns = self.columns;
        row.join_times(self.header.len());
        let line = row.line();
        let (join, leave) = row.stay(columns.join, columns.leave, draft)?;
        let (name, email) = (row.get(columns.name), row.get(columns.email));
        if name.is_empty() && email.is_empty() {
            return Err(fault(Reason::NameMissing, row, Some(columns.name)));
        }
        match (columns.waiting, yes(row.at(columns.waiting))) {
            (Some(_), Some(true)) => {
                draft.note(Irregularity::WaitingRoom, line);
                return Ok(Use::Record);
            }
            (Some(place), None) if !row.get(place).is_empty() => draft.unknown(Unknown::Waiting),
            _ => {}
        }
        let meeting = match self.facts.as_ref().map(|(_, facts)| *facts) {
            Some(facts) if columns.name > 0 => self.meeting(row, columns.name, facts, draft),
            _ => match self.meetings.len() {
                0 => self.nameless(line, join),
                count => count - 1,
            },
        };
        let Some(meeting) = self.meetings.get_mut(meeting) else {
            return Err(fault(Reason::SessionMissing, row, None));
        };
        if meeting.id.is_empty() {
            self.stem.clone_into(&mut meeting.id);
        }
        let is_host = !email.is_empty() && email.to_lowercase() == meeting.host_email.to_lowercase();
        if is_host && meeting.owner.is_empty() {
            name.clone_into(&mut meeting.owner);
        }
        let attendee_type = match (columns.guest, yes(row.at(columns.guest))) {
            (_, Some(true)) => "Guest",
            (_, Some(false)) => "Registered",
            // An address is shown of those who signed in.
            (None, _) if !email.is_empty() => "Registered",
            _ => "",
        };
        let facts = meeting
            .session()
            .with(Field::DisplayName, name)
            .with(Field::Email, email)
            .with(Field::Role, if is_host { "Moderator" } else { "" })
            .with(Field::AttendeeType, attendee_type);
        draft.stay(line, join, leave, &facts)?;
        Ok(Use::Record)
    }
}

impl Meeting {
    fn session(&self) -> Facts<'_> {
        Facts::new()
            .with(Field::SessionId, &self.id)
            .with(Field::SessionName, &self.topic)
            .with_time(Field::InstanceId, self.start)
    }
}

impl TableReader for Participants {
    fn row(&mut self, row: &mut Row<'_>, draft: &mut Draft) -> Result<Use, Fault> {
        if row.is_blank() {
            return Ok(Use::Structure);
        }
        if row.line() < self.header_line {
            self.above.push(row.clone().into_owned());
            return Ok(Use::Structure);
        }
        if row.line() == self.header_line {
            self.head(draft);
            return Ok(Use::Structure);
        }
        let same = |header: &Row<'_>| header.len() == row.len() && header.cells().eq(row.cells());
        if same(&self.header) {
            return Ok(Use::Structure);
        }
        if let Some((header, columns)) = &self.facts
            && self.columns.name == 0
        {
            let columns = *columns;
            if same(header) {
                self.expected = true;
                return Ok(Use::Structure);
            }
            if std::mem::take(&mut self.expected) {
                let meeting = self.meeting(row, row.len(), columns, draft);
                // What comes now is of this one, also where it was met before.
                let last = self.meetings.len() - 1;
                self.meetings.swap(meeting, last);
                return Ok(Use::Structure);
            }
        }
        self.participant(row, draft)
    }

    fn finish(&mut self, draft: &mut Draft, tally: &mut Tally) {
        for meeting in &mut self.meetings {
            if meeting.id.is_empty() {
                self.stem.clone_into(&mut meeting.id);
            }
            if meeting.owner.is_empty() {
                meeting.owner.clone_from(&meeting.host_email);
            }
            let facts = meeting
                .session()
                .with(Field::SessionOwner, &meeting.owner)
                .with_time(Field::SessionCreated, meeting.created);
            for (kind, when) in [(Kind::RoomOpened, meeting.opened), (Kind::RoomClosed, meeting.closed)] {
                if let Some(Err(fault)) = when.map(|when| draft.event(meeting.line, kind, when, &facts)) {
                    tally.reject(meeting.line, 0, &fault, "");
                }
            }
            draft.unknown_where([
                (meeting.topic.is_empty(), Unknown::SessionName),
                (meeting.owner.is_empty(), Unknown::Owner),
                (meeting.opened.is_none() || meeting.closed.is_none(), Unknown::RoomTimes),
            ]);
        }
        if self.facts.is_none() {
            draft.unknown(Unknown::SessionId);
        }
        if self.columns.waiting.is_none() {
            draft.unknown(Unknown::Waiting);
        }
        draft.unknown(Unknown::Roles);
    }
}

/// A yes or no; none where the language is not known.
fn yes(text: &str) -> Option<bool> {
    const YES: [&str; 14] =
        ["yes", "ja", "oui", "sí", "si", "sì", "sim", "tak", "да", "evet", "はい", "是", "예", "ya"];
    const NO: [&str; 12] =
        ["no", "nein", "non", "não", "nie", "нет", "hayır", "いいえ", "否", "아니요", "nee", "tidak"];
    let text = text.to_lowercase();
    if YES.contains(&text.as_str()) { Some(true) } else { NO.contains(&text.as_str()).then_some(false) }
}
