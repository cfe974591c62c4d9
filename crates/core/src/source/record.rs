//! The record: a row or line as read, and who is told of it.

use memchr::{memchr_iter, memrchr};

use super::Form;
use super::scan::Scan;
use crate::problem::Reason;

/// How much of a record that a fault is about is handed on for display: enough to recognise it by, and to
/// keep a thousand of them.
pub const MAX_RAW_START: usize = 1000;

/// What a reader passed over, to a place between two records; the header of CSV, a line, not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed {
    /// How the file is written.
    pub form: Form,
    /// How many lines it passed.
    pub lines: u64,
    /// In how many of them a quote opened that never closed.
    pub open_quotes: usize,
}

/// Who is told of what a file holds, in the order of the file.
pub trait Sink {
    /// How the file is written; told once, before anything else. By [`Source`](super::Source) only.
    fn opened(&mut self, form: Form) {
        let _ = form;
    }

    /// The next record. Of a CSV file the first one is the header.
    fn record(&mut self, record: Record<'_>);

    /// What could not be read as a record: the physical line, from 1, at which it starts, why, and its first
    /// bytes, at most [`MAX_RAW_START`].
    fn fault(&mut self, line: u64, reason: Reason, raw_start: &[u8]);
}

/// A record: a CSV record with its fields, or an NDJSON line with itself as its only field.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    raw: &'a [u8],
    /// The text that the spans are about; `raw` is part of it.
    text: &'a [u8],
    line: u64,
    /// Where the fields are; never empty.
    spans: &'a [Span],
    /// The texts of the fields that had to be unescaped.
    unescaped: &'a [u8],
    /// None for a line that is one field.
    delimiter: Option<u8>,
}

impl<'a> Record<'a> {
    pub(super) fn fields(
        text: &'a [u8],
        raw: &'a [u8],
        line: u64,
        delimiter: u8,
        spans: &'a [Span],
        unescaped: &'a [u8],
    ) -> Self {
        Self { raw, text, line, spans, unescaped, delimiter: Some(delimiter) }
    }

    pub(super) fn whole(raw: &'a [u8], line: u64, span: &'a Span) -> Self {
        Self { raw, text: raw, line, spans: std::slice::from_ref(span), unescaped: &[], delimiter: None }
    }

    /// How many fields there are; at least one.
    #[inline]
    #[expect(clippy::len_without_is_empty, reason = "a record has at least one field")]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// The text of field `index`, from 0, without its quotes; empty where there is no such field.
    #[inline]
    pub fn get(&self, index: usize) -> &'a [u8] {
        self.spans.get(index).map_or(&[], |span| span.of(self.text, self.unescaped))
    }

    /// What stands between fields; none where the record is a line that is one field.
    #[inline]
    pub fn delimiter(&self) -> Option<u8> {
        self.delimiter
    }

    /// The fields from `first` to `last` as they are written, quotes and delimiters included; none where one
    /// had to be unescaped. Equal bytes are equal fields, whatever stands around them.
    #[inline]
    pub fn written(&self, first: usize, last: usize) -> Option<&'a [u8]> {
        if !self.unescaped.is_empty() {
            return None;
        }
        let (mut start, mut end) = (self.spans.get(first)?.start(), self.spans.get(last)?.end());
        // Right before a field without quotes stands a delimiter or a line end, and right after it as well.
        if start > 0 && self.text.get(start - 1) == Some(&b'"') {
            start -= 1;
        }
        if self.text.get(end) == Some(&b'"') {
            end += 1;
        }
        self.text.get(start..end)
    }

    /// The fields' texts, in order.
    #[inline]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &'a [u8]> + use<'a> {
        let (text, unescaped) = (self.text, self.unescaped);
        self.spans.iter().map(move |span| span.of(text, unescaped))
    }

    /// The physical line, from 1, at which the record starts.
    #[inline]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The record as it is written, without its line end.
    #[inline]
    pub fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// Where field `index` starts: the physical line, and the character in it, from 1. Of a quoted field,
    /// that is its quote. Reads the record again: only for those that are shown.
    pub fn position_of(&self, index: usize) -> (u64, u32) {
        let Some(delimiter) = self.delimiter else { return self.position_at(0) };
        let mut scan = Scan::new(delimiter);
        scan.run(self.raw);
        scan.close();
        self.position_at(scan.start_of(index, self.raw))
    }

    /// The physical line and the character in it, from 1, of the byte at `offset` of [`raw`](Self::raw).
    pub fn position_at(&self, offset: usize) -> (u64, u32) {
        let before = &self.raw[..offset.min(self.raw.len())];
        let lines = memchr_iter(b'\n', before).count() as u64;
        let start = memrchr(b'\n', before).map_or(0, |end| end + 1);
        // Bytes 10xxxxxx go on with a character; every other one starts one.
        let characters = before[start..].iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        (self.line + lines, small(characters).saturating_add(1))
    }
}

/// Where the text of a field is: in the text that was read, or unescaped beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// With [`Span::ESCAPED`].
    start: u32,
    end: u32,
}

impl Span {
    /// Marks a field that is not a slice of that text. Offsets stay far below: see [`small`].
    const ESCAPED: u32 = 1 << 31;

    #[inline]
    pub(super) fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    #[inline]
    pub(super) fn escaped(start: u32, end: u32) -> Self {
        Self { start: start | Self::ESCAPED, end }
    }

    #[inline]
    pub(super) fn is_escaped(self) -> bool {
        self.start & Self::ESCAPED != 0
    }

    #[inline]
    pub(super) fn start(self) -> usize {
        (self.start & !Self::ESCAPED) as usize
    }

    #[inline]
    pub(super) fn end(self) -> usize {
        self.end as usize
    }

    /// What is inside the quotes, of which the first starts this span and the other ends `last`.
    pub(super) fn within(self, last: &Self) -> Self {
        Self { start: self.start + 1, end: last.end.saturating_sub(1) }
    }

    /// Ends the field where the record does.
    #[inline]
    pub(super) fn clip(&mut self, len: usize) {
        self.end = self.end.min(small(len));
    }

    #[inline]
    fn of<'a>(self, text: &'a [u8], unescaped: &'a [u8]) -> &'a [u8] {
        let text = if self.is_escaped() { unescaped } else { text };
        text.get(self.start()..self.end()).unwrap_or_default()
    }
}

/// An offset in a record or a window, which are at most [`MAX_RECORD`](super::MAX_RECORD) bytes; so nothing
/// is ever cut off here.
#[inline]
pub(super) fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX >> 1)
}

/// A line without the CR of its CRLF.
#[inline]
pub(super) fn trim_cr(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// What is shown of a record that could not be read: its start, cut between characters.
pub(super) fn raw_start(raw: &[u8]) -> &[u8] {
    let raw = trim_cr(raw);
    if raw.len() <= MAX_RAW_START {
        return raw;
    }
    // A character has at most four bytes; what is no UTF-8 is cut at the limit.
    let cut = (MAX_RAW_START - 3..=MAX_RAW_START).rev().find(|&cut| raw[cut] & 0xC0 != 0x80);
    &raw[..cut.unwrap_or(MAX_RAW_START)]
}
