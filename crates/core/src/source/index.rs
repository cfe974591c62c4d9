//! The fast way through CSV: where delimiters, line ends and quotes are, 64 bytes at a time.
//!
//! Nearly every line of a log holds no quote, or quotes only around whole fields. For these the fields are
//! what stands between delimiters, found without looking at the bytes one by one and without a branch a
//! byte; see `benches/split.rs` for what that gives. Every other line is read by [`Scan`](super::scan::Scan).

use super::masks::{BLOCK, Masks};
use super::record::{Span, trim_cr};

/// How much text is indexed at a time: so much that text and index stay in the nearest cache, and far more
/// than a line has. Tests have short texts, which are to cross its borders too.
pub(super) const WINDOW: usize = if cfg!(test) { 160 } else { 16 << 10 };

/// How many pieces are put down at once.
const AT_ONCE: usize = 4;

/// The lines of a window of text, and the pieces between their delimiters.
#[derive(Debug)]
pub(super) struct Index {
    delimiter: u8,
    /// As many as a window can have: every byte a delimiter; and as many more as may be put down too many.
    spans: Box<[Span]>,
    rows: Vec<Row>,
}

/// A line, with its end in the window.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// How many spans there are up to its end.
    spans: usize,
    /// How many quotes there are up to its end.
    quotes: u32,
}

/// A line that was indexed.
#[derive(Debug)]
pub(super) struct Line<'i> {
    /// Where it starts in the window.
    pub(super) start: usize,
    /// Where its LF is.
    pub(super) end: usize,
    spans: &'i mut [Span],
    quotes: u32,
}

impl Index {
    pub(super) fn new(delimiter: u8) -> Self {
        Self { delimiter, spans: vec![Span::new(0, 0); WINDOW + AT_ONCE].into(), rows: Vec::new() }
    }

    /// Indexes at most [`WINDOW`] bytes of text that begin with a line; how many lines end there.
    pub(super) fn fill(&mut self, window: &[u8]) -> usize {
        self.rows.clear();
        let mut count = 0;
        let mut start = 0;
        let mut quotes = 0;
        let mut base = 0;
        let (blocks, rest) = window.as_chunks::<BLOCK>();
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        for block in blocks.iter().chain((!rest.is_empty()).then_some(&last)) {
            let found = Masks::of(block, self.delimiter);
            let mut line_ends = found.line_ends;
            while line_ends != 0 {
                let here = line_ends ^ (line_ends - 1);
                self.rows.push(Row {
                    spans: count + (found.ends & here).count_ones() as usize,
                    quotes: quotes + (found.quotes & here).count_ones(),
                });
                line_ends &= line_ends - 1;
            }
            if found.quotes != 0 {
                quotes += found.quotes.count_ones();
            }
            if found.ends != 0 {
                self.cut(found.ends, (start, base), count);
                count += found.ends.count_ones() as usize;
                start = base + u64::BITS - found.ends.leading_zeros();
            }
            base += u64::BITS;
        }
        self.rows.len()
    }

    /// Puts down the spans that end in a block at `base`; the first one starts at `start` and is the one after `count`.
    ///
    /// Some at once, and so mostly some too many, which the next ones replace: that takes no branch a span.
    #[inline]
    fn cut(&mut self, mut ends: u64, (mut start, base): (u32, u32), count: usize) {
        let mut rest = self.spans.get_mut(count..).unwrap_or_default();
        while ends != 0
            && let Some((some, further)) = rest.split_first_chunk_mut::<AT_ONCE>()
        {
            for span in some {
                let end = base + ends.trailing_zeros();
                *span = Span::new(start, end);
                start = end + 1;
                ends &= ends.wrapping_sub(1);
            }
            rest = further;
        }
    }

    /// The line with this number.
    #[inline]
    pub(super) fn line(&mut self, number: usize) -> Option<Line<'_>> {
        let row = *self.rows.get(number)?;
        let before = match number.checked_sub(1) {
            Some(before) => *self.rows.get(before)?,
            None => Row { spans: 0, quotes: 0 },
        };
        let spans = self.spans.get_mut(before.spans..row.spans)?;
        let (start, end) = (spans.first()?.start(), spans.last()?.end());
        Some(Line { start, end, spans, quotes: row.quotes - before.quotes })
    }
}

impl<'i> Line<'i> {
    /// The line's text, without its end, and its fields, if every quote in it stands around a whole field.
    #[inline]
    pub(super) fn fields<'w>(self, window: &'w [u8]) -> Option<(&'w [u8], &'i [Span])> {
        let raw = trim_cr(window.get(self.start..self.end)?);
        let spans = self.spans;
        if let Some(last) = spans.last_mut() {
            last.clip(self.start + raw.len());
        }
        if self.quotes == 0 {
            return Some((raw, spans));
        }
        let count = join_quoted(window, spans, self.quotes)?;
        Some((raw, spans.get(..count)?))
    }
}

/// Takes the quotes off the fields, and joins the pieces of those that hold delimiters; how many fields that
/// are. None if any of the `quotes` is left: then it means something else.
fn join_quoted(window: &[u8], spans: &mut [Span], quotes: u32) -> Option<usize> {
    let mut count = 0;
    let mut used = 0;
    let mut next = 0;
    while let Some(&span) = spans.get(next) {
        let mut field = span;
        let start = span.start();
        if start < span.end() && window.get(start) == Some(&b'"') {
            let mut end = span.end();
            while end < start + 2 || window.get(end - 1) != Some(&b'"') {
                next += 1;
                end = spans.get(next)?.end();
            }
            field = span.within(spans.get(next)?);
            used += 2;
        }
        *spans.get_mut(count)? = field;
        count += 1;
        next += 1;
    }
    (used == quotes).then_some(count)
}
