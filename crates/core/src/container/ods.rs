//! ODS: the sheets of OpenDocument, one after the other in one document. Rows and cells that are repeated count
//! as often as they stand for one another; those without text cost nothing.

use super::inflate::{Entry, Part};
use super::limits::{Budget, Trouble};
use super::sheet::{Cells, MAX_CELL, MAX_COLUMNS, Sheet};
use super::xml::{Element, Mark, walk};
use super::zip::{SheetOf, Workbook};
use crate::intake::Reading;

/// A workbook being read.
#[derive(Debug)]
pub(super) struct Book {
    content: Entry,
    budget: Budget,
    /// The sheets that were read, the first one last.
    readings: Vec<Reading>,
    read: bool,
}

impl Book {
    pub(super) fn new(content: Entry, budget: Budget) -> Self {
        Self { content, budget, readings: Vec::new(), read: false }
    }
}

impl Workbook for Book {
    fn sheet(&mut self, archive: &[u8], to: &SheetOf<'_>) -> Result<Option<Option<Reading>>, Trouble> {
        if !self.read {
            self.read = true;
            let mut at = At { cells: Cells::new(self.budget.limits), ..At::default() };
            walk(Part::new(archive, &self.content, &mut self.budget)?, |mark| at.take(&mark, to))?;
            self.readings = at.readings;
            self.readings.reverse();
        }
        Ok(self.readings.pop().map(Some))
    }
}

/// Where in the document the reading is.
#[derive(Debug, Default)]
struct At {
    readings: Vec<Reading>,
    sheets: usize,
    sheet: Option<Sheet>,
    row: u64,
    row_times: u64,
    column: u64,
    cell_times: u64,
    /// The cell's value, where it is not its text that counts.
    value: Option<String>,
    text: String,
    /// How many paragraphs of the cell's text are open, and how many began.
    open: usize,
    paragraphs: usize,
    /// How many notes are open, whose text is not the cell's.
    notes: usize,
    in_cell: bool,
    cells: Cells,
}

impl At {
    fn take(&mut self, mark: &Mark<'_>, to: &SheetOf<'_>) -> Result<(), Trouble> {
        match mark {
            Mark::Open(element) => self.open(element, to),
            Mark::Close(name) => self.close(name),
            Mark::Text(text) => {
                if self.open > 0 && self.notes == 0 && self.text.len() < MAX_CELL {
                    self.text.push_str(text);
                }
                Ok(())
            }
        }
    }

    fn open(&mut self, element: &Element<'_>, to: &SheetOf<'_>) -> Result<(), Trouble> {
        match element.name() {
            // A table in a cell is a picture's; there is none in a note.
            "table" if self.sheet.is_none() => {
                let limits = to.ways.limits;
                if self.sheets >= limits.sheets() {
                    return Err(Trouble::TooMany(limits));
                }
                let name = element.attribute("name").unwrap_or_default();
                self.sheet = Some(Sheet::new(to, &name, self.sheets));
                self.sheets += 1;
                self.row = 0;
            }
            "table-row" => {
                self.row_times = element.number("number-rows-repeated").unwrap_or(1).max(1);
                self.column = 0;
            }
            "table-cell" | "covered-table-cell" => {
                self.cell_times = element.number("number-columns-repeated").unwrap_or(1).max(1);
                self.value = value(element);
                self.text.clear();
                (self.open, self.paragraphs, self.in_cell) = (0, 0, true);
            }
            "annotation" => self.notes += 1,
            "p" | "h" if self.in_cell && self.notes == 0 => {
                if self.paragraphs > 0 && self.text.len() < MAX_CELL {
                    self.text.push('\n');
                }
                self.paragraphs += 1;
                self.open += 1;
            }
            "s" if self.open > 0 && self.notes == 0 && self.text.len() < MAX_CELL => {
                let spaces = element.number("c").unwrap_or(1).min(MAX_SPACES);
                (0..spaces).for_each(|_| self.text.push(' '));
            }
            "tab" | "line-break" if self.open > 0 && self.notes == 0 && self.text.len() < MAX_CELL => {
                self.text.push(' ')
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Trouble> {
        match name {
            "table" => self.readings.extend(self.sheet.take().and_then(Sheet::finish)),
            "table-row" => {
                if let Some(sheet) = &mut self.sheet
                    && sheet.has_cells()
                {
                    sheet.end_row(self.row, self.row_times, &mut self.cells)?;
                }
                self.row = self.row.saturating_add(self.row_times);
            }
            "table-cell" | "covered-table-cell" => {
                self.in_cell = false;
                let text = self.value.take().unwrap_or_else(|| std::mem::take(&mut self.text));
                if !text.is_empty()
                    && let Some(sheet) = &mut self.sheet
                {
                    for place in 0..self.cell_times.min(MAX_COLUMNS.saturating_sub(self.column)) {
                        sheet.cell(self.column + place, &text, &mut self.cells)?;
                    }
                }
                self.column = self.column.saturating_add(self.cell_times);
            }
            "annotation" => self.notes = self.notes.saturating_sub(1),
            "p" | "h" if self.notes == 0 => self.open = self.open.saturating_sub(1),
            _ => {}
        }
        Ok(())
    }
}

/// How many spaces in a row are kept.
const MAX_SPACES: u64 = 100;

/// A cell's value where its text may be shortened by its format: dates, durations, numbers, booleans.
fn value(element: &Element<'_>) -> Option<String> {
    match element.attribute("value-type")?.as_str() {
        "date" => element.attribute("date-value").map(|date| seconds(&date.replacen('T', " ", 1))),
        "time" => element.attribute("time-value").map(|time| duration(&time).unwrap_or(time)),
        "float" => element.attribute("value").map(|value| match value.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => format!("{number}"),
            _ => value,
        }),
        "boolean" => element.attribute("boolean-value").map(|value| value.to_ascii_uppercase()),
        _ => None,
    }
}

/// A time with its fraction rounded off, which is of how spreadsheets count.
fn seconds(time: &str) -> String {
    time.split_once('.').map_or(time, |(whole, _)| whole).to_owned()
}

/// `PT1H02M03S` as `1:02:03`.
fn duration(text: &str) -> Option<String> {
    let mut rest = text.strip_prefix("PT")?;
    let mut part = |unit: char| -> Option<u64> {
        let Some((digits, after)) = rest.split_once(unit) else { return Some(0) };
        rest = after;
        digits.split(['.', ',']).next()?.parse().ok()
    };
    let (hours, minutes, seconds) = (part('H')?, part('M')?, part('S')?);
    Some(format!("{hours}:{minutes:02}:{seconds:02}"))
}
