//! `adsum inspect`: what was understood of a log.

use crate::args::Inspect;
use crate::failure::Failure;
use crate::json;
use crate::output::{Stdout, Target};
use crate::questions;
use crate::read::{self, how_to_map, why};
use crate::report::{save_rejected_as, start};
use crate::summary::records;
use crate::words::{count, minute, number, say, shortened, shown, size};
use adsum_core::intake::{FileSummary, Refusal};
use adsum_core::ledger::restarts::Restarted;
use adsum_core::log::Log;
use adsum_core::problem::{Note, Position, Reason, Rejected};
use adsum_core::question::Answers;
use adsum_core::report::overview::Overview;
use adsum_core::report::rejected::COLUMNS as REJECTED;
use adsum_core::time::Zone;
use std::fmt::Write as _;

/// How many places are shown of a reason or note.
pub(crate) const PLACES: usize = 5;
/// How many characters of a value are shown.
const VALUE: usize = 60;

pub(crate) fn inspect(args: &Inspect) -> Result<(), Failure> {
    let logs = &args.logs.logs;
    let shape = args.view.shape(&REJECTED)?;
    if shape.is_some() && args.saving.rejected.is_none() {
        return Err(Failure::usage(
            "--sort, --search, --where and --columns are of the records that could not be used",
            "Add --rejected FILE, which saves them.",
        ));
    }
    let mut saved = start(&Target::Stdout, false, &args.saving, logs)?;
    let mut log = read::read_all(&args.logs)?;
    let answers = args.zones.told.answers(&log)?;
    questions::check(&log, &answers)?;
    let made = save_rejected_as(&mut saved, &args.saving, &log, shape.as_ref())?;
    saved.commit()?;
    let zone = &args.zones.time_zone;
    // As long as a question is open, it is not known who was when where; all else is.
    let (overview, notes, restarted) = match log.input(&answers) {
        Ok(input) => (Some(input.overview()), input.timeline.notes.clone(), input.timeline.restarted.clone()),
        Err(_) => (None, Vec::new(), Vec::new()),
    };
    let text = match args.json {
        true => json::write(&log, overview.as_ref(), &notes, zone, &answers)?,
        false => write(&log, overview.as_ref(), &notes, &restarted, zone, &answers),
    };
    let mut stdout = Stdout::default();
    stdout.write(text.as_bytes());
    stdout.finish()?;
    if let Some(made) = made {
        say(&format!(
            "wrote {}: {}",
            crate::failure::name(&made.path),
            count(made.written.rows, "row", "rows")
        ));
        crate::summary::say_remark(made.remark.as_deref());
    }
    if read::usable(&log) { Ok(()) } else { Err(read::nothing_usable(&log)) }
}

fn write(
    log: &Log,
    overview: Option<&Overview>,
    notes: &[Note],
    restarted: &[Restarted],
    zone: &Zone,
    answers: &Answers,
) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", records(log));
    if let Some(overview) = overview {
        write_overview(&mut out, overview, zone);
    }
    questions::write(&mut out, log, answers);
    write_restarted(&mut out, restarted, zone);
    out.push_str("\nFiles\n");
    log.files.iter().for_each(|file| write_file(&mut out, file));
    if !notes.is_empty() {
        out.push_str("\nPut right\n");
        notes.iter().for_each(|note| write_note(&mut out, log, note, "  "));
    }
    write_rejected(&mut out, log);
    out
}

fn write_overview(out: &mut String, overview: &Overview, zone: &Zone) {
    let span = overview.span.map(|span| [span.0, span.1].map(|instant| minute(zone.local(instant))));
    let time = span.map_or("none".to_owned(), |[from, to]| format!("{from} to {to} ({})", zone.name()));
    let figures = [
        ("Time", time),
        ("Sessions", number(overview.sessions)),
        ("Occurrences", number(overview.occurrences)),
        ("Attendees", number(overview.attendees)),
    ];
    out.push('\n');
    for (what, figure) in figures {
        let _ = writeln!(out, "{what:<12} {figure}");
    }
}

/// Meetings that look restarted and are not joined; those that are, are among the notes.
fn write_restarted(out: &mut String, restarted: &[Restarted], zone: &Zone) {
    let apart: Vec<_> = restarted.iter().filter(|restarted| !restarted.joined).collect();
    if apart.is_empty() {
        return;
    }
    let _ = writeln!(out, "\nRestarted? ({}; --join-restarts makes one occurrence of each)", apart.len());
    for Restarted { place, parts, .. } in apart.iter().take(PLACES) {
        let parts: Vec<String> = parts
            .iter()
            .map(|part| {
                let [began, ended] = [part.began, part.ended].map(|instant| minute(zone.local(instant)));
                format!("{began} to {}", ended.get(11..).unwrap_or_default())
            })
            .collect();
        let _ = writeln!(out, "  {}: {}", shortened(&place.session_id, VALUE), parts.join(", "));
    }
    and_more(out, "", apart.len() as u64, PLACES.min(apart.len()));
}

fn write_file(out: &mut String, file: &FileSummary) {
    let _ = writeln!(out, "  {}", shown(&file.name));
    match &file.verdict {
        Ok(platform) => {
            let read = format!("{}, {} used", count(file.read, "record", "records"), number(file.used));
            let rejected = match file.rejected {
                0 => String::new(),
                rejected => format!(", {} not used", number(rejected)),
            };
            let (format, encoding) = (platform.name(), file.encoding_name());
            let content = if platform.is_log() { format!(": {read}{rejected}") } else { String::new() };
            let _ = writeln!(out, "    {format}, {encoding}, {}{content}", size(file.bytes));
            for evidence in &file.evidence {
                let _ = writeln!(out, "    told by: {}", shown(evidence));
            }
            if !file.unknown.is_empty() {
                let unknown: Vec<_> = file.unknown.iter().map(|unknown| unknown.text()).collect();
                let _ = writeln!(out, "    unknown here: {}", unknown.join(", "));
            }
        }
        Err(Refusal::Mapping) => {
            let columns = file.mapping.iter().flat_map(|mapping| mapping.columns.values());
            let columns: Vec<_> = columns.map(|column| shortened(column, VALUE)).collect();
            let _ = writeln!(out, "    mapping, for files with the columns {}", columns.join(", "));
        }
        Err(refusal) => {
            let _ = writeln!(out, "    not used: {}", why(refusal));
            let _ = writeln!(out, "    {}", refusal.hint());
            if let Some(more) = how_to_map(file) {
                let _ = writeln!(out, "    {more}");
            }
        }
    }
    for note in &file.notes {
        let values: Vec<_> = note.values.iter().map(|value| shortened(value, VALUE)).collect();
        let _ =
            writeln!(out, "    {} ({}){}", note.what.text(), number(note.count), listed(&values, note.count));
        let _ = writeln!(out, "      {}", note.what.hint());
    }
}

fn write_note(out: &mut String, log: &Log, note: &Note, indent: &str) {
    let _ = writeln!(out, "{indent}{} ({})", note.what.text(), number(note.count));
    let _ = writeln!(out, "{indent}  {}", note.what.hint());
    let values = note.values.iter().take(PLACES).map(|value| shortened(value, VALUE));
    let places = note.examples.iter().take(PLACES).map(|&position| place(log, position));
    let shown: Vec<String> = values.chain(places).collect();
    for line in &shown {
        let _ = writeln!(out, "{indent}  {line}");
    }
    and_more(out, indent, note.count, shown.len());
}

fn write_rejected(out: &mut String, log: &Log) {
    if log.rejected.count() == 0 {
        return;
    }
    out.push_str("\nNot used\n");
    for (reason, count) in log.rejected.by_reason() {
        let _ = writeln!(out, "  {} ({})", reason.text(), number(count));
        let _ = writeln!(out, "    {}", reason.hint());
        let first: Vec<_> = first_rejected(log, reason).collect();
        let places: Vec<_> = first.iter().map(|rejected| place(log, rejected.position)).collect();
        let width = places.iter().map(|place| place.chars().count()).max().unwrap_or_default();
        for (rejected, place) in first.iter().zip(&places) {
            let value = match (rejected.field, rejected.value) {
                (None, _) => shortened(rejected.record, VALUE),
                (Some(field), "") => format!("{} is blank", field.name()),
                (Some(field), value) => format!("{}: {}", field.name(), shortened(value, VALUE)),
            };
            let _ = writeln!(out, "    {}", format!("{place:<width$}  {value}").trim_end());
        }
        and_more(out, "  ", count, first.len());
    }
}

/// The first records that were rejected for a reason.
pub(crate) fn first_rejected(log: &Log, reason: Reason) -> impl Iterator<Item = Rejected<'_>> {
    log.rejected.iter().filter(move |rejected| rejected.reason == reason).take(PLACES)
}

/// A place as editors and terminals know it: `file:line:column`.
pub(crate) fn place(log: &Log, position: Position) -> String {
    let Position { line, column, .. } = position;
    let file = file_name(log, position);
    match column {
        0 => format!("{}:{line}", shown(file)),
        _ => format!("{}:{line}:{column}", shown(file)),
    }
}

/// The file's name.
pub(crate) fn file_name(log: &Log, position: Position) -> &str {
    log.files.get(position.file as usize).map_or("", |file| file.name.as_str())
}

fn listed(values: &[String], count: u64) -> String {
    if values.is_empty() {
        return String::new();
    }
    let more = if count > values.len() as u64 { ", …" } else { "" };
    format!(": {}{more}", values.join(", "))
}

fn and_more(out: &mut String, indent: &str, count: u64, shown: usize) {
    let more = count.saturating_sub(shown as u64);
    if more > 0 && shown > 0 {
        let _ = writeln!(out, "{indent}  … and {} more", number(more));
    }
}
