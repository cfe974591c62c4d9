//! `expected.txt`: what comes of a log, written so that a person can check it.
//!
//! - `== files`: how each file was taken, and how many of its records were read = used + rejected.
//! - `== rejected`: file:line:column, field, value, reason; a column of 0 means the whole record.
//! - `== not-used.csv`: where the case asks for it, the file of the same, with hints and whole records.
//! - `== notes`: what was put right: what, how often, about which values, and where (file:line).
//! - `== attendance`: the report's file name, then a line a column and `|` between the rows; columns that
//!   are blank in all rows are left out. Or, where the case asks for it, the CSV.
//! - `== <sheet>`: each of the seven sheets as Data CSV. A sheet that is left out is a header row and no more.
//! - `== spreadsheet`: where the case asks for it, the tables that are not empty in the spreadsheet flavour.
//!
//! In CSV a line end is CRLF, which is checked, and shown as a new line. What cannot be seen is written as in
//! Rust (`\u{200b}`), and so is a backslash.

use crate::case::Case;
use crate::common::{Read, core_options};
use adsum_core::event::Field;
use adsum_core::export::csv::{self, Flavour};
use adsum_core::export::files::{REJECTED_NAME, attendance_name, attendance_range};
use adsum_core::log::Log;
use adsum_core::problem::{Note, Position};
use adsum_core::report::attendance::Attendance;
use adsum_core::report::rejected::RejectedTable;
use adsum_core::report::smart_sessions::{Sheet, SmartSessions};
use adsum_core::report::{Options, Range, RangeError};
use adsum_core::table::Table;
use std::fmt::Write as _;

/// Everything, in order.
pub(crate) fn shown(case: &Case, read: &mut Read) -> String {
    let options = core_options(&case.options);
    let mut out = String::new();
    section(&mut out, "files", &files(&read.0));
    section(&mut out, "rejected", &rejected(&read.0));
    if case.rejected_as_csv {
        section(&mut out, REJECTED_NAME, &readable(&data(&RejectedTable::new(&read.0))).text);
    }
    section(&mut out, "notes", &notes(&mut read.0, &options));
    section(&mut out, "attendance", &attendance(case, &mut read.0, &options));
    let input = read.0.input(&options.answers).expect("an event log leaves nothing open");
    let range = match input.smart_sessions_range(&options) {
        Ok(range) => range,
        Err(error) => {
            section(&mut out, "smart sessions", &format!("refused: {error}\n"));
            return out;
        }
    };
    let report = SmartSessions::new(input, &options, &range);
    for sheet in Sheet::ALL {
        let table = report.sheet(sheet);
        let csv = readable(&data(&table));
        if table.is_empty() {
            assert_eq!(csv.rows.len(), 1, "{}: an empty sheet is a header row", sheet.name());
        } else {
            section(&mut out, sheet.name(), &csv.text);
        }
    }
    if case.spreadsheet {
        let range = attendance_range(input, &options).expect("a range");
        section(&mut out, "spreadsheet: attendance", &spreadsheet(&Attendance::new(input, &options, &range)));
        for table in report.sheets().iter().filter(|table| !table.is_empty()) {
            section(&mut out, &format!("spreadsheet: {}", table.name()), &spreadsheet(table));
        }
    }
    out
}

/// What was noted of the log as a whole, but where.
pub(crate) fn noted(case: &Case, read: &mut Read) -> String {
    let options = core_options(&case.options);
    let notes = &read.0.input(&options.answers).expect("an event log leaves nothing open").timeline.notes;
    notes
        .iter()
        .map(|Note { what, count, values, .. }| format!("{} {count} {values:?}\n", what.code()))
        .collect()
}

/// The options of each attendance report that has to be made for the range.
pub(crate) fn parts(case: &Case, read: &mut Read) -> Vec<adsum_oracle::Options> {
    let mut all = vec![case.options.clone()];
    let options = core_options(&case.options);
    if let Err(RangeError::TooLong(range)) =
        attendance_range(read.0.input(&options.answers).expect("an event log leaves nothing open"), &options)
    {
        let day = |day: adsum_core::time::Day| Some(day.to_string().parse().expect("a day"));
        all.extend(range.parts(&options.zone).iter().map(|part| adsum_oracle::Options {
            from: day(part.from),
            to: day(part.to),
            ..case.options.clone()
        }));
    }
    all
}

fn section(out: &mut String, name: &str, text: &str) {
    if !text.is_empty() {
        let _ = write!(out, "== {name}\n{text}");
    }
}

fn files(log: &Log) -> String {
    let mut out = String::new();
    for file in &log.files {
        let verdict = match &file.verdict {
            Ok(platform) => platform.name().to_owned(),
            Err(refusal) => format!("refused, {}: {refusal}", refusal.code()),
        };
        let (read, used, rejected) = (file.read, file.used, file.rejected);
        assert_eq!(read, used + rejected, "nothing is dropped");
        let (name, encoding) = (&file.name, file.encoding);
        let _ =
            writeln!(out, "{name}: {verdict}, {encoding:?}; {read} read, {used} used, {rejected} rejected");
    }
    out
}

fn rejected(log: &Log) -> String {
    let mut out = String::new();
    for rejected in log.rejected.iter() {
        let place = place(log, rejected.position);
        let column = rejected.position.column;
        let field = rejected.field.map_or("-", Field::name);
        let value = escaped(rejected.value, true);
        let _ = writeln!(out, "{place}:{column} {field} \"{value}\" {}", rejected.reason.code());
    }
    out
}

fn place(log: &Log, position: Position) -> String {
    format!("{}:{}", log.files[position.file as usize].name, position.line)
}

fn notes(log: &mut Log, options: &Options) -> String {
    let of_log =
        log.input(&options.answers).expect("an event log leaves nothing open").timeline.notes.clone();
    let of_files = log.files.iter().flat_map(|file| file.notes.iter().map(move |note| (&*file.name, note)));
    let mut out = String::new();
    for (file, note) in of_files.chain(of_log.iter().map(|note| ("", note))) {
        let Note { what, count, values, examples } = note;
        let _ = write!(out, "{} {count}", what.code());
        values.iter().for_each(|value| {
            let _ = write!(out, " \"{}\"", escaped(value, true));
        });
        if !file.is_empty() {
            let _ = write!(out, " in {file}");
        }
        for (n, &position) in examples.iter().enumerate() {
            let _ = write!(out, "{} {}", if n == 0 { " at" } else { "," }, place(log, position));
        }
        out.push('\n');
    }
    out
}

fn attendance(case: &Case, log: &mut Log, options: &Options) -> String {
    let input = log.input(&options.answers).expect("an event log leaves nothing open");
    let mut out = String::new();
    let ranges = match attendance_range(input, options) {
        Ok(range) => vec![range],
        Err(error) => {
            let _ = writeln!(out, "refused: {error}");
            match error {
                RangeError::TooLong(range) => range.parts(&options.zone),
                RangeError::Backwards { .. } => Vec::new(),
            }
        }
    };
    for range in ranges {
        let report = Attendance::new(input, options, &range);
        let _ = writeln!(out, "-- {}", attendance_name(&range));
        out.push_str(&attendance_table(case, &report, &range));
    }
    out
}

fn attendance_table(case: &Case, report: &Attendance<'_>, range: &Range) -> String {
    let csv = readable(&data(report));
    if case.attendance_as_csv {
        return csv.text;
    }
    if let Some(emptiness) = report.emptiness(range) {
        assert_eq!(csv.rows.len(), 1, "an empty report is a header row");
        return format!("no rows, {}: {}\n", emptiness.code(), emptiness.text());
    }
    transposed(&csv.rows)
}

/// A line a column, the header first.
fn transposed(rows: &[Vec<String>]) -> String {
    let shown: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| bounded(cell)).collect()).collect();
    let width = |row: &Vec<String>| row.iter().map(|cell| cell.chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = shown.iter().map(width).collect();
    let mut out = String::new();
    for column in 0..shown[0].len() {
        if shown[1..].iter().all(|row| row[column].is_empty()) {
            continue;
        }
        let cells = shown.iter().zip(&widths).map(|(row, &width)| format!("{:<width$}", row[column]));
        let line = cells.collect::<Vec<_>>().join(" | ");
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// A cell in one line; where space begins or ends it, in quotation marks.
fn bounded(cell: &str) -> String {
    let text = escaped(cell, true);
    if cell.trim() == cell { text } else { format!("\"{text}\"") }
}

fn spreadsheet(table: &dyn Table) -> String {
    let mut bytes = Vec::new();
    let summary = csv::write(table, Flavour::Spreadsheet, &mut |part| bytes.extend_from_slice(part));
    let text = String::from_utf8(bytes).expect("a report is UTF-8");
    let text = text.strip_prefix('\u{FEFF}').expect("the spreadsheet flavour begins with a byte order mark");
    format!("{} cells marked\n{}", summary.marked, readable(text).text)
}

fn data(table: &dyn Table) -> String {
    let mut bytes = Vec::new();
    csv::write(table, Flavour::Data, &mut |part| bytes.extend_from_slice(part));
    String::from_utf8(bytes).expect("a report is UTF-8")
}

/// A CSV as its rows and as a text to read.
struct Csv {
    rows: Vec<Vec<String>>,
    text: String,
}

/// Reads a CSV of ours, and checks that every row ends with CRLF.
fn readable(csv: &str) -> Csv {
    let mut read = Csv { rows: vec![vec![String::new()]], text: String::new() };
    let mut quoted = false;
    let mut chars = csv.chars().peekable();
    while let Some(c) = chars.next() {
        let row = read.rows.last_mut().expect("a row");
        let cell = row.last_mut().expect("a cell");
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
                read.text.push_str("\"\"");
                continue;
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'), "a line ends with CRLF: {csv:?}");
                read.rows.push(vec![String::new()]);
                read.text.push('\n');
                continue;
            }
            '\n' if !quoted => panic!("a line ends with CRLF: {csv:?}"),
            c => cell.push(c),
        }
        read.text.push_str(&escaped(c.encode_utf8(&mut [0; 4]), false));
    }
    assert_eq!(read.rows.pop(), Some(vec![String::new()]), "the last line ends, too: {csv:?}");
    read
}

/// The text with what cannot be seen written out; where it is to be one line, line feeds, too.
fn escaped(text: &str, line: bool) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let seen = match c {
            '\n' => !line,
            '\\' => false,
            ' ' => true,
            _ => !(c.is_control() || c.is_whitespace() || is_without_width(c)),
        };
        if seen {
            out.push(c);
        } else if matches!(c, '\n' | '\r' | '\t' | '\\') {
            out.extend(c.escape_default());
        } else {
            out.extend(c.escape_unicode());
        }
    }
    out
}

fn is_without_width(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
