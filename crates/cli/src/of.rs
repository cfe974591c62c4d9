//! What is said of one file, or of all: `[FILE=]VALUE`.

use crate::failure::Failure;
use adsum_core::container::SEPARATOR;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

/// Something that is said of one file, or of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Of<T> {
    pub(crate) file: Option<String>,
    pub(crate) value: T,
}

impl<T> Of<T> {
    /// The container and the file in it, where it speaks of one.
    pub(crate) fn member(&self) -> Option<(&str, &str)> {
        self.file.as_deref()?.split_once(SEPARATOR)
    }
}

/// What is said of all files, and what is said of single ones, by their number.
pub(crate) fn general<T: Clone>(
    option: &str,
    said: &[Of<T>],
    files: &[&str],
) -> Result<(Option<T>, BTreeMap<u32, T>), Failure> {
    let (single, all): (Vec<_>, Vec<_>) = said.iter().cloned().partition(|of| of.file.is_some());
    match all.as_slice() {
        [] => Ok((None, by_number(option, &single, files)?)),
        [one] => Ok((Some(one.value.clone()), by_number(option, &single, files)?)),
        _ => Err(Failure::usage(
            format!("{option} is said of all files more than once"),
            format!("For a single file, write {option} FILE=…"),
        )),
    }
}

/// What is said of files, by their number; what is said of one counts more than what is said of all.
pub(crate) fn by_number<T: Clone>(
    option: &str,
    said: &[Of<T>],
    files: &[&str],
) -> Result<BTreeMap<u32, T>, Failure> {
    let mut all = BTreeMap::new();
    for named in [false, true] {
        for Of { file, value } in said.iter().filter(|of| of.file.is_some() == named) {
            let meant = |known: &str| file.as_ref().is_none_or(|name| is_meant(name, known));
            let mut found = false;
            for (number, _) in (0..).zip(files).filter(|(_, known)| meant(known)) {
                found = true;
                all.insert(number, value.clone());
            }
            if let (Some(name), false) = (file, found) {
                return Err(Failure::usage(
                    format!("{option} speaks of {}, which is none of the logs", crate::words::shown(name)),
                    "Write the file's name as among the logs.",
                ));
            }
        }
    }
    Ok(all)
}

/// Whether a name speaks of a file: as among the logs, without its folders, or as in its container. A
/// container's name speaks of everything in it; what was in a gzip goes by its name without the ending.
pub(crate) fn is_meant(name: &str, known: &str) -> bool {
    let bare = name.strip_suffix(".gz").unwrap_or(name);
    let tar = name.strip_suffix(".tgz").map(|stem| format!("{stem}.tar"));
    let same = |one: &str| {
        let file = Path::new(one).file_name().and_then(OsStr::to_str);
        [Some(name), Some(bare), tar.as_deref()]
            .into_iter()
            .flatten()
            .any(|name| one == name || file == Some(name))
    };
    same(known)
        || known.split(SEPARATOR).any(same)
        || name == "-" && known.split(SEPARATOR).next() == Some("stdin")
}

/// `FILE=VALUE` or `VALUE`.
pub(crate) fn of<T>(text: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<Of<T>, String> {
    let (file, value) = text.rsplit_once('=').map_or((None, text), |(file, value)| (Some(file), value));
    Ok(Of { file: file.map(str::to_owned), value: read(value.trim())? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_meant_by_its_name_or_that_of_its_container() {
        for (name, known) in [
            ("term.zip", "a/term.zip › march/list.csv"),
            ("list.csv", "a/term.zip › march/list.csv"),
            ("march/list.csv", "a/term.zip › march/list.csv"),
            ("a/list.csv.gz", "a/list.csv"),
            ("-", "stdin"),
        ] {
            assert!(is_meant(name, known), "{name} {known}");
        }
        assert!(!is_meant("list", "list.csv") && !is_meant("a.zip", "b/a.zip.csv"));
    }
}
