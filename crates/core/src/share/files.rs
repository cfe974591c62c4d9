//! The files that go out to somebody: as [those of a user](crate::export::files), with what a [`Sharing`] leaves.

use super::{Codes, LABEL, Shared, Sharing, Which};
use crate::export::csv::Flavour;
use crate::export::files::{self, Error, Written};
use crate::export::receipt::about::AboutTable;
use crate::export::receipt::{Origin, Product};
use crate::export::xlsx::ChartSpec;
use crate::report::attendance::Attendance;
use crate::report::smart_sessions::{Sheet, SmartSessions};
use crate::report::{Input, Options, Range};
use crate::table::Table;

/// A file's name with what it is, before its ending.
pub fn labelled(name: &str, sharing: &Sharing) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("{stem}{}.{ending}", sharing.suffix())
}

/// The name of the table that says who is who.
pub fn key_name(range: &Range) -> String {
    format!("pseudonym-key_{}_{}.csv", range.from, range.to)
}

/// The attendance report as it goes out, handed out in parts.
pub fn attendance(
    input: Input<'_>,
    options: &Options,
    range: &Range,
    (sharing, codes): (&Sharing, Option<&Codes>),
    flavour: Flavour,
    part: &mut dyn FnMut(&[u8]),
) -> Written {
    let report = Attendance::new(input, options, range);
    files::table(&Shared::new(&report, Which::Attendance, sharing, codes), flavour, part)
}

/// A sheet of Smart Sessions as it goes out; one that stays has no columns.
pub fn sheet(
    report: &SmartSessions<'_>,
    sheet: Sheet,
    (sharing, codes): (&Sharing, Option<&Codes>),
    flavour: Flavour,
    part: &mut dyn FnMut(&[u8]),
) -> Written {
    files::table(&Shared::new(&report.sheet(sheet), Which::Sheet(sheet), sharing, codes), flavour, part)
}

/// The workbook of those sheets that go out, and behind them one that says what it is.
pub fn workbook(
    report: &SmartSessions<'_>,
    options: &Options,
    range: &Range,
    (sharing, codes): (&Sharing, Option<&Codes>),
) -> Result<(Vec<u8>, Written), Error> {
    let whole = report.sheets();
    let goes = |sheet: &Sheet| !sharing.columns(Which::Sheet(*sheet)).is_empty();
    let going: Vec<Sheet> = Sheet::ALL.into_iter().filter(goes).collect();
    let shared =
        going.iter().map(|&sheet| Shared::new(&whole[sheet as usize], Which::Sheet(sheet), sharing, codes));
    let shared: Vec<Shared<'_>> = shared.collect();
    let graph = going.iter().position(|sheet| *sheet == Sheet::UsageGraph);
    let chart = graph.and_then(|place| chart(report, place, &shared[place], codes));
    let tables = shared.iter().map(|table| table as &dyn Table).collect();
    // Not the log's last moment, as elsewhere: that may be somebody's.
    let created = range.end;
    files::book(range, created, tables, Some(&about(sharing, options, range)), chart)
}

/// The lines of joins over time, where all of their numbers go out.
fn chart(
    report: &SmartSessions<'_>,
    place: usize,
    table: &Shared<'_>,
    codes: Option<&Codes>,
) -> Option<ChartSpec<'static>> {
    let whole = table.columns().len() == Sheet::UsageGraph.columns().len();
    let mut chart = files::chart(report).filter(|_| whole && !table.withholds())?;
    chart.sheet = place;
    if let Some(codes) = codes {
        for group in &mut chart.groups {
            // A room can be called as somebody is.
            if let Some(code) = group.title.strip_prefix("Joins: ").and_then(|room| codes.somebody(room)) {
                group.title = format!("Joins: {code}");
            }
        }
    }
    Some(chart)
}

/// What the workbook is and what is not in it.
fn about(sharing: &Sharing, options: &Options, range: &Range) -> AboutTable {
    let mut rows = vec![
        ("Made with".to_owned(), concat!("Adsum ", env!("CARGO_PKG_VERSION")).to_owned()),
        ("First day".to_owned(), range.from.to_string()),
        ("Last day".to_owned(), range.to.to_string()),
        ("Time zone".to_owned(), options.zone.name().to_owned()),
        ("For".to_owned(), sharing.purpose.code().to_owned()),
    ];
    if sharing.seed.is_some() {
        rows.push(("People".to_owned(), LABEL.to_owned()));
    }
    if sharing.suppress > 1 {
        let text = format!("counts of fewer than {} people, and a second one with them", sharing.suppress);
        rows.push(("Withheld".to_owned(), text));
    }
    for which in Which::all().filter(|which| *which != Which::Attendance) {
        let going = sharing.columns(which);
        let left = (0..).zip(which.columns()).filter(|(place, _)| !going.contains(place));
        let left: Vec<&str> = left.map(|(_, column)| column.name).collect();
        match (going.is_empty(), left.is_empty()) {
            (true, _) => rows.push(("Left out".to_owned(), which.name().to_owned())),
            (false, false) => {
                rows.push(("Left out".to_owned(), format!("{}: {}", which.name(), left.join(", "))));
            }
            (false, true) => {}
        }
    }
    AboutTable::of(rows)
}

/// All that goes out in one archive: the attendance report (a file for each six months where the range is longer), the
/// workbook and its sheets as CSV. Who is who is not in it, nor is what was not used.
///
/// Where it is said of what they are made, a receipt stands beside each.
pub fn archive(
    input: Input<'_>,
    options: &Options,
    sharing: (&Sharing, Option<&Codes>),
    flavour: Flavour,
    origin: Option<&Origin>,
) -> Result<(Vec<u8>, Written), Error> {
    let mut archive = files::Filled::new(origin);
    let named = |name: &str| labelled(name, sharing.0);
    if !sharing.0.columns(Which::Attendance).is_empty() {
        for range in input.attendance_range(options)?.parts(&options.zone) {
            let name = named(&files::attendance_name(&range));
            archive.report(Product::Attendance, &name, &range, |part| {
                attendance(input, options, &range, sharing, flavour, part)
            })?;
        }
    }
    let range = input.smart_sessions_range(options)?;
    let report = SmartSessions::new(input, options, &range);
    let (bytes, in_book) = workbook(&report, options, &range, sharing)?;
    archive.report(Product::SmartSessions, &named(&files::workbook_name(&range)), &range, |part| {
        part(&bytes);
        in_book
    })?;
    for (place, one) in Sheet::ALL.into_iter().enumerate() {
        if !sharing.0.columns(Which::Sheet(one)).is_empty() {
            archive.report(Product::Sheet(place), &named(&files::sheet_name(one)), &range, |part| {
                sheet(&report, one, sharing, flavour, part)
            })?;
        }
    }
    archive.finish()
}

/// Who is who, handed out in parts.
pub fn key(codes: &Codes, flavour: Flavour, part: &mut dyn FnMut(&[u8])) -> Written {
    files::table(&codes.key(), flavour, part)
}
