//! Which numbers does a test draw? The same ones every time.

/// A linear congruential generator (Knuth, MMIX), good enough for scattering points.
pub struct Random(pub u64);

impl Random {
    /// Evenly from 0 to 1, 1 excluded.
    pub fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Evenly from `low` to `high`, `high` excluded.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + self.unit() * (high - low)
    }

    /// Evenly from 0 to `end`, `end` excluded.
    pub fn below(&mut self, end: usize) -> usize {
        (self.unit() * end as f64) as usize
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A longitude and latitude, one in eight of them somewhere awkward: a pole, the 180th meridian, the equator.
    pub fn point(&mut self) -> [f64; 2] {
        let lon = if self.chance(0.06) { [-180.0, 180.0, 0.0, 90.0][self.below(4)] } else { self.between(-180.0, 180.0) };
        let lat = if self.chance(0.06) { [-90.0, 90.0, 0.0][self.below(3)] } else { self.between(-90.0, 90.0) };
        [lon, lat]
    }
}
