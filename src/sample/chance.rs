//! Where does the city's variety come from? Numbers that depend on the seed and on what they are for, on nothing else.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What a stream of random numbers is for; streams never disturb each other.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose {
    Shape,
    Lines,
    Blocks,
    Density,
    Names,
    Divisions,
    Roads,
    Plan,
    Facilities,
    Organizations,
}

/// The stream of random numbers of a seed for one purpose.
pub(super) fn dice(seed: u64, purpose: Purpose) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(purpose as u64 + 1);
    rng
}

/// One of `choices`, each as likely as the next; `choices` must not be empty.
pub(super) fn pick<'a, T>(rng: &mut impl Rng, choices: &'a [T]) -> &'a T {
    &choices[rng.random_range(0..choices.len())]
}

/// Things to draw from, each as likely as it is heavy.
#[derive(Debug, Clone)]
pub(super) struct Urn<T> {
    /// Each with the weight of all up to and with it.
    things: Vec<(T, f64)>,
}

impl<T> Urn<T> {
    /// An urn of things with their weights; at least one.
    pub(super) fn new(mut things: Vec<(T, f64)>) -> Self {
        let mut sum = 0.0;
        for (_, weight) in &mut things {
            sum += *weight;
            *weight = sum;
        }
        Self { things }
    }

    /// The weight of all.
    pub(super) fn weight(&self) -> f64 {
        self.things.last().map_or(0.0, |(_, sum)| *sum)
    }

    /// One of them; it stays in the urn.
    pub(super) fn draw(&self, rng: &mut impl Rng) -> &T {
        let at = rng.random::<f64>() * self.weight();
        let place = self.things.partition_point(|(_, sum)| *sum <= at).min(self.things.len() - 1);
        &self.things[place].0
    }
}

/// Fisher and Yates' shuffle.
pub(super) fn shuffle<T>(rng: &mut impl Rng, items: &mut [T]) {
    for last in (1..items.len()).rev() {
        items.swap(last, rng.random_range(0..=last));
    }
}

/// A number from 0 (inclusive) to 1 (exclusive) for a seed and two whole numbers (Steele's SplitMix64 finaliser).
pub(super) fn unit(seed: u64, a: i64, b: i64) -> f64 {
    let mut z = seed ^ (a as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (b as u64).rotate_left(32).wrapping_mul(0xD1B5_4A32_D192_ED03);
    for _ in 0..2 {
        z = z.wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
    }
    (z >> 11) as f64 / (1u64 << 53) as f64
}

/// Value noise: smooth, from -1 to 1, one independent value a unit square (Perlin's quintic between them).
pub(super) fn noise(seed: u64, x: f64, y: f64) -> f64 {
    let (x0, y0) = (x.floor(), y.floor());
    let fade = |t: f64| t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
    let (tx, ty) = (fade(x - x0), fade(y - y0));
    let (i, j) = (x0 as i64, y0 as i64);
    let low = mix(unit(seed, i, j), unit(seed, i + 1, j), tx);
    let high = mix(unit(seed, i, j + 1), unit(seed, i + 1, j + 1), tx);
    mix(low, high, ty) * 2.0 - 1.0
}

/// From `a` to `b` as `t` goes from 0 to 1.
pub(super) fn mix(a: f64, b: f64, t: f64) -> f64 {
    a + (b - a) * t
}

/// 0 below `low`, 1 above `high`, smooth between.
pub(super) fn ramp(low: f64, high: f64, x: f64) -> f64 {
    let t = ((x - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_repeat_and_differ_by_purpose_and_seed() {
        let draw = |seed, purpose| dice(seed, purpose).random::<u64>();
        assert_eq!(draw(1, Purpose::Shape), draw(1, Purpose::Shape));
        assert_ne!(draw(1, Purpose::Shape), draw(1, Purpose::Lines));
        assert_ne!(draw(1, Purpose::Shape), draw(2, Purpose::Shape));
    }

    #[test]
    fn an_urn_gives_the_heavy_more_often_and_the_weightless_never() {
        let urn = Urn::new(vec![("never", 0.0), ("seldom", 1.0), ("often", 9.0)]);
        let mut rng = dice(1, Purpose::Plan);
        let drawn: Vec<&str> = (0..1_000).map(|_| *urn.draw(&mut rng)).collect();
        let count = |word: &str| drawn.iter().filter(|other| **other == word).count();
        assert_eq!((count("never"), urn.weight()), (0, 10.0));
        assert!((60..150).contains(&count("seldom")));
    }

    #[test]
    fn noise_is_smooth_and_stays_between_its_bounds() {
        for step in 0..5_000 {
            let x = f64::from(step) * 0.013 - 20.0;
            let here = noise(7, x, x * 0.7);
            assert!((-1.0..=1.0).contains(&here));
            assert!((noise(7, x + 0.001, x * 0.7) - here).abs() < 0.01);
        }
    }
}
