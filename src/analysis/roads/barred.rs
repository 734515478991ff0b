//! How do the streets hang together when some lines cannot be crossed: a closed bridge, a flood?
//!
//! 1. Every edge whose shape crosses a line is cut there, bridges and tunnels too: what lies between two crossings becomes an edge
//!    with a dead end of its own. A first part keeps the number of its edge, the others come behind all edges.
//! 2. The lines become barriers, so that nobody attaches across them.
//! 3. Whoever is attached to a cut edge or stands near a line is attached anew; all others stay where they are.
//!
//! A crossing is counted by the half-open rule: a point on a line is on its left, so that a way through a corner crosses once.

use std::collections::BTreeSet;

use super::{
    attached::Attached,
    network::{Edge, GATE, Network, Parts, UNITS},
    walker::Walker,
};
use crate::{
    analysis::space::{Point, Space},
    domain::street::BarrierClass,
};

/// A network on which some lines cannot be crossed.
#[derive(Debug)]
pub struct Barred {
    /// The streets that are left.
    pub network: Network,
    /// Edges that were cut.
    cut: BTreeSet<u32>,
    /// West, south, east, north of all lines, degrees.
    bounds: [f64; 4],
}

/// Where an edge is cut: the piece of its shape, the share along it, and the point.
type Crossing = (usize, f64, [i32; 2]);

impl Network {
    /// The same streets when these lines (longitude and latitude, two points at least) cannot be crossed.
    pub fn barred(&self, lines: &[Vec<Point>]) -> Barred {
        let walls: Vec<[[f64; 2]; 2]> = lines
            .iter()
            .flat_map(|line| line.windows(2).map(|pair| [pair[0], pair[1]].map(|point| point.map(|part| part * UNITS))))
            .collect();
        let all = || lines.iter().flatten();
        let side = |axis: usize, pick: fn(f64, f64) -> f64, first: f64| all().map(|point| point[axis]).fold(first, pick);
        let bounds = [
            side(0, f64::min, f64::INFINITY),
            side(1, f64::min, f64::INFINITY),
            side(0, f64::max, f64::NEG_INFINITY),
            side(1, f64::max, f64::NEG_INFINITY),
        ];
        let crossings = |edge: u32| self.crossings(edge, &walls);
        let mut cut = BTreeSet::new();
        let mut parts = Parts { shape: Vec::with_capacity(self.parts.shape.len()), first_shape: vec![0], ..self.parts.clone() };
        let mut behind: Vec<(Edge, Vec<[i32; 2]>, Option<f32>)> = vec![];
        for (edge, number) in self.parts.edges.iter().zip(0u32..) {
            let shape = &self.parts.shape[self.shape_of(number)];
            let found = if edge.flags & GATE == 0 { crossings(number) } else { vec![] };
            if found.is_empty() {
                parts.shape.extend_from_slice(shape);
            } else {
                cut.insert(number);
                let mut pieces = cut_up(shape, &found).into_iter();
                let first = pieces.next().unwrap_or_default();
                let mut end = edge.to;
                let mut pieces: Vec<Vec<[i32; 2]>> = pieces.collect();
                parts.nodes.push(*first.last().unwrap_or(&[0; 2]));
                parts.edges[number as usize].to = parts.nodes.len() as u32 - 1;
                parts.shape.extend(first);
                // The last one leads to where the edge led; each between two crossings has both ends to itself.
                while let Some(piece) = pieces.pop() {
                    parts.nodes.push(*piece.first().unwrap_or(&[0; 2]));
                    let from = parts.nodes.len() as u32 - 1;
                    behind.push((Edge { from, to: end, ..*edge }, piece, self.fixed_s(number)));
                    parts.nodes.push(parts.nodes[from as usize]);
                    end = parts.nodes.len() as u32 - 1;
                }
            }
            parts.first_shape.push(parts.shape.len() as u32);
        }
        for (edge, shape, fixed_s) in behind {
            parts.fixed.extend(fixed_s.map(|seconds| (parts.edges.len() as u32, seconds)));
            parts.edges.push(edge);
            parts.shape.extend(shape);
            parts.first_shape.push(parts.shape.len() as u32);
        }
        for line in lines {
            parts.barrier.extend(line.iter().map(|point| point.map(|part| (part * UNITS).round() as i32)));
            parts.first_barrier.push(parts.barrier.len() as u32);
            parts.barrier_class.push(BarrierClass::Wall);
        }
        let mut network = Network::assemble(parts);
        // What was a street worth attaching to still is, however short the rest of it.
        network.feet.stay_worthy(&self.feet);
        network.wheels.stay_worthy(&self.wheels);
        Barred { network, cut, bounds }
    }

    /// Where an edge crosses walls, from its start on.
    fn crossings(&self, edge: u32, walls: &[[[f64; 2]; 2]]) -> Vec<Crossing> {
        let shape = &self.parts.shape[self.shape_of(edge)];
        let mut found: Vec<Crossing> = vec![];
        for (piece, pair) in shape.windows(2).enumerate() {
            let [a, b] = [pair[0], pair[1]].map(|point| point.map(f64::from));
            for wall in walls {
                if let Some(share) = crosses(a, b, *wall) {
                    let at = [0, 1].map(|axis| (a[axis] + share * (b[axis] - a[axis])).round() as i32);
                    found.push((piece, share, at));
                }
            }
        }
        found.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
        found.dedup_by(|one, other| one.0 == other.0 && one.2 == other.2);
        found
    }
}

/// The share of the way from `a` to `b` at which it crosses a wall.
fn crosses(a: [f64; 2], b: [f64; 2], [start, end]: [[f64; 2]; 2]) -> Option<f64> {
    let side = |point: [f64; 2]| (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0]);
    let (before, after) = (side(a), side(b));
    if (before >= 0.0) == (after >= 0.0) {
        return None;
    }
    let share = before / (before - after);
    let at = [0, 1].map(|axis| a[axis] + share * (b[axis] - a[axis]));
    let along = [end[0] - start[0], end[1] - start[1]];
    let length = along[0] * along[0] + along[1] * along[1];
    let place = (at[0] - start[0]) * along[0] + (at[1] - start[1]) * along[1];
    (0.0..=length).contains(&place).then_some(share)
}

/// A shape in pieces, each from one crossing to the next, of two points at least.
fn cut_up(shape: &[[i32; 2]], found: &[Crossing]) -> Vec<Vec<[i32; 2]>> {
    let mut pieces = vec![];
    let mut piece = vec![shape[0]];
    let mut crossings = found.iter().peekable();
    for (number, point) in shape[1..].iter().enumerate() {
        while let Some((_, _, at)) = crossings.next_if(|(piece, ..)| *piece == number) {
            piece.push(*at);
            pieces.push(std::mem::replace(&mut piece, vec![*at]));
        }
        piece.push(*point);
    }
    pieces.push(piece);
    pieces
}

impl Barred {
    /// Attaches people or places that were attached to the streets before: `walker` walks on this network.
    pub fn attach(&self, walker: &Walker, before: &Attached, points: &[Option<Point>], attach_m: f64) -> Attached {
        let [west, south, east, north] = self.bounds;
        let degree_m = Space::Sphere.distance_m([0.0, 0.0], [0.0, 1.0]);
        let near = |[lon, lat]: Point| {
            let tall = attach_m / degree_m * 1.01;
            let wide = tall / lat.to_radians().cos().max(1e-3);
            (west - wide..=east + wide).contains(&lon) && (south - tall..=north + tall).contains(&lat)
        };
        let known = |row: u32| {
            let met = before.get(row);
            let stays = !points[row as usize].is_some_and(near) && met.is_ok_and(|met| !self.cut.contains(&met.edge()));
            stays.then_some(met)
        };
        walker.attach_others(points, attach_m, known)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Limit, Speeds, WalkQuery, tests::world};
    use super::*;
    use crate::{
        analysis::random::Random,
        domain::street::{Profile, Streets},
    };

    /// A ring of four streets, 300 m by 200 m, and a place and a person on opposite sides.
    fn ring() -> Streets {
        let corners = world::points(&[[0.0, 0.0], [300.0, 0.0], [300.0, 200.0], [0.0, 200.0]]);
        let ways = [[0, 1], [1, 2], [2, 3], [3, 0]].map(|pair| world::street(&pair));
        Streets { points: corners, ways: ways.into(), ..Streets::default() }
    }

    fn walk_m(network: &Network, from: Point, to: Point) -> Option<f64> {
        let walker = Walker::new(network, Profile::Walk, &Speeds::default());
        let places = walker.attach_all(&[Some(to)], 100.0);
        let from = walker.attach(from, 100.0).ok()?;
        let found = walker.nearest(&places, &from, &WalkQuery { count: 1, limit: Limit::Nowhere }, |_| true);
        found.first().map(|one| one.distance_m)
    }

    #[test]
    fn a_street_that_a_line_crosses_is_cut_and_one_walks_round() {
        let network = Network::build(&ring());
        let (from, to) = (world::at(100.0, 0.0), world::at(200.0, 0.0));
        let near = |found: Option<f64>, metres: f64| found.is_some_and(|found| (found - metres).abs() < 0.1);
        assert!(near(walk_m(&network, from, to), 100.0));
        let across = |east: f64, south: f64, north: f64| vec![world::at(east, south), world::at(east, north)];
        let barred = network.barred(&[across(150.0, -20.0, 20.0)]);
        // Back to the corner, up, along, down, and back to the place.
        assert!(near(walk_m(&barred.network, from, to), 100.0 + 200.0 + 300.0 + 200.0 + 100.0));
        let parted = network.barred(&[across(150.0, -20.0, 220.0)]);
        assert_eq!(walk_m(&parted.network, from, to), None);
        assert!(near(walk_m(&parted.network, from, world::at(0.0, 100.0)), 200.0), "each half hangs together");
        let beside = network.barred(&[across(150.0, 20.0, 180.0)]);
        assert!(near(walk_m(&beside.network, from, to), 100.0), "a line between the streets cuts none");
    }

    #[test]
    fn people_are_attached_as_if_the_streets_had_always_been_like_that() {
        let mut random = Random(51);
        let mut differ = 0;
        for _ in 0..40 {
            let side = 4;
            let network = Network::build(&world::town(&mut random, side));
            let line: Vec<Point> = (0..2 + random.below(2)).map(|_| world::somewhere(&mut random, side)).collect();
            let points: Vec<Option<Point>> = (0..80).map(|_| Some(world::somewhere(&mut random, side))).collect();
            let barred = network.barred(&[line]);
            let [before, after] = [&network, &barred.network].map(|network| Walker::new(network, Profile::Walk, &Speeds::default()));
            let attached = before.attach_all(&points, 60.0);
            let (kept, anew) = (barred.attach(&after, &attached, &points, 60.0), after.attach_all(&points, 60.0));
            for row in 0..80 {
                // What lies between two lines is too short for the newly attached, who stands far off stays on it.
                if let (Ok(kept), Ok(anew)) = (kept.get(row), anew.get(row)) {
                    differ += usize::from(Ok(kept) != attached.get(row));
                    assert!(kept == anew || anew.over_island(), "{kept:?} {anew:?}");
                }
            }
        }
        assert!(differ > 50, "some were attached anew: {differ}");
    }
}
