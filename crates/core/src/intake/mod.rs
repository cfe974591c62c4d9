//! One file: bytes to records to events to a ledger, with the account of what was used and what was not.

mod event_log;
mod part;
mod reading;
mod refusal;
mod waiting;

pub use crate::platform::Platform;
pub use part::{Begun, Part, PartReader};
pub use reading::{FileSummary, Reading};
pub use refusal::Refusal;

use crate::container::limits::Limits;
use crate::people::{Aliases, MAX_FILE};
use crate::platform::foreign::{self, Foreign, OPENING};
use crate::platform::{FirstRows, Mapping};
use crate::problem::{Irregularity, NoteBuilder};
use crate::source::{Decoder, Text};
use event_log::Reader;
use std::sync::Arc;
use waiting::{Decision, Waiting};

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

/// How a file is read, and how much of it may be held.
#[derive(Clone, Debug, Default)]
pub(crate) struct Way {
    pub(crate) read_as: ReadAs,
    pub(crate) limits: Limits,
}

/// A file being read. Push its bytes, then [`finish`](Intake::finish). What may be a container is a
/// [`Parcel`](crate::container::Parcel), which unpacks it into these.
#[derive(Debug)]
pub struct Intake {
    name: String,
    bytes: u64,
    way: Way,
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
        Self::within(name, read_as, Limits::USUAL)
    }

    /// The same, of which so much is held.
    pub fn within(name: impl Into<String>, read_as: ReadAs, limits: Limits) -> Self {
        let way = Way { read_as, limits };
        let stage = match way.read_as {
            ReadAs::Detected(_) => Stage::Opening(Waiting::default()),
            ReadAs::Platform(Platform::NativeCsv | Platform::NativeNdjson) => Stage::Native(Box::default()),
            _ => Stage::Opening(Waiting::for_others()),
        };
        Self { name: name.into(), bytes: 0, way, decoder: Decoder::new(), first: Vec::new(), stage }
    }

    /// Takes the file's next bytes: any number of them.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        let Self { name, decoder, stage, way, first, .. } = self;
        let text = decoder.decode(bytes);
        keep(first, text);
        stage.feed(name, text, way);
    }

    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
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

    /// Says that no byte comes any more.
    fn end(&mut self) {
        let Self { name, decoder, stage, way, first, .. } = self;
        let text = decoder.finish();
        keep(first, text);
        stage.feed(name, text, way);
        stage.end_opening(name, way);
    }

    /// Ends the file.
    pub fn finish(mut self) -> Reading {
        self.end();
        let Self { name, bytes, decoder, stage, way, first } = self;
        let mut file = FileSummary {
            encoding: decoder.encoding(),
            first_rows: FirstRows::new(&first, first.len() < OPENING),
            ..FileSummary::of_nothing(name, bytes, Refusal::Empty)
        };
        let mut reading = match stage {
            Stage::Native(mut native) => {
                native.text.finish(&mut native.reader);
                as_said(native.reader.finish(file, decoder.replaced()), &way.read_as)
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
    fn feed(&mut self, name: &str, text: &[u8], way: &Way) {
        match self {
            Self::Opening(waiting) => {
                let (decision, all) = waiting.feed(text);
                let next = match decision {
                    Decision::Wait => return,
                    Decision::Native => Self::native(&all),
                    Decision::Aliases => Self::Aliases(all.into_owned()),
                    Decision::Tell => Self::tell(name, &all, way),
                };
                *self = next;
            }
            Self::Native(native) => native.text.feed(text, &mut native.reader),
            Self::Foreign(foreign) => foreign.feed(text),
            Self::Aliases(held) if held.len() + text.len() > MAX_FILE => {
                *self = Self::Refused(Refusal::TooLong { limit: MAX_FILE, within: None });
            }
            Self::Aliases(held) => held.extend_from_slice(text),
            Self::Mapping(_) | Self::Refused(_) => {}
        }
    }

    /// Decides what there is when the file ends.
    fn end_opening(&mut self, name: &str, way: &Way) {
        if let Self::Opening(waiting) = self {
            let next = match waiting.finish() {
                Decision::Native => Self::native(&waiting.held),
                Decision::Aliases => Self::Aliases(std::mem::take(&mut waiting.held)),
                Decision::Tell | Decision::Wait => Self::tell(name, &waiting.held, way),
            };
            *self = next;
        }
    }

    fn native(text: &[u8]) -> Self {
        let mut native = Native::default();
        native.text.feed(text, &mut native.reader);
        Self::Native(Box::new(native))
    }

    fn tell(name: &str, text: &[u8], way: &Way) -> Self {
        if let (ReadAs::Detected(_), Some(mapping)) = (&way.read_as, Mapping::told(text)) {
            return match mapping {
                Ok(mapping) => Self::Mapping(Box::new(mapping)),
                Err(error) => Self::Refused(Refusal::MappingBroken(error)),
            };
        }
        match Foreign::new(name, text, way) {
            Some(Ok(mut foreign)) => {
                foreign.feed(text);
                Self::Foreign(Box::new(foreign))
            }
            Some(Err(refusal)) => Self::Refused(refusal),
            None => Self::native(text),
        }
    }
}
