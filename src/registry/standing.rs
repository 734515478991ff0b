//! Has the record changed since a proposal was made, and does that matter? What needs no approval may change meanwhile: a
//! proposal about other fields is then laid over the record as it is.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{
    FieldChange, RegistryError,
    fields::{differences, patched},
    policy::Policy,
    recorded::Recorded,
};
use crate::{
    domain::{
        change::Action,
        facility::Facility,
        organization::Organization,
        proposal::{Proposal, ProposalState, ProposalType},
    },
    storage::Reader,
};

/// How a proposal stands to its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    /// The record's version now; 0 when it is not there.
    pub(super) version: i64,
    /// Whether the record has changed in a way that the proposal cannot be let in.
    pub(super) clashes: bool,
}

impl Standing {
    /// Of a proposal that was made just now.
    pub(super) fn fresh(proposal: &Proposal) -> Standing {
        Standing { version: proposal.base_version, clashes: false }
    }
}

/// How each of these proposals stands; one look at the database a sort of record.
pub(super) fn standings(reader: &mut Reader, proposals: &[Proposal]) -> Result<Vec<Standing>, RegistryError> {
    let policy = Policy::read(reader)?.strict();
    let facilities = current::<Facility>(reader, proposals)?;
    let organizations = current::<Organization>(reader, proposals)?;
    let standing = |proposal: &Proposal| {
        let records = match proposal.record_type {
            ProposalType::Facility => &facilities,
            ProposalType::Organization => &organizations,
            ProposalType::Import => return Standing::fresh(proposal),
        };
        if proposal.state != ProposalState::Open {
            return Standing::fresh(proposal);
        }
        let now = records.get(proposal.record_id.as_str());
        let version = now.map_or(0, |(version, _)| *version);
        let clashes = version != proposal.base_version && now.is_none_or(|(_, form)| overlaps(&policy, proposal, form));
        Standing { version, clashes }
    };
    Ok(proposals.iter().map(standing).collect())
}

/// How one proposal stands.
pub(super) fn standing(reader: &mut Reader, proposal: &Proposal) -> Result<Standing, RegistryError> {
    let standings = standings(reader, std::slice::from_ref(proposal))?;
    Ok(standings.first().copied().unwrap_or(Standing::fresh(proposal)))
}

/// The record that a proposal makes of the one there is: as proposed, or its changes laid over what changed meanwhile.
pub(super) fn outcome<T: Recorded>(reader: &mut Reader, proposal: &Proposal, after: &str) -> Result<T, RegistryError> {
    match T::load(reader, &proposal.record_id)? {
        Some(kept) if kept.version != proposal.base_version => {
            let wanted = wanted(proposal).into_iter().map(|change| (change.field, change.after)).collect::<Map<_, _>>();
            T::read_back(&patched(&kept.record.form(), &wanted).to_string())
        }
        _ => T::read_back(after),
    }
}

/// The records that open proposals are about, by id: version and flat form.
fn current<T: Recorded>(reader: &mut Reader, proposals: &[Proposal]) -> Result<HashMap<String, (i64, Value)>, RegistryError> {
    let open = proposals.iter().filter(|one| one.state == ProposalState::Open && one.record_type == T::PROPOSAL);
    let ids: Vec<&str> = open.map(|one| one.record_id.as_str()).collect();
    let kept = T::load_many(reader, &ids)?;
    Ok(kept.into_iter().map(|kept| (kept.record.id().to_owned(), (kept.version, kept.record.form()))).collect())
}

fn overlaps(policy: &Policy, proposal: &Proposal, now: &Value) -> bool {
    if proposal.action != Action::Change {
        return true;
    }
    let meanwhile = differences(form(&proposal.before).as_ref(), Some(now));
    let wanted = wanted(proposal);
    !policy.lets_pass(&meanwhile) || meanwhile.iter().any(|change| wanted.iter().any(|wanted| wanted.field == change.field))
}

fn wanted(proposal: &Proposal) -> Vec<FieldChange> {
    differences(form(&proposal.before).as_ref(), form(&proposal.after).as_ref())
}

fn form(text: &Option<String>) -> Option<Value> {
    text.as_deref().and_then(|text| serde_json::from_str(text).ok())
}
