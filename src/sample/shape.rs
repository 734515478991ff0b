//! How does a plain lattice become land that winds? A smooth map from lattice coordinates to metres.
//!
//! Lattice coordinates `(p, q)` run from `-radius` to `radius`. Steps:
//! 1. the square becomes a rounded blob (a blend with the elliptical disc mapping),
//! 2. the blob's edge swells and shrinks by angle,
//! 3. lines near the river wind with it, lines near the stream with that,
//! 4. smooth noise takes away the last straightness,
//! 5. everything is turned a little.

use std::f64::consts::TAU;

use rand::Rng;

use super::{
    chance::{Purpose, dice, noise, ramp},
    plane::Metres,
};

/// How far the square is rounded: 0 leaves a square, 1 makes a disc.
const ROUNDING: f64 = 0.78;

/// A sine: waves over its span, amplitude, phase.
type Wave = (f64, f64, f64);

/// The map from lattice coordinates to metres.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    /// Half the side of the lattice, about the city's radius.
    pub(super) radius: f64,
    /// The river's lattice column.
    pub(super) river: f64,
    /// The stream's lattice row.
    pub(super) stream: f64,
    seed: u64,
    turn: (f64, f64),
    outline: [Wave; 4],
    wind: [Wave; 3],
    brook: [Wave; 2],
}

impl Shape {
    /// The land of a seed.
    pub(super) fn new(seed: u64, people: u64) -> Self {
        let mut rng = dice(seed, Purpose::Shape);
        let radius = (9_000.0 * (people as f64 / 1e6).sqrt()).max(800.0);
        let mut wave = |waves: f64, amplitude: f64| {
            (waves * rng.random_range(0.9..1.1), amplitude * rng.random_range(0.8..1.1), rng.random_range(0.0..TAU))
        };
        let outline = [wave(1.0, 0.0), wave(1.0, 0.0), wave(1.0, 0.0), wave(1.0, 0.0)].map(|(_, _, phase)| phase);
        let outline = [(2.0, 0.075, outline[0]), (3.0, 0.055, outline[1]), (5.0, 0.03, outline[2]), (8.0, 0.018, outline[3])];
        let wind = [wave(0.62, 0.095), wave(1.35, 0.062), wave(2.9, 0.018)];
        let brook = [wave(0.8, 0.045), wave(2.1, 0.022)];
        let angle: f64 = rng.random_range(0.10..0.30);
        let side = if rng.random_bool(0.5) { 1.0 } else { -1.0 };
        let river = -rng.random_range(0.16..0.26) * radius;
        let stream = side * rng.random_range(0.46..0.56) * radius;
        Self { radius, river, stream, seed, turn: (-angle).sin_cos(), outline, wind, brook }
    }

    /// The metres of a lattice coordinate; beyond the lattice the land goes straight on.
    pub(super) fn at(&self, p: f64, q: f64) -> Metres {
        let r = self.radius;
        let (a, b) = ((p / r).clamp(-1.0, 1.0), (q / r).clamp(-1.0, 1.0));
        let (x, y) = (rounded(a, b), rounded(b, a));
        let angle = y.atan2(x);
        let swell = 1.0
            + (x * x + y * y) * self.outline.iter().map(|(waves, amplitude, phase)| amplitude * (waves * angle + phase).sin()).sum::<f64>();
        let near_river = (-((p - self.river) / (0.40 * r)).powi(2)).exp();
        let near_stream = (-((q - self.stream) / (0.22 * r)).powi(2)).exp() * ramp(self.river, self.river + 0.5 * r, p);
        let x = x * swell * r + r * sway(&self.wind, q / r) * near_river + (p - a * r);
        let y = y * swell * r + r * sway(&self.brook, p / r) * near_stream + (q - b * r);
        let (x, y) = (x + self.ripple(1, p, q), y + self.ripple(2, p, q));
        let (sin, cos) = self.turn;
        (x * cos - y * sin, x * sin + y * cos)
    }

    fn ripple(&self, axis: u64, p: f64, q: f64) -> f64 {
        let size = (self.radius / 3_000.0).clamp(0.5, 1.0);
        let octave = |number: u64, length: f64, height: f64| {
            height * size * noise(self.seed ^ (axis << 8 | number), p / (length * size), q / (length * size))
        };
        octave(1, 1_250.0, 95.0) + octave(2, 480.0, 24.0)
    }
}

fn rounded(a: f64, b: f64) -> f64 {
    a * (1.0 - ROUNDING + ROUNDING * (1.0 - b * b / 2.0).sqrt())
}

fn sway(waves: &[Wave], t: f64) -> f64 {
    waves.iter().map(|(waves, amplitude, phase)| amplitude * (TAU * waves * t + phase).sin()).sum()
}
