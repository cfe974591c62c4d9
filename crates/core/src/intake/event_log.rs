//! Records of an event log to its ledger.

use super::{FileSummary, Reading, Refusal};
use crate::bytes;
use crate::event::{Event, Field};
use crate::ledger::Ledger;
use crate::pack::{Packer, Unpacker};
use crate::platform::Platform;
use crate::platform::native::{Keys, Values};
use crate::platform::native_csv::Columns;
use crate::problem::{At, Fault, Irregularity, NoteBuilder, Position, Reason, Rejected, RejectedRecords};
use crate::source::{Form, Record, Sink};

#[derive(Debug, Default)]
pub(super) struct Reader {
    state: State,
    pub(super) used: u64,
    replaced_lines: u64,
    ledger: Ledger,
    pub(super) rejected: RejectedRecords,
}

/// What came of some records.
#[derive(Debug)]
pub(super) struct Read {
    used: u64,
    replaced_lines: u64,
    /// Those of NDJSON.
    keys: Keys,
    ledger: Ledger,
    rejected: RejectedRecords,
}

#[derive(Debug, Default)]
enum State {
    /// Nothing but perhaps the form is known.
    #[default]
    Opening,
    Csv(Box<Columns>),
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
            State::Csv(columns) => columns.add(&record, &mut self.ledger),
            State::Ndjson(keys) => {
                let line = bytes::lossy(record.raw());
                self.replaced_lines += u64::from(matches!(line, std::borrow::Cow::Owned(_)));
                let ledger = &mut self.ledger;
                let mut add = |event: &Event<'_>| {
                    ledger.add(event, 0, record.line());
                };
                match keys.event(&line) {
                    Some(event) => {
                        add(&event);
                        Ok(())
                    }
                    None => by_json(keys, &line, add),
                }
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
    /// Whether it is known that its records are events, so that others can read them as well.
    pub(super) fn reads_events(&self) -> bool {
        match &self.state {
            State::Csv(_) => true,
            State::Ndjson(keys) => keys.are_native(),
            State::Opening | State::Refused(_) => false,
        }
    }

    /// What it read, for the one that read what stands before it.
    pub(super) fn read(self) -> Read {
        let Self { state, used, replaced_lines, ledger, rejected } = self;
        let keys = match state {
            State::Ndjson(keys) => keys,
            _ => Keys::default(),
        };
        Read { used, replaced_lines, keys, ledger, rejected }
    }

    /// Takes up what another read of the same file, so many lines further.
    pub(super) fn take_up(&mut self, read: &Read, lines: u64) {
        let Read { used, replaced_lines, keys, ledger, rejected } = read;
        self.used += used;
        self.replaced_lines += replaced_lines;
        if let State::Ndjson(met) = &mut self.state {
            keys.names().for_each(|key| met.meet(key));
        }
        self.rejected.merge(rejected, (0, lines));
        self.ledger.merge(ledger, (0, lines));
    }

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

    pub(super) fn finish(self, mut file: FileSummary, replaced: u64) -> Reading {
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

impl Read {
    pub(super) fn pack(&self, into: &mut Packer) {
        let Self { used, replaced_lines, keys, ledger, rejected } = self;
        into.number(*used);
        into.number(*replaced_lines);
        into.number(keys.names().len() as u64);
        keys.names().for_each(|key| into.text(key.as_bytes()));
        ledger.pack(into);
        rejected.pack(into);
    }

    pub(super) fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let (used, replaced_lines) = (from.number()?, from.number()?);
        let mut keys = Keys::default();
        for _ in 0..from.length()? {
            keys.meet(std::str::from_utf8(from.text()?).ok()?);
        }
        let (ledger, rejected) = (Ledger::unpack(from)?, RejectedRecords::unpack(from)?);
        Some(Self { used, replaced_lines, keys, ledger, rejected })
    }
}

/// Reads a line as JSON, with all that can stand in it, and says what is wrong with it.
fn by_json(keys: &mut Keys, line: &str, add: impl FnOnce(&Event<'_>)) -> Result<(), Fault> {
    let mut values = Values::default();
    keys.read(line, &mut values)?;
    let texts = values.texts(line)?;
    add(&values.event(line, &texts)?);
    Ok(())
}

/// How many of a foreign table's columns a refusal names.
const MAX_FOUND: usize = 12;

fn header(record: &Record<'_>) -> State {
    let columns = Columns::new(record);
    let missing = match [Field::Time, Field::Event].map(|field| columns.has(field)) {
        [true, true] => return State::Csv(Box::new(columns)),
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
