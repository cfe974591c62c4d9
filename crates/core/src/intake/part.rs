//! A large event log in parts, each read by an intake of its own, side by side.
//!
//! A part begins with a line. Whether that line begins a record, or lies in quotes that hold a line break, is known once
//! what stands before it was read: then the part is [taken up](Intake::take_up), or it is read again. No guess is made.

use super::event_log::{Read, Reader};
use super::{Intake, Native, Stage, keep};
use crate::pack::{Packer, Unpacker};
use crate::source::{Decoder, Form, Passed, Sink as _, Text};

/// What whoever reads a part must know of the file's beginning.
#[derive(Clone, Debug)]
pub struct Begun {
    form: Form,
    /// Whether it is known that its bytes that are no ASCII are UTF-8.
    utf8: bool,
    /// Its first line, if that is a header.
    header: Vec<u8>,
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
    read: Read,
}

impl Begun {
    /// It as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Self { form, utf8, header } = self;
        [&[form.to_byte(), u8::from(*utf8)], &**header].concat()
    }

    /// Of such bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&[form, utf8], header) = bytes.split_first_chunk()?;
        Some(Self { form: Form::from_byte(form), utf8: utf8 == 1, header: header.to_vec() })
    }

    /// Begins a part.
    pub fn part(&self) -> PartReader {
        let Self { form, utf8, header } = self;
        let (mut text, mut reader) = (Text::behind_a_line(*form), Reader::default());
        reader.opened(*form);
        text.feed(header, &mut reader);
        let stage = Stage::Native(Box::new(Native { text, reader }));
        PartReader(Intake { decoder: Decoder::behind_a_line(*utf8), stage, ..Intake::new("") })
    }
}

/// A part on its way. Push its bytes, then [`finish`](PartReader::finish).
#[derive(Debug)]
pub struct PartReader(Intake);

impl PartReader {
    /// Takes the part's next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.0.push(bytes);
    }

    /// Ends the part, and with it the file if it `ends` there. None where it cannot be taken up: it ends in the middle
    /// of a record, or what it is encoded in is not known of it alone.
    pub fn finish(self, ends: bool) -> Option<Part> {
        let Self(mut intake) = self;
        if ends {
            intake.end();
            if let Stage::Native(native) = &mut intake.stage {
                native.text.finish(&mut native.reader);
            }
        }
        let Intake { bytes, decoder, stage: Stage::Native(native), first, .. } = intake else { return None };
        let Native { text, reader } = *native;
        let passed = text.passed().filter(|_| decoder.is_plain())?;
        Some(Part { passed, bytes, utf8: decoder.knows_utf8(), first, read: reader.read() })
    }
}

impl Part {
    /// How many bytes the part has.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// It as bytes, for another instance of this program.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Self { passed: Passed { form, lines, open_quotes }, bytes, utf8, first, read } = self;
        let mut into = Packer::default();
        for number in [form.to_byte().into(), *lines, *open_quotes as u64, *bytes, u64::from(*utf8)] {
            into.number(number);
        }
        into.text(first);
        read.pack(&mut into);
        into.bytes
    }

    /// Of such bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let from = &mut Unpacker::new(bytes);
        Some(Self {
            passed: Passed {
                form: Form::from_byte(u8::try_from(from.number()?).ok()?),
                lines: from.number()?,
                open_quotes: from.length()?,
            },
            bytes: from.number()?,
            utf8: from.number()? == 1,
            first: from.text()?.to_vec(),
            read: Read::unpack(from)?,
        })
    }
}

impl Intake {
    /// What a part of it needs to know of its beginning, if it is an event log that can be read in parts.
    pub fn begun(&self) -> Option<Begun> {
        let Stage::Native(native) = &self.stage else { return None };
        let form = native.text.form().filter(|_| native.reader.reads_events() && self.decoder.is_plain())?;
        let header = match form {
            Form::Csv { .. } => header(&self.first)?,
            Form::Ndjson => &[],
        };
        Some(Begun { form, utf8: self.decoder.knows_utf8(), header: header.to_vec() })
    }

    /// Takes up what was read of the part that comes now, as if this one had read it; false, and nothing is changed, if
    /// this one would have read something else: then the part has to be pushed.
    pub fn take_up(&mut self, part: &Part) -> bool {
        let Stage::Native(native) = &mut self.stage else { return false };
        if !self.decoder.is_plain() {
            return false;
        }
        let Some(lines) = native.text.pass(part.passed) else { return false };
        native.reader.take_up(&part.read, lines);
        keep(&mut self.first, &part.first);
        if part.utf8 {
            self.decoder.know_utf8();
        }
        self.bytes += part.bytes;
        true
    }
}

/// A header in one line, with nothing before it.
fn header(first: &[u8]) -> Option<&[u8]> {
    let header = first.split_inclusive(|&byte| byte == b'\n').next()?;
    let quotes = header.iter().filter(|&&byte| byte == b'"').count();
    let is_one_line = header.ends_with(b"\n") && header[0].is_ascii_graphic() && quotes.is_multiple_of(2);
    is_one_line.then_some(header)
}
