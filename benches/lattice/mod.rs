//! A made-up town for benches on foot: streets along the rows and columns of a lattice, bent a little.

use carereach::domain::street::{Street, StreetClass, Streets};

/// Crossings along a side.
pub const SIDE: usize = 400;
/// Degrees from one crossing to the next.
pub const STEP: [f64; 2] = [0.001_087, 0.000_9];

/// A linear congruential generator (Knuth, MMIX).
pub struct Random(pub u64);

impl Random {
    /// From 0 to below 1.
    pub fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Each piece between two crossings a way of its own, a fifth of them missing.
pub fn lattice(random: &mut Random) -> Streets {
    let mut streets = Streets::default();
    for at in 0..SIDE * SIDE {
        let [column, row] = [at % SIDE, at / SIDE].map(|part| part as f64 + (random.unit() - 0.5) * 0.4);
        streets.points.push([(108.7 + column * STEP[0]) * 1e7, (34.1 + row * STEP[1]) * 1e7].map(|part| part as i32));
    }
    for at in 0..SIDE * SIDE {
        for (there, to) in [(at % SIDE + 1 < SIDE, at + 1), (at / SIDE + 1 < SIDE, at + SIDE)] {
            if there && random.unit() > 0.2 {
                streets.ways.push(Street {
                    points: [at as u32, to as u32].into(),
                    class: StreetClass::Residential,
                    name: None,
                    forward: true,
                    backward: true,
                    step_free: true,
                    off_ground: false,
                    climb: None,
                    duration_s: None,
                });
            }
        }
    }
    streets
}
