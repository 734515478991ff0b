//! Services as rows: each is kept with the facility or the organization that gives it.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{
    StorageError,
    row::{At, list_text},
    schema::service,
};
use crate::domain::service::ServiceAtLocation;

#[derive(Queryable, Insertable)]
#[diesel(table_name = service, treat_none_as_default_value = false)]
pub(super) struct ServiceRow {
    id: String,
    service_type: String,
    pub(super) facility_id: Option<String>,
    pub(super) organization_id: Option<String>,
    target_groups: String,
    fee: Option<String>,
    capacity: Option<i64>,
    vacancy: Option<i64>,
    vacancy_at: Option<NaiveDateTime>,
    phone: Option<String>,
}

/// Who gives the service.
#[derive(Clone, Copy)]
pub(super) enum Giver<'a> {
    Facility(&'a str),
    Organization(&'a str),
}

pub(super) fn service_row(giver: Giver, one: &ServiceAtLocation) -> ServiceRow {
    let (id, facility_id, organization_id) = match giver {
        Giver::Facility(id) => (format!("{id}:{}", one.service_type), Some(id.to_owned()), None),
        Giver::Organization(id) => (format!("{id}:{}@phone", one.service_type), None, Some(id.to_owned())),
    };
    ServiceRow {
        id,
        service_type: one.service_type.clone(),
        facility_id,
        organization_id,
        target_groups: list_text(&one.target_groups),
        fee: one.fee.clone(),
        capacity: one.capacity.map(i64::from),
        vacancy: one.vacancy.map(i64::from),
        vacancy_at: one.vacancy_at.map(|time| time.naive_utc()),
        phone: one.phone.clone(),
    }
}

fn service_from_row(row: ServiceRow) -> Result<ServiceAtLocation, StorageError> {
    let at = At { table: "service", key: &row.id };
    Ok(ServiceAtLocation {
        target_groups: at.list("target_groups", &row.target_groups)?,
        capacity: at.count("capacity", row.capacity)?,
        vacancy: at.count("vacancy", row.vacancy)?,
        vacancy_at: row.vacancy_at.map(|time| time.and_utc()),
        service_type: row.service_type,
        fee: row.fee,
        phone: row.phone,
    })
}

/// The services of each giver, ordered by type.
pub(super) fn by_giver(
    rows: Vec<ServiceRow>,
    giver: impl Fn(&ServiceRow) -> Option<String>,
) -> Result<HashMap<String, Vec<ServiceAtLocation>>, StorageError> {
    let mut all: HashMap<String, Vec<ServiceAtLocation>> = HashMap::new();
    for row in rows {
        if let Some(giver) = giver(&row) {
            all.entry(giver).or_default().push(service_from_row(row)?);
        }
    }
    for services in all.values_mut() {
        services.sort_by(|a, b| a.service_type.cmp(&b.service_type));
    }
    Ok(all)
}
