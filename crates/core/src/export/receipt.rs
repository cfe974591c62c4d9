//! The receipt of a saved report: of what it was made and how, so that anybody who has the same files can make it
//! again and compare.
//!
//! JSON with stable names, the same bytes for the same files, options and version. It names files and options, and
//! of the log's people those alone that the user said to be the same. Most of it can also be a workbook's
//! [last sheet](about).

pub mod about;
pub mod check;
mod shared;

use super::csv::Flavour;
use super::files::{self, Error, Written};
use crate::container::limits::Limits;
use crate::container::{SEPARATOR, Ways};
use crate::intake::{FileSummary, Platform, ReadAs};
use crate::ledger::restarts::Place;
use crate::log::Log;
use crate::people::Aliases;
use crate::platform::Mapping;
use crate::question::{Answers, End};
use crate::report::smart_sessions::{Sheet, SmartSessions};
use crate::report::{Options, Range};
use crate::share::{self, Seed, Sharing};
use crate::time::{DateOrder, Day, Zone};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use shared::SharedAs;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The form of a receipt that is written and read.
const VERSION: u32 = 1;
/// What a receipt says that it is.
const ADSUM: &str = "receipt";
/// The end of a receipt's name, after that of the report's file.
pub const ENDING: &str = ".receipt.json";

/// A content's size and SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Content {
    /// Bytes.
    pub bytes: u64,
    /// 64 digits, 0 to f.
    pub sha256: String,
}

/// A content on its way to be known.
#[derive(Clone, Debug, Default)]
pub struct Fingerprint {
    bytes: u64,
    hash: Sha256,
}

impl Fingerprint {
    /// Takes the next bytes: any number of them.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.hash.update(bytes);
    }

    /// Takes all bytes that go to `part`.
    pub fn beside<'a>(&'a mut self, part: &'a mut dyn FnMut(&[u8])) -> impl FnMut(&[u8]) + 'a {
        |bytes| {
            self.push(bytes);
            part(bytes);
        }
    }

    /// What it comes to.
    pub fn finish(self) -> Content {
        let mut sha256 = String::with_capacity(64);
        for byte in self.hash.finalize() {
            // Writing into a text cannot fail.
            let _ = write!(sha256, "{byte:02x}");
        }
        Content { bytes: self.bytes, sha256 }
    }
}

/// Which file it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Product {
    /// The attendance report.
    Attendance,
    /// The Smart Sessions workbook.
    SmartSessions,
    /// One of its sheets as CSV, by its place, from 0.
    Sheet(usize),
}

/// A file that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Its name, without folders.
    pub name: String,
    /// What was in it.
    #[serde(flatten)]
    pub content: Content,
    /// As what it was read, where somebody said so: a platform's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_as: Option<String>,
    /// The same of files in it, by their names in it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub read_inside: BTreeMap<String, String>,
    /// How many times the usual limits what it holds was read within, where somebody trusted it.
    #[serde(default, skip_serializing_if = "Limits::is_usual", with = "times")]
    pub limits: Limits,
    /// What was found in it: one thing, but of a container.
    pub holds: Vec<Held>,
}

/// Limits as a number.
mod times {
    use crate::container::limits::{Limits, NoLimits};
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(limits: &Limits, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u32(limits.times())
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Limits, D::Error> {
        Limits::raised(u32::deserialize(from)?).ok_or_else(|| de::Error::custom(NoLimits))
    }
}

/// A file, or one in a container, and its account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its name, behind that of its container.
    pub name: String,
    /// What it was taken for, or why it was refused: a code.
    pub taken_for: String,
    /// Records read: those used and those not.
    pub read: u64,
    /// Records used.
    pub used: u64,
    /// Records rejected.
    pub rejected: u64,
}

/// What a report was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    adsum: String,
    version: u32,
    /// The version of Adsum that made it.
    pub made_by: String,
    /// Which report.
    pub report: Product,
    /// The name of its file.
    pub name: String,
    /// What is in it.
    #[serde(flatten)]
    pub content: Content,
    /// The files, in the order in which they were read.
    pub inputs: Vec<Given>,
    options: Chosen,
    /// What of the report went out to somebody; none: all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shared: Option<SharedAs>,
}

/// [`Options`], as a receipt has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Chosen {
    from: String,
    to: String,
    time_zone: String,
    rejoin_gap: u32,
    csv: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_time_zone: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    log_time_zones: BTreeMap<u32, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_order: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    date_orders: BTreeMap<u32, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    days: BTreeMap<u32, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    ends: BTreeMap<u32, String>,
    join_restarts: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    kept_apart: Vec<(String, String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aliases: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mappings: Vec<serde_json::Value>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    about: bool,
}

/// Why a text is no receipt that can be gone by.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// It is no JSON of that form.
    #[error("it is no receipt of Adsum: {0}")]
    Form(String),
    /// A later version of Adsum wrote it.
    #[error("it is of form {0}, and this version of Adsum reads form {VERSION}: use a newer one")]
    Version(u32),
    /// A value of its options makes no sense.
    #[error("its option {0} cannot be understood")]
    Option(&'static str),
    /// Its report has pseudonyms, which cannot be made without their seed.
    #[error("its report has pseudonyms, which cannot be made again without their seed")]
    Seed,
    /// Its report has pseudonyms, and it does not say which people were taken for one.
    #[error("identities were taken for one person by an alias file, which is missing")]
    Aliases,
}

/// How a report was made: what a receipt says, to do it again.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// What was chosen.
    pub options: Options,
    /// How CSV was written.
    pub flavour: Flavour,
    /// What was said of tables that are not known.
    pub mappings: Vec<Mapping>,
    /// Whether a workbook has the sheet [that says so](about).
    pub about: bool,
    /// What of the report goes out to somebody; none: all of it.
    pub sharing: Option<Sharing>,
}

/// Of what reports are made, and how.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The files, in the order in which they were read.
    pub given: Vec<Given>,
    /// How.
    pub recipe: Recipe,
}

impl Origin {
    /// The receipt of a report that was made so on these days: which, the name of its file, and what is in it.
    pub fn receipt(&self, report: Product, name: String, content: Content, range: &Range) -> Receipt {
        let mut options = Chosen::new(range, &self.recipe);
        // Only a workbook has sheets.
        options.about &= report == Product::SmartSessions;
        let aliases = &self.recipe.options.answers.aliases;
        let shared = self.recipe.sharing.as_ref().map(|sharing| SharedAs::new(sharing, aliases));
        let hidden = shared.as_ref().is_some_and(SharedAs::is_hidden);
        if hidden {
            options.aliases = None;
        }
        Receipt {
            adsum: ADSUM.to_owned(),
            version: VERSION,
            made_by: env!("CARGO_PKG_VERSION").to_owned(),
            report,
            name,
            content,
            inputs: if hidden { shared::unnamed(&self.given) } else { self.given.clone() },
            options,
            shared,
        }
    }

    /// The sheet that says so, if it is wanted.
    pub fn about(&self, range: &Range) -> Option<about::AboutTable> {
        self.recipe.about.then(|| about::AboutTable::new(&Chosen::new(range, &self.recipe), &self.given))
    }
}

impl Receipt {
    /// The receipt as a file.
    pub fn write(&self) -> String {
        // Texts and numbers alone: there is nothing that could not be written.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Reads a receipt.
    pub fn read(text: &str) -> Result<Self, ReceiptError> {
        #[derive(Deserialize)]
        struct Form {
            adsum: String,
            version: u32,
        }
        let form = |error: serde_json::Error| ReceiptError::Form(error.to_string());
        let Form { adsum, version } = serde_json::from_str(text).map_err(form)?;
        if adsum != ADSUM {
            return Err(ReceiptError::Form(format!("it says that it is {adsum:?}")));
        }
        if version != VERSION {
            return Err(ReceiptError::Version(version));
        }
        serde_json::from_str(text).map_err(form)
    }

    /// Of what the report was made, and how; the seed is asked for where it has pseudonyms.
    pub fn origin(&self, seed: Option<&Seed>) -> Result<Origin, ReceiptError> {
        let mut recipe = self.options.recipe()?;
        recipe.sharing = self.shared.as_ref().map(|shared| shared.sharing(seed)).transpose()?;
        Ok(Origin { given: self.inputs.clone(), recipe })
    }

    /// Whether people go by pseudonyms in the report: then the receipt names nobody, and no file.
    pub fn is_hidden(&self) -> bool {
        self.shared.as_ref().is_some_and(SharedAs::is_hidden)
    }

    fn mappings(&self) -> Result<Vec<Mapping>, ReceiptError> {
        self.options.mappings()
    }

    /// How an input was read, which is called so now.
    fn ways(&self, name: &str, given: &Given, mappings: &[Mapping]) -> Result<Ways, ReceiptError> {
        let read_as = |code: &String| {
            // Of several mappings it may say which, counted from 1.
            let place = code.strip_prefix(Platform::Mapped.code()).and_then(|rest| rest.strip_prefix('-'));
            if let Some(place) = place {
                let place = place.parse::<usize>().ok().and_then(|place| place.checked_sub(1));
                let mapping = place.and_then(|place| mappings.get(place));
                let mapping = mapping.ok_or(ReceiptError::Option("read_as"))?;
                return Ok(ReadAs::Mapped([mapping.clone()].into()));
            }
            match Platform::from_code(code) {
                None => Err(ReceiptError::Option("read_as")),
                Some(Platform::Mapped) => Ok(ReadAs::Mapped(mappings.to_vec().into())),
                Some(platform) => Ok(ReadAs::Platform(platform)),
            }
        };
        let others = given.read_as.as_ref().map(read_as);
        let others = others.unwrap_or_else(|| Ok(ReadAs::Detected(mappings.to_vec().into())))?;
        let label = |member: &String| format!("{name}{SEPARATOR}{member}");
        let single = given.read_inside.iter().map(|(member, code)| Ok((label(member), read_as(code)?)));
        Ok(Ways::new(others, single.collect::<Result<Vec<_>, ReceiptError>>()?).within(given.limits))
    }
}

/// What is said of a file that was given: what was found in it, which is one thing, but of a container.
pub fn held<'a>(files: impl IntoIterator<Item = &'a FileSummary>) -> Vec<Held> {
    let of = |file: &FileSummary| Held {
        name: file.name.rsplit(['/', '\\']).next().map_or_else(String::new, str::to_owned),
        taken_for: match &file.verdict {
            Ok(platform) => platform.code(),
            Err(refusal) => refusal.code(),
        }
        .to_owned(),
        read: file.read,
        used: file.used,
        rejected: file.rejected,
    };
    files.into_iter().map(of).collect()
}

/// Makes the report, and hands out its bytes in parts.
pub fn make(
    log: &mut Log,
    report: Product,
    origin: &Origin,
    part: &mut dyn FnMut(&[u8]),
) -> Result<Written, Error> {
    let Recipe { options, flavour, sharing, .. } = &origin.recipe;
    let input = log.input(&options.answers)?;
    let codes = sharing.as_ref().and_then(|sharing| sharing.codes(input));
    let going = sharing.as_ref().map(|sharing| (sharing, codes.as_ref()));
    if report == Product::Attendance {
        let range = files::attendance_range(input, options)?;
        return Ok(match going {
            None => files::attendance(input, options, &range, *flavour, part),
            Some(going) => share::files::attendance(input, options, &range, going, *flavour, part),
        });
    }
    let range = input.smart_sessions_range(options)?;
    let smart = SmartSessions::new(input, options, &range);
    if let Product::Sheet(place) = report {
        // A receipt that somebody wrote by hand may name any.
        let sheet = Sheet::ALL.get(place).copied().unwrap_or(Sheet::ALL[0]);
        return Ok(match going {
            None => files::table(&smart.sheet(sheet), *flavour, part),
            Some(going) => share::files::sheet(&smart, sheet, going, *flavour, part),
        });
    }
    let (bytes, written) = match going {
        None => files::workbook(&smart, &range, origin.about(&range).as_ref())?,
        Some(going) => share::files::workbook(&smart, options, &range, going)?,
    };
    part(&bytes);
    Ok(written)
}

impl Chosen {
    fn new(range: &Range, recipe: &Recipe) -> Self {
        let Recipe { options, flavour, mappings, about, .. } = recipe;
        let Answers { log_zone, zones, date_order, date_orders, days, ends, join_restarts, .. } =
            &options.answers;
        let json = |text: String| serde_json::from_str(&text).unwrap_or_default();
        Self {
            from: range.from.to_string(),
            to: range.to.to_string(),
            time_zone: options.zone.name().to_owned(),
            rejoin_gap: options.rejoin_gap,
            csv: csv_code(*flavour).to_owned(),
            log_time_zone: log_zone.as_ref().map(|zone| zone.name().to_owned()),
            log_time_zones: by_file(zones, |zone| zone.name().to_owned()),
            date_order: date_order.map(|order| order.code().to_owned()),
            date_orders: by_file(date_orders, |order| order.code().to_owned()),
            days: by_file(days, Day::to_string),
            ends: by_file(ends, |end| end.text()),
            join_restarts: *join_restarts,
            kept_apart: options.answers.kept_apart.iter().map(place_texts).collect(),
            aliases: (!options.answers.aliases.is_empty()).then(|| json(options.answers.aliases.write())),
            mappings: mappings.iter().map(|mapping| json(mapping.to_json())).collect(),
            about: *about,
        }
    }

    fn recipe(&self) -> Result<Recipe, ReceiptError> {
        use ReceiptError::Option as Wrong;
        let day = |text: &String| Day::parse(text);
        let zone = |text: &String| Zone::named(text);
        let order = |text: &String| DateOrder::from_code(text);
        let answers = Answers {
            log_zone: once(self.log_time_zone.as_ref(), zone, "log_time_zone")?,
            zones: each(&self.log_time_zones, zone, "log_time_zones")?,
            date_order: once(self.date_order.as_ref(), order, "date_order")?,
            date_orders: each(&self.date_orders, order, "date_orders")?,
            days: each(&self.days, day, "days")?,
            ends: each(&self.ends, |text| End::read(text), "ends")?,
            join_restarts: self.join_restarts,
            kept_apart: self
                .kept_apart
                .iter()
                .map(place)
                .collect::<Option<_>>()
                .ok_or(Wrong("kept_apart"))?,
            aliases: match &self.aliases {
                None => Aliases::default(),
                Some(value) => Aliases::read(&value.to_string()).map_err(|_| Wrong("aliases"))?,
            },
        };
        Ok(Recipe {
            options: Options {
                from: Some(day(&self.from).ok_or(Wrong("from"))?),
                to: Some(day(&self.to).ok_or(Wrong("to"))?),
                zone: zone(&self.time_zone).ok_or(Wrong("time_zone"))?,
                answers,
                rejoin_gap: self.rejoin_gap,
            },
            flavour: flavour_of(&self.csv).ok_or(Wrong("csv"))?,
            mappings: self.mappings()?,
            about: self.about,
            sharing: None,
        })
    }

    fn mappings(&self) -> Result<Vec<Mapping>, ReceiptError> {
        let mapping = |value: &serde_json::Value| Mapping::from_json(&value.to_string()).ok();
        let all = self.mappings.iter().map(mapping).collect::<Option<_>>();
        all.ok_or(ReceiptError::Option("mappings"))
    }
}

const fn csv_code(flavour: Flavour) -> &'static str {
    match flavour {
        Flavour::Spreadsheet => "spreadsheet",
        Flavour::Data => "data",
    }
}

fn flavour_of(code: &str) -> Option<Flavour> {
    [Flavour::Spreadsheet, Flavour::Data].into_iter().find(|flavour| csv_code(*flavour) == code)
}

fn place_texts(place: &Place) -> (String, String, String) {
    (place.day.to_string(), place.event_code.clone(), place.session_id.clone())
}

fn place((day, event_code, session_id): &(String, String, String)) -> Option<Place> {
    let day = Day::parse(day)?;
    Some(Place { day, event_code: event_code.clone(), session_id: session_id.clone() })
}

fn by_file<T>(of: &BTreeMap<u32, T>, text: impl Fn(&T) -> String) -> BTreeMap<u32, String> {
    of.iter().map(|(&file, value)| (file, text(value))).collect()
}

fn once<T>(
    text: Option<&String>,
    read: impl Fn(&String) -> Option<T>,
    name: &'static str,
) -> Result<Option<T>, ReceiptError> {
    text.map(|text| read(text).ok_or(ReceiptError::Option(name))).transpose()
}

fn each<T>(
    texts: &BTreeMap<u32, String>,
    read: impl Fn(&String) -> Option<T>,
    name: &'static str,
) -> Result<BTreeMap<u32, T>, ReceiptError> {
    let of = |(&file, text): (&u32, &String)| Some((file, read(text)?));
    texts.iter().map(of).collect::<Option<_>>().ok_or(ReceiptError::Option(name))
}
