//! Stays: when an attendee was present, from joins and leaves (event log, "Stays").

use super::Ledger;
use super::happenings::Happening;
use super::texts::Text;
use crate::event::Kind;

/// An unbroken presence: from the first second to the last, in seconds since 1970-01-01T00:00:00Z.
pub type Stay = (i64, i64);

/// The stays of one attendee in one occurrence, and what had to be put right to know them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Stays {
    /// In order; they neither touch nor overlap.
    pub stays: Vec<Stay>,
    /// Joins whose leave is not in the log.
    pub joins_without_leave: u64,
    /// Leaves of somebody who was not there.
    pub leaves_without_join: u64,
}

/// A connection's joins and leaves, worked through second by second. Records without `connection_id` are
/// one such connection, of which any number can be open.
struct Connection {
    /// When each open join came, the most recent last.
    open: Vec<i64>,
    /// How many can be open at once.
    most: usize,
}

impl Connection {
    /// Works in what happened in one second: open after = open before + joins - leaves.
    fn second(&mut self, time: i64, joins: usize, leaves: usize, stays: &mut Stays) {
        let before = self.open.len();
        let after = (before + joins).saturating_sub(leaves).min(self.most);
        stays.leaves_without_join += leaves.saturating_sub(before + joins) as u64;
        if after > before {
            self.open.resize(after, time);
        } else {
            // A leave ends the most recent join.
            stays.stays.extend(self.open.drain(after..).map(|start| (start, time)));
        }
        if joins > 0 && before == 0 && after == 0 {
            // Who joined in this second was there in it, if only for 0 seconds.
            stays.stays.push((time, time));
        }
    }
}

impl Ledger {
    /// The stays that `happenings` of one attendee in one occurrence tell. A join without a leave ends at
    /// `end`, but never before it began.
    pub(crate) fn stays(&self, happenings: &[Happening], end: i64) -> Stays {
        let mut stays = Stays::default();
        let mut moves: Vec<(Text, i64, Kind)> = happenings
            .iter()
            .filter(|happening| matches!(happening.kind, Kind::Joined | Kind::Left) && !happening.repeated)
            .map(|happening| (self.connection(happening), happening.time, happening.kind))
            .collect();
        // By connection; within one, the order of time stays.
        moves.sort_by_key(|&(connection, time, _)| (connection, time));
        for connection in moves.chunk_by(|a, b| a.0 == b.0) {
            let most = if connection[0].0.is_blank() { usize::MAX } else { 1 };
            let mut state = Connection { open: Vec::new(), most };
            for second in connection.chunk_by(|a, b| a.1 == b.1) {
                let joins = second.iter().filter(|&&(_, _, kind)| kind == Kind::Joined).count();
                state.second(second[0].1, joins, second.len() - joins, &mut stays);
            }
            stays.joins_without_leave += state.open.len() as u64;
            stays.stays.extend(state.open.into_iter().map(|start| (start, end.max(start))));
        }
        unite(&mut stays.stays);
        stays
    }
}

/// Makes one of stays that touch or overlap, and sorts them.
pub(crate) fn unite(stays: &mut Vec<Stay>) {
    stays.sort_unstable();
    stays.dedup_by(|next, last| {
        let joined = next.0 <= last.1;
        if joined {
            last.1 = last.1.max(next.1);
        }
        joined
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn touching_and_overlapping_stays_are_one() {
        let mut stays = vec![(50, 60), (0, 10), (10, 20), (15, 18), (30, 30)];
        unite(&mut stays);
        assert_eq!(stays, [(0, 20), (30, 30), (50, 60)]);
    }
}
