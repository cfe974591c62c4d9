//! Sharing less: for whom, what of each table goes out, and how it looks.

use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// A file that goes out to somebody.
#[derive(Clone, Copy, Deserialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum SharedFile {
    /// The attendance report.
    Attendance,
    /// The workbook.
    Workbook,
    /// Both, and each sheet.
    Everything,
    /// Who goes by which pseudonym.
    Key,
}

/// For whom it is, and what of it goes out.
#[derive(Clone, Deserialize, Tsify)]
pub struct SharingChoice {
    /// For whom: a code.
    pub purpose: String,
    /// What pseudonyms are made of: 32 digits.
    pub seed: String,
    /// Counts of fewer people are withheld, as typed; blank: as it is meant for somebody.
    pub suppress: String,
    /// The columns of tables that go out, where others are chosen.
    pub columns: Vec<GoingColumns>,
}

/// The columns of a table that go out.
#[derive(Clone, Deserialize, Tsify)]
pub struct GoingColumns {
    /// The table's place: the attendance report, then the sheets.
    pub table: usize,
    /// The columns' places.
    pub columns: Vec<usize>,
}

/// What of a report goes out, and how a table looks.
#[derive(Serialize, Tsify)]
pub struct SharedExample {
    /// What goes out.
    pub plan: SharingPlan,
    /// The table.
    pub example: SharedRows,
}

/// What of a report goes out.
#[derive(Serialize, Tsify)]
pub struct SharingPlan {
    /// Whether people go by pseudonyms.
    pub pseudonyms: bool,
    /// Counts of fewer people are withheld.
    pub suppress: u64,
    /// The tables.
    pub tables: Vec<SharingTable>,
}

/// What of a table goes out.
#[derive(Serialize, Tsify)]
pub struct SharingTable {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<&'static str>,
    /// The places of those that go out.
    pub going: Vec<usize>,
    /// Whether it stays here, whatever is chosen.
    pub stays: bool,
}

/// The first rows of a table that goes out.
#[derive(Serialize, Tsify)]
pub struct SharedRows {
    /// Its columns.
    pub columns: Vec<&'static str>,
    /// Its first rows.
    pub rows: Vec<Vec<String>>,
    /// How many it has.
    pub count: usize,
}
