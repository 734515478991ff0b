//! What happens when a plan is approved? Its new places become facilities in status planned, and every action a project.
//!
//! Another person than the one who made the plan decides, with the right where the plan is and where each facility will be. Records,
//! projects and the plan's state are one transaction.

use serde_json::{Map, Value, json};

use super::{PlanItem, division_of, unknown};
use crate::{
    domain::{
        change::{Action, RecordType},
        division::DivisionCode,
        facility::Facility,
        permission::{Caller, Right},
        plan::{Deed, Plan, PlanAction, PlanState},
        project::{Project, ProjectState},
        siting_run::RunState,
    },
    registry::{
        FieldError, Registry, RegistryError, Snapshot, Stale, draft::Drafting, policy::Policy, recorded::Recorded, records::new_id,
    },
    storage::{ChangeFilter, Writer},
};

/// What an approval led to.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct Approved {
    /// The plan, approved.
    pub plan: PlanItem,
    /// Ids of the new facilities, in the order of the actions that build.
    pub facilities: Vec<String>,
    /// Ids of the projects, in the order of the actions.
    pub projects: Vec<String>,
}

impl Registry {
    /// Approves a plan that was read with this version.
    pub fn approve_plan(&self, caller: &Caller, id: &str, version: Option<i64>, note: Option<String>) -> Result<Approved, RegistryError> {
        let snapshot = self.snapshot();
        let drafting = Drafting { snapshot: &snapshot, area: self.area, today: self.records.now().date_naive() };
        let stamp = self.records.stamp(caller.actor.clone()).because(note);
        let (plan, facilities, projects) = self.records.store.write(&stamp, |writer| {
            let before = writer.reader().plan(id)?.ok_or_else(|| unknown(id))?;
            self.refuse_approval(caller, writer, &before, version)?;
            // The registry may have moved on since the plan was written.
            snapshot.check_deeds(&before.terms, &before.actions)?;
            let (mut facilities, mut projects) = (Vec::new(), Vec::new());
            for (at, action) in before.actions.iter().enumerate() {
                let (name, facility) = match built(&drafting, &before, action, at)? {
                    Some(facility) => {
                        caller.require(Right::ApproveChanges, facility.division(&snapshot))?;
                        facility.put(writer)?;
                        facilities.push(facility.id.to_string());
                        (facility.name.to_string(), facility.id.to_string())
                    }
                    None => existing(&snapshot, action),
                };
                let division = division_at(&snapshot, action, &facility).or(division_of(&before.terms));
                let mut project = Project { name, facility_id: facility, division, ..new_project(&before, action) };
                writer.put_project(None, &mut project)?;
                projects.push(project.id);
            }
            writer.call_it(Some(Action::Approve));
            let mut after = Plan { state: PlanState::Approved, ..before.clone() };
            writer.put_plan(Some(&before), &mut after)?;
            Ok::<_, RegistryError>((after, facilities, projects))
        })?;
        self.refresh_after_write();
        let plan = self.plan_item(caller, &self.snapshot(), plan)?;
        Ok(Approved { plan, facilities, projects })
    }

    fn refuse_approval(&self, caller: &Caller, writer: &mut Writer, plan: &Plan, version: Option<i64>) -> Result<(), RegistryError> {
        caller.require(Right::ApproveChanges, division_of(&plan.terms))?;
        if plan.state != PlanState::Draft {
            return Err(RegistryError::Conflict(format!("the plan is {}: only a draft is approved", plan.state)));
        }
        if version.is_some_and(|version| version != plan.version) {
            let current = json!({ "version": plan.version, "record": { "name": plan.name, "actions": plan.actions } });
            let stale = Stale { current, yours: json!({}), fields: Vec::new() };
            return Err(RegistryError::Stale(Box::new(stale)));
        }
        if plan.actions.is_empty() {
            return Err(RegistryError::Conflict("the plan has no action: there is nothing to approve".to_owned()));
        }
        if self.run_item(plan).is_some_and(|run| run.state == RunState::Running) {
            return Err(RegistryError::Conflict("a run of this plan is going on: cancel it first, or wait for its end".to_owned()));
        }
        // Whoever wrote any of it, not only who began it.
        let filter = ChangeFilter { record_types: vec![RecordType::Plan], record_id: Some(plan.id.clone()), ..ChangeFilter::default() };
        let written = writer.reader().changes(&filter)?;
        let wrote = written.iter().any(|change| change.actor.id == caller.actor.id && change.action != Action::Export);
        let own = (wrote || plan.created_by == caller.actor.id) && !caller.is_operator();
        if own && Policy::read(writer.reader())?.two_person {
            return Err(RegistryError::OwnProposal);
        }
        Ok(())
    }
}

/// The facility that an action builds; its division is where the point lies.
fn built(drafting: &Drafting, plan: &Plan, action: &PlanAction, at: usize) -> Result<Option<Facility>, RegistryError> {
    let Deed::Build { name, lon, lat, capacity, floor_area_m2, premises } = &action.deed else { return Ok(None) };
    let id = new_id(Facility::PREFIX);
    let mut patch = Map::new();
    for (field, value) in [
        ("name", json!(name)),
        ("kind", json!(plan.terms.kind.first())),
        ("lon", json!(lon)),
        ("lat", json!(lat)),
        ("datum", json!("wgs84")),
        ("precision", Value::Null),
        ("status", json!("planned")),
        ("status_date", json!(drafting.today)),
        ("capacity", json!(capacity)),
        ("floor_area_m2", json!(floor_area_m2)),
        ("source", json!(format!("规划 {} · {}", plan.name, action.id))),
        ("notes", premises.as_ref().map_or(Value::Null, |id| json!(format!("利用闲置设施 {id}")))),
    ] {
        patch.insert(field.to_owned(), value);
    }
    let facility = Facility::draft(drafting, &Facility::blank(&id), &patch);
    let mut facility = facility.map_err(|wrong| {
        let of_action = |error: FieldError| FieldError { field: format!("actions[{at}].{}", error.field), ..error };
        RegistryError::Invalid(wrong.into_iter().map(of_action).collect())
    })?;
    facility.division = facility.location.and_then(|location| drafting.snapshot.locate(location.position));
    Ok(Some(facility))
}

/// What an action about an existing facility is called, and that facility.
fn existing(snapshot: &Snapshot, action: &PlanAction) -> (String, String) {
    let id = match &action.deed {
        Deed::Build { .. } => String::new(),
        Deed::Upgrade { facility, .. }
        | Deed::AddPlaces { facility, .. }
        | Deed::ExtendHours { facility, .. }
        | Deed::Move { facility, .. }
        | Deed::Close { facility } => facility.clone(),
    };
    let name = snapshot.facility_row_or_heir(&id).map_or_else(|| id.clone(), |row| snapshot.facilities()[row].name.to_string());
    (name, id)
}

fn division_at(snapshot: &Snapshot, action: &PlanAction, facility: &str) -> Option<DivisionCode> {
    match &action.deed {
        Deed::Build { lon, lat, .. } | Deed::Move { lon, lat, .. } => {
            crate::domain::position::Position::new(*lon, *lat).ok().and_then(|position| snapshot.locate(position))
        }
        _ => snapshot.facility_row_or_heir(facility).and_then(|row| snapshot.facility_division(row)),
    }
}

fn new_project(plan: &Plan, action: &PlanAction) -> Project {
    Project {
        id: uuid::Uuid::now_v7().to_string(),
        plan_id: plan.id.clone(),
        action_id: action.id.clone(),
        name: String::new(),
        facility_id: String::new(),
        division: None,
        owner_unit: None,
        owner_post: None,
        funds: Vec::new(),
        milestones: Vec::new(),
        deadline: action.year.and_then(|year| chrono::NaiveDate::from_ymd_opt(year, 12, 31)),
        state: ProjectState::Planned,
        version: 0,
    }
}
