//! Which communities have people left over, worst first?

use super::{CoverageQuestion, FieldError, RegistryError, Snapshot, coverage::CoverageInputs, small_counts::Telling};
use crate::{
    analysis::{
        coverage::{Coverage, bands},
        gaps::{GapRow, GapUnit, gaps},
    },
    domain::{division::Level, small_count::SmallCounts},
};

/// What is asked: one limit or a standard, and a page of the list.
#[derive(Debug, Clone, Default)]
pub struct GapQuestion {
    /// Kinds, people, the limit and the division.
    pub coverage: CoverageQuestion,
    /// Rows to pass over.
    pub offset: usize,
    /// Rows at most; `None` for all.
    pub limit: Option<usize>,
}

/// The place that is nearest to a gap.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct NearestPlace<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Great-circle metres from whichever of the unit's cells is nearest to it.
    pub distance_m: f64,
}

/// A community (or cell) with people left over.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct Gap<'a> {
    /// From 1, most people left over first.
    pub rank: usize,
    /// Division code or cell id; null for people outside every known division.
    pub code: Option<String>,
    /// The community's name.
    pub name: Option<&'a str>,
    /// English name.
    pub name_en: Option<&'a str>,
    /// The street it belongs to.
    pub street: Option<&'a str>,
    /// The district it belongs to.
    pub district: Option<&'a str>,
    /// Where it is.
    pub lon: Option<f64>,
    /// Where it is.
    pub lat: Option<f64>,
    /// All its people. A count above 0 that is too small to be told to whoever asks is null: see `withheld_below`.
    pub people: Option<f64>,
    /// People beyond the limit: `covered + left_over = people`.
    pub left_over: Option<f64>,
    /// People within.
    pub covered: Option<f64>,
    /// `covered / people`; null where one of them is withheld.
    pub share: Option<f64>,
    /// Whether its counts are rounded to multiples of `withheld_below`.
    pub rounded: bool,
    /// The nearest place; null when there is none at all.
    pub nearest: Option<NearestPlace<'a>>,
    /// Metres to the nearest place as its people have it on average; null when they are too few to be told.
    pub mean_distance_m: Option<f64>,
}

/// A page of gaps.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct GapAnswer<'a> {
    /// `straight`, or on foot: `walk`, `elder`, `step-free`.
    pub by: &'static str,
    /// Whether it was measured over the streets of a map (实测路网); otherwise it is an estimate (估算).
    pub measured: bool,
    /// Codes of the kinds asked for; empty means any.
    pub kind: Vec<&'a str>,
    /// The limit in metres.
    pub within_m: f64,
    /// The same in seconds at the pace of the profile; null for straight lines.
    pub within_s: Option<f64>,
    /// Which people were counted.
    pub group: &'a str,
    /// `community`, or `cell` when the demand names no divisions.
    pub unit: &'static str,
    /// How many gaps there are.
    pub total: usize,
    /// Counts of this group above 0 and below this are withheld (null) from whoever asked, and rows from which one of them would
    /// follow by subtraction are rounded to its multiples. Null: every count is told as it is.
    pub withheld_below: Option<u32>,
    /// People left over in all of them.
    pub people_left_over: Option<f64>,
    /// All people in scope, those of communities without a gap included.
    pub people_total: Option<f64>,
    /// Whether these two counts are rounded to multiples of `withheld_below`.
    pub rounded: bool,
    /// The rows of this page.
    pub items: Vec<Gap<'a>>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// What it was worked out from.
    pub inputs: CoverageInputs<'a>,
}

impl Snapshot {
    /// The ranked list of gaps.
    pub fn gaps<'a>(&'a self, question: &GapQuestion) -> Result<GapAnswer<'a>, RegistryError> {
        let (filter, column, limits) = self.coverage_terms(&question.coverage)?;
        let [within_m] = limits[..] else {
            return Err(RegistryError::Invalid(vec![FieldError::new(
                "within_m",
                limits.iter().map(f64::to_string).collect::<Vec<_>>().join(","),
                "a gap has one limit",
                "one number of metres",
            )]));
        };
        let scope = question.coverage.division.map(|code| self.current_code(code));
        let manner = question.coverage.manner;
        let distances = self.distances(manner, &filter);
        let in_scope = |unit: GapUnit| match (scope, unit) {
            (None, _) => true,
            (Some(scope), GapUnit::Zone(zone)) => scope.contains(self.zone_codes()[zone as usize]),
            (Some(_), GapUnit::Unzoned | GapUnit::Cell(_)) => false,
        };
        let told = question.coverage.small_counts;
        let mut rows: Vec<_> = if self.groups().is_empty() {
            Vec::new()
        } else {
            gaps(self.cells(), &distances.nearest, column, within_m).into_iter().filter(|row| in_scope(row.unit)).collect()
        };
        let telling = match told {
            SmallCounts::Told => Telling::of(told, &[], &Coverage::default()),
            SmallCounts::Withheld { .. } => Telling::of(told, self.zone_codes(), &bands(self.cells(), &distances.nearest, column, &limits)),
        };
        let told_of = |unit: GapUnit| match unit {
            GapUnit::Zone(zone) => telling.zone(Some(zone)),
            GapUnit::Unzoned => telling.zone(None),
            GapUnit::Cell(_) => told,
        };
        if told != SmallCounts::Told {
            // Their order would tell which of two withheld or equally rounded counts is larger.
            let left_over = |row: &GapRow| told_of(row.unit).blur(row.left_over).unwrap_or(0.0);
            rows.sort_by(|a, b| left_over(b).total_cmp(&left_over(a)).then(a.unit.cmp(&b.unit)));
        }
        let page = question.limit.unwrap_or(usize::MAX);
        let items: Vec<Gap> = rows
            .iter()
            .enumerate()
            .skip(question.offset)
            .take(page)
            .map(|(place, row)| self.gap(place + 1, row, told_of(row.unit)))
            .collect();
        let next = question.offset + items.len();
        let everyone = self.coverage(&CoverageQuestion {
            within_m: vec![within_m],
            standard: None,
            level: Some(Level::Province),
            ..question.coverage.clone()
        })?;
        Ok(GapAnswer {
            by: manner.by.code(),
            measured: self.is_measured(manner),
            kind: self.kind_codes(&filter),
            within_m,
            within_s: manner.seconds_for(within_m),
            group: self.groups().get(column).map_or("population", String::as_str),
            unit: if self.zone_codes().is_empty() { "cell" } else { "community" },
            total: rows.len(),
            withheld_below: told.threshold(),
            people_left_over: telling.everybody(scope).blur(rows.iter().map(|row| row.left_over).sum()),
            rounded: everyone.rounded,
            people_total: everyone.bands.first().map_or(Some(0.0), |band| band.total),
            next_cursor: (next < rows.len()).then(|| next.to_string()),
            items,
            inputs: everyone.inputs,
        })
    }

    fn gap(&self, rank: usize, row: &GapRow, told: SmallCounts) -> Gap<'_> {
        let code = match row.unit {
            GapUnit::Zone(zone) => Some(self.zone_codes()[zone as usize]),
            GapUnit::Unzoned | GapUnit::Cell(_) => None,
        };
        let division = code.and_then(|code| self.divisions().get(&code));
        let above = |level: Level| {
            let code = code.filter(|code| code.level() > level)?.at(level)?;
            self.divisions().get(&code).map(|division| division.name.as_str())
        };
        let (id, point) = match row.unit {
            GapUnit::Zone(zone) => (code.map(|code| code.to_string()), self.zone_point(zone)),
            GapUnit::Unzoned => (None, None),
            GapUnit::Cell(cell) => (Some(self.cell_id(cell as usize).to_string()), self.cell_point(cell)),
        };
        let people = told.blur_split(row.covered, row.left_over);
        Gap {
            rank,
            code: id,
            name: division.map(|division| division.name.as_str()),
            name_en: division.and_then(|division| division.name_en.as_deref()),
            street: above(Level::Street),
            district: above(Level::District),
            lon: point.map(|point| point[0]),
            lat: point.map(|point| point[1]),
            people: people.total,
            left_over: people.left_over,
            covered: people.covered,
            share: people.share,
            rounded: told != SmallCounts::Told,
            nearest: row.nearest.and_then(|(place, distance_m)| {
                let facility = &self.facilities()[self.row_of_place(place)? as usize];
                Some(NearestPlace { id: facility.id.as_str(), name: &facility.name, distance_m })
            }),
            mean_distance_m: row.mean_distance_m.filter(|_| people.total.is_some()),
        }
    }
}
