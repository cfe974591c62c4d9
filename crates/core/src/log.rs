//! The log: all files that were added, as one.

use crate::intake::{FileSummary, Reading};
use crate::ledger::Ledger;
use crate::ledger::timeline::Timeline;
use crate::problem::RejectedRecords;
use crate::report::Input;
use crate::time::Zone;

/// All files that were added. The reports are the same in whatever order they came.
#[derive(Debug, Default)]
pub struct Log {
    /// The files, in the order in which they were added; a [position](crate::problem::Position) names one by
    /// its place here.
    pub files: Vec<FileSummary>,
    /// Every rejected record.
    pub rejected: RejectedRecords,
    ledger: Ledger,
    timeline: Option<Timeline>,
}

impl Log {
    /// Adds a file.
    pub fn add(&mut self, reading: Reading) {
        let file = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        if self.files.is_empty() {
            self.ledger = reading.ledger;
        } else {
            self.ledger.merge(&reading.ledger, file);
        }
        self.rejected.merge(&reading.rejected, file);
        self.files.push(reading.file);
        self.timeline = None;
    }

    /// Makes it ready for reports, with this zone for times that carry none. What is ready stays ready until
    /// a file is added or the zone is another.
    pub fn input(&mut self, log_zone: &Zone) -> Input<'_> {
        if self.timeline.as_ref().is_none_or(|timeline| timeline.log_zone != *log_zone) {
            self.timeline = None;
        }
        let ledger = &self.ledger;
        let timeline = self.timeline.get_or_insert_with(|| Timeline::new(ledger, log_zone));
        Input { ledger, timeline }
    }

    /// The events.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Records read, used and rejected, over all files: read = used + rejected.
    pub fn counts(&self) -> (u64, u64, u64) {
        self.files.iter().fold((0, 0, 0), |(read, used, rejected), file| {
            (read + file.read, used + file.used, rejected + file.rejected)
        })
    }
}
