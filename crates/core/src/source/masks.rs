//! Where in 64 bytes of text something is.

use wide::u8x16;

/// How many bytes are looked at together.
pub(super) const BLOCK: usize = 64;

/// Where in a block something is: bit `i` is byte `i`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Masks {
    /// Delimiters and line ends.
    pub(super) ends: u64,
    pub(super) line_ends: u64,
    pub(super) quotes: u64,
}

impl Masks {
    /// Of a block of text with this delimiter.
    #[inline]
    pub(super) fn of(block: &[u8; BLOCK], delimiter: u8) -> Self {
        let wanted = [delimiter, b'\n', b'"'].map(u8x16::splat);
        let mut found = [0; 3];
        let (parts, _) = block.as_chunks();
        for (&part, shift) in parts.iter().zip((0..).step_by(16)) {
            let part = u8x16::new(part);
            for (found, wanted) in found.iter_mut().zip(wanted) {
                *found |= u64::from(part.simd_eq(wanted).to_bitmask()) << shift;
            }
        }
        let [delimiters, line_ends, quotes] = found;
        Self { ends: delimiters | line_ends, line_ends, quotes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_byte_is_found(text in prop::collection::vec(
            prop::sample::select(b",\n\"a\x80\xAC\x00\x2D".to_vec()), BLOCK,
        )) {
            let block: [u8; BLOCK] = text.try_into().unwrap();
            let bits = |wanted: &dyn Fn(u8) -> bool| {
                block.iter().zip(0..).fold(0, |bits, (&byte, n)| bits | u64::from(wanted(byte)) << n)
            };
            let line_ends = bits(&|byte| byte == b'\n');
            let ends = bits(&|byte| byte == b',') | line_ends;
            let masks = Masks { ends, line_ends, quotes: bits(&|byte| byte == b'"') };
            prop_assert_eq!(Masks::of(&block, b','), masks);
        }
    }
}
