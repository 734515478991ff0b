//! What does the registry know already that a file must be compared with?

use std::collections::{BTreeMap, BTreeSet};

use super::{ImportOptions, summary::Summary};
use crate::{
    domain::{
        division::{Division, DivisionCode},
        facility::Facility,
        kind::Catalogue,
    },
    exchange::{Reading, Records as Rows, Refusal},
    storage::ReferenceRows,
};

/// What the registry knows before an import.
pub(super) struct Known {
    pub(super) catalogue: Catalogue,
    pub(super) divisions: BTreeMap<DivisionCode, Division>,
    pub(super) successors: BTreeMap<DivisionCode, DivisionCode>,
}

impl Known {
    pub(super) fn new(rows: ReferenceRows, divisions: Vec<Division>) -> Known {
        let catalogue = Catalogue::new(rows.kinds, rows.service_types, rows.target_groups);
        let divisions: BTreeMap<_, _> = divisions.into_iter().map(|division| (division.code, division)).collect();
        Known { catalogue, successors: Division::successors(&divisions), divisions }
    }

    /// What the reader of a file must know.
    pub(super) fn reading<'a>(&'a self, options: &ImportOptions<'a>) -> Reading<'a> {
        Reading {
            datum: options.datum,
            area: options.area,
            catalogue: &self.catalogue,
            successors: &self.successors,
            held: None,
            progress: options.progress,
        }
    }

    /// Takes out the rows whose successors lead back to themselves, so that no code stands for none.
    pub(super) fn refuse_circles(&self, rows: &mut Rows<Division>) -> Vec<Refusal> {
        let mut next: BTreeMap<DivisionCode, DivisionCode> =
            self.divisions.values().filter_map(|division| Some((division.code, division.successor?))).collect();
        next.extend(rows.records.iter().filter_map(|(_, division)| Some((division.code, division.successor?))));
        let in_circle = |code: DivisionCode| {
            let chain = std::iter::successors(next.get(&code).copied(), |later| next.get(later).copied());
            chain.take(next.len()).any(|later| later == code)
        };
        let mut refused = Vec::new();
        rows.records.retain(|(row, division)| {
            let circle = in_circle(division.code);
            if circle {
                refused.push(Refusal {
                    row: *row,
                    column: "successor".to_owned(),
                    value: division.successor.map(|code| code.to_string()).unwrap_or_default(),
                    reason: format!("the successors of {} lead back to itself", division.code),
                    expected: "the code in force that took its place, or an empty cell".to_owned(),
                });
            }
            !circle
        });
        refused
    }

    pub(super) fn note_unknown_divisions(&self, codes: impl Iterator<Item = DivisionCode>, summary: &mut Summary) {
        let unknown: BTreeSet<DivisionCode> = codes.filter(|code| !self.divisions.contains_key(code)).collect();
        if let Some(first) = unknown.first() {
            summary.notes.push(format!(
                "{} division codes are not in the registry, for instance {first}; the rows are kept, and named once `import divisions` brings them",
                unknown.len()
            ));
        }
    }

    pub(super) fn note_unplaced(&self, facilities: &[&Facility], summary: &mut Summary) {
        let protected = |facility: &&&Facility| {
            self.catalogue.kinds.find(&facility.kind).is_some_and(|kind| kind.protected && facility.front.is_none())
        };
        let unplaced = facilities.iter().filter(protected).count();
        if unplaced > 0 {
            summary.notes.push(format!(
                "{unplaced} protected places have no public front point (public_lon, public_lat 公开经度, 公开纬度): they are listed, but shown on no map and found by no distance"
            ));
        }
    }
}
