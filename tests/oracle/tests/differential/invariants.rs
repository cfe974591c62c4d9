//! Where the order of things, or how they are cut, must not matter.

use crate::common::{Read, reading, same};
use crate::for_each_log;
use adsum_core::log::Log;

/// How many random logs each of these takes.
const LOGS: u64 = 500;

#[test]
fn chunks_do_not_matter() {
    for_each_log(LOGS, |log| {
        let mut whole = Read::files(&log.files, usize::MAX);
        for chunk in [1, 2, 7, 64] {
            let mut cut = Read::files(&log.files, chunk);
            same("what was rejected", &cut.rejected(), &whole.rejected())?;
            same(&format!("in chunks of {chunk}"), &cut.all(&log.options), &whole.all(&log.options))?;
        }
        Ok(())
    });
}

#[test]
fn the_order_of_files_does_not_matter() {
    for_each_log(LOGS, |log| {
        let mut forward = Read::files(&log.files, usize::MAX);
        let reversed: Vec<_> = log.files.iter().rev().cloned().collect();
        let mut backward = Read::files(&reversed, usize::MAX);
        same("what was rejected", &backward.rejected(), &forward.rejected())?;
        same("files backwards", &backward.all(&log.options), &forward.all(&log.options))?;
        same("notes", &backward.notes(&log.options), &forward.notes(&log.options))
    });
}

#[test]
fn a_file_added_twice_changes_no_report() {
    for_each_log(LOGS, |log| {
        let mut once = Read::files(&log.files, usize::MAX);
        let twice: Vec<_> = log.files.iter().chain(&log.files).cloned().collect();
        let mut twice = Read::files(&twice, usize::MAX);
        same("files twice", &twice.all(&log.options), &once.all(&log.options))
    });
}

#[test]
fn merges_in_any_order_are_one_ledger() {
    for_each_log(LOGS, |log| {
        let mut straight = Read::files(&log.files, usize::MAX);
        // The last file first, the others merged before they are added.
        let Some((last, others)) = log.files.split_last() else { return Ok(()) };
        let mut merged = Log::default();
        merged.add(reading(last, usize::MAX));
        let mut first = None;
        for file in others.iter().rev() {
            let mut reading = reading(file, usize::MAX);
            if let Some(before) = first.take() {
                let before: adsum_core::intake::Reading = before;
                reading.ledger.merge(&before.ledger, (0, 0));
            }
            first = Some(reading);
        }
        if let Some(reading) = first {
            merged.add(reading);
        }
        same("merged", &Read(merged).all(&log.options), &straight.all(&log.options))
    });
}

#[test]
fn the_order_of_records_does_not_matter() {
    for_each_log(LOGS, |log| {
        let mut straight = Read::files(&log.files, usize::MAX);
        let shuffled: Vec<_> = log.files.iter().map(backwards).collect();
        let mut shuffled = Read::files(&shuffled, usize::MAX);
        same("records backwards", &shuffled.all(&log.options), &straight.all(&log.options))
    });
}

#[test]
fn a_log_split_into_files_is_the_same_log() {
    for_each_log(LOGS, |log| {
        let mut straight = Read::files(&log.files, usize::MAX);
        let halves: Vec<_> = log.files.iter().flat_map(halves).collect();
        let mut halves = Read::files(&halves, usize::MAX);
        same("halves", &halves.all(&log.options), &straight.all(&log.options))
    });
}

/// A file's header, where it has one, and its records; none where it is not a plain UTF-8 text of a record
/// a line, so that records could not be told apart without reading them.
fn records(file: &adsum_oracle::File) -> Option<(Option<&str>, Vec<&str>)> {
    let text = std::str::from_utf8(&file.bytes).ok()?;
    let quoted_break = text.split('"').skip(1).step_by(2).any(|quoted| quoted.contains('\n'));
    if quoted_break || text.starts_with('\u{FEFF}') {
        return None;
    }
    let mut lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let ndjson = text.trim_start().starts_with('{');
    // A file that begins with such a line would not be taken for NDJSON.
    if ndjson && !lines.iter().all(|line| line.trim_start().starts_with('{')) {
        return None;
    }
    let header = (!ndjson && !lines.is_empty()).then(|| lines.remove(0));
    Some((header, lines))
}

fn file(name: &str, header: Option<&str>, lines: &[&str]) -> adsum_oracle::File {
    let text: String = header.iter().chain(lines).map(|line| format!("{line}\n")).collect();
    adsum_oracle::File { name: name.to_owned(), bytes: text.into_bytes() }
}

fn backwards(original: &adsum_oracle::File) -> adsum_oracle::File {
    let Some((header, mut lines)) = records(original) else { return original.clone() };
    lines.reverse();
    file(&original.name, header, &lines)
}

fn halves(original: &adsum_oracle::File) -> Vec<adsum_oracle::File> {
    let Some((header, lines)) = records(original) else { return vec![original.clone()] };
    let (first, second) = lines.split_at(lines.len() / 2);
    vec![file(&original.name, header, first), file(&original.name, header, second)]
}
