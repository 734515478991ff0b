//! An office with a registry: who works there, what they bring, what the registry then holds.

use std::{collections::BTreeMap, path::Path};

use carereach::{
    domain::{
        change::Stamp,
        datum::Datum,
        demand::DemandTable,
        division::Division,
        facility::Facility,
        organization::Organization,
        permission::{Caller, Grant, Role},
        position::SHAANXI,
    },
    exchange::{Format, Source},
    registry::{
        Applied, ImportItem, ImportKind, ImportOptions, ImportRow, ImportSummary, PeopleOptions, Records, Registry, RegistryError,
        SeedDivisions, Upload,
    },
    storage::{Open, Store},
};

use crate::support::{self, Database};

/// A registry of a test's own.
pub struct Office {
    pub database: Database,
    pub registry: Registry,
}

/// Everything that files bring, without the numbers of the writes.
#[derive(Debug, PartialEq)]
pub struct Content {
    pub facilities: Vec<Facility>,
    pub organizations: Vec<Organization>,
    pub divisions: Vec<Division>,
    pub demand: DemandTable,
}

/// Somebody with one role in one jurisdiction.
pub fn somebody(id: &str, role: Role, jurisdiction: &str) -> Caller {
    let grant = Grant { role, jurisdiction: jurisdiction.parse().expect("a jurisdiction of the test") };
    Caller::account(id, id, &[grant], &[])
}

pub fn registrar() -> Caller {
    somebody("registrar", Role::Registrar, "all")
}

pub fn approver() -> Caller {
    somebody("approver", Role::Approver, "all")
}

impl Office {
    pub fn new() -> Office {
        let database = support::fresh();
        let records = Records::open(&database.url, Open::Create, SeedDivisions::Shaanxi).expect("a new registry");
        Office { registry: Registry::new(records, Some(SHAANXI)).expect("its first snapshot"), database }
    }

    /// A file brought in by the operator, as at the command line.
    pub fn import(&self, kind: ImportKind, name: &str, text: &str) -> ImportSummary {
        self.try_import(kind, name, text).expect("the file is read")
    }

    pub fn try_import(&self, kind: ImportKind, name: &str, text: &str) -> Result<ImportSummary, RegistryError> {
        self.import_people(kind, (name, text.as_bytes()), PeopleOptions { file_name: name.to_owned(), ..PeopleOptions::default() })
    }

    /// The same, with what is said about people.
    pub fn import_people(
        &self,
        kind: ImportKind,
        (name, bytes): (&str, &[u8]),
        people: PeopleOptions,
    ) -> Result<ImportSummary, RegistryError> {
        let format = Format::of_path(Path::new(name)).expect("a name with an ending");
        let source = Source { name, format, bytes };
        let options =
            ImportOptions { datum: None, area: Some(SHAANXI), stamp: Stamp::operator(), dry_run: false, people, progress: &|_, _| {} };
        let summary = self.registry.records().import(kind, &source, &options);
        self.registry.refresh().expect("the snapshot follows");
        summary
    }

    pub fn store(&self) -> Store {
        Store::open(&self.database.url, Open::Existing).expect("the same registry")
    }

    pub fn content(&self) -> Content {
        let state = self.store().read(|reader| reader.state()).expect("the registry is read");
        Content {
            facilities: state.facilities.into_iter().map(|one| one.record).collect(),
            organizations: state.organizations.into_iter().map(|one| one.record).collect(),
            divisions: state.divisions,
            demand: state.demand,
        }
    }

    pub fn facility(&self, id: &str) -> Facility {
        self.content().facilities.into_iter().find(|one| one.id.as_str() == id).unwrap_or_else(|| panic!("{id} is in the registry"))
    }

    pub fn upload(&self, caller: &Caller, name: &str, bytes: impl AsRef<[u8]>) -> ImportItem {
        self.try_upload(caller, name, bytes).expect("the file is taken")
    }

    pub fn try_upload(&self, caller: &Caller, name: &str, bytes: impl AsRef<[u8]>) -> Result<ImportItem, RegistryError> {
        self.try_upload_of("facilities", caller, name, bytes)
    }

    pub fn try_upload_of(&self, kind: &str, caller: &Caller, name: &str, bytes: impl AsRef<[u8]>) -> Result<ImportItem, RegistryError> {
        let upload = Upload { kind: kind.into(), name: name.into(), bytes: bytes.as_ref().to_vec() };
        self.registry.upload_import(caller, upload)
    }

    /// Every row of a draft, by its number.
    pub fn rows(&self, caller: &Caller, id: &str) -> BTreeMap<usize, ImportRow> {
        let page = self.registry.import_rows(caller, id, (None, false), (None, 1000)).expect("the rows are read");
        page.items.into_iter().map(|row| (row.row, row)).collect()
    }

    /// Applies a draft: proposed by one and approved by another; answers the batch.
    pub fn let_in(&self, by: &Caller, id: &str) -> String {
        match self.registry.apply_draft(by, id, None).expect("it is proposed") {
            Applied::Batch { batch, .. } => batch,
            Applied::Proposal { proposal, .. } => {
                self.registry.approve_proposal(&approver(), &proposal.id, None).expect("it is approved");
                let draft = self.registry.import_draft(by, id).expect("the draft is there");
                draft.batch.expect("an approved import is a batch")
            }
        }
    }
}

pub fn datum() -> carereach::registry::DraftChange {
    carereach::registry::DraftChange { datum: Some(Some(Datum::Wgs84)), ..Default::default() }
}

impl Office {
    /// SQL past the registry.
    pub fn damage(&self, sql: &str) {
        use carereach::storage::DatabaseUrl;
        use diesel::{Connection, PgConnection, SqliteConnection, connection::SimpleConnection};
        let done = match &self.database.url {
            DatabaseUrl::SqliteFile(path) => {
                SqliteConnection::establish(&path.to_string_lossy()).expect("a connection of the test").batch_execute(sql)
            }
            DatabaseUrl::Postgres(_) => {
                PgConnection::establish(&format!("{}", self.database.url)).expect("a connection of the test").batch_execute(sql)
            }
            DatabaseUrl::SqliteMemory => panic!("nobody else reaches a registry in memory"),
        };
        done.expect("the damage is done");
    }
}
