//! Rows of texts, kept once: the one mechanism behind places, facts, profiles and details.

use super::texts::{Text, Texts, id, spread};
use crate::bytes::{lossy, same};
use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::borrow::Cow;
use std::hash::Hasher as _;

/// Interned rows of `N` texts, each with a value worked out once when the row was new.
#[derive(Debug)]
pub struct Tuples<const N: usize, V> {
    pub(super) rows: Vec<([Text; N], V)>,
    /// Numbers of rows with their hashes, so that growing looks at no text.
    pub(super) index: HashTable<(u32, u32)>,
    /// The row asked for last: in a log, neighbours are often alike.
    pub(super) last: u32,
}

impl<const N: usize, V> Default for Tuples<N, V> {
    fn default() -> Self {
        Self { rows: Vec::new(), index: HashTable::new(), last: 0 }
    }
}

impl<const N: usize, V: Copy> Tuples<N, V> {
    /// The row and value with this number.
    pub fn get(&self, id: u32) -> &([Text; N], V) {
        &self.rows[id as usize]
    }

    /// All rows and values, by number.
    pub fn rows(&self) -> &[([Text; N], V)] {
        &self.rows
    }

    /// The number of the row with these texts; it is kept if it is new, with the value that `value` makes
    /// of it. Bytes that are no UTF-8 are replaced (U+FFFD) and the texts so changed counted in `replaced`.
    ///
    /// The usual case, a row seen before, costs one hash of the bytes and one comparison a field.
    #[inline]
    pub fn intern(
        &mut self,
        texts: &mut Texts,
        fields: &[&[u8]; N],
        replaced: &mut u64,
        value: impl FnOnce(&mut Texts, &[Text; N]) -> V,
    ) -> u32 {
        if !self.rows.is_empty() && self.matches(texts, self.last, fields) {
            return self.last;
        }
        self.last = match self.find(texts, hash(fields), fields) {
            Some(id) => id,
            None => self.intern_new(texts, fields, replaced, value),
        };
        self.last
    }

    #[cold]
    fn intern_new(
        &mut self,
        texts: &mut Texts,
        fields: &[&[u8]; N],
        replaced: &mut u64,
        value: impl FnOnce(&mut Texts, &[Text; N]) -> V,
    ) -> u32 {
        let clean = fields.map(lossy);
        *replaced += clean.iter().filter(|text| matches!(text, Cow::Owned(_))).count() as u64;
        let bytes: [&[u8]; N] = std::array::from_fn(|n| clean[n].as_bytes());
        let hash = hash(&bytes);
        if let Some(id) = self.find(texts, hash, &bytes) {
            return id;
        }
        let row = std::array::from_fn(|n| texts.intern(&clean[n]));
        let value = value(texts, &row);
        self.push(row, hash, value)
    }

    #[inline]
    fn find(&self, texts: &Texts, hash: u32, fields: &[&[u8]; N]) -> Option<u32> {
        let same = |&(other, id): &(u32, u32)| other == hash && self.matches(texts, id, fields);
        self.index.find(spread(hash), same).map(|&(_, id)| id)
    }

    /// The number of the row with these texts; it is kept if it is new, with the value that `value` makes.
    pub fn intern_row(
        &mut self,
        texts: &mut Texts,
        row: [Text; N],
        value: impl FnOnce(&mut Texts, &[Text; N]) -> V,
    ) -> u32 {
        self.intern_hashed(texts, (row, hash_row(texts, &row)), value)
    }

    /// The same, where the hash of the row's texts is known.
    pub(super) fn intern_hashed(
        &mut self,
        texts: &mut Texts,
        (row, hash): ([Text; N], u32),
        value: impl FnOnce(&mut Texts, &[Text; N]) -> V,
    ) -> u32 {
        let same = |&(other, id): &(u32, u32)| other == hash && self.rows[id as usize].0 == row;
        match self.index.find(spread(hash), same) {
            Some(&(_, id)) => id,
            None => {
                let value = value(texts, &row);
                self.push(row, hash, value)
            }
        }
    }

    fn push(&mut self, row: [Text; N], hash: u32, value: V) -> u32 {
        let id = id(self.rows.len());
        self.rows.push((row, value));
        self.index.insert_unique(spread(hash), (hash, id), |&(hash, _)| spread(hash));
        id
    }

    fn matches(&self, texts: &Texts, id: u32, fields: &[&[u8]; N]) -> bool {
        let row = &self.rows[id as usize].0;
        // Most fields of most records are blank: those cost no look at the texts.
        row.iter().zip(fields).all(|(&text, field)| match (text.is_blank(), field.is_empty()) {
            (false, false) => same(texts.bytes(text), field),
            (blank, empty) => blank == empty,
        })
    }
}

/// The hash of a row's texts: the same wherever they are kept.
pub(super) fn hash_row<const N: usize>(texts: &Texts, row: &[Text; N]) -> u32 {
    hash(&row.map(|text| texts.bytes(text)))
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "only some bits are wanted")]
fn hash<const N: usize>(fields: &[&[u8]; N]) -> u32 {
    let mut hasher = FxHasher::default();
    for (place, field) in fields.iter().enumerate() {
        if !field.is_empty() {
            hasher.write_usize(place);
            hasher.write(field);
        }
    }
    hasher.finish() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_apart_by_where_a_text_stands() {
        let mut texts = Texts::default();
        let mut tuples = Tuples::<2, ()>::default();
        let mut replaced = 0;
        let mut add = |fields: [&[u8]; 2]| tuples.intern(&mut texts, &fields, &mut replaced, |_, _| ());
        let first = add([b"ab", b"c"]);
        assert_ne!(add([b"a", b"bc"]), first);
        assert_ne!(add([b"", b"abc"]), first);
        assert_eq!(add([b"ab", b"c"]), first);
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced_and_counted_every_time() {
        let mut texts = Texts::default();
        let mut tuples = Tuples::<1, ()>::default();
        let mut replaced = 0;
        let first = tuples.intern(&mut texts, &[b"Zo\xEB"], &mut replaced, |_, _| ());
        let again = tuples.intern(&mut texts, &[b"Zo\xEB"], &mut replaced, |_, _| ());
        assert_eq!((first, replaced), (again, 2));
        assert_eq!(texts.get(tuples.get(first).0[0]), "Zo\u{FFFD}");
    }
}
