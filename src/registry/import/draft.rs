//! How does a file wait in the registry until it is applied? With its bytes, what is said about it, and whose it is.
//!
//! A draft's bytes may hold personal numbers that the rows are refused for. They are deleted when the draft is applied, thrown
//! away or a week old; what is shown of them is masked.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use chrono::Days;

use super::{
    ImportKind,
    answer::{DatumItem, DraftChange, ImportItem, ImportTotals},
    people::ImportPeople,
    preview::{Against, Preview, kind_of},
    said::apply_change,
    sha256,
};
use crate::{
    domain::{
        batch::{Choice, Draft, DraftState, FiguresSaid},
        change::Actor,
        datum::Datum,
        permission::{Caller, Jurisdiction, Right},
        personal_number,
        proposal::ProposalState,
        text::MAX_NAME_CHARS,
    },
    exchange::Format,
    registry::{FieldError, Page, Registry, RegistryError},
    storage::{Reader, StorageError},
};

/// Drafts that nobody applies are kept so long.
const KEPT_DAYS: u64 = 7;
/// The kinds of files that may be drafts.
const KINDS: [&str; 5] = ["facilities", "organizations", "demand", "divisions", "hsds"];

/// A file as it is sent.
#[derive(Debug, Clone)]
pub struct Upload {
    /// What it holds.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Registry {
    /// Takes a file in as a draft.
    pub fn upload_import(&self, caller: &Caller, upload: Upload) -> Result<ImportItem, RegistryError> {
        caller.require_somewhere(Right::WriteRecords)?;
        let (kind, file_name) = acceptable(&upload)?;
        self.tidy_imports()?;
        let office = caller.office().clone();
        let draft = self.records.store.write(&self.records.stamp(caller.actor.clone()), |writer| {
            let mapping = writer.reader().heading_mapping(&office.to_string(), kind)?;
            let draft = Draft {
                id: uuid::Uuid::now_v7().to_string(),
                kind: kind.to_owned(),
                file_name,
                sha256: sha256(&upload.bytes),
                size: i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX),
                state: DraftState::Draft,
                mapping,
                datum: None,
                default_kind: None,
                complete_for: None,
                figures: FiguresSaid::default(),
                mends: BTreeMap::new(),
                choice: Choice::default(),
                owner: caller.actor.clone(),
                office,
                at: writer.now(),
                batch: None,
                proposal: None,
                summary: None,
                version: 1,
            };
            writer.insert_draft(&draft, &upload.bytes)?;
            Ok::<_, RegistryError>(draft)
        })?;
        self.import_item(caller, draft)
    }

    /// Drafts that the caller may see, the newest first; headings and fields are left out.
    pub fn import_page(&self, caller: &Caller, cursor: Option<&str>, limit: usize) -> Result<Page<ImportItem>, RegistryError> {
        caller.require_somewhere(Right::ReadRecords)?;
        self.tidy_imports()?;
        let drafts = self.records.store.read(|reader| {
            let drafts = reader.drafts()?.into_iter().filter(|draft| may_see(caller, draft));
            drafts.map(|draft| as_it_stands(reader, draft)).collect::<Result<Vec<_>, RegistryError>>()
        })?;
        let total = drafts.len();
        let start = cursor.map_or(0, |cursor| drafts.iter().position(|one| one.id == cursor).map_or(total, |place| place + 1));
        let items: Vec<ImportItem> = drafts.into_iter().skip(start).take(limit).map(|draft| bare_item(&draft)).collect();
        let next_cursor = if start + items.len() < total { items.last().map(|one| one.id.clone()) } else { None };
        Ok(Page { items, next_cursor, total })
    }

    /// One draft with its headings and what its rows come to.
    pub fn import_draft(&self, caller: &Caller, id: &str) -> Result<ImportItem, RegistryError> {
        let draft = self.visible_draft(caller, id)?;
        self.import_item(caller, draft)
    }

    /// Keeps what somebody says about a draft; what its headings mean is remembered for the next file of the office.
    pub fn change_import(&self, caller: &Caller, id: &str, change: DraftChange) -> Result<ImportItem, RegistryError> {
        let preview = self.preview(caller, &self.visible_draft(caller, id)?)?;
        let snapshot = self.snapshot();
        let draft = self.records.store.write(&self.records.stamp(caller.actor.clone()), |writer| {
            let mut draft = changeable(caller, writer.reader(), id)?;
            apply_change(&mut draft, &preview, &snapshot, caller, &change)?;
            writer.update_draft(&draft)?;
            if change.mapping.is_some() {
                let office = draft.office.to_string();
                let mut remembered = writer.reader().heading_mapping(&office, &draft.kind)?;
                remembered.extend(draft.mapping.clone());
                writer.remember_headings(&office, &draft.kind, &remembered)?;
            }
            Ok::<_, RegistryError>(Draft { version: draft.version + 1, ..draft })
        })?;
        self.import_item(caller, draft)
    }

    /// Throws a draft away, with its bytes.
    pub fn discard_import(&self, caller: &Caller, id: &str) -> Result<(), RegistryError> {
        self.records.store.write(&self.records.stamp(caller.actor.clone()), |writer| {
            changeable(caller, writer.reader(), id)?;
            writer.remove_draft(id)?;
            Ok(())
        })
    }

    /// Throws drafts away that nobody has applied for a week.
    pub fn tidy_imports(&self) -> Result<(), RegistryError> {
        let Some(limit) = self.records.now().checked_sub_days(Days::new(KEPT_DAYS)) else { return Ok(()) };
        let old = self.records.store.read(|reader| {
            let drafts = reader.drafts()?.into_iter().filter(|draft| draft.at < limit);
            drafts.map(|draft| as_it_stands(reader, draft)).collect::<Result<Vec<_>, RegistryError>>()
        })?;
        let old: Vec<Draft> = old.into_iter().filter(|draft| draft.state == DraftState::Draft).collect();
        if old.is_empty() {
            return Ok(());
        }
        self.records.store.write(&self.records.stamp(Actor::system()), |writer| {
            old.iter().try_for_each(|draft| writer.remove_draft(&draft.id).map(drop))
        })?;
        Ok(())
    }

    pub(super) fn visible_draft(&self, caller: &Caller, id: &str) -> Result<Draft, RegistryError> {
        let draft = self.records.store.read(|reader| known(reader, id))?;
        if may_see(caller, &draft) {
            return Ok(draft);
        }
        caller.require_somewhere(Right::ReadRecords)?;
        Err(not_there(id))
    }

    /// What a draft comes to now.
    pub(super) fn preview(&self, caller: &Caller, draft: &Draft) -> Result<Arc<Preview>, RegistryError> {
        let snapshot = self.snapshot();
        self.records.store.read(|reader| {
            let key = (draft.id.clone(), draft.version, reader.last_change()?, caller.actor.id.clone());
            self.previews.get(key, || {
                let bytes = reader.draft_content(&draft.id)?;
                let allows = |division| caller.may(Right::WriteRecords, division) || !caller.may_somewhere(Right::WriteRecords);
                let preview = Preview::of(reader, draft, &bytes, &Against { snapshot: &snapshot, area: self.area, allows: &allows })?;
                Ok(preview.kept())
            })
        })
    }

    /// A draft as it is answered; what its rows come to is noted for lists.
    pub(super) fn import_item(&self, caller: &Caller, draft: Draft) -> Result<ImportItem, RegistryError> {
        if matches!(draft.state, DraftState::Applied | DraftState::Undone) {
            return Ok(bare_item(&draft));
        }
        let preview = self.preview(caller, &draft)?;
        let totals = preview.totals();
        let summary = totals.map(|totals| serde_json::to_string(&totals).expect("numbers have a JSON text"));
        if let Some(summary) = summary.filter(|summary| Some(summary) != draft.summary.as_ref()) {
            self.records
                .store
                .write::<_, StorageError>(&self.records.stamp(caller.actor.clone()), |writer| writer.note_summary(&draft.id, &summary))?;
        }
        let seen = sees_cells(caller, &draft);
        let bare = |mut heading: crate::exchange::Heading| {
            heading.samples.retain(|_| seen);
            heading
        };
        let catalogue = preview.background.as_ref().map(|background| &background.known.catalogue);
        let kind = kind_of(&draft)?.table();
        let by_mapping = |heading: &str| draft.mapping.contains_key(heading);
        Ok(ImportItem {
            rows: preview.rows,
            mapping: preview.headings.iter().map(|one| (one.heading.clone(), one.field.clone().unwrap_or_default())).collect(),
            remembered: preview.headings.iter().any(|one| by_mapping(&one.heading)),
            headings: preview.headings.iter().cloned().map(bare).collect(),
            fields: kind.zip(catalogue).map(|(kind, catalogue)| kind.fields(catalogue)).unwrap_or_default(),
            datum: DatumItem {
                needed: preview.question.is_some(),
                given: draft.datum.map(Datum::code),
                candidates: preview.question.clone().filter(|_| seen).unwrap_or_default(),
            },
            // Of protected places only those hear who see the cells.
            summary: totals.map(|totals| ImportTotals { warned: if seen { preview.warned() } else { totals.warned }, ..totals }),
            figures: preview.figures.clone(),
            // What is on record in the same cells may be few: only who reads small counts hears of it.
            people: preview
                .people
                .clone()
                .filter(|_| caller.may_somewhere(Right::ReadSmallCounts))
                .map(|people| if seen { people } else { ImportPeople { divisions: Vec::new(), ..people } }),
            notes: preview.notes.clone(),
            problem: preview.problem.clone(),
            ..bare_item(&draft)
        })
    }
}

/// A draft without what only its bytes tell.
fn bare_item(draft: &Draft) -> ImportItem {
    let summary: Option<ImportTotals> = draft.summary.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let rows = summary.map_or(0, |one| one.added + one.changed + one.unchanged + one.refused);
    ImportItem {
        id: draft.id.clone(),
        kind: draft.kind.clone(),
        file_name: draft.file_name.clone(),
        sha256: draft.sha256.clone(),
        size: draft.size,
        state: draft.state,
        rows,
        headings: Vec::new(),
        fields: Vec::new(),
        mapping: draft.mapping.clone(),
        remembered: false,
        datum: DatumItem { given: draft.datum.map(Datum::code), ..DatumItem::default() },
        default_kind: draft.default_kind.clone(),
        complete_for: draft.complete_for.as_ref().map(Into::into),
        figures: None,
        people: None,
        summary,
        notes: Vec::new(),
        problem: None,
        by_name: draft.owner.name.clone(),
        at: draft.at,
        batch: draft.batch.clone(),
        proposal: draft.proposal.clone(),
    }
}

/// The kind and a name that cannot lead anywhere, when both are acceptable.
fn acceptable(upload: &Upload) -> Result<(&'static str, String), RegistryError> {
    let mut errors = Vec::new();
    let kind = KINDS.into_iter().find(|kind| *kind == upload.kind);
    if kind.is_none() {
        errors.push(FieldError::new("kind", &upload.kind, "no kind of file that is taken here", KINDS.join(", ")));
    }
    let name = bare_name(&upload.name);
    let package = kind == Some(ImportKind::Hsds.code());
    let zipped = Path::new(&name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    if package && !zipped {
        errors.push(FieldError::new("name", &name, "the ending is not that of a package", ".zip: the CSV files of an HSDS 3.1 package"));
    } else if !package && !format_taken(kind, Format::of_path(Path::new(&name))) {
        let expected = ".csv, .tsv, .txt, .xlsx, .geojson or .json; for a package in a .zip the kind hsds; for a .tif the kind demand";
        errors.push(FieldError::new("name", &name, "the ending tells no format known here", expected));
    }
    if upload.bytes.is_empty() {
        errors.push(FieldError::new("body", "", "the file is empty", "the file's bytes as the body"));
    }
    kind.filter(|_| errors.is_empty()).map(|kind| (kind, name)).ok_or(RegistryError::Invalid(errors))
}

/// Whether a file of this format may be one of this kind.
fn format_taken(kind: Option<&str>, format: Option<Format>) -> bool {
    let grids = kind == Some(ImportKind::Demand.code());
    matches!(format, Some(Format::Csv | Format::Xlsx | Format::GeoJson)) || (grids && format == Some(Format::Tiff))
}

/// A file's name without folders, control characters and personal numbers.
fn bare_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String =
        last.chars().filter(|c| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')).collect();
    let clean = personal_number::mask(clean.trim().trim_start_matches('.')).into_owned();
    let over = clean.chars().count().saturating_sub(MAX_NAME_CHARS);
    clean.chars().skip(over).collect()
}

/// Whether the caller keeps records where the draft's office is.
fn within(caller: &Caller, right: Right, draft: &Draft) -> bool {
    match &draft.office {
        Jurisdiction::All => caller.may(right, None),
        Jurisdiction::Division(code) => caller.may(right, Some(*code)),
        Jurisdiction::Unit(_) | Jurisdiction::Organization(_) => {
            caller.may(right, None) || (*caller.office() == draft.office && caller.may_somewhere(right))
        }
    }
}

pub(super) fn may_see(caller: &Caller, draft: &Draft) -> bool {
    draft.owner == caller.actor || within(caller, Right::ReadRecords, draft)
}

/// Whether the caller sees the cells as the file has them: whoever brought it, and those who may see protected places and
/// contacts anyway.
pub(super) fn sees_cells(caller: &Caller, draft: &Draft) -> bool {
    draft.owner == caller.actor || (within(caller, Right::ReadProtected, draft) && within(caller, Right::ReadContacts, draft))
}

/// The draft, when this caller may change it now.
pub(super) fn changeable(caller: &Caller, reader: &mut Reader, id: &str) -> Result<Draft, RegistryError> {
    let draft = known(reader, id)?;
    caller.require_somewhere(Right::WriteRecords)?;
    if !may_see(caller, &draft) {
        return Err(not_there(id));
    }
    if draft.owner != caller.actor && !within(caller, Right::WriteRecords, &draft) {
        caller.require(Right::WriteRecords, None)?;
    }
    match draft.state {
        DraftState::Draft => Ok(draft),
        DraftState::Proposed => {
            Err(RegistryError::Conflict("the import waits for approval: withdraw the proposal to change it".to_owned()))
        }
        state => Err(RegistryError::Conflict(format!("the import is {state} already"))),
    }
}

pub(super) fn known(reader: &mut Reader, id: &str) -> Result<Draft, RegistryError> {
    let draft = reader.draft(id)?.ok_or_else(|| not_there(id))?;
    as_it_stands(reader, draft)
}

fn not_there(id: &str) -> RegistryError {
    RegistryError::NotFound { what: "import", id: id.to_owned() }
}

/// A draft whose proposal came back is a draft again.
fn as_it_stands(reader: &mut Reader, draft: Draft) -> Result<Draft, RegistryError> {
    if draft.state != DraftState::Proposed {
        return Ok(draft);
    }
    let proposal = draft.proposal.as_deref().map(|id| reader.proposal(id)).transpose()?.flatten();
    Ok(match proposal.map(|one| one.state) {
        Some(ProposalState::Open | ProposalState::Approved) => draft,
        _ => Draft { state: DraftState::Draft, proposal: None, choice: Choice { proposed: None, ..draft.choice }, ..draft },
    })
}
