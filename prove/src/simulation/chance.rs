//! Dice, from a seed.

use std::cell::RefCell;
use test_kit::SplitMix64;

/// A sequence of decisions that its seed repeats.
pub struct Chance(RefCell<SplitMix64>);

impl Chance {
    /// The decisions of a seed; `stream` tells sequences of one seed apart.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut of_seed = SplitMix64::new(seed);
        let start = of_seed.next_u64() ^ SplitMix64::new(stream).next_u64();
        Self(RefCell::new(SplitMix64::new(start)))
    }

    /// A number below `end`.
    pub fn below(&self, end: u64) -> u64 {
        self.0.borrow_mut().below(end)
    }

    /// A number from `from` to `to`, both included.
    pub fn within(&self, from: i64, to: i64) -> i64 {
        from + self.below(from.abs_diff(to) + 1).cast_signed()
    }

    /// True `per_mille` times out of a thousand.
    pub fn happens(&self, per_mille: u64) -> bool {
        self.below(1_000) < per_mille
    }

    /// One of several.
    pub fn pick<'a, T>(&self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }

    /// Fills `bytes`.
    pub fn fill(&self, bytes: &mut [u8]) {
        self.0.borrow_mut().fill(bytes);
    }
}
