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
        facility::Facility,
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
    /// Code of its kind.
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
#[derive(Debug, Clone, Default)]
pub struct DuplicateQuestion {
    /// Codes of kinds that one of the two is of; none means any.
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
    /// A page of probable duplicates among facilities.
    pub fn duplicates(&self, caller: &Caller, question: &DuplicateQuestion) -> Result<DuplicateAnswer, RegistryError> {
        caller.require_somewhere(Right::ReadRecords)?;
        let snapshot = self.snapshot();
        let pairs = self.pairs(&snapshot);
        let distinct: BTreeSet<(String, String)> =
            self.records.store.read(|reader| reader.distinct_pairs(RecordType::Facility))?.into_iter().collect();
        let wanted: Vec<&Pair> = pairs
            .iter()
            .filter(|pair| question.threshold.is_none_or(|least| pair.score >= least))
            .filter(|pair| question.of.as_deref().is_none_or(|id| *pair.first == *id || *pair.second == *id))
            .filter(|pair| {
                let (a, b) = if pair.first <= pair.second { (&pair.first, &pair.second) } else { (&pair.second, &pair.first) };
                !distinct.contains(&(a.to_string(), b.to_string()))
            })
            .filter(|pair| {
                let rows = [&pair.first, &pair.second].map(|id| snapshot.facility_row(id));
                let seen = |row: &Option<usize>| row.is_some_and(|row| caller.may(Right::ReadRecords, snapshot.facility_division(row)));
                let fits = |row: &Option<usize>| {
                    row.is_some_and(|row| {
                        let kind = &snapshot.facilities()[row].kind;
                        let division = snapshot.facility_division(row);
                        (question.kinds.is_empty() || question.kinds.iter().any(|one| **one == **kind))
                            && question.division.is_none_or(|scope| division.is_some_and(|code| scope.contains(code)))
                    })
                };
                rows.iter().all(seen) && rows.iter().any(fits)
            })
            .collect();
        let page = Page::from(&wanted, question.cursor.as_deref(), question.limit, |pair| duplicate_item(&snapshot, pair));
        let rules = rules(&self.settings());
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

    /// Remembers that two facilities are not the same.
    pub fn keep_apart(&self, caller: &Caller, a: &str, b: &str, reason: Option<&str>) -> Result<(), RegistryError> {
        let snapshot = self.snapshot();
        for id in [a, b] {
            let row = snapshot.facility_row(id).ok_or_else(|| RegistryError::NotFound { what: "facility", id: id.to_owned() })?;
            caller.require(Right::WriteRecords, snapshot.facility_division(row))?;
        }
        let reason = kept_words("reason", reason)?;
        let stamp = self.records.stamp(caller.actor.clone());
        self.records.store.write(&stamp, |writer| Ok(writer.keep_apart(RecordType::Facility, a, b, reason.as_deref())?))
    }

    /// All pairs of a snapshot; worked out once for each and for each set of weights.
    fn pairs(&self, snapshot: &Arc<Snapshot>) -> Arc<Vec<Pair>> {
        let rules = rules(&self.settings());
        let mut hasher = DefaultHasher::new();
        format!("{rules:?}").hash(&mut hasher);
        self.pairs.get_with((snapshot.revision().number, hasher.finish()), || {
            let places = PlaceNames::new(snapshot.divisions().values().map(|division| (division.code, division.name.as_str())));
            let codes: Vec<Option<String>> =
                snapshot.facilities().iter().map(|one| one.credit_code.as_ref().map(CreditCode::to_string)).collect();
            let records: Vec<Record> =
                snapshot.facilities().iter().enumerate().map(|(row, one)| record(snapshot, row, one, &codes)).collect();
            Arc::new(Duplicates::new(&records, places, rules).pairs())
        })
    }
}

/// How likeness is weighed, as the settings say.
fn rules(settings: &Settings) -> Rules {
    let weight = |part: PartName| settings.duplicate_weights.get(part.code()).copied().unwrap_or(0.0);
    let weights = Weights {
        name: weight(PartName::Name),
        address: weight(PartName::Address),
        credit_code: weight(PartName::CreditCode),
        phone: weight(PartName::Phone),
        distance: weight(PartName::Distance),
        kind: weight(PartName::Kind),
    };
    Rules { weights, threshold: settings.duplicate_threshold, ..Rules::for_facilities() }
}

fn record<'a>(snapshot: &Snapshot, row: usize, one: &'a Facility, codes: &'a [Option<String>]) -> Record<'a> {
    Record {
        id: one.id.as_str(),
        name: &one.name,
        address: one.address.as_deref(),
        credit_code: codes[row].as_deref(),
        phone: one.phone.as_deref(),
        kind: &one.kind,
        point: one.shown_position(),
        division: snapshot.facility_division(row),
    }
}

fn duplicate_item(snapshot: &Snapshot, pair: &Pair) -> DuplicateItem {
    let parts = pair.parts.iter().map(|part| ScorePart {
        part: part.part.code(),
        value: part.value,
        weight: part.weight,
        why: serde_json::to_value(&part.why).unwrap_or(Value::Null),
    });
    DuplicateItem { a: twin(snapshot, &pair.first), b: twin(snapshot, &pair.second), score: pair.score, parts: parts.collect() }
}

fn twin(snapshot: &Snapshot, id: &str) -> Twin {
    let facility = snapshot.facility_row(id).map(|row| &snapshot.facilities()[row]);
    let position = facility.and_then(|facility| facility.shown_position());
    Twin {
        id: id.to_owned(),
        name: facility.map(|one| one.name.to_string()).unwrap_or_default(),
        address: facility.and_then(|one| one.address.as_deref()).map(str::to_owned),
        kind: facility.map(|one| one.kind.to_string()).unwrap_or_default(),
        lon: position.map(|position| position.lon()),
        lat: position.map(|position| position.lat()),
    }
}
