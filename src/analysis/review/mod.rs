//! Which positions should somebody look at, and what may be done about each?
//!
//! 1. *Outside the area*: the installation's places do not lie there.
//! 2. *Outside the division*: not in the boundary of the declared division, nor of the nearest one above it that has a
//!    boundary; an abolished code stands for its successor. The distance goes to the nearest point of the boundary. Of a point
//!    outside the area this is not said again.
//! 3. *In no division*: a record that declares none lies in no boundary either, so that no division's figures count it. The
//!    distance goes to the nearest of the boundaries that lie in no other's.
//! 4. *CoarsePosition*: known less exactly than [`Limits::least_precision`].
//! 5. *Shared point*: at least [`Limits::crowd`] records on exactly one pair of coordinates, as geocoding to the middle of a
//!    division makes them.
//! 6. *One spot, several addresses*: records within [`Limits::same_spot_m`] metres of each other, directly or over others, two
//!    of which have addresses less alike than [`Limits::same_address`]. A shared point is not reported again.
//! 7. *One address, several spots*: records of one district with the same street and house number, two of which are more than
//!    [`Limits::far_apart_m`] metres apart.
//!
//! Items come in this order; of one problem the worse first, then by ids. Refuses to change anything and to know who
//! may see true positions: of a protected place the caller gives whichever point the asker may see.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::domain::{
    division::{Division, DivisionCode},
    position::{Area, Position, Precision},
};

pub use self::boundary::Boundaries;
use super::{duplicates::PlaceNames, locator::Locator};

mod boundary;
mod spots;
#[cfg(test)]
mod tests;

/// A record with a position.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its address.
    pub address: Option<&'a str>,
    /// The division it declares.
    pub division: Option<DivisionCode>,
    /// Where it is.
    pub position: Position,
    /// How exactly that is known.
    pub precision: Precision,
}

/// When something becomes a problem. All of it is settings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// A point outside its division by at most so many metres is let pass: boundaries are drawn by hand.
    pub border_m: f64,
    /// The worst class of precision that needs no second look.
    pub least_precision: Precision,
    /// Records within so many metres stand on one spot.
    pub same_spot_m: f64,
    /// Addresses at least so alike, from 0 to 1, are one.
    pub same_address: f64,
    /// Records of one address more than so many metres apart are on several spots.
    pub far_apart_m: f64,
    /// The least number of records on one point that is suspicious.
    pub crowd: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { border_m: 20.0, least_precision: Precision::Building, same_spot_m: 5.0, same_address: 0.6, far_apart_m: 300.0, crowd: 5 }
    }
}

/// What the registry knows of the ground.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// All divisions, abolished ones too.
    pub divisions: &'a BTreeMap<DivisionCode, Division>,
    /// Finds divisions by their boundaries.
    pub locator: &'a Locator,
    /// Names of divisions, left out when addresses are compared.
    pub names: &'a PlaceNames,
    /// Where an installation's places may lie; `None` for anywhere.
    pub area: Option<Area>,
}

/// What is wrong with a position.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum Problem {
    /// Not where the installation's places may lie.
    OutsideArea {
        /// Whether it would lie there with longitude and latitude swapped.
        swapped: bool,
    },
    /// Not in the boundary of the division declared.
    OutsideDivision {
        /// The division whose boundary was looked at: the one declared, its successor, or the nearest above with a boundary.
        declared: DivisionCode,
        /// The smallest division that holds the point, if one does.
        found: Option<DivisionCode>,
        /// Great-circle metres from the point to the nearest point of the boundary.
        distance_m: f64,
    },
    /// In no boundary at all, and no division declared.
    InNoDivision {
        /// The division whose boundary is the nearest.
        nearest: DivisionCode,
        /// Great-circle metres from the point to the nearest point of that boundary.
        distance_m: f64,
    },
    /// Not known exactly enough.
    CoarsePosition {
        /// How exactly it is known.
        precision: Precision,
    },
    /// Many records on one point.
    SharedPoint {
        /// How many.
        records: usize,
        /// How many different addresses they have, as compared; records without one aside.
        addresses: usize,
    },
    /// Several addresses on one spot.
    TwoAddresses {
        /// The likeness of the two addresses that are least alike, from 0 to 1.
        least_likeness: f64,
        /// Metres between the two records farthest apart.
        distance_m: f64,
    },
    /// One address on several spots.
    FarApart {
        /// The address, as compared.
        address: Box<str>,
        /// Metres between the two records farthest apart.
        distance_m: f64,
    },
}

impl Problem {
    /// The code used in API, SQL and files.
    pub fn code(&self) -> &'static str {
        match self {
            Problem::OutsideArea { .. } => "outside_area",
            Problem::OutsideDivision { .. } => "outside_division",
            Problem::InNoDivision { .. } => "in_no_division",
            Problem::CoarsePosition { .. } => "coarse_position",
            Problem::SharedPoint { .. } => "shared_point",
            Problem::TwoAddresses { .. } => "two_addresses",
            Problem::FarApart { .. } => "far_apart",
        }
    }

    /// What may be done about it.
    pub fn next_step(&self) -> NextStep {
        match self {
            Problem::OutsideArea { swapped: true } => NextStep::SwapCoordinates,
            Problem::OutsideArea { swapped: false } => NextStep::CheckDatum,
            Problem::OutsideDivision { distance_m, .. } if *distance_m < DATUM_SHIFT_M.0 => NextStep::MovePoint,
            Problem::OutsideDivision { distance_m, .. } if *distance_m <= DATUM_SHIFT_M.1 => NextStep::CheckDatum,
            Problem::OutsideDivision { found: Some(_), .. } => NextStep::ChangeDivision,
            Problem::OutsideDivision { found: None, .. } => NextStep::MovePoint,
            Problem::InNoDivision { distance_m, .. } if (DATUM_SHIFT_M.0..=DATUM_SHIFT_M.1).contains(distance_m) => NextStep::CheckDatum,
            Problem::InNoDivision { .. } => NextStep::MovePoint,
            Problem::CoarsePosition { .. } | Problem::SharedPoint { .. } => NextStep::FindExactPosition,
            Problem::TwoAddresses { .. } => NextStep::CompareAddresses,
            Problem::FarApart { .. } => NextStep::MovePoint,
        }
    }

    /// The order of problems, and within one the worse first.
    fn rank(&self) -> (u8, f64) {
        match self {
            Problem::OutsideArea { .. } => (0, 0.0),
            Problem::OutsideDivision { distance_m, .. } => (1, -distance_m),
            Problem::InNoDivision { distance_m, .. } => (2, -distance_m),
            Problem::CoarsePosition { precision } => (3, -(*precision as u8 as f64)),
            Problem::SharedPoint { records, .. } => (4, -(*records as f64)),
            Problem::TwoAddresses { least_likeness, .. } => (5, *least_likeness),
            Problem::FarApart { distance_m, .. } => (6, -distance_m),
        }
    }
}

/// By how much a wrong datum moves a point in China, metres at least and at most.
const DATUM_SHIFT_M: (f64, f64) = (300.0, 1_400.0);

/// What may be done about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Read longitude and latitude the other way round.
    SwapCoordinates,
    /// See whether the coordinates were read in the wrong datum.
    CheckDatum,
    /// Drag the point to where the place is.
    MovePoint,
    /// Declare the division that the point lies in.
    ChangeDivision,
    /// Find the building and put the point there.
    FindExactPosition,
    /// See which of the addresses is right.
    CompareAddresses,
}

impl NextStep {
    /// The code used in API, SQL and files.
    pub fn code(self) -> &'static str {
        match self {
            NextStep::SwapCoordinates => "swap_coordinates",
            NextStep::CheckDatum => "check_datum",
            NextStep::MovePoint => "move_point",
            NextStep::ChangeDivision => "change_division",
            NextStep::FindExactPosition => "find_exact_position",
            NextStep::CompareAddresses => "compare_addresses",
        }
    }
}

/// One thing to look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The records it is about, in the order of ids.
    pub ids: Vec<Box<str>>,
    /// What is wrong.
    pub problem: Problem,
    /// What may be done about it.
    pub next_step: NextStep,
}

/// Everything that should be looked at.
pub fn review(records: &[Placed<'_>], ground: Ground<'_>, limits: &Limits) -> Vec<Item> {
    let boundaries = Boundaries::of(ground);
    let single = |record: &Placed<'_>| {
        let area = ground.area.filter(|area| !area.contains(record.position));
        let swapped = |area: Area| area.would_contain_swapped(record.position.lon(), record.position.lat());
        let place = match area {
            Some(area) => Some(Problem::OutsideArea { swapped: swapped(area) }),
            None => boundaries.problem(record, limits),
        };
        let imprecise = (record.precision > limits.least_precision).then_some(Problem::CoarsePosition { precision: record.precision });
        place.into_iter().chain(imprecise).map(|problem| item(vec![record.id.into()], problem)).collect::<Vec<_>>()
    };
    let mut items: Vec<Item> = records.par_iter().flat_map_iter(single).collect();
    items.extend(spots::problems(records, ground.names, limits));
    items.sort_by(|a, b| {
        let (a_rank, b_rank) = (a.problem.rank(), b.problem.rank());
        a_rank.0.cmp(&b_rank.0).then(a_rank.1.total_cmp(&b_rank.1)).then_with(|| a.ids.cmp(&b.ids))
    });
    items
}

fn item(mut ids: Vec<Box<str>>, problem: Problem) -> Item {
    ids.sort();
    Item { ids, next_step: problem.next_step(), problem }
}
