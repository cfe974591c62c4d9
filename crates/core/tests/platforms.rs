//! Files of platforms to reports: every case of `tests/corpus` that has an `expected.txt`, and the samples
//! beside the repository, where there are any.
//!
//! A case is a folder: its files, `answers.txt` with what a user says of them, `expected.txt` with everything
//! that Adsum says. `ADSUM_BLESS=1 cargo test -p adsum-core --test platforms` writes what it says now.
#![expect(clippy::disallowed_methods, reason = "the files are what it is about")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use adsum_core::container::Parcel;
use adsum_core::export::csv::{self, Flavour};
use adsum_core::intake::{Platform, ReadAs, Refusal};
use adsum_core::log::Log;
use adsum_core::platform::{Fact, Mapping};
use adsum_core::problem::Note;
use adsum_core::question::{Answers, Ask, End, Question};
use adsum_core::report::attendance::Attendance;
use adsum_core::report::{Input, Options};
use adsum_core::time::{DateOrder, Day, Zone, parse, write};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Whether these files belong to the case itself.
const OWN: [&str; 2] = ["answers.txt", "expected.txt"];

/// The producers whose cases this runner is for; those of the native log have their own.
fn is_ours(case: &Path) -> bool {
    case.join("answers.txt").is_file()
}

fn cases(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    if is_ours(folder) {
        found.push(folder.to_owned());
    }
    let mut folders: Vec<_> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.iter().for_each(|folder| cases(folder, found));
}

fn log_of(files: &[(String, Vec<u8>)], chunk: usize) -> Log {
    // Mappings among the files are known before the first is read, as everywhere.
    let mappings = files.iter().filter_map(|(_, bytes)| Mapping::told(bytes)?.ok());
    let mappings: Arc<[Mapping]> = mappings.collect();
    let mut log = Log::default();
    for (name, bytes) in files {
        let mut parcel = Parcel::reading(name.as_str(), ReadAs::Detected(Arc::clone(&mappings)));
        bytes.chunks(chunk).for_each(|bytes| parcel.push(bytes));
        parcel.finish().into_iter().for_each(|reading| log.add(reading));
    }
    log
}

fn files_of(case: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(case).expect("a folder");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let names = paths.iter().filter_map(|path| Some((path, path.file_name()?.to_str()?)));
    let files = names.filter(|(path, name)| path.is_file() && !OWN.contains(name));
    files.map(|(path, name)| (name.to_owned(), std::fs::read(path).expect("a file"))).collect()
}

/// `log-time-zone NAME`, `zone FILE NAME`, `date-order month-first|day-first [FILE]`, `day FILE DAY`,
/// `end FILE TIME|last`; `rejoin-gap SECONDS` and `time-zone NAME` for the report.
fn options_of(text: &str) -> Options {
    let mut options = Options::default();
    let Answers { log_zone, zones, date_order, date_orders, days, ends, .. } = &mut options.answers;
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (key, value) = line.split_once(' ').expect("a key and a value");
        let zone = |name: &str| Zone::named(name).expect("a zone");
        let with_file = || {
            let (file, value) = value.split_once(' ').expect("a file and a value");
            (file.parse::<u32>().expect("a file's number"), value)
        };
        match key {
            "log-time-zone" => *log_zone = Some(zone(value)),
            "zone" => {
                zones.insert(with_file().0, zone(with_file().1));
            }
            "date-order" => {
                let (order, file) = value.split_once(' ').unwrap_or((value, ""));
                let order = match order {
                    "month-first" => DateOrder::MonthFirst,
                    "day-first" => DateOrder::DayFirst,
                    other => panic!("{other} is no order"),
                };
                match file {
                    "" => *date_order = Some(order),
                    file => {
                        date_orders.insert(file.parse().expect("a file's number"), order);
                    }
                }
            }
            "day" => {
                days.insert(with_file().0, Day::parse(with_file().1).expect("a day"));
            }
            "end" => {
                let (file, end) = with_file();
                let at = |text: &str| End::At(parse(text.as_bytes()).expect("a time").seconds);
                ends.insert(file, if end == "last" { End::LastEvent } else { at(end) });
            }
            "rejoin-gap" => options.rejoin_gap = value.parse().expect("seconds"),
            "time-zone" => options.zone = zone(value),
            other => panic!("{other} is no key"),
        }
    }
    options
}

fn clock(local: i64) -> String {
    let mut text = Vec::new();
    write::minute(&mut text, local);
    String::from_utf8(text).expect("text")
}

fn notes_text(notes: &[Note], out: &mut String) {
    for note in notes {
        let _ = write!(out, "  note {}: {}", note.what.code(), note.count);
        if !note.values.is_empty() {
            let _ = write!(out, " {:?}", note.values);
        }
        for place in &note.examples {
            let _ = write!(out, " {}:{}", place.file, place.line);
        }
        out.push('\n');
    }
}

fn question_text(question: &Question, out: &mut String) {
    let state = if question.open { "open" } else { "answered" };
    let (file, line) = (question.position.file, question.position.line);
    let _ = write!(
        out,
        "  {} {state} of {:?} at {file}:{line} `{}`",
        question.code(),
        question.files,
        question.value
    );
    let _ = match &question.ask {
        Ask::Zone { local: Some(local) } => write!(out, " = {}", clock(*local)),
        Ask::DateOrder { month_first, day_first, contradictory } => {
            let contradictory = if *contradictory { ", contradictory" } else { "" };
            write!(out, " = {} or {}{contradictory}", clock(*month_first), clock(*day_first))
        }
        Ask::End { attendees } => write!(out, " {attendees} still there"),
        _ => Ok(()),
    };
    if let Some(day) = question.suggested {
        let _ = write!(out, ", perhaps {day}");
    }
    out.push('\n');
}

fn attendance(input: Input<'_>, options: &Options) -> String {
    let range = input.attendance_range(options).expect("a range");
    let mut bytes = Vec::new();
    let report = Attendance::new(input, options, &range);
    csv::write(&report, Flavour::Data, &mut |part| bytes.extend_from_slice(part));
    String::from_utf8(bytes).expect("a report is UTF-8").replace("\r\n", "\n")
}

/// Everything that Adsum says of these files.
fn account(files: &[(String, Vec<u8>)], options: &Options, chunk: usize) -> String {
    let mut log = log_of(files, chunk);
    let mut out = String::from("files\n");
    for file in &log.files {
        let verdict = match &file.verdict {
            Ok(platform) => platform.code().to_owned(),
            Err(refusal) => format!("{}: {refusal}. {}", refusal.code(), refusal.hint()),
        };
        let _ = writeln!(out, "  {}: {verdict}", file.name);
        for evidence in &file.evidence {
            let _ = writeln!(out, "  because {evidence}");
        }
        let (read, used, rejected) = (file.read, file.used, file.rejected);
        assert_eq!(read, used + rejected, "the counts add up");
        let _ = writeln!(out, "  {:?}, {read} read, {used} used, {rejected} rejected", file.encoding);
        let unknown: Vec<_> = file.unknown.iter().map(|unknown| unknown.code()).collect();
        let _ = writeln!(out, "  unknown: {}", unknown.join(", "));
        notes_text(&file.notes, &mut out);
    }
    for rejected in log.rejected.iter() {
        let place = rejected.position;
        let (file, line, column) = (place.file, place.line, place.column);
        let _ = writeln!(
            out,
            "  rejected {file}:{line}:{column} {} `{}` in `{}`",
            rejected.reason.code(),
            rejected.value,
            rejected.record
        );
    }
    out.push_str("questions\n");
    log.questions(&Answers::default()).iter().for_each(|question| question_text(question, &mut out));
    out.push_str("answered\n");
    log.questions(&options.answers).iter().for_each(|question| question_text(question, &mut out));
    out.push_str("report\n");
    match log.input(&options.answers) {
        Err(unanswered) => {
            let _ = writeln!(out, "  {unanswered}");
        }
        Ok(input) => {
            notes_text(&input.timeline.notes, &mut out);
            out.push_str(&attendance(input, options));
        }
    }
    out
}

#[test]
fn every_case_is_as_expected() {
    let mut found = Vec::new();
    cases(&root().join("tests/corpus"), &mut found);
    assert!(!found.is_empty(), "the corpus is there");
    let bless = std::env::var("ADSUM_BLESS").is_ok();
    let mut wrong = Vec::new();
    for case in found {
        let files = files_of(&case);
        let options = options_of(&std::fs::read_to_string(case.join("answers.txt")).expect("answers"));
        let whole = account(&files, &options, usize::MAX);
        for chunk in [1, 2, 7, 64] {
            assert_eq!(account(&files, &options, chunk), whole, "{} in chunks of {chunk}", case.display());
        }
        if bless {
            std::fs::write(case.join("expected.txt"), &whole).expect("written");
        }
        let expected = std::fs::read_to_string(case.join("expected.txt")).unwrap_or_default();
        if expected != whole {
            wrong.push(format!("{}:\n--- expected\n{expected}\n--- found\n{whole}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a sample is told to be, and how many of its records are read, used and rejected.
const SAMPLES: [(&str, &str, [u64; 3]); 26] = [
    ("bbb/events_2_5.xml", "bbb-events", [6, 6, 0]),
    ("bbb/events_2_6.xml", "bbb-events", [6, 6, 0]),
    ("bbb/events_2018_no_utc.xml", "bbb-events", [5, 5, 0]),
    ("bbb/no_events.xml", "bbb-events", [0, 0, 0]),
    ("bbb/learning_dashboard_v1.json", "bbb-dashboard", [4, 4, 0]),
    ("bbb/learning_dashboard_v2.json", "bbb-dashboard", [4, 4, 0]),
    ("collaborate/collaborate_attendance_20col.csv", "collaborate", [2, 2, 0]),
    ("collaborate/collaborate_attendance_16col_old.csv", "collaborate", [1, 1, 0]),
    ("teams/report_2022_en-GB_utf16be.csv", "teams-report", [14, 14, 0]),
    ("teams/report_2026_en_4sections.csv", "teams-report", [9, 9, 0]),
    ("webex/webex_attendees_utf16le.csv", "webex", [3, 3, 0]),
    ("meet/meet_attendance_en.csv", "meet-csv", [2, 2, 0]),
    ("meet/admin_reports_call_ended.json", "meet-admin", [3, 3, 0]),
    ("meet/meet_rest_participants_and_sessions.json", "meet-rest", [3, 3, 0]),
    ("jitsi/event_sync.ndjson", "jitsi-events", [4, 4, 0]),
    ("adobe/adobe_connect_report-meeting-attendance.xml", "adobe-connect", [3, 3, 0]),
    ("teams/meeting_summary_2021.csv", "teams-summary", [3, 3, 0]),
    ("teams/live_event.csv", "teams-live", [3, 3, 0]),
    ("graph/graph_meetingAttendanceReport.json", "graph-report", [2, 2, 0]),
    ("teams/attendance_list_2020_utf16le.csv", "teams-list", [38, 38, 0]),
    ("zoom/webinar_2026.csv", "zoom-webinar", [5, 5, 0]),
    ("zoom/webhook_events.ndjson", "zoom-webhooks", [4, 4, 0]),
    ("zoom/participants_2026.csv", "zoom-participants", [5, 5, 0]),
    ("zoom/participants_ja_resaved.csv", "zoom-participants", [204, 204, 0]),
    ("zoom/meetinglistdetails_2025_08_01_2025_08_31.csv", "zoom-meetings", [61, 61, 0]),
    ("zoom/meetinglistdetails_2025_09_01_2025_09_30.csv", "zoom-meetings", [185, 185, 0]),
];

/// Why a sample is refused.
const REFUSED: [(&str, &str); 3] = [
    ("bbb/empty.xml", "empty"),
    ("bbb/not_a_recording.xml", "no-columns"),
    ("moodle/log_en_excerpt.csv", "of-no-use"),
];

/// The samples' folder, where it is there.
fn samples() -> Option<PathBuf> {
    [root().join("../shared/samples"), root().join("../../shared/samples")]
        .into_iter()
        .find(|folder| folder.is_dir())
}

fn sample(folder: &Path, name: &str) -> (String, Vec<u8>) {
    (name.to_owned(), std::fs::read(folder.join(name)).expect("a sample"))
}

#[test]
fn samples_are_told_and_counted() {
    let Some(folder) = samples() else { return };
    for (name, platform, counts) in SAMPLES {
        let log = log_of(&[sample(&folder, name)], usize::MAX);
        let file = &log.files[0];
        let verdict = file.verdict.as_ref().map(|platform| platform.code());
        assert_eq!(verdict, Ok(platform), "{name}");
        assert_eq!([file.read, file.used, file.rejected], counts, "{name}: {:?}", log.rejected);
    }
}

/// What no adapter is listed for above is taken for nobody's: no platform's file is taken for another's.
#[test]
fn other_samples_are_nobodys() {
    let Some(folder) = samples() else { return };
    let mut names = Vec::new();
    for producer in std::fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let Ok(files) = std::fs::read_dir(producer.path()) else { continue };
        let producer = producer.file_name().into_string().expect("a name");
        names.extend(files.map(|file| {
            format!("{producer}/{}", file.expect("an entry").file_name().to_str().expect("a name"))
        }));
    }
    names.retain(|name| SAMPLES.iter().all(|(known, ..)| known != name));
    for name in names {
        let log = log_of(&[sample(&folder, &name)], usize::MAX);
        assert!(log.files[0].verdict.is_err(), "{name}: {:?}", log.files[0].verdict);
        let code = log.files[0].verdict.as_ref().err().map(|refusal| refusal.code());
        let known = REFUSED.iter().find(|(known, _)| *known == name).map(|&(_, code)| code);
        assert_eq!(code, known, "{name}: a sample has an expectation");
    }
}

/// Files are cut off and garbled: whatever becomes of them, it is accounted for.
#[test]
fn cut_and_garbled_files_are_accounted_for() {
    let mut found = Vec::new();
    cases(&root().join("tests/corpus"), &mut found);
    for case in found {
        let options = options_of(&std::fs::read_to_string(case.join("answers.txt")).expect("answers"));
        for (name, bytes) in files_of(&case) {
            for part in 0..32 {
                let cut = bytes.len() * part / 32;
                account(&[(name.clone(), bytes[..cut].to_owned())], &options, usize::MAX);
                let mut garbled = bytes.clone();
                for place in (part..garbled.len()).step_by(97) {
                    garbled[place] = b"9,\"<\n}0"[place % 7];
                }
                account(&[(name.clone(), garbled)], &options, usize::MAX);
            }
        }
    }
}

/// Every file of the corpus, and every sample.
fn all_files() -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    cases(&root().join("tests/corpus"), &mut found);
    let mut files: Vec<_> = found.iter().flat_map(|case| files_of(case)).collect();
    if let Some(folder) = samples() {
        files.extend(SAMPLES.iter().map(|(name, ..)| sample(&folder, name)));
    }
    files
}

fn read(name: &str, bytes: &[u8], read_as: ReadAs) -> Log {
    let mut parcel = Parcel::reading(name, read_as);
    parcel.push(bytes);
    let mut log = Log::default();
    parcel.finish().into_iter().for_each(|reading| log.add(reading));
    log
}

/// Whatever somebody says of a file: it is read so, or refused with a reason, and what it says is counted.
#[test]
fn every_file_can_be_said_to_be_anything() {
    let files = all_files();
    assert!(files.len() > 50, "the files are there");
    for (name, bytes) in &files {
        let told = read(name, bytes, ReadAs::default()).files[0].verdict.clone();
        for platform in Platform::ALL {
            let mut log = read(name, bytes, ReadAs::Platform(platform));
            let file = &log.files[0];
            match &file.verdict {
                Ok(found) => assert_eq!(*found, platform, "{name}"),
                Err(refusal) => assert!(!refusal.to_string().is_empty() && !refusal.hint().is_empty()),
            }
            assert_eq!(file.read, file.used + file.rejected, "{name} as {}", platform.code());
            if told == Ok(platform) && platform != Platform::Mapped {
                assert_eq!(file.verdict, told, "{name}: what it is, it can be said to be");
            }
            let _ = log.input(&Answers::in_zone(Zone::UTC)).map(|input| input.overview());
        }
    }
}

/// A mapping that names the columns of a platform's own file leaves that file to the platform, unless
/// somebody says otherwise.
#[test]
fn a_mapping_takes_no_file_of_a_platform() {
    for (name, bytes) in all_files() {
        let log = read(&name, &bytes, ReadAs::default());
        let (Ok(platform), Some(first)) = (&log.files[0].verdict, &log.files[0].first_rows) else { continue };
        if *platform == Platform::Mapped || first.columns.len() < 2 {
            continue;
        }
        let columns = [(Fact::Name, 0), (Fact::Join, 1)].map(|(fact, n)| (fact, first.columns[n].clone()));
        let mappings: Arc<[Mapping]> = [Mapping { columns: columns.into(), ..Mapping::default() }].into();
        let kept = read(&name, &bytes, ReadAs::Detected(Arc::clone(&mappings)));
        assert_eq!(kept.files[0].verdict.as_ref(), Ok(platform), "{name}");
        let taken = read(&name, &bytes, ReadAs::Mapped(mappings));
        assert_eq!(taken.files[0].verdict, Ok(Platform::Mapped), "{name}");
    }
}

#[test]
fn a_mapping_that_does_not_fit_says_what_is_missing() {
    let columns = [(Fact::Name, "who".to_owned()), (Fact::Join, "when".to_owned())].into();
    let mappings: Arc<[Mapping]> = [Mapping { columns, ..Mapping::default() }].into();
    let log = read("x.csv", b"who,then\nAda,2026-03-02 09:00\n", ReadAs::Mapped(mappings));
    assert_eq!(log.files[0].verdict, Err(Refusal::NotMapped { missing: vec!["when".to_owned()] }));
}

/// What a few lines of another language found in the two genuine files: rows, meetings, and rejoins by gap.
#[test]
fn genuine_meetings_have_their_known_figures() {
    let Some(folder) = samples() else { return };
    let names = [
        "zoom/meetinglistdetails_2025_08_01_2025_08_31.csv",
        "zoom/meetinglistdetails_2025_09_01_2025_09_30.csv",
    ];
    let mut log = log_of(&names.map(|name| sample(&folder, name)), usize::MAX);
    assert_eq!(log.counts(), (246, 246, 0));
    let answers = Answers::in_zone(Zone::named("America/New_York").expect("a zone"));
    let input = log.input(&answers).expect("no question is open");
    assert_eq!(input.overview().occurrences, 23);
    let options = Options { answers: answers.clone(), ..Options::default() };
    let rejoins = |gap: u32| -> u64 {
        let options = Options { rejoin_gap: gap, ..options.clone() };
        let text = attendance(input, &options);
        let mut rows = ::csv::Reader::from_reader(text.as_bytes());
        let rows = rows.records().map(|row| row.expect("a row"));
        rows.map(|row| row[17].parse::<u64>().expect("a count")).sum()
    };
    assert_eq!([rejoins(0), rejoins(10), rejoins(60)], [33, 17, 10]);
}
