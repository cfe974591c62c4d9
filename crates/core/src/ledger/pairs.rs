//! Pairs of numbers, kept once.

use super::texts::id;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxHasher;
use std::hash::Hasher as _;

/// Interned pairs.
#[derive(Debug, Default)]
pub struct Pairs {
    pub(super) rows: Vec<(u32, u32)>,
    /// Of as many of the first rows as it has entries.
    pub(super) index: HashTable<u32>,
}

impl Pairs {
    /// The number of a pair; it is kept if it is new.
    #[inline]
    pub fn intern(&mut self, pair: (u32, u32)) -> u32 {
        if self.index.len() < self.rows.len() {
            self.catch_up();
        }
        let Self { rows, index } = self;
        let same = |&id: &u32| rows[id as usize] == pair;
        match index.entry(hash(pair), same, |&id| hash(rows[id as usize])) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => {
                let id = id(rows.len());
                place.insert(id);
                rows.push(pair);
                id
            }
        }
    }

    /// Adds a pair that is known to be new, and gives its number. It is found once another is looked for.
    #[inline]
    pub(super) fn add(&mut self, pair: (u32, u32)) -> u32 {
        let id = id(self.rows.len());
        self.rows.push(pair);
        id
    }

    /// Gives back the memory that only new pairs need; the next one takes it again.
    pub(super) fn rest(&mut self) {
        self.index = HashTable::new();
        self.rows.shrink_to_fit();
    }

    /// Puts those that were added into the table.
    #[cold]
    fn catch_up(&mut self) {
        let Self { rows, index } = self;
        let hash = |&id: &u32| hash(rows[id as usize]);
        index.reserve(rows.len() - index.len(), hash);
        for id in id(index.len())..id(rows.len()) {
            index.insert_unique(hash(&id), id, hash);
        }
    }

    /// The pair with this number.
    pub fn get(&self, id: u32) -> (u32, u32) {
        self.rows[id as usize]
    }

    /// All pairs, by number.
    pub fn rows(&self) -> &[(u32, u32)] {
        &self.rows
    }
}

fn hash((first, second): (u32, u32)) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64((u64::from(first) << 32) | u64::from(second));
    hasher.finish()
}
