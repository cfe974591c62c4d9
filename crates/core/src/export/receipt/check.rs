//! Whether files are those of a receipt, and still give its report: for the command line and the page alike.
//!
//! Files are [offered](Check::offer), each known by its content whatever it is called now. Where [all](Check::order)
//! are there, they are read again in the receipt's order and [ways](Check::way), and the report is made
//! [again](Check::again).

use super::{Content, Fingerprint, Given, Held, Origin, Receipt, ReceiptError, held, make};
use crate::container::Ways;
use crate::export::files::Error;
use crate::intake::FileSummary;
use crate::log::Log;
use crate::people::Aliases;
use crate::share::Seed;

/// What was seen of a file, or of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A file that the report was made of.
    Input,
    /// The report as it was saved.
    Report,
    /// It is called as the report, and is another.
    OtherReport,
    /// It is none of the files.
    Stranger,
    /// A file is not there.
    Missing,
    /// Other records are used of a file.
    OtherRecords,
    /// The report was made again, and is the same.
    Again,
    /// The report was made again, and is another.
    AgainOther,
}

impl Seen {
    /// Whether anything differs from the receipt.
    pub const fn differs(self) -> bool {
        !matches!(self, Self::Input | Self::Report | Self::Again)
    }

    /// A stable name, for the page's catalogue of texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Report => "report",
            Self::OtherReport => "other-report",
            Self::Stranger => "stranger",
            Self::Missing => "missing",
            Self::OtherRecords => "other-records",
            Self::Again => "again",
            Self::AgainOther => "again-other",
        }
    }
}

/// What was seen, of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub seen: Seen,
    /// The file's name: as it is offered, or as the receipt has it if it is not there.
    pub name: String,
    /// What is in it.
    pub content: Content,
}

/// A receipt that is being looked at.
#[derive(Debug)]
pub struct Check {
    receipt: Receipt,
    seed: Option<Seed>,
    aliases: Option<Aliases>,
    /// Which offered file each input is, by number, and its name.
    found: Vec<Option<(usize, String)>>,
    offered: usize,
    findings: Vec<Finding>,
}

impl Check {
    /// Of a receipt, with the seed of the pseudonyms if its report has any and somebody has it.
    pub fn new(receipt: Receipt, seed: Option<Seed>) -> Self {
        let found = vec![None; receipt.inputs.len()];
        Self { receipt, seed, aliases: None, found, offered: 0, findings: Vec::new() }
    }

    /// The receipt.
    pub const fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    /// What was seen so far.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    fn say(&mut self, seen: Seen, name: &str, content: &Content) {
        self.findings.push(Finding { seen, name: name.to_owned(), content: content.clone() });
    }

    /// Looks at the next file: its number counts from 0.
    pub fn offer(&mut self, name: &str, content: &Content) {
        let number = self.offered;
        self.offered += 1;
        let wanted =
            |place: &usize| self.receipt.inputs[*place].content == *content && self.found[*place].is_none();
        let place = (0..self.found.len()).find(wanted);
        let seen = match place {
            Some(place) => {
                self.found[place] = Some((number, name.to_owned()));
                Seen::Input
            }
            None if *content == self.receipt.content => Seen::Report,
            None if name == self.receipt.name => Seen::OtherReport,
            None => Seen::Stranger,
        };
        self.say(seen, name, content);
    }

    /// Whether aliases were used that the receipt of a report with pseudonyms does not say, and are not known yet.
    pub fn wants_aliases(&self) -> bool {
        self.aliases.is_none() && self.receipt.shared.as_ref().is_some_and(|shared| shared.lacks_aliases())
    }

    /// Takes aliases, if they are those.
    pub fn aliases(&mut self, aliases: Aliases) -> bool {
        let wanted = self.receipt.shared.as_ref().is_some_and(|shared| shared.wants(&aliases));
        if wanted {
            self.aliases = Some(aliases);
        }
        wanted
    }

    /// The numbers of the offered files in the order in which they are to be read; none, where one is missing.
    pub fn order(&mut self) -> Option<Vec<usize>> {
        let missing = self.found.iter().zip(&self.receipt.inputs).filter(|(found, _)| found.is_none());
        let missing: Vec<Given> = missing.map(|(_, given)| given.clone()).collect();
        for given in missing {
            self.say(Seen::Missing, &given.name, &given.content);
        }
        self.found.iter().map(|found| found.as_ref().map(|(number, _)| *number)).collect()
    }

    /// The name under which an input is read, by its place in the receipt, and how.
    ///
    /// Under the name of then: some formats keep a fact in it. Where the receipt has none, under that of now.
    pub fn way(&self, place: usize) -> Result<(String, Ways), ReceiptError> {
        let given = self.receipt.inputs.get(place).ok_or(ReceiptError::Option("inputs"))?;
        let name = match self.found.get(place) {
            Some(Some((_, name))) if self.receipt.is_hidden() => name,
            _ => &given.name,
        };
        let ways = self.receipt.ways(name, given, &self.receipt.mappings()?)?;
        Ok((name.clone(), ways))
    }

    /// Compares what is used of an input now with what was used of it.
    pub fn records<'a>(&mut self, place: usize, files: impl IntoIterator<Item = &'a FileSummary>) {
        let Some(given) = self.receipt.inputs.get(place).cloned() else { return };
        let counts = |held: &[Held]| -> Vec<_> {
            held.iter().map(|held| (held.taken_for.clone(), held.read, held.used, held.rejected)).collect()
        };
        if counts(&held(files)) != counts(&given.holds) {
            self.say(Seen::OtherRecords, &given.name, &given.content);
        }
    }

    /// Of what and how the report was made, where all of it is known.
    pub fn origin(&self) -> Result<Origin, ReceiptError> {
        let mut origin = self.receipt.origin(self.seed.as_ref())?;
        if self.wants_aliases() {
            return Err(ReceiptError::Aliases);
        }
        if let Some(aliases) = &self.aliases {
            origin.recipe.options.answers.aliases = aliases.clone();
        }
        Ok(origin)
    }

    /// Makes the report again of this log, and compares.
    pub fn again(&mut self, log: &mut Log, origin: &Origin) -> Result<(), Error> {
        let mut print = Fingerprint::default();
        make(log, self.receipt.report, origin, &mut |part| print.push(part))?;
        let made = print.finish();
        let seen = if made == self.receipt.content { Seen::Again } else { Seen::AgainOther };
        let name = self.receipt.name.clone();
        self.say(seen, &name, &made);
        Ok(())
    }
}
