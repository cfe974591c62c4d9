//! Sharing less: what of a report goes out, how it looks, and the files.

use crate::dto::{
    Choices, Made, SharedExample, SharedFile, SharedRows, SharingChoice, SharingPlan, SharingTable, TableName,
};
use crate::save::{CSV, Saving, XLSX, ZIP, made, with_receipt};
use crate::{not_made, options, show, tables};
use adsum_core::export::files::{self as whole, Written};
use adsum_core::export::receipt::{Fingerprint, Product};
use adsum_core::log::Log;
use adsum_core::share::{Purpose, Seed, Shared, Sharing, Which, files};
use adsum_core::table::Table;
use wasm_bindgen::JsError;

/// Rows of an example.
const ROWS: usize = 3;

/// What was chosen, as the core has it. What cannot be is as it is meant for somebody.
fn sharing(choice: &SharingChoice) -> Result<Sharing, JsError> {
    let purpose = Purpose::from_code(&choice.purpose).unwrap_or(Purpose::Own);
    // Without randomness there is nothing that could be called a pseudonym.
    let seed = Seed::read(&choice.seed);
    if purpose.pseudonyms() && seed.is_none() {
        return Err(JsError::new("there is nothing that pseudonyms could be made of"));
    }
    let mut sharing = Sharing::new(purpose, &seed.unwrap_or_else(|| Seed::new([0; 16])));
    if let Ok(least) = choice.suppress.trim().parse() {
        sharing.suppress = least;
    }
    for one in &choice.columns {
        if let Some(which) = Which::all().nth(one.table) {
            sharing.choose(which, one.columns.clone());
        }
    }
    Ok(sharing)
}

/// What of each table goes out, and how a table looks.
pub(crate) fn example(
    kept: &mut Option<tables::Made>,
    log: &mut Log,
    choices: &Choices,
    choice: &SharingChoice,
    table: usize,
) -> Result<SharedExample, JsError> {
    let sharing = sharing(choice)?;
    let which = Which::all().nth(table).unwrap_or(Which::Attendance);
    let options = options(choices).map_err(not_made)?;
    let codes = tables::codes(kept, log.input(&options.answers)?, choices, &sharing);
    let name = match which {
        Which::Attendance => TableName::Attendance,
        Which::Sheet(sheet) => TableName::Sheet(sheet as usize),
    };
    let mut example = SharedRows { columns: Vec::new(), rows: Vec::new(), count: 0 };
    tables::with(kept, log, choices, name, &mut |table, _| {
        let shared = Shared::new(table, which, &sharing, codes.as_ref());
        example = SharedRows {
            columns: shared.columns().iter().map(|column| column.name).collect(),
            rows: show::rows(&shared, 0, ROWS),
            count: shared.len(),
        };
    })?;
    tables::keep_codes(kept, choices, codes);
    let tables = Which::all().map(|which| SharingTable {
        name: which.name(),
        columns: which.columns().iter().map(|column| column.name).collect(),
        going: sharing.columns(which).to_vec(),
        stays: sharing.stays(which),
    });
    let plan = SharingPlan {
        pseudonyms: sharing.seed.is_some(),
        suppress: sharing.suppress,
        tables: tables.collect(),
    };
    Ok(SharedExample { plan, example })
}

/// Makes a file that goes out; with its receipt if one is wanted, but of who is who.
pub(crate) fn save(
    kept: &mut Option<tables::Made>,
    log: &mut Log,
    saving: Saving<'_>,
    (file, choice): (SharedFile, &SharingChoice),
    part: &mut dyn FnMut(&[u8]),
) -> Result<Made, JsError> {
    let Saving { choices, flavour, origin } = saving;
    let sharing = sharing(choice)?;
    let options = options(choices).map_err(not_made)?;
    let input = log.input(&options.answers)?;
    let codes = tables::codes(kept, input, choices, &sharing);
    let going = (&sharing, codes.as_ref());
    let range = input.smart_sessions_range(&options)?;
    let named = |name: &str| files::labelled(name, &sharing);
    let origin = origin.cloned().map(|mut origin| {
        // What goes out says so in a sheet of its own.
        origin.recipe.about = false;
        origin.recipe.sharing = Some(sharing.clone());
        origin
    });
    let origin = origin.as_ref();
    let mut print = Fingerprint::default();
    let mut printed = |bytes: &[u8]| {
        if origin.is_some() {
            print.push(bytes);
        }
        part(bytes);
    };
    let made = match file {
        SharedFile::Attendance => {
            let range = whole::attendance_range(input, &options)?;
            let mut written = Written::default();
            tables::with(kept, log, choices, TableName::Attendance, &mut |table, _| {
                let shared = Shared::new(table, Which::Attendance, &sharing, codes.as_ref());
                written = whole::table(&shared, flavour, &mut printed);
            })?;
            let made = made(named(&whole::attendance_name(&range)), CSV, written);
            with_receipt(made, origin, Product::Attendance, print, &range)
        }
        SharedFile::Workbook => {
            let (bytes, written) = tables::with_sheets(kept, log, choices, |report, _| {
                files::workbook(report, &options, &range, going)
            })??;
            printed(&bytes);
            let made = made(named(&whole::workbook_name(&range)), XLSX, written);
            with_receipt(made, origin, Product::SmartSessions, print, &range)
        }
        SharedFile::Everything => {
            let (bytes, written) = files::archive(input, &options, going, flavour, origin)?;
            part(&bytes);
            made(named(&whole::archive_name(&range)), ZIP, written)
        }
        SharedFile::Key => {
            let codes = codes.as_ref().ok_or_else(|| JsError::new("there are no pseudonyms"))?;
            made(files::key_name(&range), CSV, files::key(codes, flavour, part))
        }
    };
    tables::keep_codes(kept, choices, codes);
    Ok(made)
}
