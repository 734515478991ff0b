//! How is a record written? Applied at once where nothing needs approval, otherwise proposed to another person.
//!
//! 1. The caller's right is checked where the record is and where it is going to be.
//! 2. In one transaction the record is read, its version compared with the one that the writer has seen, and the patch
//!    held against the rules.
//! 3. It is applied, or put down as the one open proposal about the record.
//! 4. After the commit the snapshot is loaded again, so that the writer's next question sees it.

use chrono::Utc;
use serde_json::{Map, Value};

use super::{
    FieldChange, ProposalItem, Registry, RegistryError, Stale,
    draft::Drafting,
    fields::differences,
    policy::Policy,
    recorded::Recorded,
    standing::{Standing, standing},
};
use crate::{
    domain::{
        change::Action,
        facility::Facility,
        organization::Organization,
        permission::{Caller, Right},
        proposal::{Proposal, ProposalState},
    },
    storage::Kept,
};

/// A write to one record.
#[derive(Debug, Clone, Default)]
pub struct RecordWrite {
    /// The record; `None` for a new one that has no id yet.
    pub id: Option<String>,
    /// Whether there must be no such record yet.
    pub is_new: bool,
    /// The version that the writer has seen; `None` for any. A record from before there was a log has version 0.
    pub version: Option<i64>,
    /// What is to change, in the flat form.
    pub patch: Map<String, Value>,
    /// Why.
    pub reason: Option<String>,
    /// What the log calls it, when it is not just adding or changing.
    pub action: Option<Action>,
}

/// What became of a write.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum Written {
    /// It holds.
    Applied {
        /// Always true.
        applied: bool,
        /// The record's id.
        id: String,
        /// The number of the change.
        version: i64,
        /// The record in the flat form, as the writer may see it.
        #[schema(value_type = Option<Object>)]
        record: Value,
    },
    /// It waits for another person.
    Proposed {
        /// Always false.
        applied: bool,
        /// The proposal.
        proposal: Box<ProposalItem>,
    },
}

/// A record as those see it who keep it.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct RecordItem {
    /// The number of the change that last wrote it.
    pub version: i64,
    /// The record in the flat form.
    #[schema(value_type = Object)]
    pub record: Value,
    /// Fields that this caller may not see.
    pub withheld: Vec<&'static str>,
    /// The open proposal about it.
    pub proposal: Option<ProposalItem>,
}

impl Registry {
    /// A facility as those see it who keep it.
    pub fn facility_record(&self, caller: &Caller, id: &str) -> Result<RecordItem, RegistryError> {
        self.record::<Facility>(caller, id)
    }

    /// An organization as those see it who keep it.
    pub fn organization_record(&self, caller: &Caller, id: &str) -> Result<RecordItem, RegistryError> {
        self.record::<Organization>(caller, id)
    }

    /// Adds a facility or changes it.
    pub fn write_facility(&self, caller: &Caller, write: RecordWrite) -> Result<Written, RegistryError> {
        self.write_record::<Facility>(caller, write, Right::WriteRecords)
    }

    /// Changes what a caseworker may: places and vacancies of a facility's services, and that it was checked.
    pub fn update_facility(&self, caller: &Caller, write: RecordWrite) -> Result<Written, RegistryError> {
        self.write_record::<Facility>(caller, write, Right::CheckRecords)
    }

    /// Adds an organization or changes it.
    pub fn write_organization(&self, caller: &Caller, write: RecordWrite) -> Result<Written, RegistryError> {
        self.write_record::<Organization>(caller, write, Right::WriteRecords)
    }

    /// Takes a facility out of the registry.
    pub fn remove_facility(&self, caller: &Caller, write: RecordWrite) -> Result<Written, RegistryError> {
        self.remove_record::<Facility>(caller, write)
    }

    /// Takes an organization out of the registry.
    pub fn remove_organization(&self, caller: &Caller, write: RecordWrite) -> Result<Written, RegistryError> {
        self.remove_record::<Organization>(caller, write)
    }

    fn record<T: Recorded>(&self, caller: &Caller, id: &str) -> Result<RecordItem, RegistryError> {
        let snapshot = self.snapshot();
        let (kept, open) = self.records.store.read(|reader| {
            let kept = match T::load(reader, id)? {
                Some(kept) => kept,
                // An id that was merged away answers with what it became part of.
                None => match reader.merged_ids(T::RECORD)?.get(id) {
                    Some(heir) => T::load(reader, heir)?.ok_or_else(|| not_found::<T>(id))?,
                    None => return Err(not_found::<T>(id)),
                },
            };
            let open = reader.open_proposal(T::PROPOSAL, kept.record.id())?;
            let open = open.map(|open| standing(reader, &open).map(|standing| (open, standing))).transpose()?;
            Ok::<_, RegistryError>((kept, open))
        })?;
        caller.require(Right::ReadRecords, kept.record.division(&snapshot))?;
        let version = kept.version;
        let (shown, withheld) = kept.record.shown_to(caller, &snapshot);
        let proposal = open.map(|(open, standing)| self.proposal_item(caller, &snapshot, open, standing)).transpose()?;
        Ok(RecordItem { version, record: shown.form(), withheld, proposal })
    }

    fn write_record<T: Recorded>(&self, caller: &Caller, write: RecordWrite, right: Right) -> Result<Written, RegistryError> {
        let snapshot = self.snapshot();
        let drafting = Drafting { snapshot: &snapshot, area: self.area, today: self.records.now().date_naive() };
        let stamp = self.records.stamp(caller.actor.clone()).because(write.reason.clone());
        let (after, outcome) = self.records.store.write(&stamp, |writer| {
            let reader = writer.reader();
            let known = match &write.id {
                Some(id) => T::load(reader, id)?,
                None => None,
            };
            let known = match (known, write.is_new) {
                (Some(known), false) => Some(known),
                (None, true) => None,
                (Some(known), true) => return Err(taken::<T>(&known)),
                (None, false) => return Err(not_found::<T>(write.id.as_deref().unwrap_or(""))),
            };
            if let Some(known) = &known {
                caller.require(right, known.record.division(&snapshot))?;
            }
            let id = write.id.clone().unwrap_or_else(|| new_id(T::PREFIX));
            let before = known.as_ref().map(|known| known.record.form());
            let form = before.clone().unwrap_or_else(|| T::blank(&id));
            let after = T::draft(&drafting, &form, &write.patch).map_err(RegistryError::Invalid)?;
            caller.require(right, after.division(&snapshot))?;
            if after.id() != id {
                return Err(RegistryError::Conflict("an id is never changed: propose a merge instead".to_owned()));
            }
            if let (Some(known), Some(seen)) = (&known, write.version)
                && known.version != seen
            {
                return Err(stale(caller, &snapshot, known, after));
            }
            let fields = differences(before.as_ref(), Some(&after.form()));
            if fields.is_empty() {
                let version = known.map_or(0, |known| known.version);
                return Ok((after, Outcome::Holds(version)));
            }
            let policy = Policy::read(reader)?;
            refuse_beyond(right, &policy, &fields)?;
            if caller.is_operator() || policy.lets_pass(&fields) {
                // What needs no approval waits for no proposal either; the proposal is laid over it later.
                if !policy.clone().strict().lets_pass(&fields) {
                    refuse_open::<T>(reader, &id)?;
                }
                writer.call_it(write.action);
                after.put(writer)?;
                let version = T::load(writer.reader(), &id)?.map_or(0, |kept| kept.version);
                return Ok((after, Outcome::Holds(version)));
            }
            refuse_open::<T>(reader, &id)?;
            let proposal = Proposal {
                action: if known.is_some() { Action::Change } else { Action::Add },
                division: after.division(&snapshot),
                base_version: known.as_ref().map_or(0, |known| known.version),
                before: before.map(|form| form.to_string()),
                after: Some(after.form().to_string()),
                ..new_proposal::<T>(caller, &after, write.reason.clone())
            };
            writer.insert_proposal(&proposal)?;
            Ok((after, Outcome::Waits(Box::new(proposal))))
        })?;
        match outcome {
            Outcome::Holds(version) => {
                self.refresh_after_write();
                let id = after.id().to_owned();
                let (shown, _) = after.shown_to(caller, &snapshot);
                Ok(Written::Applied { applied: true, id, version, record: shown.form() })
            }
            Outcome::Waits(proposal) => self.proposed(caller, *proposal),
        }
    }

    fn remove_record<T: Recorded>(&self, caller: &Caller, write: RecordWrite) -> Result<Written, RegistryError> {
        let snapshot = self.snapshot();
        let id = write.id.clone().unwrap_or_default();
        let stamp = self.records.stamp(caller.actor.clone()).because(write.reason.clone());
        let outcome = self.records.store.write(&stamp, |writer| {
            let known = T::load(writer.reader(), &id)?.ok_or_else(|| not_found::<T>(&id))?;
            caller.require(Right::WriteRecords, known.record.division(&snapshot))?;
            if write.version.is_some_and(|seen| seen != known.version) {
                let yours = T::read_back(&known.record.form().to_string())?;
                return Err(stale(caller, &snapshot, &known, yours));
            }
            refuse_open::<T>(writer.reader(), &id)?;
            let policy = Policy::read(writer.reader())?;
            if caller.is_operator() || !policy.two_person {
                T::remove(writer, &id)?;
                return Ok(Outcome::Holds(known.version));
            }
            let proposal = Proposal {
                action: Action::Remove,
                division: known.record.division(&snapshot),
                base_version: known.version,
                before: Some(known.record.form().to_string()),
                after: None,
                ..new_proposal::<T>(caller, &known.record, write.reason.clone())
            };
            writer.insert_proposal(&proposal)?;
            Ok::<_, RegistryError>(Outcome::Waits(Box::new(proposal)))
        })?;
        match outcome {
            Outcome::Holds(version) => {
                self.refresh_after_write();
                Ok(Written::Applied { applied: true, id, version, record: Value::Null })
            }
            Outcome::Waits(proposal) => self.proposed(caller, *proposal),
        }
    }

    fn proposed(&self, caller: &Caller, proposal: Proposal) -> Result<Written, RegistryError> {
        let standing = Standing::fresh(&proposal);
        let item = self.proposal_item(caller, &self.snapshot(), proposal, standing)?;
        Ok(Written::Proposed { applied: false, proposal: Box::new(item) })
    }
}

enum Outcome {
    Holds(i64),
    Waits(Box<Proposal>),
}

pub(super) fn not_found<T: Recorded>(id: &str) -> RegistryError {
    RegistryError::NotFound { what: T::WHAT, id: id.to_owned() }
}

fn taken<T: Recorded>(known: &Kept<T>) -> RegistryError {
    RegistryError::Conflict(format!("the id {} belongs to {} already", known.record.id(), known.record.name()))
}

/// Refuses a second open proposal about a record, and a write beside one.
pub(super) fn refuse_open<T: Recorded>(reader: &mut crate::storage::Reader, id: &str) -> Result<(), RegistryError> {
    match reader.open_proposal(T::PROPOSAL, id)? {
        Some(open) => {
            Err(RegistryError::Conflict(format!("the proposal {} about this {} is still open: decide on it first", open.id, T::WHAT)))
        }
        None => Ok(()),
    }
}

/// Refuses a caseworker's change of anything but what needs no approval.
fn refuse_beyond(right: Right, policy: &Policy, fields: &[FieldChange]) -> Result<(), RegistryError> {
    if right == Right::CheckRecords && !policy.clone().strict().lets_pass(fields) {
        let names: Vec<&str> = fields.iter().map(|one| one.field.as_str()).collect();
        return Err(RegistryError::Conflict(format!("{} need a registrar: only vacancies and checks are changed here", names.join(", "))));
    }
    Ok(())
}

fn stale<T: Recorded>(caller: &Caller, snapshot: &super::Snapshot, known: &Kept<T>, yours: T) -> RegistryError {
    // What is wanted is laid over the record as it is: it must not tell more of it than the record does.
    let protected = known.record.is_protected(snapshot) || yours.is_protected(snapshot);
    let current = match T::read_back(&known.record.form().to_string()) {
        Ok(current) => current.shown_as(caller, snapshot, protected).0.form(),
        Err(error) => return error,
    };
    let yours = yours.shown_as(caller, snapshot, protected).0.form();
    let fields = differences(Some(&current), Some(&yours)).into_iter().map(|one| one.field).collect();
    RegistryError::Stale(Box::new(Stale { current: serde_json::json!({ "version": known.version, "record": current }), yours, fields }))
}

/// A proposal about a record, with what every proposal says.
pub(super) fn new_proposal<T: Recorded>(caller: &Caller, record: &T, reason: Option<String>) -> Proposal {
    Proposal {
        id: uuid::Uuid::now_v7().to_string(),
        record_type: T::PROPOSAL,
        record_id: record.id().to_owned(),
        action: Action::Change,
        state: ProposalState::Open,
        name: record.name().to_owned(),
        division: None,
        base_version: 0,
        before: None,
        after: None,
        others: Vec::new(),
        reason,
        proposed_by: caller.actor.clone(),
        proposed_at: Utc::now(),
        decision: None,
    }
}

/// An id that nobody has: a letter and twelve hexadecimal digits of chance.
pub(super) fn new_id(prefix: &str) -> String {
    let chance = uuid::Uuid::now_v7().simple().to_string();
    format!("{prefix}-{}", &chance[chance.len() - 12..])
}
