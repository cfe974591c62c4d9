//! Bytes compared and copied as this program needs it: often, and a few at a time.

use std::borrow::Cow;

/// Text. What is no UTF-8 is replaced (U+FFFD).
///
/// `from_utf8_lossy` looks at every byte by itself, also where nothing is wrong; `from_utf8` at words.
#[inline]
pub(crate) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// Whether both are the same.
///
/// Eight bytes at a time: in wasm, `==` of slices is a loop over single bytes.
#[inline]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let word = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    let ((words, _), (other_words, _)) = (one.as_chunks::<8>(), other.as_chunks::<8>());
    let same_words = words.iter().zip(other_words).all(|(a, b)| word(a) == word(b));
    same_words
        && match (one.last_chunk(), other.last_chunk()) {
            // The last eight again, in part: one look instead of up to seven.
            (Some(a), Some(b)) => word(a) == word(b),
            _ => one.iter().zip(other).all(|(a, b)| a == b),
        }
}

/// The highest bit of every byte that is less than that, at most 128; above the lowest such byte others may have theirs,
/// too. So it is exact whether there is one, and which is the lowest.
#[inline]
pub(crate) const fn less(word: u64, than: u8) -> u64 {
    word.wrapping_sub(repeat(than)) & !word & repeat(0x80)
}

/// The same of every byte that is this one.
#[inline]
pub(crate) const fn equal(word: u64, byte: u8) -> u64 {
    less(word ^ repeat(byte), 1)
}

const fn repeat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Appends bytes.
///
/// Sixteen at a time, which is a store or two: in wasm, a copy of any other number is a call out of it, which takes longer
/// than most texts of a table.
#[inline]
pub(crate) fn push(out: &mut Vec<u8>, bytes: &[u8]) {
    let start = out.len();
    let end = start + bytes.len();
    let (parts, rest) = bytes.as_chunks::<16>();
    parts.iter().for_each(|part| out.extend_from_slice(part));
    if rest.is_empty() {
        return;
    }
    if let Some(last) = bytes.last_chunk::<16>() {
        // The last sixteen again, in part.
        out.truncate(end - 16);
        out.extend_from_slice(last);
    } else if let (Some(first), Some(last)) = (rest.first_chunk::<8>(), rest.last_chunk::<8>()) {
        out.extend_from_slice(first);
        out.truncate(end - 8);
        out.extend_from_slice(last);
    } else if let (Some(first), Some(last)) = (rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        out.extend_from_slice(first);
        out.truncate(end - 4);
        out.extend_from_slice(last);
    } else {
        rest.iter().for_each(|&byte| out.push(byte));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pushed_stands_behind_what_was_there() {
        let text: Vec<u8> = (0..100).collect();
        for length in 0..text.len() {
            let mut out = b"before".to_vec();
            push(&mut out, &text[..length]);
            push(&mut out, b"");
            assert_eq!(out, [b"before", &text[..length]].concat());
        }
    }

    #[test]
    fn every_byte_counts() {
        let text: Vec<u8> = (1..40).collect();
        for length in 0..text.len() {
            let text = &text[..length];
            assert!(same(text, &[text].concat()));
            assert!(!same(text, &[text, b"x"].concat()));
            for place in 0..length {
                let mut other = text.to_vec();
                other[place] ^= 0x80;
                assert!(!same(text, &other), "byte {place} of {length}");
            }
        }
    }
}
