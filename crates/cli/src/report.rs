//! `adsum attendance` and `adsum smart-sessions`.

use crate::args::{Attendance as AttendanceArgs, Choices, Saving, SmartSessions as SmartSessionsArgs};
use crate::failure::{Failure, name};
use crate::logs::Logs;
use crate::output::{Saved, Stdout, Target};
use crate::progress::Progress;
use crate::questions;
use crate::read;
use crate::receipts::{self, Receipts, Wanted};
use crate::share::Going;
use crate::summary::{self, Made};
use adsum_core::export::csv::Flavour;
use adsum_core::export::files::{self, Error};
use adsum_core::export::receipt::Product;
use adsum_core::log::Log;
use adsum_core::report::attendance::{self, Attendance};
use adsum_core::report::rejected::RejectedTable;
use adsum_core::report::smart_sessions::{Sheet, SmartSessions};
use adsum_core::report::view::Shape;
use adsum_core::report::{Input, Options, Range, RangeError};
use adsum_core::share::{self, Codes};
use std::path::{Path, PathBuf};

pub(crate) fn attendance(args: &AttendanceArgs) -> Result<(), Failure> {
    let choices = &args.choices;
    check_days(choices)?;
    let target = Target::new(args.output.as_deref())?;
    if choices.split && matches!(target, Target::Stdout) {
        return Err(Failure::usage(
            "--split makes several files, which need a name",
            "Add -o FILE.csv (or -o FOLDER/).",
        ));
    }
    let mut options = choices.options();
    if let (Some(from), Some(to)) = (options.from, options.to) {
        // What can be said before the log is read is said before.
        attendance_ranges(Range::new(from, to, &options.zone), choices)?;
    }
    let shape = args.view.shape(&attendance::COLUMNS)?;
    let columns = shape.as_ref().map_or(&[][..], |shape| &shape.columns);
    let going = args.share.going(columns)?;
    check_going(going.as_ref(), shape.as_ref())?;
    if choices.receipt && going.is_none() && shape.is_some() {
        return Err(Failure::usage(
            "--receipt is of the whole report, as it can be made again",
            "Leave out --sort, --search, --where and --columns, or the receipt.",
        ));
    }
    check_ending(&target, "xlsx", "the attendance report is CSV, not a workbook", "Call it FILE.csv.")?;
    let logs = &args.logs.logs;
    let mut saved = start(&target, choices.split, &choices.saving, logs)?;
    let wanted = Wanted { receipt: choices.receipt, about: false };
    let (mut log, mut receipts) = read(&args.logs, choices, &target, (wanted, going.as_ref()), &mut options)?;
    let flavour = choices.saving.csv.flavour();

    let working = Progress::working("making the report");
    let range =
        questions::input(&mut log, &options.answers)?.attendance_range(&options).map_err(range_failure)?;
    let ranges = attendance_ranges(range, choices)?;
    let mut made = Vec::new();
    let path = |range: &Range| match &target {
        Target::Stdout => None,
        Target::File(path) if choices.split => Some(with_days(path, range)),
        Target::File(path) => Some(path.clone()),
        Target::Folder(folder) => Some(folder.join(named(&files::attendance_name(range), going.as_ref()))),
    };
    let input = questions::input(&mut log, &options.answers)?;
    let codes = going.as_ref().and_then(|going| going.codes(input));
    let write = |input: Input<'_>, range: &Range, part: &mut dyn FnMut(&[u8])| match (&going, &shape) {
        (Some(going), _) => {
            let sharing = (&going.sharing, codes.as_ref());
            share::files::attendance(input, &options, range, sharing, flavour, part)
        }
        (None, None) => files::attendance(input, &options, range, flavour, part),
        (None, Some(shape)) => files::view(&Attendance::new(input, &options, range), shape, flavour, part),
    };
    for range in &ranges {
        if let Some(path) = path(range) {
            let what = (Product::Attendance, path.as_path(), range);
            let written = receipts.save(&mut saved, what, |part| write(input, range, part))?;
            made.push(Made {
                path,
                written,
                remark: why_no_attendance(input, &options, range, written.rows)
                    .or_else(|| going.as_ref()?.remark()),
            });
        }
    }
    if let Some(going) = &going {
        made.extend(going.save_key(&mut saved, codes.as_ref(), flavour)?);
    }
    made.extend(save_rejected(&mut saved, &choices.saving, &log)?);
    saved.commit()?;
    drop(working);
    if matches!(target, Target::Stdout) {
        let input = questions::input(&mut log, &options.answers)?;
        print(&ranges, |range, part| {
            let written = write(input, range, part);
            why_no_attendance(input, &options, range, written.rows)
        })?;
    }
    summary::say(&mut log, &options.answers, &made, choices.saving.rejected.is_some());
    receipts.tell();
    Ok(())
}

/// Gives a report on each of these ranges to standard output, and says what is to be said of it. Last of all: where
/// nobody reads on, the program ends there.
pub(crate) fn print(
    ranges: &[Range],
    mut write: impl FnMut(&Range, &mut dyn FnMut(&[u8])) -> Option<String>,
) -> Result<(), Failure> {
    for range in ranges {
        let mut stdout = Stdout::default();
        let remark = write(range, &mut |part| stdout.write(part));
        stdout.finish()?;
        summary::say_remark(remark.as_deref());
    }
    Ok(())
}

/// Reads the logs for a report: what they leave open is answered in the options.
pub(crate) fn read(
    logs: &Logs,
    choices: &Choices,
    target: &Target,
    (wanted, going): (Wanted, Option<&Going>),
    options: &mut Options,
) -> Result<(Log, Receipts), Failure> {
    receipts::check(wanted, target, logs)?;
    let read = read::read_logs(logs, wanted.any())?;
    options.answers = choices.zones.told.answers(&read.log)?;
    let sharing = going.map(|going| going.sharing.clone());
    Receipts::new(read, logs, options, (choices.saving.csv.flavour(), sharing), wanted)
}

pub(crate) fn smart_sessions(args: &SmartSessionsArgs) -> Result<(), Failure> {
    let choices = &args.choices;
    check_days(choices)?;
    if let Some(sheet) = args.sheet {
        return crate::sheet::sheet(args, sheet);
    }
    if args.view.is_asked_for() {
        return Err(Failure::usage(
            "--sort, --search, --where and --columns are of one table",
            "Say which with --sheet, or leave them out.",
        ));
    }
    let output = args.output.as_deref().unwrap_or(Path::new("-"));
    let target = Target::new(Some(output))?;
    match &target {
        Target::Folder(_) => {}
        Target::File(path) if has_ending(path, "xlsx") => {}
        Target::File(_) | Target::Stdout => {
            return Err(Failure::usage(
                format!("{} is neither a workbook nor a folder", name(output)),
                "Name a workbook (-o FILE.xlsx), or a folder for one CSV file a sheet (-o FOLDER/).",
            ));
        }
    }
    let logs = &args.logs.logs;
    let mut saved = start(&target, choices.split, &choices.saving, logs)?;
    let going = args.share.going(&[])?;
    let mut options = choices.options();
    // What goes out says what it is in a sheet of its own.
    let wanted = Wanted { receipt: choices.receipt, about: args.about && going.is_none() };
    let (mut log, mut receipts) = read(&args.logs, choices, &target, (wanted, going.as_ref()), &mut options)?;
    let flavour = choices.saving.csv.flavour();

    let working = Progress::working("making the report");
    let input = questions::input(&mut log, &options.answers)?;
    let range = input.smart_sessions_range(&options).map_err(range_failure)?;
    let ranges = if choices.split { range.parts(&options.zone) } else { vec![range] };
    let mut made = Vec::new();
    let codes = going.as_ref().and_then(|going| going.codes(input));
    let shared = going.as_ref().map(|going| (going, codes.as_ref()));
    for range in &ranges {
        let report = SmartSessions::new(input, &options, range);
        match &target {
            Target::Folder(folder) => {
                let folder = match choices.split {
                    true => folder.join(format!("{}_{}", range.from, range.to)),
                    false => folder.clone(),
                };
                match shared {
                    None => {
                        let what = (range, flavour);
                        made.extend(save_sheets(&mut saved, &mut receipts, &folder, &report, what)?);
                    }
                    Some(shared) => {
                        let what = (range, flavour);
                        let save = (&mut saved, &mut receipts);
                        made.extend(share_sheets(save, shared, &folder, &report, what)?);
                    }
                }
            }
            Target::File(path) => {
                let path = if choices.split { with_days(path, range) } else { path.clone() };
                made.push(match shared {
                    None => save_workbook(&mut saved, &mut receipts, path, &report, range)?,
                    Some(shared) => {
                        let save = (&mut saved, &mut receipts);
                        share_workbook(save, shared, path, &report, (&options, range))?
                    }
                });
            }
            Target::Stdout => {}
        }
    }
    if let Some(going) = &going {
        made.extend(going.save_key(&mut saved, codes.as_ref(), flavour)?);
    }
    made.extend(save_rejected(&mut saved, &choices.saving, &log)?);
    saved.commit()?;
    drop(working);
    summary::say(&mut log, &options.answers, &made, choices.saving.rejected.is_some());
    receipts.tell();
    Ok(())
}

fn save_sheets(
    saved: &mut Saved<'_>,
    receipts: &mut Receipts,
    folder: &Path,
    report: &SmartSessions<'_>,
    (range, flavour): (&Range, Flavour),
) -> Result<Vec<Made>, Failure> {
    let save = |(place, sheet)| {
        let path = folder.join(files::sheet_name(sheet));
        let table = report.sheet(sheet);
        let what = (Product::Sheet(place), path.as_path(), range);
        let written = receipts.save(saved, what, |part| files::table(&table, flavour, part))?;
        Ok(Made { path, written, remark: None })
    };
    let mut made: Vec<Made> = Sheet::ALL.into_iter().enumerate().map(save).collect::<Result<_, Failure>>()?;
    if let Some(last) = made.last_mut() {
        last.remark = why_nothing(report, range);
    }
    Ok(made)
}

fn save_workbook(
    saved: &mut Saved<'_>,
    receipts: &mut Receipts,
    path: PathBuf,
    report: &SmartSessions<'_>,
    range: &Range,
) -> Result<Made, Failure> {
    let about = receipts.origin().and_then(|origin| origin.about(range));
    let (bytes, written) = files::workbook(report, range, about.as_ref()).map_err(|error| match error {
        Error::Range(error) => range_failure(error),
        other => Failure::failed(other.to_string(), ""),
    })?;
    receipts.save(saved, (Product::SmartSessions, &path, range), |part| part(&bytes))?;
    let remark = match written.rows {
        0 => why_nothing(report, range),
        _ => None,
    };
    Ok(Made { path, written, remark })
}

/// A file that was made, and what is to be said of it.
pub(crate) fn rows_and_remark(path: PathBuf, written: files::Written, remark: &str) -> Made {
    Made { path, written, remark: Some(remark.to_owned()) }
}

/// Looks whether what goes out can be made so.
fn check_going(going: Option<&Going>, shape: Option<&Shape>) -> Result<(), Failure> {
    if going.is_none() {
        return Ok(());
    }
    let columns_alone =
        |shape: &Shape| *shape == Shape { columns: shape.columns.clone(), ..Shape::default() };
    if shape.is_some_and(|shape| !columns_alone(shape)) {
        return Err(Failure::usage(
            "what goes out to others is sorted so that its order tells no names",
            "Leave out --sort, --search and --where; --columns can stay.",
        ));
    }
    Ok(())
}

/// The name of a file that goes out.
fn named(name: &str, going: Option<&Going>) -> String {
    going.map_or_else(|| name.to_owned(), |going| share::files::labelled(name, &going.sharing))
}

fn share_sheets(
    (saved, receipts): (&mut Saved<'_>, &mut Receipts),
    (going, codes): (&Going, Option<&Codes>),
    folder: &Path,
    report: &SmartSessions<'_>,
    (range, flavour): (&Range, Flavour),
) -> Result<Vec<Made>, Failure> {
    let mut made = Vec::new();
    for (place, sheet) in Sheet::ALL.into_iter().enumerate() {
        if going.sharing.columns(share::Which::Sheet(sheet)).is_empty() {
            continue;
        }
        let path = folder.join(named(&files::sheet_name(sheet), Some(going)));
        let what = (Product::Sheet(place), path.as_path(), range);
        let written = receipts.save(saved, what, |part| {
            share::files::sheet(report, sheet, (&going.sharing, codes), flavour, part)
        })?;
        made.push(Made { path, written, remark: going.remark() });
    }
    Ok(made)
}

fn share_workbook(
    (saved, receipts): (&mut Saved<'_>, &mut Receipts),
    (going, codes): (&Going, Option<&Codes>),
    path: PathBuf,
    report: &SmartSessions<'_>,
    (options, range): (&Options, &Range),
) -> Result<Made, Failure> {
    let (bytes, written) = share::files::workbook(report, options, range, (&going.sharing, codes))
        .map_err(|error| Failure::failed(error.to_string(), ""))?;
    receipts.save(saved, (Product::SmartSessions, &path, range), |part| part(&bytes))?;
    Ok(Made { path, written, remark: going.remark() })
}

/// Why a Smart Sessions report is empty; none where it is not.
pub(crate) fn why_nothing(report: &SmartSessions<'_>, range: &Range) -> Option<String> {
    report.emptiness().map(|empty| format!("the report is empty: {} ({range})", empty.text()))
}

/// Saves what was not used, if that is wanted.
pub(crate) fn save_rejected(
    saved: &mut Saved<'_>,
    saving: &Saving,
    log: &Log,
) -> Result<Option<Made>, Failure> {
    save_rejected_as(saved, saving, log, None)
}

/// The same, with the rows and columns that somebody wants to see.
pub(crate) fn save_rejected_as(
    saved: &mut Saved<'_>,
    saving: &Saving,
    log: &Log,
    shape: Option<&Shape>,
) -> Result<Option<Made>, Failure> {
    let Some(target) = rejected_target(saving)? else { return Ok(None) };
    let path = rejected_path(target);
    let table = RejectedTable::new(log);
    let flavour = saving.csv.flavour();
    let written = saved.write(&path, |part| match shape {
        None => files::table(&table, flavour, part),
        Some(shape) => files::view(&table, shape, flavour, part),
    })?;
    let left_out = log.rejected.count() - log.rejected.len() as u64;
    let remark = (left_out > 0).then(|| {
        let left_out = crate::words::count(left_out, "more record is", "more records are");
        format!("{left_out} counted, but not in that file: it would be too long to be of use")
    });
    Ok(Some(Made { path, written, remark }))
}

/// Where what was not used is to be saved.
fn rejected_target(saving: &Saving) -> Result<Option<Target>, Failure> {
    match &saving.rejected {
        None => Ok(None),
        Some(path) => match Target::new(Some(path))? {
            Target::Stdout => Err(Failure::usage("--rejected needs the name of a file", "")),
            target => Ok(Some(target)),
        },
    }
}

fn rejected_path(target: Target) -> PathBuf {
    match target {
        Target::Folder(folder) => folder.join(files::REJECTED_NAME),
        Target::File(path) => path,
        Target::Stdout => PathBuf::from(files::REJECTED_NAME),
    }
}

/// Looks at the names to save under, before anything is read. Where it is not known yet what a file will be
/// called, it is looked at when it is written.
pub(crate) fn start<'a>(
    target: &Target,
    split: bool,
    saving: &Saving,
    logs: &'a [PathBuf],
) -> Result<Saved<'a>, Failure> {
    let saved = Saved::new(logs);
    target.check(None)?;
    let mut folder = None;
    match target {
        Target::File(path) if !split => saved.check(path)?,
        Target::Folder(path) => folder = Some(path.as_path()),
        _ => {}
    }
    if let Some(target) = rejected_target(saving)? {
        target.check(folder)?;
        saved.check(&rejected_path(target))?;
    }
    Ok(saved)
}

fn check_days(choices: &Choices) -> Result<(), Failure> {
    match (choices.from, choices.to) {
        (Some(from), Some(to)) if to < from => {
            Err(Failure::usage(RangeError::Backwards { from, to }.to_string(), "Exchange --from and --to."))
        }
        _ => Ok(()),
    }
}

pub(crate) fn check_ending(target: &Target, ending: &str, message: &str, hint: &str) -> Result<(), Failure> {
    match target {
        Target::File(path) if has_ending(path, ending) => Err(Failure::usage(message, hint)),
        _ => Ok(()),
    }
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

/// The range as the report can have it: in parts if that is wanted, else not too long.
fn attendance_ranges(range: Range, choices: &Choices) -> Result<Vec<Range>, Failure> {
    if choices.split {
        return Ok(range.parts(&choices.zones.time_zone));
    }
    if range.is_too_long() { Err(range_failure(RangeError::TooLong(range))) } else { Ok(vec![range]) }
}

pub(crate) fn range_failure(error: RangeError) -> Failure {
    let hint = match error {
        RangeError::Backwards { .. } => "Exchange --from and --to.",
        RangeError::TooLong(_) => {
            "Add --split and -o FILE.csv to get one file per six months, or choose days with --from and --to."
        }
    };
    Failure::failed(error.to_string(), hint)
}

/// Why a report of so many rows is empty; none where it is not.
fn why_no_attendance(input: Input<'_>, options: &Options, range: &Range, rows: u64) -> Option<String> {
    if rows > 0 {
        return None;
    }
    let empty = Attendance::new(input, options, range).emptiness(range)?;
    let mut text = format!("the report is empty: {} ({range})", empty.text());
    if let Some((first, last)) = input.timeline.event_span {
        let [first, last] = [first, last].map(|instant| crate::words::minute(options.zone.local(instant)));
        text.push_str(&format!("; the log runs from {first} to {last}"));
    }
    Some(text)
}

/// `report.csv` with the days in it: `report_2026-01-01_2026-06-30.csv`.
pub(crate) fn with_days(path: &Path, range: &Range) -> PathBuf {
    let mut file = path.file_stem().unwrap_or_default().to_owned();
    file.push(format!("_{}_{}", range.from, range.to));
    if let Some(ending) = path.extension() {
        file.push(".");
        file.push(ending);
    }
    path.with_file_name(file)
}
