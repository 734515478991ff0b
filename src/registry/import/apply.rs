//! How does a draft become a batch? At once where nothing needs approval, otherwise when another person lets it in whole.
//!
//! What it comes to is worked out again in the transaction that writes, since the registry may have changed since it was
//! looked at. What another person approves is no more than what was proposed: rows and removals are written down by number
//! and id when it is proposed.

use serde_json::json;

use super::{
    Origin,
    answer::{Applied, RowState},
    batch_of,
    difference::Place,
    draft::{changeable, known},
    new_batch,
    people::Whole,
    preview::{Against, Plan, Preview},
};
use crate::{
    domain::{
        batch::{Draft, DraftState, Picked},
        change::Action,
        division::DivisionCode,
        permission::{Caller, Right},
        proposal::{Proposal, ProposalState, ProposalType},
    },
    exchange::Held,
    registry::{Registry, RegistryError, policy::Policy, standing::Standing},
    storage::Writer,
};

impl Registry {
    /// Applies the chosen rows of a draft, or proposes them to another person.
    pub fn apply_draft(&self, caller: &Caller, id: &str, reason: Option<String>) -> Result<Applied, RegistryError> {
        let snapshot = self.snapshot();
        let stamp = self.records.stamp(caller.actor.clone()).because(reason.clone());
        let applied = self.records.store.write(&stamp, |writer| {
            let mut draft = changeable(caller, writer.reader(), id)?;
            let allows = |division| caller.may(Right::WriteRecords, division);
            let preview = self.anew(writer, &draft, &Against { snapshot: &snapshot, area: self.area, allows: &allows })?;
            let chosen: Vec<&Plan> = preview.plans.iter().filter(|plan| plan.applies() && plan.chosen).collect();
            if !preview.whole.as_ref().map_or(!chosen.is_empty(), Whole::applies) {
                return Err(RegistryError::Conflict("there is nothing to apply: no chosen row differs from the registry".to_owned()));
            }
            let policy = Policy::read(writer.reader())?;
            let passes = |plan: &&Plan| {
                let comparison = preview.comparison().filter(|_| plan.state == RowState::Changed);
                comparison.is_some_and(|comparison| policy.lets_pass(&comparison.fields(plan.place, caller, &snapshot)))
            };
            if caller.is_operator() || !policy.two_person || (preview.whole.is_none() && chosen.iter().all(passes)) {
                let picked = picked(&preview, &chosen);
                return Ok((Some(write(writer, draft, &preview, &picked)?), None));
            }
            let proposal = proposal_of(caller, writer, &draft, &preview, &chosen, reason.clone());
            draft.choice.proposed = Some(picked(&preview, &chosen));
            draft.state = DraftState::Proposed;
            draft.proposal = Some(proposal.id.clone());
            draft.summary = preview.totals().map(|totals| serde_json::to_string(&totals).expect("numbers have a JSON text"));
            writer.insert_proposal(&proposal)?;
            writer.update_draft(&draft)?;
            Ok::<_, RegistryError>((None, Some(proposal)))
        })?;
        self.refresh_after_write();
        match applied {
            (Some(batch), _) => Ok(Applied::Batch { applied: true, batch }),
            (None, Some(proposal)) => {
                let standing = Standing::fresh(&proposal);
                let proposal = self.proposal_item(caller, &self.snapshot(), proposal, standing)?;
                Ok(Applied::Proposal { applied: false, proposal: Box::new(proposal) })
            }
            (None, None) => unreachable!("a draft is applied or proposed"),
        }
    }

    /// Applies a draft that was proposed, in the transaction that approves it; answers the batch's id.
    pub(in crate::registry) fn apply_import(&self, writer: &mut Writer, draft_id: &str) -> Result<String, RegistryError> {
        let snapshot = self.snapshot();
        let draft = known(writer.reader(), draft_id)?;
        let proposed = draft.choice.proposed.clone().filter(|_| draft.state == DraftState::Proposed);
        let proposed = proposed.ok_or_else(|| RegistryError::Conflict("the import is not proposed any more".to_owned()))?;
        // Cells that are taken whole stay within the divisions that were proposed.
        let within = |division: Option<DivisionCode>| {
            proposed.divisions.as_ref().is_none_or(|all| all.contains(&division.map(|code| code.to_string())))
        };
        let preview = self.anew(writer, &draft, &Against { snapshot: &snapshot, area: self.area, allows: &within })?;
        write(writer, draft, &preview, &proposed)
    }

    /// The draft beside the registry as it is in this transaction.
    fn anew(&self, writer: &mut Writer, draft: &Draft, against: &Against) -> Result<Preview, RegistryError> {
        let reader = writer.reader();
        let bytes = reader.draft_content(&draft.id)?;
        let preview = Preview::of(reader, draft, &bytes, against)?;
        match (&preview.problem, preview.read) {
            (Some(problem), _) => Err(RegistryError::Conflict(problem.clone())),
            (None, false) => Err(RegistryError::Conflict("say first what the coordinates refer to (datum 坐标系)".to_owned())),
            (None, true) => Ok(preview),
        }
    }
}

fn picked(preview: &Preview, plans: &[&Plan]) -> Picked {
    let removal = |plan: &&&Plan| matches!(plan.place, Place::Removal(_));
    Picked {
        rows: plans.iter().filter(|plan| !removal(plan)).map(|plan| plan.row).collect(),
        removals: plans.iter().filter(removal).map(|plan| plan.id.clone()).collect(),
        divisions: preview.whole.as_ref().map(Whole::picked),
    }
}

/// Writes what was picked as one batch and forgets the file; answers the batch's id.
fn write(writer: &mut Writer, mut draft: Draft, preview: &Preview, picked: &Picked) -> Result<String, RegistryError> {
    let id = new_batch(writer);
    let nothing = Held::default();
    let held = preview.background.as_ref().map(|background| &background.held).unwrap_or(&nothing);
    let upserted = preview.harvest.write(writer, held, |row| picked.divisions.is_some() || picked.rows.contains(&row))?;
    let mut removed = 0;
    for one in preview.removals.iter().filter(|one| picked.removals.contains(one.id.as_str())) {
        removed += usize::from(writer.remove_facility(&one.id)?);
    }
    if removed == 0 && !upserted.changed_anything() {
        return Err(RegistryError::Conflict("there is nothing left to apply: the registry holds these rows already".to_owned()));
    }
    let origin = Origin { kind: draft.kind.clone(), file_name: draft.file_name.clone(), sha256: draft.sha256.clone() };
    writer.insert_batch(&batch_of(&id, &origin, upserted, removed, writer))?;
    draft.summary = preview.totals().map(|totals| serde_json::to_string(&totals).expect("numbers have a JSON text"));
    draft.state = DraftState::Applied;
    draft.batch = Some(id.clone());
    writer.update_draft(&draft)?;
    writer.forget_content(&draft.id)?;
    Ok(id)
}

fn proposal_of(caller: &Caller, writer: &Writer, draft: &Draft, preview: &Preview, chosen: &[&Plan], reason: Option<String>) -> Proposal {
    let after = json!({
        "import": draft.id, "kind": draft.kind, "file_name": draft.file_name, "sha256": draft.sha256, "summary": preview.totals(),
    });
    Proposal {
        id: uuid::Uuid::now_v7().to_string(),
        record_type: ProposalType::Import,
        record_id: draft.id.clone(),
        action: Action::Import,
        state: ProposalState::Open,
        name: draft.file_name.clone(),
        division: match &preview.whole {
            Some(whole) => common_division(whole.divisions.iter().copied()),
            None => common_division(chosen.iter().flat_map(|plan| plan.divisions.iter().copied())),
        },
        base_version: 0,
        before: None,
        after: Some(after.to_string()),
        others: Vec::new(),
        reason,
        proposed_by: caller.actor.clone(),
        proposed_at: writer.now(),
        decision: None,
    }
}

/// The smallest division that holds all of them; none when one lies in none, or they have none in common.
fn common_division(mut divisions: impl Iterator<Item = Option<DivisionCode>>) -> Option<DivisionCode> {
    let first = divisions.next()??;
    divisions.try_fold(first, |common, division| {
        let division = division?;
        std::iter::successors(Some(common), |code| code.parent()).find(|code| code.contains(division))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_division_that_decides_holds_every_row() {
        let code = |text: &str| Some(DivisionCode::parse(text).expect("a code of the test"));
        let common = |codes: &[&str]| common_division(codes.iter().map(|text| code(text))).map(|code| code.to_string());
        assert_eq!(common(&["610102001001", "610102001002"]).as_deref(), Some("610102001000"));
        assert_eq!(common(&["610102001001", "610113"]).as_deref(), Some("610100000000"));
        assert_eq!(common(&["610102001001"]).as_deref(), Some("610102001001"));
        assert_eq!(common(&["610102", "510102"]), None);
        assert_eq!(common_division([code("610102"), None].into_iter()), None, "a row that lies in no division is everywhere's");
    }
}
