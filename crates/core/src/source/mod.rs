//! Chunks of bytes to records (the pipeline's first step).
//!
//! Bytes are pushed, in chunks of any size, and the records are the same whatever the chunks were:
//!
//! ```text
//! bytes ─ Decoder ─> UTF-8 text ─ Opening ─> Form ┬─ CsvReader ──> records ─> Sink
//!                                                 └─ LineReader ─┘  faults
//! ```
//!
//! [`Source`] is all of it in one. What it meets is told to a [`Sink`]: a [`Record`] with the line it starts
//! at, or a fault. Nothing here stops at a fault, and nothing is dropped without one; what a record means is
//! the next step's business.
//!
//! Memory is bounded by the chunk and [`MAX_RECORD`], time is linear in the bytes, and a line that lies
//! inside one chunk is not copied.

mod codepage;
mod csv;
mod encoding;
mod index;
mod masks;
mod ndjson;
mod opening;
mod record;
mod scan;

pub use csv::{CsvReader, MAX_OPEN_QUOTES};
pub use encoding::{Decoder, Encoding};
pub use ndjson::LineReader;
pub use opening::{DELIMITERS, Form, Opening, delimiter};
pub use record::{MAX_RAW_START, Passed, Record, Sink};

/// The longest record, in bytes without its line end. A record of the event log has some hundred bytes; one
/// of a megabyte is no log line but a missing line break, or an attack on the memory of whoever reads it.
pub const MAX_RECORD: usize = 1 << 20;

/// One file on its way from bytes to records.
#[derive(Debug, Default)]
pub struct Source {
    decoder: Decoder,
    text: Text,
}

/// One file on its way from text to records.
#[derive(Debug, Default)]
pub struct Text {
    opening: Opening,
    reader: Option<Reader>,
}

#[derive(Debug)]
enum Reader {
    Csv(Box<CsvReader>),
    Ndjson(LineReader),
}

impl Reader {
    fn new(form: Form) -> Self {
        match form {
            Form::Csv { delimiter } => Self::Csv(Box::new(CsvReader::new(delimiter))),
            Form::Ndjson => Self::Ndjson(LineReader::new()),
        }
    }

    fn feed(&mut self, text: &[u8], sink: &mut impl Sink) {
        match self {
            Self::Csv(reader) => reader.feed(text, sink),
            Self::Ndjson(reader) => reader.feed(text, sink),
        }
    }

    fn finish(&mut self, sink: &mut impl Sink) {
        match self {
            Self::Csv(reader) => reader.finish(sink),
            Self::Ndjson(reader) => reader.finish(sink),
        }
    }
}

impl Text {
    /// A file of which nothing is known yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the file's next text, and tells the sink what it completes.
    pub fn feed(&mut self, text: &[u8], sink: &mut impl Sink) {
        match &mut self.reader {
            Some(reader) => reader.feed(text, sink),
            reader => {
                if let Some((form, text)) = self.opening.feed(text) {
                    sink.opened(form);
                    reader.insert(Reader::new(form)).feed(text, sink);
                    self.opening = Opening::default();
                }
            }
        }
    }

    /// What stands behind some line of a file that is written so, and of CSV behind its header.
    pub fn behind_a_line(form: Form) -> Self {
        Self { opening: Opening::default(), reader: Some(Reader::new(form)) }
    }

    /// How the file is written, once that is known.
    pub fn form(&self) -> Option<Form> {
        self.reader.as_ref().map(|reader| match reader {
            Reader::Csv(reader) => reader.form(),
            Reader::Ndjson(_) => Form::Ndjson,
        })
    }

    /// What was passed so far, if what comes next begins a record.
    pub fn passed(&self) -> Option<Passed> {
        match self.reader.as_ref()? {
            Reader::Csv(reader) => reader.passed(),
            Reader::Ndjson(reader) => reader.passed(),
        }
    }

    /// Is where another is that began [behind a line](Self::behind_a_line) here. How many lines this was behind; none
    /// where this is not between two records, or would have read something else.
    pub fn pass(&mut self, passed: Passed) -> Option<u64> {
        match self.reader.as_mut()? {
            Reader::Csv(reader) => reader.pass(passed),
            Reader::Ndjson(reader) => reader.pass(passed),
        }
    }

    /// Says that the file ends here.
    pub fn finish(&mut self, sink: &mut impl Sink) {
        if self.reader.is_none() {
            let (form, text) = self.opening.finish();
            sink.opened(form);
            self.reader.insert(Reader::new(form)).feed(text, sink);
        }
        if let Some(reader) = &mut self.reader {
            reader.finish(sink);
        }
    }
}

impl Source {
    /// A file of which nothing is known yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the file's next bytes, and tells the sink what they complete.
    pub fn feed(&mut self, bytes: &[u8], sink: &mut impl Sink) {
        self.text.feed(self.decoder.decode(bytes), sink);
    }

    /// Says that the file ends here.
    pub fn finish(&mut self, sink: &mut impl Sink) {
        self.text.feed(self.decoder.finish(), sink);
        self.text.finish(sink);
    }

    /// How the file is encoded; UTF-8 until something else was found.
    pub fn encoding(&self) -> Encoding {
        self.decoder.encoding()
    }

    /// How many pieces of the file were no character of its encoding and were replaced by U+FFFD while
    /// converting to UTF-8. Broken UTF-8 is passed on as it is.
    pub fn replaced(&self) -> u64 {
        self.decoder.replaced()
    }
}

#[cfg(test)]
mod tests;
