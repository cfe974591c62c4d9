//! `adsum inspect --json`: the same for scripts; and JSON as a terminal can show it. The names of the fields are stable; new ones may come.

use crate::failure::Failure;
use crate::inspect::{file_name, first_rejected};
use crate::questions::{option, taken};
use crate::read::how_to_map;
use crate::words::{instant, is_unsafe};
use adsum_core::event::Field;
use adsum_core::intake::{FileSummary, Refusal};
use adsum_core::log::Log;
use adsum_core::platform::Mapping;
use adsum_core::problem;
use adsum_core::question::{Answers, Question, as_asked};
use adsum_core::report::overview::Overview;
use adsum_core::time::Zone;
use serde::Serialize;
use std::fmt::Write as _;

#[derive(Serialize)]
struct Inspection<'a> {
    records: Records,
    /// These are null as long as a question is open.
    events: Option<u64>,
    sessions: Option<u64>,
    occurrences: Option<u64>,
    attendees: Option<u64>,
    /// Instants, `session` records included.
    first: Option<String>,
    last: Option<String>,
    /// The same without `session` records.
    first_event: Option<String>,
    last_event: Option<String>,
    time_zone: &'static str,
    /// Null where it was not said.
    log_time_zone: Option<&'static str>,
    questions: Vec<Asked<'a>>,
    files: Vec<File<'a>>,
    notes: Vec<Note<'a>>,
    rejected: Vec<Rejected<'a>>,
}

#[derive(Serialize)]
struct Asked<'a> {
    code: &'static str,
    text: &'static str,
    open: bool,
    files: Vec<&'a str>,
    #[serde(flatten)]
    place: Place<'a>,
    value: String,
    /// What was taken.
    taken: Option<String>,
    /// The option that answers it.
    option: &'static str,
}

#[derive(Serialize)]
struct Records {
    read: u64,
    used: u64,
    rejected: u64,
}

#[derive(Serialize)]
struct File<'a> {
    name: &'a str,
    bytes: u64,
    encoding: &'static str,
    /// Null where the file is no log.
    format: Option<&'static str>,
    format_code: Option<&'static str>,
    evidence: &'a [String],
    /// Codes of what such a file cannot tell.
    unknown: Vec<&'static str>,
    /// Why it is none.
    refused: Option<Refused<'a>>,
    /// The mapping that it was read with, or that it is, as its file has it.
    mapping: Option<serde_json::Value>,
    /// What the columns of a table may mean that is not known, as a mapping file has it.
    guess: Option<serde_json::Value>,
    records: Records,
    notes: Vec<Note<'a>>,
}

#[derive(Serialize)]
struct Refused<'a> {
    code: &'static str,
    text: String,
    hint: &'static str,
    found: &'a [String],
}

#[derive(Serialize)]
struct Note<'a> {
    code: &'static str,
    text: &'static str,
    hint: &'static str,
    count: u64,
    values: &'a [String],
    places: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Rejected<'a> {
    code: &'static str,
    text: &'static str,
    hint: &'static str,
    count: u64,
    /// The first ones.
    examples: Vec<Example<'a>>,
}

#[derive(Serialize)]
struct Example<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    field: Option<&'static str>,
    value: &'a str,
    record: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: u64,
    /// Null where the whole record is meant.
    column: Option<u32>,
}

/// The inspection as JSON.
pub(crate) fn write(
    log: &Log,
    overview: Option<&Overview>,
    notes: &[problem::Note],
    zone: &Zone,
    answers: &Answers,
) -> Result<String, Failure> {
    let (read, used, rejected) = log.counts();
    let ends =
        |span: Option<(i64, i64)>| (span.map(|span| instant(span.0)), span.map(|span| instant(span.1)));
    let ((first, last), (first_event, last_event)) = (
        ends(overview.and_then(|overview| overview.span)),
        ends(overview.and_then(|overview| overview.event_span)),
    );
    let inspection = Inspection {
        records: Records { read, used, rejected },
        events: overview.map(|overview| overview.events),
        sessions: overview.map(|overview| overview.sessions),
        occurrences: overview.map(|overview| overview.occurrences),
        attendees: overview.map(|overview| overview.attendees),
        first,
        last,
        first_event,
        last_event,
        time_zone: zone.name(),
        log_time_zone: answers.log_zone.as_ref().map(Zone::name),
        questions: as_asked(log.questions(answers)).into_iter().map(|one| asked(log, answers, one)).collect(),
        files: log.files.iter().map(|file| self::file(log, file)).collect(),
        notes: notes.iter().map(|note| self::note(log, note)).collect(),
        rejected: log.rejected.by_reason().into_iter().map(|of| self::rejected(log, of)).collect(),
    };
    pretty(&inspection)
}

/// Anything as JSON that a terminal can show.
pub(crate) fn pretty(value: &impl Serialize) -> Result<String, Failure> {
    let json = serde_json::to_string_pretty(value);
    let json = json.map_err(|error| Failure::failed(error.to_string(), ""))?;
    Ok(escaped(&json) + "\n")
}

fn asked<'a>(log: &'a Log, answers: &Answers, question: Question) -> Asked<'a> {
    let file = |&number: &u32| log.files.get(number as usize).map_or("", |file| file.name.as_str());
    Asked {
        code: question.code(),
        text: question.text(),
        open: question.open,
        files: question.files.iter().map(file).collect(),
        place: place(log, question.position),
        taken: taken(log, answers, &question),
        option: option(&question),
        value: question.value,
    }
}

fn file<'a>(log: &'a Log, file: &'a FileSummary) -> File<'a> {
    let refused = file.verdict.as_ref().err().map(|refusal| Refused {
        code: refusal.code(),
        text: refusal.to_string(),
        hint: refusal.hint(),
        found: if let Refusal::NoColumns { found, .. } = refusal { found } else { &[] },
    });
    let as_file = |mapping: &Mapping| serde_json::from_str(&mapping.to_json()).ok();
    let unknown_table = file.first_rows.as_ref().filter(|_| how_to_map(file).is_some());
    File {
        name: &file.name,
        bytes: file.bytes,
        encoding: file.encoding_name(),
        format: file.verdict.as_ref().ok().map(|platform| platform.name()),
        format_code: file.verdict.as_ref().ok().map(|platform| platform.code()),
        evidence: &file.evidence,
        unknown: file.unknown.iter().map(|unknown| unknown.code()).collect(),
        refused,
        mapping: file.mapping.as_ref().and_then(as_file),
        guess: unknown_table.and_then(|first| as_file(&Mapping::guess(first).mapping)),
        records: Records { read: file.read, used: file.used, rejected: file.rejected },
        notes: file.notes.iter().map(|note| self::note(log, note)).collect(),
    }
}

fn note<'a>(log: &'a Log, note: &'a problem::Note) -> Note<'a> {
    Note {
        code: note.what.code(),
        text: note.what.text(),
        hint: note.what.hint(),
        count: note.count,
        values: &note.values,
        places: note.examples.iter().map(|&position| place(log, position)).collect(),
    }
}

fn rejected(log: &Log, (reason, count): (problem::Reason, u64)) -> Rejected<'_> {
    let examples = first_rejected(log, reason).map(|rejected| Example {
        place: place(log, rejected.position),
        field: rejected.field.map(Field::name),
        value: rejected.value,
        record: rejected.record,
    });
    let (code, text, hint) = (reason.code(), reason.text(), reason.hint());
    Rejected { code, text, hint, count, examples: examples.collect() }
}

fn place(log: &Log, position: problem::Position) -> Place<'_> {
    let column = (position.column > 0).then_some(position.column);
    Place { file: file_name(log, position), line: position.line, column }
}

/// JSON with those characters escaped that a terminal must not see: they stand only within texts. Line breaks
/// are the JSON's own.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut units = [0; 2];
    for character in json.chars() {
        if character != '\n' && is_unsafe(character) {
            for unit in character.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(character);
        }
    }
    out
}
