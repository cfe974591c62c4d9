//! The files to read, and what the command line says of single ones.

use crate::failure::Failure;
use crate::of::{Of, by_number, is_meant, of};
use adsum_core::container::SEPARATOR;
use adsum_core::container::limits::Limits;
use adsum_core::intake::Platform;
use clap::Args;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The files to read.
#[derive(Debug, Args)]
pub(crate) struct Logs {
    /// The logs, read as one; '-' is standard input
    #[arg(value_name = "LOG", required = true)]
    pub(crate) logs: Vec<PathBuf>,
    /// A mapping file, which says what the columns of other tables mean ('adsum mapping' makes one). It can
    /// also stand among the logs
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Vec<PathBuf>,
    /// Read LOG as this, whatever it seems to be: a format_code of 'adsum inspect --json', such as
    /// zoom-participants, or 'mapped' for what a mapping says. Without LOG= it is said of all; a file in an archive
    /// is named as 'inspect' names it
    #[arg(long, value_name = "[LOG=]FORMAT", value_parser = read_as)]
    pub(crate) read_as: Vec<Of<Platform>>,
    /// Unpack and hold up to so many times as much of LOG as usual, 1 to 100, where it was refused as too large and
    /// you trust it. Without LOG= it is said of all
    #[arg(long, value_name = "[LOG=]TIMES", value_parser = limits)]
    pub(crate) limits: Vec<Of<Limits>>,
}

impl Logs {
    /// Only this one, of which nothing is said.
    pub(crate) fn only(log: &Path) -> Self {
        Self { logs: vec![log.to_owned()], mapping: Vec::new(), read_as: Vec::new(), limits: Vec::new() }
    }

    /// Within which limits the logs are read, by their number: those that are missing, within the usual ones.
    pub(crate) fn within(&self) -> Result<BTreeMap<u32, Limits>, Failure> {
        self.by_number("--limits", &self.limits)
    }

    /// What the logs are said to be, by their number.
    pub(crate) fn said(&self) -> Result<BTreeMap<u32, Platform>, Failure> {
        // Of a file in a container, only the container is among the logs.
        let (inside, whole): (Vec<_>, Vec<_>) =
            self.read_as.iter().cloned().partition(|of| of.member().is_some());
        let containers = inside.iter().filter_map(|of| of.member());
        let containers: Vec<_> =
            containers.map(|(name, _)| Of { file: Some(name.to_owned()), value: () }).collect();
        self.by_number("--read-as", &containers)?;
        self.by_number("--read-as", &whole)
    }

    /// What an option says of the logs, by their number.
    fn by_number<T: Clone>(&self, option: &str, said: &[Of<T>]) -> Result<BTreeMap<u32, T>, Failure> {
        let paths: Vec<_> = self.logs.iter().map(|path| path.to_string_lossy()).collect();
        let names: Vec<&str> = paths.iter().map(|path| &**path).collect();
        by_number(option, said, &names)
    }

    /// What files in this container are said to be, by the names that they have once they are read.
    pub(crate) fn said_inside(&self, container: &str) -> Vec<(String, Platform)> {
        let inside = self.read_as.iter().filter_map(|of| Some((of.member()?, of.value)));
        inside
            .filter(|((name, _), _)| is_meant(name, container))
            .map(|((_, member), platform)| (format!("{container}{SEPARATOR}{member}"), platform))
            .collect()
    }
}

fn read_as(text: &str) -> Result<Of<Platform>, String> {
    of(text, |code| {
        let known = || Platform::ALL.map(Platform::code).join(", ");
        Platform::from_code(code).ok_or_else(|| format!("no format is called so; there are {}", known()))
    })
}

fn limits(text: &str) -> Result<Of<Limits>, String> {
    of(text, |times| times.parse::<Limits>().map_err(|error| error.to_string()))
}
