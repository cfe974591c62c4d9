//! A large event log in parts, each read by an intake of its own, side by side.
//!
//! A part begins with a line. Whether that line begins a record, or lies in quotes that hold a line break, is known once
//! what stands before it was read: then the part is [taken up](Intake::take_up), or it is read again. No guess is made.

use super::{Intake, Native, ReadAs, Stage, keep};
use crate::ledger::Ledger;
use crate::pack::{Packer, Unpacker};
use crate::platform::Platform;
use crate::problem::RejectedRecords;
use crate::source::{Decoder, Passed};

/// What whoever reads a part must know of the file's beginning.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Its first bytes, to the end of the header.
    header: Vec<u8>,
    /// Whether it is known that its bytes that are no ASCII are UTF-8.
    utf8: bool,
}

/// What was read of a part.
#[derive(Debug)]
pub struct Part {
    passed: Passed,
    bytes: u64,
    /// Whether it was found that its bytes that are no ASCII are UTF-8.
    utf8: bool,
    /// The beginning of its text.
    first: Vec<u8>,
    used: u64,
    ledger: Ledger,
    rejected: RejectedRecords,
}

impl Begun {
    /// It as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let utf8 = std::iter::once(u8::from(self.utf8));
        utf8.chain(self.header.iter().copied()).collect()
    }

    /// Of such bytes.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let (utf8, header) = bytes.split_first().unwrap_or((&0, &[]));
        Self { header: header.to_vec(), utf8: *utf8 == 1 }
    }

    /// Begins a part.
    pub fn part(&self) -> PartReader {
        let mut intake = Intake::reading("", ReadAs::Platform(Platform::NativeCsv));
        if self.utf8 {
            intake.decoder = Decoder::of_utf8();
        }
        intake.push(&self.header);
        PartReader { intake, header: self.header.len() }
    }
}

/// A part on its way. Push its bytes, then [`finish`](PartReader::finish).
#[derive(Debug)]
pub struct PartReader {
    intake: Intake,
    /// How many bytes of the intake's are the header.
    header: usize,
}

impl PartReader {
    /// Takes the part's next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.intake.push(bytes);
    }

    /// Ends the part, and with it the file if it `ends` there. None where it cannot be taken up: it ends in the middle
    /// of a record, or what it is encoded in is not known of it alone.
    pub fn finish(self, ends: bool) -> Option<Part> {
        let Self { mut intake, header } = self;
        if ends {
            intake.end();
            if let Stage::Native(native) = &mut intake.stage {
                native.text.finish(&mut native.reader);
            }
        }
        let mark = intake.decoder.mark().len();
        let bytes = intake.bytes - header as u64;
        let Intake { decoder, stage: Stage::Native(native), first, .. } = intake else { return None };
        let Native { text, reader } = *native;
        let passed = text.passed().filter(|_| decoder.is_plain() && reader.is_csv())?;
        let first = first.get(header - mark..).unwrap_or_default().to_vec();
        let (used, ledger, rejected) = reader.read();
        Some(Part { passed, bytes, utf8: decoder.knows_utf8(), first, used, ledger, rejected })
    }
}

impl Part {
    /// How many bytes the part has.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// It as bytes, for another instance of this program.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Self { passed, bytes, utf8, first, used, ledger, rejected } = self;
        let mut into = Packer::default();
        for number in [
            passed.delimiter.into(),
            passed.lines,
            passed.open_quotes as u64,
            *bytes,
            u64::from(*utf8),
            *used,
        ] {
            into.number(number);
        }
        into.text(first);
        ledger.pack(&mut into);
        rejected.pack(&mut into);
        into.bytes
    }

    /// Of such bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let from = &mut Unpacker::new(bytes);
        Some(Self {
            passed: Passed {
                delimiter: u8::try_from(from.number()?).ok()?,
                lines: from.number()?,
                open_quotes: from.length()?,
            },
            bytes: from.number()?,
            utf8: from.number()? == 1,
            used: from.number()?,
            first: from.text()?.to_vec(),
            ledger: Ledger::unpack(from)?,
            rejected: RejectedRecords::unpack(from)?,
        })
    }
}

impl Intake {
    /// What a part of it needs to know of its beginning, if it is an event log that can be read in parts.
    pub fn begun(&self) -> Option<Begun> {
        let Stage::Native(native) = &self.stage else { return None };
        let length = self.first.iter().position(|&byte| byte == b'\n')? + 1;
        let header = &self.first[..length];
        // A header in one line, with nothing before it.
        let quotes = header.iter().filter(|&&byte| byte == b'"').count();
        let is_one_line = header[0].is_ascii_graphic() && quotes.is_multiple_of(2);
        let reads = native.text.is_csv() && native.reader.is_csv() && self.decoder.is_plain();
        (is_one_line && reads).then(|| Begun {
            header: [self.decoder.mark(), header].concat(),
            utf8: self.decoder.knows_utf8(),
        })
    }

    /// Takes up what was read of the part that comes now, as if this one had read it; false, and nothing is changed, if
    /// this one would have read something else: then the part has to be pushed.
    pub fn take_up(&mut self, part: &Part) -> bool {
        let Stage::Native(native) = &mut self.stage else { return false };
        if !self.decoder.is_plain() {
            return false;
        }
        let Some(lines) = native.text.pass(part.passed) else { return false };
        native.reader.take_up(part.used, &part.ledger, &part.rejected, lines);
        keep(&mut self.first, &part.first);
        if part.utf8 {
            self.decoder.know_utf8();
        }
        self.bytes += part.bytes;
        true
    }
}
