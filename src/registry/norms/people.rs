//! How many people of a group are in each division, as whoever asks may know it?

use std::collections::BTreeMap;

use super::super::{Snapshot, small_counts::Telling};
use crate::{
    analysis::{
        coverage::{Band, Coverage},
        norms::people_by_zone,
    },
    domain::{
        division::{DivisionCode, Level},
        small_count::SmallCounts,
    },
};

/// The people of a group by zone, and how they are told.
pub(super) struct People<'a> {
    zones: &'a [DivisionCode],
    by_zone: Vec<f64>,
    telling: Telling,
}

/// A count as it is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    /// `None` when it is withheld.
    pub count: Option<f64>,
    /// Whether it is rounded.
    pub rounded: bool,
}

impl<'a> People<'a> {
    pub fn of(snapshot: &'a Snapshot, column: usize, told: SmallCounts) -> People<'a> {
        let by_zone = people_by_zone(snapshot.cells(), column);
        let band = |people: &f64| vec![Band::new(0.0, *people, *people)];
        let (zones, unzoned) = by_zone.split_at(by_zone.len() - 1);
        let coverage =
            Coverage { zones: zones.iter().map(band).collect(), unzoned: unzoned.iter().flat_map(band).collect(), ..Coverage::default() };
        let telling = Telling::of(told, snapshot.zone_codes(), &coverage);
        People { zones: snapshot.zone_codes(), by_zone, telling }
    }

    /// The people of every division of a level that has any, inside a scope.
    pub fn by_division(&self, level: Level, scope: Option<DivisionCode>) -> BTreeMap<DivisionCode, f64> {
        let mut sums = BTreeMap::new();
        for (zone, people) in self.zones.iter().zip(&self.by_zone).filter(|(zone, _)| scope.is_none_or(|scope| scope.contains(**zone))) {
            if let Some(code) = zone.at(level) {
                *sums.entry(code).or_insert(0.0) += people;
            }
        }
        sums
    }

    /// Everybody in scope, exactly.
    pub fn count_in(&self, scope: Option<DivisionCode>) -> f64 {
        match scope {
            None => self.by_zone.iter().sum(),
            Some(scope) => self.zones.iter().zip(&self.by_zone).filter(|(zone, _)| scope.contains(**zone)).map(|(_, people)| people).sum(),
        }
    }

    /// Everybody in scope, as it is told.
    pub fn told_in(&self, scope: Option<DivisionCode>) -> Told {
        let told = self.telling.everybody(scope);
        Told { count: told.blur(self.count_in(scope)), rounded: told != SmallCounts::Told }
    }

    /// The people of a division, as they are told.
    pub fn told_of(&self, code: DivisionCode, people: f64, scope: Option<DivisionCode>) -> Told {
        let told = self.telling.division(code, scope);
        Told { count: told.blur(people), rounded: told != SmallCounts::Told }
    }
}
