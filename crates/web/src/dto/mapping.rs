//! How files are read, and what the columns of a table mean.

use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// How files are to be read that somebody said something of.
#[derive(Deserialize, Tsify)]
pub struct HowsToRead(pub Vec<HowToRead>);

/// How a file is to be read.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct HowToRead {
    /// Its name, as its card has it: in a container, behind that of the container.
    pub file: String,
    /// The code of what somebody says that it is. `mapped`: with a mapping.
    pub platform: String,
    /// The mapping, as its file has it.
    pub mapping: String,
}

/// What the columns of a table mean.
#[derive(Clone, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The code of what each column tells; blank: nothing.
    pub facts: Vec<String>,
    /// What durations are counted in: `seconds`, `minutes`, `hours` or `h:mm:ss`.
    pub duration_in: String,
    /// The actions that mean that somebody joined.
    pub joins: Vec<String>,
    /// Those that mean that somebody left.
    pub leaves: Vec<String>,
}

/// What comes of a plan.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct MappingSeen {
    /// It as a mapping file.
    pub json: String,
    /// Codes of what it lacks; empty where it can be used.
    pub lacks: Vec<&'static str>,
    /// Whether it tells when somebody left, which a report can do without.
    pub tells_leaving: bool,
    /// The first rows, as they would be read.
    pub rows: Vec<SeenRow>,
}

/// A row as a mapping would read it.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SeenRow {
    /// Its line.
    pub line: u64,
    /// Who it is.
    pub who: String,
    /// In which session.
    pub session: String,
    /// When they joined; blank where it does not say.
    pub joined: String,
    /// When they left.
    pub left: String,
    /// Why it would not be used; blank where it would.
    pub reason: String,
    /// The same as a code.
    pub reason_code: &'static str,
    /// The value that it is about.
    pub value: String,
}
