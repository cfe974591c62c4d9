//! What was understood, remembered by the bytes that it was written with.

use rustc_hash::FxHasher;
use std::hash::Hasher as _;

/// A memory of fixed size: each key has one place, and what stood there before is forgotten.
#[derive(Debug)]
pub(super) struct Recall<V> {
    slots: Box<[Slot<V>]>,
}

#[derive(Clone, Debug)]
struct Slot<V> {
    hash: u64,
    /// Part of the key.
    within: u32,
    written: Vec<u8>,
    /// None while nothing is remembered here.
    value: Option<V>,
}

/// Keys longer than this are not remembered, so that the memory stays small whatever a log holds.
const MAX_KEY: usize = 1000;

impl<V: Copy> Recall<V> {
    /// A memory of so many places, a power of two.
    pub(super) fn new(places: usize) -> Self {
        let slot = Slot { hash: 0, within: 0, written: Vec::new(), value: None };
        Self { slots: vec![slot; places].into() }
    }

    /// The hash of a key: to be computed once.
    #[inline]
    pub(super) fn hash(within: u32, written: &[u8]) -> u64 {
        let mut hasher = FxHasher::default();
        hasher.write_u32(within);
        hasher.write(written);
        hasher.finish()
    }

    /// What is remembered of this key.
    #[inline]
    pub(super) fn find(&mut self, hash: u64, within: u32, written: &[u8]) -> Option<&mut V> {
        let place = self.place(hash);
        let slot = self.slots.get_mut(place)?;
        let same = slot.hash == hash && slot.within == within && slot.written == written;
        if same { slot.value.as_mut() } else { None }
    }

    /// Remembers it.
    pub(super) fn keep(&mut self, hash: u64, within: u32, written: &[u8], value: V) {
        let place = self.place(hash);
        if written.len() <= MAX_KEY
            && let Some(slot) = self.slots.get_mut(place)
        {
            // In the memory that is there: nothing is allocated for a record.
            slot.written.clear();
            slot.written.extend_from_slice(written);
            (slot.hash, slot.within, slot.value) = (hash, within, Some(value));
        }
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "only some bits are wanted")]
    fn place(&self, hash: u64) -> usize {
        hash as usize & (self.slots.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_share_a_place_are_told_apart() {
        let mut recall = Recall::new(1);
        recall.keep(1, 0, b"a", 'a');
        assert_eq!(recall.find(1, 0, b"a"), Some(&mut 'a'));
        for (hash, within, written) in [(1, 0, b"b"), (1, 1, b"a"), (2, 0, b"a")] {
            assert_eq!(recall.find(hash, within, written), None);
        }
        recall.keep(1, 0, b"b", 'b');
        assert_eq!(recall.find(1, 0, b"a"), None);
        assert_eq!(recall.find(1, 0, b"b"), Some(&mut 'b'));
        recall.keep(1, 0, &[b'x'; MAX_KEY + 1], 'x');
        assert_eq!(recall.find(1, 0, &[b'x'; MAX_KEY + 1]), None);
    }
}
