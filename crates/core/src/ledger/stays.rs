//! Stays: when an attendee was present, from joins and leaves (event log, "Stays").

use super::Ledger;
use super::entries::NONE;
use super::happenings::Happening;
use super::texts::Text;
use crate::event::Kind;

/// An unbroken presence: from the first second to the last, in seconds since 1970-01-01T00:00:00Z.
pub type Stay = (i64, i64);

/// A connection that was open: from when to when, and the entries that say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// Which connection; blank where the log does not say.
    pub(crate) connection: Text,
    pub(crate) start: i64,
    pub(crate) end: i64,
    /// The entry of the join.
    pub(crate) join: u32,
    /// The entry of the leave; [`NONE`] where the log has none.
    pub(crate) leave: u32,
}

/// A join or a leave.
#[derive(Clone, Copy, Debug)]
struct Move {
    connection: Text,
    time: i64,
    kind: Kind,
    entry: u32,
}

/// Room to work in, kept from one presence to the next: there are very many, each with a stay or two.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    moves: Vec<Move>,
    /// When each open join of a connection came, and its entry; the most recent last.
    open: Vec<(i64, u32)>,
}

/// A connection's joins and leaves, worked through second by second. Records without `connection_id` are
/// one such connection, of which any number can be open.
struct Connection<'a> {
    open: &'a mut Vec<(i64, u32)>,
    /// How many can be open at once.
    most: usize,
    /// Joins that opened nothing, because it was open: when they came, and their entries. Who joined was there, also
    /// where what was open turns out to have ended before, with the room.
    again: Vec<(i64, u32)>,
}

impl Connection<'_> {
    /// Works in what happened in one second: open after = open before + joins - leaves. Gives how many leaves
    /// were of nobody who was there.
    fn second(&mut self, moves: &[Move], span: &mut dyn FnMut(Span)) -> u64 {
        let Some(&Move { connection, time, .. }) = moves.first() else { return 0 };
        let entries = |kind| moves.iter().filter(move |one| one.kind == kind).map(|one| one.entry);
        let joins = entries(Kind::Joined).count();
        let leaves = moves.len() - joins;
        let before = self.open.len();
        let after = (before + joins).saturating_sub(leaves).min(self.most);
        let mut left = entries(Kind::Left);
        let mut closed = |(start, join)| {
            let leave = left.next().unwrap_or(NONE);
            span(Span { connection, start, end: time, join, leave });
            self.again.retain(|&(again, _)| again < start);
        };
        if after > before {
            self.open.extend(entries(Kind::Joined).take(after - before).map(|entry| (time, entry)));
        } else {
            // A leave ends the most recent join.
            self.open.drain(after..).rev().for_each(&mut closed);
        }
        if joins > 0 && before == 0 && after == 0 {
            // Who joined in this second was there in it, if only for 0 seconds.
            closed((time, entries(Kind::Joined).next().unwrap_or(NONE)));
        }
        if before > 0 && after == before {
            self.again.extend(entries(Kind::Joined).take(1).map(|entry| (time, entry)));
        }
        leaves.saturating_sub(before + joins) as u64
    }
}

impl Ledger {
    /// Puts the stays that `happenings` of one attendee in one occurrence tell into `stays`, in order; they neither touch
    /// nor overlap. The buffer is cleared first. A join without a leave ends at `end`, but never before it began. How many
    /// joins had no leave and leaves no join.
    pub(crate) fn stays(
        &self,
        happenings: &[Happening],
        end: i64,
        scratch: &mut Scratch,
        stays: &mut Vec<Stay>,
    ) -> (u64, u64) {
        stays.clear();
        let put_right = self.spans(happenings, end, scratch, &mut |span| stays.push((span.start, span.end)));
        unite(stays);
        put_right
    }

    /// Gives every connection that was open, by connection, and how many joins had no leave and leaves no join.
    pub(crate) fn spans(
        &self,
        happenings: &[Happening],
        end: i64,
        scratch: &mut Scratch,
        span: &mut dyn FnMut(Span),
    ) -> (u64, u64) {
        let Scratch { moves, open } = scratch;
        moves.clear();
        let counted = |one: &&Happening| matches!(one.kind, Kind::Joined | Kind::Left) && !one.repeated;
        moves.extend(happenings.iter().filter(counted).map(|happening| Move {
            connection: self.connection(happening),
            time: happening.time,
            kind: happening.kind,
            entry: happening.entry,
        }));
        // By connection; within one, the order of time stays.
        let order = |a: &Move, b: &Move| self.connection_order(a.connection, b.connection);
        moves.sort_by(|a, b| order(a, b).then(a.time.cmp(&b.time)));
        let (mut joins_without_leave, mut leaves_without_join) = (0, 0);
        for moves in moves.chunk_by(|a, b| order(a, b).is_eq()) {
            let connection = moves[0].connection;
            let most = if connection.is_blank() { usize::MAX } else { 1 };
            open.clear();
            let mut state = Connection { open, most, again: Vec::new() };
            for second in moves.chunk_by(|a, b| a.time == b.time) {
                leaves_without_join += state.second(second, span);
            }
            let again = state.again;
            joins_without_leave += open.len() as u64;
            for &(start, join) in &*open {
                span(Span { connection, start, end: end.max(start), join, leave: NONE });
            }
            for (time, join) in again.into_iter().filter(|&(time, _)| time > end) {
                span(Span { connection, start: time, end: time, join, leave: NONE });
            }
        }
        (joins_without_leave, leaves_without_join)
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
    use crate::intake::Intake;
    use crate::log::Log;
    use crate::problem::Irregularity;
    use crate::question::Answers;
    use crate::time::parse;

    /// Everybody's stays, and what is put right, that these files tell.
    fn told<'a>(files: impl IntoIterator<Item = &'a [String]>) -> (Vec<Stay>, Vec<(Irregularity, u64)>) {
        let mut log = Log::default();
        for lines in files {
            let mut intake = Intake::new("log.csv");
            intake.push(b"time,event,session_id,user_id,connection_id,bubble_id\n");
            lines.iter().for_each(|line| intake.push(format!("{line}\n").as_bytes()));
            log.add(intake.finish());
        }
        assert_eq!(log.files.iter().map(|file| file.rejected).sum::<u64>(), 0);
        let timeline = log.input(&Answers::default()).unwrap().timeline;
        let stays = timeline.attended.iter().flat_map(|attended| timeline.stays(attended)).collect();
        (stays, timeline.notes.iter().map(|note| (note.what, note.count)).collect())
    }

    /// More connections in turns than are remembered, so that one has several numbers; as files of any length also where
    /// each begins anew.
    #[test]
    fn one_connection_may_have_several_numbers() {
        let turns = ["joined", "chat", "bubble_joined", "chat", "bubble_left", "left"];
        let turn = |minute: usize, event: &'static str| {
            (0..5).map(move |device| {
                let bubble = if event.starts_with("bubble") { "b" } else { "" };
                format!("2026-03-02T09:0{minute}:0{device}Z,{event},s,u,device {device},{bubble}")
            })
        };
        let lines: Vec<String> = (0..).zip(turns).flat_map(|(minute, event)| turn(minute, event)).collect();
        let at = |time: &str| parse(time.as_bytes()).unwrap().seconds;
        let stay = (at("2026-03-02T09:00:00Z"), at("2026-03-02T09:05:04Z"));
        for length in [lines.len(), 7, 3, 1] {
            assert_eq!(told(lines.chunks(length)), (vec![stay], vec![]), "files of {length} lines");
            // Everything once more is nothing more.
            let twice = lines.chunks(length).chain(lines.chunks(length));
            let notes = vec![(Irregularity::LoggedTwice, lines.len() as u64)];
            assert_eq!(told(twice), (vec![stay], notes), "files of {length} lines");
        }
    }

    #[test]
    fn touching_and_overlapping_stays_are_one() {
        let mut stays = vec![(50, 60), (0, 10), (10, 20), (15, 18), (30, 30)];
        unite(&mut stays);
        assert_eq!(stays, [(0, 20), (30, 30), (50, 60)]);
    }
}
