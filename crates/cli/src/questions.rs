//! What the files leave open: asked on the terminal as the page asks it, with the option that answers.

use crate::failure::{Failure, name};
use crate::inspect::place;
use crate::words::{count, minute, shortened};
use adsum_core::intake::{FileSummary, Platform};
use adsum_core::log::Log;
use adsum_core::question::{Answers, Ask, End, Question, as_asked};
use adsum_core::report::Input;
use adsum_core::time::{DateOrder, Zone};
use std::fmt::Write as _;
use std::path::Path;

/// How many characters of a value are shown.
const VALUE: usize = 60;

/// The log, ready for reports; a failure that asks where something is open.
pub(crate) fn input<'a>(log: &'a mut Log, answers: &Answers) -> Result<Input<'a>, Failure> {
    check(log, answers)?;
    let mut open = as_asked(log.questions(answers));
    open.retain(|question| question.open);
    if !open.is_empty() {
        let mut text = String::new();
        open.iter().for_each(|question| ask(&mut text, log, answers, question));
        let message = "the files leave something open, and nothing is guessed";
        return Err(Failure::failed(message, text.trim_end()));
    }
    log.input(answers).map_err(|error| Failure::failed(error.to_string(), ""))
}

/// Refuses what is said of the clock of a single event log: all event logs have one.
pub(crate) fn check(log: &Log, answers: &Answers) -> Result<(), Failure> {
    let is_native =
        |file: &FileSummary| matches!(file.verdict, Ok(Platform::NativeCsv | Platform::NativeNdjson));
    let mut told = answers.zones.keys().filter_map(|&number| log.files.get(number as usize));
    match told.find(|file| is_native(file)) {
        None => Ok(()),
        Some(file) => Err(Failure::usage(
            format!(
                "{} is an event log: its time zone cannot be told for it alone",
                name(Path::new(&file.name))
            ),
            "Write --log-time-zone ZONE, which is for all event logs, or give its times an offset.",
        )),
    }
}

/// All questions, with what was taken or what answers them.
pub(crate) fn write(out: &mut String, log: &Log, answers: &Answers) {
    let questions = as_asked(log.questions(answers));
    if questions.is_empty() {
        return;
    }
    out.push_str("\nQuestions\n");
    for question in &questions {
        let mut text = String::new();
        match taken(log, answers, question) {
            Some(taken) => {
                let _ = writeln!(text, "{} {taken}", question.text());
                value(&mut text, log, question);
            }
            None => ask(&mut text, log, answers, question),
        }
        text.lines().for_each(|line| {
            let _ = writeln!(out, "  {line}");
        });
    }
}

fn ask(out: &mut String, log: &Log, answers: &Answers, question: &Question) {
    let _ = writeln!(out, "{}", question.text());
    value(out, log, question);
    let file = log.files.get(question.position.file as usize).map_or("FILE", |file| file.name.as_str());
    match question.ask {
        Ask::DateOrder { month_first, day_first, contradictory } => {
            if contradictory {
                out.push_str("  Other files prove one order, and others the other.\n");
            }
            for (answer, read) in [("month-first", month_first), ("day-first  ", day_first)] {
                let _ = writeln!(out, "  --date-order {answer} reads it as {}", minute(read));
            }
        }
        Ask::Zone { .. } => out.push_str(
            "  --log-time-zone ZONE says so, for example Europe/Berlin; FILE=ZONE says it of one file\n",
        ),
        Ask::Day => {
            out.push_str("  --day FILE=DAY says so, for example --day FILE=2026-03-02\n");
            if let Some(day) = question.suggested {
                let file = name(Path::new(file));
                let _ = writeln!(out, "  the name has a day; if it is the one: --day {file}={day}");
            }
        }
        Ask::End { .. } => {
            out.push_str("  --ended FILE=TIME says so, for example --ended FILE=2026-03-02T10:30, or FILE=last for its last event\n");
            if let Some((saved, zone)) = saved(Path::new(file), answers.zone_of(question.position.file)) {
                let _ =
                    writeln!(out, "  the file was last saved at {saved} ({zone}): hardly later than that");
            }
        }
    }
}

/// When a file was saved last, on this zone's clock.
fn saved(path: &Path, zone: Option<&Zone>) -> Option<(String, &'static str)> {
    let time = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?.modified().ok()?;
    let seconds = time.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs();
    let utc = Zone::UTC;
    let zone = zone.unwrap_or(&utc);
    Some((minute(zone.local(i64::try_from(seconds).ok()?)), zone.name()))
}

/// Of which files it is asked, and the first value that it is about.
fn value(out: &mut String, log: &Log, question: &Question) {
    let named = |&number: &u32| Some(name(Path::new(&log.files.get(number as usize)?.name)));
    let files: Vec<_> = question.files.iter().filter_map(named).collect();
    let _ = writeln!(out, "  of {}", files.join(", "));
    match question.ask {
        Ask::End { attendees } => {
            let there = count(attendees, "attendee was", "attendees were");
            let _ = writeln!(out, "  {there} still there when the file was made");
        }
        _ => {
            let value = shortened(&question.value, VALUE);
            let _ = writeln!(out, "  {} has {value}", place(log, question.position));
        }
    }
}

/// What was taken for an answer; none where it is open. Where it is not the same of all files, of each.
pub(crate) fn taken(log: &Log, answers: &Answers, question: &Question) -> Option<String> {
    let of = |&file: &u32| Some((file, taken_of(log, answers, question, file)?));
    let all: Vec<(u32, String)> =
        question.files.iter().filter(|_| !question.open).map(of).collect::<Option<_>>()?;
    let (_, first) = all.first()?;
    if all.iter().all(|(_, taken)| taken == first) {
        return Some(first.clone());
    }
    let named = |(file, taken): &(u32, String)| {
        let file = log.files.get(*file as usize).map_or("", |file| file.name.as_str());
        format!("{taken} ({})", name(Path::new(file)))
    };
    Some(all.iter().map(named).collect::<Vec<_>>().join(", "))
}

fn taken_of(log: &Log, answers: &Answers, question: &Question, file: u32) -> Option<String> {
    match question.ask {
        Ask::DateOrder { .. } => Some(
            match log.date_order(file, answers)? {
                DateOrder::MonthFirst => "The month",
                DateOrder::DayFirst => "The day",
            }
            .to_owned(),
        ),
        Ask::Zone { .. } => answers.zone_of(file).map(Zone::name).map(str::to_owned),
        Ask::Day => answers.days.get(&file).map(ToString::to_string),
        Ask::End { .. } => answers.ends.get(&file).map(|end| match end {
            End::LastEvent => "With the last event".to_owned(),
            End::At(local) => minute(*local),
        }),
    }
}

/// The option that answers a question.
pub(crate) const fn option(question: &Question) -> &'static str {
    match question.ask {
        Ask::DateOrder { .. } => "--date-order",
        Ask::Zone { .. } => "--log-time-zone",
        Ask::Day => "--day",
        Ask::End { .. } => "--ended",
    }
}
