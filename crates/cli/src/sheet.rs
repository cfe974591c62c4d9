//! `adsum smart-sessions --sheet`: one sheet as CSV, whole or as somebody wants to see it, as the page shows and saves it.

use crate::args::SmartSessions as Args;
use crate::failure::Failure;
use crate::output::Target;
use crate::progress::Progress;
use crate::questions;
use crate::receipts::Wanted;
use crate::report::{check_ending, print, range_failure, read, save_rejected, start, why_nothing, with_days};
use crate::summary::{self, Made};
use adsum_core::export::files;
use adsum_core::export::receipt::Product;
use adsum_core::report::smart_sessions::{Sheet, SmartSessions};

/// The sheet of this number, of this name, or the one with this in its name.
pub(crate) fn named(text: &str) -> Result<Sheet, String> {
    let letters = |text: &str| -> String {
        text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let wanted = letters(text);
    if let Some(sheet) = wanted.parse().ok().and_then(|n: usize| Sheet::ALL.get(n.checked_sub(1)?).copied()) {
        return Ok(sheet);
    }
    let has = |sheet: &&Sheet| letters(sheet.name()).contains(&wanted);
    let found: Vec<_> = Sheet::ALL.iter().filter(has).collect();
    match found.iter().find(|sheet| letters(sheet.name()) == wanted) {
        Some(sheet) => Ok(**sheet),
        None if found.len() == 1 && !wanted.is_empty() => Ok(*found[0]),
        None => {
            let all: Vec<_> =
                (1..).zip(Sheet::ALL).map(|(n, sheet)| format!("{n} {}", sheet.name())).collect();
            Err(format!("name one of these, by its number or a part of its name: {}", all.join(", ")))
        }
    }
}

pub(crate) fn sheet(args: &Args, sheet: Sheet) -> Result<(), Failure> {
    let choices = &args.choices;
    let target = Target::new(args.output.as_deref())?;
    if args.about || args.share.going(&[])?.is_some() {
        return Err(Failure::usage(
            "--about and --for are of all sheets",
            "Leave out --sheet: -o FILE.xlsx or -o FOLDER/ saves them all.",
        ));
    }
    if choices.split && matches!(target, Target::Stdout) {
        return Err(Failure::usage("--split makes several files, which need a name", "Add -o FILE.csv."));
    }
    check_ending(&target, "xlsx", "one sheet alone is CSV, not a workbook", "Call it FILE.csv.")?;
    let shape = args.view.shape(sheet.columns())?;
    if choices.receipt && shape.is_some() {
        return Err(Failure::usage(
            "--receipt is of the whole sheet, as it can be made again",
            "Leave out --sort, --search, --where and --columns, or the receipt.",
        ));
    }
    let mut saved = start(&target, choices.split, &choices.saving, &args.logs.logs)?;
    let mut options = choices.options();
    let wanted = Wanted { receipt: choices.receipt, about: false };
    let (mut log, mut receipts) = read(&args.logs, choices, &target, (wanted, None), &mut options)?;
    let flavour = choices.saving.csv.flavour();
    let write = |report: &SmartSessions<'_>, part: &mut dyn FnMut(&[u8])| match &shape {
        None => files::table(&report.sheet(sheet), flavour, part),
        Some(shape) => files::view(&report.sheet(sheet), shape, flavour, part),
    };

    let working = Progress::working("making the report");
    let input = questions::input(&mut log, &options.answers)?;
    let range = input.smart_sessions_range(&options).map_err(range_failure)?;
    let ranges = if choices.split { range.parts(&options.zone) } else { vec![range] };
    let place = Sheet::ALL.iter().position(|one| *one == sheet).unwrap_or_default();
    let mut made = Vec::new();
    for range in &ranges {
        let path = match &target {
            Target::Stdout => continue,
            Target::File(path) => path.clone(),
            Target::Folder(folder) => folder.join(files::sheet_name(sheet)),
        };
        let path = if choices.split { with_days(&path, range) } else { path };
        let report = SmartSessions::new(input, &options, range);
        let what = (Product::Sheet(place), path.as_path(), range);
        let written = receipts.save(&mut saved, what, |part| write(&report, part))?;
        made.push(Made { path, written, remark: why_nothing(&report, range) });
    }
    made.extend(save_rejected(&mut saved, &choices.saving, &log)?);
    saved.commit()?;
    drop(working);
    if matches!(target, Target::Stdout) {
        let input = questions::input(&mut log, &options.answers)?;
        print(&ranges, |range, part| {
            let report = SmartSessions::new(input, &options, range);
            write(&report, part);
            why_nothing(&report, range)
        })?;
    }
    summary::say(&mut log, &options.answers, &made, choices.saving.rejected.is_some());
    receipts.tell();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_named() {
        for (text, sheet) in [
            ("1", Sheet::HighLevel),
            ("7", Sheet::Teleports),
            ("Usage graph", Sheet::UsageGraph),
            ("countries", Sheet::Countries),
            ("user-level-engagement (teleport)", Sheet::Teleports),
            ("ENGAGEMENT (high level)", Sheet::Engagement),
        ] {
            assert_eq!(named(text), Ok(sheet), "{text}");
        }
        for text in ["", "0", "8", "usage", "engagement", "sheet", "-"] {
            assert!(named(text).is_err(), "{text}");
        }
    }
}
