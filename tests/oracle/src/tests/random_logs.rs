//! The random logs: every nuisance comes up, and order never matters.

use std::collections::BTreeSet;

use crate::random::log;
use crate::{attendance, notes, read, smart_sessions};

#[test]
fn a_seed_is_a_log() {
    let (a, b) = (log(7), log(7));
    assert_eq!((a.files, a.options), (b.files, b.options));
}

#[test]
fn every_nuisance_comes_up() {
    let mut reasons = BTreeSet::new();
    let mut counts = [0; 8];
    for seed in 0..300 {
        let log = log(seed);
        let read = read(&log.files);
        assert_eq!(read.read, read.used + read.rejected.len());
        reasons.extend(read.rejected.iter().map(|rejected| rejected.reason));
        let notes = notes(&read, &log.options);
        let attendance = attendance(&read, &log.options);
        let attended = attendance.as_ref().map_or(0, |csv| csv.lines().count() - 1);
        let sheets = smart_sessions(&read, &log.options);
        let happened = [
            attendance.is_err(),
            notes.duplicates > 0,
            notes.joins_without_leave > 0,
            notes.leaves_without_join > 0,
            attended > 3,
            sheets.iter().all(|(_, csv)| csv.lines().count() > 2),
            read.records.is_empty(),
            read.records.len() > 150,
        ];
        for (count, happened) in counts.iter_mut().zip(happened) {
            *count += usize::from(happened);
        }
    }
    assert_eq!(reasons.len(), 12, "{reasons:?}");
    assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
    // Most logs are within six months, and most reports have rows.
    assert!(counts[0] < 60 && counts[4] > 100, "{counts:?}");
}

#[test]
fn the_order_of_files_and_records_does_not_matter() {
    for seed in 0..200 {
        let random = log(seed);
        let there = read(&random.files);
        let mut files = random.files;
        files.reverse();
        let mut back = read(&files);
        back.records.reverse();
        let options = random.options;
        assert_eq!(attendance(&there, &options), attendance(&back, &options), "seed {seed}");
        assert_eq!(smart_sessions(&there, &options), smart_sessions(&back, &options), "seed {seed}");
        assert_eq!(notes(&there, &options), notes(&back, &options), "seed {seed}");
    }
}
