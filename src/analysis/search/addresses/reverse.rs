//! What is near a point? The nearest spot of each kind, from a flat grid of squares.

use super::{AddressIndex, Spot, SpotRow};
use crate::domain::{
    address_point::SpotKind,
    position::{EARTH_RADIUS_M, Position},
};

/// The side of a square, in degrees times 10^7; larger where there would be too many.
const SIDE: i64 = 40_000;
/// The most squares.
const MOST_SQUARES: i64 = 4_000_000;
/// How far a spot of each kind still says where something is, in metres, in the order of [`SpotKind::ALL`].
const REACH_M: [f64; 4] = [5_000.0, 300.0, 800.0, 200.0];

/// Spots by the square they lie in.
#[derive(Debug, Default)]
pub(super) struct Grid {
    west: i64,
    south: i64,
    side: i64,
    /// Squares from west to east, and from south to north.
    size: [i64; 2],
    /// Where the spots of each square begin in `rows`.
    first: Vec<u32>,
    rows: Vec<u32>,
}

/// A spot near a point.
#[derive(Debug, Clone, PartialEq)]
pub struct NearSpot<'a> {
    /// The spot.
    pub spot: Spot<'a>,
    /// How far it is, in metres.
    pub distance_m: f64,
}

/// What is near a point, where something is near enough to say where that is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Around<'a> {
    /// The nearest house number, within 200 m.
    pub house: Option<NearSpot<'a>>,
    /// The nearest street's label, within 800 m.
    pub street: Option<NearSpot<'a>>,
    /// The nearest landmark, within 300 m.
    pub landmark: Option<NearSpot<'a>>,
    /// The nearest place, within 5 km.
    pub place: Option<NearSpot<'a>>,
}

impl Grid {
    /// Of the spots of a kind.
    pub fn new(spots: &[SpotRow], kind: SpotKind) -> Grid {
        let own = || spots.iter().filter(|spot| spot.kind == kind);
        let range = |of: fn(&SpotRow) -> i32| {
            let values = own().map(of);
            (i64::from(values.clone().min().unwrap_or(0)), i64::from(values.max().unwrap_or(0)))
        };
        let ((west, east), (south, north)) = (range(|spot| spot.lon), range(|spot| spot.lat));
        let mut side = SIDE;
        let size = |side: i64| [(east - west) / side + 1, (north - south) / side + 1];
        while size(side)[0] * size(side)[1] > MOST_SQUARES {
            side *= 2;
        }
        let mut grid = Grid { west, south, side, size: size(side), first: Vec::new(), rows: Vec::new() };
        let squares: Vec<usize> = own().map(|spot| grid.square(i64::from(spot.lon), i64::from(spot.lat))).collect();
        grid.first = vec![0; (grid.size[0] * grid.size[1]) as usize + 1];
        squares.iter().for_each(|square| grid.first[square + 1] += 1);
        for square in 1..grid.first.len() {
            grid.first[square] += grid.first[square - 1];
        }
        let mut next = grid.first.clone();
        grid.rows = vec![0; squares.len()];
        let rows = (0u32..).zip(spots).filter(|(_, spot)| spot.kind == kind).map(|(row, _)| row);
        for (square, row) in squares.into_iter().zip(rows) {
            grid.rows[next[square] as usize] = row;
            next[square] += 1;
        }
        grid
    }

    /// The square of a point that lies in the grid.
    fn square(&self, lon: i64, lat: i64) -> usize {
        let [x, y] = self.column_and_row(lon, lat);
        (y * self.size[0] + x) as usize
    }

    fn column_and_row(&self, lon: i64, lat: i64) -> [i64; 2] {
        [
            ((lon - self.west).div_euclid(self.side)).clamp(0, self.size[0] - 1),
            ((lat - self.south).div_euclid(self.side)).clamp(0, self.size[1] - 1),
        ]
    }

    /// The rows of all spots in squares that a box touches.
    fn within(&self, [west, south, east, north]: [i64; 4]) -> impl Iterator<Item = usize> {
        let ([left, bottom], [right, top]) = (self.column_and_row(west, south), self.column_and_row(east, north));
        (bottom..=top).flat_map(move |row| {
            let (from, to) = ((row * self.size[0] + left) as usize, (row * self.size[0] + right) as usize);
            self.rows[self.first[from] as usize..self.first[to + 1] as usize].iter().map(|row| *row as usize)
        })
    }
}

impl AddressIndex {
    /// The nearest spot of each kind; of equally near ones the first by name. Nothing is looked for across the 180th meridian.
    pub fn around(&self, at: Position) -> Around<'_> {
        let near = |kind: SpotKind| self.nearest(kind, at).map(|(distance_m, row)| NearSpot { spot: self.spot(row), distance_m });
        Around {
            house: near(SpotKind::House),
            street: near(SpotKind::Street),
            landmark: near(SpotKind::Landmark),
            place: near(SpotKind::Place),
        }
    }

    fn nearest(&self, kind: SpotKind, at: Position) -> Option<(f64, usize)> {
        let grid = self.grids.get(kind as usize).filter(|grid| !grid.rows.is_empty())?;
        let reach_m = REACH_M[kind as usize];
        let high_deg = (reach_m / EARTH_RADIUS_M).to_degrees();
        let wide_deg = (high_deg / at.lat().to_radians().cos().max(1e-6)).min(360.0);
        let whole = |degrees: f64| (degrees * 1e7) as i64;
        let edges = [at.lon() - wide_deg, at.lat() - high_deg, at.lon() + wide_deg, at.lat() + high_deg].map(whole);
        let found = grid.within(edges).map(|row| (at.distance_m(self.position(row)), row)).filter(|(distance_m, _)| *distance_m <= reach_m);
        found.min_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)))
    }
}
