//! Which action of a plan comes in which year, and who is covered then?
//!
//! What builds, moves and upgrades is scheduled by what it covers. What adds places or hours changes nobody's reach and comes, in the
//! order of the plan, in the first year in which its cost leaves every later year able to pay. What closes comes in the last year.

use super::{
    ScenarioQuestion,
    terms::Scope,
    told::{ScenarioInputs, split},
};
use crate::{
    analysis::scenario::{
        Scenario, Step, Tally,
        drag::sum,
        phases::{Effects, MOST_EXACT, MOST_PHASED, Phasing, Set},
    },
    domain::plan::Deed,
    registry::{FieldError, RegistryError, Snapshot},
};

/// Years at most.
const MOST_YEARS: usize = 30;
/// Less than this is no money.
const NOTHING: f64 = 1e-9;

/// A plan to be spread over years.
#[derive(Debug, Clone)]
pub struct PhasesQuestion {
    /// The plan; the years of its actions do not matter.
    pub plan: ScenarioQuestion,
    /// Years, ascending, with the new money of each in 10,000 yuan.
    pub years: Vec<(i32, f64)>,
    /// `greedy` or `exact`; exact, when nobody says, for plans that are small enough.
    pub method: Option<String>,
}

/// One year of a schedule.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct PhaseYear {
    /// The year.
    pub year: i32,
    /// New money, in 10,000 yuan.
    pub budget: f64,
    /// What its actions cost.
    pub spent: f64,
    /// What is left for the next year.
    pub carried_over: f64,
    /// Ids of its actions, in the order of the plan.
    pub actions: Vec<String>,
    /// People within reach at its end.
    pub covered: Option<f64>,
    /// `covered / total`.
    pub share: Option<f64>,
}

/// A plan spread over years.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct PlanPhases<'a> {
    /// `greedy` or `exact`.
    pub method: &'static str,
    /// Whether no schedule has a larger sum over the years of people within reach, by what builds, moves and upgrades.
    pub proven: bool,
    /// All people.
    pub total: Option<f64>,
    /// People within reach before anything is done.
    pub covered_before: Option<f64>,
    /// The years.
    pub years: Vec<PhaseYear>,
    /// Ids of actions that come in no year: the money does not do for them, or they gain nobody for their cost.
    pub left_out: Vec<String>,
    /// Counts below this are withheld from whoever asked, and all others rounded to its multiples.
    pub withheld_below: Option<u32>,
    /// What it was worked out from.
    pub inputs: ScenarioInputs<'a>,
}

impl Snapshot {
    /// A plan spread over years.
    pub fn phase_plan(&self, question: &PhasesQuestion) -> Result<PlanPhases<'_>, RegistryError> {
        let errors = wrong_years(question);
        let (scope, deeds) = match self.understood(&question.plan, "") {
            Ok(understood) if errors.is_empty() => understood,
            Ok(_) => return Err(RegistryError::Invalid(errors)),
            Err(RegistryError::Invalid(more)) => return Err(RegistryError::Invalid(more.into_iter().chain(errors).collect())),
            Err(other) => return Err(other),
        };
        let actions = &question.plan.actions;
        let gains = |deed: &Deed| matches!(deed, Deed::Build { .. } | Deed::Move { .. } | Deed::Upgrade { .. });
        let chosen: Vec<usize> = (0..actions.len()).filter(|action| gains(&actions[*action].deed)).collect();
        let method = method(question, chosen.len())?;
        let steps: Vec<Step> = chosen.iter().map(|action| deeds.steps[*action]).collect();
        let scenario = self.scenario(&scope, &deeds);
        let effects = Effects::of(self.cells(), &scope.rows, scope.column, &scenario, &steps);
        let costs: Vec<f64> = chosen.iter().map(|action| actions[*action].cost.unwrap_or(0.0)).collect();
        let budgets: Vec<f64> = question.years.iter().map(|(_, budget)| *budget).collect();
        let phasing = Phasing { effects: &effects, costs: &costs, budgets: &budgets };
        let sets = if method == "exact" { phasing.exact() } else { phasing.greedy() };
        let mut year_of: Vec<Option<usize>> = vec![None; actions.len()];
        for (place, action) in chosen.iter().enumerate() {
            year_of[*action] = sets.iter().position(|set: &Set| set >> place & 1 == 1);
        }
        let mut money = Money::after(&budgets, &year_of, |action| actions[action].cost.unwrap_or(0.0));
        for (action, one) in actions.iter().enumerate().filter(|(_, one)| !gains(&one.deed)) {
            let first = if matches!(one.deed, Deed::Close { .. }) { budgets.len() - 1 } else { 0 };
            year_of[action] = money.take(one.cost.unwrap_or(0.0), first);
        }
        let years = self.years_of(question, &scope, &deeds.steps, (scenario, &year_of));
        let told = scope.told();
        let (before, total) = split(told, scope.within_m, years.1);
        Ok(PlanPhases {
            method,
            proven: method == "exact",
            total,
            covered_before: before.covered,
            years: years.0,
            left_out: actions.iter().zip(&year_of).filter(|(_, year)| year.is_none()).map(|(action, _)| action.id.clone()).collect(),
            withheld_below: told.threshold(),
            inputs: self.scenario_inputs(&scope),
        })
    }

    /// The years as they come, and everybody before the first.
    fn years_of(
        &self,
        question: &PhasesQuestion,
        scope: &Scope,
        steps: &[Step],
        (mut scenario, year_of): (Scenario, &[Option<usize>]),
    ) -> (Vec<PhaseYear>, Tally) {
        let figures = |scenario: &Scenario| sum(&scenario.figures(self.cells(), &scope.rows, scope.column));
        let before = figures(&scenario);
        let mut purse = 0.0;
        let mut years = vec![];
        for (number, (year, budget)) in question.years.iter().enumerate() {
            let of_year: Vec<usize> = (0..steps.len()).filter(|action| year_of[*action] == Some(number)).collect();
            of_year.iter().for_each(|action| drop(scenario.apply(steps[*action])));
            let spent = of_year.iter().filter_map(|action| question.plan.actions[*action].cost).fold(0.0, |sum, cost| sum + cost);
            purse += budget - spent;
            let (reached, _) = split(scope.told(), scope.within_m, figures(&scenario));
            years.push(PhaseYear {
                year: *year,
                budget: *budget,
                spent,
                carried_over: purse.max(0.0),
                actions: of_year.iter().map(|action| question.plan.actions[*action].id.clone()).collect(),
                covered: reached.covered,
                share: reached.share,
            });
        }
        (years, before)
    }
}

/// What is left in the purse at the end of each year.
struct Money(Vec<f64>);

impl Money {
    fn after(budgets: &[f64], year_of: &[Option<usize>], cost: impl Fn(usize) -> f64) -> Money {
        let mut purse = 0.0;
        let left = budgets.iter().enumerate().map(|(year, budget)| {
            let spent = (0..year_of.len()).filter(|action| year_of[*action] == Some(year)).fold(0.0, |sum, action| sum + cost(action));
            purse += budget - spent;
            purse
        });
        Money(left.collect())
    }

    /// Spends in the first year from one on after which there is as much in every year; answers with that year.
    fn take(&mut self, cost: f64, first: usize) -> Option<usize> {
        let enough = |year: &usize| self.0[*year..].iter().all(|left| *left + NOTHING >= cost);
        let year = (first..self.0.len()).find(enough)?;
        self.0[year..].iter_mut().for_each(|left| *left -= cost);
        Some(year)
    }
}

fn wrong_years(question: &PhasesQuestion) -> Vec<FieldError> {
    let years = &question.years;
    let mut errors = vec![];
    if !(1..=MOST_YEARS).contains(&years.len()) {
        errors.push(FieldError::new("years", years.len(), "is out of range", format!("1 to {MOST_YEARS} years")));
    }
    for (number, (year, budget)) in years.iter().enumerate() {
        if number > 0 && *year <= years[number - 1].0 {
            errors.push(FieldError::new(
                &format!("years[{number}].year"),
                year,
                "does not come after the year before it",
                "years, ascending",
            ));
        }
        if !(0.0..=1e9).contains(budget) {
            errors.push(FieldError::new(&format!("years[{number}].budget"), budget, "is out of range", "10,000 yuan, 0 to 1e9"));
        }
    }
    errors
}

/// The method that is asked for, or the best that so many actions allow.
fn method(question: &PhasesQuestion, actions: usize) -> Result<&'static str, RegistryError> {
    let wrong = |field: &str, value: &str, reason: &str, expected: String| {
        Err(RegistryError::Invalid(vec![FieldError::new(field, value, reason, expected)]))
    };
    let too_many = "has too many actions that build, move or upgrade";
    match question.method.as_deref() {
        Some("exact") if actions > MOST_EXACT => {
            wrong("method", "exact", too_many, format!("{MOST_EXACT} such actions at most, or method greedy"))
        }
        None | Some("greedy") if actions > MOST_PHASED => {
            wrong("actions", &actions.to_string(), too_many, format!("{MOST_PHASED} such actions at most"))
        }
        Some("exact") => Ok("exact"),
        None if actions <= MOST_EXACT => Ok("exact"),
        None | Some("greedy") => Ok("greedy"),
        Some(other) => wrong("method", other, "is not known here", "one of greedy, exact".to_owned()),
    }
}
