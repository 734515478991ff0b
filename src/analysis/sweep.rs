//! Which place is nearest to every cell, all at once?
//!
//! Cells that lie together share the search, and a list of places shrinks as their number does (after Vaidya, "An O(n log n)
//! algorithm for the all-nearest-neighbors problem", Discrete & Computational Geometry 4, 1989):
//!
//! 1. Cut the cells along their curve into groups that have a few places to themselves, judging by the numbers of both.
//! 2. Put a ball of radius r round a group. If the place nearest to its middle is d away, then every cell has a place within
//!    d + r, and none of them needs a place farther than d + 2r from the middle: the index lists those.
//! 3. While the list is long, halve the group and drop from the list, by the same rule, what a half does not need.
//! 4. Compare every cell with every place of the list by straight line, and measure in metres what could be nearest.
//!
//! The answer is that of comparing everything with everything. It is slow only where many places lie equally far from
//! everybody, as on a circle round them. Refuses to know zones and people.

use std::{
    ops::Range,
    sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed},
};

use rayon::prelude::*;

use super::{
    cells::{Cells, Curve},
    filter::Filter,
    index::{Entry, Index},
    places::Places,
    space::{Frame, Space, Straight, minus, squared},
};

/// How many places a group of cells has to itself, on average.
const PLACES_A_GROUP: usize = 4;

/// The most cells in a group.
const MOST_CELLS: usize = 512;

/// A group is halved while it needs more places than this.
const FEW_PLACES: usize = 32;

/// Metres to the nearest accepted place and its row, by cell, in the order of the cells; infinity and `u32::MAX` where there
/// is none. Of two equally near the one with the lower row counts.
pub(super) fn nearest_of_every_cell(places: &Places, filter: &Filter, cells: &Cells) -> (Vec<f64>, Vec<u32>) {
    let entry = |(row, point)| Entry { straight: places.frame().straight(point), point, row };
    let built;
    let index = match places.selections().sole(filter) {
        Some(index) => index,
        None => {
            built = Index::new(places.accepted(filter).map(entry).collect());
            &built
        }
    };
    let sweep = Sweep {
        space: cells.space(),
        frame: places.frame(),
        index,
        curve: &cells.curve,
        distance_m: (0..cells.len()).map(|_| AtomicU64::new(f64::INFINITY.to_bits())).collect(),
        row: (0..cells.len()).map(|_| AtomicU32::new(u32::MAX)).collect(),
    };
    if index.len() > 0 {
        sweep.groups().into_par_iter().for_each_init(Desk::default, |desk, group| sweep.search(group, desk));
    }
    let distance_m = sweep.distance_m.into_iter().map(|bits| f64::from_bits(bits.into_inner())).collect();
    (distance_m, sweep.row.into_iter().map(AtomicU32::into_inner).collect())
}

/// The question, and the answers by cell as they are found: each is written once, by whichever thread has the cell.
struct Sweep<'a> {
    space: Space,
    frame: &'a Frame,
    index: &'a Index,
    curve: &'a Curve,
    distance_m: Vec<AtomicU64>,
    row: Vec<AtomicU32>,
}

impl Sweep<'_> {
    /// Runs of the curve, one after the other, each with a few places to itself.
    fn groups(&self) -> Vec<Range<usize>> {
        let most = (self.curve.keys.len() * PLACES_A_GROUP / self.index.len()).clamp(1, MOST_CELLS);
        let mut groups = vec![];
        self.cut(0..self.curve.keys.len(), most, &mut groups);
        groups
    }

    fn cut(&self, run: Range<usize>, most: usize, groups: &mut Vec<Range<usize>>) {
        match self.halfway(&run) {
            Some(half) if run.len() > most => {
                self.cut(run.start..half, most, groups);
                self.cut(half..run.end, most, groups);
            }
            _ => groups.push(run),
        }
    }

    /// Where a run crosses from one half of its rectangle into the other: where its keys first differ in the highest digit
    /// that is not the same in all of them. `None` when they are all the same.
    fn halfway(&self, run: &Range<usize>) -> Option<usize> {
        let keys = &self.curve.keys[run.clone()];
        let highest = (keys.first()? ^ keys.last()?).checked_ilog2()?;
        Some(run.start + keys.partition_point(|key| key >> highest & 1 == 0))
    }

    /// Lists the places that a group needs, and finds the nearest for each of its cells.
    fn search(&self, group: Range<usize>, desk: &mut Desk) {
        desk.sites.clear();
        let ball = Ball::around(&self.curve.straight[group.clone()]);
        let mut nearest = f64::INFINITY;
        let mut needed = f64::INFINITY;
        self.index.visit(self.frame.turn(ball.middle), f64::INFINITY, |square, entry| {
            desk.sites.push(Entry { straight: self.frame.turn_back(entry.straight), ..*entry });
            if square < nearest {
                nearest = square;
                needed = self.needed(nearest, &ball);
            }
            needed
        });
        self.narrow(group, desk, 0);
    }

    /// Finds the nearest of `desk.sites[from..]` for the cells of a run; leaves them as they were.
    fn narrow(&self, run: Range<usize>, desk: &mut Desk, from: usize) {
        let kept = desk.sites.len();
        self.push_needed(&Ball::around(&self.curve.straight[run.clone()]), &mut desk.sites, from);
        match self.halfway(&run) {
            Some(half) if desk.sites.len() - kept > FEW_PLACES => {
                self.narrow(run.start..half, desk, kept);
                self.narrow(half..run.end, desk, kept);
            }
            _ => self.compare(run, &desk.sites[kept..], &mut desk.lanes),
        }
        desk.sites.truncate(kept);
    }

    /// Adds those of `sites[from..]` that something in the ball may need.
    fn push_needed(&self, ball: &Ball, sites: &mut Vec<Entry>, from: usize) {
        let to_middle = |site: &Entry| squared(minus(site.straight, ball.middle));
        let nearest = sites[from..].iter().map(to_middle).fold(f64::INFINITY, f64::min);
        let needed = self.needed(nearest, ball);
        for at in from..sites.len() {
            if to_middle(&sites[at]) <= needed {
                sites.push(sites[at]);
            }
        }
    }

    /// The square of how far from a ball's middle a place may be and still be nearest to something in it, given the square of
    /// the distance to the place nearest to the middle.
    fn needed(&self, nearest: f64, ball: &Ball) -> f64 {
        let length = self.space.widen(nearest.sqrt() + 2.0 * ball.radius);
        length * length
    }

    /// Finds the nearest of a few places for each cell of a run.
    fn compare(&self, run: Range<usize>, sites: &[Entry], lanes: &mut Lanes) {
        lanes.load(sites);
        for at in run {
            let limit = self.space.widen(lanes.measure(self.curve.straight[at]).sqrt());
            let near = sites.iter().zip(&lanes.squares).filter(|(_, square)| **square <= limit * limit);
            let measured = near.map(|(site, _)| (self.space.distance_m(self.curve.points[at], site.point), site.row));
            let nearest = measured.fold((f64::INFINITY, u32::MAX), |best, next| if next < best { next } else { best });
            let cell = self.curve.cells[at] as usize;
            self.distance_m[cell].store(nearest.0.to_bits(), Relaxed);
            self.row[cell].store(nearest.1, Relaxed);
        }
    }
}

/// What a thread works on, kept from group to group.
#[derive(Default)]
struct Desk {
    /// Lists of places, each behind the longer one that it was made from.
    sites: Vec<Entry>,
    lanes: Lanes,
}

/// A few places by coordinate, so that several are measured at once.
#[derive(Default)]
struct Lanes {
    x: Vec<f64>,
    y: Vec<f64>,
    z: Vec<f64>,
    /// Squared straight-line distances from the cell measured last.
    squares: Vec<f64>,
}

impl Lanes {
    fn load(&mut self, sites: &[Entry]) {
        for (axis, lane) in [&mut self.x, &mut self.y, &mut self.z].into_iter().enumerate() {
            lane.clear();
            lane.extend(sites.iter().map(|site| site.straight[axis]));
        }
        self.squares.resize(sites.len(), 0.0);
    }

    /// Measures all places from a cell; answers with the least square.
    fn measure(&mut self, from: Straight) -> f64 {
        let places = self.x.iter().zip(&self.y).zip(&self.z);
        for (square, ((x, y), z)) in self.squares.iter_mut().zip(places) {
            *square = squared(minus([*x, *y, *z], from));
        }
        self.squares.iter().fold(f64::INFINITY, |least, square| if *square < least { *square } else { least })
    }
}

/// Everything within a straight-line distance of a middle.
pub(super) struct Ball {
    pub middle: Straight,
    pub radius: f64,
}

impl Ball {
    /// A ball round points.
    pub fn around(points: &[Straight]) -> Ball {
        let share = 1.0 / points.len() as f64;
        let middle = points.iter().fold([0.0; 3], |sum, point| [0, 1, 2].map(|axis| sum[axis] + point[axis] * share));
        let radius = points.iter().map(|point| squared(minus(*point, middle))).fold(0.0, f64::max).sqrt();
        Ball { middle, radius }
    }
}
