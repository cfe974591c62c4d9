//! What crosses the border between the worker's script and this crate: plain data, with the page's types
//! made from it. Every text is as the core writes it; codes are for the page's catalogue of texts.

mod mapping;
mod sharing;
mod tables;

pub use mapping::*;
pub use sharing::*;
pub use tables::*;

use crate::picture::PictureList;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// A sample log.
#[derive(Clone, Copy, Deserialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum SampleName {
    /// A term of classes.
    Classes,
    /// An online event.
    Event,
}

/// What the page's options say, as typed.
#[derive(Clone, Debug, PartialEq, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Choices {
    /// The first day, `yyyy-mm-dd`; blank: the log's first.
    pub from: String,
    /// The last day; blank: the log's last.
    pub to: String,
    /// The report's time zone.
    pub zone: String,
    /// The log's; blank: not said.
    pub log_zone: String,
    /// Whether the month or the day comes first, `month-first` or `day-first`; blank: not said.
    pub date_order: String,
    /// The time zone of single files.
    pub zones: Vec<OfFile>,
    /// The order of day and month in single files.
    pub date_orders: Vec<OfFile>,
    /// The days of files that tell only times of the day, as `yyyy-mm-dd`.
    pub days: Vec<OfFile>,
    /// When the meetings of files ended, as `yyyy-mm-ddThh:mm`, or `last` for the last event.
    pub ends: Vec<OfFile>,
    /// Seconds.
    pub rejoin_gap: String,
    /// Whether the occurrences of restarted meetings are one.
    pub join_restarts: bool,
    /// Of which of them they are not.
    pub kept_apart: Vec<RestartPlace>,
    /// Who is the same person.
    pub aliases: Vec<PersonText>,
}

/// Which restarted meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RestartPlace {
    /// The day, `yyyy-mm-dd`.
    pub day: String,
    /// The event code.
    pub event_code: String,
    /// The session's id.
    pub session_id: String,
}

/// One person and their identities.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
pub struct PersonText {
    /// What they are called.
    pub name: String,
    /// Their identities.
    pub is: Vec<IdentifierText>,
}

/// An identity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
pub struct IdentifierText {
    /// The field's name in the event log.
    pub field: String,
    /// Its value.
    pub value: String,
}

/// What is said of one file.
#[derive(Clone, Debug, PartialEq, Deserialize, Tsify)]
pub struct OfFile {
    /// Its number in the log.
    pub file: u32,
    /// What, as typed.
    pub value: String,
}

/// A file that can be saved.
#[derive(Clone, Deserialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum Product {
    /// The attendance report.
    Attendance,
    /// The attendance report of a range that is too long for one, in parts.
    AttendanceParts,
    /// The Smart Sessions workbook.
    Workbook,
    /// A sheet of it, by its place.
    Sheet(usize),
    /// All of it.
    Everything,
    /// All events, as one event log.
    Events,
    /// The records that were not used.
    Rejected,
    /// A table as it is shown.
    View(TableName, TableShape),
    /// Who is the same person, as an alias file.
    Aliases,
    /// What goes out to somebody.
    Shared(SharedFile, SharingChoice),
}

/// Whom CSV is for.
#[derive(Clone, Copy, Deserialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum FlavourName {
    /// Opens rightly on a double-click.
    Spreadsheet,
    /// Exact.
    Data,
}

/// A file that was read.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct FileCard {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its encoding's code.
    pub encoding: &'static str,
    /// What it was taken for; blank where it was refused.
    pub platform: &'static str,
    /// The same as a code.
    pub platform_code: &'static str,
    /// What it was told by; empty of event logs.
    pub evidence: Vec<String>,
    /// What such a file cannot tell.
    pub unknown: Vec<&'static str>,
    /// The same as codes.
    pub unknown_codes: Vec<&'static str>,
    /// Whether it is a log; else it says how to read one.
    pub is_log: bool,
    /// Who is the same person, as an alias file says.
    pub people: Vec<PersonText>,
    /// Why it was refused, if it was. Then it is not part of the log.
    pub refusal: Option<Refused>,
    /// Records read.
    pub read: u64,
    /// Records used.
    pub used: u64,
    /// Records not used.
    pub rejected: u64,
    /// What was put right in it.
    pub notes: Vec<NoteText>,
    /// Its first rows, if it is a table.
    pub table: Option<TableRows>,
    /// What its columns mean: as it was read, else a guess; of a table.
    pub plan: Option<Plan>,
    /// Why that was guessed, by column; blank where it was not guessed.
    pub reasons: Vec<String>,
    /// The columns that it names, if it is a mapping.
    pub mapping: Vec<String>,
}

/// The files that came of what was given: one, or those of a container.
#[derive(Serialize, Tsify)]
pub struct FileCards(pub Vec<FileCard>);

/// Why a file was refused.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    /// Its code.
    pub code: &'static str,
    /// In words.
    pub text: String,
    /// What to do.
    pub hint: &'static str,
    /// What the words name, for a sentence in another language.
    pub parts: Vec<String>,
    /// The columns that were found instead.
    pub found: Vec<String>,
    /// How many times the usual limits it would be read within, if somebody trusts it; 0 where that is of no use.
    pub raise: u32,
}

/// Something that was put right.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct NoteText {
    /// Its code.
    pub code: &'static str,
    /// In words.
    pub text: &'static str,
    /// What was done about it.
    pub hint: &'static str,
    /// How often.
    pub count: u64,
    /// What it is about.
    pub values: Vec<String>,
    /// Where, for example.
    pub places: Vec<Place>,
}

/// A place in a file.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
}

/// What the options made of the log, or what is wrong with them.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// What is wrong with the options; then there is no report.
    pub faults: Vec<FieldFault>,
    /// What the files leave open, or left open before it was answered. While one is open, there is no report.
    pub questions: Vec<QuestionText>,
    /// The report.
    pub report: Option<Report>,
}

/// A question about one or more files.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct QuestionText {
    /// Its code: `date-order`, `zone`, `day` or `end`.
    pub code: &'static str,
    /// Whether the answer is missing.
    pub open: bool,
    /// The files, by their number in the log.
    pub files: Vec<u32>,
    /// The line of the value.
    pub line: u64,
    /// The first value that it is about, as it is written; blank where it is about none.
    pub value: String,
    /// What it would be with the month first and with the day first (`date-order`).
    pub readings: Option<(String, String)>,
    /// Whether files prove the one order, and others the other.
    pub contradictory: bool,
    /// What was taken; blank while it is open.
    pub taken: String,
    /// The value as it is on the file's clock and on the report's (`zone`), once both are known.
    pub converted: Option<(String, String)>,
    /// How many attendees were still there (`end`).
    pub attendees: u64,
    /// An answer that the file's name suggests (`day`); blank where it does not.
    pub suggested: String,
    /// The same of each file, where it is asked of several.
    pub each: Vec<QuestionText>,
}

/// Something wrong with an option.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct FieldFault {
    /// The option, as in [`Choices`].
    pub field: &'static str,
    /// The file that it is said of, where it is said of one.
    pub file: Option<u32>,
    /// What is wrong with it.
    pub code: &'static str,
}

/// Both reports, as far as the page shows them.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Sessions in the log.
    pub sessions: u64,
    /// Occurrences in the log.
    pub occurrences: u64,
    /// Attendees in the log.
    pub attendees: u64,
    /// Records read, used, rejected, over all files.
    pub records: (u64, u64, u64),
    /// The log's first and last event, in the report's time zone; blank where there is none.
    pub span: (String, String),
    /// Days to choose.
    pub choices: Vec<DayChoice>,
    /// The attendance report.
    pub attendance: AttendancePart,
    /// Smart Sessions' first and last day.
    pub sheets_days: (String, String),
    /// What pictures there are.
    pub pictures: PictureList,
    /// Meetings that look restarted, joined or not.
    pub restarted: Vec<RestartText>,
    /// What was put right in the log as a whole.
    pub notes: Vec<NoteText>,
    /// Reasons why records were not used.
    pub reasons: Vec<ReasonCount>,
    /// The records that were not used, and are kept one by one.
    pub rejected: Preview,
}

/// Smart Sessions, as far as the page shows it. It is asked apart from the report: it takes a while in a long log,
/// and nobody waits for it who wants to know who attended.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SheetsPart {
    /// The sheets.
    pub sheets: Vec<Preview>,
    /// The picture of one of them.
    pub graph: Graph,
}

/// A meeting that looks restarted.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RestartText {
    /// Which.
    pub place: RestartPlace,
    /// The session's name.
    pub name: String,
    /// When each part began and ended, in the report's time zone, and its instance id.
    pub parts: Vec<(String, String, String)>,
    /// Whether the parts are joined.
    pub joined: bool,
}

/// Who may be the same person.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PeopleText {
    /// Those that nothing speaks against first, the strongest evidence first.
    pub list: Vec<SuggestionText>,
    /// How many more there are.
    pub left_out: usize,
}

/// Identities that may be one person's.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionText {
    /// The person that they are, if it is accepted.
    pub person: PersonText,
    /// A code of what it rests on.
    pub likeness: &'static str,
    /// In words.
    pub text: &'static str,
    /// What speaks against it, in words.
    pub doubts: Vec<&'static str>,
    /// Whether some of them were in one session.
    pub in_one_session: bool,
    /// What is known of each identity, in the person's order.
    pub members: Vec<MemberText>,
}

/// What is known of one identity.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct MemberText {
    /// A name that stands with it.
    pub name: String,
    /// An e-mail address that stands with it.
    pub email: String,
    /// In how many occurrences it is.
    pub occurrences: u64,
    /// The files that it stands in, by name.
    pub files: Vec<String>,
}

/// Days to choose.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct DayChoice {
    /// Its code.
    pub code: &'static str,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
}

/// The attendance report, as far as the page shows it.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AttendancePart {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// How many files a range makes that is too long for one; 0 where it is not.
    pub parts: usize,
    /// Why there are no rows: a code; blank where there are some.
    pub emptiness: &'static str,
    /// Its rows; none where the range is too long.
    pub table: Preview,
}

/// The picture of a sheet: a line a room.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Graph {
    /// The sheet's place.
    pub sheet: usize,
    /// How many rooms have one.
    pub rooms: usize,
    /// The lines of those that were joined most, those first.
    pub lines: Vec<RoomLine>,
}

/// A room's joins over time.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RoomLine {
    /// The room's event code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Joins in all.
    pub joins: u64,
    /// Distinct attendees among them.
    pub people: u64,
    /// The minute with the most joins.
    pub peak: String,
    /// How many these were.
    pub peak_joins: u64,
    /// How many minutes a point stands for; days are 1440.
    pub step: i64,
    /// The points, at least two, in order: when (in seconds, to place it), joins, distinct attendees.
    pub points: Vec<(i64, u64, u64)>,
    /// Times to stand along the line.
    pub ticks: Vec<AxisTick>,
}

/// A time that stands along a line.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AxisTick {
    /// When, as of the points.
    pub time: i64,
    /// The day.
    pub day: String,
    /// The time of day; blank where it stands for the day.
    pub clock: String,
}

/// How many records were not used for one reason.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ReasonCount {
    /// The reason's code.
    pub code: &'static str,
    /// In words.
    pub text: &'static str,
    /// What to do.
    pub hint: &'static str,
    /// How many.
    pub count: u64,
}

/// A file that was made.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Made {
    /// Its name.
    pub name: String,
    /// Its type, for the browser.
    pub mime: &'static str,
    /// Rows in it.
    pub rows: u64,
    /// Texts that were marked, so that no spreadsheet runs them.
    pub marked: u64,
    /// Texts too long for a cell, which were cut.
    pub cut: u64,
    /// Rooms without a chart, because there are too many.
    pub charts_left_out: u64,
    /// Its receipt, if one was wanted and it can have one.
    pub receipt: Option<Beside>,
}

/// A small file that stands beside another.
#[derive(Serialize, Tsify)]
pub struct Beside {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub text: String,
}
