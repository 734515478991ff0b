//! Whom does a phone number of a package reach? The one of a place, of a service or of an organization.

use std::collections::HashMap;

use super::{draft::Complaints, package::Tables, table::Row};
use crate::domain::text::MAX_NAME_CHARS;

/// Numbers by what they belong to. A fax is none, and a number that may not be kept is refused by itself.
#[derive(Default)]
pub(super) struct Phones<'t> {
    by_owner: HashMap<&'static str, HashMap<&'t str, (String, Row<'t>)>>,
}

/// The columns that tell an owner, the closest first: a number may name several.
const OWNERS: [&str; 4] = ["service_at_location_id", "service_id", "location_id", "organization_id"];

impl<'t> Phones<'t> {
    /// Reads the numbers; of several for one owner the first stays.
    pub fn read(tables: &'t Tables, complaints: &mut Complaints) -> Phones<'t> {
        let mut phones = Phones::default();
        for row in tables.table("phones.csv").rows() {
            if matches!(row.get("type").to_ascii_lowercase().as_str(), "fax" | "传真") {
                continue;
            }
            let Some(number) = complaints.text(row, "number", MAX_NAME_CHARS) else { continue };
            let extension = row.get("extension");
            let number = number.trim_matches('"').trim();
            let number = if extension.is_empty() { number.to_owned() } else { format!("{number}-{extension}") };
            for owner in OWNERS {
                let id = row.get(owner);
                if !id.is_empty() {
                    phones.by_owner.entry(owner).or_default().entry(id).or_insert_with(|| (number.clone(), row));
                }
            }
        }
        phones
    }

    /// The number of an owner, with its row.
    pub fn of(&self, owner: &'static str, id: &str) -> Option<(&str, Row<'t>)> {
        self.by_owner.get(owner)?.get(id).map(|(number, row)| (number.as_str(), *row))
    }
}
