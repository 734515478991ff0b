//! Which lines is the city woven from? Columns and rows of a bent lattice, with a strip for each water to flow in.
//!
//! A cell `(i, j)` lies between columns `i`, `i + 1` and rows `j`, `j + 1`. Every border, road and shore is made of
//! the lattice's edges, so that what should meet does meet.

use geo_types::Coord;
use rand::Rng;

use super::{
    chance::{Purpose, dice},
    plane::{Metres, degrees},
    shape::Shape,
};

/// Pieces that an edge is bent into.
const PIECES: usize = 4;

/// What a line of the lattice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// A line like any other.
    Plain,
    /// Beside a water.
    Bank,
    /// The middle of a water.
    Middle,
}

/// Which way a line runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Axis {
    /// A column: the first coordinate is constant.
    Column,
    /// A row: the second coordinate is constant.
    Row,
}

/// The lines of the city and the land they lie on.
#[derive(Debug, Clone)]
pub(super) struct Lattice {
    pub(super) shape: Shape,
    pub(super) columns: Vec<(f64, Line)>,
    pub(super) rows: Vec<(f64, Line)>,
    /// Half the width of the river's strip, in metres of the lattice.
    pub(super) river_half: f64,
    /// Half the width of the stream's strip.
    pub(super) stream_half: f64,
}

impl Lattice {
    /// The lattice of a seed: lines stand close in the centre and wide at the edge.
    pub(super) fn new(seed: u64, people: u64) -> Self {
        let shape = Shape::new(seed, people);
        let mut rng = dice(seed, Purpose::Lines);
        let river_half = (0.022 * shape.radius).clamp(40.0, 260.0);
        let stream_half = (0.45 * river_half).clamp(24.0, 90.0);
        let columns = lines(&mut rng, shape.radius, shape.river, river_half);
        let rows = lines(&mut rng, shape.radius, shape.stream, stream_half);
        Self { shape, columns, rows, river_half, stream_half }
    }

    /// Numbers of cells across and up.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.columns.len() - 1, self.rows.len() - 1)
    }

    /// The lines of an axis.
    pub(super) fn lines(&self, axis: Axis) -> &[(f64, Line)] {
        match axis {
            Axis::Column => &self.columns,
            Axis::Row => &self.rows,
        }
    }

    /// The place of the middle line of an axis: the river's column, the stream's row.
    pub(super) fn middle(&self, axis: Axis) -> usize {
        self.lines(axis).iter().position(|(_, line)| *line == Line::Middle).expect("lines() always puts a middle")
    }

    /// Whether a cell is land of a block, not part of a strip.
    pub(super) fn is_plain(&self, (i, j): (usize, usize)) -> bool {
        let strip = |lines: &[(f64, Line)], at: usize| lines[at].1 == Line::Middle || lines[at + 1].1 == Line::Middle;
        !strip(&self.columns, i) && !strip(&self.rows, j)
    }

    /// Whether water flows beside or along the piece of a line between crossing lines `step` and `step + 1`:
    /// along the river's column everywhere, along the stream's row only east of the river.
    pub(super) fn is_wet(&self, axis: Axis, step: usize) -> bool {
        axis == Axis::Column || step >= self.middle(Axis::Column)
    }

    /// Lattice coordinates of a vertex.
    pub(super) fn vertex(&self, i: usize, j: usize) -> (f64, f64) {
        (self.columns[i].0, self.rows[j].0)
    }

    /// The middle of a cell in lattice coordinates.
    pub(super) fn middle_of(&self, (i, j): (usize, usize)) -> (f64, f64) {
        ((self.columns[i].0 + self.columns[i + 1].0) / 2.0, (self.rows[j].0 + self.rows[j + 1].0) / 2.0)
    }

    /// Metres of a lattice coordinate.
    pub(super) fn metres(&self, (p, q): (f64, f64)) -> Metres {
        self.shape.at(p, q)
    }

    /// The bent edge of line `line` between crossing lines `step` and `step + 1`, in degrees, both ends included.
    pub(super) fn edge(&self, axis: Axis, line: usize, step: usize) -> [Coord<f64>; PIECES + 1] {
        let (from, to) = match axis {
            Axis::Column => (self.vertex(line, step), self.vertex(line, step + 1)),
            Axis::Row => (self.vertex(step, line), self.vertex(step + 1, line)),
        };
        std::array::from_fn(|piece| degrees(self.metres(between(from, to, piece as f64 / PIECES as f64))))
    }

    /// The ring around a cell in degrees, against the clock, closed.
    pub(super) fn ring(&self, (i, j): (usize, usize)) -> Vec<Coord<f64>> {
        let mut ring = Vec::with_capacity(4 * PIECES + 1);
        ring.extend_from_slice(&self.edge(Axis::Row, j, i)[..PIECES]);
        ring.extend_from_slice(&self.edge(Axis::Column, i + 1, j)[..PIECES]);
        ring.extend(self.edge(Axis::Row, j + 1, i).into_iter().rev().take(PIECES));
        ring.extend(self.edge(Axis::Column, i, j).into_iter().rev());
        ring
    }
}

/// A point between two lattice coordinates; exact at both ends.
fn between(from: (f64, f64), to: (f64, f64), t: f64) -> (f64, f64) {
    if t >= 1.0 { to } else { (from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t) }
}

/// Lines from `-radius` to `radius` with a strip of two cells around `water`.
fn lines(rng: &mut impl Rng, radius: f64, water: f64, half: f64) -> Vec<(f64, Line)> {
    let mut below = outward(rng, radius, water - half, -1.0);
    below.reverse();
    let strip = [(water - half, Line::Bank), (water, Line::Middle), (water + half, Line::Bank)];
    let above = outward(rng, radius, water + half, 1.0);
    below.into_iter().map(|at| (at, Line::Plain)).chain(strip).chain(above.into_iter().map(|at| (at, Line::Plain))).collect()
}

/// Lines after `start` out to the lattice's end, fitted to it exactly; at least two.
fn outward(rng: &mut impl Rng, radius: f64, start: f64, sign: f64) -> Vec<f64> {
    let end = sign * radius;
    let size = (radius / 3_000.0).clamp(0.5, 1.0);
    let mut found = Vec::new();
    let mut at = start;
    while (end - at) * sign > 0.0 || found.len() < 2 {
        let edgewards = (at.abs() / radius).min(1.0).powf(1.3);
        at += sign * size * (240.0 + 330.0 * edgewards) * rng.random_range(0.8..1.2);
        found.push(at);
    }
    let stretch = (end - start) / (at - start);
    let last = found.len() - 1;
    found.iter().enumerate().map(|(place, at)| if place == last { end } else { start + (at - start) * stretch }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::plane::twice_area;

    #[test]
    fn no_cell_is_folded_whatever_the_seed_and_size() {
        for (seed, people) in [(1, 1_000_000), (2, 1_000_000), (3, 40_000), (4, 3_000_000), (5, 100)] {
            let lattice = Lattice::new(seed, people);
            let (across, up) = lattice.size();
            for cell in (0..across).flat_map(|i| (0..up).map(move |j| (i, j))) {
                assert!(twice_area(&lattice.ring(cell)) > 0.0, "{seed} {people} {cell:?}");
            }
        }
    }

    #[test]
    fn neighbouring_cells_share_their_edge_exactly() {
        let lattice = Lattice::new(1, 100_000);
        let (left, right) = (lattice.ring((3, 3)), lattice.ring((4, 3)));
        assert!(lattice.edge(Axis::Column, 4, 3).iter().all(|spot| left.contains(spot) && right.contains(spot)));
    }
}
