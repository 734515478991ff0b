//! Who sees which plan, and how does one look? Terms, baseline and actions as they are kept, the run as it goes, the answer as the
//! caller may know it.

mod approve;
mod run;
mod write;

use chrono::{DateTime, Utc};

pub use self::{
    approve::Approved,
    run::Following,
    write::{NewPlan, PlanPatch},
};
use super::{CoverageQuestion, Page, Registry, RegistryError, Snapshot, siting::SitingAnswer};
use crate::domain::{
    division::DivisionCode,
    permission::{Caller, Right},
    plan::{Baseline, Plan, PlanAction, PlanState, SitingQuestion, Terms},
    siting_run::{RunState, SitingRun},
    small_count::SmallCounts,
};

/// Why a run is over that nobody works on any more.
const LOST: &str = "the service was stopped before the run ended: start it again";

/// How a siting run stands.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct RunItem {
    /// `running`, `done`, `cancelled` or `failed`.
    #[schema(value_type = String)]
    pub state: RunState,
    /// The objective of the best sites so far.
    pub objective: Option<f64>,
    /// Nothing does better than this.
    pub bound: Option<f64>,
    /// The distance of the two as a fraction; 0 when proven.
    pub gap: Option<f64>,
    /// How long it has taken.
    pub seconds: f64,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_failed: Option<String>,
}

/// A plan as the interface shows it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct PlanItem {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// `draft`, `approved` or `archived`.
    #[schema(value_type = String)]
    pub state: PlanState,
    /// The number of the change that last wrote it.
    pub version: i64,
    /// What is looked at.
    #[schema(value_type = Object)]
    pub terms: Terms,
    /// On which state of the registry.
    #[schema(value_type = Object)]
    pub baseline: Baseline,
    /// What is done, in order.
    #[schema(value_type = Vec<Object>)]
    pub actions: Vec<PlanAction>,
    /// What a siting run was asked.
    #[schema(value_type = Option<Object>)]
    pub siting: Option<SitingQuestion>,
    /// How it stands.
    pub run: Option<RunItem>,
    /// What it answered; null in lists.
    pub answer: Option<SitingAnswer>,
    /// The plan it was copied from.
    pub copied_from: Option<String>,
    /// Who made it, as that one was called then.
    pub created_by_name: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Whether the registry is no longer as the baseline says.
    pub stale: bool,
    /// What the actions cost together, as far as it is known, in 10,000 yuan.
    pub total_cost: f64,
    /// Counts of the group below this are withheld (null) from whoever asks, and others rounded or withheld from which they would
    /// follow; null: everything is told.
    pub withheld_below: Option<u32>,
}

/// Which plans are asked for.
#[derive(Debug, Clone, Default)]
pub struct PlanQuestion {
    /// In these states; none means any.
    pub states: Vec<PlanState>,
    /// How many come before.
    pub cursor: Option<String>,
    /// At most so many.
    pub limit: usize,
}

impl Registry {
    /// A page of the plans that the caller may see, the newest first.
    pub fn plan_page(&self, caller: &Caller, question: &PlanQuestion) -> Result<Page<PlanItem>, RegistryError> {
        let snapshot = self.snapshot();
        let mut plans = self.records.store.read(|reader| reader.plans(&question.states))?;
        plans.retain(|plan| may_see(caller, plan));
        let item = |plan: &Plan| self.plan_item(caller, &snapshot, Plan { siting_answer: None, ..plan.clone() });
        let page = Page::from(&plans, question.cursor.as_deref(), question.limit, item);
        let items = page.items.into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok(Page { items, next_cursor: page.next_cursor, total: page.total })
    }

    /// One plan.
    pub fn plan(&self, caller: &Caller, id: &str) -> Result<PlanItem, RegistryError> {
        let plan = self.seen_plan(caller, id)?;
        self.plan_item(caller, &self.snapshot(), plan)
    }

    /// The plan, when this caller may see it.
    fn seen_plan(&self, caller: &Caller, id: &str) -> Result<Plan, RegistryError> {
        let plan = self.records.store.read(|reader| reader.plan(id))?.ok_or_else(|| unknown(id))?;
        if !may_see(caller, &plan) {
            caller.require(Right::ReadRecords, division_of(&plan.terms))?;
        }
        Ok(plan)
    }

    /// A plan as this caller may see it.
    fn plan_item(&self, caller: &Caller, snapshot: &Snapshot, plan: Plan) -> Result<PlanItem, RegistryError> {
        let told = self.told_of(caller, snapshot, &plan.terms);
        let answer = plan.siting_answer.as_deref().map(|text| read_answer(&plan.id, text)).transpose()?;
        let run = self.run_item(&plan).map(|run| run.told(told));
        Ok(PlanItem {
            stale: snapshot.has_left(&plan.baseline),
            total_cost: plan.actions.iter().filter_map(|action| action.cost).sum::<f64>() + 0.0,
            withheld_below: told.threshold(),
            answer: answer.map(|answer| answer.told(told)),
            run,
            id: plan.id,
            name: plan.name,
            state: plan.state,
            version: plan.version,
            terms: plan.terms,
            baseline: plan.baseline,
            actions: plan.actions,
            siting: plan.siting,
            copied_from: plan.copied_from,
            created_by_name: plan.created_by_name,
            created_at: plan.created_at,
        })
    }

    /// How counts of the people of some terms are told to a caller.
    fn told_of(&self, caller: &Caller, snapshot: &Snapshot, terms: &Terms) -> SmallCounts {
        let question = CoverageQuestion { count: terms.group.clone(), division: division_of(terms), ..CoverageQuestion::default() };
        self.small_counts(caller, snapshot, &question)
    }

    /// How the run of a plan stands: as it goes on here, or as it is kept.
    fn run_item(&self, plan: &Plan) -> Option<RunItem> {
        let run = plan.run.clone()?;
        if run.state != RunState::Running {
            return Some(run.into());
        }
        match self.runs.job(&plan.id) {
            Some(job) => Some(job.item()),
            None if run.until < self.records.now() => Some(run.failed(LOST).into()),
            None => Some(run.into()),
        }
    }
}

impl From<SitingRun> for RunItem {
    fn from(run: SitingRun) -> RunItem {
        let SitingRun { state, objective, bound, gap, seconds, why_failed, .. } = run;
        RunItem { state, objective, bound, gap, seconds, why_failed }
    }
}

impl RunItem {
    /// As somebody may know it who is not told small counts: objectives may be counts.
    pub fn told(self, told: SmallCounts) -> RunItem {
        if told == SmallCounts::Told { self } else { RunItem { objective: None, bound: None, ..self } }
    }
}

/// The division that is planned; `None` for everywhere.
fn division_of(terms: &Terms) -> Option<DivisionCode> {
    terms.division.as_deref().and_then(|text| DivisionCode::parse(text).ok())
}

/// Those who plan there see it, and those who keep records.
fn may_see(caller: &Caller, plan: &Plan) -> bool {
    let division = division_of(&plan.terms);
    caller.may(Right::MakePlans, division) || caller.may(Right::ReadRecords, division)
}

fn unknown(id: &str) -> RegistryError {
    RegistryError::NotFound { what: "plan", id: id.to_owned() }
}

/// A stored answer that does not read back is a fault of ours.
fn read_answer(id: &str, text: &str) -> Result<SitingAnswer, RegistryError> {
    serde_json::from_str(text).map_err(|error| {
        RegistryError::Storage(crate::storage::StorageError::Corrupt {
            table: "plan",
            key: id.to_owned(),
            column: "siting_answer",
            why: error.to_string(),
        })
    })
}
