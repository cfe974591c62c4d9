//! Tables as somebody looks at them: pages of views. What was made last is kept, so that turning a page makes
//! nothing anew.

use crate::detail::{DetailText, Showing};
use crate::dto::{Choices, ColumnValues, TableName, TableShape, ViewRows};
use crate::show;
use crate::{not_made, options, sheet};
use adsum_core::export::files;
use adsum_core::log::Log;
use adsum_core::report::attendance::{self, Attendance};
use adsum_core::report::detail::Detail;
use adsum_core::report::picture::{Counting, Pictures, Usage};
use adsum_core::report::rejected::RejectedTable;
use adsum_core::report::smart_sessions::{self, SmartSessions};
use adsum_core::report::view::{Filter, Shape, Sort, View, values};
use adsum_core::report::{Input, Options};
use adsum_core::share::{Codes, Sharing};
use adsum_core::table::Table;
use wasm_bindgen::JsError;

/// Values of a column that are offered; with more of them, typing is easier than choosing.
const VALUES: usize = 500;

/// How many times somebody was in a room are looked at before messages are heard.
const AT_ONCE: usize = 20_000;

/// What was made with some options, of a log that has not changed since.
#[derive(Debug)]
pub(crate) struct Made {
    choices: Choices,
    pub(crate) attendance: Option<attendance::Kept>,
    pub(crate) sheets: Option<smart_sessions::Kept>,
    /// Usage on its way.
    usage: Option<Counting>,
    /// Of everybody in the log, which takes as long as a report of a large one.
    codes: Option<Codes>,
    view: KeptView,
}

/// The view that was looked at last: of which table, and how it was wanted.
type KeptView = Option<(TableName, Shape, View)>;

impl Made {
    pub(crate) fn new(choices: &Choices) -> Self {
        Self {
            choices: choices.clone(),
            attendance: None,
            sheets: None,
            usage: None,
            codes: None,
            view: None,
        }
    }
}

/// What is kept of these choices; what was made with others is forgotten.
fn kept<'m>(made: &'m mut Option<Made>, choices: &Choices) -> &'m mut Made {
    if made.as_ref().is_none_or(|made| made.choices != *choices) {
        *made = None;
    }
    made.get_or_insert_with(|| Made::new(choices))
}

/// The pseudonyms of the log as it is, if there are to be any: made once for each seed. To be [kept](keep_codes).
pub(crate) fn codes(
    made: &mut Option<Made>,
    input: Input<'_>,
    choices: &Choices,
    sharing: &Sharing,
) -> Option<Codes> {
    let seed = sharing.seed.as_ref()?;
    let known = kept(made, choices).codes.take().filter(|codes| codes.are_of(seed));
    known.or_else(|| sharing.codes(input))
}

/// Keeps pseudonyms for the next time.
pub(crate) fn keep_codes(made: &mut Option<Made>, choices: &Choices, codes: Option<Codes>) {
    if codes.is_some() {
        kept(made, choices).codes = codes;
    }
}

/// Does something with a table, and keeps what was made for it.
pub(crate) fn with(
    made: &mut Option<Made>,
    log: &mut Log,
    choices: &Choices,
    table: TableName,
    work: &mut dyn FnMut(&dyn Table, &mut KeptView),
) -> Result<(), JsError> {
    match table {
        TableName::Attendance => {
            let options = options(choices).map_err(not_made)?;
            let made = kept(made, choices);
            let input = log.input(&options.answers)?;
            let report = match made.attendance.take() {
                Some(kept) => Attendance::back(input, kept),
                None => Attendance::new(input, &options, &files::attendance_range(input, &options)?),
            };
            work(&report, &mut made.view);
            made.attendance = Some(report.keep());
        }
        TableName::Sheet(place) => {
            let sheet = sheet(place)?;
            with_sheets(made, log, choices, |report, view| work(&report.sheet(sheet), view))?;
        }
        TableName::Rejected => work(&RejectedTable::new(log), &mut kept(made, choices).view),
    }
    Ok(())
}

/// Does something with Smart Sessions, and keeps it.
pub(crate) fn with_sheets<T>(
    made: &mut Option<Made>,
    log: &mut Log,
    choices: &Choices,
    work: impl FnOnce(&SmartSessions<'_>, &mut KeptView) -> T,
) -> Result<T, JsError> {
    let options = options(choices).map_err(not_made)?;
    let made = kept(made, choices);
    let input = log.input(&options.answers)?;
    let mut report = sheets_so_far(made, input, &options)?;
    report.complete();
    let done = work(&report, &mut made.view);
    made.sheets = Some(report.keep());
    Ok(done)
}

/// Makes Smart Sessions for some milliseconds, unless they are made. Whether there is more to do.
pub(crate) fn more_sheets(
    made: &mut Option<Made>,
    log: &mut Log,
    choices: &Choices,
) -> Result<bool, JsError> {
    let options = options(choices).map_err(not_made)?;
    let made = kept(made, choices);
    let mut report = sheets_so_far(made, log.input(&options.answers)?, &options)?;
    let more = report.go_on(AT_ONCE);
    made.sheets = Some(report.keep());
    Ok(more)
}

fn sheets_so_far<'a>(
    made: &mut Made,
    input: Input<'a>,
    options: &Options,
) -> Result<SmartSessions<'a>, JsError> {
    Ok(match made.sheets.take() {
        Some(kept) => SmartSessions::back(input, kept),
        None => SmartSessions::begun(input, options, &input.smart_sessions_range(options)?),
    })
}

/// Counts usage in a session, or in all, for some milliseconds, unless that is done. Whether there is more to do.
pub(crate) fn more_usage(made: &mut Option<Made>, pictures: &Pictures<'_>, wanted: &WantedUsage<'_>) -> bool {
    let Some(kept) = wanted.kept(made) else { return false };
    if kept.as_ref().is_none_or(|counting| counting.place() != wanted.place) {
        // The old one goes first: two need not fit in memory.
        *kept = None;
        *kept = pictures.counting(wanted.place);
    }
    kept.as_mut().is_some_and(|counting| pictures.count_on(counting))
}

/// Usage in a session, or in all, counted to its end. What was counted of it before is made use of, and not kept.
pub(crate) fn usage(
    made: &mut Option<Made>,
    pictures: &Pictures<'_>,
    wanted: &WantedUsage<'_>,
) -> Option<Usage> {
    let begun = wanted.kept(made).and_then(Option::take);
    let begun = begun.filter(|counting| counting.place() == wanted.place);
    Some(pictures.counted(begun.or_else(|| pictures.counting(wanted.place))?))
}

/// Usage with some options, in a session, by its place, or in all.
pub(crate) struct WantedUsage<'a> {
    pub(crate) choices: &'a Choices,
    pub(crate) place: Option<usize>,
}

impl WantedUsage<'_> {
    /// Where it is kept on its way. Nowhere for a report that is no more the last one: that one's own would be lost.
    fn kept<'m>(&self, made: &'m mut Option<Made>) -> Option<&'m mut Option<Counting>> {
        let made = made.as_mut().filter(|made| made.choices == *self.choices)?;
        Some(&mut made.usage)
    }
}

/// So many rows of a view, from the one at `first` on.
pub(crate) fn rows(
    made: &mut Option<Made>,
    log: &mut Log,
    choices: &Choices,
    (name, shape): (TableName, TableShape),
    first: usize,
    count: usize,
) -> Result<ViewRows, JsError> {
    let shape = core_shape(shape);
    let mut found = ViewRows { count: 0, rows: Vec::new(), places: Vec::new() };
    with(made, log, choices, name, &mut |table, kept| {
        if kept.as_ref().is_none_or(|(of, its, _)| *of != name || *its != shape) {
            *kept = None;
        }
        let (_, _, view) = kept.get_or_insert_with(|| {
            let view = View::new(table, &shape);
            (name, shape.clone(), view)
        });
        found = ViewRows {
            count: view.len(),
            rows: show::rows(&view.of(table), first, count),
            places: view.places(first, count).to_vec(),
        };
    })?;
    Ok(found)
}

/// What is behind a row, by its place in the table as it is; `session`: behind the session of that row.
pub(crate) fn detail(
    made: &mut Option<Made>,
    log: &mut Log,
    choices: &Choices,
    name: TableName,
    place: usize,
    session: bool,
) -> Result<Option<DetailText>, JsError> {
    let mut about = None;
    with(made, log, choices, name, &mut |table, _| about = table.about(place))?;
    let Some(about) = about else { return Ok(None) };
    let about = if session { about.session() } else { about };
    let options = options(choices).map_err(not_made)?;
    let detail = Detail::new(log.input(&options.answers)?, about, options.rejoin_gap);
    Ok(Some(Showing { files: &log.files, zone: &options.zone }.detail(detail)))
}

/// What stands in a column.
pub(crate) fn column_values(
    made: &mut Option<Made>,
    log: &mut Log,
    choices: &Choices,
    name: TableName,
    column: usize,
) -> Result<ColumnValues, JsError> {
    let mut found = ColumnValues { values: Vec::new(), more: false };
    with(made, log, choices, name, &mut |table, _| {
        let (values, more) = values(table, column, VALUES);
        found = ColumnValues { values, more };
    })?;
    Ok(found)
}

pub(crate) fn core_shape(shape: TableShape) -> Shape {
    let TableShape { sort, descending, search, filters, columns } = shape;
    let filter = |filter: crate::dto::RowFilter| Filter {
        column: filter.column,
        text: filter.text,
        whole: filter.whole,
    };
    Shape {
        sort: sort.map(|column| Sort { column, descending }),
        search,
        filters: filters.into_iter().map(filter).collect(),
        columns,
    }
}
