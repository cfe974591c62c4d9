//! Containers: what is in them gives the reports of the plain files, whatever the chunks, and what is cut off,
//! altered or made to fill the memory is refused.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use adsum_core::container::limits::{Limits, Trouble};
use adsum_core::container::{Parcel, Ways};
use adsum_core::export::csv::{self, Flavour};
use adsum_core::intake::{Intake, Platform, ReadAs, Reading, Refusal};
use adsum_core::log::Log;
use adsum_core::problem::Irregularity;
use adsum_core::question::Answers;
use adsum_core::report::Options;
use adsum_core::report::attendance::Attendance;
use adsum_core::time::{DateOrder, Zone};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const NATIVE: &str = "time,event,session_id,session_name,user_id,display_name\n\
    2026-03-02T09:00:00Z,joined,a,Algebra,u1,Ada\n2026-03-02T09:50:00Z,left,a,Algebra,u1,Ada\n";
const ZOOM: &str = "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room\n\
    Ada,ada@uni.example,03/14/2026 09:00:00 AM,03/14/2026 10:00:00 AM,60,No,No\n\
    Ben (Benjamin),,03/14/2026 09:05:00 AM,03/14/2026 09:50:00 AM,45,Yes,No\n";
const TEAMS: &str = "Full Name\tUser Action\tTimestamp\nAda\tJoined\t11/14/2026, 9:00:00 AM\nAda\tLeft\t11/14/2026, 9:30:00 AM\n";
/// In a sheet nothing says that a row's last cells are blank: they are not there.
const BLANK_ENDS: &str = "time,event,session_id,user_id,display_name,country\n\
    2026-03-02T09:00:00Z,joined,a,u1,Ada,\n2026-03-02T09:50:00Z,left,a,u1,,\n";
const FILES: [(&str, &str); 4] = [
    ("log.csv", NATIVE),
    ("ends.csv", BLANK_ENDS),
    ("participants_98100000001.csv", ZOOM),
    ("meetingAttendanceList.csv", TEAMS),
];

fn read(name: &str, bytes: &[u8], chunk: usize) -> Vec<Reading> {
    let mut parcel = Parcel::new(name);
    bytes.chunks(chunk).for_each(|bytes| parcel.push(bytes));
    parcel.finish()
}

/// The attendance report of these readings.
fn report(readings: Vec<Reading>) -> String {
    let mut log = Log::default();
    readings.into_iter().for_each(|reading| log.add(reading));
    let answers = Answers { date_order: Some(DateOrder::MonthFirst), ..Answers::in_zone(Zone::UTC) };
    let options = Options { answers, ..Options::default() };
    let input = log.input(&options.answers).unwrap();
    let range = input.attendance_range(&options).unwrap();
    let mut bytes = Vec::new();
    csv::write(&Attendance::new(input, &options, &range), Flavour::Data, &mut |part| {
        bytes.extend_from_slice(part);
    });
    String::from_utf8(bytes).unwrap()
}

fn plain(name: &str, text: &str) -> Reading {
    let mut intake = Intake::new(name);
    intake.push(text.as_bytes());
    intake.finish()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (place, (name, bytes)) in files.iter().enumerate() {
        let method = if place == 1 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = Vec::new();
    for (name, bytes) in files {
        let mut header = [0; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
        header[156] = b'0';
        header[257..265].copy_from_slice(b"ustar\x0000");
        header[148..156].copy_from_slice(b"        ");
        let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        tar.extend_from_slice(&header);
        tar.extend_from_slice(bytes);
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar.resize(tar.len() + 1024, 0);
    tar
}

/// The same tables as sheets of one workbook, every cell a text.
fn workbook(sheets: &[(&str, &str, char)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, text, delimiter) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, line) in (0..).zip(text.lines()) {
            for (column, cell) in (0..).zip(line.split(*delimiter)) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn ods(content: &str) -> Vec<u8> {
    let content = format!("<o><office:spreadsheet>{content}</office:spreadsheet></o>");
    let kind = b"application/vnd.oasis.opendocument.spreadsheet";
    archive(&[("mimetype", kind), ("content.xml", content.as_bytes())])
}

fn ods_table(name: &str, text: &str, delimiter: char) -> String {
    let cell = |cell: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>")
    };
    let row = |line: &str| {
        format!("<table:table-row>{}</table:table-row>", line.split(delimiter).map(cell).collect::<String>())
    };
    format!("<table:table table:name=\"{name}\">{}</table:table>", text.lines().map(row).collect::<String>())
}

fn refusals(readings: &[Reading]) -> Vec<Option<&Refusal>> {
    readings.iter().map(|reading| reading.file.verdict.as_ref().err()).collect()
}

#[track_caller]
fn check_refused(name: &str, bytes: &[u8], trouble: Trouble) {
    let readings = read(name, bytes, usize::MAX);
    assert!(refusals(&readings).contains(&Some(&Refusal::Packed(trouble))), "{:?}", refusals(&readings));
}

#[test]
fn what_is_packed_gives_the_report_of_the_plain_file() {
    for (name, text) in FILES {
        let expected = report(vec![plain(name, text)]);
        let bytes = text.as_bytes();
        let delimiter = if text == TEAMS { '\t' } else { ',' };
        let (one, two) = bytes.split_at(bytes.len() / 2);
        let members = [gzip(one), gzip(two), vec![0; 700]].concat();
        let packed = [
            (format!("{name}.gz"), gzip(bytes)),
            (format!("{name}.gz"), members),
            ("x.zip".to_owned(), archive(&[(name, bytes)])),
            ("x.zip".to_owned(), archive(&[(&format!("{name}.gz"), &gzip(bytes))])),
            ("x.tar".to_owned(), tar(&[(name, bytes)])),
            ("x.tgz".to_owned(), gzip(&tar(&[(name, bytes)]))),
            (name.replace(".csv", ".xlsx"), workbook(&[("Sheet", text, delimiter)])),
            (name.replace(".csv", ".ods"), ods(&ods_table("Sheet", text, delimiter))),
        ];
        for (name, bytes) in packed {
            for chunk in [1, 2, 7, 64, usize::MAX] {
                let readings = read(&name, &bytes, chunk);
                assert_eq!(refusals(&readings), [None], "{name} in chunks of {chunk}");
                assert_eq!(report(readings), expected, "{name} in chunks of {chunk}");
            }
        }
    }
}

#[test]
fn every_file_in_an_archive_is_a_file_of_its_own() {
    let book = workbook(&[("One", NATIVE, ','), ("Empty", "", ','), ("Two", ZOOM, ',')]);
    let nested = archive(&[("log.csv", NATIVE.as_bytes())]);
    let bytes = archive(&[
        ("../../etc/log.csv", NATIVE.as_bytes()),
        ("participants_98100000001.csv", ZOOM.as_bytes()),
        ("__MACOSX/._log.csv", b"x"),
        ("a/.DS_Store", b"x"),
        ("book.xlsx", &book),
        ("nested.zip", &nested),
        ("notes.txt", b"hello\n"),
    ]);
    let readings = read("term.zip", &bytes, 64);
    let names: Vec<_> = readings.iter().map(|reading| reading.file.name.as_str()).collect();
    let expected = [
        "../../etc/log.csv",
        "participants_98100000001.csv",
        "book.xlsx › One",
        "book.xlsx › Two",
        "nested.zip",
        "notes.txt",
    ];
    assert_eq!(names, expected.map(|name| format!("term.zip › {name}")));
    let used = readings.iter().map(|reading| reading.file.verdict.is_ok());
    assert_eq!(used.collect::<Vec<_>>(), [true, true, true, true, false, false]);
    assert_eq!(refusals(&readings)[4], Some(&Refusal::Packed(Trouble::Nested)));
    let skipped = readings[0].file.notes.iter().find(|note| note.what == Irregularity::MemberSkipped);
    assert_eq!(skipped.unwrap().values, ["__MACOSX/._log.csv", "a/.DS_Store"]);
}

/// What is said of one file in a container is said of it alone.
#[test]
fn a_file_in_a_container_is_read_as_somebody_says() {
    let both = [("a.csv", NATIVE.as_bytes()), ("b.csv", NATIVE.as_bytes())];
    let sheets = workbook(&[("One", NATIVE, ','), ("Two", NATIVE, ',')]);
    for (name, bytes, said) in [
        ("term.zip", archive(&both), "term.zip › b.csv"),
        ("term.tgz", gzip(&tar(&both)), "term.tar › b.csv"),
        ("term.xlsx", sheets, "term.xlsx › Two"),
    ] {
        let single = [(said.to_owned(), ReadAs::Platform(Platform::ZoomParticipants))];
        let mut parcel = Parcel::reading(name, Ways::new(ReadAs::default(), single));
        parcel.push(&bytes);
        let readings = parcel.finish();
        let verdicts: Vec<_> = readings.iter().map(|reading| &reading.file.verdict).collect();
        assert_eq!(readings[1].file.name, said);
        assert!(
            matches!(verdicts[..], [Ok(Platform::NativeCsv), Err(Refusal::NotThis { .. })]),
            "{verdicts:?}"
        );
    }
}

#[test]
fn dates_durations_and_far_cells_of_a_workbook_are_read() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in (0..).zip(["time", "event", "session_id", "capacity", "display_name"]) {
        sheet.write_string(2, column, text).unwrap();
    }
    let when = ExcelDateTime::parse_from_str("2026-03-02 09:00:05").unwrap();
    sheet.write_with_format(3, 0, &when, &Format::new().set_num_format("dd.mm.yyyy hh:mm")).unwrap();
    sheet.write_string(3, 1, "joined").unwrap();
    sheet.write_number(3, 2, 98_100_000_001.0).unwrap();
    sheet.write_string(3, 4, "Ada \"A\"; Lovelace,\nCountess").unwrap();
    sheet.write_string(5, 0, "yesterday").unwrap();
    sheet.write_string(1_048_575, 16_383, "far").unwrap();
    let mut readings = read("log.xlsx", &book.save_to_buffer().unwrap(), 7);
    let file = &readings[0].file;
    assert_eq!((file.read, file.used, file.rejected), (3, 1, 2));
    assert_eq!(readings[0].rejected.get(0).position.line, 6);
    assert_eq!(readings[0].rejected.get(1).position.line, 1_048_576);
    let report = report(vec![readings.remove(0)]);
    assert!(
        report.contains("98100000001") && report.contains("\"Ada \"\"A\"\"; Lovelace, Countess\""),
        "{report}"
    );
    assert!(report.contains("03/02/2026 09:00"), "{report}");
}

#[test]
fn values_of_ods_are_read_and_repeats_of_nothing_cost_nothing() {
    let empty = "<table:table-cell table:number-columns-repeated=\"16384\"/>";
    let rows = format!(
        "<table:table table:name=\"S\"><table:table-row table:number-rows-repeated=\"2\">{empty}</table:table-row>{}\
         <table:table-row><table:table-cell office:value-type=\"date\" office:date-value=\"2026-03-02T09:00:05.4\"><text:p>2 Mar</text:p></table:table-cell>\
         <table:table-cell><text:p>jo<text:span>in</text:span>ed</text:p><office:annotation><text:p>note</text:p></office:annotation></table:table-cell>\
         <table:table-cell table:number-columns-repeated=\"2\"><text:p>a&amp;b</text:p></table:table-cell></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048570\">{empty}</table:table-row></table:table>",
        "<table:table-row>".to_owned()
            + &["time", "event", "session_id", "display_name"]
                .map(|name| format!("<table:table-cell><text:p>{name}</text:p></table:table-cell>"))
                .concat()
            + "</table:table-row>"
    );
    let readings = read("log.ods", &ods(&rows), 64);
    let file = &readings[0].file;
    assert_eq!((file.read, file.used, &*file.name), (1, 1, "log.ods › S"));
    assert!(file.bytes < 200, "{}", file.bytes);
    assert!(report(readings).contains("a&b"));
}

#[test]
fn what_would_fill_the_memory_is_refused() {
    let zeros = vec![0; 64 << 20];
    check_refused("bomb.gz", &gzip(&zeros), Trouble::TooDense(Limits::USUAL));
    check_refused("bomb.zip", &archive(&[("zeros", &zeros)]), Trouble::TooDense(Limits::USUAL));
    check_refused("bomb.gz.gz", &gzip(&gzip(&zeros)), Trouble::TooDense(Limits::USUAL));
    let many: Vec<String> = (0..5_001).map(|number| format!("{number}.csv")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    check_refused("many.zip", &archive(&many), Trouble::TooMany(Limits::USUAL));
    let cell =
        "<table:table-cell table:number-columns-repeated=\"16384\"><text:p>x</text:p></table:table-cell>";
    let rows = format!(
        "<table:table><table:table-row table:number-rows-repeated=\"1048576\">{cell}</table:table-row></table:table>"
    );
    check_refused("repeats.ods", &ods(&rows), Trouble::TooManyCells(Limits::USUAL));
    // A text that never ends, and more text than is held.
    let relations =
        "<Relationships><Relationship Id=\"r\" Type=\"x/sharedStrings\" Target=\"s.xml\"/></Relationships>";
    let book = |strings: &str| {
        archive(&[
            ("xl/workbook.xml", b"<workbook/>"),
            ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
            ("xl/s.xml", strings.as_bytes()),
        ])
    };
    check_refused(
        "long.xlsx",
        &book(&format!("<sst><si><t>{}", "x".repeat(4 << 20))),
        Trouble::TooMuchText(Limits::USUAL),
    );
    let text = (0..100_000).map(|n| format!("<si><t>{n}{}</t></si>", "é".repeat(400))).collect::<String>();
    let strings = book(&format!("<sst>{text}</sst>"));
    let refused = read("texts.xlsx", &strings, usize::MAX);
    assert!(matches!(
        refusals(&refused)[..],
        [Some(Refusal::Packed(Trouble::TooMuchText(_) | Trouble::TooDense(_)))]
    ));
}

/// Of a file that somebody trusts as much is read as somebody says.
#[test]
fn limits_can_be_raised() {
    let head = "time,event,session_id,user_id\n2026-03-02T09:00:00Z,joined,a,u1\n";
    let dense = gzip(&[head.as_bytes(), "\n".repeat(20 << 20).as_bytes()].concat());
    let many: Vec<String> = (0..5_001).map(|number| format!("{number}.csv")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), head.as_bytes())).collect();
    let report = include_bytes!("../../../tests/corpus/graph/v1.0/report/report.json");
    let long = [report.as_slice(), " ".repeat(64 << 20).as_bytes()].concat();
    for (name, bytes) in [("log.csv.gz", dense), ("many.zip", archive(&many)), ("long.json", long)] {
        let code = |limits| {
            let mut parcel = Parcel::reading(name, Ways::from(ReadAs::default()).within(limits));
            parcel.push(&bytes);
            let readings = parcel.finish();
            let refusal = refusals(&readings)[0].cloned();
            refusal.map(|refusal| (refusal.code(), refusal.limits(), refusal.to_string()))
        };
        let (was, limits, words) = code(Limits::USUAL).unwrap();
        let higher = limits.and_then(Limits::higher).unwrap();
        assert_eq!(higher.times(), 10, "{name}: {was}");
        assert!(words.contains(|letter: char| letter.is_ascii_digit()), "{words}");
        assert_eq!(code(higher), None, "{name}, which was {was}");
    }
    assert_eq!(Limits::raised(Limits::MOST).and_then(Limits::higher), None);
    assert_eq!(["0", "101", "-1", "x"].map(|text| text.parse::<Limits>().is_err()), [true; 4]);
}

/// XML may declare what stands for other text, or for other files. Nothing in it is believed.
#[test]
fn a_document_type_is_refused() {
    let declared = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\"><!ENTITY b \"&a;&a;\">]>";
    let book = workbook(&[("One", NATIVE, ',')]);
    let with_type = |path: &str| {
        let mut archive = zip::ZipArchive::new(Cursor::new(book.as_slice())).unwrap();
        let mut other = ZipWriter::new(Cursor::new(Vec::new()));
        for place in 0..archive.len() {
            let mut file = archive.by_index(place).unwrap();
            let mut text = String::new();
            std::io::Read::read_to_string(&mut file, &mut text).unwrap();
            if file.name().unwrap() == path {
                text = text.replacen("?>", &format!("?>{declared}"), 1);
                assert!(text.contains(declared), "{text}");
            }
            other.start_file(file.name().unwrap(), SimpleFileOptions::default()).unwrap();
            other.write_all(text.as_bytes()).unwrap();
        }
        other.finish().unwrap().into_inner()
    };
    let events = format!("<?xml version=\"1.0\"?>\n{declared}<recording meeting_id=\"a-1\">&b;</recording>");
    for (name, bytes) in [
        ("sheet.xlsx", with_type("xl/worksheets/sheet1.xml")),
        ("texts.xlsx", with_type("xl/sharedStrings.xml")),
        ("book.xlsx", with_type("xl/workbook.xml")),
        ("related.xlsx", with_type("xl/_rels/workbook.xml.rels")),
        ("log.ods", ods(&format!("{declared}{}", ods_table("One", NATIVE, ',')))),
        ("events.xml", events.clone().into_bytes()),
        ("events.xml.gz", gzip(events.as_bytes())),
    ] {
        let readings = read(name, &bytes, 64);
        assert_eq!(refusals(&readings), [Some(&Refusal::DocumentType)], "{name}");
    }
}

/// What is dense at first and not on the whole: whether it is refused must not depend on the chunks.
#[test]
fn chunks_do_not_decide_what_is_too_dense() {
    let mut bytes = vec![b'\n'; 24 << 20];
    let mut state = 1_u64;
    bytes.extend((0..200_000).map(|_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8 | 1
    }));
    let packed = gzip(&bytes);
    let said = |chunk| format!("{:?}", read("x.gz", &packed, chunk)[0].file.verdict);
    let whole = said(usize::MAX);
    for chunk in [7, 1000, 20_000] {
        assert_eq!(said(chunk), whole, "in chunks of {chunk}");
    }
}

/// Texts that cells share or repeat: little in the file, without end when they are written out.
#[test]
fn repeated_texts_are_counted_as_often_as_they_stand() {
    let long = "x".repeat(1_000_000);
    let row = |cells: &str| format!("<row>{cells}</row>");
    let relations = "<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"a.xml\"/>\
        <Relationship Id=\"b\" Type=\"x/sharedStrings\" Target=\"b.xml\"/></Relationships>";
    let book = |rows: &str| {
        let texts = format!("<sst><si>{}</si></sst>", format!("<t>{long}</t>").repeat(4));
        archive(&[
            ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"S\" r:id=\"a\"/></sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
            ("xl/a.xml", format!("<worksheet>{rows}</worksheet>").as_bytes()),
            ("xl/b.xml", texts.as_bytes()),
        ])
    };
    let shared = "<c t=\"s\"><v>0</v></c>";
    check_refused("row.xlsx", &book(&row(&shared.repeat(2_000))), Trouble::TooMuchText(Limits::USUAL));
    check_refused("rows.xlsx", &book(&row(shared).repeat(2_000)), Trouble::TooMuchText(Limits::USUAL));
    let cell = format!(
        "<table:table-cell table:number-columns-repeated=\"2000\"><text:p>{long}</text:p></table:table-cell>"
    );
    let rows = format!("<table:table><table:table-row>{cell}</table:table-row></table:table>");
    check_refused("row.ods", &ods(&rows), Trouble::TooMuchText(Limits::USUAL));
    let rows = format!(
        "<table:table><table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell>\
         <text:p>{long}</text:p></table:table-cell></table:table-row></table:table>"
    );
    check_refused("rows.ods", &ods(&rows), Trouble::TooMuchText(Limits::USUAL));
}

#[test]
fn what_is_cut_off_or_altered_is_refused_and_never_panics() {
    let files: Vec<(&str, &[u8])> = FILES.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let packed = [
        gzip(NATIVE.as_bytes()),
        gzip(&tar(&files)),
        archive(&files),
        ods(&ods_table("S", NATIVE, ',')),
        workbook(&[("S", NATIVE, ',')]),
    ];
    for bytes in packed {
        for cut in 1..bytes.len() {
            let readings = read("x", &bytes[..cut], usize::MAX);
            assert!(readings.iter().all(|reading| reading.file.verdict.is_err()), "cut at {cut}");
        }
        for place in 0..bytes.len() {
            let mut altered = bytes.clone();
            altered[place] ^= 0x55;
            assert!(!read("x", &altered, usize::MAX).is_empty());
        }
    }
    check_refused("x.gz", &[gzip(NATIVE.as_bytes()), b"more".to_vec()].concat(), Trouble::Damaged);
    let tar = tar(&files);
    for cut in (513..tar.len()).step_by(97) {
        assert!(!read("x", &tar[..cut], 64).is_empty());
    }
}

#[test]
fn protected_files_are_refused_one_by_one() {
    let mut bytes = archive(&[("log.csv", NATIVE.as_bytes()), ("more.csv", ZOOM.as_bytes())]);
    // The first file's flags, in its own header and in the list.
    bytes[6] |= 1;
    let list = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[list + 8] |= 1;
    let readings = read("x.zip", &bytes, usize::MAX);
    assert_eq!(refusals(&readings), [Some(&Refusal::Packed(Trouble::Encrypted)), None]);
}
