//! Which standards are kept in a division, and where does which clause fail, for how many people?
//!
//! All standards are gone through, each clause by itself: tiers do not contain one another. One that is not verified is listed as
//! switched off and never applied unless somebody asks for it, and then every such row says so. What cannot be judged is not passed.

mod clause;
mod effect;
mod judge;
mod people;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

pub use self::{
    clause::{NormClause, NormDivision, NormFacility, NormRequirement, NormStatus, NormWhy},
    effect::{NormEffect, NormSide},
};
use super::{Choice, CoverageQuestion, FieldError, FiguresItem, Registry, RegistryError, Snapshot};
use crate::domain::{
    division::{DivisionCode, Level},
    kind::POPULATION,
    permission::Caller,
    small_count::SmallCounts,
    standard::{Standard, Standing},
    street::By,
};

/// What is to be checked.
#[derive(Debug, Clone, Default)]
pub struct NormQuestion {
    /// Only this division and what lies in it.
    pub division: Option<DivisionCode>,
    /// The level of the rows.
    pub level: Option<Level>,
    /// Only standards of this rule set.
    pub set: Option<String>,
    /// Only standards about these kinds, in any words.
    pub kinds: Vec<String>,
    /// Whose people are counted; a ratio counts those that it names.
    pub group: Option<String>,
    /// How distances are measured; as each standard says, when nobody says.
    pub by: Option<By>,
    /// Standards in force on this day.
    pub day: NaiveDate,
    /// Whether standards that nobody compared with the official text are applied too.
    pub unverified: bool,
    /// How counts are told, by group of the demand data.
    pub told: Vec<SmallCounts>,
}

/// A rule set and what became of its clauses.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, utoipa::ToSchema)]
pub struct NormSet<'a> {
    /// As it is cited.
    pub set: &'a str,
    /// Clauses that are kept.
    pub met: usize,
    /// Clauses that are not.
    pub failed: usize,
    /// Clauses that cannot be judged.
    pub not_checkable: usize,
    /// Clauses that are not applied.
    pub off: usize,
}

/// What an answer about norms was worked out from.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct NormInputs<'a> {
    /// The state of the registry.
    pub snapshot: &'a str,
    /// When the registry last changed.
    pub data_as_of: DateTime<Utc>,
    /// Cells whose people were counted.
    pub cells: usize,
    /// What the people's figures are.
    pub figures: Vec<FiguresItem<'a>>,
}

/// Every clause of every standard that was asked for.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct NormAnswer<'a> {
    /// The division that was asked for; the successor of an abolished code.
    #[schema(value_type = Option<String>)]
    pub division: Option<DivisionCode>,
    /// The level of the rows of divisions.
    #[schema(value_type = String)]
    pub level: Level,
    /// The day on which the standards have to be in force.
    pub day: NaiveDate,
    /// Whether unverified standards were applied as well.
    pub unverified: bool,
    /// Which people were counted.
    pub group: &'a str,
    /// The rule sets, in the order of the standards.
    pub sets: Vec<NormSet<'a>>,
    /// A row for each clause, in the order of the standards.
    pub items: Vec<NormClause<'a>>,
    /// What it was worked out from.
    pub inputs: NormInputs<'a>,
}

/// A question in the terms of the snapshot.
pub(super) struct NormTerms {
    scope: Option<DivisionCode>,
    level: Level,
    column: usize,
    kinds: Vec<u16>,
}

impl Registry {
    /// How counts are told to a caller, by group of the demand data.
    pub fn told_by_group(&self, caller: &Caller, snapshot: &Snapshot, division: Option<DivisionCode>) -> Vec<SmallCounts> {
        let told = |group: &String| {
            let question = CoverageQuestion { count: Some(group.clone()), division, ..CoverageQuestion::default() };
            self.small_counts(caller, snapshot, &question)
        };
        snapshot.groups().iter().map(told).collect()
    }

    /// The day it is here, in China's civil time.
    pub fn today(&self) -> NaiveDate {
        super::callers::local_day(self.records.now())
    }
}

impl Snapshot {
    /// Whether a question about norms can be answered, without answering it.
    pub fn check_norms(&self, question: &NormQuestion) -> Result<(), RegistryError> {
        self.norm_terms(question).map(drop)
    }

    /// Every clause of the standards, judged.
    pub fn norms<'a>(&'a self, question: &NormQuestion) -> Result<NormAnswer<'a>, RegistryError> {
        let terms = self.norm_terms(question)?;
        let mut items = Vec::new();
        for standard in self.standards().iter().filter(|standard| self.is_asked_for(question, &terms, standard)) {
            items.extend(self.judge_standard(question, &terms, standard)?);
        }
        Ok(NormAnswer {
            division: terms.scope,
            level: terms.level,
            day: question.day,
            unverified: question.unverified,
            group: self.groups().get(terms.column).map_or(POPULATION, String::as_str),
            sets: sets_of(&items),
            items,
            inputs: NormInputs {
                snapshot: self.etag(),
                data_as_of: self.revision().changed_at,
                cells: self.cell_count(),
                figures: self.figures(self.groups().get(terms.column).map_or(POPULATION, String::as_str)),
            },
        })
    }

    fn is_asked_for(&self, question: &NormQuestion, terms: &NormTerms, standard: &Standard) -> bool {
        let of_kind = || self.catalogue().kinds.place(&standard.kind).and_then(|place| u16::try_from(place).ok());
        question.set.as_ref().is_none_or(|set| *set == standard.set)
            && (terms.kinds.is_empty() || of_kind().is_some_and(|kind| terms.kinds.contains(&kind)))
    }

    fn norm_terms(&self, question: &NormQuestion) -> Result<NormTerms, RegistryError> {
        let mut errors = Vec::new();
        let choice = Choice { kinds: question.kinds.clone(), ..Choice::default() };
        let kinds = self.filter(&choice).map(|filter| filter.kinds).unwrap_or_else(|more| {
            errors.extend(more);
            Vec::new()
        });
        let column = self.count_column(question.group.as_deref()).unwrap_or_else(|error| {
            errors.push(error);
            0
        });
        if let Some(set) = question.set.as_ref().filter(|set| self.standards().iter().all(|standard| standard.set != **set)) {
            let mut known: Vec<&str> = self.standards().iter().map(|standard| standard.set.as_str()).collect();
            known.sort_unstable();
            known.dedup();
            errors.push(FieldError::new("set", set, "there is no such rule set", format!("one of {}", known.join(", "))));
        }
        if let Some(division) = question.division.filter(|division| !self.divisions().contains_key(division)) {
            errors.push(FieldError::new("division", division, "no such division in the registry", "a code of /api/v1/divisions"));
        }
        if !errors.is_empty() {
            return Err(RegistryError::Invalid(errors));
        }
        let scope = question.division.map(|code| self.current_code(code));
        Ok(NormTerms { scope, level: question.level.unwrap_or(Level::District), column, kinds })
    }

    /// All clauses of one standard.
    fn judge_standard<'a>(
        &'a self,
        question: &NormQuestion,
        terms: &NormTerms,
        standard: &'a Standard,
    ) -> Result<Vec<NormClause<'a>>, RegistryError> {
        let standing = standard.standing(question.day, question.unverified);
        let scope = overlap(terms.scope, standard.area.as_deref().and_then(|code| DivisionCode::parse(code).ok()));
        let why_off = match (standing, scope) {
            (Standing::Unverified, _) => Some(NormWhy::Unverified),
            (Standing::NotYet, _) => Some(NormWhy::NotYetInForce),
            (Standing::NoLonger, _) => Some(NormWhy::NoLongerInForce),
            (Standing::InForce, None) => Some(NormWhy::Elsewhere),
            (Standing::InForce, Some(_)) => None,
        };
        let clauses = standard.clauses().into_iter().map(|clause| {
            let mut row = NormClause::blank(standard, clause);
            match (why_off, scope) {
                (Some(why), _) => row.is_off(why),
                (None, scope) => self.judge(question, terms, standard, scope.flatten(), &mut row)?,
            }
            Ok(row)
        });
        clauses.collect()
    }
}

/// Where both a question and a standard look: `Some(None)` is everywhere, `None` nowhere.
fn overlap(scope: Option<DivisionCode>, area: Option<DivisionCode>) -> Option<Option<DivisionCode>> {
    match (scope, area) {
        (scope, None) => Some(scope),
        (None, area) => Some(area),
        (Some(scope), Some(area)) if area.contains(scope) => Some(Some(scope)),
        (Some(scope), Some(area)) if scope.contains(area) => Some(Some(area)),
        (Some(_), Some(_)) => None,
    }
}

fn sets_of<'a>(items: &[NormClause<'a>]) -> Vec<NormSet<'a>> {
    let mut order: Vec<&str> = Vec::new();
    let mut sets: BTreeMap<&str, NormSet> = BTreeMap::new();
    for item in items {
        let set = sets.entry(item.set).or_insert_with(|| {
            order.push(item.set);
            NormSet { set: item.set, ..NormSet::default() }
        });
        match item.status {
            NormStatus::Met => set.met += 1,
            NormStatus::Failed => set.failed += 1,
            NormStatus::NotCheckable => set.not_checkable += 1,
            NormStatus::Off => set.off += 1,
        }
    }
    order.into_iter().filter_map(|set| sets.remove(set)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standard_of_a_part_of_the_land_is_looked_at_there_only() {
        let code = |text: &str| DivisionCode::parse(text).ok();
        assert_eq!(overlap(None, None), Some(None));
        assert_eq!(overlap(code("6101"), None), Some(code("6101")));
        assert_eq!(overlap(None, code("6101")), Some(code("6101")));
        assert_eq!(overlap(code("610102"), code("6101")), Some(code("610102")));
        assert_eq!(overlap(code("61"), code("6101")), Some(code("6101")));
        assert_eq!(overlap(code("6102"), code("6101")), None);
    }
}
