//! Tables: which, how one is wanted, and rows of it.

use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// A table that can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum TableName {
    /// The attendance report.
    Attendance,
    /// A sheet of Smart Sessions, by its place.
    Sheet(usize),
    /// The records that were not used.
    Rejected,
}

/// How a table is wanted: which rows, in which order, with which columns.
#[derive(Clone, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct TableShape {
    /// The column that the rows are sorted by.
    pub sort: Option<usize>,
    /// The greatest first.
    pub descending: bool,
    /// What rows have in some cell; blank: all.
    pub search: String,
    /// What rows are like in single columns.
    pub filters: Vec<RowFilter>,
    /// The columns that are shown, by place; none: all.
    pub columns: Vec<usize>,
}

/// What rows are like in a column.
#[derive(Clone, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RowFilter {
    /// Its place.
    pub column: usize,
    /// The text.
    pub text: String,
    /// Whether the cell is that, or only has it somewhere.
    pub whole: bool,
}

/// Some rows of a table as it is wanted.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ViewRows {
    /// How many rows there are, over all pages.
    pub count: usize,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// Their places in the table as it is.
    pub places: Vec<u32>,
}

/// The texts that stand in a column.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ColumnValues {
    /// Each once, in order.
    pub values: Vec<String>,
    /// Whether there are more.
    pub more: bool,
}

/// The first rows of a table.
#[derive(Clone, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct TableRows {
    /// The columns' names, each there once.
    pub columns: Vec<String>,
    /// The rows, each as long as there are columns.
    pub rows: Vec<Vec<String>>,
    /// The rows' lines.
    pub lines: Vec<u64>,
}

/// A table and its first rows.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<ColumnHead>,
    /// How many rows it has.
    pub count: usize,
    /// The first of them.
    pub rows: Vec<Vec<String>>,
}

/// A column's head.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ColumnHead {
    /// Its name.
    pub name: &'static str,
    /// Whether amounts stand in it, which are easier compared at the right.
    pub figures: bool,
    /// What rows can be chosen by it for: `session`, `person`, `role`, or blank.
    pub facet: &'static str,
    /// Whether it is shown at first.
    pub main: bool,
}
