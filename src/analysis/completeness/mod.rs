//! How much of what one would like to know about a place is recorded, and what is missing?
//!
//! 1. A [`Field`] *applies* to a record unless its kind is exempt from it, or the place is not open yet and the field
//!    describes its running ([`Field::only_when_open`]).
//! 2. A record's score is the weight of its filled fields over the weight of its applying fields; 1 where none applies.
//! 3. A row over several records holds their number, the mean of their scores, and by field to how many it applies and in
//!    how many of those it is filled. Every record counts in exactly one row by kind and one by division.
//!
//! Refuses to know whether what is recorded is true (`review`, [`crate::domain::check`]) and who may see it: the office
//! passes full records, so that a protected place's address counts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::domain::{
    check::{CheckClock, CheckState},
    division::{DivisionCode, Level},
    facility::{Facility, Status},
    id::FacilityId,
    position::Precision,
};

/// What one would like to know about a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// A name.
    Name,
    /// A street address.
    Address,
    /// A position that is known exactly enough.
    Position,
    /// The community it is in: a division code of the lowest level.
    Division,
    /// An office phone.
    Phone,
    /// Opening hours.
    OpeningHours,
    /// Beds or places.
    Capacity,
    /// Who runs it.
    Operator,
    /// At least one service.
    Services,
    /// A check that is not overdue.
    CheckedRecently,
    /// Barrier-free features.
    BarrierFree,
    /// Floor area.
    FloorArea,
    /// The department responsible.
    ResponsibleDepartment,
    /// The day of its status.
    StatusDate,
}

impl Field {
    /// Every field with its code and default weight: 3 for what one needs to send somebody there, 2 for what one needs to
    /// plan, 1 for the rest.
    pub const ALL: [(Field, &'static str, f64); 14] = [
        (Field::Name, "name", 3.0),
        (Field::Address, "address", 3.0),
        (Field::Position, "position", 3.0),
        (Field::Division, "division", 2.0),
        (Field::Phone, "phone", 3.0),
        (Field::OpeningHours, "opening_hours", 2.0),
        (Field::Capacity, "capacity", 2.0),
        (Field::Operator, "operator", 2.0),
        (Field::Services, "services", 2.0),
        (Field::CheckedRecently, "checked_recently", 2.0),
        (Field::BarrierFree, "barrier_free", 1.0),
        (Field::FloorArea, "floor_area", 1.0),
        (Field::ResponsibleDepartment, "responsible_department", 1.0),
        (Field::StatusDate, "status_date", 1.0),
    ];

    /// The code used in API, SQL and files.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(field, ..)| *field == self).map_or("name", |(_, code, _)| code)
    }

    /// The field with this code.
    pub fn parse(code: &str) -> Option<Field> {
        Self::ALL.iter().find(|(_, one, _)| code.trim() == *one).map(|(field, ..)| *field)
    }

    /// Whether it describes the running of a place and is not expected before that is open.
    pub fn only_when_open(self) -> bool {
        matches!(self, Field::Phone | Field::OpeningHours | Field::Services | Field::CheckedRecently)
    }
}

/// What is wished for, and how much each of it weighs. All of it is settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Wishes {
    /// Weights by field, finite and not negative; a field without one is not wished for.
    pub weights: BTreeMap<Field, f64>,
    /// Fields that do not apply, by code of the kind.
    pub exempt: BTreeMap<Box<str>, BTreeSet<Field>>,
    /// The worst class of precision that is exact enough.
    pub least_precision: Precision,
    /// When a check goes out of date.
    pub clock: CheckClock,
}

impl Default for Wishes {
    /// The weights of [`Field::ALL`], positions at least to the building; a window in an office has no capacity and no floor
    /// area of its own, an activity space no capacity.
    fn default() -> Self {
        let exempt = [
            ("assistance-window", &[Field::Capacity, Field::FloorArea][..]),
            ("community-activity-space", &[Field::Capacity][..]),
            ("minor-protection-station", &[Field::Capacity][..]),
            ("social-work-station", &[Field::Capacity][..]),
        ];
        Self {
            weights: Field::ALL.into_iter().map(|(field, _, weight)| (field, weight)).collect(),
            exempt: exempt.into_iter().map(|(kind, fields)| (kind.into(), fields.iter().copied().collect())).collect(),
            least_precision: Precision::Building,
            clock: CheckClock::default(),
        }
    }
}

/// How complete one record is.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordScore {
    /// The facility.
    pub id: FacilityId,
    /// Code of its kind.
    pub kind: Box<str>,
    /// Its division as declared.
    pub division: Option<DivisionCode>,
    /// From 0 to 1.
    pub score: f64,
    /// Fields that apply and are filled.
    pub filled: Vec<Field>,
    /// Fields that apply and are not filled, the heaviest first.
    pub missing: Vec<Field>,
}

/// In how many records a field applies and is filled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldShare {
    /// The field.
    pub field: Field,
    /// Its weight.
    pub weight: f64,
    /// Records that it applies to.
    pub applies: usize,
    /// Records in which it is filled.
    pub filled: usize,
}

impl FieldShare {
    /// Filled over applying; `None` where it applies to no record.
    pub fn share(&self) -> Option<f64> {
        (self.applies > 0).then(|| self.filled as f64 / self.applies as f64)
    }
}

/// Records of one kind or one division taken together.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<Key> {
    /// What they have in common.
    pub key: Key,
    /// How many they are.
    pub count: usize,
    /// The mean of their scores; 0 for no records.
    pub mean_score: f64,
    /// By wished-for field, in the order of [`Field::ALL`].
    pub fields: Vec<FieldShare>,
}

/// The whole answer; rows lead to records by kind and by division.
#[derive(Debug, Clone, PartialEq)]
pub struct Completeness {
    /// By record, in the order given.
    pub records: Vec<RecordScore>,
    /// All records together.
    pub total: Row<()>,
    /// By code of the kind, in its order.
    pub by_kind: Vec<Row<Box<str>>>,
    /// By division of the level asked for, in the order of codes; `None`, first, for records that name none so small.
    pub by_division: Vec<Row<Option<DivisionCode>>>,
}

/// Scores all facilities and sums them up by kind and by division of a level.
pub fn completeness(facilities: &[&Facility], wishes: &Wishes, level: Level, today: NaiveDate) -> Completeness {
    let records: Vec<RecordScore> = facilities.par_iter().map(|facility| score(facility, wishes, today)).collect();
    let division = |record: &RecordScore| record.division.and_then(|code| code.at(level));
    Completeness {
        total: rows(&records, wishes, |_| ()).pop().unwrap_or_else(|| Tally::default().row((), wishes)),
        by_kind: rows(&records, wishes, |record| record.kind.clone()),
        by_division: rows(&records, wishes, division),
        records,
    }
}

/// Scores one facility.
pub fn score(facility: &Facility, wishes: &Wishes, today: NaiveDate) -> RecordScore {
    let exempt = wishes.exempt.get(&facility.kind);
    let open = matches!(facility.status, Status::Operating | Status::Suspended);
    let applies = |field: Field| !exempt.is_some_and(|fields| fields.contains(&field)) && (open || !field.only_when_open());
    let wished = wishes.weights.iter().map(|(field, weight)| (*field, *weight)).filter(|(field, _)| applies(*field));
    let (filled, mut missing): (Vec<_>, Vec<_>) = wished.partition(|(field, _)| is_filled(facility, *field, wishes, today));
    let weight = |fields: &[(Field, f64)]| fields.iter().map(|(_, weight)| weight).sum::<f64>();
    let whole = weight(&filled) + weight(&missing);
    let score = if whole > 0.0 { weight(&filled) / whole } else { 1.0 };
    missing.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let names = |fields: Vec<(Field, f64)>| fields.into_iter().map(|(field, _)| field).collect();
    RecordScore {
        id: facility.id.clone(),
        kind: facility.kind.clone(),
        division: facility.division,
        score,
        filled: names(filled),
        missing: names(missing),
    }
}

fn is_filled(facility: &Facility, field: Field, wishes: &Wishes, today: NaiveDate) -> bool {
    let says = |text: &Option<Box<str>>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    match field {
        Field::Name => !facility.name.trim().is_empty(),
        Field::Address => says(&facility.address),
        Field::Position => facility.location.is_some_and(|location| location.precision <= wishes.least_precision),
        Field::Division => facility.division.is_some_and(|code| code.level() == Level::Community),
        Field::Phone => says(&facility.phone),
        Field::OpeningHours => says(&facility.opening_hours),
        Field::Capacity => facility.capacity.is_some(),
        Field::Operator => facility.operator.is_some(),
        Field::Services => !facility.services.is_empty(),
        Field::CheckedRecently => {
            let state = wishes.clock.check(&facility.kind, facility.checked_on, today).state;
            matches!(state, CheckState::Fresh | CheckState::DueSoon)
        }
        Field::BarrierFree => !facility.barrier_free.is_empty(),
        Field::FloorArea => facility.floor_area_m2.is_some(),
        Field::ResponsibleDepartment => says(&facility.responsible_department),
        Field::StatusDate => facility.status_date.is_some(),
    }
}

/// Sums over records.
#[derive(Default)]
struct Tally {
    count: usize,
    scores: f64,
    applies: BTreeMap<Field, usize>,
    filled: BTreeMap<Field, usize>,
}

impl Tally {
    fn add(&mut self, record: &RecordScore) {
        self.count += 1;
        self.scores += record.score;
        for field in &record.filled {
            *self.filled.entry(*field).or_default() += 1;
        }
        for field in record.filled.iter().chain(&record.missing) {
            *self.applies.entry(*field).or_default() += 1;
        }
    }

    fn row<Key>(self, key: Key, wishes: &Wishes) -> Row<Key> {
        let number = |counts: &BTreeMap<Field, usize>, field| counts.get(&field).copied().unwrap_or(0);
        let share = |(&field, &weight): (&Field, &f64)| FieldShare {
            field,
            weight,
            applies: number(&self.applies, field),
            filled: number(&self.filled, field),
        };
        let mean_score = if self.count > 0 { self.scores / self.count as f64 } else { 0.0 };
        Row { key, count: self.count, mean_score, fields: wishes.weights.iter().map(share).collect() }
    }
}

fn rows<Key: Ord>(records: &[RecordScore], wishes: &Wishes, key: impl Fn(&RecordScore) -> Key) -> Vec<Row<Key>> {
    let mut tallies: BTreeMap<Key, Tally> = BTreeMap::new();
    for record in records {
        tallies.entry(key(record)).or_default().add(record);
    }
    tallies.into_iter().map(|(key, tally)| tally.row(key, wishes)).collect()
}

#[cfg(test)]
mod tests;
