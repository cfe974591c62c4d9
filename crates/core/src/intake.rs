//! One file: bytes to records to events to a ledger, with the account of what was used and what was not.

use crate::aside::{Aside, aside};
use crate::container::limits::Trouble;
use crate::event::Field;
use crate::ledger::Ledger;
use crate::people::{Aliases, MAX_FILE};
use crate::platform::draft::Draft;
use crate::platform::foreign::{self, Foreign, OPENING};
use crate::platform::native::{Columns, Keys, Values};
use crate::platform::{FirstRows, Mapping, MappingError, Unknown};
use crate::problem::{
    At, Fault, Irregularity, Note, NoteBuilder, Position, Reason, Rejected, RejectedRecords,
};
use crate::source::{CsvReader, Decoder, Encoding, Form, Opening, Record, Sink, Text};

use std::borrow::Cow;
use std::sync::Arc;

pub use crate::platform::Platform;

/// How a file is to be read.
#[derive(Clone, Debug)]
pub enum ReadAs {
    /// As what it is told to be; a table that nobody is known to write, with one of these mappings if it has
    /// all the columns that the mapping names.
    Detected(Arc<[Mapping]>),
    /// As a file of this platform, whatever it is told to be.
    Platform(Platform),
    /// With one of these mappings, whatever it is told to be.
    Mapped(Arc<[Mapping]>),
}

impl Default for ReadAs {
    fn default() -> Self {
        Self::Detected(Arc::default())
    }
}

/// Why nothing in a file could be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A table without the columns that every event needs.
    #[error("the first line has no {missing}")]
    NoColumns {
        /// The columns that are missing, as the sentence goes on.
        missing: &'static str,
        /// The columns that are there, as far as they can be shown.
        found: Vec<String>,
    },
    /// JSON of another kind.
    #[error("no line is an event: none has a time or an event")]
    NoEvents,
    /// A file that is known, but that no attendance can be told from.
    #[error("this is {what}: {why}")]
    OfNoUse {
        /// What it is.
        what: &'static str,
        /// What it lacks.
        why: &'static str,
        /// What to export instead.
        instead: &'static str,
    },
    /// A document longer than can be held.
    #[error("the document is longer than {} MiB", limit >> 20)]
    TooLong {
        /// The limit, in bytes.
        limit: usize,
    },
    /// A document that cannot be read as what it is taken for.
    #[error("the document cannot be read: {0}")]
    Broken(
        /// Why, as its reader says.
        String,
    ),
    /// A file that is not what somebody says.
    #[error("it cannot be read as {}, which has to have {}{}", platform.name(), platform.needs(), seeming(*seems))]
    NotThis {
        /// What somebody says that it is.
        platform: Platform,
        /// What of the same producer it seems to be.
        seems: Option<Platform>,
    },
    /// A file that no mapping fits which was given.
    #[error("{}", unmapped(missing))]
    NotMapped {
        /// The columns that the mapping names and the file has not; none where there is no mapping.
        missing: Vec<String>,
    },
    /// No log, but a mapping: it says how logs are to be read.
    #[error("this is no log but a mapping, which says what the columns of other files mean")]
    Mapping,
    /// A mapping of which something is wrong.
    #[error("this is a mapping, but {0}")]
    MappingBroken(MappingError),
    /// Something packed that is not unpacked.
    #[error("{0}")]
    Packed(
        /// Why.
        Trouble,
    ),
}

fn seeming(platform: Option<Platform>) -> String {
    platform.map_or_else(String::new, |platform| format!("; it looks like {}", platform.name()))
}

fn unmapped(missing: &[String]) -> String {
    match missing {
        [] => "nothing says what its columns mean".to_owned(),
        missing => format!("it has no columns named {}, which the mapping names", missing.join(", ")),
    }
}

impl Refusal {
    /// A stable name, for scripts and for the page's catalogue of texts.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoColumns { .. } => "no-columns",
            Self::NoEvents => "no-events",
            Self::OfNoUse { .. } => "of-no-use",
            Self::TooLong { .. } => "document-too-long",
            Self::Broken(_) => "document-broken",
            Self::NotThis { .. } => "not-this",
            Self::NotMapped { .. } => "not-mapped",
            Self::Mapping => "mapping",
            Self::MappingBroken(_) => "mapping-broken",
            Self::Packed(trouble) => trouble.code(),
        }
    }

    /// What a person can do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Empty => {
                "Was it downloaded completely? On an iPad, open it once in Files, then add it again."
            }
            Self::NoColumns { .. } => {
                "Adsum reads event logs (a table or one JSON object a line, with at least time, event and session_id or instance_id) and what Teams, Zoom, BigBlueButton, Collaborate, Meet, Webex, Jitsi and Adobe Connect export; any other table with names and times once you say what its columns mean."
            }
            Self::NoEvents => {
                "Adsum reads event logs (a table or one JSON object a line, with at least time, event and session_id or instance_id) and what Teams, Zoom, BigBlueButton, Collaborate, Meet, Webex, Jitsi and Adobe Connect export."
            }
            Self::OfNoUse { instead, .. } => instead,
            Self::TooLong { .. } => "Export shorter periods, and add the files together.",
            Self::Broken(_) => "Was it cut off? Download it again.",
            Self::NotThis { .. } => "Read it as what it was detected as, or say what its columns mean.",
            Self::NotMapped { .. } => {
                "Say what its columns mean, or give the mapping that was made for such files."
            }
            Self::Mapping => "It is used for files with the columns that it names.",
            Self::MappingBroken(_) => "Correct it, or make it anew from a file that it is for.",
            Self::Packed(trouble) => trouble.hint(),
        }
    }
}

/// What is known of a file once it was read.
#[derive(Clone, Debug)]
pub struct FileSummary {
    /// Its name; a label, nothing more. Of what lies in a container, the container's name stands before it:
    /// `term.zip › room.csv`, `book.xlsx › Sheet1`.
    pub name: String,
    /// Its size: unpacked, where it was packed; that of its text, where it is a sheet.
    pub bytes: u64,
    /// How its text is encoded.
    pub encoding: Encoding,
    /// What it was taken for, or why it was refused.
    pub verdict: Result<Platform, Refusal>,
    /// What it was told by, in words; empty of event logs.
    pub evidence: Vec<String>,
    /// What such a file cannot tell, and so stays unknown.
    pub unknown: Vec<Unknown>,
    /// Records read: those used and those rejected.
    pub read: u64,
    /// Records used.
    pub used: u64,
    /// Records rejected.
    pub rejected: u64,
    /// What was put right in it.
    pub notes: Vec<Note>,
    /// Its first rows, if it is a table.
    pub first_rows: Option<FirstRows>,
    /// The mapping that it was read with, or that it is.
    pub mapping: Option<Mapping>,
}

impl FileSummary {
    /// The encoding's name for people.
    pub const fn encoding_name(&self) -> &'static str {
        self.encoding.name()
    }

    /// Says that its encoding is only told by its letters.
    fn say_encoding(&mut self) {
        if self.encoding.is_guessed() && self.verdict.is_ok() {
            let mut note = NoteBuilder::new(Irregularity::EncodingGuessed);
            note.add_value(self.encoding.name().to_owned());
            self.notes.extend(note.finish());
            self.notes.sort_by_key(|note| note.what);
        }
    }
}

/// A file that was read.
#[derive(Debug)]
pub struct Reading {
    /// What is known of it.
    pub file: FileSummary,
    /// The events of an event log.
    pub ledger: Ledger,
    /// What a platform's file says.
    pub draft: Option<Draft>,
    /// Who is the same person, as an alias file says.
    pub aliases: Option<Aliases>,
    /// Its rejected records.
    pub rejected: RejectedRecords,
}

impl Reading {
    /// A file of which nothing could be used.
    pub(crate) fn refused(name: String, bytes: u64, refusal: Refusal) -> Self {
        let file = FileSummary {
            name,
            bytes,
            encoding: Encoding::default(),
            verdict: Err(refusal),
            evidence: Vec::new(),
            unknown: Vec::new(),
            read: 0,
            used: 0,
            rejected: 0,
            notes: Vec::new(),
            first_rows: None,
            mapping: None,
        };
        Self::of_nothing(file)
    }

    /// Of a file without events.
    fn of_nothing(file: FileSummary) -> Self {
        let rejected = RejectedRecords::default();
        Self { file, ledger: Ledger::new(), draft: None, aliases: None, rejected }
    }
}

/// A file being read. Push its bytes, then [`finish`](Intake::finish). What may be a container is a
/// [`Parcel`](crate::container::Parcel), which unpacks it into these.
#[derive(Debug)]
pub struct Intake {
    name: String,
    bytes: u64,
    read_as: ReadAs,
    decoder: Decoder,
    /// The beginning of the text, to show its first rows.
    first: Vec<u8>,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// What it is, is not known yet.
    Opening(Waiting),
    /// An event log, or what nothing better is known of.
    Native(Box<Native>),
    Foreign(Box<Foreign>),
    Mapping(Box<Mapping>),
    /// The text of an alias file so far.
    Aliases(Vec<u8>),
    Refused(Refusal),
}

#[derive(Debug, Default)]
struct Native {
    text: Text,
    reader: Reader,
}

impl Intake {
    /// A file of this name, of which nothing is read yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self::reading(name, ReadAs::default())
    }

    /// The same, to be read in this way.
    pub fn reading(name: impl Into<String>, read_as: ReadAs) -> Self {
        let stage = match read_as {
            ReadAs::Detected(_) => Stage::Opening(Waiting::default()),
            ReadAs::Platform(Platform::NativeCsv | Platform::NativeNdjson) => Stage::Native(Box::default()),
            // Whether it is an event log is not asked.
            _ => Stage::Opening(Waiting { looked: true, ..Waiting::default() }),
        };
        Self { name: name.into(), bytes: 0, read_as, decoder: Decoder::new(), first: Vec::new(), stage }
    }

    /// Takes the file's next bytes: any number of them.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        let Self { name, decoder, stage, read_as, first, .. } = self;
        let text = decoder.decode(bytes);
        keep(first, text);
        stage.feed(name, text, read_as);
    }

    /// Records used so far.
    pub fn used(&self) -> u64 {
        self.counts().0
    }

    /// Records rejected so far.
    pub fn rejected(&self) -> u64 {
        self.counts().1
    }

    fn counts(&self) -> (u64, u64) {
        match &self.stage {
            Stage::Native(native) => (native.reader.used, native.reader.rejected.count()),
            Stage::Foreign(foreign) => foreign.counts(),
            Stage::Opening(_) | Stage::Mapping(_) | Stage::Aliases(_) | Stage::Refused(_) => (0, 0),
        }
    }

    /// Ends the file.
    pub fn finish(mut self) -> Reading {
        let Self { name, decoder, stage, read_as, first, .. } = &mut self;
        let text = decoder.finish();
        keep(first, text);
        stage.feed(name, text, read_as);
        stage.end_opening(name, read_as);
        let Self { name, bytes, decoder, stage, read_as, first } = self;
        let encoding = decoder.encoding();
        let mut file = FileSummary {
            name,
            bytes,
            encoding,
            verdict: Err(Refusal::Empty),
            evidence: Vec::new(),
            unknown: Vec::new(),
            read: 0,
            used: 0,
            rejected: 0,
            notes: Vec::new(),
            first_rows: FirstRows::new(&first, first.len() < OPENING),
            mapping: None,
        };
        let mut reading = match stage {
            Stage::Native(mut native) => {
                native.text.finish(&mut native.reader);
                as_said(native.reader.finish(file, decoder.replaced()), &read_as)
            }
            Stage::Foreign(foreign) => finish_foreign(*foreign, file, decoder.replaced()),
            Stage::Mapping(mapping) => {
                file.verdict = Err(Refusal::Mapping);
                file.mapping = Some(*mapping);
                Reading::of_nothing(file)
            }
            Stage::Aliases(text) => finish_aliases(&text, file),
            Stage::Refused(refusal) => {
                file.verdict = Err(refusal);
                Reading::of_nothing(file)
            }
            // Not reached: the opening was ended above.
            Stage::Opening(_) => Reading::of_nothing(file),
        };
        reading.file.say_encoding();
        reading
    }
}

/// Keeps the beginning of a text.
fn keep(first: &mut Vec<u8>, text: &[u8]) {
    let room = OPENING - first.len();
    first.extend_from_slice(&text[..text.len().min(room)]);
}

/// An event log, refused if somebody says that it is the other kind of event log.
fn as_said(reading: Reading, read_as: &ReadAs) -> Reading {
    match (read_as, &reading.file.verdict) {
        (&ReadAs::Platform(platform), &Ok(seems)) if platform != seems => {
            let verdict = Err(Refusal::NotThis { platform, seems: Some(seems) });
            let notes = Vec::new();
            let file = FileSummary { verdict, read: 0, used: 0, rejected: 0, notes, ..reading.file };
            Reading::of_nothing(file)
        }
        _ => reading,
    }
}

fn finish_aliases(text: &[u8], mut file: FileSummary) -> Reading {
    match Aliases::read(&String::from_utf8_lossy(text)) {
        Ok(aliases) => {
            file.verdict = Ok(Platform::AliasFile);
            let people = aliases.people.len();
            file.evidence = vec![format!("{people} {}", if people == 1 { "person" } else { "people" })];
            Reading { aliases: Some(aliases), ..Reading::of_nothing(file) }
        }
        Err(error) => {
            file.verdict = Err(Refusal::Broken(error.to_string()));
            Reading::of_nothing(file)
        }
    }
}

fn finish_foreign(foreign: Foreign, mut file: FileSummary, replaced: u64) -> Reading {
    let foreign::Read { verdict, evidence, mapping, mut draft, tally, replaced: replaced_records } =
        foreign.finish();
    file.verdict = verdict;
    file.evidence = evidence;
    file.mapping = mapping;
    if file.verdict.is_err() {
        return Reading::of_nothing(file);
    }
    let (notes, unknown) = draft.account();
    file.notes = notes;
    file.unknown = unknown;
    if replaced + replaced_records > 0 {
        let mut note = NoteBuilder::new(Irregularity::TextReplaced);
        note.add_count(replaced + replaced_records);
        file.notes.extend(note.finish());
    }
    file.notes.sort_by_key(|note| note.what);
    file.used = tally.used;
    file.rejected = tally.rejected.count();
    file.read = file.used + file.rejected;
    Reading { draft: Some(draft), rejected: tally.rejected, ..Reading::of_nothing(file) }
}

impl Stage {
    fn feed(&mut self, name: &str, text: &[u8], read_as: &ReadAs) {
        match self {
            Self::Opening(waiting) => {
                let (decision, all) = waiting.feed(text);
                let next = match decision {
                    Decision::Wait => return,
                    Decision::Native => Self::native(&all),
                    Decision::Aliases => Self::Aliases(all.into_owned()),
                    Decision::Tell => Self::tell(name, &all, read_as),
                };
                *self = next;
            }
            Self::Native(native) => native.text.feed(text, &mut native.reader),
            Self::Foreign(foreign) => foreign.feed(text),
            Self::Aliases(held) if held.len() + text.len() > MAX_FILE => {
                *self = Self::Refused(Refusal::TooLong { limit: MAX_FILE });
            }
            Self::Aliases(held) => held.extend_from_slice(text),
            Self::Mapping(_) | Self::Refused(_) => {}
        }
    }

    /// Decides what there is when the file ends.
    fn end_opening(&mut self, name: &str, read_as: &ReadAs) {
        if let Self::Opening(waiting) = self {
            let next = match waiting.finish() {
                Decision::Native => Self::native(&waiting.held),
                Decision::Aliases => Self::Aliases(std::mem::take(&mut waiting.held)),
                Decision::Tell | Decision::Wait => Self::tell(name, &waiting.held, read_as),
            };
            *self = next;
        }
    }

    fn native(text: &[u8]) -> Self {
        let mut native = Native::default();
        native.text.feed(text, &mut native.reader);
        Self::Native(Box::new(native))
    }

    fn tell(name: &str, text: &[u8], read_as: &ReadAs) -> Self {
        if let (ReadAs::Detected(_), Some(mapping)) = (read_as, Mapping::told(text)) {
            return match mapping {
                Ok(mapping) => Self::Mapping(Box::new(mapping)),
                Err(error) => Self::Refused(Refusal::MappingBroken(error)),
            };
        }
        match Foreign::new(name, text, read_as) {
            Some(Ok(mut foreign)) => {
                foreign.feed(text);
                Self::Foreign(Box::new(foreign))
            }
            Some(Err(refusal)) => Self::Refused(refusal),
            None => Self::native(text),
        }
    }
}

/// The opening of a text, held back until it tells whether this is an event log, which is not held back any
/// longer, or until there is enough of it to tell what else it is.
#[derive(Debug, Default)]
struct Waiting {
    held: Vec<u8>,
    opening: Opening,
    form: Option<Form>,
    /// Whether the header or first line was looked at.
    looked: bool,
}

enum Decision {
    Wait,
    Native,
    Tell,
    Aliases,
}

impl Waiting {
    /// Takes the next text; what is decided, and all of the text.
    fn feed<'a>(&'a mut self, text: &'a [u8]) -> (Decision, Cow<'a, [u8]>) {
        if self.form.is_none() {
            self.form = self.opening.feed(text).map(|(form, _)| form);
        }
        // What is decided by the first chunk is not copied.
        let mut held = std::mem::take(&mut self.held);
        if held.is_empty() {
            let decision = self.look(text);
            if !matches!(decision, Decision::Wait) {
                return (decision, Cow::Borrowed(text));
            }
            held.extend_from_slice(text);
            self.held = held;
            return (Decision::Wait, Cow::Borrowed(&[]));
        }
        held.extend_from_slice(text);
        match self.look(&held) {
            Decision::Wait => {
                self.held = held;
                (Decision::Wait, Cow::Borrowed(&[]))
            }
            decision => (decision, Cow::Owned(held)),
        }
    }

    fn finish(&mut self) -> Decision {
        if self.form.is_none() {
            self.form = Some(self.opening.finish().0);
        }
        self.looked |= self.held.is_empty();
        if !self.looked && is_native(self.form, &self.held) {
            return Decision::Native;
        }
        Decision::Tell
    }

    fn look(&mut self, text: &[u8]) -> Decision {
        match aside(text) {
            Aside::Aliases => return Decision::Aliases,
            // Blank text alone is not waited for any longer than anything else.
            Aside::NotYet if text.len() < OPENING => return Decision::Wait,
            Aside::NotYet | Aside::No => {}
        }
        let complete = match self.form {
            Some(Form::Ndjson) => memchr::memchr(b'\n', text.trim_ascii_start()).is_some(),
            Some(Form::Csv { .. }) => true,
            None => false,
        };
        if complete && !self.looked {
            self.looked = true;
            if is_native(self.form, text) {
                return Decision::Native;
            }
        }
        let is_xml = || text.trim_ascii_start().starts_with(b"<");
        if text.len() >= OPENING && (self.form.is_some() || is_xml()) {
            Decision::Tell
        } else {
            Decision::Wait
        }
    }
}

/// How much of a text is cut into records at once, looking for the first of them.
const STEP: usize = 4 << 10;

/// Whether the header is an event log's, or the first line an event.
fn is_native(form: Option<Form>, text: &[u8]) -> bool {
    match form {
        Some(Form::Csv { delimiter }) => {
            let mut first = First::default();
            let mut reader = CsvReader::new(delimiter);
            for part in text.chunks(STEP) {
                reader.feed(part, &mut first);
                if first.seen {
                    return first.is_native;
                }
            }
            reader.finish(&mut first);
            first.is_native
        }
        Some(Form::Ndjson) => {
            let line = text.trim_ascii_start().split(|&byte| byte == b'\n').next().unwrap_or_default();
            let mut keys = Keys::default();
            let line = String::from_utf8_lossy(line);
            keys.read(&line, &mut Values::default()).is_ok() && keys.have_time()
        }
        None => false,
    }
}

/// Looks at the first record alone.
#[derive(Debug, Default)]
struct First {
    seen: bool,
    is_native: bool,
}

impl Sink for First {
    fn record(&mut self, record: Record<'_>) {
        if !self.seen {
            self.seen = true;
            self.is_native = foreign::is_native(&mut record.iter());
        }
    }

    fn fault(&mut self, _: u64, _: Reason, _: &[u8]) {}
}

#[derive(Debug, Default)]
struct Reader {
    state: State,
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

    fn finish(self, mut file: FileSummary, replaced: u64) -> Reading {
        let Self { state, used, replaced_lines, ledger, mut rejected } = self;
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
        let mut texts = NoteBuilder::new(Irregularity::TextReplaced);
        let count = ledger.replaced() + replaced + replaced_lines;
        if count > 0 {
            texts.add_count(count);
        }
        file.notes = [texts, ignored, repeated].into_iter().filter_map(NoteBuilder::finish).collect();
        file.verdict = verdict;
        file.read = used + rejected.count();
        file.used = used;
        file.rejected = rejected.count();
        Reading { ledger, rejected, ..Reading::of_nothing(file) }
    }
}

/// How many of a foreign table's columns a refusal names.
const MAX_FOUND: usize = 12;

fn header(record: &Record<'_>) -> State {
    let columns = Columns::new(record);
    let missing = match [Field::Time, Field::Event].map(|field| columns.has(field)) {
        [true, true] => return State::Csv(columns),
        [false, false] => "columns named `time` and `event`",
        [false, true] => "column named `time`",
        [true, false] => "column named `event`",
    };
    let found = record.iter().take(MAX_FOUND).map(|cell| {
        let cell = String::from_utf8_lossy(cell);
        cell.chars().take(40).collect()
    });
    State::Refused(Refusal::NoColumns { missing, found: found.collect() })
}
