//! Which places lie within a limit of each of many points, and how far are they?
//!
//! The pairs that accessibility and siting count with, by row: the points that people live at, each with the places it reaches
//! in the order of rows. Costs are metres, seconds, or whatever a given matrix says. Limits are closed, as in [`super::space`].
//! Refuses to know people, capacities and how anybody walks: pairs measured elsewhere are taken as they are.
//!
//! # Along a straight line
//!
//! 1. Lay places and points out in space and cut it into cubes as wide as the limit, so that a place within it lies in the same
//!    cube or in a neighbour.
//! 2. For all points of one cube, list the places of the 27 cubes once, and compare each point with each of them.
//!
//! (J. L. Bentley, D. F. Stanat and E. H. Williams, "The complexity of finding fixed-radius near neighbors", Information Processing Letters 6,
//! 1977.) Cubes know neither poles nor the 180th meridian.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{
    roads::Estimate,
    space::{Point, ROUNDING_M, Space, Straight, minus, squared},
};

/// Places in reach, by point.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pairs {
    starts: Vec<usize>,
    places: Vec<u32>,
    costs: Vec<f64>,
}

/// Points or places of one cube.
type Cubes = HashMap<[i32; 3], Vec<(u32, Straight)>>;

impl Pairs {
    /// Pairs measured elsewhere: for each point the rows of places and their costs, each row once.
    pub fn from_rows(rows: Vec<Vec<(u32, f64)>>) -> Pairs {
        let mut pairs = Pairs { starts: vec![0], ..Pairs::default() };
        for mut row in rows {
            row.sort_unstable_by_key(|(place, _)| *place);
            pairs.places.extend(row.iter().map(|(place, _)| *place));
            pairs.costs.extend(row.iter().map(|(_, cost)| *cost));
            pairs.starts.push(pairs.places.len());
        }
        pairs
    }

    /// Places within so many metres of each point, along a straight line. Who has no point reaches nothing.
    pub fn straight(space: Space, points: &[Option<Point>], places: &[Option<Point>], within_m: f64) -> Pairs {
        let width = width(space, [points, places], within_m);
        let (here, there) = (cubes(space, points, width), cubes(space, places, width));
        let mut rows = vec![Vec::new(); points.len()];
        let found: Vec<(u32, Vec<(u32, f64)>)> = here
            .par_iter()
            .flat_map_iter(|(cube, points)| {
                let near: Vec<(u32, Straight)> = around(*cube).filter_map(|cube| there.get(&cube)).flatten().copied().collect();
                points.iter().map(move |(row, at)| (*row, within(space, *at, &near, within_m))).collect::<Vec<_>>()
            })
            .collect();
        found.into_iter().for_each(|(row, places)| rows[row as usize] = places);
        Pairs::from_rows(rows)
    }

    /// The same on foot, where there is no network to walk on: straight lines, each as far as it is estimated to be.
    pub fn estimated(space: Space, points: &[Option<Point>], places: &[Option<Point>], within_m: f64, estimate: &Estimate) -> Pairs {
        let mut pairs = Pairs::straight(space, points, places, estimate.straight_m(within_m));
        pairs.costs.iter_mut().for_each(|metres| *metres = estimate.walked_m(*metres));
        pairs
    }

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The places that a point reaches and what each costs, by row.
    pub fn of(&self, point: usize) -> impl Iterator<Item = (u32, f64)> + '_ {
        let range = self.starts[point]..self.starts[point + 1];
        self.places[range.clone()].iter().copied().zip(self.costs[range].iter().copied())
    }
}

/// How wide cubes are: as the limit, but not so narrow that they cannot be counted; `None` for one that holds everything.
fn width(space: Space, points: [&[Option<Point>]; 2], within_m: f64) -> Option<f64> {
    let laid_out = points.into_iter().flatten().flatten().flat_map(|point| space.straight(*point));
    let largest = laid_out.fold(1.0, |largest: f64, part| part.abs().max(largest));
    let reach = space.reach(within_m + ROUNDING_M);
    reach.is_finite().then(|| reach.max(largest * 1e-9))
}

/// Which cube each point lies in.
fn cubes(space: Space, points: &[Option<Point>], width: Option<f64>) -> Cubes {
    let mut cubes = Cubes::new();
    for (point, row) in points.iter().zip(0..) {
        let Some(point) = point else { continue };
        let at = space.straight(*point);
        let cube = at.map(|part| width.map_or(0, |width| (part / width).floor() as i32));
        cubes.entry(cube).or_default().push((row, at));
    }
    cubes
}

fn around([x, y, z]: [i32; 3]) -> impl Iterator<Item = [i32; 3]> {
    let near = |at: i32| [at.saturating_sub(1), at, at.saturating_add(1)];
    near(x).into_iter().flat_map(move |x| near(y).into_iter().flat_map(move |y| near(z).map(|z| [x, y, z])))
}

fn within(space: Space, at: Straight, places: &[(u32, Straight)], within_m: f64) -> Vec<(u32, f64)> {
    let reach = space.reach(within_m + ROUNDING_M);
    let near = places.iter().filter_map(|(row, place)| {
        let square = squared(minus(*place, at));
        (square <= reach * reach).then(|| (*row, space.metres(square.sqrt())))
    });
    near.filter(|(_, metres)| *metres <= within_m + ROUNDING_M).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::random::Random;

    fn scan(space: Space, points: &[Option<Point>], places: &[Option<Point>], within_m: f64) -> Vec<Vec<u32>> {
        let near = |point: &Point| {
            let all = places.iter().zip(0..).filter_map(|(place, row)| Some((space.distance_m(*point, (*place)?), row)));
            all.filter(|(metres, _)| *metres <= within_m + ROUNDING_M).map(|(_, row)| row).collect()
        };
        points.iter().map(|point| point.as_ref().map_or(vec![], near)).collect()
    }

    fn rows(pairs: &Pairs) -> Vec<Vec<u32>> {
        (0..pairs.len()).map(|point| pairs.of(point).map(|(place, _)| place).collect()).collect()
    }

    #[test]
    fn pairs_are_those_of_comparing_everything_with_everything() {
        let mut random = Random(11);
        for round in 0..60 {
            let some = |random: &mut Random| -> Vec<Option<Point>> {
                (0..120)
                    .map(|_| {
                        random.chance(0.95).then(|| {
                            if round % 2 == 0 { random.point() } else { [random.between(108.9, 109.0), random.between(34.2, 34.3)] }
                        })
                    })
                    .collect()
            };
            let (points, places) = (some(&mut random), some(&mut random));
            let within_m = [0.0, 700.0, 5_000.0, 2e6, 1.9e7, f64::INFINITY][round % 6];
            let pairs = Pairs::straight(Space::Sphere, &points, &places, within_m);
            assert_eq!(rows(&pairs), scan(Space::Sphere, &points, &places, within_m), "{within_m} m");
            for (point, from) in points.iter().enumerate() {
                for (place, metres) in pairs.of(point) {
                    let exact = Space::Sphere.distance_m(from.expect("a point that reaches"), places[place as usize].expect("a place"));
                    assert!((metres - exact).abs() <= 1e-6 + exact * 1e-9, "{metres} {exact}");
                }
            }
        }
    }

    #[test]
    fn on_a_plane_the_limit_is_closed_and_far_coordinates_do_no_harm() {
        let points = [Some([500_000.0, 3_800_000.0]), Some([-1e9, 1e9]), None];
        let places = [Some([500_300.0, 3_800_400.0]), Some([500_300.0, 3_800_400.1]), Some([-1e9, 1e9])];
        assert_eq!(rows(&Pairs::straight(Space::Plane, &points, &places, 500.0)), [vec![0], vec![2], vec![]]);
        assert_eq!(rows(&Pairs::straight(Space::Plane, &points, &places, f64::INFINITY)), [vec![0, 1, 2], vec![0, 1, 2], vec![]]);
    }
}
