//! Metamorphic relations: two logs of which it is known, without knowing either report, how their reports are
//! related. [`RELATIONS`] is the table of them, a line each; every one is tried on random logs of the oracle's
//! generator, which have every nuisance that the specification names.
//!
//! `ADSUM_LOGS` sets how many logs each takes (default 100), `ADSUM_SEED` where they begin.

#![allow(clippy::expect_used, clippy::panic, reason = "in a test a panic is how a failure is told")]

mod make;
mod reports;
mod written;

use adsum_oracle::random;
use make::{Chance, Plain};
use reports::{Reports, reports};

/// How many random logs each relation takes.
const LOGS: u64 = 100;

/// Part of a side: files with the options to report on them with.
type Part = (Vec<adsum_oracle::File>, adsum_oracle::Options);

/// How the reports of the two sides are related.
enum Alike {
    /// Every byte.
    Same,
    /// Every row, in another order.
    Rows,
    /// The rows of the attendance report, in another order; the sheets are of another range.
    AttendanceRows,
    /// Every byte, but where the attendance report of one side is too long: six months are no number of days.
    UnlessTooLong,
}

/// A cell, in the column of this name, as it is on the first side.
type Back = dyn Fn(&str, &str) -> String;

/// What a relation makes of a log.
struct Sides {
    /// Each side's rows are those of all its parts.
    one: Vec<Part>,
    other: Vec<Part>,
    /// Turns a cell of the other side into what the first side has there.
    back: Box<Back>,
    alike: Alike,
}

impl Sides {
    /// Two logs with the same report.
    fn same(one: Part, other: Part) -> Self {
        let back = Box::new(|_: &str, cell: &str| cell.to_owned());
        Self { one: vec![one], other: vec![other], back, alike: Alike::Same }
    }
}

/// A relation: what is done to the log, and the two sides that come of it.
type Relation = (&'static str, fn(&Plain, &mut Chance) -> Sides);

/// The relations, a line each.
const RELATIONS: &[Relation] = &[
    ("read and written plainly", |log, _| log.plainly()),
    ("shuffled", |log, chance| log.rewritten(|rows| chance.shuffle(rows))),
    ("split into files", Plain::split),
    ("each record up to three times", |log, chance| log.rewritten(|rows| make::again(rows, chance))),
    ("columns in another order, among strange ones", |log, chance| log.other_csv(|style| style.mix(chance))),
    ("every field quoted, lines ended by CR LF", |log, _| log.other_csv(|style| style.quoted = true)),
    ("separated by semicolons", |log, _| log.other_csv(|style| style.delimiter = ';')),
    ("separated by tabs", |log, _| log.other_csv(|style| style.delimiter = '\t')),
    ("separated by bars", |log, _| log.other_csv(|style| style.delimiter = '|')),
    ("as NDJSON", |log, _| log.packed("log.ndjson", written::ndjson)),
    ("as a workbook", Plain::workbook),
    ("in UTF-8 with a mark", |log, _| log.encoded(written::utf8_with_mark)),
    ("in UTF-16, little end first", |log, _| log.encoded(|text| written::utf16(text, u16::to_le_bytes))),
    ("in UTF-16, big end first", |log, _| log.encoded(|text| written::utf16(text, u16::to_be_bytes))),
    ("zipped", |log, chance| log.zipped(chance)),
    ("gzipped", |log, _| log.encoded(written::gzipped)),
    ("in a tar", |log, _| log.encoded(written::tar)),
    ("times with other offsets", |log, chance| log.retimed(|time| make::offset(time, chance))),
    ("times on the log's clock", |log, _| {
        log.retimed(|time| make::on_the_clock(time, &log.options.log_time_zone))
    }),
    ("shifted in time by days", Plain::shifted),
    ("another zone, and the clock put on as far", Plain::other_zone),
    ("people renamed", Plain::people_renamed),
    ("sessions and events renamed", Plain::sessions_renamed),
    ("connections renamed", |log, _| log.connections_renamed()),
    ("event codes one by one", Plain::by_event_code),
    ("days one by one", Plain::by_day),
];

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// What does not hold of this log, if anything; else whether its report had rows, or it was not compared at all.
fn check(relation: &Relation, seed: u64) -> Result<bool, String> {
    let log = Plain::of(random::log(seed));
    let Sides { one, other, back, alike } = relation.1(&log, &mut Chance(seed));
    let (one, mut other) = (reports(&one), reports(&other));
    other.each_cell(&back);
    let [one, other] = match alike {
        Alike::Same => [one, other],
        Alike::Rows => [one, other].map(Reports::sorted),
        Alike::AttendanceRows => [one, other].map(|reports| reports.attendance_alone().sorted()),
        Alike::UnlessTooLong if one.is_too_long() || other.is_too_long() => {
            [one, other].map(Reports::without_attendance)
        }
        Alike::UnlessTooLong => [one, other],
    };
    one.compare(&other)?;
    Ok(one.rows() > 0)
}

#[test]
fn every_relation_holds() {
    let (first, logs) = (number("ADSUM_SEED", 0), number("ADSUM_LOGS", LOGS));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let failures: Vec<String> = std::thread::scope(|scope| {
        let check_some = |from: usize| {
            let mut failures = Vec::new();
            for relation in RELATIONS.iter().skip(from).step_by(threads) {
                let mut with_rows = 0;
                let failed = (first..first + logs).find_map(|seed| match check(relation, seed) {
                    Ok(rows) => {
                        with_rows += u64::from(rows);
                        None
                    }
                    Err(error) => Some(format!("{}, ADSUM_SEED={seed} ADSUM_LOGS=1: {error}", relation.0)),
                });
                let few = with_rows < logs / 2;
                failures
                    .extend(failed.or_else(|| few.then(|| format!("{}: {with_rows} with rows", relation.0))));
            }
            failures
        };
        let workers: Vec<_> = (0..threads).map(|from| scope.spawn(move || check_some(from))).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a check panicked")).collect()
    });
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
