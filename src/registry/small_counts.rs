//! May this caller know the small counts of an answer, and if not, which of its rows are told exactly?

use std::collections::BTreeMap;

use super::{CoverageQuestion, Registry, Snapshot};
use crate::{
    analysis::{
        coverage::{Band, Coverage},
        disclosure::Table,
    },
    domain::{
        division::{DivisionCode, Level},
        kind::POPULATION,
        permission::{Caller, Right},
        settings::Settings,
        small_count::SmallCounts,
    },
};

impl Registry {
    /// How the counts of an answer are told to a caller. All residents are no target group: their counts are told to anybody.
    /// Whoever has the right for the division that is asked about is told every count.
    pub fn small_counts(&self, caller: &Caller, snapshot: &Snapshot, question: &CoverageQuestion) -> SmallCounts {
        let division = question.division.map(|code| snapshot.current_code(code));
        if caller.may(Right::ReadSmallCounts, division) {
            return SmallCounts::Told;
        }
        let group = snapshot.count_column(question.count.as_deref()).ok().and_then(|column| snapshot.groups().get(column));
        match group.filter(|group| *group != POPULATION) {
            None => SmallCounts::Told,
            Some(group) => SmallCounts::below(threshold(&self.settings(), snapshot, group)),
        }
    }

    /// What the telling of small counts depends on besides the question: a copy that somebody else was told, or before the
    /// thresholds were changed, is another answer.
    pub fn small_count_terms(&self, caller: &Caller) -> String {
        let settings = self.settings();
        let reader = caller.account_id().filter(|_| caller.may_somewhere(Right::ReadSmallCounts)).unwrap_or_default();
        let everywhere = caller.may(Right::ReadSmallCounts, None);
        format!("{} {} {everywhere} {reader}", settings.suppress_below, settings.suppress_below_minors)
    }
}

/// The threshold of a group; one that the catalogue does not know is treated with the greater care.
fn threshold(settings: &Settings, snapshot: &Snapshot, group: &str) -> u32 {
    match snapshot.catalogue().target_groups.find(group).map(|row| row.minors) {
        Some(true) => settings.suppress_below_minors,
        Some(false) => settings.suppress_below,
        None => settings.suppress_below.max(settings.suppress_below_minors),
    }
}

/// Which rows of an answer are told exactly. It is worked out over all divisions, whatever part of them the answer shows, so
/// that answers about several parts and levels do not give away together what each withholds.
pub(super) struct Telling {
    blurred: SmallCounts,
    /// Nothing is known of it when every count is told.
    exact: Vec<bool>,
    divisions: BTreeMap<DivisionCode, u32>,
    /// By zone; the last one is the people of no zone.
    zones: Vec<u32>,
}

impl Telling {
    /// Works it out from the bands of every zone.
    pub fn of(told: SmallCounts, codes: &[DivisionCode], measured: &Coverage) -> Telling {
        let mut telling = Telling { blurred: told, exact: Vec::new(), divisions: BTreeMap::new(), zones: Vec::new() };
        let Some(below) = told.threshold() else { return telling };
        let limits = measured.unzoned.len();
        let mut table = Table::new(limits + 1, below);
        let of_zones = codes.iter().map(|code| Some(*code)).zip(&measured.zones);
        for (code, bands) in of_zones.chain([(None, &measured.unzoned)]) {
            let mut above = 0;
            for code in Level::ALL.into_iter().filter_map(|level| code?.at(level)) {
                above = *telling.divisions.entry(code).or_insert_with(|| table.add(above));
            }
            let zone = table.add(above);
            table.count(zone, &parts(bands));
            telling.zones.push(zone);
        }
        telling.exact = table.tellable();
        telling
    }

    /// Everybody in scope.
    pub fn everybody(&self, scope: Option<DivisionCode>) -> SmallCounts {
        match scope {
            None => self.row(Some(0)),
            Some(code) => self.row(self.divisions.get(&code).copied()),
        }
    }

    /// The people of a division, of which a scope may show a part only.
    pub fn division(&self, code: DivisionCode, scope: Option<DivisionCode>) -> SmallCounts {
        self.everybody(Some(scope.filter(|scope| code.contains(*scope)).unwrap_or(code)))
    }

    /// The people of one zone; of no zone, when there is no such number.
    pub fn zone(&self, zone: Option<u32>) -> SmallCounts {
        let row = zone.and_then(|zone| self.zones.get(zone as usize)).or(self.zones.last());
        self.row(row.copied())
    }

    /// The people of several zones together, and of no zone.
    pub fn together(&self, zones: impl IntoIterator<Item = u32>) -> SmallCounts {
        let mut zones = zones.into_iter().map(Some).chain([None]);
        if zones.all(|zone| self.zone(zone) == SmallCounts::Told) { SmallCounts::Told } else { self.blurred }
    }

    fn row(&self, row: Option<u32>) -> SmallCounts {
        let exact = self.blurred == SmallCounts::Told || row.is_some_and(|row| self.exact[row as usize]);
        if exact { SmallCounts::Told } else { self.blurred }
    }
}

/// Cumulative bands as parts: within the first limit, between it and the second, and so on, and beyond the last.
fn parts(bands: &[Band]) -> Vec<f64> {
    let mut within = 0.0;
    let mut parts: Vec<f64> = bands.iter().map(|band| band.covered - std::mem::replace(&mut within, band.covered)).collect();
    parts.push(bands.last().map_or(0.0, |band| band.left_over));
    parts
}
