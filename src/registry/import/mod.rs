//! How do files become records? Good rows go in, bad rows come back, in one transaction.
//!
//! 1. The file is read and checked row by row (`exchange`).
//! 2. What only the registry knows is checked: ids taken by the other sort of record, operators, divisions.
//! 3. One transaction writes what is new or different; a dry run undoes it.

mod hsds;
mod known;
mod summary;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use self::{known::Known, summary::Summary};
use super::{Records, RegistryError};
use crate::{
    domain::{
        change::Stamp,
        datum::Datum,
        division::{Division, DivisionCode},
        facility::Facility,
        position::Area,
    },
    exchange::{self, Reading, Records as Rows, Refusal, Source},
    storage::{StorageError, Upserted, Writer},
};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportKind {
    /// Facilities.
    Facilities,
    /// Organizations and their sites.
    Organizations,
    /// Demand cells.
    Demand,
    /// Divisions, with or without boundaries.
    Divisions,
    /// The base map.
    BaseMap,
    /// An HSDS tabular data package in a zip.
    Hsds,
}

/// How a file is to be taken.
pub struct ImportOptions<'a> {
    /// The datum, where the file does not state it.
    pub datum: Option<Datum>,
    /// Where places may lie.
    pub area: Option<Area>,
    /// Who brings the file in.
    pub stamp: Stamp,
    /// Do everything but write.
    pub dry_run: bool,
    /// Is told rows done and rows in all.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// What became of a file.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ImportSummary {
    /// Rows of data in the file.
    pub rows: usize,
    /// Records that are new.
    pub added: usize,
    /// Records that differ from before.
    pub changed: usize,
    /// Records that were there already.
    pub unchanged: usize,
    /// Rows that were refused.
    pub refused: usize,
    /// Why, a line for every wrong cell.
    pub refusals: Vec<Refusal>,
    /// What else to know, a sentence each.
    pub notes: Vec<String>,
    /// Whether nothing was written on purpose.
    pub dry_run: bool,
}

/// Ends a dry run's transaction without keeping it.
enum Undo {
    DryRun(Upserted),
    Failed(RegistryError),
}

impl From<StorageError> for Undo {
    fn from(error: StorageError) -> Self {
        Undo::Failed(error.into())
    }
}

impl Records {
    /// Reads a file into the registry.
    pub fn import(&self, what: ImportKind, source: &Source, options: &ImportOptions) -> Result<ImportSummary, RegistryError> {
        let known = self.store.read(|reader| {
            let rows = reader.reference_rows()?;
            let divisions = reader.divisions()?;
            Ok::<_, RegistryError>(Known::new(rows, divisions))
        })?;
        let reading = Reading {
            datum: options.datum,
            area: options.area,
            catalogue: &known.catalogue,
            successors: &known.successors,
            progress: options.progress,
        };
        match what {
            ImportKind::Facilities => {
                let rows = exchange::read_facilities(source, &reading)?;
                self.import_facilities(rows, &known, options)
            }
            ImportKind::Organizations => {
                let rows = exchange::read_organizations(source, &reading)?;
                self.import_organizations(rows, &known, options)
            }
            ImportKind::Demand => {
                let (groups, rows) = exchange::read_demand(source, &reading)?;
                let mut summary = Summary::of(&rows, options);
                known.note_unknown_divisions(rows.records.iter().filter_map(|(_, cell)| cell.division), &mut summary);
                let cells: Vec<_> = rows.records.iter().map(|(_, cell)| cell).collect();
                self.commit(summary, options, |writer| Ok(writer.upsert_demand(&groups, &cells)?))
            }
            ImportKind::Divisions => {
                let rows = exchange::read_divisions(source, &reading)?;
                self.import_divisions(rows, &known, options)
            }
            ImportKind::Hsds => self.import_hsds(&exchange::HsdsPackage::unzip(source.name, source.bytes)?, None, options),
            ImportKind::BaseMap => {
                let rows = exchange::read_base_map(source)?;
                let summary = Summary::of(&rows, options);
                let features: Vec<_> = rows.records.iter().map(|(_, feature)| feature).collect();
                self.commit(summary, options, |writer| Ok(writer.replace_base_map(&features)?))
            }
        }
    }

    fn import_facilities(&self, mut rows: Rows<Facility>, known: &Known, options: &ImportOptions) -> Result<ImportSummary, RegistryError> {
        let organizations = self.store.read(|reader| reader.organizations())?;
        let by_code: HashMap<_, _> =
            organizations.iter().filter_map(|one| Some((one.record.credit_code.clone()?, one.record.id.clone()))).collect();
        let ids: BTreeSet<_> = organizations.iter().map(|one| one.record.id.clone()).collect();
        let mut unknown_operators = 0;
        for (_, facility) in &mut rows.records {
            if facility.operator.is_none() {
                facility.operator = facility.credit_code.as_ref().and_then(|code| by_code.get(code)).cloned();
            }
            if facility.operator.as_ref().is_some_and(|operator| !ids.contains(operator)) {
                unknown_operators += 1;
            }
        }
        let nowhere = self.keep_withheld(&mut rows)?;
        let sites: Vec<_> = rows.records.iter().map(|(row, facility)| (*row, facility)).collect();
        let taken = self.ids_of_the_other_sort(&sites, known)?;
        let mut summary = Summary::of(&rows, options);
        summary.refuse_taken(&taken, "facility", "organization's site");
        summary.refuse(nowhere);
        if unknown_operators > 0 {
            summary.notes.push(format!(
                "{unknown_operators} rows name an operator that is no organization of the registry yet; the name of the operator is kept and found once `import organizations` brings it"
            ));
        }
        let facilities: Vec<_> = rows.records.iter().filter(|(row, _)| !taken.contains_key(row)).map(|(_, facility)| facility).collect();
        known.note_unknown_divisions(facilities.iter().filter_map(|facility| facility.division), &mut summary);
        known.note_unplaced(&facilities, &mut summary);
        self.commit(summary, options, |writer| Ok(writer.upsert_facilities(&facilities)?))
    }

    /// Gives protected places of an export their true position back, from the registry; the rows of those that are not in
    /// it are taken out and refused.
    fn keep_withheld(&self, rows: &mut Rows<Facility>) -> Result<Vec<Refusal>, RegistryError> {
        let ids: Vec<&str> = rows.records.iter().filter(|(_, one)| one.location.is_none()).map(|(_, one)| one.id.as_str()).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let full = self.store.read(|reader| reader.facilities_by_id(&ids))?;
        let full: HashMap<_, _> = full.into_iter().map(|one| (one.record.id.clone(), one.record)).collect();
        let mut refused = Vec::new();
        rows.records.retain_mut(|(row, facility)| {
            match (&facility.location, full.get(&facility.id)) {
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
        Ok(refused)
    }

    fn import_organizations(
        &self,
        rows: Rows<(crate::domain::organization::Organization, Option<Facility>)>,
        known: &Known,
        options: &ImportOptions,
    ) -> Result<ImportSummary, RegistryError> {
        let sites: Vec<_> = rows.records.iter().filter_map(|(row, (_, site))| Some((*row, site.as_ref()?))).collect();
        let taken = self.ids_of_the_other_sort(&sites, known)?;
        let mut summary = Summary::of(&rows, options);
        summary.refuse_taken(&taken, "organization's site", "facility");
        let kept = || rows.records.iter().filter(|(row, _)| !taken.contains_key(row)).map(|(_, record)| record);
        let organizations: Vec<_> = kept().map(|(organization, _)| organization).collect();
        let sites: Vec<_> = kept().filter_map(|(_, site)| site.as_ref()).collect();
        known.note_unknown_divisions(organizations.iter().filter_map(|one| one.division), &mut summary);
        known.note_unplaced(&sites, &mut summary);
        self.commit(summary, options, |writer| {
            let of_organizations = writer.upsert_organizations(&organizations)?;
            let of_sites = writer.upsert_facilities(&sites)?;
            // An organization whose site alone changed is a changed organization; each is counted once.
            let site_only = (of_sites.added + of_sites.changed).saturating_sub(of_organizations.added + of_organizations.changed);
            let changed = of_organizations.changed + site_only.min(of_organizations.unchanged);
            Ok(Upserted { changed, unchanged: organizations.len() - of_organizations.added - changed, ..of_organizations })
        })
    }

    fn import_divisions(&self, mut rows: Rows<Division>, known: &Known, options: &ImportOptions) -> Result<ImportSummary, RegistryError> {
        for (_, division) in &mut rows.records {
            if let Some(before) = known.divisions.get(&division.code) {
                division.keep_what_is_missing(before);
            }
        }
        let circles = known.refuse_circles(&mut rows);
        let in_file: BTreeSet<DivisionCode> = rows.records.iter().map(|(_, division)| division.code).collect();
        let orphans = rows
            .records
            .iter()
            .filter_map(|(_, division)| division.parent)
            .filter(|parent| !in_file.contains(parent) && !known.divisions.contains_key(parent))
            .collect::<BTreeSet<_>>();
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
        let divisions: Vec<_> = rows.records.iter().map(|(_, division)| division).collect();
        self.commit(summary, options, |writer| Ok(writer.upsert_divisions(&divisions)?))
    }

    /// Rows whose id belongs to a record of the other sort (facility or organization's site), with that record's name.
    fn ids_of_the_other_sort(
        &self,
        sites: &[(usize, &Facility)],
        known: &Known,
    ) -> Result<BTreeMap<usize, (String, String)>, RegistryError> {
        let ids: Vec<&str> = sites.iter().map(|(_, site)| site.id.as_str()).collect();
        let there = self.store.read(|reader| reader.facilities_by_id(&ids))?;
        let there: HashMap<_, _> = there.into_iter().map(|one| (one.record.id.clone(), one.record)).collect();
        let sort = |facility: &Facility| known.catalogue.kinds.find(&facility.kind).map(|kind| kind.of);
        Ok(sites
            .iter()
            .filter_map(|(row, site)| {
                let other = there.get(&site.id)?;
                (sort(other) != sort(site)).then(|| (*row, (site.id.to_string(), other.name.to_string())))
            })
            .collect())
    }

    /// Writes in one transaction, or undoes it when it was a dry run.
    fn commit(
        &self,
        summary: Summary,
        options: &ImportOptions,
        write: impl FnOnce(&mut Writer) -> Result<Upserted, RegistryError>,
    ) -> Result<ImportSummary, RegistryError> {
        let written = self.store.write(&options.stamp, |writer| {
            let upserted = write(writer).map_err(Undo::Failed)?;
            if options.dry_run {
                return Err(Undo::DryRun(upserted));
            }
            Ok(upserted)
        });
        let upserted = match written {
            Ok(upserted) | Err(Undo::DryRun(upserted)) => upserted,
            Err(Undo::Failed(error)) => return Err(error),
        };
        Ok(summary.finish(upserted))
    }
}
