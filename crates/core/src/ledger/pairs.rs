//! Pairs of numbers, kept once.

use super::texts::id;
use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher as _;

/// Interned pairs.
#[derive(Debug, Default)]
pub struct Pairs {
    pub(super) rows: Vec<(u32, u32)>,
    pub(super) index: HashTable<u32>,
}

impl Pairs {
    /// The number of a pair; it is kept if it is new.
    #[inline]
    pub fn intern(&mut self, pair: (u32, u32)) -> u32 {
        let Self { rows, index } = self;
        if let Some(&id) = index.find(hash(pair), |&id| rows[id as usize] == pair) {
            return id;
        }
        let id = id(rows.len());
        rows.push(pair);
        index.insert_unique(hash(pair), id, |&id| hash(rows[id as usize]));
        id
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
