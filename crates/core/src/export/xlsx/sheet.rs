//! One table as a sheet, or as several if it is longer than one.

use super::cell::{Texts, cell_width, cut, width};
use super::style::{HEADER, Style};
use super::text::escaped;
use super::{Error, MAX_COLUMNS};
use crate::export::zip::Writer;
use crate::table::Table;
use crate::time;

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
const HEADER_HEIGHT: &str = r#" ht="33" customHeight="1""#;

/// How much of a sheet is made before it is packed.
const PIECE_BYTES: usize = 1 << 16;

/// The sheets of a table: as many as it needs.
pub(super) struct Layout<'a> {
    pub(super) table: &'a dyn Table,
    /// The rows of a sheet, without its header.
    pub(super) per_sheet: usize,
    /// The names of its sheets.
    pub(super) names: Vec<String>,
    /// The letters of its columns.
    pub(super) letters: Vec<String>,
    widths: Vec<usize>,
}

impl<'a> Layout<'a> {
    /// For sheets of at most `max_rows` rows, header included.
    pub(super) fn new(table: &'a dyn Table, max_rows: usize) -> Result<Self, Error> {
        let columns = table.columns().len();
        if columns > MAX_COLUMNS {
            return Err(Error::Columns { sheet: table.name(), columns });
        }
        let per_sheet = max_rows.saturating_sub(1).max(1);
        let sheets = table.len().div_ceil(per_sheet).max(1);
        Ok(Self {
            table,
            per_sheet,
            names: (1..=sheets).map(|part| part_name(table.name(), part)).collect(),
            letters: (0..columns).map(letters).collect(),
            widths: widths(table),
        })
    }

    /// The rows of the sheet number `part`, from 0, counted in the table.
    pub(super) fn rows(&self, part: usize) -> std::ops::Range<usize> {
        let first = part * self.per_sheet;
        first..self.table.len().min(first + self.per_sheet)
    }

    /// All cells of a sheet, as `A1:F31`, with `fixed` as `$A$1:$F$31`.
    pub(super) fn area(&self, part: usize, fixed: bool) -> String {
        let last = self.letters.last().map_or("A", String::as_str);
        let rows = self.rows(part).len() + 1;
        if fixed { format!("$A$1:${last}${rows}") } else { format!("A1:{last}{rows}") }
    }

    /// Writes the sheet number `part` into its file, which was started.
    pub(super) fn write(
        &self,
        part: usize,
        look: &Look,
        texts: &mut Texts,
        zip: &mut Writer,
    ) -> Result<(), Error> {
        let mut out = Vec::with_capacity(2 * PIECE_BYTES);
        self.begin(&mut out, part, look.selected, texts);
        let columns = self.table.columns();
        let mut cells = Vec::with_capacity(columns.len());
        for (row, index) in (2..).zip(self.rows(part)) {
            self.table.row(index, &mut cells);
            out.extend_from_slice(b"<row r=\"");
            time::write::count(&mut out, row);
            out.extend_from_slice(b"\">");
            for ((letters, column), cell) in self.letters.iter().zip(columns).zip(&cells) {
                texts.write(&mut out, (letters, row), column.format, cell);
            }
            out.extend_from_slice(b"</row>");
            if out.len() >= PIECE_BYTES {
                zip.write(&out)?;
                out.clear();
            }
        }
        out.extend_from_slice(self.end(part, look.drawn).as_bytes());
        Ok(zip.write(&out)?)
    }

    /// What comes before the rows, and the header.
    fn begin(&self, out: &mut Vec<u8>, part: usize, selected: bool, texts: &mut Texts) {
        let area = self.area(part, false);
        let selected = if selected { r#" tabSelected="1""# } else { "" };
        let columns = self.table.columns();
        out.extend_from_slice(
            format!(
                concat!(
                    r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" "#,
                    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">"#,
                    r#"<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="{area}"/>"#,
                    r#"<sheetViews><sheetView{selected} workbookViewId="0">"#,
                    r#"<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>"#,
                    r#"<selection pane="bottomLeft"/></sheetView></sheetViews>"#,
                    r#"<sheetFormatPr defaultRowHeight="15"/><cols>"#,
                ),
                area = area,
                selected = selected
            )
            .as_bytes(),
        );
        for ((number, column), width) in (1..).zip(columns).zip(&self.widths) {
            let style = Style::of(column.format).number();
            let column = format!(
                r#"<col min="{number}" max="{number}" width="{width}.7109375" style="{style}" customWidth="1"/>"#
            );
            out.extend_from_slice(column.as_bytes());
        }
        let wrapped =
            columns.iter().zip(&self.widths).any(|(column, width)| line_width(column.name) > *width);
        let height = if wrapped { HEADER_HEIGHT } else { "" };
        out.extend_from_slice(format!(r#"</cols><sheetData><row r="1"{height}>"#).as_bytes());
        for (letters, column) in self.letters.iter().zip(columns) {
            texts.write_text(out, (letters, 1), HEADER, column.name);
        }
        out.extend_from_slice(b"</row>");
    }

    /// What comes behind the rows.
    fn end(&self, part: usize, drawn: bool) -> String {
        let area = self.area(part, false);
        let drawing = if drawn { r#"<drawing r:id="rId1"/>"# } else { "" };
        format!(
            concat!(
                r#"</sheetData><autoFilter ref="{area}"/>"#,
                r#"<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>"#,
                r#"<pageSetup fitToHeight="0" orientation="landscape"/>"#,
                r#"<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"#,
                // Identifiers of digits are meant to be text: no green corners.
                r#"<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>"#,
                r#"{drawing}</worksheet>"#,
            ),
            area = area,
            drawing = drawing
        )
    }
}

/// What is special about a sheet.
pub(super) struct Look {
    /// It is shown when the workbook is opened.
    pub(super) selected: bool,
    /// It has charts.
    pub(super) drawn: bool,
}

/// The letters of a column, counted from 0: A to Z, AA, AB and so on.
fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    letters.into_iter().rev().collect()
}

/// A sheet's name in front of `!` in a reference: quoted, and escaped for XML.
pub(super) fn quoted(name: &str) -> String {
    format!("'{}'", escaped(&name.replace('\'', "''")))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, want) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(letters(column), want);
        }
    }
}
