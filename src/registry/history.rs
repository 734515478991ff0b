//! What was written, when, and what was the registry then? The log in the form that a caller may see, and past snapshots.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, TimeZone, Utc};
use serde_json::Value;

use super::{
    CoverageQuestion, FieldChange, Registry, RegistryError, Snapshot, Units,
    discretion::{sees_words, without_words},
    fields::differences,
    proposals::shown_form,
    retention::last_kept_change,
};
use crate::{
    domain::{
        change::{Action, Change, RecordType},
        permission::Caller,
        proposal::ProposalType,
    },
    storage::ChangeFilter,
};

/// The offset of China's civil time, which days are meant in.
const CHINA_S: i32 = 8 * 3600;
/// The records whose days the slider shows.
const DATED: [RecordType; 4] = [RecordType::Facility, RecordType::Organization, RecordType::Division, RecordType::Demand];
/// The most dates that one question about coverage over time takes.
pub const MOST_DATES: usize = 24;

/// One line of the log as a caller may see it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ChangeItem {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// What was done.
    #[schema(value_type = String)]
    pub action: Action,
    /// To what sort of record.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub record_type: RecordType,
    /// To which.
    pub id: String,
    /// The record's version since: the same number.
    pub version: i64,
    /// What changed, field by field, as far as the caller may see it.
    pub fields: Vec<FieldChange>,
    /// The record before; null when it was not there.
    #[schema(value_type = serde_json::Value)]
    pub before: Value,
    /// The record after; null when it is gone.
    #[schema(value_type = serde_json::Value)]
    pub after: Value,
    /// The file it came with.
    pub batch: Option<String>,
    /// Why; with the right to full records only.
    pub reason: Option<String>,
    /// Who, as the log names it; with the right to full records only.
    pub actor: Option<String>,
    /// What the account was called; with the right to full records only.
    pub actor_name: Option<String>,
    /// SHA-256 over the change and the one before it.
    pub hash: String,
}

/// A piece of the change feed.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ChangeFeed {
    /// Changes by number.
    pub items: Vec<ChangeItem>,
    /// What to ask for next as `since`.
    pub next: i64,
    /// The number of the last change that there is.
    pub head: i64,
    /// The number of the first change that is kept: whoever asks since an earlier one has missed some, and reads everything again.
    pub first: i64,
}

/// A day with changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct ChangeDay {
    /// The day in China's civil time.
    pub date: NaiveDate,
    /// How many records were written.
    pub changes: usize,
}

/// The days of the registry.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ChangeDays {
    /// The first day with a change.
    pub first: Option<NaiveDate>,
    /// The last one.
    pub last: Option<NaiveDate>,
    /// Every day with a change.
    pub days: Vec<ChangeDay>,
}

/// Coverage on one day.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct CoverageOnDay {
    /// The day, at its end.
    pub date: NaiveDate,
    /// People within reach; null when they are too few to be told to whoever asks.
    pub covered: Option<f64>,
    /// All people; null likewise.
    pub total: Option<f64>,
    /// Share; null when there are no people, or a count is withheld.
    pub share: Option<f64>,
    /// Whether the counts are rounded to multiples of `withheld_below`.
    pub rounded: bool,
    /// Places that served.
    pub facilities: usize,
    /// Whether it was measured over the streets of a map (实测路网); otherwise it is an estimate (估算).
    pub measured: bool,
}

/// The moment that `as_of` means: the end of a day in China's civil time, or a time as written.
pub fn moment(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        Ok(day) => end_of(day),
        // A plus sign may have come through a form as a space.
        Err(_) => DateTime::parse_from_rfc3339(&text.replace(' ', "+")).ok().map(|moment| moment.with_timezone(&Utc)),
    }
}

/// The moment from which something is meant: the beginning of a day in China's civil time, or a time as written.
pub fn beginning(text: &str) -> Option<DateTime<Utc>> {
    match NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d") {
        Ok(day) => end_of(day.pred_opt()?).map(|end| end + TimeDelta::microseconds(1)),
        Err(_) => moment(text),
    }
}

/// The last microsecond of a day in China.
fn end_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = day.succ_opt()?.and_hms_opt(0, 0, 0)?;
    let china = FixedOffset::east_opt(CHINA_S)?;
    let next_day = china.from_local_datetime(&midnight).single()?;
    Some(next_day.with_timezone(&Utc) - TimeDelta::microseconds(1))
}

impl Registry {
    /// The registry as it was at a moment; kept, since a screen asks many questions about one day.
    pub fn snapshot_as_of(&self, moment: DateTime<Utc>, units: Units) -> Result<Arc<Snapshot>, RegistryError> {
        let store = &self.records.store;
        let (seq, head, now) =
            store.read(|reader| Ok::<_, RegistryError>((last_kept_change(reader, moment)?, reader.last_change()?, reader.revision()?)))?;
        let live = self.snapshot();
        if seq >= head && *live.revision() == now && units == Units::New {
            return Ok(live);
        }
        // Another set of protected places is another past, as it may be seen.
        let key = (seq, units, live.veil());
        if let Some(known) = self.past.get(&key) {
            return Ok(known);
        }
        let past = Arc::new(store.read(|reader| Snapshot::load_as_of(reader, seq, moment, units, &live))?);
        self.past.insert(key, Arc::clone(&past));
        Ok(past)
    }

    /// The changes of public records after a number, oldest first.
    pub fn change_feed(
        &self,
        caller: &Caller,
        since: i64,
        (record_types, id): (Vec<RecordType>, Option<String>),
        limit: usize,
    ) -> Result<ChangeFeed, RegistryError> {
        let public = || RecordType::ALL.iter().copied().filter(|one| one.is_public()).collect();
        let record_types = if record_types.is_empty() { public() } else { record_types };
        let filter = ChangeFilter { after: Some(since), record_types, record_id: id, limit, ..ChangeFilter::default() };
        let (changes, head, forgotten) = self
            .records
            .store
            .read(|reader| Ok::<_, RegistryError>((reader.changes(&filter)?, reader.last_change()?, reader.forgotten()?)))?;
        let next = if changes.len() < limit { head.max(since) } else { changes.last().map_or(since, |last| last.seq) };
        let snapshot = self.snapshot();
        let items = changes.into_iter().map(|change| change_item(caller, &snapshot, change)).collect::<Result<_, _>>()?;
        Ok(ChangeFeed { items, next, head, first: forgotten.seq + 1 })
    }

    /// The days on which records were written.
    pub fn change_days(&self) -> Result<ChangeDays, RegistryError> {
        let times = self.records.store.read(|reader| reader.change_times(&DATED))?;
        let mut days: BTreeMap<NaiveDate, usize> = BTreeMap::new();
        for time in times {
            let china = FixedOffset::east_opt(CHINA_S).map_or_else(|| time.naive_utc(), |china| time.with_timezone(&china).naive_local());
            *days.entry(china.date()).or_default() += 1;
        }
        let (first, last) = (days.keys().next().copied(), days.keys().next_back().copied());
        Ok(ChangeDays { first, last, days: days.into_iter().map(|(date, changes)| ChangeDay { date, changes }).collect() })
    }

    /// Coverage within one limit at the end of each of these days.
    pub fn coverage_over_time(&self, question: &CoverageQuestion, dates: &[NaiveDate]) -> Result<Vec<CoverageOnDay>, RegistryError> {
        let mut points = Vec::new();
        for &date in dates {
            let Some(moment) = end_of(date) else { continue };
            let snapshot = self.snapshot_as_of(moment, Units::New)?;
            let answer = snapshot.coverage(question)?;
            if let Some(band) = answer.bands.first() {
                let share = band.share.filter(|_| band.total.is_some_and(|total| total > 0.0));
                points.push(CoverageOnDay {
                    date,
                    covered: band.covered,
                    total: band.total,
                    share,
                    rounded: answer.rounded,
                    facilities: answer.facilities,
                    measured: answer.measured,
                });
            }
        }
        Ok(points)
    }
}

/// A change as this caller may see it: protected places and contacts only with the right, reasons and names likewise.
pub(super) fn change_item(caller: &Caller, snapshot: &Snapshot, change: Change) -> Result<ChangeItem, RegistryError> {
    let record_type = match change.record_type {
        RecordType::Facility => Some(ProposalType::Facility),
        RecordType::Organization => Some(ProposalType::Organization),
        _ => None,
    };
    let protected = record_type == Some(ProposalType::Facility) && snapshot.protects(&change.record_id);
    let shown = |text: &Option<String>| match (record_type, text) {
        (_, None) => Ok(Value::Null),
        (Some(record_type), Some(text)) => shown_form(caller, snapshot, record_type, Some(text), protected),
        (None, Some(text)) => Ok(serde_json::from_str(text).unwrap_or(Value::Null)),
    };
    let full = sees_words(caller, snapshot, &change)?;
    let worded = |form| if full { form } else { without_words(form) };
    let (before, after) = (worded(shown(&change.before)?), worded(shown(&change.after)?));
    let fields = differences(Some(&before).filter(|form| form.is_object()), Some(&after).filter(|form| form.is_object()));
    Ok(ChangeItem {
        seq: change.seq,
        at: change.at,
        action: change.action,
        record_type: change.record_type,
        id: change.record_id,
        version: change.seq,
        fields,
        before,
        after,
        batch: change.batch,
        reason: change.reason.filter(|_| full),
        actor: full.then_some(change.actor.id),
        actor_name: full.then_some(change.actor.name),
        hash: change.hash,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_in_china() {
        assert_eq!(moment("2026-03-31").map(|end| end.to_rfc3339()), Some("2026-03-31T15:59:59.999999+00:00".to_owned()));
        assert_eq!(moment("2026-03-31T08:00:00+08:00"), moment("2026-03-31T00:00:00Z"));
        assert_eq!(moment("2026-03-31T08:00:00 08:00"), moment("2026-03-31T00:00:00Z"));
        assert_eq!(moment("31.3.2026"), None);
        assert_eq!(moment("262143-12-31"), None);
    }
}
