//! Which pieces of lines lie near a point?
//!
//! A grid of squares of a thousandth of a degree. Rows of squares stand behind one another, in each only the squares that hold
//! something, by column: a map of any extent takes room by its content. A piece is listed in every square that it passes.
//! Refuses to know what the lines are and how long a metre is.

use std::ops::RangeInclusive;

use rayon::prelude::*;

/// The side of a square in units of 1e-7 degrees: 111 m from south to north.
const SIDE: i64 = 10_000;

/// A piece that extends farther than this, half a degree, is in no square but looked at every time.
const LONG: i64 = 5_000_000;

/// A piece of a line, from a point to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Piece {
    /// The number of its first point.
    pub point: u32,
    /// The number of the line.
    pub line: u32,
}

/// Pieces by square.
#[derive(Debug, Default)]
pub(super) struct Grid {
    lowest_row: i64,
    /// The squares of row `r` stand at `first_square[r]..first_square[r + 1]`.
    first_square: Vec<u32>,
    columns: Vec<u32>,
    /// The pieces in square `s` stand at `first_piece[s]..first_piece[s + 1]`.
    first_piece: Vec<u32>,
    pieces: Vec<Piece>,
    long: Vec<Piece>,
}

/// A piece in a square, in the order of the grid.
type Entry = (u32, u32, Piece);

impl Grid {
    /// The grid of pieces of lines between these points.
    pub fn new(points: &[[i32; 2]], pieces: impl Iterator<Item = Piece>) -> Grid {
        let (mut entries, mut long): (Vec<Entry>, Vec<Piece>) = (vec![], vec![]);
        for piece in pieces {
            let ends = [points[piece.point as usize], points[piece.point as usize + 1]];
            if (0..2).any(|axis| (i64::from(ends[0][axis]) - i64::from(ends[1][axis])).abs() > LONG) {
                long.push(piece);
                continue;
            }
            squares(ends, |row, column| entries.push((row, column, piece)));
        }
        entries.par_sort_unstable();
        let mut grid = Grid { long, lowest_row: entries.first().map_or(0, |entry| i64::from(entry.0)), ..Grid::default() };
        let rows = entries.last().map_or(0, |entry| i64::from(entry.0) - grid.lowest_row + 1) as usize;
        grid.first_square = vec![0; rows + 1];
        let mut square = None;
        for (row, column, piece) in entries {
            if square != Some((row, column)) {
                square = Some((row, column));
                grid.columns.push(column);
                grid.first_piece.push(grid.pieces.len() as u32);
                grid.first_square[(i64::from(row) - grid.lowest_row) as usize + 1] += 1;
            }
            grid.pieces.push(piece);
        }
        grid.first_piece.push(grid.pieces.len() as u32);
        for row in 1..grid.first_square.len() {
            grid.first_square[row] += grid.first_square[row - 1];
        }
        grid
    }

    /// Whether there is no piece at all.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty() && self.long.is_empty()
    }

    /// Shows every piece that may touch a box of units, from its low to its high corner; some of them more than once.
    pub fn visit(&self, low: [f64; 2], high: [f64; 2], mut look: impl FnMut(Piece)) {
        let index = |units: f64| index(units as i64);
        let rows = (index(low[1]) - self.lowest_row).max(0)..=(index(high[1]) - self.lowest_row).min(self.first_square.len() as i64 - 2);
        let columns = index(low[0])..=index(high[0]);
        for row in rows {
            self.visit_row(row as usize, &columns, &mut look);
        }
        self.long.iter().copied().for_each(look);
    }

    fn visit_row(&self, row: usize, columns: &RangeInclusive<i64>, look: &mut impl FnMut(Piece)) {
        let squares = self.first_square[row] as usize..self.first_square[row + 1] as usize;
        let skipped = self.columns[squares.clone()].partition_point(|column| i64::from(*column) < *columns.start());
        for square in squares.start + skipped..squares.end {
            if i64::from(self.columns[square]) > *columns.end() {
                break;
            }
            let pieces = self.first_piece[square] as usize..self.first_piece[square + 1] as usize;
            self.pieces[pieces].iter().copied().for_each(&mut *look);
        }
    }
}

/// The row or column of a coordinate; never negative.
fn index(units: i64) -> i64 {
    (units - i64::from(i32::MIN)).max(0) / SIDE
}

/// The squares that a piece passes, and now and then one that it only touches.
fn squares([a, b]: [[i32; 2]; 2], mut put: impl FnMut(u32, u32)) {
    let (low, high) = if a[1] <= b[1] { (a, b) } else { (b, a) };
    let [x, y, to_x, to_y] = [low[0], low[1], high[0], high[1]].map(i64::from);
    let at = |row_edge: i64| {
        let share = if to_y == y { 0.0 } else { (row_edge.clamp(y, to_y) - y) as f64 / (to_y - y) as f64 };
        x as f64 + share * (to_x - x) as f64
    };
    for row in index(y)..=index(to_y) {
        let bottom = row * SIDE + i64::from(i32::MIN);
        let (enters, leaves) = if to_y == y { (x as f64, to_x as f64) } else { (at(bottom), at(bottom + SIDE)) };
        let west = index(enters.min(leaves).floor() as i64 - 1);
        let east = index(enters.max(leaves).ceil() as i64 + 1);
        (west..=east).for_each(|column| put(row as u32, column as u32));
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::random::Random;

    use super::*;

    /// Whether a line meets a box, by cutting the line with each side in turn (Liang and Barsky, 1984).
    fn meets([a, b]: [[f64; 2]; 2], low: [f64; 2], high: [f64; 2]) -> bool {
        let (mut start, mut end) = (0.0f64, 1.0f64);
        for axis in 0..2 {
            let along = b[axis] - a[axis];
            for (near, towards) in [(low[axis] - a[axis], along), (a[axis] - high[axis], -along)] {
                if towards == 0.0 {
                    if near > 0.0 {
                        return false;
                    }
                } else if towards > 0.0 {
                    start = start.max(near / towards);
                } else {
                    end = end.min(near / towards);
                }
            }
        }
        start <= end
    }

    #[test]
    fn every_piece_that_meets_a_box_is_shown() {
        let mut random = Random(1);
        for round in 0..60 {
            let spread = 10f64.powi(3 + round % 6);
            let middle = [random.between(-1.7e9, 1.7e9), random.between(-8e8, 8e8)];
            let mut near = |middle: [f64; 2], spread: f64| middle.map(|part| part + random.between(-spread, spread));
            let points: Vec<[i32; 2]> = (0..60).map(|_| near(middle, spread).map(|part| part as i32)).collect();
            let pieces = (0..59).map(|point| Piece { point, line: point / 7 });
            let grid = Grid::new(&points, pieces);
            for _ in 0..30 {
                let (at, reach) = (near(middle, spread), spread / 5.0);
                let (low, high) = (at.map(|part| part - reach), at.map(|part| part + reach));
                let mut shown = vec![];
                grid.visit(low, high, |piece| shown.push(piece.point));
                for point in 0..59u32 {
                    let ends = [points[point as usize], points[point as usize + 1]].map(|end| end.map(f64::from));
                    assert!(!meets(ends, low, high) || shown.contains(&point), "{ends:?} meets {low:?} {high:?}");
                }
            }
        }
    }

    #[test]
    fn an_empty_grid_shows_nothing() {
        let grid = Grid::new(&[], std::iter::empty());
        grid.visit([-1e9; 2], [1e9; 2], |piece| panic!("{piece:?} is nowhere"));
        assert!(grid.is_empty());
    }
}
