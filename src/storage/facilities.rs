//! Facilities and sites as rows, each with its services.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use rayon::prelude::*;

use super::{
    Kept, Reader, StorageError, Upserted, Writer,
    connection::insert_all,
    row::{At, clock, division_number, json_text, list_text},
    schema::{facility, service},
    services::{Giver, ServiceRow, by_giver, service_row},
};
use crate::domain::{
    change::RecordType,
    credit_code::CreditCode,
    facility::{Facility, Location, Status},
    id::{FacilityId, OrganizationId},
    position::Precision,
    record::FacilityRecord,
    service::ServiceAtLocation,
};

/// Rows a statement: 34 columns a row stay below SQLite's 32,766 bound values.
const CHUNK: usize = 500;
/// Rows that are read at once, so that a registry never stands in memory twice.
const READ_AT_ONCE: i64 = 8_000;

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
    contact_mobile: Option<String>,
    checked_by: Option<String>,
    version: i64,
}

impl Reader<'_> {
    /// Every facility and site with its true position, in the order of ids.
    pub fn facilities(&mut self) -> Result<Vec<Kept<Facility>>, StorageError> {
        let mut facilities = Vec::new();
        let mut last = String::new();
        loop {
            let next = facility::table.filter(facility::id.gt(last.as_str())).order(facility::id).limit(READ_AT_ONCE);
            let rows: Vec<FacilityRow> = next.load(self.conn)?;
            let Some(end) = rows.last() else { break };
            let of_these = service::facility_id.gt(last.as_str()).and(service::facility_id.le(end.id.as_str()));
            let services: Vec<ServiceRow> = service::table.filter(of_these).load(self.conn)?;
            last = end.id.clone();
            facilities.extend(with_services(rows, services)?);
        }
        // The database's order of texts may be that of a language.
        facilities.sort_unstable_by(|a, b| a.record.id.cmp(&b.record.id));
        Ok(facilities)
    }

    /// Those of these ids that are there, in any order.
    pub fn facilities_by_id(&mut self, ids: &[&str]) -> Result<Vec<Kept<Facility>>, StorageError> {
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
    pub fn upsert_facilities(&mut self, records: &[&Facility]) -> Result<Upserted, StorageError> {
        let mut upserted = Upserted::default();
        for records in records.chunks(CHUNK) {
            let ids: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
            let known =
                self.reader().facilities_by_id(&ids)?.into_iter().map(|known| (known.record.id.to_string(), known.record)).collect();
            self.upsert_facilities_over(records, &known, &mut upserted)?;
        }
        Ok(upserted)
    }

    /// The same over records of these ids that were read in this transaction, or before it and not changed since.
    pub fn upsert_facilities_known(&mut self, records: &[&Facility], known: &HashMap<String, Facility>) -> Result<Upserted, StorageError> {
        let mut upserted = Upserted::default();
        for records in records.chunks(CHUNK) {
            self.upsert_facilities_over(records, known, &mut upserted)?;
        }
        Ok(upserted)
    }

    fn upsert_facilities_over(
        &mut self,
        records: &[&Facility],
        known: &HashMap<String, Facility>,
        upserted: &mut Upserted,
    ) -> Result<(), StorageError> {
        let differing: Vec<(&Facility, Option<&Facility>)> = records
            .iter()
            .map(|record| (*record, known.get(record.id.as_str())))
            .filter(|(record, before)| *before != Some(*record))
            .collect();
        upserted.unchanged += records.len() - differing.len();
        // Writing records down is most of the work, and each is written by itself.
        let texts: Vec<(Option<String>, String)> =
            differing.par_iter().map(|(record, before)| (before.map(written_down), written_down(record))).collect();
        let mut replaced = Vec::new();
        let mut written = Vec::with_capacity(differing.len());
        for ((record, before), (text_before, text)) in differing.into_iter().zip(texts) {
            match before {
                Some(_) => {
                    upserted.changed += 1;
                    replaced.push(record.id.as_str());
                }
                None => upserted.added += 1,
            }
            written.push((record, self.log_replaced(RecordType::Facility, record.id.as_str(), text_before, text)));
        }
        self.replace_facilities(&replaced, &written)
    }

    /// Takes a facility out of the registry; answers whether it was there. The log keeps it.
    pub fn remove_facility(&mut self, id: &FacilityId) -> Result<bool, StorageError> {
        let Some(known) = self.reader().facilities_by_id(&[id.as_str()])?.pop() else { return Ok(false) };
        diesel::delete(facility::table.filter(facility::id.eq(id.as_str()))).execute(self.conn())?;
        self.log_removed(RecordType::Facility, id.as_str(), written_down(&known.record));
        Ok(true)
    }

    fn replace_facilities(&mut self, replaced: &[&str], written: &[(&Facility, i64)]) -> Result<(), StorageError> {
        let now = self.now();
        let conn = self.conn();
        if !replaced.is_empty() {
            diesel::delete(facility::table.filter(facility::id.eq_any(replaced))).execute(conn)?;
        }
        let rows: Vec<FacilityRow> = written.iter().filter_map(|(record, version)| facility_row(record, now, *version)).collect();
        if !rows.is_empty() {
            insert_all!(conn, facility::table, &rows)?;
        }
        let services: Vec<ServiceRow> = written
            .iter()
            .flat_map(|(record, _)| record.services.iter().map(|one| service_row(Giver::Facility(record.id.as_str()), one)))
            .collect();
        for services in services.chunks(CHUNK) {
            insert_all!(conn, service::table, services)?;
        }
        Ok(())
    }
}

/// A facility as the log keeps it.
fn written_down(record: &Facility) -> String {
    json_text(&FacilityRecord::from(record))
}

/// The row of a facility; `None` for one without its true place, which is never written.
fn facility_row(record: &Facility, now: DateTime<Utc>, version: i64) -> Option<FacilityRow> {
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
        updated_at: clock(now),
        contact_mobile: text(&record.contact_mobile),
        checked_by: text(&record.checked_by),
        version,
    })
}

fn with_services(rows: Vec<FacilityRow>, services: Vec<ServiceRow>) -> Result<Vec<Kept<Facility>>, StorageError> {
    let mut services = by_giver(services, |row| row.facility_id.take())?;
    let rows: Vec<_> = rows.into_iter().map(|row| (services.remove(&row.id).unwrap_or_default(), row)).collect();
    rows.into_par_iter().map(|(services, row)| facility_from_row(row, services)).collect()
}

fn facility_from_row(row: FacilityRow, services: Vec<ServiceAtLocation>) -> Result<Kept<Facility>, StorageError> {
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
        contact_mobile: text(row.contact_mobile),
        checked_by: text(row.checked_by),
        services,
    };
    Ok(Kept { record: facility, updated_at: row.updated_at.and_utc(), version: row.version })
}
