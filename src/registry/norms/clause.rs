//! What does a row about one clause say? Its standard, its status and why, whom it concerns and where.

use chrono::NaiveDate;

use crate::domain::{
    change::words,
    division::DivisionCode,
    kind::Confidence,
    standard::{Clause, Standard},
};

words! {
    /// What became of a clause.
    NormStatus {
        /// Kept everywhere.
        Met = "met",
        /// Not kept somewhere.
        Failed = "failed",
        /// Nobody can tell from what the registry holds; see why.
        NotCheckable = "not_checkable",
        /// Not applied; see why.
        Off = "off",
    }
}

words! {
    /// Why a clause is off or cannot be judged.
    NormWhy {
        /// 未核实: nobody compared it with the official text.
        Unverified = "unverified",
        /// Its first day is still to come.
        NotYetInForce = "not_yet_in_force",
        /// Its last day is past.
        NoLongerInForce = "no_longer_in_force",
        /// It holds in another part of the land.
        Elsewhere = "elsewhere",
        /// The unit of its ratio cannot be read.
        UnreadableUnit = "unreadable_unit",
        /// The demand data has no count of whom it is measured against.
        NoCount = "no_count",
        /// The counts are too small to be told to whoever asks.
        SmallCounts = "small_counts",
        /// Its tier is no level of administration.
        NoLevel = "no_level",
        /// There is no division of that level here.
        NoDivision = "no_division",
        /// There is no place of the kind here.
        NoPlace = "no_place",
        /// Places of the kind do not state the quantity.
        NotStated = "not_stated",
        /// Places of the kind are protected: in which part of a district they stand is told to nobody.
        Protected = "protected",
    }
}

/// What a clause asks for.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct NormRequirement {
    /// How much.
    pub value: f64,
    /// Of what: `m`, `m2`, `places`, or the unit of a ratio.
    pub unit: String,
}

/// A division in which a clause fails.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct NormDivision<'a> {
    /// 12 digits; null for people of no division of the level.
    #[schema(value_type = Option<String>)]
    pub code: Option<DivisionCode>,
    /// Its name.
    pub name: Option<&'a str>,
    /// English name.
    pub name_en: Option<&'a str>,
    /// Whom the clause counts there; null when they are too few to be told, or not known.
    pub people: Option<f64>,
    /// Those of them whom the failure affects; null likewise.
    pub affected: Option<f64>,
    /// What is there of what the clause asks for; null of a reach.
    pub there: Option<f64>,
    /// What should be there; null of a reach.
    pub required: Option<f64>,
    /// What is missing; null of a reach.
    pub missing: Option<f64>,
    /// Places there that state nothing of the quantity: they count as nothing.
    pub not_stated: usize,
    /// Whether its counts are rounded to multiples of `withheld_below`.
    pub rounded: bool,
}

/// A place that falls short, or does not state what it would be judged by.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct NormFacility<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Where it is.
    #[schema(value_type = Option<String>)]
    pub division: Option<DivisionCode>,
    /// What it states; null when it states nothing.
    pub stated: Option<f64>,
    /// What it lacks; null when it states nothing.
    pub missing: Option<f64>,
}

/// A clause of a standard and what became of it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct NormClause<'a> {
    /// Code of the standard.
    pub standard: &'a str,
    /// Its rule set.
    pub set: &'a str,
    /// Chinese name of the standard.
    pub name_zh: &'a str,
    /// English name of the standard.
    pub name_en: &'a str,
    /// Code of the kind that it is about.
    pub kind: &'a str,
    /// Living-circle tier or level of administration.
    pub tier: Option<&'a str>,
    /// `shall`, `should` or `may`.
    pub strength: &'a str,
    /// Where it is written.
    pub citation: &'a str,
    /// A read in the primary text, B from a second hand, C from memory.
    #[schema(value_type = String)]
    pub confidence: Confidence,
    /// Whether somebody compared it with the official text; a row that is not is marked wherever it is shown.
    pub verified: bool,
    /// First day of force.
    pub valid_from: Option<NaiveDate>,
    /// Last day of force.
    pub valid_to: Option<NaiveDate>,
    /// Where it holds; null for everywhere.
    pub area: Option<&'a str>,
    /// `reach`, `administrative`, `ratio`, `minimum_area` or `minimum_places`.
    #[schema(value_type = String)]
    pub clause: Clause,
    /// What it asks for.
    pub requirement: NormRequirement,
    /// `met`, `failed`, `not_checkable` or `off`.
    #[schema(value_type = String)]
    pub status: NormStatus,
    /// Why it is off or not checkable; null otherwise.
    #[schema(value_type = Option<String>)]
    pub why: Option<NormWhy>,
    /// Whom it counts: `population`, a target group or `households`; null of a minimum.
    pub group: Option<String>,
    /// How distances were measured; null but of a reach.
    pub by: Option<&'static str>,
    /// Whether they were measured over the streets of a map (实测路网), or estimated; null but of a reach.
    pub measured: Option<bool>,
    /// How they were measured; null but of a reach.
    pub method: Option<&'static str>,
    /// All whom it counts in scope; null when they are too few to be told, or nobody is counted.
    pub people: Option<f64>,
    /// Those whom its failure affects; null likewise.
    pub affected: Option<f64>,
    /// Whether these two are rounded to multiples of `withheld_below`.
    pub rounded: bool,
    /// Counts of the group above 0 and below this are withheld from whoever asked. Null: every count is told as it is.
    pub withheld_below: Option<u32>,
    /// Places of the kind that operate in scope.
    pub facilities: usize,
    /// Divisions in which it fails, in the order of codes.
    pub divisions: Vec<NormDivision<'a>>,
    /// Divisions that could not be judged, since their counts are too small to be told.
    pub divisions_withheld: usize,
    /// Places that fall short or state nothing, in the order of ids; of a minimum only.
    pub facilities_failing: Vec<NormFacility<'a>>,
    /// Places that do not state the quantity.
    pub facilities_not_stated: usize,
}

impl<'a> NormClause<'a> {
    /// A row that says nothing yet.
    pub(super) fn blank(standard: &'a Standard, clause: Clause) -> NormClause<'a> {
        NormClause {
            standard: &standard.code,
            set: &standard.set,
            name_zh: &standard.name_zh,
            name_en: &standard.name_en,
            kind: &standard.kind,
            tier: standard.tier.as_deref(),
            strength: &standard.strength,
            citation: &standard.citation,
            confidence: standard.confidence,
            verified: standard.verified,
            valid_from: standard.valid_from,
            valid_to: standard.valid_to,
            area: standard.area.as_deref(),
            clause,
            requirement: requirement(standard, clause),
            status: NormStatus::Met,
            why: None,
            group: None,
            by: None,
            measured: None,
            method: None,
            people: None,
            affected: None,
            rounded: false,
            withheld_below: None,
            facilities: 0,
            divisions: Vec::new(),
            divisions_withheld: 0,
            facilities_failing: Vec::new(),
            facilities_not_stated: 0,
        }
    }

    pub(super) fn is_off(&mut self, why: NormWhy) {
        (self.status, self.why) = (NormStatus::Off, Some(why));
    }

    pub(super) fn cannot_be_judged(&mut self, why: NormWhy) {
        (self.status, self.why) = (NormStatus::NotCheckable, Some(why));
    }
}

fn requirement(standard: &Standard, clause: Clause) -> NormRequirement {
    let of = |value: f64, unit: &str| NormRequirement { value, unit: unit.to_owned() };
    let ratio = |unit: &str| standard.ratio.as_ref().map_or_else(|| of(1.0, unit), |ratio| of(ratio.value, &ratio.unit));
    match clause {
        Clause::Reach => of(standard.reach_m.unwrap_or(0.0), "m"),
        Clause::Administrative => ratio(&format!("per {}", standard.tier.as_deref().unwrap_or("division"))),
        Clause::Ratio => ratio(""),
        Clause::MinimumArea => of(standard.min_area_m2.unwrap_or(0.0), "m2"),
        Clause::MinimumPlaces => of(standard.min_places.map_or(0.0, f64::from), "places"),
    }
}
