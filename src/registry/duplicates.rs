//! Which records may be one? Pairs with the parts of their scores, without those that somebody found to be two.

use std::{
    collections::BTreeSet,
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use serde_json::Value;

use super::{Page, Registry, RegistryError, Snapshot, reason::kept_words};
use crate::{
    analysis::duplicates::{Duplicates, Pair, PartName, PlaceNames, Record, Rules, Weights},
    domain::{
        change::RecordType,
        credit_code::CreditCode,
        division::DivisionCode,
        organization::{Category, Organization},
        permission::{Caller, Right},
        settings::Settings,
    },
};

/// One of two records that may be one.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct Twin {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: Option<String>,
    /// Code of its kind, or of an organization's category.
    pub kind: String,
    /// Where it is shown.
    pub lon: Option<f64>,
    /// Where it is shown.
    pub lat: Option<f64>,
}

/// A part of a score.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ScorePart {
    /// `name`, `address`, `credit_code`, `phone`, `distance` or `kind`.
    pub part: &'static str,
    /// Likeness from 0 to 1.
    pub value: f64,
    /// Its weight.
    pub weight: f64,
    /// What the value comes from.
    #[schema(value_type = serde_json::Value)]
    pub why: Value,
}

/// Two records that may be one.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct DuplicateItem {
    /// The first.
    pub a: Twin,
    /// The second.
    pub b: Twin,
    /// From 0 to 1.
    pub score: f64,
    /// What makes it up.
    pub parts: Vec<ScorePart>,
}

/// A weight of the score.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct PartWeight {
    /// The part.
    pub part: &'static str,
    /// Its weight.
    pub weight: f64,
}

/// A page of duplicates with the weights behind their scores.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct DuplicateAnswer {
    /// The pairs, the most alike first.
    pub items: Vec<DuplicateItem>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// How many pairs there are.
    pub total: usize,
    /// The weights.
    pub weights: Vec<PartWeight>,
    /// The least score that counts as alike.
    pub threshold: f64,
}

/// Which pairs are asked for.
#[derive(Debug, Clone)]
pub struct DuplicateQuestion {
    /// Among facilities, or among organizations.
    pub record_type: RecordType,
    /// Codes of kinds, or categories, that one of the two is of; none means any.
    pub kinds: Vec<String>,
    /// The division that one of the two lies in.
    pub division: Option<DivisionCode>,
    /// The least score.
    pub threshold: Option<f64>,
    /// Only pairs of this record.
    pub of: Option<String>,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// At most so many.
    pub limit: usize,
}

impl Registry {
    /// A page of probable duplicates.
    pub fn duplicates(&self, caller: &Caller, question: &DuplicateQuestion) -> Result<DuplicateAnswer, RegistryError> {
        caller.require_somewhere(Right::ReadRecords)?;
        let snapshot = self.snapshot();
        let among = Among { snapshot: &snapshot, record_type: question.record_type };
        let rules = among.rules(&self.settings());
        let pairs = self.pairs(&among, &rules);
        let distinct: BTreeSet<(String, String)> =
            self.records.store.read(|reader| reader.distinct_pairs(question.record_type))?.into_iter().collect();
        let wanted: Vec<&Pair> = pairs
            .iter()
            .filter(|pair| question.threshold.is_none_or(|least| pair.score >= least))
            .filter(|pair| question.of.as_deref().is_none_or(|id| *pair.first == *id || *pair.second == *id))
            .filter(|pair| {
                let (a, b) = if pair.first <= pair.second { (&pair.first, &pair.second) } else { (&pair.second, &pair.first) };
                !distinct.contains(&(a.to_string(), b.to_string()))
            })
            .filter(|pair| {
                let both = [&pair.first, &pair.second].map(|id| among.one(id));
                let seen = |one: &Option<Record>| one.as_ref().is_some_and(|one| caller.may(Right::ReadRecords, one.division));
                let fits = |one: &Option<Record>| {
                    one.as_ref().is_some_and(|one| {
                        (question.kinds.is_empty() || question.kinds.iter().any(|kind| kind == one.kind))
                            && question.division.is_none_or(|scope| one.division.is_some_and(|code| scope.contains(code)))
                    })
                };
                both.iter().all(seen) && both.iter().any(fits)
            })
            .collect();
        let page = Page::from(&wanted, question.cursor.as_deref(), question.limit, |pair| among.item(pair));
        let weights = &rules.weights;
        let weight = |part: PartName| match part {
            PartName::Name => weights.name,
            PartName::Address => weights.address,
            PartName::CreditCode => weights.credit_code,
            PartName::Phone => weights.phone,
            PartName::Distance => weights.distance,
            PartName::Kind => weights.kind,
        };
        Ok(DuplicateAnswer {
            items: page.items,
            next_cursor: page.next_cursor,
            total: page.total,
            weights: PartName::ALL.into_iter().map(|part| PartWeight { part: part.code(), weight: weight(part) }).collect(),
            threshold: rules.threshold,
        })
    }

    /// Remembers that two records are not the same.
    pub fn keep_apart(
        &self,
        caller: &Caller,
        record_type: RecordType,
        (a, b): (&str, &str),
        reason: Option<&str>,
    ) -> Result<(), RegistryError> {
        let snapshot = self.snapshot();
        let among = Among { snapshot: &snapshot, record_type };
        for id in [a, b] {
            let one = among.one(id).ok_or_else(|| RegistryError::NotFound { what: record_type.code(), id: id.to_owned() })?;
            caller.require(Right::WriteRecords, one.division)?;
        }
        let reason = kept_words("reason", reason)?;
        let stamp = self.records.stamp(caller.actor.clone());
        self.records.store.write(&stamp, |writer| Ok(writer.keep_apart(record_type, a, b, reason.as_deref())?))
    }

    /// All pairs of a snapshot; worked out once for each and for each set of weights.
    fn pairs(&self, among: &Among, rules: &Rules) -> Arc<Vec<Pair>> {
        let mut hasher = DefaultHasher::new();
        format!("{} {rules:?}", among.record_type.code()).hash(&mut hasher);
        self.pairs.get_with((among.snapshot.revision().number, hasher.finish()), || {
            let divisions = among.snapshot.divisions().values();
            let places = PlaceNames::new(divisions.map(|division| (division.code, division.name.as_str())));
            Arc::new(Duplicates::new(&among.all(), places, rules.clone()).pairs())
        })
    }
}

/// The records that are compared with one another.
struct Among<'a> {
    snapshot: &'a Snapshot,
    /// Facilities, otherwise organizations.
    record_type: RecordType,
}

impl<'a> Among<'a> {
    /// How likeness is weighed, as the settings say.
    fn rules(&self, settings: &Settings) -> Rules {
        let (weights, threshold, rules) = match self.record_type {
            RecordType::Organization => {
                (&settings.duplicate_weights_organizations, settings.duplicate_threshold_organizations, Rules::for_organizations())
            }
            _ => (&settings.duplicate_weights, settings.duplicate_threshold, Rules::for_facilities()),
        };
        let weight = |part: PartName| weights.get(part.code()).copied().unwrap_or(0.0);
        let weights = Weights {
            name: weight(PartName::Name),
            address: weight(PartName::Address),
            credit_code: weight(PartName::CreditCode),
            phone: weight(PartName::Phone),
            distance: weight(PartName::Distance),
            kind: weight(PartName::Kind),
        };
        Rules { weights, threshold, ..rules }
    }

    fn all(&self) -> Vec<Record<'a>> {
        match self.record_type {
            RecordType::Organization => self.snapshot.organizations().iter().map(|one| of_organization(&one.record)).collect(),
            _ => (0..self.snapshot.facilities().len()).map(|row| of_facility(self.snapshot, row)).collect(),
        }
    }

    fn one(&self, id: &str) -> Option<Record<'a>> {
        match self.record_type {
            RecordType::Organization => self.snapshot.organization(id).map(of_organization),
            _ => self.snapshot.facility_row(id).map(|row| of_facility(self.snapshot, row)),
        }
    }

    fn item(&self, pair: &Pair) -> DuplicateItem {
        let parts = pair.parts.iter().map(|part| ScorePart {
            part: part.part.code(),
            value: part.value,
            weight: part.weight,
            why: serde_json::to_value(&part.why).unwrap_or(Value::Null),
        });
        DuplicateItem { a: self.twin(&pair.first), b: self.twin(&pair.second), score: pair.score, parts: parts.collect() }
    }

    fn twin(&self, id: &str) -> Twin {
        let one = self.one(id);
        let point = one.as_ref().and_then(|one| one.point);
        Twin {
            id: id.to_owned(),
            name: one.as_ref().map_or("", |one| one.name).to_owned(),
            address: one.as_ref().and_then(|one| one.address).map(str::to_owned),
            kind: one.as_ref().map_or("", |one| one.kind).to_owned(),
            lon: point.map(|point| point.lon()),
            lat: point.map(|point| point.lat()),
        }
    }
}

fn of_facility(snapshot: &Snapshot, row: usize) -> Record<'_> {
    let one = &snapshot.facilities()[row];
    Record {
        id: one.id.as_str(),
        name: &one.name,
        address: one.address.as_deref(),
        credit_code: one.credit_code.as_ref().map(CreditCode::as_str),
        phone: one.phone.as_deref(),
        kind: &one.kind,
        point: one.shown_position(),
        division: snapshot.facility_division(row),
    }
}

fn of_organization(one: &Organization) -> Record<'_> {
    Record {
        id: one.id.as_str(),
        name: &one.name,
        address: one.address.as_deref(),
        credit_code: one.credit_code.as_ref().map(CreditCode::as_str),
        phone: one.phone.as_deref(),
        kind: one.category.map_or("", Category::code),
        point: None,
        division: one.division,
    }
}
