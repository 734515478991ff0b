//! The registry's facilities: one, or a page of those that fit.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Choice, Page, RegistryError, Snapshot};
use crate::domain::{
    division::DivisionCode,
    facility::{Facility, GivenPoint, Status},
    service::ServiceAtLocation,
};

/// Which facilities are asked for.
#[derive(Debug, Clone, Default)]
pub struct FacilityQuestion {
    /// Kinds, services, group and statuses; no status means any here.
    pub choice: Choice,
    /// Only in this division.
    pub division: Option<DivisionCode>,
    /// Only inside this box: west, south, east, north.
    pub bbox: Option<[f64; 4]>,
    /// Only those that this text fits.
    pub text: Option<String>,
    /// After this id.
    pub cursor: Option<String>,
    /// At most so many.
    pub limit: usize,
}

/// The pair of coordinates as it came.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct GivenItem {
    /// Longitude as given.
    pub x: f64,
    /// Latitude as given.
    pub y: f64,
    /// `wgs84`, `cgcs2000`, `gcj02` or `bd09`.
    pub datum: &'static str,
}

/// A name with its id.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct NamedId<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name; null when the registry does not have the record.
    pub name: Option<&'a str>,
}

/// A division with those above it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct DivisionPath<'a> {
    /// 12 digits.
    #[schema(value_type = String)]
    pub code: DivisionCode,
    /// Its name; null when the registry does not have it.
    pub name: Option<&'a str>,
    /// Names from large to small, its own last.
    pub path: Vec<&'a str>,
}

/// A service as offered at a facility.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct OfferedService<'a> {
    /// `<facility>:<service type>`.
    pub id: String,
    /// Code of the service type.
    #[serde(rename = "type")]
    pub service_type: &'a str,
    /// Chinese name of the type.
    pub name: &'a str,
    /// English name of the type.
    pub name_en: &'a str,
    /// Whom it admits; empty admits everyone.
    pub target_groups: Vec<&'a str>,
    /// What it costs, as written.
    pub fee: Option<&'a str>,
    /// How many at once.
    pub capacity: Option<u32>,
    /// How many of those were free at `vacancy_at`.
    pub vacancy: Option<u32>,
    /// When the vacancy was true.
    pub vacancy_at: Option<DateTime<Utc>>,
    /// A phone of its own.
    pub phone: Option<&'a str>,
}

/// A facility as the interface shows it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct FacilityAnswer<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// English name.
    pub name_en: Option<&'a str>,
    /// Code of its kind.
    pub kind: &'a str,
    /// Where it stands between planned and closed.
    #[schema(value_type = String)]
    pub status: Status,
    /// Since when.
    pub status_date: Option<NaiveDate>,
    /// Why.
    pub status_reason: Option<&'a str>,
    /// Who runs it.
    pub operator: Option<NamedId<'a>>,
    /// The operator's credit code as given with the record.
    pub credit_code: Option<String>,
    /// The division it is in.
    pub division: Option<DivisionPath<'a>>,
    /// Street address; null for a protected place.
    pub address: Option<&'a str>,
    /// Where it is shown, WGS84; null for a protected place without a public front point.
    pub lon: Option<f64>,
    /// Where it is shown.
    pub lat: Option<f64>,
    /// The pair as given; null for a protected place.
    pub given: Option<GivenItem>,
    /// How exactly the position is known; null for a protected place.
    pub precision: Option<&'static str>,
    /// Whether only a public front point is shown.
    pub protected: bool,
    /// Beds or places, in its kind's unit.
    pub capacity: Option<u32>,
    /// Floor area in square metres.
    pub floor_area_m2: Option<f64>,
    /// OSM opening_hours text.
    pub opening_hours: Option<&'a str>,
    /// Office phone.
    pub phone: Option<&'a str>,
    /// Barrier-free features.
    pub barrier_free: Vec<&'a str>,
    /// Grade.
    pub grade: Option<&'a str>,
    /// Department responsible for it.
    pub responsible_department: Option<&'a str>,
    /// Anything else; null for a protected place.
    pub notes: Option<&'a str>,
    /// First day of operation.
    pub opened_on: Option<NaiveDate>,
    /// Last day somebody checked the record.
    pub checked_on: Option<NaiveDate>,
    /// Where the record comes from.
    pub source: Option<&'a str>,
    /// What it offers.
    pub services: Vec<OfferedService<'a>>,
    /// Groups that any of its services names.
    pub target_groups: Vec<&'a str>,
    /// When the record last changed.
    pub updated_at: DateTime<Utc>,
    /// Who checked it last: a post or an account.
    pub checked_by: Option<&'a str>,
    /// The number of the change that last wrote it.
    pub version: i64,
    /// Ids of records that became part of this one; they answer with it.
    pub merged_ids: Vec<&'a str>,
}

impl Snapshot {
    /// One facility.
    pub fn facility(&self, id: &str) -> Result<FacilityAnswer<'_>, RegistryError> {
        let row = self.facility_row_or_heir(id).ok_or_else(|| RegistryError::NotFound { what: "facility", id: id.to_owned() })?;
        Ok(self.facility_answer(row))
    }

    /// A page of facilities in the order of ids.
    pub fn facility_page(&self, question: &FacilityQuestion) -> Result<Page<FacilityAnswer<'_>>, RegistryError> {
        let mut choice = question.choice.clone();
        if choice.statuses.is_empty() {
            choice.statuses.push("any".to_owned());
        }
        let filter = self.filter(&choice).map_err(RegistryError::Invalid)?;
        let fits_text = question.text.as_deref().map(|text| self.facility_text(text));
        let inside = |row: usize| {
            question.bbox.is_none_or(|[west, south, east, north]| {
                self.places().point(row as u32).is_some_and(|[lon, lat]| lon >= west && lon <= east && lat >= south && lat <= north)
            })
        };
        let rows = (0..self.facilities().len())
            .filter(|&row| filter.accepts(self.places(), row as u32))
            .filter(|&row| question.division.is_none_or(|scope| self.facility_division(row).is_some_and(|code| scope.contains(code))))
            .filter(|&row| inside(row))
            .filter(|&row| fits_text.as_ref().is_none_or(|fits| fits(row)));
        let id = |row: &usize| self.facilities()[*row].id.to_string();
        Ok(Page::after(rows, question.cursor.as_deref(), question.limit, id, |row| self.facility_answer(row)))
    }

    /// A facility as it is shown.
    pub fn facility_answer(&self, row: usize) -> FacilityAnswer<'_> {
        let facility = &self.facilities()[row];
        let protected = self.catalogue().kinds.find(&facility.kind).is_some_and(|kind| kind.protected);
        let position = facility.shown_position();
        let mut target_groups: Vec<&str> =
            facility.services.iter().flat_map(|service| service.target_groups.iter().map(|group| &**group)).collect();
        target_groups.sort_unstable();
        target_groups.dedup();
        FacilityAnswer {
            id: facility.id.as_str(),
            name: &facility.name,
            name_en: facility.name_en.as_deref(),
            kind: &facility.kind,
            status: facility.status,
            status_date: facility.status_date,
            status_reason: facility.status_reason.as_deref(),
            operator: self.operator(facility),
            credit_code: facility.credit_code.as_ref().map(ToString::to_string),
            division: self.facility_division(row).map(|code| self.division_of_record(code)),
            address: facility.address.as_deref(),
            lon: position.map(|position| position.lon()),
            lat: position.map(|position| position.lat()),
            given: facility.location.map(|location| GivenItem::from(location.given)),
            precision: facility.location.map(|location| location.precision.as_code()),
            protected,
            capacity: facility.capacity,
            floor_area_m2: facility.floor_area_m2,
            opening_hours: facility.opening_hours.as_deref(),
            phone: facility.phone.as_deref(),
            barrier_free: facility.barrier_free.iter().map(AsRef::as_ref).collect(),
            grade: facility.grade.as_deref(),
            responsible_department: facility.responsible_department.as_deref(),
            notes: facility.notes.as_deref(),
            opened_on: facility.opened_on,
            checked_on: facility.checked_on,
            source: facility.source.as_deref(),
            services: facility.services.iter().map(|service| self.offered(facility.id.as_str(), service)).collect(),
            target_groups,
            updated_at: self.updated_at(row),
            checked_by: facility.checked_by.as_deref(),
            version: self.version(row),
            merged_ids: self.merged_into_facility(facility.id.as_str()),
        }
    }

    /// Who runs a facility.
    pub(super) fn operator<'a>(&'a self, facility: &'a Facility) -> Option<NamedId<'a>> {
        let id = facility.operator.as_ref()?.as_str();
        Some(NamedId { id, name: self.organization(id).map(|organization| organization.name.as_str()) })
    }

    /// A division as a record names it.
    pub(super) fn division_of_record(&self, code: DivisionCode) -> DivisionPath<'_> {
        let name = self.divisions().get(&code).map(|division| division.name.as_str());
        DivisionPath { code, name, path: self.division_path(code) }
    }

    /// A service with the names of its type.
    pub(super) fn offered<'a>(&'a self, giver: &str, service: &'a ServiceAtLocation) -> OfferedService<'a> {
        let row = self.catalogue().service_types.find(&service.service_type);
        OfferedService {
            id: format!("{giver}:{}", service.service_type),
            service_type: &service.service_type,
            name: row.map_or(&*service.service_type, |row| &row.name_zh),
            name_en: row.map_or(&*service.service_type, |row| &row.name_en),
            target_groups: service.target_groups.iter().map(|group| &**group).collect(),
            fee: service.fee.as_deref(),
            capacity: service.capacity,
            vacancy: service.vacancy,
            vacancy_at: service.vacancy_at,
            phone: service.phone.as_deref(),
        }
    }
}

impl From<GivenPoint> for GivenItem {
    fn from(given: GivenPoint) -> Self {
        GivenItem { x: given.x, y: given.y, datum: given.datum.code() }
    }
}
