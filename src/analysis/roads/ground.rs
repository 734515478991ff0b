//! How is a small part of the map taken as flat? In metres to the east and north of a point.

use crate::{analysis::space::Point, domain::position::EARTH_RADIUS_M};

use super::network::UNITS;

/// The flat ground round a point.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ground {
    /// The point in units.
    pub middle: [f64; 2],
    /// Metres in a unit, to the east and to the north.
    metres: [f64; 2],
}

impl Ground {
    /// The ground round a point in degrees.
    pub fn around([lon, lat]: Point) -> Ground {
        let north = EARTH_RADIUS_M.to_radians() / UNITS;
        Ground { middle: [lon * UNITS, lat * UNITS], metres: [north * lat.to_radians().cos().max(1e-6), north] }
    }

    /// Metres from the middle to a point in units.
    pub fn metres(&self, units: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|axis| (units[axis] - self.middle[axis]) * self.metres[axis])
    }

    /// The point in units that lies so many metres from the middle.
    pub fn units(&self, metres: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|axis| self.middle[axis] + metres[axis] / self.metres[axis])
    }
}

/// A point of the map in floating units.
pub(super) fn units(point: [i32; 2]) -> [f64; 2] {
    point.map(f64::from)
}

/// The share of a line at which it is nearest to the origin, and the square of that distance.
pub(super) fn nearest_share(a: [f64; 2], b: [f64; 2]) -> (f64, f64) {
    let along = [b[0] - a[0], b[1] - a[1]];
    let length = along[0] * along[0] + along[1] * along[1];
    let share = if length > 0.0 { (-(a[0] * along[0] + a[1] * along[1]) / length).clamp(0.0, 1.0) } else { 0.0 };
    let at = [a[0] + share * along[0], a[1] + share * along[1]];
    (share, at[0] * at[0] + at[1] * at[1])
}
