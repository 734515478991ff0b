//! Facilities and sites as rows, each with its services.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{
    Reader, StorageError, Upserted, Writer,
    row::{At, division_number, list_text},
    schema::{facility, service},
    services::{Giver, ServiceRow, by_giver, service_row},
};
use crate::domain::{
    credit_code::CreditCode,
    facility::{Facility, Location, Status},
    id::{FacilityId, OrganizationId},
    position::Precision,
    service::ServiceAtLocation,
};

/// Rows a statement: 31 columns a row stay below SQLite's 32,766 bound values.
const CHUNK: usize = 500;

#[derive(Queryable, Insertable)]
#[diesel(table_name = facility, treat_none_as_default_value = false)]
struct FacilityRow {
    id: String,
    name: String,
    name_en: Option<String>,
    kind: String,
    operator_id: Option<String>,
    credit_code: Option<String>,
    division: Option<i64>,
    address: Option<String>,
    lon: f64,
    lat: f64,
    given_x: f64,
    given_y: f64,
    given_datum: String,
    position_precision: String,
    front_lon: Option<f64>,
    front_lat: Option<f64>,
    status: String,
    status_date: Option<NaiveDate>,
    status_reason: Option<String>,
    capacity: Option<i64>,
    floor_area_m2: Option<f64>,
    opening_hours: Option<String>,
    phone: Option<String>,
    barrier_free: String,
    grade: Option<String>,
    responsible_department: Option<String>,
    notes: Option<String>,
    opened_on: Option<NaiveDate>,
    checked_on: Option<NaiveDate>,
    source: Option<String>,
    updated_at: NaiveDateTime,
}

/// A facility and when its record last changed.
pub type Dated<T> = (T, DateTime<Utc>);

impl Reader<'_> {
    /// Every facility and site with its true position, in the order of ids.
    pub fn facilities(&mut self) -> Result<Vec<Dated<Facility>>, StorageError> {
        let rows: Vec<FacilityRow> = facility::table.load(self.conn)?;
        let services: Vec<ServiceRow> = service::table.filter(service::facility_id.is_not_null()).load(self.conn)?;
        let mut facilities = with_services(rows, services)?;
        facilities.sort_unstable_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        Ok(facilities)
    }

    /// Those of these ids that are there, in any order.
    pub fn facilities_by_id(&mut self, ids: &[&str]) -> Result<Vec<Dated<Facility>>, StorageError> {
        let mut found = Vec::new();
        for ids in ids.chunks(CHUNK) {
            let rows: Vec<FacilityRow> = facility::table.filter(facility::id.eq_any(ids)).load(self.conn)?;
            if !rows.is_empty() {
                let services: Vec<ServiceRow> = service::table.filter(service::facility_id.eq_any(ids)).load(self.conn)?;
                found.extend(with_services(rows, services)?);
            }
        }
        Ok(found)
    }
}

impl Writer<'_> {
    /// Adds new facilities and replaces those whose content differs; equal ones are left alone.
    pub fn upsert_facilities(&mut self, records: &[&Facility], now: DateTime<Utc>) -> Result<Upserted, StorageError> {
        let mut upserted = Upserted::default();
        for records in records.chunks(CHUNK) {
            let ids: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
            let known: HashMap<String, Facility> =
                self.reader().facilities_by_id(&ids)?.into_iter().map(|(known, _)| (known.id.to_string(), known)).collect();
            let mut replaced = Vec::new();
            let mut written = Vec::new();
            for &record in records {
                match known.get(record.id.as_str()) {
                    Some(known) if known == record => upserted.unchanged += 1,
                    Some(_) => {
                        upserted.changed += 1;
                        replaced.push(record.id.as_str());
                        written.push(record);
                    }
                    None => {
                        upserted.added += 1;
                        written.push(record);
                    }
                }
            }
            self.replace_facilities(&replaced, &written, now)?;
        }
        Ok(upserted)
    }

    fn replace_facilities(&mut self, replaced: &[&str], written: &[&Facility], now: DateTime<Utc>) -> Result<(), StorageError> {
        let conn = self.conn();
        if !replaced.is_empty() {
            diesel::delete(facility::table.filter(facility::id.eq_any(replaced))).execute(conn)?;
        }
        let rows: Vec<FacilityRow> = written.iter().filter_map(|record| facility_row(record, now)).collect();
        if !rows.is_empty() {
            diesel::insert_into(facility::table).values(&rows).execute(conn)?;
        }
        let services: Vec<ServiceRow> = written
            .iter()
            .flat_map(|record| record.services.iter().map(|one| service_row(Giver::Facility(record.id.as_str()), one)))
            .collect();
        for services in services.chunks(CHUNK) {
            diesel::insert_into(service::table).values(services).execute(conn)?;
        }
        Ok(())
    }
}

/// The row of a facility; `None` for one without its true place, which is never written.
fn facility_row(record: &Facility, now: DateTime<Utc>) -> Option<FacilityRow> {
    let location = record.location?;
    let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    Some(FacilityRow {
        id: record.id.to_string(),
        name: record.name.to_string(),
        name_en: text(&record.name_en),
        kind: record.kind.to_string(),
        operator_id: record.operator.as_ref().map(OrganizationId::to_string),
        credit_code: record.credit_code.as_ref().map(ToString::to_string),
        division: record.division.map(division_number),
        address: text(&record.address),
        lon: location.position.lon(),
        lat: location.position.lat(),
        given_x: location.given.x,
        given_y: location.given.y,
        given_datum: location.given.datum.code().to_owned(),
        position_precision: location.precision.as_code().to_owned(),
        front_lon: record.front.map(|front| front.lon()),
        front_lat: record.front.map(|front| front.lat()),
        status: record.status.code().to_owned(),
        status_date: record.status_date,
        status_reason: text(&record.status_reason),
        capacity: record.capacity.map(i64::from),
        floor_area_m2: record.floor_area_m2,
        opening_hours: text(&record.opening_hours),
        phone: text(&record.phone),
        barrier_free: list_text(&record.barrier_free),
        grade: text(&record.grade),
        responsible_department: text(&record.responsible_department),
        notes: text(&record.notes),
        opened_on: record.opened_on,
        checked_on: record.checked_on,
        source: text(&record.source),
        updated_at: now.naive_utc(),
    })
}

fn with_services(rows: Vec<FacilityRow>, services: Vec<ServiceRow>) -> Result<Vec<Dated<Facility>>, StorageError> {
    let mut services = by_giver(services, |row| row.facility_id.clone())?;
    rows.into_iter()
        .map(|row| {
            let services = services.remove(&row.id).unwrap_or_default();
            facility_from_row(row, services)
        })
        .collect()
}

fn facility_from_row(row: FacilityRow, services: Vec<ServiceAtLocation>) -> Result<Dated<Facility>, StorageError> {
    let at = At { table: "facility", key: &row.id };
    let text = |text: Option<String>| text.map(String::into_boxed_str);
    let facility = Facility {
        id: FacilityId::parse(&row.id).map_err(|error| at.corrupt("id", error))?,
        operator: row.operator_id.map(|id| OrganizationId::parse(&id).map_err(|error| at.corrupt("operator_id", error))).transpose()?,
        credit_code: row.credit_code.map(|code| CreditCode::parse(&code).map_err(|error| at.corrupt("credit_code", error))).transpose()?,
        division: at.division("division", row.division)?,
        location: Some(Location {
            position: at.position(row.lon, row.lat)?,
            given: at.given(row.given_x, row.given_y, &row.given_datum)?,
            precision: at.word("position_precision", &row.position_precision, Precision::from_code)?,
        }),
        front: at.optional_position(row.front_lon, row.front_lat)?,
        status: at.word("status", &row.status, Status::parse)?,
        capacity: at.count("capacity", row.capacity)?,
        barrier_free: at.list("barrier_free", &row.barrier_free)?,
        name: row.name.into_boxed_str(),
        name_en: text(row.name_en),
        kind: row.kind.into_boxed_str(),
        address: text(row.address),
        status_date: row.status_date,
        status_reason: text(row.status_reason),
        floor_area_m2: row.floor_area_m2,
        opening_hours: text(row.opening_hours),
        phone: text(row.phone),
        grade: text(row.grade),
        responsible_department: text(row.responsible_department),
        notes: text(row.notes),
        opened_on: row.opened_on,
        checked_on: row.checked_on,
        source: text(row.source),
        services,
    };
    Ok((facility, row.updated_at.and_utc()))
}
