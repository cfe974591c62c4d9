//! The core against the oracle, on random logs with every nuisance that the specification names; and the
//! core against itself, where the order of things must not matter.
//!
//! `ADSUM_LOGS` sets how many logs a run takes (default 2,000), `ADSUM_SEED` where it begins, so that a
//! failure can be run alone: its message names the seed.

mod invariants;
mod subject;

use adsum_oracle::random;
use std::fmt::Write as _;
use subject::Read;

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

/// What differs between two texts: the lines from the first difference on.
pub(crate) fn same(what: &str, core: &str, other: &str) -> Result<(), String> {
    if core == other {
        return Ok(());
    }
    let mut message = format!("{what} differs\n");
    let (mut cores, mut others) = (core.lines(), other.lines());
    for line in 1.. {
        let (one, two) = (cores.next(), others.next());
        if one != two {
            let _ = writeln!(message, "  line {line}\n    core:  {one:?}\n    other: {two:?}");
            break;
        }
    }
    Err(message)
}

#[test]
fn the_core_agrees_with_the_oracle() {
    for_each_log(LOGS, |log| {
        let mut core = Read::files(&log.files, usize::MAX);
        let oracle = adsum_oracle::read(&log.files);
        same("what was rejected", &core.rejected(), &subject::oracle_rejected(&oracle))?;
        same(
            "attendance",
            &core.attendance(&log.options),
            &subject::oracle_attendance(&oracle, &log.options),
        )?;
        for ((name, core), (other_name, other)) in
            core.sheets(&log.options).iter().zip(adsum_oracle::smart_sessions(&oracle, &log.options))
        {
            assert_eq!(*name, other_name);
            same(name, core, &other)?;
        }
        same("notes", &core.notes(&log.options), &subject::oracle_notes(&oracle, &log.options))
    });
}
