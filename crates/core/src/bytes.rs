//! Bytes compared as this program needs it: often, and mostly with what is equal.

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

#[cfg(test)]
mod tests {
    use super::*;

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
