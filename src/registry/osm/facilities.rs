//! What becomes of the care facilities that a map knows? Records of an empty registry, marked unchecked; otherwise a draft that
//! a registrar looks at, chooses from and applies. A record that somebody checked is never offered to be overwritten.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::{
    domain::{
        batch::{Choice, Draft, DraftState, FiguresSaid},
        facility::Facility,
        map_part::MapSource,
        permission::Jurisdiction,
    },
    exchange::{ExportOptions, OsmFacility, write_facilities_csv},
    registry::RegistryError,
    storage::Writer,
};

/// What became of a map's care facilities.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct FacilitiesTaken {
    /// In the map.
    pub found: usize,
    /// New records, unchecked.
    pub added: usize,
    /// In a draft that waits for a registrar.
    pub drafted: usize,
    /// There already, with the same content.
    pub unchanged: usize,
    /// There already and checked by somebody: left as they are.
    pub checked: usize,
    /// The draft, where there is one.
    pub draft: Option<String>,
}

/// Brings the facilities of a map in.
pub(super) fn take(writer: &mut Writer, found: &[OsmFacility], map: &MapSource) -> Result<FacilitiesTaken, RegistryError> {
    // An element that stands in the file twice is one place: the first counts.
    let mut seen = BTreeSet::new();
    let found: Vec<&OsmFacility> = found.iter().filter(|one| seen.insert(one.facility.id.as_str())).collect();
    let mut taken = FacilitiesTaken { found: found.len(), ..FacilitiesTaken::default() };
    let known = writer.reader().facilities()?;
    if known.is_empty() {
        let new: Vec<&Facility> = found.iter().map(|one| &one.facility).collect();
        taken.added = writer.upsert_facilities(&new)?.added;
        return Ok(taken);
    }
    let known: BTreeMap<&str, &Facility> = known.iter().map(|kept| (kept.record.id.as_str(), &kept.record)).collect();
    let mut offered: Vec<&Facility> = Vec::new();
    for one in found {
        match known.get(one.facility.id.as_str()) {
            Some(held) if held.checked_on.is_some() => taken.checked += 1,
            Some(held) if **held == one.facility => taken.unchanged += 1,
            _ => offered.push(&one.facility),
        }
    }
    taken.drafted = offered.len();
    if !offered.is_empty() {
        taken.draft = Some(draft_of(writer, &offered, map)?);
    }
    Ok(taken)
}

/// Keeps facilities as a draft in the form of a table; answers its id.
fn draft_of(writer: &mut Writer, offered: &[&Facility], map: &MapSource) -> Result<String, RegistryError> {
    let mut bytes = Vec::new();
    // Only who may see protected places sees the rows as they are: they stay in the registry.
    let options = ExportOptions { notice: None, with_protected: true, contacts: None, is_protected: &|_| false };
    write_facilities_csv(&mut bytes, offered.iter().copied(), &options).map_err(|error| RegistryError::Shipped(error.to_string()))?;
    let draft = Draft {
        id: uuid::Uuid::now_v7().to_string(),
        kind: "facilities".to_owned(),
        file_name: format!("{}.csv", map.name),
        sha256: data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes)),
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        state: DraftState::Draft,
        mapping: BTreeMap::new(),
        datum: None,
        default_kind: None,
        complete_for: None,
        figures: FiguresSaid::default(),
        mends: BTreeMap::new(),
        choice: Choice::default(),
        owner: writer.actor().clone(),
        office: Jurisdiction::All,
        at: writer.now(),
        batch: None,
        proposal: None,
        summary: None,
        version: 1,
    };
    writer.insert_draft(&draft, &bytes)?;
    Ok(draft.id)
}
