//! The worker of the page: what `www/src/worker.ts` calls.
//!
//! It decides nothing. What it does, the command line can do. The ledger is read through once a log zone; the
//! reports of the last options are kept, to be looked at page by page.

pub mod detail;
pub mod dto;
mod mapping;
mod origin;
mod parts;
pub mod picture;
mod save;
mod share;
mod show;
mod tables;

use adsum_core::container::limits::{Limits, NoLimits};
use adsum_core::container::{Parcel, Ways};
use adsum_core::event::Field;
use adsum_core::export::csv::Flavour;
use adsum_core::intake::{Platform, ReadAs, Refusal};
use adsum_core::ledger::restarts::Place;
use adsum_core::log::Log;
use adsum_core::people::{Aliases, Identifier, Person};
use adsum_core::platform::Mapping;
use adsum_core::question::{Answers, End, as_asked};
use adsum_core::report::attendance::{self, Attendance};
use adsum_core::report::picture::{Picture, Pictures};
use adsum_core::report::rejected::RejectedTable;
use adsum_core::report::smart_sessions::Sheet;
use adsum_core::report::{Input, Options, RangeError};
use adsum_core::sample::{self, Sample, Size};
use adsum_core::time::{DateOrder, Day, Zone};
use detail::DetailOfRow;
use dto::{
    Answer, AttendancePart, Choices, ColumnValues, FieldFault, FileCards, FlavourName, HowToRead, HowsToRead,
    Made, MappingSeen, PeopleText, PersonText, Plan, Product, Report, SampleName, SharedExample,
    SharingChoice, SheetsPart, TableName, TableRows, TableShape, ViewRows,
};
use origin::{Parcelled, Parcels};
use picture::{PictureChoice, Shown};
use tables::WantedUsage;
use tsify::{Ts, Tsify as _};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};

/// Rows of a table that the page shows at first.
const PREVIEW: usize = 50;
/// Rooms whose picture the page shows.
const PICTURES: usize = 50;
/// Files are handed out in parts of at most so many bytes: the core makes them of one, and little more.
const PART: usize = 8 << 20;

#[wasm_bindgen]
extern "C" {
    /// The worker's script listens: after a panic nothing else here can speak.
    #[wasm_bindgen(js_namespace = globalThis, js_name = panicked)]
    fn panicked(message: &str);

    /// Where the parts of a file go.
    pub type Parts;
    /// Takes the next one: copies it, as the bytes are there only for now.
    #[wasm_bindgen(method, catch)]
    fn take(this: &Parts, part: &[u8]) -> Result<(), JsValue>;
}

/// The version of what runs here.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The names of all time zones.
#[wasm_bindgen]
#[must_use]
pub fn zones() -> Vec<String> {
    Zone::all_names().map(str::to_owned).collect()
}

/// The codes of all that a file can be said to be, each with its name behind it.
#[wasm_bindgen]
#[must_use]
pub fn platforms() -> Vec<String> {
    let both = |platform: Platform| [platform.code().to_owned(), platform.name().to_owned()];
    Platform::ALL.into_iter().flat_map(both).collect()
}

/// The log and the file that is being read.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Workbench {
    log: Log,
    parcel: Option<(Parcel, Parcelled)>,
    /// The files that were given.
    given: Parcels,
    /// The mappings that were added.
    mappings: Vec<Mapping>,
    /// What was made of the log as it is.
    made: Option<tables::Made>,
}

#[wasm_bindgen]
impl Workbench {
    /// An empty log.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        std::panic::set_hook(Box::new(|panic| panicked(&panic.to_string())));
        Self::default()
    }

    /// Forgets every file but what mappings say, to read them anew.
    pub fn fresh(&mut self) {
        let mappings = std::mem::take(&mut self.mappings);
        *self = Self { mappings, ..Self::default() };
    }

    /// Begins a file, which may be a container, to be read within so many times the usual limits.
    pub fn begin(&mut self, name: String, hows: Ts<HowsToRead>, limits: u32) -> Result<(), JsError> {
        let limits = Limits::raised(limits).ok_or(NoLimits)?;
        let mut single = Vec::new();
        let mut given = Parcelled::new(&name, limits);
        for how in hows.to_rust()?.0 {
            let HowToRead { file, platform, mapping } = &how;
            let way = match Platform::from_code(platform) {
                Some(Platform::Mapped) => {
                    let mapping = Mapping::from_json(mapping)?;
                    given.said(&how, Platform::Mapped, Some(mapping.clone()));
                    ReadAs::Mapped([mapping].into())
                }
                Some(platform) => {
                    given.said(&how, platform, None);
                    ReadAs::Platform(platform)
                }
                None => return Err(JsError::new(&format!("nothing is called {platform}"))),
            };
            single.push((file.clone(), way));
        }
        let others = ReadAs::Detected(self.mappings.clone().into());
        self.parcel = Some((Parcel::reading(name, Ways::new(others, single).within(limits)), given));
        Ok(())
    }

    /// What comes of a plan of what the columns of a file of this name mean.
    pub fn mapping(
        &self,
        name: &str,
        table: Ts<TableRows>,
        plan: Ts<Plan>,
    ) -> Result<Ts<MappingSeen>, JsError> {
        Ok(mapping::see(name, table.to_rust()?, plan.to_rust()?).into_ts()?)
    }

    /// Takes its next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        if let Some((parcel, given)) = &mut self.parcel {
            parcel.push(bytes);
            given.pass(bytes.len() as u64);
        }
    }

    /// Records read so far in this file.
    #[must_use]
    pub fn records(&self) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "a number of records, to look at")]
        self.parcel.as_ref().map_or(0.0, |(parcel, _)| (parcel.used() + parcel.rejected()) as f64)
    }

    /// How many of its bytes are worked through.
    #[must_use]
    pub fn worked(&self) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "a number of bytes, to look at")]
        self.parcel.as_ref().map_or(0.0, |(parcel, _)| parcel.worked() as f64)
    }

    /// Once all bytes are there: unpacks for some milliseconds. Whether there is more to unpack.
    pub fn unpack(&mut self) -> bool {
        self.parcel.as_mut().is_some_and(|(parcel, _)| parcel.unpack())
    }

    /// Ends the file and adds it to the log, or every file in it; those aside in which nothing could be used.
    /// A mapping is kept for the files to come.
    pub fn end(&mut self) -> Result<Ts<FileCards>, JsError> {
        self.made = None;
        let (parcel, mut given) = self.parcel.take().ok_or_else(|| JsError::new("no file is being read"))?;
        let readings = parcel.finish();
        given.holds(&readings);
        self.given.add(given);
        let mut cards = Vec::new();
        for reading in readings {
            let card = show::file(&reading);
            match (&reading.file.verdict, &reading.file.mapping) {
                (Ok(_), _) => self.log.add(reading),
                (Err(Refusal::Mapping), Some(mapping)) if !self.mappings.contains(mapping) => {
                    self.mappings.push(mapping.clone());
                }
                (Err(_), _) => {}
            }
            cards.push(card);
        }
        Ok(FileCards(cards).into_ts()?)
    }

    /// Forgets the file that is being read.
    pub fn abandon(&mut self) {
        self.parcel = None;
    }

    /// Adds a sample log.
    pub fn sample(&mut self, name: Ts<SampleName>) -> Result<Ts<FileCards>, JsError> {
        let sample = match name.to_rust()? {
            SampleName::Classes => Sample::Classes,
            SampleName::Event => Sample::Event,
        };
        self.parcel = Some((Parcel::new(sample.file_name()), Parcelled::of_sample(sample)));
        sample::write(sample, Size::Demo, &mut |bytes| self.push(bytes));
        self.end()
    }

    /// Both reports, as far as the page shows them.
    pub fn report(&mut self, choices: Ts<Choices>) -> Result<Ts<Answer>, JsError> {
        let choices = chosen(choices)?;
        // The old one goes first: two need not fit in memory.
        self.made = None;
        let answer = match options(&choices) {
            Ok(options) => self.answer(&options, tables::Made::new(&choices)),
            Err(faults) => Answer { faults, questions: Vec::new(), report: None },
        };
        Ok(answer.into_ts()?)
    }

    /// Makes Smart Sessions for some milliseconds. Whether there is more to make; [`sheets`](Self::sheets) makes what is
    /// left.
    pub fn more_sheets(&mut self, choices: Ts<Choices>) -> Result<bool, JsError> {
        tables::more_sheets(&mut self.made, &mut self.log, &chosen(choices)?)
    }

    /// Smart Sessions, of the same log and options as the report.
    pub fn sheets(&mut self, choices: Ts<Choices>) -> Result<Ts<SheetsPart>, JsError> {
        let choices = chosen(choices)?;
        let part = tables::with_sheets(&mut self.made, &mut self.log, &choices, |report, _| SheetsPart {
            sheets: report.sheets().iter().map(|sheet| show::preview(sheet, PREVIEW)).collect(),
            graph: show::graph(report, PICTURES),
        })?;
        Ok(part.into_ts()?)
    }

    /// Who may be the same person; nobody while a question is open. It is asked apart from the reports, which
    /// need not wait for it.
    pub fn people(&mut self, choices: Ts<Choices>) -> Result<Ts<PeopleText>, JsError> {
        let options = options(&chosen(choices)?).map_err(not_made)?;
        let found = self.log.input(&options.answers).map(|input| input.same_people()).unwrap_or_default();
        Ok(show::people(found, &self.log.files).into_ts()?)
    }

    /// Some rows of a table as it is wanted.
    pub fn view(
        &mut self,
        choices: Ts<Choices>,
        table: Ts<TableName>,
        shape: Ts<TableShape>,
        first: usize,
        count: usize,
    ) -> Result<Ts<ViewRows>, JsError> {
        let wanted = (table.to_rust()?, shape.to_rust()?);
        let rows = tables::rows(&mut self.made, &mut self.log, &chosen(choices)?, wanted, first, count)?;
        Ok(rows.into_ts()?)
    }

    /// What is behind a row of a table, by its place in the table as it is; or behind the session of that row.
    pub fn detail(
        &mut self,
        choices: Ts<Choices>,
        table: Ts<TableName>,
        place: usize,
        session: bool,
    ) -> Result<Ts<DetailOfRow>, JsError> {
        let (choices, table) = (chosen(choices)?, table.to_rust()?);
        let detail = tables::detail(&mut self.made, &mut self.log, &choices, table, place, session)?;
        Ok(DetailOfRow { detail }.into_ts()?)
    }

    /// What stands in a column of a table, to choose rows by.
    pub fn values(
        &mut self,
        choices: Ts<Choices>,
        table: Ts<TableName>,
        column: usize,
    ) -> Result<Ts<ColumnValues>, JsError> {
        let (choices, table) = (chosen(choices)?, table.to_rust()?);
        Ok(tables::column_values(&mut self.made, &mut self.log, &choices, table, column)?.into_ts()?)
    }

    /// What of a report goes out, and how a table looks, by its place: the attendance report, then the sheets.
    pub fn share(
        &mut self,
        choices: Ts<Choices>,
        sharing: Ts<SharingChoice>,
        table: usize,
    ) -> Result<Ts<SharedExample>, JsError> {
        let (choices, sharing) = (chosen(choices)?, sharing.to_rust()?);
        Ok(share::example(&mut self.made, &mut self.log, &choices, &sharing, table)?.into_ts()?)
    }

    /// A picture, as numbers to draw.
    pub fn picture(&mut self, choices: Ts<Choices>, choice: Ts<PictureChoice>) -> Result<Ts<Shown>, JsError> {
        let (choices, choice) = (chosen(choices)?, choice.to_rust()?);
        let shown = self.with_pictures(&choices, |pictures, zone, made| {
            let usage = |place| tables::usage(made, pictures, &WantedUsage { choices: &choices, place });
            picture::show(pictures, zone, &choice, usage)
        })?;
        Ok(shown.into_ts()?)
    }

    /// Counts what a picture shows for some milliseconds, if it is one that takes long. Whether there is more to count;
    /// [`picture`](Self::picture) counts what is left.
    pub fn more_picture(&mut self, choices: Ts<Choices>, choice: Ts<PictureChoice>) -> Result<bool, JsError> {
        let (choices, choice) = (chosen(choices)?, choice.to_rust()?);
        if choice.picture() != Picture::Usage {
            return Ok(false);
        }
        let wanted = WantedUsage { choices: &choices, place: choice.session };
        self.with_pictures(&choices, |pictures, _, made| tables::more_usage(made, pictures, &wanted))
    }

    /// The places, among all files that were read to their end, of those that must be looked at for a receipt.
    pub fn unknown(&mut self) -> Vec<u32> {
        self.given.unknown()
    }

    /// Takes the next bytes of a file that is looked at for a receipt.
    pub fn look(&mut self, bytes: &[u8]) {
        self.given.look(bytes);
    }

    /// Ends the file, by its place. Whether it is as long as it was when it was read.
    pub fn looked(&mut self, place: usize) -> bool {
        self.given.looked(place)
    }

    /// Makes a file, and gives its bytes to `parts`, one by one; with its receipt, or what goes with it, if that is
    /// wanted and nothing is [unknown](Self::unknown).
    pub fn save(
        &mut self,
        choices: Ts<Choices>,
        product: Ts<Product>,
        flavour: Ts<FlavourName>,
        receipt: bool,
        parts: &Parts,
    ) -> Result<Ts<Made>, JsError> {
        let choices = chosen(choices)?;
        let flavour = match flavour.to_rust()? {
            FlavourName::Spreadsheet => Flavour::Spreadsheet,
            FlavourName::Data => Flavour::Data,
        };
        let mut failed = false;
        let mut give = |bytes: &[u8]| {
            for bytes in bytes.chunks(PART) {
                failed |= parts.take(bytes).is_err();
            }
        };
        let product = product.to_rust()?;
        let origin = match options(&choices) {
            Ok(options) if receipt => Some(self.given.origin(&options, flavour, &self.mappings)),
            _ => None,
        };
        let saving = save::Saving { choices: &choices, flavour, origin: origin.as_ref() };
        let made = save::make(&mut self.made, &mut self.log, saving, product, &mut give)?;
        if failed {
            return Err(JsError::new("there is not enough memory for this file"));
        }
        Ok(made.into_ts()?)
    }
}

impl Workbench {
    /// Does something with the pictures, and what is kept of these choices.
    fn with_pictures<T>(
        &mut self,
        choices: &Choices,
        work: impl FnOnce(&Pictures<'_>, &Zone, &mut Option<tables::Made>) -> T,
    ) -> Result<T, JsError> {
        let options = options(choices).map_err(not_made)?;
        let input = self.log.input(&options.answers)?;
        let range = input.smart_sessions_range(&options)?;
        Ok(work(&Pictures::new(input, &options, &range), &options.zone, &mut self.made))
    }

    fn answer(&mut self, options: &Options, made: tables::Made) -> Answer {
        let questions = as_asked(self.log.questions(&options.answers));
        let by_file = self.log.questions_by_file(&options.answers);
        let show = |one| show::asked(one, &by_file, &self.log, options);
        let questions = questions.into_iter().map(show).collect();
        match self.report_on(options, made) {
            Ok(report) => Answer { faults: Vec::new(), questions, report },
            Err(faults) => Answer { faults, questions, report: None },
        }
    }

    /// The report; none while a question is open.
    fn report_on(
        &mut self,
        options: &Options,
        mut made: tables::Made,
    ) -> Result<Option<Report>, Vec<FieldFault>> {
        let records = self.log.counts();
        let Ok(input) = self.log.input(&options.answers) else { return Ok(None) };
        let backwards = |_: RangeError| vec![FieldFault { field: "to", file: None, code: "backwards" }];
        let overview = input.overview();
        let (attendance, kept) = attendance(input, options).map_err(backwards)?;
        made.attendance = kept;
        let range = input.smart_sessions_range(options).map_err(backwards)?;
        let pictures = picture::list(&Pictures::new(input, options, &range));
        let choices = input.choices(&options.zone).into_iter().map(show::choice).collect();
        let notes = input.timeline.notes.clone();
        let restarted = show::restarted(input, &options.zone);
        self.made = Some(made);
        let rejected = RejectedTable::new(&self.log);
        Ok(Some(Report {
            restarted,
            sessions: overview.sessions,
            occurrences: overview.occurrences,
            attendees: overview.attendees,
            records,
            span: show::span(overview.span, &options.zone),
            choices,
            attendance,
            sheets_days: (range.from.to_string(), range.to.to_string()),
            pictures,
            notes: notes.iter().map(|note| show::note(note, &self.log.files)).collect(),
            reasons: self.log.rejected.by_reason().into_iter().map(show::reason).collect(),
            rejected: show::preview(&rejected, PREVIEW),
        }))
    }
}

fn attendance(
    input: Input<'_>,
    options: &Options,
) -> Result<(AttendancePart, Option<attendance::Kept>), RangeError> {
    let range = input.attendance_range(options)?;
    let (from, to) = (range.from.to_string(), range.to.to_string());
    if range.is_too_long() {
        let parts = range.parts(&options.zone).len();
        let table = show::heading("attendance");
        return Ok((AttendancePart { from, to, parts, emptiness: "", table }, None));
    }
    let report = Attendance::new(input, options, &range);
    let emptiness = report.emptiness(&range).map_or("", |emptiness| emptiness.code());
    let table = show::preview(&report, PREVIEW);
    Ok((AttendancePart { from, to, parts: 0, emptiness, table }, Some(report.keep())))
}

fn sheet(place: usize) -> Result<Sheet, JsError> {
    Sheet::ALL.get(place).copied().ok_or_else(|| JsError::new("there is no such sheet"))
}

fn not_made(faults: Vec<FieldFault>) -> JsError {
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field).collect();
    JsError::new(&format!("look at the options first: {}", fields.join(", ")))
}

fn person(person: &PersonText) -> Person {
    let is =
        person.is.iter().filter_map(|one| Some(Identifier::new(Field::from_header(&one.field)?, &one.value)));
    Person { name: person.name.clone(), is: is.collect() }
}

/// What was chosen, from the page. Compiled once: every command has it.
#[inline(never)]
fn chosen(choices: Ts<Choices>) -> Result<Choices, JsError> {
    Ok(choices.to_rust()?)
}

/// Reads the options; all that is wrong with them at once.
fn options(choices: &Choices) -> Result<Options, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let mut fault = |field, file, code| faults.push(FieldFault { field, file, code });
    let mut day = |field, text: &str| {
        let text = text.trim();
        let day = Day::parse(text);
        if day.is_none() && !text.is_empty() {
            fault(field, None, "not-a-day");
        }
        day
    };
    let from = day("from", &choices.from);
    let to = day("to", &choices.to);
    let mut zone = |field, file, text: &str| {
        Zone::named(text.trim()).unwrap_or_else(|| {
            fault(field, file, "not-a-zone");
            Zone::utc()
        })
    };
    let report_zone = zone("zone", None, &choices.zone);
    let log_zone = match choices.log_zone.trim() {
        "" => None,
        text => Some(zone("logZone", None, text)),
    };
    // A field that is not filled in is no fault: what is said of all files counts, or the question stays open.
    let zones = choices.zones.iter().filter(|of| !of.value.trim().is_empty());
    let zones = zones.map(|of| (of.file, zone("zones", Some(of.file), &of.value))).collect();
    let date_orders = choices.date_orders.iter();
    let answers = Answers {
        log_zone,
        zones,
        date_order: DateOrder::from_code(&choices.date_order),
        date_orders: date_orders.filter_map(|of| Some((of.file, DateOrder::from_code(&of.value)?))).collect(),
        days: choices.days.iter().filter_map(|of| Some((of.file, Day::parse(&of.value)?))).collect(),
        ends: choices.ends.iter().filter_map(|of| Some((of.file, End::read(&of.value)?))).collect(),
        join_restarts: choices.join_restarts,
        kept_apart: choices.kept_apart.iter().filter_map(place).collect(),
        aliases: Aliases { people: choices.aliases.iter().map(person).collect() },
    };
    let rejoin_gap = match choices.rejoin_gap.trim() {
        "" => 0,
        text => text.parse().unwrap_or_else(|_| {
            fault("rejoinGap", None, "not-seconds");
            0
        }),
    };
    if faults.is_empty() {
        Ok(Options { from, to, zone: report_zone, answers, rejoin_gap })
    } else {
        Err(faults)
    }
}

/// A session's day, as the page names it.
fn place(place: &dto::RestartPlace) -> Option<Place> {
    let day = Day::parse(&place.day)?;
    Some(Place { day, event_code: place.event_code.clone(), session_id: place.session_id.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(from: &str, to: &str, zone: &str, gap: &str) -> Vec<(&'static str, &'static str)> {
        let text = str::to_owned;
        let choices = Choices {
            from: text(from),
            to: text(to),
            zone: text(zone),
            log_zone: text(""),
            date_order: text(""),
            zones: vec![
                dto::OfFile { file: 1, value: text("Mars") },
                dto::OfFile { file: 2, value: text(" ") },
            ],
            date_orders: Vec::new(),
            days: Vec::new(),
            ends: Vec::new(),
            rejoin_gap: text(gap),
            join_restarts: false,
            kept_apart: Vec::new(),
            aliases: Vec::new(),
        };
        let faults = options(&choices).err().unwrap_or_default();
        faults.into_iter().map(|fault| (fault.field, fault.code)).collect()
    }

    #[test]
    fn options_are_read_as_people_type_them() {
        // Of one of the files it is said that its clock is that of Mars.
        assert_eq!(faults("", "", "UTC", ""), [("zones", "not-a-zone")]);
        assert_eq!(faults("2026-03-02", " 2026-03-03 ", " europe/berlin", " 30 "), [("zones", "not-a-zone")]);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        assert_eq!(
            faults("2026-02-30", "soon", "Mars", "-1"),
            [
                ("from", "not-a-day"),
                ("to", "not-a-day"),
                ("zone", "not-a-zone"),
                ("zones", "not-a-zone"),
                ("rejoinGap", "not-seconds")
            ]
        );
    }
}
