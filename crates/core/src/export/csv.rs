//! Tables to CSV: RFC 4180, CRLF, UTF-8, in two flavours (reports, "Both").

use std::io::Write as _;
use std::ops::Range;
use std::sync::mpsc;
use std::thread;

use super::formula;
use crate::bytes;
use crate::table::{Cell, Column, Format, Table};
use crate::time::write::{self as clock, UsMinutes};

/// Parts are handed out when they are this long.
const PART: usize = 1 << 20;
/// The byte order mark, in UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Whom the CSV is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flavour {
    /// For a double-click: with byte order mark, and [marks](formula::mark) on texts that a spreadsheet
    /// would run as a formula. A text with `;` or tab is quoted, too: a spreadsheet that splits there
    /// cannot join the first half with the cells before it to a formula.
    Spreadsheet,
    /// Exact, for a script or another system: texts as they are, quoted only where RFC 4180 needs it.
    Data,
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Summary {
    /// Rows, the header not counted.
    pub rows: u64,
    /// Cells that got a mark.
    pub marked: u64,
}

/// The columns whose day of the row before is remembered, each in a place of its own.
const DAYS: usize = 16;

/// Writes rows, appending to whatever buffer it is given.
#[derive(Clone, Debug)]
pub struct CsvWriter {
    flavour: Flavour,
    marked: u64,
    days: [UsMinutes; DAYS],
}

impl CsvWriter {
    /// A writer for one file.
    pub fn new(flavour: Flavour) -> Self {
        Self { flavour, marked: 0, days: [UsMinutes::default(); DAYS] }
    }

    /// How many cells got a mark so far.
    pub const fn marked(&self) -> u64 {
        self.marked
    }

    /// Starts the file: the byte order mark where the flavour has one, and the header row. Names of columns
    /// are never marked.
    pub fn header(&mut self, columns: &[Column], out: &mut Vec<u8>) {
        if self.flavour == Flavour::Spreadsheet {
            out.extend_from_slice(BOM);
        }
        for (place, column) in columns.iter().enumerate() {
            if place > 0 {
                out.push(b',');
            }
            self.field(column.name, out);
        }
        out.extend_from_slice(b"\r\n");
    }

    /// Writes a row of one field per column: cells that are missing are blank, those beyond are left out.
    #[inline(never)]
    pub fn row(&mut self, columns: &[Column], cells: &[Cell<'_>], out: &mut Vec<u8>) {
        let start = out.len();
        for (place, column) in columns.iter().enumerate() {
            if place > 0 {
                out.push(b',');
            }
            match cells.get(place) {
                Some(&Cell::Local(local)) if column.format == Format::UsMinute => {
                    self.days[place % DAYS].write(out, local);
                }
                cell => self.cell(column.format, cell.unwrap_or(&Cell::Blank), out),
            }
        }
        if out.len() == start {
            // A row of one blank field: an empty line would be no row at all.
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(b"\r\n");
    }

    fn cell(&mut self, format: Format, cell: &Cell<'_>, out: &mut Vec<u8>) {
        match cell {
            Cell::Text(text) if is_simple(text) => bytes::push(out, text.as_bytes()),
            Cell::Text(text) if self.flavour == Flavour::Spreadsheet => {
                let marked = formula::mark(text);
                self.marked += u64::from(marked.len() != text.len());
                self.field(&marked, out);
            }
            Cell::Text(text) => self.field(text, out),
            other => plain(format, other, out),
        }
    }

    /// A text, in quotation marks where it needs them.
    fn field(&self, text: &str, out: &mut Vec<u8>) {
        let spreadsheet = self.flavour == Flavour::Spreadsheet;
        let needs_quotes = text.bytes().any(|byte| match byte {
            b',' | b'"' | b'\r' | b'\n' => true,
            b';' | b'\t' => spreadsheet,
            _ => false,
        });
        if !needs_quotes {
            bytes::push(out, text.as_bytes());
            return;
        }
        out.push(b'"');
        let mut rest = text.as_bytes();
        while let Some(quote) = memchr::memchr(b'"', rest) {
            let (through, after) = rest.split_at(quote + 1);
            out.extend_from_slice(through);
            out.push(b'"');
            rest = after;
        }
        out.extend_from_slice(rest);
        out.push(b'"');
    }
}

/// Bytes that mean nothing to whoever reads CSV, wherever they stand behind the first one.
static SIMPLE: [bool; 256] = {
    let mut simple = [true; 256];
    let mut control = 0;
    while control < 0x20 {
        simple[control] = false;
        control += 1;
    }
    simple[b',' as usize] = false;
    simple[b'"' as usize] = false;
    simple[b';' as usize] = false;
    simple
};

/// Whether a text needs neither mark nor quotation marks in any flavour, by a look that settles it for most texts: it
/// begins with a letter or digit, and nothing in it could separate anything.
fn is_simple(text: &str) -> bool {
    let text = text.as_bytes();
    if !text.first().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    // The last eight again, in part: one look instead of up to seven.
    let Some(last) = text.last_chunk() else {
        return text.iter().all(|&byte| SIMPLE[usize::from(byte)]);
    };
    text.as_chunks().0.iter().chain([last]).all(|&word| is_simple_word(word))
}

/// The same of eight bytes at once.
fn is_simple_word(word: [u8; 8]) -> bool {
    let word = u64::from_ne_bytes(word);
    let separates = [b',', b'"', b';'].map(|byte| bytes::equal(word, byte));
    separates.into_iter().fold(bytes::less(word, b' '), |all, one| all | one) == 0
}

/// A cell as text: what the data flavour says in that field, before quotation marks. For whoever shows a table.
pub fn cell_text(format: Format, cell: &Cell<'_>) -> String {
    let mut out = Vec::new();
    plain(format, cell, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// A cell's text as it is, behind what `out` holds already.
pub(crate) fn plain(format: Format, cell: &Cell<'_>, out: &mut Vec<u8>) {
    match cell {
        Cell::Blank => {}
        Cell::Text(text) => out.extend_from_slice(text.as_bytes()),
        &Cell::Local(local) => match format {
            Format::UsMinute => clock::us_minute(out, local),
            Format::Date => clock::date(out, local),
            Format::Clock => clock::clock(out, local),
            _ => clock::minute(out, local),
        },
        &Cell::Seconds(seconds) => clock::duration(out, seconds),
        &Cell::Count(count) => clock::count(out, count),
        Cell::Hours(hours) if hours.is_finite() => {
            // No minus before nothing. Writing to a Vec cannot fail.
            let _ = write!(out, "{}", hours + 0.0);
        }
        // What is no number is not known.
        Cell::Hours(_) => {}
    }
}

/// How many rows a thread makes before it is the next one's turn: some 1 MiB of the attendance report.
const STRETCH: usize = 1 << 12;
/// A table of fewer rows is made before other threads have begun.
const LONG: usize = 1 << 14;

/// Writes a whole table, handed out in parts of about 1 MiB. A long one is made by all processors, where there are threads.
pub fn write(table: &dyn Table, flavour: Flavour, part: &mut dyn FnMut(&[u8])) -> Summary {
    let processors = || thread::available_parallelism().map_or(1, usize::from);
    write_by(if table.len() < LONG { 1 } else { processors() }, table, flavour, part)
}

/// The same by so many threads.
fn write_by(threads: usize, table: &dyn Table, flavour: Flavour, part: &mut dyn FnMut(&[u8])) -> Summary {
    let mut out = Vec::new();
    CsvWriter::new(flavour).header(table.columns(), &mut out);
    let marked = match threads {
        1 => write_rows(table, flavour, 0..table.len(), out, part),
        _ => {
            part(&out);
            write_side_by_side(table, flavour, threads, part)
        }
    };
    Summary { rows: table.len() as u64, marked }
}

/// Writes these rows behind what `out` holds, and hands all of it out in parts; how many cells got a mark.
fn write_rows(
    table: &dyn Table,
    flavour: Flavour,
    rows: Range<usize>,
    mut out: Vec<u8>,
    part: &mut dyn FnMut(&[u8]),
) -> u64 {
    let columns = table.columns();
    let mut writer = CsvWriter::new(flavour);
    let mut cells = Vec::with_capacity(columns.len());
    for index in rows {
        table.row(index, &mut cells);
        writer.row(columns, &cells, &mut out);
        if out.len() >= PART {
            part(&out);
            out.clear();
        }
    }
    if !out.is_empty() {
        part(&out);
    }
    writer.marked()
}

/// The same of all rows, in stretches of which the threads take turns. None is more than two ahead of what is handed out,
/// so that a slow disk does not fill the memory.
fn write_side_by_side(
    table: &dyn Table,
    flavour: Flavour,
    threads: usize,
    part: &mut dyn FnMut(&[u8]),
) -> u64 {
    let stretches = table.len().div_ceil(STRETCH);
    let made = |stretch: usize| {
        let rows = stretch * STRETCH..table.len().min((stretch + 1) * STRETCH);
        let mut all = Vec::new();
        let marked = write_rows(table, flavour, rows, Vec::new(), &mut |part| all.extend_from_slice(part));
        (all, marked)
    };
    thread::scope(|scope| {
        let begin = |first: usize| {
            let (sender, made_there) = mpsc::sync_channel(1);
            // Whoever takes no more has failed, and says so.
            scope.spawn(move || (first..stretches).step_by(threads).try_for_each(|n| sender.send(made(n))));
            made_there
        };
        let turns: Vec<_> = (0..threads).map(begin).collect();
        let handed_out = (0..stretches).map_while(|n| turns[n % threads].recv().ok());
        let summed = handed_out.map(|(out, marked)| {
            part(&out);
            marked
        });
        summed.sum()
    })
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::super::formula::{is_dangerous, tests::nasty, unmark};
    use super::*;

    const fn column(name: &'static str, format: Format) -> Column {
        Column { name, format }
    }

    /// Texts after a number, as a table.
    #[derive(Debug)]
    struct Texts(Vec<[String; 3]>);

    impl Table for Texts {
        fn name(&self) -> &'static str {
            "Texts"
        }
        fn columns(&self) -> &'static [Column] {
            const {
                &[
                    column("=No, of", Format::Count),
                    column("A", Format::Text),
                    column("B", Format::Text),
                    column("C", Format::Text),
                ]
            }
        }
        fn len(&self) -> usize {
            self.0.len()
        }
        fn row<'a>(&'a self, index: usize, cells: &mut Vec<Cell<'a>>) {
            cells.clear();
            cells.push(Cell::Count(index as u64));
            cells.extend(self.0[index].iter().map(|text| Cell::Text(Cow::Borrowed(text))));
        }
    }

    fn bytes(table: &dyn Table, flavour: Flavour) -> (Vec<u8>, Summary) {
        let mut all = Vec::new();
        let summary = write(table, flavour, &mut |part| all.extend_from_slice(part));
        (all, summary)
    }

    fn read(bytes: &[u8], delimiter: u8) -> Vec<Vec<String>> {
        let mut reader = ::csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    fn line(flavour: Flavour, columns: &[Column], cells: &[Cell<'_>]) -> String {
        let mut out = Vec::new();
        CsvWriter::new(flavour).row(columns, cells, &mut out);
        String::from_utf8(out).unwrap().strip_suffix("\r\n").unwrap().to_owned()
    }

    #[test]
    fn writes_each_kind_of_cell() {
        let nine = Cell::Local(1_772_442_059);
        for (format, cell, text) in [
            (Format::Text, Cell::Blank, "\"\""),
            (Format::Text, Cell::Text("".into()), "\"\""),
            (Format::UsMinute, nine.clone(), "03/02/2026 09:00"),
            (Format::Minute, nine.clone(), "2026-03-02 09:00"),
            (Format::Date, nine.clone(), "2026-03-02"),
            (Format::Clock, nine.clone(), "09:00"),
            (Format::Text, nine, "2026-03-02 09:00"),
            (Format::Duration, Cell::Seconds(90_061), "25:01:01"),
            (Format::Count, Cell::Count(0), "0"),
            (Format::Count, Cell::Count(u64::MAX), "18446744073709551615"),
            (Format::Count, Cell::Text("many".into()), "many"),
            (Format::Hours, Cell::Hours(2.0), "2"),
            (Format::Hours, Cell::Hours(1.5), "1.5"),
            (Format::Hours, Cell::Hours(3000.0 / 3600.0), "0.8333333333333334"),
            (Format::Hours, Cell::Hours(-1.0), "-1"),
            (Format::Hours, Cell::Hours(-0.0), "0"),
            (Format::Hours, Cell::Hours(f64::NAN), "\"\""),
            (Format::Minute, Cell::Local(i64::MIN), "-5877641-06-23 08:29"),
        ] {
            for flavour in [Flavour::Spreadsheet, Flavour::Data] {
                assert_eq!(line(flavour, &[column("x", format)], std::slice::from_ref(&cell)), text);
                assert_eq!(cell_text(format, &cell), text.trim_matches('"'));
            }
        }
    }

    #[test]
    fn a_simple_text_has_nothing_that_separates_anywhere() {
        for length in 1..30 {
            for place in 0..length {
                for byte in 0..=0x7F {
                    let mut text = vec![b'a'; length];
                    text[place] = byte;
                    let simple = text[0].is_ascii_alphanumeric() && SIMPLE[usize::from(byte)];
                    assert_eq!(is_simple(std::str::from_utf8(&text).unwrap()), simple, "{text:?}");
                }
            }
        }
        assert!(is_simple("Zoë Ångström-Müller 山田") && !is_simple("") && !is_simple("Zoë Ångström, 山田"));
    }

    #[test]
    fn quotes_only_where_needed() {
        let columns = [column("a", Format::Text), column("b", Format::Text)];
        for (text, data, spreadsheet) in [
            ("", ",", ","),
            (" a ", " a , a ", " a , a "),
            ("a,b", "\"a,b\",\"a,b\"", "\"a,b\",\"a,b\""),
            ("\"", "\"\"\"\",\"\"\"\"", "\"\"\"\",\"\"\"\""),
            ("a\"b", "\"a\"\"b\",\"a\"\"b\"", "\"a\"\"b\",\"a\"\"b\""),
            ("a\nb", "\"a\nb\",\"a\nb\"", "\"a\nb\",\"a\nb\""),
            ("a\rb", "\"a\rb\",\"a\rb\"", "\"a\rb\",\"a\rb\""),
            ("a\r\nb", "\"a\r\nb\",\"a\r\nb\"", "\"a\r\nb\",\"a\r\nb\""),
            ("a;b", "a;b,a;b", "\"a;b\",\"a;b\""),
            ("a\tb", "a\tb,a\tb", "\"a\tb\",\"a\tb\""),
            ("'=1", "'=1,'=1", "''=1,''=1"),
            ("=1", "=1,=1", "'=1,'=1"),
            ("=1,\"", "\"=1,\"\"\",\"=1,\"\"\"", "\"'=1,\"\"\",\"'=1,\"\"\""),
            ("日本", "日本,日本", "日本,日本"),
        ] {
            let cells = [Cell::Text(text.into()), Cell::Text(text.into())];
            assert_eq!(line(Flavour::Data, &columns, &cells), data, "{text:?}");
            assert_eq!(line(Flavour::Spreadsheet, &columns, &cells), spreadsheet, "{text:?}");
        }
        assert_eq!(line(Flavour::Data, &columns, &[]), ",");
        assert_eq!(line(Flavour::Data, &columns, &[Cell::Count(1), Cell::Count(2), Cell::Count(3)]), "1,2");
        assert_eq!(line(Flavour::Data, &[], &[]), "\"\"");
    }

    proptest! {
        #[test]
        fn what_looks_simple_is_left_as_it_is(text in nasty()) {
            if is_simple(&text) {
                prop_assert_eq!(formula::mark(&text), text.as_str());
                prop_assert!(!text.contains([',', '"', '\r', '\n', ';', '\t']));
            }
        }
    }

    #[test]
    fn the_header_is_never_marked() {
        let table = Texts(Vec::new());
        let (data, summary) = bytes(&table, Flavour::Data);
        assert_eq!(data, b"\"=No, of\",A,B,C\r\n");
        assert_eq!(summary, Summary::default());
        let (spreadsheet, summary) = bytes(&table, Flavour::Spreadsheet);
        assert_eq!(spreadsheet, b"\xef\xbb\xbf\"=No, of\",A,B,C\r\n");
        assert_eq!(summary, Summary::default());
    }

    #[test]
    fn counts_cells_not_marks() {
        let row = |a: &str, b: &str, c: &str| [a.to_owned(), b.to_owned(), c.to_owned()];
        let table = Texts(vec![row("=1;=2\n=3", "'=1", "a"), row("-5", "-", "+4917012345")]);
        assert_eq!(bytes(&table, Flavour::Spreadsheet).1, Summary { rows: 2, marked: 2 });
        assert_eq!(bytes(&table, Flavour::Data).1, Summary { rows: 2, marked: 0 });
    }

    #[test]
    fn comes_in_parts() {
        let long = "x".repeat(1000);
        let table = Texts(vec![[long.clone(), long.clone(), long]; 2000]);
        let mut parts = Vec::new();
        write(&table, Flavour::Data, &mut |part| parts.push(part.len()));
        assert!(parts.len() > 4, "{parts:?}");
        let (last, full) = parts.split_last().unwrap();
        assert!(full.iter().all(|part| (PART..PART + 4096).contains(part)), "{parts:?}");
        assert!((1..PART + 4096).contains(last));
    }

    /// Whatever the number of threads, also of more than there are rows for.
    #[test]
    fn threads_make_the_same_bytes() {
        let texts = |n: usize| ["=1+1".repeat(n % 3), format!("a;{n}"), "\"".repeat(n % 5)];
        let table = Texts((0..STRETCH * 5 / 2).map(texts).collect());
        for flavour in [Flavour::Spreadsheet, Flavour::Data] {
            let by = |threads: usize| {
                let mut all = Vec::new();
                let summary = write_by(threads, &table, flavour, &mut |part| all.extend_from_slice(part));
                (all, summary)
            };
            let alone = by(1);
            assert_eq!(alone.1.rows, table.0.len() as u64);
            assert_eq!(alone.1.marked > 0, flavour == Flavour::Spreadsheet);
            for threads in [2, 3, 7] {
                assert_eq!(by(threads), alone);
            }
        }
    }

    #[test]
    fn a_number_before_it_makes_no_formula_of_a_text() {
        // In a locale with `;` between cells and a decimal comma, the first cell would say +1,5+A1.
        let columns = [column("a", Format::Text), column("b", Format::Text)];
        let cells = [Cell::Text("+1".into()), Cell::Text("5+A1;b".into())];
        assert_eq!(line(Flavour::Spreadsheet, &columns, &cells), "+1,\"5+A1;b\"");
    }

    fn tables() -> impl Strategy<Value = Texts> {
        prop::collection::vec([nasty(), nasty(), nasty()], 0..6).prop_map(Texts)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2048))]

        #[test]
        fn data_reads_back(table in tables()) {
            let (bytes, summary) = bytes(&table, Flavour::Data);
            prop_assert_eq!(summary, Summary { rows: table.0.len() as u64, marked: 0 });
            let records = read(&bytes, b',');
            prop_assert_eq!(records.len(), table.0.len() + 1);
            for (record, row) in records[1..].iter().zip(&table.0) {
                prop_assert_eq!(&record[1..], row);
            }
        }

        #[test]
        fn spreadsheet_reads_back(table in tables()) {
            let (bytes, summary) = bytes(&table, Flavour::Spreadsheet);
            let records = read(bytes.strip_prefix(BOM).unwrap(), b',');
            prop_assert_eq!(records.len(), table.0.len() + 1);
            let mut marked = 0;
            for (record, row) in records[1..].iter().zip(&table.0) {
                for (field, text) in record[1..].iter().zip(row) {
                    prop_assert!(!is_dangerous(field));
                    prop_assert_eq!(unmark(field), text.as_str());
                    marked += u64::from(field != text);
                }
            }
            prop_assert_eq!(summary, Summary { rows: table.0.len() as u64, marked });
        }

        #[test]
        fn nothing_is_run_whatever_it_is_split_at(table in tables()) {
            let (bytes, _) = bytes(&table, Flavour::Spreadsheet);
            let text = std::str::from_utf8(bytes.strip_prefix(BOM).unwrap()).unwrap();
            let starts = |cell: &str| {
                let seen = cell.trim_start_matches([' ', '\u{200b}', '\u{a0}']);
                seen.starts_with(['=', '+', '-', '@', '\u{ff1d}', '\0'])
            };
            // The header's first name is dangerous on purpose.
            let body = text.split_once("C\r\n").unwrap().1;
            for delimiter in [b';', b'\t'] {
                for cell in read(body.as_bytes(), delimiter).iter().flatten() {
                    prop_assert!(!starts(cell), "{cell:?} of {body:?}");
                }
            }
            for cell in body.split([';', '\t', '\r', '\n']) {
                prop_assert!(!starts(cell), "{cell:?} of {body:?}");
            }
        }
    }
}
