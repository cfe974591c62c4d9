//! Zoom, the attendee report of a webinar, of 2025 and 2026: the webinar's facts, then a table each of hosts,
//! panelists and attendees, under headings of their own, which tell the role. Later files have another table
//! of those who called in.
//!
//! A row is a stay, with names, e-mail, guest and country; columns are known by name, and each table has its
//! own. Who is listed with `Attended` at `No` registered and did not come: nothing says that they tried to, so
//! they are no failed join, but are counted in a note.
//!
//! As in [`zoom`](super::zoom), the session is the webinar's id, the occurrence its start. It closes at its
//! start and the minutes that it is said to have lasted.

use super::draft::{Draft, Facts};
use super::row::Row;
use super::{Found, Opening, Platform, Reader, TableReader, Tally, Unknown, Use, Verdict, fault};
use crate::event::{Field, Kind};
use crate::problem::{Fault, Irregularity, Reason};
use crate::time::When;

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    let rows = opening.rows();
    let header =
        rows.iter().find(|row| Columns::named(row).is_some_and(|columns| columns.attended.is_some()))?;
    let facts = rows.iter().find(|row| FactColumns::named(row).is_some());
    let mut evidence = vec![format!("columns “{}”, “{}”", header.get(0), header.get(1))];
    evidence.extend(facts.map(|row| format!("columns “{}”, “{}”", row.get(0), row.get(1))));
    let reader = Reader::Table(Box::new(Webinars { stem: opening.stem().to_owned(), ..Webinars::default() }));
    Some(Verdict::Is(Found { platform: Platform::ZoomWebinar, evidence, reader }))
}

fn place(header: &Row<'_>, names: &[&str]) -> Option<usize> {
    header.cells().position(|cell| names.contains(&cell.to_lowercase().as_str()))
}

/// Where the facts of a webinar stand.
#[derive(Clone, Copy, Debug)]
struct FactColumns {
    topic: Option<usize>,
    id: usize,
    start: Option<usize>,
    minutes: Option<usize>,
    width: usize,
}

impl FactColumns {
    fn named(header: &Row<'_>) -> Option<Self> {
        Some(Self {
            id: place(header, &["webinar id"])?,
            topic: place(header, &["topic"]),
            start: place(header, &["actual start time", "start time"]),
            minutes: place(header, &["actual duration (minutes)", "duration (minutes)"]),
            width: header.len(),
        })
    }
}

/// Where what stands in a row of people.
#[derive(Clone, Copy, Debug)]
struct Columns {
    attended: Option<usize>,
    name: usize,
    first_name: Option<usize>,
    last_name: Option<usize>,
    email: Option<usize>,
    join: usize,
    leave: usize,
    guest: Option<usize>,
    country: Option<usize>,
    width: usize,
}

impl Columns {
    fn named(header: &Row<'_>) -> Option<Self> {
        Some(Self {
            name: place(header, &["user name (original name)", "user name"])?,
            join: place(header, &["join time"])?,
            leave: place(header, &["leave time"])?,
            attended: place(header, &["attended"]),
            first_name: place(header, &["first name"]),
            last_name: place(header, &["last name"]),
            email: place(header, &["email", "email address"]),
            guest: place(header, &["is guest"]),
            country: place(header, &["country/region name", "country/region"]),
            width: header.len(),
        })
    }
}

/// What comes next in the file.
#[derive(Clone, Copy, Debug, Default)]
enum Next {
    /// Nothing that is known: headings, when the report was made.
    #[default]
    Heading,
    /// The values of a webinar's facts.
    Facts(FactColumns),
    /// People.
    People(Columns),
}

/// Facts of one webinar.
#[derive(Debug, Default)]
struct Webinar {
    line: u64,
    id: String,
    topic: String,
    owner: String,
    start: Option<When>,
    end: Option<When>,
}

impl Webinar {
    fn session(&self) -> Facts<'_> {
        Facts::new()
            .with(Field::SessionId, &self.id)
            .with(Field::SessionName, &self.topic)
            .with_time(Field::InstanceId, self.start)
    }
}

/// Reads the report of one webinar, or of several put one behind the other.
#[derive(Debug, Default)]
struct Webinars {
    stem: String,
    next: Next,
    role: &'static str,
    webinars: Vec<Webinar>,
}

impl Webinars {
    fn facts(&mut self, row: &mut Row<'_>, columns: FactColumns, draft: &mut Draft) {
        row.join_times(columns.width);
        let row = &*row;
        let start = draft.time(row.line(), value(row, columns.start));
        if start.is_none() && !value(row, columns.start).is_empty() {
            draft.note(Irregularity::FactUnreadable, row.line());
        }
        let minutes =
            value(row, columns.minutes).parse().ok().filter(|minutes| (0..100_000).contains(minutes));
        let id: String = row.get(columns.id).chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        self.webinars.push(Webinar {
            line: row.line(),
            id: if id.is_empty() { self.stem.clone() } else { id },
            topic: value(row, columns.topic).to_owned(),
            owner: String::new(),
            start,
            end: start.zip(minutes).map(|(start, minutes): (_, i64)| later(start, minutes * 60)),
        });
    }

    fn person(&mut self, row: &mut Row<'_>, columns: Columns, draft: &mut Draft) -> Result<Use, Fault> {
        row.join_times(columns.width);
        let row = &*row;
        let line = row.line();
        let attended = row.at(columns.attended).to_lowercase();
        let mut time = |place| match value(row, Some(place)) {
            "" => Ok(None),
            text => {
                let when = draft.time(line, text);
                when.map(Some).ok_or_else(|| fault(Reason::JoinUnreadable, row, Some(place)))
            }
        };
        let (join, leave) = (time(columns.join)?, time(columns.leave)?);
        let (name, email) = (value(row, Some(columns.name)), value(row, columns.email));
        if name.is_empty() && email.is_empty() {
            return Err(fault(Reason::NameMissing, row, Some(columns.name)));
        }
        if join.is_none() && leave.is_none() && attended == "no" {
            draft.note(Irregularity::NoShow, line);
            return Ok(Use::Record);
        }
        let join = join.ok_or_else(|| fault(Reason::JoinMissing, row, Some(columns.join)))?;
        if self.webinars.is_empty() {
            let id = self.stem.clone();
            self.webinars.push(Webinar { line, id, start: Some(join), ..Webinar::default() });
            draft.unknown(Unknown::SessionId);
            draft.unknown(Unknown::RoomTimes);
        }
        let Some(webinar) = self.webinars.last_mut() else {
            return Err(fault(Reason::SessionMissing, row, None));
        };
        if self.role == "Moderator" && webinar.owner.is_empty() {
            (if name.is_empty() { email } else { name }).clone_into(&mut webinar.owner);
        }
        let attendee_type = match row.at(columns.guest).to_lowercase().as_str() {
            "yes" => "Guest",
            "no" => "Registered",
            _ => "",
        };
        let facts = webinar
            .session()
            .with(Field::DisplayName, name)
            .with(Field::FirstName, value(row, columns.first_name))
            .with(Field::LastName, value(row, columns.last_name))
            .with(Field::Email, email)
            .with(Field::Role, self.role)
            .with(Field::AttendeeType, attendee_type)
            .with(Field::Country, value(row, columns.country));
        draft.stay(line, join, leave, &facts)?;
        Ok(Use::Record)
    }
}

impl TableReader for Webinars {
    fn row(&mut self, row: &mut Row<'_>, draft: &mut Draft) -> Result<Use, Fault> {
        if row.is_blank() {
            return Ok(Use::Structure);
        }
        if let Some(columns) = FactColumns::named(row) {
            self.next = Next::Facts(columns);
            return Ok(Use::Structure);
        }
        if let Some(columns) = Columns::named(row) {
            self.next = Next::People(columns);
            return Ok(Use::Structure);
        }
        let heading = match row.get(0).to_lowercase().as_str() {
            _ if row.len() > 1 => None,
            "host details" => Some("Moderator"),
            "panelist details" => Some("Presenter"),
            "attendee details" | "other attended" => Some("Participant"),
            "attendee report" => Some(""),
            _ => None,
        };
        if let Some(role) = heading {
            self.role = role;
            self.next = Next::Heading;
            return Ok(Use::Structure);
        }
        match self.next {
            Next::Facts(columns) => {
                self.next = Next::Heading;
                self.facts(row, columns, draft);
                Ok(Use::Structure)
            }
            Next::People(columns) => self.person(row, columns, draft),
            // Above the facts stands when the report was made.
            Next::Heading if self.role.is_empty() => Ok(Use::Structure),
            Next::Heading => Err(fault(Reason::RowUnknown, row, None)),
        }
    }

    fn finish(&mut self, draft: &mut Draft, tally: &mut Tally) {
        for webinar in &self.webinars {
            let facts = webinar.session().with(Field::SessionOwner, &webinar.owner);
            let start = webinar.start.filter(|_| webinar.end.is_some() || !webinar.topic.is_empty());
            for (kind, when) in [(Kind::RoomOpened, start), (Kind::RoomClosed, webinar.end)] {
                match when.map(|when| draft.event(webinar.line, kind, when, &facts)) {
                    Some(Ok(())) => {}
                    Some(Err(fault)) => tally.reject(webinar.line, 0, &fault, ""),
                    None => draft.unknown(Unknown::RoomTimes),
                }
            }
            if webinar.topic.is_empty() {
                draft.unknown(Unknown::SessionName);
            }
            if webinar.owner.is_empty() {
                draft.unknown(Unknown::Owner);
            }
        }
    }
}

/// A cell's text; empty where it says that there is none.
fn value<'a>(row: &'a Row<'_>, column: Option<usize>) -> &'a str {
    match row.at(column) {
        "-" | "--" => "",
        text => text,
    }
}

/// A time so many seconds later on the same clock.
fn later(when: When, seconds: i64) -> When {
    match when {
        When::Instant(at) => When::Instant(at + seconds),
        When::Civil(at) => When::Civil(at + seconds),
        When::OfDay(at) => When::OfDay(at + seconds),
        When::Ambiguous { month_first, day_first } => {
            When::Ambiguous { month_first: month_first + seconds, day_first: day_first + seconds }
        }
    }
}
