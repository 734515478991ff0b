//! In whose units are figures given? In those in force, unless the ones before the latest changes are asked for.
//!
//! *New units*: a record that declares an abolished division counts where its successor is; of a division that was split,
//! where its point lies among the parts. *Old units*: the changes of divisions are taken back, the latest first: what
//! ended is in force again, what began is gone, and what declares a new code counts in the one it came from, by its point
//! where there were several.

use std::collections::BTreeMap;

use crate::{
    analysis::locator::Locator,
    domain::{
        demand::DemandCell,
        division::{Division, DivisionCode},
        division_change::DivisionChange,
        facility::Facility,
        organization::Organization,
        position::Position,
    },
    storage::State,
};

/// Whose units figures are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Units {
    /// Those in force.
    #[default]
    New,
    /// Those before the changes of divisions that were entered.
    Old,
}

impl Units {
    /// The units with this code.
    pub fn parse(text: &str) -> Option<Units> {
        match text {
            "new" => Some(Units::New),
            "old" => Some(Units::Old),
            _ => None,
        }
    }
}

/// Where a declared code leads.
pub(super) struct Heirs {
    heirs: BTreeMap<DivisionCode, Vec<DivisionCode>>,
    locator: Locator,
}

impl Heirs {
    fn new(heirs: BTreeMap<DivisionCode, Vec<DivisionCode>>, divisions: &[Division]) -> Heirs {
        let among: Vec<DivisionCode> = heirs.values().flatten().copied().collect();
        Heirs { locator: Locator::new(divisions.iter().filter(|one| among.contains(&one.code))), heirs }
    }

    /// The code that a declared one stands for at a point; itself when nothing better is known.
    fn of(&self, declared: DivisionCode, point: Option<Position>) -> DivisionCode {
        let mut code = declared;
        // A chain is at most as long as there are changes.
        for _ in 0..=self.heirs.len() {
            // A changed district carries its streets and communities along by their own rows; those without one stay.
            let Some(heirs) = self.heirs.get(&code) else { break };
            let at_point = || point.and_then(|point| self.locator.locate([point.lon(), point.lat()])).filter(|found| heirs.contains(found));
            match heirs.as_slice() {
                [] => break,
                [only] => code = *only,
                _ => match at_point() {
                    Some(found) => code = found,
                    None => break,
                },
            }
        }
        code
    }

    /// Those that let every record count in the units in force; none where no division has ended.
    pub(super) fn in_force(divisions: &[Division], changes: &[DivisionChange]) -> Option<Heirs> {
        let mut heirs: BTreeMap<DivisionCode, Vec<DivisionCode>> =
            divisions.iter().filter_map(|one| Some((one.code, vec![one.successor?]))).collect();
        for change in changes {
            change.ended().for_each(|code| drop(heirs.insert(code, change.to.clone())));
        }
        (!heirs.is_empty()).then(|| Heirs::new(heirs, divisions))
    }

    /// Lets a facility count where its division's heir is.
    pub(super) fn move_facility(&self, facility: &mut Facility) {
        let point = facility.location.map(|location| location.position);
        facility.division = facility.division.map(|code| self.of(code, point));
    }

    /// The same for an organization.
    pub(super) fn move_organization(&self, organization: &mut Organization) {
        organization.division = organization.division.map(|code| self.of(code, None));
    }

    /// The same for people.
    pub(super) fn move_cell(&self, cell: &mut DemandCell) {
        cell.division = cell.division.map(|code| self.of(code, Some(cell.position)));
    }
}

/// Lets every record count in the units before the changes of divisions.
pub(super) fn in_old_units(state: &mut State) {
    for change in state.division_changes.clone().iter().rev() {
        take_back(state, change);
    }
    state.division_changes.clear();
}

fn take_back(state: &mut State, change: &DivisionChange) {
    let ended: Vec<DivisionCode> = change.ended().collect();
    let begun: Vec<DivisionCode> = change.begun().collect();
    for division in &mut state.divisions {
        if ended.contains(&division.code) {
            (division.valid_to, division.successor) = (None, None);
        }
    }
    // A code that went on may stand for several from now on, by the point: 甲 that took 乙 in is 甲 or 乙 again.
    let heirs = change.to.iter().map(|code| (*code, change.from.clone())).filter(|(code, from)| from.as_slice() != [*code]);
    let heirs: BTreeMap<_, _> = heirs.collect();
    Heirs::new(heirs, &state.divisions).apply_once(state);
    state.divisions.retain(|division| !begun.contains(&division.code));
}

impl Heirs {
    /// One step only: a code may lead to itself among others.
    fn apply_once(&self, state: &mut State) {
        let step = |declared: DivisionCode, point: Option<Position>| -> DivisionCode {
            let Some(heirs) = self.heirs.get(&declared) else { return declared };
            if let [only] = heirs.as_slice() {
                return *only;
            }
            let found = point.and_then(|point| self.locator.locate([point.lon(), point.lat()]));
            found.filter(|found| heirs.contains(found)).unwrap_or(declared)
        };
        for kept in &mut state.facilities {
            let point = kept.record.location.map(|location| location.position);
            kept.record.division = kept.record.division.map(|code| step(code, point));
        }
        for cell in &mut state.demand.cells {
            cell.division = cell.division.map(|code| step(code, Some(cell.position)));
        }
    }
}
