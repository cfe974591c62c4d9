//! XLSX: a report's tables as one workbook.
//!
//! Text is always stored as text, never as a formula, a number or a link. Dates and times are real ones
//! with a number format, numbers are numbers. A table that is longer than a sheet goes on in `<name> (2)`.
//!
//! The clock does not show: the creation time is the caller's.
//!
//! Sheets are packed as they are made, so that the memory is that of the packed file and of its texts, each once.
//! Source: ECMA-376, parts 1 and 2.

mod cell;
mod chart;
mod package;
mod sheet;
mod style;
#[cfg(test)]
mod tests;
mod text;

use super::zip;
use crate::table::Table;
use chart::Drawing;
use package::Package;
use sheet::{Layout, Look};

pub use chart::{ChartGroup, ChartSpec, MAX_CHARTS};

/// The rows of a sheet, header included: the limit of the file format.
const MAX_ROWS: usize = 1_048_576;

/// The columns of a sheet: the limit of the file format.
const MAX_COLUMNS: usize = 16_384;

/// The instants that document properties can hold, in seconds since 1970: the years 1900 to 9999.
const CREATED: (i64, i64) = (-2_208_988_800, 253_402_300_799);

/// Why a workbook could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It could not be packed.
    #[error(transparent)]
    Zip(#[from] zip::Error),
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
    /// If the chart does not fit its table, or the file would be too large for its format.
    pub fn write(&self) -> Result<Written, Error> {
        self.write_with_rows(MAX_ROWS)
    }

    /// As [`write`](Workbook::write), with sheets of at most `max_rows` rows, header included.
    fn write_with_rows(&self, max_rows: usize) -> Result<Written, Error> {
        let layouts: Vec<Layout<'_>> =
            self.sheets.iter().map(|table| Layout::new(*table, max_rows)).collect::<Result<_, _>>()?;
        let (drawings, charts_left_out) = self.drawings(&layouts)?;
        let created = self.created.clamp(CREATED.0, CREATED.1);
        let package = Package { layouts: &layouts, drawings: &drawings, title: self.title, created };

        let mut zip = zip::Writer::default();
        package.begin(&mut zip)?;
        let mut texts = cell::Texts::new(self.dangerous);
        for (number, (layout, part)) in (1..).zip(package.sheets()) {
            zip.start(&format!("xl/worksheets/sheet{number}.xml"))?;
            zip.write(package::DECLARATION)?;
            let look = Look { selected: number == 1, drawn: package.drawing(number - 1).is_some() };
            layout.write(part, &look, &mut texts, &mut zip)?;
        }
        package.end(&texts.strings, &mut zip)?;
        let (texts_cut, texts_marked) = (texts.cut, texts.marked);
        Ok(Written { bytes: zip.finish()?, texts_cut, texts_marked, charts_left_out })
    }

    /// What is drawn on each sheet of the workbook, and the number of groups left out.
    fn drawings(&self, layouts: &[Layout<'_>]) -> Result<(Vec<Drawing>, usize), Error> {
        let mut left_out = 0;
        let mut drawings = Vec::new();
        if let Some(chart) = self.chart.filter(|chart| chart.sheet >= layouts.len()) {
            return Err(Error::Chart { what: "sheet", asked: chart.sheet, there: layouts.len() });
        }
        for (index, layout) in layouts.iter().enumerate() {
            if let Some(chart) = self.chart.filter(|chart| chart.sheet == index) {
                let (drawn, without) = chart.draw(layout)?;
                drawings.extend(drawn);
                left_out = without;
            } else {
                drawings.extend(layout.names.iter().map(|_| Drawing::default()));
            }
        }
        Ok((drawings, left_out))
    }
}
