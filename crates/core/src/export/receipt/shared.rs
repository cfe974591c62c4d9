//! What a receipt says of a report that went out to somebody: what was left of it, and how people are named in it;
//! never the seed of their pseudonyms, and nothing else that names anybody.

use super::{Content, Fingerprint, Given, ReceiptError};
use crate::people::Aliases;
use crate::share::{PSEUDONYMS, Purpose, Seed, Sharing, Which};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A [`Sharing`], as a receipt has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SharedAs {
    /// For whom: a code.
    #[serde(rename = "for")]
    whom: String,
    /// Counts of fewer people are withheld.
    suppress: u64,
    /// The columns of the tables of which others go out than are meant for them, by the table's name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    columns: BTreeMap<String, Vec<String>>,
    /// How pseudonyms are made, where people go by them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pseudonyms: Option<String>,
    /// Eight digits by which another seed is told from that of the pseudonyms, and which do not give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seed_mark: Option<String>,
    /// Where people go by pseudonyms, what is in the alias file that was used, as Adsum writes it: it names people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    aliases: Option<Content>,
}

impl SharedAs {
    pub(super) fn new(sharing: &Sharing, aliases: &Aliases) -> Self {
        let other = Which::all().filter(|which| sharing.columns(*which) != sharing.purpose.columns(*which));
        let names = |which: Which| {
            let columns = sharing.columns(which).iter().filter_map(|&place| which.columns().get(place));
            (which.name().to_owned(), columns.map(|column| column.name.to_owned()).collect())
        };
        let hidden = sharing.seed.is_some();
        Self {
            whom: sharing.purpose.code().to_owned(),
            suppress: sharing.suppress,
            columns: other.map(names).collect(),
            pseudonyms: hidden.then(|| PSEUDONYMS.to_owned()),
            seed_mark: sharing.seed.as_ref().map(mark),
            aliases: (hidden && !aliases.is_empty()).then(|| content(aliases)),
        }
    }

    /// Whether people go by pseudonyms.
    pub(super) const fn is_hidden(&self) -> bool {
        self.pseudonyms.is_some()
    }

    /// Whether these are the aliases that were used.
    pub(super) fn wants(&self, aliases: &Aliases) -> bool {
        self.aliases.as_ref().is_some_and(|wanted| *wanted == content(aliases))
    }

    /// Whether any were used that the receipt does not say.
    pub(super) const fn lacks_aliases(&self) -> bool {
        self.aliases.is_some()
    }

    /// The same, to do it again.
    pub(super) fn sharing(&self, seed: Option<&Seed>) -> Result<Sharing, ReceiptError> {
        use ReceiptError::Option as Wrong;
        let purpose = Purpose::from_code(&self.whom).ok_or(Wrong("for"))?;
        let seed = match &self.pseudonyms {
            None => None,
            Some(how) if how != PSEUDONYMS => return Err(Wrong("pseudonyms")),
            Some(_) => {
                let its = |seed: &&Seed| self.seed_mark.as_ref().is_none_or(|wanted| *wanted == mark(seed));
                Some(seed.filter(its).ok_or(ReceiptError::Seed)?.clone())
            }
        };
        let mut sharing = Sharing::new(purpose, seed.as_ref().unwrap_or(&Seed::new([0; 16])));
        sharing.seed = seed;
        sharing.suppress = self.suppress;
        for (table, names) in &self.columns {
            let which = Which::all().find(|which| which.name() == table).ok_or(Wrong("columns"))?;
            let place = |name: &String| which.columns().iter().position(|column| column.name == name);
            let places = names.iter().map(place).collect::<Option<_>>().ok_or(Wrong("columns"))?;
            sharing.choose(which, places);
        }
        Ok(sharing)
    }
}

/// What a seed is told by: too little of it to try seeds by, and enough not to take another for it.
fn mark(seed: &Seed) -> String {
    let mut print = Fingerprint::default();
    print.push(b"adsum seed ");
    print.push(seed.text().as_bytes());
    print.finish().sha256.chars().take(8).collect()
}

/// What is in an alias file, however somebody has put it.
fn content(aliases: &Aliases) -> Content {
    let mut print = Fingerprint::default();
    print.push(aliases.write().as_bytes());
    print.finish()
}

/// The files without their names, which may be people's: a number, and the ending.
pub(super) fn unnamed(given: &[Given]) -> Vec<Given> {
    let unnamed = |(number, given): (usize, &Given)| {
        let ending = given.name.rsplit_once('.').map(|(_, ending)| ending);
        let ending =
            ending.filter(|ending| ending.len() <= 6 && ending.bytes().all(|b| b.is_ascii_alphanumeric()));
        let name =
            ending.map_or_else(|| format!("file {number}"), |ending| format!("file {number}.{ending}"));
        let mut given = given.clone();
        for (place, held) in (1..).zip(&mut given.holds) {
            held.name = if held.name == given.name { name.clone() } else { format!("{name}, {place}") };
        }
        Given { name, ..given }
    };
    (1..).zip(given).map(unnamed).collect()
}
