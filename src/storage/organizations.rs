//! Organizations as rows, each with the services it gives without a door.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{
    Kept, Reader, StorageError, Upserted, Writer,
    connection::insert_all,
    row::{At, clock, division_number, json_text},
    schema::{organization, service},
    services::{Giver, ServiceRow, by_giver, service_row},
};
use crate::domain::{
    change::RecordType,
    credit_code::CreditCode,
    id::OrganizationId,
    organization::{Category, Organization},
    record::OrganizationRecord,
    service::ServiceAtLocation,
};

const CHUNK: usize = 500;

#[derive(Queryable, Insertable)]
#[diesel(table_name = organization, treat_none_as_default_value = false)]
struct OrganizationRow {
    id: String,
    name: String,
    name_en: Option<String>,
    category: Option<String>,
    credit_code: Option<String>,
    filing_number: Option<String>,
    phone: Option<String>,
    address: Option<String>,
    division: Option<i64>,
    notes: Option<String>,
    source: Option<String>,
    updated_at: NaiveDateTime,
    contact_mobile: Option<String>,
    version: i64,
}

impl Reader<'_> {
    /// Every organization, in the order of ids.
    pub fn organizations(&mut self) -> Result<Vec<Kept<Organization>>, StorageError> {
        let rows: Vec<OrganizationRow> = organization::table.load(self.conn)?;
        let services: Vec<ServiceRow> = service::table.filter(service::organization_id.is_not_null()).load(self.conn)?;
        let mut organizations = with_services(rows, services)?;
        organizations.sort_unstable_by(|a, b| a.record.id.cmp(&b.record.id));
        Ok(organizations)
    }

    /// Those of these ids that are there, in any order.
    pub fn organizations_by_id(&mut self, ids: &[&str]) -> Result<Vec<Kept<Organization>>, StorageError> {
        let mut found = Vec::new();
        for ids in ids.chunks(CHUNK) {
            let rows: Vec<OrganizationRow> = organization::table.filter(organization::id.eq_any(ids)).load(self.conn)?;
            if !rows.is_empty() {
                let services: Vec<ServiceRow> = service::table.filter(service::organization_id.eq_any(ids)).load(self.conn)?;
                found.extend(with_services(rows, services)?);
            }
        }
        Ok(found)
    }
}

impl Writer<'_> {
    /// Adds new organizations and replaces those whose content differs; equal ones are left alone.
    pub fn upsert_organizations(&mut self, records: &[&Organization]) -> Result<Upserted, StorageError> {
        let mut upserted = Upserted::default();
        for records in records.chunks(CHUNK) {
            let ids: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
            let known: HashMap<OrganizationId, Organization> =
                self.reader().organizations_by_id(&ids)?.into_iter().map(|known| (known.record.id.clone(), known.record)).collect();
            let mut replaced = Vec::new();
            let mut written = Vec::new();
            for &record in records {
                let before = known.get(&record.id);
                if before == Some(record) {
                    upserted.unchanged += 1;
                    continue;
                }
                match before {
                    Some(_) => {
                        upserted.changed += 1;
                        replaced.push(record.id.as_str());
                    }
                    None => upserted.added += 1,
                }
                let seq = self.log_replaced(RecordType::Organization, record.id.as_str(), before.map(written_down), written_down(record));
                written.push((record, seq));
            }
            self.replace_organizations(&replaced, &written)?;
        }
        Ok(upserted)
    }

    /// Takes an organization out of the registry; answers whether it was there. The log keeps it.
    pub fn remove_organization(&mut self, id: &OrganizationId) -> Result<bool, StorageError> {
        let Some(known) = self.reader().organizations_by_id(&[id.as_str()])?.pop() else { return Ok(false) };
        diesel::delete(organization::table.filter(organization::id.eq(id.as_str()))).execute(self.conn())?;
        self.log_removed(RecordType::Organization, id.as_str(), written_down(&known.record));
        Ok(true)
    }

    fn replace_organizations(&mut self, replaced: &[&str], written: &[(&Organization, i64)]) -> Result<(), StorageError> {
        let now = self.now();
        let conn = self.conn();
        if !replaced.is_empty() {
            diesel::delete(organization::table.filter(organization::id.eq_any(replaced))).execute(conn)?;
        }
        let rows: Vec<OrganizationRow> = written.iter().map(|(record, version)| organization_row(record, now, *version)).collect();
        if !rows.is_empty() {
            insert_all!(conn, organization::table, &rows)?;
        }
        let services: Vec<ServiceRow> = written
            .iter()
            .flat_map(|(record, _)| record.services.iter().map(|one| service_row(Giver::Organization(record.id.as_str()), one)))
            .collect();
        for services in services.chunks(CHUNK) {
            insert_all!(conn, service::table, services)?;
        }
        Ok(())
    }
}

/// An organization as the log keeps it.
fn written_down(record: &Organization) -> String {
    json_text(&OrganizationRecord::from(record))
}

fn with_services(rows: Vec<OrganizationRow>, services: Vec<ServiceRow>) -> Result<Vec<Kept<Organization>>, StorageError> {
    let mut services = by_giver(services, |row| row.organization_id.take())?;
    rows.into_iter()
        .map(|row| {
            let services = services.remove(&row.id).unwrap_or_default();
            organization_from_row(row, services)
        })
        .collect()
}

fn organization_row(record: &Organization, now: DateTime<Utc>, version: i64) -> OrganizationRow {
    OrganizationRow {
        id: record.id.to_string(),
        name: record.name.clone(),
        name_en: record.name_en.clone(),
        category: record.category.map(|category| category.code().to_owned()),
        credit_code: record.credit_code.as_ref().map(ToString::to_string),
        filing_number: record.filing_number.clone(),
        phone: record.phone.clone(),
        address: record.address.clone(),
        division: record.division.map(division_number),
        notes: record.notes.clone(),
        source: record.source.clone(),
        updated_at: clock(now),
        contact_mobile: record.contact_mobile.clone(),
        version,
    }
}

fn organization_from_row(row: OrganizationRow, services: Vec<ServiceAtLocation>) -> Result<Kept<Organization>, StorageError> {
    let at = At { table: "organization", key: &row.id };
    let organization = Organization {
        id: OrganizationId::parse(&row.id).map_err(|error| at.corrupt("id", error))?,
        category: row.category.map(|category| at.word("category", &category, Category::parse)).transpose()?,
        credit_code: row.credit_code.map(|code| CreditCode::parse(&code).map_err(|error| at.corrupt("credit_code", error))).transpose()?,
        division: at.division("division", row.division)?,
        name: row.name,
        name_en: row.name_en,
        filing_number: row.filing_number,
        phone: row.phone,
        address: row.address,
        services,
        notes: row.notes,
        source: row.source,
        contact_mobile: row.contact_mobile,
    };
    Ok(Kept { record: organization, updated_at: row.updated_at.and_utc(), version: row.version })
}
