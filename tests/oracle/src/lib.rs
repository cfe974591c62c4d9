//! The oracle: a second, naive implementation of both reports.
//!
//! It is written from the specification (event-log.md, reports.md) and the decisions that complete it, and
//! shares no code with the core. The property tests give both the same random logs and compare every byte, so
//! here a rule is written down as literally as it can be: plain structs of text, scans over vectors, no cleverness.
//! Where the two differ, one of them has misread a rule.
//!
//! - [`read`] turns files into a [`Log`] (event-log.md, *Text rules*, *Fields*, *Events*).
//! - [`attendance`] and [`smart_sessions`] turn a log into Data CSV (reports.md, 1 and 2).
//! - [`notes`] counts what a reader of the reports should know (event-log.md, *Rules*).
//! - [`random`] makes small logs with every nuisance that the specification names.

mod attendance;
mod decode;
mod delimited;
mod event;
mod facts;
mod joining;
mod json;
mod notes;
pub mod random;
mod read;
mod smart;
mod stays;
#[cfg(test)]
mod tests;
mod time;

pub use attendance::attendance;
pub use event::{Identity, Kind};
pub use notes::{Notes, notes};
pub use read::{FIELDS, Log, Record, Rejected, Text, read};
pub use smart::smart_sessions;
pub use time::{Moment, read_moment};

/// One file of the log, as the user gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The name under which its rejected records are reported.
    pub name: String,
    /// Its content, in any of the encodings that event-log.md (*Text rules*) allows.
    pub bytes: Vec<u8>,
}

/// What the user chooses for a report (reports.md, head and *Both*; event-log.md, *Rejoin gap*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The first day of the range; none: the day of the earliest event.
    pub from: Option<jiff::civil::Date>,
    /// The last day of the range, which belongs to it; none: the day of the latest event.
    pub to: Option<jiff::civil::Date>,
    /// The IANA name of the zone that days and times are shown in. An unknown name is read as UTC.
    pub time_zone: String,
    /// The IANA name of the zone that times without an offset are read in. An unknown name is read as UTC.
    pub log_time_zone: String,
    /// Stays no further apart than this many seconds are one for the rejoin count.
    pub rejoin_gap: u32,
    /// Whether the occurrences of restarted meetings are one.
    pub join_restarts: bool,
    /// Identities that are one person's, person by person: the name of a field and its value as in a log.
    pub aliases: Vec<Vec<(&'static str, String)>>,
}

impl Default for Options {
    /// Everything as the specification has it where the user chooses nothing: UTC, the whole log, no gap.
    fn default() -> Self {
        Options {
            from: None,
            to: None,
            time_zone: "UTC".into(),
            log_time_zone: "UTC".into(),
            rejoin_gap: 0,
            join_restarts: false,
            aliases: Vec::new(),
        }
    }
}
