//! A platform's file on its way from text to a draft: split, handed to its adapter row by row, counted.

use super::draft::Draft;
use super::row::{self, CrToLf, Row};
use super::unreadable;
use super::xml::Markup;
use super::{
    Found, LineReader, Mapping, Opening, Platform, Reader, Shape, TableReader, Tally, Use, Verdict, detect,
    forced, mapped,
};
use crate::bytes;
use crate::container::limits::Limits;
use crate::event::Field;
use crate::intake::{ReadAs, Refusal, Way};
use crate::problem::{At, Fault, MAX_SHOWN, Reason};
use crate::source::{CsvReader, LineReader as LineSplitter, Record, Sink};

/// How much of a text is waited for to tell what it is. The longest preamble that was seen, of a webinar
/// with many panelists, takes a tenth of it.
pub(crate) const OPENING: usize = 64 << 10;

/// A platform's file being read.
#[derive(Debug)]
pub(crate) struct Foreign {
    platform: Platform,
    evidence: Vec<String>,
    mapping: Option<Mapping>,
    cr: Option<CrToLf>,
    split: Split,
    taker: Taker,
}

#[derive(Debug)]
enum Split {
    Table(Box<CsvReader>),
    Lines(LineSplitter),
    /// The text so far; none where it is too long.
    Document(Option<Vec<u8>>, Limits),
    Elements(Box<Markup>),
}

/// How a text that begins so is written, and what stands between its cells.
pub(super) fn shape(first: u8, text: &[u8]) -> (Shape, u8) {
    match first {
        b'{' | b'[' => (Shape::Json, b','),
        b'<' => (Shape::Xml, b','),
        _ => {
            let delimiter = row::delimiter(text);
            (Shape::Table(row::rows(text, delimiter, row::MAX_OPENING_ROWS)), delimiter)
        }
    }
}

/// A platform's file that was read.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) verdict: Result<Platform, Refusal>,
    pub(crate) evidence: Vec<String>,
    /// The mapping that it was read with.
    pub(crate) mapping: Option<Mapping>,
    pub(crate) draft: Draft,
    pub(crate) tally: Tally,
    /// How many records held what is no text.
    pub(crate) replaced: u64,
}

impl Foreign {
    /// Tells what a file is from its opening, `text`, which is not yet [fed](Self::feed). None where no
    /// platform writes such a thing.
    pub(crate) fn new(name: &str, text: &[u8], way: &Way) -> Option<Result<Self, Refusal>> {
        let first = text.trim_ascii_start().first()?;
        if let Some(refusal) = unreadable::refuse(text) {
            return Some(Err(refusal));
        }
        let mut cr = CrToLf::fits(text).then(CrToLf::default);
        let text = match &mut cr {
            Some(cr) => cr.turn(text),
            None => text,
        };
        let lossy = String::from_utf8_lossy(text);
        let (shape, delimiter) = shape(*first, text);
        let opening = Opening { name, text: &lossy, shape };
        let (verdict, mapping) = tell(&opening, &way.read_as)?;
        let Found { platform, evidence, reader } = match verdict {
            Verdict::Is(found) => found,
            Verdict::Refused(refusal) => return Some(Err(refusal)),
        };
        let split = match reader {
            Reader::Table(_) => Split::Table(Box::new(CsvReader::new(delimiter))),
            Reader::Lines(_) => Split::Lines(LineSplitter::new()),
            Reader::Document(_) => Split::Document(Some(Vec::new()), way.limits),
            Reader::Elements(_) => Split::Elements(Box::default()),
        };
        let taker = Taker { reader, draft: Draft::default(), tally: Tally::default(), replaced: 0 };
        Some(Ok(Self { platform, evidence, mapping, cr, split, taker }))
    }

    /// Takes the file's next text.
    pub(crate) fn feed(&mut self, text: &[u8]) {
        let text = match &mut self.cr {
            Some(cr) => cr.turn(text),
            None => text,
        };
        match &mut self.split {
            Split::Table(reader) => reader.feed(text, &mut self.taker),
            Split::Lines(reader) => reader.feed(text, &mut self.taker),
            Split::Document(held, limits) => match held {
                Some(document) if document.len() + text.len() <= limits.document() => {
                    document.extend_from_slice(text);
                }
                _ => *held = None,
            },
            Split::Elements(markup) => {
                if let Reader::Elements(reader) = &mut self.taker.reader {
                    markup.feed(text, reader.as_mut(), &mut self.taker.draft, &mut self.taker.tally);
                }
            }
        }
    }

    /// Records used and rejected so far.
    pub(crate) fn counts(&self) -> (u64, u64) {
        (self.taker.tally.used, self.taker.tally.rejected.count())
    }

    /// Ends the file.
    pub(crate) fn finish(self) -> Read {
        let Self { platform, evidence, mapping, split, mut taker, .. } = self;
        let mut verdict = Ok(platform);
        match split {
            Split::Table(mut reader) => reader.finish(&mut taker),
            Split::Lines(mut reader) => reader.finish(&mut taker),
            Split::Document(document, limits) => {
                verdict = taker.document(document.as_deref(), limits).map(|()| platform);
            }
            Split::Elements(mut markup) => {
                if let Reader::Elements(reader) = &mut taker.reader {
                    markup.finish(reader.as_mut(), &mut taker.draft, &mut taker.tally);
                    taker.replaced += markup.replaced();
                }
            }
        }
        let Taker { mut reader, mut draft, mut tally, replaced } = taker;
        match &mut reader {
            Reader::Table(reader) => reader.finish(&mut draft, &mut tally),
            Reader::Lines(reader) => reader.finish(&mut draft, &mut tally),
            Reader::Elements(reader) => reader.finish(&mut draft, &mut tally),
            Reader::Document(_) => {}
        }
        Read { verdict, evidence, mapping, draft, tally, replaced }
    }
}

/// What a file is told to be, or is said to be, and the mapping that says what its columns mean.
fn tell(opening: &Opening<'_>, read_as: &ReadAs) -> Option<(Verdict, Option<Mapping>)> {
    let with_mapping = |mappings| {
        let (found, mapping) = mapped::detect(opening, mappings)?;
        Some((Verdict::Is(found), Some(mapping)))
    };
    match read_as {
        ReadAs::Detected(mappings) => {
            detect(opening).map(|verdict| (verdict, None)).or_else(|| with_mapping(mappings))
        }
        ReadAs::Platform(platform) => Some((forced::detect(opening, *platform), None)),
        ReadAs::Mapped(mappings) => Some(with_mapping(mappings).unwrap_or_else(|| {
            let missing = mapped::missing(opening, mappings);
            (Verdict::Refused(Refusal::NotMapped { missing }), None)
        })),
    }
}

fn too_long(limits: Limits) -> Refusal {
    Refusal::TooLong { limit: limits.document(), within: Some(limits) }
}

/// Hands records to the adapter, and counts what becomes of them.
#[derive(Debug)]
struct Taker {
    reader: Reader,
    draft: Draft,
    tally: Tally,
    replaced: u64,
}

impl Taker {
    fn document(&mut self, text: Option<&[u8]>, limits: Limits) -> Result<(), Refusal> {
        let text = text.ok_or(too_long(limits))?;
        let Reader::Document(reader) = &mut self.reader else { return Ok(()) };
        let text = bytes::lossy(text);
        self.replaced += u64::from(matches!(text, std::borrow::Cow::Owned(_)));
        reader.read(&text, &mut self.draft, &mut self.tally)
    }
}

impl Sink for Taker {
    fn record(&mut self, record: Record<'_>) {
        let raw = record.raw();
        self.replaced += u64::from(std::str::from_utf8(raw).is_err());
        let taken = match &mut self.reader {
            Reader::Table(reader) => take_row(reader.as_mut(), &record, &mut self.draft),
            Reader::Lines(reader) => take_line(reader.as_mut(), &record, &mut self.draft),
            Reader::Document(_) | Reader::Elements(_) => return,
        };
        match taken {
            Ok(Use::Record) => self.tally.used(),
            Ok(Use::Structure) => {}
            Err(fault) => {
                let (line, column) = match fault.at {
                    At::Record => (record.line(), 0),
                    At::Field(place) => record.position_of(place),
                    At::Byte(offset) => record.position_at(offset),
                };
                let column = if line == record.line() { column } else { 0 };
                let raw = String::from_utf8_lossy(&raw[..raw.len().min(MAX_SHOWN)]);
                self.tally.reject(record.line(), column, &fault, &raw);
            }
        }
    }

    fn fault(&mut self, line: u64, reason: Reason, raw_start: &[u8]) {
        let fault = Fault { reason, field: None, at: At::Record, value: String::new() };
        self.tally.reject(line, 0, &fault, &String::from_utf8_lossy(raw_start));
    }
}

fn take_row(reader: &mut dyn TableReader, record: &Record<'_>, draft: &mut Draft) -> Result<Use, Fault> {
    reader.row(&mut Row::new(record.line(), record.iter()), draft)
}

fn take_line(reader: &mut dyn LineReader, record: &Record<'_>, draft: &mut Draft) -> Result<Use, Fault> {
    reader.line(record.line(), &bytes::lossy(record.raw()), draft)
}

/// Whether the header of a native event log stands in these cells.
pub(crate) fn is_native(cells: &mut dyn Iterator<Item = &[u8]>) -> bool {
    let (mut time, mut event) = (false, false);
    for cell in cells {
        match std::str::from_utf8(cell).ok().and_then(Field::from_header) {
            Some(Field::Time) => time = true,
            Some(Field::Event) => event = true,
            _ => {}
        }
    }
    time && event
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::DocumentReader;

    /// Counts what it is given; refuses what holds `refuse`, rejects what holds `reject`.
    #[derive(Debug)]
    struct Plain;

    impl LineReader for Plain {
        fn line(&mut self, _: u64, text: &str, _: &mut Draft) -> Result<Use, Fault> {
            let fault =
                Fault { reason: Reason::PartUnknown, field: None, at: At::Byte(2), value: String::new() };
            if text.contains("reject") { Err(fault) } else { Ok(Use::Record) }
        }

        fn finish(&mut self, _: &mut Draft, tally: &mut Tally) {
            tally.used();
        }
    }

    impl DocumentReader for Plain {
        fn read(&mut self, text: &str, _: &mut Draft, tally: &mut Tally) -> Result<(), Refusal> {
            tally.used();
            if text.contains("refuse") { Err(Refusal::Broken(text.to_owned())) } else { Ok(()) }
        }
    }

    fn read(reader: Reader, split: Split, text: &[u8]) -> Read {
        let taker = Taker { reader, draft: Draft::default(), tally: Tally::default(), replaced: 0 };
        let platform = Platform::TeamsReport;
        let mut foreign = Foreign { platform, evidence: Vec::new(), mapping: None, cr: None, split, taker };
        text.chunks(3).for_each(|chunk| foreign.feed(chunk));
        foreign.finish()
    }

    #[test]
    fn lines_are_used_or_rejected() {
        let lines = || Split::Lines(LineSplitter::new());
        let read = read(Reader::Lines(Box::new(Plain)), lines(), b"{}\n\n  reject\n{\xFF}");
        assert_eq!((read.tally.used, read.tally.rejected.count(), read.replaced), (3, 1, 1));
        let rejected = read.tally.rejected.get(0);
        assert_eq!((rejected.position.line, rejected.position.column, rejected.record), (3, 3, "  reject"));
    }

    #[test]
    fn documents_are_read_whole_or_refused() {
        let document = || Split::Document(Some(Vec::new()), Limits::USUAL);
        let fine = read(Reader::Document(Box::new(Plain)), document(), b"{\n}");
        assert_eq!((fine.verdict, fine.tally.used), (Ok(Platform::TeamsReport), 1));
        let refused = read(Reader::Document(Box::new(Plain)), document(), b"refuse");
        assert_eq!(refused.verdict, Err(Refusal::Broken("refuse".to_owned())));
        let long = read(Reader::Document(Box::new(Plain)), Split::Document(None, Limits::USUAL), b"{}");
        assert_eq!(long.verdict, Err(too_long(Limits::USUAL)));
    }

    #[test]
    fn what_no_platform_writes_is_nobodys() {
        for text in ["", " ", "{}", "<a/>", "a,b\n1,2\n", "Subject,Start Date\nx,1/2/2026 10:00\n"] {
            assert!(Foreign::new("x.csv", text.as_bytes(), &Way::default()).is_none(), "{text}");
        }
    }
}
