//! What does a file come to beside what the registry holds? Good rows as records, the others refused, ready to be written.
//!
//! 1. The records that the registry holds under the file's ids are read.
//! 2. The rows are read; what the file has no column for is as it is held.
//! 3. What only the registry knows is checked: ids of the other sort of record, operators, divisions.
//!
//! The same steps are taken again inside the transaction that writes, when the registry has changed meanwhile.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{ImportKind, ImportOptions, known::Known, people::note_figures, summary::Summary};
use crate::{
    domain::{
        change::RecordType,
        demand::{DemandCell, FigureMethod, Figures},
        division::{Division, DivisionCode},
        facility::Facility,
        id::OrganizationId,
    },
    exchange::{Held, Opened, OrganizationRow, ReadError, Reading, Records as Rows, Refusal},
    registry::RegistryError,
    storage::{Reader, Upserted, Writer},
};

/// What the registry holds that a file is compared with.
pub(super) struct Background {
    pub(super) known: Known,
    pub(super) held: Held,
    /// Organizations by their credit code.
    by_code: HashMap<String, OrganizationId>,
    organizations: BTreeSet<OrganizationId>,
    /// Ids of facilities that were merged away, and what they became part of.
    merged_facilities: BTreeMap<String, String>,
    /// The same of organizations.
    merged_organizations: BTreeMap<String, String>,
    /// The number of the last change when it was read.
    pub(super) seq: i64,
}

/// The good rows of a file, each kind in a list of its own, with their row numbers.
#[derive(Default)]
pub(super) struct Harvest {
    pub(super) facilities: Vec<(usize, Facility)>,
    pub(super) organizations: Vec<(usize, OrganizationRow)>,
    /// What the cells' counts stand for.
    pub(super) groups: Vec<String>,
    pub(super) cells: Vec<(usize, DemandCell)>,
    /// What those counts are.
    pub(super) figures: Option<Figures>,
    pub(super) divisions: Vec<(usize, Division)>,
}

impl Background {
    /// Reads what a file of this kind with these ids is compared with; a package with everything.
    pub(super) fn read(reader: &mut Reader, kind: ImportKind, ids: &[&str]) -> Result<Background, RegistryError> {
        let known = Known::new(reader.reference_rows()?, reader.divisions()?);
        let mut held = Held::default();
        let (mut by_code, mut organizations) = (HashMap::new(), BTreeSet::new());
        if matches!(kind, ImportKind::Facilities | ImportKind::Organizations) {
            let found = reader.facilities_by_id(ids)?.into_iter().map(|one| (one.record.id.to_string(), one.record));
            held.facilities = found.collect();
        }
        if kind == ImportKind::Organizations {
            let found = reader.organizations_by_id(ids)?.into_iter().map(|one| (one.record.id.to_string(), one.record));
            held.organizations = found.collect();
        }
        if kind == ImportKind::Facilities {
            for one in reader.organizations()? {
                organizations.insert(one.record.id.clone());
                if let Some(code) = &one.record.credit_code {
                    by_code.insert(code.to_string(), one.record.id);
                }
            }
        }
        if kind == ImportKind::Hsds {
            held.facilities = reader.facilities()?.into_iter().map(|one| (one.record.id.to_string(), one.record)).collect();
            held.organizations = reader.organizations()?.into_iter().map(|one| (one.record.id.to_string(), one.record)).collect();
        }
        let merged = |reader: &mut Reader, record_type, kinds: [ImportKind; 2]| match kinds.contains(&kind) {
            true => reader.merged_ids(record_type),
            false => Ok(BTreeMap::new()),
        };
        let merged_facilities = merged(reader, RecordType::Facility, [ImportKind::Facilities, ImportKind::Hsds])?;
        let merged_organizations = merged(reader, RecordType::Organization, [ImportKind::Organizations, ImportKind::Hsds])?;
        Ok(Background { known, held, by_code, organizations, merged_facilities, merged_organizations, seq: reader.last_change()? })
    }

    /// Whether the registry holds an organization, as far as a package is compared with it.
    pub(super) fn knows_organization(&self, id: &OrganizationId) -> bool {
        self.held.organizations.contains_key(id.as_str())
    }

    /// Reads the rows of a file and holds them against the registry.
    pub(super) fn harvest(&self, opened: &Opened, kind: ImportKind, options: &ImportOptions) -> Result<(Harvest, Summary), RegistryError> {
        if let Some(trouble) = opened.trouble(&self.held) {
            return Err(trouble.into());
        }
        let reading = self.known.reading(options);
        let mut harvest = Harvest::default();
        let summary = match kind {
            ImportKind::Facilities => self.facilities(opened, &reading, options, &mut harvest)?,
            ImportKind::Organizations => self.organizations(opened, &reading, options, &mut harvest)?,
            ImportKind::Demand => {
                let (groups, rows) = opened.demand(&reading)?;
                let mut summary = Summary::of(&rows, options);
                self.known.note_unknown_divisions(rows.records.iter().filter_map(|(_, cell)| cell.division), &mut summary);
                (harvest.groups, harvest.cells) = (groups, rows.records);
                harvest.figures = Some(options.people.figures(opened.told_of_figures(), (FigureMethod::Counted, None))?);
                note_figures(harvest.figures.as_ref(), &mut summary);
                summary
            }
            ImportKind::Divisions => self.divisions(opened, &reading, options, &mut harvest)?,
            ImportKind::BaseMap | ImportKind::Hsds => unreachable!("what is no table is read as a whole"),
        };
        Ok((harvest, summary))
    }

    fn facilities(&self, opened: &Opened, reading: &Reading, options: &ImportOptions, harvest: &mut Harvest) -> Result<Summary, ReadError> {
        let mut rows = opened.facilities(reading, &self.held)?;
        let mut unknown_operators = 0;
        for (_, facility) in &mut rows.records {
            if facility.operator.is_none() {
                facility.operator = facility.credit_code.as_ref().and_then(|code| self.by_code.get(code.as_str())).cloned();
            }
            if facility.operator.as_ref().is_some_and(|operator| !self.organizations.contains(operator)) {
                unknown_operators += 1;
            }
        }
        let mut summary = Summary::of(&rows, options);
        summary.refuse(self.refuse_merged_facilities(&mut rows));
        summary.refuse(self.keep_withheld(&mut rows));
        let sites: Vec<_> = rows.records.iter().map(|(row, facility)| (*row, facility)).collect();
        let taken = of_the_other_sort(&sites, &self.held.facilities, &self.known);
        summary.refuse_taken(&taken, "facility", "organization's site");
        if unknown_operators > 0 {
            summary.notes.push(format!(
                "{unknown_operators} rows name an operator that is no organization of the registry yet; the name of the operator is kept and found once `import organizations` brings it"
            ));
        }
        rows.records.retain(|(row, _)| !taken.contains_key(row));
        harvest.facilities = rows.records;
        let facilities: Vec<_> = harvest.facilities.iter().map(|(_, facility)| facility).collect();
        self.known.note_unknown_divisions(facilities.iter().filter_map(|facility| facility.division), &mut summary);
        self.known.note_unplaced(&facilities, &mut summary);
        Ok(summary)
    }

    /// Takes out the rows of facilities that were merged into others, so that an old list does not bring them back.
    pub(super) fn refuse_merged_facilities(&self, rows: &mut Rows<Facility>) -> Vec<Refusal> {
        refuse_merged(&self.merged_facilities, rows, |facility| facility.id.as_str())
    }

    /// The same for organizations.
    pub(super) fn refuse_merged_organizations(&self, rows: &mut Rows<OrganizationRow>) -> Vec<Refusal> {
        refuse_merged(&self.merged_organizations, rows, |(organization, _)| organization.id.as_str())
    }

    /// Gives protected places of an export their true position back; the rows of those that are not in the registry are taken
    /// out and refused.
    fn keep_withheld(&self, rows: &mut Rows<Facility>) -> Vec<Refusal> {
        let mut refused = Vec::new();
        rows.records.retain_mut(|(row, facility)| {
            match (&facility.location, self.held.facilities.get(facility.id.as_str())) {
                (Some(_), _) => {}
                (None, Some(full)) => facility.keep_withheld(full),
                (None, None) => refused.push(Refusal {
                    row: *row,
                    column: "withheld".to_owned(),
                    value: facility.id.to_string(),
                    reason: "the file leaves out the true position of this protected place, and the registry has no record of it"
                        .to_owned(),
                    expected: "a file made with export --with-protected".to_owned(),
                }),
            }
            facility.location.is_some()
        });
        refused
    }

    fn organizations(
        &self,
        opened: &Opened,
        reading: &Reading,
        options: &ImportOptions,
        harvest: &mut Harvest,
    ) -> Result<Summary, ReadError> {
        let mut rows = opened.organizations(reading, &self.held)?;
        let merged = self.refuse_merged_organizations(&mut rows);
        let sites: Vec<_> = rows.records.iter().filter_map(|(row, (_, site))| Some((*row, site.as_ref()?))).collect();
        let taken = of_the_other_sort(&sites, &self.held.facilities, &self.known);
        let mut summary = Summary::of(&rows, options);
        summary.refuse(merged);
        summary.refuse_taken(&taken, "organization's site", "facility");
        rows.records.retain(|(row, _)| !taken.contains_key(row));
        harvest.organizations = rows.records;
        self.known
            .note_unknown_divisions(harvest.organizations.iter().filter_map(|(_, (organization, _))| organization.division), &mut summary);
        let sites: Vec<_> = harvest.organizations.iter().filter_map(|(_, (_, site))| site.as_ref()).collect();
        self.known.note_unplaced(&sites, &mut summary);
        Ok(summary)
    }

    fn divisions(&self, opened: &Opened, reading: &Reading, options: &ImportOptions, harvest: &mut Harvest) -> Result<Summary, ReadError> {
        let mut rows = opened.divisions(reading)?;
        let known = &self.known.divisions;
        for (_, division) in &mut rows.records {
            if let Some(before) = known.get(&division.code) {
                division.keep_what_is_missing(before);
            }
        }
        let circles = self.known.refuse_circles(&mut rows);
        let in_file: BTreeSet<DivisionCode> = rows.records.iter().map(|(_, division)| division.code).collect();
        let parents = rows.records.iter().filter_map(|(_, division)| division.parent);
        let orphans: BTreeSet<_> = parents.filter(|parent| !in_file.contains(parent) && !known.contains_key(parent)).collect();
        let mut summary = Summary::of(&rows, options);
        summary.refuse(circles);
        if !orphans.is_empty() {
            let some: Vec<String> = orphans.iter().take(5).map(DivisionCode::to_string).collect();
            summary.notes.push(format!(
                "{} divisions above these are not in the registry, for instance {}; import them too, so that figures add up",
                orphans.len(),
                some.join(", ")
            ));
        }
        harvest.divisions = rows.records;
        Ok(summary)
    }
}

impl Harvest {
    /// Writes the rows that `takes` says yes to, over what is held of them.
    pub(super) fn write(&self, writer: &mut Writer, held: &Held, takes: impl Fn(usize) -> bool) -> Result<Upserted, RegistryError> {
        fn taken<'h, T>(rows: &'h [(usize, T)], takes: &impl Fn(usize) -> bool) -> Vec<&'h T> {
            rows.iter().filter(|(row, _)| takes(*row)).map(|(_, record)| record).collect()
        }
        let of_facilities = writer.upsert_facilities_known(&taken(&self.facilities, &takes), &held.facilities)?;
        let mut all = of_facilities;
        if !self.organizations.is_empty() {
            let rows = taken(&self.organizations, &takes);
            let organizations: Vec<_> = rows.iter().map(|(organization, _)| organization).collect();
            let sites: Vec<_> = rows.iter().filter_map(|(_, site)| site.as_ref()).collect();
            let of_organizations = writer.upsert_organizations(&organizations)?;
            let of_sites = writer.upsert_facilities_known(&sites, &held.facilities)?;
            // An organization whose site alone changed is a changed organization; each is counted once.
            let site_only = (of_sites.added + of_sites.changed).saturating_sub(of_organizations.added + of_organizations.changed);
            let changed = of_organizations.changed + site_only.min(of_organizations.unchanged);
            all = Upserted {
                added: of_facilities.added + of_organizations.added,
                changed: of_facilities.changed + changed,
                unchanged: of_facilities.unchanged + organizations.len() - of_organizations.added - changed,
            };
        }
        if !self.cells.is_empty() {
            let cells = taken(&self.cells, &takes);
            all = writer.upsert_demand(&self.groups, &cells)?;
            if let Some(figures) = &self.figures {
                writer.note_figures(&self.groups, &cells, figures, all)?;
            }
        }
        if !self.divisions.is_empty() {
            all = writer.upsert_divisions(&taken(&self.divisions, &takes))?;
        }
        Ok(all)
    }
}

/// Takes out the rows of records that were merged into others.
fn refuse_merged<T>(merged: &BTreeMap<String, String>, rows: &mut Rows<T>, id: impl Fn(&T) -> &str) -> Vec<Refusal> {
    let mut refused = Vec::new();
    rows.records.retain(|(row, record)| {
        let new = merged.get(id(record));
        refused.extend(new.map(|new| Refusal {
            row: *row,
            column: "id".to_owned(),
            value: id(record).to_owned(),
            reason: format!("the record was merged into {new}"),
            expected: format!("{new}, or no such row; undo the merge where they are two after all"),
        }));
        new.is_none()
    });
    refused
}

/// Rows whose id belongs to a record of the other sort (facility or organization's site), with that record's name.
pub(super) fn of_the_other_sort(
    sites: &[(usize, &Facility)],
    held: &HashMap<String, Facility>,
    known: &Known,
) -> BTreeMap<usize, (String, String)> {
    let sort = |facility: &Facility| known.catalogue.kinds.find(&facility.kind).map(|kind| kind.of);
    let other = |(row, site): &(usize, &Facility)| {
        let other = held.get(site.id.as_str())?;
        (sort(other) != sort(site)).then(|| (*row, (site.id.to_string(), other.name.to_string())))
    };
    sites.iter().filter_map(other).collect()
}
