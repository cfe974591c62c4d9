//! A file of one producer is never taken for another's: of every file of the corpus, and of every sample where
//! they are there, at most one producer says that it is its own, whatever the order in which they are asked.

#![expect(clippy::disallowed_methods, reason = "the files are what it is about")]

use super::foreign::{OPENING, shape};
use super::row::CrToLf;
use super::{Opening, PRODUCERS};
use crate::source::Decoder;
use std::path::{Path, PathBuf};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        let own = ["answers.txt", "expected.txt", "options.txt", "why.txt", "README.md"];
        match path.file_name().and_then(|name| name.to_str()) {
            _ if path.is_dir() => files(&path, found),
            Some(name) if own.contains(&name) => {}
            _ => found.push(path),
        }
    }
}

/// Whoever says that this file is its own, by place.
fn claims(path: &Path) -> Vec<usize> {
    let bytes = std::fs::read(path).unwrap_or_default();
    let mut decoder = Decoder::new();
    let mut text = decoder.decode(&bytes).to_vec();
    text.extend_from_slice(decoder.finish());
    text.truncate(2 * OPENING);
    let mut cr = CrToLf::default();
    let text = if CrToLf::fits(&text) { cr.turn(&text) } else { &text };
    let Some(&first) = text.trim_ascii_start().first() else { return Vec::new() };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let lossy = String::from_utf8_lossy(text);
    let opening = Opening { name: &name, text: &lossy, shape: shape(first, text).0 };
    let said = PRODUCERS.iter().enumerate().filter(|(_, detect)| detect(&opening).is_some());
    said.map(|(place, _)| place).collect()
}

#[test]
fn no_file_is_two_producers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    for folder in ["tests/corpus", "../shared/samples", "../../shared/samples"] {
        files(&root.join(folder), &mut found);
    }
    let mut seen = [0; PRODUCERS.len()];
    for path in &found {
        let claims = claims(path);
        assert!(claims.len() < 2, "{} is claimed by {claims:?}", path.display());
        let native = path.components().any(|part| part.as_os_str() == "native");
        assert!(!native || claims.is_empty(), "{} is an event log", path.display());
        claims.iter().for_each(|&place| seen[place] += 1);
    }
    assert!(seen.iter().all(|&count| count > 0), "nothing in the corpus is of some producer: {seen:?}");
}
