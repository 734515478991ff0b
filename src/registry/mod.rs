//! The use cases: the order of steps, transactions, and the live snapshot that answers questions.
//!
//! A write goes through one transaction of storage; a question is answered from the snapshot alone, an
//! immutable value behind one atomic pointer, so that readers never wait for a writer.

mod about;
mod access;
mod access_answer;
mod accounts;
mod audit;
mod backup;
mod band;
mod baseline;
mod callers;
mod candidates;
mod care;
mod check;
mod coverage;
mod discretion;
mod distances;
mod division_changes;
mod divisions;
mod draft;
mod duplicates;
mod error;
mod export;
mod facilities;
mod fields;
mod figures;
mod gaps;
mod hand_in;
mod hashing;
mod history;
mod import;
mod inspections;
mod merges;
mod nearest;
mod norms;
mod oidc;
mod organizations;
mod osm;
mod page;
mod passwords;
mod plan_terms;
mod plans;
mod policy;
mod projects;
mod proposals;
mod quality;
mod reason;
mod recorded;
mod records;
mod reference;
mod reports;
mod retention;
mod reverse;
mod runs;
mod sample;
mod scenarios;
mod search;
mod second_factor;
pub mod seed;
mod services;
mod sessions;
mod settings;
mod setup;
mod signed_in;
pub mod siting;
mod small_counts;
mod snapshot;
mod standing;
mod tiles;
mod tokens;
mod units;
mod walking;
mod ways;
mod words;
mod worked_out;

use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use chrono::{DateTime, TimeDelta, Utc};
use moka::sync::Cache;

pub use self::{
    about::{About, Counts, KindItem},
    access::{AccessAnswer, AccessQuestion},
    access_answer::{AccessItem, ZoneAccess},
    accounts::{AccountChange, NewAccount, WishedGrant},
    audit::{AuditItem, AuditQuestion},
    band::{BandQuestion, CoverageErrorBand},
    callers::{Credentials, Must, SignedIn, local_day},
    candidates::{Grounds, MOST_CANDIDATES, Spot},
    care::{CheckItem, CheckQuestion, ServicePatch, StaleVacancy},
    check::{CheckReport, Finding},
    coverage::{CoverageAnswer, CoverageBand, CoverageInputs, CoverageQuestion, ZoneCoverage},
    division_changes::{DivisionChangeItem, NewUnit, WishedDivisionChange},
    divisions::{DivisionItem, DivisionQuestion},
    duplicates::{DuplicateAnswer, DuplicateQuestion},
    error::{FieldError, RegistryError, Stale},
    export::{ExportInputs, ExportKind, ExportOptions, SAMPLE_NOTICE, write_export},
    facilities::{DivisionPath, FacilityAnswer, FacilityQuestion},
    fields::FieldChange,
    figures::FiguresItem,
    gaps::{
        Gap, GapAnswer, GapClause, GapCommentItem, GapDesk, GapDetail, GapEvent, GapPatch, GapQuestion, GapTime, GapWish, GapWrite,
        RankParts, Worklist,
    },
    hand_in::{HandInFormat, HandInOptions, MadeHandIn},
    hashing::Hashing,
    history::{ChangeDay, ChangeDays, ChangeFeed, ChangeItem, CoverageOnDay, MOST_DATES, beginning, moment},
    import::{
        Applied, BatchItem, CompleteForItem, DatumItem, DivisionPeople, DraftChange, FiguresChange, GroupPeople, ImportFigures, ImportItem,
        ImportKind, ImportOptions, ImportPeople, ImportRow, ImportRowChange, ImportSummary, ImportTotals, PeopleForm, PeopleOptions,
        RowState, RowWarning, Together, Upload,
    },
    inspections::{CampaignItem, NewCampaign, NewVisit, SubjectCounts, SubjectItem, VisitItem},
    merges::Merge,
    nearest::{NearestAnswer, NearestQuestion},
    norms::{
        NormAnswer, NormClause, NormDivision, NormEffect, NormFacility, NormInputs, NormQuestion, NormRequirement, NormSet, NormSide,
        NormStatus, NormWhy,
    },
    oidc::NamedSignIn,
    organizations::OrganizationItem,
    osm::{IslandItem, OsmOptions, OsmSummary},
    page::Page,
    plans::{Approved, Following, NewPlan, PlanItem, PlanPatch, PlanQuestion, RunItem},
    projects::{ProjectItem, ProjectPatch, ProjectQuestion},
    proposals::{ProposalItem, ProposalMay, ProposalQuestion},
    quality::{CompletenessAnswer, IncompleteRecord, QualityQuestion, ReviewItem},
    reason::{kept_words, needed_words},
    records::{RecordItem, RecordWrite, Written},
    reference::{RowVersion, RowWritten},
    reports::{OUTCOMES, ReportItem, ReportReceipt, ReportStatus},
    reverse::{NearItem, ReverseAnswer},
    sample::SampleAccount,
    scenarios::{
        DrillQuestion, NamedPlan, PhasesQuestion, PlanComparison, PlanDrill, PlanFigures, PlanPhases, PlanServed, PlanTry,
        ScenarioQuestion, ServedQuestion, TryQuestion,
    },
    search::{MAP_ATTRIBUTION, SearchItem},
    second_factor::SecondFactorKey,
    seed::SeedDivisions,
    services::ServiceItem,
    sessions::{SessionItem, SignIn},
    settings::SettingItem,
    setup::{SetupForm, SetupQuestion, setup_path},
    signed_in::{AccountItem, GrantItem, SecondFactorItem, SessionState, SignedInAccount},
    snapshot::Snapshot,
    tiles::TileQuestion,
    tokens::{MadeToken, NewToken, TokenItem, TokenOwner},
    units::Units,
    walking::{ESTIMATED_METHOD, Found, MEASURED_METHOD, Reached, STRAIGHT_METHOD},
    ways::{ReachAnswer, RouteAnswer, Within},
    words::Choice,
};
use crate::storage::{DatabaseUrl, Open, Store, Watcher};
use crate::{
    analysis::duplicates::Pair,
    domain::{
        calendar::Calendar,
        change::{Actor, Stamp},
        position::Area,
        settings::Settings,
    },
};

/// The records without a live snapshot: what imports and exports need.
pub struct Records {
    store: Store,
    clock: Clock,
    hashing: Hashing,
}

/// Tells the time; tests bring their own.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

impl Records {
    /// Opens the records; with [`Open::Create`] missing ones are made and the shipped rows are brought in.
    pub fn open(url: &DatabaseUrl, open: Open, divisions: SeedDivisions) -> Result<Records, RegistryError> {
        let store = Store::open(url, open)?;
        if open == Open::Create {
            let seeded = store.write(&Stamp::by(Actor::system()), |writer| seed::seed(writer, divisions));
            match seeded {
                // A service that starts while only a standby answers reads what the primary has left it.
                Err(RegistryError::Storage(error)) if store.is_shared() && error.is_unavailable() => {
                    tracing::warn!(%error, "the shipped rows are not looked at: the database cannot be written now");
                }
                seeded => seeded?,
            }
        } else {
            seed::settings_at_least(&store)?;
        }
        Ok(Records { store, clock: Arc::new(Utc::now), hashing: Hashing::strong() })
    }

    /// A registry in memory that was begun so long ago, for a sample city with a past.
    pub fn open_sample(age: TimeDelta) -> Result<Records, RegistryError> {
        let store = Store::open(&DatabaseUrl::SqliteMemory, Open::Create)?;
        let stamp = Stamp { at: Some(Utc::now() - age), ..Stamp::by(Actor::system()) };
        store.write(&stamp, |writer| seed::seed(writer, SeedDivisions::None))?;
        Ok(Records { store, clock: Arc::new(Utc::now), hashing: Hashing::strong() })
    }

    /// The same with a clock and a way of hashing passwords of one's own, as tests need them.
    pub fn with(self, clock: Clock, hashing: Hashing) -> Records {
        Records { clock, hashing, ..self }
    }

    /// What time it is.
    fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }
}

/// How many past states are kept at once.
const PAST_KEPT: u64 = 4;
/// How many sets of probable duplicates are kept at once: among facilities, and among organizations.
const PAIRS_KEPT: u64 = 2;

/// The registry of one installation: its records and the snapshot that answers questions.
pub struct Registry {
    records: Records,
    /// Where places may lie; `None` for anywhere.
    area: Option<Area>,
    live: ArcSwap<Snapshot>,
    refreshing: Mutex<()>,
    /// Past states by the number of their last change, the units, and the set of places that are protected now.
    past: Cache<(i64, Units, u64), Arc<Snapshot>>,
    /// Probable duplicates by the revision they were found in and the weights they were found with.
    pairs: Cache<(i64, u64), Arc<Vec<Pair>>>,
    settings: ArcSwap<Settings>,
    /// Gaps that somebody has decided something about.
    worklist: ArcSwap<Worklist>,
    /// Which days are worked on.
    calendar: Calendar,
    /// Drafts of imports that were looked at last.
    previews: import::Previews,
    /// What is held between the moves of a site that is dragged.
    drags: scenarios::Drags,
    /// Siting runs that go on here.
    runs: runs::Runs,
}

impl Registry {
    /// Loads the first snapshot.
    pub fn new(records: Records, area: Option<Area>) -> Result<Registry, RegistryError> {
        let live = ArcSwap::from_pointee(records.store.read(Snapshot::load)?);
        live.load().map().make_addresses();
        let settings = ArcSwap::from_pointee(records.store.read(|reader| reader.settings())?);
        let worklist = ArcSwap::from_pointee(records.store.read(Worklist::load)?);
        let calendar = seed::shipped_calendar()?;
        let (past, pairs) = (Cache::new(PAST_KEPT), Cache::new(PAIRS_KEPT));
        Ok(Registry {
            records,
            area,
            live,
            refreshing: Mutex::new(()),
            past,
            pairs,
            settings,
            worklist,
            calendar,
            previews: import::Previews::default(),
            drags: scenarios::drags(),
            runs: runs::Runs::default(),
        })
    }

    /// The records behind it.
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// The state that answers questions now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.live.load_full()
    }

    /// Brings the snapshot up to the database's revision, and the settings.
    pub fn refresh(&self) -> Result<(), RegistryError> {
        // One at a time, so that an older state never replaces a newer one.
        let _turn = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.worklist();
        let (revision, settings, worklist) = self.records.store.read(|reader| {
            let worklist = if known.is_current(reader)? { None } else { Some(Worklist::load(reader)?) };
            Ok::<_, RegistryError>((reader.revision()?, reader.settings()?, worklist))
        })?;
        self.settings.store(Arc::new(settings));
        if let Some(worklist) = worklist {
            self.worklist.store(Arc::new(worklist));
        }
        if revision != *self.live.load().revision() {
            let last = self.snapshot();
            let next = self.records.store.read(|reader| Snapshot::load_after(reader, &last))?;
            next.map().make_addresses();
            self.live.store(Arc::new(next));
        }
        Ok(())
    }

    /// The same after a write of one's own. The write holds whatever happens here: the follower tries again.
    fn refresh_after_write(&self) {
        if let Err(error) = self.refresh() {
            tracing::warn!(%error, "the snapshot could not be loaded after a write; it follows");
        }
    }

    /// Whether the database does not answer at the moment: questions are answered all the same, writes are not taken.
    pub fn database_is_away(&self) -> bool {
        self.records.store.is_away()
    }

    /// Tells when another process has written.
    pub fn watch(&self) -> Result<Watcher, RegistryError> {
        Ok(self.records.store.watch()?)
    }
}
