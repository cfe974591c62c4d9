//! The files that a user saves: which there are, what they are called, and what is in them. The page and
//! the command line ask here, so that both give the same bytes.

use super::csv::{self, Flavour};
use super::receipt::about::AboutTable;
use super::receipt::{ENDING, Fingerprint, Origin, Product};
use super::xlsx::{self, ChartGroup, ChartSpec, Workbook};
use super::{formula, native_log, zip};
use crate::log::Log;
use crate::question::Unanswered;
use crate::report::attendance::Attendance;
use crate::report::rejected::RejectedTable;
use crate::report::smart_sessions::{Sheet, SmartSessions};
use crate::report::view::{Shape, View};
use crate::report::{Input, Options, Range, RangeError};
use crate::table::Table;

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The range cannot be reported.
    #[error(transparent)]
    Range(#[from] RangeError),
    /// The files leave something open.
    #[error(transparent)]
    Unanswered(#[from] Unanswered),
    /// The workbook could not be made.
    #[error(transparent)]
    Workbook(#[from] xlsx::Error),
    /// The archive could not be made.
    #[error(transparent)]
    Archive(#[from] zip::Error),
}

/// What went into a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows, over all tables in it.
    pub rows: u64,
    /// Texts that a spreadsheet would run as a formula, and that were marked (CSV, spreadsheet flavour) or
    /// stored with the quote prefix (XLSX).
    pub marked: u64,
    /// Texts longer than a workbook's cell holds, which were cut.
    pub cut: u64,
    /// Rooms whose chart was left out because there are too many.
    pub charts_left_out: u64,
}

impl Written {
    fn add_csv(&mut self, summary: csv::Summary) {
        self.rows += summary.rows;
        self.marked += summary.marked;
    }

    fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.marked += other.marked;
        self.cut += other.cut;
        self.charts_left_out += other.charts_left_out;
    }
}

/// The attendance report's file name for these days.
pub fn attendance_name(range: &Range) -> String {
    format!("attendance_{}_{}.csv", range.from, range.to)
}

/// The name of the archive of [attendance reports in parts](attendance_parts).
pub fn attendance_parts_name(range: &Range) -> String {
    format!("attendance_{}_{}.zip", range.from, range.to)
}

/// The Smart Sessions workbook's file name for these days.
pub fn workbook_name(range: &Range) -> String {
    format!("smart-sessions_{}_{}.xlsx", range.from, range.to)
}

/// The name of the file of one sheet.
pub fn sheet_name(sheet: Sheet) -> String {
    format!("{}.csv", sheet.file_stem())
}

/// The name of the file of rejected records.
pub const REJECTED_NAME: &str = "not-used.csv";

/// The name of the file of all events.
pub const EVENTS_NAME: &str = "events.csv";
/// The name of the alias file.
pub const ALIASES_NAME: &str = "aliases.json";

/// The name of the file of a [view] of a table, by the name of the file of the whole table.
pub fn view_name(whole: &str) -> String {
    format!("{}_view.csv", whole.strip_suffix(".csv").unwrap_or(whole))
}

/// The name of the archive of everything.
pub fn archive_name(range: &Range) -> String {
    format!("adsum_{}_{}.zip", range.from, range.to)
}

/// The days of the attendance report that the options ask for; an error if they are too many for one.
pub fn attendance_range(input: Input<'_>, options: &Options) -> Result<Range, RangeError> {
    let range = input.attendance_range(options)?;
    if range.is_too_long() { Err(RangeError::TooLong(range)) } else { Ok(range) }
}

/// The attendance report on these days as CSV, handed out in parts.
pub fn attendance(
    input: Input<'_>,
    options: &Options,
    range: &Range,
    flavour: Flavour,
    part: &mut dyn FnMut(&[u8]),
) -> Written {
    table(&Attendance::new(input, options, range), flavour, part)
}

/// A table as somebody wants to see it, as CSV, handed out in parts.
pub fn view(whole: &dyn Table, shape: &Shape, flavour: Flavour, part: &mut dyn FnMut(&[u8])) -> Written {
    let view = View::new(whole, shape);
    table(&view.of(whole), flavour, part)
}

/// All events as one [event log](native_log), handed out in parts. No range and no flavour: it is there to be
/// read again.
pub fn events(input: Input<'_>, part: &mut dyn FnMut(&[u8])) -> Written {
    native_log::write(input, part)
}

/// A table as CSV, handed out in parts.
pub fn table(table: &dyn Table, flavour: Flavour, part: &mut dyn FnMut(&[u8])) -> Written {
    let mut written = Written::default();
    written.add_csv(csv::write(table, flavour, part));
    written
}

/// The Smart Sessions report on these days as a workbook of seven sheets, with a chart of joins a room; and behind
/// them the one that says how it was made, if it is given.
pub fn workbook(
    report: &SmartSessions<'_>,
    range: &Range,
    about: Option<&AboutTable>,
) -> Result<(Vec<u8>, Written), Error> {
    let sheets = report.sheets();
    let tables = sheets.iter().map(|sheet| sheet as &dyn Table).collect();
    // The log's last moment, not the clock's: equal input gives equal bytes.
    let created = report.input.timeline.span.map_or(0, |(_, last)| last);
    book(range, created, tables, about, chart(report))
}

/// A workbook of these sheets of the report on these days, and of the one that says what it is.
pub(crate) fn book<'a>(
    range: &Range,
    created: i64,
    mut sheets: Vec<&'a dyn Table>,
    about: Option<&'a AboutTable>,
    chart: Option<ChartSpec<'static>>,
) -> Result<(Vec<u8>, Written), Error> {
    let rows = sheets.iter().map(|table| table.len() as u64).sum();
    sheets.extend(about.map(|about| about as &dyn Table));
    let book = Workbook {
        title: &format!("Smart Sessions {range}"),
        created,
        sheets: &sheets,
        chart: chart.as_ref(),
        dangerous: formula::is_dangerous,
    };
    let made = book.write()?;
    let written = Written {
        rows,
        marked: made.texts_marked as u64,
        cut: made.texts_cut as u64,
        charts_left_out: made.charts_left_out as u64,
    };
    Ok((made.bytes, written))
}

/// Joins and people joining over time, a chart a room; none where nobody joined.
pub(crate) fn chart(report: &SmartSessions<'_>) -> Option<ChartSpec<'static>> {
    let rooms = report.graph_rows();
    let groups = rooms.into_iter().map(|(room, first_row, last_row)| ChartGroup {
        title: if room.is_empty() { "Joins".to_owned() } else { format!("Joins: {room}") },
        first_row,
        last_row,
    });
    let groups: Vec<_> = groups.collect();
    (!groups.is_empty()).then_some(ChartSpec {
        sheet: Sheet::UsageGraph as usize,
        groups,
        category_column: 5,
        value_columns: vec![3, 4],
        value_title: "Users joining",
    })
}

/// Everything in one archive: the attendance report (a file for each six months where the range is longer),
/// the workbook and its sheets as CSV; and the rejected records, if any. Where it is said of what they are made, a
/// receipt stands beside each report.
pub fn archive(
    log: &mut Log,
    options: &Options,
    flavour: Flavour,
    origin: Option<&Origin>,
) -> Result<(Vec<u8>, Written), Error> {
    let mut archive = Filled::new(origin);
    let input = log.input(&options.answers)?;
    archive.attendance(input, options, flavour)?;
    let range = input.smart_sessions_range(options)?;
    let report = SmartSessions::new(input, options, &range);
    let about = origin.and_then(|origin| origin.about(&range));
    let (bytes, in_book) = workbook(&report, &range, about.as_ref())?;
    archive.report(Product::SmartSessions, &workbook_name(&range), &range, |part| {
        part(&bytes);
        in_book
    })?;
    for (place, sheet) in Sheet::ALL.into_iter().enumerate() {
        let table = report.sheet(sheet);
        archive.report(Product::Sheet(place), &sheet_name(sheet), &range, |part| {
            self::table(&table, flavour, part)
        })?;
    }
    if !log.rejected.is_empty() {
        let rejected = RejectedTable::new(log);
        archive.file(REJECTED_NAME, |part| table(&rejected, flavour, part))?;
    }
    archive.finish()
}

/// The attendance report in parts of at most six months, a file each, in one archive; with receipts as in that of
/// [everything](archive).
pub fn attendance_parts(
    input: Input<'_>,
    options: &Options,
    flavour: Flavour,
    origin: Option<&Origin>,
) -> Result<(Vec<u8>, Written), Error> {
    let mut archive = Filled::new(origin);
    archive.attendance(input, options, flavour)?;
    archive.finish()
}

/// An archive of reports.
pub(crate) struct Filled<'a> {
    archive: zip::Archive,
    written: Written,
    origin: Option<&'a Origin>,
}

impl<'a> Filled<'a> {
    /// An empty one.
    pub(crate) fn new(origin: Option<&'a Origin>) -> Self {
        Self { archive: zip::Archive::new(), written: Written::default(), origin }
    }

    /// The attendance report, a file for each six months.
    fn attendance(&mut self, input: Input<'_>, options: &Options, flavour: Flavour) -> Result<(), Error> {
        for range in input.attendance_range(options)?.parts(&options.zone) {
            let report = Attendance::new(input, options, &range);
            self.report(Product::Attendance, &attendance_name(&range), &range, |part| {
                table(&report, flavour, part)
            })?;
        }
        Ok(())
    }

    /// A report, and its receipt where it is said of what it is made.
    pub(crate) fn report(
        &mut self,
        product: Product,
        name: &str,
        range: &Range,
        content: impl FnOnce(&mut dyn FnMut(&[u8])) -> Written,
    ) -> Result<(), Error> {
        let Some(origin) = self.origin else { return self.file(name, content) };
        let mut print = Fingerprint::default();
        self.file(name, |part| content(&mut print.beside(part)))?;
        let receipt = origin.receipt(product, name.to_owned(), print.finish(), range).write();
        self.file(&format!("{name}{ENDING}"), |part| {
            part(receipt.as_bytes());
            Written::default()
        })
    }

    /// A file.
    pub(crate) fn file(
        &mut self,
        name: &str,
        content: impl FnOnce(&mut dyn FnMut(&[u8])) -> Written,
    ) -> Result<(), Error> {
        let Self { archive, written, .. } = self;
        archive.start(name)?;
        let mut result = Ok(());
        written.add(content(&mut |part| {
            if result.is_ok() {
                result = archive.write(part);
            }
        }));
        Ok(result?)
    }

    /// The archive.
    pub(crate) fn finish(self) -> Result<(Vec<u8>, Written), Error> {
        Ok((self.archive.finish()?, self.written))
    }
}
