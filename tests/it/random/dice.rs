//! Chance that can be repeated.

/// A sequence of numbers that follows from the first one.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below another one.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        // Xorshift, and its upper bits.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 33) % limit as u64) as usize
    }

    /// True once in so many times.
    pub(super) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(super) fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    /// Some of them, in another order.
    pub(super) fn some<T: Clone>(&mut self, of: &[T]) -> Vec<T> {
        let mut left: Vec<T> = of.to_vec();
        let mut some = Vec::new();
        for _ in 0..self.below(of.len() + 1) {
            some.push(left.remove(self.below(left.len())));
        }
        some
    }
}
