//! What if a centre closes, a bridge is shut, or demand rises? Who loses reach, and who takes over.
//!
//! 1. Everybody's nearest place when the plan is done, within the limit.
//! 2. The same without the closed places, over streets that are cut where a bar crosses them.
//! 3. Who had a place and has none has lost reach; who has another one than before is taken over by it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    ScenarioQuestion,
    open::Open,
    terms::{Deeds, Scope},
    told::{DivisionFigures, ReachFigures, ScenarioInputs, split},
};
use crate::{
    analysis::{
        coverage::NearestPerCell,
        scenario::{drag::sum, steady},
        space::Point,
    },
    domain::{position::Position, street::By},
    registry::{FieldError, RegistryError, Snapshot},
};

/// Lines that nobody crosses, and points of all of them, at most.
const MOST_LINES: usize = 20;
const MOST_POINTS: usize = 500;

/// A plan under stress.
#[derive(Debug, Clone)]
pub struct DrillQuestion {
    /// The plan.
    pub plan: ScenarioQuestion,
    /// Ids of the facilities that close.
    pub close: Vec<String>,
    /// Lines of longitude and latitude that nobody crosses.
    pub bar: Vec<Vec<Point>>,
    /// How many times as many people come as are counted.
    pub demand_factor: f64,
}

/// A place that people fall to.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct TakesOver<'a> {
    /// Id of the facility; null for a place that the plan builds.
    pub facility: Option<&'a str>,
    /// Id of the action that builds, moves or upgrades it; null for a place as it is.
    pub action: Option<String>,
    /// Name of the facility, or of what is built.
    pub name: String,
    /// People whose nearest place it becomes, times the factor.
    pub people: Option<f64>,
    /// All people whose nearest place it is then, times the factor.
    pub load: Option<f64>,
    /// Places it has when the plan is done; null where that is not on record.
    pub capacity: Option<f64>,
    /// Load beyond its places; null where they are not on record, or the load is withheld.
    pub over: Option<f64>,
}

/// Who loses reach, and who takes over.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct PlanDrill<'a> {
    /// How distances are measured.
    pub by: &'static str,
    /// Whether over the streets of a map.
    pub measured: bool,
    /// The limit in metres, closed.
    pub within_m: f64,
    /// Which people are counted.
    pub group: &'a str,
    /// All of them.
    pub total: Option<f64>,
    /// When the plan is done, and nothing is closed.
    pub before: ReachFigures,
    /// Under stress.
    pub after: ReachFigures,
    /// People who had a place within reach and have none.
    pub lost: Option<f64>,
    /// People who still have one within reach, and another one than before.
    pub taken_over: Option<f64>,
    /// The divisions where people lose or gain reach.
    pub by_division: Vec<DivisionFigures<'a>>,
    /// Whom those fall to, most people first.
    pub takes_over: Vec<TakesOver<'a>>,
    /// How many times as many people come as are counted; loads are multiplied by it, reach is not.
    pub demand_factor: f64,
    /// Counts below this are withheld from whoever asked, and all others rounded to its multiples.
    pub withheld_below: Option<u32>,
    /// What it was worked out from.
    pub inputs: ScenarioInputs<'a>,
}

impl Snapshot {
    /// A plan under stress.
    pub fn drill_plan(&self, question: &DrillQuestion) -> Result<PlanDrill<'_>, RegistryError> {
        let understood = self.understood(&question.plan, "");
        let mut errors = self.wrong_bars(question);
        let (scope, deeds) = match understood {
            Ok(understood) => understood,
            Err(RegistryError::Invalid(more)) => return Err(RegistryError::Invalid(more.into_iter().chain(errors).collect())),
            Err(other) => return Err(other),
        };
        let open = self.open_when_done(&scope, &deeds);
        let closed = self.closed(question, &open, &mut errors);
        if !errors.is_empty() {
            return Err(RegistryError::Invalid(errors));
        }
        let all: Vec<(u32, Point)> =
            open.iter().zip(0..).filter_map(|(one, number)| Some((number, self.point_of(&deeds, *one)?))).collect();
        let left: Vec<(u32, Point)> = all.iter().copied().filter(|(number, _)| !closed.contains(&(*number as usize))).collect();
        let network = self.map().network.as_ref().filter(|_| !question.bar.is_empty());
        let barred = network.map(|network| network.barred(&question.bar));
        let before = self.nearest_of(scope.manner, scope.within_m, &all, None);
        let after = self.nearest_of(scope.manner, scope.within_m, &left, barred.as_ref());
        Ok(self.drill_answer(question, &scope, &deeds, (&open, &before, &after)))
    }

    fn drill_answer(
        &self,
        question: &DrillQuestion,
        scope: &Scope,
        deeds: &Deeds,
        (open, before, after): (&[Open], &NearestPerCell, &NearestPerCell),
    ) -> PlanDrill<'_> {
        let told = scope.told();
        let [had, has] = [before, after].map(|nearest| steady(nearest, scope.within_m));
        let tally = |covered: &[bool]| scope.rows.tally(self.cells(), scope.column, |cell| covered[cell]);
        let (rows_before, rows_after) = (tally(&had), tally(&has));
        let people = |wanted: &dyn Fn(usize) -> bool| {
            let cells = (0..had.len()).filter(|cell| wanted(*cell)).map(|cell| cell as u32);
            told.blur(scope.rows.people(self.cells(), scope.column, cells))
        };
        let another = |cell: usize| had[cell] && has[cell] && before.row[cell] != after.row[cell];
        // By place: who comes newly, and all who come.
        let mut loads: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
        let counts = self.cells().counts(scope.column);
        for cell in (0..had.len()).filter(|cell| has[*cell] && scope.rows.of(self.cells(), *cell as u32).is_some()) {
            let load = loads.entry(after.row[cell]).or_default();
            load.1 += counts[cell];
            load.0 += if !had[cell] || another(cell) { counts[cell] } else { 0.0 };
        }
        let mut loads: Vec<(u32, (f64, f64))> = loads.into_iter().filter(|(_, (newly, _))| *newly > 0.0).collect();
        loads.sort_by(|(one, (people, _)), (other, (more, _))| more.total_cmp(people).then(one.cmp(other)));
        let takes_over = loads.into_iter().map(|(place, (newly, load))| {
            let [newly, load] = [newly, load].map(|people| people * question.demand_factor);
            let (facility, action, name, capacity) = self.named(&question.plan.actions, deeds, open[place as usize]);
            let over = capacity.and_then(|capacity| told.blur(load).map(|load| (load - capacity).max(0.0)));
            TakesOver { facility, action, name, people: told.blur(newly), load: told.blur(load), capacity, over }
        });
        let differing = rows_before.iter().zip(&rows_after).enumerate().filter(|(_, (before, after))| before != after);
        let (figures_before, total) = split(told, scope.within_m, sum(&rows_before));
        PlanDrill {
            by: scope.manner.by.code(),
            measured: self.is_measured(scope.manner),
            within_m: scope.within_m,
            group: self.group_code(scope.column),
            total,
            before: figures_before,
            after: split(told, scope.within_m, sum(&rows_after)).0,
            lost: people(&|cell| had[cell] && !has[cell]),
            taken_over: people(&another),
            by_division: differing.map(|(row, (before, after))| self.division_figures(scope, row, before.covered, *after)).collect(),
            takes_over: takes_over.collect(),
            demand_factor: question.demand_factor,
            withheld_below: told.threshold(),
            inputs: self.scenario_inputs(scope),
        }
    }

    /// Numbers of the open places that the drill closes.
    fn closed(&self, question: &DrillQuestion, open: &[Open], errors: &mut Vec<FieldError>) -> BTreeSet<usize> {
        let mut closed = BTreeSet::new();
        for (number, id) in question.close.iter().enumerate() {
            let row = self.facility_row_or_heir(id);
            match row.and_then(|row| open.iter().position(|one| *one == Open::Facility(row))) {
                Some(place) => {
                    closed.insert(place);
                }
                None => {
                    let reason = "does not serve, with a place on the map, when the plan is done";
                    errors.push(FieldError::new(&format!("close[{number}]"), id, reason, "a facility that serves under these terms"));
                }
            }
        }
        closed
    }

    fn wrong_bars(&self, question: &DrillQuestion) -> Vec<FieldError> {
        let mut errors = vec![];
        if !(0.1..=10.0).contains(&question.demand_factor) {
            errors.push(FieldError::new("demand_factor", question.demand_factor, "is out of range", "a number, 0.1 to 10"));
        }
        if question.bar.is_empty() {
            return errors;
        }
        let on_foot = By::parse(&question.plan.terms.by).is_some_and(|by| by != By::Straight);
        if !on_foot || !self.has_network() {
            let reason = "only streets can be barred, and distances are not measured over streets here";
            errors.push(FieldError::new("bar", question.bar.len(), reason, "by=walk, elder or step-free, and an imported map"));
        }
        let points: usize = question.bar.iter().map(Vec::len).sum();
        if question.bar.len() > MOST_LINES || points > MOST_POINTS {
            errors.push(FieldError::new(
                "bar",
                points,
                "has too many entries",
                format!("{MOST_LINES} lines of {MOST_POINTS} points in all"),
            ));
        }
        for (number, line) in question.bar.iter().enumerate() {
            if line.len() < 2 {
                errors.push(FieldError::new(&format!("bar[{number}]"), line.len(), "is no line", "two points at least"));
            }
            if let Some([lon, lat]) = line.iter().find(|[lon, lat]| Position::new(*lon, *lat).is_err()) {
                errors.push(FieldError::new(&format!("bar[{number}]"), format!("{lon},{lat}"), "is out of range", "degrees, WGS84"));
            }
        }
        errors
    }
}
