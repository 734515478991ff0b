//! Whom do the places of a kind reach, and whom do they miss, by division?

use std::collections::{BTreeMap, BTreeSet};

use super::{Choice, FieldError, FiguresItem, RegistryError, Snapshot, small_counts::Telling};
use crate::{
    analysis::{
        coverage::{Band, Coverage},
        filter::Filter,
    },
    domain::{
        division::{Division, DivisionCode, Level},
        kind::POPULATION,
        small_count::{SmallCounts, ToldSplit},
        street::Manner,
    },
};

/// The most limits one question may hold.
pub const MAX_BANDS: usize = 8;

/// What is to be measured.
#[derive(Debug, Clone, Default)]
pub struct CoverageQuestion {
    /// How distances are measured.
    pub manner: Manner,
    /// Which places serve.
    pub choice: Choice,
    /// Limits in metres, or none when a standard is named.
    pub within_m: Vec<f64>,
    /// A verified standard whose reach is the limit.
    pub standard: Option<String>,
    /// Which people: a column of the demand data.
    pub count: Option<String>,
    /// The level of the rows.
    pub level: Option<Level>,
    /// Only this division and what lies in it.
    pub division: Option<DivisionCode>,
    /// How counts are told to whoever asks.
    pub small_counts: SmallCounts,
}

/// People within one limit. A count above 0 that is too small to be told to whoever asks is null: see `withheld_below`.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct CoverageBand {
    /// The limit in metres, closed.
    pub within_m: f64,
    /// People within reach.
    pub covered: Option<f64>,
    /// People beyond: `covered + left_over = total`.
    pub left_over: Option<f64>,
    /// All people.
    pub total: Option<f64>,
    /// `covered / total`, 0 when there is nobody; null where one of them is withheld.
    pub share: Option<f64>,
}

/// Coverage of one division.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ZoneCoverage<'a> {
    /// 12 digits; null for people whose cell belongs to no known division of the level.
    #[schema(value_type = Option<String>)]
    pub code: Option<DivisionCode>,
    /// Its name; null when the registry has no such division.
    pub name: Option<&'a str>,
    /// English name.
    pub name_en: Option<&'a str>,
    /// Its level.
    #[schema(value_type = Option<String>)]
    pub level: Option<Level>,
    /// Where its label stands.
    pub lon: Option<f64>,
    /// Where its label stands.
    pub lat: Option<f64>,
    /// All people; null when they are too few to be told.
    pub total: Option<f64>,
    /// Places that serve and stand in it.
    pub facilities: usize,
    /// Cumulative, in the order of limits.
    pub bands: Vec<CoverageBand>,
    /// Whether its counts are rounded to multiples of `withheld_below`.
    pub rounded: bool,
}

/// Communities that have a place of their own: another rate than people within reach.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct CommunitiesWithOne {
    /// Communities with at least one.
    pub with_one: usize,
    /// All communities.
    pub total: usize,
    /// `with_one / total`.
    pub share: f64,
}

/// What an answer was worked out from.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct CoverageInputs<'a> {
    /// The state of the registry.
    pub snapshot: &'a str,
    /// When the registry last changed.
    pub data_as_of: chrono::DateTime<chrono::Utc>,
    /// Places that serve.
    pub facilities: usize,
    /// Cells whose people were counted.
    pub cells: usize,
    /// How it was measured.
    pub method: &'static str,
    /// What the people's figures are: definition, year and method of every file that they come from. Empty where nobody said.
    pub figures: Vec<FiguresItem<'a>>,
}

/// The whole answer.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct CoverageAnswer<'a> {
    /// `straight`, or on foot: `walk`, `elder`, `step-free`.
    pub by: &'static str,
    /// Whether it was measured over the streets of a map (实测路网); otherwise it is an estimate (估算).
    pub measured: bool,
    /// Codes of the kinds asked for; empty means any.
    pub kind: Vec<&'a str>,
    /// The division that was asked for; the successor of an abolished code.
    #[schema(value_type = Option<String>)]
    pub division: Option<DivisionCode>,
    /// Which people were counted.
    pub group: &'a str,
    /// Counts of this group above 0 and below this are withheld (null) from whoever asked, and rows from which one of them would
    /// follow by subtraction are rounded to its multiples. Null: every count is told as it is.
    pub withheld_below: Option<u32>,
    /// The limits in metres.
    pub within_m: Vec<f64>,
    /// The same in seconds at the pace of the profile; null for straight lines.
    pub within_s: Option<Vec<f64>>,
    /// The standard, when one was asked.
    pub standard: Option<&'a str>,
    /// Everybody in scope, by limit.
    pub bands: Vec<CoverageBand>,
    /// Whether these counts are rounded to multiples of `withheld_below`.
    pub rounded: bool,
    /// Places that serve and have a place on the map; the others are in `skipped`.
    pub facilities: usize,
    /// Communities with a place of their own.
    pub communities: CommunitiesWithOne,
    /// A row a division, in the order of codes.
    pub zones: Vec<ZoneCoverage<'a>>,
    /// Cells from which no place can be reached at any distance.
    pub unreachable: usize,
    /// Cells that are on no road; their people are left over. 0 unless it was measured over streets.
    pub off_road: usize,
    /// Facilities that could not be used, and why.
    pub skipped: Vec<SkippedFacility<'a>>,
    /// What it was worked out from.
    pub inputs: CoverageInputs<'a>,
}

/// A facility that serves but could not be used.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct SkippedFacility<'a> {
    /// Its id.
    pub id: &'a str,
    /// Why.
    pub reason: &'static str,
}

impl Snapshot {
    /// People within reach, in all and by division.
    pub fn coverage<'a>(&'a self, question: &CoverageQuestion) -> Result<CoverageAnswer<'a>, RegistryError> {
        let question = &CoverageQuestion { division: question.division.map(|code| self.current_code(code)), ..question.clone() };
        let (filter, column, limits) = self.coverage_terms(question)?;
        let level = question.level.unwrap_or(Level::District);
        let (manner, told) = (question.manner, question.small_counts);
        let distances = self.distances(manner, &filter);
        let measured = if self.groups().is_empty() {
            // No demand data yet: nobody is counted anywhere.
            Coverage::default()
        } else {
            distances.coverage(self.cells(), column, &limits)
        };
        let serving = self.serving(&filter, question.division);
        let used = serving.iter().filter(|&&row| self.places().point(row as u32).is_some()).count();

        let telling = Telling::of(told, self.zone_codes(), &measured);
        let mut rows: BTreeMap<Option<DivisionCode>, Vec<Band>> = BTreeMap::new();
        let of_zones = self.zone_codes().iter().map(|code| Some(*code)).zip(&measured.zones);
        for (zone, bands) in of_zones.chain([(None, &measured.unzoned)]) {
            let inside = match (question.division, zone) {
                (None, _) => true,
                (Some(scope), Some(zone)) => scope.contains(zone),
                (Some(_), None) => false,
            };
            if inside && bands.first().is_some_and(|band| zone.is_some() || band.total > 0.0) {
                add(rows.entry(zone.and_then(|zone| zone.at(level))).or_default(), bands);
            }
        }
        let mut in_all: Vec<Band> = Vec::new();
        rows.values().for_each(|bands| add(&mut in_all, bands));
        if in_all.is_empty() {
            in_all = limits.iter().map(|&within_m| Band { within_m, covered: 0.0, left_over: 0.0, total: 0.0, share: 0.0 }).collect();
        }
        let mut places: BTreeMap<Option<DivisionCode>, usize> = BTreeMap::new();
        for &row in &serving {
            *places.entry(self.facility_division(row).and_then(|own| own.at(level))).or_default() += 1;
        }
        let outside = || (0u32..).zip(self.zone_codes()).filter(|(_, code)| code.at(level).is_none()).map(|(zone, _)| zone);
        let told_of = |code: Option<DivisionCode>| match code {
            Some(code) => telling.division(code, question.division),
            None => telling.together(outside()),
        };
        let zones = rows.iter().map(|(code, bands)| self.zone_coverage(*code, bands, places.get(code).copied(), told_of(*code))).collect();
        let everybody = telling.everybody(question.division);
        Ok(CoverageAnswer {
            by: manner.by.code(),
            measured: self.is_measured(manner),
            kind: self.kind_codes(&filter),
            division: question.division,
            group: self.groups().get(column).map_or("population", String::as_str),
            withheld_below: told.threshold(),
            within_s: limits.iter().map(|metres| manner.seconds_for(*metres)).collect(),
            within_m: limits,
            standard: question
                .standard
                .as_deref()
                .and_then(|code| self.standards().iter().find(|one| one.code == code))
                .map(|one| one.code.as_str()),
            bands: in_all.iter().map(|band| CoverageBand::told(band, everybody)).collect(),
            rounded: everybody != SmallCounts::Told,
            facilities: used,
            communities: self.communities_with_one(&serving, question.division),
            zones,
            unreachable: measured.unreachable_cells,
            off_road: distances.off_road,
            skipped: self.skipped(&filter, manner),
            inputs: self.inputs(used, column, manner),
        })
    }

    /// Whether a question can be answered, without answering it.
    pub fn check_coverage(&self, question: &CoverageQuestion) -> Result<(), RegistryError> {
        self.coverage_terms(question).map(drop)
    }

    /// The filter, the column of counts and the limits that a question means, with every wrong field at once.
    pub(super) fn coverage_terms(&self, question: &CoverageQuestion) -> Result<(Filter, usize, Vec<f64>), RegistryError> {
        let mut errors = Vec::new();
        let filter = self.filter(&question.choice).unwrap_or_else(|more| {
            errors.extend(more);
            Filter::operating()
        });
        let column = self.count_column(question.count.as_deref()).unwrap_or_else(|error| {
            errors.push(error);
            0
        });
        let mut limits = question.within_m.clone();
        match (&question.standard, limits.is_empty()) {
            (Some(code), true) => match self.standards().iter().find(|standard| standard.code == *code) {
                Some(standard) if !standard.active() => {
                    let reach = standard.reach_m.map_or("-".to_owned(), |reach| reach.to_string());
                    return Err(RegistryError::StandardOff { code: code.clone(), reach });
                }
                Some(standard) => match standard.reach_m {
                    Some(reach_m) => limits.push(reach_m),
                    None => {
                        errors.push(FieldError::new("standard", code, "has no reach in metres", "a standard with reach_m, or within_m"))
                    }
                },
                None => errors.push(FieldError::new("standard", code, "no such standard", "a code of /api/v1/standards")),
            },
            (Some(_), false) => {
                errors.push(FieldError::new("within_m", "", "given together with a standard", "either within_m or standard"))
            }
            (None, true) => errors.push(FieldError::new("within_m", "", "missing", "metres, for instance 300,500,1000")),
            (None, false) => {}
        }
        if limits.len() > MAX_BANDS {
            let told = limits.iter().map(f64::to_string).collect::<Vec<_>>().join(",");
            errors.push(FieldError::new("within_m", told, "too many limits", format!("at most {MAX_BANDS}")));
        }
        if let Some(bad) = limits.iter().find(|limit| !(limit.is_finite() && **limit >= 0.0)) {
            errors.push(FieldError::new("within_m", bad, "not a distance", "metres, 0 or more"));
        }
        limits.sort_unstable_by(f64::total_cmp);
        limits.dedup();
        if let Some(division) = question.division.filter(|division| !self.divisions().contains_key(division)) {
            errors.push(FieldError::new("division", division, "no such division in the registry", "a code of /api/v1/divisions"));
        }
        if errors.is_empty() { Ok((filter, column, limits)) } else { Err(RegistryError::Invalid(errors)) }
    }

    /// The division in force that a code stands for: itself, or the last successor of an abolished one.
    pub fn current_code(&self, code: DivisionCode) -> DivisionCode {
        Division::successors(self.divisions()).get(&code).copied().unwrap_or(code)
    }

    /// Rows of the facilities that serve inside a scope, placed on the map or not.
    pub(super) fn serving(&self, filter: &Filter, scope: Option<DivisionCode>) -> Vec<usize> {
        (0..self.facilities().len())
            .filter(|&row| filter.accepts(self.places(), row as u32))
            .filter(|&row| scope.is_none_or(|scope| self.facility_division(row).is_some_and(|code| scope.contains(code))))
            .collect()
    }

    fn zone_coverage(&self, code: Option<DivisionCode>, bands: &[Band], facilities: Option<usize>, told: SmallCounts) -> ZoneCoverage<'_> {
        let division: Option<&Division> = code.and_then(|code| self.divisions().get(&code));
        let centre = division.and_then(|division| division.centre);
        ZoneCoverage {
            code,
            name: division.map(|division| division.name.as_str()),
            name_en: division.and_then(|division| division.name_en.as_deref()),
            level: code.map(DivisionCode::level),
            lon: centre.map(|centre| centre.lon()),
            lat: centre.map(|centre| centre.lat()),
            total: told.blur(bands.first().map_or(0.0, |band| band.total)),
            facilities: facilities.unwrap_or(0),
            bands: bands.iter().map(|band| CoverageBand::told(band, told)).collect(),
            rounded: told != SmallCounts::Told,
        }
    }

    fn communities_with_one(&self, serving: &[usize], scope: Option<DivisionCode>) -> CommunitiesWithOne {
        let served: BTreeSet<DivisionCode> = serving.iter().filter_map(|&row| self.facility_division(row)).collect();
        let communities = self
            .divisions()
            .values()
            .filter(|division| division.code.level() == Level::Community && division.valid_to.is_none())
            .filter(|division| scope.is_none_or(|scope| scope.contains(division.code)));
        let (mut with_one, mut total) = (0, 0);
        for community in communities {
            total += 1;
            with_one += usize::from(served.contains(&community.code));
        }
        CommunitiesWithOne { with_one, total, share: if total == 0 { 0.0 } else { with_one as f64 / total as f64 } }
    }

    fn skipped<'a>(&'a self, filter: &Filter, manner: Manner) -> Vec<SkippedFacility<'a>> {
        let unplaced = (0..self.facilities().len())
            .filter(|&row| self.places().point(row as u32).is_none() && filter.accepts(self.places(), row as u32))
            .map(|row| SkippedFacility { id: self.facilities()[row].id.as_str(), reason: "protected, without a public front point" });
        let off_road = self.places_off_road(manner).into_iter().filter(|row| filter.accepts(self.places(), *row));
        let off_road = off_road.map(|row| SkippedFacility {
            id: self.facilities()[row as usize].id.as_str(),
            reason: "on no road: no street that people may walk within the limit of attaching",
        });
        unplaced.chain(off_road).collect()
    }

    pub(super) fn kind_codes(&self, filter: &Filter) -> Vec<&str> {
        filter.kinds.iter().map(|&kind| self.catalogue().kinds.rows()[usize::from(kind)].code.as_str()).collect()
    }

    /// What an answer about the people of a column was worked out from.
    pub(super) fn inputs(&self, facilities: usize, column: usize, manner: Manner) -> CoverageInputs<'_> {
        CoverageInputs {
            snapshot: self.etag(),
            data_as_of: self.revision().changed_at,
            facilities,
            cells: self.cell_count(),
            method: self.method(manner),
            figures: self.figures(self.groups().get(column).map_or(POPULATION, String::as_str)),
        }
    }
}

/// Adds people band by band; shares follow from the sums.
fn add(sum: &mut Vec<Band>, more: &[Band]) {
    if sum.is_empty() {
        *sum = more.to_vec();
        return;
    }
    for (sum, more) in sum.iter_mut().zip(more) {
        *sum = Band::new(sum.within_m, sum.covered + more.covered, sum.total + more.total);
    }
}

impl CoverageBand {
    /// A band as it is told.
    fn told(band: &Band, told: SmallCounts) -> CoverageBand {
        let Band { within_m, covered, left_over, total, share } = *band;
        if told == SmallCounts::Told {
            return CoverageBand { within_m, covered: Some(covered), left_over: Some(left_over), total: Some(total), share: Some(share) };
        }
        let ToldSplit { covered, left_over, total, share } = told.blur_split(covered, left_over);
        CoverageBand { within_m, covered, left_over, total, share }
    }
}
