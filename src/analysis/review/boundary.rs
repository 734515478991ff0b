//! Does a point lie in the division that it declares, and if not, how far is it from it?

use std::collections::BTreeMap;

use geo::{BoundingRect, Intersects};
use geo_types::{Coord, MultiPolygon, Point};

use crate::domain::{
    division::{Division, DivisionCode},
    position::Position,
};

use super::{Ground, Limits, Placed, Problem};

/// The boundaries that points are held against, with what is worked out of them once.
pub struct Boundaries<'a> {
    ground: Ground<'a>,
    successors: BTreeMap<DivisionCode, DivisionCode>,
    /// Those that lie in no other's; all the others lie in one of them.
    outermost: Vec<(DivisionCode, &'a MultiPolygon<f64>)>,
}

impl<'a> Boundaries<'a> {
    /// The boundaries of the ground.
    pub fn of(ground: Ground<'a>) -> Boundaries<'a> {
        let drawn = |code: DivisionCode| ground.divisions.get(&code).filter(|division| division.valid_to.is_none())?.boundary.as_ref();
        let within_another =
            |code: DivisionCode| std::iter::successors(code.parent(), |code| code.parent()).any(|one| drawn(one).is_some());
        let outermost = ground.divisions.keys().filter(|code| !within_another(**code)).filter_map(|code| Some((*code, drawn(*code)?)));
        Boundaries { successors: Division::successors(ground.divisions), outermost: outermost.collect(), ground }
    }

    /// What is wrong with where a record is: it is not in the division that it declares, give or take a few metres, nor, where
    /// that has no boundary, in the next one above; or it declares none and is in none.
    pub fn problem(&self, record: &Placed<'_>, limits: &Limits) -> Option<Problem> {
        match record.division {
            Some(declared) => self.outside_division(record, declared, limits),
            None => self.in_no_division(record, limits),
        }
    }

    fn outside_division(&self, record: &Placed<'_>, declared: DivisionCode, limits: &Limits) -> Option<Problem> {
        let declared = self.successors.get(&declared).copied().unwrap_or(declared);
        let (declared, boundary) = with_boundary(declared, self.ground.divisions)?;
        let point = [record.position.lon(), record.position.lat()];
        if holds(boundary, point) {
            return None;
        }
        let distance_m = distance_to_boundary_m(boundary, record.position)?;
        let outside = distance_m > limits.border_m;
        outside.then(|| Problem::OutsideDivision { declared, found: self.ground.locator.locate(point), distance_m })
    }

    fn in_no_division(&self, record: &Placed<'_>, limits: &Limits) -> Option<Problem> {
        if self.ground.locator.locate([record.position.lon(), record.position.lat()]).is_some() {
            return None;
        }
        let away =
            |(code, boundary): &(DivisionCode, &MultiPolygon<f64>)| Some((distance_to_boundary_m(boundary, record.position)?, *code));
        let (distance_m, nearest) = self.outermost.iter().filter_map(away).min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
        (distance_m > limits.border_m).then_some(Problem::InNoDivision { nearest, distance_m })
    }
}

/// The division itself or the nearest one above that has a boundary.
fn with_boundary(code: DivisionCode, divisions: &BTreeMap<DivisionCode, Division>) -> Option<(DivisionCode, &MultiPolygon<f64>)> {
    let mut code = Some(code);
    // Parents lead upwards at most five levels; more would be a circle.
    for _ in 0..8 {
        let division = divisions.get(&code?);
        if let Some(found) = division.and_then(|division| Some((division.code, division.boundary.as_ref()?))) {
            return Some(found);
        }
        code = division.and_then(|division| division.parent).or_else(|| code.and_then(DivisionCode::parent));
    }
    None
}

fn holds(boundary: &MultiPolygon<f64>, [lon, lat]: [f64; 2]) -> bool {
    let point = Point::new(lon, lat);
    boundary.bounding_rect().is_some_and(|bounds| bounds.intersects(&point)) && boundary.intersects(&point)
}

/// Great-circle metres from a point to the nearest point of a boundary's lines; `None` for a boundary without lines.
///
/// The nearest point is found on the map round the point (longitudes shortened by the cosine of its latitude), where a
/// straight line of a few kilometres is as good as a great circle, and then measured on the sphere.
pub(super) fn distance_to_boundary_m(boundary: &MultiPolygon<f64>, from: Position) -> Option<f64> {
    let shorten = from.lat().to_radians().cos();
    let local = |at: Coord<f64>| [(at.x - from.lon()) * shorten, at.y - from.lat()];
    let rings = boundary.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    let nearest = rings.flat_map(|ring| ring.lines()).map(|line| nearest_to_origin(local(line.start), local(line.end)));
    let [x, y] = nearest.min_by(|a, b| square(*a).total_cmp(&square(*b)))?;
    let lon = if shorten > 0.0 { from.lon() + x / shorten } else { from.lon() };
    Some(from.distance_m(Position::new(lon, from.lat() + y).ok()?))
}

/// The point of the line from a to b that is nearest to the origin.
fn nearest_to_origin(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    let along = [b[0] - a[0], b[1] - a[1]];
    let length = square(along);
    let share = if length > 0.0 { (-(a[0] * along[0] + a[1] * along[1]) / length).clamp(0.0, 1.0) } else { 0.0 };
    [a[0] + share * along[0], a[1] + share * along[1]]
}

fn square([x, y]: [f64; 2]) -> f64 {
    x * x + y * y
}
