//! What can be said of an outline? Its area, a point inside, whether it crosses itself, and which ring lies in which.
//!
//! Rings are closed lists of points in units of 1e-7 degrees. Inside is what an odd number of turns goes around, so that
//! every ring has an answer, a crossed one too.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

use crate::domain::position::{EARTH_RADIUS_M, Position};

/// Longitude and latitude in units of 1e-7 degrees.
pub(super) type Place = [i32; 2];
/// A closed list of places.
pub(super) type Ring = Vec<Place>;

/// Pairs of segments that are looked at before a ring is given up as too long to tell.
const MOST_PAIRS: usize = 5_000_000;

/// A place in degrees.
pub(super) fn degrees([lon, lat]: Place) -> Coord<f64> {
    Coord { x: f64::from(lon) / 1e7, y: f64::from(lat) / 1e7 }
}

/// A place as a position.
pub(super) fn position(place: Place) -> Option<Position> {
    let Coord { x, y } = degrees(place);
    Position::new(x, y).ok()
}

/// Metres along a line of places.
pub(super) fn length_m(places: &[Place]) -> f64 {
    places.windows(2).filter_map(|pair| Some(position(pair[0])?.distance_m(position(pair[1])?))).sum()
}

/// The place half-way along a line of places, at one of them.
pub(super) fn middle(places: &[Place]) -> Option<Place> {
    let (half, mut gone) = (length_m(places) / 2.0, 0.0);
    let next = places.windows(2).find(|pair| {
        gone += length_m(pair);
        gone >= half
    });
    next.map_or(places.first().copied(), |pair| if gone - half < length_m(pair) / 2.0 { Some(pair[1]) } else { Some(pair[0]) })
}

/// The ring without places that repeat; `None` where fewer than three differ or it goes around nothing.
pub(super) fn cleaned(places: impl Iterator<Item = Place>) -> Option<Ring> {
    let mut ring: Ring = places.collect();
    ring.dedup();
    if ring.first() != ring.last() {
        ring.push(*ring.first()?);
    }
    (ring.len() > 3 && doubled_area(&ring) != 0).then_some(ring)
}

/// Twice the area in squared units, positive where the ring turns against the clock.
fn doubled_area(ring: &[Place]) -> i128 {
    let [x0, y0] = ring[0].map(i128::from);
    let of = |pair: &[Place]| {
        let ([ax, ay], [bx, by]) = (pair[0].map(i128::from), pair[1].map(i128::from));
        (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
    };
    ring.windows(2).map(of).sum()
}

/// Square metres inside, on a plane that touches the earth at the ring: right to 0.1 % for what fits into a city.
pub(super) fn area_m2(ring: &[Place]) -> f64 {
    let metres = EARTH_RADIUS_M * 1e-7f64.to_radians();
    let lats = ring.iter().map(|place| place[1]);
    let middle = lats.clone().min().zip(lats.max()).map_or(0.0, |(south, north)| (f64::from(south) + f64::from(north)) / 2.0);
    doubled_area(ring).unsigned_abs() as f64 / 2.0 * metres * metres * (middle * 1e-7).to_radians().cos()
}

/// Whether a place lies inside the ring; on the edge it may be either.
pub(super) fn contains(ring: &[Place], [x, y]: [f64; 2]) -> bool {
    crossings(ring, y).filter(|crossing| *crossing > x).count() % 2 == 1
}

/// Where the ring meets the parallel at `y`.
fn crossings(ring: &[Place], y: f64) -> impl Iterator<Item = f64> + '_ {
    ring.windows(2).filter_map(move |pair| {
        let ([ax, ay], [bx, by]) = (pair[0].map(f64::from), pair[1].map(f64::from));
        ((ay > y) != (by > y)).then(|| ax + (y - ay) / (by - ay) * (bx - ax))
    })
}

/// A point inside an outline with its holes: the middle of the longest stretch of the parallel half-way up.
pub(super) fn inside(rings: &[Ring]) -> Option<[f64; 2]> {
    let lats = rings.first()?.iter().map(|place| f64::from(place[1]));
    let (south, north) = lats.fold((f64::INFINITY, f64::NEG_INFINITY), |(s, n), lat| (s.min(lat), n.max(lat)));
    // Half a unit off, no corner lies on the parallel.
    let y = ((south + north) / 2.0).floor() + 0.5;
    let mut at: Vec<f64> = rings.iter().flat_map(|ring| crossings(ring, y)).collect();
    at.sort_by(f64::total_cmp);
    let widest = at.chunks_exact(2).max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])))?;
    Some([(widest[0] + widest[1]) / 2.0, y])
}

/// Whether two stretches of the ring cross; `None` for a ring too tangled to tell.
pub(super) fn crosses_itself(ring: &[Place]) -> Option<bool> {
    let mut segments: Vec<[Place; 2]> =
        ring.windows(2).map(|pair| if pair[0] <= pair[1] { [pair[0], pair[1]] } else { [pair[1], pair[0]] }).collect();
    segments.sort_unstable();
    let mut pairs = 0;
    for (place, one) in segments.iter().enumerate() {
        for other in segments[place + 1..].iter().take_while(|other| other[0][0] <= one[1][0]) {
            pairs += 1;
            if pairs > MOST_PAIRS {
                return None;
            }
            if cross(one, other) {
                return Some(true);
            }
        }
    }
    Some(false)
}

/// Whether two segments cross at a point inside both.
fn cross(&[a, b]: &[Place; 2], &[c, d]: &[Place; 2]) -> bool {
    let side = |from: Place, to: Place, of: Place| {
        let ([fx, fy], [tx, ty], [ox, oy]) = (from.map(i128::from), to.map(i128::from), of.map(i128::from));
        ((tx - fx) * (oy - fy) - (ty - fy) * (ox - fx)).signum()
    };
    side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}

/// Rings as areas: a ring inside an odd number of larger ones is a hole of the smallest of them. The answer holds each
/// area's rings, the outer one first; largest area first.
pub(super) fn nested(mut rings: Vec<Ring>) -> Vec<Vec<Ring>> {
    rings.sort_by_cached_key(|ring| (std::cmp::Reverse(doubled_area(ring).unsigned_abs()), ring.clone()));
    rings.dedup_by(|later, first| same_ring(later, first));
    let boxes: Vec<[i32; 4]> = rings.iter().map(|ring| bounds(ring)).collect();
    let mut depths: Vec<usize> = Vec::with_capacity(rings.len());
    let mut areas: Vec<(usize, Vec<usize>)> = Vec::new();
    for (place, ring) in rings.iter().enumerate() {
        let point = inside(std::slice::from_ref(ring)).unwrap_or_else(|| ring[0].map(f64::from));
        let holds = |larger: &usize| within(boxes[place], boxes[*larger]) && contains(&rings[*larger], point);
        let around: Vec<usize> = (0..place).filter(holds).collect();
        depths.push(around.len());
        let parent = around.iter().rev().find(|larger| depths[**larger] + 1 == around.len());
        match parent.and_then(|parent| areas.iter_mut().find(|(outer, _)| outer == parent)).filter(|_| around.len() % 2 == 1) {
            Some((_, holes)) => holes.push(place),
            None => areas.push((place, Vec::new())),
        }
    }
    areas.into_iter().map(|(outer, holes)| std::iter::once(outer).chain(holes).map(|place| rings[place].clone()).collect()).collect()
}

/// Whether two rings of the same area go through the same places, wherever each begins and whichever way it turns.
fn same_ring(a: &Ring, b: &Ring) -> bool {
    let sorted = |ring: &Ring| {
        let mut places = ring[1..].to_vec();
        places.sort_unstable();
        places
    };
    a.len() == b.len() && doubled_area(a).abs() == doubled_area(b).abs() && sorted(a) == sorted(b)
}

fn bounds(ring: &[Place]) -> [i32; 4] {
    ring.iter().fold([i32::MAX, i32::MAX, i32::MIN, i32::MIN], |[w, s, e, n], [x, y]| [w.min(*x), s.min(*y), e.max(*x), n.max(*y)])
}

fn within([w, s, e, n]: [i32; 4], [ow, os, oe, on]: [i32; 4]) -> bool {
    w >= ow && s >= os && e <= oe && n <= on
}

/// Areas in degrees: outer rings against the clock, holes with it.
pub(super) fn multi_polygon(areas: &[Vec<Ring>]) -> MultiPolygon<f64> {
    let line = |ring: &Ring, forward: bool| {
        let places = ring.iter().copied().map(degrees);
        LineString(if (doubled_area(ring) > 0) == forward { places.collect() } else { places.rev().collect() })
    };
    let polygon = |rings: &Vec<Ring>| {
        let holes = rings.iter().skip(1).map(|ring| line(ring, false)).collect();
        Some(Polygon::new(line(rings.first()?, true), holes))
    };
    MultiPolygon(areas.iter().filter_map(polygon).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: i32, y: i32, side: i32) -> Ring {
        vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    }

    #[test]
    fn a_hole_an_island_in_it_and_a_neighbour_find_their_places() {
        let (outer, hole, island, other) = (square(0, 0, 100), square(10, 10, 50), square(20, 20, 10), square(200, 0, 20));
        let areas = nested(vec![island.clone(), hole.clone(), other.clone(), outer.clone(), outer.iter().rev().copied().collect()]);
        assert_eq!(areas.len(), 3, "the outer ring given twice counts once");
        assert_eq!((areas[0].len(), &areas[0][1]), (2, &hole));
        assert_eq!((&areas[1][0], &areas[2][0]), (&other, &island));
        assert_eq!(multi_polygon(&areas).0[0].interiors().len(), 1);
    }

    #[test]
    fn a_point_inside_avoids_the_hole_and_follows_the_arm() {
        // A horseshoe open to the east, two arms of 10 at a back of 10: the middle of its box lies outside.
        let shoe: Ring = vec![[0, 0], [100, 0], [100, 10], [10, 10], [10, 90], [100, 90], [100, 100], [0, 100], [0, 0]];
        let [x, y] = inside(&[shoe]).expect("a point");
        assert!(x > 0.0 && x < 10.0 && y > 10.0 && y < 90.0, "{x} {y}");
        let [x, _] = inside(&[square(0, 0, 100), square(10, 10, 80)]).expect("a point");
        assert!(!(10.0..=90.0).contains(&x));
    }

    #[test]
    fn a_bow_tie_crosses_itself_and_a_square_that_touches_a_point_does_not() {
        assert_eq!(crosses_itself(&[[0, 0], [10, 10], [10, 0], [0, 10], [0, 0]]), Some(true));
        assert_eq!(crosses_itself(&square(0, 0, 9)), Some(false));
        assert_eq!(crosses_itself(&[[0, 0], [5, 5], [10, 0], [10, 10], [5, 5], [0, 10], [0, 0]]), Some(false));
    }

    #[test]
    fn a_square_of_a_hundred_metres_is_a_hectare() {
        // 100 m are 0.000899320 degrees of a great circle; at 60 degrees north a degree of longitude is half as long.
        let (north, east) = (8993, 17986);
        let ring = vec![[0, 600_000_000], [east, 600_000_000], [east, 600_000_000 + north], [0, 600_000_000 + north], [0, 600_000_000]];
        assert!((area_m2(&ring) - 10_000.0).abs() < 5.0, "{}", area_m2(&ring));
    }

    #[test]
    fn a_flat_or_tiny_ring_is_none() {
        assert_eq!(cleaned([[0, 0], [1, 1], [2, 2], [0, 0]].into_iter()), None);
        assert_eq!(cleaned([[0, 0], [0, 0], [5, 5]].into_iter()), None);
        assert_eq!(cleaned([[0, 0], [5, 0], [5, 5]].into_iter()), Some(vec![[0, 0], [5, 0], [5, 5], [0, 0]]));
    }
}
