//! `--receipt`: beside each report, of what it was made.

use crate::failure::{Failure, name};
use crate::logs::Logs;
use crate::output::{Saved, Target};
use crate::read::{AllRead, is_stdin};
use crate::words::say;
use adsum_core::container::SEPARATOR;
use adsum_core::export::csv::Flavour;
use adsum_core::export::receipt::{self, ENDING, Fingerprint, Given, Origin, Product, Recipe};
use adsum_core::log::Log;
use adsum_core::report::{Options, Range};
use adsum_core::share::Sharing;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What is said of how reports were made.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted {
    /// In a receipt beside each.
    pub(crate) receipt: bool,
    /// In a sheet of the workbook.
    pub(crate) about: bool,
}

impl Wanted {
    /// Whether the files are to be known by what is in them.
    pub(crate) fn any(self) -> bool {
        self.receipt || self.about
    }
}

/// The receipts of the reports that are being saved; without effect where none is wanted.
pub(crate) struct Receipts {
    origin: Option<Origin>,
    beside: bool,
    paths: Vec<PathBuf>,
}

/// Looks whether there can be receipts, before anything is read.
pub(crate) fn check(wanted: Wanted, target: &Target, logs: &Logs) -> Result<(), Failure> {
    match target {
        Target::Folder(_) if wanted.about => Err(Failure::usage(
            "--about is a sheet of the workbook, and CSV has none",
            "Save a workbook (-o FILE.xlsx), or receipts beside the sheets (--receipt).",
        )),
        Target::Stdout if wanted.receipt => Err(Failure::usage(
            "--receipt is saved beside the report, which goes to standard output",
            "Add -o FILE.",
        )),
        _ if wanted.any() && logs.logs.iter().any(|path| is_stdin(path)) => Err(Failure::usage(
            "a receipt names files, and standard input is none",
            "Save it in a file first.",
        )),
        _ => Ok(()),
    }
}

impl Receipts {
    /// Of reports that are made of what was read, in this way. Gives the log back.
    pub(crate) fn new(
        read: AllRead,
        logs: &Logs,
        options: &Options,
        (flavour, sharing): (Flavour, Option<Sharing>),
        wanted: Wanted,
    ) -> Result<(Log, Self), Failure> {
        let AllRead { log, mappings, of_paths } = read;
        let (said, limits) = (logs.said()?, logs.within()?);
        let mut given = Vec::new();
        for (number, (path, (files, content))) in (0..).zip(logs.logs.iter().zip(of_paths)) {
            let Some(content) = content else {
                return Ok((log, Self { origin: None, beside: false, paths: Vec::new() }));
            };
            given.push(Given {
                name: file_name(path),
                content,
                read_as: said.get(&number).map(|platform| platform.code().to_owned()),
                read_inside: inside(logs, path),
                limits: limits.get(&number).copied().unwrap_or_default(),
                holds: receipt::held(log.files.get(files).unwrap_or_default()),
            });
        }
        let recipe = Recipe { options: options.clone(), flavour, mappings, about: wanted.about, sharing };
        let origin = Some(Origin { given, recipe });
        Ok((log, Self { origin, beside: wanted.receipt, paths: Vec::new() }))
    }

    /// Of what the reports are made, where somebody wants that said.
    pub(crate) fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// Saves a report by `content`, and its receipt if one is wanted.
    pub(crate) fn save<T>(
        &mut self,
        saved: &mut Saved<'_>,
        (product, path, range): (Product, &Path, &Range),
        content: impl FnOnce(&mut dyn FnMut(&[u8])) -> T,
    ) -> Result<T, Failure> {
        let Some(origin) = self.origin.as_ref().filter(|_| self.beside) else {
            return saved.write(path, content);
        };
        let mut print = Fingerprint::default();
        let made = saved.write(path, |part| content(&mut print.beside(part)))?;
        let receipt = origin.receipt(product, file_name(path), print.finish(), range);
        let mut beside = path.as_os_str().to_owned();
        beside.push(ENDING);
        let beside = PathBuf::from(beside);
        saved.write(&beside, |part| part(receipt.write().as_bytes()))?;
        self.paths.push(beside);
        Ok(made)
    }

    /// Tells which were saved.
    pub(crate) fn tell(&self) {
        self.paths.iter().for_each(|path| say(&format!("wrote {}", name(path))));
    }
}

/// What the files in a container were said to be, by their names in it.
fn inside(logs: &Logs, path: &Path) -> BTreeMap<String, String> {
    let said = logs.said_inside(&path.to_string_lossy()).into_iter();
    let member = |name: String| name.split_once(SEPARATOR).map(|(_, member)| member.to_owned());
    said.filter_map(|(name, platform)| Some((member(name)?, platform.code().to_owned()))).collect()
}

/// A file's name without its folders, which are nobody's business.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
