//! What does the whole plan change, and each of its actions?

use super::{
    ScenarioQuestion,
    terms::{Deeds, Scope},
    told::{DivisionFigures, ReachFigures, ScenarioInputs, signed, split},
};
use crate::{
    analysis::scenario::{Scenario, Tally, drag::sum},
    domain::plan::PlanAction,
    registry::{RegistryError, Snapshot},
};

/// People of a group within reach before and after.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct GroupFigures<'a> {
    /// A column of the demand data.
    pub group: &'a str,
    /// All of them.
    pub total: Option<f64>,
    /// Within reach before.
    pub before: Option<f64>,
    /// Within reach after.
    pub after: Option<f64>,
}

/// Places (beds) of the facilities that serve, as far as they are on record.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct PlaceFigures {
    /// Before.
    pub before: f64,
    /// After.
    pub after: f64,
    /// Serving facilities whose places are not on record.
    pub unstated: usize,
}

/// What one action is good for.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ActionFigures {
    /// Its name within the plan.
    pub id: String,
    /// People who gain reach by it when the actions before it are done.
    pub newly_covered: Option<f64>,
    /// People who lose reach by it then.
    pub newly_lost: Option<f64>,
    /// People fewer within reach if all but this action were done; below 0 when there would be more, as without a closing.
    pub lost_without: Option<f64>,
    /// People within reach of what it opens, served by others or not.
    pub covered_alone: Option<f64>,
    /// Whether what it opens is on no road, so that nobody walks there; false unless it is measured over streets.
    pub off_road: bool,
}

/// What a plan changes.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct PlanFigures<'a> {
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
    /// Before anything is done.
    pub before: ReachFigures,
    /// When everything is done.
    pub after: ReachFigures,
    /// People within reach after and not before.
    pub newly_covered: Option<f64>,
    /// People within reach before and not after.
    pub newly_lost: Option<f64>,
    /// A row a division.
    pub by_division: Vec<DivisionFigures<'a>>,
    /// A row a group of the demand data.
    pub by_group: Vec<GroupFigures<'a>>,
    /// Places.
    pub places: PlaceFigures,
    /// All costs together, in 10,000 yuan; an action without a cost counts nothing.
    pub cost_total: f64,
    /// A row an action, in order.
    pub per_action: Vec<ActionFigures>,
    /// Counts of target groups below this are withheld (null) from whoever asked, and all others rounded to its multiples.
    pub withheld_below: Option<u32>,
    /// What it was worked out from.
    pub inputs: ScenarioInputs<'a>,
}

/// A plan that is done: people by row before and after, and by action.
pub(super) struct Done {
    pub before: Vec<Tally>,
    pub after: Vec<Tally>,
    pub covered_before: Vec<bool>,
    pub scenario: Scenario,
    /// Gained and lost, by action.
    pub marginal: Vec<(f64, f64)>,
}

impl Snapshot {
    /// What a plan changes, in all, by division, by group and by action.
    pub fn plan_figures(&self, question: &ScenarioQuestion) -> Result<PlanFigures<'_>, RegistryError> {
        self.plan_figures_at(question, "")
    }

    /// The same of a plan whose fields stand under a name.
    pub(super) fn plan_figures_at(&self, question: &ScenarioQuestion, at: &str) -> Result<PlanFigures<'_>, RegistryError> {
        let (scope, deeds) = self.understood(question, at)?;
        let mut done = self.done(&scope, &deeds);
        let told = scope.told();
        let covered_after = done.scenario.covered();
        let people = |now: &[bool], then: &[bool]| {
            let cells = now.iter().zip(then).zip(0u32..).filter(|((now, then), _)| **now && !**then).map(|(_, cell)| cell);
            told.blur(scope.rows.people(self.cells(), scope.column, cells))
        };
        let (before, total) = split(told, scope.within_m, sum(&done.before));
        let (after, _) = split(told, scope.within_m, sum(&done.after));
        let by_division = done.before.iter().zip(&done.after).enumerate();
        let shown = |(row, _): &(usize, (&Tally, &Tally))| scope.codes[*row].is_some() || done.after[*row].total > 0.0;
        Ok(PlanFigures {
            by: scope.manner.by.code(),
            measured: self.is_measured(scope.manner),
            within_m: scope.within_m,
            group: self.group_code(scope.column),
            total,
            before,
            after,
            newly_covered: people(&covered_after, &done.covered_before),
            newly_lost: people(&done.covered_before, &covered_after),
            by_division: by_division
                .filter(shown)
                .map(|(row, (before, after))| self.division_figures(&scope, row, before.covered, *after))
                .collect(),
            by_group: self.group_figures(&scope, &done.covered_before, &covered_after),
            places: self.place_figures(&scope, &deeds),
            cost_total: question.actions.iter().filter_map(|action| action.cost).fold(0.0, |sum, cost| sum + cost),
            per_action: self.action_figures(&scope, &deeds, &question.actions, &mut done),
            withheld_below: told.threshold(),
            inputs: self.scenario_inputs(&scope),
        })
    }

    /// Does all actions in order.
    pub(super) fn done(&self, scope: &Scope, deeds: &Deeds) -> Done {
        let mut scenario = self.scenario(scope, deeds);
        let before = scenario.figures(self.cells(), &scope.rows, scope.column);
        let covered_before = scenario.covered();
        let people = |cells: Vec<u32>| scope.rows.people(self.cells(), scope.column, cells);
        let mut marginal = vec![];
        for step in &deeds.steps {
            let (gained, lost) = scenario.apply(*step);
            marginal.push((people(gained), people(lost)));
        }
        let after = scenario.figures(self.cells(), &scope.rows, scope.column);
        Done { before, after, covered_before, scenario, marginal }
    }

    fn group_figures(&self, scope: &Scope, before: &[bool], after: &[bool]) -> Vec<GroupFigures<'_>> {
        let of = |column: usize| {
            let told = scope.told_of(column);
            let tally = |covered: &[bool]| sum(&scope.rows.tally(self.cells(), column, |cell| covered[cell]));
            let (after, total) = split(told, scope.within_m, tally(after));
            let before = split(told, scope.within_m, tally(before)).0.covered;
            GroupFigures { group: self.group_code(column), total, before, after: after.covered }
        };
        (0..self.groups().len()).map(of).collect()
    }

    fn place_figures(&self, scope: &Scope, deeds: &Deeds) -> PlaceFigures {
        let serving = (0..self.facilities().len()).filter(|row| scope.filter.accepts(self.places(), *row as u32));
        let inside = |row: &usize| scope.division.is_none_or(|own| self.facility_division(*row).is_some_and(|code| own.contains(code)));
        let capacities: Vec<Option<u32>> = serving.filter(inside).map(|row| self.facilities()[row].capacity).collect();
        let before = capacities.iter().flatten().fold(0.0, |sum, places| sum + f64::from(*places));
        let unstated = capacities.iter().filter(|places| places.is_none()).count();
        PlaceFigures { before, after: deeds.places.iter().fold(before, |sum, places| sum + places), unstated }
    }

    fn action_figures(&self, scope: &Scope, deeds: &Deeds, actions: &[PlanAction], done: &mut Done) -> Vec<ActionFigures> {
        let told = scope.told();
        let rows = actions.iter().zip(&deeds.steps).zip(done.marginal.clone());
        let of = |((action, step), (gained, lost)): ((&PlanAction, _), (f64, f64))| {
            let step: &crate::analysis::scenario::Step = step;
            let people = |cells: Vec<u32>| scope.rows.people(self.cells(), scope.column, cells);
            let (back, gone) = done.scenario.undo(*step);
            done.scenario.apply(*step);
            let alone = step.opens.map_or(vec![], |site| done.scenario.sites()[site].catchment.iter().map(|(cell, _)| *cell).collect());
            ActionFigures {
                id: action.id.clone(),
                newly_covered: told.blur(gained),
                newly_lost: told.blur(lost),
                lost_without: signed(told, people(gone) - people(back)),
                covered_alone: told.blur(people(alone)),
                off_road: step.opens.is_some_and(|site| self.is_off_road(scope.manner, deeds.spots[site].point)),
            }
        };
        rows.map(of).collect()
    }
}
