//! A file that is read in parts is the same file, wherever it was cut.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use adsum_core::container::Parcel;
use adsum_core::export::csv::Flavour;
use adsum_core::export::files;
use adsum_core::intake::{Begun, Part, Reading};
use adsum_core::log::Log;
use adsum_core::question::Answers;
use adsum_core::report::Options;
use adsum_core::sample::{self, Sample, Size};

/// All that can be known of a file that was read.
fn account(readings: Vec<Reading>) -> String {
    let mut account = String::new();
    let mut log = Log::default();
    for reading in readings {
        account += &format!("{:?}\n", reading.file);
        for rejected in reading.rejected.iter() {
            account += &format!("{rejected:?}\n");
        }
        account += &format!("{:?}\n", reading.rejected.by_reason());
        log.add(reading);
    }
    let input = log.input(&Answers::default()).unwrap();
    account += &format!("{:?}\n", input.timeline.notes);
    let mut out = Vec::new();
    let options = Options::default();
    let range = input.attendance_range(&options).unwrap();
    files::attendance(input, &options, &range, Flavour::Data, &mut |part| out.extend_from_slice(part));
    files::events(input, &mut |part| out.extend_from_slice(part));
    account + &String::from_utf8_lossy(&out)
}

fn whole(bytes: &[u8]) -> String {
    let mut parcel = Parcel::new("log.csv");
    parcel.push(bytes);
    account(parcel.finish())
}

/// Reads it cut in these places, each at the beginning of a line; how many parts were taken up, and the account.
fn in_parts(bytes: &[u8], cuts: &[usize]) -> (usize, String) {
    let mut parcel = Parcel::new("log.csv");
    parcel.push(&bytes[..cuts[0]]);
    let mut taken = 0;
    for (place, &from) in cuts.iter().enumerate() {
        let range = &bytes[from..cuts.get(place + 1).copied().unwrap_or(bytes.len())];
        // As who reads them side by side has it: it went to another, and came back.
        let ends = place + 1 == cuts.len();
        let part = parcel.begun().and_then(|begun| {
            let mut part = Begun::from_bytes(&begun.to_bytes()).unwrap().part();
            part.push(range);
            part.finish(ends)
        });
        let part = part.map(|part| Part::from_bytes(&part.to_bytes()).unwrap());
        if part.is_some_and(|part| parcel.take_up(&part)) {
            taken += 1;
        } else {
            parcel.push(range);
        }
    }
    (taken, account(parcel.finish()))
}

fn line_starts(bytes: &[u8]) -> Vec<usize> {
    let after = bytes.iter().zip(1..).filter(|(byte, _)| **byte == b'\n').map(|(_, after)| after);
    after.collect()
}

/// So long that it tells what the file is encoded in, and all behind it may be read in parts.
fn header() -> String {
    format!("time,event,session_id,display_name,{}\n", "x".repeat(600))
}

fn record(second: u32, event: &str, name: &str) -> String {
    format!("2026-03-02T09:{:02}:{:02}Z,{event},algebra,{name},\n", second / 60 % 60, second % 60)
}

/// Cuts it at every two of its lines: how often a part was taken up.
fn every_cut(case: &str) -> usize {
    let bytes = case.as_bytes();
    let whole = whole(bytes);
    let starts = line_starts(bytes);
    let mut taken = 0;
    for (place, &first) in starts.iter().enumerate() {
        for second in &starts[place..] {
            let (parts, account) = in_parts(bytes, &[first, *second]);
            taken += parts;
            assert_eq!(account, whole, "{case:?} cut at {first} and {second}");
        }
    }
    taken
}

#[test]
fn every_cut_of_a_hostile_file_gives_the_same() {
    let records = |names: &[&str]| -> String {
        let joined = (0..).zip(names).map(|(second, name)| record(second, "joined", name));
        let left = (60..).zip(names).map(|(second, name)| record(second, "left", name));
        std::iter::once(header()).chain(joined).chain(left).collect()
    };
    let cases = [
        records(&["Ann", "Bo", "Cy"]),
        records(&["Ann", "\"Bo\nLee\"", "\"2026-03-02T09:00:00Z,joined,algebra,Eve,\n\"", "Cy"]),
        records(&["\"one\n\ntwo\n\"\"three\"\"\n\"", "\"a,b\"", "x\"y"]),
        // Quotes that never close: one, and more than are believed.
        records(&["Ann", "\"Bo", "Cy"]),
        records(&["\"a"; 12]),
        records(&["Ann", "Bo,too many", "Cy", ""]),
        records(&["Ann", "Bo"]).replace('\n', "\r\n"),
        records(&["Ann", "Bo"]).trim_end().to_owned(),
        format!("\u{FEFF}{}", records(&["Ann", "Bo"])),
        records(&["Ann", "Zoë"]),
        records(&["Ann", "Bo"]).replace(',', ";"),
        records(&["Ann", "Bo"]).replace("\n2026", "\n\n\n2026"),
        format!("\n{}", records(&["Ann", "Bo"])),
        records(&["Ann", "Bo"]).replace("time,event", "\"time\",\"event\""),
        format!("\"x\nx\",{}{}", header(), record(1, "joined", "Ann")),
    ];
    let taken: usize = cases.iter().map(|case| every_cut(case)).sum();
    assert!(taken > 100, "only {taken} parts were taken up");
}

#[test]
fn every_cut_of_hostile_lines_gives_the_same() {
    let object = |second: u32, event: &str, name: &str, more: &str| {
        let time = format!("2026-03-02T09:{:02}:{:02}Z", second / 60 % 60, second % 60);
        format!(
            r#"{{"time":"{time}","event":"{event}","session_id":"algebra","display_name":"{name}"{more}}}"#
        ) + "\n"
    };
    let records = |more: [&str; 3]| -> String {
        let joined =
            (0..).zip(more).map(|(n, more)| object(n, "joined", ["Ann", "Bo", "Cy"][n as usize], more));
        let left =
            (0..).zip(more).map(|(n, more)| object(60 + n, "left", ["Ann", "Bo", "Cy"][n as usize], more));
        joined.chain(left).collect()
    };
    let plain = records([""; 3]);
    // As many unknown keys as are remembered, and more.
    let many: Vec<String> =
        (0..3).map(|n| (0..600).map(|key| format!(r#","k{}":1"#, key + 400 * n)).collect()).collect();
    let cases = [
        plain.clone(),
        records([r#","b":1"#, r#","a":1,"b":2"#, r#","c":[{"x":"}\n"}]"#]),
        records([many[0].as_str(), many[1].as_str(), many[2].as_str()]),
        plain.replace("Ann", "Zoë"),
        plain.replace("Bo", "\u{FEFF}\u{202E}Bo"),
        plain.replace("Bo", r#"\ud83d\ude00 \"Bo\""#),
        plain.replace('\n', "\r\n"),
        plain.trim_end().to_owned(),
        format!("\u{FEFF}{plain}"),
        plain.replace("\n{", "\n\n  \n{"),
        // No objects at all, also where a part begins.
        plain.replace("\n{", "\ntime,event\n\u{FEFF}\n\0\0\0\0\0\0\0\0\n[]\nnull\n{\n{"),
        plain.replace("Bo", "\n"),
        plain.replace("\"Bo\"", "{}").replace("\"left\"", "7"),
    ];
    let taken: usize = cases.iter().map(|case| every_cut(case)).sum();
    assert!(taken > 100, "only {taken} parts were taken up");
}

#[test]
fn lines_that_are_no_text_are_counted_in_parts_as_well() {
    let mut bytes = Vec::new();
    for n in 0..20 {
        let name: &[u8] = if n % 3 == 0 { b"\xFFnn" } else { "Zoë".as_bytes() };
        bytes.extend_from_slice(format!("{{\"time\":\"2026-03-02T09:00:{n:02}Z\",\"event\":\"joined\",\"session_id\":\"a\",\"display_name\":\"").as_bytes());
        bytes.extend_from_slice(name);
        bytes.extend_from_slice(b"\"}\n");
    }
    // Known to be UTF-8 once there is enough of it.
    bytes.extend_from_slice("é".repeat(40_000).as_bytes());
    bytes.push(b'\n');
    bytes.extend_from_within(..line_starts(&bytes)[3]);
    let whole = whole(&bytes);
    for cut in line_starts(&bytes) {
        assert_eq!(in_parts(&bytes, &[cut]).1, whole, "cut at {cut}");
    }
}

#[test]
fn a_long_log_is_read_in_parts_and_not_again() {
    for utf8 in [true, false] {
        let mut bytes = Vec::new();
        sample::write(Sample::Classes, Size::Bytes(600_000), &mut |part| bytes.extend_from_slice(part));
        if !utf8 {
            // A byte that is no UTF-8, early and late: replaced, and counted.
            let name = bytes.iter().position(|byte| !byte.is_ascii()).unwrap();
            bytes[name] = b'\xFF';
            let late = bytes.iter().rposition(|byte| !byte.is_ascii()).unwrap();
            bytes[late] = b'\xFF';
        }
        let starts = line_starts(&bytes);
        let cuts = [1, 2, 3].map(|n| starts[starts.len() / 4 * n]);
        let (taken, account) = in_parts(&bytes, &cuts);
        assert_eq!(taken, 3);
        assert!(account == whole(&bytes), "in parts it is another log");
    }
}
