//! Does a straight way cross what nobody crosses?
//!
//! A way that ends on a barrier's line does not cross it: a gate is in its wall. Refuses to know what the barrier is.

use super::{grid::Grid, ground::units};

/// How near to a line, in units, a point counts as on it: two centimetres.
const TOUCH: f64 = 2.0;

/// Whether the straight line between two points in units crosses a piece of a barrier.
pub(super) fn crosses(grid: &Grid, points: &[[i32; 2]], a: [f64; 2], b: [f64; 2]) -> bool {
    if grid.is_empty() || a == b {
        return false;
    }
    let (low, high) = ([0, 1].map(|axis| a[axis].min(b[axis])), [0, 1].map(|axis| a[axis].max(b[axis])));
    let mut crossed = false;
    grid.visit(low, high, |piece| {
        let wall = [piece.point, piece.point + 1].map(|point| units(points[point as usize]));
        crossed |= crossing(a, b, wall).is_some();
    });
    crossed
}

/// The share of the way from `a` to `b` at which it crosses a wall. A wall that ends on the way counts when it comes from
/// the left, so that two walls that meet there count once if they go through.
pub(super) fn crossing(a: [f64; 2], b: [f64; 2], wall: [[f64; 2]; 2]) -> Option<f64> {
    let side =
        |from: [f64; 2], to: [f64; 2], point: [f64; 2]| (to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0]);
    if (side(a, b, wall[0]) >= 0.0) == (side(a, b, wall[1]) >= 0.0) {
        return None;
    }
    let [before, after] = [a, b].map(|end| side(wall[0], wall[1], end));
    let length = (wall[1][0] - wall[0][0]).hypot(wall[1][1] - wall[0][1]);
    let apart = before.abs().min(after.abs()) > TOUCH * length;
    (apart && (before > 0.0) != (after > 0.0)).then(|| before / (before - after))
}
