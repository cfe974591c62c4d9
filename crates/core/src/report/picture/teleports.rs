//! Who teleported to whom.

use super::{Picture, Pictures, Twin};
use crate::event::Kind;
use crate::ledger::happenings::{Latest, target_key};
use crate::ledger::texts::Text;
use crate::report::smart_sessions::{Map, Set, counted};
use crate::table::{Cell, Column, Format};
use hashbrown::hash_map::Entry;
use serde::Serialize;
use std::borrow::Cow;
use std::cmp::Reverse;

/// People who have a row, or a column, of their own in the matrix.
const MOST: usize = 10;

const COLUMNS: [Column; 3] = [
    Column::new("Teleported", Format::Text),
    Column::new("To", Format::Text),
    Column::new("Times", Format::Count),
];

/// Who teleported to whom, in one session or in all.
#[derive(Clone, Debug, Serialize)]
pub struct Teleports {
    /// Teleports, each once however often it was logged.
    pub times: u64,
    /// Who teleported, those who did it most often first.
    pub from: Vec<(String, u64)>,
    /// To whom, those to whom it was most often first.
    pub to: Vec<(String, u64)>,
    /// Who to whom, the most frequent first.
    pub pairs: Vec<Pair>,
    /// How often, a row for each of the first people of `from`, a column for each of the first of `to`; where there
    /// are more, the last row, or column, is of all others.
    pub matrix: Vec<Vec<u64>>,
}

/// From one to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// Who.
    pub from: String,
    /// To whom.
    pub to: String,
    /// How often.
    pub times: u64,
}

/// Whom a teleport goes to: an attendee that the log knows, or an id or a name in an event code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Target {
    Attendee(u32),
    Told(Text, (bool, Text)),
}

/// What people are called, and when that was heard.
type Names = Map<u32, (i64, String)>;

/// What tells two of one name apart: event code, id, and the kind of the id.
type Tell<'a> = (&'a str, &'a str, u8);

impl Teleports {
    /// How many of those who teleported have a row of their own.
    pub fn rows(&self) -> usize {
        self.from.len().min(MOST)
    }

    /// How many of those to whom it was have a column of their own.
    pub fn columns(&self) -> usize {
        self.to.len().min(MOST)
    }
}

impl Pictures<'_> {
    /// The teleports of a session, by its place, or of all; none where there is none.
    pub fn teleports(&self, place: Option<usize>) -> Option<Teleports> {
        let ledger = self.input.ledger;
        let scope = self.scope(place);
        let known: Map<(Text, Text), u32> = ledger.attendees_by_user_id().collect();
        let mut times: Map<(u32, Target), u64> = Map::default();
        let mut names = Names::default();
        let mut told: Map<Target, Latest> = Map::default();
        self.each_guest(scope, |guest| {
            let code = ledger.event_code(guest.attendee);
            for teleport in counted(guest.happenings, Kind::Teleported) {
                let [_, _, id, name] = ledger.subject(teleport.detail);
                let target = match known.get(&(code, id)) {
                    Some(&attendee) if !id.is_blank() => Target::Attendee(attendee),
                    _ => Target::Told(code, target_key(id, name)),
                };
                *times.entry((guest.attendee, target)).or_default() += 1;
                told.entry(target).or_default().hear(ledger, teleport.time, name);
            }
            let at = guest.happenings.iter().map(|one| one.time).max().unwrap_or(i64::MIN);
            hear(&mut names, guest.attendee, (at, self.name_of(&guest)));
        });
        if times.is_empty() {
            return None;
        }
        self.name_elsewhere(&times, &mut names);
        let said = |target: &Target| told.get(target).map_or("", |name| ledger.text(name.text()));
        let attendee = |number: u32| -> (&str, Tell<'_>) {
            let identity = ledger.identity(number);
            let elsewhere = || [said(&Target::Attendee(number)), identity.value];
            let name = names.get(&number).map(|(_, name)| name.as_str());
            let name = name.or_else(|| elsewhere().into_iter().find(|name| !name.is_empty()));
            (name.unwrap_or_default(), (identity.event_code, identity.value, identity.field.rank()))
        };
        let target = |target: Target| match target {
            Target::Attendee(number) => attendee(number),
            Target::Told(code, (by_id, key)) => {
                let name = [said(&target), ledger.text(key)].into_iter().find(|name| !name.is_empty());
                (name.unwrap_or_default(), (ledger.text(code), ledger.text(key), u8::from(by_id)))
            }
        };
        let from = ranked(times.iter().map(|(&(from, _), &times)| (from, times)), attendee);
        let to = ranked(times.iter().map(|(&(_, to), &times)| (to, times)), target);
        let mut pairs: Vec<_> =
            times.iter().map(|(&(from, to), &times)| (Reverse(times), attendee(from), target(to))).collect();
        pairs.sort_unstable();
        let pair = |(Reverse(times), (from, _), (to, _)): (Reverse<u64>, (&str, _), (&str, _))| Pair {
            from: from.to_owned(),
            to: to.to_owned(),
            times,
        };
        Some(Teleports {
            times: times.values().sum(),
            matrix: matrix(&times, &from, &to),
            pairs: pairs.into_iter().map(pair).collect(),
            from: from.into_iter().map(|(one, times)| (attendee(one).0.to_owned(), times)).collect(),
            to: to.into_iter().map(|(one, times)| (target(one).0.to_owned(), times)).collect(),
        })
    }

    /// Names of people who were somebody's target, and were themselves in other sessions alone.
    fn name_elsewhere(&self, times: &Map<(u32, Target), u64>, names: &mut Names) {
        let unnamed = times.keys().filter_map(|&(_, target)| match target {
            Target::Attendee(attendee) if !names.contains_key(&attendee) => Some(attendee),
            _ => None,
        });
        let unnamed: Set<u32> = unnamed.collect();
        for attended in &self.input.timeline.attended {
            if unnamed.contains(&attended.attendee) {
                let extent = self.input.timeline.extents[attended.occurrence as usize];
                let at = extent.began().unwrap_or(i64::MIN);
                hear(names, attended.attendee, (at, self.input.name_of(attended).into_owned()));
            }
        }
    }

    /// The table that tells it: a row for who to whom.
    pub fn teleports_twin(&self, teleports: &Teleports) -> Twin {
        let row = |pair: &Pair| {
            let text = |text: &String| Cell::Text(Cow::Owned(text.clone()));
            vec![text(&pair.from), text(&pair.to), Cell::Count(pair.times)]
        };
        let rows = teleports.pairs.iter().map(row).collect();
        Twin { picture: Picture::Teleports, columns: &COLUMNS, rows }
    }
}

/// Hears what somebody is called; the last time counts.
fn hear(names: &mut Names, attendee: u32, heard: (i64, String)) {
    match names.entry(attendee) {
        Entry::Vacant(new) => drop(new.insert(heard)),
        Entry::Occupied(mut last) if *last.get() < heard => drop(last.insert(heard)),
        Entry::Occupied(_) => {}
    }
}

/// Each once, with all their times; the most often first.
fn ranked<'a, K: Copy + Eq + std::hash::Hash>(
    times: impl Iterator<Item = (K, u64)>,
    name: impl Fn(K) -> (&'a str, Tell<'a>),
) -> Vec<(K, u64)> {
    let mut all: Map<K, u64> = Map::default();
    times.for_each(|(one, times)| *all.entry(one).or_default() += times);
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_unstable_by(|a, b| (Reverse(a.1), name(a.0)).cmp(&(Reverse(b.1), name(b.0))));
    all
}

fn matrix(times: &Map<(u32, Target), u64>, from: &[(u32, u64)], to: &[(Target, u64)]) -> Vec<Vec<u64>> {
    let rows: Map<u32, usize> = from.iter().take(MOST).enumerate().map(|(n, one)| (one.0, n)).collect();
    let columns: Map<Target, usize> = to.iter().take(MOST).enumerate().map(|(n, one)| (one.0, n)).collect();
    let mut matrix = vec![vec![0; to.len().min(MOST + 1)]; from.len().min(MOST + 1)];
    for ((from, to), times) in times {
        let row = rows.get(from).copied().unwrap_or(MOST);
        let column = columns.get(to).copied().unwrap_or(MOST);
        matrix[row][column] += times;
    }
    matrix
}
