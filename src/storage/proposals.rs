//! Proposals as rows; the database itself holds that a record has at most one open one.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{
    Reader, StorageError, Writer,
    row::{At, clock, division_number, json_text},
    schema::proposal,
};
use crate::domain::{
    change::{Action, Actor, RecordType},
    proposal::{Decision, Proposal, ProposalState, ProposalType},
};

#[derive(Queryable, Insertable)]
#[diesel(table_name = proposal, treat_none_as_default_value = false)]
struct ProposalRow {
    id: String,
    record_type: String,
    record_id: String,
    action: String,
    state: String,
    name: String,
    division: Option<i64>,
    base_version: i64,
    before: Option<String>,
    after: Option<String>,
    others: String,
    reason: Option<String>,
    proposed_by: String,
    proposed_by_name: String,
    proposed_at: NaiveDateTime,
    decided_by: Option<String>,
    decided_by_name: Option<String>,
    decided_at: Option<NaiveDateTime>,
    decision_reason: Option<String>,
}

/// Which proposals are asked for.
#[derive(Debug, Clone, Default)]
pub struct ProposalFilter {
    /// In these states; none means any.
    pub states: Vec<ProposalState>,
    /// Of this sort.
    pub record_type: Option<ProposalType>,
    /// By this actor.
    pub proposed_by: Option<String>,
    /// About this record.
    pub record_id: Option<String>,
}

impl Reader<'_> {
    /// The proposals that fit, the newest first.
    pub fn proposals(&mut self, filter: &ProposalFilter) -> Result<Vec<Proposal>, StorageError> {
        let mut query = proposal::table.into_boxed();
        if !filter.states.is_empty() {
            query = query.filter(proposal::state.eq_any(filter.states.iter().map(|state| state.code()).collect::<Vec<_>>()));
        }
        if let Some(record_type) = filter.record_type {
            query = query.filter(proposal::record_type.eq(record_type.code()));
        }
        if let Some(actor) = &filter.proposed_by {
            query = query.filter(proposal::proposed_by.eq(actor.clone()));
        }
        if let Some(id) = &filter.record_id {
            query = query.filter(proposal::record_id.eq(id.clone()));
        }
        let rows: Vec<ProposalRow> = query.order((proposal::proposed_at.desc(), proposal::id.desc())).load(self.conn)?;
        rows.into_iter().map(proposal_from_row).collect()
    }

    /// The proposal with this id.
    pub fn proposal(&mut self, id: &str) -> Result<Option<Proposal>, StorageError> {
        let row: Option<ProposalRow> = proposal::table.find(id.to_owned()).first(self.conn).optional()?;
        row.map(proposal_from_row).transpose()
    }

    /// The open proposal about a record.
    pub fn open_proposal(&mut self, record_type: ProposalType, id: &str) -> Result<Option<Proposal>, StorageError> {
        let filter = ProposalFilter {
            states: vec![ProposalState::Open],
            record_type: Some(record_type),
            record_id: Some(id.to_owned()),
            ..ProposalFilter::default()
        };
        Ok(self.proposals(&filter)?.pop())
    }
}

impl Writer<'_> {
    /// Puts a new proposal down; the log is told.
    pub fn insert_proposal(&mut self, one: &Proposal) -> Result<(), StorageError> {
        diesel::insert_into(proposal::table).values(proposal_row(one)).execute(self.conn())?;
        self.log(Action::Propose, RecordType::Proposal, &one.id, None, Some(told(one)));
        Ok(())
    }

    /// Writes down what became of a proposal; the log is told.
    pub fn decide_proposal(&mut self, one: &Proposal, action: Action) -> Result<(), StorageError> {
        let row = proposal_row(one);
        diesel::update(proposal::table.filter(proposal::id.eq(one.id.clone())))
            .set((
                proposal::state.eq(row.state),
                proposal::decided_by.eq(row.decided_by),
                proposal::decided_by_name.eq(row.decided_by_name),
                proposal::decided_at.eq(row.decided_at),
                proposal::decision_reason.eq(row.decision_reason),
            ))
            .execute(self.conn())?;
        self.log(action, RecordType::Proposal, &one.id, None, Some(told(one)));
        Ok(())
    }
}

/// What the log says of a proposal; the records themselves are told by the change that applies it.
fn told(one: &Proposal) -> String {
    let form = one.after.as_ref().or(one.before.as_ref()).and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
    let kind = form.and_then(|form| form.get("kind").cloned());
    json_text(&serde_json::json!({
        "type": one.record_type, "record_id": one.record_id, "kind": kind, "action": one.action, "state": one.state,
        "proposed_by": one.proposed_by.name, "reason": one.reason, "decision_reason": one.decision.as_ref().and_then(|made| made.reason.clone()),
    }))
}

fn proposal_row(one: &Proposal) -> ProposalRow {
    let decided = one.decision.as_ref();
    ProposalRow {
        id: one.id.clone(),
        record_type: one.record_type.code().to_owned(),
        record_id: one.record_id.clone(),
        action: one.action.code().to_owned(),
        state: one.state.code().to_owned(),
        name: one.name.clone(),
        division: one.division.map(division_number),
        base_version: one.base_version,
        before: one.before.clone(),
        after: one.after.clone(),
        others: json_text(&one.others),
        reason: one.reason.clone(),
        proposed_by: one.proposed_by.id.clone(),
        proposed_by_name: one.proposed_by.name.clone(),
        proposed_at: clock(one.proposed_at),
        decided_by: decided.map(|made| made.by.id.clone()),
        decided_by_name: decided.map(|made| made.by.name.clone()),
        decided_at: decided.map(|made| clock(made.at)),
        decision_reason: decided.and_then(|made| made.reason.clone()),
    }
}

fn proposal_from_row(row: ProposalRow) -> Result<Proposal, StorageError> {
    let at = At { table: "proposal", key: &row.id };
    let decision = match (row.decided_by, row.decided_by_name, row.decided_at) {
        (Some(id), Some(name), Some(when)) => Some(Decision { by: Actor { id, name }, at: when.and_utc(), reason: row.decision_reason }),
        _ => None,
    };
    Ok(Proposal {
        record_type: at.word("record_type", &row.record_type, ProposalType::parse)?,
        action: at.word("action", &row.action, Action::parse)?,
        state: at.word("state", &row.state, ProposalState::parse)?,
        division: at.division("division", row.division)?,
        others: at.list("others", &row.others)?,
        proposed_by: Actor { id: row.proposed_by, name: row.proposed_by_name },
        proposed_at: row.proposed_at.and_utc(),
        id: row.id,
        record_id: row.record_id,
        name: row.name,
        base_version: row.base_version,
        before: row.before,
        after: row.after,
        reason: row.reason,
        decision,
    })
}
