//! How a file is written, told from its opening: CSV with which delimiter, or NDJSON.

use memchr::memchr2;

use super::MAX_RECORD;
use super::record::Record;
use super::scan::{Scan, Step};
use crate::event::Field;

/// What may stand between the fields of a CSV file. Where the header leaves the choice open, the earlier one
/// is taken.
pub const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Records with fields, the first one the header.
    Csv {
        /// What stands between the fields.
        delimiter: u8,
    },
    /// One JSON object a line.
    Ndjson,
}

impl Form {
    /// It as a byte: the delimiter, or how NDJSON begins.
    pub const fn to_byte(self) -> u8 {
        match self {
            Self::Csv { delimiter } => delimiter,
            Self::Ndjson => b'{',
        }
    }

    /// Of such a byte.
    pub const fn from_byte(byte: u8) -> Self {
        if byte == b'{' { Self::Ndjson } else { Self::Csv { delimiter: byte } }
    }
}

/// The opening of a text, held back until it tells the [`Form`]: the first character that is no white space
/// tells NDJSON by being a `{`, the header tells the delimiter.
///
/// At most [`MAX_RECORD`] bytes are waited for; then the form is told by what is there.
#[derive(Debug, Default)]
pub struct Opening {
    held: Vec<u8>,
    /// How much of the text was looked at.
    seen: usize,
    /// Where the header starts.
    start: Option<usize>,
    /// Whether a quote is open at `seen`.
    quoted: bool,
    /// Where the first line of the header ends.
    first_line_end: Option<usize>,
}

impl Opening {
    /// Takes the next text. Once the form is known, the form and all of the text from its beginning.
    pub fn feed<'a>(&'a mut self, text: &'a [u8]) -> Option<(Form, &'a [u8])> {
        if self.held.is_empty() {
            match self.look(text) {
                Some(form) => return Some((form, text)),
                None => self.held.extend_from_slice(text),
            }
            return None;
        }
        let mut held = std::mem::take(&mut self.held);
        held.extend_from_slice(text);
        let form = self.look(&held);
        self.held = held;
        form.map(|form| (form, &*self.held))
    }

    /// What there is when the text ends before its form was known.
    pub fn finish(&self) -> (Form, &[u8]) {
        (self.settle(&self.held), &self.held)
    }

    fn look(&mut self, text: &[u8]) -> Option<Form> {
        let window = &text[..text.len().min(MAX_RECORD)];
        if self.start.is_none() {
            let rest = &window[self.seen..];
            let blank = rest.len() - rest.trim_ascii_start().len();
            self.seen += blank;
            match window.get(self.seen) {
                Some(b'{') => return Some(Form::Ndjson),
                Some(_) => self.start = Some(self.seen),
                None => {}
            }
        }
        while let Some(place) = memchr2(b'"', b'\n', &window[self.seen..]) {
            let at = self.seen + place;
            self.seen = at + 1;
            if window[at] == b'"' {
                self.quoted = !self.quoted;
            } else {
                self.first_line_end.get_or_insert(at);
                if !self.quoted {
                    let header = &window[self.start.unwrap_or_default()..at];
                    return Some(Form::Csv { delimiter: delimiter(header) });
                }
            }
        }
        self.seen = window.len();
        (window.len() == MAX_RECORD).then(|| self.settle(window))
    }

    /// The form of a text whose header does not end; if a quote is to blame, its first line is the header.
    fn settle(&self, text: &[u8]) -> Form {
        let start = self.start.unwrap_or(text.len());
        let header = &text[start..self.first_line_end.unwrap_or(text.len())];
        Form::Csv { delimiter: delimiter(header) }
    }
}

/// The delimiter of a header: the one under which most cells are known fields; among equals, the one that
/// makes most cells; then the first of [`DELIMITERS`].
pub fn delimiter(header: &[u8]) -> u8 {
    let mut best = (0, 0, DELIMITERS[0]);
    for delimiter in DELIMITERS {
        let mut scan = Scan::new(delimiter);
        let end = match scan.run(header) {
            Step::End(end) => end,
            Step::More => {
                scan.close();
                header.len()
            }
            // The quote is to blame: then only the first line is the header.
            Step::Unclosed => {
                let end = scan.first_line_end().unwrap_or(header.len());
                scan.restart();
                scan.lines_end_quotes = true;
                scan.run(&header[..end]);
                scan.close();
                end
            }
        };
        let header = &header[..end];
        let (spans, unescaped) = scan.fields(header);
        let record = Record::fields(header, header, 1, delimiter, spans, unescaped);
        let known = record.iter().filter(|cell| is_known(cell)).count();
        if (known, record.len()) > (best.0, best.1) {
            best = (known, record.len(), delimiter);
        }
    }
    best.2
}

fn is_known(cell: &[u8]) -> bool {
    std::str::from_utf8(cell).is_ok_and(|cell| Field::from_header(cell).is_some())
}
