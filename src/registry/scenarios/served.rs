//! Who is served where when everybody is served once: the nearest with room, or the best that room allows.
//!
//! Places are those that serve when the plan is done; people are those of the terms, in the division of the terms. A facility whose
//! places are not on record serves nobody here, and is named.

use rayon::prelude::*;

use super::{
    ScenarioQuestion,
    terms::{Deeds, Scope},
    told::ScenarioInputs,
};
use crate::{
    analysis::{
        coverage::Band,
        scenario::serving::{Served, Supply, nearest_with_room, optimum},
    },
    domain::{division::DivisionCode, small_count::SmallCounts},
    registry::{FieldError, RegistryError, Snapshot},
};

/// Pairs of a cell and a place within its limit at most, for each method.
const MOST_PAIRS: [(&str, usize); 2] = [("nearest", 5_000_000), ("optimal", 100_000)];

/// Who is served where.
#[derive(Debug, Clone)]
pub struct ServedQuestion {
    /// The plan; without actions, the registry as it is.
    pub plan: ScenarioQuestion,
    /// `nearest` (with room) or `optimal`.
    pub method: Option<String>,
}

/// Served and turned away in a division.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ServedDivision<'a> {
    /// 12 digits; null for people whose cell belongs to no known division of the level.
    #[schema(value_type = Option<String>)]
    pub code: Option<DivisionCode>,
    /// Its name.
    pub name: Option<&'a str>,
    /// All people.
    pub total: Option<f64>,
    /// People with a place.
    pub served: Option<f64>,
    /// The others: `served + unserved = total`.
    pub unserved: Option<f64>,
    /// Those of the others who have a facility within the limit, without room for them.
    pub turned_away: Option<f64>,
}

/// What a facility serves.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ServedFacility<'a> {
    /// Its id; null for what the plan builds.
    pub facility: Option<&'a str>,
    /// Id of the action that opens it; null for a place as it is.
    pub action: Option<String>,
    /// Its name.
    pub name: String,
    /// Its places.
    pub capacity: f64,
    /// People it serves.
    pub load: Option<f64>,
    /// `load / capacity`; 0 without places, null where the load is withheld.
    pub utilisation: Option<f64>,
}

/// Who is served where, each person once.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct PlanServed<'a> {
    /// How distances are measured.
    pub by: &'static str,
    /// Whether over the streets of a map.
    pub measured: bool,
    /// The limit in metres, closed.
    pub within_m: f64,
    /// Which people are counted.
    pub group: &'a str,
    /// `nearest` or `optimal`.
    pub method: &'static str,
    /// All people.
    pub total: Option<f64>,
    /// People with a place.
    pub served: Option<f64>,
    /// The others: `served + unserved = total`.
    pub unserved: Option<f64>,
    /// Those of the others who have a facility within the limit, without room for them.
    pub turned_away: Option<f64>,
    /// How far the served have it on average, in metres; null when nobody is, or it is withheld.
    pub mean_distance_m: Option<f64>,
    /// A row a division.
    pub by_division: Vec<ServedDivision<'a>>,
    /// A row a facility with places, in the order of ids; then what the plan opens.
    pub by_facility: Vec<ServedFacility<'a>>,
    /// Ids of facilities (or actions) that serve and whose places are not on record.
    pub without_capacity: Vec<String>,
    /// Counts below this are withheld from whoever asked, and all others rounded to its multiples.
    pub withheld_below: Option<u32>,
    /// What it was worked out from.
    pub inputs: ScenarioInputs<'a>,
}

/// People of a row: all, with a place, and within reach of one without room.
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    total: f64,
    served: f64,
    turned_away: f64,
}

/// A place with its room.
struct Place<'a> {
    facility: Option<&'a str>,
    action: Option<String>,
    name: String,
    room: f64,
    catchment: Vec<(u32, f64)>,
}

impl Snapshot {
    /// Who is served where when a plan is done, each person once.
    pub fn plan_served(&self, question: &ServedQuestion) -> Result<PlanServed<'_>, RegistryError> {
        let given = question.method.as_deref().unwrap_or("nearest");
        let method = MOST_PAIRS.iter().find(|(name, _)| *name == given);
        let unknown = || FieldError::new("method", given, "is not known here", "one of nearest, optimal");
        let (scope, deeds) = match self.understood(&question.plan, "") {
            Err(RegistryError::Invalid(mut errors)) => {
                errors.extend(method.is_none().then(unknown));
                return Err(RegistryError::Invalid(errors));
            }
            understood => understood?,
        };
        let Some((method, most)) = method else { return Err(RegistryError::Invalid(vec![unknown()])) };
        let (places, without_capacity) = self.places_with_room(question, &scope, &deeds);
        // Cells with people in scope, and whom they reach.
        let counts = self.cells().counts(scope.column);
        let demands: Vec<u32> = (0..self.cells().len() as u32)
            .filter(|cell| counts[*cell as usize] > 0.0 && scope.rows.of(self.cells(), *cell).is_some())
            .collect();
        let mut number = vec![u32::MAX; self.cells().len()];
        demands.iter().zip(0..).for_each(|(cell, demand)| number[*cell as usize] = demand);
        let mut pairs: Vec<Vec<(u32, f64)>> = vec![vec![]; demands.len()];
        for (place, row) in places.iter().zip(0u32..) {
            for (cell, metres) in &place.catchment {
                if let Some(pairs) = pairs.get_mut(number[*cell as usize] as usize) {
                    pairs.push((row, *metres));
                }
            }
        }
        let found: usize = pairs.iter().map(Vec::len).sum();
        if found > *most {
            let reason = format!("leads to {found} pairs of people and places, more than {most}");
            let expected = "a shorter limit, a smaller division, or method nearest";
            return Err(RegistryError::Invalid(vec![FieldError::new("terms.within_m", scope.within_m, reason, expected)]));
        }
        let people: Vec<f64> = demands.iter().map(|cell| counts[*cell as usize]).collect();
        let room: Vec<f64> = places.iter().map(|place| place.room).collect();
        let supply = Supply { people: &people, pairs: &pairs, room: &room };
        let served = if *method == "optimal" { optimum(&supply) } else { nearest_with_room(&supply) };
        Ok(self.served_answer(&scope, method, (&demands, &supply, &served), (places, without_capacity)))
    }

    fn places_with_room(&self, question: &ServedQuestion, scope: &Scope, deeds: &Deeds) -> (Vec<Place<'_>>, Vec<String>) {
        let (mut places, mut without): (Vec<(Place, _)>, _) = (vec![], vec![]);
        for open in self.open_when_done(scope, deeds) {
            let (facility, action, name, capacity) = self.named(&question.plan.actions, deeds, open);
            match capacity {
                Some(room) => places.push((Place { facility, action, name, room, catchment: vec![] }, self.point_of(deeds, open))),
                None => without.push(facility.map(str::to_owned).or(action).unwrap_or_default()),
            }
        }
        places.par_iter_mut().for_each(|(place, point)| place.catchment = self.catchment(scope.manner, *point, scope.within_m));
        (places.into_iter().map(|(place, _)| place).collect(), without)
    }

    fn served_answer<'a>(
        &'a self,
        scope: &Scope,
        method: &'static str,
        (demands, supply, served): (&[u32], &Supply, &[Served]),
        (places, without_capacity): (Vec<Place<'a>>, Vec<String>),
    ) -> PlanServed<'a> {
        let told = scope.told();
        let mut of_demand = vec![0.0; demands.len()];
        let mut of_place = vec![0.0; places.len()];
        let mut metres = 0.0;
        for one in served {
            of_demand[one.demand as usize] += one.people;
            of_place[one.place as usize] += one.people;
            metres += one.people * one.metres;
        }
        let mut rows = vec![Row::default(); scope.rows.len()];
        for ((cell, demand), people) in demands.iter().zip(0..).zip(supply.people) {
            let Some(row) = scope.rows.of(self.cells(), *cell) else { continue };
            let row = &mut rows[row];
            row.total += people;
            row.served += of_demand[demand];
            row.turned_away += if supply.pairs[demand].is_empty() { 0.0 } else { people - of_demand[demand] };
        }
        let all = rows.iter().fold(Row::default(), |sum, row| Row {
            total: sum.total + row.total,
            served: sum.served + row.served,
            turned_away: sum.turned_away + row.turned_away,
        });
        let (in_all, total) = split(told, &all);
        let shown = rows.iter().enumerate().filter(|(_, row)| row.total > 0.0);
        let by_division = shown.map(|(number, row)| {
            let ((served, unserved), total) = split(told, row);
            let code = scope.codes[number];
            ServedDivision { code, name: self.division_name(code), total, served, unserved, turned_away: told.blur(row.turned_away) }
        });
        let by_facility = places.into_iter().zip(of_place).map(|(place, load)| {
            let load = told.blur(load);
            let utilisation = load.map(|load| if place.room > 0.0 { load / place.room } else { 0.0 });
            ServedFacility { facility: place.facility, action: place.action, name: place.name, capacity: place.room, load, utilisation }
        });
        PlanServed {
            by: scope.manner.by.code(),
            measured: self.is_measured(scope.manner),
            within_m: scope.within_m,
            group: self.group_code(scope.column),
            method,
            total,
            served: in_all.0,
            unserved: in_all.1,
            turned_away: told.blur(all.turned_away),
            mean_distance_m: in_all.0.filter(|served| *served > 0.0).map(|_| metres / all.served),
            by_division: by_division.collect(),
            by_facility: by_facility.collect(),
            without_capacity,
            withheld_below: told.threshold(),
            inputs: self.scenario_inputs(scope),
        }
    }
}

/// Served and unserved, and all of them, as they are told.
fn split(told: SmallCounts, row: &Row) -> ((Option<f64>, Option<f64>), Option<f64>) {
    let band = Band::new(0.0, row.served, row.total);
    if told == SmallCounts::Told {
        return ((Some(band.covered), Some(band.left_over)), Some(band.total));
    }
    let told = told.blur_split(band.covered, band.left_over);
    ((told.covered, told.left_over), told.total)
}
