//! The core against the oracle, on random logs with every nuisance that the specification names; and the
//! core against itself, where the order of things must not matter.
//!
//! `ADSUM_LOGS` sets how many logs a run takes (default 2,000), `ADSUM_SEED` where it begins, so that a
//! failure can be run alone: its message names the seed.

#![allow(clippy::expect_used, clippy::panic, reason = "in a test a panic is how a failure is told")]

#[path = "../common/mod.rs"]
mod common;
mod details;
mod invariants;

use adsum_oracle::random;
use common::{Read, agrees_with_oracle};

/// How many random logs a run compares at the least.
const LOGS: u64 = 2000;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Runs `check` on every seed, on all cores; a failed check says what differs.
pub(crate) fn for_each_log(logs: u64, check: impl Fn(&random::RandomLog) -> Result<(), String> + Sync) {
    let first = number("ADSUM_SEED", 0);
    let logs = number("ADSUM_LOGS", logs);
    let threads = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let failures: Vec<(u64, String)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                let check = &check;
                scope.spawn(move || {
                    let mut seeds = (first..first + logs).filter(|seed| seed % threads == worker);
                    seeds.find_map(|seed| check(&random::log(seed)).err().map(|failure| (seed, failure)))
                })
            })
            .collect();
        workers.into_iter().filter_map(|worker| worker.join().expect("a check panicked")).collect()
    });
    if let Some((seed, failure)) = failures.into_iter().min() {
        panic!("ADSUM_SEED={seed} ADSUM_LOGS=1: {failure}");
    }
}

#[test]
fn the_core_agrees_with_the_oracle() {
    for_each_log(LOGS, |log| {
        agrees_with_oracle(&mut Read::files(&log.files, usize::MAX), &log.files, &log.options)
    });
}
