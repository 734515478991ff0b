//! How well are the people of each division served, and how evenly? Scores of cells as means by division, told to whoever asks.

use std::collections::BTreeMap;

use super::{
    AccessQuestion, CoverageInputs, CoverageQuestion, FieldError, RegistryError, Snapshot, candidates::pairs_within, small_counts::Telling,
};
use crate::{
    analysis::{access::evenness, coverage::Coverage, space::Point},
    domain::{
        division::{DivisionCode, Level},
        small_count::SmallCounts,
    },
};

/// More pairs of people and places than this are not looked at while somebody waits.
const MOST_PAIRS: usize = 20_000_000;
/// Points of the Lorenz curve: tenths of the people.
const LORENZ_STEPS: usize = 10;

/// How well the people of a division are served.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ZoneAccess<'a> {
    /// 12 digits; null for people whose cell belongs to no known division of the level.
    #[schema(value_type = Option<String>)]
    pub code: Option<DivisionCode>,
    /// Its name.
    pub name: Option<&'a str>,
    /// English name.
    pub name_en: Option<&'a str>,
    /// Its people; null when they are too few to be told.
    pub people: Option<f64>,
    /// Their score on average; null where their number is.
    pub mean: Option<f64>,
    /// Whether the number of people is rounded to a multiple of `withheld_below`.
    pub rounded: bool,
}

/// The whole answer.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct AccessItem<'a> {
    /// `2sfca`, `e2sfca`, `gaussian` or `gravity`.
    pub method: &'static str,
    /// `straight`, or on foot: `walk`, `elder`, `step-free`.
    pub by: &'static str,
    /// Whether it was measured over the streets of a map.
    pub measured: bool,
    /// The limit in metres; of bands the widest.
    pub within_m: f64,
    /// Which people were counted.
    pub group: String,
    /// The division that was asked for.
    #[schema(value_type = Option<String>)]
    pub division: Option<DivisionCode>,
    /// The places of all facilities that serve, together.
    pub supply_total: f64,
    /// The supply of facilities that nobody reaches: it is in no score.
    pub supply_unused: f64,
    /// Facilities that serve and stand on the map.
    pub facilities: usize,
    /// Those of them without a capacity on record, which count as nothing.
    pub without_capacity: usize,
    /// The score of all people in scope on average; null where their number is withheld.
    pub mean: Option<f64>,
    /// 0 when all in scope are served alike, near 1 when one has everything.
    pub gini: Option<f64>,
    /// Share of people and of what they have, from the worst served, by tenths.
    pub lorenz: Vec<[f64; 2]>,
    /// Counts of this group above 0 and below this are withheld from whoever asked; null: every count is told.
    pub withheld_below: Option<u32>,
    /// A row a division, in the order of codes.
    pub zones: Vec<ZoneAccess<'a>>,
    /// What it was worked out from.
    pub inputs: CoverageInputs<'a>,
}

impl Snapshot {
    /// Whether a question can be answered, without answering it; `coverage` says whose people and where.
    pub fn check_access(&self, coverage: &CoverageQuestion) -> Result<(), RegistryError> {
        let (filter, _, limits) = self.coverage_terms(coverage)?;
        self.counted(coverage.count.as_deref())?;
        let serves = |row: &u32| filter.accepts(self.places(), *row);
        let places: Vec<Point> = (0..self.places().len() as u32).filter(serves).filter_map(|row| self.places().point(row)).collect();
        let people: Vec<Point> = self.cell_points().into_iter().flatten().collect();
        let reach_m = limits.last().copied().unwrap_or(0.0);
        if pairs_within(&people, &places, reach_m, MOST_PAIRS) > MOST_PAIRS {
            let reason = "gives more pairs of people and places than are looked at";
            return Err(RegistryError::Invalid(vec![FieldError::new("within_m", reach_m, reason, "a shorter limit, or fewer kinds")]));
        }
        Ok(())
    }

    /// Scores by division of a level. `coverage` has the same terms, with the widest limit: small counts are told by it.
    pub fn access_by_division<'a>(
        &'a self,
        method: &'static str,
        question: &AccessQuestion,
        coverage: &CoverageQuestion,
    ) -> Result<AccessItem<'a>, RegistryError> {
        let (filter, column, limits) = self.coverage_terms(coverage)?;
        let scope = coverage.division.map(|code| self.current_code(code));
        let level = coverage.level.unwrap_or(Level::District);
        let answer = self.access(question)?;
        let told = coverage.small_counts;
        let telling = match told {
            SmallCounts::Told => Telling::of(told, &[], &Coverage::default()),
            SmallCounts::Withheld { .. } => {
                let distances = self.distances(question.manner, &filter);
                Telling::of(told, self.zone_codes(), &distances.coverage(self.cells(), column, &limits))
            }
        };
        let zone_of = |cell: u32| self.cells().zone(cell).map(|zone| self.zone_codes()[zone as usize]);
        let inside = |cell: u32| match (scope, zone_of(cell)) {
            (None, _) => !self.cells().is_skipped(cell),
            (Some(scope), Some(code)) => scope.contains(code),
            (Some(_), None) => false,
        };
        let counts = self.cells().counts(column);
        let people: Vec<f64> = counts.iter().zip(0..).map(|(count, cell)| if inside(cell) { *count } else { 0.0 }).collect();
        let mut rows: BTreeMap<Option<DivisionCode>, (f64, f64)> = BTreeMap::new();
        for (cell, count) in (0u32..).zip(&people).filter(|(_, count)| **count > 0.0) {
            let row = rows.entry(zone_of(cell).and_then(|code| code.at(level))).or_default();
            *row = (row.0 + count, row.1 + count * answer.access.scores[cell as usize]);
        }
        let outside = || (0u32..).zip(self.zone_codes()).filter(|(_, code)| code.at(level).is_none()).map(|(zone, _)| zone);
        let zone = |(code, (people, served)): (&Option<DivisionCode>, &(f64, f64))| {
            let told = code.map_or_else(|| telling.together(outside()), |code| telling.division(code, scope));
            let division = code.and_then(|code| self.divisions().get(&code));
            let count = told.blur(*people);
            ZoneAccess {
                code: *code,
                name: division.map(|division| division.name.as_str()),
                name_en: division.and_then(|division| division.name_en.as_deref()),
                people: count,
                mean: count.map(|_| served / people),
                rounded: told != SmallCounts::Told,
            }
        };
        let (total, served) = rows.values().fold((0.0, 0.0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
        let known = telling.everybody(scope).blur(total).filter(|_| total > 0.0);
        let even = evenness(&people, &answer.access.scores, LORENZ_STEPS);
        Ok(AccessItem {
            method,
            by: question.manner.by.code(),
            measured: self.is_measured(question.manner),
            within_m: question.decay.reach(),
            division: scope,
            supply_total: answer.supply_total,
            supply_unused: answer.access.unused,
            facilities: answer.facilities,
            without_capacity: answer.without_capacity.len(),
            mean: known.map(|_| served / total),
            gini: known.map(|_| even.gini),
            lorenz: if known.is_some() { even.lorenz } else { Vec::new() },
            withheld_below: told.threshold(),
            zones: rows.iter().map(zone).collect(),
            inputs: self.inputs(answer.facilities, column, question.manner),
            group: answer.group,
        })
    }
}
