//! Where could a site open? Points of a list, idle premises of the registry, a grid over the people, or corners of the streets.
//!
//! 1. Spots come in a fixed order, so that the same registry gives the same candidates under the same ids.
//! 2. A spot counts only inside the division that is planned and outside the areas that are left out; one of a grid or of the
//!    streets besides only where somebody lives within the limit along a straight line.
//! 3. More than [`MOST_CANDIDATES`] are refused, with the spacing that would do.

use std::collections::HashMap;

use geo::{BoundingRect, Contains};
use geo_types::{Coord, LineString, Polygon, Rect};

use super::{FieldError, Snapshot};
use crate::{
    analysis::space::{Point, Space},
    domain::{
        division::DivisionCode,
        facility::Status,
        id::MAX_ID_CHARS,
        plan::{CandidatePoint, Candidates},
        position::{EARTH_RADIUS_M, Position},
        street::{By, Profile},
        text::check_text,
    },
};

/// More candidates than this are not taken.
pub const MOST_CANDIDATES: usize = 20_000;
/// More squares than this are not even looked at.
const MOST_SQUARES: f64 = 4_000_000.0;
/// The finest spacing, in metres.
const FINEST_M: f64 = 10.0;
/// The widest.
const WIDEST_M: f64 = 100_000.0;
/// So many points of a list are named when they cannot be taken.
const MOST_NAMED: usize = 20;

/// A spot where a site could open, or is.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// Its id.
    pub id: String,
    /// What it is called, when it has a name.
    pub name: Option<String>,
    /// Where it is.
    pub point: Point,
    /// What opening costs, in 10,000 yuan.
    pub cost: Option<f64>,
    /// Places it would have, or has.
    pub capacity: Option<f64>,
    /// Id of the idle facility whose premises these are.
    pub premises: Option<String>,
}

/// Whose sites are looked for, and where none may be.
pub struct Grounds<'g> {
    /// Only inside this division.
    pub division: Option<DivisionCode>,
    /// How people get there.
    pub by: By,
    /// The limit, closed.
    pub within_m: f64,
    /// Where the people live who count.
    pub people: &'g [Point],
    /// Rings of longitude and latitude where nothing opens.
    pub exclude: &'g [Vec<[f64; 2]>],
}

impl Snapshot {
    /// The candidates that are meant, or what is wrong with them.
    pub fn candidates(&self, wanted: &Candidates, grounds: &Grounds) -> Result<Vec<Spot>, Vec<FieldError>> {
        let closed = rings(grounds.exclude)?;
        let open = |point: Point| !closed.iter().any(|ring| ring.holds(point)) && self.lies_in(grounds.division, point);
        let spots = match wanted {
            Candidates::Points { points } => self.listed(points, grounds.division, |point| !closed.iter().any(|ring| ring.holds(point)))?,
            Candidates::Idle {} => self.idle(grounds.division, open)?,
            Candidates::Grid { spacing_m } => grid(spacing(*spacing_m)?, grounds, open)?,
            Candidates::Streets { spacing_m } => self.corners(spacing(*spacing_m)?, grounds, open)?,
        };
        if spots.is_empty() {
            let expected = "other candidates, a finer spacing, a wider limit or fewer areas that are left out";
            return Err(vec![FieldError::new("candidates", "", "leave no spot where a site could open", expected)]);
        }
        Ok(spots)
    }

    /// Whether a point lies in a division; where no boundary tells, nothing speaks against it.
    pub(super) fn lies_in(&self, division: Option<DivisionCode>, [lon, lat]: Point) -> bool {
        let Some(division) = division else { return true };
        match Position::new(lon, lat).ok().and_then(|position| self.locate(position)) {
            Some(code) => division.contains(code) || (code.contains(division) && !self.is_drawn(division)),
            None => !self.is_drawn(division),
        }
    }

    /// Whether a division has a boundary of its own.
    fn is_drawn(&self, division: DivisionCode) -> bool {
        self.divisions().get(&division).is_some_and(|one| one.boundary.is_some())
    }

    fn listed(
        &self,
        points: &[CandidatePoint],
        division: Option<DivisionCode>,
        open: impl Fn(Point) -> bool,
    ) -> Result<Vec<Spot>, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let mut ids = std::collections::HashSet::new();
        for (at, one) in points.iter().enumerate() {
            let field = |name: &str| format!("candidates.points[{at}].{name}");
            if one.id.trim().is_empty() {
                wrong.push(FieldError::new(&field("id"), &one.id, "is missing", "an id that no other candidate has"));
            } else if check_text(&one.id, MAX_ID_CHARS).is_err() {
                let expected = "1 to 64 characters, without numbers that belong to a person";
                wrong.push(FieldError::new(&field("id"), "", "is no id", expected));
            } else if !ids.insert(one.id.as_str()) {
                wrong.push(FieldError::new(&field("id"), &one.id, "is there twice", "an id that no other candidate has"));
            }
            if let Err(error) = Position::new(one.lon, one.lat) {
                let expected = "longitude before latitude, in degrees";
                wrong.push(FieldError::new(&field("lon"), format!("{},{}", one.lon, one.lat), error.to_string(), expected));
            } else if !self.lies_in(division, [one.lon, one.lat]) {
                let expected = "a point in the division that is planned";
                wrong.push(FieldError::new(&field("lon"), format!("{},{}", one.lon, one.lat), "lies in another division", expected));
            }
            if one.cost.is_some_and(|cost| !(cost.is_finite() && cost >= 0.0)) {
                wrong.push(FieldError::new(&field("cost"), one.cost.unwrap_or_default(), "is out of range", "10,000 yuan, 0 or more"));
            }
        }
        if points.len() > MOST_CANDIDATES {
            wrong.push(too_many("candidates.points", points.len(), "fewer points"));
        }
        wrong.truncate(MOST_NAMED);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let spot = |one: &CandidatePoint| Spot {
            id: one.id.trim().to_owned(),
            name: None,
            point: [one.lon, one.lat],
            cost: one.cost,
            capacity: one.capacity.map(f64::from),
            premises: None,
        };
        Ok(points.iter().filter(|one| open([one.lon, one.lat])).map(spot).collect())
    }

    /// Facilities that are closed or suspended and are no protected places, in the order of ids.
    fn idle(&self, division: Option<DivisionCode>, open: impl Fn(Point) -> bool) -> Result<Vec<Spot>, Vec<FieldError>> {
        let is_idle = |row: &usize| {
            let facility = &self.facilities()[*row];
            matches!(facility.status, Status::Closed | Status::Suspended) && !self.protects(facility.id.as_str())
        };
        let spot = |row: usize| {
            let facility = &self.facilities()[row];
            let point = self.places().point(row as u32)?;
            let inside = match (division, self.facility_division(row)) {
                (Some(division), Some(code)) => division.contains(code) && open(point),
                _ => open(point),
            };
            inside.then(|| Spot {
                id: facility.id.to_string(),
                name: Some(facility.name.to_string()),
                point,
                cost: None,
                capacity: facility.capacity.map(f64::from),
                premises: Some(facility.id.to_string()),
            })
        };
        let spots: Vec<Spot> = (0..self.facilities().len()).filter(is_idle).filter_map(spot).collect();
        if spots.len() > MOST_CANDIDATES {
            return Err(vec![too_many("candidates", spots.len(), "a list of points")]);
        }
        Ok(spots)
    }

    fn corners(&self, spacing_m: f64, grounds: &Grounds, open: impl Fn(Point) -> bool) -> Result<Vec<Spot>, Vec<FieldError>> {
        let Some(network) = &self.map().network else {
            let expected = "grid, idle or points; or import a map first: `carereach import osm FILE`";
            return Err(vec![FieldError::new("candidates.from", "streets", "there is no map of streets yet", expected)]);
        };
        let near = Nearby::of(grounds.people, grounds.within_m);
        let profile = if let By::OnFoot(profile) = grounds.by { profile } else { Profile::Walk };
        let nodes = network.spread_nodes(profile, spacing_m, |point| near.holds(point) && open(point));
        if nodes.len() > MOST_CANDIDATES {
            return Err(vec![too_many("candidates.spacing_m", nodes.len(), &coarser(spacing_m, nodes.len()))]);
        }
        Ok(nodes.into_iter().map(|(node, point)| bare(format!("n{node}"), point)).collect())
    }
}

/// A square grid over the people, from the south-west corner of their box eastwards and northwards.
fn grid(spacing_m: f64, grounds: &Grounds, open: impl Fn(Point) -> bool) -> Result<Vec<Spot>, Vec<FieldError>> {
    let Some([west, south, east, north]) = bounds(grounds.people) else { return Ok(Vec::new()) };
    let degree_m = EARTH_RADIUS_M * 1f64.to_radians();
    let (high, wide) = (spacing_m / degree_m, spacing_m / (degree_m * ((south + north) / 2.0).to_radians().cos().max(1e-6)));
    let (columns, rows) = (((east - west) / wide).floor() + 1.0, ((north - south) / high).floor() + 1.0);
    if columns * rows > MOST_SQUARES {
        return Err(vec![too_many("candidates.spacing_m", columns * rows, &coarser(spacing_m, (columns * rows) as usize))]);
    }
    // In the middle of what is left over, so that both ends are as near.
    let (west, south) = ((west + east - (columns - 1.0) * wide) / 2.0, (south + north - (rows - 1.0) * high) / 2.0);
    let near = Nearby::of(grounds.people, grounds.within_m);
    let mut spots = Vec::new();
    for row in 0..rows as usize {
        for column in 0..columns as usize {
            let point = [west + column as f64 * wide, south + row as f64 * high];
            if near.holds(point) && open(point) {
                spots.push(bare(format!("g{}-{}", row + 1, column + 1), point));
            }
        }
    }
    if spots.len() > MOST_CANDIDATES {
        return Err(vec![too_many("candidates.spacing_m", spots.len(), &coarser(spacing_m, spots.len()))]);
    }
    Ok(spots)
}

fn bare(id: String, point: Point) -> Spot {
    Spot { id, name: None, point, cost: None, capacity: None, premises: None }
}

fn bounds(points: &[Point]) -> Option<[f64; 4]> {
    let [lon, lat] = *points.first()?;
    let wider = |[w, s, e, n]: [f64; 4], [lon, lat]: &Point| [w.min(*lon), s.min(*lat), e.max(*lon), n.max(*lat)];
    Some(points.iter().fold([lon, lat, lon, lat], wider))
}

fn spacing(spacing_m: f64) -> Result<f64, Vec<FieldError>> {
    if (FINEST_M..=WIDEST_M).contains(&spacing_m) {
        return Ok(spacing_m);
    }
    let expected = format!("metres, {FINEST_M} to {WIDEST_M}");
    Err(vec![FieldError::new("candidates.spacing_m", spacing_m, "is out of range", expected)])
}

/// The spacing that would be coarse enough, in words.
fn coarser(spacing_m: f64, found: usize) -> String {
    let enough_m = spacing_m * (found as f64 / MOST_CANDIDATES as f64).sqrt();
    format!("a spacing of {} m or more", (enough_m / 10.0).ceil() * 10.0)
}

fn too_many(field: &str, found: impl ToString, instead: &str) -> FieldError {
    FieldError::new(field, found, format!("gives more candidates than {MOST_CANDIDATES}"), format!("{instead}, or a smaller division"))
}

/// An area where nothing opens.
struct Ring {
    bounds: Rect<f64>,
    area: Polygon<f64>,
}

impl Ring {
    fn holds(&self, [lon, lat]: Point) -> bool {
        let at = Coord { x: lon, y: lat };
        self.bounds.contains(&at) && self.area.contains(&at)
    }
}

fn rings(exclude: &[Vec<[f64; 2]>]) -> Result<Vec<Ring>, Vec<FieldError>> {
    let mut wrong = Vec::new();
    let mut rings = Vec::new();
    for (at, ring) in exclude.iter().enumerate() {
        let on_earth = ring.iter().all(|[lon, lat]| Position::new(*lon, *lat).is_ok());
        let area = Polygon::new(LineString::from(ring.iter().map(|[x, y]| (*x, *y)).collect::<Vec<_>>()), Vec::new());
        match area.bounding_rect().filter(|_| on_earth && ring.len() >= 4 && ring.first() == ring.last()) {
            Some(bounds) => rings.push(Ring { bounds, area }),
            None => {
                let expected = "at least 4 points [lon, lat] in degrees, the last being the first";
                wrong.push(FieldError::new(&format!("exclude[{at}]"), ring.len(), "is no ring", expected));
            }
        }
    }
    if wrong.is_empty() { Ok(rings) } else { Err(wrong) }
}

/// Tells whether somebody lives within a limit, by squares as wide as the limit.
struct Nearby<'p> {
    within_m: f64,
    high: f64,
    wide: f64,
    squares: HashMap<(i64, i64), Vec<&'p Point>>,
}

impl<'p> Nearby<'p> {
    fn of(people: &'p [Point], within_m: f64) -> Nearby<'p> {
        let high = within_m.max(1.0) / (EARTH_RADIUS_M * 1f64.to_radians());
        let steepest = people.iter().map(|point| point[1].abs()).fold(0.0, f64::max).min(89.0);
        let mut near = Nearby { within_m, high, wide: high / (steepest + high).min(89.5).to_radians().cos(), squares: HashMap::new() };
        people.iter().for_each(|point| near.squares.entry(near.square(*point)).or_default().push(point));
        near
    }

    fn square(&self, [lon, lat]: Point) -> (i64, i64) {
        ((lon / self.wide).floor() as i64, (lat / self.high).floor() as i64)
    }

    fn holds(&self, point: Point) -> bool {
        let (x, y) = self.square(point);
        let mut squares = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
        squares.any(|square| {
            let there = self.squares.get(&square);
            there.is_some_and(|there| there.iter().any(|one| Space::Sphere.distance_m(**one, point) <= self.within_m))
        })
    }
}

/// How many pairs of people and spots lie within a limit along a straight line; counting stops beyond `most`.
pub(super) fn pairs_within(people: &[Point], spots: &[Point], within_m: f64, most: usize) -> usize {
    if within_m.is_infinite() {
        return people.len().saturating_mul(spots.len());
    }
    let near = Nearby::of(people, within_m);
    let mut found = 0;
    for spot in spots {
        let (x, y) = near.square(*spot);
        let squares = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
        let there = squares.filter_map(|square| near.squares.get(&square)).flatten();
        found += there.filter(|one| Space::Sphere.distance_m(***one, *spot) <= within_m).count();
        if found > most {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many metres east and north of a corner.
    fn at(east_m: f64, north_m: f64) -> Point {
        let degree_m = EARTH_RADIUS_M * 1f64.to_radians();
        [108.9 + east_m / (degree_m * 34.2f64.to_radians().cos()), 34.2 + north_m / degree_m]
    }

    fn grounds(people: &[Point], within_m: f64) -> Grounds<'_> {
        Grounds { division: None, by: By::Straight, within_m, people, exclude: &[] }
    }

    fn ids(spots: &[Spot]) -> Vec<&str> {
        spots.iter().map(|spot| spot.id.as_str()).collect()
    }

    #[test]
    fn a_grid_stands_in_the_middle_of_the_people_and_only_near_them() {
        // A box of 410 by 210 m holds three by two squares of 200 m; nobody lives near the middle column.
        let people = [at(0.0, 0.0), at(0.0, 210.0), at(410.0, 0.0), at(410.0, 210.0)];
        let near = grid(200.0, &grounds(&people, 150.0), |_| true).expect("few enough");
        assert_eq!(ids(&near), ["g1-1", "g1-3", "g2-1", "g2-3"]);
        let all = grid(200.0, &grounds(&people, 300.0), |_| true).expect("few enough");
        assert_eq!(ids(&all), ["g1-1", "g1-2", "g1-3", "g2-1", "g2-2", "g2-3"]);
        for (a, b) in [(0, 1), (1, 2), (0, 3)] {
            assert!((Space::Sphere.distance_m(all[a].point, all[b].point) - 200.0).abs() < 0.1);
        }
        // 5 m are left over on either side.
        assert!((Space::Sphere.distance_m(people[0], all[0].point) - 50f64.sqrt()).abs() < 0.1);
        let west = grid(200.0, &grounds(&people, 300.0), |[lon, _]| lon < people[2][0] - 0.001).expect("few enough");
        assert_eq!(ids(&west), ["g1-1", "g1-2", "g2-1", "g2-2"]);
    }

    #[test]
    fn one_person_s_grid_is_one_spot_and_nobody_s_is_none() {
        let alone = grid(100.0, &grounds(&[at(7.0, 9.0)], 10.0), |_| true).expect("one");
        assert_eq!((ids(&alone), alone[0].point), (vec!["g1-1"], at(7.0, 9.0)));
        assert_eq!(grid(100.0, &grounds(&[], 10.0), |_| true), Ok(Vec::new()));
    }

    #[test]
    fn pairs_are_counted_as_by_trying_them_all() {
        let spread =
            |count: usize, step: f64| (0..count).map(|n| at((n as f64 * step) % 3000.0, (n as f64 * step * 1.7) % 2500.0)).collect();
        let (people, spots): (Vec<Point>, Vec<Point>) = (spread(300, 137.0), spread(40, 311.0));
        for within_m in [0.5, 90.0, 400.0, 5000.0] {
            let tried = people.iter().map(|one| spots.iter().filter(|spot| Space::Sphere.distance_m(*one, **spot) <= within_m).count());
            assert_eq!(pairs_within(&people, &spots, within_m, usize::MAX), tried.sum::<usize>(), "{within_m}");
        }
        assert_eq!(pairs_within(&people, &spots, f64::INFINITY, 10), 12_000);
        assert!(pairs_within(&people, &spots, 5000.0, 10) > 10, "counting stops once there are too many");
    }

    #[test]
    fn a_ring_holds_what_is_inside_and_a_broken_one_is_refused() {
        let square = vec![[108.0, 34.0], [109.0, 34.0], [109.0, 35.0], [108.0, 35.0], [108.0, 34.0]];
        let ring = &rings(std::slice::from_ref(&square)).expect("a ring")[0];
        assert!(ring.holds([108.5, 34.5]) && !ring.holds([109.5, 34.5]));
        for broken in [square[..4].to_vec(), square[..3].to_vec(), vec![[200.0, 34.0]; 4], Vec::new()] {
            assert_eq!(rings(&[broken]).err().map(|wrong| wrong[0].field.clone()), Some("exclude[0]".to_owned()));
        }
    }
}
