//! What does one site change while it is being dragged? What stands still is held between moves.
//!
//! A state is kept by the state of the registry, the terms and all actions but where the dragged one is; [`KEPT`] of them, the one
//! asked for longest ago goes first. A write makes another registry, so that a state is never out of date.

use std::sync::Arc;

use geo_types::MultiPolygon;
use moka::{policy::EvictionPolicy, sync::Cache};

use super::{
    ScenarioQuestion,
    terms::{Deeds, Scope},
    told::{DivisionFigures, ReachFigures, signed, split},
};
use crate::{
    analysis::{scenario::Drag, space::Point},
    domain::{
        plan::{Deed, PlanAction},
        position::Position,
    },
    registry::{FieldError, Registry, RegistryError, Snapshot},
};

/// States that are held at once.
const KEPT: u64 = 8;

/// States by what they depend on.
pub(in crate::registry) type Drags = Cache<String, Arc<Held>>;

/// No state yet.
pub(in crate::registry) fn drags() -> Drags {
    Cache::builder().max_capacity(KEPT).eviction_policy(EvictionPolicy::lru()).build()
}

/// What is held between moves.
pub(in crate::registry) struct Held {
    scope: Scope,
    drag: Drag,
}

/// A site that is being dragged.
#[derive(Debug, Clone)]
pub struct TryQuestion {
    /// The plan; where the dragged action has its site does not matter.
    pub plan: ScenarioQuestion,
    /// Id of the action that is dragged: one that builds or moves.
    pub action: String,
    /// Where it is now: longitude and latitude, WGS84.
    pub at: Point,
    /// Whether the ground within reach is wanted as well.
    pub with_reach: bool,
}

/// What is made of it there.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct PlanTry<'a> {
    /// When everything is done.
    #[serde(flatten)]
    pub after: ReachFigures,
    /// All people.
    pub total: Option<f64>,
    /// People within reach that were not before anything was done.
    pub newly_covered: Option<f64>,
    /// The other way round.
    pub newly_lost: Option<f64>,
    /// People fewer within reach if all but this action were done; below 0 when there would be more.
    pub lost_without: Option<f64>,
    /// Whether it was measured over the streets of a map.
    pub measured: bool,
    /// Whether the site is on no road, so that nobody walks there.
    pub off_road: bool,
    /// The divisions whose figures differ from before.
    pub by_division: Vec<DivisionFigures<'a>>,
    /// Counts below this are withheld from whoever asked, and all others rounded to its multiples.
    pub withheld_below: Option<u32>,
    /// The ground within reach of the site, when it was asked for.
    #[serde(skip)]
    pub reach: Option<MultiPolygon<f64>>,
}

impl Registry {
    /// What the dragged site makes of a plan where it is now.
    pub fn try_plan<'s>(&self, snapshot: &'s Snapshot, question: &TryQuestion) -> Result<PlanTry<'s>, RegistryError> {
        snapshot.try_plan(&self.drags, question)
    }
}

impl Snapshot {
    fn try_plan(&self, drags: &Drags, question: &TryQuestion) -> Result<PlanTry<'_>, RegistryError> {
        let point = dragged_to(question)?;
        let number = dragged(&question.plan.actions, &question.action)?;
        let actions = put_aside(&question.plan.actions, number);
        let key = self.key_of(&question.plan, &actions, number);
        let held = match drags.get(&key) {
            Some(held) => held,
            None => {
                // Understood before the cache is asked, so that what is wrong is said and never kept.
                let (scope, deeds) = self.understood(&ScenarioQuestion { actions, ..question.plan.clone() }, "")?;
                drags.get_with(key, || Arc::new(self.hold(scope, deeds, number)))
            }
        };
        Ok(self.moved(&held, point, question.with_reach))
    }

    fn hold(&self, scope: Scope, mut deeds: Deeds, number: usize) -> Held {
        let step = deeds.steps.remove(number);
        if let Some(site) = step.opens {
            // The dragged site itself comes with each move.
            deeds.spots[site].point = None;
        }
        let scenario = self.scenario(&scope, &deeds);
        let drag = Drag::new(self.cells(), scope.rows.clone(), scope.column, scenario, &deeds.steps, step.closes);
        Held { scope, drag }
    }

    fn moved(&self, held: &Held, point: Point, with_reach: bool) -> PlanTry<'_> {
        let Held { scope, drag } = held;
        let told = scope.told();
        let moved = drag.put(self.cells(), &self.catchment(scope.manner, Some(point), scope.within_m));
        let (after, total) = split(told, scope.within_m, moved.all);
        PlanTry {
            after,
            total,
            newly_covered: told.blur(moved.newly_covered),
            newly_lost: told.blur(moved.newly_lost),
            lost_without: signed(told, moved.lost_without),
            measured: self.is_measured(scope.manner),
            off_road: self.is_off_road(scope.manner, Some(point)),
            by_division: moved.rows.iter().map(|(row, before, now)| self.division_figures(scope, *row, *before, *now)).collect(),
            withheld_below: told.threshold(),
            reach: with_reach.then(|| self.ground_within(point, scope.within_m, scope.manner)),
        }
    }

    /// What a state depends on.
    fn key_of(&self, plan: &ScenarioQuestion, actions: &[PlanAction], number: usize) -> String {
        let terms = serde_json::to_string(&(&plan.terms, actions, &plan.level)).unwrap_or_default();
        format!("{} {:?} {:?} {number} {terms}", self.etag(), self.manner(Default::default()).pace, plan.told)
    }
}

fn dragged_to(question: &TryQuestion) -> Result<Point, RegistryError> {
    let [lon, lat] = question.at;
    let wrong = |error: crate::domain::position::PositionError| {
        let (field, value) = if (-180.0..=180.0).contains(&lon) { ("moving.lat", lat) } else { ("moving.lon", lon) };
        RegistryError::Invalid(vec![FieldError::new(field, value, error.to_string(), "degrees, WGS84")])
    };
    Position::new(lon, lat).map(|_| question.at).map_err(wrong)
}

/// The number of the action that is dragged.
fn dragged(actions: &[PlanAction], id: &str) -> Result<usize, RegistryError> {
    let wrong = |reason: &str| {
        let expected = "the id of an action of the plan that builds or moves";
        Err(RegistryError::Invalid(vec![FieldError::new("moving.action", id, reason, expected)]))
    };
    match actions.iter().position(|action| action.id == id) {
        None => wrong("is not an action of the plan"),
        Some(number) if !matches!(actions[number].deed, Deed::Build { .. } | Deed::Move { .. }) => {
            wrong("has no site that could be dragged")
        }
        Some(number) => Ok(number),
    }
}

/// The actions with the dragged one put nowhere in particular, so that a plan has the same state wherever that is.
fn put_aside(actions: &[PlanAction], number: usize) -> Vec<PlanAction> {
    let mut actions = actions.to_vec();
    if let Deed::Build { lon, lat, .. } | Deed::Move { lon, lat, .. } = &mut actions[number].deed {
        (*lon, *lat) = (0.0, 0.0);
    }
    actions
}
