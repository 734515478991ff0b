//! How many people live at a spot? A dense old town, lesser centres, quarters of all sorts, an edge with open land.

use std::f64::consts::TAU;

use rand::Rng;

use super::{
    chance::{Purpose, dice, noise, ramp},
    plane::{Metres, distance},
};

/// The pattern of people over the land.
#[derive(Debug, Clone)]
pub(super) struct Density {
    seed: u64,
    radius: f64,
    /// The old town's middle.
    pub(super) old_town: Metres,
    /// The newest quarter, where families move.
    pub(super) new_town: Metres,
    /// Lesser centres: where, how high, how wide.
    centres: Vec<(Metres, f64, f64)>,
}

impl Density {
    /// The pattern of a seed, around the old town.
    pub(super) fn new(seed: u64, radius: f64, old_town: Metres) -> Self {
        let mut rng = dice(seed, Purpose::Density);
        let first: f64 = rng.random_range(0.0..TAU);
        let mut centres: Vec<_> = (0..5)
            .map(|number| {
                let angle = first + TAU * f64::from(number) / 5.0 + rng.random_range(-0.3..0.3);
                let away = radius * rng.random_range(0.48..0.70);
                ((away * angle.cos(), away * angle.sin()), rng.random_range(0.40..0.75), radius * rng.random_range(0.10..0.16))
            })
            .collect();
        centres.push(((old_town.0 + 0.2 * radius, old_town.1 - 0.16 * radius), 0.5, 0.14 * radius));
        let new_town = centres[0].0;
        Self { seed, radius, old_town, new_town, centres }
    }

    /// Relative density, about 1 in the old town, never negative.
    pub(super) fn at(&self, spot: Metres) -> f64 {
        let old = (-(distance(spot, self.old_town) / (0.33 * self.radius)).powf(1.7)).exp();
        let others: f64 = self.centres.iter().map(|(at, height, width)| height * (-(distance(spot, *at) / width).powi(2)).exp()).sum();
        let out = distance(spot, (0.0, 0.0)) / self.radius;
        let town = (old + others + 0.10) * (1.0 - 0.75 * ramp(0.70, 1.0, out));
        let quarter = 0.85 + 0.6 * self.noise(1, spot, 850.0);
        let block = 0.9 + 0.55 * self.noise(2, spot, 210.0);
        let works = 1.0 - 0.9 * ramp(0.30, 0.55, self.noise(3, spot, 1_900.0)) * ramp(0.25, 0.45, out);
        let village = 0.35 * ramp(0.35, 0.8, self.noise(4, spot, 800.0)) * ramp(0.6, 0.9, out);
        (town * quarter * block * works + village).max(0.004)
    }

    /// Share of people of 60 and over: high in the old town, low where the city is new.
    pub(super) fn elderly(&self, spot: Metres) -> f64 {
        (0.165 + 0.15 * self.oldness(spot) - 0.085 * self.newness(spot) + 0.045 * self.noise(5, spot, 600.0)).clamp(0.04, 0.45)
    }

    /// Share of people under 18: the other way round.
    pub(super) fn minors(&self, spot: Metres) -> f64 {
        (0.155 - 0.05 * self.oldness(spot) + 0.10 * self.newness(spot) + 0.03 * self.noise(6, spot, 700.0)).clamp(0.05, 0.35)
    }

    /// Share of people with disabilities.
    pub(super) fn disabled(&self, spot: Metres) -> f64 {
        0.05 + 0.02 * self.oldness(spot) + 0.012 * self.noise(7, spot, 900.0)
    }

    /// Hardship from 0 to 1: pockets, more of them around works and at the old edge.
    pub(super) fn hardship(&self, spot: Metres) -> f64 {
        let pockets = ramp(0.1, 0.8, self.noise(8, spot, 1_300.0));
        (0.25 + 0.6 * pockets + 0.2 * self.oldness(spot) - 0.2 * self.newness(spot)).clamp(0.03, 1.0)
    }

    fn oldness(&self, spot: Metres) -> f64 {
        (-(distance(spot, self.old_town) / (0.28 * self.radius)).powi(2)).exp()
    }

    fn newness(&self, spot: Metres) -> f64 {
        let quarter = (-(distance(spot, self.new_town) / (0.25 * self.radius)).powi(2)).exp();
        quarter.max(0.7 * ramp(0.6, 0.95, distance(spot, (0.0, 0.0)) / self.radius))
    }

    /// Two octaves of noise, turned against each other so that no square shows; about -1 to 1.
    fn noise(&self, number: u64, spot: Metres, length: f64) -> f64 {
        let length = length * (self.radius / 3_000.0).clamp(0.4, 1.0);
        let seed = self.seed ^ (0xD0 + number) << 20;
        let octave = |seed: u64, turn: f64, length: f64| {
            let (sin, cos) = turn.sin_cos();
            noise(seed, (spot.0 * cos - spot.1 * sin) / length, (spot.0 * sin + spot.1 * cos) / length)
        };
        0.62 * octave(seed, 0.4, 1.25 * length) + 0.55 * octave(!seed, 1.2, 0.7 * length)
    }
}
