//! How complete are the records, and which positions want a look? Counted on the full records, shown as far as the caller
//! may see.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{FieldError, Page, Registry, RegistryError, reason::needed_words, recorded::Recorded};
use crate::{
    analysis::{
        completeness::{Field, Row, Wishes, completeness},
        duplicates::PlaceNames,
        review::{Ground, Limits, Placed, review},
    },
    domain::{
        division::{DivisionCode, Level},
        facility::{Facility, Status},
        permission::{Caller, Right},
        settings::Settings,
    },
};

/// A wished-for field and what it weighs.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct FieldWeight {
    /// The field.
    pub field: &'static str,
    /// Its weight.
    pub weight: f64,
}

/// How complete the records of a kind or division are.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct CompletenessRow {
    /// Code of the kind or division; null for records of no division.
    pub code: Option<String>,
    /// Its Chinese name.
    pub name: Option<String>,
    /// Its English name.
    pub name_en: Option<String>,
    /// How many records.
    pub count: usize,
    /// The mean of their scores, 0 to 1.
    pub score: f64,
    /// The share of records that have a field, of those it applies to.
    pub filled: BTreeMap<&'static str, Option<f64>>,
}

/// Completeness by kind or division.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct CompletenessAnswer {
    /// What each field weighs.
    pub weights: Vec<FieldWeight>,
    /// A row a kind or division.
    pub rows: Vec<CompletenessRow>,
    /// All of them.
    pub total: CompletenessRow,
}

/// A record with what it lacks.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct IncompleteRecord {
    /// The facility's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Code of its kind.
    pub kind: String,
    /// 0 to 1.
    pub score: f64,
    /// Fields that are missing, the heaviest first.
    pub missing: Vec<&'static str>,
}

/// A position that wants a look.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ReviewItem {
    /// What is wrong.
    pub problem: String,
    /// The records.
    pub ids: Vec<String>,
    /// Their names.
    pub names: Vec<String>,
    /// Where the first of them is.
    pub lon: f64,
    /// Where the first of them is.
    pub lat: f64,
    /// Numbers behind the problem.
    #[schema(value_type = Object)]
    pub detail: Value,
    /// What may be done about it.
    pub suggestion: &'static str,
}

/// Which records are counted.
#[derive(Debug, Clone, Default)]
pub struct QualityQuestion {
    /// Codes of kinds; none means any.
    pub kinds: Vec<String>,
    /// In this division.
    pub division: Option<DivisionCode>,
    /// The level of the rows by division.
    pub level: Option<Level>,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// At most so many.
    pub limit: usize,
}

impl Registry {
    /// Facilities of the question that the caller keeps, each with the division it is in: as declared, otherwise by its place.
    fn kept_facilities(&self, caller: &Caller, question: &QualityQuestion) -> Result<Vec<(Facility, Option<DivisionCode>)>, RegistryError> {
        caller.require_somewhere(Right::ReadRecords)?;
        let snapshot = self.snapshot();
        let mut facilities = Vec::new();
        for kept in self.records.store.read(|reader| reader.facilities())? {
            let one = kept.record;
            let division = one.division(&snapshot);
            let fits = one.status != Status::Closed
                && (question.kinds.is_empty() || question.kinds.iter().any(|kind| **kind == *one.kind))
                && question.division.is_none_or(|scope| division.is_some_and(|code| scope.contains(code)))
                && caller.may(Right::ReadRecords, division);
            if fits {
                facilities.push((one, division));
            }
        }
        Ok(facilities)
    }

    /// The same counted where they are.
    fn counted_facilities(&self, caller: &Caller, question: &QualityQuestion) -> Result<Vec<Facility>, RegistryError> {
        let kept = self.kept_facilities(caller, question)?;
        Ok(kept.into_iter().map(|(one, division)| Facility { division, ..one }).collect())
    }

    /// Completeness by kind, or by division of a level.
    pub fn completeness(&self, caller: &Caller, by_kind: bool, question: &QualityQuestion) -> Result<CompletenessAnswer, RegistryError> {
        let facilities = self.counted_facilities(caller, question)?;
        let snapshot = self.snapshot();
        let wishes = wishes(&self.settings());
        let level = question.level.unwrap_or(Level::District);
        let counted = completeness(&facilities.iter().collect::<Vec<_>>(), &wishes, level, self.records.now().date_naive());
        let rows = if by_kind {
            let kinds = &snapshot.catalogue().kinds;
            counted
                .by_kind
                .iter()
                .map(|row| {
                    let kind = kinds.find(&row.key);
                    completeness_row(row, Some(row.key.to_string()), kind.map(|kind| (kind.name_zh.clone(), Some(kind.name_en.clone()))))
                })
                .collect()
        } else {
            counted
                .by_division
                .iter()
                .map(|row| {
                    let division = row.key.and_then(|code| snapshot.divisions().get(&code));
                    let names = division.map(|division| (division.name.clone(), division.name_en.clone()));
                    completeness_row(row, row.key.map(|code| code.to_string()), names)
                })
                .collect()
        };
        let weights = wishes.weights.iter().map(|(field, weight)| FieldWeight { field: field.code(), weight: *weight }).collect();
        Ok(CompletenessAnswer { weights, rows, total: completeness_row(&counted.total, None, None) })
    }

    /// Records with what they lack, the least complete first.
    pub fn incomplete_records(&self, caller: &Caller, question: &QualityQuestion) -> Result<Page<IncompleteRecord>, RegistryError> {
        let facilities = self.counted_facilities(caller, question)?;
        let names: BTreeMap<&str, &str> = facilities.iter().map(|one| (one.id.as_str(), &*one.name)).collect();
        let counted = completeness(
            &facilities.iter().collect::<Vec<_>>(),
            &wishes(&self.settings()),
            Level::District,
            self.records.now().date_naive(),
        );
        let mut records = counted.records;
        records.sort_by(|a, b| a.score.total_cmp(&b.score).then_with(|| a.id.cmp(&b.id)));
        Ok(Page::from(&records, question.cursor.as_deref(), question.limit, |one| IncompleteRecord {
            id: one.id.to_string(),
            name: names.get(one.id.as_str()).copied().unwrap_or_default().to_owned(),
            kind: one.kind.to_string(),
            score: one.score,
            missing: one.missing.iter().map(|field| field.code()).collect(),
        }))
    }

    /// Positions that want a look, the worst first, without those that somebody found right.
    pub fn review(&self, caller: &Caller, problem: Option<&str>, question: &QualityQuestion) -> Result<Page<ReviewItem>, RegistryError> {
        let snapshot = self.snapshot();
        // Whoever may not see where a protected place is does not hear what is wrong with it either.
        let mut facilities: Vec<Facility> = self.kept_facilities(caller, question)?.into_iter().map(|(one, _)| one).collect();
        facilities.retain(|one| !one.hides_words_from(caller, &snapshot));
        let accepted = self.records.store.read(|reader| reader.accepted_reviews())?;
        let placed: Vec<Placed> = facilities.iter().filter_map(placed).collect();
        let names = PlaceNames::new(snapshot.divisions().values().map(|division| (division.code, division.name.as_str())));
        let ground = Ground { divisions: snapshot.divisions(), locator: snapshot.locator(), names: &names, area: self.area };
        let items: Vec<_> = review(&placed, ground, &Limits::default())
            .into_iter()
            .filter(|item| problem.is_none_or(|code| item.problem.code() == code))
            .filter(|item| {
                let ids = serde_json::to_string(&item.ids).unwrap_or_default();
                !accepted.iter().any(|(code, of)| code == item.problem.code() && *of == ids)
            })
            .collect();
        let by_id: BTreeMap<&str, &Facility> = facilities.iter().map(|one| (one.id.as_str(), one)).collect();
        Ok(Page::from(&items, question.cursor.as_deref(), question.limit, |item| {
            let position = item.ids.first().and_then(|id| by_id.get(&**id)).and_then(|one| one.location).map(|location| location.position);
            ReviewItem {
                problem: item.problem.code().to_owned(),
                ids: item.ids.iter().map(|id| id.to_string()).collect(),
                names: item.ids.iter().filter_map(|id| by_id.get(&**id)).map(|one| one.name.to_string()).collect(),
                lon: position.map_or(0.0, |position| position.lon()),
                lat: position.map_or(0.0, |position| position.lat()),
                detail: serde_json::to_value(&item.problem).unwrap_or(Value::Null),
                suggestion: item.next_step.code(),
            }
        }))
    }

    /// Remembers that positions are right as they are.
    pub fn accept_review(&self, caller: &Caller, problem: &str, mut ids: Vec<String>, reason: &str) -> Result<(), RegistryError> {
        let snapshot = self.snapshot();
        ids.sort();
        for id in &ids {
            let row = snapshot.facility_row(id).ok_or_else(|| RegistryError::NotFound { what: "facility", id: id.clone() })?;
            caller.require(Right::WriteRecords, snapshot.facility_division(row))?;
        }
        if ids.is_empty() {
            return Err(RegistryError::Invalid(vec![FieldError::new("ids", "", "is empty", "the ids of a review item")]));
        }
        let reason = needed_words("reason", Some(reason))?;
        let stamp = self.records.stamp(caller.actor.clone()).because(Some(reason.clone()));
        self.records.store.write(&stamp, |writer| Ok(writer.accept_review(problem, &ids, Some(&reason))?))
    }
}

/// What is wished for, as the settings say.
fn wishes(settings: &Settings) -> Wishes {
    let weights = settings.completeness_weights.iter().filter_map(|(field, weight)| Some((Field::parse(field)?, *weight))).collect();
    Wishes { weights, clock: settings.check_clock(), ..Wishes::default() }
}

fn placed(one: &Facility) -> Option<Placed<'_>> {
    let location = one.location?;
    Some(Placed {
        id: one.id.as_str(),
        address: one.address.as_deref(),
        division: one.division,
        position: location.position,
        precision: location.precision,
    })
}

fn completeness_row<K>(row: &Row<K>, code: Option<String>, names: Option<(String, Option<String>)>) -> CompletenessRow {
    let (name, name_en) = names.map_or((None, None), |(name, name_en)| (Some(name), name_en));
    CompletenessRow {
        code,
        name,
        name_en,
        count: row.count,
        score: row.mean_score,
        filled: row.fields.iter().map(|field| (field.field.code(), field.share())).collect(),
    }
}
