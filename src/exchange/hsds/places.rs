//! Which of a package's locations are places on a map, and what is known of each?

use super::{
    ByColumn,
    draft::{Complaints, Draft, Drafts},
    hours::opening_hours,
    package::Tables,
    phones::Phones,
    services::{Service, Services},
    table::Row,
    terms::Terms,
};
use crate::domain::{facility::Status, kind::Kind};

/// The headings of our own files that a location fills.
const HEADINGS: &[&str] = &[
    "id",
    "name",
    "name_en",
    "kind",
    "lon",
    "lat",
    "address",
    "division",
    "status",
    "capacity",
    "opening_hours",
    "phone",
    "services_json",
    "operator_id",
    "notes",
    "source",
];

/// Where a record of a package says that it comes from.
pub(super) const SOURCE: &str = "HSDS";

/// The physical locations of a package.
pub(super) struct Places {
    /// As rows of our own files.
    pub drafts: Drafts,
    elsewhere: usize,
    finer_hours: usize,
}

/// What a location is looked up in.
struct Around<'a, 't> {
    terms: &'a Terms<'t>,
    services: &'a Services<'t>,
    phones: &'a Phones<'t>,
    addresses: ByColumn<'t>,
    organizations: ByColumn<'t>,
    schedules: [ByColumn<'t>; 3],
    default_kind: Option<&'a Kind>,
}

impl Places {
    /// Lays out every physical location; virtual and postal ones are no places and are counted.
    pub fn read<'t>(
        tables: &'t Tables,
        terms: &Terms<'t>,
        (services, phones): (&Services<'t>, &Phones<'t>),
        default_kind: Option<&Kind>,
        complaints: &mut Complaints,
    ) -> Places {
        let schedules = tables.table("schedules.csv");
        let around = Around {
            terms,
            services,
            phones,
            addresses: tables.table("addresses.csv").by("location_id"),
            organizations: tables.table("organizations.csv").by("id"),
            schedules: ["location_id", "service_at_location_id", "service_id"].map(|column| schedules.by(column)),
            default_kind,
        };
        let mut places = Places { drafts: Drafts::new(HEADINGS), elsewhere: 0, finer_hours: 0 };
        for row in tables.table("locations.csv").rows() {
            match row.get("location_type").to_ascii_lowercase().as_str() {
                "" | "physical" => places.add(row, &around),
                "virtual" | "postal" => places.elsewhere += 1,
                _ => complaints.refuse(row, "location_type", "this is no type of location", "physical, virtual or postal"),
            }
        }
        places
    }

    fn add<'t>(&mut self, row: Row<'t>, around: &Around<'_, 't>) {
        let id = row.get("id");
        let services: Vec<&Service> = around.services.at(id).collect();
        let mut draft = Draft::of(row);
        draft.put("id", id, row, "id");
        name(&mut draft, row, &services, around);
        if let Some(kind) = kind(row, &services, around) {
            draft.put("kind", &*kind.code, row, "name");
        } else {
            draft.put("kind", "", row, "name");
        }
        draft.put("lon", row.get("longitude"), row, "longitude");
        draft.put("lat", row.get("latitude"), row, "latitude");
        if let Some(address) = around.addresses.get(id).and_then(|rows| nearest_address(rows)) {
            draft.put("address", address_text(address), address, "address_1");
        }
        if ["division", "行政区划代码", "统计用区划代码"].contains(&row.get("external_identifier_type").to_lowercase().as_str())
        {
            draft.put("division", row.get("external_identifier"), row, "external_identifier");
        }
        if let Some(service) = services.first() {
            draft.put("status", status(&services).code(), service.row, "status");
        }
        if let Some(capacity) = around.services.capacity_at(id) {
            draft.put("capacity", capacity.to_string(), row, "id");
        }
        let schedules = around.schedules_of(id, &services);
        match (opening_hours(schedules), schedules.first()) {
            (Some(hours), Some(schedule)) => draft.put("opening_hours", hours, *schedule, "opens_at"),
            (None, Some(_)) => self.finer_hours += 1,
            _ => {}
        }
        if let Some((number, phone)) = around.phones.of("location_id", id) {
            draft.put("phone", number, phone, "number");
        }
        if let Some((json, link)) = around.services.json_at(id, around.phones) {
            draft.put("services_json", json, link, "service_id");
        }
        let operator =
            std::iter::once(row).chain(services.iter().map(|service| service.row)).find(|row| !row.get("organization_id").is_empty());
        if let Some(operator) = operator {
            draft.put("operator_id", operator.get("organization_id"), operator, "organization_id");
        }
        draft.put("notes", row.get("description"), row, "description");
        draft.put("source", SOURCE, row, "id");
        self.drafts.push(draft);
    }

    /// What else to know, a sentence each.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.elsewhere > 0 {
            notes.push(format!("{} virtual or postal locations are no places on a map and were left out.", self.elsewhere));
        }
        if self.finer_hours > 0 {
            notes.push(format!("{} places have schedules that are no plain weeks; their opening hours were left out.", self.finer_hours));
        }
        notes
    }
}

impl<'t> Around<'_, 't> {
    /// A location's own schedules; else those of its services there; else those of its only service.
    fn schedules_of(&self, location: &str, services: &[&Service]) -> &[Row<'t>] {
        let [own, at, of_service] = &self.schedules;
        let found = own.get(location).or_else(|| self.services.links_at(location).find_map(|link| at.get(link)));
        let found = found.or_else(|| match services {
            [only] => of_service.get(only.row.get("id")),
            _ => None,
        });
        found.map(Vec::as_slice).unwrap_or_default()
    }
}

/// The location's name; one without a name is called by its only service, else by its organization.
fn name<'t>(draft: &mut Draft, row: Row<'t>, services: &[&Service<'t>], around: &Around<'_, 't>) {
    let organization = || around.organizations.get(row.get("organization_id")).and_then(|rows| rows.first()).copied();
    let named = match services {
        _ if !row.get("name").is_empty() => row,
        [only] => only.row,
        _ => organization().unwrap_or(row),
    };
    draft.put("name", named.get("name"), named, "name");
    let other = named.get("alternate_name");
    if other.is_ascii() {
        draft.put("name_en", other, named, "alternate_name");
    }
}

/// By an attribute of the location, of its services, by its names, by its services' names, else the default.
fn kind<'a>(row: Row, services: &[&Service], around: &Around<'a, '_>) -> Option<&'a Kind> {
    let terms = around.terms;
    let of_services = || services.iter().map(|service| service.row);
    terms
        .kind_by_attribute(row.get("id"))
        .or_else(|| of_services().find_map(|service| terms.kind_by_attribute(service.get("id"))))
        .or_else(|| ["name", "alternate_name"].into_iter().find_map(|column| terms.kind_by_name(row.get(column))))
        .or_else(|| of_services().find_map(|service| terms.kind_by_name(service.get("name"))))
        .or(around.default_kind)
}

fn nearest_address<'t>(rows: &[Row<'t>]) -> Option<Row<'t>> {
    rows.iter().find(|row| row.get("address_type").eq_ignore_ascii_case("physical")).or(rows.first()).copied()
}

/// From the largest to the smallest in Chinese, the other way round otherwise.
fn address_text(row: Row) -> String {
    let parts = ["state_province", "region", "city", "address_1", "address_2"].map(|column| row.get(column));
    let filled = parts.into_iter().filter(|part| !part.is_empty());
    if row.get("address_1").is_ascii() { filled.rev().collect::<Vec<_>>().join(", ") } else { filled.collect() }
}

/// A place works while one of its services does.
fn status(services: &[&Service]) -> Status {
    let all = |status: &str| services.iter().all(|service| service.row.get("status").eq_ignore_ascii_case(status));
    let any_active = services.iter().any(|service| matches!(service.row.get("status").to_ascii_lowercase().as_str(), "active" | ""));
    if any_active {
        Status::Operating
    } else if all("defunct") {
        Status::Closed
    } else {
        Status::Suspended
    }
}
