//! Which multipliers give a good bound? The volume algorithm.
//!
//! A bound as a function of multipliers is concave and has kinks. Subgradients jump at the kinks; their running average is steadier,
//! and the same average of the sites chosen comes near to the fractional optimum.
//!
//! 1. From the best multipliers so far a step goes along the averaged subgradient, as long as Polyak's rule for a target says.
//! 2. The new subgradient is mixed into the average; the share is the one that makes it shortest, within limits.
//! 3. A better bound becomes the new centre. Four steps without one shorten the steps by a third.
//!
//! F. Barahona and R. Anbil, *The volume algorithm: producing primal solutions with a subgradient method*, Mathematical Programming
//! 87, 2000.

/// Steps without a better bound until steps are shortened.
const PATIENCE: usize = 4;

/// What they are shortened by.
const SHORTER: f64 = 0.7;
/// The largest share of a new subgradient in the average; the smallest is a tenth of it.
const LARGEST_SHARE: f64 = 0.3;

/// Steps with little known.
pub(super) const LONG_STEPS: f64 = 0.2;
/// Steps from multipliers that were good for a similar problem.
pub(super) const SHORT_STEPS: f64 = 0.06;

/// The state of an ascent.
pub(super) struct Volume {
    center: Vec<f64>,
    best: f64,
    trial: Vec<f64>,
    direction: Vec<f64>,
    openness: Vec<f64>,
    factor: f64,
    misses: usize,
}

impl Volume {
    /// Starts at some multipliers, with steps of that length.
    pub(super) fn new(start: Vec<f64>, sites: usize, factor: f64) -> Volume {
        Volume {
            center: start.clone(),
            best: f64::NEG_INFINITY,
            direction: Vec::new(),
            trial: start,
            openness: vec![0.0; sites],
            factor,
            misses: 0,
        }
    }

    /// The multipliers to look at next.
    pub(super) fn trial(&self) -> &[f64] {
        &self.trial
    }

    /// The best bound so far.
    pub(super) fn best(&self) -> f64 {
        self.best
    }

    /// How long steps are.
    pub(super) fn factor(&self) -> f64 {
        self.factor
    }

    /// The best multipliers, and by site the share of the time it was chosen.
    pub(super) fn into_parts(self) -> (Vec<f64>, Vec<f64>) {
        (self.center, self.openness)
    }

    /// Takes in what the trial gave: its bound, its subgradient and the sites that were chosen. Whether the bound is the best so far.
    pub(super) fn learn(&mut self, bound: f64, slope: &[f64], chosen: &[bool]) -> bool {
        if self.direction.is_empty() {
            self.direction = slope.to_vec();
            self.openness.iter_mut().zip(chosen).for_each(|(open, chosen)| *open = f64::from(u8::from(*chosen)));
            self.best = bound;
            return true;
        }
        let share = self.share(slope);
        let mut along = 0.0;
        for (direction, slope) in self.direction.iter_mut().zip(slope) {
            *direction += share * (slope - *direction);
            along += *direction * slope;
        }
        for (open, chosen) in self.openness.iter_mut().zip(chosen) {
            *open += share * (f64::from(u8::from(*chosen)) - *open);
        }
        let better = bound > self.best;
        if better {
            self.best = bound;
            self.center.copy_from_slice(&self.trial);
            self.misses = 0;
            if along > 0.0 {
                self.factor = (self.factor * 1.1).min(2.0);
            }
        } else {
            self.misses += 1;
            if self.misses >= PATIENCE {
                self.misses = 0;
                self.factor *= SHORTER;
            }
        }
        better
    }

    /// The share of the new subgradient that makes the average shortest, within limits.
    fn share(&self, slope: &[f64]) -> f64 {
        let (mut difference, mut overlap) = (0.0, 0.0);
        for (direction, slope) in self.direction.iter().zip(slope) {
            difference += (slope - direction) * (slope - direction);
            overlap += direction * (direction - slope);
        }
        if difference > 0.0 { (overlap / difference).clamp(0.1 * LARGEST_SHARE, LARGEST_SHARE) } else { LARGEST_SHARE }
    }

    /// Steps from the best multipliers towards a target; they stay between 0 and their ceilings. False when there is no way to go.
    pub(super) fn step(&mut self, target: f64, ceilings: &[f64]) -> bool {
        let mut length = 0.0;
        for ((direction, center), ceiling) in self.direction.iter().zip(&self.center).zip(ceilings) {
            let blocked = (*center <= 0.0 && *direction < 0.0) || (*center >= *ceiling && *direction > 0.0);
            length += if blocked { 0.0 } else { direction * direction };
        }
        if length <= 1e-14 {
            return false;
        }
        let size = self.factor * (target - self.best).max(1e-9 * self.best.abs()) / length;
        for (((trial, direction), center), ceiling) in self.trial.iter_mut().zip(&self.direction).zip(&self.center).zip(ceilings) {
            *trial = (center + size * direction).clamp(0.0, *ceiling);
        }
        true
    }
}
