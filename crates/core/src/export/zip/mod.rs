//! ZIP: several files in one, in memory, the same bytes every time and on every machine.
//!
//! What would make the bytes differ is fixed in [`Writer`]: the time stamp, the permissions, the system an entry was
//! made by, and the size of the pieces that the compression sees.

mod writer;

use hashbrown::HashSet;
use rustc_hash::FxBuildHasher;

pub(super) use writer::Writer;

/// The longest file name, in bytes of UTF-8. File systems allow 255, but some count UTF-16 units, Windows
/// counts the whole path, and a copy gets a ` (2)`.
pub const MAX_NAME_BYTES: usize = 120;

/// The longest ending that is kept when a name is cut, dot included.
const MAX_ENDING_BYTES: usize = 9;

/// Why an archive could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Compression failed.
    #[error("the ZIP file could not be written: {0}")]
    Deflate(#[from] std::io::Error),
    /// Something was written before the first file was started.
    #[error("the ZIP file has no file yet")]
    NotStarted,
    /// More files than the format counts.
    #[error("the ZIP file would have more than 65,535 files; choose a shorter date range")]
    TooManyFiles,
    /// All of it is too long.
    #[error("the ZIP file would be over 4 GiB; choose a shorter date range")]
    TooLarge,
    /// One file is too long.
    #[error(
        "{name} is over 4 GiB, more than a file in a ZIP may have; save it on its own, or choose a shorter date range"
    )]
    TooLong {
        /// The file's name in the archive.
        name: String,
    },
}

/// An archive being written.
#[derive(Debug, Default)]
pub struct Archive {
    zip: Writer,
    /// The name of the current file.
    name: String,
    /// The names given, lower case: most file systems do not tell case apart.
    names: HashSet<String, FxBuildHasher>,
}

impl Archive {
    /// An archive without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the file before, if any, and starts the next. The name is made safe by [`file_name`]; a name
    /// that is taken gets a number. Gives the name used.
    ///
    /// # Errors
    /// If the file before could not be completed.
    pub fn start(&mut self, name: &str) -> Result<&str, Error> {
        let wanted = file_name(name);
        let mut name = wanted.clone();
        let mut copy = 1_usize;
        while !self.names.insert(name.to_lowercase()) {
            copy += 1;
            name = with_suffix(&wanted, &format!(" ({copy})"));
        }
        self.zip.start(&name)?;
        self.name = name;
        Ok(&self.name)
    }

    /// Adds bytes to the current file, in pieces of any size, which do not show.
    ///
    /// # Errors
    /// Before the first [`start`](Archive::start), or if the file gets longer than 4 GiB.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.zip.write(bytes)
    }

    /// The bytes of the whole archive.
    ///
    /// # Errors
    /// If the last file could not be completed, or the archive is longer than 4 GiB.
    pub fn finish(self) -> Result<Vec<u8>, Error> {
        self.zip.finish()
    }
}

/// A file name that every usual system takes, as near to `text` as can be: path separators, characters that
/// Windows forbids, control characters and those that reverse or hide text become `_`; reserved names get a
/// `_` in front; leading dots and what Windows drops at the end (dots, spaces) go; at most
/// [`MAX_NAME_BYTES`], the ending kept.
#[must_use]
pub fn file_name(text: &str) -> String {
    let safe: String = text.chars().map(|c| if is_unsafe(c) { '_' } else { c }).collect();
    let trimmed = trim_end(safe.trim_start_matches(|c: char| c == '.' || c.is_whitespace()));
    let mut name = String::with_capacity(trimmed.len() + 1);
    if is_reserved(trimmed) {
        name.push('_');
    }
    name.push_str(trimmed);
    if name.is_empty() {
        name.push_str("file");
    }
    if name.len() > MAX_NAME_BYTES { with_suffix(&name, "") } else { name }
}

fn trim_end(text: &str) -> &str {
    text.trim_end_matches(|c: char| c == '.' || c.is_whitespace())
}

/// `name` with `suffix` before its ending, cut to [`MAX_NAME_BYTES`].
fn with_suffix(name: &str, suffix: &str) -> String {
    let (stem, ending) = match name.rfind('.') {
        Some(dot)
            if dot > 0
                && name.len() - dot <= MAX_ENDING_BYTES
                && name[dot + 1..].bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            name.split_at(dot)
        }
        _ => (name, ""),
    };
    let room = MAX_NAME_BYTES.saturating_sub(suffix.len() + ending.len());
    let stem = trim_end(&stem[..stem.floor_char_boundary(room)]);
    format!("{stem}{suffix}{ending}")
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
        // Line and paragraph separators; marks, embeddings and isolates of direction; zero-width characters.
        || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{206F}' | '\u{61C}')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{AD}')
        // Slashes that look like one, and characters that are none.
        || matches!(c, '\u{2044}' | '\u{2215}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether Windows takes the name for a device, with whatever ending.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$") {
        return true;
    }
    let digit = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    digit.is_some_and(|digit| {
        matches!(digit, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use zip::DateTime;

    use super::*;

    fn archive(pieces: &[(&str, &[u8], usize)]) -> Vec<u8> {
        let mut archive = Archive::new();
        for (name, bytes, step) in pieces {
            archive.start(name).unwrap();
            for piece in bytes.chunks(*step) {
                archive.write(piece).unwrap();
            }
        }
        archive.finish().unwrap()
    }

    #[test]
    fn what_went_in_comes_out_with_a_fixed_time() {
        let long: Vec<u8> = (0..300_000_u32).flat_map(|n| n.wrapping_mul(n).to_le_bytes()).collect();
        let bytes =
            archive(&[("Übersicht.csv", b"a,b\r\n", 1), ("long.csv", &long, 70_000), ("empty.csv", b"", 1)]);
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["Übersicht.csv", "long.csv", "empty.csv"]);
        for (name, want) in [("Übersicht.csv", &b"a,b\r\n"[..]), ("long.csv", &long), ("empty.csv", b"")] {
            let mut file = zip.by_name(name).unwrap();
            assert_eq!(file.last_modified(), Some(DateTime::default()));
            assert_eq!(DateTime::default().to_string(), "1980-01-01 00:00:00");
            let mut got = Vec::new();
            file.read_to_end(&mut got).unwrap();
            assert!(got == want, "{name}");
        }
    }

    #[test]
    fn the_pieces_do_not_show() {
        let text: Vec<u8> = (0..60_000_u64)
            .flat_map(|n| format!("{},attendee {}\r\n", n, n * n % 977).into_bytes())
            .collect();
        let whole = archive(&[("a.csv", &text, text.len()), ("b.csv", b"x", 1)]);
        for step in [7, 4_096, 65_535, 65_536, 65_537] {
            assert!(archive(&[("a.csv", &text, step), ("b.csv", b"x", 1)]) == whole, "pieces of {step}");
        }
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let mut archive = Archive::new();
        assert_eq!(archive.start("Room.csv").unwrap(), "Room.csv");
        assert_eq!(archive.start("room.CSV").unwrap(), "room (2).CSV");
        assert_eq!(archive.start("Room.csv").unwrap(), "Room (3).csv");
        assert_eq!(archive.start(&format!("{}.csv", "é".repeat(90))).unwrap().len(), 120);
        let second = archive.start(&format!("{}.csv", "é".repeat(90))).unwrap();
        assert!(second.ends_with("é (2).csv") && second.len() <= 120, "{second}");
    }

    #[test]
    fn nothing_is_written_before_a_file_is_started() {
        let mut archive = Archive::new();
        assert!(matches!(archive.write(b"lost"), Err(Error::NotStarted)));
    }

    #[test]
    fn names_are_made_safe() {
        for (text, want) in [
            ("Usage graph.csv", "Usage graph.csv"),
            ("High Level (detailed view).csv", "High Level (detailed view).csv"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("C:\\temp\\x.csv", "C__temp_x.csv"),
            ("a\u{202E}vsc.exe", "a_vsc.exe"),
            ("tab\tnul\0.csv", "tab_nul_.csv"),
            ("con", "_con"),
            ("Aux.csv", "_Aux.csv"),
            ("COM¹.txt", "_COM¹.txt"),
            ("LPT9 .txt", "_LPT9 .txt"),
            ("COM10.txt", "COM10.txt"),
            ("Console.csv", "Console.csv"),
            ("ends. . .", "ends"),
            (".hidden", "hidden"),
            ("...", "file"),
            ("", "file"),
            ("教室 1.csv", "教室 1.csv"),
            (r#"why? <"now">|*.csv"#, "why_ __now____.csv"),
        ] {
            assert_eq!(file_name(text), want, "{text:?}");
            assert_eq!(file_name(want), want, "a safe name stays");
        }
        let long = file_name(&format!("{}.csv", "教".repeat(80)));
        assert!(long.len() <= MAX_NAME_BYTES && long.ends_with("教.csv"), "{long}");
        let long = file_name(&"a".repeat(500));
        assert_eq!(long.len(), MAX_NAME_BYTES);
    }

    #[test]
    fn every_entry_is_a_plain_file_from_unix() {
        let bytes = archive(&[("a.csv", b"1", 1), ("b.csv", b"2", 1)]);
        let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        for index in 0..zip.len() {
            assert_eq!(zip.by_index(index).unwrap().unix_mode(), Some(0o100_644));
        }
        let made_by: Vec<u8> = (0..bytes.len())
            .filter(|at| bytes[*at..].starts_with(b"PK\x01\x02"))
            .map(|at| bytes[at + 5])
            .collect();
        assert_eq!(made_by, [3, 3]);
    }
}
