//! Records as files, in every way that a log may be written.

use crate::make::{Chance, Row};
use adsum_oracle::FIELDS;
use std::io::{Cursor, Write as _};

/// How a CSV is written.
pub(crate) struct Style {
    pub(crate) delimiter: char,
    pub(crate) quoted: bool,
    /// The columns: a field and how its name is spelled, or none for a column of something else.
    columns: Vec<(Option<&'static str>, String)>,
}

impl Style {
    pub(crate) fn plain() -> Self {
        let columns = FIELDS.iter().map(|field| (Some(*field), (*field).to_owned())).collect();
        Self { delimiter: ',', quoted: false, columns }
    }

    /// Another order and spelling of the columns, with some that are of no use.
    pub(crate) fn mix(&mut self, chance: &mut Chance) {
        for (_, name) in &mut self.columns {
            match chance.below(3) {
                0 => *name = name.to_uppercase(),
                1 => *name = format!(" {} ", name.replace('_', " ")),
                _ => {}
            }
        }
        self.columns.extend(["Comment", "user", "time 2"].map(|name| (None, name.to_owned())));
        chance.shuffle(&mut self.columns);
    }
}

fn value<'a>(row: &'a Row, field: &str) -> &'a str {
    row.iter().find(|(name, _)| *name == field).map_or("", |(_, value)| value)
}

pub(crate) fn csv(rows: &[Row], style: &Style) -> String {
    let end = if style.quoted { "\r\n" } else { "\n" };
    let field = |text: &str| {
        let quotes = style.quoted || text.contains([style.delimiter, '"', '\r', '\n']);
        if quotes { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    };
    let line = |cells: Vec<&str>| {
        let cells: Vec<String> = cells.into_iter().map(field).collect();
        cells.join(&style.delimiter.to_string()) + end
    };
    let mut text = line(style.columns.iter().map(|(_, name)| name.as_str()).collect());
    for row in rows {
        let cell =
            |(column, _): &(Option<&str>, String)| column.map_or("of no use", |field| value(row, field));
        text += &line(style.columns.iter().map(cell).collect());
    }
    text
}

pub(crate) fn plain(rows: &[Row]) -> String {
    csv(rows, &Style::plain())
}

pub(crate) fn ndjson(rows: &[Row]) -> Vec<u8> {
    let line = |row: &Row| {
        let object: serde_json::Map<_, _> =
            row.iter().map(|(field, value)| ((*field).to_owned(), value.as_str().into())).collect();
        serde_json::Value::Object(object).to_string() + "\n"
    };
    rows.iter().map(line).collect::<String>().into_bytes()
}

/// A workbook of one sheet, all text.
pub(crate) fn workbook(rows: &[Row]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let names = FIELDS.iter().map(|field| (*field).to_owned()).collect();
    let rows = rows.iter().map(|row| FIELDS.iter().map(|field| value(row, field).to_owned()).collect());
    for (y, cells) in (0..).zip(std::iter::once::<Vec<String>>(names).chain(rows)) {
        for (x, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(y, x, cell).expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

pub(crate) fn utf8_with_mark(text: &str) -> Vec<u8> {
    format!("\u{FEFF}{text}").into_bytes()
}

pub(crate) fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{FEFF}{text}").encode_utf16().flat_map(bytes).collect()
}

/// A gzip of two members, as it comes of putting two together.
pub(crate) fn gzipped(text: &str) -> Vec<u8> {
    let (first, second) = text.as_bytes().split_at(text.len() / 2);
    let member = |bytes: &[u8]| {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(bytes).and_then(|()| gzip.finish()).expect("a gzip")
    };
    [member(first), member(second)].concat()
}

pub(crate) fn zipped<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a file");
        zip.write_all(bytes).expect("a file's bytes");
    }
    zip.finish().expect("a zip").into_inner()
}

/// A tar of one file.
pub(crate) fn tar(text: &str) -> Vec<u8> {
    let mut header = [0; 512];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, b"term/log.csv");
    put(100, b"0000644\0");
    put(124, format!("{:011o}\0", text.len()).as_bytes());
    put(148, b"        ");
    put(156, b"0");
    put(257, b"ustar\x0000");
    let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let mut tar = header.to_vec();
    tar.extend_from_slice(text.as_bytes());
    tar.resize(tar.len().next_multiple_of(512) + 1024, 0);
    tar
}
