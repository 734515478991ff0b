//! Plans as rows: terms, baseline, actions and what a siting run was asked and answered as JSON texts, its state in columns.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{
    Reader, StorageError, Writer,
    row::{At, clock, json_text},
    schema::plan,
};
use crate::domain::{
    change::RecordType,
    plan::{Candidates, Plan, PlanState},
    siting_run::{RunState, SitingRun},
};

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = plan, treat_none_as_default_value = false, treat_none_as_null = true)]
struct PlanRow {
    id: String,
    name: String,
    state: String,
    terms: String,
    baseline: String,
    actions: String,
    siting: Option<String>,
    siting_answer: Option<String>,
    run_state: Option<String>,
    run_objective: Option<f64>,
    run_bound: Option<f64>,
    run_gap: Option<f64>,
    run_seconds: Option<f64>,
    run_why: Option<String>,
    run_until: Option<NaiveDateTime>,
    copied_from: Option<String>,
    created_by: String,
    created_by_name: String,
    created_at: NaiveDateTime,
    version: i64,
}

impl Reader<'_> {
    /// Plans in these states (none means any), the newest first.
    pub fn plans(&mut self, states: &[PlanState]) -> Result<Vec<Plan>, StorageError> {
        let mut query = plan::table.into_boxed();
        if !states.is_empty() {
            query = query.filter(plan::state.eq_any(states.iter().map(|state| state.code()).collect::<Vec<_>>()));
        }
        let rows: Vec<PlanRow> = query.order((plan::created_at.desc(), plan::id.desc())).load(self.conn)?;
        rows.into_iter().map(plan_from_row).collect()
    }

    /// The plan with this id.
    pub fn plan(&mut self, id: &str) -> Result<Option<Plan>, StorageError> {
        let row: Option<PlanRow> = plan::table.find(id.to_owned()).first(self.conn).optional()?;
        row.map(plan_from_row).transpose()
    }

    /// Plans whose run has not ended, as far as the database knows.
    pub fn running_plans(&mut self) -> Result<Vec<Plan>, StorageError> {
        let rows: Vec<PlanRow> = plan::table.filter(plan::run_state.eq(RunState::Running.code())).order(plan::id).load(self.conn)?;
        rows.into_iter().map(plan_from_row).collect()
    }
}

impl Writer<'_> {
    /// Writes a plan; the log is told, and the number of its change is the plan's version. What a run answered is not told by the
    /// log but by its figures: the actions that it led to are.
    pub fn put_plan(&mut self, before: Option<&Plan>, one: &mut Plan) -> Result<(), StorageError> {
        one.version = self.log_replaced(RecordType::Plan, &one.id, before.map(told), told(one));
        let row = plan_row(one);
        if before.is_some() {
            diesel::update(plan::table.filter(plan::id.eq(one.id.clone()))).set(row).execute(self.conn())?;
        } else {
            diesel::insert_into(plan::table).values(row).execute(self.conn())?;
        }
        Ok(())
    }

    /// Takes a plan out; the log is told.
    pub fn remove_plan(&mut self, one: &Plan) -> Result<(), StorageError> {
        diesel::delete(plan::table.filter(plan::id.eq(one.id.clone()))).execute(self.conn())?;
        self.log_removed(RecordType::Plan, &one.id, told(one));
        Ok(())
    }
}

fn told(one: &Plan) -> String {
    let run = one.run.as_ref().map(|run| {
        serde_json::json!({
            "state": run.state, "objective": run.objective, "bound": run.bound, "gap": run.gap, "why_failed": run.why_failed,
        })
    });
    // A list of candidates may be as long as a file: the log says how many there were.
    let asked = one.siting.as_ref().map(|question| {
        let mut asked = serde_json::to_value(question).expect("a question is texts and finite numbers");
        if let Candidates::Points { points } = &question.candidates {
            asked["candidates"] = serde_json::json!({ "from": "points", "count": points.len() });
        }
        asked
    });
    json_text(&serde_json::json!({
        "name": one.name, "state": one.state, "terms": one.terms, "baseline": one.baseline, "actions": one.actions,
        "siting": asked, "run": run, "copied_from": one.copied_from,
    }))
}

fn plan_row(one: &Plan) -> PlanRow {
    let run = one.run.as_ref();
    PlanRow {
        id: one.id.clone(),
        name: one.name.clone(),
        state: one.state.code().to_owned(),
        terms: json_text(&one.terms),
        baseline: json_text(&one.baseline),
        actions: json_text(&one.actions),
        siting: one.siting.as_ref().map(json_text),
        siting_answer: one.siting_answer.clone(),
        run_state: run.map(|run| run.state.code().to_owned()),
        run_objective: run.and_then(|run| run.objective),
        run_bound: run.and_then(|run| run.bound),
        run_gap: run.and_then(|run| run.gap),
        run_seconds: run.map(|run| run.seconds),
        run_why: run.and_then(|run| run.why_failed.clone()),
        run_until: run.map(|run| clock(run.until)),
        copied_from: one.copied_from.clone(),
        created_by: one.created_by.clone(),
        created_by_name: one.created_by_name.clone(),
        created_at: clock(one.created_at),
        version: one.version,
    }
}

fn plan_from_row(row: PlanRow) -> Result<Plan, StorageError> {
    let at = At { table: "plan", key: &row.id };
    let run = match (&row.run_state, row.run_until) {
        (Some(state), Some(until)) => Some(SitingRun {
            state: at.word("run_state", state, RunState::parse)?,
            objective: row.run_objective,
            bound: row.run_bound,
            gap: row.run_gap,
            seconds: row.run_seconds.unwrap_or(0.0),
            why_failed: row.run_why,
            until: until.and_utc(),
        }),
        _ => None,
    };
    Ok(Plan {
        state: at.word("state", &row.state, PlanState::parse)?,
        terms: at.json("terms", &row.terms)?,
        baseline: at.json("baseline", &row.baseline)?,
        actions: at.json("actions", &row.actions)?,
        siting: row.siting.as_deref().map(|text| at.json("siting", text)).transpose()?,
        siting_answer: row.siting_answer,
        run,
        copied_from: row.copied_from,
        created_by: row.created_by,
        created_by_name: row.created_by_name,
        created_at: row.created_at.and_utc(),
        version: row.version,
        name: row.name,
        id: row.id,
    })
}
