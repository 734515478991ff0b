//! How do several plans differ, division by division and group by group?

use super::{
    PlanFigures, ScenarioQuestion,
    told::{ReachFigures, ScenarioInputs},
};
use crate::{
    domain::division::DivisionCode,
    registry::{FieldError, RegistryError, Snapshot},
};

/// Plans side by side at most.
const MOST_PLANS: usize = 4;

/// A plan that is compared.
#[derive(Debug, Clone)]
pub struct NamedPlan {
    /// What it is called.
    pub name: String,
    /// Its terms and actions.
    pub plan: ScenarioQuestion,
}

/// A plan in all.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ComparedPlan {
    /// What it is called.
    pub name: String,
    /// How distances are measured.
    pub by: &'static str,
    /// Whether over the streets of a map.
    pub measured: bool,
    /// The limit in metres, closed.
    pub within_m: f64,
    /// Before anything is done.
    pub before: ReachFigures,
    /// When everything is done.
    pub after: ReachFigures,
    /// People within reach after and not before.
    pub newly_covered: Option<f64>,
    /// The other way round.
    pub newly_lost: Option<f64>,
    /// In 10,000 yuan.
    pub cost_total: f64,
    /// Places when everything is done.
    pub places: f64,
    /// How many actions it has.
    pub actions: usize,
}

/// People within reach of each plan in a division or of a group.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ComparedRow<'a> {
    /// 12 digits of a division; left out of rows by group, null for people of no known division.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Option<DivisionCode>>,
    /// Name of a division; left out of rows by group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Option<&'a str>>,
    /// A column of the demand data; left out of rows by division.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<&'a str>,
    /// All people.
    pub total: Option<f64>,
    /// People within reach when everything is done, by plan.
    pub covered: Vec<Option<f64>>,
    /// By plan: how many more than in the first one; null where one of the two is withheld.
    pub differences: Vec<Option<f64>>,
}

/// Plans side by side.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct PlanComparison<'a> {
    /// Which people are counted.
    pub group: &'a str,
    /// All of them.
    pub total: Option<f64>,
    /// In the order given.
    pub plans: Vec<ComparedPlan>,
    /// A row a division.
    pub by_division: Vec<ComparedRow<'a>>,
    /// A row a group of the demand data.
    pub by_group: Vec<ComparedRow<'a>>,
    /// Counts below this are withheld from whoever asked, and all others rounded to its multiples.
    pub withheld_below: Option<u32>,
    /// What it was worked out from.
    pub inputs: ScenarioInputs<'a>,
}

impl Snapshot {
    /// Plans about the same people in the same division, side by side.
    pub fn compare_plans(&self, plans: &[NamedPlan]) -> Result<PlanComparison<'_>, RegistryError> {
        check(plans)?;
        let mut errors = vec![];
        let mut all: Vec<PlanFigures> = vec![];
        for (number, plan) in plans.iter().enumerate() {
            match self.plan_figures_at(&plan.plan, &format!("plans[{number}].")) {
                Ok(figures) => all.push(figures),
                Err(RegistryError::Invalid(more)) => errors.extend(more),
                Err(other) => return Err(other),
            }
        }
        if !errors.is_empty() {
            return Err(RegistryError::Invalid(errors));
        }
        let row = |total: Option<f64>, covered: Vec<Option<f64>>| {
            let first = covered.first().copied().flatten();
            let differences = covered.iter().map(|covered| Some((*covered)? - first?)).collect();
            ComparedRow { code: None, name: None, group: None, total, covered, differences }
        };
        let [first, ..] = &all[..] else { return Err(RegistryError::Invalid(errors)) };
        let by_division = first.by_division.iter().enumerate().map(|(at, division)| ComparedRow {
            code: Some(division.code),
            name: Some(division.name),
            ..row(division.total, all.iter().map(|plan| plan.by_division[at].after).collect())
        });
        let by_group = first.by_group.iter().enumerate().map(|(at, group)| ComparedRow {
            group: Some(group.group),
            ..row(group.total, all.iter().map(|plan| plan.by_group[at].after).collect())
        });
        let compared = plans.iter().zip(&all).map(|(plan, figures)| ComparedPlan {
            name: plan.name.clone(),
            by: figures.by,
            measured: figures.measured,
            within_m: figures.within_m,
            before: figures.before,
            after: figures.after,
            newly_covered: figures.newly_covered,
            newly_lost: figures.newly_lost,
            cost_total: figures.cost_total,
            places: figures.places.after,
            actions: plan.plan.actions.len(),
        });
        Ok(PlanComparison {
            group: first.group,
            total: first.total,
            plans: compared.collect(),
            by_division: by_division.collect(),
            by_group: by_group.collect(),
            withheld_below: first.withheld_below,
            inputs: first.inputs.clone(),
        })
    }
}

/// Whether so many plans can stand side by side: about the same people, in the same division.
fn check(plans: &[NamedPlan]) -> Result<(), RegistryError> {
    if !(2..=MOST_PLANS).contains(&plans.len()) {
        let expected = format!("2 to {MOST_PLANS} plans");
        return Err(RegistryError::Invalid(vec![FieldError::new("plans", plans.len(), "is out of range", expected)]));
    }
    let mut errors = vec![];
    let first = &plans[0].plan.terms;
    for (number, plan) in plans.iter().enumerate() {
        let terms = &plan.plan.terms;
        if plan.name.trim().is_empty() {
            errors.push(FieldError::new(&format!("plans[{number}].name"), "", "is empty", "what the plan is called"));
        }
        for (name, own, wanted) in [("group", &terms.group, &first.group), ("division", &terms.division, &first.division)] {
            if own != wanted {
                let field = format!("plans[{number}].terms.{name}");
                let wanted = wanted.as_deref().unwrap_or("null");
                let own = own.as_deref().unwrap_or("null");
                errors.push(FieldError::new(&field, own, "differs from the first plan: they could not be compared", wanted));
            }
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(RegistryError::Invalid(errors)) }
}
