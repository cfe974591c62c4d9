//! Hand-computed cases: small literal logs, and the rows that the specification says they make.
//!
//! The expected values are worked out from the rules, never copied from a run: the oracle is the measure of the
//! core, and these are the measure of the oracle.

#![allow(clippy::unwrap_used)]

mod attending;
mod random_logs;
mod reading;
mod sheets;
mod staying;
mod timing;

use crate::{File, Log, Options, attendance, read, smart_sessions};

/// One CSV file as a log.
fn log(text: &str) -> Log {
    read(&[File { name: "a.csv".into(), bytes: text.into() }])
}

/// The lines of the attendance report, without its header row.
fn attendance_rows(text: &str, options: &Options) -> Vec<String> {
    let csv = attendance(&log(text), options).unwrap();
    rows(&csv)
}

/// The lines of a Smart Sessions sheet, from 0, without its header row.
fn sheet(text: &str, number: usize, options: &Options) -> Vec<String> {
    rows(&smart_sessions(&log(text), options)[number].1)
}

fn rows(csv: &str) -> Vec<String> {
    assert!(csv.ends_with("\r\n"));
    csv.split_terminator("\r\n").skip(1).map(str::to_owned).collect()
}

fn utc() -> Options {
    Options::default()
}

fn days(from: &str, to: &str) -> Options {
    Options { from: Some(from.parse().unwrap()), to: Some(to.parse().unwrap()), ..utc() }
}
