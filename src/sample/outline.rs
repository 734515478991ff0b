//! What is the outline of some cells of the lattice? Common edges dissolve, the rest is chained into rings.
//!
//! Borders made here from the same edges agree to the last digit: no gaps, no overlaps.

use std::collections::HashMap;

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

use super::{
    lattice::{Axis, Lattice},
    plane::{holds, twice_area},
};

/// A vertex of the lattice.
type Vertex = (usize, usize);
/// A cell of the lattice.
pub(super) type Cell = (usize, usize);

/// A direction along the lattice: 0 east, 1 north, 2 west, 3 south.
type Heading = u8;

/// The outline of edge-connected cells, outer rings against the clock, holes with it.
///
/// Steps: 1. every side whose other cell is not among `cells` becomes an edge with the cells on its left;
/// 2. edges are chained; where two rings touch at a vertex the sharpest right turn is taken, which keeps an outer ring
///    and a hole that touch apart; 3. holes go to the outer ring that holds them.
pub(super) fn outline(lattice: &Lattice, cells: &[Cell]) -> MultiPolygon<f64> {
    let mut outer = Vec::new();
    let mut holes = Vec::new();
    for chain in chains(cells) {
        let ring = bent(lattice, &chain);
        if twice_area(&ring) > 0.0 { outer.push((ring, Vec::new())) } else { holes.push(ring) }
    }
    for hole in holes {
        let home = outer.iter().position(|(ring, _)| hole.iter().any(|spot| !ring.contains(spot) && holds(ring, *spot))).unwrap_or(0);
        if let Some((_, inside)) = outer.get_mut(home) {
            inside.push(LineString(hole));
        }
    }
    MultiPolygon(outer.into_iter().map(|(ring, inside)| Polygon::new(LineString(ring), inside)).collect())
}

/// The closed chains of boundary edges, each edge as its start and heading.
fn chains(cells: &[Cell]) -> Vec<Vec<(Vertex, Heading)>> {
    let mut edges = boundary(cells);
    let mut starts: Vec<Vertex> = edges.keys().copied().collect();
    starts.sort_unstable();
    let mut found = Vec::new();
    for start in starts {
        while let Some(first) = edges.get_mut(&start).and_then(Vec::pop) {
            let mut chain = vec![(start, first)];
            let (mut at, mut heading) = (step(start, first), first);
            while at != start {
                let Some(next) = edges.get_mut(&at).and_then(|ways| take_rightmost(ways, heading)) else { break };
                chain.push((at, next));
                (at, heading) = (step(at, next), next);
            }
            found.push(chain);
        }
    }
    found
}

/// The boundary edges by their start.
fn boundary(cells: &[Cell]) -> HashMap<Vertex, Vec<Heading>> {
    let inside: std::collections::HashSet<Cell> = cells.iter().copied().collect();
    let mut edges: HashMap<Vertex, Vec<Heading>> = HashMap::new();
    for &(i, j) in cells {
        let sides = [
            (j.checked_sub(1).map(|below| (i, below)), (i, j), 0),
            (Some((i + 1, j)), (i + 1, j), 1),
            (Some((i, j + 1)), (i + 1, j + 1), 2),
            (i.checked_sub(1).map(|left| (left, j)), (i, j + 1), 3),
        ];
        for (other, start, heading) in sides {
            if other.is_none_or(|cell| !inside.contains(&cell)) {
                edges.entry(start).or_default().push(heading);
            }
        }
    }
    edges
}

/// Takes the way that turns most to the right of `heading`.
fn take_rightmost(ways: &mut Vec<Heading>, heading: Heading) -> Option<Heading> {
    let best = (0..ways.len()).min_by_key(|&place| (ways[place] + 5 - heading) % 4)?;
    Some(ways.swap_remove(best))
}

fn step((i, j): Vertex, heading: Heading) -> Vertex {
    match heading {
        0 => (i + 1, j),
        1 => (i, j + 1),
        2 => (i - 1, j),
        _ => (i, j - 1),
    }
}

/// The ring of a chain with every edge bent as the lattice bends it.
fn bent(lattice: &Lattice, chain: &[(Vertex, Heading)]) -> Vec<Coord<f64>> {
    let mut ring: Vec<Coord<f64>> = Vec::with_capacity(chain.len() * 4 + 1);
    for &((i, j), heading) in chain {
        let mut edge = match heading {
            0 => lattice.edge(Axis::Row, j, i),
            1 => lattice.edge(Axis::Column, i, j),
            2 => lattice.edge(Axis::Row, j, i - 1),
            _ => lattice.edge(Axis::Column, i, j - 1),
        };
        if heading >= 2 {
            edge.reverse();
        }
        ring.extend_from_slice(&edge[..edge.len() - 1]);
    }
    if let Some(first) = ring.first().copied() {
        ring.push(first);
    }
    ring
}

#[cfg(test)]
mod tests {
    use geo::{Area, Validation};

    use super::*;

    fn block(i: std::ops::Range<usize>, j: std::ops::Range<usize>) -> Vec<Cell> {
        i.flat_map(|i| j.clone().map(move |j| (i, j))).collect()
    }

    #[test]
    fn a_square_has_one_ring() {
        let shape = outline(&Lattice::new(1, 100_000), &block(2..4, 2..4));
        assert_eq!((shape.0.len(), shape.0[0].interiors().len()), (1, 0));
        assert!(shape.is_valid());
    }

    #[test]
    fn a_hole_that_touches_the_outside_at_a_corner_is_still_a_hole() {
        let lattice = Lattice::new(1, 100_000);
        let cells: Vec<Cell> = block(2..5, 2..5).into_iter().filter(|cell| *cell != (3, 3) && *cell != (2, 2)).collect();
        let shape = outline(&lattice, &cells);
        assert_eq!((shape.0.len(), shape.0[0].interiors().len()), (1, 1));
        assert!(shape.is_valid());
        let sum: f64 = cells.iter().map(|cell| twice_area(&lattice.ring(*cell)) / 2.0).sum();
        assert!((shape.unsigned_area() / sum - 1.0).abs() < 1e-9);
    }
}
