//! Microsoft Teams. (What it wrote before: [`super::teams_list`], [`super::teams_earlier`].)
//!
//! **Attendance report, 2022 and later** ([`Report`]): sections headed `1. Summary`, `2. Participants`,
//! `3. In-Meeting activities`, in the language of whoever downloaded it; so no word is relied on. Section 1
//! has the title first and two times, start and end. Section 2 has a column `(UPN)` in every language: a row
//! an attendee, with first join, last leave and the sum. Section 3 has a row a stay, and is where stays are
//! taken from; section 2 says only who somebody is, and stands in for section 3 where that is missing.
//! With breakout rooms section 3 has two more columns, and a room is a bubble.
//!
//! *Occurrences.* A report has no id. The session is its title, the occurrence when it started, as its clock
//! showed it: the weekly reports of a class are occurrences of one session, the same report twice is one
//! occurrence. A meeting that was started again has a report and an occurrence of its own.

use super::draft::{Draft, Facts};
use super::row::Row;
use super::{Found, Opening, Platform, Reader, TableReader, Tally, Unknown, Use, Verdict, fault};
use crate::event::{Field, Kind};
use crate::ledger::Stated;
use crate::problem::{Fault, Irregularity, Reason};
use crate::time::{When, civil};
use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    report(opening).map(Verdict::Is)
}

fn report(opening: &Opening<'_>) -> Option<Found> {
    let rows = opening.rows();
    let section = rows.iter().find(|row| section(row).is_some())?;
    let header = rows.iter().find(|row| is_participants(row))?;
    let upn = header.cells().find(|cell| cell.contains("(UPN)")).unwrap_or_default();
    let evidence = vec![
        format!("a section is called “{}”", section.get(0)),
        format!("a column of {} is called “{upn}”", header.len()),
    ];
    let reader = Reader::Table(Box::new(Report::new(opening.stem())));
    Some(Found { platform: Platform::TeamsReport, evidence, reader })
}

/// The number of the section that a row begins: `2. Participants` and nothing else.
pub(super) fn section(row: &Row<'_>) -> Option<u32> {
    let (number, name) = row.get(0).split_once(". ")?;
    let alone = row.cells().skip(1).all(str::is_empty) && !name.is_empty();
    if alone && number.len() == 1 { number.parse().ok() } else { None }
}

/// Whether this is the header of section 2.
fn is_participants(row: &Row<'_>) -> bool {
    row.len() >= 7 && row.cells().any(|cell| cell.contains("(UPN)")) && !row.cells().any(civil::is_time)
}

/// Where the columns of sections 2 and 3 stand. The first ones are the same in every language.
const NAME: usize = 0;
const JOIN: usize = 1;
const LEAVE: usize = 2;
/// In section 2.
const EMAIL: usize = 4;
const UPN: usize = 5;
const ROLE: usize = 6;

/// Reads an attendance report.
#[derive(Debug)]
struct Report {
    /// The session, where the report has no title.
    stem: String,
    section: u32,
    /// Whether the section's header was met.
    headed: bool,
    title: String,
    /// Start and end, as far as they were met.
    times: Vec<(u64, When)>,
    owner: String,
    people: Vec<Person>,
    by_email: HashMap<String, usize, FxBuildHasher>,
    by_name: HashMap<String, usize, FxBuildHasher>,
    /// Where section 3 has its columns.
    stays: Option<StayColumns>,
    /// Names in section 3 that are not known to be a certain one's of section 2.
    named: HashSet<String, FxBuildHasher>,
}

/// Somebody of section 2.
#[derive(Debug)]
struct Person {
    line: u64,
    raw: String,
    name: String,
    email: String,
    upn: String,
    role: String,
    join: When,
    leave: Option<When>,
    /// Whether somebody else has the same name.
    namesake: bool,
    stayed: bool,
}

#[derive(Clone, Copy, Debug)]
struct StayColumns {
    width: usize,
    join: usize,
    role: usize,
    /// The breakout room's name.
    room: Option<usize>,
}

impl StayColumns {
    /// Name, [room type, room name,] join, leave, duration, e-mail, [UPN,] role.
    fn new(header: &Row<'_>) -> Self {
        let upn = header.cells().position(|cell| cell.contains("(UPN)"));
        let rooms = header.len() >= 8 && upn != Some(JOIN + 4);
        let (join, room) = if rooms { (JOIN + 2, Some(2)) } else { (JOIN, None) };
        let role = join + if upn.is_some() { 5 } else { 4 };
        Self { width: header.len(), join, role, room }
    }
}

impl Report {
    fn new(stem: &str) -> Self {
        Self {
            stem: stem.to_owned(),
            section: 0,
            headed: false,
            title: String::new(),
            times: Vec::new(),
            owner: String::new(),
            people: Vec::new(),
            by_email: HashMap::default(),
            by_name: HashMap::default(),
            stays: None,
            named: HashSet::default(),
        }
    }

    fn summary(&mut self, row: &Row<'_>, draft: &mut Draft) {
        if civil::is_time(row.get(1)) {
            self.times.extend(draft.time(row.line(), row.get(1)).map(|when| (row.line(), when)));
        } else if self.title.is_empty() && !self.headed {
            row.get(1).clone_into(&mut self.title);
            self.headed = true;
        }
    }

    fn person(&mut self, row: &mut Row<'_>, draft: &mut Draft) -> Result<Use, Fault> {
        row.join_times(ROLE + 1);
        let (join, leave) = row.stay(JOIN, LEAVE, draft)?;
        let (name, email) = (row.get(NAME), email(row, EMAIL)?);
        if name.is_empty() && email.is_empty() && row.get(UPN).is_empty() {
            return Err(fault(Reason::NameMissing, row, None));
        }
        let place = self.people.len();
        let namesake = self.by_name.get(name).copied();
        if let Some(other) = namesake {
            self.people[other].namesake = true;
        }
        self.by_name.insert(name.to_owned(), place);
        if !email.is_empty() {
            self.by_email.insert(email.to_lowercase(), place);
        }
        let role = role(row.get(ROLE));
        if self.owner.is_empty() && role == "Moderator" {
            bare_name(name).0.clone_into(&mut self.owner);
        }
        self.people.push(Person {
            line: row.line(),
            raw: row.cells().collect::<Vec<_>>().join("\t"),
            name: name.to_owned(),
            email: email.to_owned(),
            upn: row.get(UPN).to_owned(),
            role: role.to_owned(),
            join,
            leave,
            namesake: namesake.is_some(),
            stayed: false,
        });
        Ok(Use::Record)
    }

    fn stay(&mut self, row: &mut Row<'_>, draft: &mut Draft) -> Result<Use, Fault> {
        let Some(columns) = self.stays else { return Err(fault(Reason::RowUnknown, row, None)) };
        row.join_times(columns.width);
        let (join, leave) = row.stay(columns.join, columns.join + 1, draft)?;
        let email = email(row, columns.join + 3)?;
        let role = role(row.get(columns.role));
        let name = row.get(NAME);
        let known = self.known(name, email);
        let upn = known.map_or("", |place| &self.people[place].upn);
        let facts = self.attendee(name, email, upn, role);
        let room = row.at(columns.room);
        draft.stay(row.line(), join, leave, &facts)?;
        if !room.is_empty() {
            let facts = facts.with(Field::BubbleId, room);
            draft.event(row.line(), Kind::BubbleJoined, join, &facts)?;
            if let Some(leave) = leave {
                draft.event(row.line(), Kind::BubbleLeft, leave, &facts)?;
            }
        }
        match known {
            Some(place) => self.people[place].stayed = true,
            None => {
                self.named.insert(row.get(NAME).to_owned());
            }
        }
        Ok(Use::Record)
    }

    /// Whom of section 2 a row of section 3 is about: by e-mail, else by a name that only one has.
    fn known(&self, name: &str, email: &str) -> Option<usize> {
        if !email.is_empty() {
            return self.by_email.get(&email.to_lowercase()).copied();
        }
        self.by_name.get(name).copied().filter(|&place| !self.people[place].namesake)
    }

    fn session(&self) -> Facts<'_> {
        let title = if self.title.is_empty() { &self.stem } else { &self.title };
        let facts = Facts::new()
            .with(Field::SessionId, title)
            .with(Field::SessionName, &self.title)
            .with(Field::SessionOwner, &self.owner);
        match self.times.first() {
            Some(&(_, start)) => facts.with_time(Field::InstanceId, Some(start)),
            None => facts.with(Field::InstanceId, &self.stem),
        }
    }

    fn attendee<'a>(&'a self, name: &'a str, email: &'a str, upn: &'a str, role: &'a str) -> Facts<'a> {
        let (name, attendee_type) = bare_name(name);
        self.session()
            .with(Field::DisplayName, name)
            .with(Field::Email, email)
            .with(Field::Username, upn)
            .with(Field::Role, role)
            .with(Field::AttendeeType, attendee_type)
    }
}

impl TableReader for Report {
    fn row(&mut self, row: &mut Row<'_>, draft: &mut Draft) -> Result<Use, Fault> {
        if row.is_blank() {
            return Ok(Use::Structure);
        }
        if let Some(section) = section(row) {
            self.section = section;
            self.headed = false;
            return Ok(Use::Structure);
        }
        match self.section {
            1 => self.summary(row, draft),
            2 | 3 if !self.headed => {
                self.headed = true;
                if self.section == 3 {
                    self.stays = Some(StayColumns::new(row));
                }
            }
            2 => return self.person(row, draft),
            3 => return self.stay(row, draft),
            // Reactions and hands: nothing that the reports ask for.
            4..=9 => {}
            _ => return Err(fault(Reason::RowUnknown, row, None)),
        }
        Ok(Use::Structure)
    }

    fn finish(&mut self, draft: &mut Draft, tally: &mut Tally) {
        // What section 3 does not say of somebody is taken from section 2, as one stay.
        for person in &self.people {
            // Of namesakes without e-mail nobody can say which of them a row is about.
            if person.stayed || person.email.is_empty() && self.named.contains(&person.name) {
                continue;
            }
            let facts = self.attendee(&person.name, &person.email, &person.upn, &person.role);
            match draft.stay(person.line, person.join, person.leave, &facts) {
                Ok(()) => {
                    draft.note(Irregularity::StaysUnknown, person.line);
                    draft.unknown(Unknown::Stays);
                    draft.unknown(Unknown::Rejoins);
                    let stated = Stated { seconds: None, rejoins: None };
                    if let Err(fault) = draft.state(person.line, person.join, &facts, stated) {
                        tally.reject_late(person.line, &fault, &person.raw);
                    }
                }
                Err(fault) => tally.reject_late(person.line, &fault, &person.raw),
            }
        }
        let kinds = [Kind::RoomOpened, Kind::RoomClosed];
        for (kind, &(line, when)) in kinds.into_iter().zip(&self.times) {
            if let Err(fault) = draft.event(line, kind, when, &self.session()) {
                tally.reject(line, 0, &fault, "");
            }
        }
        if self.times.len() < kinds.len() {
            draft.unknown(Unknown::RoomTimes);
        }
        if self.title.is_empty() {
            draft.unknown(Unknown::SessionName);
        }
        draft.unknown(Unknown::SessionId);
    }
}

/// An e-mail address, or nothing: anything else, and the cells of the row are not where they belong.
fn email<'a>(row: &'a Row<'_>, place: usize) -> Result<&'a str, Fault> {
    match row.get(place) {
        email if email.is_empty() || email.contains('@') => Ok(email),
        _ => Err(fault(Reason::RowUnknown, row, Some(place))),
    }
}

/// What Teams writes behind the name of somebody who is not of the organisation, and what it says of them.
const MARKERS: [(&str, &str); 14] = [
    ("(Guest)", "Guest"),
    ("(External)", "External"),
    ("(Unverified)", "Unverified"),
    ("(Gast)", "Guest"),
    ("(Extern)", "External"),
    ("(Nicht überprüft)", "Unverified"),
    ("(Gość)", "Guest"),
    ("(Zewnętrzny)", "External"),
    ("(Invité)", "Guest"),
    ("(Externe)", "External"),
    ("(Invitado)", "Guest"),
    ("(Externo)", "External"),
    ("(Convidado)", "Guest"),
    ("(Não verificado)", "Unverified"),
];

/// A name without the marker behind it, and the type of attendee that the marker tells. Any other text in
/// brackets belongs to the name.
pub(super) fn bare_name(name: &str) -> (&str, &'static str) {
    MARKERS
        .iter()
        .find_map(|(marker, kind)| Some((name.strip_suffix(marker)?.trim_end(), *kind)))
        .filter(|(bare, _)| !bare.is_empty())
        .unwrap_or((name, ""))
}

/// A role in the reports' words, where its own word is known; else as it is.
pub(super) fn role(role: &str) -> &str {
    match role {
        "Organizer" | "Organiser" | "Co-organizer" | "Co-organiser" | "Organizator" | "Organizador"
        | "Organisator" | "Organisateur" | "Organizzatore" => "Moderator",
        "Presenter" | "Osoba prowadząca" | "Apresentador" | "Referent" | "Présentateur" | "Moderador"
        | "Relatore" => "Presenter",
        "Attendee" | "Uczestnik" | "Participante" | "Teilnehmer" | "Participant" | "Asistente"
        | "Partecipante" => "Participant",
        other => other,
    }
}
