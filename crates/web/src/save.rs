//! The files that are saved. A table is that of the report which was made already, if it was.

use crate::dto::{Beside, Choices, Made, Product, TableName};
use crate::{not_made, options, share, sheet, tables};
use adsum_core::export::csv::Flavour;
use adsum_core::export::files::{self, Written};
use adsum_core::export::receipt::{self, ENDING, Fingerprint, Origin};
use adsum_core::log::Log;
use adsum_core::report::Range;
use adsum_core::report::view::Shape;
use wasm_bindgen::JsError;

pub(crate) const CSV: &str = "text/csv;charset=utf-8";
pub(crate) const ZIP: &str = "application/zip";
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// How files are saved.
#[derive(Clone, Copy)]
pub(crate) struct Saving<'a> {
    pub(crate) choices: &'a Choices,
    pub(crate) flavour: Flavour,
    /// Of what they are made, if that is to be said.
    pub(crate) origin: Option<&'a Origin>,
}

/// Makes a file, and gives its bytes to `part`, part by part.
pub(crate) fn make(
    kept: &mut Option<tables::Made>,
    log: &mut Log,
    saving: Saving<'_>,
    product: Product,
    part: &mut dyn FnMut(&[u8]),
) -> Result<Made, JsError> {
    let Saving { choices, flavour, origin } = saving;
    let options = options(choices).map_err(not_made)?;
    let input = log.input(&options.answers)?;
    let mut print = Fingerprint::default();
    let mut printed = |bytes: &[u8]| {
        if origin.is_some() {
            print.push(bytes);
        }
        part(bytes);
    };
    let (table, shape) = match product {
        Product::Attendance => (TableName::Attendance, None),
        Product::Sheet(place) => (TableName::Sheet(place), None),
        Product::Rejected => (TableName::Rejected, None),
        Product::View(table, shape) => (table, Some(tables::core_shape(shape))),
        Product::Aliases => {
            let aliases = &options.answers.aliases;
            let written = Written { rows: aliases.people.len() as u64, ..Written::default() };
            part(aliases.write().as_bytes());
            return Ok(made(files::ALIASES_NAME.to_owned(), "application/json", written));
        }
        Product::AttendanceParts => {
            let range = input.attendance_range(&options)?;
            let (bytes, written) = files::attendance_parts(input, &options, flavour, origin)?;
            part(&bytes);
            return Ok(made(files::attendance_parts_name(&range), ZIP, written));
        }
        Product::Workbook => {
            let range = input.smart_sessions_range(&options)?;
            let about = origin.and_then(|origin| origin.about(&range));
            let (bytes, written) = tables::with_sheets(kept, log, choices, |report, _| {
                files::workbook(report, &range, about.as_ref())
            })??;
            printed(&bytes);
            let made = made(files::workbook_name(&range), XLSX, written);
            return Ok(with_receipt(made, origin, receipt::Product::SmartSessions, print, &range));
        }
        Product::Everything => {
            let range = input.smart_sessions_range(&options)?;
            let (bytes, written) = files::archive(log, &options, flavour, origin)?;
            part(&bytes);
            return Ok(made(files::archive_name(&range), ZIP, written));
        }
        Product::Events => {
            return Ok(made(files::EVENTS_NAME.to_owned(), CSV, files::events(input, part)));
        }
        Product::Shared(file, sharing) => {
            return share::save(kept, log, saving, (file, &sharing), part);
        }
    };
    let (name, whole) = match table {
        TableName::Attendance => {
            let range = files::attendance_range(input, &options)?;
            (files::attendance_name(&range), Some((receipt::Product::Attendance, range)))
        }
        TableName::Sheet(place) => {
            let range = input.smart_sessions_range(&options)?;
            (files::sheet_name(sheet(place)?), Some((receipt::Product::Sheet(place), range)))
        }
        TableName::Rejected => (files::REJECTED_NAME.to_owned(), None),
    };
    let name = if shape.is_some() { files::view_name(&name) } else { name };
    let written = save_table(kept, log, choices, (table, shape.as_ref()), flavour, &mut printed)?;
    let made = made(name, CSV, written);
    // What is shown of a report is not what can be made again.
    Ok(match whole.filter(|_| shape.is_none()) {
        Some((product, range)) => with_receipt(made, origin, product, print, &range),
        None => made,
    })
}

/// What was made, with its receipt if one is wanted.
pub(crate) fn with_receipt(
    mut made: Made,
    origin: Option<&Origin>,
    product: receipt::Product,
    print: Fingerprint,
    range: &Range,
) -> Made {
    made.receipt = origin.map(|origin| Beside {
        name: format!("{}{ENDING}", made.name),
        text: origin.receipt(product, made.name.clone(), print.finish(), range).write(),
    });
    made
}

/// A table, or how it is shown.
fn save_table(
    kept: &mut Option<tables::Made>,
    log: &mut Log,
    choices: &Choices,
    (table, shape): (TableName, Option<&Shape>),
    flavour: Flavour,
    part: &mut dyn FnMut(&[u8]),
) -> Result<Written, JsError> {
    let mut written = Written::default();
    tables::with(kept, log, choices, table, &mut |table, _| {
        written = match shape {
            None => files::table(table, flavour, part),
            Some(shape) => files::view(table, shape, flavour, part),
        };
    })?;
    Ok(written)
}

pub(crate) fn made(name: String, mime: &'static str, written: Written) -> Made {
    let Written { rows, marked, cut, charts_left_out } = written;
    Made { name, mime, rows, marked, cut, charts_left_out, receipt: None }
}
