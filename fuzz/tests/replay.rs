//! Every target over everything that was ever found, and over the project's own files.

use adsum_fuzz::TARGETS;
use std::fs;
use std::path::{Path, PathBuf};

/// How much of a file of `tests/corpus` a target gets: they are for the fuzzer's paths, not for volume.
const START: usize = 4 << 10;

/// Targets that are about one cell: they get each of a file, and not only the whole.
const OF_CELLS: [&str; 4] = ["time", "civil", "day", "formula"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn everything_that_was_found_holds() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut shared = Vec::new();
    files(&here.join("../tests/corpus"), &mut shared);
    assert!(shared.len() > 100, "where are the files?");
    let mut ran = 0;
    for target in TARGETS.iter().filter(|target| OF_CELLS.contains(&target.name)) {
        for path in &shared {
            let bytes = fs::read(path).unwrap_or_default();
            let cells = bytes.split(|byte| b",;|\t\n\"<>".contains(byte));
            cells.for_each(|cell| (target.run)(cell));
        }
    }
    for target in TARGETS {
        let mut own = Vec::new();
        files(&here.join("corpus").join(target.name), &mut own);
        for path in own.iter().chain(&shared) {
            let Ok(bytes) = fs::read(path) else { continue };
            let bytes = if own.contains(path) { &bytes[..] } else { &bytes[..bytes.len().min(START)] };
            let held = std::panic::catch_unwind(|| (target.run)(bytes));
            assert!(held.is_ok(), "{} does not hold on {}", target.name, path.display());
            ran += 1;
        }
    }
    assert!(ran > TARGETS.len() * 100);
}

#[test]
fn the_empty_file_holds() {
    TARGETS.iter().for_each(|target| (target.run)(b""));
}
