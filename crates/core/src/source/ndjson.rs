//! NDJSON to records: one line, one record. What the line holds is read by whoever is given it.

use memchr::memchr;

use super::record::{Passed, Record, Sink, Span, raw_start, small, trim_cr};
use super::{Form, MAX_RECORD};
use crate::event::is_blank;
use crate::problem::Reason;

/// Lines of text, in chunks of any size, to records of one field: the line.
///
/// LF and CRLF end a line; the last one needs no end. A line of white space alone is no record, but counts
/// as a line. A line longer than [`MAX_RECORD`] is a fault, [`Reason::TooLong`], and is passed over unkept.
#[derive(Debug)]
pub struct LineReader {
    /// [`MAX_RECORD`], but in tests.
    limit: usize,
    line: u64,
    /// The start of a line whose end has not come yet: at most `limit` bytes.
    carry: Vec<u8>,
    /// Whether the rest of the line belongs to one that was too long.
    skipping: bool,
}

impl Default for LineReader {
    fn default() -> Self {
        Self::new()
    }
}

impl LineReader {
    /// A reader for one file.
    pub fn new() -> Self {
        Self::with_limit(MAX_RECORD)
    }

    pub(super) fn with_limit(limit: usize) -> Self {
        Self { limit, line: 1, carry: Vec::new(), skipping: false }
    }

    /// Takes the file's next text, and tells the sink what it completes.
    pub fn feed(&mut self, text: &[u8], sink: &mut impl Sink) {
        let mut text = text;
        while let Some(end) = memchr(b'\n', text) {
            self.end_line(&text[..end], sink);
            text = &text[end + 1..];
        }
        self.keep(text, sink);
    }

    /// Says that the file ends here.
    pub fn finish(&mut self, sink: &mut impl Sink) {
        self.end_line(&[], sink);
    }

    /// What this passed over, if what comes next begins a line.
    pub fn passed(&self) -> Option<Passed> {
        let between_lines = self.carry.is_empty() && !self.skipping;
        between_lines.then_some(Passed { form: Form::Ndjson, lines: self.line - 1, open_quotes: 0 })
    }

    /// Is where another is that read on from here. How many lines it was behind; none where this is in a line.
    pub fn pass(&mut self, passed: Passed) -> Option<u64> {
        let here = self.passed()?;
        if here.form != passed.form {
            return None;
        }
        self.line += passed.lines;
        Some(here.lines)
    }

    /// Tells of the line that ends after `rest`.
    fn end_line(&mut self, rest: &[u8], sink: &mut impl Sink) {
        if !self.carry.is_empty() {
            self.keep(rest, sink);
            if !self.skipping {
                tell(&self.carry, self.line, sink);
                self.carry.clear();
            }
        } else if !self.skipping {
            if rest.len() > self.limit {
                sink.fault(self.line, Reason::TooLong, raw_start(&rest[..=self.limit]));
            } else {
                tell(rest, self.line, sink);
            }
        }
        self.skipping = false;
        self.line += 1;
    }

    /// Keeps more of a line whose end has not come yet.
    fn keep(&mut self, text: &[u8], sink: &mut impl Sink) {
        if self.skipping {
            return;
        }
        let room = (self.limit + 1).saturating_sub(self.carry.len());
        self.carry.extend_from_slice(&text[..text.len().min(room)]);
        if self.carry.len() > self.limit {
            sink.fault(self.line, Reason::TooLong, raw_start(&self.carry));
            self.carry.clear();
            self.skipping = true;
        }
    }
}

fn tell(line: &[u8], number: u64, sink: &mut impl Sink) {
    let line = trim_cr(line);
    if !is_blank(line) {
        sink.record(Record::whole(line, number, &Span::new(0, small(line.len()))));
    }
}
