//! How is a plan made, changed, copied and thrown away? By whoever may plan in its division, on the version that was read.

use std::sync::Arc;

use super::{PlanItem, division_of, may_see, unknown};
use crate::{
    domain::{
        permission::{Caller, Right},
        plan::{Plan, PlanAction, PlanState, SitingQuestion, Terms},
        siting_run::RunState,
        text::{MAX_NAME_CHARS, check_text},
    },
    registry::{FieldError, Registry, RegistryError, Snapshot, Stale, plan_terms::Understood, siting::SitingTask},
};

/// A new plan.
#[derive(Debug, Clone, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPlan {
    /// What it is called; a name with today's day when it is left out.
    #[serde(default)]
    pub name: Option<String>,
    /// What is looked at.
    #[schema(value_type = Object)]
    pub terms: Terms,
    /// What is done.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub actions: Vec<PlanAction>,
    /// What a siting run is asked, which begins at once.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub siting: Option<SitingQuestion>,
}

/// What is to change of a plan; what is left out stays.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanPatch {
    /// Another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Other terms; what a run answered under the old ones goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub terms: Option<Terms>,
    /// Other actions, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Object>>)]
    pub actions: Option<Vec<PlanAction>>,
    /// `draft` or `archived`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

impl Registry {
    /// Makes a plan, and begins its siting run where one is asked for.
    pub fn create_plan(self: &Arc<Self>, caller: &Caller, new: NewPlan) -> Result<PlanItem, RegistryError> {
        let snapshot = self.snapshot();
        let mut wrong = Vec::new();
        let name = match new.name.as_deref().map(str::trim) {
            Some(name) => named(name, &mut wrong),
            None => format!("规划 {}", self.records.now().date_naive()),
        };
        let understood = self.understood(caller, &snapshot, &new.terms, &new.actions, wrong)?;
        let mut plan = Plan {
            id: uuid::Uuid::now_v7().to_string(),
            name,
            state: PlanState::Draft,
            terms: understood.terms.clone(),
            baseline: snapshot.baseline(),
            actions: new.actions,
            siting: None,
            siting_answer: None,
            run: None,
            copied_from: None,
            created_by: caller.actor.id.clone(),
            created_by_name: caller.actor.name.clone(),
            created_at: self.records.now(),
            version: 0,
        };
        match new.siting {
            Some(question) => {
                let task = SitingTask::new(Arc::clone(&snapshot), understood, question, &plan.actions).map_err(RegistryError::Invalid)?;
                plan = self.begin_run(caller, task, plan, |_| Ok(None))?;
            }
            None => self
                .records
                .store
                .write(&self.records.stamp(caller.actor.clone()), |writer| writer.put_plan(None, &mut plan).map_err(RegistryError::from))?,
        }
        self.plan_item(caller, &snapshot, plan)
    }

    /// Changes a plan that was read with this version.
    pub fn patch_plan(&self, caller: &Caller, id: &str, version: Option<i64>, patch: &PlanPatch) -> Result<PlanItem, RegistryError> {
        let snapshot = self.snapshot();
        let plan = self.records.store.write(&self.records.stamp(caller.actor.clone()), |writer| {
            let before = writer.reader().plan(id)?.ok_or_else(|| unknown(id))?;
            caller.require(Right::MakePlans, division_of(&before.terms))?;
            if version.is_some_and(|version| version != before.version) {
                return Err(stale(&before, patch));
            }
            let mut after = self.patched(caller, &snapshot, &before, patch)?;
            writer.put_plan(Some(&before), &mut after)?;
            Ok::<_, RegistryError>(after)
        })?;
        self.plan_item(caller, &snapshot, plan)
    }

    fn patched(&self, caller: &Caller, snapshot: &Snapshot, before: &Plan, patch: &PlanPatch) -> Result<Plan, RegistryError> {
        refuse_approved(before)?;
        let mut wrong = Vec::new();
        let mut after = before.clone();
        if let Some(name) = &patch.name {
            after.name = named(name, &mut wrong);
        }
        match patch.state.as_deref().map(|text| PlanState::parse(text).filter(|state| *state != PlanState::Approved)) {
            Some(Some(state)) => after.state = state,
            Some(None) => {
                let given = patch.state.as_deref().unwrap_or_default();
                wrong.push(FieldError::new("state", given, "is not known here", "draft or archived"));
            }
            None => {}
        }
        let runs = self.run_item(before).is_some_and(|run| run.state == RunState::Running);
        if patch.terms.is_some() || patch.actions.is_some() {
            if runs {
                return Err(RegistryError::Conflict("a run of this plan is going on: cancel it first, or wait for its end".to_owned()));
            }
            let terms = patch.terms.as_ref().unwrap_or(&before.terms);
            after.actions = patch.actions.clone().unwrap_or(after.actions);
            after.terms = self.understood(caller, snapshot, terms, &after.actions, wrong)?.terms;
            if after.terms != before.terms {
                (after.siting_answer, after.run) = (None, None);
            }
            // Figures of a run rest on the state that it was made on; without one the plan rests on today's.
            if after.siting_answer.is_none() {
                after.baseline = snapshot.baseline();
            }
        } else if !wrong.is_empty() {
            return Err(RegistryError::Invalid(wrong));
        }
        Ok(after)
    }

    /// Throws a draft away; a run that goes on is stopped.
    pub fn remove_plan(&self, caller: &Caller, id: &str) -> Result<(), RegistryError> {
        self.records.store.write(&self.records.stamp(caller.actor.clone()), |writer| {
            let plan = writer.reader().plan(id)?.ok_or_else(|| unknown(id))?;
            caller.require(Right::MakePlans, division_of(&plan.terms))?;
            if plan.state != PlanState::Draft {
                return Err(RegistryError::Conflict(format!("the plan is {}: only a draft is thrown away", plan.state)));
            }
            writer.remove_plan(&plan)?;
            Ok(())
        })?;
        if let Some(job) = self.runs.job(id) {
            job.stop();
        }
        Ok(())
    }

    /// A draft like another plan, whose maker the caller is.
    pub fn copy_plan(&self, caller: &Caller, id: &str, name: Option<&str>) -> Result<PlanItem, RegistryError> {
        let snapshot = self.snapshot();
        let from = self.seen_plan(caller, id)?;
        caller.require(Right::MakePlans, division_of(&from.terms))?;
        debug_assert!(may_see(caller, &from));
        let mut wrong = Vec::new();
        let name = match name {
            Some(name) => named(name, &mut wrong),
            None => format!("{} 副本", from.name.chars().take(MAX_NAME_CHARS - 3).collect::<String>()),
        };
        if !wrong.is_empty() {
            return Err(RegistryError::Invalid(wrong));
        }
        let mut plan = Plan {
            id: uuid::Uuid::now_v7().to_string(),
            name,
            state: PlanState::Draft,
            run: from.run.clone().filter(|run| run.state != RunState::Running),
            copied_from: Some(from.id.clone()),
            created_by: caller.actor.id.clone(),
            created_by_name: caller.actor.name.clone(),
            created_at: self.records.now(),
            version: 0,
            ..from
        };
        self.records
            .store
            .write(&self.records.stamp(caller.actor.clone()), |writer| writer.put_plan(None, &mut plan).map_err(RegistryError::from))?;
        self.plan_item(caller, &snapshot, plan)
    }

    /// Terms and actions that this caller may plan under, or everything that is wrong, `wrong` included.
    pub(super) fn understood(
        &self,
        caller: &Caller,
        snapshot: &Snapshot,
        terms: &Terms,
        actions: &[PlanAction],
        mut wrong: Vec<FieldError>,
    ) -> Result<Understood, RegistryError> {
        match snapshot.plan_terms(terms) {
            Ok(understood) => {
                caller.require(Right::MakePlans, understood.division)?;
                snapshot.check_actions((self.area, understood.division), actions, &mut wrong);
                if wrong.is_empty() { Ok(understood) } else { Err(RegistryError::Invalid(wrong)) }
            }
            Err(more) => {
                caller.require(Right::MakePlans, division_of(terms))?;
                wrong.extend(more);
                Err(RegistryError::Invalid(wrong))
            }
        }
    }
}

/// Refuses to touch what somebody has approved.
pub(super) fn refuse_approved(plan: &Plan) -> Result<(), RegistryError> {
    match plan.state {
        PlanState::Approved => Err(RegistryError::Conflict("the plan is approved: copy it and change the copy".to_owned())),
        PlanState::Draft | PlanState::Archived => Ok(()),
    }
}

fn named(name: &str, wrong: &mut Vec<FieldError>) -> String {
    let expected = format!("1 to {MAX_NAME_CHARS} characters, without numbers that belong to a person");
    match check_text(name, MAX_NAME_CHARS) {
        Ok("") => wrong.push(FieldError::new("name", "", "is missing", expected)),
        Ok(name) => return name.to_owned(),
        Err(error) => wrong.push(FieldError::new("name", "", error.to_string(), expected)),
    }
    String::new()
}

fn stale(before: &Plan, patch: &PlanPatch) -> RegistryError {
    let yours = serde_json::to_value(patch).unwrap_or_default();
    let current = serde_json::json!({
        "name": before.name, "terms": before.terms, "actions": before.actions, "state": before.state,
    });
    let differs = |name: &&String| yours.get(*name) != current.get(*name);
    let fields = yours.as_object().map(|members| members.keys().filter(differs).cloned().collect()).unwrap_or_default();
    RegistryError::Stale(Box::new(Stale { current: serde_json::json!({ "version": before.version, "record": current }), yours, fields }))
}
