//! What did who do, and when? The log as auditors read it, the newest first; of protected places no more than they may see.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Page, Registry, RegistryError, history::change_item};
use crate::{
    domain::{
        change::{Action, RecordType},
        permission::{Caller, Right},
    },
    storage::ChangeFilter,
};

/// What is asked of the log.
#[derive(Debug, Clone, Default)]
pub struct AuditQuestion {
    /// Not earlier than this.
    pub since: Option<DateTime<Utc>>,
    /// Not later than this.
    pub until: Option<DateTime<Utc>>,
    /// By this actor: its id, or what it was called.
    pub actor: Option<String>,
    /// About these sorts of records; none means any.
    pub record_types: Vec<RecordType>,
    /// About this record.
    pub id: Option<String>,
    /// Of this sort.
    pub action: Option<Action>,
    /// Only changes before this number.
    pub cursor: Option<i64>,
    /// At most so many.
    pub limit: usize,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct AuditItem {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: `account:ID`, `operator`, `public` or `system`.
    pub actor: String,
    /// What the account was called.
    pub actor_name: String,
    /// What was done.
    #[schema(value_type = String)]
    pub action: Action,
    /// To what sort of record.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub record_type: RecordType,
    /// To which.
    pub id: String,
    /// The file it came with.
    pub batch: Option<String>,
    /// Why; null where the words might say what the caller may not see.
    pub reason: Option<String>,
    /// Names of the fields that changed.
    pub fields: Vec<String>,
    /// The record before, as far as the caller may see it.
    #[schema(value_type = serde_json::Value)]
    pub before: Value,
    /// The record after, as far as the caller may see it.
    #[schema(value_type = serde_json::Value)]
    pub after: Value,
    /// SHA-256 over the change and the one before it.
    pub hash: String,
}

impl Registry {
    /// A page of the log, the newest first.
    pub fn audit_page(&self, caller: &Caller, question: AuditQuestion) -> Result<Page<AuditItem>, RegistryError> {
        caller.require_somewhere(Right::ReadAudit)?;
        let limit = question.limit;
        let filter = ChangeFilter {
            before: question.cursor,
            since: question.since,
            // The filter's end is open, the question's closed.
            until: question.until.map(|until| until + chrono::TimeDelta::microseconds(1)),
            record_types: question.record_types,
            record_id: question.id,
            actor: question.actor,
            action: question.action,
            newest_first: true,
            limit: limit + 1,
            ..ChangeFilter::default()
        };
        let (mut changes, total) = self.records.store.read(|reader| {
            let counted = ChangeFilter { before: None, ..filter.clone() };
            Ok::<_, RegistryError>((reader.changes(&filter)?, reader.count_changes(&counted)?))
        })?;
        let more = changes.len() > limit;
        changes.truncate(limit);
        let next_cursor = changes.last().filter(|_| more).map(|last| last.seq.to_string());
        let snapshot = self.snapshot();
        let items = changes.into_iter().map(|change| {
            let actor = change.actor.clone();
            let item = change_item(caller, &snapshot, change)?;
            Ok(AuditItem {
                seq: item.seq,
                at: item.at,
                // Who wrote is what the log is read for, whatever else of the record may be seen.
                actor: actor.id,
                actor_name: actor.name,
                action: item.action,
                record_type: item.record_type,
                id: item.id,
                batch: item.batch,
                reason: item.reason,
                fields: item.fields.into_iter().map(|change| change.field).collect(),
                before: item.before,
                after: item.after,
                hash: item.hash,
            })
        });
        Ok(Page { items: items.collect::<Result<_, RegistryError>>()?, next_cursor, total })
    }
}
