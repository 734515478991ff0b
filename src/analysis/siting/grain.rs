//! When is a bound good enough to be a proof?
//!
//! 1. Two objectives are equal when they differ by less than 10^-9 of the scale, which is the total weight or the objective itself.
//! 2. Where all objectives are whole numbers, a better one is better by at least 1, and a bound above the next whole number is a proof.
//!
//! Everything is minimised here.

/// Two objectives that differ by less than this share of their scale are equal.
const RELATIVE_TOLERANCE: f64 = 1e-9;

/// The smallest difference that counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Grain {
    whole: bool,
    tolerance: f64,
}

impl Grain {
    /// The grain of objectives of that scale; `whole` when they are whole numbers.
    pub(super) fn new(whole: bool, scale: f64) -> Grain {
        let tolerance = RELATIVE_TOLERANCE * scale.abs();
        // Beyond that scale sums of whole numbers are not told apart reliably.
        Grain { whole: whole && tolerance < 0.1, tolerance }
    }

    /// Whether nothing better than `best` can have a bound of `bound`.
    pub(super) fn settles(self, bound: f64, best: f64) -> bool {
        if self.whole { bound > best - 1.0 + self.tolerance.max(1e-6) } else { bound >= best - self.tolerance }
    }

    /// Whether a value is better, and not by rounding alone.
    pub(super) fn improves(self, value: f64, best: f64) -> bool {
        if self.whole { value < best - 0.5 } else { value < best - self.tolerance }
    }

    /// The bound, rounded up to the next objective that can be.
    pub(super) fn rounded(self, bound: f64) -> f64 {
        if self.whole { (bound - self.tolerance.max(1e-6)).ceil() } else { bound }
    }
}

/// Whether all numbers are whole; infinite ones are not looked at.
pub(super) fn all_whole(numbers: &[f64]) -> bool {
    numbers.iter().all(|number| number.fract() == 0.0 || number.is_infinite())
}
