//! What is known of one gap? Its figures, where it stands, what was decided and what is said of it.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    super::{Choice, CoverageQuestion, FieldChange, Registry, RegistryError, Snapshot, fields::differences},
    Gap, GapQuestion, GapTime, GapWish, RankParts,
};
use crate::{
    analysis::gaps::{GapUnit, units},
    domain::{
        change::{Action, Change, RecordType},
        division::DivisionCode,
        gap::{GapComment, GapLimit, GapState, GapTerms},
        permission::Caller,
    },
    storage::ChangeFilter,
};

/// What somebody says about a gap.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct GapCommentItem {
    /// Its id.
    pub id: String,
    /// The words.
    pub text: String,
    /// Who.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl From<GapComment> for GapCommentItem {
    fn from(one: GapComment) -> Self {
        GapCommentItem { id: one.id, text: one.text, by_name: one.by.name, at: one.at }
    }
}

/// One change of a gap.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct GapEvent {
    /// Its number in the log.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `system` where the figures closed or opened it.
    pub actor_name: String,
    /// `add`, `change` or `close`.
    #[schema(value_type = String)]
    pub action: Action,
    /// Why.
    pub reason: Option<String>,
    /// What changed, field by field.
    pub fields: Vec<FieldChange>,
}

impl From<Change> for GapEvent {
    fn from(one: Change) -> Self {
        let form = |text: Option<String>| text.and_then(|text| serde_json::from_str::<Value>(&text).ok());
        let fields = differences(form(one.before).as_ref(), form(one.after).as_ref());
        GapEvent { seq: one.seq, at: one.at, actor_name: one.actor.name, action: one.action, reason: one.reason, fields }
    }
}

/// A gap with what was decided about it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct GapDetail<'a> {
    /// As the list has it, without a rank.
    pub gap: Gap<'a>,
    /// Codes of the kinds of which any serves; empty means any kind.
    pub kind: Vec<&'a str>,
    /// Counts of the group above 0 and below this are withheld from whoever asked. Null: every count is told as it is.
    pub withheld_below: Option<u32>,
    /// What is said of it, the earliest first; null to whoever may not know whose it is.
    pub comments: Option<Vec<GapCommentItem>>,
    /// What was decided about it, the latest first; null likewise.
    pub history: Option<Vec<GapEvent>>,
}

impl Registry {
    /// One gap, by its id.
    pub fn gap<'a>(&self, caller: &Caller, snapshot: &'a Snapshot, id: &str) -> Result<GapDetail<'a>, RegistryError> {
        let terms = known_terms(id)?;
        let mut coverage = snapshot.question_of(&terms);
        coverage.division = Some(terms.division);
        coverage.small_counts = self.small_counts(caller, snapshot, &coverage);
        let wish = GapWish { states: GapState::ALL.to_vec(), ..GapWish::default() };
        let question = GapQuestion { coverage, offset: 0, limit: None, desk: self.gap_desk(caller, wish, GapTime::Now)? };
        let found = snapshot.gap_terms(&question).map_err(|error| unknown(error, id))?;
        let telling = snapshot.gap_telling(&question, &found);
        let (rows, _) = snapshot.ranked(&question, &found, &telling);
        let row = rows.iter().find(|row| row.terms.as_ref() == Some(&terms)).ok_or_else(|| no_such(id))?;
        let gap = snapshot.gap(1, row, snapshot.gap_clause(&question, found.column, found.within_m), &question.desk);
        let gap = Gap { rank: None, rank_parts: RankParts { score: None, ..gap.rank_parts }, ..gap };
        let (comments, history) = if question.desk.shows_owners(terms.division) {
            let filter = ChangeFilter {
                record_types: vec![RecordType::Gap],
                record_id: Some(id.to_owned()),
                newest_first: true,
                ..ChangeFilter::default()
            };
            let (comments, changes) =
                self.records.store.read(|reader| Ok::<_, RegistryError>((reader.gap_comments(id)?, reader.changes(&filter)?)))?;
            (Some(comments.into_iter().map(Into::into).collect()), Some(changes.into_iter().map(Into::into).collect()))
        } else {
            (None, None)
        };
        let withheld_below = question.coverage.small_counts.threshold();
        Ok(GapDetail { gap, kind: snapshot.kind_codes(&found.filter), withheld_below, comments, history })
    }
}

impl Snapshot {
    /// The question that a gap's terms are an answer to, everywhere.
    pub(super) fn question_of(&self, terms: &GapTerms) -> CoverageQuestion {
        let (standard, within_m) = match &terms.limit {
            GapLimit::Standard(code) => (Some(code.clone()), Vec::new()),
            GapLimit::WithinM(metres) => (None, vec![*metres]),
        };
        CoverageQuestion {
            manner: self.manner(terms.by),
            choice: Choice { kinds: terms.kinds.clone(), ..Choice::default() },
            within_m,
            standard,
            count: Some(terms.group.clone()),
            ..CoverageQuestion::default()
        }
    }

    /// How many people are left over in each community under terms like these; `None` when they mean nothing here (any more).
    pub(super) fn left_over_by_division(&self, terms: &GapTerms) -> Option<Vec<(DivisionCode, f64)>> {
        let question = self.question_of(terms);
        let (filter, column, limits) = self.coverage_terms(&question).ok()?;
        let within_m = *limits.first().filter(|_| !self.groups().is_empty())?;
        let distances = self.distances(question.manner, &filter);
        let rows = units(self.cells(), &distances.nearest, column, within_m, |_| true);
        let of_zone = |unit: GapUnit| match unit {
            GapUnit::Zone(zone) => Some(self.zone_codes()[zone as usize]),
            GapUnit::Unzoned | GapUnit::Cell(_) => None,
        };
        Some(rows.into_iter().filter_map(|row| Some((of_zone(row.unit)?, row.left_over))).collect())
    }
}

/// The terms that an id names.
pub(super) fn known_terms(id: &str) -> Result<GapTerms, RegistryError> {
    GapTerms::parse(id).ok_or_else(|| no_such(id))
}

pub(super) fn no_such(id: &str) -> RegistryError {
    RegistryError::NotFound { what: "gap", id: id.to_owned() }
}

/// An id whose words mean nothing names no gap.
fn unknown(error: RegistryError, id: &str) -> RegistryError {
    match error {
        RegistryError::Invalid(_) => no_such(id),
        other => other,
    }
}
