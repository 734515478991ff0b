//! Does what somebody says of an inspection fit, and which ids come first in a draw?

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::{
    super::{FieldError, Snapshot},
    NewVisit,
};
use crate::domain::{
    division::DivisionCode,
    inspection::{Campaign, FoundWrong, Visit},
    personal_number::mask,
    text::{MAX_NAME_CHARS, MAX_TEXT_CHARS, check_text},
};

/// The first so many in the order of their hashes with the seed.
pub(super) fn drawn(ids: Vec<String>, seed: &str, sample: usize) -> Vec<String> {
    let keyed = ids.into_iter().map(|id| (data_encoding::HEXLOWER.encode(&Sha256::digest(format!("{seed}:{id}").as_bytes())), id));
    keyed.collect::<BTreeMap<String, String>>().into_values().take(sample).collect()
}

pub(super) fn fit_visit(campaign: &Campaign, new: &NewVisit, today: NaiveDate) -> Result<Visit, Vec<FieldError>> {
    let mut faults = Vec::new();
    if !campaign.subjects.contains(&new.subject) {
        faults.push(FieldError::new("subject", &new.subject, "is not in the sample of this campaign", "the id of one of its subjects"));
    }
    let on = day("on", &new.on, &mut faults);
    if on.is_some_and(|on| on > today) {
        faults.push(FieldError::new("on", &new.on, "lies in the future", format!("a day up to {today}")));
    }
    if on.is_some_and(|on| on < campaign.from) {
        faults.push(FieldError::new("on", &new.on, "is before the campaign", format!("a day from {}", campaign.from)));
    }
    let post = fit("post", &new.post, MAX_NAME_CHARS, &mut faults);
    for (place, finding) in new.findings.iter().enumerate() {
        if !(1..=campaign.checklist.len()).contains(&(finding.entry as usize)) {
            let expected = format!("a whole number, 1 to {}", campaign.checklist.len());
            faults.push(FieldError::new(&format!("findings[{place}].entry"), finding.entry, "is out of range", expected));
        }
        fit(&format!("findings[{place}].text"), &finding.text, MAX_TEXT_CHARS, &mut faults);
    }
    let rectify_by = new.rectify_by.as_ref().and_then(|text| day("rectify_by", text, &mut faults));
    match (new.findings.is_empty(), &new.rectify_by) {
        (true, Some(text)) => faults.push(FieldError::new("rectify_by", text, "nothing was found that is put right", "nothing")),
        (false, None) => faults.push(FieldError::new("rectify_by", "", "is missing", "the day by which the findings are put right")),
        _ => {}
    }
    if on.zip(rectify_by).is_some_and(|(on, by)| by < on) {
        faults.push(FieldError::new("rectify_by", rectify_by.unwrap_or(today), "is before the visit", "a later day"));
    }
    let Some(on) = on.filter(|_| faults.is_empty()) else { return Err(faults) };
    Ok(Visit {
        id: String::new(),
        campaign: campaign.id.clone(),
        subject: new.subject.clone(),
        on,
        post,
        findings: new.findings.iter().map(|one| FoundWrong { entry: one.entry, text: one.text.trim().to_owned() }).collect(),
        rectify_by,
        by: campaign.by.clone(),
        at: campaign.at,
    })
}

pub(super) fn known_division(snapshot: &Snapshot, text: &str, faults: &mut Vec<FieldError>) -> Option<DivisionCode> {
    let code = DivisionCode::parse(text).ok().filter(|code| snapshot.divisions().contains_key(code));
    if code.is_none() {
        faults.push(FieldError::new("division", text, "no such division in the registry", "a code of /api/v1/divisions"));
    }
    code
}

pub(super) fn fit(field: &str, text: &str, limit: usize, faults: &mut Vec<FieldError>) -> String {
    let reason = match check_text(text, limit) {
        Ok("") => "is empty".to_owned(),
        Ok(kept) => return kept.to_owned(),
        Err(error) => error.to_string(),
    };
    faults.push(FieldError::new(field, mask(text), reason, format!("text of at most {limit} characters")));
    String::new()
}

pub(super) fn day(field: &str, text: &str, faults: &mut Vec<FieldError>) -> Option<NaiveDate> {
    let day = text.trim().parse().ok();
    if day.is_none() {
        faults.push(FieldError::new(field, text, "is no day", "a day such as 2026-03-31"));
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_is_the_same_whatever_order_the_ids_stand_in_and_another_seed_draws_others() {
        let ids: Vec<String> = (0..50).map(|number| format!("F{number}")).collect();
        let once = drawn(ids.clone(), "2026-q4", 10);
        let again = drawn(ids.iter().rev().cloned().collect(), "2026-q4", 10);
        assert_eq!((&once, once.len()), (&again, 10));
        assert_eq!(drawn(ids.clone(), "2026-q4", 20)[..10], once, "a larger sample begins with the smaller one");
        assert_ne!(drawn(ids.clone(), "2027-q1", 10), once);
        let all: std::collections::BTreeSet<String> = drawn(ids.clone(), "s", 99).into_iter().collect();
        assert_eq!(all, ids.into_iter().collect());
    }

    #[test]
    fn a_draw_can_be_made_again_with_any_sha256() {
        // printf a:x | sha256sum: ef7e44ae...; a:y f78c553e...; a:z 7ac1109b...
        assert_eq!(drawn(["x", "y", "z"].map(str::to_owned).to_vec(), "a", 3), ["z", "x", "y"]);
    }
}
