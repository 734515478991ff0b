//! Which cells lie within a straight line of a point?
//!
//! Cells that lie together on their curve have a ball round them: a ball that the limit does not touch is passed over as a whole.
//! The rest is measured in great-circle metres, as coverage measures.

use super::Catchment;
use crate::analysis::{
    cells::{Cells, RUN},
    space::{Point, ROUNDING_M, minus, squared},
};

/// The cells within so many metres (closed) of a point and how far each is, in the order of the curve.
pub fn within(cells: &Cells, at: Point, within_m: f64) -> Catchment {
    let (curve, space) = (&cells.curve, cells.space());
    let here = space.straight(at);
    let reach = space.reach(within_m + ROUNDING_M);
    let mut found = vec![];
    for (number, ball) in curve.balls.iter().enumerate() {
        let needed = space.widen(reach + ball.radius);
        if squared(minus(ball.middle, here)) > needed * needed {
            continue;
        }
        for place in number * RUN..curve.cells.len().min((number + 1) * RUN) {
            if squared(minus(curve.straight[place], here)) <= reach * reach {
                let metres = space.distance_m(curve.points[place], at);
                if metres <= within_m + ROUNDING_M {
                    found.push((curve.cells[place], metres));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{cells::CellColumns, random::Random, space::Space};

    #[test]
    fn the_cells_within_a_limit_are_those_of_a_scan() {
        let mut random = Random(31);
        for round in 0..60 {
            let space = if round % 3 == 2 { Space::Plane } else { Space::Sphere };
            let somewhere = |random: &mut Random| match (space, round % 3) {
                (Space::Plane, _) => [random.below(40) as f64 * 100.0, random.below(40) as f64 * 100.0],
                (_, 0) => random.point(),
                _ => [random.between(108.9, 109.0), random.between(34.2, 34.3)],
            };
            let points: Vec<Option<Point>> = (0..1_500).map(|_| Some(somewhere(&mut random)).filter(|_| !random.chance(0.05))).collect();
            let columns = CellColumns { zone: vec![0; points.len()], zones: 1, counts: vec![], points: points.clone() };
            let cells = Cells::new(space, columns);
            let at = somewhere(&mut random);
            for within_m in [0.0, 100.0, 500.0, 7_000.0, 3e6, 2.1e7] {
                let mut found = within(&cells, at, within_m);
                found.sort_unstable_by_key(|(cell, _)| *cell);
                let measured = points.iter().zip(0..).filter_map(|(point, cell)| Some((cell, space.distance_m((*point)?, at))));
                let expected: Vec<(u32, f64)> = measured.filter(|(_, metres)| *metres <= within_m + ROUNDING_M).collect();
                assert_eq!(found, expected, "round {round}, {within_m} m");
            }
        }
    }
}
