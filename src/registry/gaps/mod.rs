//! Which communities have people left over, worst first, and where does each stand?

mod desk;
mod one;
mod write;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use self::desk::{Standing, score};
pub use self::{
    desk::{GapDesk, GapTime, GapWish, RankParts, Worklist},
    one::{GapCommentItem, GapDetail, GapEvent},
    write::{GapPatch, GapWrite},
};
use super::{CoverageQuestion, FieldError, RegistryError, Snapshot, coverage::CoverageInputs, small_counts::Telling};
use crate::{
    analysis::{
        coverage::Coverage,
        filter::Filter,
        gaps::{GapRow, GapUnit, units},
    },
    domain::{
        division::{DivisionCode, Level},
        gap::{GapLimit, GapState, GapTerms},
        kind::POPULATION,
        small_count::SmallCounts,
    },
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
    /// What stands beside the figures.
    pub desk: GapDesk,
}

/// The rule that people are left over of.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct GapClause {
    /// Code of the standard whose reach is the limit; null where the limit was asked for as metres.
    pub standard: Option<String>,
    /// The limit in metres, closed.
    pub within_m: f64,
    /// `straight`, `walk`, `elder` or `step-free`.
    pub by: &'static str,
    /// Which people were counted.
    pub group: String,
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
    /// From 1, the highest score first; null of one gap by itself. By people left over, unless the weights say otherwise.
    pub rank: Option<usize>,
    /// Names the gap: the community under these kinds and this clause. Null for cells and for people outside every division.
    pub id: Option<String>,
    /// The clause that fails.
    pub clause: GapClause,
    /// `open`, `planned`, `under_way`, `closed` (by the figures) or `accepted`; null in old units, and where there is no id.
    #[schema(value_type = Option<String>)]
    pub state: Option<GapState>,
    /// Why it is accepted as it is; to those only who keep records or make plans there, as are the next five.
    pub reason: Option<String>,
    /// Whose it is: 12 digits of a division, or `unit:<reporting unit>`.
    pub owner_unit: Option<String>,
    /// What that is called.
    pub owner_unit_name: Option<&'a str>,
    /// The post within it.
    pub owner_post: Option<String>,
    /// The day by which it is to be closed.
    pub deadline: Option<NaiveDate>,
    /// Whether that day is past and something is still to be done.
    pub overdue: Option<bool>,
    /// For `If-Match`; 0 where nobody has decided anything.
    pub version: i64,
    /// What the rank is made of.
    pub rank_parts: RankParts,
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
    /// How much each part of a rank counts; a setting.
    pub rank_weights: BTreeMap<String, f64>,
    /// How many gaps there are.
    pub total: usize,
    /// Counts of this group above 0 and below this are withheld (null) from whoever asked, and rows from which one of them would
    /// follow by subtraction are rounded to its multiples. Null: every count is told as it is.
    pub withheld_below: Option<u32>,
    /// People left over in scope, whatever states were asked for.
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

/// A question in the terms of the snapshot.
struct GapTermsFound {
    filter: Filter,
    column: usize,
    within_m: f64,
    scope: Option<DivisionCode>,
}

/// A row on its way into the list.
struct Ranked<'w> {
    row: GapRow,
    told: SmallCounts,
    parts: RankParts,
    terms: Option<GapTerms>,
    standing: Option<Standing<'w>>,
}

impl Snapshot {
    /// Whether a question can be answered, without answering it.
    pub fn check_gaps(&self, question: &GapQuestion) -> Result<(), RegistryError> {
        self.gap_terms(question).map(drop)
    }

    fn gap_terms(&self, question: &GapQuestion) -> Result<GapTermsFound, RegistryError> {
        let (filter, column, limits) = self.coverage_terms(&question.coverage)?;
        let [within_m] = limits[..] else {
            return Err(RegistryError::Invalid(vec![FieldError::new(
                "within_m",
                limits.iter().map(f64::to_string).collect::<Vec<_>>().join(","),
                "a gap has one limit",
                "one number of metres",
            )]));
        };
        if question.desk.wish.is_of_owners() && !question.desk.shows_owners_somewhere() {
            let field = if question.desk.wish.owner.is_some() { "owner" } else { "overdue" };
            let reason = "is told to those only who keep records or make plans";
            return Err(RegistryError::Invalid(vec![FieldError::new(field, "", reason, "sign in, or leave it out")]));
        }
        let scope = question.coverage.division.map(|code| self.current_code(code));
        Ok(GapTermsFound { filter, column, within_m, scope })
    }

    /// The ranked list of gaps.
    pub fn gaps<'a>(&'a self, question: &GapQuestion) -> Result<GapAnswer<'a>, RegistryError> {
        let terms = self.gap_terms(question)?;
        let GapTermsFound { ref filter, column, within_m, scope } = terms;
        let manner = question.coverage.manner;
        let told = question.coverage.small_counts;
        let telling = self.gap_telling(question, &terms);
        let (rows, people_left_over) = self.ranked(question, &terms, &telling);
        let page = question.limit.unwrap_or(usize::MAX);
        let items: Vec<Gap> = rows
            .iter()
            .enumerate()
            .skip(question.offset)
            .take(page)
            .map(|(place, row)| self.gap(place + 1, row, self.gap_clause(question, column, within_m), &question.desk))
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
            kind: self.kind_codes(filter),
            within_m,
            within_s: manner.seconds_for(within_m),
            group: self.groups().get(column).map_or("population", String::as_str),
            unit: if self.zone_codes().is_empty() { "cell" } else { "community" },
            rank_weights: question.desk.weights.clone(),
            total: rows.len(),
            withheld_below: told.threshold(),
            people_left_over: telling.everybody(scope).blur(people_left_over),
            rounded: everyone.rounded,
            people_total: everyone.bands.first().map_or(Some(0.0), |band| band.total),
            next_cursor: (next < rows.len()).then(|| next.to_string()),
            items,
            inputs: everyone.inputs,
        })
    }

    fn gap_telling(&self, question: &GapQuestion, terms: &GapTermsFound) -> Telling {
        let told = question.coverage.small_counts;
        match told {
            SmallCounts::Told => Telling::of(told, &[], &Coverage::default()),
            SmallCounts::Withheld { .. } => {
                let distances = self.distances(question.coverage.manner, &terms.filter);
                Telling::of(told, self.zone_codes(), &distances.coverage(self.cells(), terms.column, &[terms.within_m]))
            }
        }
    }

    /// The rows that are wanted, in order, and how many people are left over in scope.
    fn ranked<'w>(&self, question: &'w GapQuestion, terms: &GapTermsFound, telling: &Telling) -> (Vec<Ranked<'w>>, f64) {
        if self.groups().is_empty() {
            return (Vec::new(), 0.0);
        }
        let in_scope = |unit: GapUnit| match (terms.scope, unit) {
            (None, _) => true,
            (Some(scope), GapUnit::Zone(zone)) => scope.contains(self.zone_codes()[zone as usize]),
            (Some(_), GapUnit::Unzoned | GapUnit::Cell(_)) => false,
        };
        let closed_too = question.desk.wish.states.contains(&GapState::Closed);
        let wanted = |row: &GapRow| in_scope(row.unit) && (row.left_over > 0.0 || closed_too);
        let distances = self.distances(question.coverage.manner, &terms.filter);
        let found = units(self.cells(), &distances.nearest, terms.column, terms.within_m, wanted);
        let people_left_over = found.iter().map(|row| row.left_over).sum();
        let ranked = found.into_iter().filter_map(|row| self.ranked_row(question, terms, telling, row));
        let mut rows: Vec<Ranked> = ranked.collect();
        let mut parts: Vec<RankParts> = rows.iter().map(|row| row.parts).collect();
        score(&mut parts, &question.desk.weights);
        rows.iter_mut().zip(parts).for_each(|(row, parts)| row.parts = parts);
        // By what is told: the order would tell which of two withheld or equally rounded counts is larger.
        let left_over = |row: &Ranked| row.parts.people_left_over.unwrap_or(0.0);
        let score_of = |row: &Ranked| row.parts.score.unwrap_or(0.0);
        rows.sort_by(|a, b| {
            score_of(b).total_cmp(&score_of(a)).then(left_over(b).total_cmp(&left_over(a))).then(a.row.unit.cmp(&b.row.unit))
        });
        (rows, people_left_over)
    }

    fn ranked_row<'w>(&self, question: &'w GapQuestion, found: &GapTermsFound, telling: &Telling, row: GapRow) -> Option<Ranked<'w>> {
        let told = match row.unit {
            GapUnit::Zone(zone) => telling.zone(Some(zone)),
            GapUnit::Unzoned => telling.zone(None),
            GapUnit::Cell(_) => question.coverage.small_counts,
        };
        let division = match row.unit {
            GapUnit::Zone(zone) => Some(self.zone_codes()[zone as usize]),
            GapUnit::Unzoned | GapUnit::Cell(_) => None,
        };
        let terms = division.map(|division| self.terms_of(question, found, division));
        let standing = terms.as_ref().and_then(|terms| question.desk.standing(terms, row.left_over));
        if !question.desk.wants(standing.as_ref(), row.left_over, division) {
            return None;
        }
        let people = told.blur_split(row.covered, row.left_over);
        let parts = RankParts {
            people_left_over: told.blur(row.left_over).and(people.left_over),
            mean_distance_m: row.mean_distance_m.filter(|_| people.total.is_some()),
            share_uncovered: people.share.map(|share| if row.people > 0.0 { 1.0 - share } else { 0.0 }),
            ..RankParts::default()
        };
        Some(Ranked { row, told, parts, terms, standing })
    }

    fn terms_of(&self, question: &GapQuestion, found: &GapTermsFound, division: DivisionCode) -> GapTerms {
        GapTerms {
            division,
            kinds: self.kind_codes(&found.filter).into_iter().map(str::to_owned).collect(),
            limit: question.coverage.standard.clone().map_or(GapLimit::WithinM(found.within_m), GapLimit::Standard),
            by: question.coverage.manner.by,
            group: self.groups().get(found.column).cloned().unwrap_or_else(|| POPULATION.to_owned()),
        }
    }

    fn gap_clause(&self, question: &GapQuestion, column: usize, within_m: f64) -> GapClause {
        GapClause {
            standard: question.coverage.standard.clone(),
            within_m,
            by: question.coverage.manner.by.code(),
            group: self.groups().get(column).cloned().unwrap_or_else(|| POPULATION.to_owned()),
        }
    }

    fn gap(&self, rank: usize, ranked: &Ranked, clause: GapClause, desk: &GapDesk) -> Gap<'_> {
        let Ranked { row, told, parts, terms, standing } = ranked;
        let code = terms.as_ref().map(|terms| terms.division);
        let division = code.and_then(|code| self.divisions().get(&code));
        let above = |level: Level| {
            let code = code.filter(|code| code.level() > level)?.at(level)?;
            self.divisions().get(&code).map(|division| division.name.as_str())
        };
        let (place, point) = match row.unit {
            GapUnit::Zone(zone) => (code.map(|code| code.to_string()), self.zone_point(zone)),
            GapUnit::Unzoned => (None, None),
            GapUnit::Cell(cell) => (Some(self.cell_id(cell as usize).to_string()), self.cell_point(cell)),
        };
        let shown = standing.as_ref().filter(|_| code.is_some_and(|code| desk.shows_owners(code)));
        let kept = shown.and_then(|standing| standing.kept);
        let people = told.blur_split(row.covered, row.left_over);
        Gap {
            rank: Some(rank),
            id: terms.as_ref().map(GapTerms::id),
            clause,
            state: standing.as_ref().map(|standing| standing.state),
            reason: kept.filter(|gap| gap.state == GapState::Accepted).and_then(|gap| gap.reason.clone()),
            owner_unit: kept.and_then(|gap| gap.owner_unit.clone()),
            owner_unit_name: kept.and_then(|gap| self.unit_name(gap.owner_unit.as_deref()?)),
            owner_post: kept.and_then(|gap| gap.owner_post.clone()),
            deadline: kept.and_then(|gap| gap.deadline),
            overdue: shown.map(|standing| standing.overdue),
            version: standing.as_ref().and_then(|standing| standing.kept).map_or(0, |gap| gap.version),
            rank_parts: *parts,
            code: place,
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
            rounded: *told != SmallCounts::Told,
            nearest: row.nearest.and_then(|(place, distance_m)| {
                let facility = &self.facilities()[self.row_of_place(place)? as usize];
                Some(NearestPlace { id: facility.id.as_str(), name: &facility.name, distance_m })
            }),
            mean_distance_m: row.mean_distance_m.filter(|_| people.total.is_some()),
        }
    }
}
