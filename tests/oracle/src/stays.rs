//! Presence (event-log.md, *Stays*, *Rejoin gap*, *A join without a leave*).

use crate::event::{Event, Kind};

/// When one attendee was present in one occurrence.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Presence {
    /// Unbroken presences, from when to when, in order, apart from each other.
    pub(crate) stays: Vec<(i64, i64)>,
    /// How many joins never met their leave.
    pub(crate) joins_without_leave: usize,
    /// How many leaves met no join.
    pub(crate) leaves_without_join: usize,
}

/// The presence that follows from one attendee's events in one occurrence, each of them once. A connection that
/// is still open when they end closes at `end`, but not before it opened. An occurrence can have several parts,
/// each of which ends at its own time.
pub(crate) fn presence_in_parts(events: &[&Event], end: &dyn Fn(&str) -> i64) -> Presence {
    let mut parts: Vec<&str> = events.iter().map(|event| event.part.as_str()).collect();
    parts.sort_unstable();
    parts.dedup();
    let mut presence = Presence::default();
    for part in parts {
        let its: Vec<&Event> = events.iter().copied().filter(|event| event.part == part).collect();
        let of_part = presence_in_one(&its, end(part));
        presence.stays.extend(of_part.stays);
        presence.joins_without_leave += of_part.joins_without_leave;
        presence.leaves_without_join += of_part.leaves_without_join;
    }
    presence.stays = unite(presence.stays, 0);
    presence
}

fn presence_in_one(events: &[&Event], end: i64) -> Presence {
    let moves: Vec<&Event> =
        events.iter().copied().filter(|event| matches!(event.kind, Kind::Joined | Kind::Left)).collect();
    let mut connections: Vec<&String> = moves.iter().map(|event| &event.text.connection_id).collect();
    connections.sort();
    connections.dedup();

    let mut presence = Presence::default();
    let mut intervals = Vec::new();
    for connection in connections {
        let its: Vec<&Event> =
            moves.iter().copied().filter(|event| event.text.connection_id == *connection).collect();
        // A connection is open or not; without a connection id, any number of them may be.
        let most_open = if connection.is_empty() { usize::MAX } else { 1 };
        follow(&its, most_open, end, &mut intervals, &mut presence);
    }
    presence.stays = unite(intervals, 0);
    presence
}

/// Follows what is open, second by second.
fn follow(
    moves: &[&Event],
    most_open: usize,
    end: i64,
    intervals: &mut Vec<(i64, i64)>,
    presence: &mut Presence,
) {
    let mut seconds: Vec<i64> = moves.iter().map(|event| event.at).collect();
    seconds.sort_unstable();
    seconds.dedup();
    // The seconds at which what is open was opened; a leave closes the latest.
    let mut open: Vec<i64> = Vec::new();
    for second in seconds {
        let count = |kind| moves.iter().filter(|event| event.at == second && event.kind == kind).count();
        let joins = count(Kind::Joined);
        let leaves = count(Kind::Left);
        presence.leaves_without_join += leaves.saturating_sub(open.len() + joins);
        let after = (open.len() + joins).saturating_sub(leaves).min(most_open);
        // Who joined in a second was present in it, whatever becomes of what was open.
        if joins > 0 {
            intervals.push((second, second));
        }
        while open.len() < after {
            open.push(second);
        }
        while open.len() > after {
            intervals.extend(open.pop().map(|opened| (opened, second)));
        }
    }
    presence.joins_without_leave += open.len();
    for opened in open {
        intervals.push((opened, end.max(opened)));
    }
}

/// The intervals, those that overlap, touch, or lie no more than `gap` seconds apart as one.
pub(crate) fn unite(mut intervals: Vec<(i64, i64)>, gap: i64) -> Vec<(i64, i64)> {
    intervals.sort_unstable();
    let mut united: Vec<(i64, i64)> = Vec::new();
    for (start, end) in intervals {
        match united.last_mut() {
            Some(last) if start <= last.1 + gap => last.1 = last.1.max(end),
            _ => united.push((start, end)),
        }
    }
    united
}
