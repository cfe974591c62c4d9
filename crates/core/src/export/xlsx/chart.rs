//! Native line charts beside a sheet, one a group of rows.

use std::ops::RangeInclusive;

use super::Error;
use super::cell::{number, printable, push_number};
use super::sheet::{Layout, quoted};
use super::style::number_format;
use super::text::escaped;
use crate::table::{Cell, Format, Table};

/// The most charts of a workbook. Programs lay out all charts of a sheet when it is opened; with hundreds,
/// that takes them minutes, and nobody scrolls past so many.
pub const MAX_CHARTS: usize = 50;

/// How many columns a chart is wide, and what it takes of the next, in the format's units (9,525 a pixel; a column
/// has 64 pixels): 760 pixels.
const WIDTH: (usize, u32) = (11, 56 * 9_525);

/// How many rows it is high: 420 pixels, since a row has 20.
const HEIGHT: usize = 21;

/// The rows from one chart to the next.
const ROWS_APART: usize = HEIGHT + 1;

/// With more points than this, markers would hide the line; the dashes tell the lines apart.
const MAX_MARKED_POINTS: usize = 60;

/// As many labels as fit side by side under the horizontal axis; more would be turned and take the room of
/// the lines.
const MAX_LABELS: usize = 7;

/// Up to this value, the vertical axis counts in ones: left to itself, a program puts fractions between.
const MAX_COUNTED_IN_ONES: f64 = 8.0;

/// The lines, told apart without colour too.
const LINES: [Line; 4] = [
    Line { color: "12436D", dash: "solid", marker: "circle" },
    Line { color: "F46A25", dash: "dash", marker: "square" },
    Line { color: "28A197", dash: "sysDash", marker: "triangle" },
    Line { color: "801650", dash: "lgDashDot", marker: "diamond" },
];

struct Line {
    color: &'static str,
    dash: &'static str,
    marker: &'static str,
}

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

/// The charts of one sheet.
#[derive(Default)]
pub(super) struct Drawing {
    /// What `xl/drawings/drawing….xml` says: where they are.
    frames: String,
    /// What `xl/charts/chart….xml` say.
    pub(super) charts: Vec<String>,
}

impl ChartSpec<'_> {
    /// The charts of each sheet of a table, and the number of groups left out. A group that goes on on the next sheet
    /// is drawn as far as its first one goes.
    pub(super) fn draw(&self, layout: &Layout<'_>) -> Result<(Vec<Drawing>, usize), Error> {
        self.check(layout.table)?;
        let mut drawings: Vec<Drawing> = layout.names.iter().map(|_| Drawing::default()).collect();
        for group in self.groups.iter().take(MAX_CHARTS) {
            let part = group.first_row / layout.per_sheet;
            let Some(drawing) = drawings.get_mut(part) else { continue };
            let last = group.last_row.min(layout.rows(part).end - 1);
            let title = printable(&group.title);
            drawing.add(layout.letters.len() + 1, &title);
            drawing.charts.push(self.chart(layout, part, &title, group.first_row..=last));
        }
        Ok((drawings, self.groups.len().saturating_sub(MAX_CHARTS)))
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

    /// The chart of `rows` of the table, which are on the sheet number `part`.
    fn chart(&self, layout: &Layout<'_>, part: usize, text: &str, rows: RangeInclusive<usize>) -> String {
        let columns: Vec<_> = [self.category_column].iter().chain(&self.value_columns).copied().collect();
        let points = Points::new(layout, part, &columns, rows);
        let categories = points.range(0);
        let lines: String = (0..self.value_columns.len())
            .zip(LINES.iter().cycle())
            .map(|(index, look)| line(index, look, &points, &categories))
            .collect();
        let interval = points.len().div_ceil(MAX_LABELS);
        let category = points.header(0);
        format!(
            concat!(
                r#"<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" "#,
                r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">"#,
                r#"<c:roundedCorners val="0"/><c:chart>{title}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>"#,
                r#"<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{lines}<c:marker val="1"/>"#,
                r#"<c:axId val="1"/><c:axId val="2"/></c:lineChart>"#,
                // A text axis: left to itself, a program takes dates for whole days and puts all minutes of a day on
                // one spot.
                r#"<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>"#,
                r#"<c:axPos val="b"/>{category_title}<c:numFmt formatCode="{category_format}" sourceLinked="0"/>"#,
                r#"{ticks}<c:crossAx val="2"/><c:crosses val="autoZero"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>"#,
                r#"<c:tickLblSkip val="{interval}"/><c:tickMarkSkip val="{interval}"/></c:catAx>"#,
                r#"<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="0"/>"#,
                r#"<c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>"#,
                r#"{value_title}<c:numFmt formatCode="0" sourceLinked="0"/>"#,
                r#"{ticks}<c:crossAx val="1"/><c:crosses val="autoZero"/><c:crossBetween val="between"/>{unit}</c:valAx>"#,
                r#"</c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>"#,
                // What a filter hides beside it stays in the chart.
                r#"<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>"#,
            ),
            title = title(text, 1_400, true, ""),
            lines = lines,
            category_title = title(category, 900, false, ""),
            category_format = number_format(points.format(0)),
            ticks = ticks(),
            interval = interval,
            value_title = title(&printable(self.value_title), 900, false, r#" rot="-5400000" vert="horz""#),
            unit = if points.exceed(MAX_COUNTED_IN_ONES) { "" } else { r#"<c:majorUnit val="1"/>"# },
        )
    }
}

impl Drawing {
    /// A frame for the next chart, below the one before, from this column on.
    fn add(&mut self, column: usize, title: &str) {
        let number = self.charts.len() + 1;
        let (id, row, title) = (number + 1, (number - 1) * ROWS_APART + 1, escaped(title));
        let ((wide, rest), row_end) = (WIDTH, row + HEIGHT);
        // Absolute: filtering the rows beside it must not squeeze it, nor move it over the one above.
        self.frames += &format!(
            concat!(
                r#"<xdr:twoCellAnchor editAs="absolute"><xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"#,
                r#"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"#,
                r#"<xdr:to><xdr:col>{column_end}</xdr:col><xdr:colOff>{rest}</xdr:colOff>"#,
                r#"<xdr:row>{row_end}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"#,
                r#"<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>"#,
                r#"<xdr:cNvPr id="{id}" name="Chart {number}" descr="Line chart: {title}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>"#,
                r#"<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>"#,
                r#"<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">"#,
                r#"<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" "#,
                r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId{number}"/>"#,
                r#"</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>"#,
            ),
            column = column,
            row = row,
            column_end = column + wide,
            rest = rest,
            row_end = row_end,
            id = id,
            number = number,
            title = title,
        );
    }

    /// The file of the drawing.
    pub(super) fn file(&self) -> String {
        format!(
            concat!(
                r#"<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" "#,
                r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{}</xdr:wsDr>"#,
            ),
            self.frames
        )
    }
}

/// The cells that a chart shows, column by column. They are kept in its file, too, since what only looks at a workbook
/// (a preview on a phone) draws those.
struct Points<'a> {
    layout: &'a Layout<'a>,
    sheet: String,
    /// The first row and the last, as the sheet counts them.
    rows: (usize, usize),
    columns: Vec<(usize, Vec<Option<f64>>)>,
}

impl<'a> Points<'a> {
    fn new(layout: &'a Layout<'a>, part: usize, columns: &[usize], rows: RangeInclusive<usize>) -> Self {
        let mut kept: Vec<_> = columns.iter().map(|column| (*column, Vec::new())).collect();
        let mut cells: Vec<Cell<'_>> = Vec::new();
        // The header is row 1.
        let on_sheet = |row: usize| row - layout.rows(part).start + 2;
        let bounds = (on_sheet(*rows.start()), on_sheet(*rows.end()));
        for row in rows {
            layout.table.row(row, &mut cells);
            for (column, numbers) in &mut kept {
                let format = layout.table.columns().get(*column).map_or(Format::Text, |column| column.format);
                numbers.push(cells.get(*column).and_then(|cell| number(cell, format)));
            }
        }
        let sheet = layout.names.get(part).map(|name| quoted(name)).unwrap_or_default();
        Self { layout, sheet, rows: bounds, columns: kept }
    }

    fn len(&self) -> usize {
        self.rows.1 - self.rows.0 + 1
    }

    fn column(&self, index: usize) -> usize {
        self.columns.get(index).map_or(0, |(column, _)| *column)
    }

    fn header(&self, index: usize) -> &'static str {
        self.layout.table.columns().get(self.column(index)).map_or("", |column| column.name)
    }

    fn format(&self, index: usize) -> Format {
        self.layout.table.columns().get(self.column(index)).map_or(Format::Text, |column| column.format)
    }

    fn letters(&self, index: usize) -> &str {
        self.layout.letters.get(self.column(index)).map_or("A", String::as_str)
    }

    /// A reference to a column's cells, with what is in them.
    fn range(&self, index: usize) -> String {
        let (sheet, letters, (first, last)) = (&self.sheet, self.letters(index), self.rows);
        let mut points = Vec::new();
        let numbers = self.columns.get(index).map_or(&[][..], |(_, numbers)| numbers);
        for (place, number) in numbers.iter().enumerate() {
            let Some(number) = number else { continue };
            points.extend_from_slice(format!(r#"<c:pt idx="{place}"><c:v>"#).as_bytes());
            push_number(&mut points, *number);
            points.extend_from_slice(b"</c:v></c:pt>");
        }
        let (count, format) = (numbers.len(), number_format(self.format(index)));
        let points = String::from_utf8_lossy(&points);
        format!(
            "<c:numRef><c:f>{sheet}!${letters}${first}:${letters}${last}</c:f><c:numCache><c:formatCode>{format}</c:formatCode>\
             <c:ptCount val=\"{count}\"/>{points}</c:numCache></c:numRef>"
        )
    }

    /// A reference to a column's header.
    fn name(&self, index: usize) -> String {
        let (sheet, letters, header) = (&self.sheet, self.letters(index), escaped(self.header(index)));
        format!(
            "<c:strRef><c:f>{sheet}!${letters}$1</c:f><c:strCache><c:ptCount val=\"1\"/>\
             <c:pt idx=\"0\"><c:v>{header}</c:v></c:pt></c:strCache></c:strRef>"
        )
    }

    /// Whether a line goes above `limit`.
    fn exceed(&self, limit: f64) -> bool {
        self.columns.iter().skip(1).any(|(_, numbers)| numbers.iter().flatten().any(|number| *number > limit))
    }
}

/// The line number `index`, from 0.
fn line(index: usize, look: &Line, points: &Points<'_>, categories: &str) -> String {
    let Line { color, dash, marker } = look;
    let marker = if points.len() <= MAX_MARKED_POINTS {
        format!(
            concat!(
                r#"<c:symbol val="{marker}"/><c:size val="6"/><c:spPr><a:solidFill><a:srgbClr val="{color}"/></a:solidFill>"#,
                r#"<a:ln><a:solidFill><a:srgbClr val="{color}"/></a:solidFill></a:ln></c:spPr>"#,
            ),
            marker = marker,
            color = color
        )
    } else {
        r#"<c:symbol val="none"/>"#.to_owned()
    };
    format!(
        concat!(
            r#"<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx>{name}</c:tx>"#,
            r#"<c:spPr><a:ln w="25400"><a:solidFill><a:srgbClr val="{color}"/></a:solidFill><a:prstDash val="{dash}"/></a:ln></c:spPr>"#,
            r#"<c:marker>{marker}</c:marker><c:cat>{categories}</c:cat><c:val>{values}</c:val><c:smooth val="0"/></c:ser>"#,
        ),
        index = index,
        name = points.name(index + 1),
        color = color,
        dash = dash,
        marker = marker,
        categories = categories,
        values = points.range(index + 1),
    )
}

/// A title: literal text, whatever it looks like. The size is in hundredths of a point.
fn title(text: &str, size: u32, bold: bool, turned: &str) -> String {
    let bold = u8::from(bold);
    format!(
        concat!(
            r#"<c:title><c:tx><c:rich><a:bodyPr{turned}/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="{bold}"/></a:pPr>"#,
            r#"<a:r><a:rPr lang="en-US" sz="{size}" b="{bold}"/><a:t>{text}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>"#,
        ),
        turned = turned,
        size = size,
        bold = bold,
        text = escaped(text)
    )
}

/// The ticks of an axis, and how its labels are written.
fn ticks() -> &'static str {
    concat!(
        r#"<c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:txPr><a:bodyPr/><a:lstStyle/>"#,
        r#"<a:p><a:pPr><a:defRPr sz="900" b="0"/></a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>"#,
    )
}
