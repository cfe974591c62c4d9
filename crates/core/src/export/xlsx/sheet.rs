//! One table as a sheet, or as several if it is longer than one.

use rust_xlsxwriter::{IgnoreError, Workbook as Book, XlsxError};

use super::cell::{Styles, cell_width, cut, width};
use super::{Error, Written};
use crate::table::{Column, Table};

/// The longest name of a sheet, in UTF-16 units: the limit of the file format.
const MAX_NAME_UNITS: usize = 31;

/// The rows that column widths are taken from: enough to look right, and the first screens are right.
const WIDTH_ROWS: usize = 1_000;

/// The narrowest and widest column, in digits: room for a date, and never a screen for one column.
const WIDTHS: (usize, usize) = (8, 60);

/// What a header needs beside its text, in digits: the filter's button.
const FILTER_WIDTH: usize = 3;

/// What a cell needs beside its text, in digits: the space at both sides, the indent of a number.
const MARGIN: usize = 2;

/// Two lines, in points. A program would find the height by itself, but not before it draws the charts.
const HEADER_HEIGHT: f64 = 33.0;

/// Adds the sheets of `table`, each with at most `max_rows` rows, header included. Gives their names.
pub(super) fn write(
    book: &mut Book,
    table: &dyn Table,
    max_rows: usize,
    styles: &Styles,
    written: &mut Written,
) -> Result<Vec<String>, Error> {
    let columns = table.columns();
    let too_many = || Error::Columns { sheet: table.name(), columns: columns.len() };
    let last_column = u16::try_from(columns.len().saturating_sub(1)).map_err(|_| too_many())?;
    let widths = widths(table);
    let wrapped = columns.iter().zip(&widths).any(|(column, width)| line_width(column.name) > *width);
    let per_sheet = max_rows.saturating_sub(1).max(1);
    let rows = table.len();
    let mut names = Vec::new();
    let mut cells = Vec::with_capacity(columns.len());
    loop {
        let first = names.len() * per_sheet;
        let count = rows.saturating_sub(first).min(per_sheet);
        let name = part_name(table.name(), names.len() + 1);
        let sheet = book.add_worksheet();
        sheet.set_name(&name)?;
        if wrapped {
            sheet.set_row_height(0, HEADER_HEIGHT)?;
        }
        for ((number, column), width) in (0..).zip(columns).zip(&widths) {
            // At most 60.
            sheet.set_column_width(number, u32::try_from(*width).unwrap_or_default())?;
            sheet.set_column_format(number, &Styles::column(column.format))?;
            sheet.write_string_with_format(0, number, column.name, &styles.header)?;
        }
        for (row, index) in (1..).zip(first..first + count) {
            table.row(index, &mut cells);
            for ((number, Column { format, .. }), cell) in (0..).zip(columns).zip(&cells) {
                styles.write(sheet, (row, number), *format, cell, written)?;
            }
        }
        let last_row = u32::try_from(count).map_err(|_| XlsxError::RowColumnLimitError)?;
        sheet.autofilter(0, 0, last_row, last_column)?;
        // Identifiers of digits are meant to be text: no green corners.
        sheet.ignore_error_range(0, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        sheet.set_footer("&L&A&R&P / &N");
        names.push(name);
        if first + count >= rows {
            return Ok(names);
        }
    }
}

/// The name of a table's sheet number `part`, from 1.
fn part_name(name: &str, part: usize) -> String {
    if part == 1 {
        return name.to_owned();
    }
    let suffix = format!(" ({part})");
    format!("{}{suffix}", cut(name, MAX_NAME_UNITS - suffix.len()).trim_end())
}

/// The width of each column.
fn widths(table: &dyn Table) -> Vec<usize> {
    let columns = table.columns();
    let mut widths: Vec<usize> = columns.iter().map(|column| header_width(column.name)).collect();
    let mut cells = Vec::new();
    for index in 0..table.len().min(WIDTH_ROWS) {
        table.row(index, &mut cells);
        for ((width, column), cell) in widths.iter_mut().zip(columns).zip(&cells) {
            *width = (*width).max(cell_width(cell, column.format) + MARGIN);
        }
    }
    widths.into_iter().map(|width| width.clamp(WIDTHS.0, WIDTHS.1)).collect()
}

/// The width that a header needs in at most two lines.
fn header_width(name: &str) -> usize {
    let halves = name.match_indices(' ').map(|(at, _)| [&name[..at], &name[at + 1..]]);
    halves.map(|[one, two]| line_width(one).max(line_width(two))).min().unwrap_or_else(|| line_width(name))
}

/// The width that a header needs in one line. Bold is a tenth wider.
fn line_width(text: &str) -> usize {
    width(text) * 11 / 10 + FILTER_WIDTH
}
