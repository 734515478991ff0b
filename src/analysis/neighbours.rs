//! Which of many points lie within so many metres of a point?
//!
//! Asked of thousands of rows, each about its own surroundings, by whoever looks for rows that may be the same place.
//! Distances are great-circle metres and limits are closed, as in [`super::space`]. Refuses to know what the rows are.

use super::{
    index::{Entry, Index},
    space::{Frame, Point, ROUNDING_M, Space},
};

/// Points by row; a row may have none.
pub(super) struct Neighbours {
    index: Index,
    frame: Frame,
}

impl Neighbours {
    /// Points in degrees, longitude first, finite.
    pub fn new(points: &[Option<Point>]) -> Neighbours {
        let placed = || points.iter().zip(0..).filter_map(|(point, row)| Some(((*point)?, row)));
        let frame = Frame::around(Space::Sphere, placed().map(|(point, _)| Space::Sphere.straight(point)));
        let entries = placed().map(|(point, row)| Entry { straight: frame.straight(point), point, row }).collect();
        Neighbours { index: Index::new(entries), frame }
    }

    /// Rows within `within_m` metres of a point and how far they are, by row; `None` if there are more than `most`.
    pub fn around(&self, point: Point, within_m: f64, most: usize) -> Option<Vec<(u32, f64)>> {
        let length = Space::Sphere.reach(within_m + ROUNDING_M);
        let limit = length * length;
        let mut found = vec![];
        self.index.visit(self.frame.straight(point), limit, |_, entry| {
            let distance_m = Space::Sphere.distance_m(point, entry.point);
            if distance_m <= within_m + ROUNDING_M {
                found.push((entry.row, distance_m));
            }
            // No point has a negative square: the search ends here.
            if found.len() > most { -1.0 } else { limit }
        });
        found.sort_unstable_by_key(|(row, _)| *row);
        (found.len() <= most).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::random::Random;

    use super::*;

    #[test]
    fn the_rows_around_a_point_are_those_of_a_linear_scan() {
        let mut random = Random(3);
        let points: Vec<Option<Point>> =
            (0..2_000).map(|_| random.chance(0.9).then(|| [random.between(108.0, 108.1), random.between(34.0, 34.1)])).collect();
        let neighbours = Neighbours::new(&points);
        for at in points.iter().flatten().take(50) {
            let near = |(point, row): (&Option<Point>, u32)| {
                let distance_m = Space::Sphere.distance_m(*at, (*point)?);
                (distance_m <= 500.0).then_some((row, distance_m))
            };
            let expected: Vec<_> = points.iter().zip(0..).filter_map(near).collect();
            assert_eq!(neighbours.around(*at, 500.0, usize::MAX), Some(expected.clone()));
            assert_eq!(neighbours.around(*at, 500.0, expected.len()), Some(expected.clone()));
            assert_eq!(neighbours.around(*at, 500.0, expected.len() - 1), None);
        }
    }

    #[test]
    fn without_points_nothing_is_near() {
        assert_eq!(Neighbours::new(&[None, None]).around([108.0, 34.0], 1e9, 9), Some(vec![]));
    }
}
