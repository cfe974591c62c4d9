//! The table: what a report is, whoever shows or saves it.

use crate::report::detail::About;
use std::borrow::Cow;

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The header cell, letter for letter as the seeds have it.
    pub name: &'static str,
    /// How its cells are written.
    pub format: Format,
}

impl Column {
    /// A column of this name and format.
    pub const fn new(name: &'static str, format: Format) -> Self {
        Self { name, format }
    }
}

/// How the cells of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text, never anything else.
    Text,
    /// `MM/DD/YYYY HH:MM`, 24 hours; seconds are cut off.
    UsMinute,
    /// `yyyy-mm-dd hh:mm`; seconds are cut off.
    Minute,
    /// `yyyy-mm-dd`.
    Date,
    /// `hh:mm`.
    Clock,
    /// `HH:MM:ss`; hours run past 24.
    Duration,
    /// A whole number.
    Count,
    /// Hours, decimal.
    Hours,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Not known.
    Blank,
    /// Text.
    Text(Cow<'a, str>),
    /// Seconds since 1970-01-01 00:00 on the clock of the report's time zone.
    Local(i64),
    /// A length of time, in seconds.
    Seconds(u64),
    /// A count.
    Count(u64),
    /// Hours, decimal.
    Hours(f64),
}

/// A report's table. Rows are made when asked for, so that a page of them costs a page, however long the
/// table is; by several threads, where there are some.
pub trait Table: Sync {
    /// The sheet's name: at most 31 characters, as a workbook allows.
    fn name(&self) -> &'static str;
    /// The name for a file of this table, without ending.
    fn file_stem(&self) -> &'static str {
        self.name()
    }
    /// The columns, in order.
    fn columns(&self) -> &[Column];
    /// How many rows there are, the header not counted.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Puts the cells of row `index` into `cells`, one a column; `cells` is cleared first.
    /// `index` is below [`len`](Table::len).
    fn row<'a>(&'a self, index: usize, cells: &mut Vec<Cell<'a>>);
    /// Whom or what row `index` is about; none, where all that is known stands in it.
    fn about(&self, index: usize) -> Option<About> {
        let _ = index;
        None
    }
}
