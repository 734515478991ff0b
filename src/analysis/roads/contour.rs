//! Where is the edge of the ground within a limit?
//!
//! Marching squares (W. E. Lorensen, H. E. Cline, "Marching cubes", SIGGRAPH 1987, in the plane): between a sample within the
//! limit and one beyond it the edge passes where a straight line between their distances meets the limit; where a barrier or
//! the street of somebody else is between them, before the barrier or half way. Where two samples within the limit face each other across two beyond it, the mean of the four decides.
//! All of it moves outward with the limit, so that contours of one raster lie inside one another.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

use super::raster::Raster;

/// The least and the largest share of a step at which an edge passes, so that rings never touch at a sample.
const SHARES: [f32; 2] = [0.01, 0.99];

/// The ground within a cost, longitude and latitude in degrees.
pub(super) fn contour(raster: &Raster, cost: u32) -> MultiPolygon<f64> {
    let tracer = Tracer { raster, limit_m: (f64::from(cost) / 1e3) as f32 };
    assemble(tracer.rings().into_iter().map(|ring| (area(&ring), ring)).collect(), raster)
}

type Ring = Vec<[f64; 2]>;

struct Tracer<'r> {
    raster: &'r Raster,
    limit_m: f32,
}

/// The side of a square from its south-west corner on, against the clock: which sample it starts at seen from there, which
/// axis it runs along, and whether it runs against the axis.
const SIDES: [([usize; 2], usize); 4] = [([0, 0], 0), ([1, 0], 1), ([0, 1], 0), ([0, 0], 1)];

/// The corners of a square, against the clock.
const CORNERS: [[usize; 2]; 4] = [[0, 0], [1, 0], [1, 1], [0, 1]];

impl Tracer<'_> {
    /// The rings, each with the ground on its left, in steps of the raster.
    fn rings(&self) -> Vec<Ring> {
        let mut next = vec![u32::MAX; self.raster.width * self.raster.height * 2];
        let mut starts = vec![];
        for row in 0..self.raster.height - 1 {
            for column in 0..self.raster.width - 1 {
                self.cross(column, row, |from, to| {
                    next[from as usize] = to;
                    starts.push(from);
                });
            }
        }
        let mut rings = vec![];
        for start in starts {
            let (mut ring, mut at) = (vec![], start);
            while next[at as usize] != u32::MAX {
                ring.push(self.point(at));
                at = std::mem::replace(&mut next[at as usize], u32::MAX);
            }
            if ring.len() >= 3 {
                rings.push(ring);
            }
        }
        rings
    }

    /// Tells of each stretch of the edge through a square: from which of its sides to which.
    fn cross(&self, column: usize, row: usize, mut tell: impl FnMut(u32, u32)) {
        let distances = CORNERS.map(|[x, y]| self.raster.distance_m(column + x, row + y));
        let within = distances.map(|distance| distance <= self.limit_m);
        if within == [true; 4] || within == [false; 4] {
            return;
        }
        let side = |side: usize| {
            let ([x, y], axis) = SIDES[side];
            (((row + y) * self.raster.width + column + x) * 2 + axis) as u32
        };
        let leaves = |side: usize| within[side] && !within[(side + 1) % 4];
        let enters = |side: usize| !within[side] && within[(side + 1) % 4];
        let facing = within[0] == within[2] && within[1] == within[3];
        let joined = facing && distances.iter().sum::<f32>() / 4.0 <= self.limit_m;
        for from in (0..4).filter(|at| leaves(*at)) {
            // Going round from where the ground is left, the next side where it is entered closes a joined square, the one
            // before closes a corner of its own.
            let to = if joined {
                (1..4).map(|on| (from + on) % 4).find(|at| enters(*at))
            } else {
                (1..4).map(|back| (from + 4 - back) % 4).find(|at| enters(*at))
            };
            to.into_iter().for_each(|to| tell(side(from), side(to)));
        }
    }

    /// Where the edge passes a side, in steps.
    fn point(&self, side: u32) -> [f64; 2] {
        let (at, axis) = (side as usize / 2, side as usize % 2);
        let (column, row) = (at % self.raster.width, at / self.raster.width);
        let (to_column, to_row) = if axis == 0 { (column + 1, row) } else { (column, row + 1) };
        let near = self.raster.distance_m(column, row);
        let far = self.raster.distance_m(to_column, to_row);
        let from_far_end = far <= self.limit_m;
        let (within, beyond) = if from_far_end { (far, near) } else { (near, far) };
        let (left_m, step_m) = (self.limit_m - within, self.raster.step_m as f32);
        let share = match self.raster.cut(column, row, axis, from_far_end) {
            Some(cut) => (left_m / step_m).min(cut * SHARES[1]),
            // Two streets: the ground ends where the other one becomes the nearest.
            None if beyond - within > 2.0 * step_m => (left_m / step_m).min(0.5),
            None => left_m / (beyond - within),
        };
        let share = f64::from(share.clamp(SHARES[0], SHARES[1]));
        let mut point = [column as f64, row as f64];
        point[axis] += if from_far_end { 1.0 - share } else { share };
        point
    }
}

/// Twice the area of a ring, negative when it runs with the clock.
fn area(ring: &Ring) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - a[1] * b[0]).sum()
}

/// Puts every hole into the smallest ring round it.
fn assemble(rings: Vec<(f64, Ring)>, raster: &Raster) -> MultiPolygon<f64> {
    let (mut outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|(area, _)| *area > 0.0);
    outer.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut inner: Vec<Vec<LineString<f64>>> = vec![vec![]; outer.len()];
    let line = |ring: &Ring| {
        let coordinate = |spot: &[f64; 2]| raster.degrees(*spot).into();
        let mut line: Vec<Coord<f64>> = ring.iter().map(coordinate).collect();
        line.push(line[0]);
        LineString(line)
    };
    for (_, hole) in &holes {
        if let Some(at) = outer.iter().position(|(_, ring)| surrounds(ring, hole[0])) {
            inner[at].push(line(hole));
        }
    }
    MultiPolygon(outer.iter().zip(inner).map(|((_, ring), holes)| Polygon::new(line(ring), holes)).collect())
}

/// Whether a ring goes round a point, by counting the sides to the east of it.
fn surrounds(ring: &Ring, [x, y]: [f64; 2]) -> bool {
    let next = ring.iter().cycle().skip(1);
    let east = ring.iter().zip(next).filter(|(a, b)| (a[1] > y) != (b[1] > y) && a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) > x);
    east.count() % 2 == 1
}
