//! What ends the program early.

use crate::words::shown;
use std::fmt;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// Why nothing came of it, and what to do instead.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What was asked for makes no sense (exit code 2).
    Usage {
        /// What does not.
        message: String,
        /// What would.
        hint: String,
    },
    /// It makes sense, but could not be done (exit code 1).
    Failed {
        /// What could not.
        message: String,
        /// What may help; can be empty.
        hint: String,
    },
}

impl Failure {
    pub(crate) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), hint: hint.into() }
    }

    pub(crate) fn failed(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Failed { message: message.into(), hint: hint.into() }
    }

    /// A file that could not be read or written.
    pub(crate) fn file(what: &str, path: &Path, error: &io::Error) -> Self {
        Self::failed(format!("{} could not be {what}: {}", name(path), reason(error)), "")
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage { .. } => ExitCode::from(2),
            Self::Failed { .. } => ExitCode::from(1),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Usage { message, hint } | Self::Failed { message, hint }) = self;
        write!(formatter, "error: {message}")?;
        if !hint.is_empty() {
            write!(formatter, "\n{hint}")?;
        }
        if matches!(self, Self::Usage { .. }) {
            write!(formatter, "\n\nFor more information, try '--help'.")?;
        }
        Ok(())
    }
}

/// A path as it can be shown.
pub(crate) fn name(path: &Path) -> String {
    shown(&path.to_string_lossy()).into_owned()
}

/// What the system says, without the number that tells people nothing.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => {
            let text = error.to_string();
            let end = text.find(" (os error").unwrap_or(text.len());
            text[..end].to_owned()
        }
    }
}
