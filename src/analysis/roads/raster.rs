//! How far is it from each spot of a raster, by the street nearest to it?
//!
//! 1. Every street is stamped on the samples beside it: the nearest one counts, reached or not, as it does when attaching.
//! 2. Samples farther from all streets ask their neighbours for their street and keep the nearest (P.-E. Danielsson,
//!    "Euclidean distance mapping", Computer Graphics and Image Processing 14, 1980).
//! 3. Neither a stamp nor a step to a neighbour crosses a barrier.

use crate::analysis::space::Point;

use super::{
    attach::ATTACH_M,
    barriers::{crosses, crossing},
    grid::Piece,
    ground::{Ground, nearest_share, units},
    network::UNITS,
    reached::{Reached, Ways},
};

/// A box in metres round a middle.
pub(super) struct Extent {
    ground: Ground,
    low: [f64; 2],
    high: [f64; 2],
}

/// No raster has more samples on a side than this.
const MOST_SIDE: f64 = 256.0;

/// Beyond so many metres from where it begins nothing is drawn: a quarter of the way round the earth is no walk.
const WIDEST_M: f64 = 1e6;

impl Extent {
    /// Nothing yet, round a point in degrees.
    pub fn around(at: Point) -> Extent {
        Extent { ground: Ground::around(at), low: [0.0; 2], high: [0.0; 2] }
    }

    /// Adds what is within millimetres of a point in units and not farther than the longest edge there and a place beside it:
    /// what is farther is reached over another node, which is added too.
    pub fn add(&mut self, point: [f64; 2], within_mm: u32, longest_mm: u32) {
        let at = self.ground.metres(point);
        let within_m = (f64::from(within_mm) / 1e3).min(f64::from(longest_mm) / 1e3 + ATTACH_M);
        let sides = |part: f64| [(part - within_m).max(-WIDEST_M), (part + within_m).min(WIDEST_M)];
        let [east, north] = at.map(sides);
        self.low = [self.low[0].min(east[0]), self.low[1].min(north[0])];
        self.high = [self.high[0].max(east[1]), self.high[1].max(north[1])];
    }

    /// Metres from one sample to the next.
    fn step_m(&self) -> f64 {
        let side = (0..2).map(|axis| self.high[axis] - self.low[axis]).fold(0.0, f64::max);
        (side / 128.0).clamp(10.0, 25.0).max(side / MOST_SIDE)
    }
}

fn way_crosses(reached: &Reached, [from, to]: [[f64; 2]; 2]) -> bool {
    let network = reached.walker.network;
    crosses(&network.barriers, &network.parts.barrier, from, to)
}

/// A spot and the street nearest to it.
#[derive(Clone, Copy)]
struct Sample {
    /// The square of the metres to the street, infinite when there is none.
    square: f32,
    /// Where it meets the street, metres from the raster's corner.
    meets: [f32; 2],
    /// Metres from there to the place.
    rest_m: f32,
}

const NOWHERE: Sample = Sample { square: f32::INFINITY, meets: [0.0; 2], rest_m: f32::INFINITY };

impl Sample {
    fn distance_m(&self) -> f32 {
        if self.square > (ATTACH_M * ATTACH_M) as f32 { f32::INFINITY } else { self.square.sqrt() + self.rest_m }
    }
}

/// Steps to the eight neighbours: the first four go back in the order of the samples, the others forth.
const STEPS: [[i32; 2]; 8] = [[-1, -1], [0, -1], [1, -1], [-1, 0], [1, 0], [-1, 1], [0, 1], [1, 1]];

/// The samples, by row from the south-west.
pub(super) struct Raster {
    pub width: usize,
    pub height: usize,
    ground: Ground,
    corner: [f64; 2],
    pub step_m: f64,
    samples: Vec<Sample>,
    /// By sample: metres to the place; infinite at the edge.
    distances_m: Vec<f32>,
    walls: Option<Walls>,
}

/// What barriers do to a raster.
struct Walls {
    /// By sample: bit `i` when step `i` of [`STEPS`] is blocked.
    blocked: Vec<u8>,
    /// By sample: whether one is near.
    near: Vec<bool>,
    /// By sample, to the east and to the north: at which share of the step the first and the last one stand.
    cuts: [Vec<[f32; 2]>; 2],
}

impl Raster {
    /// The raster of what was reached; `None` when there is nothing in the extent.
    pub fn new(reached: &Reached, extent: &Extent) -> Option<Raster> {
        let step_m = extent.step_m();
        let count = |axis: usize| ((extent.high[axis] - extent.low[axis]) / step_m).ceil().max(1.0) as usize + 3;
        let (width, height) = (count(0), count(1));
        let corner = extent.low.map(|side| side - step_m);
        let samples = vec![NOWHERE; width * height];
        let mut raster = Raster { width, height, ground: extent.ground, corner, step_m, samples, distances_m: vec![], walls: None };
        raster.raise_walls(reached);
        raster.stamp_streets(reached);
        raster.ask_neighbours();
        raster.distances_m = raster.samples.iter().map(Sample::distance_m).collect();
        let (last_row, last_column) = (width * (height - 1), width - 1);
        raster.distances_m[..width].fill(f32::INFINITY);
        raster.distances_m[last_row..].fill(f32::INFINITY);
        (0..height)
            .for_each(|row| [0, last_column].into_iter().for_each(|column| raster.distances_m[row * width + column] = f32::INFINITY));
        raster.distances_m.iter().any(|distance_m| distance_m.is_finite()).then_some(raster)
    }

    /// Metres from a sample to the place; infinite at the raster's edge.
    pub fn distance_m(&self, column: usize, row: usize) -> f32 {
        self.distances_m[row * self.width + column]
    }

    /// The share of the step to the east (0) or north (1) at which a barrier stands, counted from one of its ends.
    pub fn cut(&self, column: usize, row: usize, axis: usize, from_far_end: bool) -> Option<f32> {
        let [first, last] = self.walls.as_ref()?.cuts[axis][row * self.width + column];
        (first <= last).then_some(if from_far_end { 1.0 - last } else { first })
    }

    /// The point in degrees of a spot given in steps.
    pub fn degrees(&self, spot: [f64; 2]) -> Point {
        self.units(spot).map(|part| part / UNITS)
    }

    fn units(&self, spot: [f64; 2]) -> [f64; 2] {
        self.ground.units([0, 1].map(|axis| self.corner[axis] + spot[axis] * self.step_m))
    }

    /// Metres from the corner.
    fn local(&self, point: [i32; 2]) -> [f64; 2] {
        let metres = self.ground.metres(units(point));
        [0, 1].map(|axis| metres[axis] - self.corner[axis])
    }

    /// The samples within so many steps of a line's box, per axis: first and one past the last.
    fn span(&self, a: f64, b: f64, beside: f64, count: usize) -> std::ops::Range<usize> {
        let low = (a.min(b) / self.step_m - beside).ceil().max(0.0) as usize;
        let high = (a.max(b) / self.step_m + beside).floor().min(count as f64 - 1.0) + 1.0;
        low..(high.max(0.0) as usize).max(low)
    }

    /// Shows every sample within so many steps of a line, a little more at slanting ones.
    fn along(&self, a: [f64; 2], b: [f64; 2], beside: f64, mut look: impl FnMut(usize, usize)) {
        let rows = self.span(a[1], b[1], beside, self.height);
        for row in rows {
            // What of the line lies in the band of this row.
            let band = [row as f64 - beside, row as f64 + beside].map(|edge| edge * self.step_m);
            let x_at = |y: f64| if a[1] == b[1] { a[0] } else { a[0] + ((y - a[1]) / (b[1] - a[1])).clamp(0.0, 1.0) * (b[0] - a[0]) };
            let (west, east) = if a[1] == b[1] { (a[0], b[0]) } else { (x_at(band[0]), x_at(band[1])) };
            for column in self.span(west, east, beside, self.width) {
                look(column, row);
            }
        }
    }

    fn raise_walls(&mut self, reached: &Reached) {
        let network = reached.walker.network;
        let mut pieces: Vec<Piece> = vec![];
        let high = [self.width as f64, self.height as f64];
        network.barriers.visit(self.units([0.0; 2]), self.units(high), |piece| pieces.push(piece));
        if pieces.is_empty() {
            return;
        }
        pieces.sort_unstable();
        pieces.dedup();
        let count = self.samples.len();
        let none = vec![[f32::INFINITY, f32::NEG_INFINITY]; count];
        let mut walls = Walls { blocked: vec![0; count], near: vec![false; count], cuts: [none.clone(), none] };
        for piece in pieces {
            let ends = [piece.point, piece.point + 1].map(|point| network.parts.barrier[point as usize]);
            let wall = ends.map(units);
            self.along(self.local(ends[0]), self.local(ends[1]), 1.5, |column, row| self.raise(&mut walls, wall, column, row));
        }
        self.walls = Some(walls);
    }

    /// Blocks the steps from a sample that cross a wall.
    fn raise(&self, walls: &mut Walls, wall: [[f64; 2]; 2], column: usize, row: usize) {
        let at = row * self.width + column;
        let from = self.units([column as f64, row as f64]);
        walls.near[at] = true;
        for (bit, step) in STEPS.iter().enumerate() {
            let to = [column as f64 + f64::from(step[0]), row as f64 + f64::from(step[1])];
            let Some(share) = crossing(from, self.units(to), wall) else { continue };
            walls.blocked[at] |= 1 << bit;
            let axis = match step {
                [1, 0] => 0,
                [0, 1] => 1,
                _ => continue,
            };
            let [first, last] = &mut walls.cuts[axis][at];
            *first = first.min(share as f32);
            *last = last.max(share as f32);
        }
    }

    fn stamp_streets(&mut self, reached: &Reached) {
        let network = reached.walker.network;
        let islands = network.islands_of(reached.walker.footing);
        let mut pieces: Vec<Piece> = vec![];
        let high = [self.width as f64, self.height as f64];
        network.ground.visit(self.units([0.0; 2]), self.units(high), |piece| {
            let edge = network.edge(piece.line);
            if edge.carries(reached.walker.footing) && islands.is_worthy(edge.from) {
                pieces.push(piece);
            }
        });
        pieces.sort_unstable();
        pieces.dedup();
        let mut samples = std::mem::take(&mut self.samples);
        for piece in pieces {
            self.stamp(reached, piece, &mut samples);
        }
        self.samples = samples;
    }

    /// Stamps a piece of a street on the samples beside it.
    fn stamp(&self, reached: &Reached, piece: Piece, samples: &mut [Sample]) {
        let network = reached.walker.network;
        let first = piece.point as usize;
        let [a, b] = [first, first + 1].map(|point| self.local(network.parts.shape[point]));
        let [start_mm, end_mm] = [first, first + 1].map(|point| f64::from(network.along_mm[point]));
        let ways = Ways::from_edge(reached, piece.line);
        self.along(a, b, 1.0, |column, row| {
            let spot = [column as f64 * self.step_m, row as f64 * self.step_m];
            let from = |end: [f64; 2]| [end[0] - spot[0], end[1] - spot[1]];
            let (share, square) = nearest_share(from(a), from(b));
            let sample = &mut samples[row * self.width + column];
            if square as f32 >= sample.square {
                return;
            }
            let meets = [0, 1].map(|axis| a[axis] + share * (b[axis] - a[axis]));
            let steps = |metres: [f64; 2]| metres.map(|part| part / self.step_m);
            let by_wall = self.walls.as_ref().is_some_and(|walls| walls.near[row * self.width + column]);
            let way = || [steps(spot), steps(meets)].map(|spot| self.units(spot));
            if by_wall && way_crosses(reached, way()) {
                return;
            }
            let rest_m = ways.rest_m(start_mm + share * (end_mm - start_mm));
            *sample = Sample { square: square as f32, meets: meets.map(|part| part as f32), rest_m };
        });
    }

    /// Lets samples take their neighbours' streets where they are nearer, up and down the raster; more than once only where
    /// barriers are to be gone round. A sample within a step of its street was stamped by every street as near as that.
    fn ask_neighbours(&mut self) {
        let near = (self.step_m * self.step_m) as f32;
        let far = |row: usize, column: &usize| self.samples[row * self.width + column].square > near;
        let columns = |row: usize| (1..self.width - 1).filter(|column| far(row, column)).collect();
        let asking: Vec<(usize, Vec<usize>)> = (1..self.height - 1).map(|row| (row, columns(row))).collect();
        let rounds = if self.walls.is_some() { 4 } else { 1 };
        for _ in 0..rounds {
            let mut changed = false;
            for (row, columns) in &asking {
                changed |= self.ask_along(*row, columns, [0, 1, 2, 3]);
            }
            for (row, columns) in asking.iter().rev() {
                changed |= self.ask_along(*row, columns, [5, 6, 7, 3]);
            }
            if !changed {
                break;
            }
        }
    }

    /// The samples of a row ask the row below or above and the one to the west, and then those to the east.
    fn ask_along(&mut self, row: usize, columns: &[usize], steps: [usize; 4]) -> bool {
        let mut changed = false;
        for column in columns {
            changed |= self.ask(*column, row, &steps);
        }
        for column in columns.iter().rev() {
            changed |= self.ask(*column, row, &[4]);
        }
        changed
    }

    fn ask(&mut self, column: usize, row: usize, steps: &[usize]) -> bool {
        let at = row * self.width + column;
        let [x, y] = [column, row].map(|part| part as f32 * self.step_m as f32);
        let blocked = self.walls.as_ref().map_or(0, |walls| walls.blocked[at]);
        let known = self.samples[at];
        let mut best = known;
        for step in steps {
            let [east, north] = STEPS[*step].map(|part| part as isize);
            let neighbour = self.samples[at.wrapping_add_signed(north * self.width as isize + east)];
            let square = (x - neighbour.meets[0]).powi(2) + (y - neighbour.meets[1]).powi(2);
            // What rounding alone would make nearer is not.
            if neighbour.square.is_finite() && blocked >> step & 1 == 0 && square < best.square * 0.9999 {
                best = Sample { square, ..neighbour };
            }
        }
        let nearer = best.square < known.square;
        if nearer {
            self.samples[at] = best;
        }
        nearer
    }
}
