//! The events themselves, twenty bytes each, in blocks, chained by who they are about.

use crate::event::Kind;
use crate::pack::{Packer, Unpacker};
use crate::problem::Position;
use crate::time::{Clock, Stamp};

/// No entry, no profile: the end of a chain, nobody named.
pub const NONE: u32 = u32::MAX;

/// One event, packed. What it is about is told by the chain that it lies in.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The stamp and the kind: 8 bits kind and clock, the rest seconds.
    high: u32,
    low: u32,
    /// The attendee with the facts that the record states; [`NONE`] where nobody is named.
    pub profile: u32,
    /// Connection, bubble, target and the session facts that the record states.
    pub detail: u32,
    /// The next entry of the chain.
    pub next: u32,
}

/// Added to the seconds so that they are never negative: more than the years 0000 to 9999 need.
const OFFSET: i64 = 1 << 40;

impl Entry {
    /// Packs an event.
    pub fn new(stamp: Stamp, kind: Kind, profile: u32, detail: u32) -> Self {
        let limit = OFFSET - 1;
        let seconds = (stamp.seconds.clamp(-limit, limit) + OFFSET).unsigned_abs();
        let packed = (seconds << 8) | ((stamp.clock as u64) << 7) | kind as u64;
        let [high, low] = split(packed);
        Self { high, low, profile, detail, next: NONE }
    }

    /// When, as the log has it.
    pub fn stamp(&self) -> Stamp {
        let packed = self.packed();
        let clock = if packed & 0x80 == 0 { Clock::Utc } else { Clock::Log };
        Stamp { seconds: (packed >> 8).cast_signed() - OFFSET, clock }
    }

    /// What.
    pub fn kind(&self) -> Kind {
        Kind::ALL[(self.low & 0x7F) as usize]
    }

    fn packed(&self) -> u64 {
        (u64::from(self.high) << 32) | u64::from(self.low)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the two halves")]
pub(super) const fn split(packed: u64) -> [u32; 2] {
    [(packed >> 32) as u32, packed as u32]
}

const BLOCK_BITS: u32 = 15;

/// The entries of a log. They lie in blocks and not in one growing buffer, because in wasm a buffer that
/// grows by copying leaves its old place behind for good.
#[derive(Debug, Default)]
pub struct Entries {
    blocks: Vec<Vec<Entry>>,
    /// Where the entries stand in their files: a run a file and gap, since a clean log has an event a line.
    runs: Vec<Run>,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    first: u32,
    file: u32,
    line: u64,
}

impl Entries {
    /// How many there are.
    #[expect(clippy::len_without_is_empty, reason = "the ledger has the one that is asked")]
    pub fn len(&self) -> u32 {
        let Some((last, full)) = self.blocks.split_last() else { return 0 };
        super::texts::id((full.len() << BLOCK_BITS) + last.len())
    }

    /// Adds an entry that stands at `file`, `line`, and gives its number.
    ///
    /// Inlined, so that the entry is made in its place: to copy what was just written in smaller pieces, a processor waits
    /// until all of them are there.
    #[inline(always)]
    pub fn push(&mut self, entry: Entry, file: u32, line: u64) -> u32 {
        let number = self.len();
        let expected = self
            .runs
            .last()
            .is_some_and(|run| run.file == file && run.line + u64::from(number - run.first) == line);
        if !expected {
            self.runs.push(Run { first: number, file, line });
        }
        if self.blocks.last().is_none_or(|block| block.len() >= 1 << BLOCK_BITS) {
            self.begin_block();
        }
        if let Some(block) = self.blocks.last_mut() {
            block.push(entry);
        }
        number
    }

    #[cold]
    fn begin_block(&mut self) {
        // The first block starts small, so that a small log stays small.
        let size = if self.blocks.is_empty() { 64 } else { 1 << BLOCK_BITS };
        self.blocks.push(Vec::with_capacity(size));
    }

    /// Adds all of another, as `change` makes them, chained as they are there; files and lines are added to their
    /// positions. Gives the number of the first.
    pub(super) fn take_up(&mut self, other: &Self, further: (u32, u64), change: impl Fn(&mut Entry)) -> u32 {
        let first = self.len();
        let mut runs = other.runs.iter().peekable();
        let mut here = Run { first: 0, file: 0, line: 0 };
        for (number, entry) in (0..).zip(other.blocks.iter().flatten()) {
            if let Some(run) = runs.next_if(|run| run.first == number) {
                here = *run;
            }
            let mut entry = *entry;
            change(&mut entry);
            if entry.next != NONE {
                entry.next += first;
            }
            let line = here.line + u64::from(number - here.first);
            self.push(entry, here.file + further.0, line + further.1);
        }
        first
    }

    /// The entry with this number.
    #[inline]
    pub fn get(&self, number: u32) -> &Entry {
        &self.blocks[(number >> BLOCK_BITS) as usize][(number & ((1 << BLOCK_BITS) - 1)) as usize]
    }

    /// The entry with this number, to be changed.
    #[inline]
    pub(super) fn get_mut(&mut self, number: u32) -> &mut Entry {
        &mut self.blocks[(number >> BLOCK_BITS) as usize][(number & ((1 << BLOCK_BITS) - 1)) as usize]
    }

    /// Looks at some entries in their order, from this one on; the number behind the last of them.
    ///
    /// A chain goes through the entries in leaps, each a way into far memory that the processor waits for. What is read in
    /// order comes before it is asked for; and once somebody's entries are near, so are those of all who were there with
    /// them.
    pub(super) fn approach(&self, first: u32) -> u32 {
        const AT_ONCE: u32 = 1 << 10;
        let block = self.blocks.get((first >> BLOCK_BITS) as usize).map_or(&[][..], Vec::as_slice);
        let from = (first & ((1 << BLOCK_BITS) - 1)) as usize;
        let some = block.iter().skip(from).take(AT_ONCE as usize);
        // Three entries lie in a line of memory.
        std::hint::black_box(some.step_by(3).fold(0, |all, entry| all ^ entry.next));
        first.saturating_add(AT_ONCE)
    }

    /// Where the entry stands in its file.
    pub fn position(&self, number: u32) -> Position {
        let after = self.runs.partition_point(|run| run.first <= number);
        match after.checked_sub(1).map(|place| self.runs[place]) {
            Some(run) => {
                Position { file: run.file, line: run.line + u64::from(number - run.first), column: 0 }
            }
            None => Position::default(),
        }
    }

    /// Packs all of them, with their positions.
    pub(super) fn pack(&self, into: &mut Packer) {
        into.number(self.blocks.len() as u64);
        for block in &self.blocks {
            let rows = block
                .iter()
                .map(|&Entry { high, low, profile, detail, next }| [high, low, profile, detail, next]);
            into.rows(rows);
        }
        into.rows(self.runs.iter().map(|run| [run.first, run.file]));
        self.runs.iter().for_each(|run| into.number(run.line));
    }

    /// Unpacks them.
    pub(super) fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let blocks = from.number()?;
        let entry = |[high, low, profile, detail, next]: [u32; 5]| Entry { high, low, profile, detail, next };
        let blocks = (0..blocks).map(|_| Some(from.rows()?.map(entry).collect())).collect::<Option<_>>()?;
        let places = from.rows()?;
        let runs = places.map(|[first, file]| Some(Run { first, file, line: from.number()? }));
        Some(Self { blocks, runs: runs.collect::<Option<_>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_twenty_bytes() {
        assert_eq!(size_of::<Entry>(), 20);
    }

    #[test]
    fn stamps_and_kinds_come_back() {
        for seconds in [0, -1, 1_772_442_005, -62_135_596_800, 253_402_300_799, i64::from(u32::MAX)] {
            for clock in [Clock::Utc, Clock::Log] {
                for kind in Kind::ALL {
                    let stamp = Stamp { seconds, clock };
                    let entry = Entry::new(stamp, kind, 1, 2);
                    assert_eq!((entry.stamp(), entry.kind()), (stamp, kind));
                }
            }
        }
    }

    /// A line that is as far off as a run's first entry belongs to no run.
    #[test]
    fn positions_after_a_gap() {
        let mut entries = Entries::default();
        let entry = Entry::new(Stamp { seconds: 0, clock: Clock::Utc }, Kind::Chat, NONE, 0);
        let lines = [1, 10, 13, 14, 22];
        for line in lines {
            entries.push(entry, 0, line);
        }
        assert_eq!([0, 1, 2, 3, 4].map(|number| entries.position(number).line), lines);
        assert_eq!(entries.runs.len(), 4);
    }

    #[test]
    fn positions_are_runs() {
        let mut entries = Entries::default();
        let entry = Entry::new(Stamp { seconds: 0, clock: Clock::Utc }, Kind::Chat, NONE, 0);
        let places: Vec<(u32, u64)> =
            (0..40_000).map(|n| (n / 30_000, u64::from(n % 30_000) + u64::from(n / 100))).collect();
        for &(file, line) in &places {
            entries.push(entry, file, line);
        }
        assert_eq!(entries.len(), 40_000);
        for (number, &(file, line)) in places.iter().enumerate() {
            let number = u32::try_from(number).unwrap();
            assert_eq!(entries.position(number), Position { file, line, column: 0 });
        }
    }
}
