//! Who decides on a proposal, and what happens then? Another person than the one who proposed, with the right where the
//! record is; approved, it is applied in the transaction that says so.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    FieldChange, Page, Registry, RegistryError, Snapshot,
    fields::differences,
    recorded::Recorded,
    standing::{Standing, outcome, standing, standings},
};
use crate::{
    domain::{
        change::Action,
        division::DivisionCode,
        facility::Facility,
        organization::Organization,
        permission::{Caller, Right},
        proposal::{Decision, Proposal, ProposalState, ProposalType},
    },
    storage::{ProposalFilter, Reader, Writer},
};

/// What the caller may do with a proposal.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ProposalMay {
    /// Let it in.
    pub approve: bool,
    /// Send it back.
    #[serde(rename = "return")]
    pub send_back: bool,
    /// Take it back.
    pub withdraw: bool,
    /// Why it may not be approved: `own_proposal`, `forbidden`, `stale_proposal` or `decided`.
    pub why_not: Option<&'static str>,
}

/// Another record that a proposal touches.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct OtherItem {
    /// Its id.
    pub id: String,
    /// As it was.
    #[schema(value_type = serde_json::Value)]
    pub before: Value,
    /// As it will be; null when it goes.
    #[schema(value_type = serde_json::Value)]
    pub after: Value,
}

/// A proposal as the interface shows it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ProposalItem {
    /// Its id.
    pub id: String,
    /// `facility`, `organization` or `import`.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub record_type: ProposalType,
    /// Which record.
    pub record_id: String,
    /// What the record is called.
    pub name: String,
    /// `add`, `change`, `remove`, `merge`, `unmerge` or `import`.
    #[schema(value_type = String)]
    pub action: Action,
    /// `open`, `approved`, `returned` or `withdrawn`.
    #[schema(value_type = String)]
    pub state: ProposalState,
    /// The division that decides whose it is to approve.
    #[schema(value_type = Option<String>)]
    pub division: Option<DivisionCode>,
    /// Who proposed it.
    pub proposed_by: String,
    /// What the account was called then.
    pub proposed_by_name: String,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Why.
    pub reason: Option<String>,
    /// What changes, field by field.
    pub fields: Vec<FieldChange>,
    /// The record before, flat; null for a new one.
    #[schema(value_type = serde_json::Value)]
    pub before: Value,
    /// The record after, flat; null for one that goes.
    #[schema(value_type = serde_json::Value)]
    pub after: Value,
    /// Other records that it touches.
    pub others: Vec<OtherItem>,
    /// The record's version when it was proposed.
    pub base_version: i64,
    /// The record's version now.
    pub current_version: i64,
    /// Whether the record has changed since.
    pub stale: bool,
    /// Who decided.
    pub decided_by_name: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why.
    pub decision_reason: Option<String>,
    /// What the caller may do with it.
    pub may: ProposalMay,
}

/// Which proposals are asked for.
#[derive(Debug, Clone, Default)]
pub struct ProposalQuestion {
    /// In these states; none means any.
    pub states: Vec<ProposalState>,
    /// About this sort of record.
    pub record_type: Option<ProposalType>,
    /// Of records in this division.
    pub division: Option<DivisionCode>,
    /// Only the caller's own.
    pub mine: bool,
    /// Only the latest about each record; with `mine`, the caller's own latest.
    pub latest: bool,
    /// After this id.
    pub cursor: Option<String>,
    /// At most so many.
    pub limit: usize,
}

impl Registry {
    /// A page of proposals that the caller may see, the newest first.
    pub fn proposal_page(&self, caller: &Caller, question: &ProposalQuestion) -> Result<Page<ProposalItem>, RegistryError> {
        let snapshot = self.snapshot();
        let filter = ProposalFilter {
            // Which is the latest about a record is asked of all of them.
            states: if question.latest { Vec::new() } else { question.states.clone() },
            record_type: question.record_type,
            proposed_by: question.mine.then(|| caller.actor.id.clone()),
            record_id: None,
        };
        let (page, standings) = self.records.store.read(|reader| {
            let mut fitting = reader.proposals(&filter)?;
            let mut known = HashSet::new();
            fitting.retain(|one| !question.latest || known.insert((one.record_type, one.record_id.clone())));
            fitting.retain(|one| {
                (question.states.is_empty() || question.states.contains(&one.state))
                    && may_see(caller, one)
                    && question.division.is_none_or(|scope| one.division.is_some_and(|code| scope.contains(code)))
            });
            let total = fitting.len();
            let after = |id: &str| fitting.iter().position(|one| one.id == id).map_or(total, |place| place + 1);
            let start = question.cursor.as_deref().map_or(0, after);
            let items: Vec<Proposal> = fitting.into_iter().skip(start).take(question.limit).collect();
            let next_cursor = items.last().filter(|_| start + items.len() < total).map(|last| last.id.clone());
            let standings = standings(reader, &items)?;
            Ok::<_, RegistryError>((Page { items, next_cursor, total }, standings))
        })?;
        let items = page.items.into_iter().zip(standings).map(|(one, standing)| self.proposal_item(caller, &snapshot, one, standing));
        Ok(Page { items: items.collect::<Result<_, _>>()?, next_cursor: page.next_cursor, total: page.total })
    }

    /// One proposal.
    pub fn proposal(&self, caller: &Caller, id: &str) -> Result<ProposalItem, RegistryError> {
        let snapshot = self.snapshot();
        let (proposal, standing) = self.records.store.read(|reader| {
            let proposal = known(reader, id)?;
            let standing = standing(reader, &proposal)?;
            Ok::<_, RegistryError>((proposal, standing))
        })?;
        if !may_see(caller, &proposal) {
            caller.require(Right::ReadRecords, proposal.division)?;
        }
        self.proposal_item(caller, &snapshot, proposal, standing)
    }

    /// Lets a proposal in: it is applied, and the log names who proposed and who approved.
    pub fn approve_proposal(&self, caller: &Caller, id: &str, note: Option<String>) -> Result<ProposalItem, RegistryError> {
        let proposed = self.records.store.read(|reader| known(reader, id))?;
        let why = match (&proposed.reason, &note) {
            (Some(reason), Some(note)) => Some(format!("{reason}; {note}")),
            (reason, note) => reason.clone().or_else(|| note.clone()),
        };
        let stamp = self.records.stamp(caller.actor.clone()).because(why);
        self.records.store.write(&stamp, |writer| {
            let mut proposal = self.decidable(caller, writer.reader(), id)?;
            let now = standing(writer.reader(), &proposal)?;
            if now.clashes {
                return Err(RegistryError::StaleProposal { base: proposal.base_version, current: now.version });
            }
            match proposal.record_type {
                ProposalType::Facility => apply::<Facility>(writer, &proposal)?,
                ProposalType::Organization => apply::<Organization>(writer, &proposal)?,
                ProposalType::Import => self.apply_import_proposal(writer, &proposal)?,
            }
            writer.call_it(None);
            proposal.state = ProposalState::Approved;
            proposal.decision = Some(Decision { by: caller.actor.clone(), at: writer.now(), reason: note });
            writer.decide_proposal(&proposal, Action::Approve)?;
            Ok(())
        })?;
        self.refresh_after_write();
        self.proposal(caller, id)
    }

    /// Sends a proposal back with the reason why.
    pub fn return_proposal(&self, caller: &Caller, id: &str, reason: String) -> Result<ProposalItem, RegistryError> {
        self.decide(caller, id, Some(reason), Action::Return, |registry, reader| registry.decidable(caller, reader, id))
    }

    /// Takes one's own proposal back.
    pub fn withdraw_proposal(&self, caller: &Caller, id: &str) -> Result<ProposalItem, RegistryError> {
        self.decide(caller, id, None, Action::Withdraw, |_, reader| {
            let proposal = known(reader, id)?;
            if proposal.proposed_by != caller.actor && !caller.is_operator() {
                return Err(RegistryError::NotFound { what: "proposal of yours", id: id.to_owned() });
            }
            refuse_decided(&proposal)?;
            Ok(proposal)
        })
    }

    fn decide(
        &self,
        caller: &Caller,
        id: &str,
        reason: Option<String>,
        action: Action,
        check: impl Fn(&Registry, &mut Reader) -> Result<Proposal, RegistryError>,
    ) -> Result<ProposalItem, RegistryError> {
        let stamp = self.records.stamp(caller.actor.clone()).because(reason.clone());
        self.records.store.write(&stamp, |writer| {
            let mut proposal = check(self, writer.reader())?;
            proposal.state = if action == Action::Return { ProposalState::Returned } else { ProposalState::Withdrawn };
            proposal.decision = Some(Decision { by: caller.actor.clone(), at: writer.now(), reason });
            writer.decide_proposal(&proposal, action)?;
            Ok::<_, RegistryError>(())
        })?;
        self.proposal(caller, id)
    }

    /// The proposal, when this caller may decide on it.
    fn decidable(&self, caller: &Caller, reader: &mut Reader, id: &str) -> Result<Proposal, RegistryError> {
        let proposal = known(reader, id)?;
        caller.require(Right::ApproveChanges, proposal.division)?;
        refuse_decided(&proposal)?;
        if proposal.proposed_by == caller.actor && !caller.is_operator() {
            return Err(RegistryError::OwnProposal);
        }
        Ok(proposal)
    }

    /// A proposal as this caller may see it.
    pub(super) fn proposal_item(
        &self,
        caller: &Caller,
        snapshot: &Snapshot,
        one: Proposal,
        standing: Standing,
    ) -> Result<ProposalItem, RegistryError> {
        let protected = protects(snapshot, &one)?;
        let shown = |text: Option<&String>| shown_form(caller, snapshot, one.record_type, text.map(String::as_str), protected);
        let (before, after) = (shown(one.before.as_ref())?, shown(one.after.as_ref())?);
        let others = one.others.iter().map(|other| {
            Ok(OtherItem { id: other.id.clone(), before: shown(other.before.as_ref())?, after: shown(other.after.as_ref())? })
        });
        let others = others.collect::<Result<Vec<_>, RegistryError>>()?;
        let open = one.state == ProposalState::Open;
        let stale = open && standing.clashes;
        let words = !hides_words(caller, snapshot, &one, protected)?;
        let own = one.proposed_by == caller.actor && !caller.is_operator();
        let right = caller.may(Right::ApproveChanges, one.division);
        let why_not = match (open, own, right, stale) {
            (false, ..) => Some("decided"),
            (_, true, ..) => Some("own_proposal"),
            (_, _, false, _) => Some("forbidden"),
            (.., true) => Some("stale_proposal"),
            _ => None,
        };
        let fields = match one.record_type {
            ProposalType::Import => Vec::new(),
            _ => differences(Some(&before).filter(|form| form.is_object()), Some(&after).filter(|form| form.is_object())),
        };
        Ok(ProposalItem {
            may: ProposalMay { approve: why_not.is_none(), send_back: open && right && !own, withdraw: open && own, why_not },
            fields,
            before,
            after,
            others,
            stale,
            current_version: standing.version,
            id: one.id,
            record_type: one.record_type,
            record_id: one.record_id,
            name: one.name,
            action: one.action,
            state: one.state,
            division: one.division,
            proposed_by: one.proposed_by.id,
            proposed_by_name: one.proposed_by.name,
            proposed_at: one.proposed_at,
            reason: one.reason.filter(|_| words),
            base_version: one.base_version,
            decided_by_name: one.decision.as_ref().map(|made| made.by.name.clone()),
            decided_at: one.decision.as_ref().map(|made| made.at),
            decision_reason: one.decision.and_then(|made| made.reason).filter(|_| words),
        })
    }

    fn apply_import_proposal(&self, writer: &mut Writer, proposal: &Proposal) -> Result<(), RegistryError> {
        self.apply_import(writer, &proposal.record_id).map(drop)
    }
}

fn known(reader: &mut Reader, id: &str) -> Result<Proposal, RegistryError> {
    reader.proposal(id)?.ok_or_else(|| RegistryError::NotFound { what: "proposal", id: id.to_owned() })
}

fn refuse_decided(proposal: &Proposal) -> Result<(), RegistryError> {
    match proposal.state {
        ProposalState::Open => Ok(()),
        state => Err(RegistryError::Conflict(format!("the proposal is {state} already"))),
    }
}

/// Those who keep records there see it, and whoever made it.
fn may_see(caller: &Caller, proposal: &Proposal) -> bool {
    caller.may(Right::ReadRecords, proposal.division) || proposal.proposed_by == caller.actor
}

/// Whether a proposal is about a protected place: as it is, as it was when it was made, or as it would be.
fn protects(snapshot: &Snapshot, one: &Proposal) -> Result<bool, RegistryError> {
    if one.record_type != ProposalType::Facility {
        return Ok(false);
    }
    let ids = one.others.iter().map(|other| other.id.as_str()).chain([one.record_id.as_str()]);
    let forms = one.others.iter().flat_map(|other| [&other.before, &other.after]).chain([&one.before, &one.after]);
    let mut protected = ids.into_iter().any(|id| snapshot.protects(id));
    for text in forms.flatten() {
        protected |= Facility::read_back(text)?.is_protected(snapshot);
    }
    Ok(protected)
}

/// Whether the words of a proposal are kept from this caller.
fn hides_words(caller: &Caller, snapshot: &Snapshot, one: &Proposal, protected: bool) -> Result<bool, RegistryError> {
    let mut hidden = false;
    for text in [&one.before, &one.after].into_iter().flatten().filter(|_| protected) {
        hidden |= Facility::read_back(text)?.is_hidden_from(caller, snapshot, protected);
    }
    Ok(hidden)
}

/// A stored form as this caller may see it; null when there is none. `protected`: also where the form by itself is not.
pub(super) fn shown_form(
    caller: &Caller,
    snapshot: &Snapshot,
    record_type: ProposalType,
    text: Option<&str>,
    protected: bool,
) -> Result<Value, RegistryError> {
    let Some(text) = text else { return Ok(Value::Null) };
    Ok(match record_type {
        ProposalType::Facility => {
            let facility = Facility::read_back(text)?;
            let protected = protected || facility.is_protected(snapshot);
            facility.shown_as(caller, snapshot, protected).0.form()
        }
        ProposalType::Organization => Organization::read_back(text)?.shown_to(caller, snapshot).0.form(),
        ProposalType::Import => serde_json::from_str(text).unwrap_or(Value::Null),
    })
}

/// Applies an approved proposal about one record and those that it touches.
fn apply<T: Recorded>(writer: &mut Writer, proposal: &Proposal) -> Result<(), RegistryError> {
    if matches!(proposal.action, Action::Merge | Action::Unmerge) {
        return super::merges::apply::<T>(writer, proposal);
    }
    match &proposal.after {
        Some(after) => Ok(outcome::<T>(writer.reader(), proposal, after)?.put(writer)?),
        None => T::remove(writer, &proposal.record_id).map(drop),
    }
}
