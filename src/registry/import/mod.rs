//! How do files become records? Good rows go in, bad rows come back, in one transaction.
//!
//! 1. The file is read and checked row by row (`exchange`), and what only the registry knows is checked (`harvest`).
//! 2. One transaction writes what is new or different, as one batch; a dry run undoes it.
//!
//! At the command line that is all. In the page a file is a draft first: looked at, mended, chosen from, and approved.

mod answer;
mod apply;
mod batch;
mod difference;
mod draft;
mod harvest;
mod hsds;
mod known;
mod package;
mod people;
mod preview;
mod row;
mod said;
mod summary;
mod warnings;

use sha2::{Digest, Sha256};

pub use self::{
    answer::{
        Applied, BatchItem, CompleteForItem, DatumItem, DraftChange, FiguresChange, ImportItem, ImportRow, ImportRowChange, ImportTotals,
        RowState, RowWarning, Together,
    },
    draft::Upload,
    people::{DivisionPeople, GroupPeople, ImportFigures, ImportPeople, PeopleForm, PeopleOptions},
    preview::Previews,
};
use self::{harvest::Background, summary::Summary};
use super::{Records, RegistryError};
use crate::{
    domain::{
        base_map::BaseFeature,
        batch::Batch,
        change::Stamp,
        datum::Datum,
        map_part::{MapPart, MapSource},
        position::Area,
    },
    exchange::{self, FileKind, Format, Held, Opened, Refusal, Shape, Source},
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

impl ImportKind {
    /// As interface and database name it.
    pub fn code(self) -> &'static str {
        match self {
            ImportKind::Facilities => "facilities",
            ImportKind::Organizations => "organizations",
            ImportKind::Demand => "demand",
            ImportKind::Divisions => "divisions",
            ImportKind::BaseMap => "base-map",
            ImportKind::Hsds => "hsds",
        }
    }

    /// The kind of table that it is, unless it is read as a whole.
    pub fn table(self) -> Option<FileKind> {
        match self {
            ImportKind::Facilities => Some(FileKind::Facilities),
            ImportKind::Organizations => Some(FileKind::Organizations),
            ImportKind::Demand => Some(FileKind::Demand),
            ImportKind::Divisions => Some(FileKind::Divisions),
            ImportKind::BaseMap | ImportKind::Hsds => None,
        }
    }
}

/// Where a batch comes from.
#[derive(Debug, Clone, Default)]
pub(super) struct Origin {
    pub(super) kind: String,
    pub(super) file_name: String,
    pub(super) sha256: String,
}

impl Origin {
    fn of(kind: ImportKind, source: &Source) -> Origin {
        Origin { kind: kind.code().to_owned(), file_name: source.name.to_owned(), sha256: sha256(source.bytes) }
    }
}

fn sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
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
    /// How a file of people is to be taken.
    pub people: PeopleOptions,
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
    /// Records that were removed.
    pub removed: usize,
    /// Rows that were refused.
    pub refused: usize,
    /// Why, a line for every wrong cell.
    pub refusals: Vec<Refusal>,
    /// What else to know, a sentence each.
    pub notes: Vec<String>,
    /// Whether nothing was written on purpose.
    pub dry_run: bool,
    /// The batch, by which all of it can be undone; none when nothing changed.
    pub batch: Option<String>,
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
        if what == ImportKind::Hsds {
            return self.import_hsds(&exchange::HsdsPackage::unzip(source.name, source.bytes)?, None, options);
        }
        let origin = Origin::of(what, source);
        let Some(table) = what.table() else {
            return self.import_base_map(source, origin, options);
        };
        if what == ImportKind::Demand && (source.format == Format::Tiff || options.people.spread) {
            return self.import_people(source, options);
        }
        let opened = Opened::open(source, table, &Shape::default())?;
        if what == ImportKind::Demand && opened.trouble(&Held::default()).is_some() && exchange::holds_totals(source) {
            return self.import_people(source, options);
        }
        let ids: Vec<&str> = opened.ids().map(|(_, id)| id).collect();
        let background = self.store.read(|reader| Background::read(reader, what, &ids))?;
        let (harvest, summary) = background.harvest(&opened, what, options)?;
        let summary = Summary { origin, ..summary };
        let mut again = None;
        let written = self.commit(summary, options, |writer| {
            if writer.reader().last_change()? == background.seq {
                return harvest.write(writer, &background.held, |_| true);
            }
            // Somebody wrote meanwhile: what the file leaves unsaid is as it is held now.
            let now = Background::read(writer.reader(), what, &ids)?;
            let (harvest, summary) = now.harvest(&opened, what, options)?;
            again = Some(summary);
            harvest.write(writer, &now.held, |_| true)
        })?;
        Ok(match again {
            Some(Summary { rows, refused, refusals, notes, .. }) => ImportSummary { rows, refused, refusals, notes, ..written },
            None => written,
        })
    }

    fn import_base_map(&self, source: &Source, origin: Origin, options: &ImportOptions) -> Result<ImportSummary, RegistryError> {
        let rows = exchange::read_base_map(source)?;
        let map = MapSource { name: origin.file_name.clone(), sha256: origin.sha256.clone(), data_as_of: None };
        let summary = Summary { origin, ..Summary::of(&rows, options) };
        let base: Vec<BaseFeature> = rows.records.into_iter().map(|(_, feature)| feature).collect();
        self.commit(summary, options, |writer| {
            let written = writer.replace_map_part(MapPart::Base, &map, &exchange::pack_base_map(&base))?;
            // People count features, not parts.
            let features = |parts: usize| parts * base.len();
            let Upserted { added, changed, unchanged } = written;
            Ok(Upserted { added: features(added), changed: features(changed), unchanged: features(unchanged) })
        })
    }

    /// Writes in one transaction as one batch, or undoes it when it was a dry run.
    fn commit(
        &self,
        summary: Summary,
        options: &ImportOptions,
        write: impl FnOnce(&mut Writer) -> Result<Upserted, RegistryError>,
    ) -> Result<ImportSummary, RegistryError> {
        let mut batch = None;
        let written = self.store.write(&options.stamp, |writer| {
            let id = new_batch(writer);
            let upserted = write(writer).map_err(Undo::Failed)?;
            if options.dry_run {
                return Err(Undo::DryRun(upserted));
            }
            if upserted.changed_anything() {
                writer.insert_batch(&batch_of(&id, &summary.origin, upserted, 0, writer))?;
                batch = Some(id);
            }
            Ok(upserted)
        });
        let upserted = match written {
            Ok(upserted) | Err(Undo::DryRun(upserted)) => upserted,
            Err(Undo::Failed(error)) => return Err(error),
        };
        Ok(ImportSummary { batch, ..summary.finish(upserted) })
    }
}

/// Begins a batch in a transaction; answers its id.
pub(super) fn new_batch(writer: &mut Writer) -> String {
    let id = uuid::Uuid::now_v7().to_string();
    writer.begin_batch(&id);
    id
}

pub(super) fn batch_of(id: &str, origin: &Origin, upserted: Upserted, removed: usize, writer: &Writer) -> Batch {
    Batch {
        id: id.to_owned(),
        kind: origin.kind.clone(),
        file_name: origin.file_name.clone(),
        sha256: origin.sha256.clone(),
        at: writer.now(),
        actor: writer.actor().clone(),
        added: upserted.added,
        changed: upserted.changed,
        removed,
        undone_at: None,
        undone_by_name: None,
    }
}
