//! How many there are from when on.

use crate::ledger::stays::{Stay, unite};

/// Stays to be counted, as when somebody comes and when somebody goes: a large log has so many that the line made of them
/// would need several times the memory.
#[derive(Debug)]
pub(super) struct Counted {
    comes: Vec<i64>,
    goes: Vec<i64>,
    /// So many of both are in order, in runs.
    ordered: usize,
}

impl Counted {
    /// None, with room for so many.
    pub(super) fn with_room(stays: usize) -> Self {
        Self { comes: Vec::with_capacity(stays), goes: Vec::with_capacity(stays), ordered: 0 }
    }

    pub(super) fn add(&mut self, (comes, goes): Stay) {
        self.comes.push(comes);
        self.goes.push(goes);
    }

    /// Puts those in order that were added since this was last done: less is left to do at the end.
    pub(super) fn order(&mut self) {
        self.comes[self.ordered..].sort_unstable();
        self.goes[self.ordered..].sort_unstable();
        self.ordered = self.comes.len();
    }

    /// From when on there are how many.
    pub(super) fn line(&mut self) -> Line<'_> {
        self.order();
        // This sort makes use of runs that are in order already.
        self.comes.sort();
        self.goes.sort();
        Line { comes: &self.comes, goes: &self.goes, people: 0 }
    }
}

/// From when on there are how many: a point a second in which somebody comes or goes.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    comes: &'a [i64],
    goes: &'a [i64],
    people: u64,
}

impl Iterator for Line<'_> {
    type Item = (i64, u64);

    fn next(&mut self) -> Option<(i64, u64)> {
        // Nobody goes who has not come, so the last to do anything goes.
        let &goes = self.goes.first()?;
        let time = self.comes.first().map_or(goes, |&comes| comes.min(goes));
        self.people += take(&mut self.comes, time);
        self.people = self.people.saturating_sub(take(&mut self.goes, time));
        Some((time, self.people))
    }
}

/// Takes what is of this time from the front, and says how many that were.
fn take(times: &mut &[i64], now: i64) -> u64 {
    let many = times.iter().take_while(|&&time| time == now).count();
    *times = &times[many..];
    many as u64
}

/// How many stays there were from when on.
pub(super) fn steps(stays: &[Stay]) -> Vec<(i64, u64)> {
    let mut counted = Counted::with_room(stays.len());
    stays.iter().for_each(|&stay| counted.add(stay));
    counted.line().collect()
}

/// How many people there were from when on: each attendee once, however many rooms they are in. Sorted by attendee.
pub(super) fn line(stays: &[(u32, Stay)]) -> Vec<(i64, u64)> {
    let mut counted = Counted::with_room(stays.len());
    each_once(stays, |stay, _| counted.add(stay));
    counted.line().collect()
}

/// Gives the stays of each attendee, those at once as one, and whether it is their first. Sorted by attendee.
pub(super) fn each_once(stays: &[(u32, Stay)], mut give: impl FnMut(Stay, bool)) {
    let mut own: Vec<Stay> = Vec::new();
    for attendee in stays.chunk_by(|a, b| a.0 == b.0) {
        own.clear();
        own.extend(attendee.iter().map(|&(_, stay)| stay));
        unite(&mut own);
        own.iter().enumerate().for_each(|(n, &stay)| give(stay, n == 0));
    }
}

/// A line of no more points than a picture has room for, which goes as high and as low.
pub(super) fn thin(
    line: impl Iterator<Item = (i64, u64)> + Clone,
    span: Stay,
    parts: i64,
) -> Vec<(i64, u64)> {
    let part = ((span.1 - span.0) / parts).max(1);
    if line.clone().count() as i64 <= 3 * parts {
        return line.collect();
    }
    let mut kept = Vec::new();
    let place = |time: i64| (time - span.0) / part;
    let mut line = line.peekable();
    while let Some(first) = line.next() {
        let (mut highest, mut lowest, mut last) = (first, first, first);
        while let Some(next) = line.next_if(|next| place(next.0) == place(first.0)) {
            // Of equal ones the first.
            if next.1 > highest.1 {
                highest = next;
            }
            if next.1 < lowest.1 {
                lowest = next;
            }
            last = next;
        }
        let mut few = vec![highest, lowest, last];
        few.sort_unstable();
        few.dedup();
        kept.extend(few);
    }
    kept
}
