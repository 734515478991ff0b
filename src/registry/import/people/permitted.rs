//! In which divisions may a file of people write? Asked once for each division, and remembered for whoever approves.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    domain::{demand::DemandCell, division::DivisionCode},
    registry::import::summary::Summary,
};

/// Who says whether a division may be written in; `None` stands for what lies in no division.
type Allows<'a> = &'a dyn Fn(Option<DivisionCode>) -> bool;

/// Divisions that a file may write in.
pub(in crate::registry::import) struct Permitted<'a> {
    /// `None` where everything may be written, so that nobody need know where cells lie.
    allows: Option<Allows<'a>>,
    answers: BTreeMap<Option<DivisionCode>, bool>,
}

impl<'a> Permitted<'a> {
    /// As at the command line.
    pub(in crate::registry::import) fn everywhere() -> Permitted<'a> {
        Permitted { allows: None, answers: BTreeMap::new() }
    }

    /// As somebody's rights say.
    pub(in crate::registry::import) fn by(allows: Allows<'a>) -> Permitted<'a> {
        Permitted { allows: Some(allows), answers: BTreeMap::new() }
    }

    /// Whether something may be written where `division` says.
    pub(super) fn may(&mut self, division: impl FnOnce() -> Option<DivisionCode>) -> bool {
        let Some(allows) = self.allows else { return true };
        let division = division();
        *self.answers.entry(division).or_insert_with(|| allows(division))
    }

    /// Takes out the cells that may not be written, and says how many there were.
    pub(super) fn keep(
        &mut self,
        cells: &mut Vec<(usize, DemandCell)>,
        division: impl Fn(&DemandCell) -> Option<DivisionCode>,
        summary: &mut Summary,
    ) {
        let (mut left, mut people) = (0_usize, 0.0);
        cells.retain(|(_, cell)| {
            let may = self.may(|| division(cell));
            if !may {
                left += 1;
                people += cell.counts.iter().sum::<f64>();
            }
            may
        });
        if left > 0 {
            summary.notes.push(format!("{left} cells with {people} people lie outside your jurisdiction and are left out."));
        }
    }

    /// The divisions of what is written, as a draft keeps them.
    pub(super) fn divisions(self) -> BTreeSet<Option<DivisionCode>> {
        self.answers.into_iter().filter(|(_, may)| *may).map(|(division, _)| division).collect()
    }
}
