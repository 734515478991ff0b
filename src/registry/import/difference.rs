//! How does a row of a file differ from what the registry holds? Both in the flat form, field by field.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
};

use serde_json::{Map, Value, json};

use super::harvest::{Background, Harvest};
use crate::{
    domain::{
        demand::{DemandCell, DemandTable},
        division::{Division, DivisionCode},
        facility::Facility,
        permission::Caller,
    },
    exchange::OrganizationRow,
    registry::{FieldChange, Snapshot, fields::differences, recorded::Recorded},
};

/// Which record of a harvest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Facility(usize),
    Organization(usize),
    Cell(usize),
    Division(usize),
    /// A record of the registry that the file lacks.
    Removal(usize),
    /// Nothing: the row was refused.
    None,
}

/// Demand cells as the registry holds them, by id.
#[derive(Default)]
pub(super) struct HeldCells {
    groups: Vec<String>,
    cells: HashMap<String, DemandCell>,
}

impl HeldCells {
    pub(super) fn of(table: &DemandTable, ids: &[&str]) -> HeldCells {
        let ids: std::collections::HashSet<&str> = ids.iter().copied().collect();
        let cells = table.cells.iter().filter(|cell| ids.contains(cell.id.as_str()));
        HeldCells { groups: table.groups.clone(), cells: cells.map(|cell| (cell.id.to_string(), cell.clone())).collect() }
    }

    /// The cell with this id.
    pub(super) fn get(&self, id: &str) -> Option<&DemandCell> {
        self.cells.get(id)
    }
}

/// What rows are compared with.
pub(super) struct Comparison<'a> {
    pub(super) background: &'a Background,
    pub(super) harvest: &'a Harvest,
    pub(super) cells: &'a HeldCells,
    pub(super) removals: &'a [Facility],
}

/// How a row stands to the registry.
pub(super) struct Standing {
    /// Whether the record is there.
    pub(super) there: bool,
    /// Whether it would differ.
    pub(super) differs: bool,
    /// The divisions that the record lies in, before and after.
    pub(super) divisions: Vec<Option<DivisionCode>>,
}

impl Comparison<'_> {
    /// How the record at a place stands to the registry.
    pub(super) fn standing(&self, place: Place, snapshot: &Snapshot) -> Standing {
        let held = &self.background.held;
        match place {
            Place::Facility(at) => {
                let after = &self.harvest.facilities[at].1;
                let before = held.facilities.get(after.id.as_str());
                let divisions = before.into_iter().chain([after]).map(|one| Recorded::division(one, snapshot)).collect();
                Standing { there: before.is_some(), differs: before != Some(after), divisions }
            }
            Place::Organization(at) => {
                let (after, site) = &self.harvest.organizations[at].1;
                let before = held.organizations.get(after.id.as_str());
                let site_before = held.facilities.get(after.id.as_str());
                let sites = site_before.into_iter().chain(site.as_ref());
                let mut divisions: Vec<_> = sites.map(|one| Recorded::division(one, snapshot)).collect();
                let of_site = divisions.last().copied().flatten();
                divisions.extend(before.into_iter().chain([after]).map(|one| one.division.or(of_site)));
                let differs = before != Some(after) || (site.is_some() && site.as_ref() != site_before);
                Standing { there: before.is_some(), differs, divisions }
            }
            Place::Cell(at) => {
                let after = &self.harvest.cells[at].1;
                let before = self.cells.cells.get(after.id.as_str());
                let located = |one: &DemandCell| one.division.or_else(|| snapshot.locate(one.position));
                let divisions = before.into_iter().chain([after]).map(located).collect();
                let differs = before.is_none_or(|before| self.before_cell(before) != self.after_cell(after));
                Standing { there: before.is_some(), differs, divisions }
            }
            Place::Division(at) => {
                let after = &self.harvest.divisions[at].1;
                let before = self.background.known.divisions.get(&after.code);
                Standing { there: before.is_some(), differs: before != Some(after), divisions: vec![Some(after.code)] }
            }
            Place::Removal(at) => {
                Standing { there: true, differs: true, divisions: vec![Recorded::division(&self.removals[at], snapshot)] }
            }
            Place::None => Standing { there: false, differs: false, divisions: Vec::new() },
        }
    }

    /// The fields that would change, as this caller may see them.
    pub(super) fn fields(&self, place: Place, caller: &Caller, snapshot: &Snapshot) -> Vec<FieldChange> {
        let held = &self.background.held;
        // A row that makes a protected place another must not tell where it is.
        let facility = |one: &Facility| {
            let protected = one.is_protected(snapshot) || snapshot.protects(one.id.as_str());
            one.clone().shown_as(caller, snapshot, protected).0.form()
        };
        match place {
            Place::Facility(at) => {
                let after = &self.harvest.facilities[at].1;
                differences(held.facilities.get(after.id.as_str()).map(facility).as_ref(), Some(&facility(after)))
            }
            Place::Organization(at) => {
                let (organization, site) = &self.harvest.organizations[at].1;
                let form = |(organization, site): &OrganizationRow| {
                    let mut form = organization.clone().shown_to(caller, snapshot).0.form();
                    if let (Some(site), Some(form)) = (site, form.as_object_mut()) {
                        form.extend(below("site", &facility(site)));
                    }
                    form
                };
                let site_before = held.facilities.get(organization.id.as_str()).filter(|_| site.is_some()).cloned();
                let before = held.organizations.get(organization.id.as_str()).map(|one| form(&(one.clone(), site_before)));
                differences(before.as_ref(), Some(&form(&self.harvest.organizations[at].1)))
            }
            Place::Cell(at) => {
                let after = &self.harvest.cells[at].1;
                let before = self.cells.cells.get(after.id.as_str()).map(|cell| self.before_cell(cell));
                differences(before.as_ref(), Some(&self.after_cell(after)))
            }
            Place::Division(at) => {
                let after = &self.harvest.divisions[at].1;
                differences(self.background.known.divisions.get(&after.code).map(division_form).as_ref(), Some(&division_form(after)))
            }
            Place::Removal(at) => differences(Some(&facility(&self.removals[at])), None),
            Place::None => Vec::new(),
        }
    }

    /// What the record at a place is called.
    pub(super) fn name(&self, place: Place) -> &str {
        match place {
            Place::Facility(at) => &self.harvest.facilities[at].1.name,
            Place::Organization(at) => &self.harvest.organizations[at].1.0.name,
            Place::Division(at) => &self.harvest.divisions[at].1.name,
            Place::Removal(at) => &self.removals[at].name,
            Place::Cell(_) | Place::None => "",
        }
    }

    fn before_cell(&self, cell: &DemandCell) -> Value {
        cell_form(cell, self.cells.groups.iter().zip(cell.counts.iter()).map(|(group, count)| (group.as_str(), *count)).collect())
    }

    /// Counts that the file does not have stay as they are.
    fn after_cell(&self, cell: &DemandCell) -> Value {
        let before = self.cells.cells.get(cell.id.as_str());
        let mut counts: BTreeMap<&str, f64> = before
            .map(|before| self.cells.groups.iter().map(String::as_str).zip(before.counts.iter().copied()).collect())
            .unwrap_or_default();
        counts.extend(self.harvest.groups.iter().map(String::as_str).zip(cell.counts.iter().copied()));
        let division = cell.division.or(before.and_then(|before| before.division));
        cell_form(&DemandCell { division, ..cell.clone() }, counts)
    }
}

fn below(name: &str, form: &Value) -> Map<String, Value> {
    form.as_object().into_iter().flatten().map(|(field, value)| (format!("{name}.{field}"), value.clone())).collect()
}

fn cell_form(cell: &DemandCell, counts: BTreeMap<&str, f64>) -> Value {
    let given = cell.given.map(|given| json!({ "x": given.x, "y": given.y, "datum": given.datum.code() }));
    let mut form = json!({
        "id": cell.id.to_string(), "lon": cell.position.lon(), "lat": cell.position.lat(), "given": given,
        "division": cell.division.map(|code| code.to_string()),
    });
    for (group, count) in counts {
        form[group] = json!(count);
    }
    form
}

fn division_form(one: &Division) -> Value {
    let code = |code: Option<DivisionCode>| code.map(|code| code.to_string());
    json!({
        "code": one.code.to_string(), "name": one.name, "name_en": one.name_en, "parent": code(one.parent),
        "valid_from": one.valid_from, "valid_to": one.valid_to, "successor": code(one.successor),
        "centre": one.centre.map(|centre| json!({ "lon": centre.lon(), "lat": centre.lat() })),
        "smart": one.smart.smart, "smart_since": one.smart.since, "smart_source": one.smart.source, "source": one.source,
        "boundary": one.boundary.as_ref().map(outline),
    })
}

/// A boundary in a few words, other words for another boundary.
fn outline(boundary: &geo_types::MultiPolygon<f64>) -> String {
    let points: Vec<_> = boundary.0.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors())).collect();
    let mut hasher = DefaultHasher::new();
    let mut count = 0;
    for point in points.into_iter().flat_map(|ring| &ring.0) {
        (point.x.to_bits(), point.y.to_bits()).hash(&mut hasher);
        count += 1;
    }
    format!("{count} points ({:08x})", hasher.finish() as u32)
}
