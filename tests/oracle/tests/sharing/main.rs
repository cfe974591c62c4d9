//! Sharing less, on random logs: whatever the log, for whomever it is, and however many people are too few.
//!
//! `ADSUM_LOGS` sets how many logs a run takes, `ADSUM_SEED` where it begins; a failure's message names the seed.

#![allow(clippy::expect_used, clippy::panic, reason = "in a test a panic is how a failure is told")]

mod table;

use adsum_core::share::{Purpose, Seed, Sharing, WITHHELD};
use adsum_oracle::random::{self, RandomLog};
use std::collections::{BTreeMap, BTreeSet};
use table::Read;

/// How many random logs are shared.
const LOGS: u64 = 300;

/// For whom, and under which number counts are withheld: the purpose's own, none, and others.
const PURPOSES: [Purpose; 4] = [Purpose::Own, Purpose::Registrar, Purpose::Committee, Purpose::Public];
const LEAST: [Option<u64>; 5] = [None, Some(0), Some(2), Some(4), Some(9)];

/// The sheets of counts: the sheet, and the places of the columns of a room, of what is counted by, and of the counts.
const COUNTS: [(&str, [usize; 2], usize, &[usize]); 2] =
    [("User by countries", [0, 1], 3, &[4]), ("Usage Graph", [0, 1], 5, &[3, 4])];

fn seed(number: u64) -> Seed {
    Seed::new((u128::from(number) << 64 | 0xAD50).to_be_bytes())
}

/// All that is to be looked at: a sharing of everything by pseudonyms, and each purpose with each number.
fn sharings(number: u64) -> Vec<Sharing> {
    let mut all = Vec::new();
    for (purpose, hidden) in
        PURPOSES.into_iter().map(|purpose| (purpose, false)).chain([(Purpose::Own, true)])
    {
        for least in LEAST {
            let mut sharing = Sharing::new(purpose, &seed(number));
            if hidden {
                sharing.seed = Some(seed(number));
            }
            sharing.suppress = least.unwrap_or(sharing.suppress);
            all.push(sharing);
        }
    }
    all
}

fn for_each_log(check: impl Fn(u64, &RandomLog) -> Result<(), String> + Sync) {
    let number = |name: &str, or| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(or);
    let (first, logs) = (number("ADSUM_SEED", 0), number("ADSUM_LOGS", LOGS));
    let threads = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let failures: Vec<String> = std::thread::scope(|scope| {
        let some = |worker: u64| {
            let check = &check;
            move || {
                let mut seeds = (first..first + logs).filter(|seed| seed % threads == worker);
                seeds.find_map(|seed| {
                    let failed = check(seed, &random::log(seed)).err()?;
                    Some(format!("ADSUM_SEED={seed} ADSUM_LOGS=1: {failed}"))
                })
            }
        };
        let workers: Vec<_> = (0..threads).map(|worker| scope.spawn(some(worker))).collect();
        workers.into_iter().filter_map(|worker| worker.join().expect("a check panicked")).collect()
    });
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Whoever is known by something in the log is known by it in no cell, where people go by pseudonyms.
#[test]
fn nobody_is_named_where_people_go_by_pseudonyms() {
    for_each_log(|number, log| {
        let mut known = BTreeSet::new();
        for record in adsum_oracle::read(&log.files).records {
            let text = &record.text;
            let names = [&text.user_id, &text.username, &text.email, &text.display_name, &text.session_owner];
            let others = [&text.target_user_id, &text.target_name];
            known.extend(names.into_iter().chain(others).map(|text| plain(text)));
        }
        known.remove("");
        let mut sharings = sharings(number);
        sharings.retain(|sharing| sharing.seed.is_some());
        for (sharing, tables) in sharings.iter().zip(Read::new(log).shared(&sharings, log)) {
            for (name, table) in tables {
                let named = |text: &&String| known.contains(&plain(text));
                // Y, N and the like are no names, even if somebody is called so.
                let texts = table.rows.iter().flatten().flatten().filter(|text| text.len() > 1);
                if let Some(text) = texts.clone().find(named) {
                    return Err(format!("{name} for {:?} names {text:?}", sharing.purpose));
                }
            }
        }
        Ok(())
    });
}

fn plain(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Nobody who knows the total of each room, and of each country, learns of the file a count that is withheld; and what
/// is shown is as it was, and not too small.
#[test]
fn no_count_that_is_withheld_follows_from_totals() {
    for_each_log(|number, log| {
        let mut read = Read::new(log);
        let whole = read.shared(&[Sharing::new(Purpose::Own, &seed(number))], log).remove(0);
        let mut sharings = sharings(number);
        sharings.retain(|sharing| sharing.suppress > 1);
        for (sharing, found) in sharings.iter().zip(read.shared(&sharings, log)) {
            for (sheet, room, by, counts) in COUNTS {
                let (Some(is), Some(was)) = (found.get(sheet), whole.get(sheet)) else { continue };
                if is.columns.len() == was.columns.len() {
                    let people = *counts.last().expect("a column of people");
                    withheld(was, is, (room, by, people), sharing.suppress)
                        .map_err(|error| format!("{sheet} for {:?}, {error}", sharing.purpose))?;
                }
            }
            if found.contains_key("User level engagement (bubble)") {
                return Err("a row for each person of a bubble gives its count away".to_owned());
            }
        }
        Ok(())
    });
}

/// What somebody knows of a count that is withheld: it is at least, and at most.
type Bounds = (u64, u64);

fn withheld(
    was: &table::Texts,
    is: &table::Texts,
    (room, by, people): ([usize; 2], usize, usize),
    least: u64,
) -> Result<(), String> {
    let mut bounds: Vec<Option<Bounds>> = Vec::new();
    let mut groups: BTreeMap<Vec<&Option<String>>, Vec<usize>> = BTreeMap::new();
    let mut silent = true;
    for (row, (before, after)) in was.rows.iter().zip(&is.rows).enumerate() {
        let hidden = after[people].as_deref() == Some(WITHHELD);
        let count: u64 = before[people].as_ref().and_then(|text| text.parse().ok()).unwrap_or_default();
        if !hidden && (after[people] != before[people] || count < least) {
            return Err(format!("under {least}: {before:?} became {after:?}"));
        }
        bounds.push(hidden.then_some((1, u64::MAX)));
        // A room that is too small keeps what it counts by, and so tells no count of anything.
        if hidden && after[by].as_deref() == Some(WITHHELD) {
            bounds[row] = None;
            continue;
        }
        silent &= !hidden;
        groups.entry(room.iter().map(|&column| &before[column]).collect()).or_default().push(row);
        if is.columns[by] == "Country" {
            groups.entry(vec![&before[by]]).or_default().push(row);
        }
    }
    if silent {
        return Ok(());
    }
    // Of what nothing is shown, a total tells what it tells without the file.
    groups.retain(|_, rows| rows.iter().any(|&row| bounds[row].is_none()));
    let count = |row: usize| was.rows[row][people].as_ref().and_then(|text| text.parse::<u64>().ok());
    // Each total narrows what its counts can be, until nothing changes.
    loop {
        let before = bounds.clone();
        for rows in groups.values() {
            let hidden: Vec<usize> = rows.iter().copied().filter(|&row| bounds[row].is_some()).collect();
            let sum: u64 = hidden.iter().filter_map(|&row| count(row)).sum();
            for &row in &hidden {
                let others =
                    || hidden.iter().filter(|&&other| other != row).filter_map(|&other| bounds[other]);
                let least: u64 = others().map(|(least, _)| least).sum();
                let most = others().fold(0_u64, |sum, (_, most)| sum.saturating_add(most));
                let (low, high) = bounds[row].unwrap_or_default();
                bounds[row] = Some((low.max(sum.saturating_sub(most)), high.min(sum - least)));
            }
        }
        if bounds == before {
            break;
        }
    }
    let known = |bounds: &Option<Bounds>| bounds.is_some_and(|(low, high)| low >= high);
    match bounds.iter().position(known) {
        Some(row) => Err(format!("under {least}: totals give away {:?}", was.rows[row])),
        None => Ok(()),
    }
}

/// The same, whatever the order of files; and the same person is the same pseudonym in every table, which the key has.
#[test]
fn pseudonyms_are_one_and_the_order_of_files_tells_nothing() {
    for_each_log(|number, log| {
        let mut backwards = log.clone();
        backwards.files.reverse();
        let sharings = sharings(number);
        let (mut read, mut other) = (Read::new(log), Read::new(&backwards));
        let both = read.shared(&sharings, log).into_iter().zip(other.shared(&sharings, log));
        let key = sharings.last().map(|hidden| read.key(hidden, log)).unwrap_or_default();
        for (sharing, (found, backwards)) in sharings.iter().zip(both) {
            if found != backwards {
                return Err(format!("another order of files, another file for {:?}", sharing.purpose));
            }
            let codes = found.values().flat_map(|table| table.rows.iter().flatten().flatten());
            let code = |text: &&String| text.len() == 10 && text.starts_with("P-");
            let unknown = codes.filter(code).find(|code| sharing.seed.is_some() && !key.contains(*code));
            if let Some(unknown) = unknown {
                return Err(format!("{unknown} is not in the key"));
            }
        }
        Ok(())
    });
}
