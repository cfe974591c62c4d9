//! SECURITY.md names a test for each threat: here it is seen that there is such a test.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What stands in backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The last column of each row of the table: file and, after a colon, tests; other files after a semicolon.
#[test]
fn every_threat_has_a_test_that_exists() {
    let page = std::fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| ")).skip(2).collect();
    assert!(rows.len() >= 15, "{} threats", rows.len());
    let mut tests = 0;
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        let [threat, does, _, held] = cells[..] else { panic!("not four cells: {row}") };
        assert!(!threat.trim().is_empty() && !does.trim().is_empty(), "{row}");
        for place in held.split(';') {
            let mut names = quoted(place);
            let file = names.next().unwrap_or_else(|| panic!("no test is named: {row}"));
            let path = root().join(file);
            assert!(path.exists(), "{file} does not exist: {row}");
            if file.ends_with(".rs") {
                let text = std::fs::read_to_string(path).unwrap();
                let mut named = 0;
                for name in names {
                    let there = text.contains(&format!("fn {name}("));
                    assert!(there, "{file} has no {name}: {row}");
                    named += 1;
                }
                assert!(named > 0, "which test of {file}: {row}");
                tests += named;
            }
        }
    }
    assert!(tests >= 20, "{tests} tests are named");
}
