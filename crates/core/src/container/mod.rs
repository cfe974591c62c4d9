//! What is given to Adsum: a file, or a container of files, told by its content and never by its name.
//!
//! ```text
//! Parcel ┬─ a file ──────────────> Intake ──> Reading
//!        ├─ gzip ── inflated as it comes ──> Parcel
//!        ├─ tar ─── streamed, its files ───> Parcel …
//!        ├─ zip ─── held whole, its files ─> Parcel …
//!        └─ xlsx, ods ── its sheets, as text > Intake …
//! ```
//!
//! Every file in a container is a file of the log, with its own account. Names of files in containers are
//! labels and nothing else. What is held and how much is unpacked is bounded by [`limits`]; what is beyond
//! them, or damaged, is refused with the reason, and never half of it is used.
//!
//! An archive is opened one level deep: a workbook or a gzip in it is read, another archive is refused.

mod gzip;
mod inflate;
pub mod limits;
mod number;
mod ods;
mod sheet;
mod tar;
mod xlsx;
mod xml;
mod zip;

use crate::intake::{Begun, Intake, Part, ReadAs, Reading, Refusal};
use crate::problem::{Irregularity, NoteBuilder};
use limits::{Limits, Trouble};
use std::sync::Arc;

/// What stands between a container's name and that of what is in it.
pub const SEPARATOR: &str = " \u{203A} ";

/// How many bytes are waited for to tell a container: those of a tar's first header.
const START: usize = 512;

/// The longest name of a file in a container, in bytes: the rest is cut off.
const MAX_NAME: usize = 400;

/// How deep containers may lie in each other: a gzip of an archive of workbooks.
const MAX_DEPTH: u8 = 3;

/// A file or container on its way. Push its bytes, then [`finish`](Parcel::finish).
#[derive(Debug)]
pub struct Parcel {
    to: Address,
    bytes: u64,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// What it is, is not known yet.
    Opening(Vec<u8>),
    File(Box<Intake>),
    Gzip(Box<gzip::Gzip>),
    Tar(Box<tar::Tar>),
    Zip(Box<zip::Zip>),
}

/// Where something lies.
#[derive(Clone, Debug)]
struct Address {
    /// What a user knows it by.
    label: String,
    /// Its name: a fact for some formats.
    name: String,
    /// How many containers it lies in.
    depth: u8,
    /// Whether one of these is an archive.
    in_archive: bool,
    /// The most that may be unpacked from it, in bytes.
    most: u64,
    /// How the files in it are to be read.
    ways: Ways,
}

/// How the files in a parcel are to be read: all in one way, but some in another.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    others: ReadAs,
    /// By what a user knows a file by: its [name](crate::intake::FileSummary::name) once it is read.
    single: Arc<[(String, ReadAs)]>,
    limits: Limits,
}

impl Ways {
    /// Those of these names in these ways, the others in this one.
    pub fn new(others: ReadAs, single: impl IntoIterator<Item = (String, ReadAs)>) -> Self {
        Self { others, single: single.into_iter().collect(), limits: Limits::USUAL }
    }

    /// With other limits.
    #[must_use]
    pub fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Begins a file of this name, which a user knows by its label.
    fn intake(&self, name: String, label: &str) -> Intake {
        let way = self.single.iter().find(|(name, _)| name == label).map_or(&self.others, |(_, way)| way);
        Intake::within(name, way.clone(), self.limits)
    }
}

impl From<ReadAs> for Ways {
    fn from(others: ReadAs) -> Self {
        Self::new(others, [])
    }
}

impl Address {
    fn member(&self, name: &str, most: u64) -> Self {
        let name = &name[..name.floor_char_boundary(MAX_NAME)];
        Self {
            label: format!("{}{SEPARATOR}{name}", self.label),
            name: name.to_owned(),
            depth: self.depth + 1,
            in_archive: true,
            most,
            ways: self.ways.clone(),
        }
    }

    /// What is in a gzip goes by the gzip's name.
    fn without_gz(&self) -> Self {
        let bare = |name: &str| {
            let lower = name.to_ascii_lowercase();
            match name.len() {
                _ if lower.ends_with(".tgz") => format!("{}.tar", &name[..name.len() - 4]),
                length if lower.ends_with(".gz") && length > 3 => name[..length - 3].to_owned(),
                _ => name.to_owned(),
            }
        };
        Self { label: bare(&self.label), name: bare(&self.name), depth: self.depth + 1, ..self.clone() }
    }

    fn refused(&self, bytes: u64, why: impl Into<Refusal>) -> Reading {
        Reading::refused(self.label.clone(), bytes, why.into())
    }
}

impl Parcel {
    /// A file of this name, of which nothing is read yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self::reading(name, ReadAs::default())
    }

    /// The same, to be read in this way: so is every file in a container, unless the ways say another for it.
    pub fn reading(name: impl Into<String>, ways: impl Into<Ways>) -> Self {
        let name = name.into();
        let label = name.clone();
        Self::at(Address { label, name, depth: 0, in_archive: false, most: u64::MAX, ways: ways.into() })
    }

    fn at(to: Address) -> Self {
        Self { to, bytes: 0, stage: Stage::Opening(Vec::new()) }
    }

    /// Takes its next bytes: any number of them.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        if let Stage::Opening(held) = &mut self.stage {
            // What is decided by the first chunk is not copied.
            if held.is_empty() && bytes.len() >= START {
                self.stage = self.to.stage(bytes);
            } else {
                held.extend_from_slice(bytes);
                if held.len() >= START {
                    let held = std::mem::take(held);
                    self.stage = self.to.stage(&held);
                    self.feed(&held);
                }
                return;
            }
        }
        self.feed(bytes);
    }

    fn feed(&mut self, bytes: &[u8]) {
        match &mut self.stage {
            Stage::Opening(_) => {}
            Stage::File(intake) => intake.push(bytes),
            Stage::Gzip(gzip) => gzip.push(bytes),
            Stage::Tar(tar) => tar.push(bytes),
            Stage::Zip(zip) => zip.push(bytes),
        }
    }

    /// See [`Intake::begun`].
    pub fn begun(&self) -> Option<Begun> {
        match &self.stage {
            Stage::File(intake) => intake.begun(),
            _ => None,
        }
    }

    /// See [`Intake::take_up`].
    pub fn take_up(&mut self, part: &Part) -> bool {
        let Stage::File(intake) = &mut self.stage else { return false };
        let taken = intake.take_up(part);
        self.bytes = intake.bytes();
        taken
    }

    /// Records used so far.
    pub fn used(&self) -> u64 {
        self.counts().0
    }

    /// Records rejected so far.
    pub fn rejected(&self) -> u64 {
        self.counts().1
    }

    fn counts(&self) -> (u64, u64) {
        match &self.stage {
            Stage::Opening(_) => (0, 0),
            Stage::File(intake) => (intake.used(), intake.rejected()),
            Stage::Gzip(gzip) => gzip.counts(),
            Stage::Tar(tar) => tar.counts(),
            Stage::Zip(zip) => zip.counts(),
        }
    }

    /// How many of its bytes are worked through. Of what is unpacked only once it is all there, half of them
    /// are when it is.
    pub fn worked(&self) -> u64 {
        match &self.stage {
            Stage::Zip(zip) => zip.worked(self.bytes),
            _ => self.bytes,
        }
    }

    /// Once all bytes are there: goes on unpacking for some milliseconds. Whether there is more to do; until
    /// then whoever waits can be told how far it is, or cancel. [`finish`](Self::finish) does what is left.
    pub fn unpack(&mut self) -> bool {
        self.end_opening();
        match &mut self.stage {
            Stage::Zip(zip) => zip.step(),
            _ => false,
        }
    }

    fn end_opening(&mut self) {
        if let Stage::Opening(held) = &mut self.stage {
            let held = std::mem::take(held);
            self.stage = self.to.stage(&held);
            self.feed(&held);
        }
    }

    /// Ends it: what became of each file in it, at least one.
    pub fn finish(mut self) -> Vec<Reading> {
        self.end_opening();
        match self.stage {
            Stage::Opening(_) => Vec::new(),
            Stage::File(intake) => {
                let mut reading = intake.finish();
                reading.file.name = self.to.label;
                vec![reading]
            }
            Stage::Gzip(gzip) => gzip.finish(self.bytes),
            Stage::Tar(tar) => tar.finish(self.bytes),
            Stage::Zip(zip) => zip.finish(),
        }
    }
}

impl Address {
    /// What something is, by how it begins.
    fn stage(&self, start: &[u8]) -> Stage {
        let inner = self.depth < MAX_DEPTH;
        if inner && start.starts_with(&[0x1F, 0x8B, 8]) {
            return Stage::Gzip(Box::new(gzip::Gzip::new(self)));
        }
        if inner && (start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")) {
            return Stage::Zip(Box::new(zip::Zip::new(self)));
        }
        if inner && !self.in_archive && tar::is_header(start) {
            return Stage::Tar(Box::new(tar::Tar::new(self)));
        }
        Stage::File(Box::new(self.ways.intake(self.name.clone(), &self.label)))
    }
}

/// Whether a file is what systems put beside people's files.
fn is_litter(name: &str) -> bool {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.starts_with("__MACOSX/")
        || last.starts_with("._")
        || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(&last)
}

/// Says in the account of the first file that could be used which others were passed over.
fn say_skipped(readings: &mut [Reading], skipped: Vec<String>) {
    let mut note = NoteBuilder::new(Irregularity::MemberSkipped);
    skipped.into_iter().for_each(|name| note.add_value(name));
    let place = readings.iter().position(|reading| reading.file.verdict.is_ok()).unwrap_or(0);
    if let (Some(note), Some(reading)) = (note.finish(), readings.get_mut(place)) {
        reading.file.notes.push(note);
        reading.file.notes.sort_by_key(|note| note.what);
    }
}

impl From<Trouble> for Refusal {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::DocumentType => Self::DocumentType,
            trouble => Self::Packed(trouble),
        }
    }
}
