//! Which rows put something where a person should look twice? Outside of the division that they declare, or of every one.
//!
//! By the rules of the review queue, so that what is let in unseen is found there again. A row that leaves a place where it
//! was is not spoken of.

use rayon::prelude::*;

use super::{
    answer::{RowState, RowWarning},
    difference::{Comparison, Place},
    preview::{Against, Plan},
};
use crate::{
    analysis::{
        duplicates::PlaceNames,
        review::{Boundaries, Ground, Limits, Placed, Problem},
    },
    domain::{facility::Facility, position::Precision},
};

/// What is odd about where a row lies.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Misplaced {
    problem: Problem,
    /// Whether it is about a protected place: told to those who may see where that is.
    pub(super) veiled: bool,
}

impl Misplaced {
    /// As the interface tells it.
    pub(super) fn item(&self) -> RowWarning {
        RowWarning {
            problem: self.problem.code(),
            detail: serde_json::to_value(&self.problem).unwrap_or_default(),
            suggestion: self.problem.next_step().code(),
        }
    }
}

/// Warns of the rows that would put something in the wrong place.
pub(super) fn warn(plans: &mut [Plan], comparison: &Comparison, against: &Against) {
    let snapshot = against.snapshot;
    // The names of divisions are for comparing addresses only.
    let names = PlaceNames::default();
    let ground = Ground { divisions: snapshot.divisions(), locator: snapshot.locator(), names: &names, area: against.area };
    let (boundaries, limits) = (Boundaries::of(ground), Limits::default());
    plans.par_iter_mut().filter(|plan| matches!(plan.state, RowState::Added | RowState::Changed)).for_each(|plan| {
        let moved = comparison.moved(plan.place);
        let problem = moved.as_ref().and_then(|(placed, _)| boundaries.problem(placed, &limits));
        let veiled = moved
            .and_then(|(_, facility)| facility)
            .is_some_and(|one| snapshot.is_protected(&one.kind) || snapshot.protects(one.id.as_str()));
        plan.warning = problem.map(|problem| Misplaced { problem, veiled });
    });
}

impl Comparison<'_> {
    /// Where a row puts something, and which facility or site that is; nothing where it leaves it.
    fn moved(&self, place: Place) -> Option<(Placed<'_>, Option<&Facility>)> {
        let facility = match place {
            Place::Facility(at) => Some(&self.harvest.facilities[at].1),
            Place::Organization(at) => self.harvest.organizations[at].1.1.as_ref(),
            _ => None,
        };
        if let Place::Cell(at) = place {
            let cell = &self.harvest.cells[at].1;
            let before = self.cells.get(cell.id.as_str());
            let same = before.is_some_and(|before| before.position == cell.position && before.division == cell.division);
            let placed = Placed {
                id: cell.id.as_str(),
                address: None,
                division: cell.division,
                position: cell.position,
                precision: Precision::Exact,
            };
            return (!same).then_some((placed, None));
        }
        let facility = facility?;
        let before = self.background.held.facilities.get(facility.id.as_str());
        let position = facility.location?.position;
        let stays = |before: &Facility| before.division == facility.division && before.location.is_some_and(|one| one.position == position);
        let precision = facility.location?.precision;
        let placed = Placed { id: facility.id.as_str(), address: None, division: facility.division, position, precision };
        (!before.is_some_and(stays)).then_some((placed, Some(facility)))
    }
}
