//! Which way does somebody walk to a facility, and what ground is within its reach?

use geo_types::{LineString, MultiPolygon, Polygon};

use super::{FieldError, RegistryError, Snapshot};
use crate::{
    analysis::{
        roads::{Door, Estimate, Limit, RouteStep},
        space::{Point, Space},
    },
    domain::{
        position::Position,
        street::{By, Manner, Profile},
    },
};

/// Corners of a circle.
const CORNERS: u32 = 72;
/// The most limits that one question about reach may hold.
pub const MAX_REACHES: usize = 8;
/// No ground is asked for farther than this, in metres.
pub const FARTHEST_REACH_M: f64 = 20_000.0;

/// A way from somebody to a facility.
pub struct RouteAnswer {
    /// Row of the facility.
    pub row: usize,
    /// Longitude and latitude, from door to door.
    pub line: Vec<Point>,
    /// Metres of it.
    pub length_m: f64,
    /// Seconds for it; none for a straight line.
    pub walk_s: Option<f64>,
    /// What to do in turn; empty where it is an estimate.
    pub steps: Vec<RouteStep>,
    /// Whether it was measured over streets.
    pub measured: bool,
}

/// A limit of reach: metres or seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Within {
    /// Metres in the manner of the question.
    Metres(f64),
    /// Seconds on foot.
    Seconds(f64),
}

/// Ground within a limit of a facility.
pub struct ReachArea {
    /// The limit.
    pub within: Within,
    /// The ground, longitude and latitude in degrees.
    pub area: MultiPolygon<f64>,
}

/// Ground within limits of a facility.
pub struct ReachAnswer {
    /// Row of the facility.
    pub row: usize,
    /// In the order of the limits.
    pub areas: Vec<ReachArea>,
    /// Whether it was measured over streets.
    pub measured: bool,
}

impl Snapshot {
    fn placed(&self, id: &str) -> Result<(usize, Position), RegistryError> {
        let not_found = |what| RegistryError::NotFound { what, id: id.to_owned() };
        let row = self.facility_row_or_heir(id).ok_or_else(|| not_found("facility"))?;
        let at = self.door_of(row).ok_or_else(|| not_found("facility with a public position"))?;
        Ok((row, at))
    }

    /// The way on foot to a facility. Where it cannot be measured it is the straight line and an estimate.
    pub fn route(&self, from: Position, id: &str, manner: Manner) -> Result<RouteAnswer, RegistryError> {
        let (row, to) = self.placed(id)?;
        let [from, to] = [from, to].map(|place| [place.lon(), place.lat()]);
        if let Some((walker, _)) = self.walker(manner) {
            let attach_m = manner.pace.attach_m();
            if let (Ok(start), Ok(end)) = (walker.attach(from, attach_m), walker.attach(to, attach_m)) {
                let doors = [Door { at: from, attachment: start }, Door { at: to, attachment: end }];
                let found = walker.route(&doors[0], &doors[1], Limit::Nowhere).ok_or(RegistryError::NoWay)?;
                return Ok(RouteAnswer {
                    row,
                    line: found.line,
                    length_m: found.length_m,
                    walk_s: Some(found.walk_s),
                    steps: found.steps,
                    measured: true,
                });
            }
        }
        let (length_m, walk_s) = match manner.by {
            By::Straight => (Space::Sphere.distance_m(from, to), None),
            By::OnFoot(profile) => {
                let estimate = Estimate::of(manner.pace, profile);
                let length_m = estimate.distance_m(from, to);
                (length_m, Some(estimate.walk_s(length_m)))
            }
        };
        Ok(RouteAnswer { row, line: vec![from, to], length_m, walk_s, steps: Vec::new(), measured: false })
    }

    /// Whether reach can be asked like this, without answering it.
    pub fn check_reach(&self, id: &str, limits: &[Within], manner: Manner) -> Result<(), RegistryError> {
        self.placed(id)?;
        check_limits(limits, manner)
    }

    /// The ground within limits of a facility: walked over streets, otherwise a circle.
    pub fn reach(&self, id: &str, limits: &[Within], manner: Manner) -> Result<ReachAnswer, RegistryError> {
        let (row, at) = self.placed(id)?;
        check_limits(limits, manner)?;
        let (areas, measured) = self.ground_of([at.lon(), at.lat()], limits, manner);
        let areas = areas.into_iter().zip(limits).map(|(area, within)| ReachArea { within: *within, area }).collect();
        Ok(ReachAnswer { row, areas, measured })
    }

    /// The ground within so many metres of a point.
    pub(super) fn ground_within(&self, at: Point, within_m: f64, manner: Manner) -> MultiPolygon<f64> {
        let (areas, _) = self.ground_of(at, &[Within::Metres(within_m)], manner);
        areas.into_iter().next().unwrap_or(MultiPolygon(vec![]))
    }

    /// The ground within limits of a point, and whether it was walked over streets.
    fn ground_of(&self, at: Point, limits: &[Within], manner: Manner) -> (Vec<MultiPolygon<f64>>, bool) {
        if let Some((walker, _)) = self.walker(manner)
            && let Ok(place) = walker.attach(at, manner.pace.attach_m())
        {
            let asked: Vec<Limit> = limits.iter().map(|within| within.limit()).collect();
            return (walker.reach(&place, &asked), true);
        }
        let radius_m = |within: Within| match manner.by {
            By::Straight => within.metres(manner, Profile::Walk),
            By::OnFoot(profile) => Estimate::of(manner.pace, profile).straight_m(within.metres(manner, profile)),
        };
        (limits.iter().map(|within| circle(at, radius_m(*within))).collect(), false)
    }
}

impl Within {
    fn limit(self) -> Limit {
        match self {
            Within::Metres(metres) => Limit::Metres(metres),
            Within::Seconds(seconds) => Limit::Seconds(seconds),
        }
    }

    /// Metres that somebody of a profile walks within it.
    fn metres(self, manner: Manner, profile: Profile) -> f64 {
        match self {
            Within::Metres(metres) => metres,
            Within::Seconds(seconds) => manner.pace.metres_in(profile, seconds),
        }
    }
}

fn check_limits(limits: &[Within], manner: Manner) -> Result<(), RegistryError> {
    let wrong = |field: &str, value: String, reason: &str, expected: String| {
        Err(RegistryError::Invalid(vec![FieldError::new(field, value, reason, expected)]))
    };
    if limits.is_empty() {
        return wrong("within_m", String::new(), "missing", "metres, for instance 500,1000, or within_s in seconds".to_owned());
    }
    if limits.len() > MAX_REACHES {
        let told = limits.iter().map(|within| match within {
            Within::Metres(number) | Within::Seconds(number) => number.to_string(),
        });
        return wrong("within_m", told.collect::<Vec<_>>().join(","), "too many limits", format!("at most {MAX_REACHES}"));
    }
    let profile = if let By::OnFoot(profile) = manner.by { profile } else { Profile::Walk };
    for within in limits {
        if manner.by == By::Straight && matches!(within, Within::Seconds(_)) {
            return wrong("within_s", "straight".to_owned(), "nobody walks a straight line", "by=walk, elder or step-free".to_owned());
        }
        let metres = within.metres(manner, profile);
        if !(0.0..=FARTHEST_REACH_M).contains(&metres) {
            return wrong("within_m", metres.to_string(), "is out of range", format!("up to {FARTHEST_REACH_M} metres on foot"));
        }
    }
    Ok(())
}

/// The ground within a great-circle distance of a point.
fn circle([lon, lat]: Point, radius_m: f64) -> MultiPolygon<f64> {
    let degree_m = Space::Sphere.distance_m([0.0, 0.0], [0.0, 1.0]);
    let (lat_r, turn) = (lat.to_radians(), (radius_m / degree_m).to_radians());
    let corner = |number: u32| {
        let bearing = f64::from(number % CORNERS) * std::f64::consts::TAU / f64::from(CORNERS);
        let there = (lat_r.sin() * turn.cos() + lat_r.cos() * turn.sin() * bearing.cos()).asin();
        let east = (bearing.sin() * turn.sin() * lat_r.cos()).atan2(turn.cos() - lat_r.sin() * there.sin());
        (lon + east.to_degrees(), there.to_degrees())
    };
    // Against the clock, as GeoJSON wants outer rings.
    let ring: LineString<f64> = (0..=CORNERS).rev().map(corner).collect();
    MultiPolygon(vec![Polygon::new(ring, vec![])])
}

#[cfg(test)]
mod tests {
    use geo_types::Coord;

    use super::*;

    #[test]
    fn every_corner_of_a_circle_is_as_far_as_it_says() {
        let middle = [108.94, 34.26];
        let MultiPolygon(areas) = circle(middle, 800.0);
        let ring = areas[0].exterior();
        assert_eq!(ring.0.first(), ring.0.last());
        assert!(ring.0.iter().all(|Coord { x, y }| (Space::Sphere.distance_m(middle, [*x, *y]) - 800.0).abs() < 1e-3));
        let twice_area: f64 = ring.lines().map(|line| line.determinant()).sum();
        assert!(twice_area > 0.0, "against the clock");
    }
}
