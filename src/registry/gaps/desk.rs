//! What stands on the desk beside the figures of gaps? Where each stands, whose it is, and how much each part of its rank counts.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};

use super::super::{Registry, RegistryError, Snapshot, local_day, retention::last_kept_change};
use crate::{
    domain::{
        division::DivisionCode,
        gap::{GapState, GapTerms, TrackedGap},
        permission::{Caller, Jurisdiction, Right},
    },
    storage::Reader,
};

/// The gaps that somebody has decided something about.
#[derive(Debug, Default)]
pub struct Worklist {
    /// Number of the change that wrote any of them last.
    pub(super) version: i64,
    gaps: BTreeMap<DivisionCode, Vec<TrackedGap>>,
}

impl Worklist {
    /// As it is kept.
    pub(in crate::registry) fn load(reader: &mut Reader) -> Result<Worklist, RegistryError> {
        Ok(Worklist::of(reader.gap_version()?, reader.tracked_gaps()?))
    }

    fn of(version: i64, tracked: Vec<TrackedGap>) -> Worklist {
        let mut gaps: BTreeMap<DivisionCode, Vec<TrackedGap>> = BTreeMap::new();
        tracked.into_iter().for_each(|gap| gaps.entry(gap.terms.division).or_default().push(gap));
        Worklist { version, gaps }
    }

    /// Whether nothing was written since.
    pub(in crate::registry) fn is_current(&self, reader: &mut Reader) -> Result<bool, RegistryError> {
        Ok(reader.gap_version()? == self.version)
    }

    /// The gap of these terms.
    pub fn find(&self, terms: &GapTerms) -> Option<&TrackedGap> {
        self.gaps.get(&terms.division)?.iter().find(|gap| gap.terms == *terms)
    }

    /// All of them.
    pub fn gaps(&self) -> impl Iterator<Item = &TrackedGap> {
        self.gaps.values().flatten()
    }
}

/// Which gaps are wanted, besides those of a question about people.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GapWish {
    /// In these states; none means every gap that has people left over.
    pub states: Vec<GapState>,
    /// Of this unit.
    pub owner: Option<Jurisdiction>,
    /// Whether their day is past.
    pub overdue: Option<bool>,
}

impl GapWish {
    pub(super) fn is_of_owners(&self) -> bool {
        self.owner.is_some() || self.overdue.is_some()
    }
}

/// Of when a worklist is wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum GapTime {
    /// As it is.
    Now,
    /// As it was at a moment.
    At(DateTime<Utc>),
    /// Of divisions that are no longer in force: there is none.
    OldUnits,
}

/// What stands beside the figures.
#[derive(Debug, Clone)]
pub struct GapDesk {
    /// `None` in old units: what was decided was decided about the divisions in force.
    pub worklist: Option<Arc<Worklist>>,
    /// How much each part of a rank counts.
    pub weights: BTreeMap<String, f64>,
    /// The day it is.
    pub today: NaiveDate,
    /// Who asks.
    pub caller: Caller,
    /// Which gaps are wanted.
    pub wish: GapWish,
}

impl Default for GapDesk {
    fn default() -> GapDesk {
        GapDesk {
            worklist: None,
            weights: BTreeMap::from([("people_left_over".to_owned(), 1.0)]),
            today: NaiveDate::MIN,
            caller: Caller::public(),
            wish: GapWish::default(),
        }
    }
}

impl GapDesk {
    /// Whether whoever asks may know whose the gaps of a division are, and until when.
    pub(super) fn shows_owners(&self, division: DivisionCode) -> bool {
        [Right::ReadRecords, Right::MakePlans].into_iter().any(|right| self.caller.may(right, Some(division)))
    }

    /// The same for some division at least.
    pub(super) fn shows_owners_somewhere(&self) -> bool {
        [Right::ReadRecords, Right::MakePlans].into_iter().any(|right| self.caller.may_somewhere(right))
    }

    /// Where a gap stands by the figures, and what is kept of it.
    pub(super) fn standing(&self, terms: &GapTerms, left_over: f64) -> Option<Standing<'_>> {
        let kept = self.worklist.as_ref()?.find(terms);
        let state = kept.map_or(GapState::Open, |gap| gap.state).seen(left_over > 0.0);
        Some(Standing { kept, state, overdue: kept.is_some_and(|gap| gap.is_overdue(state, self.today)) })
    }

    /// Whether a gap is wanted.
    pub(super) fn wants(&self, standing: Option<&Standing>, left_over: f64, division: Option<DivisionCode>) -> bool {
        let GapWish { states, owner, overdue } = &self.wish;
        let in_state = match standing {
            _ if states.is_empty() => left_over > 0.0,
            Some(standing) => states.contains(&standing.state) && (left_over > 0.0 || standing.kept.is_some()),
            None => false,
        };
        if !in_state || !self.wish.is_of_owners() {
            return in_state;
        }
        let Some(standing) = standing.filter(|_| division.is_some_and(|code| self.shows_owners(code))) else { return false };
        let owned = |owner: &Jurisdiction| standing.kept.and_then(|gap| gap.owner_unit.as_deref()) == Some(owner.to_string().as_str());
        owner.as_ref().is_none_or(owned) && overdue.is_none_or(|overdue| overdue == standing.overdue)
    }
}

/// Where a gap stands.
pub(super) struct Standing<'w> {
    /// What is kept of it, where somebody has decided something.
    pub kept: Option<&'w TrackedGap>,
    /// By the figures of now.
    pub state: GapState,
    /// Whether its day is past.
    pub overdue: bool,
}

/// The parts of a rank, as they are told. The score is their weighed mean: people left over and the mean distance as a share of the largest
/// in the list, the others as they are; what is null counts as nothing.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize, utoipa::ToSchema)]
pub struct RankParts {
    /// 0 to 1; the highest comes first. Null of one gap by itself.
    pub score: Option<f64>,
    /// People left over; null when they are too few to be told.
    pub people_left_over: Option<f64>,
    /// Metres to the nearest place as its people have it on average; null when there is none, or its people are too few to be told.
    pub mean_distance_m: Option<f64>,
    /// People left over as a share of its people; null where one of them is withheld.
    pub share_uncovered: Option<f64>,
    /// Requests that could not be met; null as long as no requests are kept.
    pub unmet_requests: Option<u64>,
}

/// Gives every row its score.
pub(super) fn score(parts: &mut [RankParts], weights: &BTreeMap<String, f64>) {
    let largest = |part: fn(&RankParts) -> Option<f64>| parts.iter().filter_map(part).fold(0.0, f64::max);
    let (most_people, farthest_m) = (largest(|row| row.people_left_over), largest(|row| row.mean_distance_m));
    let share_of = |value: Option<f64>, largest: f64| if largest > 0.0 { value.unwrap_or(0.0) / largest } else { 0.0 };
    let weight = |part: &str| weights.get(part).copied().unwrap_or(0.0);
    let all: f64 = weights.values().sum();
    for row in parts.iter_mut() {
        let sum = weight("people_left_over") * share_of(row.people_left_over, most_people)
            + weight("mean_distance") * share_of(row.mean_distance_m, farthest_m)
            + weight("share_uncovered") * row.share_uncovered.unwrap_or(0.0);
        row.score = Some(if all > 0.0 { sum / all } else { 0.0 });
    }
}

impl Registry {
    /// The worklist as it is now.
    pub fn worklist(&self) -> Arc<Worklist> {
        self.worklist.load_full()
    }

    /// What an answer about gaps depends on besides the registry and the question.
    pub fn worklist_terms(&self) -> String {
        format!("{} {}", self.worklist().version, self.today())
    }

    /// The desk for whoever asks, about the registry as it is now or as it was.
    pub fn gap_desk(&self, caller: &Caller, wish: GapWish, time: GapTime) -> Result<GapDesk, RegistryError> {
        let (worklist, today) = match time {
            GapTime::Now => (Some(self.worklist()), self.today()),
            GapTime::OldUnits => (None, self.today()),
            GapTime::At(moment) => {
                let tracked = self.records.store.read(|reader| {
                    let seq = last_kept_change(reader, moment)?;
                    Ok::<_, RegistryError>(reader.tracked_gaps_after(seq)?)
                })?;
                (Some(Arc::new(Worklist::of(0, tracked))), local_day(moment))
            }
        };
        let weights = self.settings().gap_rank_weights.clone();
        Ok(GapDesk { worklist, weights, today, caller: caller.clone(), wish })
    }
}

impl Snapshot {
    /// What a unit is called: a division, or a reporting unit.
    pub(super) fn unit_name(&self, unit: &str) -> Option<&str> {
        match unit.parse().ok()? {
            Jurisdiction::All | Jurisdiction::Organization(_) => None,
            Jurisdiction::Division(code) => self.divisions().get(&code).map(|division| division.name.as_str()),
            Jurisdiction::Unit(code) => self.reporting_units().iter().find(|unit| unit.code == code).map(|unit| unit.name_zh.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_the_weighed_mean_of_parts_as_shares_of_the_largest() {
        let row = |people: f64, mean: f64, share: f64| RankParts {
            people_left_over: Some(people),
            mean_distance_m: Some(mean),
            share_uncovered: Some(share),
            ..RankParts::default()
        };
        let mut rows = [row(100.0, 500.0, 1.0), row(50.0, 2000.0, 0.5), RankParts::default()];
        score(&mut rows, &BTreeMap::from([("people_left_over".to_owned(), 1.0)]));
        assert_eq!(rows.map(|row| row.score), [1.0, 0.5, 0.0].map(Some));
        let weights = [("people_left_over", 2.0), ("mean_distance", 1.0), ("share_uncovered", 1.0)];
        score(&mut rows, &weights.map(|(part, weight)| (part.to_owned(), weight)).into());
        // (2·1 + 1·500/2000 + 1·1) / 4 and (2·0.5 + 1·1 + 1·0.5) / 4.
        assert_eq!(rows.map(|row| row.score), [3.25 / 4.0, 2.5 / 4.0, 0.0].map(Some));
    }
}
