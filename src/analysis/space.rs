//! How far apart are two points, and how are they laid out so that a straight line ranks them?
//!
//! A point on the sphere is laid out as a unit vector: the chord between two of them grows with their great-circle
//! distance everywhere, across the 180th meridian and at the poles too. A point on a plane is laid out as itself.
//! Refuses to know roads, datums and ellipsoids: distances are great-circle metres, or metres on a plane.
//!
//! # Ranking by chord, answering in haversine metres
//!
//! Reported distances are haversine metres (Sinnott, "Virtues of the haversine", Sky & Telescope 68(2), 1984). Both the
//! haversine `h = sin²(d/2R)` and the squared chord `c² = 4h` are rounded, so two points may stand in one order by chord
//! and in the other by metres. In double precision a unit vector is off by a few 1e-16, and so are the angles in the
//! haversine; hence `|c - 2√h|` stays below about 2e-15 at any distance, the antipode included: there the *metres* react to
//! an error in `h` by up to 0.1 m, but `h` and `c` themselves are flat and precise. Everything whose chord is within
//! [`SLACK`] = 1e-13 (0.6 µm near by) of the last one wanted is therefore kept and ranked again by exact metres.

use crate::domain::position::EARTH_RADIUS_M;

/// Distances are compared with limits to within so many metres, so that a place exactly at a limit is within it by whichever
/// formula somebody else worked the distance out: rounding alone moves it by less.
pub const ROUNDING_M: f64 = 1e-6;

/// A longitude and latitude in degrees, or x and y in metres.
pub type Point = [f64; 2];

/// A point laid out so that straight-line distance ranks like distance.
pub(super) type Straight = [f64; 3];

/// The largest doubt about a chord on the unit sphere, fifty times the error that the module's text works out.
const SLACK: f64 = 1e-13;

/// The same for a distance on a plane, as a share of it: only the last rounding of a square root can merge two of them.
const PLANE_SLACK: f64 = 1e-12;

/// What the coordinates of points mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// Longitude and latitude in degrees; distances are great-circle metres.
    Sphere,
    /// x and y in metres; distances are Euclidean.
    Plane,
}

impl Space {
    /// Metres between two points: the number that is reported and compared with limits.
    pub fn distance_m(self, a: Point, b: Point) -> f64 {
        match self {
            Space::Sphere => haversine_m(a, b),
            Space::Plane => squared([a[0] - b[0], a[1] - b[1], 0.0]).sqrt(),
        }
    }

    /// The point laid out: a unit vector, or `[x, y, 0]`.
    pub(super) fn straight(self, [x, y]: Point) -> Straight {
        match self {
            Space::Plane => [x, y, 0.0],
            Space::Sphere => {
                let (sin_lon, cos_lon) = x.to_radians().sin_cos();
                let (sin_lat, cos_lat) = y.to_radians().sin_cos();
                [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat]
            }
        }
    }

    /// The straight-line length that a point may have whose metres are still not more than those of a point at `length`.
    pub(super) fn widen(self, length: f64) -> f64 {
        match self {
            Space::Sphere => length + SLACK,
            Space::Plane => length * (1.0 + PLANE_SLACK),
        }
    }

    /// Metres along the ground of a straight-line length: as precise as [`Space::distance_m`], save near the antipode.
    pub(super) fn metres(self, length: f64) -> f64 {
        match self {
            Space::Sphere => 2.0 * EARTH_RADIUS_M * (length / 2.0).min(1.0).asin(),
            Space::Plane => length,
        }
    }

    /// The straight-line length within which everything within `within_m` metres lies.
    pub(super) fn reach(self, within_m: f64) -> f64 {
        let length = match self {
            Space::Plane => within_m,
            Space::Sphere => 2.0 * (within_m / (2.0 * EARTH_RADIUS_M)).min(std::f64::consts::FRAC_PI_2).sin(),
        };
        self.widen(length)
    }
}

/// Great-circle metres: the formula of [`crate::domain::position::Position::distance_m`] to the last bit.
fn haversine_m([lon_a, lat_a]: Point, [lon_b, lat_b]: Point) -> f64 {
    let half_lat = ((lat_b - lat_a).to_radians() / 2.0).sin();
    let half_lon = ((lon_b - lon_a).to_radians() / 2.0).sin();
    let h = (half_lat * half_lat + lat_a.to_radians().cos() * lat_b.to_radians().cos() * half_lon * half_lon).clamp(0.0, 1.0);
    2.0 * EARTH_RADIUS_M * h.sqrt().atan2((1.0 - h).sqrt())
}

pub(super) fn squared([x, y, z]: Straight) -> f64 {
    x * x + y * y + z * z
}

pub(super) fn minus(a: Straight, b: Straight) -> Straight {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

/// Unit vectors turned so that a set of points lies round the z axis. Boxes along the axes then lie flat on the sphere
/// and fit a town's points as closely as boxes on a map would, without the map's distortion.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    space: Space,
    axes: [Straight; 3],
}

impl Frame {
    /// The frame whose z axis goes through the middle of the points; unturned on a plane.
    pub fn around(space: Space, points: impl Iterator<Item = Straight>) -> Frame {
        let sum = points.fold([0.0; 3], |sum, point| [sum[0] + point[0], sum[1] + point[1], sum[2] + point[2]]);
        let length = squared(sum).sqrt();
        if space == Space::Plane || length < 1e-6 {
            return Frame { space, axes: [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]] };
        }
        let up = sum.map(|part| part / length);
        let across = if up[0].abs() < 0.7 { [1.0, 0.0, 0.0] } else { [0.0, 1.0, 0.0] };
        let east = cross(across, up);
        let east = east.map(|part| part / squared(east).sqrt());
        Frame { space, axes: [east, cross(up, east), up] }
    }

    /// The point laid out and turned.
    pub fn straight(&self, point: Point) -> Straight {
        self.turn(self.space.straight(point))
    }

    /// A laid-out point turned into this frame; lengths stay as they are, to within rounding.
    pub fn turn(&self, point: Straight) -> Straight {
        self.axes.map(|axis| axis[0] * point[0] + axis[1] * point[1] + axis[2] * point[2])
    }

    /// A point of this frame as [`Space::straight`] lays it out, to within rounding.
    pub fn turn_back(&self, [x, y, z]: Straight) -> Straight {
        let [east, north, up] = self.axes;
        [0, 1, 2].map(|axis| x * east[axis] + y * north[axis] + z * up[axis])
    }
}

fn cross(a: Straight, b: Straight) -> Straight {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

#[cfg(test)]
mod tests {
    use crate::{analysis::random::Random, domain::position::Position};

    use super::*;

    #[test]
    fn the_distance_is_that_of_positions_to_the_last_bit() {
        let mut random = Random(1);
        for _ in 0..10_000 {
            let [a, b] = [random.point(), random.point()];
            let position = |[lon, lat]: Point| Position::new(lon, lat).expect("a point of the test is on the earth");
            assert_eq!(Space::Sphere.distance_m(a, b), position(a).distance_m(position(b)));
        }
        assert_eq!(Space::Plane.distance_m([1.0, 1.0], [301.0, 401.0]), 500.0);
    }

    #[test]
    fn chord_and_haversine_differ_by_far_less_than_the_slack() {
        let mut random = Random(2);
        for case in 0..100_000 {
            let a = random.point();
            let spread = 10f64.powi(-(case % 16));
            let b = match case % 3 {
                0 => random.point(),
                1 => [a[0] + random.between(-spread, spread), (a[1] + random.between(-spread, spread)).clamp(-90.0, 90.0)],
                _ => [a[0] + 180.0 + random.between(-spread, spread), (-a[1] + random.between(-spread, spread)).clamp(-90.0, 90.0)],
            };
            let frame = Frame::around(Space::Sphere, [Space::Sphere.straight(random.point())].into_iter());
            let chord = squared(minus(frame.straight(a), frame.straight(b))).sqrt();
            let by_haversine = 2.0 * (Space::Sphere.distance_m(a, b) / EARTH_RADIUS_M / 2.0).sin();
            assert!((chord - by_haversine).abs() < SLACK / 30.0, "{a:?} {b:?}: {chord} {by_haversine}");
        }
    }

    #[test]
    fn turning_back_undoes_turning() {
        let mut random = Random(3);
        for _ in 0..1_000 {
            let point = Space::Sphere.straight(random.point());
            let frame = Frame::around(Space::Sphere, [Space::Sphere.straight(random.point())].into_iter());
            assert!(squared(minus(frame.turn_back(frame.turn(point)), point)).sqrt() < SLACK / 30.0);
        }
    }
}
