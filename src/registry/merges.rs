//! How do two records that mean the same become one, and two again? Field by field, by a person, approved by another.
//!
//! A merge changes the record that stays, removes the other, and lets the other's id answer with the one that stays. It
//! is taken back field by field: what nobody has changed since returns to what it was, and the removed record comes back.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{
    ProposalItem, Registry, RegistryError, Written,
    draft::Drafting,
    policy::Policy,
    recorded::Recorded,
    records::{new_proposal, not_found, refuse_open},
    standing::Standing,
};
use crate::{
    domain::{
        change::{Action, RecordType},
        facility::Facility,
        id::OrganizationId,
        organization::Organization,
        permission::{Caller, Right},
        proposal::{OtherRecord, Proposal, ProposalState, ProposalType},
    },
    storage::{ProposalFilter, Writer},
};

/// Two records that are to become one.
#[derive(Debug, Clone)]
pub struct Merge {
    /// What they are.
    pub record_type: RecordType,
    /// The record that stays.
    pub keep: String,
    /// The record that goes into it.
    pub drop: String,
    /// Fields that are taken from the record that goes.
    pub from_dropped: Vec<String>,
    /// Why.
    pub reason: Option<String>,
}

impl Registry {
    /// Proposes a merge; at the command line, and where no second person is asked for, it holds at once.
    pub fn merge(&self, caller: &Caller, merge: &Merge) -> Result<Written, RegistryError> {
        match merge.record_type {
            RecordType::Organization => self.merge_records::<Organization>(caller, merge),
            _ => self.merge_records::<Facility>(caller, merge),
        }
    }

    /// Proposes to take a merge back.
    pub fn undo_merge(&self, caller: &Caller, dropped: &str, reason: Option<String>) -> Result<Written, RegistryError> {
        let filter = ProposalFilter { states: vec![ProposalState::Approved], ..ProposalFilter::default() };
        let merges = self.records.store.read(|reader| reader.proposals(&filter))?;
        let merged = merges
            .into_iter()
            .find(|one| one.action == Action::Merge && one.others.iter().any(|other| other.id == dropped && other.after.is_none()))
            .ok_or_else(|| RegistryError::NotFound { what: "merge of a record", id: dropped.to_owned() })?;
        match merged.record_type {
            ProposalType::Organization => self.unmerge_records::<Organization>(caller, &merged, reason),
            _ => self.unmerge_records::<Facility>(caller, &merged, reason),
        }
    }

    fn merge_records<T: Recorded>(&self, caller: &Caller, merge: &Merge) -> Result<Written, RegistryError> {
        let snapshot = self.snapshot();
        let stamp = self.records.stamp(caller.actor.clone()).because(merge.reason.clone());
        if merge.keep == merge.drop {
            return Err(RegistryError::Conflict("a record is not merged with itself: keep and drop are the same".to_owned()));
        }
        let proposal = self.records.store.write(&stamp, |writer| {
            let keep = T::load(writer.reader(), &merge.keep)?.ok_or_else(|| not_found::<T>(&merge.keep))?;
            let dropped = T::load(writer.reader(), &merge.drop)?.ok_or_else(|| not_found::<T>(&merge.drop))?;
            for record in [&keep.record, &dropped.record] {
                caller.require(Right::WriteRecords, record.division(&snapshot))?;
                refuse_open::<T>(writer.reader(), record.id())?;
            }
            let (before, gone) = (keep.record.form(), dropped.record.form());
            let mut patch = Map::new();
            for field in &merge.from_dropped {
                match gone.get(field) {
                    Some(value) if field != "id" => drop(patch.insert(field.clone(), value.clone())),
                    _ => return Err(RegistryError::Invalid(vec![no_such_field(field, &gone)])),
                }
            }
            // A position comes as a whole: the pair as given and its precision belong to it.
            if patch.contains_key("lon") || patch.contains_key("lat") {
                for part in ["lon", "lat", "given", "precision"] {
                    patch.insert(part.to_owned(), gone[part].clone());
                }
            }
            let after = T::read_back(&super::fields::patched(&before, &patch).to_string())?;
            let drafting = Drafting { snapshot: &snapshot, area: self.area, today: self.records.now().date_naive() };
            T::draft(&drafting, &after.form(), &Map::new()).map_err(RegistryError::Invalid)?;
            let proposal = Proposal {
                action: Action::Merge,
                division: keep.record.division(&snapshot),
                base_version: keep.version,
                before: Some(before.to_string()),
                after: Some(after.form().to_string()),
                others: vec![OtherRecord {
                    id: merge.drop.clone(),
                    base_version: dropped.version,
                    before: Some(gone.to_string()),
                    after: None,
                }],
                ..new_proposal::<T>(caller, &keep.record, merge.reason.clone())
            };
            settle::<T>(caller, writer, proposal)
        })?;
        self.told(caller, proposal)
    }

    fn unmerge_records<T: Recorded>(&self, caller: &Caller, merged: &Proposal, reason: Option<String>) -> Result<Written, RegistryError> {
        let snapshot = self.snapshot();
        let stamp = self.records.stamp(caller.actor.clone()).because(reason.clone());
        let proposal = self.records.store.write(&stamp, |writer| {
            let keep = T::load(writer.reader(), &merged.record_id)?.ok_or_else(|| not_found::<T>(&merged.record_id))?;
            caller.require(Right::WriteRecords, keep.record.division(&snapshot))?;
            refuse_open::<T>(writer.reader(), keep.record.id())?;
            let now = keep.record.form();
            let form =
                |text: &Option<String>| text.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok()).unwrap_or(Value::Null);
            let (was, became) = (form(&merged.before), form(&merged.after));
            let mut back = now.clone();
            for change in super::fields::differences(Some(&was), Some(&became)) {
                if now.get(&change.field) == Some(&change.after) {
                    back[&change.field] = change.before;
                }
            }
            let mut others = Vec::new();
            for other in &merged.others {
                if T::load(writer.reader(), &other.id)?.is_some() {
                    return Err(RegistryError::Conflict(format!("the id {} is in use again: it was taken back already", other.id)));
                }
                others.push(OtherRecord { id: other.id.clone(), base_version: 0, before: None, after: other.before.clone() });
            }
            let proposal = Proposal {
                action: Action::Unmerge,
                division: keep.record.division(&snapshot),
                base_version: keep.version,
                before: Some(now.to_string()),
                after: Some(back.to_string()),
                others,
                ..new_proposal::<T>(caller, &keep.record, reason.clone())
            };
            settle::<T>(caller, writer, proposal)
        })?;
        self.told(caller, proposal)
    }

    fn told(&self, caller: &Caller, proposal: Proposal) -> Result<Written, RegistryError> {
        if proposal.state == ProposalState::Open {
            let standing = Standing::fresh(&proposal);
            let item: ProposalItem = self.proposal_item(caller, &self.snapshot(), proposal, standing)?;
            return Ok(Written::Proposed { applied: false, proposal: Box::new(item) });
        }
        self.refresh_after_write();
        let version = self.records.store.read(|reader| reader.last_change())?;
        let record = super::proposals::shown_form(caller, &self.snapshot(), proposal.record_type, proposal.after.as_deref(), false)?;
        Ok(Written::Applied { applied: true, id: proposal.record_id, version, record })
    }
}

/// Puts a proposal down, or applies it at once where nobody else is asked; it is kept either way, to be taken back.
fn settle<T: Recorded>(caller: &Caller, writer: &mut Writer, mut proposal: Proposal) -> Result<Proposal, RegistryError> {
    writer.insert_proposal(&proposal)?;
    if caller.is_operator() || !Policy::read(writer.reader())?.two_person {
        apply::<T>(writer, &proposal)?;
        writer.call_it(None);
        proposal.state = ProposalState::Approved;
        proposal.decision =
            Some(crate::domain::proposal::Decision { by: caller.actor.clone(), at: writer.now(), reason: proposal.reason.clone() });
        writer.decide_proposal(&proposal, Action::Approve)?;
    }
    Ok(proposal)
}

/// Applies a merge, or takes one back.
pub(super) fn apply<T: Recorded>(writer: &mut Writer, proposal: &Proposal) -> Result<(), RegistryError> {
    let merging = proposal.action == Action::Merge;
    for other in &proposal.others {
        let there = T::load(writer.reader(), &other.id)?.map_or(0, |kept| kept.version);
        if there != other.base_version {
            return Err(RegistryError::StaleProposal { base: other.base_version, current: there });
        }
    }
    writer.call_it(Some(proposal.action));
    for other in &proposal.others {
        match &other.after {
            Some(after) => {
                T::read_back(after)?.put(writer)?;
                writer.end_redirect(T::RECORD, &other.id)?;
            }
            None => {
                T::remove(writer, &other.id)?;
                writer.redirect_id(T::RECORD, &other.id, &proposal.record_id)?;
            }
        }
        if T::RECORD == RecordType::Organization && merging {
            hand_over_sites(writer, &other.id, &proposal.record_id)?;
        }
    }
    if let Some(after) = &proposal.after {
        T::read_back(after)?.put(writer)?;
    }
    Ok(())
}

/// Facilities of an organization that is merged away are run by the one that stays.
fn hand_over_sites(writer: &mut Writer, from: &str, to: &str) -> Result<(), RegistryError> {
    let to = OrganizationId::parse(to).map_err(|error| RegistryError::Conflict(error.to_string()))?;
    let facilities: BTreeMap<_, _> = writer.reader().facilities()?.into_iter().map(|kept| (kept.record.id.clone(), kept.record)).collect();
    let handed: Vec<Facility> = facilities
        .into_values()
        .filter(|one| one.operator.as_ref().is_some_and(|operator| operator.as_str() == from))
        .map(|one| Facility { operator: Some(to.clone()), ..one })
        .collect();
    writer.upsert_facilities(&handed.iter().collect::<Vec<_>>())?;
    Ok(())
}

fn no_such_field(field: &str, form: &Value) -> super::FieldError {
    let fields: Vec<&str> = form.as_object().into_iter().flat_map(Map::keys).map(String::as_str).collect();
    super::FieldError::new(&format!("fields.{field}"), field, "there is no such field", format!("one of {}", fields.join(", ")))
}
