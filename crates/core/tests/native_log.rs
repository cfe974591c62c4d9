//! The event log that is written from any files and read again: it must give the same reports, byte for byte,
//! of every file of the corpus, of every case as a whole, and of every sample, where they are there. From the
//! same files comes the table of formats in the README, which `ADSUM_BLESS=1` writes anew.

#![expect(clippy::disallowed_methods, reason = "the files are what it is about")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use adsum_core::export::csv::Flavour;
use adsum_core::export::files;
use adsum_core::intake::{Intake, Platform};
use adsum_core::log::Log;
use adsum_core::question::{Answers, Ask, End};
use adsum_core::report::smart_sessions::{Sheet, SmartSessions};
use adsum_core::report::{Input, Options};
use adsum_core::time::{DateOrder, Day, Zone};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

type File = (String, Vec<u8>);

/// What belongs to a case and is no log.
const OWN: [&str; 5] = ["answers.txt", "expected.txt", "options.txt", "why.txt", "README.md"];

/// Every file in this folder and those in it, by the folder that it lies in.
fn folders(folder: &Path, found: &mut Vec<Vec<File>>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            folders(&path, found);
        } else if !OWN.contains(&name) {
            files.push((name.to_owned(), std::fs::read(&path).expect("a file")));
        }
    }
    if !files.is_empty() {
        found.push(files);
    }
}

fn log_of<'a>(files: impl IntoIterator<Item = &'a File>) -> Log {
    let mut log = Log::default();
    for (name, bytes) in files {
        let mut intake = Intake::new(name.as_str());
        intake.push(bytes);
        log.add(intake.finish());
    }
    log
}

/// Answers to whatever is open.
fn answers(log: &Log) -> Answers {
    let mut answers = Answers::in_zone(Zone::named("Europe/Lisbon").expect("a zone"));
    answers.date_order = Some(DateOrder::DayFirst);
    for question in log.questions(&answers) {
        for &file in &question.files {
            match question.ask {
                Ask::Day => {
                    answers.days.insert(file, Day::parse("2026-03-29").expect("a day"));
                }
                Ask::End { .. } => {
                    answers.ends.insert(file, End::LastEvent);
                }
                Ask::Zone { .. } | Ask::DateOrder { .. } => {}
            }
        }
    }
    answers
}

/// The attendance report and the seven sheets, in two zones and with two gaps.
fn reports(input: Input<'_>) -> String {
    let mut out = Vec::new();
    let mut give = |part: &[u8]| out.extend_from_slice(part);
    for (zone, rejoin_gap) in [("UTC", 0), ("Asia/Kathmandu", 60)] {
        let zone = Zone::named(zone).expect("a zone");
        let options = Options { zone, rejoin_gap, ..Options::default() };
        let range = input.attendance_range(&options).expect("a range");
        files::attendance(input, &options, &range, Flavour::Data, &mut give);
        let range = input.smart_sessions_range(&options).expect("a range");
        let report = SmartSessions::new(input, &options, &range);
        for sheet in Sheet::ALL {
            files::table(&report.sheet(sheet), Flavour::Data, &mut give);
        }
    }
    String::from_utf8(out).expect("reports are UTF-8")
}

fn events(input: Input<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    files::events(input, &mut |part| bytes.extend_from_slice(part));
    bytes
}

/// Writes the events of these files, reads them and compares; how many events there were.
fn comes_back(files: &[&File]) -> u64 {
    let name = || files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    let mut log = log_of(files.iter().copied());
    let answers = answers(&log);
    let input = log.input(&answers).unwrap_or_else(|open| panic!("{}: {open}", name()));
    let (written, expected, count) = (events(input), reports(input), u64::from(input.ledger.len()));

    let mut again = log_of([&("events.csv".to_owned(), written.clone())]);
    assert_eq!(again.files[0].verdict, Ok(Platform::NativeCsv), "{}", name());
    assert_eq!(again.counts(), (count, count, 0), "{}: {:?}", name(), again.rejected);
    assert_eq!(again.files[0].notes, [], "{}", name());
    let input = again.input(&Answers::default()).expect("an event log leaves nothing open");
    let found = reports(input);
    if found != expected {
        let other = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
        panic!("{}: {other:?}\n{}", name(), String::from_utf8_lossy(&written));
    }
    assert_eq!(events(input), written, "{}: what was read is written the same", name());

    let mut backwards = log_of(files.iter().rev().copied());
    if files.len() > 1 && answers.days.is_empty() && answers.ends.is_empty() {
        let input = backwards.input(&answers).expect("the same questions");
        assert_eq!(events(input), written, "{}: files backwards", name());
    }
    count
}

#[test]
fn the_same_reports_come_of_what_was_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut cases = Vec::new();
    folders(&root.join("tests/corpus"), &mut cases);
    assert!(cases.len() > 100, "the corpus is there");
    for samples in ["../shared/samples", "../../shared/samples"] {
        folders(&root.join(samples), &mut cases);
    }
    let mut count = 0;
    for case in &cases {
        for file in case {
            count += comes_back(&[file]);
        }
        count += comes_back(&case.iter().collect::<Vec<_>>());
    }
    assert!(count > 1_000, "{count} events are not much");
}

/// What no event can say: a total and rejoins that are stated, and rejoins that nobody knows.
#[test]
fn what_is_stated_is_written() {
    let text = "\
time,event,session_id,username,stated_seconds,stated_rejoins
2026-03-02T09:00:00Z,joined,s,ada,1800,2
2026-03-02T10:00:00Z,left,s,ada,,
2026-03-02T09:00:00Z,joined,s,ben,,UNKNOWN
2026-03-02T09:00:00Z,joined,s,cleo,-1,
2026-03-02T09:00:00Z,joined,s,cleo,,often
2026-03-02T09:00:00Z,joined,s,cleo,9999999999999999,
";
    let mut log = log_of([&("log.csv".to_owned(), text.as_bytes().to_owned())]);
    let reasons: Vec<_> =
        log.rejected.iter().map(|rejected| (rejected.position.line, rejected.reason.code())).collect();
    assert_eq!(reasons, [(5, "stated-unreadable"), (6, "stated-unreadable"), (7, "stated-unreadable")]);
    let input = log.input(&Answers::default()).expect("nothing is open");
    let found = String::from_utf8(events(input)).expect("text");
    assert_eq!(
        found.replace("\r\n", "\n"),
        "\
time,event,session_id,instance_id,username,stated_seconds,stated_rejoins
2026-03-02T09:00:00Z,joined,s,s,ada,1800,2
2026-03-02T09:00:00Z,joined,s,s,ben,,unknown
2026-03-02T10:00:00Z,left,s,s,ada,,
"
    );
    let report = reports(input);
    assert!(report.contains(",00:30:00,2,") && report.contains(",01:00:00,,"), "{report}");
}

/// What a platform's files are told by, in users' words; in the order of the table.
const TOLD_BY: [(&str, &str); 19] = [
    ("teams-report", "numbered sections and a column with “(UPN)”, in any language"),
    ("teams-summary", "one table whose last column has “(UPN)”, in any language"),
    ("teams-list", "three columns: name, action, time; the actions in English, or by their order"),
    ("teams-live", "its column names"),
    ("graph-report", "its keys"),
    (
        "zoom-participants",
        "its column names, or in other languages brackets in two headers and minutes that fit the times",
    ),
    ("zoom-meetings", "the same, with the meeting’s columns before them"),
    ("zoom-webinar", "“Topic, Webinar ID” and its tables of attendees"),
    ("zoom-webhooks", "“meeting.…” events with a payload"),
    ("bbb-events", "the element `recording` with a meeting’s events"),
    ("bbb-dashboard", "its keys"),
    ("bbb-dashboard-csv", "TRUE or FALSE, two times and a duration at their places, in any language"),
    ("collaborate", "its column names"),
    ("meet-csv", "its column names, in English"),
    ("meet-admin", "`call_ended` events"),
    ("meet-rest", "names that begin with `conferenceRecords/`"),
    ("webex", "its column names, or in other languages four times at their places"),
    ("jitsi-events", "`muc-…` events"),
    ("adobe-connect", "the element `report-meeting-attendance`"),
];

/// What is known of a platform's files from the corpus.
#[derive(Default)]
struct Known {
    name: &'static str,
    events: BTreeSet<String>,
    /// By what they do not tell: of how many files that is said.
    unknown: BTreeMap<&'static str, usize>,
    files: usize,
}

fn known(cases: &[Vec<File>]) -> BTreeMap<&'static str, Known> {
    let mut platforms: BTreeMap<&'static str, Known> = BTreeMap::new();
    for file in cases.iter().flatten() {
        let mut log = log_of([file]);
        let summary = log.files[0].clone();
        let Ok(platform) = summary.verdict else { continue };
        let known = platforms.entry(platform.code()).or_default();
        known.name = platform.name();
        known.files += 1;
        for unknown in &summary.unknown {
            *known.unknown.entry(unknown.text()).or_default() += 1;
        }
        let answers = answers(&log);
        let written = events(log.input(&answers).expect("all is answered"));
        let mut rows = ::csv::Reader::from_reader(written.as_slice());
        known.events.extend(rows.records().map(|row| row.expect("a row")[1].to_owned()));
    }
    platforms
}

fn table(known: &BTreeMap<&'static str, Known>) -> String {
    let mut table = String::from("| file | told by | events | unknown |\n| --- | --- | --- | --- |\n");
    for (code, told_by) in TOLD_BY {
        let known = known.get(code).unwrap_or_else(|| panic!("the corpus has nothing of {code}"));
        let events: Vec<_> = known.events.iter().map(|event| format!("`{event}`")).collect();
        let of = |always: bool| {
            let unknown = known.unknown.iter().filter(move |&(_, &count)| (count == known.files) == always);
            unknown.map(|(unknown, _)| *unknown).collect::<Vec<_>>().join("; ")
        };
        let unknown = match (of(true), of(false)) {
            (always, sometimes) if sometimes.is_empty() => always,
            (always, sometimes) if always.is_empty() => format!("sometimes: {sometimes}"),
            (always, sometimes) => format!("{always}; sometimes: {sometimes}"),
        };
        table.push_str(&format!("| {} | {told_by} | {} | {unknown} |\n", known.name, events.join(", ")));
    }
    table
}

#[test]
fn the_table_in_the_readme_is_what_the_corpus_shows() {
    const MARKS: [&str; 2] = ["<!-- formats, made by a test -->\n", "<!-- end of formats -->"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut cases = Vec::new();
    folders(&root.join("tests/corpus"), &mut cases);
    let known = known(&cases);
    let listed: BTreeSet<&str> = TOLD_BY.iter().map(|&(code, _)| code).collect();
    let met = known.keys().copied().filter(|code| !code.starts_with("native"));
    assert_eq!(met.collect::<BTreeSet<_>>(), listed, "every format has its row");
    let readme = std::fs::read_to_string(root.join("README.md")).expect("the README");
    let (before, rest) = readme.split_once(MARKS[0]).expect("where the table begins");
    let (found, after) = rest.split_once(MARKS[1]).expect("where the table ends");
    let made = table(&known);
    if std::env::var_os("ADSUM_BLESS").is_some() {
        let readme = [before, MARKS[0], &made, MARKS[1], after].concat();
        std::fs::write(root.join("README.md"), readme).expect("written");
    } else {
        assert_eq!(found, made);
    }
}
