//! XLSX: a report's tables as one workbook.
//!
//! Text is always stored as text, never as a formula, a number or a link. Dates and times are real ones
//! with a number format, numbers are numbers. A table that is longer than a sheet goes on in `<name> (2)`.
//!
//! The clock does not show: the creation time is the caller's. The library asks the time of day once when a
//! workbook is begun (there is no way around), and the answer is replaced before it is written. In wasm the
//! library needs its feature `wasm` for that question; without it the call traps.

mod cell;
mod chart;
mod sheet;
#[cfg(test)]
mod tests;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook as Book, XlsxError};

use crate::table::Table;

pub use chart::{ChartGroup, ChartSpec, MAX_CHARTS};

/// The rows of a sheet, header included: the limit of the file format.
const MAX_ROWS: usize = 1_048_576;

/// The instants that document properties can hold, in seconds since 1970: the years 1900 to 9999.
const CREATED: (i64, i64) = (-2_208_988_800, 253_402_300_799);

/// Why a workbook could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The library refused.
    #[error("the workbook could not be made: {0}")]
    Library(#[from] XlsxError),
    /// The graph does not fit its table: a mistake in the report, not in the log.
    #[error("the graph of the workbook asks for {what} {asked}, but there are {there}")]
    Chart {
        /// Sheet, row or column.
        what: &'static str,
        /// The index asked for.
        asked: usize,
        /// How many there are.
        there: usize,
    },
    /// More columns than a sheet has.
    #[error("the sheet {sheet} has {columns} columns, more than a workbook allows (16,384)")]
    Columns {
        /// The table's name.
        sheet: &'static str,
        /// Its columns.
        columns: usize,
    },
}

/// What a workbook is made of.
#[derive(Clone, Copy)]
pub struct Workbook<'a> {
    /// The title in the document properties; no author is named.
    pub title: &'a str,
    /// The creation instant in the document properties, in UTC seconds since 1970: from the log, so that
    /// the same log gives the same bytes.
    pub created: i64,
    /// The sheets, in order; the first is shown when the workbook is opened.
    pub sheets: &'a [&'a dyn Table],
    /// Line charts beside one of the sheets.
    pub chart: Option<&'a ChartSpec<'a>>,
    /// Whether a spreadsheet would run a text as a formula if it were typed in.
    pub dangerous: fn(&str) -> bool,
}

/// A workbook made, and what could not be as the table has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// Texts longer than a cell holds, which were cut.
    pub texts_cut: usize,
    /// Dangerous texts: stored as text like all others, and marked with the quote prefix.
    pub texts_marked: usize,
    /// Groups without a chart, because there are more than [`MAX_CHARTS`].
    pub charts_left_out: usize,
}

impl Workbook<'_> {
    /// Makes the file.
    ///
    /// # Errors
    /// If the chart does not fit its table, or the library refuses (a sheet's name, for one).
    pub fn write(&self) -> Result<Written, Error> {
        self.write_with_rows(MAX_ROWS)
    }

    /// As [`write`](Workbook::write), with sheets of at most `max_rows` rows, header included.
    fn write_with_rows(&self, max_rows: usize) -> Result<Written, Error> {
        let mut book = Book::new();
        book.set_properties(&self.properties()?);
        let mut written = Written::default();
        let styles = cell::Styles::new(self.dangerous);
        let mut charted = None;
        for (index, table) in self.sheets.iter().enumerate() {
            let first = book.worksheets().len();
            let parts = sheet::write(&mut book, *table, max_rows, &styles, &mut written)?;
            if self.chart.is_some_and(|chart| chart.sheet == index) {
                charted = Some((*table, first, parts));
            }
        }
        if let Some(chart) = self.chart {
            let (table, first, parts) = charted.ok_or(Error::Chart {
                what: "sheet",
                asked: chart.sheet,
                there: self.sheets.len(),
            })?;
            let sheets = book.worksheets_mut().get_mut(first..).unwrap_or_default();
            written.charts_left_out = chart.draw(sheets, table, &parts, max_rows.saturating_sub(1).max(1))?;
        }
        written.bytes = book.save_to_buffer()?;
        super::zip::made_by_unix(&mut written.bytes);
        Ok(written)
    }

    fn properties(&self) -> Result<DocProperties, Error> {
        let created = ExcelDateTime::from_timestamp(self.created.clamp(CREATED.0, CREATED.1))?;
        Ok(DocProperties::new().set_title(cell::printable(self.title)).set_creation_datetime(&created))
    }
}
