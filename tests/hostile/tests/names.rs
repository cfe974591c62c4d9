//! Three hundred hostile names, as a session's, a person's and a file's, through every output and back.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use adsum_core::container::limits::Limits;
use adsum_core::export::csv::Flavour;
use adsum_core::export::receipt::{Fingerprint, Given, Origin, Product, Receipt, Recipe, held};
use adsum_core::export::xlsx::MAX_CHARTS;
use adsum_core::export::{files, formula, zip};
use adsum_core::log::Log;
use adsum_core::report::Options;
use adsum_core::report::rejected::RejectedTable;
use adsum_core::report::smart_sessions::{Sheet, SmartSessions};
use adsum_core::share::{Codes, Purpose, Seed, Sharing, files as shared};
use adsum_hostile::log;
use adsum_hostile::names::{self, names};
use calamine::{Data, Reader as _, Xlsx};
use std::io::{Cursor, Read as _};

fn read() -> (Log, Vec<String>) {
    (log(&[("=cmd.csv", names::log().as_bytes())], usize::MAX), names())
}

/// The bytes of what is handed out in parts.
fn bytes<T>(write: impl FnOnce(&mut dyn FnMut(&[u8])) -> T) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut |part| bytes.extend_from_slice(part));
    bytes
}

/// Every table as CSV: both reports whole and as they go out to a registrar, the rejected records, and who is who.
fn tables(log: &mut Log, flavour: Flavour) -> Vec<(&'static str, Vec<u8>)> {
    let rejected = bytes(|part| files::table(&RejectedTable::new(log), flavour, part));
    let options = Options::default();
    let input = log.input(&options.answers).unwrap();
    let mut all = Vec::new();
    let range = files::attendance_range(input, &options).unwrap();
    all.push(("attendance", bytes(|part| files::attendance(input, &options, &range, flavour, part))));
    let report = SmartSessions::new(input, &options, &range);
    let seed = Seed::read(&"7".repeat(32)).unwrap();
    let sharing = Sharing::new(Purpose::Registrar, &seed);
    let goes = (&sharing, None);
    all.push((
        "attendance for a registrar",
        bytes(|part| shared::attendance(input, &options, &range, goes, flavour, part)),
    ));
    for sheet in Sheet::ALL {
        all.push((sheet.name(), bytes(|part| files::table(&report.sheet(sheet), flavour, part))));
        all.push((
            "a sheet for a registrar",
            bytes(|part| shared::sheet(&report, sheet, goes, flavour, part)),
        ));
    }
    all.push(("who is who", bytes(|part| shared::key(&Codes::new(input, &seed), flavour, part))));
    all.push(("rejected", rejected));
    all
}

#[test]
fn names_come_through_every_data_file_as_they_are() {
    let (mut log, names) = read();
    assert!(names.len() >= 300, "{}", names.len());
    assert_eq!(log.counts(), (930, 620, 310));
    for (table, bytes) in tables(&mut log, Flavour::Data) {
        let mut rows = csv::ReaderBuilder::new().flexible(false).from_reader(&bytes[..]);
        let cells: Vec<String> = rows
            .records()
            .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        // Of what was rejected, the beginning is kept; who is who is told without the space around it.
        let there = |name: &&String| match table {
            "attendance" | "attendance for a registrar" => cells.contains(name),
            "who is who" => cells.iter().any(|cell| cell == name.trim()),
            _ => true,
        };
        let lost: Vec<_> = names.iter().filter(|name| !there(name)).collect();
        assert!(lost.is_empty(), "{table} lost {lost:?}");
    }
}

/// The log itself, written anew and read again, is the same log.
#[test]
fn an_event_log_with_such_names_is_read_again() {
    let (mut first, names) = read();
    let options = Options::default();
    let written = |log: &mut Log| bytes(|part| files::events(log.input(&options.answers).unwrap(), part));
    let events = written(&mut first);
    let mut second = log(&[("events.csv", &events)], 7);
    assert_eq!(second.counts(), (620, 620, 0));
    assert_eq!(written(&mut second), events);
    let report = |log: &mut Log| tables(log, Flavour::Data).swap_remove(0);
    assert_eq!(report(&mut second), report(&mut first));
    let mut rows = csv::ReaderBuilder::new().flexible(false).from_reader(&events[..]);
    let cells: Vec<_> = rows.records().map(Result::unwrap).collect();
    let lost: Vec<_> =
        names.iter().filter(|name| !cells.iter().any(|row| row.iter().any(|cell| cell == *name))).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

/// A name that no event has is shown with the record that was rejected for it, the beginning of a long one.
#[test]
fn a_rejected_name_is_told_as_it_is() {
    let (mut log, names) = read();
    let (_, bytes) = tables(&mut log, Flavour::Data).pop().unwrap();
    let mut rows = csv::ReaderBuilder::new().flexible(false).from_reader(&bytes[..]);
    let values: Vec<String> = rows.records().map(|row| row.unwrap()[4].to_owned()).collect();
    assert_eq!(values.len(), names.len());
    for (value, name) in values.iter().zip(&names) {
        assert!(name.starts_with(value.as_str()) || value == name.trim(), "{value:?} is not {name:?}");
    }
}

#[test]
fn receipts_say_the_names_of_files_as_they_are() {
    for name in names() {
        let text = b"time,event,session_id,user_id\n2026-03-02T09:00:00Z,joined,a,u1\n";
        let mut log = log(&[(&name, text)], usize::MAX);
        let given = Given {
            name: name.clone(),
            content: Fingerprint::default().finish(),
            read_as: None,
            read_inside: [(name.clone(), "native-csv".to_owned())].into(),
            limits: Limits::USUAL,
            holds: held(&log.files),
        };
        let options = Options::default();
        let recipe = Recipe {
            options: options.clone(),
            flavour: Flavour::Data,
            mappings: Vec::new(),
            about: true,
            sharing: None,
        };
        let origin = Origin { given: vec![given], recipe };
        let input = log.input(&options.answers).unwrap();
        let range = input.smart_sessions_range(&options).unwrap();
        let content = Fingerprint::default().finish();
        let receipt = origin.receipt(Product::SmartSessions, name.clone(), content, &range);
        let written = receipt.write();
        assert_eq!(Receipt::read(&written).unwrap(), receipt, "{written}");
        let json: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(json["inputs"][0]["name"], *name);
        // And so does the last sheet of a workbook, as text.
        let about = origin.about(&range);
        let report = SmartSessions::new(input, &options, &range);
        let (book, _) = files::workbook(&report, &range, about.as_ref()).unwrap();
        let mut book = Xlsx::new(Cursor::new(book)).unwrap();
        let sheet = "About this report";
        assert_eq!(book.worksheet_formula(sheet).unwrap().used_cells().count(), 0);
        let start: String = name.chars().take(1000).collect();
        let texts = book.worksheet_range(sheet).unwrap();
        let said = texts
            .used_cells()
            .any(|(.., cell)| matches!(cell, Data::String(text) if text.starts_with(&start)));
        assert!(said || name.contains(['\0', '\r', '\u{1}']), "{name:?} is not told");
    }
}

/// What a chart is called is text; it asks for nothing but cells of its own sheet.
#[test]
fn the_title_of_a_chart_is_text() {
    let (mut log, names) = read();
    let options = Options::default();
    let input = log.input(&options.answers).unwrap();
    let range = files::attendance_range(input, &options).unwrap();
    let (bytes, _) = files::workbook(&SmartSessions::new(input, &options, &range), &range, None).unwrap();
    let mut book = ::zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let charts: Vec<String> = book
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .filter(|name| name.starts_with("xl/charts/chart"))
        .collect();
    assert_eq!(charts.len(), MAX_CHARTS);
    let between = |xml: &str, start: &str, end: &str| -> Vec<String> {
        xml.split(start).skip(1).map(|rest| rest.split(end).next().unwrap_or_default().to_owned()).collect()
    };
    let mut titles = Vec::new();
    for chart in charts {
        let mut xml = String::new();
        book.by_name(&chart).unwrap().read_to_string(&mut xml).unwrap();
        for cells in between(&xml, "<c:f>", "</c:f>") {
            let own = cells.strip_prefix("'Usage graph'!$").unwrap_or_default();
            let plain = own.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || "$:".contains(c));
            assert!(!own.is_empty() && plain, "{cells:?}");
        }
        let texts = between(&xml, "<a:t>", "</a:t>");
        assert!(texts.iter().all(|text| !text.contains('<')), "{texts:?}");
        titles.push(texts[0].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
    }
    for name in ["=1+1", "<script>alert(1)</script>", "=HYPERLINK(\"http://x.example\",\"a\")"] {
        assert!(names.iter().any(|known| known == name));
        let title = format!("Joins: {name}");
        let all = titles.iter().any(|one| one.replace("&quot;", "\"") == title);
        assert!(all, "{title:?} is not among {titles:?}");
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
                    // By another delimiter a cell may go on over the end of a row, which is ours.
                    let cell = cell.strip_prefix("\r\n").unwrap_or(&cell);
                    assert!(!formula::is_dangerous(cell), "{table} by {delimiter}: {cell:?}");
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
