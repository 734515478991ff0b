//! The use cases: the order of steps, transactions, and the live snapshot that answers questions.
//!
//! A write goes through one transaction of storage; a question is answered from the snapshot alone, an
//! immutable value behind one atomic pointer, so that readers never wait for a writer.

mod about;
mod callers;
mod care;
mod coverage;
mod division_changes;
mod divisions;
mod draft;
mod duplicates;
mod error;
mod export;
mod facilities;
mod fields;
mod gaps;
mod history;
mod import;
mod merges;
mod nearest;
mod organizations;
mod page;
mod policy;
mod proposals;
mod quality;
mod recorded;
mod records;
mod reports;
mod sample;
mod search;
pub mod seed;
mod services;
mod snapshot;
mod tiles;
mod units;
mod words;

use std::sync::Arc;

use arc_swap::ArcSwap;
use moka::sync::Cache;

pub use self::{
    about::{About, Counts, KindItem},
    callers::Credentials,
    care::{CheckItem, CheckQuestion, ServicePatch, StaleVacancy},
    coverage::{CoverageAnswer, CoverageBand, CoverageInputs, CoverageQuestion, STRAIGHT_METHOD, ZoneCoverage},
    division_changes::{DivisionChangeItem, NewUnit, WishedDivisionChange},
    divisions::{DivisionItem, DivisionQuestion},
    duplicates::{DuplicateAnswer, DuplicateQuestion},
    error::{FieldError, RegistryError, Stale},
    export::{ExportInputs, ExportKind, ExportOptions, SAMPLE_NOTICE, write_export},
    facilities::{FacilityAnswer, FacilityQuestion},
    fields::FieldChange,
    gaps::{Gap, GapAnswer, GapQuestion},
    history::{ChangeDay, ChangeDays, ChangeFeed, ChangeItem, CoverageOnDay, MOST_DATES, moment},
    import::{ImportKind, ImportOptions, ImportSummary},
    merges::Merge,
    nearest::{NearestAnswer, NearestQuestion},
    organizations::OrganizationItem,
    page::Page,
    proposals::{ProposalItem, ProposalMay, ProposalQuestion},
    quality::{CompletenessAnswer, IncompleteRecord, QualityQuestion, ReviewItem},
    records::{RecordItem, RecordWrite, Written},
    reports::{OUTCOMES, ReportItem, ReportReceipt, ReportStatus},
    search::SearchItem,
    seed::SeedDivisions,
    services::ServiceItem,
    snapshot::Snapshot,
    tiles::TileQuestion,
    units::Units,
    words::Choice,
};
use crate::storage::{DatabaseUrl, Open, Store, Watcher};
use crate::{
    analysis::duplicates::Pair,
    domain::{
        change::{Actor, Stamp},
        position::Area,
    },
};

/// The records without a live snapshot: what imports and exports need.
pub struct Records {
    store: Store,
}

impl Records {
    /// Opens the records; with [`Open::Create`] missing ones are made and the shipped rows are brought in.
    pub fn open(url: &DatabaseUrl, open: Open, divisions: SeedDivisions) -> Result<Records, RegistryError> {
        let store = Store::open(url, open)?;
        if open == Open::Create {
            store.write(&Stamp::by(Actor::system()), |writer| seed::seed(writer, divisions))?;
        }
        Ok(Records { store })
    }
}

/// How many past states are kept at once.
const PAST_KEPT: u64 = 4;

/// The registry of one installation: its records and the snapshot that answers questions.
pub struct Registry {
    records: Records,
    /// Where places may lie; `None` for anywhere.
    area: Option<Area>,
    live: ArcSwap<Snapshot>,
    /// Past states by the number of their last change.
    past: Cache<(i64, Units), Arc<Snapshot>>,
    /// Probable duplicates by the revision they were found in.
    pairs: Cache<i64, Arc<Vec<Pair>>>,
}

impl Registry {
    /// Loads the first snapshot.
    pub fn new(records: Records, area: Option<Area>) -> Result<Registry, RegistryError> {
        let live = ArcSwap::from_pointee(load(&records.store)?);
        Ok(Registry { records, area, live, past: Cache::new(PAST_KEPT), pairs: Cache::new(1) })
    }

    /// The records behind it.
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// The state that answers questions now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.live.load_full()
    }

    /// Loads the snapshot again when the database has another revision than the live one.
    pub fn refresh(&self) -> Result<(), RegistryError> {
        let revision = self.records.store.read(|reader| reader.revision())?;
        if revision != *self.live.load().revision() {
            self.live.store(Arc::new(load(&self.records.store)?));
        }
        Ok(())
    }

    /// The same after a write of one's own. The write holds whatever happens here: the follower tries again.
    fn refresh_after_write(&self) {
        if let Err(error) = self.refresh() {
            tracing::warn!(%error, "the snapshot could not be loaded after a write; it follows");
        }
    }

    /// Tells when another process has written.
    pub fn watch(&self) -> Result<Watcher, RegistryError> {
        Ok(self.records.store.watch()?)
    }
}

fn load(store: &Store) -> Result<Snapshot, RegistryError> {
    store.read(Snapshot::load)
}
