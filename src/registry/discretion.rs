//! Whose words may this caller read? A reason, a report or an answer may say where a protected place is: words about such a
//! place are for those only who may see it.

use serde_json::Value;

use super::{RegistryError, Snapshot, recorded::Recorded};
use crate::domain::{
    change::{Change, RecordType},
    facility::Facility,
    organization::Organization,
    permission::{Caller, Right},
};

/// The members of the log's records that hold words.
const WORDS: [&str; 4] = ["reason", "decision_reason", "text", "answer"];

/// Whether the words of a change may be shown.
pub(super) fn sees_words(caller: &Caller, snapshot: &Snapshot, change: &Change) -> Result<bool, RegistryError> {
    let office = caller.may_somewhere(Right::ReadRecords) || caller.may_somewhere(Right::ReadAudit);
    let Some(text) = change.after.as_ref().or(change.before.as_ref()) else { return Ok(caller.may_somewhere(Right::ReadAudit)) };
    Ok(match change.record_type {
        RecordType::Facility => {
            let facility = Facility::read_back(text)?;
            let protected = facility.is_protected(snapshot) || snapshot.protects(&change.record_id);
            caller.may(Right::ReadRecords, facility.division(snapshot)) && !facility.is_hidden_from(caller, snapshot, protected)
        }
        RecordType::Organization => caller.may(Right::ReadRecords, Organization::read_back(text)?.division),
        RecordType::Proposal | RecordType::Report | RecordType::Verdict => office && sees_words_of_work(caller, snapshot, change, text),
        _ => office,
    })
}

/// A record of the log without its words.
pub(super) fn without_words(mut form: Value) -> Value {
    for name in WORDS {
        if let Some(words) = form.get_mut(name) {
            words.take();
        }
    }
    form
}

/// Whether a caller may see a protected place, or the place is none.
pub(super) fn sees_facility(caller: &Caller, snapshot: &Snapshot, id: &str) -> bool {
    match snapshot.facility_row_or_heir(id) {
        Some(row) => !snapshot.facilities()[row].hides_words_from(caller, snapshot),
        // What is not there any more cannot be asked what it was.
        None => caller.may(Right::ReadProtected, None),
    }
}

/// Work on records names them: a proposal its record, a report its facility, a verdict two records or several.
fn sees_words_of_work(caller: &Caller, snapshot: &Snapshot, change: &Change, text: &str) -> bool {
    let told: Value = serde_json::from_str(text).unwrap_or_default();
    let named = |name: &str| told[name].as_str();
    match change.record_type {
        RecordType::Proposal if named("type") != Some(RecordType::Facility.code()) => true,
        RecordType::Proposal => {
            let id = named("record_id").unwrap_or("");
            match (snapshot.facility_row_or_heir(id), named("kind").map(|kind| snapshot.is_protected(kind))) {
                (Some(row), wanted) => {
                    let facility = &snapshot.facilities()[row];
                    !facility.is_hidden_from(caller, snapshot, facility.is_protected(snapshot) || wanted == Some(true))
                }
                // What was never added is known by the kind alone that was wanted.
                (None, Some(false)) => true,
                (None, _) => sees_facility(caller, snapshot, id),
            }
        }
        RecordType::Report => sees_facility(caller, snapshot, named("facility_id").unwrap_or("")),
        _ => {
            let listed: Vec<String> = serde_json::from_str(&change.record_id).unwrap_or_default();
            let pair = change.record_id.split('|').filter(|_| listed.is_empty());
            let mut ids = listed.iter().map(String::as_str).chain(pair);
            ids.all(|id| snapshot.organization(id).is_some() || sees_facility(caller, snapshot, id))
        }
    }
}
