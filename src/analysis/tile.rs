//! Where in the web's map is a point, and in which tile?
//!
//! Web Mercator (EPSG:3857), the world as a square with its corner in the north-west. A point's key interleaves the first 32
//! binary digits of its x and y in the square (Morton, IBM Ltd, 1966): the points of a tile, and of any square that a tile
//! is divided into, have keys in one run. A digit is worth 9 mm at the equator.
//! Refuses to know what is drawn.

use std::ops::Range;

use super::space::{Point, Space};

/// The deepest zoom there is.
pub const DEEPEST: u8 = 24;

/// A tile of the web's map: zoom, column from the west, row from the north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tile {
    z: u8,
    x: u32,
    y: u32,
}

impl Tile {
    /// The tile, if there is one: zoom at most [`DEEPEST`], column and row below 2^zoom.
    pub fn new(z: u8, x: u32, y: u32) -> Option<Tile> {
        (z <= DEEPEST && x >> z == 0 && y >> z == 0).then_some(Tile { z, x, y })
    }

    /// Its zoom.
    pub fn zoom(self) -> u8 {
        self.z
    }

    /// Its column from the west.
    pub fn column(self) -> u32 {
        self.x
    }

    /// Its row from the north.
    pub fn row(self) -> u32 {
        self.y
    }

    /// The tile of a zoom that holds a longitude and latitude in degrees; `None` for a zoom deeper than [`DEEPEST`].
    pub fn holding(zoom: u8, point: Point) -> Option<Tile> {
        let [x, y] = world_digits(point).map(|digits| if zoom == 0 { 0 } else { digits >> (32 - u32::from(zoom.min(DEEPEST))) });
        Tile::new(zoom, x, y)
    }

    /// Longitude and latitude in degrees of a spot in it, given as shares of its edge from the west and the north.
    pub fn lon_lat(self, [east, south]: [f64; 2]) -> Point {
        let side = f64::from(2u32).powi(i32::from(self.z));
        let [x, y] = [(f64::from(self.x) + east) / side, (f64::from(self.y) + south) / side];
        [(x - 0.5) * 360.0, ((0.5 - y) * std::f64::consts::TAU).sinh().atan().to_degrees()]
    }

    /// The keys of the points in it.
    pub(super) fn keys(self) -> Range<u128> {
        let shift = 2 * (32 - u32::from(self.z));
        let first = u128::from(spread(self.x) | spread(self.y) << 1);
        first << shift..(first + 1) << shift
    }

    /// The run of sorted keys that lie in it.
    pub(super) fn run(self, sorted: &[u64]) -> Range<usize> {
        let Range { start, end } = self.keys();
        let first = sorted.partition_point(|key| u128::from(*key) < start);
        let count = sorted[first..].partition_point(|key| u128::from(*key) < end);
        first..first + count
    }

    /// Where a key's point lies in it: 0 to 1 from its west and north edge.
    pub(super) fn position(self, key: u64) -> Point {
        let within = |digits: u32, first: u32| {
            let digits = f64::from(digits) + 0.5;
            digits / f64::from(2u32).powi(32 - i32::from(self.z)) - f64::from(first)
        };
        [within(gather(key), self.x), within(gather(key >> 1), self.y)]
    }
}

/// The number of the square that a key's point lies in, when the world is cut into 2^level by 2^level squares.
pub(super) fn square(key: u64, level: u8) -> u64 {
    key.checked_shr(64 - 2 * u32::from(level)).unwrap_or(0)
}

/// The key of a longitude and latitude in degrees. Beyond the map's edge at 85.05° it is that of the edge.
pub(super) fn world_key(point: Point) -> u64 {
    interleaved(world_digits(point))
}

/// The first 32 binary digits of a longitude and latitude's place in the square: from the west edge, from the north edge.
pub(super) fn world_digits([lon, lat]: Point) -> [u32; 2] {
    let north = lat.to_radians().tan().asinh() / std::f64::consts::PI;
    digits([lon / 360.0 + 0.5, 0.5 - north / 2.0])
}

/// The key of a point by its digits.
pub(super) fn interleaved([x, y]: [u32; 2]) -> u64 {
    spread(x) | spread(y) << 1
}

/// Keys of points in any space, for putting near ones together: those of the map, or of a square round a plane's points.
pub(super) fn keys(space: Space, points: &[Point]) -> Vec<u64> {
    if space == Space::Sphere {
        return points.iter().map(|point| world_key(*point)).collect();
    }
    let corner = |start: f64, choose: fn(f64, f64) -> f64| {
        points.iter().fold([start; 2], |corner, point| [choose(corner[0], point[0]), choose(corner[1], point[1])])
    };
    let (low, high) = (corner(f64::INFINITY, f64::min), corner(f64::NEG_INFINITY, f64::max));
    let side = (high[0] - low[0]).max(high[1] - low[1]).max(f64::MIN_POSITIVE);
    points.iter().map(|point| key([(point[0] - low[0]) / side, (point[1] - low[1]) / side])).collect()
}

/// The key of a point in the unit square; one outside is taken to the edge.
fn key(point: Point) -> u64 {
    interleaved(digits(point))
}

fn digits(point: Point) -> [u32; 2] {
    // A float becomes the nearest integer there is: too small 0, too large the largest, not a number 0.
    point.map(|part| (part * f64::from(2u32).powi(32)) as u32)
}

/// The digits with a zero before each.
fn spread(digits: u32) -> u64 {
    let mut spread = u64::from(digits);
    for (shift, mask) in [
        (16, 0x0000_ffff_0000_ffff),
        (8, 0x00ff_00ff_00ff_00ff),
        (4, 0x0f0f_0f0f_0f0f_0f0f),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ] {
        spread = (spread | spread << shift) & mask;
    }
    spread
}

/// Every second digit, from the last: what [`spread`] took apart.
fn gather(spread: u64) -> u32 {
    let mut digits = spread & 0x5555_5555_5555_5555;
    for (shift, mask) in [
        (1, 0x3333_3333_3333_3333),
        (2, 0x0f0f_0f0f_0f0f_0f0f),
        (4, 0x00ff_00ff_00ff_00ff),
        (8, 0x0000_ffff_0000_ffff),
        (16, 0x0000_0000_ffff_ffff),
    ] {
        digits = (digits | digits >> shift) & mask;
    }
    digits as u32
}

#[cfg(test)]
mod tests {
    use crate::analysis::random::Random;

    use super::*;

    #[test]
    fn gathering_undoes_spreading() {
        let mut random = Random(1);
        for _ in 0..1_000 {
            let digits = (random.unit() * 4e9) as u32;
            assert_eq!(gather(spread(digits)), digits);
        }
        assert_eq!(spread(0b1011), 0b100_0101);
    }

    #[test]
    fn xi_an_is_in_the_tile_that_other_maps_put_it_in() {
        // 108.94, 34.26: x = (108.94 + 180) / 360 * 2^10 = 821.9; y = (1 - asinh(tan 34.26°) / π) / 2 * 2^10 = 408.2.
        let key = world_key([108.94, 34.26]);
        let tile = Tile::new(10, 821, 408).expect("the tile is there");
        assert!(tile.keys().contains(&u128::from(key)));
        let [x, y] = tile.position(key);
        assert!((x - 0.873_778).abs() < 1e-5 && (0.0..1.0).contains(&y), "{x} {y}");
    }

    #[test]
    fn a_tile_knows_which_points_it_holds_and_where_its_spots_are() {
        let tile = Tile::holding(10, [108.94, 34.26]).expect("a tile");
        assert_eq!((tile.zoom(), tile.column(), tile.row()), (10, 821, 408));
        assert_eq!(Tile::holding(0, [108.94, 34.26]), Tile::new(0, 0, 0));
        let spot = tile.position(world_key([108.94, 34.26]));
        let [lon, lat] = tile.lon_lat(spot);
        assert!((lon - 108.94).abs() < 1e-6 && (lat - 34.26).abs() < 1e-6, "{lon} {lat}");
    }

    #[test]
    fn every_point_is_in_one_tile_of_each_zoom_at_the_right_spot() {
        let mut random = Random(2);
        let mut keys: Vec<u64> = (0..500).map(|_| world_key(random.point())).collect();
        keys.sort_unstable();
        for zoom in 0..5 {
            let tiles = (0..1 << zoom).flat_map(|x| (0..1 << zoom).filter_map(move |y| Tile::new(zoom, x, y)));
            let found: usize = tiles.map(|tile| tile.run(&keys).len()).sum();
            assert_eq!(found, keys.len());
        }
    }

    #[test]
    fn tiles_outside_the_map_are_not_there() {
        assert!(Tile::new(2, 4, 0).is_none() && Tile::new(2, 0, 4).is_none() && Tile::new(DEEPEST + 1, 0, 0).is_none());
        assert!(Tile::new(0, 0, 0).is_some() && Tile::new(DEEPEST, (1 << DEEPEST) - 1, 0).is_some());
    }

    #[test]
    fn the_map_s_edges_hold_the_poles_and_the_180th_meridian() {
        let last = Tile::new(DEEPEST, (1 << DEEPEST) - 1, (1 << DEEPEST) - 1).expect("the last tile is there");
        assert!(last.keys().contains(&u128::from(world_key([180.0, -90.0]))));
        let first = Tile::new(DEEPEST, 0, 0).expect("the first tile is there");
        assert!(first.keys().contains(&u128::from(world_key([-180.0, 90.0]))));
    }
}
