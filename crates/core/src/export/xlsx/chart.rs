//! Native line charts beside a sheet, one a group of rows.

use std::ops::RangeInclusive;

use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker,
    ChartMarkerType, ChartSolidFill, Color, ObjectMovement, Worksheet, XlsxError,
};

use super::Error;
use super::cell::{Styles, printable};
use crate::table::{Cell, Format, Table};

/// The most charts of a workbook. Programs lay out all charts of a sheet when it is opened; with hundreds,
/// that takes them minutes, and nobody scrolls past so many.
pub const MAX_CHARTS: usize = 50;

/// A chart's size in pixels; a row has 20.
const SIZE: (u32, u32) = (760, 420);

/// The rows from one chart to the next.
const ROWS_APART: usize = 22;

/// With more points than this, markers would hide the line; the dashes tell the lines apart.
const MAX_MARKED_POINTS: usize = 60;

/// As many labels as fit side by side under the horizontal axis; more would be turned and take the room of
/// the lines.
const MAX_LABELS: usize = 7;

/// Up to this value, the vertical axis counts in ones: left to itself, a program puts fractions between.
const MAX_COUNTED_IN_ONES: u64 = 8;

/// The lines, told apart without colour too.
const LINES: [(u32, ChartLineDashType, ChartMarkerType); 4] = [
    (0x0012_436D, ChartLineDashType::Solid, ChartMarkerType::Circle),
    (0x00F4_6A25, ChartLineDashType::Dash, ChartMarkerType::Square),
    (0x0028_A197, ChartLineDashType::SquareDot, ChartMarkerType::Triangle),
    (0x0080_1650, ChartLineDashType::LongDashDot, ChartMarkerType::Diamond),
];

/// The charts of one sheet.
#[derive(Clone, Debug)]
pub struct ChartSpec<'a> {
    /// The index of the sheet's table.
    pub sheet: usize,
    /// One chart each, one below the other.
    pub groups: Vec<ChartGroup>,
    /// The column of the horizontal axis; its header is the axis' title.
    pub category_column: usize,
    /// A line each; its header is the line's name.
    pub value_columns: Vec<usize>,
    /// The title of the vertical axis.
    pub value_title: &'a str,
}

/// The rows of one chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartGroup {
    /// The chart's title: literal text, whatever it looks like.
    pub title: String,
    /// The first row, counted from 0 without the header.
    pub first_row: usize,
    /// The last row, itself included.
    pub last_row: usize,
}

impl ChartSpec<'_> {
    /// Puts the charts on the sheets of `table`, which start at `sheets[0]`, are called `names` and hold
    /// `per_sheet` rows each. A group that goes on on the next sheet is drawn as far as its first one goes.
    /// Gives the number of groups left out.
    pub(super) fn draw(
        &self,
        sheets: &mut [Worksheet],
        table: &dyn Table,
        names: &[String],
        per_sheet: usize,
    ) -> Result<usize, Error> {
        self.check(table)?;
        let mut next_row = vec![1_usize; names.len()];
        for group in self.groups.iter().take(MAX_CHARTS) {
            let part = group.first_row / per_sheet;
            let (Some(name), Some(sheet), Some(at)) =
                (names.get(part), sheets.get_mut(part), next_row.get_mut(part))
            else {
                continue;
            };
            let above = part * per_sheet;
            let last = group.last_row.min(above + per_sheet - 1);
            let chart = self.chart(table, (name, above), &group.title, group.first_row..=last)?;
            sheet.insert_chart(row(*at)?, column(table.columns().len() + 1)?, &chart)?;
            *at += ROWS_APART;
        }
        Ok(self.groups.len().saturating_sub(MAX_CHARTS))
    }

    fn check(&self, table: &dyn Table) -> Result<(), Error> {
        let columns = table.columns().len();
        for asked in self.value_columns.iter().chain([&self.category_column]).copied() {
            if asked >= columns {
                return Err(Error::Chart { what: "column", asked, there: columns });
            }
        }
        for group in &self.groups {
            let asked = group.last_row.max(group.first_row);
            if asked >= table.len() || group.first_row > group.last_row {
                return Err(Error::Chart { what: "row", asked, there: table.len() });
            }
        }
        Ok(())
    }

    /// The chart of `rows` of the table, which are on the sheet of that name; `above` are on sheets before.
    fn chart(
        &self,
        table: &dyn Table,
        (sheet, above): (&str, usize),
        title: &str,
        rows: RangeInclusive<usize>,
    ) -> Result<Chart, Error> {
        let title = &printable(title);
        // The header is row 0.
        let (first_row, last_row) = (row(rows.start() - above + 1)?, row(rows.end() - above + 1)?);
        let points = rows.end() - rows.start() + 1;
        let category = column(self.category_column)?;
        let mut chart = Chart::new_line();
        chart
            .set_width(SIZE.0)
            .set_height(SIZE.1)
            .set_alt_text(format!("Line chart: {title}"))
            // Filtering the rows beside it must not squeeze it.
            .set_object_movement(ObjectMovement::DontMoveOrSizeWithCells);
        chart.title().set_name(&literal(title)).set_font(ChartFont::new().set_size(14));
        for (value, (rgb, dash, marker)) in self.value_columns.iter().zip(LINES.iter().cycle()) {
            let value = column(*value)?;
            let color = Color::RGB(*rgb);
            let mut format = ChartFormat::new();
            format.set_line(ChartLine::new().set_color(color).set_width(2.0).set_dash_type(*dash));
            let series = chart.add_series();
            series
                .set_name((sheet, 0, value))
                .set_categories((sheet, first_row, category, last_row, category))
                .set_values((sheet, first_row, value, last_row, value))
                .set_format(&mut format);
            if points <= MAX_MARKED_POINTS {
                let mut fill = ChartFormat::new();
                fill.set_solid_fill(ChartSolidFill::new().set_color(color))
                    .set_line(ChartLine::new().set_color(color));
                let mut shape = ChartMarker::new();
                shape.set_type(*marker).set_size(6).set_format(&mut fill);
                series.set_marker(&shape);
            } else {
                series.set_marker(ChartMarker::new().set_none());
            }
        }
        let interval = u16::try_from(points.div_ceil(MAX_LABELS)).unwrap_or(u16::MAX);
        let header = |index: usize| table.columns().get(index).map_or("", |column| column.name);
        let format = table.columns().get(self.category_column).map_or(Format::Text, |column| column.format);
        let mut small = ChartFont::new();
        small.set_size(9).unset_bold();
        chart
            .x_axis()
            .set_name(&literal(header(self.category_column)))
            .set_name_font(&small)
            .set_num_format(Styles::number_format(format))
            .set_font(&small)
            .set_label_interval(interval)
            .set_tick_interval(interval)
            // Left to itself, a program takes dates for whole days and puts all minutes of a day on one spot.
            .set_text_axis(true);
        chart
            .y_axis()
            .set_name(&literal(&printable(self.value_title)))
            .set_name_font(&small)
            .set_font(&small)
            .set_num_format("0")
            .set_min(0)
            .set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(0x00D9_D9D9)).set_width(0.75));
        if !self.exceeds(table, rows, MAX_COUNTED_IN_ONES) {
            chart.y_axis().set_major_unit(1);
        }
        chart.legend().set_position(ChartLegendPosition::Bottom);
        Ok(chart)
    }

    /// Whether a line of the chart of `rows` goes above `limit`.
    fn exceeds(&self, table: &dyn Table, mut rows: RangeInclusive<usize>, limit: u64) -> bool {
        let mut cells = Vec::new();
        rows.any(|row| {
            table.row(row, &mut cells);
            self.value_columns
                .iter()
                .any(|column| matches!(cells.get(*column), Some(Cell::Count(count)) if *count > limit))
        })
    }
}

/// A title that the library cannot take for a reference: it does so where there is a `!` before something
/// like `A1`, or a `=` in front. A space at either end keeps it from that and is not seen.
fn literal(title: &str) -> String {
    if title.starts_with('=') || title.contains('!') { format!(" {title} ") } else { title.to_owned() }
}

fn row(index: usize) -> Result<u32, XlsxError> {
    u32::try_from(index).map_err(|_| XlsxError::RowColumnLimitError)
}

fn column(index: usize) -> Result<u16, XlsxError> {
    u16::try_from(index).map_err(|_| XlsxError::RowColumnLimitError)
}
