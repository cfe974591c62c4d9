//! One file: bytes to records to events to a ledger, with the account of what was used and what was not.

use crate::event::Field;
use crate::ledger::Ledger;
use crate::platform::native::{Columns, Keys, Values};
use crate::problem::{
    At, Fault, Irregularity, Note, NoteBuilder, Position, Reason, Rejected, RejectedRecords,
};
use crate::source::{Encoding, Form, Record, Sink, Source};

/// What a file is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// The native event log, as CSV.
    NativeCsv,
    /// The native event log, as NDJSON.
    NativeNdjson,
}

impl Platform {
    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NativeCsv => "event log (CSV)",
            Self::NativeNdjson => "event log (NDJSON)",
        }
    }
}

/// Why nothing in a file could be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A table without the columns that every event needs.
    #[error("the first line has no column named {missing}")]
    NoColumns {
        /// The columns that are missing.
        missing: String,
        /// The columns that are there, as far as they can be shown.
        found: Vec<String>,
    },
    /// JSON of another kind.
    #[error("no line is an event: none has a time or an event")]
    NoEvents,
}

impl Refusal {
    /// A stable name, for scripts and for the page's catalogue of texts.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoColumns { .. } => "no-columns",
            Self::NoEvents => "no-events",
        }
    }

    /// What a person can do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Empty => {
                "Was it downloaded completely? On an iPad, open it once in Files, then add it again."
            }
            Self::NoColumns { .. } | Self::NoEvents => {
                "Adsum reads event logs: a table (CSV) or one JSON object a line, with at least time, event and session_id or instance_id."
            }
        }
    }
}

/// What is known of a file once it was read.
#[derive(Clone, Debug)]
pub struct FileSummary {
    /// Its name; a label, nothing more.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// How its text is encoded.
    pub encoding: Encoding,
    /// What it was taken for, or why it was refused.
    pub verdict: Result<Platform, Refusal>,
    /// Records read: those used and those rejected.
    pub read: u64,
    /// Records used.
    pub used: u64,
    /// Records rejected.
    pub rejected: u64,
    /// What was put right in it.
    pub notes: Vec<Note>,
}

impl FileSummary {
    /// The encoding's name for people.
    pub const fn encoding_name(&self) -> &'static str {
        match self.encoding {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf8Bom => "UTF-8 with byte order mark",
            Encoding::Utf16Le => "UTF-16 LE",
            Encoding::Utf16Be => "UTF-16 BE",
        }
    }
}

/// A file that was read.
#[derive(Debug)]
pub struct Reading {
    /// What is known of it.
    pub file: FileSummary,
    /// Its events.
    pub ledger: Ledger,
    /// Its rejected records.
    pub rejected: RejectedRecords,
}

/// A file being read. Push its bytes, then [`finish`](Intake::finish).
#[derive(Debug)]
pub struct Intake {
    name: String,
    source: Source,
    reader: Reader,
}

impl Intake {
    /// A file of this name, of which nothing is read yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), source: Source::new(), reader: Reader::default() }
    }

    /// Takes the file's next bytes: any number of them.
    pub fn push(&mut self, bytes: &[u8]) {
        self.reader.bytes += bytes.len() as u64;
        self.source.feed(bytes, &mut self.reader);
    }

    /// Records used so far.
    pub fn used(&self) -> u64 {
        self.reader.used
    }

    /// Records rejected so far.
    pub fn rejected(&self) -> u64 {
        self.reader.rejected.count()
    }

    /// Ends the file.
    pub fn finish(mut self) -> Reading {
        self.source.finish(&mut self.reader);
        self.reader.finish(self.name, &self.source)
    }
}

#[derive(Debug, Default)]
struct Reader {
    state: State,
    bytes: u64,
    used: u64,
    replaced_lines: u64,
    ledger: Ledger,
    rejected: RejectedRecords,
}

#[derive(Debug, Default)]
enum State {
    /// Nothing but perhaps the form is known.
    #[default]
    Opening,
    Csv(Columns),
    Ndjson(Keys),
    Refused(Refusal),
}

impl Sink for Reader {
    fn opened(&mut self, form: Form) {
        if form == Form::Ndjson {
            self.state = State::Ndjson(Keys::default());
        }
    }

    fn record(&mut self, record: Record<'_>) {
        let fault = match &mut self.state {
            State::Opening => {
                self.state = header(&record);
                return;
            }
            State::Refused(_) => return,
            State::Csv(columns) => {
                columns.event(&record).map(|event| self.ledger.add(&event, 0, record.line()))
            }
            State::Ndjson(keys) => {
                let line = String::from_utf8_lossy(record.raw());
                self.replaced_lines += u64::from(matches!(line, std::borrow::Cow::Owned(_)));
                let mut values = Values::default();
                keys.read(&line, &mut values).and_then(|()| values.texts(&line)).and_then(|texts| {
                    values.event(&line, &texts).map(|event| self.ledger.add(&event, 0, record.line()))
                })
            }
        };
        match fault {
            Ok(()) => self.used += 1,
            Err(fault) => self.reject(&record, &fault),
        }
    }

    fn fault(&mut self, line: u64, reason: Reason, raw_start: &[u8]) {
        if matches!(self.state, State::Refused(_)) {
            return;
        }
        let position = Position { file: 0, line, column: 0 };
        let record = String::from_utf8_lossy(raw_start);
        self.rejected.push(Rejected { position, reason, field: None, value: "", record: &record });
    }
}

impl Reader {
    #[cold]
    fn reject(&mut self, record: &Record<'_>, fault: &Fault) {
        let (line, column) = match fault.at {
            At::Record => (record.line(), 0),
            At::Field(place) => record.position_of(place),
            At::Byte(offset) => record.position_at(offset),
        };
        // A record is found by the line that it starts on; a column is one of that line.
        let column = if line == record.line() { column } else { 0 };
        let raw = record.raw();
        let raw = String::from_utf8_lossy(&raw[..raw.len().min(crate::problem::MAX_SHOWN)]);
        self.rejected.push(Rejected {
            position: Position { file: 0, line: record.line(), column },
            reason: fault.reason,
            field: fault.field,
            value: &fault.value,
            record: &raw,
        });
    }

    fn finish(self, name: String, source: &Source) -> Reading {
        let Self { state, bytes, used, replaced_lines, ledger, mut rejected } = self;
        let mut ignored = NoteBuilder::new(Irregularity::ColumnIgnored);
        let mut repeated = NoteBuilder::new(Irregularity::ColumnRepeated);
        let verdict = match state {
            State::Opening => Err(Refusal::Empty),
            State::Csv(columns) => {
                columns.ignored.into_iter().for_each(|name| ignored.add_value(name));
                columns.repeated.into_iter().for_each(|name| repeated.add_value(name));
                Ok(Platform::NativeCsv)
            }
            State::Ndjson(keys) if keys.are_native() => {
                keys.ignored().for_each(|name| ignored.add_value(name.to_owned()));
                Ok(Platform::NativeNdjson)
            }
            State::Ndjson(_) => Err(Refusal::NoEvents),
            State::Refused(refusal) => Err(refusal),
        };
        if verdict.is_err() {
            // Of a file that is no log, no line is a record.
            rejected = RejectedRecords::default();
        }
        let mut replaced = NoteBuilder::new(Irregularity::TextReplaced);
        let count = ledger.replaced() + source.replaced() + replaced_lines;
        if count > 0 {
            replaced.add_count(count);
        }
        let notes = [replaced, ignored, repeated].into_iter().filter_map(NoteBuilder::finish).collect();
        let file = FileSummary {
            name,
            bytes,
            encoding: source.encoding(),
            verdict,
            read: used + rejected.count(),
            used,
            rejected: rejected.count(),
            notes,
        };
        Reading { file, ledger, rejected }
    }
}

/// How many of a foreign table's columns a refusal names.
const MAX_FOUND: usize = 12;

fn header(record: &Record<'_>) -> State {
    let columns = Columns::new(record);
    let missing: Vec<&str> = [Field::Time, Field::Event]
        .into_iter()
        .filter(|&field| !columns.has(field))
        .map(Field::name)
        .collect();
    if missing.is_empty() {
        return State::Csv(columns);
    }
    let found = record.iter().take(MAX_FOUND).map(|cell| {
        let cell = String::from_utf8_lossy(cell);
        cell.chars().take(40).collect()
    });
    State::Refused(Refusal::NoColumns { missing: missing.join(" and "), found: found.collect() })
}
