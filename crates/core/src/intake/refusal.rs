//! Why nothing in a file could be used.

use crate::container::limits::{Limits, Trouble};
use crate::platform::{MappingError, Platform};

/// Why nothing in a file could be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A table without the columns that every event needs.
    #[error("the first line has no {missing}")]
    NoColumns {
        /// The columns that are missing, as the sentence goes on.
        missing: &'static str,
        /// The columns that are there, as far as they can be shown.
        found: Vec<String>,
    },
    /// JSON of another kind.
    #[error("no line is an event: none has a time or an event")]
    NoEvents,
    /// A file that is known, but that no attendance can be told from.
    #[error("this is {what}: {why}")]
    OfNoUse {
        /// What it is.
        what: &'static str,
        /// What it lacks.
        why: &'static str,
        /// What to export instead.
        instead: &'static str,
    },
    /// A document longer than can be held.
    #[error("the document is longer than {} MiB", limit >> 20)]
    TooLong {
        /// The limit, in bytes.
        limit: usize,
        /// The limits that it is one of, where it can be raised.
        within: Option<Limits>,
    },
    /// XML that declares a document type, by which it may ask for other files, or for text without end.
    #[error("its XML declares a document type (DOCTYPE), which no platform's does")]
    DocumentType,
    /// A document that cannot be read as what it is taken for.
    #[error("the document cannot be read: {0}")]
    Broken(
        /// Why, as its reader says.
        String,
    ),
    /// A file that is not what somebody says.
    #[error("it cannot be read as {}, which has to have {}{}", platform.name(), platform.needs(), seeming(*seems))]
    NotThis {
        /// What somebody says that it is.
        platform: Platform,
        /// What of the same producer it seems to be.
        seems: Option<Platform>,
    },
    /// A file that no mapping fits which was given.
    #[error("{}", unmapped(missing))]
    NotMapped {
        /// The columns that the mapping names and the file has not; none where there is no mapping.
        missing: Vec<String>,
    },
    /// No log, but a mapping: it says how logs are to be read.
    #[error("this is no log but a mapping, which says what the columns of other files mean")]
    Mapping,
    /// A mapping of which something is wrong.
    #[error("this is a mapping, but {0}")]
    MappingBroken(MappingError),
    /// Something packed that is not unpacked.
    #[error("{0}")]
    Packed(
        /// Why.
        Trouble,
    ),
}

fn seeming(platform: Option<Platform>) -> String {
    platform.map_or_else(String::new, |platform| format!("; it looks like {}", platform.name()))
}

fn unmapped(missing: &[String]) -> String {
    match missing {
        [] => "nothing says what its columns mean".to_owned(),
        missing => format!("it has no columns named {}, which the mapping names", missing.join(", ")),
    }
}

impl Refusal {
    /// A stable name, for scripts and for the page's catalogue of texts.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoColumns { .. } => "no-columns",
            Self::NoEvents => "no-events",
            Self::OfNoUse { .. } => "of-no-use",
            Self::TooLong { .. } => "document-too-long",
            Self::DocumentType => "document-type",
            Self::Broken(_) => "document-broken",
            Self::NotThis { .. } => "not-this",
            Self::NotMapped { .. } => "not-mapped",
            Self::Mapping => "mapping",
            Self::MappingBroken(_) => "mapping-broken",
            Self::Packed(trouble) => trouble.code(),
        }
    }

    /// The limits that it is beyond.
    pub const fn limits(&self) -> Option<Limits> {
        match self {
            Self::TooLong { within, .. } => *within,
            Self::Packed(trouble) => trouble.limits(),
            _ => None,
        }
    }

    /// What a person can do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Empty => {
                "Was it downloaded completely? On an iPad, open it once in Files, then add it again."
            }
            Self::NoColumns { .. } => {
                "Adsum reads event logs (a table or one JSON object a line, with at least time, event and session_id or instance_id) and what Teams, Zoom, BigBlueButton, Collaborate, Meet, Webex, Jitsi and Adobe Connect export; any other table with names and times once you say what its columns mean."
            }
            Self::NoEvents => {
                "Adsum reads event logs (a table or one JSON object a line, with at least time, event and session_id or instance_id) and what Teams, Zoom, BigBlueButton, Collaborate, Meet, Webex, Jitsi and Adobe Connect export."
            }
            Self::OfNoUse { instead, .. } => instead,
            Self::TooLong { .. } => "Export shorter periods, and add the files together.",
            Self::DocumentType => {
                "It may be made to do harm. Download it from the platform again; a workbook, save as CSV."
            }
            Self::Broken(_) => "Was it cut off? Download it again.",
            Self::NotThis { .. } => "Read it as what it was detected as, or say what its columns mean.",
            Self::NotMapped { .. } => {
                "Say what its columns mean, or give the mapping that was made for such files."
            }
            Self::Mapping => "It is used for files with the columns that it names.",
            Self::MappingBroken(_) => "Correct it, or make it anew from a file that it is for.",
            Self::Packed(trouble) => trouble.hint(),
        }
    }
}
