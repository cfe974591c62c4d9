//! Every text of a log, kept once; connections, of which there are about as many as presences, once in a while.

use crate::bytes;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxHasher;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::Hasher as _;
use std::ops::Range;

/// A text of a [`Texts`]. Equal texts have equal numbers, but for those [kept apart](Texts::keep_apart). The number says
/// nothing about order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text(u32);

impl Text {
    /// The blank text: not known.
    pub const BLANK: Self = Self(0);

    /// The text with this number.
    pub(super) const fn numbered(number: u32) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The number as an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Whether the text is blank.
    pub const fn is_blank(self) -> bool {
        self.0 == 0
    }
}

/// A block's size. Texts lie in blocks and not in one growing buffer, because in wasm a buffer that grows
/// by copying leaves its old place behind for good.
const BLOCK: usize = 1 << 22;
/// How many texts of another are looked for at once.
const AT_ONCE: usize = 16;
const LENGTH_BITS: u32 = 23;
const OFFSET_BITS: u32 = 23;
const BLOCK_BITS: u32 = 17;
/// Marks a text that is kept apart.
const APART: u64 = 1 << (BLOCK_BITS + OFFSET_BITS + LENGTH_BITS);
/// How many of the texts kept apart are remembered. Tests have few of them.
const RECENT: usize = if cfg!(test) { 2 } else { 1 << 10 };

/// Interned texts.
#[derive(Debug)]
pub struct Texts {
    pub(super) blocks: Vec<String>,
    /// Block, offset and length of each text, packed, and whether it is kept [`APART`].
    pub(super) spans: Vec<u64>,
    /// Numbers of texts with their hashes, so that growing looks at no text. Empty while no new text is looked for.
    pub(super) index: HashTable<(u32, u32)>,
    /// Hashes of texts kept apart with their numbers, each in the one place that its hash gives it.
    pub(super) recent: Vec<(u32, u32)>,
}

impl Default for Texts {
    fn default() -> Self {
        Self { blocks: Vec::new(), spans: vec![0], index: HashTable::new(), recent: Vec::new() }
    }
}

impl Texts {
    /// The number of a text; it is kept if it is new. Blank text is [`Text::BLANK`].
    pub fn intern(&mut self, text: &str) -> Text {
        if text.is_empty() {
            return Text::BLANK;
        }
        self.intern_hashed(text, short_hash(text.as_bytes()))
    }

    /// The same of a text that is not blank and has this hash.
    fn intern_hashed(&mut self, text: &str, hash: u32) -> Text {
        if self.index.is_empty() {
            self.index_all();
        }
        let Self { blocks, spans, index, .. } = self;
        let same = |&(other, id): &(u32, u32)| {
            other == hash && bytes::same(bytes_of(blocks, spans, id), text.as_bytes())
        };
        match index.entry(spread(hash), same, |&(hash, _)| spread(hash)) {
            Entry::Occupied(known) => Text(known.get().1),
            Entry::Vacant(place) => {
                let id = id(spans.len());
                place.insert((hash, id));
                spans.push(append(blocks, text));
                Text(id)
            }
        }
    }

    /// The same of bytes, most of which are texts seen before. Where they are no UTF-8 they are replaced (U+FFFD), and
    /// counted in `replaced`.
    #[inline]
    pub fn intern_bytes(&mut self, bytes: &[u8], replaced: &mut u64) -> Text {
        if bytes.is_empty() {
            return Text::BLANK;
        }
        let Self { blocks, spans, index, .. } = self;
        let hash = short_hash(bytes);
        let same =
            |&(other, id): &(u32, u32)| other == hash && bytes::same(bytes_of(blocks, spans, id), bytes);
        match index.find(spread(hash), same) {
            Some(&(_, found)) => Text(found),
            None => self.intern_new(bytes, hash, replaced),
        }
    }

    #[cold]
    fn intern_new(&mut self, bytes: &[u8], hash: u32, replaced: &mut u64) -> Text {
        match bytes::lossy(bytes) {
            Cow::Borrowed(text) => self.intern_hashed(text, hash),
            Cow::Owned(text) => {
                *replaced += 1;
                self.intern(&text)
            }
        }
    }

    /// The number of a text that hardly comes again: it is kept, and stands in no table, which would have a place in far
    /// memory for each of them. One that came a short while ago keeps its number, any other gets a new one; so such texts
    /// are the same where [their bytes are](Self::order). Bytes that are no UTF-8 are replaced and counted as above.
    #[inline]
    pub(super) fn keep_apart(&mut self, bytes: &[u8], replaced: &mut u64) -> Text {
        if bytes.is_empty() {
            return Text::BLANK;
        }
        let hash = short_hash(bytes);
        let place = hash as usize % RECENT;
        match self.recent.get(place) {
            Some(&(known, number)) if known == hash && bytes::same(self.bytes(Text(number)), bytes) => {
                Text(number)
            }
            _ => self.keep_new_apart(bytes, (hash, place), replaced),
        }
    }

    #[inline(never)]
    fn keep_new_apart(&mut self, bytes: &[u8], (hash, place): (u32, usize), replaced: &mut u64) -> Text {
        let Ok(text) = std::str::from_utf8(bytes) else { return self.intern_bytes(bytes, replaced) };
        let kept = self.append_apart(text);
        self.recent.resize(RECENT, (0, Text::BLANK.0));
        self.recent[place] = (hash, kept.0);
        kept
    }

    fn append_apart(&mut self, text: &str) -> Text {
        let id = id(self.spans.len());
        self.spans.push(append(&mut self.blocks, text) | APART);
        Text(id)
    }

    /// Whether a text is kept apart.
    fn is_apart(&self, text: Text) -> bool {
        self.spans[text.index()] & APART != 0
    }

    /// The order of two texts, by their bytes.
    pub(super) fn order(&self, one: Text, other: Text) -> Ordering {
        if one == other { Ordering::Equal } else { self.bytes(one).cmp(self.bytes(other)) }
    }

    /// Gives back the memory that only new texts need; the next one takes it again.
    pub(super) fn rest(&mut self) {
        self.index = HashTable::new();
        self.spans.shrink_to_fit();
    }

    #[cold]
    fn index_all(&mut self) {
        let all = || (1..id(self.spans.len())).map(Text).filter(|&text| !self.is_apart(text));
        let mut index = HashTable::with_capacity(all().count());
        all().for_each(|text| self.index_one(&mut index, text));
        self.index = index;
    }

    /// Never inlined: browsers make fast code of a function that is called often, and not of a loop that runs long.
    #[inline(never)]
    fn index_one(&self, index: &mut HashTable<(u32, u32)>, text: Text) {
        let hash = short_hash(self.bytes(text));
        index.insert_unique(spread(hash), (hash, text.0), |&(hash, _)| spread(hash));
    }

    /// The text with this number.
    pub fn get(&self, text: Text) -> &str {
        if text.is_blank() {
            return "";
        }
        let (block, place) = place(self.spans[text.index()]);
        &self.blocks[block][place]
    }

    /// Its bytes, without a look whether they begin and end with a character.
    #[inline]
    pub(super) fn bytes(&self, text: Text) -> &[u8] {
        if text.is_blank() { &[] } else { bytes_of(&self.blocks, &self.spans, text.0) }
    }

    /// Takes up all texts of another, and gives their numbers here by their numbers there.
    pub fn merge(&mut self, other: &Self) -> Vec<Text> {
        let mut texts: Vec<Text> = (0..id(other.spans.len())).map(Text).collect();
        for some in texts.chunks_mut(AT_ONCE) {
            self.approach(other, some);
            for text in some {
                let there = other.get(*text);
                *text = if other.is_apart(*text) { self.append_apart(there) } else { self.intern(there) };
            }
        }
        texts
    }

    /// Looks where some texts of another may be here.
    ///
    /// To look a text up takes several ways into far memory, one after the other. What is only looked at the processor
    /// need not wait for, so it goes the ways of all of them at once.
    fn approach(&self, other: &Self, texts: &[Text]) {
        let mut here = [Text::BLANK; AT_ONCE];
        for (here, &text) in here.iter_mut().zip(texts).filter(|(_, text)| !other.is_apart(**text)) {
            let hash = short_hash(other.bytes(text));
            self.index.find(spread(hash), |&(known, id)| {
                if known == hash {
                    *here = Text(id);
                }
                false
            });
        }
        std::hint::black_box(here.map(|text| self.bytes(text).first().copied()));
    }
}

fn append(blocks: &mut Vec<String>, text: &str) -> u64 {
    // A reader's record is at most 1 MiB and a replaced byte takes three: the length always fits; a longer
    // text handed in by other means is cut, not overflowed.
    let text = &text[..text.floor_char_boundary((1 << LENGTH_BITS) - 1)];
    let fits = blocks.last().is_some_and(|block| block.len() + text.len() <= block.capacity());
    if !fits {
        // The first block is small, so that a small log stays small.
        let size = if blocks.is_empty() { BLOCK >> 6 } else { BLOCK };
        blocks.push(String::with_capacity(size.max(text.len())));
    }
    let block = blocks.len() - 1;
    let offset = blocks[block].len();
    blocks[block].push_str(text);
    ((block as u64) << (LENGTH_BITS + OFFSET_BITS)) | ((offset as u64) << LENGTH_BITS) | text.len() as u64
}

/// Block, and where in it a text is.
#[inline]
fn place(span: u64) -> (usize, Range<usize>) {
    let length = low_bits(span, LENGTH_BITS);
    let offset = low_bits(span >> LENGTH_BITS, OFFSET_BITS);
    let block = low_bits(span >> (LENGTH_BITS + OFFSET_BITS), BLOCK_BITS);
    (block, offset..offset + length)
}

/// The bytes of a text that is not blank.
#[inline]
fn bytes_of<'a>(blocks: &'a [String], spans: &[u64], id: u32) -> &'a [u8] {
    let (block, place) = place(spans[id as usize]);
    &blocks[block].as_bytes()[place]
}

#[expect(clippy::cast_possible_truncation, reason = "at most 23 bits are left")]
fn low_bits(value: u64, bits: u32) -> usize {
    (value & ((1 << bits) - 1)) as usize
}

/// The number of the next element of a column of `length`. Columns are numbered in 32 bits; the memory for
/// more than four thousand million elements is not to be had before the limit is.
pub(crate) fn id(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "only some bits are wanted")]
fn short_hash(text: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(text);
    hasher.finish() as u32
}

/// A table looks at the lowest and at the highest bits.
#[inline]
pub(super) fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one() {
        let mut texts = Texts::default();
        let anna = texts.intern("Anna");
        assert_eq!(texts.intern("Bo"), texts.intern("Bo"));
        assert_eq!(texts.intern("Anna"), anna);
        assert_eq!(texts.get(anna), "Anna");
        assert_eq!(texts.get(Text::BLANK), "");
        assert!(texts.intern("").is_blank());
    }

    #[test]
    fn texts_fill_block_after_block() {
        let mut texts = Texts::default();
        let long = "ä".repeat(300_000);
        let ids: Vec<Text> = (0..40).map(|n| texts.intern(&format!("{n}{long}"))).collect();
        for (n, id) in ids.into_iter().enumerate() {
            assert!(texts.get(id).starts_with(&n.to_string()));
            assert_eq!(texts.get(id).len(), n.to_string().len() + 600_000);
        }
    }

    #[test]
    fn a_text_over_the_limit_is_cut_at_a_character() {
        let mut texts = Texts::default();
        let id = texts.intern(&"ä".repeat(1 << LENGTH_BITS));
        assert_eq!(texts.get(id).len(), (1 << LENGTH_BITS) - 2);
    }

    #[test]
    fn who_rests_knows_what_was_known() {
        let mut texts = Texts::default();
        let known = ["Anna", "Bo", "Cy"].map(|text| texts.intern(text));
        texts.rest();
        assert_eq!(texts.index.len(), 0);
        assert_eq!(known.map(|text| texts.get(text).to_owned()), ["Anna", "Bo", "Cy"]);
        assert_eq!(texts.intern_bytes(b"Bo", &mut 0), known[1]);
        assert_eq!(texts.intern("Cy"), known[2]);
        assert_eq!((texts.intern("Di"), texts.index.len()), (Text(4), 4));
    }

    #[test]
    fn what_is_kept_apart_is_in_no_table() {
        let mut texts = Texts::default();
        let mut replaced = 0;
        let anna = texts.intern("Anna");
        let apart = texts.keep_apart(b"Anna", &mut replaced);
        assert_ne!(apart, anna);
        assert_eq!(
            (texts.keep_apart(b"Anna", &mut replaced), texts.order(apart, anna)),
            (apart, Ordering::Equal)
        );
        for n in 0..100 {
            texts.keep_apart(format!("{n}").as_bytes(), &mut replaced);
        }
        assert_ne!(texts.keep_apart(b"Anna", &mut replaced), apart, "others took its place");
        assert_eq!(texts.keep_apart(b"", &mut replaced), Text::BLANK);
        // What has to be replaced may come again and again, and is one text for all that.
        let [one, other] = [b"\xFF", b"\xFF"].map(|bytes| texts.keep_apart(bytes, &mut replaced));
        assert_eq!((texts.get(one), one == other, replaced), ("\u{FFFD}", true, 2));

        let mut all = Texts::default();
        let bo = all.intern("Bo");
        let here = all.merge(&texts);
        for number in 0..id(texts.spans.len()) {
            assert_eq!(all.get(here[number as usize]), texts.get(Text(number)));
        }
        let known = (all.intern("Anna"), all.intern("\u{FFFD}"));
        assert_eq!(known, (here[anna.index()], here[one.index()]));
        all.rest();
        assert_eq!((all.intern("Anna"), all.intern("\u{FFFD}"), all.intern("Bo")), (known.0, known.1, bo));
        assert_eq!(all.index.len(), 3);
    }

    /// So many that several share their short hash, and that each in a block of its own would be too many blocks.
    #[test]
    fn hundreds_of_thousands_of_texts_are_told_apart() {
        let mut texts = Texts::default();
        let mut replaced = 0;
        let text = |n: u32| format!("{:08x}", n.wrapping_mul(0x9E37_79B1));
        let ids: Vec<Text> =
            (0..300_000).map(|n| texts.intern_bytes(text(n).as_bytes(), &mut replaced)).collect();
        for (n, &id) in (0..).zip(&ids) {
            assert_eq!(texts.get(id), text(n));
            assert_eq!(texts.intern_bytes(text(n).as_bytes(), &mut replaced), id);
        }
        assert_eq!((replaced, texts.blocks.len()), (0, 2));
        texts.intern_bytes(b"\xFF", &mut replaced);
        assert_eq!(replaced, 1);
    }
}
