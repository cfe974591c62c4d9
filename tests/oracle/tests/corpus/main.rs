//! The golden corpus: every folder of `tests/corpus/native/<version>/` is a case, about one rule of the
//! specification, with the log in and everything that Adsum makes of it out.
//!
//! A case is a folder of
//!
//! - `why.txt`: the rule, in a sentence that begins with its section;
//! - the log: any other file, in the order of their names;
//! - `options.txt`, if the defaults will not do: `name = value` lines, see [`case`];
//! - `expected.txt`: what must come out, see [`shown`].
//!
//! Each case is read in chunks of 1, 7 and 64 bytes and whole, its files forwards and backwards, and the
//! oracle must say the same of it. A folder without `expected.txt` fails.
//!
//! **To add a case:** make the folder, work out by hand what must come out, run
//! `ADSUM_BLESS=1 cargo test -p adsum-oracle --test corpus`, which (re)writes every `expected.txt`, and compare.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how a failure is told"
)]

mod case;
#[path = "../common/mod.rs"]
mod common;
mod shown;

use adsum_oracle::File;
use case::Case;
use common::{Read, agrees_with_oracle, same};
use shown::shown;

/// Whether the folder's log gives what its `expected.txt` says, however it is read.
fn check(case: &Case) -> Result<(), String> {
    let mut whole = Read::files(&case.files, usize::MAX);
    let made = shown(case, &mut whole);
    for chunk in [1, 7, 64] {
        let cut = shown(case, &mut Read::files(&case.files, chunk));
        same(&format!("read in chunks of {chunk}"), &cut, &made)?;
    }
    let backwards: Vec<File> = case.files.iter().rev().cloned().collect();
    let mut backwards = Read::files(&backwards, usize::MAX);
    same("files backwards", &backwards.all(&case.options), &whole.all(&case.options))?;
    same("notes, files backwards", &shown::noted(case, &mut backwards), &shown::noted(case, &mut whole))?;
    if case.oracle {
        // What the core takes for no log at all, the oracle would take for one without a good record.
        let taken = case.files.iter().zip(&whole.0.files).filter(|(_, file)| file.verdict.is_ok());
        let taken: Vec<File> = taken.map(|(file, _)| file.clone()).collect();
        for options in shown::parts(case, &mut whole) {
            agrees_with_oracle(&mut whole, &taken, &options)?;
        }
    }
    if std::env::var_os("ADSUM_BLESS").is_some() {
        case.bless(&made);
        return Ok(());
    }
    match &case.expected {
        None => Err("there is no expected.txt; ADSUM_BLESS=1 makes it".to_owned()),
        Some(expected) => same("expected.txt", &made, expected),
    }
}

#[test]
fn every_case_gives_what_it_should() {
    let cases = case::all();
    assert!(!cases.is_empty(), "no case was found");
    let failures = cases.iter().filter_map(|case| Some(format!("{}: {}", case.name, check(case).err()?)));
    let failures: Vec<String> = failures.collect();
    assert!(failures.is_empty(), "{} of {} cases\n\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// event-log.md, *Text rules*: a record that cannot be used never stops the rest. Too big to be kept as a case.
#[test]
fn a_record_too_long_is_rejected_and_the_rest_is_read() {
    let good = |name: &str| format!("2026-03-02T09:00:00Z,joined,s1,{name}\n");
    let long = format!("2026-03-02T09:00:00Z,joined,s1,{}\n", "x".repeat(adsum_core::source::MAX_RECORD));
    let text = ["time,event,session_id,user_id\n", &good("ann"), &long, &good("bob")].concat();
    let ndjson = text.lines().skip(1).map(|line| {
        let [time, event, session, user] = line.split(',').collect::<Vec<_>>().try_into().unwrap();
        format!(r#"{{"time":"{time}","event":"{event}","session_id":"{session}","user_id":"{user}"}}"#) + "\n"
    });
    for (bytes, line) in [(text.clone(), 3), (ndjson.collect(), 2)] {
        let file = File { name: "log".to_owned(), bytes: bytes.into_bytes() };
        for chunk in [7, 64, 65_536, usize::MAX] {
            let read = Read::files(std::slice::from_ref(&file), chunk);
            let expected = format!("3 read, 2 used\nlog:{line}  too-long\n");
            same("what was rejected", &read.rejected(), &expected).unwrap();
        }
    }
}
