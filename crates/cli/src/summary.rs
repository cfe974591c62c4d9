//! What is said on standard error when a report is made.

use crate::failure::name;
use crate::words::{self, count, number};
use adsum_core::export::files::Written;
use adsum_core::log::Log;
use adsum_core::problem::Irregularity;
use adsum_core::question::Answers;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A file that was saved.
#[derive(Debug)]
pub(crate) struct Made {
    /// Where.
    pub(crate) path: PathBuf,
    /// What.
    pub(crate) written: Written,
    /// What is to be said of it besides, such as why it is empty.
    pub(crate) remark: Option<String>,
}

/// Sums up what was saved and read.
pub(crate) fn say(log: &mut Log, answers: &Answers, made: &[Made], rejected_saved: bool) {
    for file in made {
        words::say(&format!("wrote {}: {}", name(&file.path), content(&file.written)));
        say_remark(file.remark.as_deref());
    }
    let put_right = put_right(log, answers);
    words::say(&records(log));
    if !put_right.is_empty() {
        words::say(&format!("put right: {put_right} ('adsum inspect' says more)"));
    }
    if log.rejected.count() > 0 && !rejected_saved {
        words::say("hint: --rejected FILE saves the records that were not used, with line, reason and hint");
    }
}

/// Says what is to be said of a file besides.
pub(crate) fn say_remark(remark: Option<&str>) {
    if let Some(remark) = remark {
        words::say(&format!("note: {remark}"));
    }
}

/// How many records were read, used and rejected, and why.
pub(crate) fn records(log: &Log) -> String {
    let (read, used, rejected) = log.counts();
    let mut text = format!("read {}: {} used", count(read, "record", "records"), number(used));
    if rejected > 0 {
        let reasons = log.rejected.by_reason();
        let reasons: Vec<_> =
            reasons.iter().map(|(reason, count)| format!("{}: {}", reason.text(), number(*count))).collect();
        text.push_str(&format!(", {} not used ({})", number(rejected), reasons.join(", ")));
    }
    text
}

fn content(written: &Written) -> String {
    let Written { rows, marked, cut, charts_left_out } = *written;
    let mut text = count(rows, "row", "rows");
    for (what, one, more) in [
        (marked, "text that looks like a formula made safe", "texts that look like formulas made safe"),
        (cut, "text cut to what a cell holds", "texts cut to what a cell holds"),
        (charts_left_out, "chart left out, there are too many", "charts left out, there are too many"),
    ] {
        if what > 0 {
            text.push_str(", ");
            text.push_str(&count(what, one, more));
        }
    }
    text
}

/// What was put right in the whole log, with how often.
fn put_right(log: &mut Log, answers: &Answers) -> String {
    let mut counts: BTreeMap<Irregularity, u64> = BTreeMap::new();
    let of_log = log.input(answers).map_or_else(|_| Vec::new(), |input| input.timeline.notes.clone());
    of_log.iter().for_each(|note| *counts.entry(note.what).or_default() += note.count);
    for note in log.files.iter().flat_map(|file| &file.notes) {
        *counts.entry(note.what).or_default() += note.count;
    }
    let texts: Vec<_> =
        counts.into_iter().map(|(what, count)| format!("{} ({})", what.text(), number(count))).collect();
    texts.join(", ")
}
