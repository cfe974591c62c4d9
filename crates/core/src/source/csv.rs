//! CSV to records, as RFC 4180 has it.

use memchr::{memchr, memchr_iter};

use super::index::{Index, WINDOW};
use super::record::{Passed, Record, Sink, raw_start, trim_cr};
use super::scan::{Scan, Step};
use super::{Form, MAX_RECORD};
use crate::problem::Reason;

/// How many quotes of a file may turn out never to close. Each costs reading up to [`MAX_RECORD`] bytes
/// twice, so that a file of nothing but opening quotes would take as long as its length times that. After
/// so many, a quote is taken to end at its line's end, and the rest of the file is read once.
pub const MAX_OPEN_QUOTES: usize = 8;

/// CSV text, in chunks of any size, to records.
///
/// - LF and CRLF end a line, also half a CRLF at the end of the file; any other CR is text. The last line
///   needs no end. An empty line is no record, but counts as a line.
/// - Quotes as in RFC 4180; `"abc"def` is `abcdef`, and a quote inside a field without quotes is text.
/// - A line longer than [`MAX_RECORD`] is a fault, [`Reason::TooLong`], and is passed over unkept.
/// - A quote that never closes is a fault, [`Reason::QuoteNeverCloses`], of the record's first physical line
///   alone: reading goes on with the next one, so that the records after it are not lost. A quote never
///   closes if it is still open at the end of the file or after [`MAX_RECORD`] bytes, or if it closes in
///   another line and neither delimiter nor line end follows; see also [`MAX_OPEN_QUOTES`].
#[derive(Debug)]
pub struct CsvReader {
    delimiter: u8,
    /// [`MAX_RECORD`], but in tests.
    limit: usize,
    /// The physical line at which the record to be read next starts.
    line: u64,
    /// The start of a record whose end has not come yet: at most `limit` bytes, all of them scanned.
    carry: Vec<u8>,
    index: Index,
    scan: Scan,
    /// Whether everything up to the next LF belongs to a record that was too long.
    skipping: bool,
    open_quotes: usize,
}

impl CsvReader {
    /// A reader for one file. The delimiter is neither a quote nor part of a line end.
    pub fn new(delimiter: u8) -> Self {
        Self::with_limit(delimiter, MAX_RECORD)
    }

    pub(super) fn with_limit(delimiter: u8, limit: usize) -> Self {
        Self {
            delimiter,
            limit,
            line: 1,
            carry: Vec::new(),
            index: Index::new(delimiter),
            scan: Scan::new(delimiter),
            skipping: false,
            open_quotes: 0,
        }
    }

    /// Takes the file's next text, and tells the sink what it completes.
    pub fn feed(&mut self, text: &[u8], sink: &mut impl Sink) {
        let mut text = text;
        while !text.is_empty() {
            if self.skipping {
                let end = memchr(b'\n', text);
                self.scan.worked(end.unwrap_or(text.len()));
                let Some(end) = end else { return };
                text = &text[end + 1..];
                self.line += 1;
                self.skipping = false;
            } else if self.carry.is_empty() {
                text = self.fresh(text, sink);
            } else {
                text = self.carried(text, sink);
            }
        }
    }

    /// Says that the file ends here.
    pub fn finish(&mut self, sink: &mut impl Sink) {
        while !self.carry.is_empty() {
            if self.scan.is_open() {
                let end = self.scan.first_line_end().unwrap_or(self.carry.len());
                self.recover(end, sink);
            } else {
                self.scan.close();
                self.record_carried(sink);
            }
        }
        self.skipping = false;
    }

    /// How what it reads is written.
    pub fn form(&self) -> Form {
        Form::Csv { delimiter: self.delimiter }
    }

    /// What this passed over after the header, a line, if what comes next begins a record.
    pub fn passed(&self) -> Option<Passed> {
        let between_records = self.carry.is_empty() && !self.skipping;
        between_records.then_some(Passed {
            form: self.form(),
            lines: self.line.saturating_sub(2),
            open_quotes: self.open_quotes,
        })
    }

    /// Is where another is, that began with the same header and read on from here. How many lines it was behind; none
    /// where this is not between two records, or has met so many quotes that never close that the next one would mean
    /// another thing.
    pub fn pass(&mut self, passed: Passed) -> Option<u64> {
        let here = self.passed()?;
        let open_quotes = here.open_quotes + passed.open_quotes;
        if here.form != passed.form || open_quotes >= MAX_OPEN_QUOTES {
            return None;
        }
        self.open_quotes = open_quotes;
        self.line += passed.lines;
        Some(here.lines)
    }

    /// Reads text that begins with a record; its last one, if its end is not there, is carried over. What is
    /// left of the text after a record that was too long.
    fn fresh<'t>(&mut self, text: &'t [u8], sink: &mut impl Sink) -> &'t [u8] {
        let mut at = 0;
        while at < text.len() {
            let base = at;
            let window = &text[base..text.len().min(base + WINDOW)];
            let lines = self.index.fill(window);
            self.scan.worked(window.len());
            for number in 0..lines {
                let Some(line) = self.index.line(number) else { break };
                if base + line.start < at {
                    // It belongs to a record over several lines that was read already.
                    continue;
                }
                let end = base + line.end;
                if end - at <= self.limit
                    && let Some((raw, spans)) = line.fields(window)
                {
                    if !raw.is_empty() {
                        sink.record(Record::fields(window, raw, self.line, self.delimiter, spans, &[]));
                    }
                    self.line += 1;
                    at = end + 1;
                } else {
                    at += self.slowly(&text[at..], sink);
                    if self.skipping {
                        return &text[at..];
                    }
                }
            }
            if at == base {
                // A line longer than the window, or one whose end has not come yet.
                at += self.slowly(&text[at..], sink);
                if self.skipping {
                    return &text[at..];
                }
            }
        }
        &[]
    }

    /// Reads the record that the text begins with, which may be of any kind; how much of the text that took.
    fn slowly(&mut self, text: &[u8], sink: &mut impl Sink) -> usize {
        let window = &text[..text.len().min(self.limit + 1)];
        self.scan.restart();
        let step = self.scan.run(window);
        match step {
            Step::End(len) => {
                self.record(&window[..len], sink);
                len + 1
            }
            Step::More if window.len() <= self.limit => {
                self.carry.extend_from_slice(window);
                window.len()
            }
            Step::More | Step::Unclosed => match self.unclosed_line(step) {
                Some(end) => {
                    self.never_closes(&window[..end], sink);
                    end + 1
                }
                None => {
                    self.too_long(window, sink);
                    window.len()
                }
            },
        }
    }

    /// Reads on in the record that was carried over. What is left of the text: if nothing is carried over
    /// any more, it begins with a record.
    fn carried<'t>(&mut self, text: &'t [u8], sink: &mut impl Sink) -> &'t [u8] {
        let room = (self.limit + 1).saturating_sub(self.carry.len());
        let window = &text[..text.len().min(room)];
        let step = self.scan.run(window);
        match step {
            Step::End(len) => {
                self.carry.extend_from_slice(&window[..len]);
                self.record_carried(sink);
                &text[len + 1..]
            }
            Step::More => {
                self.carry.extend_from_slice(window);
                if self.carry.len() > self.limit {
                    match self.unclosed_line(step) {
                        Some(end) => self.recover(end, sink),
                        None => {
                            let carry = std::mem::take(&mut self.carry);
                            self.too_long(&carry, sink);
                        }
                    }
                }
                &text[window.len()..]
            }
            Step::Unclosed => {
                let end = self.scan.first_line_end().unwrap_or_default();
                // Of the text, only what the first line needs; the rest is read again.
                let taken = (end + 1).saturating_sub(self.carry.len()).min(window.len());
                self.carry.extend_from_slice(&window[..taken]);
                self.recover(end, sink);
                &text[taken..]
            }
        }
    }

    /// Where the record's first line ends, if that line is to be given up for a quote that never closes, and
    /// not the whole record for its length.
    fn unclosed_line(&self, step: Step) -> Option<usize> {
        let unclosed = step == Step::Unclosed || self.scan.is_open();
        self.scan.first_line_end().filter(|_| unclosed)
    }

    /// Gives up the first line of the record that was carried over, which ends at `end`, and reads what was
    /// carried after it again.
    fn recover(&mut self, end: usize, sink: &mut impl Sink) {
        let carry = std::mem::take(&mut self.carry);
        self.never_closes(&carry[..end.min(carry.len())], sink);
        // At most `limit` bytes, so that nothing in it is too long, and nothing is left.
        self.fresh(carry.get(end + 1..).unwrap_or_default(), sink);
    }

    fn record_carried(&mut self, sink: &mut impl Sink) {
        let mut carry = std::mem::take(&mut self.carry);
        self.record(&carry, sink);
        carry.clear();
        self.carry = carry;
    }

    /// Tells of the record that was scanned.
    fn record(&mut self, raw: &[u8], sink: &mut impl Sink) {
        let line = self.line;
        self.line += 1;
        if self.scan.first_line_end().is_some() {
            self.line += lines(raw);
        }
        let raw = trim_cr(raw);
        if !raw.is_empty() {
            let (spans, unescaped) = self.scan.fields(raw);
            sink.record(Record::fields(raw, raw, line, self.delimiter, spans, unescaped));
        }
    }

    fn never_closes(&mut self, line: &[u8], sink: &mut impl Sink) {
        sink.fault(self.line, Reason::QuoteNeverCloses, raw_start(line));
        self.line += 1;
        self.open_quotes += 1;
        self.scan.lines_end_quotes = self.open_quotes >= MAX_OPEN_QUOTES;
    }

    /// Gives up a record of which `raw` is the start; the rest of its last line is to be skipped.
    fn too_long(&mut self, raw: &[u8], sink: &mut impl Sink) {
        sink.fault(self.line, Reason::TooLong, raw_start(raw));
        self.line += lines(raw);
        self.skipping = true;
    }

    /// How many bytes were looked at.
    #[cfg(test)]
    pub(super) fn work(&self) -> usize {
        self.scan.work
    }

    /// How many bytes of text memory is held for.
    #[cfg(test)]
    pub(super) fn kept(&self) -> usize {
        self.carry.capacity()
    }
}

fn lines(raw: &[u8]) -> u64 {
    memchr_iter(b'\n', raw).count() as u64
}
