//! Bytes to records, and texts to cells: what comes out is the same however the bytes come in.

use adsum_core::export::csv::{CsvWriter, Flavour};
use adsum_core::export::formula;
use adsum_core::problem::Reason;
use adsum_core::source::{CsvReader, Decoder, Form, Record, Sink, Source};
use adsum_core::table::{Cell, Column, Format};

/// Everything that a reader says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Heard(Vec<(u64, Vec<Vec<u8>>)>);

impl Sink for Heard {
    fn opened(&mut self, form: Form) {
        self.0.push((0, vec![format!("{form:?}").into_bytes()]));
    }

    fn record(&mut self, record: Record<'_>) {
        let (line, _) = record.position_of(record.len() - 1);
        assert!(line >= record.line(), "a field starts before its record");
        let mut fields: Vec<Vec<u8>> = record.iter().map(<[u8]>::to_vec).collect();
        fields.push(record.raw().to_vec());
        self.0.push((record.line(), fields));
    }

    fn fault(&mut self, line: u64, reason: Reason, raw_start: &[u8]) {
        self.0.push((line, vec![reason.code().into(), raw_start.to_vec()]));
    }
}

/// The first byte says how large the chunks are.
fn chunked(data: &[u8]) -> Option<(usize, &[u8])> {
    let (&size, data) = data.split_first()?;
    Some((usize::from(size).max(1), data))
}

/// Text in any encoding comes out the same in whatever chunks it comes.
pub(crate) fn encoding(data: &[u8]) {
    let Some((size, data)) = chunked(data) else { return };
    let decoded = |size: usize| {
        let mut decoder = Decoder::new();
        let mut text = Vec::new();
        data.chunks(size).for_each(|chunk| text.extend_from_slice(decoder.decode(chunk)));
        text.extend_from_slice(decoder.finish());
        (text, decoder.encoding(), decoder.replaced())
    };
    assert_eq!(decoded(size), decoded(data.len().max(1)));
}

/// A file of any form, whole and in chunks.
fn source(data: &[u8], size: usize) -> Heard {
    let (mut heard, mut source) = (Heard::default(), Source::new());
    data.chunks(size).for_each(|chunk| source.feed(chunk, &mut heard));
    source.finish(&mut heard);
    heard
}

/// Records of a table.
pub(crate) fn csv(data: &[u8]) {
    let Some((size, data)) = chunked(data) else { return };
    assert_eq!(source(data, size), source(data, data.len().max(1)));
}

/// Lines of JSON.
pub(crate) fn ndjson(data: &[u8]) {
    let Some((size, data)) = chunked(data) else { return };
    let data = [b"{", data].concat();
    assert_eq!(source(&data, size), source(&data, data.len()));
}

/// No cell of a spreadsheet's CSV starts a formula, whichever of the usual delimiters it is split by; and the text
/// comes back (reports, "Spreadsheet CSV").
pub(crate) fn formula(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    assert!(!formula::is_dangerous(&formula::mark(&text)), "still dangerous");
    assert_eq!(formula::unmark(&formula::mark(&text)), text, "the text does not come back");
    let columns = [Column::new("a", Format::Text)];
    let mut out = Vec::new();
    let mut writer = CsvWriter::new(Flavour::Spreadsheet);
    writer.row(&columns, &[Cell::Text(text)], &mut out);
    for delimiter in [b',', b';', b'\t'] {
        let mut heard = Heard::default();
        let mut reader = CsvReader::new(delimiter);
        reader.feed(&out, &mut heard);
        reader.finish(&mut heard);
        for (line, mut fields) in heard.0 {
            fields.pop();
            for field in fields {
                let field = String::from_utf8_lossy(&field).into_owned();
                assert!(!formula::is_dangerous(&field), "line {line} holds {field:?} by {delimiter}");
            }
        }
    }
}
