//! Three hundred hostile names, as a session's, a person's and a file's, through every output and back.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use adsum_core::export::csv::Flavour;
use adsum_core::export::{files, formula, zip};
use adsum_core::log::Log;
use adsum_core::report::Options;
use adsum_core::report::smart_sessions::{Sheet, SmartSessions};
use adsum_hostile::log;
use calamine::{Data, Reader as _, Xlsx};
use std::io::Cursor;

/// What is wrapped around what hurts.
const STARTS: [&str; 10] =
    ["", " ", "\u{A0}", "x;", "x\t", "x\n", "x\r\n", "\u{FEFF}", "\u{200B}", "\u{202E}"];
const HURTS: [&str; 31] = [
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\u{FF1D}1+1",
    "=HYPERLINK(\"http://x.example\",\"a\")",
    "=cmd|'/c calc'!A1",
    "'=1",
    "%0A=1",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]><a/>",
    "&lt;&amp;&#0;&a;",
    "\u{202E}fdp.exe",
    "\u{2066}a\u{2069}\u{2067}b",
    "\u{200D}\u{200C}\u{200B}\u{2060}",
    "a\0b",
    "\u{1}\u{7F}\u{85}\u{FFFE}",
    "\u{D7FF}\u{E000}\u{10FFFF}",
    "_x000A_",
    "\"\"\"",
    "a\"b,c;d|e\tf",
    "a\nb\rc\r\nd",
    "../../etc/passwd",
    "C:\\CON\\aux.txt",
    "a/b:c*d?e[f]g",
    "'History'",
    "Z\u{335}\u{321}a\u{300}\u{300}\u{300}\u{300}lgo",
    "&\"Arial\"&P",
    "{{7*7}}${7*7}#{x}",
    "VERY-LONG",
];

fn names() -> Vec<String> {
    let long = "=".to_owned() + &"long ".repeat(8_000);
    let hurts = HURTS.map(|hurt| if hurt == "VERY-LONG" { long.as_str() } else { hurt });
    STARTS.iter().flat_map(|start| hurts.map(|hurt| format!("{start}{hurt}"))).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn read() -> (Log, Vec<String>) {
    let names = names();
    let mut text = "time,event,session_id,session_name,user_id,display_name\n".to_owned();
    for (number, name) in names.iter().enumerate() {
        let name = quoted(name);
        for (minute, event) in [("00", "joined"), ("30", "left")] {
            text += &format!("2026-03-02T09:{minute}:00Z,{event},s{number},{name},u{number},{name}\n");
        }
    }
    (log(&[("=cmd.csv", text.as_bytes())], usize::MAX), names)
}

/// Every table as CSV.
fn tables(log: &mut Log, flavour: Flavour) -> Vec<(&'static str, Vec<u8>)> {
    let options = Options::default();
    let input = log.input(&options.answers).unwrap();
    let mut all = Vec::new();
    let range = files::attendance_range(input, &options).unwrap();
    let mut bytes = Vec::new();
    files::attendance(input, &options, &range, flavour, &mut |part| bytes.extend_from_slice(part));
    all.push(("attendance", bytes));
    let report = SmartSessions::new(input, &options, &range);
    for sheet in Sheet::ALL {
        let mut bytes = Vec::new();
        files::table(&report.sheet(sheet), flavour, &mut |part| bytes.extend_from_slice(part));
        all.push((sheet.name(), bytes));
    }
    all
}

#[test]
fn names_come_through_every_data_file_as_they_are() {
    let (mut log, names) = read();
    assert!(names.len() >= 300, "{}", names.len());
    assert_eq!(log.counts(), (620, 620, 0));
    for (table, bytes) in tables(&mut log, Flavour::Data) {
        let mut rows = csv::ReaderBuilder::new().flexible(false).from_reader(&bytes[..]);
        let cells: Vec<String> = rows
            .records()
            .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        if table == "attendance" {
            let lost: Vec<_> = names.iter().filter(|name| !cells.contains(name)).collect();
            assert!(lost.is_empty(), "{table} lost {lost:?}");
        }
    }
}

#[test]
fn no_cell_of_a_spreadsheets_csv_is_a_formula_by_any_delimiter() {
    let (mut log, _) = read();
    for (table, bytes) in tables(&mut log, Flavour::Spreadsheet) {
        let text = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&bytes);
        for delimiter in [b',', b';', b'\t'] {
            let mut reader = csv::ReaderBuilder::new();
            reader.has_headers(false).flexible(true).delimiter(delimiter);
            for row in reader.from_reader(text).byte_records() {
                for cell in row.unwrap().iter().map(String::from_utf8_lossy) {
                    assert!(!formula::is_dangerous(&cell), "{table} by {delimiter}: {cell:?}");
                }
            }
        }
    }
}

#[test]
fn a_workbook_holds_every_name_as_text_and_its_own_sheets_alone() {
    let (mut log, names) = read();
    let options = Options::default();
    let input = log.input(&options.answers).unwrap();
    let range = files::attendance_range(input, &options).unwrap();
    let (bytes, written) =
        files::workbook(&SmartSessions::new(input, &options, &range), &range, None).unwrap();
    assert!(written.marked > 0 && written.cut > 0);
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names().len(), Sheet::ALL.len());
    let mut texts = Vec::new();
    for sheet in Sheet::ALL {
        assert_eq!(book.worksheet_formula(sheet.name()).unwrap().used_cells().count(), 0);
        let cells = book.worksheet_range(sheet.name()).unwrap();
        texts.extend(cells.used_cells().filter_map(|(.., cell)| match cell {
            Data::String(text) => Some(text.clone()),
            _ => None,
        }));
    }
    for harmless in ["<script>alert(1)</script>", "=1+1", "\u{202E}fdp.exe", "_x000A_", "../../etc/passwd"] {
        assert!(names.iter().any(|name| name == harmless));
        assert!(texts.iter().any(|text| text == harmless), "{harmless:?} is not in the workbook");
    }
}

#[test]
fn an_archive_of_everything_has_plain_names_in_it() {
    let (mut log, names) = read();
    let (bytes, _) = files::archive(&mut log, &Options::default(), Flavour::Data, None).unwrap();
    let archive = ::zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for name in archive.file_names() {
        let name = name.unwrap();
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || " -_.()".contains(c)), "{name}");
    }
    for name in names {
        let name = zip::file_name(&name);
        assert!(!name.is_empty() && name.len() <= zip::MAX_NAME_BYTES, "{name:?}");
        assert!(!name.contains(['/', '\\', ':', '\0', '\n']) && !name.starts_with('.'), "{name:?}");
        assert!(!name.contains(['\u{202E}', '\u{2066}', '\u{200B}']), "{name:?}");
    }
}
