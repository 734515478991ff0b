//! How are the figures of a plan told? People of target groups go through the same withholding as everywhere, and since a plan can
//! be laid out so that it singles out a household, all of its counts are rounded for whoever may not know the small ones.

use super::terms::Scope;
use crate::{
    analysis::{coverage::Band, scenario::Tally},
    domain::{
        division::DivisionCode,
        kind::POPULATION,
        permission::Caller,
        plan::Baseline,
        small_count::{SmallCounts, ToldSplit},
    },
    registry::{CoverageInputs, CoverageQuestion, Registry, Snapshot},
};

/// People within reach and beyond: `covered + left_over = total`, to the last bit; null is withheld.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ReachFigures {
    /// People within reach.
    pub covered: Option<f64>,
    /// People beyond.
    pub left_over: Option<f64>,
    /// `covered / total`, 0 when there is nobody.
    pub share: Option<f64>,
}

/// Reach of a division before and after.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct DivisionFigures<'a> {
    /// 12 digits; null for people whose cell belongs to no known division of the level.
    #[schema(value_type = Option<String>)]
    pub code: Option<DivisionCode>,
    /// Its name.
    pub name: Option<&'a str>,
    /// All people.
    pub total: Option<f64>,
    /// People within reach before.
    pub before: Option<f64>,
    /// People within reach after.
    pub after: Option<f64>,
}

/// What an answer was worked out from.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ScenarioInputs<'a> {
    /// As of coverage.
    #[serde(flatten)]
    pub coverage: CoverageInputs<'a>,
    /// The state of records, people, streets and standards.
    #[schema(value_type = Object)]
    pub baseline: Baseline,
}

impl Registry {
    /// How the counts of each group of the demand data are told to a caller who asks about a division.
    pub fn small_counts_by_group(&self, caller: &Caller, snapshot: &Snapshot, division: Option<&str>) -> Vec<SmallCounts> {
        let division = division.and_then(|code| DivisionCode::parse(code).ok());
        let told = |group: &String| {
            let question = CoverageQuestion { division, count: Some(group.clone()), ..CoverageQuestion::default() };
            self.small_counts(caller, snapshot, &question)
        };
        snapshot.groups().iter().map(told).collect()
    }
}

impl Scope {
    /// How counts of the people of the terms are told.
    pub fn told(&self) -> SmallCounts {
        self.told_of(self.column)
    }

    /// The same of another group.
    pub fn told_of(&self, column: usize) -> SmallCounts {
        self.told.get(column).copied().unwrap_or_default()
    }
}

/// A count that may stand for a difference: below 0 when people are lost.
pub(super) fn signed(told: SmallCounts, people: f64) -> Option<f64> {
    told.blur(people.abs()).map(|count| if people < 0.0 { -count } else { count })
}

/// Covered and left over of a tally, with its total.
pub(super) fn split(told: SmallCounts, within_m: f64, tally: Tally) -> (ReachFigures, Option<f64>) {
    let band = Band::new(within_m, tally.covered, tally.total);
    if told == SmallCounts::Told {
        let figures = ReachFigures { covered: Some(band.covered), left_over: Some(band.left_over), share: Some(band.share) };
        return (figures, Some(band.total));
    }
    let ToldSplit { covered, left_over, total, share } = told.blur_split(band.covered, band.left_over);
    (ReachFigures { covered, left_over, share }, total)
}

impl Snapshot {
    /// A row by division.
    pub(super) fn division_figures(&self, scope: &Scope, row: usize, before: f64, after: Tally) -> DivisionFigures<'_> {
        let (code, told) = (scope.codes[row], scope.told());
        let covered = |covered: f64| split(told, scope.within_m, Tally { covered, ..after }).0.covered;
        DivisionFigures {
            code,
            name: self.division_name(code),
            total: split(told, scope.within_m, after).1,
            before: covered(before),
            after: covered(after.covered),
        }
    }

    pub(super) fn division_name(&self, code: Option<DivisionCode>) -> Option<&str> {
        Some(self.divisions().get(&code?)?.name.as_str())
    }

    /// What it was worked out from.
    pub(super) fn scenario_inputs(&self, scope: &Scope) -> ScenarioInputs<'_> {
        let serving = self.places().accepted(&scope.filter).count();
        ScenarioInputs { coverage: self.inputs(serving, scope.column, scope.manner), baseline: self.baseline() }
    }

    pub(super) fn group_code(&self, column: usize) -> &str {
        self.groups().get(column).map_or(POPULATION, String::as_str)
    }
}
