//! Projects as rows: money and milestones as JSON lists.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    Reader, StorageError, Writer,
    row::{At, division_number, json_text, list_text},
    schema::project,
};
use crate::domain::{
    change::RecordType,
    project::{Project, ProjectState},
};

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = project, treat_none_as_default_value = false, treat_none_as_null = true)]
struct ProjectRow {
    id: String,
    plan_id: String,
    action_id: String,
    name: String,
    facility_id: String,
    division: Option<i64>,
    owner_unit: Option<String>,
    owner_post: Option<String>,
    funds: String,
    milestones: String,
    deadline: Option<NaiveDate>,
    state: String,
    version: i64,
}

impl Reader<'_> {
    /// The projects of a plan, or of every plan, those of one together, in the order of their actions.
    pub fn projects(&mut self, plan: Option<&str>) -> Result<Vec<Project>, StorageError> {
        let mut query = project::table.order((project::plan_id, project::id)).into_boxed();
        if let Some(plan) = plan {
            query = query.filter(project::plan_id.eq(plan.to_owned()));
        }
        let rows: Vec<ProjectRow> = query.load(self.conn)?;
        rows.into_iter().map(project_from_row).collect()
    }

    /// The project with this id.
    pub fn project(&mut self, id: &str) -> Result<Option<Project>, StorageError> {
        let row: Option<ProjectRow> = project::table.find(id.to_owned()).first(self.conn).optional()?;
        row.map(project_from_row).transpose()
    }
}

impl Writer<'_> {
    /// Writes a project; the log is told under its plan's type, and the number of its change is the project's version.
    pub fn put_project(&mut self, before: Option<&Project>, one: &mut Project) -> Result<(), StorageError> {
        one.version = self.log_replaced(RecordType::Plan, &one.id, before.map(told), told(one));
        let row = project_row(one);
        if before.is_some() {
            diesel::update(project::table.filter(project::id.eq(one.id.clone()))).set(row).execute(self.conn())?;
        } else {
            diesel::insert_into(project::table).values(row).execute(self.conn())?;
        }
        Ok(())
    }
}

fn told(one: &Project) -> String {
    json_text(&serde_json::json!({
        "plan": one.plan_id, "action": one.action_id, "name": one.name, "facility": one.facility_id, "owner_unit": one.owner_unit,
        "owner_post": one.owner_post, "funds": one.funds, "milestones": one.milestones, "deadline": one.deadline, "state": one.state,
    }))
}

fn project_row(one: &Project) -> ProjectRow {
    ProjectRow {
        id: one.id.clone(),
        plan_id: one.plan_id.clone(),
        action_id: one.action_id.clone(),
        name: one.name.clone(),
        facility_id: one.facility_id.clone(),
        division: one.division.map(division_number),
        owner_unit: one.owner_unit.clone(),
        owner_post: one.owner_post.clone(),
        funds: list_text(&one.funds),
        milestones: list_text(&one.milestones),
        deadline: one.deadline,
        state: one.state.code().to_owned(),
        version: one.version,
    }
}

fn project_from_row(row: ProjectRow) -> Result<Project, StorageError> {
    let at = At { table: "project", key: &row.id };
    Ok(Project {
        division: at.division("division", row.division)?,
        funds: at.list("funds", &row.funds)?,
        milestones: at.list("milestones", &row.milestones)?,
        state: at.word("state", &row.state, ProjectState::parse)?,
        plan_id: row.plan_id,
        action_id: row.action_id,
        name: row.name,
        facility_id: row.facility_id,
        owner_unit: row.owner_unit,
        owner_post: row.owner_post,
        deadline: row.deadline,
        version: row.version,
        id: row.id,
    })
}
