//! The workbook read back by another library, cell by cell: what a spreadsheet finds in it is what the
//! tables say, in type and in value (reports.md, 2 and *Both*).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how a failure is told"
)]

use adsum_core::export::csv::Flavour;
use adsum_core::export::files::{self, Written};
use adsum_core::export::receipt::{Fingerprint, Given, Origin, Recipe, held};
use adsum_core::intake::Intake;
use adsum_core::log::Log;
use adsum_core::report::Options;
use adsum_core::report::smart_sessions::{Sheet, SmartSessions};
use adsum_core::sample::{self, Sample, Size};
use adsum_core::table::{Cell, Column, Format, Table};
use adsum_core::time::{Day, Zone};
use calamine::{Data, DataType, Reader, Xlsx};
use std::io::Cursor;

/// The sheets' names, as a workbook allows them.
const NAMES: [&str; 7] = [
    "High Level (detailed view)",
    "User by countries",
    "Usage graph",
    "Usage (detailed view)",
    "User engagement (high level)",
    "User level engagement (bubble)",
    "User level engagement(teleport)",
];

/// The most UTF-16 units of a cell's text.
const MAX_UNITS: usize = 32_767;

fn log(files: &[(&str, Vec<u8>)]) -> Log {
    let mut log = Log::default();
    for (name, bytes) in files {
        let mut intake = Intake::new(*name);
        intake.push(bytes);
        log.add(intake.finish());
    }
    log
}

fn demo(sample: Sample) -> (&'static str, Vec<u8>) {
    let mut bytes = Vec::new();
    sample::write(sample, Size::Demo, &mut |part| bytes.extend_from_slice(part));
    (sample.file_name(), bytes)
}

fn workbook(log: &mut Log, options: &Options) -> (Vec<u8>, Written) {
    let input = log.input(&options.answers).expect("an event log leaves nothing open");
    let range = input.smart_sessions_range(options).unwrap();
    files::workbook(&SmartSessions::new(input, options, &range), &range, None).unwrap()
}

/// Compares every cell of all sheets with its table's. What was written, and what the cells hold, by sheet
/// and row, the headers left out.
fn read_back(log: &mut Log, options: &Options) -> (Written, [Vec<Vec<Data>>; 7]) {
    let (bytes, written) = workbook(log, options);
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    assert_eq!(book.sheet_names(), NAMES);
    let input = log.input(&options.answers).expect("an event log leaves nothing open");
    let range = input.smart_sessions_range(options).unwrap();
    let report = SmartSessions::new(input, options, &range);
    assert_eq!(written.rows, report.sheets().iter().map(|table| table.len() as u64).sum::<u64>());
    let sheets = Sheet::ALL.map(|sheet| {
        let table = report.sheet(sheet);
        let formulas = book.worksheet_formula(sheet.name()).unwrap();
        assert_eq!(formulas.used_cells().count(), 0, "{}: a formula", sheet.name());
        let cells = book.worksheet_range(sheet.name()).unwrap();
        let mut rows: Vec<Vec<Data>> = cells.rows().map(<[Data]>::to_vec).collect();
        assert_eq!(cells.start(), Some((0, 0)));
        assert_eq!(rows.len(), table.len() + 1, "{}", sheet.name());
        let names: Vec<Data> =
            table.columns().iter().map(|column| Data::String(column.name.to_owned())).collect();
        assert_eq!(rows.remove(0), names);
        let mut row = Vec::new();
        for (index, found) in rows.iter().enumerate() {
            table.row(index, &mut row);
            assert_eq!(row.len(), found.len());
            for ((column, cell), found) in table.columns().iter().zip(&row).zip(found) {
                let (sheet, name) = (sheet.name(), column.name);
                assert!(is(found, cell, column), "{sheet}, {name}, row {index}: {cell:?}, not {found:?}");
            }
        }
        rows
    });
    (written, sheets)
}

/// Whether a cell of the workbook is, in type and value, what the table says.
fn is(found: &Data, cell: &Cell<'_>, column: &Column) -> bool {
    match cell {
        Cell::Blank => *found == Data::Empty,
        Cell::Text(text) => *found == Data::String(cut(text).to_owned()),
        Cell::Count(count) => *found == Data::Float(*count as f64),
        Cell::Hours(hours) => *found == Data::Float(*hours),
        Cell::Seconds(seconds) => found.as_f64().is_some_and(|days| days == *seconds as f64 / 86_400.0),
        Cell::Local(local) => is_local(found, *local, column.format),
    }
}

/// Whether this is a real date, time or both, equal to the minute.
fn is_local(found: &Data, local: i64, format: Format) -> bool {
    let Data::DateTime(time) = found else { return false };
    // Days are counted from 1899-12-30.
    let day = local.div_euclid(86_400) + 25_569;
    let minute = local.rem_euclid(86_400) / 60;
    let wanted = match format {
        Format::Date => day * 1_440,
        Format::Clock => minute,
        _ => day * 1_440 + minute,
    };
    // A spreadsheet shows the nearest minute; no second may be left in it.
    let found = time.as_f64() * 1_440.0;
    time.is_datetime() && found.round() == wanted as f64 && (found - found.round()).abs() < 1e-4
}

/// The part of a text that a cell holds.
fn cut(text: &str) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > MAX_UNITS
    });
    end.map_or(text, |(end, _)| &text[..end])
}

#[test]
fn both_samples_read_back_as_their_tables() {
    for sample in Sample::ALL {
        let mut log = log(&[demo(sample)]);
        let (written, sheets) = read_back(&mut log, &Options::default());
        assert_eq!((written.cut, written.charts_left_out), (0, 0));
        let rows = sheets.map(|rows| rows.len());
        assert!(rows.iter().all(|&rows| rows > 0), "{sample:?}: every sheet has rows: {rows:?}");
        // In a zone that is off by half an hour and changes its clocks within the term; from that day on.
        let zone = Zone::named("America/St_Johns").unwrap();
        read_back(&mut log, &Options { zone, from: Day::parse("2026-03-08"), ..Options::default() });
    }
}

#[test]
fn both_samples_as_one_log_read_back_as_their_tables() {
    read_back(&mut log(&Sample::ALL.map(demo)), &Options::default());
}

/// One after another down the sheet: which cells they draw is compared in `tests/workbooks`.
#[test]
fn each_room_of_the_usage_graph_has_its_chart() {
    for sample in [Sample::Classes, Sample::Event] {
        let mut log = log(&[demo(sample)]);
        let (_, sheets) = read_back(&mut log, &Options::default());
        let rooms = sheets[2].chunk_by(|a, b| a[..2] == b[..2]).count();
        let (bytes, _) = workbook(&mut log, &Options::default());
        let archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let charts = archive.file_names().filter_map(Result::ok);
        let charts = charts.filter(|name| name.starts_with("xl/charts/chart")).count();
        assert_eq!(charts, rooms);
    }
}

#[test]
fn an_empty_report_is_seven_header_rows() {
    let mut log = log(&[("log.csv", b"time,event,session_id\n".to_vec())]);
    let (_, sheets) = read_back(&mut log, &Options::default());
    assert!(sheets.iter().all(Vec::is_empty));
}

#[test]
fn two_runs_and_two_orders_of_files_give_equal_bytes() {
    let make = |files: &[(&str, Vec<u8>)]| workbook(&mut log(files), &Options::default()).0;
    let [classes, event] = Sample::ALL.map(demo);
    let once = make(&[classes.clone(), event.clone()]);
    assert!(once == make(&[classes.clone(), event.clone()]), "another run");
    assert!(once == make(&[event.clone(), classes.clone()]), "another order");
    // One file in two, the second part first.
    let text = String::from_utf8(classes.1).unwrap();
    let (header, records) = text.split_once('\n').unwrap();
    let half = records.len() / 2 + records[records.len() / 2..].find('\n').unwrap() + 1;
    let (first, second) = records.split_at(half);
    let [first, second] = [first, second].map(|part| format!("{header}\n{part}").into_bytes());
    assert!(once == make(&[("2.csv", second), event, ("1.csv", first)]), "in parts");
}

/// Texts that are easily taken for something else, or lost.
const HOSTILE: &[&str] = &[
    "=1+1",
    "=HYPERLINK(\"http://x.example\",\"x\")",
    "{=1+1}",
    "+1",
    "-1+1",
    "@x",
    "'=1",
    "\t=1",
    "007",
    "1e5",
    "1/2",
    "2026-03-02",
    "TRUE",
    "#N/A",
    "+491701234567",
    "12345678901234567890",
    "http://x.example/",
    "mailto:ann@x.org",
    " space around ",
    "two\nlines",
    "cr\rlf\r\nend\n",
    "nul\0inside",
    "\u{1}\u{8}\u{b}\u{1f}\u{7f}\u{85}",
    "\u{fffe}\u{ffff}",
    "_x0041_",
    "_x0041_\u{1}",
    "\u{1}_x0000_",
    "_X000D_",
    "<r><t>x</t></r>",
    "<b>&amp;</b> & \"quoted\" 'too'",
    "]]>",
    "👩‍👩‍👧‍👦 🎓",
    "\u{202e}txt.exe\u{202c}",
    "\u{200f}שלום\u{200e}",
    "e\u{301} é",
];

#[test]
fn hostile_texts_come_back_as_they_are_in_every_sheet() {
    let long =
        ["x".repeat(40_000), "é".repeat(40_000), "🎓".repeat(20_000), format!("={}", "1".repeat(40_000))];
    let texts: Vec<&str> = HOSTILE.iter().copied().chain(long.iter().map(String::as_str)).collect();
    // A room and an attendee for each, in all columns.
    let fields = [
        "event_code",
        "session_id",
        "session_name",
        "capacity",
        "user_id",
        "first_name",
        "country",
        "bubble_id",
        "target_name",
    ];
    let kinds = ["joined", "chat", "bubble_joined", "bubble_locked", "teleported", "left"];
    let mut lines = String::new();
    for text in &texts {
        let quoted = serde_json::to_string(text).unwrap();
        let fields = fields.map(|field| format!("\"{field}\":{quoted}")).join(",");
        for kind in kinds {
            lines.push_str(&format!("{{\"time\":\"2026-03-02T09:00:00Z\",\"event\":\"{kind}\",{fields}}}\n"));
        }
    }
    let mut log = log(&[("log.ndjson", lines.into_bytes())]);
    let records = (kinds.len() * texts.len()) as u64;
    assert_eq!(log.counts(), (records, records, 0));

    let (written, sheets) = read_back(&mut log, &Options::default());
    // Each of the four long ones stands in every sheet.
    assert!(written.cut >= 4 * 7 && written.marked > 0, "{written:?}");
    // Which column of each sheet holds the room's name.
    for (rows, column) in sheets.iter().zip([3, 1, 1, 1, 1, 3, 3]) {
        let mut found: Vec<&str> = rows.iter().map(|row| row[column].get_string().unwrap()).collect();
        let mut wanted: Vec<&str> = texts.iter().map(|text| cut(text)).collect();
        found.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(found, wanted);
    }
}

#[test]
fn the_last_sheet_says_how_it_was_made() {
    let (name, bytes) = demo(Sample::Classes);
    let mut print = Fingerprint::default();
    print.push(&bytes);
    let mut log = log(&[(name, bytes)]);
    let mut options = Options { rejoin_gap: 60, ..Options::default() };
    options.answers.zones.insert(0, Zone::named("Asia/Tokyo").unwrap());
    let given = Given {
        name: name.to_owned(),
        content: print.finish(),
        read_as: None,
        read_inside: Default::default(),
        limits: Default::default(),
        holds: held(&log.files),
    };
    let sha256 = given.content.sha256.clone();
    let recipe = Recipe {
        options: options.clone(),
        flavour: Flavour::Data,
        mappings: Vec::new(),
        about: true,
        sharing: None,
    };
    let origin = Origin { given: vec![given], recipe };
    let (read, used, rejected) = log.counts();
    let input = log.input(&options.answers).unwrap();
    let range = input.smart_sessions_range(&options).unwrap();
    let (plain, before) =
        files::workbook(&SmartSessions::new(input, &options, &range), &range, None).unwrap();
    let (bytes, after) =
        files::workbook(&SmartSessions::new(input, &options, &range), &range, origin.about(&range).as_ref())
            .unwrap();
    // Rows are those of the report.
    assert_eq!(before, after);

    let mut plain = Xlsx::new(Cursor::new(plain)).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names()[..7], NAMES);
    assert_eq!(book.sheet_names()[7..], ["About this report"]);
    for name in NAMES {
        assert_eq!(book.worksheet_range(name).unwrap(), plain.worksheet_range(name).unwrap());
    }
    let about = book.worksheet_range("About this report").unwrap();
    let rows: Vec<String> =
        about.rows().map(|row| row.iter().map(Data::to_string).collect::<Vec<_>>().join(": ")).collect();
    let zone = format!("Time zone of the log in {name}: Asia/Tokyo");
    let counts = format!("{read} {used} {rejected}");
    let [read, used, rejected] = [("read", read), ("used", used), ("rejected", rejected)]
        .map(|(what, count)| format!("File 1: records {what}: {count}"));
    assert!(counts != "0 0 0");
    let sha256 = format!("File 1: SHA-256: {sha256}");
    for said in [
        "Item: Value",
        "Made with: Adsum 0.1.0",
        "Time zone: UTC",
        "Rejoin gap (seconds): 60",
        "Restarted meetings joined: no",
        &zone,
        &format!("File 1: {name}"),
        &sha256,
        "File 1: taken for: native-csv",
        &read,
        &used,
        &rejected,
    ] {
        assert!(rows.iter().any(|row| row == said), "{said:?} is not said: {rows:#?}");
    }
}
