//! Where in 64 bytes of text something is.

/// How many bytes are looked at together.
pub(super) const BLOCK: usize = 64;

/// Where in a block something is: bit `i` is byte `i`.
pub(super) struct Masks {
    /// Delimiters and line ends.
    pub(super) ends: u64,
    pub(super) line_ends: u64,
    pub(super) quotes: u64,
}

/// With wasm's own instructions for it.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
impl Masks {
    #[inline]
    pub(super) fn of(block: &[u8; BLOCK], delimiter: u8) -> Self {
        use std::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_splat, u64x2};
        let [delimiter, line_end, quote] = [delimiter, b'\n', b'"'].map(|byte| u8x16_splat(byte));
        let mut masks = Self { ends: 0, line_ends: 0, quotes: 0 };
        let (words, _) = block.as_chunks::<8>();
        let (pairs, _) = words.as_chunks::<2>();
        for (pair, shift) in pairs.iter().zip((0..).step_by(16)) {
            let [low, high] = pair.map(u64::from_le_bytes);
            let bytes = u64x2(low, high);
            let bits = |wanted| u64::from(u8x16_bitmask(u8x16_eq(bytes, wanted))) << shift;
            masks.ends |= bits(delimiter);
            masks.line_ends |= bits(line_end);
            masks.quotes |= bits(quote);
        }
        masks.ends |= masks.line_ends;
        masks
    }
}

/// Elsewhere such instructions cannot be had without `unsafe`.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
impl Masks {
    /// Simple loops of fixed length: the compiler makes vector instructions of them.
    #[inline]
    pub(super) fn of(block: &[u8; BLOCK], delimiter: u8) -> Self {
        let mut ends = [0; BLOCK];
        let mut any_line_end = 0;
        let mut any_quote = 0;
        for (end, &byte) in ends.iter_mut().zip(block) {
            let line_end = u8::from(byte == b'\n');
            *end = u8::from(byte == delimiter) | line_end;
            any_line_end |= line_end;
            any_quote |= u8::from(byte == b'"');
        }
        let only = |wanted: u8| {
            let mut hits = [0; BLOCK];
            for (hit, &byte) in hits.iter_mut().zip(block) {
                *hit = u8::from(byte == wanted);
            }
            bits(&hits)
        };
        Self {
            ends: bits(&ends),
            line_ends: if any_line_end == 0 { 0 } else { only(b'\n') },
            quotes: if any_quote == 0 { 0 } else { only(b'"') },
        }
    }
}

/// One bit for each byte that is 1; the others are 0.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline]
fn bits(bytes: &[u8; BLOCK]) -> u64 {
    // Shifts byte i of the eight, which is bit 8 * i, to bit 56 + i.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (words, _) = bytes.as_chunks::<8>();
    let mut bits = 0;
    for (word, shift) in words.iter().zip((0..).step_by(8)) {
        bits |= (u64::from_le_bytes(*word).wrapping_mul(GATHER) >> 56) << shift;
    }
    bits
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
            let masks = Masks::of(&block, b',');
            prop_assert_eq!(masks.ends, bits(&|byte| byte == b',' || byte == b'\n'));
            prop_assert_eq!(masks.line_ends, bits(&|byte| byte == b'\n'));
            prop_assert_eq!(masks.quotes, bits(&|byte| byte == b'"'));
        }
    }
}
