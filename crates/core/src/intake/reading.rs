//! A file that was read, and what is known of it.

use super::Refusal;
use crate::ledger::Ledger;
use crate::people::Aliases;
use crate::platform::draft::Draft;
use crate::platform::{FirstRows, Mapping, Platform, Unknown};
use crate::problem::{Irregularity, Note, NoteBuilder, RejectedRecords};
use crate::source::Encoding;

/// What is known of a file once it was read.
#[derive(Clone, Debug)]
pub struct FileSummary {
    /// Its name; a label, nothing more. Of what lies in a container, the container's name stands before it:
    /// `term.zip › room.csv`, `book.xlsx › Sheet1`.
    pub name: String,
    /// Its size: unpacked, where it was packed; that of its text, where it is a sheet.
    pub bytes: u64,
    /// How its text is encoded.
    pub encoding: Encoding,
    /// What it was taken for, or why it was refused.
    pub verdict: Result<Platform, Refusal>,
    /// What it was told by, in words; empty of event logs.
    pub evidence: Vec<String>,
    /// What such a file cannot tell, and so stays unknown.
    pub unknown: Vec<Unknown>,
    /// Records read: those used and those rejected.
    pub read: u64,
    /// Records used.
    pub used: u64,
    /// Records rejected.
    pub rejected: u64,
    /// What was put right in it.
    pub notes: Vec<Note>,
    /// Its first rows, if it is a table.
    pub first_rows: Option<FirstRows>,
    /// The mapping that it was read with, or that it is.
    pub mapping: Option<Mapping>,
}

impl FileSummary {
    /// Of a file in which nothing could be used, or not yet.
    pub(super) fn of_nothing(name: String, bytes: u64, refusal: Refusal) -> Self {
        Self {
            name,
            bytes,
            encoding: Encoding::default(),
            verdict: Err(refusal),
            evidence: Vec::new(),
            unknown: Vec::new(),
            read: 0,
            used: 0,
            rejected: 0,
            notes: Vec::new(),
            first_rows: None,
            mapping: None,
        }
    }

    /// The encoding's name for people.
    pub const fn encoding_name(&self) -> &'static str {
        self.encoding.name()
    }

    /// Says that its encoding is only told by its letters.
    pub(super) fn say_encoding(&mut self) {
        if self.encoding.is_guessed() && self.verdict.is_ok() {
            let mut note = NoteBuilder::new(Irregularity::EncodingGuessed);
            note.add_value(self.encoding.name().to_owned());
            self.notes.extend(note.finish());
            self.notes.sort_by_key(|note| note.what);
        }
    }
}

/// A file that was read.
#[derive(Debug)]
pub struct Reading {
    /// What is known of it.
    pub file: FileSummary,
    /// The events of an event log.
    pub ledger: Ledger,
    /// What a platform's file says.
    pub draft: Option<Draft>,
    /// Who is the same person, as an alias file says.
    pub aliases: Option<Aliases>,
    /// Its rejected records.
    pub rejected: RejectedRecords,
}

impl Reading {
    /// A file of which nothing could be used.
    pub(crate) fn refused(name: String, bytes: u64, refusal: Refusal) -> Self {
        Self::of_nothing(FileSummary::of_nothing(name, bytes, refusal))
    }

    /// Of a file without events.
    pub(super) fn of_nothing(file: FileSummary) -> Self {
        let rejected = RejectedRecords::default();
        Self { file, ledger: Ledger::new(), draft: None, aliases: None, rejected }
    }
}
