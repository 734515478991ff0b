//! Organizations as rows, each with the services it gives without a door.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{
    Reader, StorageError, Upserted, Writer,
    facilities::Dated,
    row::{At, division_number},
    schema::{organization, service},
    services::{Giver, ServiceRow, by_giver, service_row},
};
use crate::domain::{
    credit_code::CreditCode,
    id::OrganizationId,
    organization::{Category, Organization},
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
}

impl Reader<'_> {
    /// Every organization, in the order of ids.
    pub fn organizations(&mut self) -> Result<Vec<Dated<Organization>>, StorageError> {
        let rows: Vec<OrganizationRow> = organization::table.load(self.conn)?;
        let services: Vec<ServiceRow> = service::table.filter(service::organization_id.is_not_null()).load(self.conn)?;
        let mut services = by_giver(services, |row| row.organization_id.clone())?;
        let mut organizations = rows
            .into_iter()
            .map(|row| {
                let services = services.remove(&row.id).unwrap_or_default();
                organization_from_row(row, services)
            })
            .collect::<Result<Vec<_>, _>>()?;
        organizations.sort_unstable_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        Ok(organizations)
    }
}

impl Writer<'_> {
    /// Adds new organizations and replaces those whose content differs; equal ones are left alone.
    pub fn upsert_organizations(&mut self, records: &[&Organization], now: DateTime<Utc>) -> Result<Upserted, StorageError> {
        let known: HashMap<OrganizationId, Organization> =
            self.reader().organizations()?.into_iter().map(|(known, _)| (known.id.clone(), known)).collect();
        let mut upserted = Upserted::default();
        let mut written = Vec::new();
        for &record in records {
            match known.get(&record.id) {
                Some(known) if known == record => upserted.unchanged += 1,
                Some(_) => {
                    upserted.changed += 1;
                    diesel::delete(organization::table.filter(organization::id.eq(record.id.as_str()))).execute(self.conn())?;
                    written.push(record);
                }
                None => {
                    upserted.added += 1;
                    written.push(record);
                }
            }
        }
        for written in written.chunks(CHUNK) {
            let rows: Vec<OrganizationRow> = written.iter().map(|record| organization_row(record, now)).collect();
            diesel::insert_into(organization::table).values(&rows).execute(self.conn())?;
            let services: Vec<ServiceRow> = written
                .iter()
                .flat_map(|record| record.services.iter().map(|one| service_row(Giver::Organization(record.id.as_str()), one)))
                .collect();
            for services in services.chunks(CHUNK) {
                diesel::insert_into(service::table).values(services).execute(self.conn())?;
            }
        }
        Ok(upserted)
    }
}

fn organization_row(record: &Organization, now: DateTime<Utc>) -> OrganizationRow {
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
        updated_at: now.naive_utc(),
    }
}

fn organization_from_row(row: OrganizationRow, services: Vec<ServiceAtLocation>) -> Result<Dated<Organization>, StorageError> {
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
    };
    Ok((organization, row.updated_at.and_utc()))
}
