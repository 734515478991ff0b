//! Services as rows: each is kept with the facility or the organization that gives it.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

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
        service_type: one.service_type.to_string(),
        facility_id,
        organization_id,
        target_groups: list_text(&one.target_groups.iter().map(|group| &**group).collect::<Vec<_>>()),
        fee: one.fee.as_deref().map(str::to_owned),
        capacity: one.capacity.map(i64::from),
        vacancy: one.vacancy.map(i64::from),
        vacancy_at: one.vacancy_at.map(|time| time.naive_utc()),
        phone: one.phone.as_deref().map(str::to_owned),
    }
}

/// Words that many services have in common, each kept once.
#[derive(Default)]
struct Shelf {
    words: HashSet<Arc<str>>,
    /// Lists by their JSON text.
    lists: HashMap<String, Arc<[Arc<str>]>>,
}

impl Shelf {
    fn word(&mut self, text: &str) -> Arc<str> {
        if let Some(word) = self.words.get(text) {
            return Arc::clone(word);
        }
        let word: Arc<str> = text.into();
        self.words.insert(Arc::clone(&word));
        word
    }

    fn list(&mut self, at: At, column: &'static str, text: String) -> Result<Arc<[Arc<str>]>, StorageError> {
        if let Some(list) = self.lists.get(&text) {
            return Ok(Arc::clone(list));
        }
        let list: Arc<[Arc<str>]> = at.list::<String>(column, &text)?.iter().map(|word| self.word(word)).collect();
        self.lists.insert(text, Arc::clone(&list));
        Ok(list)
    }

    fn service(&mut self, row: ServiceRow) -> Result<ServiceAtLocation, StorageError> {
        let at = At { table: "service", key: &row.id };
        Ok(ServiceAtLocation {
            capacity: at.count("capacity", row.capacity)?,
            vacancy: at.count("vacancy", row.vacancy)?,
            vacancy_at: row.vacancy_at.map(|time| time.and_utc()),
            service_type: self.word(&row.service_type),
            fee: row.fee.map(|fee| self.word(&fee)),
            phone: row.phone.map(Into::into),
            target_groups: self.list(at, "target_groups", row.target_groups)?,
        })
    }
}

/// The services of each giver, ordered by type.
pub(super) fn by_giver(
    rows: Vec<ServiceRow>,
    giver: impl Fn(&mut ServiceRow) -> Option<String>,
) -> Result<HashMap<String, Vec<ServiceAtLocation>>, StorageError> {
    let mut shelf = Shelf::default();
    let mut all: HashMap<String, Vec<ServiceAtLocation>> = HashMap::new();
    for mut row in rows {
        if let Some(giver) = giver(&mut row) {
            all.entry(giver).or_default().push(shelf.service(row)?);
        }
    }
    for services in all.values_mut() {
        services.sort_by(|a, b| a.service_type.cmp(&b.service_type));
        services.shrink_to_fit();
    }
    Ok(all)
}
