//! A sheet's cells as the text of a table, row by row: what a spreadsheet would save, with dates that can be
//! read only one way.

use super::SEPARATOR;
use super::limits::{Limits, Trouble};
use super::zip::SheetOf;
use crate::intake::{Intake, Reading};
use crate::source::MAX_RECORD;

/// How many columns and rows a sheet has at most; what lies beyond is no sheet's.
pub(super) const MAX_COLUMNS: u64 = 16_384;
/// See [`MAX_COLUMNS`].
pub(super) const MAX_ROWS: u64 = 1_048_576;

/// To how many columns shorter rows are filled up at most.
const MAX_FILLED: u64 = 256;

/// How much text is put together before it is read.
const TEXT: usize = 64 << 10;

/// The most of a cell's text that is taken, in bytes. A row that long is rejected as too long, whatever follows.
pub(super) const MAX_CELL: usize = MAX_RECORD + 1;

/// The account of cells, and of their text, over all sheets of a workbook.
#[derive(Debug, Default)]
pub(super) struct Cells {
    limits: Limits,
    cells: u64,
    text: u64,
}

impl Cells {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    fn count(&mut self, cells: u64) -> Result<(), Trouble> {
        self.cells = self.cells.saturating_add(cells);
        if self.cells > self.limits.cells() { Err(Trouble::TooManyCells(self.limits)) } else { Ok(()) }
    }

    fn count_text(&mut self, bytes: usize) -> Result<(), Trouble> {
        self.text = self.text.saturating_add(bytes as u64);
        if self.text > self.limits.text() { Err(Trouble::TooMuchText(self.limits)) } else { Ok(()) }
    }
}

/// A sheet on its way to being read.
#[derive(Debug)]
pub(super) struct Sheet {
    label: String,
    intake: Intake,
    text: Vec<u8>,
    /// How many rows were written.
    rows: u64,
    /// How wide the first row is. A sheet has no cell where nothing is known, so shorter rows are filled up to it, as
    /// a spreadsheet that saves them as CSV does.
    width: Option<u64>,
    /// The current row's cells: the column, from 0, and the text.
    cells: Vec<(u64, String)>,
    /// How long their texts are, in bytes.
    length: usize,
}

impl Sheet {
    /// A sheet by its name and place. The first one goes by the workbook's name, which is that of the file that
    /// somebody opened in a spreadsheet and saved.
    pub(super) fn new(to: &SheetOf<'_>, name: &str, place: usize) -> Self {
        let file = match place {
            0 => to.name.to_owned(),
            _ => {
                let stem = to.name.rsplit_once('.').map_or(to.name, |(stem, _)| stem);
                format!("{stem} {}.xlsx", name.replace(['/', '\\'], "_"))
            }
        };
        let label = format!("{}{SEPARATOR}{name}", to.label);
        Self {
            intake: to.ways.intake(file, &label),
            label,
            text: Vec::new(),
            rows: 0,
            width: None,
            cells: Vec::new(),
            length: 0,
        }
    }

    /// Takes a cell of the current row. An empty one, or one beyond a sheet's end, is none; nor is one more than a
    /// row has columns, or behind more text than a record has, which is rejected already.
    pub(super) fn cell(&mut self, column: u64, text: &str, count: &mut Cells) -> Result<(), Trouble> {
        count.count_text(text.len())?;
        let fits = (self.cells.len() as u64) < MAX_COLUMNS && self.length <= MAX_RECORD;
        if !text.is_empty() && column < MAX_COLUMNS && fits {
            self.length += text.len();
            self.cells.push((column, text.to_owned()));
        }
        Ok(())
    }

    /// Whether the current row has a cell.
    pub(super) fn has_cells(&self) -> bool {
        !self.cells.is_empty()
    }

    /// Ends the current row, which is that with this number, from 0, and stands so many times. Rows that are
    /// left out before it are empty lines, so that a line's number is its row's.
    pub(super) fn end_row(&mut self, number: u64, times: u64, count: &mut Cells) -> Result<(), Trouble> {
        let mut cells = std::mem::take(&mut self.cells);
        let length = std::mem::take(&mut self.length);
        if cells.is_empty() || number >= MAX_ROWS {
            return Ok(());
        }
        cells.sort_by_key(|(column, _)| *column);
        let width = cells.last().map_or(0, |(column, _)| column + 1);
        while self.rows < number {
            self.text.push(b'\n');
            self.rows += 1;
        }
        let filled = *self.width.get_or_insert(width.min(MAX_FILLED));
        for _ in 0..times.min(MAX_ROWS - number) {
            count.count(width)?;
            count.count_text(length)?;
            self.write(&cells, filled);
            self.rows += 1;
        }
        cells.clear();
        self.cells = cells;
        Ok(())
    }

    fn write(&mut self, cells: &[(u64, String)], filled: u64) {
        let mut at = 0;
        for (column, text) in cells {
            while at < *column {
                self.text.push(b'\t');
                at += 1;
            }
            write_cell(text, &mut self.text);
        }
        for _ in at + 1..filled {
            self.text.push(b'\t');
        }
        self.text.push(b'\n');
        if self.text.len() >= TEXT {
            self.intake.push(&self.text);
            self.text.clear();
        }
    }

    /// Ends the sheet. One without rows is none.
    pub(super) fn finish(mut self) -> Option<Reading> {
        if self.rows == 0 {
            return None;
        }
        self.intake.push(&self.text);
        let mut reading = self.intake.finish();
        reading.file.name = self.label;
        Some(reading)
    }
}

/// Writes a cell's text. A line break or tab in it is a space: lines are rows.
fn write_cell(cell: &str, text: &mut Vec<u8>) {
    let quoted = cell.contains(['"', ',', ';', '|']);
    if quoted {
        text.push(b'"');
    }
    for byte in cell.bytes() {
        match byte {
            b'\n' | b'\r' | b'\t' => text.push(b' '),
            b'"' => text.extend_from_slice(b"\"\""),
            byte => text.push(byte),
        }
    }
    if quoted {
        text.push(b'"');
    }
}
