//! Where in a division do the people live of whom only the total is known? An estimate, over what the map shows, that keeps totals exactly.
//!
//! 1. The spots of a division are the residential buildings inside its boundary, each weighing its floor area; where the map tells
//!    of none, all buildings; where there are no buildings, squares of about 100 m whose middle lies inside, all of one weight.
//! 2. A total is handed out in units by the method of the largest remainder (Hamilton's; M. Balinski and H. P. Young, *Fair
//!    Representation*, 1982): each spot gets the whole part of its quota, and the units that are left go to the largest remainders.
//!    The quotas are worked out in whole numbers, without rounding. Equal remainders are settled by a fixed scatter over the spots,
//!    so that the last units do not gather in one corner.
//! 3. The unit is one person where all totals of the division are whole. Otherwise it is the last binary place of each total's
//!    mantissa, so that every part, and every sum of parts in any order, is exact.
//! 4. Where everybody is counted, groups are handed out by the people of each spot, so that no spot has more of a group than people.
//!
//! It refuses to know how many people a house really holds.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use geo::{Area as _, BoundingRect, InteriorPoint, Intersects};
use geo_types::{MultiPolygon, Point};

use super::locator::Locator;
use crate::domain::{
    building::Building,
    division::{Division, DivisionCode},
    position::{EARTH_RADIUS_M, Position},
};

/// Side of the squares of an even spread, in metres.
const SQUARE_M: f64 = 100.0;
/// Squares of one division at most; a larger one gets larger squares.
const MOST_SQUARES: f64 = 100_000.0;
/// Less floor for each person than this is no home: the map does not show where people live.
const LEAST_FLOOR_M2: f64 = 5.0;

/// Over what a total was spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// Residential buildings, by floor area.
    Homes,
    /// Buildings of any sort, by floor area.
    Buildings,
    /// The ground inside the boundary, evenly.
    Ground,
}

/// A division's totals over its spots.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Over what.
    pub basis: Basis,
    /// Whether the buildings of the map are too few for so many people.
    pub crowded: bool,
    /// From north to south and west to east, without the spots of nobody; the number is the spot's, also among those left out.
    pub cells: Vec<SpreadCell>,
}

/// The people of one spot.
#[derive(Debug, Clone, PartialEq)]
pub struct SpreadCell {
    /// The spot's number in its division, from 1.
    pub number: usize,
    /// Where it is.
    pub position: Position,
    /// One count for each total, in their order.
    pub counts: Box<[f64]>,
}

/// Buildings by the division that they stand in.
pub struct Homes<'b> {
    by_division: HashMap<DivisionCode, Vec<&'b Building>>,
}

/// Somewhere people may live.
struct Spot {
    position: Position,
    weight: u64,
}

impl<'b> Homes<'b> {
    /// Sorts buildings into divisions, none of which lies in another.
    pub fn new<'d>(divisions: impl Iterator<Item = &'d Division>, buildings: &'b [Building]) -> Homes<'b> {
        let locator = Locator::new(divisions);
        let mut by_division: HashMap<DivisionCode, Vec<&Building>> = HashMap::new();
        for building in buildings.iter().filter(|building| weight(building.floor_m2) > 0) {
            if let Some(code) = locator.locate([building.position.lon(), building.position.lat()]) {
                by_division.entry(code).or_default().push(building);
            }
        }
        Homes { by_division }
    }

    /// Spreads the totals of a division; `everybody` is the place of the total that counts all people.
    ///
    /// `None` when the division has neither buildings nor a boundary with an inside.
    pub fn spread(&self, division: &Division, totals: &[f64], everybody: Option<usize>) -> Option<Spread> {
        let there = self.by_division.get(&division.code).map_or(&[][..], Vec::as_slice);
        let homes: Vec<&Building> = there.iter().copied().filter(|building| building.residential).collect();
        let (basis, chosen) = match (homes.is_empty(), there.is_empty()) {
            (false, _) => (Basis::Homes, homes.as_slice()),
            (true, false) => (Basis::Buildings, there),
            (true, true) => (Basis::Ground, &[][..]),
        };
        let mut spots: Vec<Spot> =
            chosen.iter().map(|building| Spot { position: building.position, weight: weight(building.floor_m2) }).collect();
        if basis == Basis::Ground {
            spots = squares(division.boundary.as_ref()?)?;
        }
        spots.sort_by(|a, b| {
            let by_place = b.position.lat().total_cmp(&a.position.lat()).then(a.position.lon().total_cmp(&b.position.lon()));
            by_place.then(a.weight.cmp(&b.weight))
        });
        let floor_m2: f64 = chosen.iter().map(|building| building.floor_m2).sum();
        let people = everybody.map_or_else(|| totals.iter().copied().fold(0.0, f64::max), |place| totals[place]);
        let crowded = basis != Basis::Ground && floor_m2 < LEAST_FLOOR_M2 * people;
        Some(Spread { basis, crowded, cells: hand_out(&spots, totals, everybody) })
    }
}

/// Square decimetres of floor, so that quotas are worked out in whole numbers; at least one where there is any.
fn weight(floor_m2: f64) -> u64 {
    if floor_m2 > 0.0 { ((floor_m2 * 100.0).round() as u64).max(1) } else { 0 }
}

fn hand_out(spots: &[Spot], totals: &[f64], everybody: Option<usize>) -> Vec<SpreadCell> {
    let whole = totals.iter().all(|total| total.fract() == 0.0);
    let by_floor: Vec<u64> = spots.iter().map(|spot| spot.weight).collect();
    let parts_of = |total: f64, weights: &[u64]| {
        let (units, unit) = units_of(total, whole);
        (largest_remainder(units, weights), unit)
    };
    let everyone = everybody.map(|place| parts_of(totals[place], &by_floor));
    let columns: Vec<(Vec<u64>, f64)> = totals
        .iter()
        .enumerate()
        .map(|(place, total)| match &everyone {
            Some(everyone) if everybody == Some(place) => everyone.clone(),
            Some((people, _)) if people.iter().any(|people| *people > 0) => parts_of(*total, people),
            _ => parts_of(*total, &by_floor),
        })
        .collect();
    let cell = |(place, spot): (usize, &Spot)| SpreadCell {
        number: place + 1,
        position: spot.position,
        counts: columns.iter().map(|(parts, unit)| parts[place] as f64 * unit).collect(),
    };
    spots.iter().enumerate().map(cell).filter(|cell| cell.counts.iter().any(|count| *count > 0.0)).collect()
}

/// A total as a number of units and the unit: total = units x unit, exactly.
fn units_of(total: f64, whole: bool) -> (u64, f64) {
    const MANTISSA: u64 = 1 << 52;
    if total <= 0.0 {
        return (0, 1.0);
    }
    if whole && total < (2 * MANTISSA) as f64 {
        return (total as u64, 1.0);
    }
    let bits = total.to_bits();
    let (exponent, mantissa) = ((bits >> 52) as i32, bits & (MANTISSA - 1));
    if exponent < 64 {
        // Smaller than any share of a person: it goes to one spot.
        return (1, total);
    }
    (MANTISSA | mantissa, f64::from_bits(((exponent - 52) as u64) << 52))
}

/// Shares units out by weight; the parts add up to the units. Without any weight every spot weighs the same.
fn largest_remainder(units: u64, weights: &[u64]) -> Vec<u64> {
    let all: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if all == 0 {
        return if weights.is_empty() { Vec::new() } else { largest_remainder(units, &vec![1; weights.len()]) };
    }
    let quotas: Vec<(u64, u128)> = weights
        .iter()
        .map(|weight| {
            let product = u128::from(units) * u128::from(*weight);
            ((product / all) as u64, product % all)
        })
        .collect();
    let mut parts: Vec<u64> = quotas.iter().map(|(part, _)| *part).collect();
    let left = units - parts.iter().sum::<u64>();
    let mut order: Vec<usize> = (0..weights.len()).filter(|place| quotas[*place].1 > 0).collect();
    order.sort_by_key(|place| (std::cmp::Reverse(quotas[*place].1), scatter(*place)));
    for place in order.into_iter().take(left as usize) {
        parts[place] += 1;
    }
    parts
}

/// A fixed order of numbers in which any first few are far apart: multiples of the golden ratio (D. E. Knuth, *The Art of Computer
/// Programming* 6.4).
fn scatter(place: usize) -> u64 {
    (place as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The middles of squares of about 100 m inside a boundary; a point inside it when it is smaller than a square.
fn squares(boundary: &MultiPolygon<f64>) -> Option<Vec<Spot>> {
    let bounds = boundary.bounding_rect()?;
    let degree_m = EARTH_RADIUS_M.to_radians();
    let narrowing = bounds.center().y.to_radians().cos().max(0.01);
    let area_m2 = boundary.unsigned_area() * degree_m * degree_m * narrowing;
    let side_m = SQUARE_M.max((area_m2 / MOST_SQUARES).sqrt());
    let (step_lon, step_lat) = (side_m / (degree_m * narrowing), side_m / degree_m);
    let middles = |from: f64, to: f64, step: f64| {
        let (first, last) = ((from / step).floor() as i64, (to / step).ceil() as i64);
        (first..last).map(move |number| (number as f64 + 0.5) * step)
    };
    let mut spots = Vec::new();
    for lat in middles(bounds.min().y, bounds.max().y, step_lat) {
        for lon in middles(bounds.min().x, bounds.max().x, step_lon) {
            if boundary.intersects(&Point::new(lon, lat))
                && let Ok(position) = Position::new(lon, lat)
            {
                spots.push(Spot { position, weight: 1 });
            }
        }
    }
    if spots.is_empty() {
        let point = boundary.interior_point()?;
        spots.push(Spot { position: Position::new(point.x(), point.y()).ok()?, weight: 1 });
    }
    Some(spots)
}
