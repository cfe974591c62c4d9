//! Records to events, one file per producer.
//!
//! The native event log ([`native`]) goes straight into the ledger. Every other file is told by `detect`
//! from its opening, by content and never by its name, and read by an adapter into a
//! [`draft::Draft`]. A table that nobody is known to write is read as somebody says: by a [`Mapping`].
//!
//! To add an adapter: a file here with `detect(&Opening) -> Option<Verdict>` and a reader (`TableReader`,
//! `LineReader`, `DocumentReader` or `ElementReader`), a variant of [`Platform`] with its name, a place in
//! `detect`, and cases in `tests/corpus/<producer>/<version>/<case>`.

mod adobe;
mod bbb;
mod bbb_dashboard;
mod collaborate;
pub mod draft;
mod first_rows;
mod forced;
pub(crate) mod foreign;
mod graph;
mod jitsi;
mod mapped;
mod mapping;
mod mapping_guess;
mod mapping_words;
mod meet_admin;
mod meet_csv;
mod meet_rest;
mod moodle;
pub mod native;
pub mod native_csv;
mod recall;
pub(crate) mod row;
mod teams;
mod teams_earlier;
mod teams_list;
#[cfg(test)]
mod tests;
mod unreadable;
mod value;
mod webex;
pub(crate) mod xml;
mod zoom;
mod zoom_chat;
mod zoom_webhooks;
mod zoom_webinar;

use crate::event::{Event, Field, Fields, Kind, Subject};
use crate::intake::Refusal;
use crate::ledger::Stated;
use crate::problem::{At, Fault, Position, Reason, Rejected, RejectedRecords};
use crate::time::parse;
use draft::Draft;
use row::Row;
use std::fmt::Debug;
use xml::Element;

pub use first_rows::FirstRows;
pub use mapped::{RowPreview, Seen, What, preview};
pub use mapping::{Fact, Lack, Mapping, MappingError, Unit};
pub use mapping_guess::Guess;
pub(crate) use unreadable::{DOCUMENT, WORKBOOK};

/// What a file is taken for: a producer and a version of what it writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Platform {
    /// The native event log, as CSV.
    NativeCsv,
    /// The native event log, as NDJSON.
    NativeNdjson,
    /// BigBlueButton, a recording's events.
    BbbEvents,
    /// BigBlueButton, the learning dashboard's data.
    BbbDashboard,
    /// BigBlueButton, the table downloaded from the learning dashboard.
    BbbDashboardTable,
    /// Blackboard or Class Collaborate, attendance report.
    Collaborate,
    /// Microsoft Teams, attendance list of 2020: joined and left.
    TeamsList,
    /// Microsoft Teams, attendance report since 2022, in sections.
    TeamsReport,
    /// Zoom, participants of one meeting, with or without the meeting's facts.
    ZoomParticipants,
    /// Zoom, participants of many meetings, the meeting's facts on every row.
    ZoomMeetings,
    /// Zoom, attendee report of a webinar.
    ZoomWebinar,
    /// Zoom, webhooks as they were received.
    ZoomWebhooks,
    /// Microsoft Graph, attendance report of Teams as JSON.
    GraphReport,
    /// Microsoft Teams, meeting summary of 2021: a row a stay.
    TeamsSummary,
    /// Microsoft Teams, live event: joined and left, in UTC.
    TeamsLive,
    /// Webex, attendees of meetings.
    Webex,
    /// Google Meet, attendance report: first join, last exit, time in the call.
    MeetCsv,
    /// Google Meet, calls that ended, of the Admin Reports API.
    MeetAdmin,
    /// Google Meet, participants and their sessions, of the Meet API.
    MeetRest,
    /// Jitsi, events of a server with `event_sync`.
    JitsiEvents,
    /// Adobe Connect, `report-meeting-attendance`.
    AdobeConnect,
    /// Any table, with a [`Mapping`] that says what its columns mean.
    Mapped,
    /// Adsum's own [alias file](crate::people::Aliases), which is no log.
    AliasFile,
}

impl Platform {
    /// Every one, in the order in which somebody chooses.
    pub const ALL: [Self; 22] = [
        Self::NativeCsv,
        Self::NativeNdjson,
        Self::TeamsReport,
        Self::TeamsSummary,
        Self::TeamsList,
        Self::TeamsLive,
        Self::GraphReport,
        Self::ZoomParticipants,
        Self::ZoomMeetings,
        Self::ZoomWebinar,
        Self::ZoomWebhooks,
        Self::BbbEvents,
        Self::BbbDashboard,
        Self::BbbDashboardTable,
        Self::Collaborate,
        Self::MeetCsv,
        Self::MeetAdmin,
        Self::MeetRest,
        Self::Webex,
        Self::JitsiEvents,
        Self::AdobeConnect,
        Self::Mapped,
    ];

    /// The one of this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|platform| platform.code() == code)
    }

    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NativeCsv => "event log (CSV)",
            Self::NativeNdjson => "event log (NDJSON)",
            Self::BbbEvents => "BigBlueButton recording",
            Self::BbbDashboard => "BigBlueButton learning dashboard (JSON)",
            Self::BbbDashboardTable => "BigBlueButton learning dashboard (CSV)",
            Self::Collaborate => "Collaborate attendance report",
            Self::TeamsList => "Microsoft Teams attendance list",
            Self::TeamsReport => "Microsoft Teams attendance report",
            Self::ZoomParticipants => "Zoom participants",
            Self::ZoomMeetings => "Zoom meetings with participants",
            Self::ZoomWebinar => "Zoom webinar",
            Self::ZoomWebhooks => "Zoom webhooks",
            Self::GraphReport => "Microsoft Graph attendance report",
            Self::TeamsSummary => "Microsoft Teams meeting summary",
            Self::TeamsLive => "Microsoft Teams live event",
            Self::Webex => "Webex attendees",
            Self::MeetCsv => "Google Meet attendance",
            Self::MeetAdmin => "Google Meet calls (Admin Reports)",
            Self::MeetRest => "Google Meet participants (API)",
            Self::JitsiEvents => "Jitsi events",
            Self::AdobeConnect => "Adobe Connect attendance",
            Self::Mapped => "table with a mapping",
            Self::AliasFile => "Adsum alias file",
        }
    }

    /// Whether such a file is a log; an alias file says how to read one.
    pub const fn is_log(self) -> bool {
        !matches!(self, Self::AliasFile)
    }

    /// A stable name, for scripts and for the page's catalogue of texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NativeCsv => "native-csv",
            Self::NativeNdjson => "native-ndjson",
            Self::BbbEvents => "bbb-events",
            Self::BbbDashboard => "bbb-dashboard",
            Self::BbbDashboardTable => "bbb-dashboard-csv",
            Self::Collaborate => "collaborate",
            Self::TeamsList => "teams-list",
            Self::TeamsReport => "teams-report",
            Self::ZoomParticipants => "zoom-participants",
            Self::ZoomMeetings => "zoom-meetings",
            Self::ZoomWebinar => "zoom-webinar",
            Self::ZoomWebhooks => "zoom-webhooks",
            Self::GraphReport => "graph-report",
            Self::TeamsSummary => "teams-summary",
            Self::TeamsLive => "teams-live",
            Self::Webex => "webex",
            Self::MeetCsv => "meet-csv",
            Self::MeetAdmin => "meet-admin",
            Self::MeetRest => "meet-rest",
            Self::JitsiEvents => "jitsi-events",
            Self::AdobeConnect => "adobe-connect",
            Self::Mapped => "mapped",
            Self::AliasFile => "aliases",
        }
    }
}

/// What a platform's file cannot tell. It stays unknown in the reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unknown {
    /// The session's name.
    SessionName,
    /// The session's id.
    SessionId,
    /// Who the session's owner is.
    Owner,
    /// When the room opened and closed.
    RoomTimes,
    /// E-mail addresses.
    Emails,
    /// Roles.
    Roles,
    /// When somebody joined and left in between.
    Stays,
    /// How often somebody rejoined.
    Rejoins,
    /// When those joined who were there when the list was started.
    EarlierJoins,
    /// Who waited in a waiting room.
    Waiting,
    /// Seconds of times.
    Seconds,
    /// When the room closed: the last event stands for it.
    Closing,
    /// Who the owner is: the first moderator stands for it.
    OwnerNamed,
    /// The instants of its times: they were counted from when the meeting was created.
    Instants,
    /// When some events were: when they were sent stands for it.
    Sent,
}

impl Unknown {
    /// A stable name, for scripts and for the page's catalogue of texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SessionName => "session-name",
            Self::SessionId => "session-id",
            Self::Owner => "owner",
            Self::RoomTimes => "room-times",
            Self::Emails => "emails",
            Self::Roles => "roles",
            Self::Stays => "stays",
            Self::Rejoins => "rejoins",
            Self::EarlierJoins => "earlier-joins",
            Self::Waiting => "waiting",
            Self::Seconds => "seconds",
            Self::Closing => "closing",
            Self::OwnerNamed => "owner-first-moderator",
            Self::Instants => "instants",
            Self::Sent => "sent",
        }
    }

    /// What is not known, in words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::SessionName => "the session's name",
            Self::SessionId => "the session's id",
            Self::Owner => "the session's owner",
            Self::RoomTimes => "when the room opened and closed",
            Self::Emails => "e-mail addresses",
            Self::Roles => "roles",
            Self::Stays => "joins and leaves in between",
            Self::Rejoins => "rejoins",
            Self::EarlierJoins => "when those joined who were there before the list was started",
            Self::Waiting => "who was in a waiting room",
            Self::Seconds => "the seconds of the times",
            Self::Closing => "when the room closed (the last event stands for it)",
            Self::OwnerNamed => "the session's owner (the first moderator stands for it)",
            Self::Instants => "the exact times (they were counted from when the meeting was created)",
            Self::Sent => "when some events were (when they were sent stands for it)",
        }
    }
}

/// The beginning of a file that is no native event log.
#[derive(Debug)]
pub(crate) struct Opening<'a> {
    /// The file's name: a fact where the file has no other, never what it is told by.
    pub(crate) name: &'a str,
    /// Its text, as far as it is looked at.
    pub(crate) text: &'a str,
    /// How it is written.
    pub(crate) shape: Shape,
}

/// How a file is written.
#[derive(Debug)]
pub(crate) enum Shape {
    /// In rows of cells.
    Table(Vec<Row<'static>>),
    /// As JSON: one document, or an object a line.
    Json,
    /// As XML.
    Xml,
}

impl Opening<'_> {
    /// The rows; none where it is no table.
    pub(crate) fn rows(&self) -> &[Row<'static>] {
        match &self.shape {
            Shape::Table(rows) => rows,
            Shape::Json | Shape::Xml => &[],
        }
    }

    /// The file's name without its ending.
    pub(crate) fn stem(&self) -> &str {
        stem(self.name)
    }
}

/// A file's name without its folders and its ending.
fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

/// What a file was told to be.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// A platform's, to be read so.
    Is(Found),
    /// Known, but of no use: why, and what to export instead.
    Refused(Refusal),
}

/// A platform's file.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) platform: Platform,
    /// What it was told by, in words with the file's own texts in them.
    pub(crate) evidence: Vec<String>,
    pub(crate) reader: Reader,
}

/// Who reads a platform's file, by how it is written.
#[derive(Debug)]
pub(crate) enum Reader {
    Table(Box<dyn TableReader>),
    Lines(Box<dyn LineReader>),
    Document(Box<dyn DocumentReader>),
    Elements(Box<dyn ElementReader>),
}

/// What a row turned out to be, if it is not rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// A record: it is counted as used.
    Record,
    /// A header, a heading, padding, a fact about the meeting: no record.
    Structure,
}

/// Reads a file of rows, which may hold several tables.
pub(crate) trait TableReader: Debug + Send {
    /// Takes the next row, which may be blank. A row is a record, structure, or rejected; there is no other
    /// way.
    fn row(&mut self, row: &mut Row<'_>, draft: &mut Draft) -> Result<Use, Fault>;

    /// Ends the file. A record that turns out to be of no use after all is [rejected](Tally::reject_late).
    fn finish(&mut self, draft: &mut Draft, tally: &mut Tally) {
        let _ = (draft, tally);
    }
}

/// Reads a file of one JSON object a line.
pub(crate) trait LineReader: Debug + Send {
    /// Takes the next line that is not blank.
    fn line(&mut self, line: u64, text: &str, draft: &mut Draft) -> Result<Use, Fault>;

    /// Ends the file.
    fn finish(&mut self, draft: &mut Draft, tally: &mut Tally) {
        let _ = (draft, tally);
    }
}

/// Reads a JSON document, whole; one longer than [`MAX_DOCUMENT`](crate::container::limits::MAX_DOCUMENT) is refused.
pub(crate) trait DocumentReader: Debug + Send {
    /// Takes the document: every record in it is counted in the tally.
    fn read(&mut self, text: &str, draft: &mut Draft, tally: &mut Tally) -> Result<(), Refusal>;
}

/// What to do with an XML element that opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// Go in: its children are asked about.
    Enter,
    /// Hand it over when it closes, with everything in it.
    Whole,
    /// Pass over it and everything in it.
    Skip,
}

/// Reads an XML document element by element, however long it is.
pub(crate) trait ElementReader: Debug + Send {
    /// An element opens that is in none that is wanted whole. It has its name and attributes, but no fields
    /// yet.
    fn open(&mut self, element: &Element, draft: &mut Draft) -> Want;

    /// Takes an element that was wanted whole.
    fn element(&mut self, element: &Element, draft: &mut Draft) -> Result<Use, Fault>;

    /// Ends the file.
    fn finish(&mut self, draft: &mut Draft, tally: &mut Tally) {
        let _ = (draft, tally);
    }
}

/// The account of a file's records: each is used or rejected.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) used: u64,
    pub(crate) rejected: RejectedRecords,
}

impl Tally {
    /// Counts a used record.
    pub(crate) fn used(&mut self) {
        self.used += 1;
    }

    /// Takes up a rejected record that starts on this line; `column` is 0 where all of it is meant.
    pub(crate) fn reject(&mut self, line: u64, column: u32, fault: &Fault, record: &str) {
        let Fault { reason, field, ref value, .. } = *fault;
        let position = Position { file: 0, line, column };
        self.rejected.push(Rejected { position, reason, field, value, record });
    }

    /// Takes up a record that was counted as used before.
    pub(crate) fn reject_late(&mut self, line: u64, fault: &Fault, record: &str) {
        self.used = self.used.saturating_sub(1);
        self.reject(line, 0, fault, record);
    }
}

/// Looks at an opening, and says what it is if it is its producer's.
type Detect = fn(&Opening<'_>) -> Option<Verdict>;

/// Everybody who is asked, in this order.
const PRODUCERS: [Detect; 18] = [
    bbb::detect,
    bbb_dashboard::detect,
    collaborate::detect,
    teams::detect,
    zoom::detect,
    zoom_webhooks::detect,
    zoom_webinar::detect,
    graph::detect,
    teams_earlier::detect,
    webex::detect,
    meet_csv::detect,
    meet_admin::detect,
    meet_rest::detect,
    jitsi::detect,
    adobe::detect,
    moodle::detect,
    zoom_chat::detect,
    // Told by the order of its rows at the least: whatever else it could be comes first.
    teams_list::detect,
];

/// Tells from its opening what a file is that is no native event log; none where no platform is known that
/// writes such a thing. The only place where that is decided.
pub(crate) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    PRODUCERS.into_iter().find_map(|producer| producer(opening))
}

/// The fault of a platform's record, at one of its cells.
pub(crate) fn fault(reason: Reason, row: &Row<'_>, place: Option<usize>) -> Fault {
    let at = place.map_or(At::Record, |place| At::Field(row.place_in_record(place)));
    Fault { reason, field: None, at, value: row.at(place).to_owned() }
}

/// Makes an event of its fields, or says what it lacks (event log, "Text rules"). `at` tells where in the
/// record a field stands.
pub fn event<'a>(fields: Fields<'a>, at: impl Fn(Field) -> At) -> Result<Event<'a>, Fault> {
    let fault = |reason, field| {
        let value = String::from_utf8_lossy(fields.get(field)).into_owned();
        Fault { reason, field: Some(field), at: at(field), value }
    };
    let [time, name] = [Field::Time, Field::Event].map(|field| fields.get(field));
    if time.is_empty() {
        return Err(fault(Reason::TimeMissing, Field::Time));
    }
    let stamp = parse(time).ok_or_else(|| fault(Reason::TimeUnreadable, Field::Time))?;
    if name.is_empty() {
        return Err(fault(Reason::EventMissing, Field::Event));
    }
    let kind = Kind::from_name(name).ok_or_else(|| fault(Reason::EventUnknown, Field::Event))?;
    if let Some((reason, field)) = lacks(kind, &fields) {
        return Err(fault(reason, field));
    }
    if let Err(field) = Stated::of(&fields) {
        return Err(fault(Reason::StatedUnreadable, field));
    }
    Ok(Event { stamp, kind, fields })
}

/// What an event of this kind needs and does not have: the reason, and the field to fill in.
fn lacks(kind: Kind, fields: &Fields<'_>) -> Option<(Reason, Field)> {
    let has = |names: &[Field]| names.iter().any(|&field| !fields.get(field).is_empty());
    if !has(&[Field::SessionId, Field::InstanceId]) {
        return Some((Reason::SessionMissing, Field::SessionId));
    }
    if kind.needs_attendee() && !fields.name_somebody() {
        return Some((Reason::AttendeeMissing, Field::UserId));
    }
    lacks_subject(kind, &fields.subject())
}

/// The same, of what an event is about besides session and attendee.
fn lacks_subject(kind: Kind, [_, bubble, target, name]: &Subject<'_>) -> Option<(Reason, Field)> {
    if kind.needs_bubble() && bubble.is_empty() {
        return Some((Reason::BubbleMissing, Field::BubbleId));
    }
    if kind == Kind::Teleported && target.is_empty() && name.is_empty() {
        return Some((Reason::TargetMissing, Field::TargetUserId));
    }
    None
}
