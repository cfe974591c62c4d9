//! Chance that comes out the same everywhere: splitmix64, in integers only.

/// One round of splitmix64's finaliser: spreads every bit of `value` over the whole word.
pub(super) const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// A stream of numbers that depends on its seed alone.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// The stream for a seed; neighbouring seeds give unrelated streams.
    pub(super) const fn new(seed: u64) -> Self {
        Self(mix(seed ^ 0x5eed_0f5e_5510_0106))
    }

    /// A number below `bound`; 0 where `bound` is 0.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let high = mix(self.0) >> 32;
        // The product of two 32-bit numbers: its upper half fits.
        u32::try_from((high * u64::from(bound)) >> 32).unwrap_or(0)
    }

    /// Seconds below `bound`; 0 where `bound` is not positive.
    pub(super) fn seconds(&mut self, bound: i64) -> i64 {
        i64::from(self.below(u32::try_from(bound).unwrap_or(0)))
    }

    /// Whether something happens that does in so many of a thousand cases.
    pub(super) fn of_thousand(&mut self, cases: u32) -> bool {
        self.below(1000) < cases
    }

    /// One of the list.
    pub(super) fn pick<T: Copy, const N: usize>(&mut self, list: &[T; N]) -> T {
        const { assert!(N > 0 && N <= 1000) };
        list[self.below(u32::try_from(N).unwrap_or(0)) as usize]
    }
}
