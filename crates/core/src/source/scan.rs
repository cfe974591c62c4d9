//! Where a CSV record's fields are, and where it ends.

use memchr::{memchr, memchr2};

use super::record::{Span, small};

/// The reading of one record: the quoting rules of RFC 4180, lenient as the `csv` crate is. It can stop after
/// any byte and go on with the next ones, so that no byte is looked at twice however a file is cut.
///
/// A field is quoted if its first byte is a quote; what follows a closing quote (`"abc"def`) still belongs
/// to the field, and any other quote is text. With one exception: a quoted field that runs over a line end
/// must close right before a delimiter or a line end. Else the "closing" quote is the opening one of some
/// later field, whose record an unclosed quote would swallow.
#[derive(Debug)]
pub(super) struct Scan {
    delimiter: u8,
    /// Whether an open quote ends with its line, and no record runs over a line end.
    pub(super) lines_end_quotes: bool,
    state: State,
    /// How many bytes of the record were read.
    at: usize,
    /// Where the current field starts, with its quote.
    field: usize,
    /// Whether the current field holds a doubled quote.
    doubled: bool,
    /// Whether the current field ran over a line end.
    over_lines: bool,
    /// Where the record's first physical line ends, if the record goes on after it.
    first_line_end: Option<usize>,
    spans: Vec<Span>,
    /// Whether any of them is escaped.
    escapes: bool,
    unescaped: Vec<u8>,
    /// How many bytes were looked at, ever.
    #[cfg(test)]
    pub(super) work: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before a field's first byte.
    Start,
    /// In a field without quotes.
    Plain,
    /// Between the quotes.
    Quoted,
    /// After a quote between the quotes: the closing one, or the first of two.
    Quote,
    /// After a closing quote and a CR.
    QuoteCr,
    /// In what follows a closing quote.
    After,
}

/// What a scan came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The end of the text: the record goes on.
    More,
    /// The record's end: the LF is at this place of the text.
    End(usize),
    /// A quote that never closes.
    Unclosed,
}

impl Scan {
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            lines_end_quotes: false,
            state: State::Start,
            at: 0,
            field: 0,
            doubled: false,
            over_lines: false,
            first_line_end: None,
            spans: Vec::new(),
            escapes: false,
            unescaped: Vec::new(),
            #[cfg(test)]
            work: 0,
        }
    }

    /// Starts the next record.
    pub(super) fn restart(&mut self) {
        self.state = State::Start;
        self.at = 0;
        self.first_line_end = None;
        self.spans.clear();
        self.escapes = false;
    }

    /// Reads on.
    pub(super) fn run(&mut self, text: &[u8]) -> Step {
        let base = self.at;
        let mut i = 0;
        while let Some(&byte) = text.get(i) {
            match self.state {
                State::Start => {
                    self.field = base + i;
                    if byte == b'"' {
                        self.doubled = false;
                        self.over_lines = false;
                        self.state = State::Quoted;
                        i += 1;
                    } else {
                        self.state = State::Plain;
                    }
                }
                State::Plain | State::After => {
                    let Some(n) = memchr2(self.delimiter, b'\n', &text[i..]) else {
                        i = text.len();
                        break;
                    };
                    i += n;
                    self.end_field(base + i);
                    if text[i] == b'\n' {
                        return self.stop(i, Step::End(i));
                    }
                    i += 1;
                }
                State::Quoted => {
                    let hit = if self.over_lines {
                        memchr(b'"', &text[i..])
                    } else {
                        memchr2(b'"', b'\n', &text[i..])
                    };
                    let Some(n) = hit else {
                        i = text.len();
                        break;
                    };
                    i += n;
                    if text[i] == b'"' {
                        self.state = State::Quote;
                    } else if self.lines_end_quotes {
                        self.end_field(base + i);
                        return self.stop(i, Step::End(i));
                    } else {
                        self.over_lines = true;
                        self.first_line_end.get_or_insert(base + i);
                    }
                    i += 1;
                }
                State::Quote if byte == b'"' => {
                    self.doubled = true;
                    self.state = State::Quoted;
                    i += 1;
                }
                State::Quote if byte == b'\r' => {
                    self.state = State::QuoteCr;
                    i += 1;
                }
                State::Quote if byte == self.delimiter => {
                    self.end_field(base + i);
                    i += 1;
                }
                State::Quote | State::QuoteCr if byte == b'\n' => {
                    self.end_field(base + i);
                    return self.stop(i, Step::End(i));
                }
                State::Quote | State::QuoteCr if self.over_lines => {
                    return self.stop(i, Step::Unclosed);
                }
                State::Quote | State::QuoteCr => self.state = State::After,
            }
        }
        self.stop(i, Step::More)
    }

    /// Ends the record where the text ended.
    pub(super) fn close(&mut self) {
        if self.state == State::Start {
            self.field = self.at;
            self.state = State::Plain;
        }
        self.end_field(self.at);
    }

    /// Whether the record is inside a quote that only a later line can close.
    pub(super) fn is_open(&self) -> bool {
        self.state == State::Quoted && !self.lines_end_quotes
    }

    /// Where the record's first physical line ends, if the record goes on after it.
    pub(super) fn first_line_end(&self) -> Option<usize> {
        self.first_line_end
    }

    /// The fields of the record that was read, which is `raw`, and the texts of those that are no slice
    /// of it.
    pub(super) fn fields(&mut self, raw: &[u8]) -> (&[Span], &[u8]) {
        if let Some(last) = self.spans.last_mut() {
            last.clip(raw.len());
        }
        self.unescaped.clear();
        if self.escapes {
            for span in self.spans.iter_mut().filter(|span| span.is_escaped()) {
                let start = small(self.unescaped.len());
                unescape(raw.get(span.start()..span.end()).unwrap_or_default(), &mut self.unescaped);
                *span = Span::escaped(start, small(self.unescaped.len()));
            }
        }
        (&self.spans, &self.unescaped)
    }

    /// Where field `index` of the record that was read, and not yet [unescaped](Self::fields), starts, with
    /// its quote.
    pub(super) fn start_of(&self, index: usize, raw: &[u8]) -> usize {
        let Some(span) = self.spans.get(index) else { return raw.len() };
        // Before a field without quotes stands a delimiter, or nothing.
        match span.start().checked_sub(1) {
            Some(before) if !span.is_escaped() && raw.get(before) == Some(&b'"') => before,
            _ => span.start(),
        }
    }

    /// Counts bytes that were looked at, for the tests that show that the work stays linear.
    #[inline]
    pub(super) fn worked(&mut self, bytes: usize) {
        #[cfg(test)]
        {
            self.work += bytes;
        }
        #[cfg(not(test))]
        let _ = bytes;
    }

    fn end_field(&mut self, end: usize) {
        let span = match self.state {
            State::Plain | State::Start => Span::new(small(self.field), small(end)),
            State::Quoted if !self.doubled => Span::new(small(self.field + 1), small(end)),
            State::Quote if !self.doubled => Span::new(small(self.field + 1), small(end - 1)),
            State::QuoteCr if !self.doubled => Span::new(small(self.field + 1), small(end - 2)),
            State::QuoteCr => Span::escaped(small(self.field), small(end - 1)),
            State::Quoted | State::Quote | State::After => Span::escaped(small(self.field), small(end)),
        };
        self.escapes |= span.is_escaped();
        self.spans.push(span);
        self.state = State::Start;
    }

    fn stop(&mut self, read: usize, step: Step) -> Step {
        self.at += read;
        self.worked(read);
        step
    }
}

/// The text of a field that starts with a quote.
fn unescape(field: &[u8], text: &mut Vec<u8>) {
    let mut rest = field.strip_prefix(b"\"").unwrap_or(field);
    while let Some(quote) = memchr(b'"', rest) {
        let (before, after) = (&rest[..quote], &rest[quote + 1..]);
        text.extend_from_slice(before);
        match after.strip_prefix(b"\"") {
            Some(after) => {
                text.push(b'"');
                rest = after;
            }
            None => {
                rest = after;
                break;
            }
        }
    }
    text.extend_from_slice(rest);
}
