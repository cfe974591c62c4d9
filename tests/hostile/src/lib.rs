//! Input that is made to hurt. Each file of `tests/` is a kind of it; SECURITY.md names them.
//!
//! What takes long is ignored by default and run by `cargo xtask test hostile`, and with `--long`.

pub mod names;

use adsum_core::container::Parcel;
use adsum_core::log::Log;
use std::path::{Path, PathBuf};

/// Reads files, in chunks of this size. Read is used and rejected, of every one.
///
/// # Panics
/// Where it is not.
#[must_use]
pub fn log(files: &[(&str, &[u8])], chunk: usize) -> Log {
    let mut log = Log::default();
    for (name, bytes) in files {
        let mut parcel = Parcel::new(*name);
        bytes.chunks(chunk).for_each(|bytes| parcel.push(bytes));
        parcel.finish().into_iter().for_each(|reading| log.add(reading));
    }
    assert!(!log.files.is_empty(), "nothing is said of a file");
    for file in &log.files {
        assert_eq!(file.read, file.used + file.rejected, "{}: the counts do not add up", file.name);
    }
    log
}

/// The logs among the files of `tests/corpus`: paths below it, and bytes, in order.
#[must_use]
pub fn fixtures() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    let (mut folders, mut found) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !["answers.txt", "expected.txt", "options.json"].contains(&&*name)
                && !name.starts_with("expected")
                && let Ok(bytes) = std::fs::read(&path)
            {
                let below = path.strip_prefix(&root).unwrap_or(&path);
                found.push((below.to_string_lossy().into_owned(), bytes));
            }
        }
    }
    found.sort();
    found
}

/// SplitMix64.
#[derive(Clone, Copy, Debug)]
pub struct Chance(pub u64);

impl Chance {
    /// A number below `n`, which is not 0.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % n as u64).unwrap_or_default()
    }
}
