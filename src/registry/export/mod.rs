//! How does the registry go out again as files?
//!
//! [`write_export`] is a pure function of records, so that a past day goes out by the same steps as today.

mod choice;
mod layer;
mod served;

use std::{
    collections::{HashMap, HashSet},
    io::Write,
};

use chrono::{DateTime, Utc};

use self::choice::Chosen;
use super::{Records, RegistryError};
pub use crate::exchange::SAMPLE_NOTICE;
use crate::{
    domain::{
        division::Division,
        facility::Facility,
        kind::{Catalogue, KindOf},
        organization::Organization,
    },
    exchange::{self, Content, ExportFormat, ExportOptions as Showing, ExportStamp, WriteError},
};

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportKind {
    /// Facilities, one row each.
    Facilities,
    /// Organizations with their sites, one row each.
    Organizations,
}

impl ExportKind {
    /// Every kind with its code and its name in Chinese and English.
    pub const ALL: [(ExportKind, &'static str, &'static str, &'static str); 2] = [
        (ExportKind::Facilities, "facilities", "设施", "Facilities"),
        (ExportKind::Organizations, "organizations", "机构", "Organizations"),
    ];

    /// The kind with this code.
    pub fn parse(code: &str) -> Option<ExportKind> {
        Self::ALL.into_iter().find(|(_, own, ..)| *own == code).map(|(kind, ..)| kind)
    }

    fn names(self) -> (&'static str, &'static str, &'static str) {
        let own = Self::ALL.into_iter().find(|(kind, ..)| *kind == self);
        own.map(|(_, code, zh, en)| (code, zh, en)).expect("every kind is in the list")
    }
}

/// How it is written. Words are taken by code, Chinese or English name, or alias; an empty list chooses everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// With the true points of protected places: for whoever has the right.
    pub with_protected: bool,
    /// With the mobiles of contacts: for whoever has the right.
    pub with_contacts: bool,
    /// Among facilities also the sites of organizations.
    pub with_sites: bool,
    /// Only these kinds.
    pub kinds: Vec<String>,
    /// Only in this division.
    pub division: Option<String>,
    /// Only these statuses; `any` is all of them.
    pub statuses: Vec<String>,
    /// The map-approval number 审图号; without one the file is marked for internal use.
    pub map_approval: Option<String>,
}

/// The state of a registry that goes out: of today or of a past day.
#[derive(Clone, Copy)]
pub struct ExportInputs<'a> {
    /// Facilities and organizations' sites, in full.
    pub facilities: &'a [Facility],
    /// Organizations.
    pub organizations: &'a [Organization],
    /// Divisions, with their boundaries where a place does not declare its own.
    pub divisions: &'a [Division],
    /// The words for kinds.
    pub catalogue: &'a Catalogue,
    /// Ids of the records whose contact's mobile the caller may not see.
    pub contacts_withheld: &'a HashSet<String>,
    /// The state's date.
    pub data_as_of: DateTime<Utc>,
}

/// Writes an export; answers how many records went out.
///
/// 1. The words of the options are read; all that mean nothing are refused at once.
/// 2. Every record is reduced to what may leave; only then it is chosen, so that no filter tells where a protected place is.
/// 3. The records and the stamp are written in the format.
pub fn write_export(
    (what, format): (ExportKind, ExportFormat),
    inputs: &ExportInputs,
    options: &ExportOptions,
    to: &mut dyn Write,
) -> Result<usize, RegistryError> {
    let chosen = Chosen::read(options, inputs)?;
    let is_protected = |kind: &str| inputs.catalogue.kinds.find(kind).is_some_and(|row| row.protected);
    let withheld = |id: &str| inputs.contacts_withheld.contains(id);
    let contacts: Option<&dyn Fn(&str) -> bool> = if options.with_contacts { Some(&withheld) } else { None };
    let showing = Showing { notice: None, with_protected: options.with_protected, is_protected: &is_protected, contacts };
    let mut content = content(what, inputs, options, &showing);
    content.retain(|facility| chosen.takes(facility), |organization| chosen.takes_siteless(organization));
    let (code, title_zh, title_en) = what.names();
    let stamp = ExportStamp {
        title_zh,
        title_en,
        source: format!("惠及 carereach {}，登记册 registry", env!("CARGO_PKG_VERSION")),
        data_as_of: inputs.data_as_of,
        map_approval: options.map_approval.as_deref().map(str::trim).filter(|number| !number.is_empty()).map(str::to_owned),
        sample: inputs.divisions.last().is_some_and(|division| division.code.is_sample()),
        with_protected: options.with_protected,
        with_contacts: options.with_contacts,
        filters: chosen.in_words(what),
    };
    let written = match format {
        ExportFormat::Csv => exchange::write_csv(to, &content, &stamp),
        ExportFormat::Xlsx => exchange::write_xlsx(to, &content, &stamp),
        ExportFormat::GeoJson => exchange::write_geojson(to, &content, &stamp),
        ExportFormat::FlatGeobuf => exchange::write_flatgeobuf(to, &content, &stamp),
        ExportFormat::GeoPackage => to.write_all(&layer::geopackage(code, &content, &stamp)?).map_err(WriteError::from),
    };
    written.map_err(|error| RegistryError::Write { name: "the export".to_owned(), cause: error.to_string() })?;
    Ok(content.len())
}

fn content<'a>(what: ExportKind, inputs: &ExportInputs<'a>, options: &ExportOptions, showing: &Showing) -> Content<'a> {
    let is_site = |kind: &str| inputs.catalogue.kinds.find(kind).is_some_and(|row| row.of == KindOf::Organization);
    match what {
        ExportKind::Facilities => {
            let facilities = inputs.facilities.iter().filter(|facility| options.with_sites || !is_site(&facility.kind));
            Content::facilities(facilities, showing)
        }
        ExportKind::Organizations => {
            let sites = inputs.facilities.iter().filter(|facility| is_site(&facility.kind));
            let sites: HashMap<&str, &Facility> = sites.map(|site| (site.id.as_str(), site)).collect();
            let rows = inputs.organizations.iter().map(|one| (one, sites.get(one.id.as_str()).copied()));
            Content::organizations(rows, showing)
        }
    }
}

impl Records {
    /// Writes the registry of now; answers how many records went out.
    pub fn export(&self, what: (ExportKind, ExportFormat), options: &ExportOptions, to: &mut dyn Write) -> Result<usize, RegistryError> {
        let (facilities, organizations, divisions, catalogue, revision) = self.store.read(|reader| {
            let rows = reader.reference_rows()?;
            let catalogue = Catalogue::new(rows.kinds, rows.service_types, rows.target_groups);
            Ok::<_, RegistryError>((reader.facilities()?, reader.organizations()?, reader.divisions()?, catalogue, reader.revision()?))
        })?;
        let facilities: Vec<_> = facilities.into_iter().map(|kept| kept.record).collect();
        let organizations: Vec<_> = organizations.into_iter().map(|kept| kept.record).collect();
        let inputs = ExportInputs {
            facilities: &facilities,
            organizations: &organizations,
            divisions: &divisions,
            catalogue: &catalogue,
            contacts_withheld: &HashSet::new(),
            data_as_of: revision.changed_at,
        };
        write_export(what, &inputs, options, to)
    }
}
