//! Which services does a package hold, of what type, and at which locations?

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::{draft::Complaints, package::Tables, phones::Phones, table::Row, terms::Terms};
use crate::domain::text::MAX_TEXT_CHARS;

/// A service whose type is known.
pub(super) struct Service<'t> {
    /// Its row of `services.csv`.
    pub row: Row<'t>,
    service_type: &'t str,
    target_groups: Vec<&'t str>,
    fee: Option<&'t str>,
    capacity: Option<Capacity>,
}

/// How many a service can take, and how many of the places were free, when.
#[derive(Debug, Clone, Copy, Default)]
struct Capacity {
    maximum: Option<u32>,
    available: Option<u32>,
    updated: Option<DateTime<Utc>>,
}

/// A service at a location: a row of `service_at_location.csv`.
#[derive(Clone, Copy)]
struct Link<'t> {
    row: Row<'t>,
    service: &'t str,
}

/// The services of a package.
pub(super) struct Services<'t> {
    known: BTreeMap<&'t str, Service<'t>>,
    at: HashMap<&'t str, Vec<Link<'t>>>,
    /// At how many locations each service is.
    spread: HashMap<&'t str, usize>,
    overfull: usize,
}

impl<'t> Services<'t> {
    /// Reads services, their capacities and where they are; what is wrong is refused by itself.
    pub fn read(tables: &'t Tables, terms: &Terms<'t>, complaints: &mut Complaints) -> Services<'t> {
        let mut services = Services { known: BTreeMap::new(), at: HashMap::new(), spread: HashMap::new(), overfull: 0 };
        let mut ids = HashSet::new();
        for row in tables.table("services.csv").rows() {
            let id = row.get("id");
            if !ids.insert(id) || id.is_empty() {
                complaints.refuse(row, "id", "the id is missing or in an earlier row, which stays", "an id that no other service has");
                continue;
            }
            let Some(service_type) = terms.service_type(id, [row.get("name"), row.get("alternate_name")]) else {
                let expected = format!("a name or a taxonomy term that means one of {}", terms.service_codes());
                complaints.refuse(row, "name", "no attribute and no name tells the type of this service", expected);
                continue;
            };
            let fee = if row.get("fees_description").is_empty() { "fees" } else { "fees_description" };
            let service = Service {
                row,
                service_type: &service_type.code,
                target_groups: terms.target_groups(id).into_iter().map(|group| group.code.as_str()).collect(),
                fee: complaints.text(row, fee, MAX_TEXT_CHARS),
                capacity: None,
            };
            services.known.insert(id, service);
        }
        services.link(tables, &ids, complaints);
        services.read_capacities(tables, &ids, complaints);
        services
    }

    fn link(&mut self, tables: &'t Tables, ids: &HashSet<&str>, complaints: &mut Complaints) {
        let locations: HashSet<&str> = tables.table("locations.csv").rows().map(|row| row.get("id")).collect();
        for row in tables.table("service_at_location.csv").rows() {
            let (service, location) = (row.get("service_id"), row.get("location_id"));
            if !ids.contains(service) {
                complaints.refuse(row, "service_id", "services.csv has no such service", "the id of a row of services.csv");
            } else if !locations.contains(location) {
                complaints.refuse(row, "location_id", "locations.csv has no such location", "the id of a row of locations.csv");
            } else {
                *self.spread.entry(service).or_default() += 1;
                self.at.entry(location).or_default().push(Link { row, service });
            }
        }
    }

    fn read_capacities(&mut self, tables: &'t Tables, ids: &HashSet<&str>, complaints: &mut Complaints) {
        for row in tables.table("service_capacity.csv").rows() {
            let id = row.get("service_id");
            if !ids.contains(id) {
                complaints.refuse(row, "service_id", "services.csv has no such service", "the id of a row of services.csv");
                continue;
            }
            let text = row.get("updated");
            let updated = DateTime::parse_from_rfc3339(text).ok().map(|time| time.to_utc());
            if updated.is_none() && !text.is_empty() {
                complaints.refuse(row, "updated", "this is not a time", "RFC 3339 such as 2024-09-25T14:23:06+08:00");
                continue;
            }
            let counts = (complaints.count(row, "maximum"), complaints.count(row, "available"));
            let (Ok(maximum), Ok(available)) = counts else { continue };
            let capacity = Capacity { maximum, available, updated };
            self.overfull += usize::from(capacity.available.zip(capacity.maximum).is_some_and(|(free, all)| free > all));
            if let Some(service) = self.known.get_mut(id) {
                service.capacity.get_or_insert(capacity);
            }
        }
    }

    /// The services at a location whose type is known.
    pub fn at(&self, location: &str) -> impl Iterator<Item = &Service<'t>> {
        self.at.get(location).into_iter().flatten().filter_map(|link| self.known.get(link.service))
    }

    /// The ids of the rows of `service_at_location.csv` of a location.
    pub fn links_at(&self, location: &str) -> impl Iterator<Item = &'t str> {
        self.at.get(location).into_iter().flatten().map(|link| link.row.get("id"))
    }

    /// The services at a location in the column `services_json` of our own files, with the row of the first.
    pub fn json_at(&self, location: &str, phones: &Phones) -> Option<(String, Row<'t>)> {
        let links: Vec<&Link> = self.at.get(location)?.iter().filter(|link| self.known.contains_key(link.service)).collect();
        let first = links.first()?.row;
        let texts = links.iter().filter_map(|link| {
            let own = phones.of("service_at_location_id", link.row.get("id"));
            Some(self.json(self.known.get(link.service)?, own.or_else(|| phones.of("service_id", link.service)).map(|(number, _)| number)))
        });
        Some((Value::Array(texts.collect()).to_string(), first))
    }

    /// The services that an organization gives and that are at no location, with the row of the first.
    pub fn json_of(&self, organization: &str, phones: &Phones) -> Option<(String, Row<'t>)> {
        let own: Vec<_> = self.doorless().filter(|(_, service)| service.row.get("organization_id") == organization).collect();
        let (_, first) = own.first()?;
        let texts = own.iter().map(|(id, service)| self.json(service, phones.of("service_id", id).map(|(number, _)| number)));
        Some((Value::Array(texts.collect()).to_string(), first.row))
    }

    /// The services that are at no location.
    pub fn doorless(&self) -> impl Iterator<Item = (&'t str, &Service<'t>)> {
        self.known.iter().filter(|(id, _)| !self.spread.contains_key(*id)).map(|(id, service)| (*id, service))
    }

    /// How many a location can take: told by the one capacity among its services, when that service is nowhere else.
    pub fn capacity_at(&self, location: &str) -> Option<u32> {
        let mut counts = self.at(location).filter_map(|service| self.own_capacity(service)?.maximum);
        counts.next().filter(|_| counts.next().is_none())
    }

    /// A capacity is the service's as a whole: at several locations nobody knows how much of it is where.
    fn own_capacity(&self, service: &Service) -> Option<Capacity> {
        service.capacity.filter(|_| self.spread.get(service.row.get("id")).is_none_or(|places| *places == 1))
    }

    fn json(&self, service: &Service, phone: Option<&str>) -> Value {
        let mut text = Map::new();
        text.insert("type".to_owned(), json!(service.service_type));
        text.insert("target_groups".to_owned(), json!(service.target_groups));
        let mut put = |key: &str, value: Value| {
            if !value.is_null() {
                text.insert(key.to_owned(), value);
            }
        };
        put("fee", json!(service.fee));
        put("phone", json!(phone));
        if let Some(capacity) = self.own_capacity(service) {
            put("capacity", json!(capacity.maximum));
            put("vacancy", json!(capacity.available));
            put("vacancy_at", json!(capacity.updated));
        }
        Value::Object(text)
    }

    /// What else to know, a sentence each.
    pub fn notes(&self) -> Vec<String> {
        let spread = self.known.values().filter(|service| service.capacity.is_some() && self.own_capacity(service).is_none()).count();
        let mut notes = Vec::new();
        if spread > 0 {
            notes.push(format!("{spread} services are at several locations; their capacities are not divided and were left out."));
        }
        if self.overfull > 0 {
            notes.push(format!("{} capacities have more places free than there are; they were taken as they are.", self.overfull));
        }
        notes
    }
}
