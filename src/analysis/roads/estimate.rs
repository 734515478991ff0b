//! How far is it on foot where there is no network? The straight line times a factor, and nothing but an estimate (估算).
//!
//! Refuses to call itself a measurement: whoever shows such a figure says which it is.

use crate::{
    analysis::space::{Point, Space},
    domain::street::{Pace, Profile},
};

/// What stands in for a network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Metres on foot for each metre of straight line; at least 1.
    pub detour_factor: f64,
    /// Kilometres an hour.
    pub speed_kmh: f64,
}

impl Estimate {
    /// At the pace of a profile.
    pub fn of(pace: Pace, profile: Profile) -> Estimate {
        Estimate { detour_factor: pace.detour_factor(), speed_kmh: pace.kmh(profile) }
    }

    /// Metres on foot between two points, estimated.
    pub fn distance_m(&self, from: Point, to: Point) -> f64 {
        self.walked_m(Space::Sphere.distance_m(from, to))
    }

    /// Metres on foot for metres of straight line.
    pub fn walked_m(&self, straight_m: f64) -> f64 {
        straight_m * self.detour_factor.max(1.0)
    }

    /// Metres of straight line for metres on foot: within how far to look for what is within so many metres on foot.
    pub fn straight_m(&self, walked_m: f64) -> f64 {
        walked_m / self.detour_factor.max(1.0)
    }

    /// Metres on foot in so many seconds.
    pub fn metres_in(&self, seconds: f64) -> f64 {
        seconds * self.speed_kmh / 3.6
    }

    /// Seconds for metres on foot.
    pub fn walk_s(&self, walked_m: f64) -> f64 {
        walked_m * 3.6 / self.speed_kmh.max(3.6e-3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kilometre_of_straight_line_is_thirteen_hundred_metres_and_a_quarter_of_an_hour_and_a_bit() {
        let estimate = Estimate { detour_factor: 1.3, speed_kmh: 4.8 };
        assert_eq!(estimate.walked_m(1_000.0), 1_300.0);
        assert_eq!(estimate.walk_s(1_300.0), 975.0);
        assert!((estimate.straight_m(1_300.0) - 1_000.0).abs() < 1e-9);
        let (from, to) = ([108.9, 34.2], [108.95, 34.2]);
        assert_eq!(estimate.distance_m(from, to), Space::Sphere.distance_m(from, to) * 1.3);
    }
}
