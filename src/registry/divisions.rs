//! Which divisions are there, and how many people live in each?

use chrono::NaiveDate;

use super::{Page, RegistryError, Snapshot};
use crate::domain::{
    division::{Division, DivisionCode, Level},
    kind::POPULATION,
};

/// Which divisions are asked for.
#[derive(Debug, Clone, Default)]
pub struct DivisionQuestion {
    /// Only this level.
    pub level: Option<Level>,
    /// Only what lies in this division.
    pub parent: Option<DivisionCode>,
    /// Only those that this text fits, or begins the code of.
    pub text: Option<String>,
    /// Only those whose label stands inside: west, south, east, north.
    pub bbox: Option<[f64; 4]>,
    /// After this code.
    pub cursor: Option<String>,
    /// At most so many.
    pub limit: usize,
}

/// A division as the interface shows it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct DivisionItem<'a> {
    /// 12 digits.
    #[schema(value_type = String)]
    pub code: DivisionCode,
    /// Its name.
    pub name: &'a str,
    /// English name.
    pub name_en: Option<&'a str>,
    /// province, city, district, street, community.
    #[schema(value_type = String)]
    pub level: Level,
    /// The division above.
    #[schema(value_type = Option<String>)]
    pub parent: Option<DivisionCode>,
    /// The code that took its place.
    #[schema(value_type = Option<String>)]
    pub successor: Option<DivisionCode>,
    /// First day of the code.
    pub valid_from: Option<NaiveDate>,
    /// Last day of the code.
    pub valid_to: Option<NaiveDate>,
    /// Where its label stands.
    pub lon: Option<f64>,
    /// Where its label stands.
    pub lat: Option<f64>,
    /// Whether its area is known.
    pub has_boundary: bool,
    /// 智慧社区; null when not known or no community.
    pub smart: Option<bool>,
    /// Since when.
    pub smart_since: Option<NaiveDate>,
    /// Who says so.
    pub smart_source: Option<&'a str>,
    /// People counted in it; null when the demand data counts no population.
    pub people: Option<f64>,
    /// The record, for its boundary.
    #[serde(skip)]
    #[schema(ignore)]
    pub record: &'a Division,
}

impl Snapshot {
    /// A page of divisions in the order of codes.
    pub fn division_page(&self, question: &DivisionQuestion) -> Page<DivisionItem<'_>> {
        let inside = |division: &Division| {
            question.bbox.is_none_or(|[west, south, east, north]| {
                self.division_point(division.code).is_some_and(|[lon, lat]| lon >= west && lon <= east && lat >= south && lat <= north)
            })
        };
        let fits = |division: &Division| {
            question.text.as_deref().is_none_or(|text| {
                let text = text.trim();
                division.name.contains(text)
                    || division.code.to_string().starts_with(text)
                    || division.name_en.as_ref().is_some_and(|name| name.to_lowercase().contains(&text.to_lowercase()))
            })
        };
        let rows = self
            .divisions()
            .values()
            .filter(|division| question.level.is_none_or(|level| division.code.level() == level))
            .filter(|division| question.parent.is_none_or(|parent| parent != division.code && parent.contains(division.code)))
            .filter(|division| inside(division))
            .filter(|division| fits(division));
        Page::after(
            rows,
            question.cursor.as_deref(),
            question.limit,
            |division| division.code.to_string(),
            |division| self.division_item(division),
        )
    }

    /// One division.
    pub fn division(&self, code: DivisionCode) -> Result<DivisionItem<'_>, RegistryError> {
        let division = self.divisions().get(&code).ok_or_else(|| RegistryError::NotFound { what: "division", id: code.to_string() })?;
        Ok(self.division_item(division))
    }

    fn division_item<'a>(&'a self, division: &'a Division) -> DivisionItem<'a> {
        let point = self.division_point(division.code);
        DivisionItem {
            code: division.code,
            name: &division.name,
            name_en: division.name_en.as_deref(),
            level: division.code.level(),
            parent: division.parent,
            successor: division.successor,
            valid_from: division.valid_from,
            valid_to: division.valid_to,
            lon: point.map(|point| point[0]),
            lat: point.map(|point| point[1]),
            has_boundary: division.boundary.is_some(),
            smart: division.smart.smart,
            smart_since: division.smart.since,
            smart_source: division.smart.source.as_deref(),
            people: self.groups().iter().any(|group| group == POPULATION).then(|| self.people_in(division.code)),
            record: division,
        }
    }
}
