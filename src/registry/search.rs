//! Which place, organization or division does a text mean?

use super::{Snapshot, snapshot::Found};

/// Something that was found.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct SearchItem<'a> {
    /// `facility`, `organization` or `division`.
    #[serde(rename = "type")]
    pub what: &'static str,
    /// Its id or code.
    pub id: String,
    /// Its name.
    pub name: &'a str,
    /// English name.
    pub name_en: Option<&'a str>,
    /// Kind and address, or the divisions above.
    pub detail: String,
    /// Code of a facility's kind.
    pub kind: Option<&'a str>,
    /// Where it is shown; null when it has no place on the map.
    pub lon: Option<f64>,
    /// Where it is shown.
    pub lat: Option<f64>,
}

impl Snapshot {
    /// What fits a text best first: by name, pinyin, initials, address or id. An organization with a site is found as its site.
    pub fn search(&self, text: &str, limit: usize) -> Vec<SearchItem<'_>> {
        // An id that was merged away leads to what it became part of.
        let heir = self.facility_row_or_heir(text.trim()).map(|row| self.found_facility(row));
        let mut items: Vec<SearchItem> = heir.into_iter().collect();
        for what in self.search_index().find(text, limit * 2) {
            let item = self.search_item(Found::from_number(what));
            if !items.iter().any(|other| other.id == item.id) {
                items.push(item);
            }
        }
        items.truncate(limit);
        items
    }

    fn search_item(&self, found: Found) -> SearchItem<'_> {
        match found {
            Found::Facility(row) => self.found_facility(row as usize),
            Found::Organization(row) => {
                let organization = &self.organizations()[row as usize].record;
                if let Some(site) = self.facility_row(organization.id.as_str()) {
                    return self.found_facility(site);
                }
                SearchItem {
                    what: "organization",
                    id: organization.id.to_string(),
                    name: &organization.name,
                    name_en: organization.name_en.as_deref(),
                    detail: organization.phone.clone().or_else(|| organization.address.clone()).unwrap_or_default(),
                    kind: None,
                    lon: None,
                    lat: None,
                }
            }
            Found::Division(row) => self.found_division(row as usize),
        }
    }

    fn found_facility(&self, row: usize) -> SearchItem<'_> {
        let facility = &self.facilities()[row];
        let position = facility.shown_position();
        let kind = self.catalogue().kinds.find(&facility.kind).map_or("", |kind| kind.name_zh.as_str());
        let detail = match facility.address.as_deref() {
            Some(address) => format!("{kind} · {address}"),
            None => kind.to_owned(),
        };
        SearchItem {
            what: "facility",
            id: facility.id.to_string(),
            name: &facility.name,
            name_en: facility.name_en.as_deref(),
            detail,
            kind: Some(&facility.kind),
            lon: position.map(|position| position.lon()),
            lat: position.map(|position| position.lat()),
        }
    }

    fn found_division(&self, row: usize) -> SearchItem<'_> {
        let (code, division) = self.divisions().iter().nth(row).expect("the index was made of these divisions");
        let mut path = self.division_path(*code);
        path.pop();
        let centre = self.division_point(*code);
        SearchItem {
            what: "division",
            id: code.to_string(),
            name: &division.name,
            name_en: division.name_en.as_deref(),
            detail: path.join(" · "),
            kind: None,
            lon: centre.map(|centre| centre[0]),
            lat: centre.map(|centre| centre[1]),
        }
    }
}
