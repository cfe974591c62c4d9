//! Every encoding with every format: what a file says does not depend on how its text is written.
//!
//! Encoded by another library than the core, whose tables are its own.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use adsum_core::container::Parcel;
use adsum_core::export::csv::Flavour;
use adsum_core::export::files;
use adsum_core::log::Log;
use adsum_core::question::{Answers, Ask, End};
use adsum_core::report::Options;
use adsum_core::report::rejected::RejectedTable;
use adsum_core::report::smart_sessions::{Sheet, SmartSessions};
use adsum_core::source::Encoding;
use adsum_core::time::{DateOrder, Day, Zone};
use adsum_hostile::fixtures;
use encoding_rs::{WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254};
use std::collections::BTreeMap;

type Encoded = (&'static str, Encoding, Vec<u8>);

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// The text in every encoding that the core reads and that has all its letters. A code page has to be told by
/// letters, so it is only tried where there are some.
fn encoded(text: &str) -> Vec<Encoded> {
    let marked = format!("\u{FEFF}{text}");
    let mut all = vec![
        ("UTF-8", Encoding::Utf8, text.into()),
        ("UTF-8 with a mark", Encoding::Utf8Bom, marked.clone().into()),
        ("UTF-16 LE", Encoding::Utf16Le, utf16(&marked, u16::to_le_bytes)),
        ("UTF-16 BE", Encoding::Utf16Be, utf16(&marked, u16::to_be_bytes)),
        ("UTF-16 LE without mark", Encoding::Utf16Le, utf16(text, u16::to_le_bytes)),
        ("UTF-16 BE without mark", Encoding::Utf16Be, utf16(text, u16::to_be_bytes)),
    ];
    let pages = [
        ("windows-1250", Encoding::Windows1250, WINDOWS_1250),
        ("windows-1251", Encoding::Windows1251, WINDOWS_1251),
        ("windows-1252", Encoding::Windows1252, WINDOWS_1252),
        ("windows-1253", Encoding::Windows1253, WINDOWS_1253),
        ("windows-1254", Encoding::Windows1254, WINDOWS_1254),
    ];
    for (name, encoding, page) in pages {
        let (bytes, _, unmappable) = page.encode(text);
        if !unmappable && !text.is_ascii() {
            all.push((name, encoding, bytes.into_owned()));
        }
    }
    all
}

/// The text of a fixture; none of what is packed, or no text in one piece.
fn text(log: &Log, bytes: &[u8]) -> Option<String> {
    let [file] = log.files.as_slice() else { return None };
    let encoding = match file.encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => encoding_rs::UTF_8,
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
        Encoding::Windows1250 => WINDOWS_1250,
        Encoding::Windows1251 => WINDOWS_1251,
        Encoding::Windows1252 => WINDOWS_1252,
        Encoding::Windows1253 => WINDOWS_1253,
        Encoding::Windows1254 => WINDOWS_1254,
    };
    let (text, broken) = encoding.decode_with_bom_removal(bytes);
    (!broken && !text.contains('\0')).then(|| text.into_owned())
}

fn read(name: &str, bytes: &[u8]) -> Log {
    let mut log = Log::default();
    let mut parcel = Parcel::new(name);
    parcel.push(bytes);
    parcel.finish().into_iter().for_each(|reading| log.add(reading));
    log
}

/// Everything that is said of a log but its encoding: verdicts, counts, rejected records, both reports.
fn said(log: &mut Log) -> String {
    let mut answers = Answers::in_zone(Zone::utc());
    answers.date_order = Some(DateOrder::MonthFirst);
    for question in log.questions(&answers) {
        for file in question.files {
            match question.ask {
                Ask::Day => drop(answers.days.insert(file, Day::of_local(1_770_000_000))),
                Ask::End { .. } => drop(answers.ends.insert(file, End::LastEvent)),
                Ask::Zone { .. } | Ask::DateOrder { .. } => {}
            }
        }
    }
    let options = Options { answers, ..Options::default() };
    let mut out = Vec::new();
    for file in &log.files {
        let verdict = (&file.verdict, file.read, file.used, file.rejected, &file.unknown);
        out.extend_from_slice(format!("{verdict:?}\n").as_bytes());
    }
    let mut part = |bytes: &[u8]| out.extend_from_slice(bytes);
    files::table(&RejectedTable::new(log), Flavour::Data, &mut part);
    let Ok(input) = log.input(&options.answers) else { panic!("a question is open after every answer") };
    if let Ok(range) = files::attendance_range(input, &options) {
        files::attendance(input, &options, &range, Flavour::Data, &mut part);
    }
    if let Ok(range) = input.smart_sessions_range(&options) {
        let report = SmartSessions::new(input, &options, &range);
        for sheet in Sheet::ALL {
            files::table(&report.sheet(sheet), Flavour::Data, &mut part);
        }
    }
    String::from_utf8(out).unwrap()
}

#[test]
fn every_format_reads_the_same_in_every_encoding() {
    // Of each: how many files were read in it, and how many were told to be in another.
    let mut counts: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let mut formats: BTreeMap<&str, u32> = BTreeMap::new();
    for (name, bytes) in fixtures() {
        let log = read(&name, &bytes);
        let Some(text) = text(&log, &bytes).filter(|text| !text.is_empty()) else { continue };
        let mut plain = read(&name, text.as_bytes());
        if let Ok(platform) = &plain.files[0].verdict {
            *formats.entry(platform.code()).or_default() += 1;
        }
        let plain = said(&mut plain);
        for (encoding, expected, bytes) in encoded(&text) {
            let mut other = read(&name, &bytes);
            let (read, mistaken) = counts.entry(encoding).or_default();
            *read += 1;
            // What is only told by its letters may be told wrongly, or to be another in which they are the same.
            let certain = !expected.is_guessed() && !encoding.contains("without");
            if certain || self::text(&other, &bytes).as_ref() == Some(&text) {
                assert!(said(&mut other) == plain, "{name} is another in {encoding}");
            } else {
                *mistaken += 1;
            }
        }
    }
    assert!(formats.len() >= 19, "{formats:?}");
    assert!(counts.values().all(|(read, mistaken)| mistaken * 10 <= *read), "{counts:?}");
    assert_eq!(counts.len(), 11, "{counts:?}");
}
