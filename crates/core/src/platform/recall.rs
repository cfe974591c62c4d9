//! What was understood, remembered by the bytes that it was written with.

use crate::bytes;
use rustc_hash::FxHasher;
use std::hash::Hasher as _;

/// A memory in which each key has one place, and what stood there before is forgotten. It grows, up to a limit, while
/// much is forgotten.
#[derive(Debug)]
pub(super) struct Recall<V> {
    slots: Vec<Slot<V>>,
    /// The place of what was looked for last.
    last: usize,
    most: usize,
    /// How often something was forgotten for something else, since it grew.
    forgotten: usize,
}

/// How many places there are at first.
const FEW: usize = 1 << 10;

#[derive(Debug)]
struct Slot<V> {
    /// Part of the key.
    within: u32,
    written: Vec<u8>,
    /// None while nothing is remembered here.
    value: Option<V>,
}

impl<V: Copy> Slot<V> {
    #[inline]
    fn of(&self, within: u32, written: &[u8]) -> Option<V> {
        let same = self.within == within && bytes::same(&self.written, written);
        if same { self.value } else { None }
    }
}

/// Keys longer than this are not remembered, so that the memory stays small whatever a log holds.
const MAX_KEY: usize = 1000;

impl<V: Copy> Recall<V> {
    /// A memory of at most so many places, a power of two.
    pub(super) fn new(most: usize) -> Self {
        Self { slots: Self::places(FEW.min(most)), last: 0, most, forgotten: 0 }
    }

    fn places(number: usize) -> Vec<Slot<V>> {
        let slot = || Slot { within: 0, written: Vec::new(), value: None };
        std::iter::repeat_with(slot).take(number).collect()
    }

    /// Twice the places, for what is remembered and for more.
    #[cold]
    fn grow(&mut self) {
        let slots = Self::places(self.slots.len() * 2);
        for slot in std::mem::replace(&mut self.slots, slots) {
            if slot.value.is_some() {
                let place = self.place(slot.within, &slot.written);
                self.slots[place] = slot;
            }
        }
        (self.last, self.forgotten) = (0, 0);
    }

    /// What is remembered of this key, if it is the one that was looked for last: where neighbours are often alike, that
    /// saves its hash.
    #[inline]
    pub(super) fn again(&self, within: u32, written: &[u8]) -> Option<V> {
        self.slots.get(self.last)?.of(within, written)
    }

    /// What is remembered of this key.
    #[inline]
    pub(super) fn find(&mut self, within: u32, written: &[u8]) -> Option<V> {
        self.last = self.place(within, written);
        self.again(within, written)
    }

    /// Remembers it.
    pub(super) fn keep(&mut self, within: u32, written: &[u8], value: V) {
        if written.len() > MAX_KEY {
            return;
        }
        if self.forgotten > self.slots.len() / 2 && self.slots.len() < self.most {
            self.grow();
        }
        let place = self.place(within, written);
        let slot = &mut self.slots[place];
        self.forgotten += usize::from(slot.value.is_some());
        // In the memory that is there: nothing is allocated for a record.
        slot.written.clear();
        slot.written.extend_from_slice(written);
        (slot.within, slot.value) = (within, Some(value));
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "only some bits are wanted")]
    fn place(&self, within: u32, written: &[u8]) -> usize {
        let mut hasher = FxHasher::default();
        hasher.write_u32(within);
        hasher.write(written);
        hasher.finish() as usize & (self.slots.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_share_a_place_are_told_apart() {
        let mut recall = Recall::new(1);
        recall.keep(0, b"a", 'a');
        assert_eq!(recall.find(0, b"a"), Some('a'));
        for (within, written) in [(0, b"b"), (1, b"a")] {
            assert_eq!(recall.find(within, written), None);
        }
        recall.keep(0, b"b", 'b');
        for (within, written, known) in [(0, b"b", Some('b')), (1, b"b", None), (0, b"a", None)] {
            assert_eq!(recall.again(within, written), known);
            assert_eq!(recall.find(within, written), known);
        }
        recall.keep(0, &[b'x'; MAX_KEY + 1], 'x');
        assert_eq!(recall.find(0, &[b'x'; MAX_KEY + 1]), None);
    }

    /// So many keys that each of a memory's places is that of as many as any other's, whatever its size up to the `most`.
    fn spread(number: usize, most: usize) -> Vec<[u8; 8]> {
        let recall = Recall::<()> { slots: Recall::places(most), last: 0, most, forgotten: 0 };
        let mut of_places = vec![Vec::new(); most];
        let full = number.div_ceil(most);
        let mut missing = most;
        for key in (0_u64..).map(u64::to_le_bytes) {
            let of_place = &mut of_places[recall.place(0, &key)];
            of_place.push(key);
            missing -= usize::from(of_place.len() == full);
            if missing == 0 {
                break;
            }
        }
        (0..number).map(|n| of_places[n % most][n / most]).collect()
    }

    #[test]
    fn it_grows_while_much_is_forgotten_and_no_further_than_it_may() {
        let mut recall = Recall::new(FEW * 4);
        let keys = spread(FEW * 20, FEW * 4);
        let keep = |recall: &mut Recall<usize>, number: usize| {
            let keys = || keys.iter().take(number).enumerate();
            keys().for_each(|(n, key)| recall.keep(0, key, n));
            (keys().filter(|&(n, key)| recall.find(0, key) == Some(n)).count(), recall.slots.len())
        };
        assert_eq!(keep(&mut recall, FEW), (FEW, FEW));
        // It has grown once half of its places were written anew.
        assert_eq!(keep(&mut recall, FEW * 2), (FEW * 2, FEW * 2));
        for _ in 0..2 {
            assert_eq!(keep(&mut recall, FEW * 20), (FEW * 4, FEW * 4));
        }
    }
}
