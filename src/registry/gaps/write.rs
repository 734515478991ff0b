//! What do people decide about a gap, and what do the figures decide? Every decision is a change of the log.
//!
//! Nobody closes a gap: it is closed when the figures say so, and open again when they do not. Whoever reads is told so at once; the
//! log is told when a server has seen the write that did it, and before the next decision.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};
use serde_json::json;

use super::{
    super::{FieldError, Registry, RegistryError, Snapshot, Stale, kept_words, needed_words},
    one::{known_terms, no_such},
};
use crate::domain::{
    change::{Action, Actor},
    gap::{GapComment, GapState, GapTerms, TrackedGap},
    permission::{Caller, Jurisdiction, Right},
    personal_number::mask,
    text::{MAX_NAME_CHARS, check_text},
};

/// The most working days that a deadline is given in.
const MOST_WORKING_DAYS: u32 = 2500;

/// What somebody decides; what is left out stays, null takes away.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GapPatch {
    /// `open`, `planned`, `under_way` or `accepted`.
    #[serde(default)]
    pub state: Option<String>,
    /// Why; needed to accept a gap as it is.
    #[serde(default)]
    pub reason: Option<String>,
    /// Whose it is: the code of a division, or `unit:CODE` of a reporting unit.
    #[serde(default, deserialize_with = "given")]
    pub owner_unit: Option<Option<String>>,
    /// The post within it, never a person's name.
    #[serde(default, deserialize_with = "given")]
    pub owner_post: Option<Option<String>>,
    /// The day by which it is to be closed.
    #[serde(default, deserialize_with = "given")]
    pub deadline: Option<Option<String>>,
    /// Instead of a deadline: so many working days from today, today not counted.
    #[serde(default)]
    pub working_days: Option<u32>,
}

/// Null is given as well.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GapWrite {
    /// The gap's version now.
    pub version: i64,
    /// Of a deadline in working days: whether the calendar of every year it was counted in is verified.
    pub calendar_verified: Option<bool>,
}

impl Registry {
    /// Decides about a gap that was read with this version; `None` for whichever it has.
    pub fn write_gap(&self, caller: &Caller, id: &str, version: Option<i64>, patch: &GapPatch) -> Result<GapWrite, RegistryError> {
        let terms = known_terms(id)?;
        caller.require(Right::MakePlans, Some(terms.division))?;
        self.settle_gaps()?;
        let snapshot = self.snapshot();
        let left_over = snapshot.left_over(&terms).ok_or_else(|| no_such(id))?;
        let (wanted, calendar_verified) = self.wanted(&snapshot, patch)?;
        let stamp = self.records.stamp(caller.actor.clone()).because(wanted.reason.clone());
        let written = self.records.store.write(&stamp, |writer| {
            let kept = self.known_gap(writer.reader().tracked_gap(id)?, &terms, left_over)?;
            if version.is_some_and(|version| version != kept.version) {
                return Err(stale(&kept, patch));
            }
            let next = wanted.applied_to(&kept, left_over > 0.0)?;
            if next == kept && kept.version > 0 {
                return Ok(kept.version);
            }
            let action = if kept.version == 0 { Action::Add } else { Action::Change };
            Ok(writer.put_gap(&next, action)?)
        })?;
        self.refresh_after_write();
        Ok(GapWrite { version: written, calendar_verified })
    }

    /// Says something about a gap; answers with the comment's id.
    pub fn comment_on_gap(&self, caller: &Caller, id: &str, text: Option<&str>) -> Result<String, RegistryError> {
        let terms = known_terms(id)?;
        caller.require(Right::ReadRecords, Some(terms.division))?;
        let text = needed_words("text", text)?;
        self.settle_gaps()?;
        let left_over = self.snapshot().left_over(&terms).ok_or_else(|| no_such(id))?;
        let comment_id = uuid::Uuid::now_v7().to_string();
        self.records.store.write(&self.records.stamp(caller.actor.clone()), |writer| {
            let kept = self.known_gap(writer.reader().tracked_gap(id)?, &terms, left_over)?;
            if kept.version == 0 {
                writer.put_gap(&kept, Action::Add)?;
            }
            let at = writer.now();
            writer.insert_gap_comment(&GapComment { id: comment_id.clone(), gap: id.to_owned(), text, by: caller.actor.clone(), at })?;
            Ok::<_, RegistryError>(())
        })?;
        self.refresh_after_write();
        Ok(comment_id)
    }

    /// Writes down where the figures have closed gaps or opened them again; answers of how many.
    pub fn settle_gaps(&self) -> Result<usize, RegistryError> {
        let (worklist, snapshot) = (self.worklist(), self.snapshot());
        // Gaps that differ in their community only are looked at together.
        let mut alike: BTreeMap<String, Vec<&TrackedGap>> = BTreeMap::new();
        for gap in worklist.gaps() {
            let id = gap.terms.id();
            alike.entry(id.split_once(':').map_or("", |(_, terms)| terms).to_owned()).or_default().push(gap);
        }
        let mut moved: Vec<(&TrackedGap, GapState)> = Vec::new();
        for gaps in alike.values() {
            let Some(rows) = snapshot.left_over_by_division(&gaps[0].terms) else { continue };
            let left_over: BTreeMap<_, _> = rows.into_iter().collect();
            let seen = |gap: &&TrackedGap| left_over.get(&gap.terms.division).map(|people| gap.state.seen(*people > 0.0));
            moved.extend(gaps.iter().filter_map(|gap| Some((*gap, seen(gap)?))).filter(|(gap, state)| gap.state != *state));
        }
        if moved.is_empty() {
            return Ok(0);
        }
        let settled = self.records.store.write(&self.records.stamp(Actor::system()), |writer| {
            let mut settled = 0;
            for (gap, state) in moved {
                let kept = writer.reader().tracked_gap(&gap.terms.id())?;
                // Another server may have been first.
                let Some(kept) = kept.filter(|kept| kept.version == gap.version) else { continue };
                let action = if state == GapState::Closed { Action::Close } else { Action::Change };
                writer.put_gap(&TrackedGap { state, reason: None, ..kept }, action)?;
                settled += 1;
            }
            Ok::<_, RegistryError>(settled)
        })?;
        self.refresh_after_write();
        Ok(settled)
    }

    /// The gap as it is kept; one of which nobody has said anything has to be one by the figures.
    fn known_gap(&self, kept: Option<TrackedGap>, terms: &GapTerms, left_over: f64) -> Result<TrackedGap, RegistryError> {
        match kept {
            Some(kept) => Ok(kept),
            None if left_over > 0.0 => Ok(TrackedGap::untouched(terms.clone())),
            None => Err(no_such(&terms.id())),
        }
    }

    /// What a patch wants, or everything that is wrong with it; and whether its calendar is verified.
    fn wanted(&self, snapshot: &Snapshot, patch: &GapPatch) -> Result<(Wanted, Option<bool>), RegistryError> {
        let mut faults = Vec::new();
        let mut wanted = Wanted::default();
        match kept_words("reason", patch.reason.as_deref()) {
            Ok(reason) => wanted.reason = reason,
            Err(RegistryError::Invalid(more)) => faults.extend(more),
            Err(other) => return Err(other),
        }
        if let Some(text) = &patch.state {
            wanted.state = wished_state(text, &mut faults);
        }
        if wanted.state == Some(GapState::Accepted) && patch.reason.as_deref().unwrap_or("").trim().is_empty() {
            faults.push(FieldError::new("reason", "", "is missing", "why the gap is accepted as it is"));
        }
        wanted.owner_unit = patch.owner_unit.as_ref().map(|unit| unit.as_ref().and_then(|unit| known_unit(snapshot, unit, &mut faults)));
        wanted.owner_post = patch.owner_post.as_ref().map(|post| post.as_ref().and_then(|post| fit_post(post, &mut faults)));
        let today = self.today();
        let mut calendar_verified = None;
        match (&patch.deadline, patch.working_days) {
            (Some(_), Some(days)) => {
                faults.push(FieldError::new("working_days", days, "is given together with a deadline", "either a day or working days"));
            }
            (Some(day), None) => wanted.deadline = Some(day.as_ref().and_then(|day| coming_day(day, today, &mut faults))),
            (None, Some(days)) => match self.calendar.after(today, days).filter(|_| (1..=MOST_WORKING_DAYS).contains(&days)) {
                Some((day, verified)) => (wanted.deadline, calendar_verified) = (Some(Some(day)), Some(verified)),
                None => {
                    let expected = format!("a whole number, 1 to {MOST_WORKING_DAYS}");
                    faults.push(FieldError::new("working_days", days, "is out of range", expected));
                }
            },
            (None, None) => {}
        }
        if faults.is_empty() { Ok((wanted, calendar_verified)) } else { Err(RegistryError::Invalid(faults)) }
    }
}

impl Snapshot {
    /// How many people are left over of a gap; `None` when its terms mean nothing here.
    fn left_over(&self, terms: &GapTerms) -> Option<f64> {
        let canonical = self.coverage_terms(&self.question_of(terms)).ok().map(|(filter, column, _)| {
            let kinds: Vec<String> = self.kind_codes(&filter).into_iter().map(str::to_owned).collect();
            kinds == terms.kinds && self.groups().get(column) == Some(&terms.group)
        });
        let rows = self.left_over_by_division(terms).filter(|_| canonical == Some(true))?;
        rows.into_iter().find(|(code, _)| *code == terms.division).map(|(_, people)| people)
    }
}

/// A patch whose words were understood.
#[derive(Debug, Default)]
struct Wanted {
    state: Option<GapState>,
    reason: Option<String>,
    owner_unit: Option<Option<String>>,
    owner_post: Option<Option<String>>,
    deadline: Option<Option<NaiveDate>>,
}

impl Wanted {
    fn applied_to(&self, kept: &TrackedGap, anybody_left_over: bool) -> Result<TrackedGap, RegistryError> {
        let seen = kept.state.seen(anybody_left_over);
        let state = match self.state.filter(|wish| *wish != seen) {
            None => seen,
            Some(wish) => wish.wished().and_then(|action| seen.after(action)).ok_or_else(|| impossible(seen, wish))?,
        };
        let reason = match (state, self.state) {
            (GapState::Accepted, Some(_)) => self.reason.clone(),
            (GapState::Accepted, None) => kept.reason.clone(),
            _ => None,
        };
        Ok(TrackedGap {
            terms: kept.terms.clone(),
            state,
            reason,
            owner_unit: self.owner_unit.clone().unwrap_or_else(|| kept.owner_unit.clone()),
            owner_post: self.owner_post.clone().unwrap_or_else(|| kept.owner_post.clone()),
            deadline: self.deadline.unwrap_or(kept.deadline),
            version: kept.version,
        })
    }
}

fn impossible(seen: GapState, wish: GapState) -> RegistryError {
    RegistryError::Conflict(match seen {
        GapState::Closed => "the gap is closed: it opens by itself when people are left over".to_owned(),
        _ => format!("a gap that is {seen} does not become {wish}: open it again first"),
    })
}

fn wished_state(text: &str, faults: &mut Vec<FieldError>) -> Option<GapState> {
    let expected = "open, planned, under_way or accepted";
    match GapState::parse(text) {
        Some(GapState::Closed) => {
            faults.push(FieldError::new("state", text, "a gap closes itself when nobody is left over", expected));
            None
        }
        Some(state) => Some(state),
        None => {
            faults.push(FieldError::new("state", text, "there is no such state", expected));
            None
        }
    }
}

fn known_unit(snapshot: &Snapshot, text: &str, faults: &mut Vec<FieldError>) -> Option<String> {
    let unit = text.parse::<Jurisdiction>().ok().map(|unit| unit.to_string()).filter(|unit| snapshot.unit_name(unit).is_some());
    if unit.is_none() {
        let expected = "the code of a division in the registry, or unit:CODE of a reporting unit";
        faults.push(FieldError::new("owner_unit", mask(text), "there is no such unit", expected));
    }
    unit
}

fn fit_post(text: &str, faults: &mut Vec<FieldError>) -> Option<String> {
    let reason = match check_text(text, MAX_NAME_CHARS) {
        Ok("") => "is empty".to_owned(),
        Ok(post) => return Some(post.to_owned()),
        Err(error) => error.to_string(),
    };
    faults.push(FieldError::new("owner_post", mask(text), reason, "a post, never a person's name; null for none"));
    None
}

fn coming_day(text: &str, today: NaiveDate, faults: &mut Vec<FieldError>) -> Option<NaiveDate> {
    let (reason, expected) = match text.trim().parse::<NaiveDate>() {
        Ok(day) if day >= today => return Some(day),
        Ok(_) => ("lies in the past", format!("a day from {today}")),
        Err(_) => ("is no day", "a day such as 2026-03-31, or null for none".to_owned()),
    };
    faults.push(FieldError::new("deadline", text, reason, expected));
    None
}

/// Somebody else has decided meanwhile.
fn stale(kept: &TrackedGap, patch: &GapPatch) -> RegistryError {
    let current = json!({
        "state": kept.state, "reason": kept.reason, "owner_unit": kept.owner_unit, "owner_post": kept.owner_post,
        "deadline": kept.deadline, "version": kept.version,
    });
    let mut yours = current.clone();
    if let Some(state) = &patch.state {
        yours["state"] = state.as_str().into();
    }
    for (name, wish) in [("owner_unit", &patch.owner_unit), ("owner_post", &patch.owner_post), ("deadline", &patch.deadline)] {
        if let Some(value) = wish {
            yours[name] = json!(value);
        }
    }
    let fields = ["state", "owner_unit", "owner_post", "deadline"].into_iter().filter(|name| current[*name] != yours[*name]);
    let fields = fields.map(str::to_owned).collect();
    RegistryError::Stale(Box::new(Stale { current, yours, fields }))
}
