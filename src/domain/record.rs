//! How does a record look when it is written down whole? One flat form for the log, proposals, the interface and backups.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    credit_code::CreditCode,
    datum::Datum,
    division::DivisionCode,
    facility::{Facility, GivenPoint, Location, Status},
    id::{FacilityId, OrganizationId},
    organization::{Category, Organization},
    position::{Position, Precision},
    service::ServiceAtLocation,
};

/// Why a written record is none: the field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {why}")]
pub struct RecordError {
    /// The field of the flat form.
    pub field: &'static str,
    /// What is wrong.
    pub why: String,
}

fn wrong(field: &'static str, why: impl ToString) -> RecordError {
    RecordError { field, why: why.to_string() }
}

/// A pair of coordinates and what it refers to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenRecord {
    /// Longitude as given.
    pub x: f64,
    /// Latitude as given.
    pub y: f64,
    /// `wgs84`, `cgcs2000`, `gcj02` or `bd09`.
    pub datum: String,
}

/// A point in WGS84.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointRecord {
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
}

/// A service as offered at a place or by an organization.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceRecord {
    /// Code of the service type.
    #[serde(rename = "type")]
    pub service_type: String,
    /// Whom it admits; empty admits everyone.
    #[serde(default)]
    pub target_groups: Vec<String>,
    /// What it costs, as written.
    #[serde(default)]
    pub fee: Option<String>,
    /// How many at once.
    #[serde(default)]
    pub capacity: Option<u32>,
    /// How many of those were free at `vacancy_at`.
    #[serde(default)]
    pub vacancy: Option<u32>,
    /// When the vacancy was true.
    #[serde(default)]
    pub vacancy_at: Option<DateTime<Utc>>,
    /// A phone of its own.
    #[serde(default)]
    pub phone: Option<String>,
}

/// A facility written down whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FacilityRecord {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// Code of its kind.
    pub kind: String,
    /// Id of who runs it.
    pub operator: Option<String>,
    /// The operator's credit code as given with the record.
    pub credit_code: Option<String>,
    /// 12 digits.
    pub division: Option<String>,
    /// Street address.
    pub address: Option<String>,
    /// The true place, WGS84.
    pub lon: Option<f64>,
    /// The true place, WGS84.
    pub lat: Option<f64>,
    /// The pair as it came.
    pub given: Option<GivenRecord>,
    /// How exactly the position is known.
    pub precision: Option<String>,
    /// The public front point of a protected place.
    pub front: Option<PointRecord>,
    /// Where it stands.
    pub status: String,
    /// Since when.
    pub status_date: Option<NaiveDate>,
    /// Why.
    pub status_reason: Option<String>,
    /// Beds or places.
    pub capacity: Option<u32>,
    /// Square metres.
    pub floor_area_m2: Option<f64>,
    /// OSM opening_hours text.
    pub opening_hours: Option<String>,
    /// Office phone.
    pub phone: Option<String>,
    /// Mobile of the contact: shown to those with the right only.
    pub contact_mobile: Option<String>,
    /// Barrier-free features.
    pub barrier_free: Vec<String>,
    /// Grade.
    pub grade: Option<String>,
    /// Department responsible for it.
    pub responsible_department: Option<String>,
    /// Anything else.
    pub notes: Option<String>,
    /// First day of operation.
    pub opened_on: Option<NaiveDate>,
    /// Last day somebody checked the record.
    pub checked_on: Option<NaiveDate>,
    /// Who did: a post or an account, never a person's name.
    pub checked_by: Option<String>,
    /// Where the record comes from.
    pub source: Option<String>,
    /// What it offers.
    pub services: Vec<ServiceRecord>,
}

/// An organization written down whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganizationRecord {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// Legal form.
    pub category: Option<String>,
    /// Unified social credit code.
    pub credit_code: Option<String>,
    /// Number of its filing 备案.
    pub filing_number: Option<String>,
    /// Office phone.
    pub phone: Option<String>,
    /// Mobile of the contact: shown to those with the right only.
    pub contact_mobile: Option<String>,
    /// Office address.
    pub address: Option<String>,
    /// 12 digits.
    pub division: Option<String>,
    /// Services without a door of their own.
    pub services: Vec<ServiceRecord>,
    /// Anything else.
    pub notes: Option<String>,
    /// Where the record comes from.
    pub source: Option<String>,
}

fn owned(text: &Option<Box<str>>) -> Option<String> {
    text.as_deref().map(str::to_owned)
}

fn boxed(text: Option<String>) -> Option<Box<str>> {
    text.map(String::into_boxed_str)
}

impl From<&ServiceAtLocation> for ServiceRecord {
    fn from(one: &ServiceAtLocation) -> ServiceRecord {
        ServiceRecord {
            service_type: one.service_type.to_string(),
            target_groups: one.target_groups.iter().map(ToString::to_string).collect(),
            fee: one.fee.as_deref().map(str::to_owned),
            capacity: one.capacity,
            vacancy: one.vacancy,
            vacancy_at: one.vacancy_at,
            phone: one.phone.as_deref().map(str::to_owned),
        }
    }
}

impl From<ServiceRecord> for ServiceAtLocation {
    fn from(one: ServiceRecord) -> ServiceAtLocation {
        ServiceAtLocation {
            service_type: one.service_type.into(),
            target_groups: one.target_groups.into_iter().map(Into::into).collect(),
            fee: one.fee.map(Into::into),
            capacity: one.capacity,
            vacancy: one.vacancy,
            vacancy_at: one.vacancy_at,
            phone: one.phone.map(Into::into),
        }
    }
}

impl From<&Facility> for FacilityRecord {
    fn from(one: &Facility) -> FacilityRecord {
        FacilityRecord {
            id: one.id.to_string(),
            name: one.name.to_string(),
            name_en: owned(&one.name_en),
            kind: one.kind.to_string(),
            operator: one.operator.as_ref().map(OrganizationId::to_string),
            credit_code: one.credit_code.as_ref().map(ToString::to_string),
            division: one.division.map(|code| code.to_string()),
            address: owned(&one.address),
            lon: one.location.map(|location| location.position.lon()),
            lat: one.location.map(|location| location.position.lat()),
            given: one.location.map(|Location { given, .. }| GivenRecord { x: given.x, y: given.y, datum: given.datum.code().to_owned() }),
            precision: one.location.map(|location| location.precision.as_code().to_owned()),
            front: one.front.map(|front| PointRecord { lon: front.lon(), lat: front.lat() }),
            status: one.status.code().to_owned(),
            status_date: one.status_date,
            status_reason: owned(&one.status_reason),
            capacity: one.capacity,
            floor_area_m2: one.floor_area_m2,
            opening_hours: owned(&one.opening_hours),
            phone: owned(&one.phone),
            contact_mobile: owned(&one.contact_mobile),
            barrier_free: one.barrier_free.iter().map(|feature| feature.to_string()).collect(),
            grade: owned(&one.grade),
            responsible_department: owned(&one.responsible_department),
            notes: owned(&one.notes),
            opened_on: one.opened_on,
            checked_on: one.checked_on,
            checked_by: owned(&one.checked_by),
            source: owned(&one.source),
            services: one.services.iter().map(ServiceRecord::from).collect(),
        }
    }
}

impl TryFrom<FacilityRecord> for Facility {
    type Error = RecordError;

    /// Reads back what was written; what only an import or a form must hold to is not checked again.
    fn try_from(one: FacilityRecord) -> Result<Facility, RecordError> {
        let position = one.lon.zip(one.lat).map(|(lon, lat)| Position::new(lon, lat).map_err(|error| wrong("lon", error))).transpose()?;
        let given = one.given.map(given).transpose()?;
        let precision = one.precision.as_deref().unwrap_or("unknown");
        let precision = Precision::from_code(precision).ok_or_else(|| wrong("precision", format!("unknown word {precision:?}")))?;
        let location = position.map(|position| Location {
            position,
            given: given.unwrap_or(GivenPoint { x: position.lon(), y: position.lat(), datum: Datum::Wgs84 }),
            precision,
        });
        Ok(Facility {
            id: FacilityId::parse(&one.id).map_err(|error| wrong("id", error))?,
            operator: one.operator.map(|id| OrganizationId::parse(&id).map_err(|error| wrong("operator", error))).transpose()?,
            credit_code: one.credit_code.map(|code| CreditCode::parse(&code).map_err(|error| wrong("credit_code", error))).transpose()?,
            division: division(one.division.as_deref())?,
            front: one.front.map(|front| Position::new(front.lon, front.lat).map_err(|error| wrong("front", error))).transpose()?,
            status: Status::parse(&one.status).ok_or_else(|| wrong("status", format!("unknown word {:?}", one.status)))?,
            location,
            name: one.name.into_boxed_str(),
            name_en: boxed(one.name_en),
            kind: one.kind.into_boxed_str(),
            address: boxed(one.address),
            status_date: one.status_date,
            status_reason: boxed(one.status_reason),
            capacity: one.capacity,
            floor_area_m2: one.floor_area_m2,
            opening_hours: boxed(one.opening_hours),
            phone: boxed(one.phone),
            contact_mobile: boxed(one.contact_mobile),
            barrier_free: one.barrier_free.into_iter().map(String::into_boxed_str).collect(),
            grade: boxed(one.grade),
            responsible_department: boxed(one.responsible_department),
            notes: boxed(one.notes),
            opened_on: one.opened_on,
            checked_on: one.checked_on,
            checked_by: boxed(one.checked_by),
            source: boxed(one.source),
            services: one.services.into_iter().map(ServiceAtLocation::from).collect(),
        })
    }
}

impl From<&Organization> for OrganizationRecord {
    fn from(one: &Organization) -> OrganizationRecord {
        OrganizationRecord {
            id: one.id.to_string(),
            name: one.name.clone(),
            name_en: one.name_en.clone(),
            category: one.category.map(|category| category.code().to_owned()),
            credit_code: one.credit_code.as_ref().map(ToString::to_string),
            filing_number: one.filing_number.clone(),
            phone: one.phone.clone(),
            contact_mobile: one.contact_mobile.clone(),
            address: one.address.clone(),
            division: one.division.map(|code| code.to_string()),
            services: one.services.iter().map(ServiceRecord::from).collect(),
            notes: one.notes.clone(),
            source: one.source.clone(),
        }
    }
}

impl TryFrom<OrganizationRecord> for Organization {
    type Error = RecordError;

    fn try_from(one: OrganizationRecord) -> Result<Organization, RecordError> {
        let category = one.category.map(|word| Category::parse(&word).ok_or_else(|| wrong("category", format!("unknown word {word:?}"))));
        Ok(Organization {
            id: OrganizationId::parse(&one.id).map_err(|error| wrong("id", error))?,
            category: category.transpose()?,
            credit_code: one.credit_code.map(|code| CreditCode::parse(&code).map_err(|error| wrong("credit_code", error))).transpose()?,
            division: division(one.division.as_deref())?,
            name: one.name,
            name_en: one.name_en,
            filing_number: one.filing_number,
            phone: one.phone,
            contact_mobile: one.contact_mobile,
            address: one.address,
            services: one.services.into_iter().map(ServiceAtLocation::from).collect(),
            notes: one.notes,
            source: one.source,
        })
    }
}

fn given(pair: GivenRecord) -> Result<GivenPoint, RecordError> {
    let datum = Datum::parse(&pair.datum).ok_or_else(|| wrong("given", format!("unknown datum {:?}", pair.datum)))?;
    Ok(GivenPoint { x: pair.x, y: pair.y, datum })
}

fn division(code: Option<&str>) -> Result<Option<DivisionCode>, RecordError> {
    code.map(|code| DivisionCode::parse(code).map_err(|error| wrong("division", error))).transpose()
}
