//! Which organizations does a package hold, and what do they give without a door?

use std::collections::HashSet;

use super::{
    ByColumn,
    draft::{Complaints, Draft, Drafts},
    package::Tables,
    phones::Phones,
    places::SOURCE,
    services::Services,
    table::Row,
};
use crate::domain::{credit_code::CreditCode, organization::Category};

/// The headings of our own files that an organization fills.
const HEADINGS: &[&str] =
    &["id", "name", "name_en", "category", "credit_code", "filing_number", "phone", "own_services_json", "notes", "source"];

/// Lays out every organization. A service that is at no location and of no organization is refused.
pub(super) fn organization_drafts(tables: &Tables, services: &Services, phones: &Phones, complaints: &mut Complaints) -> Drafts {
    let identifiers: ByColumn = tables.table("organization_identifiers.csv").by("organization_id");
    let mut drafts = Drafts::new(HEADINGS);
    let mut ids = HashSet::new();
    for row in tables.table("organizations.csv").rows() {
        let id = row.get("id");
        ids.insert(id);
        let mut draft = Draft::of(row);
        for (heading, column) in [("id", "id"), ("name", "name"), ("notes", "description")] {
            draft.put(heading, row.get(column), row, column);
        }
        if row.get("alternate_name").is_ascii() {
            draft.put("name_en", row.get("alternate_name"), row, "alternate_name");
        }
        if let Some(category) = Category::parse(row.get("legal_status")) {
            draft.put("category", category.code(), row, "legal_status");
        }
        identify(&mut draft, row, identifiers.get(id).map(Vec::as_slice).unwrap_or_default());
        if let Some((number, phone)) = phones.of("organization_id", id) {
            draft.put("phone", number, phone, "number");
        }
        if let Some((json, service)) = services.json_of(id, phones) {
            draft.put("own_services_json", json, service, "name");
        }
        draft.put("source", SOURCE, row, "id");
        drafts.push(draft);
    }
    for (_, service) in services.doorless() {
        if !ids.contains(service.row.get("organization_id")) {
            let expected = "a row of service_at_location.csv, or the id of a row of organizations.csv";
            complaints.refuse(
                service.row,
                "organization_id",
                "the service is at no location and of no organization of the package",
                expected,
            );
        }
    }
    drafts
}

/// The unified social credit code and the filing number among the identifiers; a tax id that is such a code will do.
fn identify(draft: &mut Draft, row: Row, identifiers: &[Row]) {
    let named = |words: &[&str]| {
        identifiers.iter().copied().find(|row| {
            let name = [row.get("identifier_type"), row.get("identifier_scheme")].join(" ").to_lowercase();
            words.iter().any(|word| name.contains(word))
        })
    };
    if let Some(identifier) = named(&["信用代码", "uscc", "cn-usc", "credit code"]) {
        draft.put("credit_code", identifier.get("identifier"), identifier, "identifier");
    } else if CreditCode::parse(row.get("tax_id")).is_ok() {
        draft.put("credit_code", row.get("tax_id"), row, "tax_id");
    }
    if let Some(identifier) = named(&["备案", "filing"]) {
        draft.put("filing_number", identifier.get("identifier"), identifier, "identifier");
    }
}
