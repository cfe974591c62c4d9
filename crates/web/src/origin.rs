//! Of which files the log was made, for receipts. What is in a file is known only once somebody wants a receipt: then
//! it is read once more, so that nobody who wants none waits for it.

use adsum_core::container::SEPARATOR;
use adsum_core::container::limits::Limits;
use adsum_core::export::csv::Flavour;
use adsum_core::export::receipt::{Content, Fingerprint, Given, Held, Origin, Recipe, held};
use adsum_core::intake::{Platform, Reading, Refusal};
use adsum_core::platform::Mapping;
use adsum_core::report::Options;
use adsum_core::sample::{self, Sample, Size};
use std::collections::BTreeMap;

use crate::dto::HowToRead;

/// A file that was given.
#[derive(Debug, Default)]
pub(crate) struct Parcelled {
    name: String,
    /// What was said of it, or of files in it.
    hows: Vec<(String, Platform, Option<Mapping>)>,
    limits: Limits,
    bytes: u64,
    sample: Option<Sample>,
    holds: Vec<Held>,
    /// Of each of these whether it is in the log.
    in_log: Vec<bool>,
    /// Whether anything in it was of use.
    used: bool,
    content: Option<Content>,
}

impl Parcelled {
    /// One that is being read.
    pub(crate) fn new(name: &str, limits: Limits) -> Self {
        Self { name: name.to_owned(), limits, ..Self::default() }
    }

    /// A sample, whose bytes are at hand.
    pub(crate) fn of_sample(sample: Sample) -> Self {
        Self { sample: Some(sample), ..Self::new(sample.file_name(), Limits::USUAL) }
    }

    /// How it, or a file in it, is read.
    pub(crate) fn said(&mut self, how: &HowToRead, platform: Platform, mapping: Option<Mapping>) {
        self.hows.push((how.file.clone(), platform, mapping));
    }

    /// Has so many more bytes.
    pub(crate) fn pass(&mut self, bytes: u64) {
        self.bytes += bytes;
    }

    /// What came of it.
    pub(crate) fn holds(&mut self, readings: &[Reading]) {
        self.holds = held(readings.iter().map(|reading| &reading.file));
        self.in_log = readings.iter().map(|reading| reading.file.verdict.is_ok()).collect();
        let of_use = |reading: &Reading| matches!(reading.file.verdict, Ok(_) | Err(Refusal::Mapping));
        self.used = readings.iter().any(of_use);
    }

    fn given(&self, mappings: &[Mapping]) -> Given {
        let code = |platform: Platform, mapping: Option<&Mapping>| {
            let place = mapping.and_then(|mapping| mappings.iter().position(|one| one == mapping));
            match place {
                // Of several it is said which.
                Some(place) if mappings.len() > 1 => format!("{}-{}", platform.code(), place + 1),
                _ => platform.code().to_owned(),
            }
        };
        let (mut read_as, mut read_inside) = (None, BTreeMap::new());
        for (file, platform, mapping) in &self.hows {
            let code = code(*platform, mapping.as_ref());
            match file.split_once(SEPARATOR) {
                Some((_, member)) => drop(read_inside.insert(member.to_owned(), code)),
                None => read_as = Some(code),
            }
        }
        let content = self.content.clone().unwrap_or_else(|| Fingerprint::default().finish());
        let Self { name, limits, holds, .. } = self;
        Given { name: name.clone(), content, read_as, read_inside, limits: *limits, holds: holds.clone() }
    }
}

/// All files that were given since the log was empty.
#[derive(Debug, Default)]
pub(crate) struct Parcels {
    all: Vec<Parcelled>,
    /// Of the one that is being looked at.
    print: Fingerprint,
}

impl Parcels {
    pub(crate) fn add(&mut self, parcel: Parcelled) {
        self.all.push(parcel);
    }

    /// The places of those that are of use and of which it is not known what is in them.
    pub(crate) fn unknown(&mut self) -> Vec<u32> {
        // The last look may have been given up in the middle of a file.
        self.print = Fingerprint::default();
        for parcel in &mut self.all {
            if let (Some(sample), None) = (parcel.sample, &parcel.content) {
                let mut print = Fingerprint::default();
                sample::write(sample, Size::Demo, &mut |bytes| print.push(bytes));
                parcel.content = Some(print.finish());
            }
        }
        let unknown = (0..).zip(&self.all).filter(|(_, parcel)| parcel.used && parcel.content.is_none());
        unknown.map(|(place, _)| place).collect()
    }

    /// Takes the next bytes of a file that is read once more.
    pub(crate) fn look(&mut self, bytes: &[u8]) {
        self.print.push(bytes);
    }

    /// Ends it. Whether it is as long as it was when it went into the log.
    pub(crate) fn looked(&mut self, place: usize) -> bool {
        let content = std::mem::take(&mut self.print).finish();
        let Some(parcel) = self.all.get_mut(place).filter(|parcel| parcel.bytes == content.bytes) else {
            return false;
        };
        parcel.content = Some(content);
        true
    }

    /// Of what reports are made, and how.
    pub(crate) fn origin(&self, options: &Options, flavour: Flavour, mappings: &[Mapping]) -> Origin {
        let mut mappings = mappings.to_vec();
        for (_, _, mapping) in self.all.iter().flat_map(|parcel| &parcel.hows) {
            mappings.extend(mapping.clone().filter(|mapping| !mappings.contains(mapping)));
        }
        let used = || self.all.iter().filter(|parcel| parcel.used);
        let given = used().map(|parcel| parcel.given(&mappings)).collect();
        // Read again, files that were refused have a number, too.
        let in_log = used().flat_map(|parcel| &parcel.in_log);
        let numbers: Vec<u32> = (0..).zip(in_log).filter_map(|(number, &so)| so.then_some(number)).collect();
        let mut options = options.clone();
        let answers = &mut options.answers;
        renumber(&mut answers.zones, &numbers);
        renumber(&mut answers.date_orders, &numbers);
        renumber(&mut answers.days, &numbers);
        renumber(&mut answers.ends, &numbers);
        Origin { given, recipe: Recipe { options, flavour, mappings, about: true, sharing: None } }
    }
}

fn renumber<T>(answers: &mut BTreeMap<u32, T>, numbers: &[u32]) {
    let number = |file: u32| numbers.get(file as usize).copied();
    let known = std::mem::take(answers);
    answers.extend(known.into_iter().filter_map(|(file, value)| Some((number(file)?, value))));
}
